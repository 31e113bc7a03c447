// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"bytes"
	"context"
	"math"
	"slices"
	"testing"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"

	"github.com/google/go-cmp/cmp"
)

func TestAFactComesBackAsItWasWritten(t *testing.T) {
	f := newFeed(caseload)
	e := &journal.Envelope{Format: journal.Format, Feed: f.head.Feed, Seq: 1, At: f.at, Command: named("command"), Epoch: 3}
	r := &journal.Record{Kind: "people.registered", Version: 7, Author: named("author"), Wall: -5, Day: clock.NoDay, Story: named("story"),
		Owner: named("owner"), Supersedes: map[string][]journal.Ref{"names": {{Feed: f.head.Feed, Seq: 9}}},
		Deps: []journal.Ref{{Feed: f.head.Feed, Seq: 2}}, Residue: mustEncode(t, residue{4})}
	person := mustEncode(t, words{"Amani"})
	s, err := journal.Seal(testKeys{}, caseload, e, r, person)
	if err != nil {
		t.Fatal(err)
	}
	read, err := s.Open()
	if err != nil {
		t.Fatal(err)
	}
	fact, err := journal.Unseal(testKeys{}, caseload, s, read)
	if err != nil {
		t.Fatal(err)
	}
	want := &journal.Fact{Envelope: *e, Record: *r, Person: person}
	if diff := cmp.Diff(want, fact); diff != "" {
		t.Errorf("written and read differ (-written +read):\n%s", diff)
	}
	for _, sealed := range [][]byte{s.Envelope, s.Record, s.Person} {
		for _, secret := range []string{"Amani", "people.registered"} {
			if bytes.Contains(sealed, []byte(secret)) {
				t.Errorf("%q stands readable in a sealed fact", secret)
			}
		}
	}
}

func TestTheSameFactIsNeverSealedTheSameTwice(t *testing.T) {
	a, b := newFeed(caseload).write(t, "a", 1, "Amani"), newFeed(caseload).write(t, "a", 1, "Amani")
	if bytes.Equal(a.Record, b.Record) || bytes.Equal(a.Person, b.Person) {
		t.Error("two facts of the same contents were sealed to the same bytes: key and nonce were used twice")
	}
}

// Whoever changes one bit of what lies on disk is found out.
func TestEverySingleBitFlipIsFound(t *testing.T) {
	f := newFeed(caseload)
	f.write(t, "a", 1, "Amani")
	f.write(t, "b", 2, "")
	f.write(t, "c", 3, "Neema")
	sig := journal.Sign(signer, f.head)
	if _, err := readAll(testKeys{}, caseload, f.head.Feed, f.facts, sig); err != nil {
		t.Fatal(err)
	}
	for i, s := range f.facts {
		for part, text := range map[string][]byte{"envelope": s.Envelope, "record": s.Record, "person": s.Person} {
			for bit := range len(text) * 8 {
				text[bit/8] ^= 1 << (bit % 8)
				if _, err := readAll(testKeys{}, caseload, f.head.Feed, f.facts, sig); err == nil {
					t.Errorf("fact %d, %s: nobody noticed bit %d", i+1, part, bit)
				}
				text[bit/8] ^= 1 << (bit % 8)
			}
		}
	}
	for bit := range len(sig.Bytes) * 8 {
		sig.Bytes[bit/8] ^= 1 << (bit % 8)
		if _, err := readAll(testKeys{}, caseload, f.head.Feed, f.facts, sig); err == nil {
			t.Errorf("signature: nobody noticed bit %d", bit)
		}
		sig.Bytes[bit/8] ^= 1 << (bit % 8)
	}
}

// Beside the hashes, each part is bound to the whole envelope: parts cannot be moved into another fact.
func TestAPartDoesNotOpenUnderAnotherEnvelope(t *testing.T) {
	s := newFeed(caseload).write(t, "a", 1, "Amani")
	whole, err := s.Open()
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*journal.Envelope){
		"format":  func(e *journal.Envelope) { e.Format++ },
		"feed":    func(e *journal.Envelope) { e.Feed[0]++ },
		"number":  func(e *journal.Envelope) { e.Seq++ },
		"before":  func(e *journal.Envelope) { e.Prev[0]++ },
		"stamp":   func(e *journal.Envelope) { e.At++ },
		"command": func(e *journal.Envelope) { e.Command[0]++ },
		"epoch":   func(e *journal.Envelope) { e.Epoch++ },
		"salt":    func(e *journal.Envelope) { e.Salt[0]++ },
	} {
		e := *whole
		change(&e)
		if _, err := journal.Unseal(oneEpoch{}, caseload, s, &e); !fault.Is(err, fault.Damaged) {
			t.Errorf("%s changed: %v", name, err)
		}
	}
}

