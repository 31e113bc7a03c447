// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"strings"
	"unicode/utf8"

	"safar/kernel/clock"
)

// deepest is how many brackets may be open at once in an expression.
const deepest = 40

// language is one of the two in which conditions are written.
type language uint8

const (
	cel   language = iota // of a form's file
	xpath                 // of an XLSForm
)

// piece is a word or sign of an expression: its kind, and its text without quotation marks.
type piece struct{ kind, text string }

// pieces cuts an expression into its words and signs. Kinds are ref, text, int, word and sign; what is none of them is unknown.
func pieces(text string, in language) (all []piece) {
	for text = strings.TrimSpace(text); text != ""; text = strings.TrimSpace(text) {
		p, length := nextPiece(text, in)
		all = append(all, p)
		text = text[length:]
	}
	return all
}

func nextPiece(text string, in language) (piece, int) {
	switch c := text[0]; {
	case c == '"' || c == '\'':
		return textPiece(text, in)
	case in == xpath && strings.HasPrefix(text, "${"):
		if end := strings.IndexByte(text, '}'); end > 0 {
			return piece{"ref", strings.TrimSpace(text[2:end])}, end + 1
		}
	case in == xpath && c == '.' && !(len(text) > 1 && (digit(text[1]) || text[1] == '.' || text[1] == '/')):
		return piece{"ref", "."}, 1
	case digit(c) || c == '-' && len(text) > 1 && digit(text[1]):
		n := 1
		for n < len(text) && (digit(text[n]) || letter(text[n]) || text[n] == '.') {
			n++
		}
		return piece{"int", text[:n]}, n
	case letter(c):
		n := 1
		for n < len(text) && (letter(text[n]) || digit(text[n]) || in == xpath && text[n] == '-') {
			n++
		}
		return piece{"word", text[:n]}, n
	}
	for _, sign := range []string{"&&", "||", "==", "!=", "<=", ">="} {
		if strings.HasPrefix(text, sign) {
			return piece{"sign", sign}, len(sign)
		}
	}
	_, length := utf8.DecodeRuneInString(text)
	return piece{"sign", text[:length]}, length
}

