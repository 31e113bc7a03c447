// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/vault"
)

// RecordingRow is a recording of a complaint, as those see it who answer: ID is the recording, which lasts Seconds (nought where nobody knows) and was kept on Day; Written is what was heard in it.
type RecordingRow struct {
	ID      id.ID        `class:"open"`
	Seconds int          `class:"personal"`
	Day     clock.Day    `class:"open"`
	Written []WrittenRow `class:"open"`
}

// WrittenRow is what was heard in a recording: its Words, By whom they were written, on Day.
type WrittenRow struct {
	Words string    `class:"personal"`
	By    string    `class:"open"`
	Day   clock.Day `class:"open"`
}

// RecordingsOf lists the recordings of a complaint that can be heard, the first first. It notes the look at the complaint where there are any.
func RecordingsOf(scope access.Scope, complaint id.ID) desk.Query[[]RecordingRow] {
	return desk.Query[[]RecordingRow]{Act: access.VoiceAnswer, Scope: scope, Run: func(r *desk.Reader) (rows []RecordingRow, err error) {
		err = eachRecording(r, complaint, func(of id.ID, rec *Recording) error {
			row := RecordingRow{ID: of, Seconds: rec.Seconds, Day: rec.Day}
			for _, w := range rec.Written {
				u, err := desk.ReadCommons(r, staff.UserStory, w.By)
				if err != nil {
					return err
				}
				row.Written = append(row.Written, WrittenRow{w.Words, u.State.Name.Value(), w.Day})
			}
			rows = append(rows, row)
			return nil
		})
		if len(rows) > 0 {
			r.Looked(complaint)
		}
		return rows, err
	}}
}

// eachRecording calls f with each recording of a complaint that can be heard, the first first.
func eachRecording(r *desk.Reader, complaint id.ID, f func(id.ID, *Recording) error) error {
	of, err := r.Find(Recorded, complaint[:], 2*MostRecordings) // offices that did not see each other may have left more
	if err != nil {
		return err
	}
	all := make(map[id.ID]*Recording, len(of))
	for _, each := range of {
		found, err := desk.Read(r, RecordingStory, each)
		if err != nil {
			return err
		}
		all[each] = found.State
	}
	of = slices.DeleteFunc(of, func(a id.ID) bool { return !all[a].Here() })
	slices.SortFunc(of, func(a, b id.ID) int { return cmp.Or(cmp.Compare(all[a].Day, all[b].Day), a.Compare(b)) })
	for _, each := range of {
		if err := f(each, all[each]); err != nil {
			return err
		}
	}
	return nil
}

// recordingHere is a recording that can be heard.
func recordingHere(r *desk.Reader, of id.ID) (*Recording, error) {
	found, err := desk.Read(r, RecordingStory, of)
	if err == nil && (!found.Exists || !found.State.Here()) {
		err = noneSuch("voice.SoundOf")
	}
	return found.State, err
}

// Sound is a recording to be heard: Bytes are the file, as kernel/sound wrote it.
type Sound struct {
	Bytes []byte `class:"personal"`
}

// SoundOf returns a recording to be heard, and notes the look at its complaint. Fault: NotFound voice.none for one that is not there, or was forgotten.
func SoundOf(scope access.Scope, recording id.ID) desk.Query[Sound] {
	return desk.Query[Sound]{Act: access.VoiceAnswer, Scope: scope, Run: func(r *desk.Reader) (Sound, error) {
		rec, err := recordingHere(r, recording)
		if err != nil {
			return Sound{}, err
		}
		r.Looked(rec.Complaint)
		said, err := r.Hear(rec.Left())
		return Sound{said}, err
	}}
}

// Whose is the Complaint of a recording.
type Whose struct {
	Complaint id.ID `class:"open"`
}

// ComplaintOfRecording tells of which complaint a recording is. Fault: NotFound voice.none for one that is not there, or was forgotten.
func ComplaintOfRecording(scope access.Scope, recording id.ID) desk.Query[Whose] {
	return desk.Query[Whose]{Act: access.VoiceAnswer, Scope: scope, Run: func(r *desk.Reader) (Whose, error) {
		rec, err := recordingHere(r, recording)
		if err != nil {
			return Whose{}, err
		}
		return Whose{rec.Complaint}, nil
	}}
}

// Carried are the recordings of a complaint that are Left, with the keys that open them, for the lane into which it is moved.
type Carried struct {
	Left []vault.Left
}

// RecordingsToMove returns where the recordings of a complaint lie, and what opens them, for whoever moves it into the sealed lane: no page shows them. Of one that was forgotten there are none.
func RecordingsToMove(scope access.Scope, complaint id.ID) desk.Query[Carried] {
	return desk.Query[Carried]{Act: access.VoiceAnswer, Scope: scope, Run: func(r *desk.Reader) (c Carried, err error) {
		err = eachRecording(r, complaint, func(_ id.ID, rec *Recording) error {
			c.Left = append(c.Left, rec.Left())
			return nil
		})
		return c, err
	}}
}
