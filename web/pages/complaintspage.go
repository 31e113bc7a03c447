// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"github.com/a-h/templ"

	"safar/field/journey"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
)

// addComplaints adds the pages of what people complain of: heard, asked for by its code, followed, counted as one.
func (o *office) addComplaints() {
	o.handle("GET /voices/trends", showTrends)
	o.serve("/voices/hear", duty{act: access.VoiceHear, sound: true, show: hearTask, page: hear})
	o.serve("/voices/ask", duty{act: access.VoiceHear, show: askCodeTask, page: tellByCode})
	o.serve("/voices/complaints/{complaint}/follow", duty{act: access.VoiceAnswer, show: followTask, send: follow})
	o.serve("/voices/complaints/{complaint}/alike", duty{act: access.VoiceAnswer, show: alikeTask, send: alike})
	o.serve("/voices/complaints/{complaint}/facility", duty{act: access.VoiceAnswer, show: facilityTask, send: sayFacility})
}

// beside reads what is known of the complaint of the address beside its file.
func (e *errand) beside() (b voice.Beside, err error) {
	of, err := e.PathID("complaint")
	if err != nil {
		return b, err
	}
	return ask(e, "task.voices", e.op.Voices.Of(e.scope).BesideOf(of))
}

// complaintTask begins a task about the complaint of the address.
func (e *errand) complaintTask(title, lead string) (*task, voice.Beside, error) {
	b, err := e.beside()
	return &task{title: title, lead: lead, do: "form.save", back: subjectPath(voice.ComplaintKind, b.Row.ID),
		crumbs: []page.Link{e.crumb("voices.title", "/voices"), {Text: b.Row.Code, To: subjectPath(voice.ComplaintKind, b.Row.ID)}}}, b, err
}

// followTask asks who follows a complaint.
func followTask(e *errand) (*task, error) {
	t, b, err := e.complaintTask("complaints.follow", "complaints.follow_lead")
	if err != nil {
		return nil, err
	}
	colleagues, err := ask(e, "task.voices", staff.Colleagues(access.VoiceAnswer, e.scope, access.VoiceAnswer))
	names := map[id.ID]string{}
	for _, c := range colleagues {
		if c.May {
			names[c.ID] = c.Name
		}
	}
	owner := e.blank(asSelect, "owner", "complaints.owner").of(namedOptions(names)).optional()
	if !b.Row.Owner.IsZero() {
		owner = owner.worth(b.Row.Owner.String())
	}
	t.blanks = []blank{owner}
	return t, err
}

func follow(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("complaint")
	owner := in.id("owner")
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, voice.Follow{Complaint: of, Owner: owner})
	return subjectPath(voice.ComplaintKind, of), "saved", err
}

// alikeTask asks what says the same as a complaint.
func alikeTask(e *errand) (*task, error) {
	t, b, err := e.complaintTask("complaints.alike", "complaints.alike_lead")
	if err != nil {
		return nil, err
	}
	other := e.blank(asSelect, "other", "complaints.alike_other").optional()
	for _, row := range b.Maybe {
		other.Options = append(other.Options, page.Option{Value: row.ID.String(), Label: row.Code + " · " + e.Words.Date(row.Since)})
	}
	if !b.Row.Same.IsZero() {
		for _, row := range b.Alike {
			if row.ID == b.Row.Same {
				other.Options = append(other.Options, page.Option{Value: row.ID.String(), Label: row.Code + " · " + e.Words.Date(row.Since)})
			}
		}
		other = other.worth(b.Row.Same.String())
	}
	t.blanks = []blank{other}
	t.nothing = len(other.Options) == 0
	if t.nothing {
		t.about = hint(e.Words.T("complaints.alike_nothing"))
	}
	return t, nil
}

func alike(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("complaint")
	other := in.id("other")
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, voice.SayAlike{Complaint: of, Other: other})
	return subjectPath(voice.ComplaintKind, of), "saved", err
}

// facilityTask asks of which facility a complaint is.
func facilityTask(e *errand) (*task, error) {
	t, b, err := e.complaintTask("complaints.facility", "complaints.facility_lead")
	if err != nil {
		return nil, err
	}
	l, err := e.facilityLine()
	of := e.blank(asSelect, facilityField, "complaints.facility").of(l.Options).optional()
	if !b.Facility.IsZero() {
		of = of.worth(b.Facility.String())
	}
	t.blanks = []blank{of}
	return t, err
}

