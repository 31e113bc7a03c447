// SPDX-License-Identifier: Apache-2.0

package verify_test

import (
	"crypto/ed25519"
	"fmt"
	"slices"
	"testing"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/register/registertest"
	"safar/kernel/store"
	"safar/kernel/store/pgtest"
	"safar/kernel/verify"
)

// operation is a node with a caseload of three stories, a forgotten owner, and facts of another node.
type operation struct {
	*registertest.Node
	other   *registertest.Node
	scope   access.Scope
	stories []id.ID
	gone    id.ID
}

func newOperation(t testing.TB, n *registertest.Node) *operation {
	t.Helper()
	o := &operation{Node: n, other: n.Another(t, "other"), scope: access.Scope{Caseload: id.New(), Compartment: access.General}, gone: id.New()}
	for range 3 {
		story := id.New()
		o.stories = append(o.stories, story)
		o.Write(t, o.scope, registertest.Count(story, 2, "a"), registertest.Say(story, story, "Amani"))
	}
	o.other.Write(t, o.scope, registertest.Count(o.stories[0], 1, "b"), registertest.Say(o.stories[0], o.stories[0], "Neema"))
	o.Take(t, o.scope, o.other.Parcel(t, o.scope, 0, 2))
	o.Write(t, o.scope, registertest.Say(o.gone, o.gone, "Zawadi"), register.Erase(o.gone, 20500, register.ErasureAsked))
	if _, err := register.Forget(t.Context(), o.Store, o.Rows, o.Ring, o.scope, o.gone); err != nil {
		t.Fatal(err)
	}
	o.Write(t, access.Commons, registertest.Count(id.New(), 1, ""))
	return o
}

func onSQLite(t testing.TB) *operation {
	return newOperation(t, registertest.New(t, registertest.Ring(t), registertest.House()))
}

