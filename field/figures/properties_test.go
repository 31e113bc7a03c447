// SPDX-License-Identifier: Apache-2.0

package figures_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"safar/desk"
	"safar/field/choice"
	"safar/field/figures"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// operation is a caseload in which anything happens.
type operation struct {
	*world
	t        *rapid.T
	families []family
	persons  []id.ID
	journeys []id.ID
}

// try does a command that may be refused, but must not fail.
func (o *operation) try(c desk.Command) desk.Receipt {
	r, err := o.desk.Do(context.Background(), o.actor, o.caseload, id.New(), c)
	if kind := fault.KindOf(err); err != nil && (kind == fault.Internal || kind == fault.Damaged || kind == fault.NotAllowed) {
		o.t.Fatalf("%T: %v", c, err)
	}
	return r
}

func pick[T any](t *rapid.T, label string, from []T) T { return rapid.SampledFrom(from).Draw(t, label) }

func (o *operation) someDay(label string) clock.Day {
	return o.desk.Today() - clock.Day(rapid.IntRange(0, 150).Draw(o.t, label))
}

func (o *operation) someone(t *rapid.T) people.Member {
	m := people.Member{Sex: people.Sex(rapid.IntRange(0, 3).Draw(t, "sex")), Disability: people.Answer(rapid.IntRange(0, 2).Draw(t, "disability"))}
	if age := rapid.IntRange(-1, 80).Draw(t, "age"); age >= 0 {
		day := o.desk.Today() - clock.Day(age*365+rapid.IntRange(0, 364).Draw(t, "days"))
		m.Born = people.Born{Day: day, Precision: people.BirthDay}
	}
	return m
}

func (o *operation) registers(t *rapid.T) {
	members := []people.Member{{Sex: people.Female, Relation: people.Head, Born: born(1990, 1, 1)}}
	for range rapid.IntRange(0, 4).Draw(t, "others") {
		members = append(members, o.someone(t))
	}
	r := o.try(people.Register{Site: pick(t, "site", append(o.sites, id.ID{})), Arrived: o.desk.Today(), Language: "sw", Consent: "yes", Members: members})
	f := family{household: r.IDs[0], people: r.IDs[1:]}
	o.families, o.persons = append(o.families, f), append(o.persons, f.people...)
	o.starts(f.household, "solution")
}

func (o *operation) starts(subject id.ID, pathway string) {
	if r := o.try(journey.Start{Programme: tanganyika, Pathway: pathway, Subject: subject}); len(r.IDs) > 0 {
		o.journeys = append(o.journeys, r.IDs[0])
	}
}

// anyMark puts any mark of a verb on any step of a journey.
func (o *operation) anyMark(t *rapid.T) {
	p := o.programme(t)
	step := pick(t, "step", slices.Concat(p.Pathways[0].Steps, p.Pathways[1].Steps))
	values := slices.Concat(step.Options, step.Checks, step.Reasons, step.Means, []string{"", "30d"})
	o.try(note{Journey: pick(t, "journey", o.journeys), Step: step.ID, State: pick(t, "state", step.Verb.States),
		By:    pick(t, "by", append(o.persons[:min(len(o.persons), 8):len(o.persons[:min(len(o.persons), 8)])], id.ID{}, id.ID{})),
		Place: pick(t, "place", append(slices.Clone(o.villages), id.ID{})), Value: pick(t, "value", values),
		Until: pick(t, "until", []clock.Day{0, o.desk.Today() + 5}), Minor: int64(rapid.IntRange(0, 3).Draw(t, "minor") * 1000), Day: o.someDay("day")})
}

func (o *operation) programme(t *rapid.T) *programme.Programme {
	return mustProgramme(t, o.world)
}

// goes marks the way of a family to a village, all on a past day.
func (o *operation) goes(t *rapid.T) {
	i := rapid.IntRange(0, len(o.families)-1).Draw(t, "family")
	f, day, village := o.families[i], o.someDay("day"), pick(t, "village", o.villages)
	for _, adult := range f.people {
		o.try(note{Journey: o.journeys[0], Step: "solution", By: adult, Place: village, Value: "return", Day: day})
	}
	for _, j := range o.journeys[min(i, len(o.journeys)-1):min(i+1, len(o.journeys))] {
		o.try(note{Journey: j, Step: "departure", State: programme.Departed, Place: village, Value: "convoy", Day: day})
	}
}

func (o *operation) answers(t *rapid.T) {
	j, p := pick(t, "journey", o.journeys), pick(t, "person", o.persons)
	village := pick(t, "village", o.villages)
	o.try(choice.Tell{Journey: j, Step: "village_profile", Place: village, Language: "sw"})
	option := pick(t, "option", []string{"return", "relocate", "stay"})
	if option == "stay" {
		village = id.ID{}
	}
	o.try(choice.Answer{Journey: j, Step: "solution", Person: p, Option: option, Place: village, Private: true})
	if rapid.Bool().Draw(t, "withdraw") {
		o.try(choice.Withdraw{Journey: j, Step: "solution", Person: p})
	}
}

