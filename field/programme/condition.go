// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"safar/kernel/clock"
	"safar/kernel/fault"
)

// Condition is a piece of CEL from a programme file: a condition, or an amount.
type Condition struct {
	Text string // as written
	Line int    // where it stands in the file, counted from 1
	Key  string // the key it stands under, such as "requires"

	node    *node
	program cel.Program
	tree    *ast.AST // as it was checked
	refs    []*slot  // the names it uses
}

// maxCondition is the longest condition in bytes.
const maxCondition = 2000

// Names returns the names c uses, in order of the alphabet.
func (c *Condition) Names() []string {
	out := make([]string, len(c.refs))
	for i, s := range c.refs {
		out[i] = s.name
	}
	return out
}

type slotKind uint8

const (
	slotToday  slotKind = iota
	slotOpened          // the day the journey began
	slotSubject
	slotMember
	slotAttribute
	slotInput
	slotStep
	slotAnswer // in a form: what was answered before
)

// slot is one name that conditions may use: its type for the checker, and where the evaluator finds its value.
type slot struct {
	id      int64 // counted from 1
	name    string
	kind    slotKind
	typ     *cel.Type
	a, b    int            // step or input; property of the step or subject
	field   string         // of an input or attribute
	unknown *types.Unknown // what it evaluates to while it is not known; its id is the slot's number
}

var celTypes = [...]*cel.Type{TypeBool: cel.BoolType, TypeText: cel.StringType, TypeInt: cel.IntType, TypeDay: cel.IntType}

// Properties of a subject.
const (
	subjectSize = iota
	subjectAdults
	subjectChildren
	subjectWomen
	subjectMen
	subjectGirls
	subjectBoys
	subjectUnderFive
	subjectSchoolAge
	subjectElderly
	subjectDisability
	subjectProperties
)

var subjectNames = [subjectProperties]string{"size", "adults", "children", "women", "men", "girls", "boys", "under_five",
	"school_age", "elderly", "with_disability"}

// Properties of a member, in figures that count persons.
const (
	memberSex = iota
	memberAge
	memberAdult
	memberDisability
	memberProperties
)

var (
	memberNames = [memberProperties]string{"sex", "age", "adult", "disability"}
	memberTypes = [memberProperties]Type{TypeText, TypeInt, TypeBool, TypeBool}
)

// Properties of a step. From propState on, the rest is a State.
const (
	propValue = iota
	propDone
	propDay
	propTimes
	propReady
	propWaiting
	propBlocked
	propLapsed
	propOnHold
	propApplies
	propDisagree
	propAmount
	propOverdue
	propMissed
	propExpired
	propUnseen
	propAsked
	propState
)

var propNames = [propState]string{"", "done", "day", "times", "ready", "waiting", "blocked", "lapsed", "on_hold", "applies",
	"disagree", "amount", "overdue", "missed", "expired", "unseen", "asked"}

var propTypes = [propState]Type{propDone: TypeBool, propDay: TypeDay, propTimes: TypeInt, propReady: TypeBool,
	propWaiting: TypeBool, propBlocked: TypeBool, propLapsed: TypeBool, propOnHold: TypeBool, propApplies: TypeBool,
	propDisagree: TypeBool, propAmount: TypeInt, propOverdue: TypeBool,
	propMissed: TypeInt, propExpired: TypeBool, propUnseen: TypeBool, propAsked: TypeBool}

// namespace is every name of one pathway's conditions.
type namespace struct {
	slots   map[string]*slot
	options []string        // words that are texts, and want quotes
	answers map[string]bool // questions of the steps' forms, of which no condition may ask
}

func (ns *namespace) add(name string, kind slotKind, t Type, a, b int, field string) {
	n := int64(len(ns.slots) + 1)
	ns.slots[name] = &slot{id: n, name: name, kind: kind, typ: celTypes[t], a: a, b: b, field: field,
		unknown: types.NewUnknown(n, types.NewAttributeTrail(name))}
}

// names builds the namespace of a pathway: the day, the subject, inputs, attributes, and each step with its properties.
func (w *Pathway) names() *namespace {
	ns := &namespace{slots: map[string]*slot{}, answers: map[string]bool{}}
	ns.add("today", slotToday, TypeDay, 0, 0, "")
	ns.add("opened", slotOpened, TypeDay, 0, 0, "")
	for i, name := range subjectNames {
		ns.add(name, slotSubject, TypeInt, i, 0, "")
	}
	for i, in := range w.Programme.Inputs {
		for _, f := range in.Fields {
			ns.add(in.Name+"."+f.Name, slotInput, f.Type, i, 0, f.Name)
		}
	}
	for _, f := range w.Attributes {
		ns.add(f.Name, slotAttribute, f.Type, 0, 0, f.Name)
		if f.untyped { // said where it is declared, and not again where it is used
			ns.slots[f.Name].typ = cel.DynType
		}
	}
	for i, s := range w.Steps {
		ns.step(i, s, w.Programme.Forms)
	}
	return ns
}

