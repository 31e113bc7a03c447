// SPDX-License-Identifier: Apache-2.0

// Package registertest gives tests of the kernel nodes that write and exchange facts, as the desk and the sync do, without their rules.
package registertest

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/keys"
	"safar/kernel/register"
	"safar/kernel/store"
	"safar/kernel/vault"
)

// Node is one place where facts are written: a writer with a database of its own. Nodes may share a ring, as if their keys had
// been exchanged. Ring holds the keys, Store the database, Rows the register in it; Writer names its feeds and Signer signs them.
type Node struct {
	Ring   *keys.Ring
	Store  store.Store
	Rows   *register.Rows
	Writer journal.Writer
	Signer ed25519.PrivateKey
	Clock  clock.Stamp // the stamp before the next one; set it to make the clock go wrong
}

// Ring makes keys in a folder of their own.
func Ring(t testing.TB) *keys.Ring {
	t.Helper()
	r, err := keys.Create(t.Context(), SQLite(t, filepath.Join(t.TempDir(), "keys.db")), "correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// SQLite opens a plain database file that does not wait for the disk.
func SQLite(t testing.TB, path string) store.Store {
	t.Helper()
	st, err := store.OpenSQLite(t.Context(), path, store.SQLiteOptions{Synchronous: "OFF"})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// New returns the node of a ring, on SQLite.
func New(t testing.TB, ring *keys.Ring, house *register.House) *Node {
	t.Helper()
	st := SQLite(t, filepath.Join(t.TempDir(), "safar.db"))
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return On(t, st, ring, house)
}

// On returns the node of a ring on a database that the caller closes.
func On(t testing.TB, st store.Store, ring *keys.Ring, house *register.House) *Node {
	t.Helper()
	if err := store.Apply(t.Context(), st, []store.Schema{journal.Tables, register.Tables, vault.Tables}); err != nil {
		t.Fatal(err)
	}
	var hide register.ScopeKeys
	if !st.Exclusive() {
		hide = ring
	}
	return &Node{Ring: ring, Store: st, Rows: register.NewRows(house, hide), Writer: ring.Node(), Signer: ring.Signer(),
		Clock: 1_700_000_000_000 << 16}
}

// Another returns a node with another name and signature, and a database of its own.
func (n *Node) Another(t testing.TB, name string) *Node {
	t.Helper()
	other := New(t, n.Ring, n.Rows.House())
	seed := sha256.Sum256([]byte(name))
	other.Writer.Node, _ = id.FromBytes(seed[:id.Size])
	other.Signer = ed25519.NewKeyFromSeed(seed[:])
	return other
}

// PublicKey is the key that the node signs with.
func (n *Node) PublicKey() ed25519.PublicKey { return n.Signer.Public().(ed25519.PublicKey) }

// Write writes facts in one commit, as the desk does, and returns where they stand.
func (n *Node) Write(t testing.TB, scope access.Scope, drafts ...journal.Draft) []journal.Ref {
	t.Helper()
	refs, err := n.TryWrite(t.Context(), scope, drafts...)
	if err != nil {
		t.Fatal(err)
	}
	return refs
}

// TryWrite is Write for facts that may be refused.
func (n *Node) TryWrite(ctx context.Context, scope access.Scope, drafts ...journal.Draft) ([]journal.Ref, error) {
	epoch, err := n.Ring.Epoch(ctx, scope)
	if err != nil {
		return nil, err
	}
	var refs []journal.Ref
	err = n.Store.Write(ctx, func(tx store.Tx) error {
		refs = nil
		c := &commit{node: n, ctx: ctx, tx: tx, scope: scope, epoch: epoch, feed: journal.NewFeed(n.Writer, scope),
			changes: n.Rows.NewChanges(), stories: map[string]*register.Story{}}
		if err := c.begin(); err != nil {
			return err
		}
		for _, d := range drafts {
			ref, err := c.write(d)
			if err != nil {
				return err
			}
			refs = append(refs, ref)
		}
		return c.end()
	})
	return refs, err
}

type commit struct {
	node    *Node
	ctx     context.Context
	tx      store.Tx
	scope   access.Scope
	epoch   uint32
	feed    journal.Feed
	head    journal.Head
	heads   []journal.Head // of the other feeds
	batch   journal.Batch
	command id.ID
	changes *register.Changes
	stories map[string]*register.Story
}

func (c *commit) begin() error {
	c.head.Feed, c.command = c.feed.ID(), id.New()
	feeds, err := journal.Feeds(c.ctx, c.tx, c.scope)
	for _, f := range feeds {
		if f.Head.Feed == c.head.Feed {
			c.head = f.Head
		} else {
			c.heads = append(c.heads, f.Head)
		}
	}
	return err
}

func (c *commit) write(d journal.Draft) (journal.Ref, error) {
	s, err := c.story(d)
	if err != nil {
		return journal.Ref{}, err
	}
	if len(s.Places) > 0 {
		c.node.Clock = max(c.node.Clock, s.Places[len(s.Places)-1].At)
	}
	c.node.Clock++
	f, person, err := c.draw(d)
	if err != nil {
		return journal.Ref{}, err
	}
	sealed, err := journal.Seal(c.node.Ring, c.scope, &f.Envelope, &f.Record, person)
	if err != nil {
		return journal.Ref{}, err
	}
	c.batch.Fact(c.scope, &f.Envelope, sealed)
	c.head.Seq, c.head.Hash = f.Seq, sealed.Hash()
	before, err := c.node.Rows.EntriesOf(s)
	if err != nil {
		return journal.Ref{}, err
	}
	if err := c.node.Rows.House().Fold(s, f); err != nil {
		return journal.Ref{}, err
	}
	_, err = c.changes.Put(s, before)
	return f.Ref(), err
}

func (c *commit) story(d journal.Draft) (*register.Story, error) {
	kind := c.node.Rows.House().StoryOf(d.Kind)
	key := kind + d.Story.String()
	if s := c.stories[key]; s != nil {
		return s, nil
	}
	s, err := c.node.Rows.Load(c.ctx, c.tx, c.scope, kind, d.Story)
	c.stories[key] = s
	return s, err
}

func (c *commit) draw(d journal.Draft) (f *journal.Fact, person []byte, err error) {
	residue, err := journal.Encode(d.Residue)
	if err != nil {
		return nil, nil, err
	}
	if d.Person != nil {
		if person, err = journal.Encode(d.Person); err != nil {
			return nil, nil, err
		}
		if err := c.node.Ring.Mint(c.ctx, c.scope, d.Owner); err != nil {
			return nil, nil, err
		}
		if err := c.node.Ring.Persist(c.ctx); err != nil {
			return nil, nil, err
		}
	}
	f = &journal.Fact{Person: person}
	f.Envelope = journal.Envelope{Format: journal.Format, Feed: c.head.Feed, Seq: c.head.Seq + 1, Prev: c.head.Hash, At: c.node.Clock,
		Command: c.command, Epoch: c.epoch}
	f.Record = journal.Record{Kind: d.Kind, Version: d.Version, Day: d.Day, Story: d.Story, Owner: d.Owner, Supersedes: d.Supersedes,
		Residue: residue}
	return f, person, nil
}

func (c *commit) end() error {
	c.batch.Head(journal.FeedState{Feed: c.feed, Head: c.head}, c.node.Signer)
	c.batch.Frontier(c.scope, 0, append([]journal.Head{c.head}, c.heads...))
	last := journal.Ref{Feed: c.head.Feed, Seq: c.head.Seq}
	c.batch.Done(c.scope, journal.Done{Command: c.command, Digest: journal.Hash{1}, Last: last, Facts: uint64(c.batch.Facts())})
	if err := c.batch.Write(c.ctx, c.tx); err != nil {
		return err
	}
	return c.changes.Write(c.ctx, c.tx)
}

// Parcel returns the node's own facts of a scope with numbers after from and up to to, signed as a parcel that ends there.
func (n *Node) Parcel(t testing.TB, scope access.Scope, from, to uint64) register.Parcel {
	t.Helper()
	feed := journal.NewFeed(n.Writer, scope)
	p := register.Parcel{Feed: feed, Key: n.PublicKey()}
	err := n.Store.Read(t.Context(), func(tx store.Tx) error {
		return journal.Each(t.Context(), tx, scope, feed.ID(), from, to, func(s *journal.Sealed) error {
			p.Facts = append(p.Facts, s)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Facts) > 0 {
		last := p.Facts[len(p.Facts)-1]
		p.Signature = journal.Sign(n.Signer, journal.Head{Feed: feed.ID(), Seq: from + uint64(len(p.Facts)), Hash: last.Hash()})
	}
	return p
}

// Take lets parcels arrive at the node.
func (n *Node) Take(t testing.TB, scope access.Scope, parcels ...register.Parcel) *register.Arrival {
	t.Helper()
	a, err := n.TryTake(t.Context(), scope, parcels...)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TryTake is Take for parcels that may be refused.
func (n *Node) TryTake(ctx context.Context, scope access.Scope, parcels ...register.Parcel) (a *register.Arrival, err error) {
	err = n.Store.Write(ctx, func(tx store.Tx) error {
		a, err = register.Arrive(ctx, tx, n.Rows, n.Ring, scope, 0, parcels...)
		return err
	})
	return a, err
}

// Dump returns everything the register holds of a scope, a line a row or entry, with sealed states opened.
func (n *Node) Dump(t testing.TB, scope access.Scope) []string {
	t.Helper()
	var lines []string
	err := n.Store.Read(t.Context(), func(tx store.Tx) error {
		page, err := n.Rows.Page(t.Context(), tx, scope, "", id.ID{}, 1<<20)
		if err != nil {
			return err
		}
		for _, row := range page {
			if row.Trouble != nil {
				return row.Trouble
			}
			lines = append(lines, fmt.Sprintf("story %s %s %x %v", row.Kind, row.Story, row.State, row.Places))
		}
		return n.Rows.EachEntry(t.Context(), tx, scope, func(list string, key []byte, story id.ID) error {
			lines = append(lines, fmt.Sprintf("entry %s %x %s", list, key, story))
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}
