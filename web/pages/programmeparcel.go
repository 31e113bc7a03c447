// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"sync"

	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addParcels adds the page on which a whole programme is handed in: its file, its forms and its words.
func (o *office) addParcels() {
	o.handle("GET /programmes/new", showParcel)
	o.handle("POST /programmes/new", lookAtParcel)
}

// parcels holds what was handed in between the look at it and its publishing, in the memory of this process alone, each under whoever gave it.
type parcels struct {
	mu   sync.Mutex
	held []heldParcel // the latest last
}

type heldParcel struct {
	id, owner id.ID
	programme.Parcel
}

// mostParcels bounds how many are held: the oldest goes first.
const mostParcels = 4

func (p *parcels) keep(h heldParcel) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.held = append(p.held, h)
	p.held = p.held[max(0, len(p.held)-mostParcels):]
}

// find returns a parcel to whoever gave it; nil where it is no longer held.
func (p *parcels) find(of, owner id.ID) *heldParcel {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.held, func(h heldParcel) bool { return h.id == of && h.owner == owner })
	if i < 0 {
		return nil
	}
	found := p.held[i]
	return &found
}

func showParcel(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.ProgrammePublish, access.Commons, e.today); err != nil {
		return err
	}
	return e.showParcelDraft(http.StatusOK, &draft{})
}

// lookAtParcel shows what is in the files that were handed in and what they change, or publishes those that its reader has looked at.
func lookAtParcel(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.ProgrammePublish, access.Commons, e.today); err != nil {
		return err
	}
	d, err := e.parcelDraft()
	if err != nil {
		return err
	}
	published, status, err := e.publishOrLook(d)
	switch {
	case err != nil:
		return err
	case published:
		return e.Go(pathOf(d.parcel.spoken(e.Words).folder.Programme.ID), "version_published")
	}
	return e.showParcelDraft(status, d)
}

// parcelDraft reads the files that were chosen, or finds those that were looked at before.
func (e *errand) parcelDraft() (*draft, error) {
	if err := e.unpack(); err != nil {
		return nil, err
	}
	values, err := e.Values()
	if err != nil {
		return nil, err
	}
	d := &draft{}
	if of, err := id.Parse(values.Get("seen")); err == nil {
		if d.parcel = e.parcels.find(of, e.Visitor.Actor.User); d.parcel == nil {
			d.fileError = e.Words.T("parcel.gone")
			return d, nil
		}
	}
	if e.MultipartForm == nil || len(e.MultipartForm.File["files"]) == 0 {
		if d.parcel == nil {
			d.fileError = e.Words.T("parcel.none_chosen")
		}
		return d, nil
	}
	d.parcel = &heldParcel{id: id.New(), owner: e.Visitor.Actor.User}
	if err = d.parcel.addAll(e.MultipartForm.File["files"]); err != nil && !mendable(err) {
		return nil, err
	}
	if err != nil {
		text, hint := e.Words.Fault(err)
		d.fileError, d.parcel = strings.Join(notEmpty(text, hint), " "), nil
		return d, nil
	}
	e.parcels.keep(*d.parcel)
	return d, nil
}

// addAll takes the chosen files.
func (h *heldParcel) addAll(files []*multipart.FileHeader) error {
	for _, head := range files {
		if head.Size == 0 {
			continue
		}
		f, err := head.Open()
		if err != nil {
			return fault.New("pages.parcel", fault.Invalid, "web.form_unreadable", nil).Because(err)
		}
		content, err := io.ReadAll(f) // it came in whole, and is no larger than an upload may be
		f.Close()
		if err != nil {
			return fault.New("pages.parcel", fault.Invalid, "web.form_unreadable", nil).Because(err)
		}
		if err := h.Add(head.Filename, content); err != nil {
			return err
		}
	}
	if h.Programme == nil {
		return fault.New("pages.parcel", fault.Invalid, "programme.parcel_no_programme", nil)
	}
	return nil
}

// spoken are the words of the parcel, for what its reader is shown of it.
func (h *heldParcel) spoken(w *words.Printer) speech {
	p, err := programme.Parse("", h.Programme)
	if err != nil {
		return speech{w, nil}
	}
	folder := &programme.Folder{Programme: p, Words: map[string]*programme.Words{}}
	for language, file := range h.Words {
		if said, err := programme.ParseWords("", file); err == nil {
			folder.Words[language] = said
		}
	}
	return speech{w, folder}
}

func (e *errand) showParcelDraft(status int, d *draft) error {
	w, said := e.Words, speech{e.Words, nil}
	if d.parcel != nil {
		said = d.parcel.spoken(w)
	}
	return e.ShowAs(status, parcelPage(e.frame(w.T("parcel.title"), e.crumb("programmes.title", "/programmes")), said, d, e.action(), page.NewCommand()))
}

// parcelTerms say what is in the files: ways, steps, forms, languages, and what cannot be walked yet.
func parcelTerms(s speech, d *draft) []page.Term {
	w := s.w
	if s.folder == nil || d.parcel == nil {
		return nil
	}
	var ways, unbuilt []string
	steps := 0
	for _, way := range s.folder.Programme.Pathways {
		ways = append(ways, s.say("pathways", way.ID))
		steps += len(way.Steps)
		for _, step := range way.Steps {
			if !step.Verb.Built {
				unbuilt = append(unbuilt, s.step(step.ID))
			}
		}
	}
	terms := []page.Term{{Label: w.T("parcel.programme"), Value: s.name(s.folder.Programme.ID)}, {Label: w.T("parcel.id"), Value: s.folder.Programme.ID, Class: "id"},
		{Label: w.T("parcel.ways"), Value: w.List(ways)}, {Label: w.T("programme.steps"), Value: w.Number(int64(steps))},
		{Label: w.T("forms.title"), Value: w.Number(int64(len(d.parcel.Forms)))}, {Label: w.T("file_key.languages"), Value: w.Number(int64(len(d.parcel.Words)))}}
	if len(unbuilt) > 0 {
		terms = append(terms, page.Term{Label: w.T("parcel.unbuilt"), Value: w.List(unbuilt)})
	}
	if len(d.parcel.Beside) > 0 {
		terms = append(terms, page.Term{Label: w.T("parcel.beside"), Value: w.List(d.parcel.Beside)})
	}
	return terms
}

// parcelField is where the files are chosen.
func parcelField(w *words.Printer, d *draft) page.Field {
	return page.Field{Name: "files", Label: w.T("parcel.files"), Kind: "file", Several: true, Hint: w.T("parcel.files_hint", words.Args{"Megabytes": largestUpload >> 20}), Error: d.fileError}
}

// languageNames says languages by their tags.
func languageNames(w *words.Printer, tags []string) []string {
	said := make([]string, len(tags))
	for i, tag := range tags {
		said[i] = languageName(w, tag)
	}
	return said
}

// nothing is what is said of what became of a draft that is refused.
func (d *draft) nothing() string {
	switch {
	case d.parcel != nil:
		return "parcel.nothing_published"
	case d.amounts != nil:
		return "amounts.nothing_published"
	}
	return "versions.nothing_published"
}
