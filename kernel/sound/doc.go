// SPDX-License-Identifier: Apache-2.0

// Package sound reads recordings of voices, and keeps nothing of them but the sound.
//
// # What is kept
//
// Only a Recording is kept, and only Read makes one: it takes the file apart as its format demands and writes a new one of the sound's own
// frames, as they were coded, so that nothing of what stood around them comes along: no title, no name, no place, no hour, no device, no
// program, no picture, no chapter, nothing in boxes that nobody knows, in free space or behind the end. What is written around the frames is
// the same for everybody: where a format asks for a number or a name of its own choosing, it is always the same; where it counts time, it
// begins with the sound. A file is recognised by its bytes; what it is called, and what it is said to be, counts for nothing.
//
//	audio/ogg   Ogg with Opus or Vorbis                page.go, ogg.go, stream.go; opus.go, vorbis.go, setup.go
//	audio/webm  WebM with Opus, Vorbis or PCM          ebml.go, webm.go, track.go, cluster.go
//	audio/mp4   MP4, M4A, 3GP with AAC (LC, with SBR   box.go, movie.go, samples.go, fragment.go, edits.go, mp4.go;
//	            and PS or without), Opus or AMR        entry.go, aac.go
//	            made of AAC by itself (ADTS)           adts.go
//	audio/mpeg  MP3                                    mp3.go, reservoir.go
//	audio/wav   WAV with PCM, A-law, mu-law, ADPCM     wav.go
//	            or GSM
//	audio/amr   AMR, narrow and wide                   amr.go
//
// What somebody cut away in their telephone before they sent it often is still in the file, where players are told to leave it out. It is not
// kept, but for a tenth of a second or one frame in front of the first that is heard, without which that one would not sound right.
//
// # What is left in it
//
// The frames are not coded anew: that would need a coder for every codec, and would spoil what is hard to understand already. So the voice
// itself stays what it is, and whoever knows it recognises it. Where a codec says which bits of its frames are not sound, they are made
// nothing but zeros: filling in Opus and AMR, what AAC has in front of the sound, what MP3 has between the sound of one frame and the next.
// Who means to hide something within the sound itself can; no telephone does.
//
// # What is refused
//
// What is no recording, one that breaks off or does not hold what its own structure says, one with nothing to hear, and one in which there is
// a film: its sound could be taken out, but whoever sends a film believes that it is seen. AMR and MP3, whose frames stand each by itself, are
// kept as far as their last whole frame. Nothing is set aside for a size that a file claims and does not bring.
package sound
