// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"slices"
	"strconv"
	"strings"

	"safar/field/programme"
)

// expr is a condition as both languages can say it.
type expr struct {
	op   string // and, or, not; = != < <= > >=; or what stands alone: ref, text, int, day, today, true, false
	text string // of ref, text, int and day
	args []*expr
}

// complaint is why an expression is not translated: the key of a refusal, with the piece of it that is concerned.
type complaint struct{ key, piece string }

// asked knows the questions that an expression may use.
type asked map[string]*programme.Question

// kinds of values in expressions.
const (
	ofBool  = "bool"
	ofText  = "text"
	ofInt   = "int"
	ofDay   = "day"
	unknown = ""
)

// kindOf returns the kind of a question's answer in conditions; unknown for one of which conditions cannot ask.
func (a asked) kindOf(name string) string {
	q := a[name]
	if q == nil {
		return unknown
	}
	switch q.Type {
	case "text", "select_one":
		return ofText
	case "integer":
		return ofInt
	case "date":
		return ofDay
	case "acknowledge":
		return ofBool
	}
	return unknown
}

var comparing = []string{"=", "!=", "<", "<=", ">", ">="}

// check reports what stands against an expression: names that are not there, values that do not go together.
func (a asked) check(e *expr) *complaint {
	switch {
	case e.op == "and" || e.op == "or" || e.op == "not":
		for _, arg := range e.args {
			if bad := a.check(arg); bad != nil {
				return bad
			}
			if a.kind(arg) != ofBool {
				return &complaint{"not_a_condition", arg.shown()}
			}
		}
	case slices.Contains(comparing, e.op):
		return a.checkComparison(e)
	case e.op == "ref":
		return a.checkRef(e)
	}
	return nil
}

func (a asked) checkRef(e *expr) *complaint {
	switch q := a[e.text]; {
	case q == nil:
		return &complaint{"no_question", e.text}
	case a.kindOf(e.text) == unknown:
		return &complaint{"not_comparable", e.text}
	}
	return nil
}

func (a asked) checkComparison(e *expr) *complaint {
	for _, arg := range e.args {
		if bad := a.check(arg); bad != nil {
			return bad
		}
	}
	left, right := a.kind(e.args[0]), a.kind(e.args[1])
	switch {
	case left != right || left == ofBool:
		return &complaint{"unlike", e.shown()}
	case left == ofText && e.op != "=" && e.op != "!=":
		return &complaint{"unlike", e.shown()}
	}
	return nil
}

// kind returns the kind of an expression's value.
func (a asked) kind(e *expr) string {
	switch e.op {
	case "ref":
		return a.kindOf(e.text)
	case "text":
		return ofText
	case "int":
		return ofInt
	case "day", "today":
		return ofDay
	}
	return ofBool
}

// numbers reports whether a number or a day is compared anywhere in an expression.
func (a asked) numbers(e *expr) bool {
	if slices.Contains(comparing, e.op) {
		return a.kind(e.args[0]) != ofText
	}
	return slices.ContainsFunc(e.args, a.numbers)
}

