// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"safar/kernel/fault"
)

// Times is what becomes of the exact days of a story.
type Times string

// What becomes of them.
const (
	Moved   Times = "moved"   // all by one number of days
	Coarser Times = "coarser" // in a part of the year
)

// removed stands where a number stood: there is nothing to put in its place.
const removed = "[…]"

// changing is all that a text is changed by.
type changing struct {
	known    *known
	called   *Changed
	language string
	times    Times
	days     int // by which days are moved
}

// Spot is a spot of a text at which something is known: From and To, in bytes, Kind what it is, and Changed what is put in its place; "" where nothing was drawn for it yet.
type Spot struct {
	From    int    `class:"sensitive"`
	To      int    `class:"sensitive"`
	Kind    Kind   `class:"sensitive"`
	Changed string `class:"sensitive"`
}

// spots are the spots of what was told, each with what is put there.
func (c *changing) spots(told string) (all []Spot) {
	for _, f := range c.known.find(told) {
		s := Spot{From: f.from, To: f.to, Kind: f.kind}
		switch f.kind {
		case GivenName, FamilyName:
			as, _ := c.called.person(f.person)
			s.Changed = as.Given.in(c.language)
			if f.kind == FamilyName {
				s.Changed = as.Family.in(c.language)
			}
		case PlaceName:
			as, _ := c.called.place(f.place)
			s.Changed = as.in(c.language)
		case Number:
			s.Changed = removed
		case ExactDay:
			if s.Changed = f.day.moved(c.days); c.times == Coarser {
				s.From, s.Changed = f.day.lead, c.coarser(f.day)
			}
		}
		all = append(all, s)
	}
	return all
}

// coarser says in which part of the year a day is.
func (c *changing) coarser(d dayFound) string {
	_, m, _ := d.day.Date()
	return lists().days[(int(m)-1)/4].in(c.language)
}

// proposed is what was told, with everything changed for which something was drawn.
func proposed(told string, spots []Spot) string {
	var b strings.Builder
	at := 0
	for _, s := range spots {
		if s.From < at || s.Changed == "" {
			continue
		}
		b.WriteString(told[at:s.From])
		b.WriteString(s.Changed)
		at = s.To
	}
	b.WriteString(told[at:])
	return b.String()
}

// left returns the spots of a written text at which something is still known. An exact day is one that was told, moved as all of the story are; any other is somebody's guess at one.
func (c *changing) left(text, told string) (all []Spot) {
	for _, f := range c.known.find(text) {
		if f.kind == ExactDay && c.times == Moved && slices.ContainsFunc(daysIn(told), func(d dayFound) bool { return f.day.same(d, c.days) }) {
			continue
		}
		all = append(all, Spot{From: f.from, To: f.to, Kind: f.kind})
	}
	return all
}

// refusal says that a text still tells something, with where the first of it stands: the line, and the word of it. It says no word of it.
func refusal(text string, all []Spot) error {
	if len(all) == 0 {
		return nil
	}
	first := slices.MinFunc(all, func(a, b Spot) int { return cmp.Compare(a.From, b.From) })
	before := text[:first.From]
	line := strings.Count(before, "\n") + 1
	words := len(strings.Fields(before[strings.LastIndex(before, "\n")+1:])) + 1
	if before != "" && !strings.HasSuffix(before, " ") && !strings.HasSuffix(before, "\n") {
		words--
	}
	return fault.New("stories.left", fault.Blocked, "stories.still_known", fault.Args{"line": fmt.Sprint(line), "word": fmt.Sprint(max(words, 1)), "spots": len(all),
		"kind": fault.Phrase{Key: "stories.kind." + string(first.Kind)}}).WithHint("stories.still_known_hint")
}
