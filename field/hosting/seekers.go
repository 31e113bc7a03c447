// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"slices"

	"safar/desk"
	"safar/engine/match/hosting"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// sleepsAlong is the age, in years, below which a child needs no bed of their own.
const sleepsAlong = 2

// seekers are guests with all that is asked of them when they are held against homes, for a command, the page of guests and the plan for everybody alike.
type seekers struct {
	*journey.Case
	step    *programme.Step // at which they are placed
	seeking *Seeking
	said    []*Proposal    // whatever was proposed to them once, in the order of the list
	rules   hosting.Guests // as the engine knows them
	unsure  bool           // of somebody nobody knows the sex, or whether they are grown
}

// seekersOf reads the guests of a way. Faults: NotFound journey.no_such_journey; Invalid hosting.seeks_nothing.
func seekersOf(op string, s desk.Source, way id.ID) (*seekers, error) {
	k, step, err := seekingHome(op, s, way)
	if err != nil {
		return nil, err
	}
	return seekersOn(s, k, step)
}

func seekersOn(s desk.Source, k *journey.Case, step *programme.Step) (*seekers, error) {
	seeking, err := desk.See(s, SeekingStory, SeekingID(k.ID))
	if err != nil {
		return nil, err
	}
	g := &seekers{Case: k, step: step, seeking: seeking.State, rules: guestsIn(k, seeking.State, s.Today()), unsure: uncertain(k, s.Today())}
	g.said, err = saidTo(s, k.ID)
	return g, err
}

// saidTo is whatever was proposed to guests once, and what both sides said of it.
func saidTo(s desk.Source, guests id.ID) (all []*Proposal, err error) {
	pairs, err := desk.Listed(s, ByGuests, guests[:], most)
	for _, of := range pairs {
		if err != nil {
			return nil, err
		}
		var p desk.Found[Proposal]
		p, err = desk.See(s, ProposalStory, of)
		all = append(all, p.State)
	}
	return all, err
}

// saidWith is what guests and one host said of each other; of whom nothing was proposed, nobody said a thing.
func (g *seekers) saidWith(host id.ID) *Proposal {
	i := slices.IndexFunc(g.said, func(p *Proposal) bool { return p.Host == host })
	if i < 0 {
		return &Proposal{}
	}
	return g.said[i]
}

// open is what is proposed to guests now; nil for nothing. Two offices that did not see each other may have proposed two: the first of the list is told.
func (g *seekers) open() *Proposal {
	i := slices.IndexFunc(g.said, (*Proposal).stands)
	if i < 0 {
		return nil
	}
	return g.said[i]
}

// guestsIn is a household that seeks a home, as the rules know it: as many people as it needs beds. Children below two sleep along and need none; where all of them are so small nobody is there with whom to sleep, and each does.
func guestsIn(k *journey.Case, s *Seeking, today clock.Day) hosting.Guests {
	needs := s.Is.Value()
	g := hosting.Guests{ID: k.ID.String(), StepFree: answerIs(needs.StepFree), Languages: allFolded(needs.Languages), Wishes: allFolded(needs.Wishes), Avoids: allFolded(needs.Avoids),
		Waiting: max(0, int(today-k.Journey.Opened))}
	for _, m := range k.Members {
		count(&g, m, today)
	}
	if g.People() == 0 && len(k.Members) > 0 {
		g.Girls = len(k.Members) // all of them are babies
	}
	if k.ForChildren(id.ID{}) == nil {
		g.Decided = hosting.Yes
	}
	return g
}

// count counts somebody who seeks a home. Of whom nobody knows whether they are grown answers for themselves, and counts as grown; who is not known to be a man is protected as women are.
func count(g *hosting.Guests, m people.Someone, today clock.Day) {
	age, child, man := m.Person.AgeOn(today), m.Person.AdultOn(today) == people.No, m.Person.Sex.Value() == people.Male
	switch {
	case age >= 0 && age < sleepsAlong:
	case child && man:
		g.Boys++
	case child:
		g.Girls++
	case man:
		g.Men++
	default:
		g.Women++
	}
}

// uncertain reports whether a protective rule of sex and age cannot be asked of guests: of somebody nobody knows the sex, or whether they are grown.
func uncertain(k *journey.Case, today clock.Day) bool {
	return slices.ContainsFunc(k.Members, func(m people.Someone) bool {
		return m.Person.Sex.Value() == people.SexUnknown || m.Person.AdultOn(today) == people.NotKnown
	})
}
