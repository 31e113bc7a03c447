// SPDX-License-Identifier: Apache-2.0

package sealed

import (
	"cmp"
	"slices"
	"time"

	"safar/kernel/id"
)

// Complaint is a sealed complaint as a lane knows it: its ID, what was Heard, and what was said and done since, in order of time.
type Complaint struct {
	ID    id.ID
	Heard Message
	Since []Message // acknowledged, referred, noted, answered, named, resolved, reopened
}

// add puts a message in its place; the same one twice stands once.
func (c *Complaint) add(m Message) {
	if m.What == Heard {
		c.Heard = m
		return
	}
	at, known := slices.BinarySearchFunc(c.Since, m, inTime)
	if !known {
		c.Since = slices.Insert(c.Since, at, m)
	}
}

func inTime(a, b Message) int { return cmp.Or(cmp.Compare(a.At, b.At), a.ID.Compare(b.ID)) }

// first is when something was first done; zero where it was not.
func (c *Complaint) first(what string) (at int64) {
	for _, m := range c.Since {
		if m.What == what {
			return m.At
		}
	}
	return 0
}

// Open reports whether it is not resolved, or was opened again since.
func (c *Complaint) Open() bool {
	for _, m := range slices.Backward(c.Since) {
		switch m.What {
		case Resolved:
			return false
		case Reopened:
			return true
		}
	}
	return true
}

// Accused are the users who are named in it.
func (c *Complaint) Accused() (all []id.ID) {
	all = append(all, c.Heard.Accused...)
	for _, m := range c.Since {
		all = append(all, m.Accused...)
	}
	slices.SortFunc(all, id.ID.Compare)
	return slices.Compact(all)
}

// Messages are all that was said of it, in order of time.
func (c *Complaint) Messages() []Message { return append([]Message{c.Heard}, c.Since...) }

// Clock is one thing that was promised about a complaint: What, until when it is Due, and when it was Done (zero where it was not). Late says that it was not done in
// time, or is not and should be.
type Clock struct {
	What string // Acknowledged, Referred or Resolved
	Due  time.Time
	Done time.Time
	Late bool
}

// Clocks are the promised times of a complaint, of what anything was promised of. One that was opened again is to be resolved anew within the same time.
func (c *Complaint) Clocks(p Promise, now time.Time) (clocks []Clock) {
	resolved, from := int64(0), c.Heard.At
	for _, m := range c.Since {
		switch m.What {
		case Resolved:
			resolved = m.At
		case Reopened:
			resolved, from = 0, m.At
		}
	}
	for _, k := range []struct {
		what       string
		hours      uint32
		from, done int64
	}{{Acknowledged, p.Acknowledge, c.Heard.At, c.first(Acknowledged)}, {Referred, p.Refer, c.Heard.At, c.first(Referred)}, {Resolved, p.Resolve, from, resolved}} {
		if k.hours > 0 {
			clocks = append(clocks, clockOf(k.what, moment(k.from).Add(time.Duration(k.hours)*time.Hour), k.done, now))
		}
	}
	return clocks
}

func clockOf(what string, due time.Time, done int64, now time.Time) Clock {
	c := Clock{What: what, Due: due, Late: now.After(due)}
	if done != 0 {
		c.Done = moment(done)
		c.Late = c.Done.After(due)
	}
	return c
}

func moment(minutes int64) time.Time { return time.Unix(minutes*60, 0).UTC() }

// When is when a message was written, UTC.
func (m Message) When() time.Time { return moment(m.At) }
