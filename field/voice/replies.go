// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// HearMessage writes down what somebody sent as SMS, as Hear does, and that it may be acknowledged: to whom, and whether to anybody, is judged when the acknowledgement is handed out. Number is from where it came, in the
// form of E.164; "" where nothing can be sent there. The receipt's first id is the complaint.
type HearMessage struct {
	Hear   Hear
	Number string
}

// Act is the act of hearing.
func (HearMessage) Act() access.Act { return access.VoiceHear }

// Decide records it. Of one number no more than three a day may be acknowledged. Faults: as Hear.
func (c HearMessage) Decide(tx *desk.Tx) error {
	of, err := c.Hear.heard(tx)
	if err != nil || c.Number == "" {
		return err
	}
	others, err := tx.Find(ReplyTo, replyKey(c.Number, tx.Today()))
	if err != nil || len(others) >= mostReplies {
		return err
	}
	return tx.Record(replyWaits.DraftFor(ReplyID(of), of, clock.NoDay, waitsResidue{of, tx.Node().Node, minuteOf(tx.Today(), tx.Minute())}, numberWords{c.Number}))
}

// minuteOf counts minutes since 1 January 1970 by the operation's time of day.
func minuteOf(day clock.Day, minute int) int64 { return int64(day)*24*60 + int64(minute) }

// HandReply hands an acknowledgement to the gateway, once: whatever becomes of it there, it is not handed out again unless the gateway gives it back. Reply is which. The receipt's first id is what the gateway knows it by.
type HandReply struct{ Reply id.ID }

// Act is the act of handing out.
func (HandReply) Act() access.Act { return access.VoiceReply }

// Decide records it, where at this moment it may go. Fault: NotFound voice.no_reply for one that may not, whyever.
func (c HandReply) Decide(tx *desk.Tx) error {
	reply, err := desk.See(tx, ReplyStory, c.Reply)
	if err != nil {
		return err
	}
	none := fault.New("voice.HandReply", fault.NotFound, "voice.no_reply", nil)
	if !reply.Exists || !reply.State.handedBy(tx.Node().Node, minuteOf(tx.Today(), tx.Minute())) {
		return none
	}
	holders, err := tx.Find(people.ByPhone, []byte(reply.State.Number))
	if err != nil {
		return err
	}
	if _, may, err := mayBeTold(tx, reply.State, holders); err != nil || !may {
		if err == nil {
			err = none
		}
		return err
	}
	out, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(replyHanded.Draft(c.Reply, clock.NoDay, handedResidue{out}))
}

// handedBy reports whether a node may hand it out at a minute.
func (r *Reply) handedBy(node id.ID, minute int64) bool {
	return r.open() && r.Node == node && !r.late(minute)
}

// mostHolders is how many people one number may be on file for, for anything to be sent there.
const mostHolders = 50

// mayBeTold judges whether a message to a number is safe: the complaint was not forgotten, somebody who lives is on file with the number, and everybody who is, of one household or of several, said that it is. language is that in
// which their household is spoken to.
func mayBeTold(s desk.Source, r *Reply, holders []id.ID) (language string, may bool, err error) {
	if gone, err := people.IsForgotten(s, r.Complaint); err != nil || gone || len(holders) > mostHolders {
		return "", false, err
	}
	for _, of := range holders {
		p, err := desk.See(s, people.PersonStory, of)
		if err != nil {
			return "", false, err
		}
		if !p.Exists || !p.State.Alive() {
			continue
		}
		no, err := doublesSayNo(s, p.State, mostDoubles)
		if err != nil || no || !p.State.MaySMS(r.Number) {
			return "", false, err
		}
		may = true
		home, err := desk.See(s, people.HouseholdStory, p.State.Household.Value().Household)
		if err != nil {
			return "", false, err
		}
		if language == "" && home.Exists {
			language = home.State.Language
		}
	}
	return language, may, nil
}

// mostDoubles is how deep records that were merged one into another are followed; where they go deeper, nothing is sent.
const mostDoubles = 5

// doublesSayNo reports whether a record that was merged into one of somebody says no: an office that had not heard of the merge may have written it there.
func doublesSayNo(s desk.Source, p *people.Person, deep int) (bool, error) {
	for _, gone := range p.Also {
		double, err := desk.See(s, people.PersonStory, gone)
		if err != nil {
			return false, err
		}
		if len(double.State.SameAs.Standing) == 0 {
			continue // they were not one after all
		}
		if deep == 0 || double.State.SMS() == people.No {
			return true, nil
		}
		if no, err := doublesSayNo(s, double.State, deep-1); err != nil || no {
			return no, err
		}
	}
	return false, nil
}

// EndReply writes down what the gateway says became of an acknowledgement. Out is what the gateway knows it by, How what became of it, Why one of Failures where it failed.
type EndReply struct {
	Out id.ID
	How Outcome
	Why string
}

