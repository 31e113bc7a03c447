// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// What is looked at again is looked at by somebody else: whoever did the step that is looked at, and whoever followed the way at that time, can neither do the step that looks again
// (programme.Step.Another) nor follow the way on which it stands. An office of two has the second do it, from wherever they are and whenever they come; an office of one a member of a
// committee, who decides and signs on paper (docs/decisions/0040).

// Follower is that a user followed a way, By zero where nobody did any more, from when so many Marks were on it.
type Follower struct {
	_     struct{} `cbor:",toarray"`
	By    id.ID
	Marks int
}

// followedResidue is who follows a way from now on; zero for nobody.
type followedResidue struct {
	By id.ID `cbor:"1,keyasint,omitempty"`
}

var followedBy = register.NewFact(Story, "journey.followed_by", 1, func(j *Journey, _ *journal.Fact, r followedResidue, _ *register.None) {
	j.Followers = append(j.Followers, Follower{By: r.By, Marks: len(j.Marks)})
})

// Follow notes, on every way of a subject, who follows it from now on; zero for nobody. It is for the package that knows who follows what; it refuses nobody, see MayFollow.
func Follow(tx *desk.Tx, subject, by id.ID) error {
	ways, err := tx.Find(BySubject, subject[:])
	for _, way := range ways {
		if err == nil {
			err = tx.Record(followedBy.Draft(way, clock.NoDay, followedResidue{by}))
		}
	}
	return err
}

// MayFollow refuses that a user follows a subject of which something is looked at again, where it is they who did it or followed it then: a fault of kind Blocked.
func MayFollow(tx *desk.Tx, subject, by id.ID) error {
	ways, err := waysOf(tx, subject)
	for _, j := range ways {
		if err != nil || j.Ended() {
			continue
		}
		var p *programme.Programme
		if p, err = ProgrammeFor(tx, j.Version.Value().Hash); err != nil {
			return err
		}
		if w := p.Pathway(j.Pathway); w != nil && MustBeAnother(w, ways, by) {
			return fault.New("journey.MayFollow", fault.Blocked, "journey.another_follows", nil).WithHint("journey.another_looks_hint")
		}
	}
	return err
}

// MustBeAnother reports whether a user can do nothing at the steps of a pathway that look at something again, of the subject that walks these ways.
func MustBeAnother(w *programme.Pathway, ways []*Journey, by id.ID) bool {
	return slices.ContainsFunc(w.ByAnother(), func(s *programme.Step) bool { return slices.Contains(hands(w, ways, s.Another), by) })
}

// hands are the users who did a step on the ways of a subject, and who followed that way then.
func hands(w *programme.Pathway, ways []*Journey, at programme.Offer) (by []id.ID) {
	for _, j := range ways {
		if j.Pathway != at.Pathway || j.Version.Value().Programme != w.Programme.ID {
			continue
		}
		for i := range j.Marks {
			if m := &j.Marks[i]; m.Step == at.Step && !m.Withdrawn {
				by = append(append(by, m.Author), j.followerAt(i)...)
			}
		}
	}
	return slices.DeleteFunc(by, id.ID.IsZero)
}

// followerAt is who followed a way when a mark was made on it.
func (j *Journey) followerAt(mark int) (by []id.ID) {
	for _, f := range j.Followers {
		if f.Marks <= mark {
			by = []id.ID{f.By}
		}
	}
	return by
}

func waysOf(s desk.Source, subject id.ID) (all []*Journey, err error) {
	ways, err := desk.Listed(s, BySubject, subject[:], maxWays)
	for _, way := range ways {
		if err != nil {
			return nil, err
		}
		var j desk.Found[Journey]
		if j, err = desk.See(s, Story, way); err == nil {
			all = append(all, j.State)
		}
	}
	return all, err
}

// Signed is a member of a committee who decided on paper what somebody else writes down. Committee is which, Member a person of it, who has a role there; both zero for none.
type Signed struct{ Committee, Member id.ID }

// another refuses who cannot do a step because it looks again at what they did, or followed, unless a member of a committee decided it on paper.
func (c *Case) another(by access.Actor, s *programme.Step, on Signed) error {
	const op = "journey.another"
	switch {
	case on != Signed{}:
		return c.signed(s, by, on)
	case s.Another == programme.Offer{}:
		return nil
	}
	ways, err := waysOf(c.source, c.Journey.Subject)
	if err == nil && slices.Contains(hands(c.Pathway, ways, s.Another), by.User) {
		err = fault.New(op, fault.Blocked, "journey.another_looks", nil).WithHint("journey.another_looks_hint")
	}
	return err
}

// signed refuses who cannot have decided on paper: nobody of that committee, nobody with a role in it, or whoever writes it down.
func (c *Case) signed(s *programme.Step, by access.Actor, on Signed) error {
	committee, err := desk.See(c.source, subjects.Story, on.Committee)
	if err != nil {
		return err
	}
	is := func(m subjects.Member) bool { return m.Person == on.Member && m.Role != "" }
	if s.Another == (programme.Offer{}) || on.Member == by.User || committee.State.Kind != "committee" || !slices.ContainsFunc(committee.State.Of(), is) {
		return fault.New("journey.signed", fault.Invalid, "journey.nobody_signed", nil)
	}
	return nil
}
