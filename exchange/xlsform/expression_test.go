// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"safar/field/programme"
	"safar/kernel/clock"
)

// One form with a question of each kind that conditions may ask for, and a last one that is asked on a condition.
var before = []*programme.Question{
	{Name: "who", Type: "text"},
	{Name: "place", Type: "select_one", Options: []programme.Option{{Name: "a", Labels: programme.Labels{"en": "A"}}, {Name: "b", Labels: programme.Labels{"en": "B"}}}},
	{Name: "n", Type: "integer"}, {Name: "m", Type: "integer"}, {Name: "since", Type: "date"}, {Name: "agrees", Type: "acknowledge"}, {Name: "wants", Type: "acknowledge"},
}

func known() asked {
	a := asked{}
	for _, q := range before {
		q.Labels, q.Class = programme.Labels{"en": q.Name}, "open"
		a[q.Name] = q
	}
	return a
}

// here reports whether a question is asked on a condition of ours: a required one that was left out is missed.
func here(t *rapid.T, condition string, answers programme.Answers, today clock.Day) bool {
	known()
	form := &programme.Form{ID: "a", Labels: programme.Labels{"en": "A"}, Questions: append(append([]*programme.Question{}, before...),
		&programme.Question{Name: "last", Type: "text", Required: true, Labels: programme.Labels{"en": "Last"}, When: &programme.Condition{Text: condition}})}
	read, err := programme.ParseForm("a", form.Written(nil))
	if err != nil {
		t.Fatalf("%s: %v", condition, err)
	}
	return len(read.Check(answers, today)) > 0
}

// there evaluates a condition of an XLSForm as XPath does: what was not answered is an empty text, and as a number it is none.
type there struct {
	answers programme.Answers
	today   clock.Day
}

