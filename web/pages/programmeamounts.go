// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"encoding/hex"
	"net/http"
	"slices"
	"strings"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/web/page"
	"safar/web/words"
)

// addProgrammeAmounts adds the page on which the amounts, lengths of time and days of a programme are set, and its workbook.
func (o *office) addProgrammeAmounts() {
	o.handle("GET /programme/{programme}/amounts", showAmounts)
	o.handle("POST /programme/{programme}/amounts", lookAtAmounts)
	o.handle("GET /programme/{programme}/amounts/workbook", downloadAmounts)
}

func amountsPath(programme string) string { return pathOf(programme) + "/amounts" }

// amountsDraft is what somebody sets on the version in force of a programme.
type amountsDraft struct {
	now     *programme.Programme
	all     []programme.Setting
	said    map[string]programme.Said // what was written, by the ids of settings; those that are not here stand as they are in force
	wrong   map[string]string         // what is wrong with it
	clashes []programme.Clash         // what somebody else set meanwhile
	laid    bool                      // it was written from an older version
}

// amountsOf opens what may be set on a version.
func amountsOf(now *programme.Programme) *amountsDraft {
	return &amountsDraft{now: now, all: now.Settings(), said: map[string]programme.Said{}, wrong: map[string]string{}}
}

// programmeInForce is the version in force of the programme of the address.
func (e *errand) programmeInForce() (*programme.Programme, error) {
	s, err := ask(e, "task.programme", journey.SourceOf(e.PathValue("programme")))
	if err != nil {
		return nil, err
	}
	return programme.ParsePublished("", []byte(s.Text), nil)
}

func showAmounts(e *errand) error {
	now, err := e.programmeInForce()
	if err != nil {
		return err
	}
	if e.mayInCommons(access.ProgrammePublish) {
		return e.showAmountsDraft(http.StatusOK, &draft{programme: now.ID, text: string(now.Bytes()), amounts: amountsOf(now)})
	}
	s := e.speech(e.Words, now.ID)
	return e.Show(officePage(e.amountsFrame(now.ID), e.Words.T("amounts.read_lead"), nil, gridOf(settingsGrid(s, now.Settings()))))
}

func (e *errand) amountsFrame(name string) page.Frame {
	return e.frame(e.Words.T("amounts.title"), e.programmeCrumbs(name)...)
}

// lookAtAmounts shows what the values change and whom it concerns, or publishes the version that its reader has just seen.
func lookAtAmounts(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.ProgrammePublish, access.Commons, e.today); err != nil {
		return err
	}
	d, err := e.amountsDraft()
	if err != nil {
		return err
	}
	if d.fileError != "" || len(d.amounts.wrong) > 0 {
		return e.showAmountsDraft(http.StatusUnprocessableEntity, d)
	}
	published, status, err := e.publishOrLook(d)
	switch {
	case err != nil:
		return err
	case published:
		return e.Go(pathOf(d.programme)+"/versions", "version_published")
	}
	d.blame()
	return e.showAmountsDraft(status, d)
}

// amountsWritten is what somebody set, and the version that they saw when they did.
type amountsWritten struct {
	base [32]byte
	said map[string]programme.Said
	rows map[string]int // of a workbook, by the ids of settings; nil of a page
}

// amountsDraft reads what was written on the page, or in the workbook that takes its place, and lays it on the version in force.
func (e *errand) amountsDraft() (*draft, error) {
	if err := e.unpack(); err != nil {
		return nil, err
	}
	now, err := e.programmeInForce()
	if err != nil {
		return nil, err
	}
	d := &draft{programme: now.ID, text: string(now.Bytes()), amounts: amountsOf(now)}
	in, err := e.amountsBook(now)
	if err == nil && in == nil {
		in, err = e.amountsTyped(now)
	}
	if err == nil {
		err = e.lay(d, in)
	}
	if err != nil && mendable(err) {
		text, hint := e.Words.Fault(err)
		d.fileError = strings.Join(notEmpty(text, hint), " ")
		return d, nil
	}
	return d, err
}

// amountsTyped is what was written on the page.
func (e *errand) amountsTyped(now *programme.Programme) (*amountsWritten, error) {
	values, err := e.Values()
	if err != nil {
		return nil, err
	}
	in := &amountsWritten{base: now.Hash(), said: map[string]programme.Said{}}
	if base, err := hex.DecodeString(values.Get("base")); err == nil && len(base) == len(in.base) {
		in.base = [32]byte(base)
	}
	for name := range values {
		if id, is := strings.CutPrefix(name, settingField); is {
			in.said[id] = programme.Said{Text: values.Get(name), Unit: values.Get(unitField + id)}
		}
	}
	return in, nil
}

