// SPDX-License-Identifier: Apache-2.0

package register

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"slices"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// Parcel is a run of one feed as it travels between nodes: facts with consecutive numbers, and the signature of the last. Feed says
// whose they are; Facts stand in the order of their numbers, and Signature is over the last of them.
type Parcel struct {
	Feed      journal.Feed
	Facts     []*journal.Sealed
	Signature journal.Signature
	Key       ed25519.PublicKey // of the node whose feed it is, as the commons have it
}

// Arrival says what became of facts that arrived.
type Arrival struct {
	Facts      int         // how many were new here
	Stories    []*Story    // those that changed, as they stand; whoever keeps states in memory drops these
	Unknown    int         // new facts of a kind this program does not know: kept, and folded by Rebuild after the upgrade
	Unreadable int         // new facts of a known kind that cannot be read: kept, and found by a check
	Ignored    int         // person parts of owners who were forgotten: not kept
	Erased     []id.ID     // owners whom an erasure among the facts asks to forget: hand each to Forget, once this is durable
	Latest     clock.Stamp // the latest stamp among the facts, for the Stamper to see
}

// Arrive takes facts of other nodes into a scope: it verifies them (parts, chain, signature), appends them, and folds the stories
// concerned, anew where a fact comes late. Facts that are here already are passed over; two different facts under one
// number are a fault of kind Conflict. A person part that is missing, or whose key is, is refused unless its owner was erased,
// here or by one of these facts; whoever sends erasures first is never refused. day is today, under which the new heads are
// recorded. Nothing is written where an error is returned, provided that the transaction then ends.
func Arrive(ctx context.Context, tx store.Tx, rows *Rows, keys journal.Keys, scope access.Scope, day clock.Day, parcels ...Parcel) (*Arrival, error) {
	const op = "register.Arrive"
	g := &gate{absorber: newAbsorber(ctx, tx, rows, keys, scope), heads: map[journal.FeedID]journal.Head{}, erased: map[id.ID]bool{},
		place: map[journal.Ref]int{}}
	feeds, err := journal.Feeds(ctx, tx, scope)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	for _, f := range feeds {
		g.heads[f.Head.Feed] = f.Head
	}
	for _, p := range parcels {
		if err := g.verify(p); err != nil {
			return nil, fault.Wrap(op, err)
		}
	}
	if g.arrival.Facts == 0 {
		return &g.arrival, nil
	}
	if err := g.judgePersons(); err != nil {
		return nil, fault.Wrap(op, err)
	}
	if err := g.keep(day); err != nil {
		return nil, fault.Wrap(op, err)
	}
	for _, n := range g.fresh {
		g.take(n.fact)
	}
	if g.arrival.Stories, err = g.flush(); err != nil {
		return nil, fault.Wrap(op, err)
	}
	g.arrival.Unknown, g.arrival.Unreadable = g.unknown, g.unreadable
	return &g.arrival, nil
}

// gate is where facts of other nodes are looked at before they are let in.
type gate struct {
	*absorber
	heads   map[journal.FeedID]journal.Head
	signed  []signedFeed
	fresh   []newcomer
	place   map[journal.Ref]int // of each in fresh
	erased  map[id.ID]bool      // owners, as far as they were asked for
	arrival Arrival
}

type newcomer struct {
	sealed *journal.Sealed
	fact   *journal.Fact
}

type signedFeed struct {
	state     journal.FeedState
	signature journal.Signature
}

// verify follows the chain of a parcel from what is held here, and unseals what is new.
func (g *gate) verify(p Parcel) error {
	const op = "register.Arrive"
	feed := p.Feed.ID()
	if p.Feed.Scope() != g.scope {
		return fault.New(op, fault.Damaged, "journal.fact_misplaced", fault.Args{"seq": 0})
	}
	chain := journal.Chain{Head: g.heads[feed]}
	chain.Head.Feed = feed
	held := chain.Head.Seq
	var err error
	if chain.At, err = g.stampOf(chain.Head); err != nil {
		return err
	}
	for _, s := range p.Facts {
		e, err := s.Open()
		if err != nil {
			return err
		}
		if e.Seq <= held && e.Feed == feed {
			if err := g.same(e, s); err != nil {
				return err
			}
			continue
		}
		if err := g.next(&chain, s); err != nil {
			return err
		}
	}
	if chain.Head.Seq == held {
		return nil
	}
	if !p.Signature.Verify(p.Key, chain.Head) {
		return fault.New(op, fault.Damaged, "journal.signature_wrong", fault.Args{"seq": chain.Head.Seq})
	}
	g.heads[feed] = chain.Head
	g.signed = append(g.signed, signedFeed{journal.FeedState{Feed: p.Feed, Head: chain.Head}, p.Signature})
	return nil
}