func (x there) holds(e *expr) bool {
	switch e.op {
	case "and":
		for _, arg := range e.args {
			if !x.holds(arg) {
				return false
			}
		}
		return true
	case "or":
		for _, arg := range e.args {
			if x.holds(arg) {
				return true
			}
		}
		return false
	case "not":
		return !x.holds(e.args[0])
	case "true", "false":
		return e.op == "true"
	}
	left, right := x.text(e.args[0]), x.text(e.args[1])
	numbers := e.op != "=" && e.op != "!=" || e.args[0].op == "int" || e.args[1].op == "int" || x.day(e.args[0]) || x.day(e.args[1])
	if !numbers && e.args[0].op == "ref" && e.args[1].op == "ref" && (e.args[0].text == "n" || e.args[0].text == "m") {
		numbers = left != "" && right != "" // JavaRosa compares answers by their types
		if !numbers {
			return false
		}
	}
	if !numbers {
		return (left == right) == (e.op == "=")
	}
	a, b := number(left), number(right)
	return map[string]bool{"=": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[e.op]
}

func (x there) day(e *expr) bool {
	return e.op == "day" || e.op == "today" || e.op == "ref" && e.text == "since"
}

func (x there) text(e *expr) string {
	switch e.op {
	case "ref":
		if answer := x.answers[e.text]; answer == "yes" && (e.text == "agrees" || e.text == "wants") {
			return ticked
		}
		return x.answers[e.text]
	case "today":
		return x.today.String()
	}
	return e.text
}

// number is a text as XPath takes it for a number, a day as how many days it is since 1970.
func number(text string) float64 {
	if day, err := clock.ParseDay(text); err == nil {
		return float64(day)
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return n
	}
	return math.NaN()
}

// drawnCondition is a random condition of ours.
func drawnCondition(t *rapid.T, deep int) string {
	kinds := []string{"text", "option", "number", "numbers", "day", "tick", "true"}
	if deep > 0 {
		kinds = append(kinds, "and", "or", "not", "and", "or", "not")
	}
	pick := func(what string, of ...string) string { return rapid.SampledFrom(of).Draw(t, what) }
	sign := func() string { return pick("sign", "==", "!=", "<", "<=", ">", ">=") }
	switch pick("kind", kinds...) {
	case "text":
		return "who " + pick("sign", "==", "!=") + ` "` + pick("text", "a", "", "it's", `say \"no\"`, "سؤال") + `"`
	case "option":
		return "place " + pick("sign", "==", "!=") + ` "` + pick("option", "a", "b") + `"`
	case "number":
		return pick("name", "n", "m") + " " + sign() + " " + pick("number", "0", "5", "-3")
	case "numbers":
		return "n " + sign() + " m"
	case "day":
		return pick("day", "since", `date("2026-01-31")`) + " " + sign() + " " + pick("other", "today", `date("2026-02-10")`)
	case "tick":
		return pick("tick", "agrees", "wants")
	case "true":
		return pick("constant", "true", "false")
	case "not":
		return "!(" + drawnCondition(t, deep-1) + ")"
	case "and":
		return "(" + drawnCondition(t, deep-1) + ") && (" + drawnCondition(t, deep-1) + ")"
	}
	return "(" + drawnCondition(t, deep-1) + ") || (" + drawnCondition(t, deep-1) + ")"
}

// A condition that is written into a workbook holds there for the same answers as here, also where something was not answered; and what is read back
// holds for the same answers again.
func TestConditionsMeanTheSameInAWorkbook(t *testing.T) {
	translated := 0
	rapid.Check(t, func(t *rapid.T) {
		condition := drawnCondition(t, 3)
		written, bad := known().toXPath(condition)
		if bad != nil {
			t.Fatalf("%s is not written: %v", condition, *bad)
		}
		said, bad := parse(written, xpath)
		if bad != nil {
			t.Fatalf("%s is not understood: %v", written, *bad)
		}
		back, bad := known().toCEL(written)
		if bad != nil {
			t.Fatalf("%s is not read again: %v", written, *bad)
		}
		translated++
		today, _ := clock.ParseDay("2026-02-05")
		for range 6 {
			answers := programme.Answers{}
			for name, values := range map[string][]string{"who": {"", "a", "it's", `say "no"`}, "place": {"", "a", "b"}, "n": {"", "5", "-3", "0"}, "m": {"", "5", "7"},
				"since": {"", "2026-01-31", "2026-02-10", "2026-02-05"}, "agrees": {"", "yes"}, "wants": {"", "yes"}} {
				if answer := rapid.SampledFrom(values).Draw(t, name); answer != "" {
					answers[name] = answer
				}
			}
			ours := here(t, condition, answers, today)
			if theirs := (there{answers, today}).holds(said); theirs != ours {
				t.Fatalf("%s holds: %v; %s holds: %v; for %v", condition, ours, written, theirs, answers)
			}
			if again := here(t, back, answers, today); again != ours {
				t.Fatalf("%s holds: %v; read back as %s: %v; for %v", condition, ours, back, again, answers)
			}
		}
	})
	if translated == 0 {
		t.Error("nothing was translated")
	}
}

// Conditions of ours of which an XLSForm can say nothing are refused, never written otherwise.
func TestConditionsThatAreNotWritten(t *testing.T) {
	for condition, want := range map[string]string{`today - since > 30`: "unknown_piece", `n + 1 > 5`: "unknown_piece", `agrees ? true : false`: "unknown_piece",
		`who == "it's \"so\""`: "both_quotes", `size(who) > 3`: "unknown_function", `agrees == true`: "unlike", `who == "a\nb"`: "unknown_piece",
		`n > 5 &&`: "ends_early", strings.Repeat("!", 80) + "agrees": "too_deep", `since < date("today")`: "not_a_day"} {
		written, bad := known().toXPath(condition)
		if bad == nil || bad.key != want {
			t.Errorf("%s: %q, %v, not %s", condition, written, fmt.Sprint(bad), want)
		}
	}
}

func TestConditionsAsTheyAreWritten(t *testing.T) {
	for condition, want := range map[string]string{
		`place == "a" || place == "b"`:             `${place} = 'a' or ${place} = 'b'`,
		`agrees && !wants`:                         `${agrees} = 'OK' and not(${wants} = 'OK')`,
		`n != 5`:                                   `${n} < 5 or ${n} > 5`,
		`!(n > 5 || place == "a")`:                 `${n} <= 5 and ${place} != 'a'`,
		`who == "it's" && (n > 1 || m > 1)`:        `${who} = "it's" and (${n} > 1 or ${m} > 1)`,
		`since < date("2026-01-31") || n <= m`:     `${since} < date('2026-01-31') or ${n} <= ${m}`,
		`!(place == "a") && since > today && true`: `not(${place} = 'a') and ${since} > today() and true()`,
	} {
		if written, bad := known().toXPath(condition); written != want {
			t.Errorf("%s: %q %v", condition, written, bad)
		}
	}
	for said, want := range map[string]string{"selected( ${place} ,'a')": `place == "a"`, `not(selected(${place}, "b")) and ${wants}='OK'`: `!(place == "b") && wants`,
		"${n}>=5 and(${m}<3 or ${agrees}!='OK')": "n >= 5 && (m < 3 || !agrees)", "${who}!=''": `who != ""`} {
		if read, bad := known().toCEL(said); read != want {
			t.Errorf("%s: %q %v", said, read, bad)
		}
	}
}
