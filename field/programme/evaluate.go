// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"math"

	"cel.dev/cel-go/common/types"

	"safar/kernel/clock"
	"safar/kernel/id"
)

// Evaluator evaluates stories of one pathway, reusing its memory. It is not safe for concurrent use: make one for each
// goroutine; the Pathway behind them is shared.
type Evaluator struct {
	pathway  *Pathway
	story    *Story
	today    clock.Day
	steps    []StepStanding
	standing Standing
	names    activation
	judging  judgement
	census   census
	member   *Member // of whom a figure asks; nil otherwise
	leaver   *leaver // of whom a figure of those who left asks; nil otherwise

	head, last []int32 // per step: first and last of its marks
	next       []int32 // per mark: the next of the same step
	members    []id.ID
	missing    []Missing
	terms      []Term
}

// NewEvaluator returns an Evaluator for the stories of w.
func (w *Pathway) NewEvaluator() *Evaluator {
	e := &Evaluator{pathway: w, steps: make([]StepStanding, len(w.Steps)), head: make([]int32, len(w.Steps)),
		last: make([]int32, len(w.Steps)), story: &Story{}}
	e.names.run = e
	return e
}

// Evaluate says where a story stands on a day. The Standing is its own, until it is released.
func (w *Pathway) Evaluate(story *Story, today clock.Day) *Standing {
	e, _ := w.released.Get().(*Evaluator)
	if e == nil {
		e = w.NewEvaluator()
	}
	return e.Evaluate(story, today)
}

// Evaluate says where a story stands on a day. The Standing is valid until the next call.
func (e *Evaluator) Evaluate(story *Story, today clock.Day) *Standing {
	e.begin(story, today)
	for _, i := range e.pathway.acts {
		e.judge(i, false)
	}
	settled := e.settled()
	for _, i := range e.pathway.order {
		s := e.pathway.Steps[i]
		spent := settled&(1<<i) != 0
		if !s.Verb.Settles {
			e.judge(i, spent)
		}
		e.settle(i, spent)
	}
	e.standing = Standing{Pathway: e.pathway, Today: today, Steps: e.steps, Next: e.nextChange(), run: e}
	return &e.standing
}

// settled returns the bits of the steps whose part in the journey is over, because a deed was done that needs them, in
// turn. It stops at a deed that was not done: walls that stand do not settle the choice of people who have not left. Nor do walls that were
// built for them before they leave: what a departure that was not made still needs, only a departure or an end settles.
func (e *Evaluator) settled() uint64 {
	var left, made, ahead uint64 // settled by a departure or an end; by another deed; what a departure still to come needs
	order := e.pathway.order
	for k := len(order) - 1; k >= 0; k-- {
		s := e.pathway.Steps[order[k]]
		bit, done := uint64(1)<<s.Index, e.steps[s.Index].done
		if ahead&bit != 0 || s.Verb == moveVerb && !done {
			ahead |= s.needs
		}
		switch {
		case s.Verb.Settles && !done:
		case left&bit != 0 || s.Verb == moveVerb || s.Verb == closeVerb:
			left |= s.needs
		case made&bit != 0 || s.Verb.Settles:
			made |= s.needs
		}
	}
	return left | made&^ahead
}

// begin sorts the marks by step and forgets the story before.
func (e *Evaluator) begin(story *Story, today clock.Day) {
	e.story, e.today, e.member = story, today, nil
	e.census.known = false
	e.members, e.missing, e.terms = e.members[:0], e.missing[:0], e.terms[:0]
	for i, s := range e.pathway.Steps {
		e.steps[i].pathway = e.pathway
		e.steps[i].reset(s)
		e.head[i], e.last[i] = -1, -1
	}
	if cap(e.next) < len(story.Marks) {
		e.next = make([]int32, len(story.Marks)+16)
	}
	e.next = e.next[:len(story.Marks)]
	for i := range story.Marks {
		at, ok := e.pathway.index[story.Marks[i].Step]
		if !ok {
			continue // a mark of another version's step
		}
		e.next[i] = -1
		if e.last[at] < 0 {
			e.head[at] = int32(i)
		} else {
			e.next[e.last[at]] = int32(i)
		}
		e.last[at] = int32(i)
	}
}

func (e *Evaluator) judge(i int, spent bool) {
	s := e.pathway.Steps[i]
	o := &e.steps[i]
	e.judging = judgement{run: e, step: s, out: o, spent: spent}
	s.Verb.rule.judge(&e.judging)
	if !s.Verb.Built { // what is not built cannot have been done
		o.reset(s)
		return
	}
	if !o.done {
		if s.Verb != chooseVerb {
			o.Since = clock.NoDay
		}
		return
	}
	if !s.Valid.IsZero() {
		o.Lapses = s.Valid.After(o.Since) + 1
	}
	if o.until.Known() && (!o.Lapses.Known() || o.until < o.Lapses) {
		o.Lapses = o.until + 1
	}
}

