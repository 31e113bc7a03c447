// SPDX-License-Identifier: Apache-2.0

package documents

import (
	"safar/desk"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/vault"
)

// Picture is what a document shows. JPEG is the picture.
type Picture struct {
	JPEG []byte `class:"personal"`
}

// PictureOf shows a document of a household's file, as a whole or small. Faults: NotFound documents.none for one that is not there, of another
// household, withdrawn, or not for the asker to see. It notes the look.
func PictureOf(scope access.Scope, household, document id.ID, part vault.Part) desk.Query[Picture] {
	return desk.Query[Picture]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (Picture, error) {
		return show(r, document, part, func(d *Document) (bool, error) { return belongs(r, household, d.Subject) })
	}}
}

// PhotographOf shows a photograph of a milestone to who does an act that needs it. Faults as PictureOf. It notes the look.
func PhotographOf(doing access.Act, scope access.Scope, journey id.ID, step string, document id.ID, part vault.Part) desk.Query[Picture] {
	return desk.Query[Picture]{Act: doing, Scope: scope, Run: func(r *desk.Reader) (Picture, error) {
		return show(r, document, part, func(d *Document) (bool, error) { return d.Journey == journey && d.Step == step, nil })
	}}
}

// show opens a picture, where is says that it is the one that was asked for.
func show(r *desk.Reader, document id.ID, part vault.Part, is func(*Document) (bool, error)) (Picture, error) {
	none := fault.New("documents.PictureOf", fault.NotFound, "documents.none", nil)
	found, err := desk.Read(r, Story, document)
	d := found.State
	if err != nil || !d.Stands() || !d.seenBy(access.Clearance(r.By(), r.Scope(), r.Today())) {
		return Picture{}, firstOf(err, none)
	}
	if right, err := is(d); err != nil || !right {
		return Picture{}, firstOf(err, none)
	}
	if err := looked(r, d.Subject); err != nil {
		return Picture{}, err
	}
	picture, err := r.Attachment(d.Subject, d.At, part)
	return Picture{picture}, err
}

// looked notes the look at whose document it is, and at the household that a person is of: its page tells who looked.
func looked(r *desk.Reader, subject id.ID) error {
	p, err := desk.Read(r, people.PersonStory, subject)
	r.Looked(subject)
	for _, household := range householdsOf(p.State) {
		r.Looked(household)
	}
	return err
}

func firstOf(err error, otherwise *fault.Error) error {
	if err != nil {
		return err
	}
	return otherwise
}
