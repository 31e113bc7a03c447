// SPDX-License-Identifier: Apache-2.0

package referral

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Sheet is how a step of the verb refer stands of each person.
//
// Subject, Step and Partner are ids. Detains says that the partner is an authority of detention, Inbound that the step receives,
// and Shares which fields the step would hand over.
type Sheet struct {
	Subject id.ID    `class:"open"`
	Kind    string   `class:"open"` // of the subject
	Step    string   `class:"open"`
	Partner string   `class:"open"`
	Name    string   `class:"open"` // of the organisation; "" where nothing was agreed with it
	Agreed  bool     `class:"open"` // an agreement holds today
	Detains bool     `class:"open"`
	Inbound bool     `class:"open"`
	Shares  []string `class:"open"`
	People  []Row    // of a subject without people one row, of nobody
}

// Row is how the referral of one person stands.
//
// Person is zero and Name "" for a subject without people. Child is whether they are known to be under 18 today. Recalled says that
// they took back their consent.
type Row struct {
	Person   id.ID     `class:"open"`
	Name     string    `class:"personal"`
	Child    bool      `class:"personal"`
	State    string    `class:"open"`     // offered, accepted, declined or served; "" while nothing was handed over
	Consents []string  `class:"personal"` // to which fields, today
	Nobody   bool      `class:"open"`     // nobody could be asked: Consents are what may go without anybody's word
	Until    clock.Day `class:"personal"` // last day of the consent; NoDay for no end
	May      []string  `class:"personal"` // fields that may be handed over today
	Recalled bool      `class:"personal"`
	AskBack  bool      `class:"personal"` // the partner is still to be asked to give up what it has
	InHand   bool      `class:"open"`     // something was handed over, and the consent stands: it can be printed
}

// SheetOf returns how a referral stands of each person, for those who refer. It is a look.
func SheetOf(scope access.Scope, of id.ID, step string) desk.Query[Sheet] {
	return desk.Query[Sheet]{Act: access.ReferralSend, Scope: scope, Run: func(r *desk.Reader) (Sheet, error) {
		k, err := journey.Take(r, of)
		if err != nil {
			return Sheet{}, err
		}
		s, err := k.At(step, "refer")
		if err != nil {
			return Sheet{}, err
		}
		partner, err := desk.SeeCommons(r, PartnerStory, PartnerID(s.Step.Partner))
		if err != nil {
			return Sheet{}, err
		}
		r.Looked(k.Journey.Subject)
		sheet := Sheet{Subject: k.Journey.Subject, Kind: k.Journey.Kind, Step: step, Partner: s.Step.Partner, Name: partner.State.Name, Detains: partner.State.Detains,
			Inbound: s.Step.Inbound, Shares: s.Step.Shares}
		_, sheet.Agreed = partner.State.on(r.Today())
		sheet.add(r, k, s.Step)
		return sheet, nil
	}}
}

// add adds a row for each who may be referred, and for who has left since and is still to be asked back for.
func (sheet *Sheet) add(r *desk.Reader, k *journey.Case, s *programme.Step) {
	for _, m := range k.Members {
		row := rowOf(r, k, s, m.ID)
		row.Name, row.Child = m.Person.Names.Value().String(), m.Person.AdultOn(r.Today()) == people.No
		sheet.People = append(sheet.People, row)
	}
	if len(k.Members) == 0 || s.Inbound {
		sheet.People = []Row{rowOf(r, k, s, id.ID{})}
	}
	for _, referred := range k.Journey.Referrals() {
		if referred.Step == s.ID && referred.Due() && !slices.ContainsFunc(sheet.People, func(row Row) bool { return row.Person == referred.Of }) {
			sheet.People = append(sheet.People, rowOf(r, k, s, referred.Of))
		}
	}
}

func rowOf(r *desk.Reader, k *journey.Case, s *programme.Step, of id.ID) Row {
	referred := k.Journey.ReferralOf(s.ID, of)
	row := Row{Person: of, Recalled: referred.Recalled, AskBack: referred.Due(), Consents: consentsOf(k.Journey, s.ID, of, r.Today()), Until: clock.NoDay, Nobody: nobodyAsked(k.Journey, s.ID, of)}
	row.Consents = slices.DeleteFunc(row.Consents, func(f string) bool { return f == NobodyAsked })
	if referred.State != programme.Happened {
		row.State = referred.State.String()
	}
	row.InHand = referred.State != programme.Happened && !referred.Recalled && !s.Inbound
	for _, m := range k.Journey.Standing(s.ID, programme.Consented) {
		if m.By == of {
			row.Until = m.Until
		}
	}
	if may, err := mayPass(r, k, s, of, clock.NoDay); err == nil {
		row.May = readable(may, r.By(), r.Scope(), r.Today())
	}
	return row
}