func (g *gate) next(chain *journal.Chain, s *journal.Sealed) error {
	e, err := chain.Follow(s)
	if err != nil {
		return err
	}
	f, err := journal.Unseal(g.keys, g.scope, s, e)
	if err != nil {
		return err
	}
	if owner, is := Erases(f); is {
		g.erased[owner] = true
		g.arrival.Erased = append(g.arrival.Erased, owner)
	}
	g.place[f.Ref()] = len(g.fresh)
	g.fresh = append(g.fresh, newcomer{&journal.Sealed{Envelope: s.Envelope, Record: s.Record, Person: s.Person}, f})
	g.arrival.Facts++
	g.arrival.Latest = max(g.arrival.Latest, e.At)
	return nil
}

// stampOf returns the stamp of the head of a feed: of one that arrived just now or of one that is held.
func (g *gate) stampOf(head journal.Head) (clock.Stamp, error) {
	if head.Seq == 0 {
		return 0, nil
	}
	ref := journal.Ref{Feed: head.Feed, Seq: head.Seq}
	if i, now := g.place[ref]; now {
		return g.fresh[i].fact.At, nil
	}
	return journal.StampOf(g.ctx, g.tx, g.scope, ref)
}

// same refuses a fact that differs from the one that is held under its number: its node wrote two.
func (g *gate) same(e *journal.Envelope, s *journal.Sealed) error {
	ref := journal.Ref{Feed: e.Feed, Seq: e.Seq}
	if i, now := g.place[ref]; now {
		return differs(g.fresh[i].sealed, s, e.Seq)
	}
	held, err := journal.Read(g.ctx, g.tx, g.scope, ref)
	if err != nil {
		return err
	}
	return differs(held, s, e.Seq)
}

func differs(held, s *journal.Sealed, seq uint64) error {
	if held.Hash() != s.Hash() {
		return fault.New("register.Arrive", fault.Conflict, "journal.fork", fault.Args{"seq": seq})
	}
	return nil
}

// judgePersons drops the person parts of owners who were erased, and refuses what else is missing.
func (g *gate) judgePersons() error {
	const op = "register.Arrive"
	for _, n := range g.fresh {
		if n.fact.PersonHash.IsZero() {
			continue
		}
		gone, err := g.isErased(n.fact.Owner)
		if err != nil {
			return err
		}
		switch {
		case gone:
			if n.sealed.Person != nil {
				g.arrival.Ignored++
			}
			n.sealed.Person, n.fact.Person, n.fact.Forgotten = nil, nil, true
		case n.sealed.Person == nil:
			return fault.New(op, fault.Damaged, "register.person_missing", fault.Args{"seq": n.fact.Seq})
		case n.fact.Forgotten:
			return fault.New(op, fault.Unavailable, "register.owner_key_missing", fault.Args{"seq": n.fact.Seq})
		}
	}
	return nil
}

func (g *gate) isErased(owner id.ID) (bool, error) {
	if gone, known := g.erased[owner]; known {
		return gone, nil
	}
	s, err := g.rows.Load(g.ctx, g.tx, g.scope, ErasureStory.name, owner)
	if err != nil {
		return false, err
	}
	g.erased[owner] = s.Exists()
	return s.Exists(), nil
}

// keep writes the facts with their feeds' heads and signatures, and the heads of the whole scope under the day.
func (g *gate) keep(day clock.Day) error {
	b := &journal.Batch{}
	for _, n := range g.fresh {
		b.Fact(g.scope, &n.fact.Envelope, n.sealed)
	}
	for _, f := range g.signed {
		b.Received(f.state, f.signature)
	}
	heads := make([]journal.Head, 0, len(g.heads))
	for _, h := range g.heads {
		heads = append(heads, h)
	}
	slices.SortFunc(heads, func(x, y journal.Head) int { return bytes.Compare(x.Feed[:], y.Feed[:]) })
	b.Frontier(g.scope, int64(day), heads)
	return b.Write(g.ctx, g.tx)
}
