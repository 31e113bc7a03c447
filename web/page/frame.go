// SPDX-License-Identifier: Apache-2.0

// Package page holds the parts of which pages are made: the layout around every page, and forms, tables, notices, pagers,
// timelines and the like. The parts look the same everywhere, speak through package words, work without JavaScript, and mirror
// for Arabic by themselves, because the style sheet knows only start and end.
//
// A page is a templ component that takes a [Frame] (what is around it) and its own data, already redacted:
//
//	templ Households(f page.Frame, rows []people.Row) {
//		@page.Layout(f) {
//			@page.Heading(f.Words, f.Words.T("people.list.title"), "")
//			...
//		}
//	}
//
// Whatever may differ in direction from the sentence around it (a date, a number, a phone, an id, a name) is written with
// its own component, which sets it apart.
package page

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"regexp"
	"strings"

	"safar/kernel/id"
	"safar/web/words"
)

//go:embed safar.css
var base string

//go:embed picture.css
var pictures string

var css = bare(base + pictures)

// bare takes from a style sheet what is for those who write it, the comments and how lines are set in: some 300 of 5,000 bytes of the first load of every page.
func bare(css string) string {
	var b strings.Builder
	for line := range strings.Lines(comments.ReplaceAllString(css, "")) {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

var comments = regexp.MustCompile(`(?s)/\*.*?\*/`)

// PictureStyle returns the part of the style sheet that says how the picture of a programme looks, for files that hold one.
func PictureStyle() string { return pictures }

// Stylesheet returns the one style sheet of every page, and the path at which it is served: it holds a checksum, so a
// browser may keep it for ever.
func Stylesheet() (path string, text []byte) { return stylesheet, []byte(css) }

var stylesheet = func() string {
	sum := sha256.Sum256([]byte(css))
	return "/assets/" + hex.EncodeToString(sum[:6]) + "/safar.css"
}()

// Frame is what stands around the content of a page.
type Frame struct {
	Words    *words.Printer // speaks the reader's language
	Title    string         // of the browser's window and the first heading
	Path     string         // path of this page, with the values that a change of language must keep; starts with /
	Nav      []Link         // main pages this person may open
	Crumbs   []Link         // the way back from here, from the start page on
	Visitor  string         // name of who is signed in; "" for nobody
	Account  string         // path of the page of how they sign in; "" for none
	Caseload string         // which caseload is worked with, for those who have several; "" for the others
	Search   bool           // whether the header offers the search for a household
	Help     string         // path of the help about this page; "" for none
	MadeUp   bool           // whether the people shown are made up; said on every page of a demo
	UnderWay Link           // the work of theirs that goes on behind the pages; the zero Link for none
	Again    bool           // whether the page is fetched again by itself, because something goes on that it shows
	Done     string         // key of a sentence on what was just done, such as "done.saved"; "" for none
}

// Link is a place to go.
type Link struct {
	Text    string // already translated
	To      string // path; starts with /
	Current bool   // whether the person is there
	About   string // what one does there, in a sentence, for the start page; "" elsewhere
}

// languageLink returns the path of this page in another language.
func (f Frame) languageLink(code string) string {
	path, query, _ := strings.Cut(f.Path, "?")
	var kept []string
	for _, part := range strings.Split(query, "&") {
		if part != "" && !strings.HasPrefix(part, "lang=") {
			kept = append(kept, part)
		}
	}
	return path + "?" + strings.Join(append(kept, "lang="+code), "&")
}

// Tone is how a state or notice is meant; it is never told by colour alone.
type Tone string

// The tones.
const (
	Plain  Tone = "plain"
	Good   Tone = "good"
	Warn   Tone = "warn"
	Bad    Tone = "bad"
	Ahead  Tone = "ahead" // to be done next
	Hushed Tone = "hushed"
)

// marks are what a tone shows beside its words, for those who do not see its colour.
var marks = map[Tone]string{Plain: "•", Good: "✓", Warn: "!", Bad: "✕", Ahead: "○", Hushed: "–"}

// Sign returns the sign of a tone.
func Sign(t Tone) string { return marks[t] }

// toneOf is the tone of the states that every list shows; others are plain.
var toneOf = map[string]Tone{"done": Good, "ready": Ahead, "blocked": Bad, "waiting": Plain, "lapsed": Bad, "lapses_soon": Warn,
	"undecidable": Warn, "not_applicable": Hushed, "on_hold": Warn, "draft": Hushed, "approved": Good, "rejected": Bad,
	"safe": Good, "not_safe": Bad, "safety_unknown": Warn}

// ToneOf returns the tone of a state, the last part of a key "state.*".
func ToneOf(state string) Tone {
	if tone, known := toneOf[state]; known {
		return tone
	}
	return Plain
}

// Field is one field of a form.
type Field struct {
	Name     string   // of the value in the request
	Label    string   // already translated
	Hint     string   // what to put there; may be ""
	Value    string   // as it was typed, or is proposed
	Error    string   // what is wrong with Value, already translated; "" for nothing
	Kind     string   // type of the input: text (also for ""), password, number, date, time, tel, email, search, file
	Accept   string   // of file: the kinds that may be chosen, as the attribute accept says them; "" for any
	Several  bool     // of file: more than one may be chosen
	Optional bool     // may be left empty; the label says so
	Complete string   // autocomplete token: username, current-password; "" for "off"
	Options  []Option // of Select and Radios
	Rows     int      // of Area
	LTR      bool     // codes, phones and numbers are typed from left to right in every language
	Digits   bool     // digits alone: a telephone brings up its numbers
	Focus    bool     // whether the page opens with this field ready to type in
}

func (f Field) kind() string {
	if f.Kind == "" {
		return "text"
	}
	return f.Kind
}

func (f Field) complete() string {
	if f.Complete == "" {
		return "off"
	}
	return f.Complete
}

// described returns the ids of what explains the field, for aria-describedby.
func (f Field) described() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.Name+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.Name+"-error")
	}
	return strings.Join(ids, " ")
}

