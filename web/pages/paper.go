// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"safar/exchange/sheet"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/web"
	"safar/web/page"
)

// lineKind is how one line of a sheet is filled in.
type lineKind int

const (
	lineInput lineKind = iota
	lineArea
	lineChoice
	lineRadios
	lineCheck
	lineChecks // several of a list
	lineNote   // nothing to fill in: a sentence
)

// line is one line of a sheet.
type line struct {
	page.Field
	as     lineKind
	marked []string // of checks: the values that are ticked

	changed bool // what came back is not what the form began with
}

// paper is one form on a page of its own: what it is for, what follows from it, what is asked. It works without JavaScript, and comes
// back with what was typed when something is wrong.
type paper struct {
	title, lead string
	spoken      string          // what the lead says to those who are spoken with, in their language; "" where there is no other
	language    string          // of spoken, as a BCP 47 tag
	terms       []page.Term     // what is known already
	about       templ.Component // what the form is about, where terms do not say it; nil for nothing
	links       []page.Link     // other forms about the same thing
	crumbs      []page.Link
	action      string // where it is sent
	do          string // the text of the button
	grave       bool   // it cannot be taken back
	hidden      map[string]string
	lines       []line
	at          map[string]string // key of a fault → name of the field it is about
	closed      bool              // nothing can be filled in: only what is known is shown
	wrong, hint string
	upload      bool   // it carries a picture, under pictureName
	again       string // what is said then
	chosen      bool   // one was chosen, and is to be chosen again where the form comes back
}

// wrongs are the fields of a form that are not right, each with what is wrong, in the language of the reader.
type wrongs map[string]string

// Error says that a form is not right.
func (wrongs) Error() string { return "pages: a form is not right" }

// or returns the wrongs as an error, or nil where there are none.
func (w wrongs) or() error {
	if len(w) == 0 {
		return nil
	}
	return w
}

// filled shows a sheet, or carries out what was filled in. carry returns where to go on to, and the last part of the key "done.*" that is
// said there.
func (p Pages) filled(r *web.Request, s *paper, carry func(url.Values) (to, done string, err error)) error {
	if r.Method != http.MethodPost {
		return r.Show(paperPage(r.Frame(s.title), s))
	}
	values, err := r.Values()
	if err != nil {
		return err
	}
	to, done, err := carry(values)
	if err == nil {
		return r.Go(to, done)
	}
	if !s.comesBack(r, err) {
		return err
	}
	s.again = r.Words.T("picture.choose_again")
	s.keep(values)
	return r.ShowAs(http.StatusUnprocessableEntity, paperPage(r.Frame(s.title), s))
}

// comesBack puts what is wrong beside its field or above the form; false for what no filling in would mend.
func (s *paper) comesBack(r *web.Request, err error) bool {
	var fields wrongs
	if errors.As(err, &fields) {
		for i := range s.lines {
			s.lines[i].Error = fields[s.lines[i].Name]
		}
		return true
	}
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Blocked, fault.Conflict, fault.Undecidable, fault.NotBuilt:
	default:
		return false
	}
	text, hint := r.Words.Fault(err)
	if name := s.at[fault.KeyOf(err)]; name != "" {
		if i := slices.IndexFunc(s.lines, func(l line) bool { return l.Name == name }); i >= 0 {
			s.lines[i].Error = strings.TrimSpace(text + " " + hint)
			return true
		}
	}
	s.wrong, s.hint = text, hint
	return true
}

// keep keeps what was typed.
func (s *paper) keep(values url.Values) {
	for i := range s.lines {
		l := &s.lines[i]
		if l.Kind == "file" {
			l.Error = again(s.again, s.chosen, l.Error)
		} else if l.Kind != "password" {
			l.Value = values.Get(l.Name)
		}
		l.marked = values[l.Name]
	}
}

// fields are the lines that can be wrong.
func (s *paper) fields() []page.Field {
	var out []page.Field
	for _, l := range s.lines {
		out = append(out, l.Field)
	}
	return out
}

// dayLine asks on which day something happened; today where it is left empty.
func dayLine(r *web.Request, key string) line {
	return line{Field: page.Field{Name: "day", Label: r.Words.T(key), Hint: r.Words.T("form.day_hint"), Kind: "date", Optional: formOnceAsked(r) == "", LTR: true}}
}

// dayOf reads a day; an empty field is NoDay.
func dayOf(r *web.Request, v url.Values, name string, bad wrongs) clock.Day {
	text := strings.TrimSpace(v.Get(name))
	if text == "" {
		return clock.NoDay
	}
	day, is := sheet.ParseDay(text)
	if !is {
		bad[name] = r.Words.T("form.day_wrong")
		return clock.NoDay
	}
	return day
}

// countOf reads a whole number that is not negative; an empty field is 0.
func countOf(r *web.Request, v url.Values, name string, bad wrongs) int {
	text := strings.TrimSpace(v.Get(name))
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		bad[name] = r.Words.T("form.number_wrong")
		return 0
	}
	return n
}

// yes reads a statement that is ticked.
func yes(v url.Values, name string) bool { return v.Get(name) == "yes" }
