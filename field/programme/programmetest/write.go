// SPDX-License-Identifier: Apache-2.0

package programmetest

import (
	"fmt"
	"strings"
)

// takes says of which shape the value of a key is, for who puts a mistake there.
type takes uint8

const (
	takesAnything takes = iota
	takesID
	takesIDs
	takesOptions // of a choice that people make
	takesSteps
	takesStep
	takesCondition
	takesNumber // a condition whose value is a number
	takesAmounts
	takesSpan
	takesSpans
	takesDue
	takesFlag
	takesCount
	takesWord
	takesInput
	takesGrant
	takesForm
	takesLanguages
	takesOffer
	takesDimensions
	takesKind
	takesCurrency
	takesDate
	takesStory
	takesVerb // the head of a step
)

func (d *drawer) line(indent int, key, value string, takes takes) {
	d.p.lines = append(d.p.lines, line{indent: indent, key: key, value: value, takes: takes})
}

// write writes the file.
func (d *drawer) write() {
	d.line(0, "programme", d.p.ID, takesID)
	d.line(0, "currency", d.currency, takesCurrency)
	d.line(0, "grants", "", takesAnything)
	for _, g := range d.grants {
		d.line(2, g, "", takesAnything)
		d.line(4, "donor", "echo", takesID)
		d.line(4, "from", "2025-01-01", takesDate)
		d.line(4, "until", "2027-12-31", takesDate)
		d.line(4, "ceiling", fmt.Sprint(200_000+d.pick(9_000_000, "ceiling")), takesCount)
	}
	if d.witness {
		d.line(0, "cash", "", takesAnything)
		d.line(2, "witness", one(d, []string{"alone", "always"}, "whose eyes"), takesWord)
		d.line(2, "seen", "14d", takesSpan)
	}
	d.writeInputs()
	if len(d.kinds) > 0 {
		d.line(0, "subjects", "", takesAnything)
		for _, k := range d.kinds {
			d.line(2, k[0], k[1], takesID)
		}
	}
	d.line(0, "pathways", "", takesAnything)
	for _, w := range d.ways {
		d.writeWay(w)
	}
	d.writeFigures()
}

func (d *drawer) writeInputs() {
	d.line(0, "inputs", "", takesAnything)
	for _, in := range d.inputs {
		d.line(2, in, "", takesAnything)
		d.line(4, "from", "commons.place", takesStory)
		d.line(4, "max_age", one(d, []string{"30d", "60d", "1y"}, "how old"), takesSpan)
	}
	for _, look := range d.looks {
		name, field, _ := strings.Cut(look, ".")
		d.line(2, name, "", takesAnything)
		if field == "ready" {
			d.line(4, "from", "commons.community", takesStory)
		} else {
			d.line(4, "from", "region."+name, takesStory)
			d.line(4, "fields", "{"+field+": bool}", takesAnything)
		}
		d.line(4, "max_age", "90d", takesSpan)
	}
}

func (d *drawer) writeWay(w *way) {
	d.line(2, w.id, "", takesAnything)
	d.line(4, "for", w.kind, takesKind)
	if w.part != "" {
		d.line(4, "compartment", w.part, takesWord)
	}
	if w.exclusive {
		d.line(4, "exclusive", "true", takesFlag)
	}
	var attributes []string
	for _, a := range w.attributes {
		kind := a.kind
		if kind == "words" {
			kind = list(a.words)
		}
		attributes = append(attributes, a.name+": "+kind)
	}
	if len(attributes) > 0 {
		d.line(4, "attributes", "{"+strings.Join(attributes, ", ")+"}", takesAnything)
	}
	d.line(4, "steps", "", takesAnything)
	for _, s := range w.steps {
		d.p.lines = append(d.p.lines, line{indent: 6, mark: "- ", key: s.verb, value: s.id, takes: takesVerb})
		for _, e := range s.keys {
			d.writeEntry(8, e)
		}
	}
}

// writeEntry writes a key and its value: a condition now and then below its key.
func (d *drawer) writeEntry(indent int, e entry) {
	switch {
	case e.takes == takesCondition && d.once(8, "below its key"):
		d.line(indent, e.name, "|", takesAnything)
		d.p.lines = append(d.p.lines, line{indent: indent + 2, value: e.value, takes: takesCondition})
	case e.takes == takesCondition || e.takes == takesNumber:
		d.line(indent, e.name, quoted(e.value), e.takes)
	default:
		d.line(indent, e.name, e.value, e.takes)
	}
}

func (d *drawer) writeFigures() {
	d.line(0, "figures", "", takesAnything)
	for _, f := range d.figures {
		d.line(2, f.id, "", takesAnything)
		for _, e := range f.keys {
			d.writeEntry(4, e)
		}
	}
	if len(d.said) > 0 {
		d.line(0, "statements", "", takesAnything)
		for _, s := range d.said {
			d.line(2, s, "{source: A report of others}", takesAnything)
		}
	}
	if d.once(6, "an older version") {
		d.line(0, "migrate", "", takesAnything)
		d.line(2, d.ways[0].id, "", takesAnything)
		d.line(4, d.name("step_of_before"), "{dropped: nobody did it}", takesAnything)
	}
}
