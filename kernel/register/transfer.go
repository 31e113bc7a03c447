// SPDX-License-Identifier: Apache-2.0

package register

import (
	"context"
	"slices"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"

	"github.com/fxamacker/cbor/v2"
)

// TransferredOut is the residue of the fact by which a story leaves a scope. It has the same Transfer as the one by which it enters
// another.
type TransferredOut struct {
	Transfer    id.ID              `cbor:"1,keyasint"`
	Caseload    id.ID              `cbor:"2,keyasint,omitempty"` // to where
	Compartment access.Compartment `cbor:"3,keyasint"`           // to which
}

// TransferredIn is the residue of the fact by which a story enters a scope, with what outlives its owner.
type TransferredIn struct {
	Transfer    id.ID              `cbor:"1,keyasint"`           // the same as where it left
	Caseload    id.ID              `cbor:"2,keyasint,omitempty"` // from where
	Compartment access.Compartment `cbor:"3,keyasint"`           // from which
	Heads       []journal.Ref      `cbor:"4,keyasint"`           // the last fact of each feed of the old scope that the state was folded from
	Lasting     cbor.RawMessage    `cbor:"5,keyasint"`           // the state as it is once the owner is forgotten
}

// Carried is the person part of TransferredIn.
type Carried struct {
	State cbor.RawMessage `cbor:"1,keyasint"` // the whole state
}

// Transfers are the two kinds of fact by which stories of one kind change their scope.
type Transfers[S any] struct {
	Out FactKind[S, TransferredOut, None]   // written where the story lay
	In  FactKind[S, TransferredIn, Carried] // written where it lies from then on
}

// NewTransfers declares how stories of a kind change their scope, as KIND.transferred_out and KIND.transferred_in; the caller hands
// both to its house. out marks a state whose story has left. What enters is the state as it was carried: whole, or
// without its people once they are forgotten.
func NewTransfers[S any](story Kind[S], out func(*S, *journal.Fact, TransferredOut)) Transfers[S] {
	t := Transfers[S]{
		Out: NewFact(story, story.name+".transferred_out", 1,
			func(s *S, f *journal.Fact, r TransferredOut, _ *None) { out(s, f, r) }),
		In: NewFact(story, story.name+".transferred_in", 1, func(*S, *journal.Fact, TransferredIn, *Carried) {}),
	}
	t.In.apply = func(state any, f *journal.Fact) error {
		carried, err := carriedState[S](f)
		if err == nil {
			*state.(*S) = *carried
		}
		return err
	}
	t.In.check = func(f *journal.Fact) error {
		_, err := carriedState[S](f)
		return err
	}
	return t
}

func carriedState[S any](f *journal.Fact) (*S, error) {
	residue, person, err := parts[TransferredIn, Carried](f)
	if err != nil {
		return nil, err
	}
	raw := residue.Lasting
	if person != nil {
		raw = person.State
	}
	carried := new(S)
	return carried, journal.Decode(raw, carried)
}

// Transfer returns the two facts by which a story changes its scope: the first is for the scope it leaves, the second for the one it
// enters, where its person part is sealed for owner. transfer pairs them.
func (t Transfers[S]) Transfer(ctx context.Context, tx store.Tx, h *House, keys journal.Keys, s *Story, to access.Scope, transfer, owner id.ID,
	day clock.Day) (out, in journal.Draft, err error) {
	const op = "register.Transfer"
	if s.kind != t.In.story {
		return out, in, fault.New(op, fault.Internal, "", fault.Args{"kind": s.kind.name})
	}
	whole, err := journal.Encode(s.State)
	if err != nil {
		return out, in, fault.Wrap(op, err)
	}
	lasting, err := h.lasting(ctx, tx, keys, s)
	if err != nil {
		return out, in, fault.Wrap(op, err)
	}
	residue := TransferredIn{Transfer: transfer, Caseload: s.Scope.Caseload, Compartment: s.Scope.Compartment, Heads: headsOf(s.Places),
		Lasting: lasting}
	out = t.Out.Draft(s.ID, day, TransferredOut{Transfer: transfer, Caseload: to.Caseload, Compartment: to.Compartment})
	return out, t.In.DraftFor(s.ID, owner, day, residue, Carried{State: whole}), nil
}

// lasting folds a story as if all its people were forgotten, and returns its state.
func (h *House) lasting(ctx context.Context, tx store.Tx, keys journal.Keys, s *Story) ([]byte, error) {
	facts := make([]*journal.Fact, 0, len(s.Places))
	for _, p := range s.Places {
		f, err := journal.OpenFact(ctx, tx, keys, s.Scope, p.Ref)
		if err != nil {
			return nil, err
		}
		f.Forgotten = f.Forgotten || f.Person != nil
		f.Person = nil
		facts = append(facts, f)
	}
	without := &Story{Scope: s.Scope, ID: s.ID, kind: s.kind}
	if err := h.FoldAll(without, facts); err != nil {
		return nil, err
	}
	return journal.Encode(without.State)
}

// headsOf returns the last fact of each feed among places, in order of feed.
func headsOf(places []journal.Place) []journal.Ref {
	last := map[journal.FeedID]uint64{}
	for _, p := range places {
		last[p.Ref.Feed] = max(last[p.Ref.Feed], p.Ref.Seq)
	}
	heads := make([]journal.Ref, 0, len(last))
	for feed, seq := range last {
		heads = append(heads, journal.Ref{Feed: feed, Seq: seq})
	}
	slices.SortFunc(heads, journal.Ref.Compare)
	return heads
}
