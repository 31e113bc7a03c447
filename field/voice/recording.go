// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/vault"
)

// Recording is a voice that was recorded for a Complaint, on Day, By which user. At is where it lies, Key opens it, and Seconds is how long it lasts, nought where nobody knows; Written is what
// was heard in it, each by who listened, in the order in which it was written. Key and Written are of the complaint: they are forgotten with it, and then nobody hears it.
type Recording struct {
	Complaint id.ID         `cbor:"1,keyasint"`
	At        vault.Address `cbor:"2,keyasint"`
	Key       []byte        `cbor:"3,keyasint,omitempty"`
	Seconds   int           `cbor:"4,keyasint,omitempty"`
	Day       clock.Day     `cbor:"5,keyasint"`
	By        id.ID         `cbor:"6,keyasint"`
	Written   []Written     `cbor:"7,keyasint,omitempty"`
}

// Written is what somebody heard in a recording: Words, By which user, on Day.
type Written struct {
	_     struct{} `cbor:",toarray"`
	Words string
	By    id.ID
	Day   clock.Day
}

// Here reports whether it can be heard: it was not forgotten.
func (r *Recording) Here() bool { return len(r.Key) > 0 }

// Left is where it lies, with the key that opens it.
func (r *Recording) Left() vault.Left { return vault.Left{At: r.At, Key: r.Key} }

// Recorded is the list of the recordings of a complaint.
var Recorded = register.List{Name: "voice_recorded"}

// RecordingStory is the kind of story of a recording. It names where the recording lies for good: one that was forgotten lies there as before, and is noise. Whoever looks at what lies in the
// database cannot tell one that was forgotten from one whose complaint went into the sealed lane.
var RecordingStory = register.NewKind("recording", func(r *Recording, add register.Adder) {
	add(Recorded, r.Complaint[:])
	add(vault.Attachments, r.At[:])
})

// recordedResidue is what survives: that there was one, and where its bytes lie.
type recordedResidue struct {
	Complaint id.ID         `cbor:"1,keyasint"`
	At        vault.Address `cbor:"2,keyasint"`
}

// recordedVoice is the person part: what makes a voice of the bytes.
type recordedVoice struct {
	Key     []byte `cbor:"1,keyasint"`
	Seconds int    `cbor:"2,keyasint,omitempty"`
}

var recorded = register.NewFact(RecordingStory, "voice.recorded", 1, func(s *Recording, f *journal.Fact, r recordedResidue, p *recordedVoice) {
	s.Complaint, s.At, s.Day, s.By = r.Complaint, r.At, f.Day, f.Author
	if p != nil {
		s.Key, s.Seconds = p.Key, p.Seconds
	}
})

type writtenWords struct {
	Words string `cbor:"1,keyasint"`
}

var writtenDown = register.NewFact(RecordingStory, "voice.written_down", 1, func(s *Recording, f *journal.Fact, _ register.None, w *writtenWords) {
	if w != nil {
		s.Written = append(s.Written, Written{Words: w.Words, By: f.Author, Day: f.Day})
	}
})