// oneEpoch has the same key in every epoch, so that only the binding can tell them apart.
type oneEpoch struct{ testKeys }

func (k oneEpoch) ScopeKey(scope access.Scope, _ uint32) ([]byte, error) {
	return k.testKeys.ScopeKey(scope, 1)
}

func TestEveryTruncationIsFound(t *testing.T) {
	f := newFeed(caseload)
	whole := f.write(t, "a", 1, "Amani")
	sig := journal.Sign(signer, f.head)
	cut := func(b []byte, n int) []byte { return slices.Clone(b[:n]) }
	for n := range whole.Envelope {
		expectDamage(t, f, sig, "envelope", n, &journal.Sealed{Envelope: cut(whole.Envelope, n), Record: whole.Record, Person: whole.Person})
	}
	for n := range whole.Record {
		expectDamage(t, f, sig, "record", n, &journal.Sealed{Envelope: whole.Envelope, Record: cut(whole.Record, n), Person: whole.Person})
	}
	for n := range whole.Person {
		expectDamage(t, f, sig, "person", n, &journal.Sealed{Envelope: whole.Envelope, Record: whole.Record, Person: cut(whole.Person, n)})
	}
	longer := append(slices.Clone(whole.Envelope), 0)
	expectDamage(t, f, sig, "envelope", len(longer), &journal.Sealed{Envelope: longer, Record: whole.Record, Person: whole.Person})
}

func expectDamage(t *testing.T, f *feed, sig journal.Signature, part string, n int, s *journal.Sealed) {
	t.Helper()
	if _, err := readAll(testKeys{}, caseload, f.head.Feed, []*journal.Sealed{s}, sig); !fault.Is(err, fault.Damaged) {
		t.Errorf("%s of %d bytes: %v", part, n, err)
	}
}

