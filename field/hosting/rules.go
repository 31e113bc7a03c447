// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/engine/match/hosting"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// sleepsAlong is the age, in years, below which a child needs no bed of their own.
const sleepsAlong = 2

// pair is guests and a host who may come to live together, read once for all that is asked of them.
type pair struct {
	step   *programme.Step // at which the guests are placed
	guests *journey.Case
	host   *journey.Case
	said   *Proposal
	rule   hosting.Rule // that removes it; "" for none
	free   room
	need   room
}

// room is beds, and households at one time.
type room struct{ beds, households int }

// holds reports whether there is room for some more.
func (r room) holds(need room) bool { return r.beds >= need.beds && r.households >= need.households }

// takePair reads a pair of guests and the host who receives at a journey. Faults: Invalid hosting.no_host; Blocked hosting.own_guest.
func takePair(s desk.Source, guests *journey.Case, step *programme.Step, with id.ID) (*pair, error) {
	host, err := journey.Take(s, with)
	if err != nil {
		return nil, err
	}
	return readPair(s, guests, step, host)
}

// readPair reads what both sides said of each other, and judges the pair. Faults as takePair.
func readPair(s desk.Source, guests *journey.Case, step *programme.Step, host *journey.Case) (*pair, error) {
	if err := meant(step, guests, host); err != nil {
		return nil, err
	}
	p := &pair{step: step, guests: guests, host: host}
	said, err := desk.See(s, ProposalStory, ProposalID(guests.ID, host.ID))
	if err != nil {
		return nil, err
	}
	p.said = said.State
	return p, p.judge(s)
}

// meant refuses a host of another pathway, and guests who would be their own.
func meant(step *programme.Step, guests, host *journey.Case) error {
	const op = "hosting.meant"
	if host.Pathway.Programme.ID != guests.Pathway.Programme.ID || host.Pathway.ID != step.With.Pathway {
		return fault.New(op, fault.Invalid, "hosting.no_host", nil)
	}
	own := func(m people.Someone) bool { return m.Person.Belongs(host.Journey.Subject) }
	if host.Journey.Subject == guests.Journey.Subject || slices.ContainsFunc(guests.Members, own) {
		return fault.New(op, fault.Blocked, "hosting.own_guest", nil)
	}
	return nil
}

// judge asks the rules of the pair, and what room is left for it.
func (p *pair) judge(s desk.Source) error {
	seeking, err := desk.See(s, SeekingStory, SeekingID(p.guests.ID))
	if err != nil {
		return err
	}
	home, err := desk.See(s, HomeStory, HomeID(p.host.ID))
	if err != nil {
		return err
	}
	today := s.Today()
	g, h := guestsIn(p.guests, seeking.State, today), hostIn(p.host, p.step.With, home.State, today)
	if p.said.refused() || keptFrom(seeking.State.apart(), h, p.host) {
		g.Not = append(g.Not, h.ID)
	}
	p.rule, p.need = hosting.Between(&g, &h, int(today)), room{bedsFor(p.guests, today), 1}
	if p.rule == "" && len(h.Takes) > 0 && uncertain(p.guests, today) {
		p.rule = hosting.PeopleMissing
	}
	p.free, err = freeRoom(s, h, p.host.ID, p.guests.ID)
	return err
}

// refusal says why the guests may not move in; nil where they may. Without a rule against it, and with room.
func (p *pair) refusal(op string) error {
	if err := p.guests.ForChildren(id.ID{}); err != nil {
		return err
	}
	switch {
	case p.rule != "":
		return fault.New(op, fault.Blocked, "hosting.rule_"+string(p.rule), nil).WithHint("hosting.another_host_hint")
	case p.free.households < p.need.households:
		return fault.New(op, fault.Conflict, "hosting.home_is_full", nil)
	case p.free.beds < p.need.beds:
		return fault.New(op, fault.Conflict, "hosting.beds_taken", fault.Args{"free": max(p.free.beds, 0), "need": p.need.beds})
	}
	return nil
}

// keptFrom reports whether guests are kept apart from a host: from it, from its town, or from somebody of a name who lives there.
func keptFrom(apart []Apart, h hosting.Host, host *journey.Case) bool {
	return slices.ContainsFunc(apart, func(a Apart) bool {
		town := folded(a.Town)
		return a.Host == host.ID || town != "" && town == h.Town || a.Name != "" && slices.ContainsFunc(host.Members, func(m people.Someone) bool { return isCalled(m, a.Name) })
	})
}

// isCalled reports whether somebody has every word of a name, as names are searched.
func isCalled(m people.Someone, name string) bool {
	has, words := people.SearchWords(m.Person.Names.Value().String()), people.SearchWords(name)
	return len(words) > 0 && !slices.ContainsFunc(words, func(word string) bool { return !slices.Contains(has, word) })
}

// folded is a text as it is compared: without accents and capitals, the letters of Arabic as they are searched.
func folded(text string) string { return strings.Join(people.SearchWords(text), " ") }

func allFolded(texts []string) (all []string) {
	for _, text := range texts {
		if f := folded(text); f != "" {
			all = append(all, f)
		}
	}
	return all
}

// guestsIn is a household that seeks a home, as the rules know it. Children below two sleep along and need no bed.
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

// hostIn is a family that offers a home, as the rules know it. What it must have done before it may receive, the programme says: where that holds it is checked, trained and has signed.
func hostIn(k *journey.Case, at programme.Offer, h *Home, today clock.Day) hosting.Host {
	is := h.Is.Value()
	host := hosting.Host{ID: k.ID.String(), Town: folded(is.Town), Beds: k.Journey.BedsOffered(at.Step), Households: max(1, is.Households), StepFree: answerIs(is.StepFree), Languages: allFolded(is.Languages),
		Checked: int(today), Trained: hosting.Yes, Signed: hosting.Yes, Paused: hosting.NotSaid, Takes: is.Takes, Keeps: allFolded(is.Keeps), Women: womenOf(k)}
	if until, said := h.Paused.Latest(); said && until.Known() {
		host.Paused = int(until)
	}
	if !k.Receives(at) {
		host.Checked = hosting.NotSaid
		if _, offered := k.Journey.Last(at.Step, programme.Agreed); offered {
			host.Checked = int(today) - 1
		}
	}
	return host
}

// answerIs is an answer as the rules know it.
func answerIs(a people.Answer) hosting.Answer {
	switch a {
	case people.Yes:
		return hosting.Yes
	case people.No:
		return hosting.No
	}
	return hosting.Unsaid
}

// womenOf is how many grown women live in a home; not said where somebody might be one.
func womenOf(k *journey.Case) (women int) {
	unknown := false
	for _, m := range k.Adults() {
		switch m.Person.Sex.Value() {
		case people.Female:
			women++
		case people.SexUnknown:
			unknown = true
		}
	}
	if women == 0 && unknown {
		return hosting.NotSaid
	}
	return women
}

// bedsFor is how many beds the guests need on a day.
func bedsFor(guests *journey.Case, today clock.Day) (beds int) {
	for _, m := range guests.Members {
		if age := m.Person.AgeOn(today); age < 0 || age >= sleepsAlong {
			beds++
		}
	}
	return max(beds, 1)
}

// freeRoom is the room of a home that nobody but some guests is promised; less than none where two offices promised it without seeing each other.
func freeRoom(s desk.Source, h hosting.Host, host, but id.ID) (room, error) {
	guests, err := GuestsOf(s, host)
	free := room{h.Beds, h.Households}
	for _, g := range guests {
		if g.Journey != but {
			free.beds -= g.Beds
			free.households--
		}
	}
	return free, err
}
