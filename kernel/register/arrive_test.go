// SPDX-License-Identifier: Apache-2.0

package register_test

import (
	"crypto/ed25519"
	"slices"
	"testing"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/register/registertest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// tenYears in stamps: how far apart the clocks of two nodes are.
const tenYears = clock.Stamp(10*365*24*3600*1000) << 16

// Two nodes write without seeing each other, with clocks ten years apart, and exchange what they have in any portions and any
// order. Whoever has the same facts in the end has the same bytes, and they are those folded from nothing.
func TestTheSameFactsGiveTheSameBytesInAnyOrderOfArrival(t *testing.T) {
	ring := registertest.Ring(t)
	a := registertest.New(t, ring, registertest.House())
	b, c := a.Another(t, "b"), a.Another(t, "c")
	rapid.Check(t, func(rt *rapid.T) {
		b.Clock = 1_700_000_000_000 << 16
		w := &exchange{t: t, rt: rt, scope: newScope(), nodes: []*registertest.Node{a, b}, stories: []id.ID{id.New(), id.New()}}
		a.Clock = rapid.SampledFrom([]clock.Stamp{b.Clock, b.Clock + tenYears, b.Clock - tenYears}).Draw(rt, "the clock of a")
		w.taken = map[*registertest.Node]map[*registertest.Node]uint64{a: {}, b: {}, c: {}}
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			w.step()
		}
		for _, to := range []*registertest.Node{a, b, c} {
			w.takeAll(to)
		}
		want := a.Dump(t, w.scope)
		for name, n := range map[string]*registertest.Node{"b": b, "c": c} {
			if diff := cmp.Diff(want, n.Dump(t, w.scope)); diff != "" {
				rt.Fatalf("a and %s have the same facts and differ:\n%s", name, diff)
			}
		}
		rebuild(t, a, w.scope)
		if diff := cmp.Diff(want, a.Dump(t, w.scope)); diff != "" {
			rt.Fatalf("folded from nothing it differs:\n%s", diff)
		}
	})
}

type exchange struct {
	t       *testing.T
	rt      *rapid.T
	scope   access.Scope
	nodes   []*registertest.Node
	stories []id.ID
	taken   map[*registertest.Node]map[*registertest.Node]uint64 // to, from: up to which number
	written map[*registertest.Node]uint64
}

func (w *exchange) step() {
	n := rapid.SampledFrom(w.nodes).Draw(w.rt, "node")
	story := rapid.SampledFrom(w.stories).Draw(w.rt, "story")
	switch rapid.SampledFrom([]string{"count", "say", "replace", "take", "clock"}).Draw(w.rt, "what") {
	case "count":
		add := rapid.Int64Range(-3, 3).Draw(w.rt, "add")
		w.write(n, registertest.Count(story, add, rapid.SampledFrom([]string{"", "x", "y"}).Draw(w.rt, "label")))
	case "say":
		w.write(n, registertest.Say(story, story, rapid.SampledFrom([]string{"u", "v", "w"}).Draw(w.rt, "word")))
	case "replace":
		seen := note(w.t, n, w.scope, story).Word.Seen()
		w.write(n, registertest.Say(story, story, rapid.SampledFrom([]string{"u", "v", "w"}).Draw(w.rt, "word"), seen...))
	case "take":
		w.take(n)
	case "clock":
		n.Clock += clock.Stamp(rapid.IntRange(1, 1<<30).Draw(w.rt, "forward"))
	}
}

func (w *exchange) write(n *registertest.Node, d journal.Draft) {
	n.Write(w.t, w.scope, d)
	if w.written == nil {
		w.written = map[*registertest.Node]uint64{}
	}
	w.written[n]++
}

// take lets some of what another node has written arrive, sometimes with what is there already.
func (w *exchange) take(to *registertest.Node) bool {
	var from []*registertest.Node
	for _, n := range w.nodes {
		if n != to && w.taken[to][n] < w.written[n] {
			from = append(from, n)
		}
	}
	if len(from) == 0 {
		return false
	}
	n := rapid.SampledFrom(from).Draw(w.rt, "from")
	have, all := w.taken[to][n], w.written[n]
	first := rapid.Uint64Range(0, have).Draw(w.rt, "again from")
	last := rapid.Uint64Range(have+1, all).Draw(w.rt, "up to")
	to.Take(w.t, w.scope, n.Parcel(w.t, w.scope, first, last))
	w.taken[to][n] = last
	return true
}

