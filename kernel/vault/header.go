// SPDX-License-Identifier: Apache-2.0

package vault

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
)

// orientation is how a camera held the picture: 1 to 8 as the tag Orientation of EXIF 2.3 numbers them (JEITA CP-3451C, 4.6.4); 0 is 1.
type orientation uint16

// Markers of JPEG (ITU-T T.81, annex B) that matter here.
const (
	markerSOF0 = 0xc0 // baseline; up to SOF2, which is progressive
	markerSOF2 = 0xc2
	markerSOS  = 0xda
	markerAPP1 = 0xe1
)

// eachSegment calls f for every segment of a JPEG's header, up to the first scan, until f returns false.
func eachSegment(head []byte, f func(marker byte, body []byte) bool) {
	for at := 2; at+4 <= len(head); {
		if head[at] != 0xff {
			return
		}
		marker := head[at+1]
		if marker == 0xff { // filled up
			at++
			continue
		}
		size := int(binary.BigEndian.Uint16(head[at+2:]))
		if marker == markerSOS || size < 2 || at+2+size > len(head) || !f(marker, head[at+4:at+2+size]) {
			return
		}
		at += 2 + size
	}
}

// jpegMemory is what image/jpeg takes: a byte a sample, and where the picture is progressive four more for its coefficients.
func jpegMemory(head []byte, c image.Config) int64 {
	pixels, each := int64(c.Width)*int64(c.Height), int64(15) // as much as any can take
	eachSegment(head, func(marker byte, body []byte) bool {
		if marker < markerSOF0 || marker > markerSOF2 || len(body) < 6 {
			return true
		}
		if each = int64(body[5]); marker == markerSOF2 {
			each *= 5
		}
		return false
	})
	return pixels * each
}

// interlacedAt is where the header of a PNG says whether it is interlaced (PNG, third edition, 11.2.1).
const interlacedAt = 28

// pngMemory is what image/png takes: the bytes of a pixel, and twice as many where it is interlaced.
func pngMemory(head []byte, c image.Config) int64 {
	each := int64(8)
	switch c.ColorModel {
	case color.GrayModel:
		each = 1
	case color.Gray16Model:
		each = 2
	case color.RGBAModel, color.NRGBAModel:
		each = 4
	}
	if _, indexed := c.ColorModel.(color.Palette); indexed {
		each = 1
	}
	if len(head) > interlacedAt && head[interlacedAt] != 0 {
		each *= 2
	}
	return int64(c.Width) * int64(c.Height) * each
}

var exifMark = []byte("Exif\x00\x00")

// orientationOf reads how a picture has to be turned out of a JPEG's header; 1 where nothing says it.
func orientationOf(head []byte) orientation {
	found := orientation(1)
	if formatOf(head) != jpegFormat {
		return found
	}
	eachSegment(head, func(marker byte, body []byte) bool {
		if marker != markerAPP1 || !bytes.HasPrefix(body, exifMark) {
			return true
		}
		found = orientationIn(body[len(exifMark):])
		return false
	})
	return found
}

// tagOrientation is the number of the tag, and directoryEntry the length of one entry of a directory of TIFF 6.0 (section 2).
const (
	tagOrientation = 0x0112
	directoryEntry = 12
)

// orientationIn reads the tag out of the first directory of a TIFF.
func orientationIn(tiff []byte) orientation {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(tiff) < 8 {
		return 1
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < directoryEntry {
			return 1
		}
		if order.Uint16(entries) == tagOrientation {
			if turn := orientation(order.Uint16(entries[8:])); turn >= 1 && turn <= 8 {
				return turn
			}
			return 1
		}
		entries = entries[directoryEntry:]
	}
	return 1
}
