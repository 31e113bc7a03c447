// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"strings"

	"github.com/a-h/templ"

	"safar/field/places"
	"safar/field/shelter"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addBlocks adds the pages of the blocks of a site, of the shelters in them, and of who lives in which.
func (o *office) addBlocks() {
	o.handle("GET /sites/{site}/blocks", showBlocks)
	o.handle("GET /sites/{site}/blocks/{block}", showBlock)
	o.serve("/sites/{site}/blocks/add", duty{act: access.SubjectsAdd, show: addBlockTask, send: addBlock})
	o.serve("/sites/{site}/blocks/{block}/{shelter}", duty{act: access.SubjectsMembers, show: moveInTask, send: moveIn})
	o.serve("/households/{household}/shelter", duty{act: access.SubjectsMembers, show: shelterTask, send: shelterHousehold})
}

func blocksPath(site id.ID) string { return sitePath(site) + "/blocks" }

// siteNamed reads the site of the address.
func (e *errand) siteNamed() (row places.Row, err error) {
	of, err := e.PathID("site")
	if err != nil {
		return row, err
	}
	rows, err := ask(e, "task.sites", places.Named(of))
	if err == nil && (len(rows) == 0 || rows[0].Kind != places.Site) {
		err = notThere("pages.siteNamed")
	}
	if err != nil {
		return row, err
	}
	return rows[0], nil
}

// showBlocks lists the blocks of a site with what stands in each: it names nobody.
func showBlocks(e *errand) error {
	site, err := e.siteNamed()
	if err != nil {
		return err
	}
	rows, err := ask(e, "task.sites", shelter.BlocksAt(e.scope, site.ID))
	if err != nil {
		return err
	}
	w := e.Words
	g := grid{caption: w.T("shelters.blocks"), empty: w.T("shelters.no_blocks"), columns: columns(w, "shelters.block", "#shelters.shelters", "#shelters.empty", "#shelters.shared", "#shelters.to_mend",
		"#shelters.places", "#shelters.floor")}
	for _, b := range rows {
		name := templ.Component(hushed(w.T("shelters.no_block")))
		if !b.Block.ID.IsZero() {
			name = linked(calledOf(w, b.Block), subjectPath(shelter.BlockKind, b.Block.ID))
			if e.may(access.PeopleList) {
				name = linked(calledOf(w, b.Block), blocksPath(site.ID)+"/"+b.Block.ID.String())
			}
		}
		floor := templ.Component(page.Number(w, b.Floor))
		if b.Unsaid > 0 {
			floor = cells(floor, hushed(w.N("shelters.unsaid", int64(b.Unsaid))))
		}
		g.rows = append(g.rows, []templ.Component{name, num(w, b.Shelters), num(w, b.Empty), num(w, b.Shared), num(w, b.ToMend), num(w, b.Places), floor})
	}
	return e.Show(officePage(e.frame(w.T("shelters.blocks"), e.crumb("sites.title", "/sites"), page.Link{Text: site.Name, To: sitePath(site.ID)}), w.T("shelters.blocks_lead"),
		join(e.way(e.may(access.SubjectsAdd), "shelters.add_block", blocksPath(site.ID)+"/add"), e.way(e.may(access.SubjectsRead), "standards.title", standardsPath(site.ID))), gridOf(g)))
}

// showBlock lists the shelters of a block with who lives in each, for those who list households: each is looked at.
func showBlock(e *errand) error {
	block, err := e.PathID("block")
	if err != nil {
		return err
	}
	part := e.part(perPage)
	sheet, err := ask(e, "task.sites", shelter.OfBlock(e.scope, block, part))
	if err != nil {
		return err
	}
	site, err := e.siteNamed()
	if err == nil && sheet.Site != site.ID {
		err = notThere("pages.showBlock")
	}
	if err != nil {
		return err
	}
	w := e.Words
	g := grid{caption: w.T("shelters.shelters"), empty: w.T("shelters.none"), columns: columns(w, "shelters.shelter", "shelters.who", "#subjects.members", "#shelters.places", "#shelters.floor", "shelters.state", "")}
	for _, row := range sheet.Rows {
		g.rows = append(g.rows, e.shelterRow(site.ID, sheet.Block.ID, row))
	}
	return e.Show(officePage(e.frame(calledOf(w, sheet.Block), e.blockCrumbs(site)...), w.T("shelters.block_lead"), nil, gridOf(g),
		page.Pager(w, e.pager(part.From, len(sheet.Rows), sheet.Total, perPage))))
}

