// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"cmp"
	"slices"

	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// locatedGroups bounds how many groups that differ are looked at fact by fact: an emptied register differs in all of them, and
// then a thousand findings say as much as a million.
const locatedGroups = 256

// locate says which facts are not folded and which entries are missing or stray, in the groups that differ.
func (s *scopeRun) locate() error {
	chosen := map[int]bool{}
	differ := 0
	for i, g := range s.groups {
		if g.differs() {
			differ++
			if len(chosen) < locatedGroups {
				chosen[i] = true
			}
		}
	}
	if differ == 0 {
		return nil
	}
	l := &locator{scopeRun: s, chosen: chosen, folded: map[journal.Ref]bool{}, given: map[entry]bool{}}
	for _, step := range []func() error{l.rowsSay, l.journalSays, l.entriesSay} {
		if err := step(); err != nil {
			return err
		}
	}
	if differ > len(chosen) {
		s.found.add(Finding{Kind: fault.Damaged, Key: "verify.more_differs", Args: fault.Args{"looked_at": len(chosen), "differ": differ},
			Scope: s.scope})
	}
	return nil
}

type locator struct {
	*scopeRun
	chosen map[int]bool
	folded map[journal.Ref]bool
	given  map[entry]bool
}

type entry struct {
	list, key string
	story     id.ID
}

// rowsSay notes which facts the rows were folded from and which entries their states give.
func (l *locator) rowsSay() error {
	return l.eachRow(func(row register.Stored) error {
		if !l.chosen[groupOf(row.Story)] {
			return nil
		}
		story, err := l.refold(row, false)
		if err != nil || story == nil {
			return err
		}
		for _, p := range story.Places {
			l.folded[p.Ref] = true
		}
		entries, err := l.rows.EntriesOf(story)
		entries.Each(func(list string, key []byte) { l.given[entry{list, string(key), row.Story}] = true })
		return err
	})
}

// journalSays finds the facts that no row was folded from.
func (l *locator) journalSays() error {
	for _, feed := range l.feeds {
		err := journal.Each(l.ctx, l.tx, l.scope, feed.Head.Feed, 0, feed.Head.Seq, func(sealed *journal.Sealed) error {
			e, err := sealed.Open()
			if err != nil {
				return nil // found along the feed
			}
			f, err := journal.UnsealRecord(l.Ring, l.scope, sealed, e)
			if err != nil || !l.chosen[groupOf(f.Story)] || l.folded[f.Ref()] {
				return nil
			}
			kind := l.House.StoryOf(f.Kind)
			if kind == "" {
				return nil
			}
			if whole, err := journal.Unseal(l.Ring, l.scope, sealed, e); err != nil || l.House.Readable(whole) != nil {
				return nil
			}
			l.found.add(Finding{Kind: fault.Damaged, Key: "verify.fact_not_folded", Args: fault.Args{"kind": f.Kind}, Scope: l.scope,
				Feed: f.Feed, Seq: f.Seq, StoryKind: kind, Story: f.Story})
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// entriesSay finds the entries that no state gives, and those that are missing.
func (l *locator) entriesSay() error {
	report := func(key string, e entry) {
		l.found.add(Finding{Kind: fault.Damaged, Key: key, Args: fault.Args{"list": e.list}, Scope: l.scope, Story: e.story, List: e.list,
			EntryKey: []byte(e.key)})
	}
	err := l.rows.EachEntry(l.ctx, l.tx, l.scope, func(list string, key []byte, story id.ID) error {
		if !l.chosen[groupOf(story)] {
			return nil
		}
		if e := (entry{list, string(key), story}); l.given[e] {
			delete(l.given, e)
		} else {
			report("verify.entry_stray", e)
		}
		return nil
	})
	if err != nil {
		return err
	}
	missing := make([]entry, 0, len(l.given))
	for e := range l.given {
		missing = append(missing, e)
	}
	slices.SortFunc(missing, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.list, b.list), cmp.Compare(a.key, b.key), a.story.Compare(b.story))
	})
	for _, e := range missing {
		report("verify.entry_missing", e)
	}
	return nil
}
