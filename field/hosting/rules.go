// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"cmp"
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

// pair is guests and a host who may come to live together, read once for all that is asked of them.
type pair struct {
	guests *seekers
	host   *journey.Case
	said   *Proposal
	home   *Home
	known  hosting.Host // the host as the rules know it
	rule   hosting.Rule // that removes it; "" for none
	free   room
	need   room
}

// room is beds, and households at one time.
type room struct{ beds, households int }

// holds reports whether there is room for some more.
func (r room) holds(need room) bool { return r.beds >= need.beds && r.households >= need.households }

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

// beside holds guests against a host: it asks the rules of the two, and what room is left. Faults: Invalid hosting.no_host; Blocked hosting.own_guest.
func (g *seekers) beside(s desk.Source, host *journey.Case) (*pair, error) {
	if err := meant(g.step, g.Case, host); err != nil {
		return nil, err
	}
	home, err := desk.See(s, HomeStory, HomeID(host.ID))
	if err != nil {
		return nil, err
	}
	p := &pair{guests: g, host: host, said: g.saidWith(host.ID), home: home.State, known: hostIn(host, g.step.With, home.State, s.Today()), need: room{g.rules.People(), 1}}
	rules, bars := g.rules, g.bars(p.known, host)
	if bars == hosting.SaidNo {
		rules.Not = []string{p.known.ID}
	}
	p.rule = cmp.Or(hosting.Between(&rules, &p.known, int(s.Today())), bars)
	p.free, err = freeRoom(s, p.known, host.ID, g.ID)
	return p, err
}

// besideThat is beside, of the host who receives at a journey.
func (g *seekers) besideThat(s desk.Source, with id.ID) (*pair, error) {
	host, err := journey.Take(s, with)
	if err != nil {
		return nil, err
	}
	return g.beside(s, host)
}

// bars says what stands between guests and a host that the engine cannot know: somebody of either side said no or they are kept apart, which is told in the same sentence, or a protective rule of sex and age cannot be asked; "" for none of it.
func (g *seekers) bars(h hosting.Host, host *journey.Case) hosting.Rule {
	switch {
	case g.saidWith(host.ID).refused() || keptFrom(g.seeking.apart(), h, host):
		return hosting.SaidNo
	case g.unsure && len(h.Takes) > 0:
		return hosting.PeopleMissing
	}
	return ""
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
