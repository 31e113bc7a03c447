// SPDX-License-Identifier: Apache-2.0

package pledging

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Bounds of what is said of States.
const (
	MostSaid    = 12 // languages, and places of each kind
	longestWord = 60 // letters of a language
)

// Say writes down what binds a case to States, in place of what was said before; it is their own word. Journey is their way. Day is NoDay for today.
type Say struct {
	Journey id.ID
	Are     Bound // as it was said last
	Day     clock.Day
}

// Act is the act of planning: who writes it down is let read all of it, or what was said before would go with what they do not see.
func (Say) Act() access.Act { return access.CapacityPlan }

// Decide records it. Faults: Invalid pledging.waits_for_no_state, pledging.words, pledging.no_place, pledging.both.
func (c Say) Decide(tx *desk.Tx) error {
	const op = "pledging.Say"
	k, err := waiting(op, tx, c.Journey)
	if err != nil {
		return err
	}
	are := Bound{Languages: words(c.Are.Languages), Relatives: once(c.Are.Relatives), Not: once(c.Are.Not)}
	long := func(w string) bool { return len([]rune(w)) > longestWord }
	if max(len(are.Languages), len(are.Relatives), len(are.Not)) > MostSaid || slices.ContainsFunc(are.Languages, long) {
		return fault.New(op, fault.Invalid, "pledging.words", fault.Args{"max": MostSaid, "letters": longestWord})
	}
	if slices.ContainsFunc(are.Relatives, func(of id.ID) bool { return slices.Contains(are.Not, of) }) {
		return fault.New(op, fault.Invalid, "pledging.both", nil)
	}
	for _, of := range slices.Concat(are.Relatives, are.Not) {
		place, err := desk.SeeCommons(tx, places.Story, of)
		if err != nil {
			return err
		}
		if !place.Exists {
			return fault.New(op, fault.Invalid, "pledging.no_place", nil)
		}
	}
	t, err := desk.Get(tx, TiesStory, TiesID(c.Journey))
	if err != nil {
		return err
	}
	return tx.Record(said.DraftFor(t.ID, k.Journey.Subject, c.Day, journeyResidue{c.Journey}, are).Replacing(fieldTies, t.State.Are.Seen()))
}

// waiting reads the way of somebody who may be told of a State.
func waiting(op string, s desk.Source, of id.ID) (*journey.Case, error) {
	k, err := journey.Take(s, of)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(schemesOf(k.Pathway.Programme, k.Pathway.Part), func(s scheme) bool { return s.cases.ID == k.Pathway.ID }) {
		return nil, fault.New(op, fault.Invalid, "pledging.waits_for_no_state", nil)
	}
	return k, nil
}

// words are texts without spaces around them and none twice.
func words(texts []string) (all []string) {
	for _, text := range texts {
		if text = strings.TrimSpace(text); text != "" && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return all
}

// once are ids without any twice, in order.
func once(ids []id.ID) []id.ID {
	all := slices.Clone(ids)
	slices.SortFunc(all, id.ID.Compare)
	return slices.Compact(all)
}

// folded are languages as they are compared: without accents and capitals.
func folded(languages []string) (all []string) {
	for _, l := range languages {
		if f := strings.Join(people.SearchWords(l), " "); f != "" {
			all = append(all, f)
		}
	}
	return all
}

// TiesSaid is what binds a case to States, for the page on which it is written down. Said is whether anybody asked them.
type TiesSaid struct {
	Journey   id.ID    `class:"sensitive"` // their way
	Household id.ID    `class:"sensitive"` // the household
	Name      string   `class:"sensitive"` // of who heads it
	Said      bool     `class:"sensitive"`
	Languages []string `class:"sensitive"` // in which they manage
	Relatives []id.ID  `class:"sensitive"` // places where they have relatives to whom they want to go
	Not       []id.ID  `class:"sensitive"` // places where they must not go: of two offices that wrote down different words, all that either wrote
}

// TiesOf tells what binds a case to States, and notes the look. Faults as Say.
func TiesOf(scope access.Scope, way id.ID) desk.Query[TiesSaid] {
	return desk.Query[TiesSaid]{Act: access.CapacityPlan, Scope: scope, Run: func(r *desk.Reader) (t TiesSaid, err error) {
		k, err := waiting("pledging.TiesOf", r, way)
		if err != nil {
			return t, err
		}
		ties, err := desk.Read(r, TiesStory, TiesID(way))
		if err != nil {
			return t, err
		}
		r.Looked(k.Journey.Subject)
		are, is := ties.State.Are.Latest()
		return TiesSaid{Journey: way, Household: k.Journey.Subject, Name: people.HeadOf(k.Members, k.Journey.Subject), Said: is, Languages: are.Languages, Relatives: are.Relatives, Not: ties.State.mustNot()}, nil
	}}
}

// scheme is a programme by which States take people over: the pathway of what they pledged with the step at which they did, and that of those who wait, with the step at which they are told of a State and the one at which the State accepts them.
type scheme struct {
	pledge  *programme.Pathway
	pledged *programme.Step
	cases   *programme.Pathway
	tell    *programme.Step
	accept  *programme.Step
}

// PlacesPledged is the attribute of a thing that says how many people a State pledged to take over; Spoken the one that says which languages are spoken there, with commas between them.
const (
	PlacesPledged = "places_pledged"
	Spoken        = "languages"
)

// schemesOf are the schemes of a programme whose ways are walked in a compartment.
func schemesOf(p *programme.Programme, in access.Compartment) (all []scheme) {
	for _, pledge := range p.Pathways {
		s := scheme{pledge: pledge}
		counted := slices.ContainsFunc(pledge.Attributes, func(d programme.FieldDecl) bool { return d.Name == PlacesPledged && d.Type == programme.TypeInt })
		if s.pledged = stepWhere(pledge, "decide", func(s *programme.Step) bool { return s.Authority != "" }); !counted || s.pledged == nil || pledge.Part != in {
			continue
		}
		for _, s.cases = range p.Pathways {
			s.tell = stepWhere(s.cases, "tell", func(s *programme.Step) bool { return s.To != "" })
			s.accept = stepWhere(s.cases, "decide", func(of *programme.Step) bool { return of.Authority == s.pledged.Authority })
			if s.cases.Part == in && programme.NatureOf(s.cases.For) == programme.Household && s.tell != nil && s.accept != nil {
				all = append(all, s)
			}
		}
	}
	return all
}

// stepWhere is the first step of a verb on a way of which something is so; nil for none.
func stepWhere(w *programme.Pathway, verb string, is func(*programme.Step) bool) *programme.Step {
	for _, s := range w.Steps {
		if s.Verb.Name == verb && is(s) {
			return s
		}
	}
	return nil
}