func (e *errand) blockCrumbs(site places.Row) []page.Link {
	return []page.Link{e.crumb("sites.title", "/sites"), {Text: site.Name, To: sitePath(site.ID)}, e.crumb("shelters.blocks", blocksPath(site.ID))}
}

// shelterRow is a shelter with who lives in it.
func (e *errand) shelterRow(site, block id.ID, row shelter.Row) []templ.Component {
	w := e.Words
	var who []templ.Component
	for _, h := range row.Households {
		who = append(who, together(cardLink(w, h.Card, "/households/"+h.ID.String()), plain(" "+h.Head)))
	}
	switch {
	case len(who) == 0:
		who = append(who, hushed(w.T("shelters.is_empty")))
	case len(who) > 1:
		who = append(who, status(page.Warn, w.T("shelters.is_shared")))
	}
	count := templ.Component(num(w, row.People))
	if row.Over {
		count = cells(count, status(page.Warn, w.T("shelters.is_over")))
	}
	var to templ.Component = plain("")
	if e.may(access.SubjectsMembers) {
		to = linked(w.T("shelters.move_in"), blocksPath(site)+"/"+block.String()+"/"+row.Shelter.ID.String())
	}
	return []templ.Component{linked(orDash(w, row.Shelter.Code), subjectPath(shelter.Kind, row.Shelter.ID)), cells(who...), count, numberOrNone(w, row.Capacity), numberOrNone(w, row.Floor), plain(e.saidOr(row.State)), to}
}

func numberOrNone(w *words.Printer, n int) templ.Component {
	if n < 0 {
		return hushed(w.T("standards.no_value"))
	}
	return num(w, n)
}

// addBlockTask asks for a block and, where they stand already, for its shelters.
func addBlockTask(e *errand) (*task, error) {
	site, err := e.siteNamed()
	if err != nil {
		return nil, err
	}
	w := e.Words
	number := func(name, key string) blank { return e.blank(asInput, name, key).kind("number").optional() }
	return &task{title: "shelters.add_block", lead: "shelters.add_lead", do: "form.save", back: blocksPath(site.ID), crumbs: e.blockCrumbs(site),
		blanks: []blank{e.blank(asInput, "name", "shelters.block_name"), number("count", "shelters.how_many"), e.blank(asInput, "prefix", "shelters.prefix").hinted(w.T("shelters.prefix_hint")).optional(),
			number("capacity", "shelters.places"), number("floor", "shelters.floor_each")}}, nil
}

func addBlock(e *errand, in *input) (string, string, error) {
	site, err := e.siteNamed()
	if err != nil {
		return "", "", err
	}
	n, name, prefix := in.count("count"), in.must("name"), in.text("prefix")
	in.count("capacity")
	in.count("floor")
	switch {
	case n > shelter.MostAtOnce:
		in.faults["count"] = e.Words.T("shelters.too_many", words.Args{"Most": shelter.MostAtOnce})
	case n > 0 && prefix == "":
		in.blame("prefix", "office.wrong.missing")
	}
	var each []subjects.Attribute
	for _, attribute := range []string{"capacity", "floor"} {
		if value := in.text(attribute); value != "" {
			each = append(each, subjects.Attribute{Name: attribute, Value: value})
		}
	}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, shelter.AddBlock{Site: site.ID, Name: name, Prefix: prefix, Count: n, Each: each})
	if fault.KeyOf(err) == "subjects.code_taken" {
		in.faults["prefix"], err = faultText(e.Words, err), nil
	}
	return blocksPath(site.ID), "saved", err
}

