// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"strconv"
	"time"

	"github.com/a-h/templ"

	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/fault"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// addKiosks adds the pages on which the office opens kiosks, ends them, and gives people the code of their own.
func (o *office) addKiosks() {
	o.handle("GET /kiosks", showKiosks)
	o.serve("/kiosks/open", duty{act: access.KioskOpen, show: openKioskTask, send: openKiosk})
	o.serve("/kiosks/{kiosk}/end", duty{act: access.KioskOpen, show: endKioskTask, send: endKiosk})
	o.serve("/households/{household}/members/{person}/code", duty{act: access.PeopleCode, show: codeTask, page: giveCode})
}

func showKiosks(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.KioskOpen, e.scope, e.today); err != nil {
		return err
	}
	w := e.Words
	open, err := e.op.Door.Kiosks(e.Context(), e.scope.Caseload)
	if err != nil {
		return err
	}
	g := grid{caption: w.T("kiosks.open_now"), empty: w.T("kiosks.none"), columns: columns(w, "kiosks.name", "kiosks.until", "")}
	for _, k := range open {
		g.rows = append(g.rows, []templ.Component{plain(k.Name), plain(e.clockTime(k.Until)), linked(w.T("kiosks.end"), "/kiosks/"+k.ID()+"/end")})
	}
	return e.Show(officePage(e.frame(w.T("kiosks.title")), w.T("kiosks.lead"), e.way(true, "kiosks.open", "/kiosks/open"), gridOf(g), hint(w.T("kiosks.codes_hint"))))
}

// clockTime is the time of day at this office.
func (e *errand) clockTime(at time.Time) string {
	return e.Words.Time(at.In(e.op.Clock.Now().Location()))
}

// kioskHours are how long a kiosk may stand open.
var kioskHours = []int{1, 2, 4, 8, int(signin.KioskLongest / time.Hour)}

func openKioskTask(e *errand) (*task, error) {
	var until []page.Option
	for _, hours := range kioskHours {
		until = append(until, page.Option{Value: strconv.Itoa(hours), Label: e.clockTime(e.op.Clock.Now().Add(time.Duration(hours) * time.Hour))})
	}
	return &task{title: "kiosks.open", lead: "kiosks.open_lead", do: "kiosks.open", back: "/kiosks", crumbs: []page.Link{e.crumb("kiosks.title", "/kiosks")},
		blanks: []blank{e.blank(asInput, "name", "kiosks.name").hinted(e.Words.T("kiosks.name_hint")), e.blank(asSelect, "hours", "kiosks.until").of(until).worth("4")}}, nil
}

// openKiosk makes this browser a kiosk: who is signed in is not any more.
func openKiosk(e *errand, in *input) (string, string, error) {
	name, hours := in.must("name"), in.count("hours")
	if in.wrong() {
		return "", "", nil
	}
	token, err := e.op.Door.OpenKiosk(e.Context(), e.Token(), e.DeviceKey(), e.scope.Caseload, name, e.op.Clock.Now().Add(time.Duration(hours)*time.Hour))
	if err == nil {
		e.BecomeKiosk(token)
	}
	return web.KioskStart, "", err
}

func endKioskTask(e *errand) (*task, error) {
	open, err := e.op.Door.Kiosks(e.Context(), e.scope.Caseload)
	for _, k := range open {
		if k.ID() == e.PathValue("kiosk") {
			return &task{title: "kiosks.end", lead: "kiosks.end_lead", do: "kiosks.end", grave: true, back: "/kiosks", crumbs: []page.Link{e.crumb("kiosks.title", "/kiosks")},
				about: page.Facts(e.Words, []page.Term{{Label: e.Words.T("kiosks.name"), Value: k.Name}})}, nil
		}
	}
	if err == nil {
		err = fault.New("pages.endKiosk", fault.NotFound, "signin.kiosk_ended", nil)
	}
	return nil, err
}

func endKiosk(e *errand, _ *input) (string, string, error) {
	return "/kiosks", "kiosk_ended", e.op.Door.EndKiosk(e.Context(), e.scope.Caseload, e.PathValue("kiosk"))
}

// codeTask gives an adult the code of their own: in private, to them alone.
func codeTask(e *errand) (*task, error) {
	o, m, err := e.openMember(e.Request, access.PeopleCode)
	if err != nil {
		return nil, err
	}
	return &task{title: "member.code", lead: "code.lead", do: "code.give", back: memberPath(o.of, m.ID),
		crumbs: append(o.crumbs(e.Words)[1:], page.Link{Text: called(e.Words, m), To: memberPath(o.of, m.ID)})}, nil
}

// giveCode shows the code this once, as a slip that names nobody, in the language of the household.
func giveCode(e *errand, _ *input) (templ.Component, error) {
	o, m, err := e.openMember(e.Request, access.PeopleCode)
	if err != nil {
		return nil, err
	}
	command, err := e.Command()
	if err != nil {
		return nil, err
	}
	beside, err := asked(e.Pages, e.Request, "task.code", people.CodePlacesBeside(o.scope, o.of, m.ID))
	if err != nil {
		return nil, err
	}
	code, err := e.op.Door.PersonalCode(e.Context(), command, m.ID, beside.Taken)
	if err == nil {
		_, err = e.op.Desk.Do(e.Context(), e.Visitor.Actor, o.scope, command, people.GiveCode{Household: o.of, Person: m.ID, Place: code.Place, Hash: code.Hash})
	}
	if err != nil {
		return nil, err
	}
	speaks, _ := e.speaks(e.Request, o.file.People.Language)
	f := e.frame(e.Words.T("code.title"), page.Link{Text: called(e.Words, m), To: memberPath(o.of, m.ID)})
	return codeSlip(f, speaks, code.Code[:2]+" "+code.Code[2:4]+" "+code.Code[4:], memberPath(o.of, m.ID)), nil
}

// inLanguages are the links to a page in each language in which people are spoken to, but the one that speaks.
func inLanguages(w, speaks *words.Printer, at string) (others []page.Link) {
	for _, l := range w.Catalogue().Spoken() {
		if l.Code != speaks.Language().Code {
			others = append(others, page.Link{Text: w.T("statements.in", words.Args{"Language": l.Name}), To: at + "?in=" + l.Code})
		}
	}
	return others
}
