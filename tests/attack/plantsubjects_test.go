// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"safar/desk"
	"safar/field/committee"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/referral"
	"safar/field/shelter"
	"safar/field/standards"
	"safar/field/subjects"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/sound"
	"safar/programmes"
)

// things are a committee with somebody in it, and a complaint, each on its way: what is neither a household nor a place.
type things struct {
	committee, committeeWay, inCommittee, complaint, complaintWay, heardAlone, opening, latrine, meeting, decision, block, shelter, handed, handedWay, recording id.ID
}

// plantThings plants canaries in a committee and a complaint.
func (w *tale) plantThings() {
	w.t.Helper()
	for _, name := range []string{"site_management", "feedback"} {
		folder, err := fs.Sub(programmes.FS(), name)
		must(w.t, err)
		source, err := fs.ReadFile(folder, "programme.yaml")
		must(w.t, err)
		forms, err := programme.FormFiles(folder)
		must(w.t, err)
		w.common(w.as(access.ProgrammeManager), journey.Publish{Source: source, Forms: forms})
	}
	manager := w.as(access.SiteManager)
	tend := func(kind string, c desk.Command) []id.ID { return w.by(manager, journey.Tend{Kind: kind, Do: c}).IDs }
	w.committee = w.by(manager, subjects.Add{Kind: "committee", Is: subjects.Description{Name: "Water", Place: w.site}}).IDs[0]
	w.inCommittee = w.by(manager, subjects.Join{Subject: w.committee, Kind: "committee", Sex: people.Female, BornYear: 1990,
		Names: people.Names{Given: "Zkanaricommittee", Family: "Zkanarichair"}, Phone: "+243820000919"}).IDs[0]
	w.committeeWay = tend("committee", journey.Start{Programme: "site_management", Pathway: "committee", Subject: w.committee})[0]
	w.latrine = w.by(manager, subjects.Add{Kind: standards.FacilityKind, Code: "L-1", Is: subjects.Description{Place: w.site, Attributes: []subjects.Attribute{
		{Name: "facility", Value: "latrine"}, {Name: "out_of_order", Value: "1"}, {Name: "units", Value: "1"}}}}).IDs[0]
	w.block = w.by(manager, subjects.Add{Kind: shelter.BlockKind, Is: subjects.Description{Name: "A", Place: w.site}}).IDs[0]
	w.shelter = w.by(manager, subjects.Add{Kind: shelter.Kind, Code: "A-001", Is: subjects.Description{Place: w.site, Under: w.block}}).IDs[0]
	w.by(manager, shelter.MoveIn{Household: w.household, Shelter: w.shelter})
	w.meeting = w.by(manager, committee.Meet{Committee: w.committee, Agenda: "The queue at the tap", Came: []id.ID{w.inCommittee}}).IDs[0]
	w.decision = w.by(manager, committee.Resolve{Meeting: w.meeting, What: "A bench", Until: w.desk.Today() + 30}).IDs[0]
	w.complaint = w.by(manager, subjects.Add{Kind: "complaint", Code: "F-1"}).IDs[0]
	w.complaintWay = tend("complaint", journey.Start{Programme: "feedback", Pathway: "complaint", Subject: w.complaint})[0]
	tend("complaint", journey.Ask{Journey: w.complaintWay, Step: "heard", Words: journey.Words{Answers: programme.Answers{"words": "zkanari complaint",
		"reached_at": "zkanari reached at"}}})
	w.plantHeard(w.latrine)
	w.plantSpoken(manager)
}

// plantSpoken has a voice recorded for a complaint, and written down by who listened.
func (w *tale) plantSpoken(by access.Actor) {
	said := []byte("RIFF\x3c\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00data\x18\x00\x00\x00zkanari written down ...")
	r, err := sound.Read(bytes.NewReader(said))
	must(w.t, err)
	left, err := w.desk.Leave(w.t.Context(), by, access.VoiceAnswer, w.scope, id.New(), r)
	must(w.t, err)
	w.recording = w.by(by, voice.Record{Complaint: w.complaint, Spoken: voice.Spoken{Left: left, Seconds: 1, Agreed: true}}).IDs[0]
	w.by(by, voice.WriteDown{Recording: w.recording, Words: "zkanari written down"})
}

