// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"encoding/binary"
	"slices"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Via is the way on which something was said.
type Via string

// The ways.
const (
	AtKiosk     Via = "kiosk"
	ByTelephone Via = "telephone"
)

// About is what somebody says something of, as an id of the field's words.
type About string

// What can be said. Talk and TalkAlone say that somebody wants to talk; the second is for protection alone, and has no words.
const (
	Money     About = "money"
	Goods     About = "goods"
	House     About = "house"
	Ourselves About = "ourselves"
	Other     About = "other"
	Talk      About = "talk"
	TalkAlone About = "talk_alone"
)

// Abouts are what can be said, in the order in which it is asked.
func Abouts() []About { return []About{Money, Goods, House, Ourselves, Other, Talk, TalkAlone} }

// saidResidue is what survives: of whose account it was, and on which way it came.
type saidResidue struct {
	Household id.ID `cbor:"1,keyasint"`
	Via       Via   `cbor:"2,keyasint"`
}

// saidWords is the person part. Person is zero where nobody knows which of the household it was.
type saidWords struct {
	Person id.ID  `cbor:"1,keyasint,omitempty"`
	About  About  `cbor:"2,keyasint"`
	Words  string `cbor:"3,keyasint,omitempty"`
}

var said = register.NewFact(WordStory, "voice.said", 1, func(s *Word, f *journal.Fact, r saidResidue, w *saidWords) {
	s.Household, s.Via, s.Day = r.Household, r.Via, f.Day
	if w != nil {
		s.Here, s.Person, s.About, s.Words = true, w.Person, w.About, w.Words
	}
})

type answeredWords struct {
	Words string `cbor:"1,keyasint"`
}

var answered = register.NewFact(WordStory, "voice.answered", 1, func(s *Word, f *journal.Fact, _ register.None, w *answeredWords) {
	s.Answered, s.AnsweredOn, s.AnsweredBy = true, f.Day, f.Author
	if w != nil {
		s.Answer = w.Words
	}
})

// calledResidue names no answer: only what was asked, as ids of the field's words, and how many answers were right.
type calledResidue struct {
	Household id.ID    `cbor:"1,keyasint"`
	Asked     []string `cbor:"2,keyasint,omitempty"`
	Right     int      `cbor:"3,keyasint,omitempty"`
	Purpose   string   `cbor:"4,keyasint"`
}

var called = register.NewFact(CallStory, "voice.called", 1, func(c *Call, f *journal.Fact, r calledResidue, _ *register.None) {
	*c = Call{Household: r.Household, Asked: r.Asked, Right: r.Right, Purpose: r.Purpose, Day: f.Day, By: f.Author}
})

// Word is what somebody said. Household is of whose account, Person who of it (zero where nobody knows); About and Words what, on the way Via, on Day. Here says that it was not forgotten.
// Answered says that somebody answered: on AnsweredOn, AnsweredBy, with Answer.
type Word struct {
	Household  id.ID     `cbor:"1,keyasint"`
	Person     id.ID     `cbor:"2,keyasint,omitempty"`
	About      About     `cbor:"3,keyasint,omitempty"`
	Words      string    `cbor:"4,keyasint,omitempty"`
	Via        Via       `cbor:"5,keyasint"`
	Day        clock.Day `cbor:"6,keyasint"`
	Here       bool      `cbor:"7,keyasint,omitempty"`
	Answered   bool      `cbor:"8,keyasint,omitempty"`
	AnsweredOn clock.Day `cbor:"9,keyasint,omitempty"`
	AnsweredBy id.ID     `cbor:"10,keyasint,omitempty"`
	Answer     string    `cbor:"11,keyasint,omitempty"`
}

// seenBy reports whether somebody who sees these classes learns that it was said.
func (w *Word) seenBy(sees access.ClassSet) bool {
	return w.Here && slices.Contains(kindsFor(sees), w.told())
}

// kindsFor are the bytes of Waits of which somebody learns who sees these classes.
func kindsFor(sees access.ClassSet) []byte {
	if sees.Has(access.Sensitive) {
		return []byte{toldToAll, toldToCleared}
	}
	return []byte{toldToAll}
}

// dayKey sorts by day.
func dayKey(d clock.Day) []byte { return binary.BigEndian.AppendUint32(nil, uint32(d)^1<<31) }

// Call is a call that somebody held: with which household, what was Asked and how many answers were Right, for which Purpose, on Day, By which user.
type Call struct {
	Household id.ID     `cbor:"1,keyasint"` // whose account it is about
	Asked     []string  `cbor:"2,keyasint,omitempty"`
	Right     int       `cbor:"3,keyasint,omitempty"`
	Purpose   string    `cbor:"4,keyasint"`
	Day       clock.Day `cbor:"5,keyasint"`
	By        id.ID     `cbor:"6,keyasint"`
}

// Verified reports whether enough was answered rightly for something to be told, and nothing wrongly.
func (c Call) Verified() bool { return c.Right >= LeastRight && c.Right == len(c.Asked) }

// Waits is the list of what waits for an answer: a byte that says who learns that it was said, toldToAll or toldToCleared, and the day on which it was.
var Waits = register.List{Name: "voice_waits"}

// Who learns that something was said.
const (
	toldToAll     = 1 // who answers
	toldToCleared = 2 // of those: who is cleared for what is sensitive
)

// told is the byte of Waits.
func (w *Word) told() byte {
	if w.About == TalkAlone {
		return toldToCleared
	}
	return toldToAll
}

// WordStory is the kind of story of what somebody said.
var WordStory = register.NewKind("voice", func(w *Word, add register.Adder) {
	if w.Here && !w.Answered {
		add(Waits, append([]byte{w.told()}, dayKey(w.Day)...))
	}
})

// CallStory is the kind of story of a call.
var CallStory = register.NewKind("call", func(*Call, register.Adder) {})

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{WordStory, said, answered, CallStory, called, ComplaintStory, coded, followed, saidAlike, aboutFacility, OpeningStory, boxOpened, lay,
		ReplyStory, replyWaits, replyHanded, replyEnded, GatewayStory, secretMade, secretWithdrawn, RecordingStory, recorded, writtenDown}
}
