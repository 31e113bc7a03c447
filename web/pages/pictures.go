// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"io"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/desk"
	"safar/field/documents"
	"safar/field/payment"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/vault"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// pictureName is the name of the field under which a form sends a picture.
const pictureName = "picture"

// pictureKinds are what a telephone is asked for; one that takes others makes a JPEG of them.
const pictureKinds = "image/jpeg,image/png"

// mostSent bounds a form with a picture: what is larger than a picture may be is read and let go, so that the form can come back and say so.
const mostSent = 4 * vault.MaxUpload

// pictureSent is what came with a form: a picture, or what was wrong with the file that was chosen, or neither where none was.
type pictureSent struct {
	picture *vault.Picture
	wrong   error
}

// chosen reports whether a file was chosen.
func (s pictureSent) chosen() bool { return s.picture != nil || s.wrong != nil }

// sentPicture reads a form that may carry a picture, as it comes; its other fields can be read afterwards.
func sentPicture(r *web.Request) (s pictureSent, err error) {
	if !r.HasFile() {
		return s, nil
	}
	err = r.Upload(pictureName, mostSent, func(from io.Reader) { s.picture, s.wrong = vault.ReadPicture(from) })
	if s.wrong != nil {
		err = nil // it broke off within the file: that is what is said
	}
	return s, err
}

// pictureField asks for a picture. It stands last on its form, so that what is typed is there before it.
func pictureField(w *words.Printer, key string) page.Field {
	return page.Field{Name: pictureName, Kind: "file", Accept: pictureKinds, Label: w.T(key),
		Hint: w.T("picture.hint", words.Args{"Megabytes": vault.MaxUpload >> 20})}
}

// faultText says what is wrong with what was chosen, and how to mend it.
func faultText(w *words.Printer, err error) string {
	text, hint := w.Fault(err)
	return strings.TrimSpace(text + " " + hint)
}

// again is what stands under the field of a file when its form comes back: what was wrong with it, or that it must be chosen again.
func again(text string, chosen bool, wrong string) string {
	if wrong == "" && chosen {
		return text
	}
	return wrong
}

// blamePicture says what is wrong with the picture that came with a task, or that it must be chosen again.
func (in *input) blamePicture() {
	w, sent := in.e.Words, in.e.sent
	if sent.wrong != nil {
		in.faults[pictureName] = faultText(w, sent.wrong)
	} else if text := again(w.T("picture.choose_again"), sent.chosen(), in.faults[pictureName]); text != "" {
		in.faults[pictureName] = text
	}
}

// withPicture keeps the picture of a form, has a command carried out that names where it lies, and takes the picture back where that is refused.
func (p Pages) withPicture(r *web.Request, act access.Act, of vault.Whose, picture *vault.Picture, c func(vault.Address) desk.Command) error {
	command, err := r.Command()
	if err != nil {
		return err
	}
	return p.keepPicture(r, command, act, of, picture, c)
}

// keepPicture is withPicture under a number of its own, where the form orders something else first.
func (p Pages) keepPicture(r *web.Request, command id.ID, act access.Act, of vault.Whose, picture *vault.Picture, c func(vault.Address) desk.Command) error {
	at, err := p.op.Desk.Keep(r.Context(), r.Visitor.Actor, act, of, command, picture)
	if err != nil {
		return err
	}
	if _, err = p.op.Desk.Do(r.Context(), r.Visitor.Actor, of.Scope, command, c(at)); err != nil {
		p.op.Desk.Unkeep(r.Context(), of, at) // where that fails too, it is swept when the operation is opened
	}
	return err
}

// partOf tells which part of a picture an address asks for.
func partOf(r *web.Request) vault.Part {
	if strings.HasSuffix(r.URL.Path, "/thumb") {
		return vault.Thumb
	}
	return vault.Whole
}

// picture shows a document of a household's file. Each is a look, on record.
func (p Pages) picture(r *web.Request) error {
	scope, of, err := p.homeOf(r, access.PeopleLook)
	if err != nil {
		return err
	}
	document, err := r.PathID("document")
	if err != nil {
		return err
	}
	got, err := asked(p, r, "task.documents", documents.PictureOf(scope, of, document, partOf(r)))
	if err != nil {
		return err
	}
	return r.Picture(document.String(), got.JPEG)
}

// looksAtHouses are the acts that need the photographs of milestones.
var looksAtHouses = []access.Act{access.WorksList, access.WorksInspect, access.PaymentApprove}

// seesHouses returns the act for which somebody sees them; "" where they do not.
func (e *errand) seesHouses() access.Act {
	for _, act := range looksAtHouses {
		if e.may(act) {
			return act
		}
	}
	return ""
}

// showPhotograph shows a photograph of a milestone.
func showPhotograph(e *errand) error {
	journey, err := e.PathID("journey")
	if err != nil {
		return err
	}
	document, err := e.PathID("document")
	if err != nil {
		return err
	}
	got, err := ask(e, "task.works", documents.PhotographOf(e.seesHouses(), e.scope, journey, e.PathValue("step"), document, partOf(e.Request)))
	if err != nil {
		return err
	}
	return e.Picture(document.String(), got.JPEG)
}

// photographs are those of the milestones of some journeys, for whoever's work they are; none for others.
func (e *errand) photographs(journeys ...id.ID) ([]documents.PhotoRow, error) {
	act := e.seesHouses()
	if act == "" {
		return nil, nil
	}
	return ask(e, "task.works", documents.Photographs(act, e.scope, journeys...))
}

// photographs are the photographs of milestones on a page, by journey, each the latest first.
type photographs map[id.ID][]documents.PhotoRow

// photographsOf are those behind the lines of a payment list, for who approves it.
func (e *errand) photographsOf(lines []payment.ListLine) (photographs, error) {
	if !e.may(access.PaymentApprove) {
		return nil, nil
	}
	var journeys []id.ID
	for _, line := range lines {
		if !slices.Contains(journeys, line.Journey) {
			journeys = append(journeys, line.Journey)
		}
	}
	rows, err := e.photographs(journeys...)
	all := photographs{}
	for _, row := range rows {
		all[row.Journey] = append(all[row.Journey], row)
	}
	return all, err
}

// of leads to the photographs of one journey.
func (all photographs) of(e *errand, journey id.ID) templ.Component {
	var parts []templ.Component
	for _, photo := range all[journey] {
		parts = append(parts, linked(e.Words.T("houses.photo_of", words.Args{"Day": photo.Day, "Step": e.say("steps", photo.Step)}), photographPath(photo)))
	}
	return cells(parts...)
}

// photographPath is where a photograph of a milestone is.
func photographPath(p documents.PhotoRow) string {
	return milestonePath(p.Journey, p.Step) + "/photo/" + url.PathEscape(p.Document.String())
}