func (w *exchange) takeAll(to *registertest.Node) {
	for w.take(to) {
	}
}

func TestAFactThatComesLateIsReadInItsPlace(t *testing.T) {
	a := registertest.New(t, registertest.Ring(t), registertest.House())
	b, scope, story := a.Another(t, "b"), newScope(), id.New()
	b.Clock = a.Clock - tenYears
	a.Write(t, scope, registertest.Count(story, 1, "second"))
	b.Write(t, scope, registertest.Count(story, 2, "first"))
	got := a.Take(t, scope, b.Parcel(t, scope, 0, 1))
	if n := note(t, a, scope, story); !slices.Equal(n.Log, []string{"first", "second"}) || n.Sum != 3 {
		t.Errorf("%+v", n)
	}
	if got.Facts != 1 || len(got.Stories) != 1 || got.Stories[0].ID != story {
		t.Errorf("the arrival says %+v", got)
	}
}

// Two offices write in the same millisecond: whoever hears of it, and in whichever order, reads the same story.
func TestFactsOfOneMomentAreReadInTheSameOrderEverywhere(t *testing.T) {
	a := registertest.New(t, registertest.Ring(t), registertest.House())
	b, scope, story := a.Another(t, "b"), newScope(), id.New()
	b.Clock = a.Clock
	a.Write(t, scope, registertest.Count(story, 1, "of a"))
	b.Write(t, scope, registertest.Count(story, 1, "of b"))
	a.Take(t, scope, b.Parcel(t, scope, 0, 1))
	b.Take(t, scope, a.Parcel(t, scope, 0, 1))
	if diff := cmp.Diff(a.Dump(t, scope), b.Dump(t, scope)); diff != "" {
		t.Error(diff)
	}
}

