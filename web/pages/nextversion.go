// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/web"
	"safar/web/page"
)

// draft is the next version of a programme as somebody writes it, or a form of it, with what a look at it found.
type draft struct {
	programme string
	text      string
	form      *formDraft    // what else there is to know of a form; nil where the text is the programme's file
	amounts   *amountsDraft // what was set on the version in force; nil where a text was written
	parcel    *heldParcel   // files that were handed in instead of a text; nil for a text
	fileError string        // what is wrong with a file that was uploaded; the text stays as it was
	wrong     string        // what stands against it as a whole
	hint      string
	remark    string // why it was shown once more instead of published
	looked    bool   // below is what a look found
	found     journey.Objections
	concerned []foreseenIn
	counted   bool // concerned was asked for, or is quickly told
}

// foreseenIn is whom a version would concern in one caseload.
type foreseenIn struct {
	Caseload string
	journey.Foreseen
}

// publishable reports whether nothing stands against the draft, and it is not in force already.
func (d *draft) publishable() bool {
	return d.looked && d.wrong == "" && len(d.found.Problems) == 0 && !d.found.InForce && !d.unfinished()
}

// unfinished reports whether the draft is a form of which something is not one yet.
func (d *draft) unfinished() bool {
	return d.form != nil && d.form.sketch != nil && d.form.sketch.unfinished()
}

// seen names the text that was looked at; of a form, with what it was put in place of.
func (d *draft) seen() string {
	if d.parcel != nil {
		return d.parcel.id.String()
	}
	text := d.text
	if d.form != nil {
		text += "\x00" + string(d.form.files[d.form.id])
	}
	hash := sha256.Sum256([]byte(text))
	return hex.EncodeToString(hash[:])
}

// command is what publishes the draft.
func (d *draft) command() journey.Publish {
	if d.parcel != nil {
		return journey.Publish{Source: d.parcel.Programme, Forms: d.parcel.Forms, Words: d.parcel.Words}
	}
	if d.form != nil {
		return journey.Publish{Source: d.form.source, Of: d.programme, Forms: d.form.then(d.text)}
	}
	return journey.Publish{Source: []byte(d.text), Of: d.programme}
}

func showNext(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.ProgrammePublish, access.Commons, e.today); err != nil {
		return err
	}
	s, err := ask(e, "task.programme", journey.SourceOf(e.PathValue("programme")))
	if err != nil {
		return err
	}
	return e.showDraft(http.StatusOK, &draft{programme: s.Programme, text: s.Text})
}

// lookAtNext shows what a draft changes, or publishes it where that is what its reader has just seen and asked for.
func lookAtNext(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.ProgrammePublish, access.Commons, e.today); err != nil {
		return err
	}
	d, err := e.draft()
	if err != nil {
		return err
	}
	published, status, err := e.publishOrLook(d)
	switch {
	case err != nil:
		return err
	case published:
		return e.Go(pathOf(d.programme)+"/versions", "version_published")
	}
	return e.showDraft(status, d)
}

// publishOrLook publishes a draft where its reader has just seen what it changes and asked for it, and looks at it else. It returns the status of
// the page that shows what was found.
func (e *errand) publishOrLook(d *draft) (published bool, status int, err error) {
	publish := e.PostForm.Get("do") == "publish" && d.fileError == ""
	if publish && e.PostForm.Get("seen") == d.seen() {
		_, err := e.do(access.Commons, d.command())
		e.op.Programmes.Renew()
		if err == nil || !mendable(err) {
			return err == nil, 0, err
		}
	} else if publish {
		d.remark = "versions.look_again"
	}
	status, err = e.look(d)
	return false, status, err
}

// draft reads what was written: the text, or the file that takes its place.
func (e *errand) draft() (*draft, error) {
	if err := e.unpack(); err != nil {
		return nil, err
	}
	values, err := e.Values()
	if err != nil {
		return nil, err
	}
	d := &draft{programme: e.PathValue("programme"), text: unixLines(values.Get("text"))}
	file, head, err := e.FormFile("file")
	if err != nil || head.Size == 0 {
		return d, nil // none was chosen
	}
	content, err := io.ReadAll(file)
	switch {
	case err != nil:
		return nil, fault.New("pages.draft", fault.Invalid, "web.form_unreadable", nil).Because(err)
	case len(content) > journey.MaxProgramme:
		d.fileError = e.Words.T("versions.too_large", kilobytes)
	case !utf8.Valid(content):
		d.fileError = e.Words.T("versions.not_text")
	default:
		d.text = unixLines(strings.TrimPrefix(string(content), "\ufeff"))
	}
	return d, nil
}

// kilobytes is how large a programme's file may be, for sentences.
var kilobytes = map[string]any{"Kilobytes": journey.MaxProgramme >> 10}

// unixLines ends every line as files do: a browser sends the lines of a field ended otherwise, and they would be another version.
func unixLines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// asWritten is a text inside a textarea: a browser takes away the first end of line that it finds there.
func asWritten(text string) string { return "\n" + text }

// mostForeseen is how many journeys are looked at without being asked for: a second's work.
const mostForeseen = 5000

// look finds out what stands against a draft, what it changes and whom it concerns. It returns the status of the page.
func (e *errand) look(d *draft) (status int, err error) {
	if d.fileError != "" {
		return http.StatusUnprocessableEntity, nil
	}
	d.looked = true
	d.found, err = ask(e, "task.programme", journey.ObjectionsTo(d.command(), e.Words.Say))
	switch {
	case err != nil && mendable(err):
		d.wrong, d.hint = e.Words.Fault(err)
		return web.Status(err), nil
	case err != nil:
		return 0, err
	}
	if d.form != nil {
		d.counted = true // a form changes where nobody stands
	} else if d.counted = d.found.Programme != "" && (d.found.Others <= mostForeseen || e.PostForm.Get("do") == "foresee"); d.counted {
		err = e.foresee(d)
	}
	if len(d.found.Problems) > 0 {
		return http.StatusUnprocessableEntity, err
	}
	return http.StatusOK, err
}

// foresee looks at the journeys of each caseload whose journeys the reader may move.
func (e *errand) foresee(d *draft) error {
	all, err := e.movableTo(d.command().Source)
	if err != nil {
		return err
	}
	for _, c := range all {
		f, err := journey.Foresee(e.Context(), e.op.Desk, e.Visitor.Actor, c.Scope, d.command().Source, func(int, int) {})
		if err != nil {
			return err
		}
		if f.Journeys > 0 || f.Withheld {
			d.concerned = append(d.concerned, foreseenIn{c.Name, f})
		}
	}
	return nil
}

func (e *errand) showDraft(status int, d *draft) error {
	w := e.Words
	frame := e.frame(w.T("versions.next"), append(e.programmeCrumbs(d.programme), e.crumb("versions.title", pathOf(d.programme)+"/versions"))...)
	return e.ShowAs(status, nextVersionPage(frame, e.speech(w, d.programme), d, e.action(), page.NewCommand()))
}