func (ns *namespace) step(i int, s *Step, forms Forms) {
	ns.options = append(append(ns.options, s.Options...), s.Reasons...)
	ns.add(s.ID, slotStep, s.value(), i, propValue, "")
	for prop := propDone; prop < propState; prop++ {
		if !s.Verb.has(prop) {
			continue
		}
		ns.add(s.ID+"."+propNames[prop], slotStep, propTypes[prop], i, prop, "")
	}
	for _, state := range s.Verb.States {
		if state != Happened {
			ns.add(s.ID+"."+state.String(), slotStep, TypeBool, i, propState+int(state), "")
		}
	}
	if form := forms[s.Form]; form != nil {
		for _, q := range form.Questions {
			ns.answers[s.ID+"."+q.Name] = true
		}
	}
}

// has reports whether steps of a verb have a property.
func (v *Verb) has(prop int) bool {
	switch prop {
	case propDisagree:
		return v == chooseVerb
	case propAmount, propUnseen:
		return v == payVerb
	case propOverdue, propMissed:
		return v == checkVerb
	case propExpired, propAsked:
		return v == decideVerb
	}
	return true
}

// baseEnv is CEL as programmes know it: no loops, no type conversions of their own; a day is written date("2026-01-31").
var baseEnv = sync.OnceValues(func() (*cel.Env, error) {
	return cel.NewEnv(cel.ClearMacros(), cel.ParserRecursionLimit(60), cel.ParserExpressionSizeLimit(maxCondition*4),
		cel.Function("date", cel.Overload("date_string", []*cel.Type{cel.StringType}, cel.IntType,
			cel.UnaryBinding(func(v ref.Val) ref.Val {
				d, err := clock.ParseDay(string(v.(types.String)))
				if err != nil {
					return types.NewErr("not a date: %s", v)
				}
				return types.Int(d)
			}))))
})

// env returns CEL with the names of ns.
func (ns *namespace) env() (*cel.Env, error) {
	base, err := baseEnv()
	if err != nil {
		return nil, err
	}
	options := make([]cel.EnvOption, 0, len(ns.slots))
	for _, name := range slices.Sorted(maps.Keys(ns.slots)) {
		options = append(options, cel.Variable(name, ns.slots[name].typ))
	}
	return base.Extend(options...)
}

// scope compiles the conditions of one pathway, or of its figures.
type scope struct {
	ns  *namespace
	env *cel.Env
}

func newScope(ns *namespace) (*scope, error) {
	env, err := ns.env()
	if err != nil {
		return nil, err
	}
	return &scope{ns, env}, nil
}

// compile type-checks c, which must be of a type, and makes it ready to run. It returns what is wrong with it.
func (sc *scope) compile(c *Condition, want Type) Problems {
	if len(c.Text) > maxCondition {
		return Problems{c.problem(0, 0, len(c.Text), "programme.cel_too_long", "", fault.Args{"limit": maxCondition})}
	}
	tree, issues := sc.env.Compile(c.Text)
	if issues != nil && issues.Err() != nil {
		var out Problems
		for _, e := range issues.Errors() {
			out = append(out, sc.explain(c, e.Message, e.Location.Line(), e.Location.Column()))
		}
		return out
	}
	if got := tree.OutputType(); !got.IsExactType(celTypes[want]) && !got.IsExactType(cel.DynType) {
		return Problems{c.problem(1, 0, utf8.RuneCountInString(c.Text), "programme.cel_wrong_type",
			"programme.cel_wrong_type."+want.String(),
			fault.Args{"want": want.String(), "got": typeWord(got.String()), "key": c.Key})}
	}
	program, err := sc.env.Program(tree, cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return Problems{c.problem(1, 0, utf8.RuneCountInString(c.Text), "programme.cel_broken", "",
			fault.Args{"detail": firstLine(err.Error())})}
	}
	c.program, c.tree, c.refs = program, tree.NativeRep(), nil
	for _, info := range tree.NativeRep().ReferenceMap() {
		if s := sc.ns.slots[info.Name]; s != nil && !slices.Contains(c.refs, s) {
			c.refs = append(c.refs, s)
		}
	}
	slices.SortFunc(c.refs, func(a, b *slot) int { return strings.Compare(a.name, b.name) })
	return nil
}

// typeWord says a CEL type in the words of the language.
func typeWord(name string) string {
	if name == "string" {
		return "text"
	}
	return name
}