// settle gives a step its status: the lifecycle that all verbs share.
func (e *Evaluator) settle(i int, spent bool) {
	s, o := e.pathway.Steps[i], &e.steps[i]
	needs := e.needs(s, o)
	lapsed := o.done && !spent && o.Lapses.Known() && e.today >= o.Lapses
	if spent {
		o.Lapses = clock.NoDay
	}
	o.off = e.off(s) && !(o.done && s.Verb.Settles)
	switch {
	case !s.Verb.Built:
		o.Status = NotBuilt
		if o.off || s.When != nil && e.decide(s.When, nil) == No {
			o.Status, o.sound, o.off = NotApplicable, needs, true
		}
		return
	case o.done && (s.Verb.Lasting || spent) && !lapsed:
		o.Status, o.sound = Done, needs || spent || s.Verb.Settles
		return
	}
	applies := tri(!o.off)
	if s.When != nil && !e.unasked(s) {
		applies = e.decide(s.When, o)
	}
	switch applies {
	case No:
		o.Status, o.sound, o.off = NotApplicable, needs, true
		o.Undo, o.Due = o.done || o.begun, clock.NoDay
		o.Missing, o.Members, o.Asked = nil, nil, false
	case Unknown:
		o.Status, o.OnHold = Blocked, o.done
	default:
		e.stand(s, o, needs, lapsed)
	}
}

// off reports whether a step stands on a branch that does not apply: it needs a step that does not, or counts its calendar
// from one. A step that says itself when it applies is not asked, and an end joins all branches.
func (e *Evaluator) off(s *Step) bool {
	if e.unasked(s) {
		return true
	}
	if s.When != nil || s.Verb == closeVerb {
		return false
	}
	for i, rest := 0, s.needs; rest != 0; i, rest = i+1, rest>>1 {
		if rest&1 != 0 && e.steps[i].off {
			return true
		}
	}
	return s.after >= 0 && e.steps[s.after].off
}

// stand gives a step that applies, and that no deed has settled, its status.
func (e *Evaluator) stand(s *Step, o *StepStanding, needs, lapsed bool) {
	stays := s.Verb == chooseVerb && o.Value == Stay
	holds := s.Requires == nil || stays || e.decide(s.Requires, o) == Yes
	if s.Verb == payVerb || s.Verb == giveVerb {
		holds = e.amounts(s, o) && holds
	}
	switch {
	case lapsed:
		o.Status = Lapsed
	case o.done && holds:
		o.Status, o.sound = Done, needs || stays
	case o.done:
		o.Status, o.OnHold = Blocked, true
	case !needs || !holds || o.has(Refusal) && s.Verb == decideVerb, s.Verb == referVerb && len(o.Missing) > 0:
		o.Status = Blocked
	case o.begun:
		o.Status = Waiting
	case o.Due.Known() && o.Due > e.today:
		o.Status = Waiting
	default:
		o.Status = Ready
	}
	if s.Verb == chooseVerb {
		o.Open = s.Options
		if !needs || !holds || stays && s.Requires != nil && e.decide(s.Requires, nil) != Yes { // who stays may go where it is safe
			o.Open = stayAlone(s.Options)
		}
	}
	o.sound = o.sound || s.Optional && !o.done && needs
}

// stayAlone returns the part of options that is always open.
func stayAlone(options []string) []string {
	for i, option := range options {
		if option == Stay {
			return options[i : i+1]
		}
	}
	return nil
}

// needs reports whether all that a step needs is sound, and notes the roots that are not.
func (e *Evaluator) needs(s *Step, o *StepStanding) bool {
	for i, rest := 0, s.needs; rest != 0; i, rest = i+1, rest>>1 {
		if rest&1 == 0 || e.steps[i].sound {
			continue
		}
		n := &e.steps[i]
		if (n.Status == Done || n.Status == NotApplicable) && n.blockers != 0 {
			o.blockers |= n.blockers
		} else {
			o.blockers |= 1 << i
		}
	}
	return o.blockers == 0
}

