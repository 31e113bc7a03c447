// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"bytes"
	"maps"
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/journal"
)

// FormChange is a form that a version has and the version in force has not, or has otherwise.
type FormChange struct {
	Form  string               `class:"open"` // its id
	Kind  programme.ChangeKind `class:"open"` // added, removed or altered
	Steps []FormStep           // that ask it in the new version; none: nobody is asked it
}

// FormStep is a step that asks a form, with how many journeys of the version in force have something standing there, on this node.
type FormStep struct {
	Pathway string `class:"open"` // its id
	Step    string `class:"open"` // its id
	Been    int    `class:"open"` // journeys on which something stands at the step: what was filled in stays as it is
	Before  int    `class:"open"` // journeys on which nothing stands there yet: they would be asked the new form
}

// outgrow keeps the forms that a version had until a fact: those that are others in it, or gone.
func (p *Published) outgrow(f *journal.Fact, files map[string][]byte) {
	was := map[string][]byte{}
	for name, file := range p.Forms.Value() {
		if !bytes.Equal(file, files[name]) {
			was[name] = file
		}
	}
	if len(was) > 0 {
		p.Before = append(p.Before, FormsUntil{Until: f.At, Files: was})
	}
}

// formFileAt returns the file of a form as a version had it at a moment.
func (p *Published) formFileAt(name string, at clock.Stamp) []byte {
	for _, before := range p.Before {
		if file := before.Files[name]; before.Until > at && len(file) > 0 {
			return file
		}
	}
	return p.Forms.Value()[name]
}

// formsThen are the forms that a version would have: those that are handed in with it, or else those of the version in force.
func (c Publish) formsThen(s desk.Source, programmeID string) (map[string][]byte, error) {
	if len(c.Forms) > 0 {
		return c.Forms, nil
	}
	force, err := inForceOf(s, programmeID)
	return force.Forms.Value(), err
}

// inForceOf returns the version in force of a programme; an empty one where there is none.
func inForceOf(s desk.Source, programmeID string) (*Published, error) {
	force, err := desk.SeeCommons(s, ProgrammeStory, ProgrammeID(programmeID))
	if err != nil || !force.Exists {
		return &Published{}, err
	}
	v, err := desk.SeeCommons(s, VersionStory, VersionID(force.State.Hash.Value()))
	return v.State, err
}

// soundForms refuses forms that cannot be read, a step that asks a form which is not there, and a question whose answers more people could
// read than when it was answered.
func (c Publish) soundForms(op string, s commons, p *programme.Programme) error {
	if err := readableForms(op, c.Forms); err != nil {
		return err
	}
	files, err := c.formsThen(s, p.ID)
	if err != nil || len(files) == 0 {
		return err // published without any form, it asks none
	}
	forms, err := neverThere(s, p.ID)
	if err != nil {
		return err
	}
	for name, file := range files {
		if forms[name], err = parsedForm(name, file); err != nil {
			return fault.New(op, fault.Invalid, "programme.unsound", nil).Because(err)
		}
	}
	if _, err = programme.ParsePublished(sourceName, p.Bytes(), forms); err != nil {
		return fault.New(op, fault.Invalid, "programme.unsound", nil).Because(err)
	}
	return c.keepsClasses(op, s, p.ID)
}

// neverThere are the forms that steps of the version in force name and that were not published with it: nobody is asked them, and nobody
// misses them.
func neverThere(s desk.Source, programmeID string) (programme.Forms, error) {
	forms := programme.Forms{}
	force, err := inForceOf(s, programmeID)
	if err != nil || len(force.Source) == 0 {
		return forms, err
	}
	p, err := Parsed(force.Source)
	if err != nil {
		return forms, nil // an older program's: it must be written anew
	}
	for _, w := range p.Pathways {
		for _, step := range w.Steps {
			if len(force.Forms.Value()[step.Form]) == 0 {
				forms[step.Form] = &programme.Form{ID: step.Form}
			}
		}
	}
	return forms, nil
}

