// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"
)

// activation answers the names in conditions from the story being evaluated. A name that is not known answers with its
// own unknown, so that CEL carries it through: what can be decided without it is decided.
type activation struct {
	run   *Evaluator
	slots map[string]*slot // nil means those of the pathway
}

// Parent returns nil: there is nothing behind a story.
func (a *activation) Parent() interpreter.Activation { return nil }

// ResolveName returns the value of a name today.
func (a *activation) ResolveName(name string) (any, bool) {
	slots := a.slots
	if slots == nil {
		slots = a.run.pathway.slots
	}
	s, ok := slots[name]
	if !ok {
		return nil, false
	}
	if v := a.run.value(s); v != nil {
		return v, true
	}
	return s.unknown, true
}

// value returns what a name stands for today, or nil when that is not known.
func (e *Evaluator) value(s *slot) ref.Val {
	switch s.kind {
	case slotToday:
		return types.Int(e.today)
	case slotOpened:
		return DayValue(e.story.Opened).v
	case slotSubject:
		return e.count(s.a)
	case slotMember:
		return e.ofMember(s.a)
	case slotAttribute:
		return typed(s, field(e.story.Subject.Attributes, s.field))
	case slotInput:
		in := e.story.input(e.pathway.Programme.Inputs[s.a].Name)
		if in == nil || !in.Day.Known() || e.aged(s.a) {
			return nil
		}
		return typed(s, field(in.Fields, s.field))
	}
	return e.ofStep(s)
}

// typed returns v if it is of the type its name was declared with: a story may hold anything.
func typed(s *slot, v ref.Val) ref.Val {
	if v == nil || v.Type().TypeName() != s.typ.TypeName() {
		return nil
	}
	return v
}

// ofStep returns a property of a step.
func (e *Evaluator) ofStep(s *slot) ref.Val {
	o := &e.steps[s.a]
	switch s.b {
	case propValue:
		return e.stepValue(o)
	case propDone:
		return types.Bool(o.Status == Done)
	case propDay:
		if o.done && o.Since.Known() {
			return types.Int(o.Since)
		}
		return nil
	case propTimes:
		return types.Int(o.Times)
	case propReady:
		return types.Bool(o.Status == Ready)
	case propWaiting:
		return types.Bool(o.Status == Waiting)
	case propBlocked:
		return types.Bool(o.Status == Blocked)
	case propLapsed:
		return types.Bool(o.Status == Lapsed)
	case propOnHold:
		return types.Bool(o.OnHold)
	case propApplies:
		return types.Bool(o.Status != NotApplicable)
	case propDisagree:
		return types.Bool(o.Disagree)
	case propAmount:
		return types.Int(o.Amount())
	case propOverdue:
		return types.Bool(o.Due.Known() && o.Due < e.today && !o.done)
	case propExpired:
		return types.Bool(o.Expires.Known() && o.Expires <= e.today)
	case propAsked:
		return types.Bool(o.Asked)
	case propMissed:
		return types.Int(o.Missed)
	case propUnseen:
		return types.Bool(o.SeeBy.Known() && o.SeeBy < e.today)
	}
	return types.Bool(o.has(State(s.b - propState)))
}

// stepValue returns what the bare name of a step stands for.
func (e *Evaluator) stepValue(o *StepStanding) ref.Val {
	switch o.Step.value() {
	case TypeText:
		if o.Value == "" {
			return nil
		}
		return o.Step.text(o.Value)
	case TypeBool:
		if o.Step.Verb != decideVerb {
			return types.Bool(o.Status == Done)
		}
		if o.Value == "" {
			return nil
		}
		return types.Bool(o.Value == "yes")
	}
	return nil
}

// text returns a text for CEL, without making a new one for the options of the step.
func (s *Step) text(value string) ref.Val {
	for i, option := range s.Options {
		if option == value {
			return s.boxed[i]
		}
	}
	return types.String(value)
}

// census counts the people of a subject, once for each story.
type census struct {
	known  bool
	counts [subjectProperties]ref.Val // nil where not known
}

// count returns a count of the subject's people, or nil when it depends on an age or a sex that is not known.
func (e *Evaluator) count(property int) ref.Val {
	if !e.census.known {
		e.census.known = true
		e.take()
	}
	return e.census.counts[property]
}

func (e *Evaluator) take() {
	var n, doubt [subjectProperties]int64
	tally := func(property int, is Tri) {
		switch is {
		case Yes:
			n[property]++
		case Unknown:
			doubt[property]++
		}
	}
	subject := &e.story.Subject
	for i := range subject.Members {
		m := &subject.Members[i]
		if !m.here() {
			continue
		}
		female, male := m.is(Female), m.is(Male)
		child := not(m.Adult)
		tally(subjectSize, Yes)
		tally(subjectAdults, m.Adult)
		tally(subjectChildren, child)
		tally(subjectWomen, both(female, m.Adult))
		tally(subjectMen, both(male, m.Adult))
		tally(subjectGirls, both(female, child))
		tally(subjectBoys, both(male, child))
		tally(subjectUnderFive, m.between(0, 4))
		tally(subjectSchoolAge, m.between(6, 17))
		tally(subjectElderly, m.between(60, 127))
		tally(subjectDisability, m.Disability)
	}
	if len(subject.Members) == 0 {
		for i := range doubt {
			doubt[i] = 1
		}
		n[subjectSize] = int64(subject.Size)
		if subject.Size > 0 {
			doubt[subjectSize] = 0
		}
	}
	for i := range n {
		e.census.counts[i] = nil
		if doubt[i] == 0 {
			e.census.counts[i] = types.Int(n[i])
		}
	}
}

func (m *Member) is(sex Sex) Tri {
	if m.Sex == SexUnknown {
		return Unknown
	}
	return tri(m.Sex == sex)
}

func (m *Member) between(low, high int8) Tri {
	if m.Age < 0 {
		return Unknown
	}
	return tri(m.Age >= low && m.Age <= high)
}

func tri(b bool) Tri {
	if b {
		return Yes
	}
	return No
}

func not(t Tri) Tri {
	switch t {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Unknown
}

func both(a, b Tri) Tri {
	switch {
	case a == No || b == No:
		return No
	case a == Yes && b == Yes:
		return Yes
	}
	return Unknown
}

// ofMember returns a property of the person a figure asks about.
func (e *Evaluator) ofMember(property int) ref.Val {
	m := e.member
	if m == nil {
		return nil
	}
	switch property {
	case memberSex:
		return types.String(m.Sex.String())
	case memberAge:
		if m.Age >= 0 {
			return types.Int(m.Age)
		}
	case memberAdult:
		if m.Adult != Unknown {
			return types.Bool(m.Adult == Yes)
		}
	case memberDisability:
		if m.Disability != Unknown {
			return types.Bool(m.Disability == Yes)
		}
	}
	return nil
}
