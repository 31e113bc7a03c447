// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"safar/kernel/fault"
)

// A programme file is a page or ten of text. These bounds are far above what people write and far below what could
// hurt the reader.
const (
	maxSource  = 512 << 10 // bytes of a file
	maxNesting = 40        // brackets or list marks open at once
)

type nodeKind uint8

const (
	nullNode nodeKind = iota
	scalarNode
	listNode
	mapNode
	refusedNode // YAML that programmes do not use: reported where it stands, and not again
)

var nodeKeys = [...]string{"programme.got.nothing", "programme.got.value", "programme.got.list", "programme.got.mapping", ""}

// key is the key of what a piece of a file is called.
func (k nodeKind) key() string { return nodeKeys[k] }

// node is a piece of a YAML file with its place: all that the checks need of YAML.
type node struct {
	kind      nodeKind
	text      string // of a scalar, unquoted
	quoted    bool
	block     bool // written below its key, after | or >
	line, col int  // of the first character of the value itself, counted from 1
	pairs     []pair
	items     []*node
}

type pair struct{ key, value *node }

// get returns the value of a key, or nil.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for _, p := range n.pairs {
		if p.key.text == key {
			return p.value
		}
	}
	return nil
}

// source is one file being read: its lines, and what was found wrong in it.
type source struct {
	name     string
	lines    []string
	problems Problems
}

