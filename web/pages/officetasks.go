// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
)

// task is one thing to do, on a page of its own: what it is about, a form, and what happens when it is sent. The same page comes back
// with what was typed and what is wrong with it. Most tasks are a form; those that cannot be taken back are grave.
type task struct {
	title, lead, do string // keys of sentences
	crumbs          []page.Link
	about           templ.Component // what it is about; nil for nothing
	within, below   templ.Component // inside the form, before and after its blanks; nil for none
	blanks          []blank
	questions       []line // of a form that the programme asks here, after the blanks
	last            *blank // after the questions: a picture; nil for none
	more            []line // after those, for what is seldom asked: they open with a press, which moreDo names
	moreDo          string // key of a sentence
	nothing         bool   // there is nothing to choose from: the page says so in about, and leads back
	grave           bool
	upload          bool
	back            string // the path to go back to
}

// blank is one field of a task's form.
type blank struct {
	page.Field
	as blankKind
}

// blankKind is how a blank looks.
type blankKind uint8

const (
	asInput blankKind = iota
	asSelect
	asRadios
	asArea
	asCheck
	asHidden
)

// duty is how a task is served: who may do it, what stands on its page, and what is done.
type duty struct {
	act     access.Act
	actOf   func(*errand) (access.Act, error) // instead of act, where it hangs on what the path names
	commons bool
	picture bool // its form carries a picture, under pictureName
	sound   bool // its form carries a recording, under soundName
	show    func(*errand) (*task, error)
	send    func(*errand, *input) (to, done string, err error)
	codes   func(*errand, *input) (codes []string, name string, err error) // instead of send: ends on recovery codes, shown this once
	page    func(*errand, *input) (templ.Component, error)                 // instead of send: ends on a page that is shown this once, and stands at no address
}

// serve adds a task under a path.
func (o *office) serve(path string, d duty) {
	o.handle("GET "+path, func(e *errand) error {
		t, err := d.open(e)
		if err != nil {
			return err
		}
		t.fill(e.URL.Query(), nil)
		return e.Show(taskPage(e.frame(e.Words.T(t.title), t.crumbs...), e.Words, t, e.action(), "", ""))
	})
	o.handle("POST "+path, func(e *errand) error { return d.answer(e) })
}

// open refuses those who may not, before anything is read.
func (d duty) open(e *errand) (*task, error) {
	scope := e.scope
	if d.commons {
		scope = access.Commons
	}
	act := d.act
	if d.actOf != nil {
		var err error
		if act, err = d.actOf(e); err != nil {
			return nil, err
		}
	}
	if err := access.May(e.Visitor.Actor, act, scope, e.today); err != nil {
		return nil, err
	}
	return d.show(e)
}

func (d duty) answer(e *errand) error {
	if err := e.unpacked(d); err != nil {
		return err
	}
	values, err := e.Values()
	if err != nil {
		return err
	}
	t, err := d.open(e)
	if err != nil {
		return err
	}
	in := &input{e: e, values: values, faults: map[string]string{}}
	if d.page != nil {
		var page templ.Component
		if page, err = d.page(e, in); err == nil && !in.wrong() {
			e.Secret()
			return e.Show(page)
		}
	} else if d.codes != nil {
		var codes []string
		var name string
		if codes, name, err = d.codes(e, in); err == nil && !in.wrong() {
			return e.showCodes(t, name, codes)
		}
	} else {
		var to, done string
		if to, done, err = d.send(e, in); err == nil && !in.wrong() && e.sent.wrong == nil {
			return e.Go(to, done)
		}
	}
	return e.again(t, in, err)
}

// showCodes shows recovery codes to be printed and handed over. It is the answer to the form itself, so that they stand at no address.
func (e *errand) showCodes(t *task, name string, codes []string) error {
	e.Secret()
	return e.Show(codesPage(e.frame(e.Words.T("users.codes"), t.crumbs...), e.Words, name, codes))
}

