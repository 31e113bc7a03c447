// SPDX-License-Identifier: Apache-2.0

package words

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/bidi"

	"safar/kernel/clock"
	"safar/kernel/fault"
)

// Args are the values put into a sentence, by name. Days, times, whole numbers and Money are written as the language writes
// them, a fault.Phrase in its words; everything else as it is.
type Args = fault.Args

// Money is an amount in minor units (cents) of a currency (ISO 4217 code). Minor may be below zero; Currency decides how
// many digits follow the point.
type Money struct {
	Minor    int64
	Currency string
}

// LTR is a text that is read from left to right in every language and has no letters to say so: a phone number, a code.
type LTR string

// Printer speaks one language. It is safe for concurrent use.
type Printer struct {
	catalogue    *Catalogue
	tag          language.Tag
	lang         Language
	rtl          bool
	group, point string
	sentences    map[string]sentence
	naming       Naming
}

// Naming says an id that a refusal names (a step, a role, a status) in the words of a language: what is the name of the value in the
// sentence. It returns the id itself where it knows no better.
type Naming func(p *Printer, what, of string) string

// Named returns a printer that says the ids in refusals by their names.
func (p *Printer) Named(naming Naming) *Printer {
	named := *p
	named.naming = naming
	return &named
}

// named puts names in the place of ids; numbers stay.
func (p *Printer) named(args fault.Args) fault.Args {
	if p.naming == nil {
		return args
	}
	said := fault.Args{}
	for what, value := range args {
		if of, is := value.(string); is {
			value = p.naming(p, what, of)
		}
		said[what] = value
	}
	return said
}

// sentence is its forms, by the index of forms; one that counts nothing has only the first.
type sentence []template

// template is a text cut at its values: text, name, text, name, text.
type template []string

// placeholder matches a value in a sentence: {{.Name}}, as go-i18n writes it, or {name}. {{.Name money}} writes a whole number
// as an amount in minor units of the currency that is the value "currency".
var placeholder = regexp.MustCompile(`\{\{\s*\.?([A-Za-z]\w*(?: money)?)\s*\}\}|\{([A-Za-z]\w*)\}`)

func parse(text string) template {
	var t template
	at := 0
	for _, m := range placeholder.FindAllStringSubmatchIndex(text, -1) {
		name := text[max(m[2], m[4]):max(m[3], m[5])]
		t = append(t, text[at:m[0]], name)
		at = m[1]
	}
	return append(t, text[at:])
}

// Language returns the language that p speaks.
func (p *Printer) Language() Language { return p.lang }

// Catalogue returns the catalogue that p belongs to.
func (p *Printer) Catalogue() *Catalogue { return p.catalogue }

// Has reports whether p's language itself says key.
func (p *Printer) Has(key string) bool { return len(p.sentences[key]) > 0 }

// T returns the sentence of key, with the values put in.
func (p *Printer) T(key string, args ...Args) string {
	speaker := p.says(key)
	if speaker == nil {
		return p.missing(key)
	}
	return p.fill(speaker.sentences[key][0], merged(args))
}

// N returns the sentence of key in the plural form that count needs; {{.Count}} is count.
func (p *Printer) N(key string, count int64, args ...Args) string {
	speaker := p.says(key)
	if speaker == nil {
		return p.missing(key)
	}
	values := Args{"Count": count}
	for k, v := range merged(args) {
		values[k] = v
	}
	s, form := speaker.sentences[key], speaker.form(count)
	if form >= len(s) || s[form] == nil {
		form = 0
	}
	return p.fill(s[form], values)
}

// Fault returns the sentence for err and the hint how to mend it, which may be empty. What is beneath err is never shown: an
// error without a sentence of its own gets the general one of its kind.
func (p *Printer) Fault(err error) (text, hint string) {
	var e *fault.Error
	if !errors.As(err, &e) {
		return p.T(fault.Internal.String()), p.T(fault.Internal.String() + ".hint")
	}
	key, args := fault.KeyOf(err), p.named(e.Args)
	if p.speaker(key) == nil {
		p.missing(key)
		key = e.Kind.String()
	}
	text = p.Say(key, args)
	switch general := e.Kind.String() + ".hint"; {
	case e.Hint != "" && p.speaker(e.Hint) != nil:
		hint = p.T(e.Hint, args)
	case p.speaker(key+".hint") != nil:
		hint = p.T(key+".hint", args)
	case p.speaker(general) != nil:
		hint = p.T(general)
	}
	return text, hint
}

