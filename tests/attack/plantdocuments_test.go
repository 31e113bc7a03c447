// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"bytes"
	"image"
	"image/jpeg"

	"safar/desk"
	"safar/field/documents"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/vault"
)

// cameraCanary is what the camera wrote into every picture that is handed over.
const cameraCanary = "ZKANARI-CAMERA"

// photographed is a picture with what the camera wrote into it.
func photographed() []byte {
	var b bytes.Buffer
	jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30)), nil) // a buffer takes everything
	file := b.Bytes()
	comment := append([]byte{0xff, 0xfe, 0, byte(len(cameraCanary) + 2)}, cameraCanary...)
	return append(append(append([]byte{}, file[:2]...), comment...), file[2:]...)
}

// pictured keeps a picture for an owner, as a page does, and returns where it lies, for the command of that id.
func (w *tale) pictured(by access.Actor, act access.Act, owner, command id.ID) vault.Address {
	w.t.Helper()
	p, err := vault.ReadPicture(bytes.NewReader(photographed()))
	must(w.t, err)
	at, err := w.desk.Keep(w.t.Context(), by, act, vault.Whose{Scope: w.scope, Owner: owner}, command, p)
	must(w.t, err)
	return at
}

// filed files a document of a member of the household.
func (w *tale) filed(member id.ID, kind documents.Kind, class access.Class, words string) documents.Withdraw {
	w.t.Helper()
	command, by := id.New(), w.as(access.Caseworker)
	at := w.pictured(by, access.PeopleAmend, member, command)
	r, err := w.do(by, w.scope, command, documents.File{Household: w.household, Subject: member, At: at, Kind: kind, Class: class, Words: words})
	must(w.t, err)
	w.documents = append(w.documents, r.IDs[0])
	return documents.Withdraw{Document: r.IDs[0], Subject: member, At: at, Why: "zkanari blurred"}
}

// plantDocuments files documents of each class, and withdraws one.
func (w *tale) plantDocuments() {
	w.t.Helper()
	w.filed(w.members[0], documents.Portrait, access.Personal, "zkanari portrait")
	w.filed(w.members[1], "identity", access.Sensitive, "zkanari threatened")
	w.by(w.as(access.Caseworker), w.filed(w.household, "letter", access.Personal, "zkanari page"))
}

// photographs has an inspection bring a photograph.
func (w *tale) photographs(c works.Inspect) {
	w.t.Helper()
	command, by := id.New(), w.as(access.Inspector)
	at := w.pictured(by, access.WorksInspect, w.household, command)
	c.Seen.Photo = at[:]
	_, err := w.do(by, w.scope, command, c)
	must(w.t, err)
	rows, err := desk.Ask(w.t.Context(), w.desk, by, "task.test", documents.Photographs(access.WorksInspect, w.scope, w.journey))
	must(w.t, err)
	w.photo = rows[0].Document
}

// ofDocuments asks every question about documents.
func (w *tale) ofDocuments(by access.Actor) (all []shown) {
	all = []shown{asked(w, by, "documents.OfHousehold", documents.OfHousehold(w.scope, w.household)),
		asked(w, by, "documents.OfHousehold of the second", documents.OfHousehold(w.scope, w.other)),
		asked(w, by, "documents.HeldFor", documents.HeldFor(w.scope, w.household)),
		asked(w, by, "works.Whose", works.Whose(w.scope, w.arrivedWay))}
	for _, act := range []access.Act{access.WorksList, access.WorksInspect, access.PaymentApprove} {
		all = append(all, asked(w, by, "documents.Photographs", documents.Photographs(act, w.scope, w.arrivedWay)),
			asked(w, by, "documents.PhotographOf", documents.PhotographOf(act, w.scope, w.arrivedWay, "foundation", w.photo, vault.Thumb)))
	}
	for _, of := range append([]id.ID{w.photo}, w.documents...) {
		all = append(all, asked(w, by, "documents.PictureOf", documents.PictureOf(w.scope, w.household, of, vault.Whole)))
	}
	return all
}