// decide evaluates a condition. When it fails or cannot be decided, o (which may be nil) is told which and why.
func (e *Evaluator) decide(c *Condition, o *StepStanding) Tri {
	v, _, err := c.program.Eval(&e.names)
	switch {
	case err != nil:
		e.note(o, c, Missing{Name: c.Key, Broken: true})
		return Unknown
	case v == types.True:
		return Yes
	case v == types.False:
		if o != nil {
			o.Failed = c
		}
		return No
	}
	if u, ok := v.(*types.Unknown); ok && o != nil {
		e.unknowns(c, o, u)
	}
	return Unknown
}

func (e *Evaluator) note(o *StepStanding, c *Condition, m Missing) {
	if o != nil {
		o.Failed = c
		e.misses(o, m)
	}
}

// unknowns notes the names that a condition could not be decided without.
func (e *Evaluator) unknowns(c *Condition, o *StepStanding, u *types.Unknown) {
	o.Failed = c
	for _, n := range u.IDs() {
		for _, ref := range c.refs {
			if ref.id == n {
				e.misses(o, Missing{Name: ref.name, Stale: ref.kind == slotInput && e.aged(ref.a)})
			}
		}
	}
}

// misses notes m at o. The list is part of the evaluator's memory; lists of different steps do not mix, because a
// step's notes are made one after another.
func (e *Evaluator) misses(o *StepStanding, m Missing) {
	if n := len(o.Missing); n > 0 && (len(e.missing) < n || &e.missing[len(e.missing)-n] != &o.Missing[0]) {
		e.missing = append(e.missing, o.Missing...)
	}
	n := len(o.Missing)
	e.missing = append(e.missing, m)
	o.Missing = e.missing[len(e.missing)-n-1 : len(e.missing) : len(e.missing)]
}

// membersFrom returns the list of a step's members after one was added to the evaluator's memory.
func (e *Evaluator) membersFrom(before []id.ID) []id.ID {
	n := len(before)
	return e.members[len(e.members)-n-1 : len(e.members) : len(e.members)]
}

// amounts works out what would be owed today, unless it was frozen already, and reports whether it may be owed.
func (e *Evaluator) amounts(s *Step, o *StepStanding) bool {
	if o.isFrozen || o.done {
		return true
	}
	from, fits := len(e.terms), true
	var sum int64
	for _, part := range s.Gives {
		v, _, err := part.Amount.program.Eval(&e.names)
		n, whole := v.(types.Int)
		switch u, unknown := v.(*types.Unknown); {
		case unknown && err == nil:
			e.unknowns(part.Amount, o, u)
			fits = false
		case err != nil || !whole || n < 0 || int64(n) > math.MaxInt64/maxSteps:
			e.note(o, part.Amount, Missing{Name: part.Name, Broken: true})
			fits = false
		default:
			e.terms = append(e.terms, Term{part.Name, int64(n)})
			sum += int64(n)
		}
	}
	if s.Ceiling > 0 && sum > s.Ceiling {
		e.misses(o, Missing{Name: "ceiling", Broken: true})
		fits = false
	}
	o.Amounts = e.terms[from:len(e.terms):len(e.terms)]
	return fits
}

// nextChange returns the earliest day after today on which a step lapses or falls due, or an input grows too old.
func (e *Evaluator) nextChange() clock.Day {
	next := clock.NoDay
	consider := func(d clock.Day) {
		if d.Known() && d > e.today && (!next.Known() || d < next) {
			next = d
		}
	}
	for i := range e.steps {
		o := &e.steps[i]
		consider(o.Expires)
		if o.SeeBy.Known() {
			consider(o.SeeBy + 1)
		}
		if o.Status == Done || o.OnHold {
			consider(o.Lapses)
		} else if o.Status == Waiting {
			consider(o.Due)
		}
	}
	for i, in := range e.pathway.Programme.Inputs {
		if got := e.story.input(in.Name); got != nil && !e.aged(i) {
			consider(in.MaxAge.After(got.Day) + 1)
		}
	}
	return next
}

// suppose evaluates a condition as if a choice had been made and nothing else were known.
func (e *Evaluator) suppose(c *Condition, choice *Step, option string) Tri {
	e.begin(&Story{}, 0)
	o := &e.steps[choice.Index]
	o.Value, o.done, o.Status = option, true, Done
	return e.decide(c, nil)
}

func (s *Story) input(name string) *Input {
	for i := range s.Inputs {
		if s.Inputs[i].Name == name {
			return &s.Inputs[i]
		}
	}
	return nil
}

// aged reports whether the values of an input are older than the programme allows.
func (e *Evaluator) aged(input int) bool {
	decl := e.pathway.Programme.Inputs[input]
	in := e.story.input(decl.Name)
	return in != nil && in.Day.Known() && e.today > decl.MaxAge.After(in.Day)
}