// plantHeard has something heard at the hotline that says the same as another, of a latrine, by somebody who holds a code.
func (w *tale) plantHeard(latrine id.ID) {
	manager, is := w.as(access.SiteManager), subjects.Description{Place: w.site, Attributes: []subjects.Attribute{{Name: "channel", Value: "hotline"}, {Name: "topic", Value: "water_and_hygiene"}}}
	hear := voice.Hear{Programme: "feedback", Pathway: "complaint", Step: "heard", Is: is, Answers: programme.Answers{"words": "zkanari complaint of the latrine"}, Facility: latrine,
		Proof: bytes.Repeat([]byte{7}, 32)}
	first := w.by(manager, hear).IDs[0]
	hear.Proof = nil
	also := w.by(manager, voice.HearMessage{Hear: hear, Number: "+243820000916"}).IDs
	second := also[0]
	w.by(manager, voice.SayAlike{Complaint: second, Other: first})
	w.by(manager, voice.OfFacility{Complaint: second})
	w.opening = w.by(manager, voice.OpenBox{Site: w.site, Slips: 2, Committee: w.committee, Member: w.inCommittee}).IDs[0]
	hear.Box = w.opening
	w.heardAlone = w.by(manager, hear).IDs[0]
	w.handed = second
	w.plantHandedOn(also[1])
}

// plantHandedOn has a complaint of which nobody can be asked handed to another organisation, with words of it.
func (w *tale) plantHandedOn(way id.ID) {
	worker, step := w.as(access.Caseworker), "to_health_partner"
	w.common(w.as(access.ProgrammeManager), referral.Agree{Partner: "health_ngo", Name: "health_ngo", Fields: []string{"theme", "words"}})
	w.handedWay = way
	w.by(worker, voice.NobodyToAsk{Journey: w.handedWay, Step: step})
	w.by(worker, voice.Refer{Journey: w.handedWay, Step: step, How: "in_person", To: "zkanari sister", Words: "zkanari handed words", NamesNobody: true})
}

