// SPDX-License-Identifier: Apache-2.0

// Package stories is how somebody's own story comes to be read by others: told, written with changed names, consented to, looked at by somebody else, used, and taken back.
//
// # Model
//
// A story is told by one person, or by several of a household, each in words of their own. What each told, and how it may be read, is sealed to their key: whoever of them is forgotten takes
// the story along. What each consents to (channels, languages, voice, picture, until a day) and where the story went (channel, place or address, day) are known without a word of it, so
// that it can be asked back after everybody was forgotten.
//
// # Changed names
//
// What the system knows (the names of the household, of those it lives or lived with, the places of the commons, cards, telephones) and every exact day is found in a text, also where it is
// spelled as others would write it, and in Arabic letters for Latin ones (known.go, match.go, days.go). The proposal (change.go) puts the same changed name in the place of the same person
// in every story of a household (called.go): drawn by chance from lists, and never the name of anybody it must hide. Days of a story are all moved by one number of days, or made coarser. Whatever
// somebody writes is looked at again: what is still known is refused, with where it stands (left.go).
//
// # Consent
//
// It is each teller's own, asked alone, of the text that was read back to them: of another text it says nothing. A child's is their own word and that of a guardian or of the authority. Nobody is
// asked while somebody of the household is in the hands of an authority outside. Each use is covered by the consent of everybody who tells, or refused. When one ends, or is taken back, every
// place where the story is waits to be asked back (waiting.go), until it was taken down or the teller was told that it cannot be fetched.
package stories
