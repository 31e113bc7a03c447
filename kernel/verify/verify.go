// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"context"
	"crypto/ed25519"
	"errors"
	"hash/maphash"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/keys"
	"safar/kernel/register"
	"safar/kernel/store"
)

// Checker verifies a node's database. Store, Ring and House are needed.
type Checker struct {
	Store store.Store
	Ring  *keys.Ring
	House *register.House

	// PublicKey returns the key with which another node signs, as the commons have it; nil where it is not known. Feeds of other
	// nodes whose key is not known are reported as Undecidable.
	PublicKey func(node id.ID) ed25519.PublicKey

	// Progress is told how many readings of facts are done, of how many; it may be nil.
	Progress func(done, total uint64)
}

// Check verifies everything that a node holds, with its own keys. See Checker for other nodes' keys.
func Check(ctx context.Context, st store.Store, ring *keys.Ring, house *register.House, progress func(done, total uint64)) (Findings, error) {
	return (&Checker{Store: st, Ring: ring, House: house, Progress: progress}).Check(ctx)
}

// Check verifies everything on one snapshot. An error says that reading failed; what is wrong with what was read is in Findings.
func (c *Checker) Check(ctx context.Context) (Findings, error) {
	var hide register.ScopeKeys
	if !c.Store.Exclusive() {
		hide = c.Ring
	}
	var found Findings
	err := c.Store.Read(ctx, func(tx store.Tx) error {
		found = Findings{}
		scopes, err := journal.Scopes(ctx, tx)
		if err != nil {
			return err
		}
		run := &run{Checker: c, ctx: ctx, tx: tx, rows: register.NewRows(c.House, hide), found: &found}
		if err := run.count(scopes); err != nil {
			return err
		}
		for _, scope := range scopes {
			if err := run.scope(scope); err != nil {
				return err
			}
		}
		return nil
	})
	return found, fault.Wrap("verify.Check", err)
}

// run is one check, on one snapshot.
type run struct {
	*Checker
	ctx   context.Context
	tx    store.Tx
	rows  *register.Rows
	found *Findings

	done, total uint64
}

// count finds out how many facts there are to read.
func (r *run) count(scopes []access.Scope) error {
	for _, scope := range scopes {
		feeds, err := journal.Feeds(r.ctx, r.tx, scope)
		if err != nil && !fault.Is(err, fault.Damaged) {
			return err
		}
		for _, f := range feeds {
			r.total += 2 * f.Head.Seq // along the feed, and along the stories
		}
	}
	return nil
}

func (r *run) step() {
	r.done++
	if r.Progress != nil && (r.done%1000 == 0 || r.done == r.total) {
		r.Progress(min(r.done, r.total), r.total)
	}
}

// scope verifies one scope: its journal first, then what the register made of it. Where the disk does not give back what was written, it says
// what cannot be read, and leaves what can only be judged on the whole.
func (r *run) scope(scope access.Scope) error {
	r.found.Scopes++
	feeds, err := journal.Feeds(r.ctx, r.tx, scope)
	if err != nil {
		return r.found.because(err, Finding{Scope: scope})
	}
	s := &scopeRun{run: r, scope: scope, feeds: feeds, seed: maphash.MakeSeed(), groups: make([]group, groups),
		erased: map[id.ID]bool{}, missing: map[id.ID]journal.Ref{}, keyless: map[id.ID]journal.Ref{}}
	for _, step := range []func() error{s.census, s.frontiers, s.alongFeeds, s.alongStories, s.alongEntries, s.attachments} {
		if err := step(); err != nil {
			return err
		}
	}
	if s.unread {
		return nil
	}
	return errors.Join(s.persons(), s.locate())
}

// scopeRun is the check of one scope.
type scopeRun struct {
	*run
	scope access.Scope
	feeds []journal.FeedState

	recorded map[journal.Ref][]journal.Hash // hashes that frontiers have for facts
	erased   map[id.ID]bool                 // owners
	missing  map[id.ID]journal.Ref          // owners with a missing person part, and where first
	keyless  map[id.ID]journal.Ref          // owners with a person part and without a key, and where first

	named []attached // the attachments that facts name

	unread bool // something of it cannot be read
	seed   maphash.Seed
	groups []group
}

// unreadable turns what the store says of a page that is not what was written into a finding; other errors stay as they are.
func (s *scopeRun) unreadable(err error, key string, at Finding) error {
	if err == nil || fault.KeyOf(err) != "store.damaged" {
		return err
	}
	s.unread = true
	at.Kind, at.Key, at.Scope = fault.Damaged, key, s.scope
	s.found.add(at)
	return nil
}

// groups is how many groups stories are counted in: by the first two bytes of their ids, which are random.
const groups = 1 << 16

// group is what the journal, the register's rows and its entries say of some stories. Differences are where something is wrong.
type group struct {
	facts   int64  // in the journal, less those in rows
	entries int64  // that states give, less those that lie
	sum     uint64 // of the hashes of the same
}

func groupOf(story id.ID) int { return int(story[0])<<8 | int(story[1]) }

func (g group) differs() bool { return g != group{} }

// hashEntry hashes an entry with a seed of this run, which nobody could know who wrote the rows.
func (s *scopeRun) hashEntry(list string, key []byte, story id.ID) uint64 {
	var h maphash.Hash
	h.SetSeed(s.seed)
	h.WriteString(list)
	h.WriteByte(0) // no list has one in its name
	h.Write(key)
	h.Write(story[:])
	return h.Sum64()
}