func (o *operation) peopleChange(t *rapid.T) {
	p, f := pick(t, "person", o.persons), pick(t, "family", o.families)
	switch rapid.IntRange(0, 7).Draw(t, "change") {
	case 0:
		o.try(people.RecordDeath{Person: p, Day: o.someDay("died")})
	case 1:
		if r := o.try(people.AddMember{Household: f.household, Member: o.someone(t)}); len(r.IDs) > 0 {
			o.persons = append(o.persons, r.IDs[0])
		}
	case 2:
		sex, other := people.Sex(rapid.IntRange(0, 3).Draw(t, "sex")), o.someone(t)
		o.try(people.Correct{Person: p, Sex: &sex, Born: &other.Born})
	case 3:
		o.try(people.MoveSite{Household: f.household, Site: pick(t, "site", o.sites)})
	case 4:
		if r := o.try(journey.Split{Household: f.household, Leaving: f.people[:1], OwnWord: f.people[:1]}); len(r.IDs) > 0 {
			o.starts(r.IDs[0], "solution")
		}
	case 5:
		o.try(journey.Join{Person: p, Household: f.household, OwnWord: true})
	case 6:
		other := pick(t, "other", o.families)
		pair := people.Merge{Kept: f.people[0], Gone: other.people[0]}
		o.try(journey.Merge{Household: f.household, Other: other.household, Same: []people.Merge{pair}})
	case 7:
		o.starts(pick(t, "site", o.sites), "closure")
	}
}

func (o *operation) placesChange(t *rapid.T) {
	village := pick(t, "village", o.villages)
	switch rapid.IntRange(0, 2).Draw(t, "change") {
	case 0:
		o.common(t, places.DecideSafety{Place: village, Reason: "fighting"})
	case 1:
		o.safe(t, village)
	case 2:
		o.common(t, places.Rename{Place: village, Name: pick(t, "name", []string{"Kalunga", "Mulange", "Lukwangulo"})})
	}
}

func (o *operation) timePasses(t *rapid.T) {
	o.clock.Advance(24 * time.Hour * time.Duration(pick(t, "days", []int{1, 1, 3, 10, 31, 91})))
}

// something has one thing happen.
func (o *operation) something(t *rapid.T) {
	switch rapid.IntRange(0, 11).Draw(t, "what") {
	case 0:
		o.registers(t)
	case 1, 2, 3, 4:
		o.anyMark(t)
	case 5:
		o.goes(t)
	case 6, 7:
		o.answers(t)
	case 8, 9:
		o.peopleChange(t)
	case 10:
		o.placesChange(t)
	case 11:
		o.timePasses(t)
	}
}

// everybody counts who lives somewhere without a board: household by household, from the register.
func everybody(r *desk.Reader, count func(key string)) error {
	var all []id.ID
	at := map[id.ID]id.ID{}
	err := desk.Each(r, people.HouseholdStory, func(of id.ID, h *people.Household) error {
		all, at[of] = append(all, of), h.Site.Value()
		return nil
	})
	for _, of := range all {
		members, wrong := people.Members(r, of)
		if err != nil || wrong != nil {
			return errors.Join(err, wrong)
		}
		site := "unknown"
		if !at[of].IsZero() {
			site = at[of].String()
		}
		for _, m := range members {
			count(fmt.Sprintf("people_there %s,%s,%s", programme.Sex(m.Person.Sex.Value()), programme.AgeBand(int8(m.Person.AgeOn(r.Today()))), site))
		}
	}
	return err
}

// everyJourney counts without a board: each journey read and judged by itself, as a caseworker's page does it.
func (o *operation) everyJourney(t *rapid.T) []string {
	read := func(r *desk.Reader) ([]tally, error) {
		sums := map[string]int64{}
		var keys []string
		add := func(key string, n int64) {
			if _, known := sums[key]; !known {
				keys = append(keys, key)
			}
			sums[key] += n
		}
		if err := everybody(r, func(key string) { add(key, 1) }); err != nil {
			return nil, err
		}
		err := eachJourney(r, func(of id.ID) error {
			c, err := journey.Take(r, of)
			if err != nil {
				return err
			}
			for _, f := range c.Pathway.Programme.Figures {
				if f.Pathway != c.Pathway {
					continue
				}
				f.Cells(c.Standing, func(by []string, n int64) { add(f.ID+" "+strings.Join(by, ","), n) })
			}
			return nil
		})
		var all []tally
		for _, key := range keys {
			all = append(all, tally{fmt.Sprint(key, " ", sums[key])})
		}
		return all, err
	}
	got, err := desk.Ask(context.Background(), o.desk, o.actor, "", desk.Query[[]tally]{Act: access.FiguresRead, Scope: o.caseload, Run: read})
	must(t, err)
	lines := make([]string, len(got))
	for i, g := range got {
		lines[i] = g.Line
	}
	slices.Sort(lines)
	return lines
}

type tally struct {
	Line string `class:"open"`
}

func eachJourney(r *desk.Reader, f func(id.ID) error) error {
	var all []id.ID
	err := desk.Each(r, journey.Story, func(of id.ID, _ *journey.Journey) error {
		all = append(all, of)
		return nil
	})
	for _, of := range all {
		if err == nil {
			err = f(of)
		}
	}
	return err
}