func sayFacility(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("complaint")
	facility := in.id(facilityField)
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, voice.OfFacility{Complaint: of, Facility: facility})
	return subjectPath(voice.ComplaintKind, of), "saved", err
}

// complaintPart is what stands on the page of a complaint beside its file: its clocks, who follows it, of which facility it is, and what says the same; nil for any other kind of subject.
func (e *errand) complaintPart(file journey.SubjectFile) (templ.Component, error) {
	of := file.Row.ID
	if file.Row.Kind != voice.ComplaintKind || !e.may(access.VoiceAnswer) {
		return nil, nil
	}
	b, err := ask(e, "task.voices", e.op.Voices.Of(e.scope).BesideOf(of))
	if err != nil {
		return nil, err
	}
	w, at := e.Words, complaintPath(of)
	now := e.op.Clock.Now()
	clocks := grid{caption: w.T("complaints.clocks"), empty: w.T("complaints.no_clock"), columns: columns(w, "complaints.clock")}
	for i, c := range b.Row.Clocks {
		clocks.rows = append(clocks.rows, []templ.Component{e.clockCell(b.Row.Programme, c, voice.ClockwiseOf(b.Row.Clocks[i:], now))})
	}
	facility, below, err := e.facilityShown(b.Facility)
	if err != nil {
		return nil, err
	}
	whose := []templ.Component{ownerCell(w, b.Row)}
	if by := e.Visitor.Actor.User; b.Row.Owner != by {
		whose = append(whose, oneButton(at+"/follow", w.T("complaints.i_follow"), "owner", by.String()))
	}
	about := grid{caption: w.T("complaints.beside"), columns: columns(w, "complaints.owner", "complaints.facility")}
	about.rows = [][]templ.Component{{cells(append(whose, linked(w.T("complaints.follow"), at+"/follow"))...), cells(facility, linked(w.T("complaints.facility_say"), at+"/facility"))}}
	told, err := ask(e, "task.voices", voice.ToldOf(e.scope, of))
	if err != nil {
		return nil, err
	}
	spoken, err := e.recordingsPart(of)
	if err != nil {
		return nil, err
	}
	parts := []templ.Component{quotes(saidWords(file)), spoken, replyPart(e.Words, told), gridOf(clocks), gridOf(about), below}
	if len(b.Alike) > 0 {
		rows, err := e.complaintsGrid(w.N("complaints.voices", int64(len(b.Alike)+1)), b.Alike)
		if err != nil {
			return nil, err
		}
		parts = append(parts, headed(w.T("complaints.same"), rows))
	}
	if len(b.Maybe) > 0 {
		parts = append(parts, headed(w.T("complaints.maybe"), hint(w.T("complaints.maybe_hint")), e.alikeGrid(of, b.Maybe, "complaints.is_alike")))
	}
	return together(parts...), nil
}

// wordsQuestion is the question of a form under which words stand as they were said, as programmes call it.
const wordsQuestion = "words"

// saidWords are the words of a complaint, as far as the reader may see them.
func saidWords(file journey.SubjectFile) (all []string) {
	for _, f := range file.Filled {
		for _, a := range f.Answers {
			if a.Question == wordsQuestion && a.Answer() != "" {
				all = append(all, a.Answer())
			}
		}
	}
	return all
}

// facilityShown names the facility of a complaint, and leads to it; below is what of it does not suffice where it stands, with whose it is to mend.
func (e *errand) facilityShown(of id.ID) (name, below templ.Component, err error) {
	below = templ.NopComponent
	if of.IsZero() {
		return hushed(e.Words.T("complaints.no_facility")), below, nil
	}
	if !e.may(subjects.ActsOf(voice.FacilityKind).Read) {
		return hushed(e.Words.T("complaints.some_facility")), below, nil
	}
	row, err := ask(e, "task.voices", voice.FacilityOf(e.scope, of))
	if err != nil {
		return nil, nil, err
	}
	site, err := e.placeName(row.Place)
	if err != nil {
		return nil, nil, err
	}
	found, err := e.belowHere(row)
	if found != nil {
		below = found
	}
	return linked(e.facilitySaid(row, site), subjectPath(voice.FacilityKind, of)), below, err
}
