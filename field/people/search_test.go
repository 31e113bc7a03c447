// SPDX-License-Identifier: Apache-2.0

package people_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"safar/desk"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/register"
	"safar/kernel/store"
	"safar/kernel/store/pgtest"

	"pgregory.net/rapid"
)

// office is a caseload with its desk.
type office struct {
	desk  *desk.Desk
	store store.Store
	ring  *keys.Ring
	scope access.Scope
	actor access.Actor

	spellings *people.Spellings
}

// offices are one on a laptop, and one at headquarters, where the register is sealed and the keys of names are hashed.
func offices(t *testing.T) map[string]*office {
	t.Helper()
	return map[string]*office{
		"sqlite": openOffice(t, func(ring *keys.Ring) (store.Store, error) {
			return store.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "safar.db"), store.SQLiteOptions{Key: ring.FileKey()})
		}),
		"postgres": openOffice(t, func(*keys.Ring) (store.Store, error) {
			return store.OpenPostgres(t.Context(), pgtest.Start(t), store.PostgresOptions{})
		}),
	}
}

func openOffice(t *testing.T, open func(*keys.Ring) (store.Store, error)) *office {
	t.Helper()
	kept, err := store.OpenSQLite(t.Context(), filepath.Join(t.TempDir(), "keys.db"), store.SQLiteOptions{})
	must(t, err)
	ring, err := keys.CreateAt(t.Context(), kept, "correct horse battery", keys.MadeUp)
	must(t, err)
	st, err := open(ring)
	must(t, err)
	d, err := desk.Open(t.Context(), st, ring, register.NewHouse(slices.Concat(desk.Declarations(), people.Declarations())...),
		clock.At(time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)))
	must(t, err)
	t.Cleanup(func() { d.Close(); st.Close(); ring.Close() })
	o := &office{desk: d, store: st, ring: ring, spellings: people.NewSpellings(), scope: access.Scope{Caseload: id.New(), Compartment: access.General}}
	o.actor = access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.Caseworker, o.scope.Caseload)}}
	return o
}

// tester is a test, or one run of a property.
type tester interface {
	Helper()
	Context() context.Context
	Fatal(...any)
}

func must(t tester, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// register registers a household and returns its id and those of its people.
func (o *office) register(t *testing.T, names ...people.Names) (household id.ID, persons []id.ID) {
	t.Helper()
	c := people.Register{Consent: "yes"}
	for i, n := range names {
		m := people.Member{Names: n, Relation: people.Child}
		if i == 0 {
			m.Relation = people.Head
		}
		c.Members = append(c.Members, m)
	}
	r, err := o.desk.Do(t.Context(), o.actor, o.scope, id.New(), c)
	must(t, err)
	return r.IDs[0], r.IDs[1:]
}

func (o *office) find(t tester, text string) people.Found {
	t.Helper()
	var found people.Found
	_, err := desk.Ask(t.Context(), o.desk, o.actor, "task.search", desk.Query[struct{}]{Act: access.PeopleSearch, Scope: o.scope,
		Run: func(r *desk.Reader) (none struct{}, err error) {
			found, err = people.Find(r, o.spellings, text, "")
			return none, err
		}})
	must(t, err)
	return found
}

func TestSomebodyIsFoundByAnyWordsOfTheirName(t *testing.T) {
	for engine, o := range offices(t) {
		one, _ := o.register(t, people.Names{Given: "Amani Chausiku", Family: "Kabila"}, people.Names{Given: "Neema", Family: "Kabila"})
		two, _ := o.register(t, people.Names{Given: "Amani", Family: "Mwamba"})
		three, _ := o.register(t, people.Names{Given: "Zawadi"})
		for text, want := range map[string][]id.ID{
			"amani": {one, two}, "KABILA": {one}, "chausiku": {one}, "zawadi": {three}, "Kabila Amani": {one}, "amani mwamba": {two},
			"chausiku kabila": {one}, "kabila chausiku amani": {one}, "neema kabila": {one}, "neema amani": nil, "kabila mwamba": nil,
			"amani chausiku mwamba": nil, "ma": nil, "": nil, "zawadi zawadi": {three}, "amani nobody": nil, "kabila neema amani": nil,
		} {
			found := o.find(t, text)
			slices.SortFunc(found.Households, id.ID.Compare)
			slices.SortFunc(want, id.ID.Compare)
			if !slices.Equal(found.Households, want) || found.More {
				t.Errorf("%s: %q finds %v, want %v", engine, text, found, want)
			}
		}
	}
}

func TestNoMoreAreFoundThanSomebodyReads(t *testing.T) {
	for engine, o := range offices(t) {
		for i := range people.MostFound {
			o.register(t, people.Names{Given: "Amani", Family: fmt.Sprint("Kabila", i%3)}, people.Names{Given: "Amani", Family: "Mwamba"})
		}
		for _, text := range []string{"amani", "amani mwamba"} {
			if found := o.find(t, text); len(found.Households) != people.MostFound || found.More {
				t.Errorf("%s: %q finds %d, more: %v", engine, text, len(found.Households), found.More)
			}
		}
		o.register(t, people.Names{Given: "Amani", Family: "Mwamba"})
		for _, text := range []string{"amani", "amani mwamba"} {
			if found := o.find(t, text); len(found.Households) != people.MostFound || !found.More {
				t.Errorf("%s: %q finds %d of one more, more: %v", engine, text, len(found.Households), found.More)
			}
		}
	}
}

// erase records that somebody is to be forgotten.
type erase struct{ Owner id.ID }

func (erase) Act() access.Act { return access.PeopleRegister }

func (c erase) Decide(tx *desk.Tx) error {
	return tx.Record(register.Erase(c.Owner, tx.Today(), register.ErasureAsked))
}

func TestWhoWasForgottenIsNotFound(t *testing.T) {
	for engine, o := range offices(t) {
		_, persons := o.register(t, people.Names{Given: "Amani", Family: "Kabila"}, people.Names{Given: "Neema", Family: "Kabila"})
		_, err := o.desk.Do(t.Context(), o.actor, o.scope, id.New(), erase{persons[0]})
		must(t, err)
		must(t, o.desk.FinishErasures(t.Context(), o.scope))
		for text, want := range map[string]int{"amani": 0, "amani kabila": 0, "kabila": 1, "neema kabila": 1} {
			if found := o.find(t, text); len(found.Households) != want {
				t.Errorf("%s: %q finds %d, want %d", engine, text, len(found.Households), want)
			}
		}
	}
}

// Whatever the names, a search finds exactly those who have all the words.
func TestASearchFindsWhoHasAllTheWords(t *testing.T) {
	o := offices(t)["sqlite"]
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}), 1, 4)
	check := func(t *rapid.T) {
		o.scope.Caseload = id.New()
		o.actor.Grants = []access.Grant{access.NewGrant(access.Caseworker, o.scope.Caseload)}
		var names [][]string
		for range rapid.IntRange(1, 6).Draw(t, "people") {
			names = append(names, words.Draw(t, "name"))
			c := people.Register{Consent: "yes", Members: []people.Member{{Names: people.Names{Given: strings.Join(names[len(names)-1], " ")}}}}
			if _, err := o.desk.Do(t.Context(), o.actor, o.scope, id.New(), c); err != nil {
				t.Fatal(err)
			}
		}
		asked, want := words.Draw(t, "asked"), 0
		for _, name := range names {
			if !slices.ContainsFunc(asked, func(word string) bool { return !slices.Contains(name, word) }) {
				want++
			}
		}
		if found := o.find(t, strings.Join(asked, " ")); len(found.Households) != want {
			t.Fatalf("%v of %v: %d found, want %d", asked, names, len(found.Households), want)
		}
	}
	rapid.Check(t, check)
}

