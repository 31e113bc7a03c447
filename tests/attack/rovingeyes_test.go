// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// Promises 6 and 8 on any programme: what was filled in of a form is read by those alone who are cleared for the class of its question, and a household that is
// forgotten is gone from every answer and from the journal.

// classes are those of questions, as a form names them.
var classes = map[string]access.Class{"personal": access.Personal, "sensitive": access.Sensitive, "sealed": access.Sealed}

// file is what somebody is told of a subject, as text: the file with all that was filled in and said; what they are refused is no text.
func (r *roving) file(by access.Actor, g *goer) string {
	var got any
	var err error
	switch g.nature() {
	case programme.Household:
		got, err = desk.Ask(context.Background(), r.desk, by, "task.test", journey.FileWith(r.scope, g.household, noFormBeside, choice.Filled, works.Filled, movement.Filled))
	case programme.Thing:
		got, err = desk.Ask(context.Background(), r.desk, by, "task.test", journey.SubjectFileOf(r.scope, g.kind(), g.household, noFormBeside))
	default:
		return ""
	}
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%+v", got)
}

// needToKnow asks somebody of each role for a file, and holds what they are told against their clearance.
func (r *roving) needToKnow() {
	g := r.goer()
	for _, by := range r.users[:len(access.Roles())] {
		cleared, text := access.Clearance(by, r.scope, r.today()), r.file(by, g)
		for name, class := range classes {
			read := strings.Contains(text, r.word+" "+name)
			if read && !cleared.Has(class) {
				r.t.Fatalf("the %s reads what is %s of a %s", by.Grants[0].Role, name, g.kind())
			}
			if read {
				coverage.add("words read by who is cleared: " + name)
			}
		}
	}
}

// forgotten has a household forgotten that nobody has left, and looks for it: in every file, among the lists of people, and in the journal.
func (r *roving) forgotten() {
	i := slices.IndexFunc(r.goers, func(g *goer) bool { return g.nature() == programme.Household && r.allStillThere(g.household) })
	if i < 0 {
		return
	}
	g := r.goers[i]
	c := people.Forget{Household: g.household, Whole: true, Reason: 1}
	for of, p := range r.audit.persons {
		if p.homes[0].home == g.household {
			c.Persons = append(c.Persons, of)
		}
	}
	name := r.names[g.household]
	if _, ok := r.by(r.as(access.DataProtectionOfficer), c); !ok {
		return
	}
	coverage.add("households forgotten")
	for _, by := range r.users[:len(access.Roles())] {
		rows, _ := desk.Ask(context.Background(), r.desk, by, "task.test", journey.Search(r.scope, nil, name, ""))
		if text := r.file(by, g) + fmt.Sprintf("%+v", rows); strings.Contains(text, name) {
			r.t.Fatalf("the %s reads the name of people who were forgotten", by.Grants[0].Role)
		}
	}
	r.goneFromTheJournal(append(c.Persons, g.household), name)
}

// allStillThere reports whether everybody who was registered with a household lives in it, or died in it, under a record of their own.
func (r *roving) allStillThere(household id.ID) bool {
	some := false
	for _, p := range r.audit.persons {
		first := len(p.homes) > 0 && p.homes[0].home == household
		at := slices.ContainsFunc(r.audit.standing(p), func(m membership) bool { return m.home == household })
		if first != at || first && !r.audit.into(p).IsZero() || first && len(p.homes) > 1 {
			return false
		}
		some = some || first
	}
	return some && r.names[household] != ""
}

// goneFromTheJournal: nobody, with all keys that there are, opens a word about those who were forgotten.
func (r *roving) goneFromTheJournal(owners []id.ID, name string) {
	err := r.desk.Store().Read(context.Background(), func(db store.Tx) error {
		feeds, err := journal.Feeds(context.Background(), db, r.scope)
		for _, f := range feeds {
			if err != nil {
				break
			}
			err = journal.Each(context.Background(), db, r.scope, f.Head.Feed, 0, f.Head.Seq, func(s *journal.Sealed) error {
				e, err := s.Open()
				if err != nil {
					return err
				}
				fact, err := journal.Unseal(r.desk.Ring(), r.scope, s, e)
				if err == nil && (slices.Contains(owners, fact.Owner) && len(fact.Person) > 0 || strings.Contains(string(fact.Person), name)) {
					r.t.Fatalf("%s of somebody who was forgotten can still be read", fact.Kind)
				}
				return err
			})
		}
		return err
	})
	must(r.t, err)
}
