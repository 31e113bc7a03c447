// SPDX-License-Identifier: Apache-2.0

package voice_test

import (
	"fmt"
	"testing"

	"safar/desk"
	"safar/field/people"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"

	"pgregory.net/rapid"
)

// merging is a merge as the desk is asked for it: what the way home adds to it is not of this package.
type merging people.Merge

func (merging) Act() access.Act            { return access.PeopleMerge }
func (c merging) Decide(tx *desk.Tx) error { return people.Merge(c).Record(tx) }

// neighbour is what the test itself knows of somebody: it uses none of the rules' code.
type neighbour struct {
	household, id id.ID
	phone         string
	stated        bool          // they were asked how they may be reached
	says          people.Answer // to SMS, as they said it last
	about         string        // the number that was on file then
	dead          bool
	kept          *neighbour // into whose record theirs was merged; nil where it stands for itself
}

// message is what a number wrote: its complaint, whether that was forgotten, and whether its acknowledgement is with the gateway.
type message struct {
	complaint, reply  id.ID
	from              string
	forgotten, handed bool
}

// writers are neighbours who share few numbers, write, are asked, die, are merged and forgotten.
type writers struct {
	*line
	protection, officer access.Actor
	all                 []*neighbour
	messages            []*message
	numbers             []string
	sent                int
}

// mayBeTold is what is promised: somebody who lives is on file with the number, and whoever is on file with it was asked about it and said yes, and no record that was merged into theirs says no.
func (w *writers) mayBeTold(number string) (some bool) {
	for _, n := range w.all {
		if n.phone != number || n.dead || n.kept != nil {
			continue
		}
		if n.says != people.Yes || n.about != number {
			return false
		}
		for _, double := range w.all {
			if double.says == people.No && double.isOf(n) {
				return false
			}
		}
		some = true
	}
	return some
}

// isOf reports whether a record was merged into another, by whatever way.
func (n *neighbour) isOf(other *neighbour) bool {
	return n.kept != nil && (n.kept == other || n.kept.isOf(other))
}

// attempt has somebody give a command; that it is refused is not of this test.
func (w *writers) attempt(by access.Actor, c desk.Command) (desk.Receipt, bool) {
	r, err := w.Desk.Do(w.Context(), by, w.Scope, id.New(), c)
	if fault.Is(err, fault.Internal) {
		w.Fatal(err)
	}
	return r, err == nil
}

func (w *writers) writes(number string) {
	if r, done := w.attempt(access.SMSGateway(w.Scope.Caseload), voice.HearMessage{Hear: w.heard("water", "yes"), Number: number}); done {
		w.messages = append(w.messages, &message{complaint: r.IDs[0], reply: voice.ReplyID(r.IDs[0]), from: number})
	}
}

func (w *writers) asked(n *neighbour, says people.Answer) {
	if _, done := w.attempt(w.protection, people.SetSafeContact{Person: n.id, Contact: people.SafeContact{SMS: says}}); done {
		n.stated, n.says, n.about = true, says, n.phone
	}
}

func (w *writers) merges(n, kept *neighbour) {
	if _, done := w.attempt(w.clerk, merging{Kept: kept.id, Gone: n.id}); !done {
		return
	}
	n.kept = kept
	if !kept.stated && n.stated {
		kept.stated, kept.says, kept.about = true, n.says, n.about
	}
}

// takes has the gateway ask for each acknowledgement there ever was, as one that knows all of them would, and holds what it gets against the promise.
func (w *writers) takes(y *rapid.T) {
	sender := access.SMSSender(w.Scope.Caseload)
	for _, m := range w.messages {
		r, done := w.attempt(sender, voice.HandReply{Reply: m.reply})
		if !done {
			continue
		}
		if !w.mayBeTold(m.from) || m.forgotten || m.handed {
			y.Fatalf("a message went out: it may %v, was forgotten %v, is with the gateway %v", w.mayBeTold(m.from), m.forgotten, m.handed)
		}
		w.sent++
		if m.handed = true; rapid.Bool().Draw(y, "given back") {
			_, m.handed = w.attempt(sender, voice.EndReply{Out: r.IDs[0], How: voice.ReplyGivenBack})
			m.handed = !m.handed
		}
	}
}