func TestSomebodyIsFoundWhoseNameIsTypedALittleWrong(t *testing.T) {
	for engine, o := range offices(t) {
		kabunda, _ := o.register(t, people.Names{Given: "Amina", Family: "Kabunda"}, people.Names{Given: "Juma", Family: "Kabunda"})
		mwamba, _ := o.register(t, people.Names{Given: "Zawadi", Family: "Mwamba"})
		for text, want := range map[string][]id.ID{
			"Amina Kabunda": {kabunda}, "Amuna Kapunda": {kabunda}, "Kapunta": {kabunda}, "kabunda amian": {kabunda}, "Muamba Sawadi": {mwamba},
			"Zaw": {mwamba}, "Amina Mwamba": nil, "Xerxes": nil, "A": nil,
		} {
			if got := o.find(t, text); !slices.Equal(got.Households, want) || got.Like != (text != "Amina Kabunda") {
				t.Errorf("%s: %q finds %d households (like it: %v), want %d", engine, text, len(got.Households), got.Like, len(want))
			}
		}
	}
}

// What is written after the words were read is known at the next question, and what was forgotten is not.
func TestSpellingsFollowWhatIsWritten(t *testing.T) {
	for engine, o := range offices(t) {
		o.register(t, people.Names{Given: "Amina"})
		if got := o.find(t, "Zawadu"); len(got.Households) != 0 {
			t.Errorf("%s: somebody was found who is not there yet", engine)
		}
		_, persons := o.register(t, people.Names{Given: "Zawadi"}, people.Names{Given: "Zawada"})
		if got := o.find(t, "Zawadu"); len(got.Households) != 1 {
			t.Errorf("%s: who was registered since is not found", engine)
		}
		for _, person := range persons {
			_, err := o.desk.Do(t.Context(), o.actor, o.scope, id.New(), erase{person})
			must(t, err)
			o.find(t, "Zawadu") // asked for, and not carried out yet
			must(t, o.desk.FinishErasures(t.Context(), o.scope))
		}
		if got := o.find(t, "Zawadu"); len(got.Households) != 0 {
			t.Errorf("%s: who was forgotten is found", engine)
		}
		if o.spellings.Known(o.scope, "zawadi") || o.spellings.Known(o.scope, "zawada") || !o.spellings.Known(o.scope, "amina") {
			t.Errorf("%s: the names of those who were forgotten are still known", engine)
		}
	}
}
