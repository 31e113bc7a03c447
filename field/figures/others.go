// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"maps"

	"safar/desk"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
)

// others is what a board knows of the writing of other processes, where this one is not the only one that writes: the heads up to which it
// has read. It does not listen to this process then: what it heard could be older than what it has read.
type others struct {
	read map[access.Scope]desk.Heads
	// leaving are persons whose erasure was read and perhaps not carried out yet: they are read again until nothing of theirs is left.
	leaving map[id.ID]bool
}

// manyFacts is how many facts a board that fell behind reads before it would rather read the register anew.
const manyFacts = 20_000

// scopes are those that a board reads.
func (b *Board) scopes() []access.Scope { return []access.Scope{access.Commons, b.scope} }

// begin notes up to where a board was read that is read now.
func (b *Board) begin(r *desk.Reader) error {
	if b.others == nil {
		return nil
	}
	clear(b.others.leaving)
	for _, scope := range b.scopes() {
		_, now, err := r.Behind(scope, nil)
		if err != nil {
			return err
		}
		b.others.read[scope] = now
	}
	return nil
}

// catchUp takes in what was written since by any process. What a snapshot older than the last one shows is known already.
func (b *Board) catchUp(r *desk.Reader) error {
	if b.others == nil {
		return nil
	}
	behind, heads := uint64(0), map[access.Scope]desk.Heads{}
	for _, scope := range b.scopes() {
		facts, now, err := r.Behind(scope, b.others.read[scope])
		if err != nil {
			return err
		}
		behind, heads[scope] = behind+facts, now
	}
	if behind > manyFacts {
		b.empty()
		return b.read(r)
	}
	if behind > 0 {
		if err := b.follow(r, heads); err != nil {
			return err
		}
	}
	return b.seeOff(r)
}

// follow takes in the stories between what was read and the heads.
func (b *Board) follow(r *desk.Reader, heads map[access.Scope]desk.Heads) error {
	for scope, now := range heads {
		changed, erased, err := r.Since(scope, b.others.read[scope], now)
		if err != nil {
			return err
		}
		for _, s := range changed {
			if b.concerns(s) {
				b.take(s.ID, s.State)
			}
		}
		for _, owner := range erased {
			b.others.leaving[owner] = true
		}
	}
	for scope, now := range heads { // only when all of it was taken in
		known := maps.Clone(b.others.read[scope])
		for feed, head := range now {
			known[feed] = max(known[feed], head)
		}
		b.others.read[scope] = known
	}
	return nil
}

// seeOff reads again who is to be forgotten, until they are.
func (b *Board) seeOff(r *desk.Reader) error {
	for of := range b.others.leaving {
		p, err := desk.Read(r, people.PersonStory, of)
		if err != nil {
			return err
		}
		if p.Exists {
			b.take(of, p.State)
		}
		if len(p.State.Born.Standing) == 0 && len(p.State.Names.Standing) == 0 {
			delete(b.others.leaving, of)
		}
	}
	return nil
}