func (o *operation) check(t testing.TB) verify.Findings {
	t.Helper()
	c := &verify.Checker{Store: o.Store, Ring: o.Ring, House: o.Rows.House(), PublicKey: func(node id.ID) ed25519.PublicKey {
		if node == o.other.Writer.Node {
			return o.other.PublicKey()
		}
		return nil
	}}
	found, err := c.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// spoil changes the database behind everybody's back.
func (o *operation) spoil(t testing.TB, statement string, args ...any) {
	t.Helper()
	err := o.Store.Write(t.Context(), func(tx store.Tx) error {
		n, err := tx.Exec(t.Context(), statement, args...)
		if err == nil && n == 0 {
			err = fmt.Errorf("nothing was spoilt")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func keysOf(f verify.Findings) (keys []string) {
	for _, found := range f.List {
		if !slices.Contains(keys, found.Key) {
			keys = append(keys, found.Key)
		}
	}
	slices.Sort(keys)
	return keys
}

func TestAWholeDatabaseHasNoFindings(t *testing.T) {
	o := onSQLite(t)
	found := o.check(t)
	if !found.Good() {
		t.Errorf("%+v", found.List)
	}
	if found.Scopes != 2 || found.Feeds != 3 || found.Facts != 11 || found.Stories != 6 || found.Entries != 9 {
		t.Errorf("%+v", found)
	}
}

func TestAWholeDatabaseOnPostgresHasNoFindings(t *testing.T) {
	st, err := store.OpenPostgres(t.Context(), pgtest.Start(t), store.PostgresOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	o := newOperation(t, registertest.On(t, st, registertest.Ring(t), registertest.House()))
	if found := o.check(t); !found.Good() || found.Stories != 6 {
		t.Errorf("%+v", found)
	}
	o.spoil(t, `UPDATE story SET state = $1 WHERE story = $2`, []byte("noise of more than twenty-eight bytes"), o.stories[0][:])
	if found := o.check(t); !slices.Contains(keysOf(found), "register.state_unreadable") {
		t.Errorf("%+v", found)
	}
}

// Each way of spoiling the database, and what the check calls it. All are undone by a new operation.
func TestTheCheckSaysWhatIsWrongAndWhere(t *testing.T) {
	ring := registertest.Ring(t)
	for name, c := range map[string]struct {
		spoil func(testing.TB, *operation)
		want  []string // among the findings
		where func(*operation, verify.Finding) bool
	}{
		"a record changed": {func(t testing.TB, o *operation) {
			o.spoil(t, `UPDATE fact SET record = $3 WHERE feed = $1 AND seq = $2`, o.feed(), int64(3), []byte("another record"))
		}, []string{"journal.record_changed", "verify.places_differ"}, atFact(3)},
		"a person part changed": {func(t testing.TB, o *operation) {
			o.spoil(t, `UPDATE fact SET person = $3 WHERE feed = $1 AND seq = $2`, o.feed(), int64(2), []byte("another person"))
		}, []string{"journal.person_changed"}, atFact(2)},
		"a person part removed": {func(t testing.TB, o *operation) {
			o.spoil(t, `UPDATE fact SET person = NULL WHERE feed = $1 AND seq = $2`, o.feed(), int64(2))
		}, []string{"register.person_missing", "verify.state_differs"}, atFact(2)},
		"a fact removed": {func(t testing.TB, o *operation) {
			o.spoil(t, `DELETE FROM fact WHERE feed = $1 AND seq = $2`, o.feed(), int64(3))
		}, []string{"journal.gap", "journal.no_such_fact"}, atFact(4)},
		"the last fact removed": {func(t testing.TB, o *operation) {
			o.spoil(t, `DELETE FROM fact WHERE feed = $1 AND seq = $2`, o.feed(), int64(8))
		}, []string{"verify.head_differs"}, atFact(8)},
		"a feed cut short, with its head": {func(t testing.TB, o *operation) {
			hash := o.hash(t, 6)
			o.spoil(t, `DELETE FROM fact WHERE feed = $1 AND seq > $2`, o.feed(), int64(6))
			o.spoil(t, `UPDATE feed SET seq = $2, hash = $3 WHERE feed = $1`, o.feed(), int64(6), hash)
		}, []string{"verify.feed_cut"}, nil},
		"a feed's row removed": {func(t testing.TB, o *operation) {
			o.spoil(t, `DELETE FROM feed WHERE feed = $1`, o.feed())
		}, []string{"verify.feed_lost", "verify.feed_cut"}, nil},
		"a feed's head set back": {func(t testing.TB, o *operation) {
			o.spoil(t, `UPDATE feed SET seq = $2, hash = $3 WHERE feed = $1`, o.feed(), int64(6), o.hash(t, 6))
		}, []string{"verify.beyond_head"}, nil},
		"an envelope of noise": {func(t testing.TB, o *operation) {
			o.spoil(t, `UPDATE fact SET envelope = $3 WHERE feed = $1 AND seq = $2`, o.feed(), int64(4), []byte("noise"))
		}, []string{"journal.envelope_unreadable"}, atFact(4)},
		"two facts exchanged": {func(t testing.TB, o *operation) {
			o.spoil(t, `UPDATE fact SET seq = 999 WHERE feed = $1 AND seq = $2`, o.feed(), int64(1))
			o.spoil(t, `UPDATE fact SET seq = 1 WHERE feed = $1 AND seq = $2`, o.feed(), int64(3))
			o.spoil(t, `UPDATE fact SET seq = 3 WHERE feed = $1 AND seq = $2`, o.feed(), int64(999))
		}, []string{"journal.gap"}, nil},
		"a signature changed": {func(t testing.TB, o *operation) {
			o.spoil(t, `UPDATE signature SET signature = $2 WHERE feed = $1`, o.feed(), make([]byte, 64))
		}, []string{"journal.signature_wrong"}, atFact(2)},
		"the last signature removed": {func(t testing.TB, o *operation) {
			o.spoil(t, `DELETE FROM signature WHERE feed = $1 AND seq = $2`, o.feed(), int64(8))
		}, []string{"verify.head_not_signed"}, nil},
		"a fact of the other node's feed": {func(t testing.TB, o *operation) {
			o.spoil(t, `UPDATE fact SET record = $1 WHERE feed <> $2 AND seq = 1 AND scope = $3`, []byte("x"), o.feed(), o.scope.Bytes())
		}, []string{"journal.record_changed"}, nil},
		"a recorded frontier changed": {func(t testing.TB, o *operation) {
			heads, _ := journal.Encode([]journal.Head{{Feed: journal.FeedID(o.feed()), Seq: 2, Hash: journal.Hash{1}}})
			o.spoil(t, `UPDATE frontier SET heads = $1 WHERE scope = $2`, heads, o.scope.Bytes())
		}, []string{"verify.not_as_recorded"}, atFact(2)},
		"a state changed": {func(t testing.TB, o *operation) {
			state, _ := journal.Encode(registertest.Note{Sum: 1_000_000})
			o.spoil(t, `UPDATE story SET state = $1 WHERE story = $2`, state, o.stories[1][:])
		}, []string{"verify.state_differs"}, atStory(1)},
		"a state of noise": {func(t testing.TB, o *operation) {
			o.spoil(t, `UPDATE story SET state = $1 WHERE story = $2`, []byte("noise"), o.stories[1][:])
		}, []string{"verify.state_differs"}, atStory(1)},
		"places of noise": {func(t testing.TB, o *operation) {
			o.spoil(t, `UPDATE story SET places = $1 WHERE story = $2`, []byte("noise"), o.stories[1][:])
		}, []string{"register.state_unreadable", "verify.fact_not_folded"}, atStory(1)},
		"a story's row removed": {func(t testing.TB, o *operation) {
			o.spoil(t, `DELETE FROM story WHERE story = $1`, o.stories[1][:])
		}, []string{"verify.entry_stray", "verify.fact_not_folded"}, atStory(1)},
		"two stories exchanged": {func(t testing.TB, o *operation) {
			o.spoil(t, `UPDATE story SET story = $1 WHERE story = $2`, make([]byte, 16), o.stories[1][:])
			o.spoil(t, `UPDATE story SET story = $1 WHERE story = $2`, o.stories[1][:], o.stories[2][:])
			o.spoil(t, `UPDATE story SET story = $1 WHERE story = $2`, o.stories[2][:], make([]byte, 16))
		}, []string{"verify.fact_of_another_story"}, atStory(1)},
		"an entry removed": {func(t testing.TB, o *operation) {
			o.spoil(t, `DELETE FROM entry WHERE list = $1 AND story = $2`, "by_word", o.stories[1][:])
		}, []string{"verify.entry_missing"}, atStory(1)},
		"an entry added": {func(t testing.TB, o *operation) {
			o.spoil(t, `INSERT INTO entry (scope, list, key, story) VALUES ($1, $2, $3, $4)`, o.scope.Bytes(), "by_sum",
				registertest.SumKey(77), o.stories[2][:])
		}, []string{"verify.entry_stray"}, atStory(2)},
		"an entry under another key": {func(t testing.TB, o *operation) {
			o.spoil(t, `UPDATE entry SET key = $1 WHERE list = $2 AND story = $3`, []byte("Zawadi"), "by_word", o.stories[1][:])
		}, []string{"verify.entry_missing", "verify.entry_stray"}, atStory(1)},
		"a key lost": {func(t testing.TB, o *operation) {
			if err := o.Ring.Destroy(t.Context(), o.scope, o.stories[1]); err != nil {
				t.Fatal(err)
			}
		}, []string{"register.owner_key_missing"}, atFact(4)},
		"an erasure not carried out": {func(t testing.TB, o *operation) {
			o.Write(t, o.scope, register.Erase(o.stories[2], 20500, register.ErasureAsked))
		}, []string{"verify.erasure_unfinished"}, atStory(2)},
	} {
		o := newOperation(t, registertest.New(t, ring, registertest.House()))
		c.spoil(t, o)
		found := o.check(t)
		got := keysOf(found)
		for _, want := range c.want {
			if !slices.Contains(got, want) {
				t.Errorf("%s: found %v, want %s among them", name, got, want)
			}
		}
		if c.where != nil && !slices.ContainsFunc(found.List, func(f verify.Finding) bool { return c.where(o, f) }) {
			t.Errorf("%s: no finding says where: %+v", name, found.List)
		}
	}
}

func atFact(seq uint64) func(*operation, verify.Finding) bool {
	return func(o *operation, f verify.Finding) bool {
		return f.Scope == o.scope && f.Seq == seq && f.Feed == journal.FeedID(o.feed())
	}
}

func atStory(i int) func(*operation, verify.Finding) bool {
	return func(o *operation, f verify.Finding) bool { return f.Scope == o.scope && f.Story == o.stories[i] }
}

// feed is the id of the operation's own feed.
func (o *operation) feed() []byte {
	feed := journal.NewFeed(o.Writer, o.scope).ID()
	return feed[:]
}

func (o *operation) hash(t testing.TB, seq uint64) []byte {
	t.Helper()
	var hash journal.Hash
	err := o.Store.Read(t.Context(), func(tx store.Tx) error {
		s, err := journal.Read(t.Context(), tx, o.scope, journal.Ref{Feed: journal.FeedID(o.feed()), Seq: seq})
		if err == nil {
			hash = s.Hash()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hash[:]
}

func TestAnotherNodesKeyThatIsNotKnownIsSaid(t *testing.T) {
	o := onSQLite(t)
	found, err := verify.Check(t.Context(), o.Store, o.Ring, o.Rows.House(), nil)
	if err != nil || found.Count != 1 || found.List[0].Key != "verify.node_key_unknown" || found.List[0].Kind != fault.Undecidable {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestKindsOfANewerProgramAreCountedAndNotFound(t *testing.T) {
	o := onSQLite(t)
	old := o.Rows
	o.Rows = register.NewRows(registertest.NewerHouse(), nil)
	o.Write(t, o.scope, registertest.Count(o.stories[0], 1, ""))
	o.Rows = old
	if found := o.check(t); !found.Good() || found.Unknown != 0 {
		t.Errorf("%+v", found)
	}
	story := id.New()
	o.other.Rows = register.NewRows(registertest.NewerHouse(), nil)
	o.other.Write(t, o.scope, registertest.Double(story))
	o.Take(t, o.scope, o.other.Parcel(t, o.scope, 2, 3))
	if found := o.check(t); !found.Good() || found.Unknown != 1 {
		t.Errorf("%+v", found)
	}
	o.Rows = register.NewRows(registertest.NewerHouse(), nil)
	if found := o.check(t); !slices.Contains(keysOf(found), "verify.fact_not_folded") {
		t.Errorf("after the upgrade the fact is due: %+v", found)
	}
	err := o.Store.Write(t.Context(), func(tx store.Tx) error {
		return register.Rebuild(t.Context(), tx, o.Rows, o.Ring, o.scope, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	if found := o.check(t); !found.Good() || found.Unknown != 0 {
		t.Errorf("rebuilt: %+v", found)
	}
}

func TestAnEmptiedRegisterIsFoundWithoutListingAllOfIt(t *testing.T) {
	o := onSQLite(t)
	for range 40 {
		var drafts []journal.Draft
		for range 40 {
			drafts = append(drafts, registertest.Count(id.New(), 1, ""))
		}
		o.Write(t, o.scope, drafts...)
	}
	o.spoil(t, `DELETE FROM story`)
	o.spoil(t, `DELETE FROM entry`)
	found := o.check(t)
	if !slices.Contains(keysOf(found), "verify.more_differs") || len(found.List) > 1000 {
		t.Errorf("%d listed: %v", len(found.List), keysOf(found))
	}
}

func TestProgressReachesItsEnd(t *testing.T) {
	o := onSQLite(t)
	var last, total uint64
	_, err := verify.Check(t.Context(), o.Store, o.Ring, o.Rows.House(), func(done, of uint64) {
		if done < last || done > of {
			t.Errorf("%d of %d after %d", done, of, last)
		}
		last, total = done, of
	})
	if err != nil || last != total || total == 0 {
		t.Errorf("%d of %d, %v", last, total, err)
	}
}
