// SPDX-License-Identifier: Apache-2.0

// Package vault keeps attachments: photographs, documents as photographs or scans of their pages, and recordings of voices.
//
// # What is kept
//
// Of pictures only a Picture is kept, and only ReadPicture makes one: it decodes a JPEG or PNG and writes it anew, so that nothing of the camera's
// (where it was taken, when, with what, by whom, an older picture inside it) and nothing hidden behind the last line comes along.
// It stands upright, its longest side is bounded, and it has a small one of its own for lists. How large it would be is told from its header
// before it is opened. The file as it was sent is nowhere: not in the database, not on a disk.
//
// Of a voice only a sound.Recording is kept: the frames of its sound, and nothing that stood around them.
//
// # How it lies
//
// A picture is sealed in chunks with a key drawn from its owner's, the same that seals the owner's person parts: who is forgotten takes
// their pictures along, on every copy, and Forget removes the rows. Its address is the hash of what was sealed, so that a copy can be verified by
// whoever has no key for it, and a guess at what it shows cannot. The owner stands in no row by name, but under a hash with the scope's key.
//
// A recording is sealed with a key of its own, which is among what its owner's key seals: who is forgotten takes that key along, and who was given it before hears on. Its bytes stay where they lie, under a
// name drawn from its key and at a padded length, so that nothing tells whose it is, nor one that was forgotten from one that went into a lane of its own (docs/decisions/0036).
//
// # In which order
//
// The bytes are durable first, the fact that names their address second. A fact puts its story into the list Attachments under the
// address, for as long as it stands; what no entry names is swept (Sweep), as after a power cut in between.
package vault
