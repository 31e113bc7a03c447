// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"io"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"safar/desk"
	"safar/field/sealed"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/sound"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// The fields under which a form sends a recording, and that whoever speaks in it agreed.
const (
	soundName   = "recording"
	agreedField = "agreed"
)

// soundKinds are what a telephone offers: its recorder, and the files that it recorded. What a file is is told by what is in it.
const soundKinds = "audio/*,.ogg,.opus,.webm,.m4a,.mp4,.3gp,.3gpp,.mp3,.aac,.wav,.amr"

// mostSoundSent bounds a form with a recording: what is larger than a recording may be is read and let go, so that the form can come back and say so.
const mostSoundSent = 4 * sound.MaxSent

// soundSent is what came with a form: a recording, or what was wrong with the file that was chosen, or neither where none was.
type soundSent struct {
	recording *sound.Recording
	wrong     error
}

// chosen reports whether a file was chosen.
func (s soundSent) chosen() bool { return s.recording != nil || s.wrong != nil }

// sentSound reads a form that may carry a recording, as it comes; its other fields can be read afterwards.
func sentSound(r *web.Request) (s soundSent, err error) {
	if !r.HasFile() {
		return s, nil
	}
	err = r.Upload(soundName, mostSoundSent, func(from io.Reader) { s.recording, s.wrong = sound.Read(from) })
	if s.wrong != nil {
		err = nil // it broke off within the file: that is what is said
	}
	return s, err
}

// soundLines ask for a recording, and whether whoever speaks in it agreed.
func soundLines(w *words.Printer, optional bool) []line {
	return []line{
		{Field: page.Field{Name: soundName, Kind: "file", Accept: soundKinds, Label: w.T("recordings.recording"), Optional: optional,
			Hint: w.T("recordings.hint", words.Args{"Megabytes": sound.MaxSent >> 20})}},
		{Field: page.Field{Name: agreedField, Label: w.T("recordings.agreed"), Optional: optional}, as: lineCheck},
	}
}

// recording is what came with a form, where it may be kept; nil where none was chosen, or something is to be mended first.
func (in *input) recording() *sound.Recording {
	sent := in.e.sound
	if sent.chosen() && !in.yes(agreedField) {
		in.blame(agreedField, "recordings.ask_first")
	}
	if sent.wrong != nil {
		in.faults[soundName] = faultText(in.e.Words, sent.wrong)
	}
	return sent.recording
}

// blameSound says that a recording is to be chosen again where its form comes back.
func (in *input) blameSound() {
	if text := again(in.e.Words.T("recordings.choose_again"), in.e.sound.chosen(), in.faults[soundName]); text != "" {
		in.faults[soundName] = text
	}
}

// leaving leaves a recording, has a command carried out that names it, and takes the recording back where that is refused.
func (e *errand) leaving(act access.Act, r *sound.Recording, c func(voice.Spoken) desk.Command) (desk.Receipt, error) {
	command, err := e.Command()
	if err != nil {
		return desk.Receipt{}, err
	}
	left, err := e.op.Desk.Leave(e.Context(), e.Visitor.Actor, act, e.scope, command, r)
	if err != nil {
		return desk.Receipt{}, err
	}
	receipt, err := e.do(e.scope, c(voice.Spoken{Left: left, Seconds: int(r.Length().Round(time.Second) / time.Second), Agreed: true}))
	if err != nil {
		e.op.Desk.TakeBack(e.Context(), e.scope, left) // where that fails too, it is swept when the operation is opened
	}
	return receipt, err
}

// addRecordings adds the pages of what was recorded of complaints.
func (o *office) addRecordings() {
	o.serve("/voices/complaints/{complaint}/record", duty{act: access.VoiceAnswer, sound: true, show: recordVoiceTask, send: recordVoice})
	o.handle("GET /voices/recordings/{recording}", playRecording)
	o.serve("/voices/recordings/{recording}/words", duty{act: access.VoiceAnswer, show: writeDownTask, send: writeDown})
	o.handle("GET "+sealedPath+"/complaints/{complaint}/recordings/{nth}", playSealed)
}

// recordVoiceTask asks for a recording of a complaint that was heard before.
func recordVoiceTask(e *errand) (*task, error) {
	t, _, err := e.complaintTask("recordings.add", "recordings.add_lead")
	t.upload, t.questions = true, soundLines(e.Words, false)
	return t, err
}

func recordVoice(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("complaint")
	if err != nil {
		return "", "", err
	}
	r := in.recording()
	if !e.sound.chosen() {
		in.blame(soundName, "recordings.missing")
	}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.leaving(access.VoiceAnswer, r, func(s voice.Spoken) desk.Command { return voice.Record{Complaint: of, Spoken: s} })
	return subjectPath(voice.ComplaintKind, of), "saved", err
}

// playRecording lets a recording be heard. Each time is a look, on record.
func playRecording(e *errand) error {
	of, err := e.PathID("recording")
	if err != nil {
		return err
	}
	got, err := ask(e, "task.voices", voice.SoundOf(e.scope, of))
	if err != nil {
		return err
	}
	return e.Sound(sound.TypeOf(got.Bytes), got.Bytes)
}

