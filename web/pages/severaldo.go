// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/http"
	"strconv"
	"strings"

	"safar/field/bulk"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// deed is the deed of the path, where who asks may do it to the work of the path.
func (e *errand) deed() (bulk.Work, *bulk.Deed, error) {
	of, err := e.work()
	if err != nil {
		return of, nil, err
	}
	e.scope = of.Scope
	d := bulk.Of(e.PathValue("deed"))
	if d == nil || !d.Fits(of.OfHouseholds()) || of.Back() && (d.ID != of.Deed || !d.Back()) {
		return of, nil, notThere("pages.deed")
	}
	return of, d, access.May(e.Visitor.Actor, d.ActOf(of.Back()), of.Scope, e.today)
}

// deedTask asks what must be said once for all of them.
func (e *errand) deedTask(of bulk.Work, d *bulk.Deed) (*task, error) {
	w := e.Words
	t := &task{title: "several.title", do: "several.look", back: workPath(of.ID), crumbs: []page.Link{e.crumb("several.title", "/several")}}
	terms := []page.Term{{Label: w.T("several.how_many"), Value: w.Number(int64(len(of.Items))), Class: "number"}}
	t.about = together(page.Facts(w, terms), noticed(page.Plain, w.T("several.looked_first")))
	if !of.Back() {
		t.about = together(t.about, noticed(backTone(d), w.T("several.back."+d.ID)))
	}
	for _, ask := range asksOf(of, d) {
		b, err := e.deedBlank(of, ask)
		if err != nil {
			return nil, err
		}
		if b.Optional = ask.Optional(); b.as == asSelect && len(b.Options) == 0 && !b.Optional {
			t.nothing, t.about = true, together(t.about, noticed(page.Warn, w.T("several.nothing_to_choose", words.Args{"What": b.Label})), doors(e.whereToMake(ask)))
		}
		if said := saidTo(of, ask); of.Deed == d.ID && of.State != bulk.Chosen && said != "" {
			b.Value = said // it is said otherwise
		}
		t.blanks = append(t.blanks, b)
	}
	return t, nil
}

// backAsks is what is asked when a deed is taken back: why, where its commands say so.
func backAsks(d *bulk.Deed) []bulk.Blank {
	switch d.ID {
	case "load", "move_site", "invited", "asked_along":
		return nil
	}
	return []bulk.Blank{bulk.AsksReason}
}

// backTone is a warning where nothing takes a deed back.
func backTone(d *bulk.Deed) page.Tone {
	if d.Back() {
		return page.Plain
	}
	return page.Warn
}

// deedBlank is the field for one thing that a deed asks for.
func (e *errand) deedBlank(of bulk.Work, ask bulk.Blank) (b blank, err error) {
	key := "several.ask_" + string(ask)
	b = e.blank(asSelect, string(ask), key)
	switch ask {
	case bulk.AsksDay:
		return e.dayBlank(string(ask), key), nil
	case bulk.AsksUntil:
		b = e.dayBlank(string(ask), key)
		b.Value = (e.today + 14).String()
	case bulk.AsksResolver:
		b.Options, err = e.resolvers()
	case bulk.AsksVillage:
		b.Options, err = e.placeOptions(places.Village)
	case bulk.AsksSite:
		b.Options, err = e.placeOptions(places.Site, places.Village)
	case bulk.AsksLoad:
		b.Options, err = e.loadOptions()
	case bulk.AsksGathering:
		b.Options, err = e.gatheringOptions()
	case bulk.AsksPlan, bulk.AsksVisitPlan:
		b.Options, err = e.planOptions(ask == bulk.AsksVisitPlan)
		b.Value = strings.TrimPrefix(of.From, plannedPath) // where they were chosen on the list of a plan
	case bulk.AsksPathway:
		b.Options, err = e.pathwayOptions()
	case bulk.AsksYes:
		b.as, b.Options = asRadios, []page.Option{{Value: "yes", Label: e.Words.T("page.yes")}, {Value: "no", Label: e.Words.T("page.no")}}
	case bulk.AsksReason:
		b = e.blank(asArea, string(ask), key).hinted(e.Words.T("several.reason_hint"))
	default:
		b = e.blank(asInput, string(ask), key)
	}
	return b, err
}

// loadOptions are the loads of the trips that are planned.
func (e *errand) loadOptions() (options []page.Option, err error) {
	loads, err := ask(e, "task.move", movement.OpenLoads(e.scope, perPage))
	if err != nil {
		return nil, err
	}
	var of []id.ID
	for _, l := range loads {
		of = append(of, l.Destination)
	}
	names, err := e.placeNames(of...)
	for _, l := range loads {
		line := e.Words.T("trips.load_line", words.Args{"Load": l.Load, "Vehicle": word(e.Words, "vehicle", l.Kind), "Free": max(l.Seats-l.Taken, 0)})
		options = append(options, page.Option{Value: l.Trip.String() + "." + strconv.Itoa(l.Load),
			Label: e.Words.List([]string{e.Words.Date(l.Leaves), names[l.Destination], line})})
	}
	return options, err
}