// ofThings asks every question about what is neither a household nor a place.
func (w *tale) ofThings(by access.Actor) []shown {
	board := voice.NewBoards(w.desk).Of(w.scope)
	return []shown{
		asked(w, by, "journey.Subjects", journey.Subjects(w.scope, "committee", nil, 50)),
		asked(w, by, "journey.Subjects of complaints", journey.Subjects(w.scope, "complaint", nil, 50)),
		asked(w, by, "journey.SubjectFileOf", journey.SubjectFileOf(w.scope, "committee", w.committee, nil)),
		asked(w, by, "journey.SubjectFileOf a complaint", journey.SubjectFileOf(w.scope, "complaint", w.complaint, nil)),
		asked(w, by, "journey.SubjectFileOf a complaint, as another kind", journey.SubjectFileOf(w.scope, "committee", w.complaint, nil)),
		asked(w, by, "referral.SheetOf a complaint", referral.SheetOf(w.scope, w.handedWay, "to_health_partner")),
		asked(w, by, "referral.FormOf a complaint", referral.FormOf(w.scope, w.handedWay, "to_health_partner", id.ID{})),
		asked(w, by, "voice.Waiting", board.Waiting(voice.Wanted{}, desk.Part{Limit: 50})),
		asked(w, by, "voice.MineToday", board.MineToday()),
		asked(w, by, "voice.BesideOf", board.BesideOf(w.complaint)),
		asked(w, by, "voice.CodeOf", voice.CodeOf(w.scope, bytes.Repeat([]byte{7}, 32), nil)),
		asked(w, by, "voice.RecordingsOf", voice.RecordingsOf(w.scope, w.complaint)),
		asked(w, by, "voice.SoundOf", voice.SoundOf(w.scope, w.recording)),
		asked(w, by, "voice.RecordingsToMove", voice.RecordingsToMove(w.scope, w.complaint)),
		asked(w, by, "voice.ComplaintOfRecording", voice.ComplaintOfRecording(w.scope, w.recording)),
		asked(w, by, "voice.Trends", board.Trends(voice.Wanted{})),
		asked(w, by, "voice.OfFacility", board.OfFacility(w.latrine)),
		asked(w, by, "voice.NumberOf", voice.NumberOf(w.scope, w.complaint)),
		asked(w, by, "voice.OpeningsOf", voice.OpeningsOf(w.scope, desk.Part{Limit: 50})),
		asked(w, by, "voice.OpeningOf", voice.OpeningOf(w.scope, w.opening)),
		asked(w, by, "voice.Seconds", voice.Seconds(w.scope)),
		asked(w, by, "voice.Facilities", voice.Facilities(w.scope, 50)),
		asked(w, by, "journey.SubjectsAt", journey.SubjectsAt(w.scope, "committee", w.site, 50)),
		asked(w, by, "journey.SubjectsAt of complaints", journey.SubjectsAt(w.scope, "complaint", w.site, 50)),
		asked(w, by, "shelter.BlocksAt", shelter.BlocksAt(w.scope, w.site)),
		asked(w, by, "shelter.OfBlock", shelter.OfBlock(w.scope, w.block, desk.Part{})),
		asked(w, by, "shelter.HomeOf", shelter.HomeOf(w.scope, w.household)),
		asked(w, by, "shelter.Numbered", shelter.Numbered(w.scope, "A-001")),
		asked(w, by, "committee.Of", committee.Of(w.scope, w.committee)),
		asked(w, by, "committee.AtSite", committee.AtSite(w.scope, w.site)),
		asked(w, by, "committee.OpenAtSite", committee.OpenAtSite(w.scope, w.site)),
		asked(w, by, "journey.SubjectWays of a complaint", journey.SubjectWays(access.WorksList, w.scope, w.complaint)),
	}
}

// valuesOfThings returns what a name in the path of a page about a committee or a complaint can stand for. Kinds and ids are crossed: a page must
// not open a complaint for whoever calls it a committee.
func (w *town) valuesOfThings(name string) []string {
	w.t.Helper()
	switch name {
	case "kind":
		return []string{"committee", "complaint"}
	case "subject":
		return []string{w.committee.String(), w.complaint.String()}
	case "person":
		return []string{w.inCommittee.String()}
	case "way":
		return []string{w.committeeWay.String(), w.complaintWay.String()}
	case "step":
		return []string{"formed", "ended", "answered", "settled"}
	case "programme":
		return []string{"site_management", "feedback"}
	case "pathway":
		return []string{"committee", "complaint"}
	}
	w.t.Fatalf("no real id is known for {%s} of a subject: say here what it can be", name)
	return nil
}

// Whoever plans works, inspects or pays sees persons by their role; a complaint is read by who hears and answers complaints, and by nobody else.
func TestAComplaintIsReadByWhoAnswersComplaints(t *testing.T) {
	w := planted(t)
	read := 0
	for _, role := range access.Roles() {
		by := w.as(role)
		answers := access.May(by, access.VoiceAnswer, w.scope, w.desk.Today()) == nil
		for _, s := range slices.Concat(w.everything(by), w.ofThings(by), w.ofPersons(by)) {
			switch reads := strings.Contains(s.text, "zkanari complaint"); {
			case reads && !answers:
				t.Errorf("%s: the %s reads a complaint", s.what, role)
			case reads:
				read++
			}
		}
	}
	if read == 0 {
		t.Error("nobody reads the complaint: it proves nothing")
	}
}