// Say returns the sentence of key in the plural form of the value "count", where there is one.
func (p *Printer) Say(key string, args fault.Args) string {
	if count, is := args["count"].(int); is {
		return p.N(key, int64(count), args)
	}
	return p.T(key, args)
}

// speaker returns the printer that says key: p, else Mother's, else nil.
func (p *Printer) speaker(key string) *Printer {
	if p.Has(key) {
		return p
	}
	if mother := p.catalogue.printers[Mother]; mother.Has(key) {
		return mother
	}
	return nil
}

// says is speaker, where the sentence is going to be said.
func (p *Printer) says(key string) *Printer {
	speaker := p.speaker(key)
	if p.catalogue.OnFallback != nil && speaker != nil && !p.Has(key) {
		p.catalogue.OnFallback(p.lang.Code, key)
	}
	return speaker
}

func (p *Printer) missing(key string) string {
	if p.catalogue.OnMissing != nil {
		p.catalogue.OnMissing(p.lang.Code, key)
	}
	if last := key[strings.LastIndexByte(key, '.')+1:]; p.speaker(last) != nil {
		return p.T(last)
	}
	if p.speaker("words.missing") != nil {
		return p.T("words.missing")
	}
	return "…"
}

func (p *Printer) plain(key string) string {
	if s := p.sentences[key]; len(s) > 0 {
		return strings.Join(s[0], "")
	}
	return ""
}

// form returns the index in forms of the plural form of a whole number.
func (p *Printer) form(count int64) int {
	if count < 0 {
		count = -count
	}
	// The rules look at the last digits only, and at whether the number is large: keep it within an int on every machine.
	n := int(count)
	if count >= 1e9 {
		n = int(count%1e6) + 1e6
	}
	return int(plural.Cardinal.MatchPlural(p.tag, n, 0, 0, 0, 0))
}

func (p *Printer) fill(t template, args Args) string {
	if len(t) == 1 {
		return t[0]
	}
	var b strings.Builder
	for i, part := range t {
		if i%2 == 0 {
			b.WriteString(part)
			continue
		}
		name, money := strings.CutSuffix(part, " money")
		value, given := args[name]
		minor, whole := value.(int64)
		currency, known := args["currency"].(string)
		switch {
		case !given:
			b.WriteString("…")
		case money && whole && known:
			b.WriteString(p.value(Money{minor, currency}))
		default:
			b.WriteString(p.value(value))
		}
	}
	return b.String()
}

// raw is a text that needs no isolation, because it is part of a pattern that is isolated as a whole.
type raw string

// value writes one value of a sentence.
func (p *Printer) value(v any) string {
	switch v := v.(type) {
	case raw:
		return string(v)
	case LTR:
		return "\u2066" + string(v) + "\u2069"
	case int:
		return p.isolate(p.Number(int64(v)))
	case int32:
		return p.isolate(p.Number(int64(v)))
	case int64:
		return p.isolate(p.Number(v))
	case clock.Day:
		return p.isolate(p.Date(v))
	case time.Time:
		return p.isolate(p.Time(v))
	case Money:
		return p.isolate(p.Money(v))
	case []string:
		return p.List(v)
	case fault.Phrase:
		return p.Say(v.Key, v.Args)
	case string:
		return p.isolate(v)
	}
	return p.isolate(fmt.Sprint(v))
}

// List joins texts with the language's comma.
func (p *Printer) List(texts []string) string {
	own := slices.Clone(texts)
	for i := range own {
		own[i] = p.isolate(own[i])
	}
	return strings.Join(own, p.T("list.comma")+" ")
}

// isolate puts a value apart where its direction may differ from the sentence's (Unicode 6.3: FSI and PDI). What has values set apart in it was said by p, and keeps its direction (RLI): what stands apart counts for nothing where a first letter is looked for.
func (p *Printer) isolate(text string) string {
	if p.rtl && strings.ContainsAny(text, "\u2066\u2067\u2068") {
		return "\u2067" + text + "\u2069"
	}
	if p.rtl || strings.ContainsFunc(text, rightToLeft) {
		return "\u2068" + text + "\u2069"
	}
	return text
}

func rightToLeft(r rune) bool {
	if r < 0x590 {
		return false
	}
	properties, _ := bidi.LookupRune(r)
	return properties.Class() == bidi.R || properties.Class() == bidi.AL
}

func merged(args []Args) Args {
	switch len(args) {
	case 0:
		return nil
	case 1:
		return args[0]
	}
	all := Args{}
	for _, a := range args {
		for k, v := range a {
			all[k] = v
		}
	}
	return all
}
