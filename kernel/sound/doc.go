// SPDX-License-Identifier: Apache-2.0

// Package sound reads recordings of voices, and keeps nothing of them but the sound.
//
// # What is kept
//
// Only a Recording is kept, and only Read makes one: it takes the file apart as its format demands and writes a new one of the sound's own
// frames, as they were coded, so that nothing of what stood around them comes along: no title, no name, no place, no hour, no device, no
// program, no picture, no chapter, nothing in boxes that nobody knows, in free space or behind the end. What is written around the frames is
// the same for everybody: where a format asks for a number or a name of its own choosing, it is always the same. A file is recognised by its
// bytes; what it is called, and what it is said to be, counts for nothing.
//
// # What is left in it
//
// The frames are not coded anew: that would need a coder for every codec, and would spoil what is hard to understand already. So the voice
// itself stays what it is, and whoever knows it recognises it. What a coder hides inside its frames stays too, except where the codec
// itself says which bits are not sound: filling in Opus and in AMR is made nothing but zeros.
//
// # What is refused
//
// What is no recording, one that breaks off or does not hold what its own structure says, one with nothing to hear, and one in which there is
// a film: its sound could be taken out, but whoever sends a film believes that it is seen. Nothing is set aside for a size that a file claims
// and does not bring.
package sound
