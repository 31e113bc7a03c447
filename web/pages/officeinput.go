// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"safar/exchange/sheet"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web/page"
)

// input reads what was sent, and collects what is wrong with it.
type input struct {
	e      *errand
	values url.Values
	faults map[string]string
}

// wrong reports whether anything is to be mended before it can be sent on.
func (in *input) wrong() bool { return len(in.faults) > 0 }

func (in *input) blame(name, key string) { in.faults[name] = in.e.Words.T(key) }

// text returns what was typed, without spaces around it; it may be "".
func (in *input) text(name string) string { return strings.TrimSpace(in.values.Get(name)) }

// must returns what was typed, and asks for it where there is nothing.
func (in *input) must(name string) string {
	text := in.text(name)
	if text == "" {
		in.blame(name, "office.wrong.missing")
	}
	return text
}

// yes reports whether a check is set.
func (in *input) yes(name string) bool { return in.values.Get(name) == "yes" }

// day reads a date; clock.NoDay where there is none.
func (in *input) day(name string) clock.Day {
	text := in.text(name)
	if text == "" {
		return clock.NoDay
	}
	d, is := sheet.ParseDay(text)
	if !is {
		in.blame(name, "office.wrong.day")
	}
	return d
}

// mustDay reads a date, and asks for it where there is none.
func (in *input) mustDay(name string) clock.Day {
	d := in.day(name)
	if !d.Known() && in.faults[name] == "" {
		in.blame(name, "office.wrong.missing")
	}
	return d
}

// count reads a whole number from 0; 0 where there is none.
func (in *input) count(name string) int {
	text := in.text(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 1_000_000_000 {
		in.blame(name, "office.wrong.number")
		return 0
	}
	return n
}

// pick reads one of the options of a field.
func (in *input) pick(name string, options []page.Option) string {
	text := in.must(name)
	for _, o := range options {
		if o.Value == text {
			return text
		}
	}
	in.blame(name, "office.wrong.missing")
	return ""
}

// id reads an id; the zero id where there is none or it is none.
func (in *input) id(name string) id.ID {
	text := in.text(name)
	if text == "" {
		return id.ID{}
	}
	of, err := id.Parse(text)
	if err != nil {
		in.blame(name, "office.wrong.missing")
	}
	return of
}

func (in *input) mustID(name string) id.ID {
	of := in.id(name)
	if of.IsZero() {
		in.blame(name, "office.wrong.missing")
	}
	return of
}

// dayBlank is a field for a date, today unless said.
func (e *errand) dayBlank(name, key string) blank {
	return blank{Field: page.Field{Name: name, Label: e.Words.T(key), Kind: "date", Value: e.today.String(), LTR: true}}
}

// blank makes a field with the label of a key.
func (e *errand) blank(as blankKind, name, key string) blank {
	return blank{as: as, Field: page.Field{Name: name, Label: e.Words.T(key)}}
}

// optional marks a blank that may stay empty.
func (b blank) optional() blank { b.Optional = true; return b }

// hint says what to put into a blank.
func (b blank) hinted(text string) blank { b.Hint = text; return b }

// of gives a blank its options.
func (b blank) of(options []page.Option) blank { b.Options = options; return b }

// worth gives a blank its value.
func (b blank) worth(value string) blank { b.Value = value; return b }

// kind gives a blank the kind of its input.
func (b blank) kind(kind string) blank {
	b.Kind = kind
	b.LTR = kind == "number"
	return b
}

// spaced makes an id of the field's words readable where no sentence says it.
func spaced(of string) string { return strings.ReplaceAll(of, "_", " ") }

// under joins a path and ids.
func under(format string, parts ...any) string { return fmt.Sprintf(format, parts...) }
