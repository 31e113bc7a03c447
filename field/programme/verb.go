// SPDX-License-Identifier: Apache-2.0

package programme

import "slices"

// Verb is one of the verbs of the field, as the language knows it. All verbs live in one table and pass through one
// lifecycle: their keys are read, their check is run, and their rule judges the marks of a story. A new verb is one entry
// and one small type.
type Verb struct {
	Name    string   // as written in a file, such as "choose"
	Summary string   // one English sentence; the catalogues hold it under "verb." and the name
	Keys    []Key    // the keys it takes beside those every step takes
	States  []State  // the states its marks may have, in the order in which they are reached; each is a name in CEL
	Value   Type     // what the bare name of such a step is in a condition
	Built   bool     // whether this version can walk it; otherwise commands refuse with fault.NotBuilt
	Lasting bool     // a deed: once done, neither time nor conditions undo it
	Settles bool     // a deed that settles the steps that led to it: they need not be valid any longer
	Binds   bool     // its marks are promises, money or journeys made: a new version may move them together, never drop or mix them
	On      []string // kinds of subject it may be used for; empty means all
	rule    rule
}

// rule is what a verb knows: check looks at one step of a file, judge at the marks of one story.
type rule interface {
	check(r *reader, s *Step)
	judge(j *judgement)
}

// Type is the type of a value in conditions.
type Type uint8

// The types of values in conditions.
const (
	TypeBool Type = iota
	TypeText
	TypeInt
	TypeDay // a whole number of days, as clock.Day counts them
)

var typeNames = [...]string{"bool", "text", "int", "day"}

// String returns the name of t as written in a file: bool, text, int or day.
func (t Type) String() string { return typeNames[t] }

// ParseType reads what String wrote; TypeText for what is none.
func ParseType(name string) Type {
	if i := slices.Index(typeNames[:], name); i >= 0 {
		return Type(i)
	}
	return TypeText
}

// verbs is the table of all verbs, in the order in which a journey usually meets them.
var verbs = []*Verb{
	askVerb, tellVerb, gatherVerb, visitVerb, chooseVerb, clearVerb, placeVerb, moveVerb,
	payVerb, giveVerb, buildVerb, checkVerb, decideVerb, referVerb, closeVerb,
}

// Verbs returns the table of verbs. It must not be changed.
func Verbs() []*Verb { return verbs }

// VerbOf returns the verb of a name, or nil.
func VerbOf(name string) *Verb {
	i := slices.IndexFunc(verbs, func(v *Verb) bool { return v.Name == name })
	if i < 0 {
		return nil
	}
	return verbs[i]
}

func verbNames() []string {
	out := make([]string, len(verbs))
	for i, v := range verbs {
		out[i] = v.Name
	}
	return out
}

// Key is a key that a step may carry.
type Key struct {
	Name  string // as written
	Takes string // what its value is, in English: "a duration such as 30d", "a list of ids"
	Doc   string // what it is for
	set   func(r *reader, s *Step, n *node)
}

// commonKeys are taken by every verb.
var commonKeys = []Key{
	{"needs", "a list of steps", "steps that must be done and still valid, and theirs in turn",
		func(r *reader, s *Step, n *node) { s.Needs = r.ids(n) }},
	{"when", "a condition in CEL", "false means the step does not apply",
		func(r *reader, s *Step, n *node) { s.When = r.text(n) }},
	{"requires", "a condition in CEL", "false blocks the step and says why; unknown says what is missing",
		func(r *reader, s *Step, n *node) { s.Requires = r.text(n) }},
	{"valid", "a duration such as 60d", "how long the step stays done",
		func(r *reader, s *Step, n *node) { s.Valid = r.span(n) }},
	{"optional", "true or false", "whether the steps after it may go on without it",
		func(r *reader, s *Step, n *node) { s.Optional = r.flag(n) }},
}

// Keys of several verbs.
var (
	byKey = Key{"by", "each_adult or anyone", "who must have done it: each adult in their own right, or anyone of the subject",
		func(r *reader, s *Step, n *node) { s.By = r.oneOf(n, ByEachAdult, ByAnyone) }}
	toKey = Key{"to", "the name of an input", "the place it is about",
		func(r *reader, s *Step, n *node) { s.To = r.inputRef(n) }}
	kindKey = Key{"kind", "an id", "which kind of it",
		func(r *reader, s *Step, n *node) { s.Kind = r.id(n) }}
	// formKey is taken by the verbs whose commands ask a form; elsewhere a file that names one is refused, so that none is passed over.
	formKey = Key{"form", "the id of a form", "the form filled at this step",
		func(r *reader, s *Step, n *node) {
			s.Form = r.id(n)
			r.formRefs = append(r.formRefs, formRef{s.Form, n})
		}}
)

// Who must have done a step.
const (
	ByEachAdult = "each_adult" // every adult of the subject, in their own right
	ByAnyone    = "anyone"     // anyone of the subject, or the subject as a whole
)

// keyNamed returns the key of a verb or of every step.
func (v *Verb) keyNamed(name string) (Key, bool) {
	for _, k := range append(v.Keys[:len(v.Keys):len(v.Keys)], commonKeys...) {
		if k.Name == name {
			return k, true
		}
	}
	return Key{}, false
}

func (v *Verb) keyNames() []string {
	var out []string
	for _, k := range append(v.Keys[:len(v.Keys):len(v.Keys)], commonKeys...) {
		out = append(out, k.Name)
	}
	return out
}

// CommonKeys returns the keys every step may carry. It must not be changed.
func CommonKeys() []Key { return commonKeys }
