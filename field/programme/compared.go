// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"
	"strings"
	"unicode/utf8"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"safar/kernel/fault"
)

// compared notes every word in a condition that the name beside it can never be: the comparison would always say the same.
func (r *reader) compared(w *Pathway, c *Condition) {
	if c == nil || c.tree == nil {
		return
	}
	ast.PostOrderVisit(c.tree.Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() != ast.CallKind || !slices.Contains([]string{operators.Equals, operators.NotEquals, operators.In}, e.AsCall().FunctionName()) {
			return
		}
		args := e.AsCall().Args()
		for i := range args {
			if words := w.wordsOf(c, args[i]); words != nil {
				r.noSuchWords(c, args[1-i], words)
			}
		}
	}))
}

// wordsOf returns the words that a name in a condition may be; nil for what is no name, and for one that may be any text.
func (w *Pathway) wordsOf(c *Condition, e ast.Expr) []string {
	ref := c.tree.ReferenceMap()[e.ID()]
	if ref == nil || w.slots[ref.Name] == nil {
		return nil
	}
	switch s := w.slots[ref.Name]; {
	case s.kind == slotAttribute:
		i := slices.IndexFunc(w.Attributes, func(d FieldDecl) bool { return d.Name == s.field })
		return w.Attributes[i].Options
	case s.kind == slotStep && s.b == propValue:
		return w.Steps[s.a].words()
	}
	return nil
}

// words are what the bare name of a step may be, where that is one of a few words: "no" is always an answer of a decision.
func (s *Step) words() []string {
	switch {
	case s.Verb == closeVerb:
		return s.Reasons
	case s.Verb == decideVerb && len(s.Options) > 0:
		return append(slices.Clone(s.Options), "no")
	}
	return s.Options
}

// noSuchWords notes the words of a text, or of a list of texts, that are none of some.
func (r *reader) noSuchWords(c *Condition, e ast.Expr, words []string) {
	if e.Kind() == ast.ListKind {
		for _, item := range e.AsList().Elements() {
			r.noSuchWords(c, item, words)
		}
	}
	if e.Kind() != ast.LiteralKind {
		return
	}
	text, is := e.AsLiteral().(types.String)
	if !is || slices.Contains(words, string(text)) {
		return
	}
	args, hint := fault.Args{"word": string(text), "known": strings.Join(words, ", ")}, "programme.known_words"
	if near := nearest(string(text), words); near != "" {
		args["near"], hint = near, "programme.did_you_mean"
	}
	at := c.tree.SourceInfo().GetStartLocation(e.ID())
	p := c.problem(at.Line(), at.Column(), utf8.RuneCountInString(string(text))+2, "programme.cel_never", hint, args)
	p.Late = true
	r.add(p)
}
