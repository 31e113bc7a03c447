// SPDX-License-Identifier: Apache-2.0

package api

import (
	_ "embed"
	"encoding/json"
	"sync"
)

// docsFile holds what the field says of its types, their fields and its queries, as their authors wrote it: go test ./web/api -run Described -update
// writes it anew.
//
//go:embed docs.json
var docsFile []byte

// docs are the comments by package.Type, package.Type.Field and package.Function.
var docs = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	if err := json.Unmarshal(docsFile, &all); err != nil {
		panic("api: docs.json: " + err.Error()) // it is part of the program: a test reads it
	}
	return all
})