// lines writes the cells of all dimensions as everyJourney does.
func (o *operation) lines(t *rapid.T, b *figures.Board, cells []figures.Cell) []string {
	list, err := b.List(context.Background(), o.actor)
	must(t, err)
	ids := o.idsByLabel(t)
	var lines []string
	for _, f := range list {
		for _, c := range cells {
			if c.Figure != f.ID || len(c.By) != len(f.By) || len(f.By) == 0 {
				continue
			}
			values := make([]string, len(f.By))
			for i, d := range f.By {
				values[i] = c.By[d]
				if of, ok := ids[values[i]]; ok {
					values[i] = of
				}
			}
			lines = append(lines, fmt.Sprint(f.ID, " ", strings.Join(values, ","), " ", c.Value))
		}
	}
	slices.Sort(lines)
	return lines
}

// idsByLabel returns the ids of the places by the names under which the board shows them.
func (o *operation) idsByLabel(t *rapid.T) map[string]string {
	names, count := map[id.ID]string{}, map[string]int{}
	_, err := desk.Ask(context.Background(), o.desk, o.actor, "", desk.Query[struct{}]{Act: access.FiguresRead, Scope: o.caseload,
		Run: func(r *desk.Reader) (struct{}, error) {
			return struct{}{}, desk.EachCommons(r, places.Story, func(of id.ID, p *places.Place) error {
				names[of] = p.Name.Value()
				count[p.Name.Value()]++
				return nil
			})
		}})
	must(t, err)
	ids := map[string]string{}
	for of, name := range names {
		if count[name] > 1 {
			name += " (" + of.String() + ")"
		}
		ids[name] = of.String()
	}
	return ids
}

// traced checks that every figure is the sum of the facts that it lists.
func (o *operation) traced(t *rapid.T, b *figures.Board) {
	list, err := b.List(context.Background(), o.actor)
	must(t, err)
	for _, f := range list {
		facts, err := b.Facts(context.Background(), o.actor, f.ID, figures.Page{})
		must(t, err)
		if want := o.total(t, b, f.ID); figures.SumOf(facts) != want {
			t.Fatalf("%s is %d, its facts say %d", f.ID, want, figures.SumOf(facts))
		}
		if len(f.By) == 0 {
			continue
		}
		for _, c := range o.count(t, b, f.ID, by(f.By[0])) {
			value := only(f.By[0], c.By[f.By[0]])
			facts, err := b.Facts(context.Background(), o.actor, f.ID, figures.Page{}, value)
			must(t, err)
			if figures.SumOf(facts) != c.Value {
				t.Fatalf("%s by %v is %d, its facts say %d", f.ID, c.By, c.Value, figures.SumOf(facts))
			}
		}
	}
}

func TestABoardThatFollowsIsTheOneReadAnewAndWhatEveryJourneySays(t *testing.T) {
	w := newWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		o := newOperation(t, w)
		followed := o.board(t)
		defer followed.Close()
		for range rapid.IntRange(1, 6).Draw(t, "times") {
			for range rapid.IntRange(1, 12).Draw(t, "things") {
				o.something(t)
			}
			got := o.all(t, followed)
			anew := o.board(t)
			if diff := cmp.Diff(o.all(t, anew), got); diff != "" {
				t.Fatalf("-read anew +followed\n%s", diff)
			}
			anew.Close()
			if diff := cmp.Diff(o.everyJourney(t), o.lines(t, followed, got)); diff != "" {
				t.Fatalf("-journey by journey +board\n%s", diff)
			}
			o.standsAsEveryJourney(t, followed)
		}
		o.traced(t, followed)
	})
}

func TestAPastDayIsDrawnAsItStood(t *testing.T) {
	w := newWorld(t)
	rapid.Check(t, func(t *rapid.T) {
		o := newOperation(t, w)
		board := o.board(t)
		defer board.Close()
		type noted struct {
			day   clock.Day
			cells []figures.Cell
		}
		var days []noted
		for range rapid.IntRange(2, 5).Draw(t, "days") {
			for range rapid.IntRange(1, 10).Draw(t, "things") {
				o.something(t)
			}
			days = append(days, noted{o.desk.Today(), o.all(t, board)})
			o.clock.Advance(24 * time.Hour)
		}
		for _, d := range days {
			past, err := board.AsOf(context.Background(), o.actor, d.day)
			must(t, err)
			if diff := cmp.Diff(d.cells, o.all(t, past)); diff != "" {
				t.Fatalf("-as it stood on %s +drawn again\n%s", d.day, diff)
			}
			o.traced(t, past.Board)
		}
	})
}

// newOperation opens a caseload of its own in a world: a database for each would take a second to make.
func newOperation(t *rapid.T, w *world) *operation {
	own := *w
	own.caseload = access.Scope{Caseload: id.New(), Compartment: access.General}
	o := &operation{world: &own, t: t}
	o.clock.Advance(24 * time.Hour)
	o.registers(t)
	return o
}