// lay lays what was written from some version on the version in force.
func (e *errand) lay(d *draft, in *amountsWritten) error {
	a, base := d.amounts, d.amounts.now
	if a.laid = in.base != base.Hash(); a.laid {
		s, err := ask(e, "task.programme", journey.SourceOfVersion(d.programme, in.base))
		if err != nil {
			return fault.New("pages.amounts", fault.Invalid, "amounts.no_such_version", nil).Because(err)
		}
		if base, err = programme.ParsePublished("", []byte(s.Text), nil); err != nil {
			return err
		}
	}
	texts, err := a.read(e.Words, base.Settings(), in)
	if err != nil {
		return err
	}
	changed, clashes := a.now.Onto(base, texts)
	a.clashes = clashes
	for id := range changed {
		a.said[id] = in.said[id]
	}
	text, err := a.now.Set(changed)
	d.text = string(text)
	return err
}

// read turns what was written into what the file says, and notes what cannot be read beside its field.
func (a *amountsDraft) read(w *words.Printer, settings []programme.Setting, in *amountsWritten) (texts map[string]string, err error) {
	texts = map[string]string{}
	for i := range settings {
		at := &settings[i]
		said, there := in.said[at.ID]
		if !there || said == at.Said() {
			continue
		}
		text, err := at.Written(said)
		if err == nil {
			texts[at.ID] = text
			continue
		}
		a.said[at.ID] = said
		a.wrong[at.ID], _ = w.Fault(err)
	}
	for id, row := range in.rows {
		if !slices.ContainsFunc(settings, func(s programme.Setting) bool { return s.ID == id }) {
			return nil, fault.New("pages.amounts", fault.Invalid, "amounts.row_unknown", fault.Args{"row": row, "id": id})
		}
	}
	return texts, nil
}

// blame says beside a field what the checker found wrong in its line, where it is the only one that was changed there.
func (d *draft) blame() {
	for _, o := range d.found.Problems {
		var there []string
		for _, s := range d.amounts.all {
			if _, changed := d.amounts.said[s.ID]; changed && s.Line == o.Line && !o.Before {
				there = append(there, s.ID)
			}
		}
		if len(there) == 1 {
			d.amounts.wrong[there[0]] = o.Text
		}
	}
}

// The names of fields begin so; the id of the setting follows.
const (
	settingField = "set."
	unitField    = "unit."
)

// settingInput is the field of a setting.
func (d *draft) settingInput(s speech, at programme.Setting) page.Field {
	said, changed := d.amounts.said[at.ID]
	if !changed {
		said = at.Said()
	}
	f := page.Field{Name: settingField + at.ID, Label: settingName(s, at), Hint: settingUnit(s.w, at), Value: said.Text, Error: d.amounts.wrong[at.ID], LTR: true}
	if _, err := clock.ParseDay(said.Text); at.Takes == programme.TakesDay && err == nil {
		f.Kind = "date" // what is no day comes back as it was typed
	}
	return f
}

// unitChosen is the unit that stands beside a length of time.
func (d *draft) unitChosen(at programme.Setting) string {
	if said, changed := d.amounts.said[at.ID]; changed {
		return said.Unit
	}
	return at.Said().Unit
}

// settingFaults are the fields that have to be looked at again.
func (d *draft) settingFaults(s speech) (faults []page.Fault) {
	var fields []page.Field
	for _, at := range d.amounts.all {
		fields = append(fields, d.settingInput(s, at))
	}
	return page.Faults(append(fields, amountsFile(s.w, d))...)
}

// amountsFile is where a workbook is chosen.
func amountsFile(w *words.Printer, d *draft) page.Field {
	return page.Field{Name: "file", Label: w.T("amounts.upload"), Kind: "file", Hint: w.T("amounts.upload_hint"), Optional: true, Error: d.fileError}
}

func (e *errand) showAmountsDraft(status int, d *draft) error {
	return e.ShowAs(status, amountsPage(e.amountsFrame(d.programme), e.speech(e.Words, d.programme), d, e.action(), page.NewCommand()))
}