// textPiece reads what stands between quotation marks.
func textPiece(text string, in language) (piece, int) {
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == text[0]:
			return piece{"text", b.String()}, i + 1
		case c == '\\' && in == cel:
			if i++; i == len(text) || !strings.ContainsRune(`"'\`, rune(text[i])) {
				return piece{"unknown", text}, len(text)
			}
			b.WriteByte(text[i])
		default:
			b.WriteByte(c)
		}
	}
	return piece{"unknown", text}, len(text)
}

func digit(c byte) bool  { return c >= '0' && c <= '9' }
func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' }

// parser reads an expression from its pieces.
type parser struct {
	in   language
	rest []piece
	open int
	bad  *complaint
}

// parse reads an expression; it complains of what the other language cannot say.
func parse(text string, in language) (*expr, *complaint) {
	p := &parser{in: in, rest: pieces(text, in)}
	e := p.or()
	if p.bad == nil && len(p.rest) > 0 {
		p.complain("unknown_piece")
	}
	if p.bad != nil {
		return nil, p.bad
	}
	return e, nil
}

// complain notes that what comes next is not understood. What is noted first stands.
func (p *parser) complain(key string) *expr {
	if p.bad == nil {
		p.bad = &complaint{key: key}
		if len(p.rest) > 0 {
			p.bad.piece = p.rest[0].text
		}
	}
	return &expr{op: "false"}
}

// take takes the next piece where it is one of some signs or words, and returns it; "" where it is not.
func (p *parser) take(kind string, texts ...string) string {
	if p.bad == nil && len(p.rest) > 0 && p.rest[0].kind == kind {
		for _, text := range texts {
			if p.rest[0].text == text {
				p.rest = p.rest[1:]
				return text
			}
		}
	}
	return ""
}

func (p *parser) or() *expr {
	return p.several("or", p.and)
}

func (p *parser) and() *expr {
	return p.several("and", p.comparison)
}

// several reads one or more parts, joined.
func (p *parser) several(op string, part func() *expr) *expr {
	all := []*expr{part()}
	for {
		taken := p.take("sign", map[string]string{"or": "||", "and": "&&"}[op])
		if p.in == xpath {
			taken = p.take("word", op)
		}
		if taken == "" {
			break
		}
		all = append(all, part())
	}
	if len(all) == 1 {
		return all[0]
	}
	return &expr{op: op, args: all}
}

func (p *parser) comparison() *expr {
	left := p.value()
	signs := []string{"==", "!=", "<", "<=", ">", ">="}
	if p.in == xpath {
		signs[0] = "="
	}
	op := p.take("sign", signs...)
	if op == "" {
		return left
	}
	if op == "==" {
		op = "="
	}
	return &expr{op: op, args: []*expr{left, p.value()}}
}

// value reads what stands on one side of a comparison, or a condition in brackets.
func (p *parser) value() *expr {
	if p.open++; p.open > deepest {
		return p.complain("too_deep")
	}
	defer func() { p.open-- }()
	if p.bad != nil || len(p.rest) == 0 {
		return p.complain("ends_early")
	}
	switch {
	case p.take("sign", "(") != "":
		e := p.or()
		p.close()
		return e
	case p.in == cel && p.take("sign", "!") != "":
		return &expr{op: "not", args: []*expr{p.value()}}
	}
	next := p.rest[0]
	switch next.kind {
	case "text", "ref":
		p.rest = p.rest[1:]
		return &expr{op: next.kind, text: next.text}
	case "int":
		return p.number(next)
	case "word":
		return p.word(next.text)
	}
	return p.complain("unknown_piece")
}

func (p *parser) number(n piece) *expr {
	if len(n.text) > 16 || strings.Trim(n.text, "-0123456789") != "" {
		return p.complain("not_whole")
	}
	p.rest = p.rest[1:]
	return &expr{op: "int", text: n.text}
}

func (p *parser) close() {
	if p.take("sign", ")") == "" {
		p.complain("ends_early")
	}
}

// word reads a name of ours, or a call of a function.
func (p *parser) word(name string) *expr {
	called := len(p.rest) > 1 && p.rest[1] == piece{"sign", "("}
	switch {
	case !called && p.in == cel:
		p.rest = p.rest[1:]
		switch name {
		case "true", "false", "today":
			return &expr{op: name}
		}
		return &expr{op: "ref", text: name}
	case !called:
		return p.complain("unknown_piece")
	case name == "date":
		p.rest = p.rest[2:]
		return p.date()
	case p.in == cel:
		return p.complain("unknown_function")
	}
	return p.function(name)
}

func (p *parser) date() *expr {
	e := p.value()
	if _, err := clock.ParseDay(e.text); err != nil || e.op != "text" {
		return p.complain("not_a_day")
	}
	p.close()
	return &expr{op: "day", text: e.text}
}

// function reads a call of a function of XLSForm.
func (p *parser) function(name string) *expr {
	switch name {
	case "today", "true", "false":
		p.rest = p.rest[2:]
		p.close()
		return &expr{op: name}
	case "not":
		p.rest = p.rest[2:]
		e := &expr{op: "not", args: []*expr{p.or()}}
		p.close()
		return e
	case "selected":
		p.rest = p.rest[2:]
		e := &expr{op: "=", args: []*expr{p.value()}}
		if p.take("sign", ",") == "" {
			return p.complain("ends_early")
		}
		e.args = append(e.args, p.value())
		p.close()
		return e
	}
	return p.complain("unknown_function")
}

// toXPath translates a condition of ours over the questions before it.
func (a asked) toXPath(text string) (string, *complaint) {
	e, bad := parse(text, cel)
	if bad == nil {
		bad = a.check(e)
	}
	if bad != nil {
		return "", bad
	}
	return a.withTicks(a.plainly(e)).xpath()
}

// toCEL translates a condition of an XLSForm over the questions before it.
func (a asked) toCEL(text string) (string, *complaint) {
	e, bad := parse(text, xpath)
	if bad != nil {
		return "", bad
	}
	e = a.withoutTicks(e)
	if bad = a.check(e); bad == nil {
		bad = a.holdsUnanswered(e)
	}
	if bad == nil && a.kind(e) != ofBool {
		bad = &complaint{"not_a_condition", e.shown()}
	}
	if bad != nil {
		return "", bad
	}
	return e.cel(), nil
}
