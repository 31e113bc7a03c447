// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"safar/kernel/clock"
	"safar/kernel/id"
)

// Story is what the evaluator may know of one subject's journey. It is built by whoever folds the facts; the evaluator
// reads it and changes nothing.
type Story struct {
	Subject Subject   // who walks the pathway
	Opened  clock.Day // the day the journey began
	Marks   []Mark    // what happened on its steps, in order of day; marks of one day in the order they were noted
	Inputs  []Input   // what is known of the stories of others; an input that is absent is unknown
	Apart   bool      // it is no journey: the subject counts where a figure says "begun: any", and unless Begun where it says "begun: false"
	Begun   bool      // Apart, the subject has begun the pathway
}

// Subject is who or what walks the pathway.
type Subject struct {
	Kind       string   // "household", "site", …; see Kinds
	ID         id.ID    // of the subject
	Site       id.ID    // where it lives now; zero when not known
	Size       int      // number of people where Members is empty; 0 means not known
	Members    []Member // its people, the dead and the absent included
	Attributes []Field  // what else is known of it, as declared by the pathway; an absent one is unknown
	Follows    bool     // these are the latecomers of people who have left: what was decided for those together is not about them
}

// Tri is a yes, a no, or not known.
type Tri uint8

// The values of a Tri. The zero Tri is not known.
const (
	Unknown Tri = iota
	Yes
	No
)

// Sex is what a person answers; it is a word of SADDD, not of biology.
type Sex uint8

// The values of Sex. The zero Sex is not known.
const (
	SexUnknown Sex = iota
	Female
	Male
	OtherSex
)

var sexNames = [...]string{"unknown", "female", "male", "other"}

// String returns unknown, female, male or other.
func (s Sex) String() string { return sexNames[min(int(s), len(sexNames)-1)] }

// AgeUnknown is the Age of a person whose age nobody knows.
const AgeUnknown = -1

// Member is a person of the subject, without a name.
type Member struct {
	ID         id.ID     // the person's
	Adult      Tri       // whether they answer in their own right; Unknown is asked for, never assumed
	Age        int8      // completed years on the day evaluated; AgeUnknown when not known
	Sex        Sex       // as they answer; SexUnknown when not known
	Disability Tri       // by the Washington Group questions, self-reported
	Dead       bool      // has died: counted nowhere, asked nothing
	Away       bool      // does not live with the subject now: does not travel with it, is not asked for it
	Since      clock.Day // when they came to live with it; 0 or NoDay when not known
	Grown      clock.Day // the day they become, or became, an adult; 0 or NoDay when not known
	Added      bool      // born to it or come to it after it was registered
	Separated  bool      // a child, or somebody who may be one, of whom nobody here is a parent or usual carer: the authority decides for them
	BornTo     id.ID     // of a newborn: to whom they were born; zero where nobody said
}

func (m *Member) here() bool { return !m.Dead && !m.Away }

// cameBefore reports whether the person lived with the subject before it left on a day, as far as anybody knows. Who was added to it on
// that very day came after: a child born on the way.
func (m *Member) cameBefore(left clock.Day) bool {
	return m.Since == 0 || !m.Since.Known() || m.Since < left || m.Since == left && !m.Added
}

// Mark is one thing that happened on a step. Which states a verb knows is in its Verb.
type Mark struct {
	Step      string    // id of the step
	State     State     // how far it got; Happened where the verb has but one
	Withdrawn bool      // it was taken back: the mark stays in the story and counts for nothing
	Day       clock.Day // the day it happened
	Until     clock.Day // last day it holds, where the mark itself says so (a clearance); zero or NoDay otherwise
	By        id.ID     // the member it concerns, not who noted it; zero is the subject as a whole
	Place     id.ID     // the place it is about: the destination told or chosen, the plot promised
	Value     string    // the option chosen, the land check made, the reason of closing
	Unit      int       // the numbered unit the mark is about, such as a plot, from 1; zero where none is named
	Details   *Details  // rarely needed; may be nil
}

// Details is what few marks carry.
type Details struct {
	Guardian  id.ID  // who stands in for children without an adult: a named person
	Authority id.ID  // the child-protection authority that decided for children without an adult; zero where it was not heard
	Site      id.ID  // move: where those who left lived
	Left      []Left // move: who left, where the mark says so
	Numbers   []Term // amounts frozen when owed, or the numbers of a form; in minor units where money
}

// Left is one who left, as they were known on that day.
type Left struct {
	Member    Member // as old as they were on that day
	Elsewhere bool   // they left on another journey, which counts them
}

// Term is a named whole number: a part of a payment in minor units, a number of items. Name is that of the Part, Value in minor
// units where it is money.
type Term struct {
	Name  string
	Value int64
}

// Input is what is known of one thing of another story, such as the safety of the destination.
type Input struct {
	Name   string    // as declared under inputs
	Day    clock.Day // the day these values stood; they are unknown once older than max_age
	Place  id.ID     // the place they are of, where it is a place
	Fields []Field   // the values; an absent one is unknown
}

// Field is a named value. Name is the one declared; the zero Value is not known.
type Field struct {
	Name  string
	Value Value
}

// Value is a value in conditions: yes or no, a text, a whole number or a day. The zero Value is not known.
type Value struct{ v ref.Val }

// Bool returns the value of a yes or no.
func Bool(b bool) Value { return Value{types.Bool(b)} }

// Text returns the value of a text.
func Text(s string) Value { return Value{types.String(s)} }

// Int returns the value of a whole number.
func Int(n int64) Value { return Value{types.Int(n)} }

// DayValue returns the value of a day: not known for NoDay.
func DayValue(d clock.Day) Value {
	if !d.Known() {
		return Value{}
	}
	return Int(int64(d))
}

// Known reports whether v is known.
func (v Value) Known() bool { return v.v != nil }

// String returns v as text, "" when it is not known.
func (v Value) String() string {
	if v.v == nil {
		return ""
	}
	text, ok := v.v.ConvertToType(types.StringType).(types.String)
	if !ok {
		return ""
	}
	return string(text)
}

// Number returns v as a whole number, and whether it is one.
func (v Value) Number() (int64, bool) {
	n, ok := v.v.(types.Int)
	return int64(n), ok
}

// IsTrue reports whether v is known and yes.
func (v Value) IsTrue() bool { return v.v == types.True }

// Type returns the type of v; it is TypeText when v is not known.
func (v Value) Type() Type {
	switch v.v.(type) {
	case types.Bool:
		return TypeBool
	case types.Int:
		return TypeInt
	}
	return TypeText
}

func field(fields []Field, name string) ref.Val {
	for i := range fields {
		if fields[i].Name == name {
			return fields[i].Value.v
		}
	}
	return nil
}
