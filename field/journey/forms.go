// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"crypto/sha256"
	"maps"
	"slices"
	"sync"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// MaxForm bounds the file of one form, in bytes.
const MaxForm = 1 << 17

// publishedForms are the files of the forms of one version of a programme, by the id of the form.
type publishedForms struct {
	Files map[string][]byte `cbor:"1,keyasint"`
}

var formsPublished = register.NewFact(VersionStory, "journey.forms_published", 1,
	func(p *Published, f *journal.Fact, r publishedForms, _ *register.None) {
		p.outgrow(f, r.Files)
		p.Forms.Put(f, "forms", r.Files)
	})

// recordForms records the forms of a version where they are new.
func (c Publish) recordForms(tx *desk.Tx, version desk.Found[Published], programmeID string) error {
	files, err := c.formsThen(tx, programmeID)
	if err != nil {
		return err
	}
	held := version.State.Forms
	if len(files) == 0 || maps.EqualFunc(files, held.Value(), slices.Equal[[]byte]) {
		return nil
	}
	d := formsPublished.Draft(version.ID, clock.NoDay, publishedForms{files})
	return tx.Record(d.Replacing("forms", held.Seen()))
}

// readableForms refuses forms that cannot be read, or are filed under another name than their own. The problems in them are the cause of
// the fault.
func readableForms(op string, files map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if len(files[name]) > MaxForm {
			return fault.New(op, fault.Invalid, "programme.too_large", fault.Args{"max": MaxForm})
		}
		form, err := parsedForm(name, files[name])
		if err != nil {
			return fault.New(op, fault.Invalid, "programme.unsound", nil).Because(err)
		}
		if form.ID != name {
			return fault.New(op, fault.Invalid, "programme.form_name", fault.Args{"id": form.ID, "file": name})
		}
	}
	return nil
}

// forms keeps forms by the hash of their file: what a file says never changes.
var forms sync.Map

// formFile is what problems call the file of a form.
func formFile(name string) string { return "forms/" + name + ".yaml" }

func parsedForm(name string, source []byte) (*programme.Form, error) {
	hash := sha256.Sum256(source)
	if f, ok := forms.Load(hash); ok {
		return f.(*programme.Form), nil
	}
	f, err := programme.ParseForm(formFile(name), source)
	if err != nil {
		return nil, err
	}
	forms.Store(hash, f)
	return f, nil
}

// formIn returns a form of a version; nil where it was published without it.
func formIn(v *Published, name string) (*programme.Form, error) {
	source := v.Forms.Value()[name]
	if len(source) == 0 {
		return nil, nil
	}
	f, err := parsedForm(name, source)
	if err != nil {
		return nil, fault.New("journey.Form", fault.Undecidable, "journey.form_unreadable", nil).Because(err)
	}
	return f, nil
}

// publishedForm returns a form of a version, by the hash of its file; nil where it was published without it.
func publishedForm(s desk.Source, version [32]byte, name string) (*programme.Form, error) {
	v, err := desk.SeeCommons(s, VersionStory, VersionID(version))
	if err != nil {
		return nil, err
	}
	return formIn(v.State, name)
}

// Form returns the form that is asked at a step, as it was published with the version that the journey walks. It is nil where the step asks
// none, or where that version was published without it.
func (c *Case) Form(step *programme.Step) (*programme.Form, error) {
	if step.Form == "" {
		return nil, nil
	}
	return publishedForm(c.source, c.Journey.Version.Value().Hash, step.Form)
}

// Filled refuses answers with which the form of a step is not filled in: the one that is asked, or that of the paper on which they say they were filled in.
// Every command that does a step asks it, whichever verb the step
// is, so that nothing a programme wants answered is left out by a door.
func (c *Case) Filled(step *programme.Step, answers programme.Answers) error {
	const op = "journey.Filled"
	form, err := c.Form(step)
	if hash, said := answers.On(); err == nil && said {
		form, err = c.formOnce(step, hash)
	}
	if err != nil || form == nil {
		return err
	}
	wrong := form.Check(answers.Alone(), c.today)
	if len(wrong) == 0 {
		return nil
	}
	key := "journey.answer_wrong"
	if wrong[0].Key == "form.needed" {
		key = "journey.answer_needed"
	}
	return fault.New(op, fault.Invalid, key, fault.Args{"question": step.Form + "." + wrong[0].Question})
}

// recordFilled records a plain step with what was filled in of its form. The words are those of whoever it concerns.
func (c *Case) recordFilled(tx *desk.Tx, kind register.FactKind[Journey, happened, Words], step *programme.Step, day clock.Day, r happened, w Words) error {
	if err := c.Filled(step, w.Answers); err != nil {
		return err
	}
	if len(w.Answers) == 0 && w.Text == "" {
		return tx.Record(kind.Draft(c.ID, day, r))
	}
	owner := r.By
	if owner.IsZero() {
		owner = c.Journey.Subject
	}
	return tx.Record(kind.DraftFor(c.ID, owner, day, r, w))
}

// FormFile is the file of a form.
type FormFile struct {
	Source []byte `class:"open"` // empty where it was not published
}

// Form returns the form that a file holds; nil where there is none.
func (f FormFile) Form(name string) (*programme.Form, error) {
	if len(f.Source) == 0 {
		return nil, nil
	}
	return parsedForm(name, f.Source)
}

// FormOfVersion reads the form of a version as it was published.
func FormOfVersion(version [32]byte, name string) desk.Query[FormFile] {
	return desk.Query[FormFile]{Act: access.ProgrammeRead, Scope: access.Commons, Run: func(r *desk.Reader) (FormFile, error) {
		v, err := desk.ReadCommons(r, VersionStory, VersionID(version))
		return FormFile{v.State.Forms.Value()[name]}, err
	}}
}

// ReadFormInForce returns a form as the version in force of a programme has it; nil where it was not published.
func ReadFormInForce(r *desk.Reader, programmeID, name string) (*programme.Form, error) {
	force, err := desk.ReadCommons(r, ProgrammeStory, ProgrammeID(programmeID))
	if err != nil || !force.Exists {
		return nil, err
	}
	return publishedForm(r, force.State.Hash.Value(), name)
}

// AskedAt names the form that is asked at a step of a journey. Programme is the id and Version the SHA-256 of the file, of the
// version that the journey walks.
type AskedAt struct {
	Programme string   `class:"open"`
	Version   [32]byte `class:"open"`
	Form      string   `class:"open"` // "" where the programme asks none
}

// FormAskedAt says which form is asked at a step, to those who may do the act there. It names nobody.
func FormAskedAt(act access.Act, scope access.Scope, of id.ID, step string) desk.Query[AskedAt] {
	return desk.Query[AskedAt]{Act: act, Scope: scope, Run: func(r *desk.Reader) (AskedAt, error) {
		k, err := Take(r, of)
		if err != nil {
			return AskedAt{}, err
		}
		s, err := k.At(step, "")
		if err != nil {
			return AskedAt{}, err
		}
		return AskedAt{k.Pathway.Programme.ID, k.Journey.Version.Value().Hash, s.Step.Form}, nil
	}}
}