// The same contents in other bytes would be a second fact under one number.
func TestAnEnvelopeInOtherBytesThanOursIsRefused(t *testing.T) {
	s := newFeed(caseload).write(t, "a", 1, "")
	var members []any
	if err := journal.Decode(s.Envelope, &members); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func([]any){
		"a hash of 33 bytes":  func(m []any) { m[3] = append(slices.Clone(m[3].([]byte)), 0) },
		"a hash of 31 bytes":  func(m []any) { m[3] = m[3].([]byte)[:31] },
		"a feed of 17 bytes":  func(m []any) { m[1] = append(slices.Clone(m[1].([]byte)), 0) },
		"a salt as an array":  func(m []any) { m[7] = slices.Repeat([]any{uint64(1)}, 16) },
		"a zero id spelt out": func(m []any) { m[5] = make([]byte, 16) },
	} {
		changed := slices.Clone(members)
		change(changed)
		if _, err := (&journal.Sealed{Envelope: mustEncode(t, changed), Record: s.Record}).Open(); !fault.Is(err, fault.Damaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	long := slices.Concat([]byte{s.Envelope[0], 0x18, 0x01}, s.Envelope[2:]) // the format 1 in two bytes
	if _, err := (&journal.Sealed{Envelope: long, Record: s.Record}).Open(); !fault.Is(err, fault.Damaged) {
		t.Errorf("a number longer than it needs to be: %v", err)
	}
}

func TestAnEnvelopeOfANewerFormatAsksForANewerProgram(t *testing.T) {
	s := newFeed(caseload).write(t, "a", 1, "")
	var members []any
	if err := journal.Decode(s.Envelope, &members); err != nil {
		t.Fatal(err)
	}
	members[0] = uint64(journal.Format + 1)
	for name, newer := range map[string][]any{"with the same members": members, "with one more": append(slices.Clone(members), "new")} {
		_, err := (&journal.Sealed{Envelope: mustEncode(t, newer), Record: s.Record}).Open()
		if !fault.Is(err, fault.Unavailable) || fault.KeyOf(err) != "journal.newer_format" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheKeyOfAnotherScopeOpensNothing(t *testing.T) {
	f := newFeed(caseload)
	f.write(t, "a", 1, "Amani")
	other := access.Scope{Caseload: caseload.Caseload, Compartment: access.Medical}
	if _, err := readAll(testKeys{}, other, f.head.Feed, f.facts, journal.Sign(signer, f.head)); !fault.Is(err, fault.Damaged) {
		t.Errorf("opened with another scope's key: %v", err)
	}
}

// The two parts have keys of their own even where the secrets are the same.
func TestOnePartDoesNotOpenAsTheOther(t *testing.T) {
	f := newFeed(caseload)
	e := &journal.Envelope{Format: journal.Format, Feed: f.head.Feed, Seq: 1, At: f.at, Epoch: 1}
	r := &journal.Record{Kind: "a", Owner: named("owner"), Residue: mustEncode(t, residue{1})}
	s, err := journal.Seal(ownerIsScope{}, caseload, e, r, mustEncode(t, journal.Record{Kind: "b", Residue: mustEncode(t, residue{2})}))
	if err != nil {
		t.Fatal(err)
	}
	if f, err := journal.Unseal(ownerIsScope{}, caseload, s, e); err != nil || f.Person == nil {
		t.Fatalf("it does not open at all: %v", err)
	}
	if _, err := journal.Unseal(ownerIsScope{}, caseload, &journal.Sealed{Envelope: s.Envelope, Record: s.Person}, e); err == nil {
		t.Error("a person part opened as a record")
	}
	if _, err := journal.Unseal(ownerIsScope{}, caseload, newFeed(caseload).write(t, "a", 1, "Amani"), e); !fault.Is(err, fault.Damaged) {
		t.Errorf("a part of another fact opened: %v", err)
	}
}

func TestAPersonPartDoesNotOpenWithTheScopesKey(t *testing.T) {
	s := newFeed(caseload).write(t, "a", 1, "Amani")
	e, err := s.Open()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := journal.Unseal(ownerIsScope{}, caseload, s, e); !fault.Is(err, fault.Damaged) {
		t.Errorf("%v", err)
	}
}

// ownerIsScope gives the scope's key for every owner.
type ownerIsScope struct{ testKeys }

func (k ownerIsScope) OwnerKey(scope access.Scope, _ id.ID) ([]byte, error) {
	return k.ScopeKey(scope, 1)
}

func TestAForgottenOwnersFactKeepsItsRecordAndItsPlaceInTheChain(t *testing.T) {
	f := newFeed(caseload)
	f.write(t, "a", 1, "Amani")
	f.write(t, "b", 2, "")
	sig := journal.Sign(signer, f.head)
	keyGone := testKeys{gone: map[id.ID]bool{named("owner"): true}}
	partGone := []*journal.Sealed{{Envelope: f.facts[0].Envelope, Record: f.facts[0].Record}, f.facts[1]}
	for name, c := range map[string]struct {
		keys  journal.Keys
		facts []*journal.Sealed
	}{"the key is gone": {keyGone, f.facts}, "the part is gone": {testKeys{}, partGone}, "both": {keyGone, partGone}} {
		read, err := readAll(c.keys, caseload, f.head.Feed, c.facts, sig)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !read[0].Forgotten || read[0].Person != nil || read[0].Kind != "a" {
			t.Errorf("%s: forgotten %v, person %q, kind %q", name, read[0].Forgotten, read[0].Person, read[0].Kind)
		}
		if read[1].Forgotten {
			t.Errorf("%s: a fact that never had a person part says it was forgotten", name)
		}
	}
}

func TestAPersonPartNeedsAnOwner(t *testing.T) {
	f := newFeed(caseload)
	e := &journal.Envelope{Format: journal.Format, Feed: f.head.Feed, Seq: 1, At: 1, Epoch: 1}
	if _, err := journal.Seal(testKeys{}, caseload, e, &journal.Record{Kind: "a"}, []byte{0xf6}); err == nil {
		t.Error("a person part was sealed for nobody: nobody could ever have it forgotten")
	}
}

func TestAChainSaysWhereItBreaks(t *testing.T) {
	f := newFeed(caseload)
	for i := range 4 {
		f.write(t, "a", int64(i), "")
	}
	stranger := newFeed(access.Scope{Caseload: named("another"), Compartment: access.General}).write(t, "a", 1, "")
	forged := newFeed(caseload)
	forged.write(t, "a", 1, "")
	forged.write(t, "forged", 1, "")
	back := newFeed(caseload)
	back.write(t, "a", 1, "")
	back.at -= 5
	back.write(t, "a", 2, "")
	far := newFeed(caseload)
	far.at = math.MaxUint64 - 1
	far.write(t, "a", 1, "")
	for name, c := range map[string]struct {
		facts []*journal.Sealed
		want  string
	}{
		"one is missing":      {[]*journal.Sealed{f.facts[0], f.facts[2]}, "journal.gap"},
		"the first":           {f.facts[1:], "journal.gap"},
		"two changed places":  {[]*journal.Sealed{f.facts[0], f.facts[2], f.facts[1]}, "journal.gap"},
		"one came twice":      {[]*journal.Sealed{f.facts[0], f.facts[0]}, "journal.gap"},
		"one was exchanged":   {[]*journal.Sealed{f.facts[0], forged.facts[1]}, "journal.chain_broken"},
		"one of another feed": {[]*journal.Sealed{stranger}, "journal.fact_misplaced"},
		"a clock went back":   {back.facts, "journal.stamp_not_rising"},
		"a stamp at the end":  {far.facts, "journal.stamp_not_rising"},
	} {
		chain := journal.Chain{Head: journal.Head{Feed: f.head.Feed}}
		var err error
		for _, s := range c.facts {
			if _, err = chain.Follow(s); err != nil {
				break
			}
		}
		if fault.KeyOf(orNone(err)) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func orNone(err error) error {
	if err == nil {
		return fault.New("", fault.Internal, "nothing", nil)
	}
	return err
}

func TestASignatureHoldsForOneHeadOfOneNode(t *testing.T) {
	f := newFeed(caseload)
	f.write(t, "a", 1, "")
	sig := journal.Sign(signer, f.head)
	other := f.head
	other.Hash[0]++
	later := f.head
	later.Seq++
	for name, head := range map[string]journal.Head{"another hash": other, "another number": later} {
		if sig.Verify(publicKey(), head) {
			t.Errorf("the signature holds for %s", name)
		}
	}
	if sig.Verify(nil, f.head) || sig.Verify(publicKey()[:31], f.head) {
		t.Error("the signature holds without a key")
	}
}

func TestAFactUnderAnothersNumberIsFound(t *testing.T) {
	ctx, st := context.Background(), openStore(t)
	f := newFeed(caseload)
	f.write(t, "a", 1, "")
	f.write(t, "b", 2, "")
	err := st.Write(ctx, func(tx store.Tx) error {
		b := &journal.Batch{}
		for i, s := range f.facts {
			e, _ := f.facts[1-i].Open() // stored under each other's numbers
			b.Fact(caseload, e, s)
		}
		b.Head(journal.FeedState{Feed: f.Feed, Head: f.head}, signer)
		return b.Write(ctx, tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	err = st.Read(ctx, func(tx store.Tx) error {
		_, err := journal.OpenFact(ctx, tx, testKeys{}, caseload, journal.Ref{Feed: f.head.Feed, Seq: 1})
		return err
	})
	if fault.KeyOf(orNone(err)) != "journal.fact_misplaced" {
		t.Errorf("fact 2 came back as fact 1: %v", err)
	}
}

func TestAFeedUnderAnothersIdOrInAnotherScopeIsFound(t *testing.T) {
	for name, wrong := range map[string][]any{
		"id":    {caseload.Bytes(), bytes.Repeat([]byte{1}, 16), mustEncode(t, newFeed(caseload).Feed), int64(1), make([]byte, 32)},
		"scope": {access.Commons.Bytes(), newFeed(caseload).head.Feed[:], mustEncode(t, newFeed(caseload).Feed), int64(1), make([]byte, 32)},
		"hash":  {caseload.Bytes(), newFeed(caseload).head.Feed[:], mustEncode(t, newFeed(caseload).Feed), int64(1), make([]byte, 31)},
	} {
		ctx, st := context.Background(), openStore(t)
		scope, _ := access.ScopeFromBytes(wrong[0].([]byte))
		err := st.Write(ctx, func(tx store.Tx) error {
			if _, err := tx.Exec(ctx, journal.Statements[0], wrong...); err != nil {
				return err
			}
			_, err := journal.Feeds(ctx, tx, scope)
			return err
		})
		if !fault.Is(orNone(err), fault.Damaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEachReadsToTheEndWhenAskedForEverything(t *testing.T) {
	ctx, st := context.Background(), openStore(t)
	f := newFeed(caseload)
	f.write(t, "a", 1, "")
	n := 0
	err := st.Write(ctx, func(tx store.Tx) error {
		e, _ := f.facts[0].Open()
		b := &journal.Batch{}
		b.Fact(caseload, e, f.facts[0])
		b.Head(journal.FeedState{Feed: f.Feed, Head: f.head}, signer)
		if err := b.Write(ctx, tx); err != nil {
			return err
		}
		return journal.Each(ctx, tx, caseload, f.head.Feed, 0, math.MaxUint64, func(*journal.Sealed) error { n++; return nil })
	})
	if err != nil || n != 1 {
		t.Errorf("%d facts, %v", n, err)
	}
}

func TestTheIdOfAFeedStandsForWhoWritesItAndWhere(t *testing.T) {
	a := journal.NewFeed(writer, caseload)
	others := []journal.Feed{a, a, a, a, a}
	others[0].Node[0]++
	others[1].Incarnation++
	others[2].Slot++
	others[3].Caseload[0]++
	others[4].Compartment++
	for i, other := range others {
		if other.ID() == a.ID() {
			t.Errorf("feed %d has the id of another", i)
		}
	}
}
