// SPDX-License-Identifier: Apache-2.0

package walks

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"safar/desk"
	"safar/field/detention"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// said are the words of a line that say something of a deed: key=value, or a word alone.
type said map[string]string

func saidIn(line []string) said {
	s := said{}
	for _, word := range line {
		key, value, _ := strings.Cut(word, "=")
		s[key] = value
	}
	return s
}

// deed carries out one deed of whoever acts.
func (w *walk) deed(line []string) error {
	name, rest := line[1], line[2:]
	switch line[0] {
	case "place":
		return w.place(places.Kind(name), rest[0])
	case "household":
		return w.household(name, rest)
	case "add":
		return w.add(name, rest[0], saidIn(rest[1:]))
	case "join":
		return w.join(name, rest[0], saidIn(rest[1:]))
	case "leave":
		of, err := w.who(name)
		if err != nil {
			return err
		}
		_, err = w.does(subjects.Leaves{Subject: of.id, Kind: of.kind, Person: of.persons[rest[0]]})
		return err
	case "begin":
		return w.begin(name, rest[0])
	case "do":
		return w.step(name, rest[0], saidIn(rest[1:]))
	}
	known, err := w.around(line)
	if !known {
		return unknown(line[0])
	}
	return err
}

func (w *walk) does(c desk.Command) (desk.Receipt, error) {
	return w.op.Desk.Do(w.Context(), w.actor(), w.scope, id.New(), c)
}

func (w *walk) who(name string) (*somebody, error) {
	if of := w.named[name]; of != nil {
		return of, nil
	}
	return nil, fmt.Errorf("nobody is called %q", name)
}

func (w *walk) place(kind places.Kind, name string) error {
	r, err := w.op.Desk.Do(w.Context(), w.actors[access.ProgrammeManager], access.Commons, id.New(), places.Add{Kind: kind, Name: name})
	if err == nil {
		w.places[name] = r.IDs[0]
		w.named[name] = &somebody{id: r.IDs[0], kind: string(kind), persons: map[string]id.ID{}}
	}
	return err
}

// household registers people who live together: F34 is a woman of 34, M36 a man, C5 a child of whom nobody says more; where they live may stand last.
func (w *walk) household(name string, of []string) error {
	c := people.Register{Arrived: clock.NoDay}
	if site, lives := strings.CutPrefix(of[len(of)-1], "at="); lives {
		c.Site, of = w.places[site], of[:len(of)-1]
	}
	for i, who := range of {
		age, err := strconv.Atoi(who[1:])
		if err != nil {
			return err
		}
		year, _, _ := clock.DayOf(w.clock.Now()).Date()
		m := people.Member{Sex: map[byte]people.Sex{'F': people.Female, 'M': people.Male}[who[0]], Relation: people.Child,
			Born: people.Born{Day: clock.Date(year-age, 1, 1), Precision: people.BirthYear}}
		if i == 0 {
			m.Relation = people.Head
		}
		c.Members = append(c.Members, m)
	}
	r, err := w.does(c)
	if err != nil {
		return err
	}
	home := &somebody{id: r.IDs[0], kind: "household", persons: map[string]id.ID{}}
	for i, person := range r.IDs[1:] {
		home.persons[of[i]] = person
	}
	w.named[name] = home
	return nil
}

// add registers a subject.
func (w *walk) add(kind, name string, s said) error {
	is := subjects.Description{Name: name}
	for key, value := range s {
		switch key {
		case "place":
			is.Place = w.places[value]
		case "under":
			above, err := w.who(value)
			if err != nil {
				return err
			}
			is.Under = above.id
		case "code":
		default:
			is.Attributes = append(is.Attributes, subjects.Attribute{Name: key, Value: value})
		}
	}
	slices.SortFunc(is.Attributes, func(a, b subjects.Attribute) int { return strings.Compare(a.Name, b.Name) })
	r, err := w.does(subjects.Add{Kind: kind, Code: s["code"], Is: is})
	if err == nil {
		w.named[name] = &somebody{id: r.IDs[0], kind: kind, persons: map[string]id.ID{}}
	}
	return err
}

func (w *walk) join(name, person string, s said) error {
	of, err := w.who(name)
	if err != nil {
		return err
	}
	born, _ := strconv.Atoi(s["born"])
	r, err := w.does(subjects.Join{Subject: of.id, Kind: of.kind, Role: s["role"], Sex: map[string]people.Sex{"f": people.Female, "m": people.Male}[s["sex"]],
		BornYear: born, Names: people.Names{Given: person}})
	if err == nil {
		of.persons[person] = r.IDs[0]
	}
	return err
}

