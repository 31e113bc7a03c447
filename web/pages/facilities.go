// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"slices"

	"github.com/a-h/templ"

	"safar/field/places"
	"safar/field/standards"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/picture"
)

// addFacilities adds the page on which it is said where a facility stands.
func (o *office) addFacilities() {
	o.serve("/facilities/{facility}/locate", duty{act: access.SubjectsAdd, show: locateFacilityTask, send: locateFacility})
}

// byWhatNeedsMending orders facilities: what is out of order first, the longest first; then what nobody has looked at, and what was looked at the longest ago.
func byWhatNeedsMending(all []standards.FacilityRow) []standards.FacilityRow {
	since := func(f standards.FacilityRow) int64 {
		if f.OutOfOrder == 0 || !f.Since.Known() {
			return 1 << 40
		}
		return int64(f.Since)
	}
	broken := func(f standards.FacilityRow) int {
		if f.OutOfOrder > 0 {
			return 0
		}
		return 1
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b standards.FacilityRow) int {
		return cmp.Or(cmp.Compare(broken(a), broken(b)), cmp.Compare(since(a), since(b)), boolFirst(!a.Block, !b.Block), cmp.Compare(a.Looked, b.Looked))
	})
	return all
}

// whereCell says where a facility stands, or that nobody has said it.
func (e *errand) whereCell(f standards.FacilityRow) templ.Component {
	w := e.Words
	switch {
	case f.Block:
		return plain("")
	case f.Position.Known:
		return page.Code(pointOf(f.Position))
	case f.Position.Kept:
		return hushed(w.T("facilities.kept"))
	case e.may(access.SubjectsAdd):
		return linked(w.T("facilities.missing"), locateFacilityPath(f.ID))
	}
	return hushed(w.T("facilities.missing"))
}

func locateFacilityPath(of id.ID) string { return "/facilities/" + of.String() + "/locate" }

// facilitiesMap is where the facilities of a site stand, beside their list; nothing where nobody said it of any.
func (h heldSite) facilitiesMap(e *errand) templ.Component {
	w := e.Words
	var marks []picture.Mark
	for _, f := range h.Facilities {
		if !f.Position.Known {
			continue
		}
		m := picture.Mark{Name: w.List([]string{f.Name, e.say("options", f.Kind)}), To: subjectPath(standards.FacilityKind, f.ID), Latitude: f.Position.Latitude, Longitude: f.Position.Longitude, Round: true}
		if f.OutOfOrder > 0 {
			m.Sign, m.Tone, m.Word = page.Sign(page.Bad), string(page.Bad), w.N("standards.out_of_order", f.OutOfOrder)
		}
		marks = append(marks, m)
	}
	if len(marks) == 0 {
		return templ.NopComponent
	}
	return together(picture.MapOf(w.T("facilities.map"), w, marks), paragraph(w.T("overview.map_to_scale")))
}

// locatedPart says on the page of a facility where it stands, and leads to saying it.
func (e *errand) locatedPart(of id.ID) (templ.Component, error) {
	at, err := ask(e, "task.subjects", standards.PositionOf(e.scope, of))
	if err != nil {
		return nil, err
	}
	w := e.Words
	said := positionSaid(w, at)
	if said == "" {
		said = w.T("facilities.nobody_said")
	}
	return together(paragraph(said), doors(e.way(e.may(subjects.ActsOf(standards.FacilityKind).Add), "facilities.locate", locateFacilityPath(of)))), nil
}

// locateFacilityTask asks where a facility stands, as that of a place is asked.
func locateFacilityTask(e *errand) (*task, error) {
	of, err := e.PathID("facility")
	if err != nil {
		return nil, err
	}
	file, err := e.subjectFile(standards.FacilityKind, of)
	if err != nil {
		return nil, err
	}
	is, err := ask(e, "task.subjects", standards.PositionOf(e.scope, of))
	if err != nil {
		return nil, err
	}
	w, called := e.Words, calledOf(e.Words, file.Row)
	return &task{title: "facilities.locate", lead: "facilities.locate_lead", do: "page.save", back: subjectPath(standards.FacilityKind, of),
		crumbs: []page.Link{e.crumb("subjects.title", "/subjects"), {Text: called, To: subjectPath(standards.FacilityKind, of)}},
		about:  page.Facts(w, []page.Term{{Label: w.T("standards.facility"), Value: called, Class: "id"}}), blanks: e.pointBlanks(is)}, nil
}

// pointBlanks ask for a point in degrees, with who says so and how it was found.
func (e *errand) pointBlanks(is places.PositionRow) []blank {
	w := e.Words
	blanks := []blank{e.blank(asInput, "latitude", "houses.latitude").hinted(w.T("places.latitude_hint")), e.blank(asInput, "longitude", "houses.longitude").hinted(w.T("places.longitude_hint")),
		e.blank(asRadios, "how", "places.position_found").of(optionsOf(w, "position", e.waysToFind()...)),
		e.blank(asInput, "source", "villages.source").hinted(w.T("places.position_source_hint")), e.dayBlank("day", "villages.day")}
	for i, value := range []int32{is.Latitude, is.Longitude} {
		if blanks[i].LTR = true; is.Known {
			blanks[i].Value = degreesOf(value)
		}
	}
	return blanks
}

// point reads a point that pointBlanks asked for.
func (in *input) point() places.Position {
	return places.Position{Latitude: in.degrees("latitude", 180), Longitude: in.degrees("longitude", 180), How: in.pick("how", optionsOf(in.e.Words, "position", in.e.waysToFind()...)),
		Source: in.must("source"), Day: in.mustDay("day")}
}

func locateFacility(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("facility")
	if err != nil {
		return "", "", err
	}
	c := standards.LocateFacility{Facility: of, Position: in.point()}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return subjectPath(standards.FacilityKind, of), "saved", err
}