// happens is one thing of many.
func (w *writers) happens(y *rapid.T) {
	n, number := rapid.SampledFrom(w.all).Draw(y, "who"), rapid.SampledFrom(w.numbers).Draw(y, "number")
	switch rapid.SampledFrom([]string{"writes", "asked", "asked", "asked", "number", "dies", "merged", "forgets", "forgotten"}).Draw(y, "what") {
	case "writes":
		w.writes(number)
	case "asked":
		w.asked(n, rapid.SampledFrom([]people.Answer{people.Yes, people.Yes, people.Yes, people.No, people.NotKnown}).Draw(y, "says"))
	case "number":
		if _, done := w.attempt(w.clerk, people.Correct{Person: n.id, Phone: &number}); done {
			n.phone = number
		}
	case "dies":
		if _, done := w.attempt(w.clerk, people.RecordDeath{Person: n.id, Day: w.Desk.Today()}); done {
			n.dead = true
		}
	case "merged":
		w.merges(n, rapid.SampledFrom(w.all).Draw(y, "kept"))
	case "forgets":
		if len(w.messages) > 0 {
			m := rapid.SampledFrom(w.messages).Draw(y, "of")
			if _, done := w.attempt(w.clerk, voice.ForgetComplaint{Complaint: m.complaint}); done {
				m.forgotten = true
			}
		}
	case "forgotten":
		if _, done := w.attempt(w.officer, people.Forget{Household: n.household, Persons: []id.ID{n.id}, Reason: register.ErasureAsked}); done {
			n.phone = ""
		}
	}
}

// movesIn registers somebody with a number, spoken to in Swahili.
func (w *writers) movesIn(number string) *neighbour {
	w.Helper()
	ids := w.Do(w.clerk, people.Register{Language: "sw", Members: []people.Member{{Relation: people.Head, Born: people.Born{Day: clock.Date(1990, 1, 1), Precision: people.BirthYear}, Phone: number}}}).IDs
	n := &neighbour{household: ids[0], id: ids[1], phone: number}
	w.all = append(w.all, n)
	return n
}

// Her record was found twice and made one; an office that had not heard of that writes her no on the one that went, and it holds.
func TestANoThatComesLateHolds(t *testing.T) {
	w := newWriters(t)
	she, double := w.movesIn("+243820000701"), w.movesIn("+243820000701")
	w.asked(she, people.Yes)
	w.merges(double, she)
	w.writes(she.phone)
	w.writes(she.phone)
	sender := access.SMSSender(w.Scope.Caseload)
	w.Do(sender, voice.HandReply{Reply: w.messages[0].reply})
	w.asked(double, people.No)
	w.Refused("voice.no_reply", sender, voice.HandReply{Reply: w.messages[1].reply})
	w.asked(double, people.NotKnown)
	w.Do(sender, voice.HandReply{Reply: w.messages[1].reply})
}

func newWriters(t *testing.T) *writers {
	w := &writers{line: newLine(t)}
	w.protection, w.officer = w.user(access.ProtectionOfficer), w.user(access.DataProtectionOfficer)
	return w
}

// Whatever happens to whom, in whatever order: nothing is ever handed out to a number of which what governs is not yes at that moment, of a complaint that was forgotten, or a second time.
func TestNothingIsEverSentWhereItIsNotSafe(t *testing.T) {
	w, run := newWriters(t), 0
	rapid.Check(t, func(y *rapid.T) {
		run++
		w.all, w.messages = nil, nil
		w.numbers = []string{fmt.Sprintf("+2438201%05d", run), fmt.Sprintf("+2438202%05d", run)}
		for i := range 3 {
			w.movesIn(w.numbers[i%2])
		}
		w.asked(w.all[0], people.Yes)
		w.writes(w.numbers[0])
		for range rapid.IntRange(2, 10).Draw(y, "things") {
			w.happens(y)
			w.takes(y)
		}
	})
	if w.sent < 20 {
		t.Errorf("%d messages went out: too few to prove anything", w.sent)
	}
	t.Logf("%d messages went out in %d runs", w.sent, run)
}