// again shows a task once more, with what was typed and what is wrong with it.
func (e *errand) again(t *task, in *input, err error) error {
	text, hint := "", ""
	if err != nil {
		if !mendable(err) {
			return err
		}
		text, hint = e.Words.Fault(err)
	}
	in.blamePicture()
	in.blameSound()
	t.fill(in.values, in.faults)
	status := http.StatusUnprocessableEntity
	if err != nil {
		status = web.Status(err)
	}
	return e.ShowAs(status, taskPage(e.frame(e.Words.T(t.title), t.crumbs...), e.Words, t, e.action(), text, hint))
}

// mendable reports whether an error is for the person to mend on the page where it arose.
func mendable(err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict, fault.Blocked, fault.Undecidable:
		return fault.KeyOf(err) != "web.command_missing"
	case fault.NotAllowed:
		return fault.KeyOf(err) != "access.not_allowed" && fault.KeyOf(err) != "signin.needed"
	}
	return false
}

// action is where the form of this page is sent; with the payment list from which one came, to which it leads back.
func (e *errand) action() string {
	if list, err := id.Parse(e.URL.Query().Get("list")); err == nil {
		kept := url.Values{"list": {list.String()}}
		for _, name := range []string{"table", "box"} { // of the paying table
			if v := e.URL.Query().Get(name); v != "" {
				kept.Set(name, v)
			}
		}
		return e.URL.EscapedPath() + "?" + kept.Encode()
	}
	return e.URL.EscapedPath()
}

// largestUpload bounds a file that comes with a form; it stays in memory and touches no disk.
const largestUpload = 8 << 20

// unpacked reads a form that carries a file, a picture or a recording.
func (e *errand) unpacked(d duty) (err error) {
	switch {
	case d.picture:
		e.sent, err = sentPicture(e.Request)
	case d.sound:
		e.sound, err = sentSound(e.Request)
	default:
		err = e.unpack()
	}
	return err
}

// unpack reads a form that carries a file.
func (e *errand) unpack() error {
	if !strings.HasPrefix(e.Header.Get("Content-Type"), "multipart/form-data") {
		return nil
	}
	e.AllowBody(largestUpload)
	if err := e.ParseMultipartForm(largestUpload + 1<<20); err != nil {
		return fault.New("pages.unpack", fault.Invalid, "web.too_large", fault.Args{"megabytes": largestUpload >> 20})
	}
	return nil
}

// fill puts what was typed into the blanks, and what is wrong beside them. Passphrases do not come back.
func (t *task) fill(values url.Values, faults map[string]string) {
	for i := range t.blanks {
		b := &t.blanks[i]
		if typed, sent := values[b.Name]; sent && b.Kind != "password" && b.Kind != "file" && len(typed) > 0 {
			b.Value = typed[0]
		} else if len(values) > 0 && faults != nil && b.as == asCheck {
			b.Value = ""
		}
		b.Error = faults[b.Name]
	}
	if t.last != nil {
		t.last.Error = faults[t.last.Name]
	}
	fillLines(t.questions, values, faults)
	fillLines(t.more, values, faults)
}

// fillLines puts what was typed into lines, and what is wrong beside them.
func fillLines(lines []line, values url.Values, faults map[string]string) {
	for i := range lines {
		q := &lines[i]
		if q.Error = faults[q.Name]; values.Has(q.Name) || faults != nil { // what was not typed yet stays as the form has it
			q.changed = values.Get(q.Name) != q.Value
			q.Value, q.marked = values.Get(q.Name), values[q.Name]
		}
	}
}

// opened reports whether something of what is seldom asked was typed, or is to be mended.
func (t *task) opened() bool {
	return slices.ContainsFunc(t.more, func(l line) bool { return l.Error != "" || l.changed })
}

// ticked reports whether a box within the form came ticked: a form that comes back has all that was said in it.
func (e *errand) ticked(name, value string) bool { return slices.Contains(e.PostForm[name], value) }

// fields returns the fields, for the list of what is wrong.
func (t *task) fields() []page.Field {
	fields := make([]page.Field, 0, len(t.blanks))
	for _, b := range t.blanks {
		fields = append(fields, b.Field)
	}
	for _, q := range t.questions {
		fields = append(fields, q.Field)
	}
	if t.last != nil {
		fields = append(fields, t.last.Field)
	}
	for _, q := range t.more {
		fields = append(fields, q.Field)
	}
	return fields
}
