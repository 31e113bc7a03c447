// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strconv"
	"strings"

	"safar/desk"
	"safar/field/bulk"
	"safar/field/places"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// addOffice adds the pages of the office: places, meetings, movements, payments, houses, goods, figures, users.
func addOffice(site *web.Site, p Pages) {
	o := &office{Pages: p, site: site, parcels: &parcels{}}
	o.addVillages()
	o.addNaming()
	o.addPayments()
	o.addMovements()
	o.addHouses()
	o.addHosts()
	o.addPledges()
	o.addStories()
	o.addSupplies()
	o.addReferrals()
	o.addGatherings()
	o.addPlanned()
	o.addFigures()
	o.addYears()
	o.addOperation()
	o.addLately()
	o.addSubjects()
	o.addProgrammes()
	o.addProgramme()
	o.addVersions()
	o.addProgrammeForms()
	o.addFormQuestions()
	o.addProgrammeAmounts()
	o.addFormWorkbooks()
	o.addParcels()
	o.addUsers()
	o.addGateway()
	o.addAccount()
	o.addTokens()
	o.addSetup()
	o.addKiosks()
	o.addVoices()
	o.addComplaints()
	o.addBoxes()
	o.addHotline()
	o.addSeveral()
	o.addStacks()
	o.addStandards()
	o.addMorning()
	o.addBlocks()
	o.addFacilities()
	o.addCommittees()
	o.addSealed()
	o.addRecordings()
}

// office is what the pages of the office share.
type office struct {
	Pages
	site    *web.Site
	parcels *parcels
}

// errand is one request of somebody at the office: who asks, in which caseload, on which day.
type errand struct {
	*web.Request
	*office
	scope  access.Scope   // their caseload, in the compartment that they chose; the zero scope for those who have none
	others []access.Scope // further caseloads of theirs
	today  clock.Day
	sent   pictureSent // the picture that came with the form, where it carries one
	sound  soundSent   // the recording that came with the form, where it carries one
	spoken []speech    // those in which say looks a word up; nil until it is asked first
}

// handle serves a pattern for those who are signed in.
func (o *office) handle(pattern string, f func(*errand) error) {
	o.site.Handle(pattern, func(r *web.Request) error {
		if strings.Contains(pattern, " "+sealedPath) {
			r.Unnoted()
		}
		e, err := o.errand(r)
		if err != nil {
			return err
		}
		return f(e)
	})
}

// errand finds the caseload of who asks: the one they chose, or the first of their grants; all caseloads for those whose grant names none.
func (o *office) errand(r *web.Request) (*errand, error) {
	e := &errand{Request: r, office: o, today: o.op.Desk.Today()}
	var of []id.ID
	for _, g := range r.Visitor.Actor.Grants {
		switch {
		case !g.Holds(e.today):
		case !g.Caseload.IsZero():
			of = append(of, g.Caseload)
		default:
			rows, err := ask(e, "task.find_the_way", staff.Caseloads())
			if err != nil {
				return nil, err
			}
			for _, row := range rows {
				of = append(of, row.ID)
			}
		}
	}
	if chosen := r.Visitor.Caseload; slices.Contains(of, chosen) {
		of = append([]id.ID{chosen}, of...)
	}
	for _, c := range of {
		scope := r.Visitor.In(c)
		if e.scope == (access.Scope{}) {
			e.scope = scope
		} else if scope != e.scope && !slices.Contains(e.others, scope) {
			e.others = append(e.others, scope)
		}
	}
	return e, nil
}

// ask asks the desk.
func ask[T any](e *errand, why desk.Purpose, q desk.Query[T]) (T, error) {
	return desk.Ask(e.Context(), e.op.Desk, e.Visitor.Actor, why, q)
}

// may reports whether who asks may do an act in their caseload; mayInCommons, in the commons.
func (e *errand) may(act access.Act) bool {
	return access.May(e.Visitor.Actor, act, e.scope, e.today) == nil
}

func (e *errand) mayInCommons(act access.Act) bool {
	return access.May(e.Visitor.Actor, act, access.Commons, e.today) == nil
}

// do has a command done under the number of the form; further commands of one form have numbers drawn from it.
func (e *errand) do(scope access.Scope, commands ...desk.Command) (r desk.Receipt, err error) {
	form, err := e.Command()
	if err != nil {
		return r, err
	}
	for i, c := range commands {
		if r, err = e.op.Desk.Do(e.Context(), e.Visitor.Actor, scope, numbered(form, i), c); err != nil {
			return r, err
		}
	}
	return r, nil
}

// doneEach carries out one command of a form for each of some lines, and tells heed why one was refused, in the reader's words; "" for one that was done. Another fault ends
// it.
func doneEach[T any](e *errand, lines []T, command func(T) desk.Numbered, heed func(line T, wrong string)) error {
	return bulk.Each(e.Context(), bulk.Many{Desk: e.op.Desk, By: e.Visitor.Actor, Scope: e.scope}, lines, command, func(line T, o desk.Outcome) error {
		if o.Err != nil && !bulk.OfOne(o.Err) {
			return o.Err
		}
		wrong := ""
		if o.Err != nil {
			wrong, _ = e.Words.Fault(o.Err)
		}
		heed(line, wrong)
		return nil
	})
}

// numbered is the number of the nth command of a form.
func numbered(form id.ID, n int) id.ID {
	if n == 0 {
		return form
	}
	return id.Derived(form, strconv.Itoa(n))
}

// frame is the frame of a page with the way back.
func (e *errand) frame(title string, crumbs ...page.Link) page.Frame {
	f := e.Frame(title)
	f.Crumbs = append([]page.Link{{Text: e.Words.T("page.home"), To: "/"}}, crumbs...)
	return f
}