// shelterOf reads the shelter of the address.
func (e *errand) shelterOf() (site places.Row, block, of id.ID, err error) {
	if site, err = e.siteNamed(); err != nil {
		return site, block, of, err
	}
	if block, err = e.PathID("block"); err != nil {
		return site, block, of, err
	}
	of, err = e.PathID("shelter")
	return site, block, of, err
}

// moveInTask asks which household moves into a shelter, by its card.
func moveInTask(e *errand) (*task, error) {
	site, block, of, err := e.shelterOf()
	if err != nil {
		return nil, err
	}
	file, err := e.subjectFile(shelter.Kind, of)
	if err != nil {
		return nil, err
	}
	w := e.Words
	back := blocksPath(site.ID) + "/" + block.String()
	return &task{title: "shelters.move_in", lead: "shelters.move_in_lead", do: "form.save", back: back, crumbs: append(e.blockCrumbs(site), page.Link{Text: file.Above, To: back}),
		about:  page.Facts(w, []page.Term{{Label: w.T("shelters.shelter"), Value: calledOf(w, file.Row), Class: "id"}}),
		blanks: []blank{{as: asInput, Field: page.Field{Name: "card", Label: w.T("household.card"), Hint: w.T("shelters.card_hint"), LTR: true}}, e.dayBlank("day", "office.day")}}, nil
}

func moveIn(e *errand, in *input) (string, string, error) {
	site, block, of, err := e.shelterOf()
	if err != nil {
		return "", "", err
	}
	card, on := in.must("card"), in.mustDay("day")
	if in.wrong() {
		return "", "", nil
	}
	items, _, err := e.itemsByCards([]string{card})
	if err == nil && len(items) == 0 {
		in.blame("card", "shelters.no_such_card")
	}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, shelter.MoveIn{Household: items[0].Household, Shelter: of, Day: on})
	return blocksPath(site.ID) + "/" + block.String(), "saved", err
}

// shelterTask asks in which shelter a household lives.
func shelterTask(e *errand) (*task, error) {
	home, of, err := e.home()
	if err != nil {
		return nil, err
	}
	w := e.Words
	return &task{title: "shelters.household", lead: "shelters.household_lead", do: "form.save", back: "/households/" + of.String(),
		crumbs: []page.Link{e.crumb("household.list", "/households")},
		about:  page.Facts(w, []page.Term{{Label: w.T("shelters.lives_in"), Value: orDash(w, strings.Join(notEmpty(home.Block, home.Called), ", "))}}),
		blanks: []blank{{as: asInput, Field: page.Field{Name: "number", Label: w.T("shelters.number"), Hint: w.T("shelters.number_hint"), Value: home.Called, LTR: true, Optional: true}},
			e.dayBlank("day", "office.day")}}, nil
}

// home reads the shelter of the household of the address.
func (e *errand) home() (home shelter.Home, of id.ID, err error) {
	if of, err = e.PathID("household"); err != nil {
		return home, of, err
	}
	home, err = ask(e, "task.household", shelter.HomeOf(e.scope, of))
	return home, of, err
}

func shelterHousehold(e *errand, in *input) (string, string, error) {
	_, of, err := e.home()
	if err != nil {
		return "", "", err
	}
	c := shelter.MoveIn{Household: of, Day: in.mustDay("day")}
	if number := in.text("number"); number != "" {
		s, err := ask(e, "task.household", shelter.Numbered(e.scope, number))
		if fault.Is(err, fault.NotFound) {
			in.blame("number", "shelter.no_such_number")
		} else if err != nil {
			return "", "", err
		}
		c.Shelter = s.ID
	}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return "/households/" + of.String(), "saved", err
}
