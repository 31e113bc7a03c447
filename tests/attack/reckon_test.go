// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"strconv"
	"strings"
	"testing"
	"text/scanner"

	"safar/kernel/clock"
)

// reckoning works out a condition or an amount of a programme file, in a way of its own: a number, a text, a yes or no, or nil where it cannot be said without
// what is not known.
type reckoning struct {
	scan  scanner.Scanner
	token string
	name  func(string) any // what a name stands for; nil for what is not known
}

// reckon works out a text.
func reckon(text string, name func(string) any) any {
	r := &reckoning{name: name}
	r.scan.Init(strings.NewReader(strings.ReplaceAll(text, "'", `"`)))
	r.scan.Mode = scanner.ScanIdents | scanner.ScanInts | scanner.ScanStrings
	r.scan.Error = func(*scanner.Scanner, string) {}
	r.next()
	return r.choice()
}

func (r *reckoning) next() string {
	was := r.token
	kind := r.scan.Scan()
	if r.token = r.scan.TokenText(); kind == scanner.EOF {
		r.token = ""
	}
	return was
}

// take reads on where the next sign is one, which may be of two characters.
func (r *reckoning) take(sign string) bool {
	if len(sign) == 2 && r.token == sign[:1] && r.scan.Peek() == rune(sign[1]) {
		r.next()
		r.next()
		return true
	}
	if len(sign) == 1 && r.token == sign && !(strings.ContainsAny(sign, "<>=!") && r.scan.Peek() == '=') {
		r.next()
		return true
	}
	return false
}

func (r *reckoning) choice() any {
	is := r.any()
	if !r.take("?") {
		return is
	}
	yes := r.choice()
	r.take(":")
	no := r.choice()
	switch is {
	case true:
		return yes
	case false:
		return no
	}
	return nil
}

func (r *reckoning) any() any {
	is := r.all()
	for r.take("||") {
		is = joined(is, r.all(), true)
	}
	return is
}

func (r *reckoning) all() any {
	is := r.compared()
	for r.take("&&") {
		is = joined(is, r.compared(), false)
	}
	return is
}

// joined is what two say together where one of them alone decides by saying what decides.
func joined(a, b any, decides bool) any {
	switch {
	case a == decides || b == decides:
		return decides
	case a == nil || b == nil:
		return nil
	}
	return !decides
}

func (r *reckoning) compared() any {
	a := r.sum()
	for _, sign := range []string{"==", "!=", "<=", ">=", "<", ">"} {
		if r.take(sign) {
			return comparedBy(sign, a, r.sum())
		}
	}
	return a
}

func comparedBy(sign string, a, b any) any {
	if a == nil || b == nil {
		return nil
	}
	if sign == "==" || sign == "!=" {
		return (a == b) == (sign == "==")
	}
	x, isX := a.(int64)
	y, isY := b.(int64)
	if !isX || !isY {
		return nil
	}
	return map[string]bool{"<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y}[sign]
}

func (r *reckoning) sum() any {
	a := r.product()
	for r.token == "+" || r.token == "-" {
		a = worked(r.next(), a, r.product())
	}
	return a
}

func (r *reckoning) product() any {
	a := r.single()
	for r.token == "*" {
		a = worked(r.next(), a, r.single())
	}
	return a
}

func worked(sign string, a, b any) any {
	x, isX := a.(int64)
	y, isY := b.(int64)
	switch {
	case !isX || !isY:
		return nil
	case sign == "+":
		return x + y
	case sign == "-":
		return x - y
	}
	return x * y
}

func (r *reckoning) single() any {
	switch {
	case r.take("!"):
		is, known := r.single().(bool)
		if !known {
			return nil
		}
		return !is
	case r.take("("):
		v := r.choice()
		r.take(")")
		return v
	}
	word := r.next()
	if n, err := strconv.ParseInt(word, 10, 64); err == nil {
		return n
	}
	if text, err := strconv.Unquote(word); err == nil {
		return text
	}
	for r.take(".") {
		word += "." + r.next()
	}
	switch {
	case word == "date" && r.take("("):
		day, err := clock.ParseDay(textOf(r.choice()))
		r.take(")")
		if err != nil {
			return nil
		}
		return int64(day)
	case word == "true" || word == "false":
		return word == "true"
	}
	return r.name(word)
}

// The auditor's own way of working things out says what the language's handbook says.
func TestWhatTheAuditorReckons(t *testing.T) {
	names := map[string]any{"size": int64(4), "solution": "stay", "walls.done": true, "plot.done": false}
	for text, want := range map[string]any{
		"2000 * size":                               int64(8000),
		"100 + 50 * size - 1":                       int64(299),
		"size > 3 ? 7 : 8":                          int64(7),
		`solution == "stay"`:                        true,
		`solution != 'stay' || walls.done`:          true,
		"!walls.done":                               false,
		"!(plot.done) && size >= 4":                 true,
		"nobody.knows":                              nil,
		"nobody.knows && plot.done":                 false,
		"nobody.knows || walls.done":                true,
		"nobody.knows || plot.done":                 nil,
		`date("2026-03-02") - date("2026-03-01")`:   int64(1),
		"5 * (size)":                                int64(20),
		`(nobody.knows ? walls.done : plot.done)`:   nil,
		`!(size < 3) || solution == "return"`:       true,
		`(size >= 1) && solution == "stay" && true`: true,
	} {
		if got := reckon(text, func(name string) any { return names[name] }); got != want {
			t.Errorf("%s is %v, want %v", text, got, want)
		}
	}
}