func TestFactsThatArriveAgainChangeNothing(t *testing.T) {
	a := registertest.New(t, registertest.Ring(t), registertest.House())
	b, scope, story := a.Another(t, "b"), newScope(), id.New()
	b.Write(t, scope, registertest.Count(story, 1, "x"), registertest.Say(story, story, "u"))
	p := b.Parcel(t, scope, 0, 2)
	a.Take(t, scope, p, p)
	want := a.Dump(t, scope)
	if again := a.Take(t, scope, p); again.Facts != 0 || len(again.Stories) != 0 {
		t.Errorf("the second arrival says %+v", again)
	}
	if diff := cmp.Diff(want, a.Dump(t, scope)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatDoesNotVerifyIsNotLetIn(t *testing.T) {
	ring := registertest.Ring(t)
	a := registertest.New(t, ring, registertest.House())
	b, twin, scope, story := a.Another(t, "b"), a.Another(t, "b"), newScope(), id.New()
	b.Write(t, scope, registertest.Count(story, 1, ""), registertest.Say(story, story, "u"), registertest.Count(story, 4, ""))
	twin.Write(t, scope, registertest.Count(story, 9, "")) // the same feed, another first fact
	a.Take(t, scope, b.Parcel(t, scope, 0, 1))
	stranger := ed25519.NewKeyFromSeed(make([]byte, 32)).Public().(ed25519.PublicKey)
	for name, c := range map[string]struct {
		change func(*register.Parcel)
		kind   fault.Kind
		key    string
	}{
		"a changed record":    {func(p *register.Parcel) { p.Facts[0].Record[3] ^= 1 }, fault.Damaged, "journal.record_changed"},
		"a changed person":    {func(p *register.Parcel) { p.Facts[0].Person[3] ^= 1 }, fault.Damaged, "journal.person_changed"},
		"a person left out":   {func(p *register.Parcel) { p.Facts[0].Person = nil }, fault.Damaged, "register.person_missing"},
		"a fact left out":     {func(p *register.Parcel) { p.Facts = p.Facts[1:] }, fault.Damaged, "journal.gap"},
		"the end left out":    {func(p *register.Parcel) { p.Facts = p.Facts[:1] }, fault.Damaged, "journal.signature_wrong"},
		"another node's key":  {func(p *register.Parcel) { p.Key = stranger }, fault.Damaged, "journal.signature_wrong"},
		"no key at all":       {func(p *register.Parcel) { p.Key = nil }, fault.Damaged, "journal.signature_wrong"},
		"no signature":        {func(p *register.Parcel) { p.Signature = journal.Signature{} }, fault.Damaged, "journal.signature_wrong"},
		"another scope":       {func(p *register.Parcel) { p.Feed.Compartment = access.Medical }, fault.Damaged, "journal.fact_misplaced"},
		"another node's feed": {func(p *register.Parcel) { p.Feed.Slot++ }, fault.Damaged, "journal.fact_misplaced"},
		"a second history":    {func(p *register.Parcel) { *p = twin.Parcel(t, scope, 0, 1) }, fault.Conflict, "journal.fork"},
	} {
		before := a.Dump(t, scope)
		p := b.Parcel(t, scope, 1, 3)
		c.change(&p)
		if _, err := a.TryTake(t.Context(), scope, p); err == nil || !fault.Is(err, c.kind) || fault.KeyOf(err) != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
		if diff := cmp.Diff(before, a.Dump(t, scope)); diff != "" {
			t.Errorf("%s: refused, and changed:\n%s", name, diff)
		}
	}
	if got := a.Take(t, scope, b.Parcel(t, scope, 1, 3)); got.Facts != 2 {
		t.Errorf("unchanged they are let in: %+v", got)
	}
}

func TestAKindThatIsNotKnownYetIsKeptAndFoldedAfterTheUpgrade(t *testing.T) {
	ring := registertest.Ring(t)
	a := registertest.New(t, ring, registertest.House())
	b, scope, story := a.Another(t, "b"), newScope(), id.New()
	b.Rows = register.NewRows(registertest.NewerHouse(), nil)
	b.Write(t, scope, registertest.Count(story, 3, ""), registertest.Double(story), registertest.Count(story, 1, ""))
	if got := a.Take(t, scope, b.Parcel(t, scope, 0, 3)); got.Unknown != 1 || got.Facts != 3 {
		t.Errorf("%+v", got)
	}
	if n := note(t, a, scope, story); n.Sum != 4 {
		t.Errorf("before the upgrade %d", n.Sum)
	}
	a.Rows = register.NewRows(registertest.NewerHouse(), nil)
	rebuild(t, a, scope)
	if diff := cmp.Diff(b.Dump(t, scope), a.Dump(t, scope)); diff != "" {
		t.Errorf("after the upgrade:\n%s", diff)
	}
}

// A fact of a known kind that cannot be read must not stop the exchange for everybody else.
func TestAFactThatCannotBeReadIsKeptAndNotFolded(t *testing.T) {
	ring := registertest.Ring(t)
	a := registertest.New(t, ring, registertest.House())
	b, scope, story := a.Another(t, "b"), newScope(), id.New()
	b.Rows = register.NewRows(careless, nil)
	bad := registertest.Count(story, 1, "")
	bad.Residue = "words where a number belongs"
	b.Write(t, scope, registertest.Count(story, 3, ""), bad, registertest.Count(story, 1, ""))
	if got := a.Take(t, scope, b.Parcel(t, scope, 0, 3)); got.Unreadable != 1 || got.Facts != 3 {
		t.Errorf("%+v", got)
	}
	want := a.Dump(t, scope)
	if n := note(t, a, scope, story); n.Sum != 4 {
		t.Errorf("sum %d", n.Sum)
	}
	rebuild(t, a, scope)
	if diff := cmp.Diff(want, a.Dump(t, scope)); diff != "" {
		t.Error(diff)
	}
}

// careless writes note.counted without reading it.
var careless = register.NewHouse(carelessStory,
	register.NewFact(carelessStory, "note.counted", 1, func(*struct{}, *journal.Fact, any, *register.None) {}))

var carelessStory = register.NewKind[struct{}]("note", nil)
