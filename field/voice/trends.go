// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// TrendMonths is how many months a trend looks back, the present one among them.
const TrendMonths = 12

// TrendRow is one theme, or one place, over the months. Topic or Place says which, the other is "" or zero; Counts are what was heard in each month, in the order of Trends.Months; Voices their sum, and Themes
// how many of those remain when what says the same is counted once.
type TrendRow struct {
	Topic  string `class:"open"`
	Place  id.ID  `class:"open"`
	Counts []int  `class:"open"`
	Voices int    `class:"open"`
	Themes int    `class:"open"`
}

// Trends are what was heard over some months, whether it waits or was settled: Months are their first days, All what was heard in each; Topics and Places the same by theme and by place, that of most voices
// first.
type Trends struct {
	Months []clock.Day `class:"open"`
	All    TrendRow
	Topics []TrendRow
	Places []TrendRow
}

// trendsFrom returns the first days of the months up to today.
func trendsFrom(today clock.Day) []clock.Day {
	months := make([]clock.Day, TrendMonths)
	m := today.Month()
	for i := TrendMonths - 1; i >= 0; i-- {
		months[i] = m
		m = (m - 1).Month()
	}
	return months
}

// Trends counts what was heard of some theme and at some place over the last months; what Wanted says of clocks and of who follows is not looked at.
func (b *Board) Trends(want Wanted) desk.Query[Trends] {
	moment := b.moment()
	want = Wanted{Site: want.Site, Nowhere: want.Nowhere, Topic: want.Topic, Channel: want.Channel}
	return desk.Query[Trends]{Act: access.VoiceAnswer, Scope: b.scope, Run: func(r *desk.Reader) (t Trends, err error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		if err := b.fresh(r, moment); err != nil {
			return t, err
		}
		t.Months = trendsFrom(r.Today())
		month := monthOf(t.Months)
		topics, places := make([]*TrendRow, len(b.nth)), make([]*TrendRow, len(b.nth))
		t.All.Counts = make([]int, TrendMonths)
		for _, at := range b.all {
			m := month(at.since)
			if m < 0 || !at.known || !want.matches(at) {
				continue
			}
			t.All.add(m, at)
			trendOf(topics, at.topicNth, at.topic, id.ID{}).add(m, at)
			trendOf(places, at.placeNth, "", at.place).add(m, at)
		}
		t.Topics, t.Places = sorted(topics), sorted(places)
		return t, nil
	}}
}

// monthOf finds the month of a day, -1 for one outside.
func monthOf(months []clock.Day) func(clock.Day) int {
	first, end := months[0], (months[len(months)-1] + 32).Month()
	of := make([]int8, end-first) // of each day
	for i, m := range months {
		for d := m; d < end; d++ {
			of[d-first] = int8(i)
		}
	}
	return func(d clock.Day) int {
		if d >= end || d < first {
			return -1
		}
		return int(of[d-first])
	}
}

// trendOf is the row of the nth theme or place.
func trendOf(all []*TrendRow, nth int, topic string, place id.ID) *TrendRow {
	if all[nth] == nil {
		all[nth] = &TrendRow{Topic: topic, Place: place, Counts: make([]int, TrendMonths)}
	}
	return all[nth]
}

func (t *TrendRow) add(month int, at *row) {
	t.Counts[month]++
	t.Voices++
	if at.same.IsZero() {
		t.Themes++
	}
}

func sorted(all []*TrendRow) []TrendRow {
	var rows []TrendRow
	for _, row := range all {
		if row != nil {
			rows = append(rows, *row)
		}
	}
	slices.SortFunc(rows, func(x, y TrendRow) int {
		return cmp.Or(cmp.Compare(y.Voices, x.Voices), cmp.Compare(x.Topic, y.Topic), x.Place.Compare(y.Place))
	})
	return rows
}

// Said is what people said of one facility: Open is what waits, Done what was settled, the latest first, of as many as a page shows.
type Said struct {
	Open []ComplaintRow
	Done []ComplaintRow
	All  int `class:"open"` // of both
}

// OfFacility tells what was said of a facility, for its page.
func (b *Board) OfFacility(of id.ID) desk.Query[Said] {
	moment := b.moment()
	return desk.Query[Said]{Act: access.VoiceAnswer, Scope: b.scope, Run: func(r *desk.Reader) (said Said, err error) {
		b.mu.Lock()
		defer b.mu.Unlock()
		if err := b.fresh(r, moment); err != nil {
			return said, err
		}
		found, err := r.Find(ByAbout, of[:], mostAlike)
		if err != nil {
			return said, err
		}
		var open, done []*row
		for _, story := range found {
			c, err := desk.Read(r, ComplaintStory, story)
			if err != nil {
				return said, err
			}
			if at := b.rows[c.State.Subject]; at != nil && at.known && at.about == of {
				if said.All++; at.open {
					open = append(open, at)
				} else {
					done = append(done, at)
				}
			}
		}
		latest := func(x, y *row) int { return cmp.Or(cmp.Compare(y.since, x.since), x.of.Compare(y.of)) }
		slices.SortFunc(open, latest)
		slices.SortFunc(done, latest)
		if said.Open, err = toldAll(r, r.Now(), open); err == nil {
			said.Done, err = toldAll(r, r.Now(), done)
		}
		return said, err
	}}
}