// playSealed lets a recording of a complaint in the lane be heard, to who looked at it.
func playSealed(e *errand) error {
	of, err := e.PathID("complaint")
	nth, wrong := strconv.Atoi(e.PathValue("nth"))
	lane := e.openLane()
	if err != nil || wrong != nil || lane == nil {
		return notThere("pages.sealed")
	}
	got, err := lane.Sound(e.Context(), e.Visitor.Actor, of, nth)
	if err != nil {
		return err
	}
	e.Secret()
	return e.Sound(sound.TypeOf(got), got)
}

// writeDownTask asks what is said in a recording, which can be heard beside it.
func writeDownTask(e *errand) (*task, error) {
	of, err := e.PathID("recording")
	if err != nil {
		return nil, err
	}
	complaint, err := ask(e, "task.voices", voice.ComplaintOfRecording(e.scope, of))
	w := e.Words
	return &task{title: "recordings.write_down", lead: "recordings.write_down_lead", do: "form.save", back: subjectPath(voice.ComplaintKind, complaint.Complaint),
		crumbs: []page.Link{e.crumb("voices.title", "/voices")}, about: player(w.T("recordings.listen"), recordingPath(of)),
		blanks: []blank{e.blank(asArea, "words", "recordings.heard_in_it").hinted(w.T("recordings.heard_in_it_hint"))}}, err
}

func writeDown(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("recording")
	said := in.must("words")
	if err != nil || in.wrong() {
		return "", "", err
	}
	complaint, err := ask(e, "task.voices", voice.ComplaintOfRecording(e.scope, of))
	if err == nil {
		_, err = e.do(e.scope, voice.WriteDown{Recording: of, Words: said})
	}
	return subjectPath(voice.ComplaintKind, complaint.Complaint), "saved", err
}

func recordingPath(of id.ID) string { return "/voices/recordings/" + of.String() }

// recordingsPart is what was recorded of a complaint, to be heard, with what was heard in it.
func (e *errand) recordingsPart(complaint id.ID) (templ.Component, error) {
	rows, err := ask(e, "task.voices", voice.RecordingsOf(e.scope, complaint))
	if err != nil || len(rows) == 0 {
		return together(), err
	}
	w := e.Words
	var parts []templ.Component
	for _, row := range rows {
		parts = append(parts, player(lasting(w, row), recordingPath(row.ID)))
		for _, heard := range row.Written {
			parts = append(parts, quotes([]string{heard.Words}), hint(w.T("recordings.written_by", words.Args{"Who": heard.By, "Day": heard.Day})))
		}
		parts = append(parts, linked(w.T("recordings.write_down"), recordingPath(row.ID)+"/words"))
	}
	return headed(w.T("recordings.title"), parts...), nil
}

// lasting says when a recording was kept, and how long it lasts.
func lasting(w *words.Printer, row voice.RecordingRow) string {
	kept := w.T("recordings.kept_on", words.Args{"Day": row.Day})
	switch {
	case row.Seconds == 0:
		return kept
	case row.Seconds < 120:
		return kept + " · " + w.N("recordings.seconds", int64(row.Seconds))
	}
	return kept + " · " + w.N("recordings.minutes", int64(row.Seconds+30)/60)
}

// recordingWays lead to where a recording is added to a complaint.
func (e *errand) recordingWays(kind string, of id.ID) []page.Link {
	if kind != voice.ComplaintKind {
		return nil
	}
	return e.way(e.may(access.VoiceAnswer), "recordings.add", complaintPath(of)+"/record")
}

// recordedInTheOpen is what was recorded of a complaint that is moved into the lane: where it lies, and what was heard in it as it stood on the page.
func (e *errand) recordedInTheOpen(complaint id.ID) (spoken []sealed.Spoken, stood []sealed.Moved, err error) {
	carried, err := ask(e, "task.voices", voice.RecordingsToMove(e.scope, complaint))
	for _, left := range carried.Left {
		spoken = append(spoken, sealed.Spoken{In: e.scope.Compartment, At: left.At, Key: left.Key})
	}
	if err != nil || len(spoken) == 0 {
		return spoken, nil, err
	}
	rows, err := ask(e, "task.voices", voice.RecordingsOf(e.scope, complaint))
	w := e.Words
	for _, row := range rows {
		stood = append(stood, sealed.Moved{Label: w.T("recordings.recording"), Words: lasting(w, row)})
		for _, heard := range row.Written {
			stood = append(stood, sealed.Moved{Label: w.T("recordings.written_by", words.Args{"Who": heard.By, "Day": heard.Day}), Words: heard.Words})
		}
	}
	return spoken, stood, err
}

// sealedRecordings are the recordings of a complaint in the lane, to be heard.
func (e *errand) sealedRecordings(c *sealed.Complaint) templ.Component {
	var parts []templ.Component
	for nth := range c.Heard.Spoken {
		parts = append(parts, player(e.Words.T("recordings.listen"), sealedOnePath(c.ID)+"/recordings/"+strconv.Itoa(nth)))
	}
	if len(parts) == 0 {
		return together()
	}
	return headed(e.Words.T("recordings.title"), parts...)
}