// Act is the act of handing out.
func (EndReply) Act() access.Act { return access.VoiceReply }

// Decide records it, once; nothing where the same was said before. Faults: NotFound voice.no_reply; Invalid voice.reply_unclear; Conflict voice.reply_ended.
func (c EndReply) Decide(tx *desk.Tx) error {
	const op = "voice.EndReply"
	failed := c.How == ReplyFailed
	if !slices.Contains(Outcomes(), c.How) || failed != slices.Contains(Failures(), c.Why) || !failed && c.Why != "" {
		return fault.New(op, fault.Invalid, "voice.reply_unclear", nil)
	}
	found, err := tx.Find(ReplyOuts, c.Out[:])
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return fault.New(op, fault.NotFound, "voice.no_reply", nil)
	}
	reply, err := desk.Must(tx, ReplyStory, found[0])
	if err != nil {
		return err
	}
	switch o := reply.out(c.Out); {
	case o.How == c.How && o.Why == c.Why:
		return nil
	case o.How != "":
		return fault.New(op, fault.Conflict, "voice.reply_ended", nil)
	}
	return tx.Record(replyEnded.Draft(found[0], clock.NoDay, endedResidue(c)))
}

// ReplyRow is an acknowledgement that may be handed out: Reply is which, Number to where, Language that in which who reads it is spoken to.
type ReplyRow struct {
	Reply    id.ID  `class:"open"`
	Number   string `class:"personal"`
	Language string `class:"open"`
}

const (
	repliesAtOnce = 100
	mostReplyRead = 1000
)

// NextReply finds the acknowledgement that has waited longest of those that may go now from this node, in a language that speaks knows; the zero row where none may. Whoever hands it out has it judged again at that moment.
func NextReply(scope access.Scope, speaks func(language string) bool) desk.Query[ReplyRow] {
	return desk.Query[ReplyRow]{Act: access.VoiceReply, Scope: scope, Run: func(r *desk.Reader) (row ReplyRow, err error) {
		now := r.Now()
		minute := minuteOf(clock.DayOf(now), now.Hour()*60+now.Minute())
		want := register.Range{After: &register.Entry{Key: minuteKey(minute - replyWithin - 1)}, Limit: repliesAtOnce}
		for range mostReplyRead / repliesAtOnce {
			some, err := r.Scan(ReplyWaits, want)
			if err != nil || len(some) == 0 {
				return ReplyRow{}, err
			}
			for _, e := range some {
				row, err := replyRow(r, e.Story, minute)
				if err != nil || !row.Reply.IsZero() && speaks(row.Language) {
					return row, err
				}
			}
			want.After = &some[len(some)-1]
		}
		return ReplyRow{}, nil
	}}
}

// replyRow is an acknowledgement as it may be handed out; the zero row where it may not.
func replyRow(r *desk.Reader, of id.ID, minute int64) (row ReplyRow, err error) {
	reply, err := desk.Read(r, ReplyStory, of)
	if err != nil || !reply.State.handedBy(r.Here(), minute) {
		return row, err
	}
	holders, err := r.Find(people.ByPhone, []byte(reply.State.Number), mostHolders+1)
	if err != nil {
		return row, err
	}
	language, may, err := mayBeTold(r, reply.State, holders)
	if err != nil || !may {
		return row, err
	}
	return ReplyRow{of, reply.State.Number, language}, nil
}

// Told is what is known of the acknowledgement of a complaint. Stands is "" where there is none; waits, also where it may never go, which is told to nobody here; handed, where the gateway has not said what became of it; or one of Outcomes. Day is the day
// of that.
type Told struct {
	Stands string    `class:"personal"`
	Why    string    `class:"personal"` // one of Failures, where it failed
	Day    clock.Day `class:"personal"`
}

// ToldOf tells what became of the acknowledgement of a complaint, to who answers it. It says nothing of one that was forgotten, and nothing once it is too late.
func ToldOf(scope access.Scope, complaint id.ID) desk.Query[Told] {
	return desk.Query[Told]{Act: access.VoiceAnswer, Scope: scope, Run: func(r *desk.Reader) (t Told, err error) {
		reply, err := desk.Read(r, ReplyStory, ReplyID(complaint))
		if err != nil || !reply.Exists || reply.State.Number == "" {
			return t, err
		}
		now := r.Now()
		switch s := reply.State; {
		case s.open() && s.late(minuteOf(clock.DayOf(now), now.Hour()*60+now.Minute())):
		case s.open():
			t = Told{Stands: "waits", Day: s.Day}
		default:
			last := s.Outs[len(s.Outs)-1]
			t = Told{Stands: string(last.How), Why: last.Why, Day: last.Day}
			if last.How == "" {
				t.Stands = "handed"
			}
		}
		return t, nil
	}}
}
