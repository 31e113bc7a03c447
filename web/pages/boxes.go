// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/field/places"
	"safar/field/staff"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addBoxes adds the pages of the suggestion boxes: opened by two, and their slips taken in one after another.
func (o *office) addBoxes() {
	o.handle("GET /voices/boxes", showBoxes)
	o.serve("/voices/boxes/open", duty{act: access.VoiceHear, show: openBoxTask, send: openBox})
	o.serve("/voices/boxes/{box}", duty{act: access.VoiceHear, show: slipTask, send: typeSlip})
}

func boxPath(of id.ID) string { return "/voices/boxes/" + of.String() }

// showBoxes lists the openings of boxes, each with how many slips were counted and how many were typed.
func showBoxes(e *errand) error {
	part := e.part(perPage)
	list, err := ask(e, "task.voices", voice.OpeningsOf(e.scope, part))
	if err != nil {
		return err
	}
	var at []id.ID
	for _, row := range list.Rows {
		at = append(at, row.Site)
	}
	names, err := e.placeNames(at...)
	if err != nil {
		return err
	}
	w := e.Words
	g := grid{caption: w.T("boxes.title"), empty: w.T("boxes.none"), columns: columns(w, "boxes.day", "complaints.place", "boxes.box", "boxes.who", "#boxes.slips", "boxes.typed")}
	for _, row := range list.Rows {
		g.rows = append(g.rows, []templ.Component{linkTo(boxPath(row.ID), day(w, row.Day)), plain(names[row.Site]), plain(row.Box), plain(w.List(openedBy(row))), num(w, row.Slips), slipsSaid(w, row)})
	}
	return e.Show(officePage(e.frame(w.T("boxes.title"), e.crumb("voices.title", "/voices")), w.T("boxes.lead"), e.way(e.may(access.VoiceHear), "boxes.open", "/voices/boxes/open"), gridOf(g),
		page.Pager(w, e.pager(part.From, len(list.Rows), list.All, perPage))))
}

// openedBy are those who stood at a box.
func openedBy(row voice.OpeningRow) []string {
	return notEmpty(row.By, row.Colleague, strings.Join(notEmpty(row.Member, row.Committee), ", "))
}

// slipsSaid says whether as many slips were typed as were counted.
func slipsSaid(w *words.Printer, row voice.OpeningRow) templ.Component {
	switch {
	case row.Typed < row.Slips:
		return status(page.Warn, w.N("boxes.missing", int64(row.Slips-row.Typed)))
	case row.Typed > row.Slips:
		return status(page.Bad, w.N("boxes.beyond", int64(row.Typed-row.Slips)))
	}
	return status(page.Good, w.T("boxes.whole"))
}

// openBoxTask asks which box was opened, with whom, and how many slips lay in it.
func openBoxTask(e *errand) (*task, error) {
	w := e.Words
	sites, err := e.placeOptions(places.Site)
	if err != nil {
		return nil, err
	}
	colleagues, err := ask(e, "task.voices", staff.Colleagues(access.VoiceHear, e.scope, access.VoiceHear))
	if err != nil {
		return nil, err
	}
	names := map[id.ID]string{}
	for _, c := range colleagues {
		if c.May && c.ID != e.Visitor.Actor.User {
			names[c.ID] = c.Name
		}
	}
	members, err := e.memberOptions()
	return &task{title: "boxes.open", lead: "boxes.open_lead", do: "form.save", back: "/voices/boxes", crumbs: []page.Link{e.crumb("voices.title", "/voices"), e.crumb("boxes.title", "/voices/boxes")},
		blanks: []blank{e.blank(asSelect, "site", "complaints.place").of(sites), e.blank(asInput, "box", "boxes.box").hinted(w.T("boxes.box_hint")).optional(),
			e.blank(asInput, "slips", "boxes.slips").kind("number"), e.blank(asSelect, "colleague", "boxes.colleague").of(namedOptions(names)).optional(),
			e.blank(asSelect, "member", "boxes.member").hinted(w.T("boxes.member_hint")).of(members).optional(), e.dayBlank("day", "boxes.day")}}, err
}

func openBox(e *errand, in *input) (string, string, error) {
	c := voice.OpenBox{Site: in.mustID("site"), Box: in.text("box"), Slips: in.count("slips"), Colleague: in.id("colleague"), Day: in.day("day")}
	if of, person, both := strings.Cut(in.text("member"), "/"); both {
		c.Committee, c.Member = in.idIn("member", of), in.idIn("member", person)
	}
	if in.must("slips") == "" || in.wrong() {
		return "", "", nil
	}
	receipt, err := e.do(e.scope, c)
	if err != nil {
		return "", "", err
	}
	return boxPath(receipt.IDs[0]), "saved", nil
}

// opening reads the opening of the address.
func (e *errand) opening() (voice.OpeningRow, error) {
	of, err := e.PathID("box")
	if err != nil {
		return voice.OpeningRow{}, err
	}
	return ask(e, "task.voices", voice.OpeningOf(e.scope, of))
}

// slipTask takes in the slips of a box one after another: what is on each, and how many were typed of those that were counted.
func slipTask(e *errand) (*task, error) {
	row, err := e.opening()
	if err != nil {
		return nil, err
	}
	h, form, err := e.hearing()
	if err != nil {
		return nil, err
	}
	first, more, err := e.hearLines(h, form)
	if err != nil {
		return nil, err
	}
	given := func(l line) bool { return l.Name == placeField || l.Name == "a_channel" || l.Name == dayField }
	first, more = slices.DeleteFunc(first, given), slices.DeleteFunc(more, given)
	site, err := e.placeName(row.Site)
	if err != nil {
		return nil, err
	}
	w := e.Words
	terms := []page.Term{{Label: w.T("complaints.place"), Value: site}, {Label: w.T("boxes.box"), Value: row.Box}, {Label: w.T("boxes.day"), Value: w.Date(row.Day), Class: "date"},
		{Label: w.T("boxes.who"), Value: w.List(openedBy(row))}}
	terms = slices.DeleteFunc(terms, func(t page.Term) bool { return t.Value == "" })
	about := together(page.Facts(w, terms), page.Progress(w, w.T("boxes.typed"), int64(row.Typed), int64(row.Slips)), para(slipsSaid(w, row)))
	return &task{title: "boxes.slips_of", lead: "boxes.slip_lead", do: "boxes.slip_do", back: "/voices/boxes", about: about, questions: first, more: more, moreDo: "complaints.more",
		crumbs: []page.Link{e.crumb("voices.title", "/voices"), e.crumb("boxes.title", "/voices/boxes")}}, nil
}

func typeSlip(e *errand, in *input) (string, string, error) {
	row, err := e.opening()
	if err != nil {
		return "", "", err
	}
	h, form, err := e.hearing()
	if err != nil {
		return "", "", err
	}
	for _, d := range h.Attributes {
		if d.Name == "channel" {
			in.values.Set("a_channel", "suggestion_box")
		}
	}
	c := voice.Hear{Programme: h.programme, Pathway: h.ID, Step: h.step, Answers: in.answers(form), Facility: in.id(facilityField), Box: row.ID, Day: row.Day}
	c.Is = e.heardIs(in, h)
	c.Is.Place = row.Site
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return boxPath(row.ID), "slip_typed", err
}
