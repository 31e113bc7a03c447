// SPDX-License-Identifier: Apache-2.0

package voice_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"safar/desk"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/sound"
	"safar/kernel/vault"
)

// voiceOf is a second of somebody's voice, as WAV.
func voiceOf(t testing.TB, whose byte) *sound.Recording {
	t.Helper()
	const n = 16_000
	w := binary.LittleEndian
	file := w.AppendUint32([]byte("RIFF"), 36+n)
	file = w.AppendUint32(append(file, "WAVEfmt "...), 16)
	for _, v := range []uint16{1, 1, 8000, 0, 16000, 0, 2, 16} { // PCM, mono, 8 kHz
		file = w.AppendUint16(file, v)
	}
	file = w.AppendUint32(append(file, "data"...), n)
	r, err := sound.Read(bytes.NewReader(append(file, bytes.Repeat([]byte{whose, 1}, n/2)...)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// leaves leaves a recording, of which who speaks agreed that it is kept.
func (l *line) leaves(by access.Actor, act access.Act, r *sound.Recording) voice.Spoken {
	l.Helper()
	left, err := l.Desk.Leave(l.Context(), by, act, l.Scope, id.New(), r)
	if err != nil {
		l.Fatal(err)
	}
	return voice.Spoken{Left: left, Seconds: 1, Agreed: true}
}

func (l *line) recordings(of id.ID) []voice.RecordingRow {
	l.Helper()
	return officetest.Ask(l.Office, l.clerk, voice.RecordingsOf(l.Scope, of))
}

// looks is how often somebody looked at a complaint.
func (l *line) looks(of id.ID) int {
	l.Helper()
	return len(officetest.Ask(l.Office, l.Person(access.DataProtectionOfficer), people.LooksAt(l.Scope.Caseload, of)))
}

// What was recorded is heard by who answers; what they hear in it is written down beside it, and nobody's is written over. Each time it is heard is on record.
func TestARecordingIsHeardAndWrittenDown(t *testing.T) {
	l := newLine(t)
	r := voiceOf(t, 7)
	of := l.Do(l.enumerator, voice.HearSpoken{Hear: l.heard("water", "yes"), Spoken: l.leaves(l.enumerator, access.VoiceHear, r)}).IDs[0]
	rows := l.recordings(of)
	if len(rows) != 1 || rows[0].Seconds != 1 || rows[0].Day != l.Desk.Today() {
		t.Fatalf("recorded: %+v", rows)
	}
	before := l.looks(of)
	if got := officetest.Ask(l.Office, l.clerk, voice.SoundOf(l.Scope, rows[0].ID)); !bytes.Equal(got.Bytes, r.Bytes()) {
		t.Errorf("%d bytes are heard", len(got.Bytes))
	}
	if looks := l.looks(of); looks != before+1 {
		t.Errorf("who listened is on record %d times", looks-before)
	}
	for _, who := range []access.Actor{l.clerk, l.other} {
		l.Do(who, voice.WriteDown{Recording: rows[0].ID, Words: " The tap is dry. "})
	}
	written := l.recordings(of)[0].Written
	if len(written) != 2 || written[0].Words != "The tap is dry." || written[0].By == written[1].By {
		t.Errorf("written down: %+v", written)
	}
	l.Refused("access.not_allowed", l.enumerator, voice.WriteDown{Recording: rows[0].ID, Words: "x"})
	l.Refused("voice.words_missing", l.clerk, voice.WriteDown{Recording: rows[0].ID, Words: " "})
	l.Refused("voice.too_long", l.clerk, voice.WriteDown{Recording: rows[0].ID, Words: strings.Repeat("x", 5001)})
	l.Refused("voice.none", l.clerk, voice.WriteDown{Recording: of, Words: "x"})
	if _, err := desk.Ask(t.Context(), l.Desk, l.enumerator, "task.voices", voice.SoundOf(l.Scope, rows[0].ID)); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("whoever hears complaints listens: %v", err)
	}
}

// Without the word of who speaks nothing is kept, nor what is not there; and nothing of a complaint that was refused.
func TestNoRecordingIsKeptWithoutTheirWord(t *testing.T) {
	l := newLine(t)
	spoken := l.leaves(l.clerk, access.VoiceHear, voiceOf(t, 7))
	unasked := spoken
	unasked.Agreed = false
	before, _ := l.persons()
	l.Refused("voice.not_agreed", l.clerk, voice.HearSpoken{Hear: l.heard("water", "yes"), Spoken: unasked})
	l.Refused("voice.no_recording", l.clerk, voice.HearSpoken{Hear: l.heard("water", "yes"), Spoken: voice.Spoken{Agreed: true, Left: vault.Left{Key: spoken.Left.Key}}})
	if after, _ := l.persons(); after != before {
		t.Errorf("%d parts of somebody were written", after-before)
	}
	of := l.hear(l.clerk, "water", "yes")
	l.Refused("voice.not_agreed", l.clerk, voice.Record{Complaint: of, Spoken: unasked})
	l.Refused("access.not_allowed", l.enumerator, voice.Record{Complaint: of, Spoken: spoken})
	if err := l.Desk.TakeBack(t.Context(), l.Scope, spoken.Left); err != nil {
		t.Fatal(err)
	}
	l.Refused("voice.no_recording", l.clerk, voice.Record{Complaint: of, Spoken: spoken})
	for n := range voice.MostRecordings {
		l.Do(l.clerk, voice.Record{Complaint: of, Spoken: l.leaves(l.clerk, access.VoiceAnswer, voiceOf(t, byte(n)))})
	}
	l.Refused("voice.recordings_full", l.clerk, voice.Record{Complaint: of, Spoken: l.leaves(l.clerk, access.VoiceAnswer, voiceOf(t, 99))})
	named := officetest.Ask(l.Office, l.clerk, voice.RecordingsToMove(l.Scope, of)).Left[0]
	if err := l.Desk.TakeBack(t.Context(), l.Scope, named); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Desk.Hear(t.Context(), l.Scope, named); err != nil {
		t.Errorf("what a complaint names was taken back: %v", err)
	}
}

// With the complaint goes what opens its recordings: nobody hears them any more, and what is left lies as it lay. Who was given the key before, as the sealed lane is, still does.
func TestARecordingIsForgottenWithItsComplaint(t *testing.T) {
	l := newLine(t)
	of, other := l.hear(l.clerk, "water", "yes"), l.hear(l.clerk, "water", "yes")
	for _, complaint := range []id.ID{of, other} {
		l.Do(l.clerk, voice.Record{Complaint: complaint, Spoken: l.leaves(l.clerk, access.VoiceAnswer, voiceOf(t, 7))})
	}
	recording := l.recordings(of)[0].ID
	l.Do(l.clerk, voice.WriteDown{Recording: recording, Words: "canary: it is the guard"})
	given := officetest.Ask(l.Office, l.clerk, voice.RecordingsToMove(l.Scope, of)).Left[0]
	lay, err := l.Desk.Pictures(t.Context(), l.Scope)
	if err != nil {
		t.Fatal(err)
	}
	l.Do(l.clerk, voice.ForgetComplaint{Complaint: of})
	if rows := l.recordings(of); len(rows) != 0 {
		t.Errorf("it is still told: %+v", rows)
	}
	for name, err := range map[string]error{"heard": second(desk.Ask(t.Context(), l.Desk, l.clerk, "task.voices", voice.SoundOf(l.Scope, recording))),
		"named": second(desk.Ask(t.Context(), l.Desk, l.clerk, "task.voices", voice.ComplaintOfRecording(l.Scope, recording)))} {
		if fault.KeyOf(err) != "voice.none" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if left := officetest.Ask(l.Office, l.clerk, voice.RecordingsToMove(l.Scope, of)).Left; len(left) != 0 {
		t.Errorf("%d are moved after it was forgotten", len(left))
	}
	l.Refused("voice.none", l.clerk, voice.WriteDown{Recording: recording, Words: "x"})
	l.Refused("voice.forgotten", l.clerk, voice.Record{Complaint: of, Spoken: l.leaves(l.clerk, access.VoiceAnswer, voiceOf(t, 9))})
	if err := l.Desk.Sweep(t.Context(), l.Scope); err != nil {
		t.Fatal(err)
	}
	if lies, err := l.Desk.Pictures(t.Context(), l.Scope); err != nil || lies != lay {
		t.Errorf("%d lie there, not %d: %v", lies, lay, err)
	}
	if _, err := l.Desk.Hear(t.Context(), l.Scope, given); err != nil {
		t.Errorf("the lane hears it no more: %v", err)
	}
	if len(l.recordings(other)) != 1 {
		t.Error("another's is gone as well")
	}
}

func second[T any](_ T, err error) error { return err }
