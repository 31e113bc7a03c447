// SPDX-License-Identifier: Apache-2.0

package vault

// What an attachment may be, all of it here.
const (
	// MaxUpload is the most bytes of a file that is sent: a photograph of 25 million pixels at the quality of a good telephone.
	MaxUpload = 16 << 20
	// MaxMemory is the most bytes that opening a picture may take. A baseline JPEG of 25 million pixels takes half of it, and a scan
	// of a page at 400 dots an inch as PNG as well; a picture that claims more is refused by its header.
	MaxMemory = 128 << 20
	// MaxSide is the longest side of what is kept, in pixels: a page of A4 can be read at it.
	MaxSide = 1600
	// ThumbSide is the longest side of the small picture for lists, in pixels.
	ThumbSide = 160
	// MaxKept is the most bytes of one attachment as it is kept, the small picture with it.
	MaxKept = 2 << 20
	// MaxOfOwner is the most bytes that are kept for one owner, a person or a household, in one scope.
	MaxOfOwner = 24 << 20

	// maxHeader is how far into a file its size must be told: the profile of colours and the camera's own notes stand before it.
	maxHeader = 4 << 20
	// maxLength is the longest side that is opened, in pixels: a line of it is in memory besides, and adding it up must not run over.
	maxLength = 1 << 15
	// chunkSize is how many bytes are sealed together.
	chunkSize = 64 << 10
)

// The quality with which pictures are written, of 100. A picture that is noise all over would be larger than MaxKept at the first, and is
// written at the second.
const (
	quality      = 82
	lowerQuality = 55
	thumbQuality = 70
)