// Form is what was handed over of somebody, as it is printed or given as a file.
//
// Subject is whose journey it is, Partner the organisation's id and Name what it is called. Day is when it was handed over and How
// by which of Hows; To is who took it there. Passed has the fields in the order in which they were handed over; it is empty once
// the person was forgotten.
type Form struct {
	Subject id.ID     `class:"open"`
	Partner string    `class:"open"`
	Name    string    `class:"open"`
	Day     clock.Day `class:"open"`
	How     string    `class:"open"`
	Keep    clock.Day `class:"open"` // until when the partner may keep it; NoDay where that is not said
	To      string    `class:"personal"`
	Passed  []PassedRow
}

// PassedRow is one field as it was handed over. Field is one of programme.Shares; Text is what stood in it that day.
type PassedRow struct {
	Field   string `class:"open"`
	Text    string `class:"personal"`
	Guarded string `class:"sensitive"` // of how somebody may safely be reached, instead of Text
}

// FormOf returns what was last handed over of somebody at a step: exactly that, whatever has changed in their file since. Where they took their
// consent back there is none: fault Blocked. It is a look.
func FormOf(scope access.Scope, of id.ID, step string, person id.ID) desk.Query[Form] {
	return desk.Query[Form]{Act: access.ReferralSend, Scope: scope, Run: func(r *desk.Reader) (form Form, err error) {
		k, err := journey.Take(r, of)
		if err != nil {
			return form, err
		}
		s, err := k.At(step, "refer")
		if err != nil {
			return form, err
		}
		if k.Journey.ReferralOf(step, person).Recalled {
			return form, fault.New("referral.FormOf", fault.Blocked, "referral.recalled", nil)
		}
		marks := slices.DeleteFunc(k.Journey.Standing(step, programme.Offered), func(m journey.Mark) bool { return m.By != person })
		if len(marks) == 0 || s.Step.Inbound {
			return form, fault.New("referral.FormOf", fault.NotFound, "", nil)
		}
		r.Looked(k.Journey.Subject)
		form.Subject, form.Partner = k.Journey.Subject, s.Step.Partner
		partner, err := desk.SeeCommons(r, PartnerStory, PartnerID(s.Step.Partner))
		if err != nil {
			return form, err
		}
		form.Name = partner.State.Name
		_, err = form.read(r, of, marks[len(marks)-1].Ref)
		return form, err
	}}
}

// read reads what a fact says was handed over, and returns of which fields, also once what stood in them is forgotten.
func (form *Form) read(r *desk.Reader, of id.ID, ref journal.Ref) (fields []string, err error) {
	facts, err := r.Facts(journey.Story.Name(), of)
	for _, f := range facts {
		if err != nil || f.Ref() != ref {
			continue
		}
		residue, _, err := sent.ResidueOf(f)
		if err != nil {
			return nil, err
		}
		form.Day, form.How, form.Keep, fields = f.Day, residue.How, residue.Keep, residue.Fields
		handed, err := sent.PersonOf(f)
		if err != nil || handed == nil {
			return fields, err
		}
		form.To = handed.To
		for _, field := range residue.Fields {
			form.Passed = append(form.Passed, passedRow(field, handed.Passed[field]))
		}
	}
	return fields, err
}

func passedRow(field, text string) PassedRow {
	if slices.Contains(guarded, field) {
		return PassedRow{Field: field, Guarded: text}
	}
	return PassedRow{Field: field, Text: text}
}

// DueRow is a way on which a partner is still to be asked to give up what it has. Journey and Step say which way, Subject whose and
// of which Kind; Partner is "" where the programme is not in force here.
type DueRow struct {
	Journey id.ID  `class:"open"`
	Subject id.ID  `class:"open"`
	Kind    string `class:"open"`
	Step    string `class:"open"`
	Partner string `class:"open"`
}

// maxDue bounds how many are listed.
const maxDue = 500

// ToAskBack lists where a partner is still to be asked to give up what it has: somebody took back their consent.
func ToAskBack(scope access.Scope) desk.Query[[]DueRow] {
	return desk.Query[[]DueRow]{Act: access.ReferralSend, Scope: scope, Run: func(r *desk.Reader) (rows []DueRow, err error) {
		ids, err := r.Find(journey.ToAskBack, []byte{1}, maxDue)
		for _, of := range ids {
			if err != nil {
				break
			}
			rows, err = dueRows(r, of, rows)
		}
		return rows, err
	}}
}

func dueRows(r *desk.Reader, of id.ID, rows []DueRow) ([]DueRow, error) {
	j, err := desk.Read(r, journey.Story, of)
	if err != nil {
		return rows, err
	}
	for _, referred := range j.State.Referrals() {
		if !referred.Due() {
			continue
		}
		row := DueRow{Journey: of, Subject: j.State.Subject, Kind: j.State.Kind, Step: referred.Step}
		if k, err := journey.Take(r, of); err == nil {
			if s := k.Pathway.Step(referred.Step); s != nil {
				row.Partner = s.Partner
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}
