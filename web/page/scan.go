// SPDX-License-Identifier: Apache-2.0

package page

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
)

// jsQR (1.4.0, Apache-2.0) reads a QR code out of a picture. To replace it by a newer one, see vendored/README.md.
//
//go:embed vendored/jsqr.min.js
var decoding string

//go:embed scan.js
var scanning string

// Scanner returns the script with which the page for boarding reads cards by the camera, and the decoder that it fetches where the browser reads none itself: the paths at which
// they are served, which hold checksums, and their texts. No other page asks for them, and no task needs them.
func Scanner() (path string, text []byte, decoder string, decodes []byte) {
	return scanScript, []byte(scanning), decoderScript, []byte(decoding)
}

var (
	scanScript    = assetPath(scanning, "scan.js")
	decoderScript = assetPath(decoding, "jsqr.js")
)

// assetPath is the path of a file that a browser may keep for ever.
func assetPath(text, name string) string {
	sum := sha256.Sum256([]byte(text))
	return "/assets/" + hex.EncodeToString(sum[:6]) + "/" + name
}
