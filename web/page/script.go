// SPDX-License-Identifier: Apache-2.0

package page

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"

	"github.com/a-h/templ"
)

// htmx (4.0.1, Zero-Clause BSD) fetches a part of a page and puts it into its place. To replace it by a newer one, see vendored/README.md.
//
//go:embed vendored/htmx.min.js
var htmx string

//go:embed safar.js
var comforts string

// Script returns the one script of every page, and the path at which it is served: it holds a checksum, so a browser may keep it for ever. No task
// needs it.
func Script() (path string, text []byte) { return script, []byte(htmx + "\n" + comforts) }

var script = func() string {
	sum := sha256.Sum256([]byte(htmx + comforts))
	return "/assets/" + hex.EncodeToString(sum[:6]) + "/safar.js"
}()

// htmxConfig keeps htmx from writing styles of its own, which the policy of the pages refuses, and from keeping pages in the browser.
const htmxConfig = `{"includeIndicatorCSS":false,"history":false}`

// findAsTyped lets a field for searching fetch what is found so far, once its writer pauses.
var findAsTyped = templ.Attributes{"hx-post": "/search", "hx-trigger": "input changed delay:400ms", "hx-target": "#found", "hx-sync": "this:replace"}