// direction is that of what is typed: its own once there is something, and that of the page before.
func (f Field) direction() string {
	switch {
	case f.LTR:
		return "ltr"
	case f.Value != "":
		return "auto"
	}
	return ""
}

func (f Field) rows() int {
	if f.Rows == 0 {
		return 4
	}
	return f.Rows
}

// Option is one choice of a field. Value is what is sent, Label what is read; Hint says more below it, "" for nothing.
type Option struct {
	Value, Label string
	Hint         string
}

// Fault is what is wrong with one field, for the list above a form. Name is the field's, to which the line leads, Label and Error
// are already translated.
type Fault struct{ Name, Label, Error string }

// Faults returns the fields that have an error, in order.
func Faults(fields ...Field) []Fault {
	var wrong []Fault
	for _, f := range fields {
		if f.Error != "" {
			wrong = append(wrong, Fault{f.Name, f.Label, f.Error})
		}
	}
	return wrong
}

// Column is one column of a table.
type Column struct {
	Title  string // already translated
	Number bool   // aligned to the end, digits of equal width
}

// Event is one line of a timeline.
type Event struct {
	When  string // already written in the language
	What  string // already translated
	Who   string // may be ""
	Why   string // in the words of who wrote it; may be ""
	State string // a state for the mark; "" for a plain one
}

// Term is one line of a list of facts.
type Term struct {
	Label string // already translated
	Value string // already written in the language
	Class string // phone, id, number, date: how Value is set apart; "" for words; hidden: not shown to the role
}

// Pages is where one page of a long list stands. Lists are paged by key, not by number: what is added meanwhile moves nothing.
type Pages struct {
	First, Previous, Next string // paths; "" where there is none
	Shown                 int64  // rows on this page
	Total                 int64  // rows in all; less than 0 when they were not counted
}

// NewCommand returns a fresh command id for the hidden field of a form: a form sent twice is carried out once.
func NewCommand() string { return id.New().String() }
