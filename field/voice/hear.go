// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Hear writes down what somebody says, whole or not at all: what it is of, that its way began, and the words. The receipt's first id is the complaint.
//
// Whoever speaks need not say who they are. Programme, Pathway and Step say where it is written: a pathway for complaints, and the step of it at which they are heard. Is holds what the pathway asks of
// a complaint, and where it was; a place that is zero says that it is of none. Answers are to the step's form.
type Hear struct {
	Programme string
	Pathway   string
	Step      string
	Number    string               // under which it stands in the books of the office; "" to draw one
	Is        subjects.Description // its Name must be empty: what was said is no name
	Answers   programme.Answers
	Facility  id.ID     // of which it is; zero for none
	Box       id.ID     // the opening of the box in which it lay as a slip; zero for none
	Proof     []byte    // of the code by which they may ask later; nil for none
	Day       clock.Day // on which it was said; NoDay for today
}

// Act is the act of hearing.
func (Hear) Act() access.Act { return access.VoiceHear }

// proofSize is the length of the proof of a code: of HMAC-SHA-256.
const proofSize = 32

// Decide records it. Faults: Invalid voice.named, voice.no_such_facility, voice.box_elsewhere and what the form and the pathway refuse.
func (c Hear) Decide(tx *desk.Tx) error {
	_, err := c.heard(tx)
	return err
}

// heard records it, and returns the complaint.
func (c Hear) heard(tx *desk.Tx) (id.ID, error) {
	const op = "voice.Hear"
	if c.Is.Name != "" || len(c.Proof) != 0 && len(c.Proof) != proofSize {
		return id.ID{}, fault.New(op, fault.Invalid, "voice.named", nil)
	}
	of, err := tx.NewID()
	if err != nil {
		return of, err
	}
	return of, c.as(tx, of)
}

// as records it as a complaint.
func (c Hear) as(tx *desk.Tx, of id.ID) error {
	way, err := tx.NewID()
	if err != nil {
		return err
	}
	number, err := c.number(tx, of)
	if err != nil {
		return err
	}
	if err := (subjects.Add{Kind: ComplaintKind, Code: number, Is: c.Is, Day: c.Day}).As(tx, of); err != nil {
		return err
	}
	start := journey.Start{Programme: c.Programme, Pathway: c.Pathway, Subject: of, Day: c.Day}
	if err := start.As(tx, way); err != nil {
		return err
	}
	if err := (journey.Ask{Journey: way, Step: c.Step, Words: journey.Words{Answers: c.Answers}, Day: c.Day}).Decide(tx); err != nil {
		return err
	}
	return c.beside(tx, of)
}

// beside records what is known of the complaint beside its way.
func (c Hear) beside(tx *desk.Tx, of id.ID) error {
	if !c.Facility.IsZero() {
		if err := (OfFacility{Complaint: of, Facility: c.Facility}).Decide(tx); err != nil {
			return err
		}
	}
	if !c.Box.IsZero() {
		if err := c.slip(tx, of); err != nil {
			return err
		}
	}
	if len(c.Proof) == 0 {
		return nil
	}
	return tx.Record(coded.Draft(ComplaintID(of), c.Day, codedResidue{of, c.Proof}))
}

// numberLetters is how long the number of a complaint is that is heard while somebody talks, where no other has it.
const numberLetters = 6

// number is the number under which a complaint stands in the books: the one that was given, or a letter and as much of its id as tells it from the others.
func (c Hear) number(tx *desk.Tx, of id.ID) (string, error) {
	if c.Number != "" {
		return c.Number, nil
	}
	for letters := numberLetters; ; letters++ {
		number := "V-" + strings.ToUpper(of.String()[:letters])
		others, err := tx.Find(subjects.ByCode, subjects.CodeKey(ComplaintKind, number))
		if err != nil || len(others) == 0 {
			return number, err
		}
	}
}

// Numbered is the Number of a complaint in the books of the office.
type Numbered struct {
	Number string `class:"open"`
}

// NumberOf tells the number of a complaint to who heard it.
func NumberOf(scope access.Scope, of id.ID) desk.Query[Numbered] {
	return desk.Query[Numbered]{Act: access.VoiceHear, Scope: scope, Run: func(r *desk.Reader) (Numbered, error) {
		s, err := subjects.See(r, of, ComplaintKind)
		if err != nil {
			return Numbered{}, err
		}
		return Numbered{s.Code}, nil
	}}
}

// Follow says who follows a complaint: somebody of the office who answers complaints there, or nobody. Complaint is which, Owner the user, zero for nobody.
type Follow struct {
	Complaint id.ID
	Owner     id.ID
}

// Act is the act of answering.
func (Follow) Act() access.Act { return access.VoiceAnswer }