// begin begins a pathway of the programme that was put in force last.
func (w *walk) begin(name, pathway string) error {
	of, err := w.who(name)
	if err != nil {
		return err
	}
	r, err := w.does(w.tended(of, journey.Start{Programme: w.programme, Pathway: pathway, Subject: of.id}))
	if err == nil {
		of.way = r.IDs[0]
	}
	return err
}

// tended wraps the command about a subject as whoever looks after it gives it.
func (w *walk) tended(of *somebody, c desk.Command) desk.Command {
	if programme.NatureOf(of.kind) == programme.Thing {
		return journey.Tend{Kind: of.kind, Do: c}
	}
	return c
}

// step does what the verb of a step is.
func (w *walk) step(name, step string, s said) error {
	of, err := w.who(name)
	if err != nil {
		return err
	}
	verb, begins, err := w.verbOf(of, step)
	if err != nil {
		return err
	}
	words := journey.Words{Text: s["words"], Source: s["source"]}
	for key, value := range s {
		if q, is := strings.CutPrefix(key, "q."); is {
			if words.Answers == nil {
				words.Answers = programme.Answers{}
			}
			words.Answers[q] = value
		}
	}
	_, yes := s["yes"]
	if does := ofHouseholds[verb]; does != nil {
		return does(w, of, step, s, words)
	}
	switch verb {
	case "ask":
		if begins {
			_, err := detention.HandOver{Scope: w.scope, Way: of.way, Step: step, Answers: words.Answers}.Do(w.Context(), w.op.Desk, w.actor())
			return err
		}
		return w.tends(of, journey.Ask{Journey: of.way, Step: step, By: of.persons[s["by"]], Words: words})
	case "gather":
		return w.attend(of, step, s, words)
	case "check":
		next, err := s.day("next")
		if err != nil {
			return err
		}
		return w.tends(of, journey.FollowUp{Journey: of.way, Step: step, Next: next, Words: words})
	case "decide":
		return w.tends(of, journey.DecideStep{Journey: of.way, Step: step, Yes: yes, Option: s["which"], Reason: s["because"], Source: s["source"], Answers: words.Answers})
	case "close":
		c := journey.Close{Journey: of.way, Step: step, Reason: s["reason"], Words: words}
		for _, who := range strings.FieldsFunc(s["agree"], isComma) {
			c.Agree = append(c.Agree, of.persons[who])
		}
		return w.tends(of, c)
	case "build":
		if _, reports := s["reported"]; reports {
			_, err = w.does(works.Report{Journey: of.way, Step: step})
			return err
		}
		_, passed := s["passed"]
		_, err = w.does(works.Inspect{Journey: of.way, Step: step, Passed: passed, Defects: strings.FieldsFunc(s["defects"], isComma), Seen: works.Seen{Answers: words.Answers}})
		return err
	}
	return fmt.Errorf("no walk knows how to do the verb %q", verb)
}

func isComma(r rune) bool { return r == ',' }

func (w *walk) tends(of *somebody, c desk.Command) error {
	_, err := w.does(w.tended(of, c))
	return err
}

// attend records who was there: those who are named, or all of it together.
func (w *walk) attend(of *somebody, step string, s said, words journey.Words) error {
	who := strings.FieldsFunc(s["who"], isComma)
	if len(who) == 0 {
		return w.tends(of, journey.Attend{Journey: of.way, Step: step, Words: words})
	}
	for _, name := range who {
		if err := w.tends(of, journey.Attend{Journey: of.way, Step: step, By: of.persons[name], Words: words}); err != nil {
			return err
		}
	}
	return nil
}

// verbOf returns the verb of a step of the pathway that somebody walks.
func (w *walk) verbOf(of *somebody, step string) (verb string, begins bool, err error) {
	type answer struct {
		Verb   string `class:"open"`
		Begins bool   `class:"open"` // people are handed over there
	}
	got, err := desk.Ask(w.Context(), w.op.Desk, w.reader(), "task.test", desk.Query[answer]{Act: access.PeopleList, Scope: w.scope,
		Run: func(r *desk.Reader) (answer, error) {
			k, err := journey.Take(r, of.way)
			if err != nil {
				return answer{}, err
			}
			if s := k.Pathway.Step(step); s != nil {
				return answer{s.Verb.Name, s.Begins != ""}, nil
			}
			return answer{}, journey.NoSuchStep(step)
		}})
	return got.Verb, got.Begins, err
}

// count counts the facts of a scope.
func count(ctx context.Context, db store.Tx, scope access.Scope) (n uint64, err error) {
	feeds, err := journal.Feeds(ctx, db, scope)
	for _, f := range feeds {
		n += f.Head.Seq
	}
	return n, err
}