var (
	undeclared = regexp.MustCompile(`^undeclared reference to '([^']*)'`)
	noOverload = regexp.MustCompile(`^found no matching overload for '([^']*)' applied to '([^']*)'`)
	noField    = regexp.MustCompile(`^(type '[^']*' does not support field selection|undefined field)`)
	endsEarly  = regexp.MustCompile(`^Syntax error: .*'<EOF>'`)
	unexpected = regexp.MustCompile(`^Syntax error: (?:mismatched input|extraneous input|token recognition error at:|` +
		`no viable alternative at input) '([^']*)`)
	dottedNames = regexp.MustCompile(`^[A-Za-z_][A-Za-z_0-9]*(\.[A-Za-z_][A-Za-z_0-9]*)*`)
)

// explain turns CEL's own words into a problem of ours at the same place.
func (sc *scope) explain(c *Condition, message string, line, col int) Problem {
	if m := noOverload.FindStringSubmatch(message); m != nil {
		sign := strings.Trim(m[1], "_")
		return c.problem(line, col, max(len(sign), 1), "programme.cel_operands", "programme.cel_operands.hint",
			fault.Args{"sign": sign, "types": strings.ReplaceAll(m[2], "string", "text")})
	}
	if undeclared.MatchString(message) || noField.MatchString(message) {
		full, start := dottedName(c.Text, line, col)
		if full == "" {
			full, start = undeclared.FindStringSubmatch(message + "'")[1], col
		}
		return sc.unknownName(c, full, line, start)
	}
	key, args := "programme.cel_syntax", fault.Args{"detail": firstLine(strings.TrimPrefix(message, "Syntax error: "))}
	if m := unexpected.FindStringSubmatch(message); endsEarly.MatchString(message) {
		key = "programme.cel_ends_early"
	} else if m != nil {
		key, args = "programme.cel_unexpected", fault.Args{"sign": m[1]}
	}
	return c.problem(line, col, 1, key, "programme.cel_syntax.hint", args)
}

// unknownName explains a name that nothing has: a property its owner lacks, or a slip of the pen.
func (sc *scope) unknownName(c *Condition, full string, line, col int) Problem {
	width := utf8.RuneCountInString(full)
	known := slices.Sorted(maps.Keys(sc.ns.slots))
	head, property, _ := strings.Cut(full, ".")
	var own, plain []string
	for _, k := range known {
		if of, name, dotted := strings.Cut(k, "."); !dotted {
			plain = append(plain, k)
		} else if of == head {
			own = append(own, name)
		}
	}
	at := func(key, word string, words []string) Problem {
		args := fault.Args{"name": word, "of": head, "known": strings.Join(words, ", ")}
		hint := "programme.known_words"
		if near := nearest(word, words); near != "" {
			args["near"], hint = near, "programme.did_you_mean"
		}
		return c.problem(line, col, width, key, hint, args)
	}
	switch {
	case sc.ns.answers[full]:
		return c.problem(line, col, width, "programme.cel_answer", "programme.cel_answer.hint", fault.Args{"name": full})
	case slices.Contains(sc.ns.options, full):
		return c.problem(line, col, width, "programme.cel_unknown_name", "programme.cel_quote", fault.Args{"name": full})
	case len(own) > 0 && property != "":
		return at("programme.cel_unknown_property", property, own)
	case len(own) > 0:
		return at("programme.cel_wants_property", head, own)
	case slices.Contains(plain, head):
		return c.problem(line, col, width, "programme.cel_no_property", "", fault.Args{"of": head})
	case property != "":
		return at("programme.cel_unknown_name", full, known)
	}
	return at("programme.cel_unknown_name", full, plain)
}

// dottedName returns the dotted name that stands at a place of the text, or around it, and where it begins. Line counts
// from 1, col from 0 in characters: CEL points at the name, or at one of its dots.
func dottedName(text string, line, col int) (string, int) {
	lines := strings.Split(text, "\n")
	if line < 1 || line > len(lines) {
		return "", col
	}
	runes := []rune(lines[line-1])
	start := min(max(col, 0), len(runes))
	for start > 0 && strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789.", runes[start-1]) {
		start--
	}
	return dottedNames.FindString(string(runes[start:])), start
}

// problem places a problem found inside the CEL text (line from 1, column from 0) in the YAML file.
func (c *Condition) problem(line, col, width int, key, hint string, args fault.Args) Problem {
	return Problem{Line: c.node.line, Column: c.node.col, Width: width, Key: key, Hint: hint, Args: args,
		offset: flat(c.Text, line, col), within: c.node}
}

// flat returns the place of a line and column in a text as one number of characters.
func flat(text string, line, col int) int {
	for before := range strings.SplitSeq(text, "\n") {
		if line <= 1 {
			break
		}
		col += utf8.RuneCountInString(before) + 1
		line--
	}
	return col
}