// keepsClasses refuses a question that has a lower class than it had in any version: what was answered in confidence stays with those who
// could read it then.
func (c Publish) keepsClasses(op string, s commons, programmeID string) error {
	versions, err := versionsOf(s, programmeID)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(c.Forms)) {
		for _, was := range formsOnceIn(versions, name) {
			before, err := parsedForm(name, was)
			if err != nil {
				continue // nobody can have been asked it
			}
			if problems := programme.Lowered(formFile(name), c.Forms[name], before); len(problems) > 0 {
				return fault.New(op, fault.Invalid, "programme.class_lowers", nil).Because(problems)
			}
		}
	}
	return nil
}

// formsOnceIn are the files of a form in some versions, as each has it and had it.
func formsOnceIn(versions []*Published, name string) (files [][]byte) {
	for _, v := range versions {
		for _, before := range v.Before {
			files = append(files, before.Files[name])
		}
		for _, standing := range v.Forms.Standing {
			files = append(files, standing.Value[name])
		}
	}
	return slices.DeleteFunc(files, func(file []byte) bool { return len(file) == 0 })
}

// formChanges says which forms are others than the version in force has, and how many journeys the steps stand before that ask them.
func (c Publish) formChanges(s commons, p *programme.Programme) (changes []FormChange, err error) {
	if len(c.Forms) == 0 {
		return nil, nil
	}
	v, err := inForceOf(s, p.ID)
	if err != nil {
		return nil, err
	}
	before := v.Forms.Value()
	names := maps.Clone(before)
	if names == nil {
		names = map[string][]byte{}
	}
	maps.Copy(names, c.Forms)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		change := FormChange{Form: name, Kind: changeOf(before[name], c.Forms[name])}
		if change.Kind == "" {
			continue
		}
		for _, ref := range p.Asking(name) {
			step, err := formStep(s, v.Hash, ref)
			if err != nil {
				return nil, err
			}
			change.Steps = append(change.Steps, step)
		}
		changes = append(changes, change)
	}
	return changes, nil
}

// changeOf is what became of the file of a form; "" for nothing.
func changeOf(before, after []byte) programme.ChangeKind {
	switch {
	case bytes.Equal(before, after):
		return ""
	case len(before) == 0:
		return programme.Added
	case len(after) == 0:
		return programme.Removed
	}
	return programme.Altered
}

func formStep(s commons, version [32]byte, ref programme.StepRef) (FormStep, error) {
	step := FormStep{Pathway: ref.Pathway, Step: ref.Step}
	been, err := s.CountAcross(ByStep, StepKey(version, ref.Pathway, ref.Step))
	if err != nil {
		return step, err
	}
	all, err := s.CountAcross(ByStep, StepKey(version, ref.Pathway, ""))
	step.Been, step.Before = int(been), int(all-been)
	return step, err
}

// FormInForceRow is a form of the version in force of a programme.
type FormInForceRow struct {
	Form      string     `class:"open"` // its id
	Source    []byte     `class:"open"` // its file
	Questions int        `class:"open"` // how many; 0 where the file cannot be read
	Steps     []FormStep // that ask it
}

// FormsInForce lists the forms of the version in force of a programme, by their ids, with the steps that ask them. There are none where it was
// published without its forms.
func FormsInForce(programmeID string) desk.Query[[]FormInForceRow] {
	return desk.Query[[]FormInForceRow]{Act: access.ProgrammeRead, Scope: access.Commons, Run: func(r *desk.Reader) (rows []FormInForceRow, err error) {
		p, err := ProgrammeInForce(r, programmeID)
		if err != nil {
			return nil, err
		}
		v, err := desk.ReadCommons(r, VersionStory, VersionID(p.Hash()))
		if err != nil {
			return nil, err
		}
		files := v.State.Forms.Value()
		for _, name := range slices.Sorted(maps.Keys(files)) {
			row := FormInForceRow{Form: name, Source: files[name]}
			if form, err := parsedForm(name, row.Source); err == nil {
				row.Questions = len(form.Questions)
			}
			for _, ref := range p.Asking(name) {
				step, err := formStep(r, p.Hash(), ref)
				if err != nil {
					return nil, err
				}
				row.Steps = append(row.Steps, step)
			}
			rows = append(rows, row)
		}
		return rows, nil
	}}
}
