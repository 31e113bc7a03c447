// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"crypto/ed25519"
	"maps"
	"math"
	"slices"

	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// census finds facts that no feed's row speaks of: of feeds whose row is gone, and beyond the head of others.
func (s *scopeRun) census() error {
	lying, err := journal.Census(s.ctx, s.tx, s.scope)
	if err != nil {
		return s.unreadable(err, "verify.journal_unreadable", Finding{})
	}
	for _, f := range s.feeds {
		if there := lying[f.Head.Feed]; there.Last > f.Head.Seq {
			s.found.add(Finding{Kind: fault.Damaged, Key: "verify.beyond_head", Args: fault.Args{"head": f.Head.Seq, "last": there.Last},
				Scope: s.scope, Feed: f.Head.Feed, Seq: there.Last})
		}
		delete(lying, f.Head.Feed)
	}
	for feed, there := range lying {
		s.found.add(Finding{Kind: fault.Damaged, Key: "verify.feed_lost", Args: fault.Args{"facts": there.Count}, Scope: s.scope, Feed: feed})
	}
	return nil
}

// frontiers collects what was recorded of the feeds on past days: a feed that was cut short, or written anew, contradicts it.
func (s *scopeRun) frontiers() error {
	s.recorded = map[journal.Ref][]journal.Hash{}
	heads := map[journal.FeedID]uint64{}
	for _, f := range s.feeds {
		heads[f.Head.Feed] = f.Head.Seq
	}
	err := journal.Frontiers(s.ctx, s.tx, s.scope, func(_ int64, recorded []journal.Head) error {
		for _, h := range recorded {
			ref := journal.Ref{Feed: h.Feed, Seq: h.Seq}
			if h.Seq > heads[h.Feed] {
				s.found.add(Finding{Kind: fault.Damaged, Key: "verify.feed_cut", Args: fault.Args{"head": heads[h.Feed], "recorded": h.Seq},
					Scope: s.scope, Feed: h.Feed, Seq: h.Seq})
			} else if h.Seq > 0 && !slices.Contains(s.recorded[ref], h.Hash) {
				s.recorded[ref] = append(s.recorded[ref], h.Hash)
			}
		}
		return nil
	})
	if err != nil {
		return s.found.because(err, Finding{Scope: s.scope})
	}
	return nil
}

// alongFeeds reads every fact once, in the order in which it was written.
func (s *scopeRun) alongFeeds() error {
	for _, f := range s.feeds {
		s.found.Feeds++
		if err := s.alongFeed(f); err != nil {
			return err
		}
	}
	return nil
}

func (s *scopeRun) alongFeed(f journal.FeedState) error {
	signatures, err := s.signatures(f)
	if err := s.unreadable(err, "verify.signatures_unreadable", Finding{Feed: f.Head.Feed, Seq: f.Head.Seq}); err != nil {
		return err
	}
	chain := journal.Chain{Head: journal.Head{Feed: f.Head.Feed}}
	err = journal.Each(s.ctx, s.tx, s.scope, f.Head.Feed, 0, math.MaxInt64, func(sealed *journal.Sealed) error {
		s.found.Facts++
		s.step()
		at := Finding{Scope: s.scope, Feed: f.Head.Feed, Seq: chain.Head.Seq + 1}
		e, err := chain.Follow(sealed)
		if e != nil {
			at.Seq = e.Seq
		}
		if err != nil {
			err = s.found.because(err, at)
		} else {
			err = s.fact(sealed, e, at)
		}
		if e != nil {
			s.holdAgainst(chain.Head, signatures, at)
		}
		return err
	})
	if err != nil {
		return s.unreadable(err, "verify.facts_unreadable", Finding{Feed: f.Head.Feed, Seq: chain.Head.Seq + 1})
	}
	if chain.Head != f.Head {
		s.found.add(Finding{Kind: fault.Damaged, Key: "verify.head_differs", Args: fault.Args{"head": f.Head.Seq, "last": chain.Head.Seq},
			Scope: s.scope, Feed: f.Head.Feed, Seq: f.Head.Seq})
	}
	return nil
}

// signed is what is known of the signatures of a feed.
type signed struct {
	key   ed25519.PublicKey // nil: not known here
	bySeq map[uint64]journal.Signature
}

