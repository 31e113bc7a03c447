// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"cmp"

	"safar/desk"
	"safar/field/journey"
	"safar/field/referral"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Refer says that a complaint was handed to another organisation under an agreement. Which fields may go, on whose word and until when is judged where that of everybody is (referral.Send); of the complaint itself
// it adds its theme, the facility and the day. The machine sends nothing. Journey and Step say on which way of which complaint and at which step; the rest is as in referral.Send.
type Refer struct {
	Journey id.ID
	Step    string
	Fields  []string  // which were handed over; empty for all that may be
	How     string    // see referral.Hows
	To      string    // who took it, at the partner
	Need    string    // what they are asked for, where the step shares it
	Words   string    // of who complained, as they are handed over, where the step shares them
	Day     clock.Day // on which it was handed over; NoDay for today

	NamesNobody bool // whoever hands the words over has read them and confirms that they name nobody: needed where nobody could be asked
}

// Act is the act of referring.
func (Refer) Act() access.Act { return access.ReferralSend }

// Decide records it. Faults: those of referral.Send; NotFound subjects.not_known for the way of anything else.
func (c Refer) Decide(tx *desk.Tx) error {
	of, subject, err := complaintOn(tx, c.Journey)
	if err != nil {
		return err
	}
	known, err := knownOf(tx, of, subject)
	if err != nil {
		return err
	}
	return referral.Send{Journey: c.Journey, Step: c.Step, Fields: c.Fields, How: c.How, To: c.To, Need: c.Need, Words: c.Words, Day: c.Day, NamesNobody: c.NamesNobody}.Knowing(tx, known)
}

// complaintOn is the complaint that walks a way.
func complaintOn(tx *desk.Tx, way id.ID) (id.ID, *subjects.Subject, error) {
	j, err := desk.Must(tx, journey.Story, way)
	if err != nil {
		return id.ID{}, nil, err
	}
	s, err := subjects.Must(tx, j.Subject, ComplaintKind)
	return j.Subject, s, err
}

// knownOf is what a complaint holds of itself, by the field under which it is handed over: nothing of it is of anybody.
func knownOf(tx *desk.Tx, of id.ID, s *subjects.Subject) (map[string]string, error) {
	known := map[string]string{"theme": s.Attribute(attributeTopic)}
	if s.Since.Known() {
		known["said_on"] = s.Since.String()
	}
	beside, err := desk.Get(tx, ComplaintStory, ComplaintID(of))
	if err != nil || beside.State.About.Value().IsZero() {
		return known, err
	}
	facility, err := desk.Get(tx, subjects.Story, beside.State.About.Value())
	known["facility"] = cmp.Or(facility.State.Name.Value(), facility.State.Code)
	return known, err
}

// NobodyToAsk says that nobody can be asked whether a complaint may be handed to another organisation: it has no name, and nobody left a way to be reached. What may go is then what it holds without anybody (theme,
// place, facility, day), and its words once whoever hands them over has read that they name nobody. Journey and Step say on which way of which complaint and at which step; Day is since when, NoDay for today.
type NobodyToAsk struct {
	Journey id.ID
	Step    string
	Day     clock.Day
}

// Act is the act of referring.
func (NobodyToAsk) Act() access.Act { return access.ReferralSend }

// Decide records it. Faults: those of referral.Nobody; Blocked voice.can_be_asked where whoever complained waits for an answer and left a way to be reached.
func (c NobodyToAsk) Decide(tx *desk.Tx) error {
	of, subject, err := complaintOn(tx, c.Journey)
	if err != nil {
		return err
	}
	beside, err := desk.Get(tx, ComplaintStory, ComplaintID(of))
	if err != nil {
		return err
	}
	if reachable(subject, beside.State) {
		return fault.New("voice.NobodyToAsk", fault.Blocked, "voice.can_be_asked", nil).WithHint("voice.can_be_asked_hint")
	}
	return referral.Nobody{Journey: c.Journey, Step: c.Step, Day: c.Day}.As(tx)
}

// reachable reports whether whoever complained can be asked: they want an answer, which needs a way to them. Who asks later with a code, and who laid a slip into a box, left none.
func reachable(s *subjects.Subject, beside *Complaint) bool {
	return s.Attribute(attributeWantsAnswer) == "yes" && len(beside.Code) == 0 && beside.Box.IsZero()
}
