// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"encoding/binary"

	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Outcome is what became of an acknowledgement that was handed to a gateway, as an id of the field's words; "" where the gateway has not said.
type Outcome string

// The outcomes.
const (
	ReplySent      Outcome = "sent"
	ReplyFailed    Outcome = "failed"     // for good: it is not tried again
	ReplyGivenBack Outcome = "given_back" // not sent, and may be handed out again
)

// Outcomes are what a gateway can say.
func Outcomes() []Outcome { return []Outcome{ReplySent, ReplyFailed, ReplyGivenBack} }

// Failures are why an acknowledgement was not sent, as ids of the field's words: a gateway says it in no words of its own, which could tell of the person.
func Failures() []string { return []string{"no_network", "no_credit", "refused", "other"} }

// Reply is the acknowledgement of a message that somebody sent as SMS.
//
// Complaint is what was heard. Node took it in, and alone hands the acknowledgement out. Since is when, in minutes since 1 January 1970 by the operation's time of day, and Day the day. Number is to where it
// would go: it is the complaint's, and "" once that was forgotten. Outs are the times that it was handed out, in order.
type Reply struct {
	Complaint id.ID     `cbor:"1,keyasint"`
	Node      id.ID     `cbor:"2,keyasint"`
	Since     int64     `cbor:"3,keyasint"`
	Day       clock.Day `cbor:"4,keyasint"`
	Number    string    `cbor:"5,keyasint,omitempty"`
	Outs      []Out     `cbor:"6,keyasint,omitempty"`
}

// Out is one time that an acknowledgement was handed to a gateway. ID is what the gateway knows it by, Day when; How is what the gateway said became of it, Why it failed ("" where it did not).
type Out struct {
	_   struct{} `cbor:",toarray"`
	ID  id.ID
	Day clock.Day
	How Outcome
	Why string
}

// Limits of acknowledgements.
const (
	replyWithin = 24 * 60 // minutes after which none goes any more
	mostReplies = 3       // that are kept for one number on one day
	mostOuts    = 3       // times that one is handed out, where it was given back
)

// open reports whether it may be handed out, as far as it says itself.
func (r *Reply) open() bool {
	if r.Number == "" || len(r.Outs) >= mostOuts {
		return false
	}
	return len(r.Outs) == 0 || r.Outs[len(r.Outs)-1].How == ReplyGivenBack
}

// late reports whether it is too late for it, at a minute.
func (r *Reply) late(minute int64) bool { return minute-r.Since > replyWithin }

// The lists of acknowledgements.
var (
	ReplyWaits = register.List{Name: "reply_waits"}            // those that may be handed out, by the minute since when
	ReplyTo    = register.List{Name: "reply_to", Hidden: true} // by number and day
	ReplyOuts  = register.List{Name: "reply_outs"}             // by what the gateway knows them by
)

// replyKey is the key of ReplyTo.
func replyKey(number string, day clock.Day) []byte {
	return append([]byte(number+"\x00"), dayKey(day)...)
}

// minuteKey sorts by the minute.
func minuteKey(minute int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(minute)^1<<63) }

// ReplyStory is the kind of story of an acknowledgement.
var ReplyStory = register.NewKind("reply", func(r *Reply, add register.Adder) {
	if r.open() {
		add(ReplyWaits, minuteKey(r.Since))
	}
	if r.Number != "" {
		add(ReplyTo, replyKey(r.Number, r.Day))
	}
	for _, o := range r.Outs {
		add(ReplyOuts, o.ID[:])
	}
})

// ReplyID is the story of the acknowledgement of a complaint.
func ReplyID(complaint id.ID) id.ID { return id.Derived(complaint, "reply") }

// waitsResidue says that an acknowledgement may go, and tells nothing of to where, or whether anybody is there to whom it may.
type waitsResidue struct {
	Complaint id.ID `cbor:"1,keyasint"`
	Node      id.ID `cbor:"2,keyasint"`
	Since     int64 `cbor:"3,keyasint"`
}

type numberWords struct {
	Number string `cbor:"1,keyasint"`
}

var replyWaits = register.NewFact(ReplyStory, "voice.reply_waits", 1, func(s *Reply, f *journal.Fact, r waitsResidue, w *numberWords) {
	s.Complaint, s.Node, s.Since, s.Day = r.Complaint, r.Node, r.Since, f.Day
	if w != nil {
		s.Number = w.Number
	}
})

type handedResidue struct {
	Out id.ID `cbor:"1,keyasint"`
}

var replyHanded = register.NewFact(ReplyStory, "voice.reply_handed", 1, func(s *Reply, f *journal.Fact, r handedResidue, _ *register.None) {
	s.out(r.Out).Day = f.Day
})

type endedResidue struct {
	Out id.ID   `cbor:"1,keyasint"`
	How Outcome `cbor:"2,keyasint"`
	Why string  `cbor:"3,keyasint,omitempty"`
}

var replyEnded = register.NewFact(ReplyStory, "voice.reply_ended", 1, func(s *Reply, _ *journal.Fact, r endedResidue, _ *register.None) {
	o := s.out(r.Out)
	o.How, o.Why = r.How, r.Why
})

// out returns the time under an id, entering it where it is not known yet.
func (r *Reply) out(of id.ID) *Out {
	for i := range r.Outs {
		if r.Outs[i].ID == of {
			return &r.Outs[i]
		}
	}
	r.Outs = append(r.Outs, Out{ID: of})
	return &r.Outs[len(r.Outs)-1]
}