// Decide records it; nothing where they follow it already. Faults: NotFound subjects.not_known; Invalid voice.no_such_owner; Blocked journey.another_follows
// of whom answered, or followed it then, what is looked at again.
func (c Follow) Decide(tx *desk.Tx) error {
	if !c.Owner.IsZero() {
		u, err := desk.SeeCommons(tx, staff.UserStory, c.Owner)
		if err != nil {
			return err
		}
		if !u.Exists || access.May(u.State.Actor(c.Owner), access.VoiceAnswer, tx.Scope(), tx.Today()) != nil {
			return fault.New("voice.Follow", fault.Invalid, "voice.no_such_owner", nil)
		}
	}
	known, err := complaintFor(tx, c.Complaint)
	if err == nil && !c.Owner.IsZero() {
		err = journey.MayFollow(tx, c.Complaint, c.Owner)
	}
	if err != nil || known.Owner.Value() == c.Owner && !known.Owner.Contested() {
		return err
	}
	if err := journey.Follow(tx, c.Complaint, c.Owner); err != nil {
		return err
	}
	return tx.Record(followed.Draft(ComplaintID(c.Complaint), clock.NoDay, tied{c.Complaint, c.Owner}).Replacing(fieldOwner, known.Owner.Seen()))
}

// complaintFor returns what is known of a complaint, which must be one.
func complaintFor(tx *desk.Tx, of id.ID) (*Complaint, error) {
	if _, err := subjects.Must(tx, of, ComplaintKind); err != nil {
		return nil, err
	}
	found, err := desk.Get(tx, ComplaintStory, ComplaintID(of))
	return found.State, err
}

// SayAlike says that a complaint says the same as another that was there before: they are one theme with as many voices, each with its own answer. With zero as Other it stands for itself again. Complaint is
// which, Other the one under which both are counted, which must itself be counted under none.
type SayAlike struct {
	Complaint id.ID
	Other     id.ID
}

// Act is the act of answering.
func (SayAlike) Act() access.Act { return access.VoiceAnswer }

// Decide records it. Faults: NotFound subjects.not_known; Invalid voice.alike_itself; Conflict voice.alike_already.
func (c SayAlike) Decide(tx *desk.Tx) error {
	const op = "voice.SayAlike"
	known, err := complaintFor(tx, c.Complaint)
	if err != nil {
		return err
	}
	if c.Other == c.Complaint {
		return fault.New(op, fault.Invalid, "voice.alike_itself", nil)
	}
	if !c.Other.IsZero() {
		if err := c.sound(tx); err != nil {
			return err
		}
	}
	if known.Same.Value() == c.Other && !known.Same.Contested() {
		return nil
	}
	return tx.Record(saidAlike.Draft(ComplaintID(c.Complaint), clock.NoDay, tied{c.Complaint, c.Other}).Replacing(fieldSame, known.Same.Seen()))
}

// sound refuses a chain: what others are counted under is counted under nothing itself.
func (c SayAlike) sound(tx *desk.Tx) error {
	other, err := complaintFor(tx, c.Other)
	if err != nil {
		return err
	}
	under, err := tx.Find(BySame, c.Complaint[:])
	if err == nil && (!other.Same.Value().IsZero() || len(under) > 0) {
		err = fault.New("voice.SayAlike", fault.Conflict, "voice.alike_already", nil).WithHint("voice.alike_already_hint")
	}
	return err
}

// OfFacility says of which facility a complaint is, or of none. Complaint is which, Facility the subject of that kind, zero for none.
type OfFacility struct {
	Complaint id.ID
	Facility  id.ID
}

// FacilityKind is the kind of subject that stands in a site, as programmes declare it: a latrine, a water point.
const FacilityKind = "facility"

// Act is the act of answering.
func (OfFacility) Act() access.Act { return access.VoiceAnswer }

// Decide records it. Faults: NotFound subjects.not_known for a complaint that is none; Invalid voice.no_such_facility.
func (c OfFacility) Decide(tx *desk.Tx) error {
	known, err := complaintFor(tx, c.Complaint)
	if err != nil {
		return err
	}
	if !c.Facility.IsZero() {
		if _, err := subjects.Must(tx, c.Facility, FacilityKind); fault.Is(err, fault.NotFound) {
			return fault.New("voice.OfFacility", fault.Invalid, "voice.no_such_facility", nil)
		} else if err != nil {
			return err
		}
	}
	if known.About.Value() == c.Facility && !known.About.Contested() {
		return nil
	}
	return tx.Record(aboutFacility.Draft(ComplaintID(c.Complaint), clock.NoDay, tied{c.Complaint, c.Facility}).Replacing(fieldAbout, known.About.Seen()))
}

// HeardAt returns the step of a pathway at which a complaint is heard: the first that asks a form and needs nothing; nil where there is none.
func HeardAt(w *programme.Pathway) *programme.Step {
	if w.For != ComplaintKind {
		return nil
	}
	i := slices.IndexFunc(w.Steps, func(s *programme.Step) bool {
		return s.Verb.Name == "ask" && len(s.Needs) == 0 && s.When == nil && !s.Optional
	})
	if i < 0 {
		return nil
	}
	return w.Steps[i]
}
