// SPDX-License-Identifier: Apache-2.0

// Package programmes holds the programmes that come with Safar, as files: one folder each, with the programme, its forms,
// its words in each language and a page of prose on what it is for. The handbooks against which sites are held lie in a folder beside them.
//
// Nothing in the software knows any of them by name. They are embedded so that one binary is enough in the field; a
// country office that writes another one lays a folder of the same shape beside its data.
package programmes

import (
	"embed"
	"io/fs"
	"slices"
	"sync"
)

//go:embed */programme.yaml */forms/*.yaml */words/*.yaml */README.md
var files embed.FS

//go:embed standards/*.yaml
var handbooks embed.FS

// Handbooks returns the files of the handbooks that come with Safar, read-only, each in standards/: what a site is held against. An operation adopts those by
// which it works.
func Handbooks() fs.FS { return handbooks }

// FS returns the folders of all programmes, read-only.
func FS() fs.FS { return files }

// Names returns the names of the programmes, in order of the alphabet.
func Names() []string { return slices.Clone(names()) }

// names are read once: pages ask for them often.
var names = sync.OnceValue(func() []string {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil // an embedded folder can always be read
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() {
			out = append(out, e.Name())
		}
	}
	slices.Sort(out)
	return out
})