// gatheringOptions are the latest gatherings.
func (e *errand) gatheringOptions() (options []page.Option, err error) {
	rows, err := ask(e, "task.visit", gathering.Sessions(e.scope, perPage))
	if err != nil {
		return nil, err
	}
	var of []id.ID
	for _, r := range rows {
		of = append(of, r.Site, r.About)
	}
	names, err := e.placeNames(of...)
	for _, r := range rows {
		options = append(options, page.Option{Value: r.ID.String(),
			Label: e.Words.List(notEmpty(e.Words.Date(r.Day), word(e.Words, "gathering_kind", string(r.Kind)), names[r.Site], names[r.About]))})
	}
	return options, err
}

// pathwayOptions are the pathways of households in this part of the caseload.
func (e *errand) pathwayOptions() (options []page.Option, err error) {
	all, err := ask(e, "task.start", journey.Programmes())
	for _, is := range all {
		if err != nil {
			return nil, err
		}
		var p *programme.Programme
		if p, err = e.inForce(is.Programme); err != nil {
			return nil, err
		}
		said := e.speech(e.Words, is.Programme)
		for _, way := range p.Pathways {
			if programme.NatureOf(way.For) == programme.Household && way.Part == e.scope.Compartment {
				options = append(options, page.Option{Value: is.Programme + "." + way.ID, Label: e.Words.List([]string{said.name(is.Programme), said.say("pathways", way.ID)})})
			}
		}
	}
	return options, err
}

func showDeed(e *errand) error {
	of, d, err := e.deed()
	if err != nil {
		return err
	}
	t, err := e.deedTask(of, d)
	if err != nil {
		return err
	}
	return e.Show(taskPage(e.deedFrame(of, d, t), e.Words, t, e.action(), "", ""))
}

func (e *errand) deedFrame(of bulk.Work, d *bulk.Deed, t *task) page.Frame {
	return e.frame(e.deedSaid(d.ID, of.Back()), t.crumbs...)
}

// lookAtDeed reads what was said, and has it looked at what would come of it. Nothing is written.
func lookAtDeed(e *errand) error {
	of, d, err := e.deed()
	if err != nil {
		return err
	}
	t, err := e.deedTask(of, d)
	if err != nil {
		return err
	}
	values, err := e.Values()
	if err != nil {
		return err
	}
	in := &input{e: e, values: values, faults: map[string]string{}}
	asked, said := in.asked(of, t)
	if !in.wrong() {
		err = e.op.Works.Look(e.Visitor.Actor, of.ID, d.ID, asked, said)
		if err == nil {
			return e.soon(of.ID)
		}
	}
	text, hint := "", ""
	if err != nil {
		if !mendable(err) {
			return err
		}
		text, hint = e.Words.Fault(err)
	}
	t.fill(values, in.faults)
	status := http.StatusUnprocessableEntity
	if err != nil {
		status = web.Status(err)
	}
	return e.ShowAs(status, taskPage(e.deedFrame(of, d, t), e.Words, t, e.action(), text, hint))
}

// asked reads the blanks of a deed. What takes a deed back keeps what was said of the deed.
func (in *input) asked(of bulk.Work, t *task) (asked bulk.Asked, said bulk.Words) {
	asked = bulk.Asked{Day: clock.NoDay}
	if of.Back() {
		asked = of.Asked
	}
	for _, b := range t.blanks {
		text := in.text(b.Name)
		if text == "" && !b.Optional {
			in.blame(b.Name, "office.wrong.missing")
			continue
		}
		if b.as == asSelect && text != "" {
			text = in.pick(b.Name, b.Options)
		}
		in.askedOne(bulk.Blank(b.Name), text, &asked, &said)
	}
	return asked, said
}

func (in *input) askedOne(b bulk.Blank, text string, asked *bulk.Asked, said *bulk.Words) {
	first, second, _ := strings.Cut(text, ".")
	switch b {
	case bulk.AsksDay:
		asked.Day = in.mustDay(string(b))
	case bulk.AsksUntil:
		asked.Until = in.mustDay(string(b))
	case bulk.AsksResolver:
		asked.Person = in.id(string(b))
	case bulk.AsksVillage, bulk.AsksSite:
		asked.Place = in.id(string(b))
	case bulk.AsksLoad:
		asked.Trip, _ = id.Parse(first)      // an option of ours
		asked.Load, _ = strconv.Atoi(second) // likewise
	case bulk.AsksGathering, bulk.AsksPlan, bulk.AsksVisitPlan:
		asked.Gathering = in.id(string(b))
	case bulk.AsksYes:
		asked.Yes = text == "yes"
	case bulk.AsksLanguage:
		asked.Language = text
	case bulk.AsksRoute:
		asked.Route = text
	case bulk.AsksPathway:
		asked.Programme, asked.Pathway = first, second
	case bulk.AsksReason:
		said.Reason = text
	case bulk.AsksSource:
		said.Source = text
	}
}