func newSource(name string, text []byte) *source {
	return &source{name: name, lines: strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")}
}

// line returns a line counted from 1, or "".
func (s *source) line(n int) string {
	if n < 1 || n > len(s.lines) {
		return ""
	}
	return s.lines[n-1]
}

// add notes a problem at a place of the file; the width is cut at the end of the line.
func (s *source) add(p Problem) {
	if p.within != nil {
		p.Line, p.Column = s.inside(p.within, p.offset)
	}
	p.File, p.Source = s.name, s.line(p.Line)
	p.Width = max(1, min(p.Width, utf8.RuneCountInString(p.Source)-p.Column+1))
	s.problems = append(s.problems, p)
}

// inside returns the line and column of a character of a value. YAML joins the lines of a long value with blanks, so the
// value is walked line by line.
func (s *source) inside(n *node, offset int) (line, col int) {
	line, col = n.line, n.col
	base := maxSource
	switch {
	case n.block:
		line++
		base = indent(s.line(line))
		col = 1 + base
	case n.quoted:
		col++
	}
	for line < len(s.lines) {
		runes := []rune(s.line(line))
		here := utf8.RuneCountInString(strings.TrimRight(string(runes[min(col-1, len(runes)):]), " \t"))
		if offset <= here || !n.block && strings.HasPrefix(string(runes[min(col-1, len(runes)):]), n.text) {
			break
		}
		offset -= here + 1
		line++
		col = 1 + min(base, indent(s.line(line)))
	}
	return line, col + offset
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// at notes a problem at a node.
func (s *source) at(n *node, key, hint string, args fault.Args) {
	width := utf8.RuneCountInString(n.text)
	if n.quoted {
		width += 2
	}
	s.add(Problem{Line: n.line, Column: n.col, Width: width, Key: key, Hint: hint, Args: args})
}

// advise notes advice at a node.
func (s *source) advise(n *node, key, hint string, args fault.Args) {
	s.at(n, key, hint, args)
	s.problems[len(s.problems)-1].Advice = true
}

// late notes at a node what a file may not have that is handed in, though files were published that have it.
func (s *source) late(n *node, key, hint string, args fault.Args) {
	s.at(n, key, hint, args)
	s.problems[len(s.problems)-1].Late = true
}

// read returns the one document of a file as a tree, or nil when it cannot be read at all.
func (s *source) read(text []byte) (root *node) {
	if !s.plausible(text) {
		return nil
	}
	defer func() { // the YAML reader is not ours, and files come from anywhere
		if r := recover(); r != nil {
			s.add(Problem{Line: 1, Column: 1, Key: "programme.yaml", Args: fault.Args{"detail": fmt.Sprint(r)}})
			root = nil
		}
	}()
	file, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		s.syntax(err)
		return nil
	}
	if len(file.Docs) > 1 {
		for _, doc := range file.Docs[1:] {
			if doc.Body != nil {
				s.add(Problem{Line: doc.Body.GetToken().Position.Line, Column: 1, Key: "programme.one_document"})
				return nil
			}
		}
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		s.add(Problem{Key: "programme.empty_file"})
		return nil
	}
	return s.tree(file.Docs[0].Body)
}

// plausible refuses what no one writes by hand before the YAML reader sees it.
func (s *source) plausible(text []byte) bool {
	switch {
	case len(text) > maxSource:
		s.add(Problem{Key: "programme.too_long", Args: fault.Args{"bytes": len(text), "limit": maxSource}})
		return false
	case !utf8.Valid(text):
		s.add(Problem{Key: "programme.not_utf8", Hint: "programme.not_utf8.hint"})
		return false
	}
	open := 0
	for i, line := range s.lines {
		open += strings.Count(line, "[") + strings.Count(line, "{") - strings.Count(line, "]") - strings.Count(line, "}")
		open = max(open, 0)
		deepest := max(open, strings.Count(line, "["), strings.Count(line, "{"), strings.Count(line, "- "),
			strings.Count(line, "? "), strings.Count(line, "-\t"), strings.Count(line, "?\t"))
		if deepest > maxNesting*2 || indent(line) > maxNesting*8 {
			s.add(Problem{Line: i + 1, Column: 1, Width: 1, Key: "programme.too_deep"})
			return false
		}
	}
	return true
}

// syntax notes what the YAML reader could not read.
func (s *source) syntax(err error) {
	p := Problem{Line: 1, Column: 1, Width: 1, Key: "programme.yaml", Hint: "programme.yaml.hint",
		Args: fault.Args{"detail": firstLine(err.Error())}}
	var bad yaml.Error
	if errors.As(err, &bad) {
		p.Args["detail"] = firstLine(bad.GetMessage())
		if t := bad.GetToken(); t != nil {
			p.Line, p.Column = t.Position.Line, t.Position.Column
			p.Width = utf8.RuneCountInString(firstLine(strings.TrimSpace(t.Value)))
		}
	}
	s.add(p)
}

func firstLine(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	return text
}

// tree turns the YAML reader's nodes into ours. Anchors, aliases, tags and merges are refused: a programme says each
// thing where it stands, so that a reader need not jump, and no file can grow when it is read.
func (s *source) tree(n ast.Node) *node {
	switch n := n.(type) {
	case nil:
		return &node{}
	case *ast.MappingNode:
		out := s.node(mapNode, n.Start)
		for _, v := range n.Values {
			s.pair(out, v)
		}
		return out
	case *ast.MappingValueNode:
		out := s.node(mapNode, n.Key.GetToken())
		s.pair(out, n)
		return out
	case *ast.SequenceNode:
		out := s.node(listNode, n.Start)
		for _, v := range n.Values {
			out.items = append(out.items, s.tree(v))
		}
		return out
	case *ast.NullNode:
		return s.node(nullNode, n.GetToken())
	case *ast.LiteralNode:
		out := s.node(scalarNode, n.GetToken())
		out.text, out.block = strings.TrimRight(n.Value.Value, "\n"), true
		return out
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode, *ast.MergeKeyNode, *ast.DirectiveNode:
		t := n.GetToken()
		s.add(Problem{Line: t.Position.Line, Column: t.Position.Column, Width: 1, Key: "programme.yaml_feature",
			Hint: "programme.yaml_feature.hint", Args: fault.Args{"sign": t.Value}})
		return s.node(refusedNode, t)
	}
	t := n.GetToken()
	out := s.node(scalarNode, t)
	out.text = t.Value
	out.quoted = t.Type == token.SingleQuoteType || t.Type == token.DoubleQuoteType
	return out
}

func (s *source) node(kind nodeKind, t *token.Token) *node {
	return &node{kind: kind, line: t.Position.Line, col: t.Position.Column}
}

// pair adds a key and its value to a mapping. A key written twice is a problem; the first stands.
func (s *source) pair(out *node, v *ast.MappingValueNode) {
	key := s.tree(v.Key)
	value := s.tree(v.Value)
	if len(out.pairs) == 0 { // the start token of a block mapping is its first colon
		out.line, out.col = key.line, key.col
	}
	if value.line == 0 || value.kind == nullNode {
		value.line, value.col = key.line, key.col
	}
	if out.get(key.text) != nil {
		s.at(key, "programme.key_twice", "", fault.Args{"key": key.text})
		return
	}
	out.pairs = append(out.pairs, pair{key, value})
}
