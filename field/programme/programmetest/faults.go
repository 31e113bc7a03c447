// SPDX-License-Identifier: Apache-2.0

package programmetest

import (
	"slices"

	"pgregory.net/rapid"
)

// wrong are values that the checker refuses where a value of a shape belongs.
var wrong = map[takes][]string{
	takesID:         {"Not An Id", "", "[a, b]", "two__bars"},
	takesIDs:        {"[twice, twice]", "{a: b}", "[Not An Id]"},
	takesOptions:    {"[return, relocate]", "[stay]", "[stay, stay]"},
	takesSteps:      {"[nobody_knows_it]", "nobody_knows_it", "{a: b}"},
	takesStep:       {"nobody_knows_it", "Not An Id"},
	takesCondition:  {"nobody_knows_it > 1", "size", "size +", "size > ) 1", `size == "many"`, "size.done", `date("soon") > today && size`},
	takesNumber:     {"size > 1", "nobody_knows_it", "1 +"},
	takesAmounts:    {"{transport: size > 1}", "{transport: nobody_knows_it}", "[1, 2]", "{Not An Id: 1}"},
	takesSpan:       {"soon", "0d", "30", "-3d"},
	takesDue:        {"{otherwise: soon}", "{nobody_knows_it: 5d}", "5d", "{otherwise: 900h}"},
	takesSpans:      {"[soon]", "[30d, 7d]", "30d"},
	takesFlag:       {"perhaps", "yes"},
	takesCount:      {"many", "-3", "0", "1.5"},
	takesWord:       {"nobody_knows_it"},
	takesInput:      {"nobody_knows_it"},
	takesGrant:      {"nobody_knows_it"},
	takesForm:       {"nobody_knows_it"},
	takesLanguages:  {"[swahili]", "[sw, sw]"},
	takesOffer:      {"nobody.knows_it"},
	takesDimensions: {"[nobody_knows_it]", "[site, site]"},
	takesKind:       {"nobody_knows_it"},
	takesCurrency:   {"XXQ", "dollars"},
	takesDate:       {"soon", "2026-13-01"},
	takesStory:      {"nowhere", "commons"},
}

// A Fault is one mistake in a programme, and the line in which it stands.
type Fault struct {
	What   string // what was written instead
	Line   int    // counted from 1
	Source []byte // the file with the mistake
}

// Fault puts one mistake into the programme: a value that is none, a key that nobody knows, that stands there twice or that is left out, a verb that there is
// not, a second verb.
func (p *Programme) Fault(t *rapid.T) Fault {
	d := &drawer{t: t, p: p}
	lines := slices.Clone(p.lines)
	for {
		at := d.pick(len(lines), "line")
		if lines[at].takes == takesAnything {
			continue
		}
		if left, is := leftOut(lines, at); is && d.once(2, "left out") {
			return Fault{What: lines[at].text() + " without a key that it needs", Line: at + 1, Source: sourceOf(left)}
		}
		l, more := d.spoil(lines[at])
		if l == lines[at] && more == (line{}) {
			continue
		}
		lines[at] = l
		if more != (line{}) {
			at++
			lines = slices.Insert(lines, at, more)
		}
		return Fault{What: lines[at].text(), Line: at + 1, Source: sourceOf(lines)}
	}
}

// needed are the keys without which a step of a verb says nothing.
var needed = map[string]string{"choose": "options", "clear": "kind", "pay": "gives", "give": "gives", "decide": "by", "refer": "partner"}

// leftOut leaves out the key that a step needs whose head stands at a line.
func leftOut(lines []line, head int) ([]line, bool) {
	key := needed[lines[head].key]
	if lines[head].takes != takesVerb || key == "" {
		return nil, false
	}
	for at := head + 1; at < len(lines) && lines[at].indent > lines[head].indent; at++ {
		if lines[at].key == key {
			return slices.Delete(slices.Clone(lines), at, at+1), true
		}
	}
	return nil, false
}

// spoil returns a line with a mistake in it, or one more line that is one.
func (d *drawer) spoil(l line) (spoilt, more line) {
	spoilt = l
	switch kind := d.pick(6, "mistake"); {
	case l.takes == takesVerb && kind < 2:
		spoilt.key = "wander"
	case l.takes == takesVerb && kind < 4:
		more = line{indent: l.indent + 2, key: "needs", value: one(d, []string{"[nobody_knows_it]", "nobody_knows_it"}, "needs")}
	case l.takes == takesVerb:
		more = line{indent: l.indent + 2, key: "gather", value: "something_else"}
		if l.key == "gather" {
			more.key = "visit"
		}
	case kind == 0 && l.key != "" && l.indent > 2:
		more = l
	case kind == 1 && l.key != "" && l.indent > 2:
		spoilt.key = "nobody_knows_it"
	default:
		spoilt.value = one(d, wrong[l.takes], "value")
		if l.key != "" && (l.takes == takesCondition || l.takes == takesNumber) {
			spoilt.value = quoted(spoilt.value)
		}
	}
	return spoilt, more
}
