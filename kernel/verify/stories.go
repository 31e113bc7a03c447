// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"slices"

	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/vault"
)

// pageRows is how many rows of the register are held at a time.
const pageRows = 256

// alongStories folds every row of the register again.
func (s *scopeRun) alongStories() error {
	return s.eachRow(func(row register.Stored) error {
		s.found.Stories++
		story, err := s.refold(row, true)
		if err != nil || story == nil {
			return err
		}
		g := &s.groups[groupOf(row.Story)]
		g.facts -= int64(len(story.Places))
		entries, err := s.rows.EntriesOf(story)
		if err != nil {
			return err
		}
		entries.Each(func(list string, key []byte) {
			g.entries++
			g.sum += s.hashEntry(list, key, row.Story)
		})
		return nil
	})
}

// eachRow calls f for every row, outside any statement, so that f may read.
func (s *scopeRun) eachRow(f func(register.Stored) error) error {
	kind, story := "", id.ID{}
	for {
		page, err := s.rows.Page(s.ctx, s.tx, s.scope, kind, story, pageRows)
		if err != nil {
			return s.unreadable(err, "verify.states_unreadable", Finding{StoryKind: kind, Story: story})
		}
		for _, row := range page {
			if err := f(row); err != nil {
				return err
			}
			kind, story = row.Kind, row.Story
		}
		if len(page) < pageRows {
			return nil
		}
	}
}

// refold folds a row's facts from nothing and compares. It returns nil where that cannot be done; then the facts count as not folded.
func (s *scopeRun) refold(row register.Stored, report bool) (*register.Story, error) {
	at := Finding{Kind: fault.Damaged, Scope: s.scope, StoryKind: row.Kind, Story: row.Story}
	add := func(key string, args fault.Args) {
		if report {
			at.Key, at.Args = key, args
			s.found.add(at)
		}
	}
	if row.Trouble != nil {
		add("register.state_unreadable", nil)
		return nil, nil
	}
	facts, err := s.factsOf(row, report)
	if err != nil {
		return nil, err
	}
	story, state, err := s.rows.Draw(s.scope, row.Kind, row.Story, facts)
	switch {
	case err != nil:
		add("verify.state_differs", nil)
		return nil, nil
	case story == nil:
		at.Kind = fault.Unavailable
		add("verify.story_kind_unknown", fault.Args{"kind": row.Kind})
	case !slices.Equal(story.Places, row.Places):
		add("verify.places_differ", nil)
	case !bytes.Equal(state, row.State):
		add("verify.state_differs", nil)
	}
	return story, nil
}

// factsOf opens the facts that a row says it was folded from, once each, and leaves out those that are not of its story. One that
// does not open was found along its feed; one that is not there is found here.
func (s *scopeRun) factsOf(row register.Stored, report bool) ([]*journal.Fact, error) {
	facts := make([]*journal.Fact, 0, len(row.Places))
	seen := make(map[journal.Ref]bool, len(row.Places))
	found := s.found
	if !report {
		found = &Findings{}
	}
	for _, p := range row.Places {
		if report {
			s.step()
		}
		at := Finding{Scope: s.scope, Feed: p.Ref.Feed, Seq: p.Ref.Seq, StoryKind: row.Kind, Story: row.Story}
		f, err := journal.OpenFact(s.ctx, s.tx, s.Ring, s.scope, p.Ref)
		switch {
		case fault.Is(err, fault.Damaged):
		case err != nil:
			if err := found.because(err, at); err != nil {
				return nil, err
			}
		case f.Story != row.Story || s.House.StoryOf(f.Kind) != row.Kind || seen[p.Ref]:
			at.Kind, at.Key = fault.Damaged, "verify.fact_of_another_story"
			found.add(at)
		default:
			seen[p.Ref] = true
			facts = append(facts, f)
		}
	}
	return facts, nil
}

// alongEntries takes what lies in the lists from what the states gave, and notes which attachments they name.
func (s *scopeRun) alongEntries() error {
	err := s.rows.EachEntry(s.ctx, s.tx, s.scope, func(list string, key []byte, story id.ID) error {
		s.found.Entries++
		g := &s.groups[groupOf(story)]
		g.entries--
		g.sum -= s.hashEntry(list, key, story)
		if a := (attached{story: story}); list == vault.Attachments.Name && copy(a.at[:], key) == len(a.at) {
			s.named = append(s.named, a)
		}
		return nil
	})
	return s.unreadable(err, "verify.entries_unreadable", Finding{})
}
