// SPDX-License-Identifier: Apache-2.0

package referral

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Notice is what a partner is told once somebody took back their consent, or what was handed over was forgotten: what of whom it was handed, when, and that it is to give that up. It repeats nothing of what was handed over but the names, where these were; and it
// gives no reason, for nobody is asked for one.
//
// Partner is the organisation's id and Name what it is called; Handed is when it was handed over, How by which of Hows and To who took it there; Fields are which fields it was; Withdrawn is when the consent was
// taken back.
type Notice struct {
	Kind      string    `class:"open"` // of the subject: a household, a complaint
	Partner   string    `class:"open"`
	Name      string    `class:"open"`
	Handed    clock.Day `class:"open"`
	How       string    `class:"open"`
	Fields    []string  `class:"open"`
	Withdrawn clock.Day `class:"open"`
	AskedBack bool      `class:"open"` // it is written down that the partner was told
	To        string    `class:"personal"`
	Names     string    `class:"personal"` // as they were handed over; "" where they were not, or were forgotten
}

// fieldNames is the field under which names are handed over.
const fieldNames = "names"

// NoticeOf returns the notice to a partner about somebody who took back their consent. Fault: NotFound where nothing was handed over, or nobody took anything back. It is a look.
func NoticeOf(scope access.Scope, of id.ID, step string, person id.ID) desk.Query[Notice] {
	return desk.Query[Notice]{Act: access.ReferralSend, Scope: scope, Run: func(r *desk.Reader) (n Notice, err error) {
		k, err := journey.Take(r, of)
		if err != nil {
			return n, err
		}
		s, err := k.At(step, "refer")
		if err != nil {
			return n, err
		}
		ofPerson := func(m journey.Mark) bool { return m.By != person }
		handed := slices.DeleteFunc(k.Journey.Standing(step, programme.Offered), ofPerson)
		recalled := slices.DeleteFunc(k.Journey.Standing(step, programme.Recalled), ofPerson)
		referred := k.Journey.ReferralOf(step, person)
		if len(handed) == 0 || len(recalled) == 0 || !referred.Recalled {
			return n, fault.New("referral.NoticeOf", fault.NotFound, "", nil)
		}
		r.Looked(k.Journey.Subject)
		partner, err := desk.SeeCommons(r, PartnerStory, PartnerID(s.Step.Partner))
		if err != nil {
			return n, err
		}
		var form Form
		fields, err := form.read(r, of, handed[len(handed)-1].Ref)
		if err != nil {
			return n, err
		}
		n = Notice{Kind: k.Journey.Kind, Partner: s.Step.Partner, Name: partner.State.Name, Handed: form.Day, How: form.How, Fields: fields, To: form.To, Withdrawn: recalled[len(recalled)-1].Day, AskedBack: referred.AskedBack}
		for _, p := range form.Passed {
			if p.Field == fieldNames {
				n.Names = p.Text
			}
		}
		return n, nil
	}}
}