// crumb is a step of the way back.
func (e *errand) crumb(key, to string) page.Link { return page.Link{Text: e.Words.T(key), To: to} }

// placeName returns the name of a place; "" for none.
func (e *errand) placeName(of id.ID) (string, error) {
	if of.IsZero() {
		return "", nil
	}
	rows, err := ask(e, "task.find_the_way", places.Named(of))
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0].Name, nil
}

// placeNames returns the names of places by their ids.
func (e *errand) placeNames(of ...id.ID) (map[id.ID]string, error) {
	slices.SortFunc(of, id.ID.Compare)
	rows, err := ask(e, "task.find_the_way", places.Named(slices.Compact(of)...))
	names := make(map[id.ID]string, len(rows))
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	return names, err
}

// placeOptions returns the places of some kinds as options of a field.
func (e *errand) placeOptions(kinds ...places.Kind) ([]page.Option, error) {
	var options []page.Option
	for _, kind := range kinds {
		rows, err := ask(e, "task.find_the_way", places.Of(kind))
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			options = append(options, page.Option{Value: row.ID.String(), Label: row.Name})
		}
	}
	return options, nil
}

// word says an id of the field's words: its sentence where there is one, and otherwise the id with its lines made spaces.
func word(w *words.Printer, group, of string) string {
	if of == "" {
		return ""
	}
	if key := group + "." + of; w.Has(key) {
		return w.T(key)
	}
	return spaced(of)
}

// optionsOf makes options of ids of the field's words.
func optionsOf(w *words.Printer, group string, ids ...string) []page.Option {
	options := make([]page.Option, 0, len(ids))
	for _, of := range ids {
		options = append(options, page.Option{Value: of, Label: word(w, group, of)})
	}
	return options
}

// say says an id of a programme in the reader's language: a step, a part of an amount, a figure.
func (e *errand) say(section, of string) string {
	if e.spoken == nil {
		e.spoken = e.speeches(e.Words)
	}
	return saidBy(e.spoken, section, of)
}

// sayIn says an id of a programme in a reader's language.
func (p Pages) sayIn(w *words.Printer, section, of string) string {
	return saidBy(p.speeches(w), section, of)
}

// saidBy returns the first word that one of the speeches has for an id, or else the id with spaces.
func saidBy(all []speech, section, of string) string {
	for _, s := range all {
		if said := s.say(section, of); said != of && said != "" {
			return said
		}
	}
	return spaced(of)
}

// notThere is the answer for what does not exist, or not for who asks.
func notThere(op string) error { return fault.New(op, fault.NotFound, "", nil) }

// officeLinks are the main pages of the office that a visitor may open.
func (p Pages) officeLinks(v web.Visitor, w *words.Printer) []page.Link {
	var links []page.Link
	for _, l := range []struct {
		key, to string
		acts    []access.Act
	}{
		{"overview.title", "/operation", []access.Act{access.FiguresRead}},
		{"villages.title", "/villages", []access.Act{access.PlacesRead}},
		{"gatherings.title", "/gatherings", []access.Act{access.FiguresRead, access.GatheringHold}},
		{"trips.title", "/movements", []access.Act{access.PeopleList}},
		{"payments.title", "/payments", []access.Act{access.PaymentList, access.PaymentBudget}},
		{"cash.title", "/payments/sites", []access.Act{access.PaymentAssess}},
		{"houses.title", "/houses", []access.Act{access.WorksList}},
		{"subjects.title", "/subjects", []access.Act{access.SubjectsRead}},
		{"supplies.title", "/supplies", []access.Act{access.SupplyList}},
		{"stacks.title", "/stacks", []access.Act{access.PeopleRegister, access.JourneyFollowUp}},
		{"hotline.title", "/hotline", []access.Act{access.AccountRead}},
		{"voices.title", "/voices", []access.Act{access.VoiceAnswer}},
		{"sealed.title", sealedPath, []access.Act{access.PlacesRead}}, // everybody knows the way in
		{"kiosks.title", "/kiosks", []access.Act{access.KioskOpen}},
		{"programmes.title", "/programmes", []access.Act{access.ProgrammeRead}},
		{"referrals.title", "/referrals", []access.Act{access.ReferralSend}},
		{"agreements.title", "/agreements", []access.Act{access.ReferralAgree}},
		{"figures.title", "/figures", []access.Act{access.FiguresRead}},
		{"users.title", "/users", []access.Act{access.AccessList}},
		{"looks.all_title", "/looks", nil},
		{"setup.title", "/setup", []access.Act{access.AccessGrant}},
	} {
		if l.to == "/looks" && p.mayWatch(v) || slices.ContainsFunc(l.acts, func(a access.Act) bool { return p.mayAnywhere(v, a) }) {
			links = append(links, page.Link{Text: w.T(l.key), To: l.to, About: w.T("home.about." + strings.TrimPrefix(l.to, "/"))})
		}
	}
	if v.Compartment != access.CommonsCompartment && p.may(v, access.CapacityPropose, v.In(v.Caseload)) {
		links = append(links, page.Link{Text: w.T("hosts.title"), To: "/hosts", About: w.T("home.about.hosts")})
	}
	if v.Compartment != access.CommonsCompartment && p.may(v, access.StoryPublish, v.In(v.Caseload)) {
		links = append(links, page.Link{Text: w.T("stories.title"), To: "/stories", About: w.T("home.about.stories")})
	}
	return links
}

// mayWatch reports whether a visitor may see who looked, in the caseload that they chose or in some.
func (p Pages) mayWatch(v web.Visitor) bool {
	of, every := v.Actor.Caseloads(access.LooksRead, access.Looks, p.op.Desk.Today())
	return every || len(of) > 0 && (v.Caseload.IsZero() || slices.Contains(of, v.Caseload))
}