// opposite is the comparison that holds where another does not, of values that are there.
var opposite = map[string]string{"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}

// plainly says an expression without “not” and “is not” over numbers and days, so that it holds for none that was not given.
func (a asked) plainly(e *expr) *expr {
	switch {
	case !a.numbers(e):
		return e
	case e.op == "not":
		return a.plainly(a.denied(e.args[0]))
	case e.op == "!=":
		return &expr{op: "or", args: []*expr{{op: "<", args: e.args}, {op: ">", args: e.args}}}
	case e.op == "and" || e.op == "or":
		out := &expr{op: e.op}
		for _, arg := range e.args {
			out.args = append(out.args, a.plainly(arg))
		}
		return out
	}
	return e
}

// denied is an expression that holds where another does not.
func (a asked) denied(e *expr) *expr {
	switch {
	case e.op == "not":
		return e.args[0]
	case opposite[e.op] != "":
		return &expr{op: opposite[e.op], args: e.args}
	case e.op == "and" || e.op == "or":
		out := &expr{op: map[string]string{"and": "or", "or": "and"}[e.op]}
		for _, arg := range e.args {
			out.args = append(out.args, a.denied(arg))
		}
		return out
	}
	return &expr{op: "not", args: []*expr{e}}
}

// holdsUnanswered finds a “not” or “is not” over a number or a day: it holds for what was not given, and no condition of ours does.
func (a asked) holdsUnanswered(e *expr) *complaint {
	if (e.op == "not" || e.op == "!=") && a.numbers(e) {
		return &complaint{"unanswered", e.shown()}
	}
	for _, arg := range e.args {
		if bad := a.holdsUnanswered(arg); bad != nil {
			return bad
		}
	}
	return nil
}

// shown is an expression as it is shown in a sentence.
func (e *expr) shown() string {
	text, _ := e.xpath()
	return text
}

// cel writes an expression as conditions of ours are written.
func (e *expr) cel() string {
	switch e.op {
	case "and":
		return joined(e, " && ", (*expr).cel)
	case "or":
		return joined(e, " || ", (*expr).cel)
	case "not":
		if arg := e.args[0]; arg.op == "ref" || arg.op == "not" {
			return "!" + arg.cel()
		}
		return "!(" + e.args[0].cel() + ")"
	case "=":
		return e.args[0].cel() + " == " + e.args[1].cel()
	case "text":
		return strconv.Quote(e.text)
	case "day":
		return `date("` + e.text + `")`
	case "ref", "int":
		return e.text
	case "today", "true", "false":
		return e.op
	}
	return e.args[0].cel() + " " + e.op + " " + e.args[1].cel()
}

// joined writes the parts of an “and” or “or”, with brackets around those that are joined otherwise.
func joined(e *expr, by string, write func(*expr) string) string {
	said := make([]string, len(e.args))
	for i, arg := range e.args {
		if said[i] = write(arg); arg.op == "or" && e.op == "and" || arg.op == "and" && e.op == "or" {
			said[i] = "(" + said[i] + ")"
		}
	}
	return strings.Join(said, by)
}

// xpath writes an expression as XLSForm has it. A text that holds both kinds of quotation mark cannot be written.
func (e *expr) xpath() (string, *complaint) {
	var bad *complaint
	var write func(*expr) string
	write = func(e *expr) string {
		switch e.op {
		case "and", "or":
			return joined(e, " "+e.op+" ", write)
		case "not":
			return "not(" + write(e.args[0]) + ")"
		case "text", "day":
			mark := "'"
			if strings.Contains(e.text, mark) {
				mark = `"`
			}
			if strings.Contains(e.text, `"`) && mark == `"` {
				bad = &complaint{"both_quotes", e.text}
			}
			if e.op == "day" {
				return "date(" + mark + e.text + mark + ")"
			}
			return mark + e.text + mark
		case "ref":
			return "${" + e.text + "}"
		case "today", "true", "false":
			return e.op + "()"
		case "int":
			return e.text
		}
		return write(e.args[0]) + " " + e.op + " " + write(e.args[1])
	}
	text := write(e)
	return text, bad
}

// ticked is how an XLSForm says that a statement was ticked.
const ticked = "OK"

// withTicks says of each statement that it was ticked, as XLSForm does.
func (a asked) withTicks(e *expr) *expr {
	if e.op == "ref" && a.kindOf(e.text) == ofBool {
		return &expr{op: "=", args: []*expr{e, {op: "text", text: ticked}}}
	}
	if len(e.args) == 0 || slices.Contains(comparing, e.op) {
		return e
	}
	out := &expr{op: e.op}
	for _, arg := range e.args {
		out.args = append(out.args, a.withTicks(arg))
	}
	return out
}

// withoutTicks undoes withTicks.
func (a asked) withoutTicks(e *expr) *expr {
	if (e.op == "=" || e.op == "!=") && e.args[0].op == "ref" && a.kindOf(e.args[0].text) == ofBool && e.args[1].op == "text" && e.args[1].text == ticked {
		if e.op == "=" {
			return e.args[0]
		}
		return &expr{op: "not", args: e.args[:1]}
	}
	out := &expr{op: e.op, text: e.text}
	for _, arg := range e.args {
		out.args = append(out.args, a.withoutTicks(arg))
	}
	return out
}