func (s *scopeRun) signatures(f journal.FeedState) (*signed, error) {
	found := &signed{key: s.publicKey(f.Feed.Node), bySeq: map[uint64]journal.Signature{}}
	last := uint64(0)
	err := journal.Signatures(s.ctx, s.tx, s.scope, f.Head.Feed, func(sig journal.Signature) error {
		found.bySeq[sig.Seq], last = sig, sig.Seq
		return nil
	})
	at := Finding{Kind: fault.Damaged, Scope: s.scope, Feed: f.Head.Feed, Seq: last}
	switch {
	case err != nil:
		return found, err
	case last < f.Head.Seq:
		at.Key, at.Args = "verify.head_not_signed", fault.Args{"head": f.Head.Seq, "signed": last}
		s.found.add(at)
	case last > f.Head.Seq:
		at.Key, at.Args = "verify.feed_cut", fault.Args{"head": f.Head.Seq, "recorded": last}
		s.found.add(at)
	}
	if found.key == nil {
		at.Kind, at.Key = fault.Undecidable, "verify.node_key_unknown"
		s.found.add(at)
	}
	return found, nil
}

func (s *scopeRun) publicKey(node id.ID) ed25519.PublicKey {
	if node == s.Ring.Node().Node {
		return s.Ring.Signer().Public().(ed25519.PublicKey)
	}
	if s.PublicKey != nil {
		return s.PublicKey(node)
	}
	return nil
}

// holdAgainst holds a fact's hash against the signature made of it, if there is one, and against what was recorded.
func (s *scopeRun) holdAgainst(head journal.Head, of *signed, at Finding) {
	at.Kind = fault.Damaged
	if sig, is := of.bySeq[head.Seq]; is && of.key != nil && !sig.Verify(of.key, head) {
		at.Key, at.Args = "journal.signature_wrong", fault.Args{"seq": head.Seq}
		s.found.add(at)
	}
	for _, hash := range s.recorded[journal.Ref{Feed: head.Feed, Seq: head.Seq}] {
		if hash != head.Hash {
			at.Key, at.Args = "verify.not_as_recorded", fault.Args{"seq": head.Seq}
			s.found.add(at)
		}
	}
}

// fact opens a fact and counts it for its story.
func (s *scopeRun) fact(sealed *journal.Sealed, e *journal.Envelope, at Finding) error {
	f, err := journal.Unseal(s.Ring, s.scope, sealed, e)
	if err != nil {
		return s.found.because(err, at)
	}
	ref := f.Ref()
	if owner, is := register.Erases(f); is {
		s.erased[owner] = true
	}
	if f.Forgotten {
		where := s.missing
		if sealed.Person != nil {
			where = s.keyless
		}
		if _, noted := where[f.Owner]; !noted {
			where[f.Owner] = ref
		}
	}
	if s.House.StoryOf(f.Kind) == "" {
		s.found.Unknown++
		return nil
	}
	at.StoryKind, at.Story = s.House.StoryOf(f.Kind), f.Story
	if err := s.House.Readable(f); err != nil {
		return s.found.because(err, at)
	}
	s.groups[groupOf(f.Story)].facts++
	return nil
}

// persons judges what is missing of people, now that it is known who was erased.
func (s *scopeRun) persons() error {
	for owner, ref := range s.missing {
		if !s.erased[owner] {
			s.person("register.person_missing", fault.Damaged, ref)
		}
	}
	for owner, ref := range s.keyless {
		if !s.erased[owner] {
			s.person("register.owner_key_missing", fault.Damaged, ref)
		} else {
			s.person("verify.erasure_unfinished", fault.Damaged, ref)
		}
	}
	for _, owner := range slices.SortedFunc(maps.Keys(s.erased), id.ID.Compare) {
		_, err := s.Ring.OwnerKey(s.scope, owner)
		switch {
		case err == nil:
			s.found.add(Finding{Kind: fault.Damaged, Key: "verify.erasure_unfinished", Scope: s.scope,
				StoryKind: register.ErasureStory.Name(), Story: owner})
		case !fault.Is(err, fault.NotFound):
			if err := s.found.because(err, Finding{Scope: s.scope, StoryKind: register.ErasureStory.Name(), Story: owner}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *scopeRun) person(key string, kind fault.Kind, ref journal.Ref) {
	s.found.add(Finding{Kind: kind, Key: key, Args: fault.Args{"seq": ref.Seq}, Scope: s.scope, Feed: ref.Feed, Seq: ref.Seq})
}
