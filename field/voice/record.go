// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"strings"
	"unicode/utf8"

	"safar/desk"
	"safar/field/people"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/vault"
)

const (
	// MostRecordings is how many recordings a complaint may have.
	MostRecordings = 3

	maxWrittenDown = 5000 // letters: some six minutes of speech
)

// Spoken is a recording that comes with a complaint: it was Left before under the same command (desk.Leave) and lasts Seconds, nought where nobody knows. Agreed says that who
// speaks, or who left the message, agreed that it is kept and that whoever answers listens to it: without that it is not kept.
type Spoken struct {
	Left    vault.Left
	Seconds int
	Agreed  bool
}

// HearSpoken is Hear with a recording of what was said, whole or not at all. The receipt's first id is the complaint.
type HearSpoken struct {
	Hear   Hear
	Spoken Spoken // what was recorded of it
}

// Act is the act of hearing.
func (HearSpoken) Act() access.Act { return access.VoiceHear }

// Decide records both. Faults: those of Hear; Invalid voice.not_agreed, voice.no_recording.
func (c HearSpoken) Decide(tx *desk.Tx) error {
	of, err := c.Hear.heard(tx)
	if err != nil {
		return err
	}
	return c.Spoken.as(tx, of)
}

// Record adds a recording to a Complaint that was heard before. The receipt's id is the recording.
type Record struct {
	Complaint id.ID
	Spoken    Spoken // what was recorded
}

// Act is the act of answering.
func (Record) Act() access.Act { return access.VoiceAnswer }

// Decide records it. Faults: NotFound subjects.not_known; Conflict voice.forgotten; Invalid voice.not_agreed, voice.no_recording; Blocked voice.recordings_full where the complaint has
// MostRecordings.
func (c Record) Decide(tx *desk.Tx) error {
	if err := standing(tx, c.Complaint); err != nil {
		return err
	}
	there, err := tx.Find(Recorded, c.Complaint[:])
	if err == nil && len(there) >= MostRecordings {
		err = fault.New("voice.Record", fault.Blocked, "voice.recordings_full", fault.Args{"most": MostRecordings}).WithHint("voice.recordings_full_hint")
	}
	if err != nil {
		return err
	}
	return c.Spoken.as(tx, c.Complaint)
}

// standing refuses what is no complaint, or one that was forgotten.
func standing(tx *desk.Tx, of id.ID) error {
	if _, err := subjects.Must(tx, of, ComplaintKind); err != nil {
		return err
	}
	gone, err := people.IsForgotten(tx, of)
	if err == nil && gone {
		err = fault.New("voice.Record", fault.Conflict, "voice.forgotten", nil)
	}
	return err
}

// as records it as one of a complaint.
func (s Spoken) as(tx *desk.Tx, complaint id.ID) error {
	const op = "voice.Record"
	if !s.Agreed {
		return fault.New(op, fault.Invalid, "voice.not_agreed", nil).WithHint("voice.not_agreed_hint")
	}
	there, err := tx.Left(s.Left)
	if err == nil && !there {
		err = fault.New(op, fault.Invalid, "voice.no_recording", nil)
	}
	if err != nil {
		return err
	}
	of, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(recorded.DraftFor(of, complaint, clock.NoDay, recordedResidue{complaint, s.Left.At}, recordedVoice{s.Left.Key, s.Seconds}))
}

// WriteDown says in words what is said in a Recording: somebody listened to it, and Words are what they heard, also in another language. Who listened before is not written over.
type WriteDown struct {
	Recording id.ID
	Words     string
}

// Act is the act of answering.
func (WriteDown) Act() access.Act { return access.VoiceAnswer }

// Decide records it. Faults: NotFound voice.none for a recording that is not there, or was forgotten; Invalid voice.words_missing, voice.too_long.
func (c WriteDown) Decide(tx *desk.Tx) error {
	const op = "voice.WriteDown"
	r, err := desk.See(tx, RecordingStory, c.Recording)
	words := strings.TrimSpace(c.Words)
	switch {
	case err != nil:
		return err
	case !r.Exists || !r.State.Here():
		return noneSuch(op)
	case words == "":
		return fault.New(op, fault.Invalid, "voice.words_missing", nil)
	case utf8.RuneCountInString(words) > maxWrittenDown:
		return fault.New(op, fault.Invalid, "voice.too_long", fault.Args{"letters": maxWrittenDown})
	}
	return tx.Record(writtenDown.DraftFor(c.Recording, r.State.Complaint, clock.NoDay, none, writtenWords{words}))
}
