// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"

	"safar/field/choice"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/shelter"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// householdFile is a household's file, ready to be shown.
type householdFile struct {
	file   journey.File
	names  placeNames
	ways   []wayShown
	deeds  []page.Link                   // what this visitor may do with the household
	looks  string                        // where it stands who looked; "" for those who may not read it
	starts []page.Link                   // pathways that could be begun
	base   string                        // path of the file
	seats  map[id.ID]movement.MemberSeat // where each member is, where the family travels apart; else nil

	portraits portraits
	invited   []page.Link      // to what they are asked to come
	plans     map[id.ID]string // what those are that the story names
	home      shelter.Home     // the shelter in which they live
	setAside  bool             // this visitor may end one of two journeys
}

// household shows a household's file. Opening it is a look, on record.
func (p Pages) household(r *web.Request) error {
	scope, of, err := p.homeOf(r, access.PeopleLook)
	if err != nil {
		return err
	}
	file, err := asked(p, r, "task.household", journey.FileWith(scope, of, p.formsOf(r), choice.Filled, works.Filled, movement.Filled, gathering.Filled))
	if err != nil {
		return err
	}
	h := householdFile{file: file, base: "/households/" + of.String(), setAside: p.may(r.Visitor, access.JourneyClose, scope)}
	places := []id.ID{file.People.Row.Site, file.People.Origin}
	for _, e := range file.Story {
		places = append(places, e.Place)
	}
	for _, f := range file.Filled {
		places = append(places, f.Place)
	}
	for _, way := range file.Ways {
		places = append(places, way.Destination)
		h.ways = append(h.ways, p.wayShown(r, scope, h.base, way, file.People.Members))
		if h.seats == nil {
			if h.seats, err = p.apartSeats(r, scope, way); err != nil {
				return err
			}
		}
	}
	if h.home, err = asked(p, r, "task.household", shelter.HomeOf(scope, of)); err != nil {
		return err
	}
	if h.names, err = p.placesNamed(r, "task.household", places...); err != nil {
		return err
	}
	if h.plans, err = p.plansTold(r, access.PeopleLook, scope, file.Story); err != nil {
		return err
	}
	if h.portraits, err = p.portraitsOf(r, scope, of, of); err != nil {
		return err
	}
	if h.invited, err = p.invitedTo(r, scope, of); err != nil {
		return err
	}
	h.deeds = p.householdDeeds(r, scope, h.base)
	h.deeds = append(h.deeds, page.Link{Text: r.Words.T("cards.one"), To: h.base + "/card"})
	if scope.Compartment == access.General {
		h.deeds = append(h.deeds, page.Link{Text: r.Words.T("statements.one"), To: h.base + "/statement"})
	}
	if p.may(r.Visitor, access.StoryPublish, scope) {
		h.deeds = append(h.deeds, page.Link{Text: r.Words.T("stories.title"), To: h.base + "/stories"})
	}
	if len(file.People.Doubles) > 0 && p.may(r.Visitor, access.PeopleMerge, scope) {
		h.deeds = append(h.deeds, page.Link{Text: r.Words.T("deed.unmerge"), To: h.base + "/merge/undo"})
	}
	if h.starts, err = p.pathwaysToBegin(r, scope, programme.Household, h.base, file.Ways); err != nil {
		return err
	}
	if p.may(r.Visitor, access.LooksRead, access.Scope{Caseload: scope.Caseload, Compartment: access.Looks}) {
		h.looks = h.base + "/looks"
	}
	f := r.Frame(h.title(r.Words))
	f.Crumbs = []page.Link{start(r.Words), {Text: r.Words.T("household.list"), To: "/households"}}
	return r.Show(householdPage(f, h))
}

// title is the name of the head, or else the card, or else that there is none.
func (h *householdFile) title(w *words.Printer) string { return titleOf(w, h.file.People) }

func titleOf(w *words.Printer, f people.File) string {
	switch {
	case f.Row.Head != "":
		return f.Row.Head
	case f.Row.Card != "":
		return f.Row.Card
	}
	return nameless(w, f.Row.Forgotten)
}

// householdDeeds are the forms beside the way that a visitor may open.
func (p Pages) householdDeeds(r *web.Request, scope access.Scope, base string) []page.Link {
	var links []page.Link
	for _, d := range []struct {
		act access.Act
		to  string
	}{
		{access.PeopleBirth, "newborn"}, {access.PeopleBirth, "member"}, {access.PeopleAmend, "site"}, {access.SubjectsMembers, "shelter"}, {access.PeopleSplit, "split"}, {access.PeopleJoin, "join"},
		{access.PeopleMerge, "merge"},
		{access.PaymentCollector, "collector"}, {access.PeopleContact, "groups"}, {access.PeopleErase, "forget"},
	} {
		if p.may(r.Visitor, d.act, scope) {
			links = append(links, page.Link{Text: r.Words.T("deed." + d.to), To: base + "/" + d.to})
		}
	}
	return links
}

// pathwaysToBegin are the pathways for households, or for persons, that are walked in the compartment and that this one does not walk yet.
func (p Pages) pathwaysToBegin(r *web.Request, scope access.Scope, nature programme.Nature, base string, ways []journey.Way) ([]page.Link, error) {
	if !p.may(r.Visitor, access.JourneyStart, scope) {
		return nil, nil
	}
	walked, alone := map[string]bool{}, ""
	for _, w := range ways {
		walked[w.Programme+"/"+w.Pathway] = true
		if w.Exclusive {
			alone = p.speech(r.Words, w.Programme).say("pathways", w.Pathway)
		}
	}
	var links []page.Link
	all, err := asked(p, r, "task.household", journey.Programmes())
	for _, in := range all {
		for _, way := range in.Pathways {
			if to := in.Programme + "/" + way.ID; programme.NatureOf(way.For) == nature && way.Compartment == scope.Compartment.String() && !walked[to] {
				name := p.speech(r.Words, in.Programme).say("pathways", way.ID)
				if way.Exclusive && alone != "" {
					links = append(links, page.Link{Text: r.Words.T("way.not_beside", words.Args{"Pathway": name, "Other": alone})})
					continue
				}
				links = append(links, page.Link{Text: r.Words.T("way.begin", words.Args{"Pathway": name}), To: base + "/begin/" + to})
			}
		}
	}
	return links, err
}

// events are the story as a timeline.
func (h *householdFile) events(w *words.Printer) []page.Event {
	spoken := map[string]speech{}
	for _, way := range h.ways {
		for _, s := range way.Steps {
			spoken[s.ID] = way.speech
		}
	}
	out := make([]page.Event, 0, len(h.file.Story))
	for _, e := range h.file.Story {
		out = append(out, page.Event{When: w.Date(e.Day), What: h.say(w, spoken[e.Step], e), Who: e.By, Why: e.Why, State: toneOf(e)})
	}
	return out
}

// say puts one event into a sentence: the step and what was done there, or what was written of a person or the household.
func (h *householdFile) say(w *words.Printer, s speech, e journey.Event) string {
	what := w.T(sentenceOf(w, e))
	if e.Decided != "" {
		what = w.T("story.decided", words.Args{"Option": s.option(e.Decided)})
	}
	if e.Step != "" {
		what = w.T("story.step", words.Args{"Step": s.step(e.Step), "What": what})
	}
	var more []string
	if e.About != "" {
		more = append(more, e.About)
	}
	if name := h.names.of(e.Place); name != "" {
		more = append(more, name)
	}
	if plan := h.plans[e.Plan]; plan != "" {
		more = append(more, plan)
	}
	if e.Answer != "" && e.Verb == "choose" {
		more = append(more, s.option(e.Answer))
	}
	if e.Minor != 0 {
		more = append(more, w.Money(words.Money{Minor: e.Minor, Currency: h.currency()}))
	}
	if len(more) == 0 {
		return what
	}
	return w.T("story.more", words.Args{"What": what, "More": more})
}

// sentenceOf is the key of what an event says: of its kind of fact where that has one, and else of its verb or its state.
func sentenceOf(w *words.Printer, e journey.Event) string {
	for _, key := range []string{"story." + e.Kind, "mark." + e.State + "." + e.Verb, "mark." + e.State} {
		if key != "mark." && w.Has(key) {
			return key
		}
	}
	return "story.something"
}

func toneOf(e journey.Event) string {
	switch e.State {
	case "failed", "no_show", "stopped", "returned", "not_fit", "refusal":
		return "blocked"
	case "":
		return ""
	}
	return "done"
}

func (h *householdFile) currency() string {
	for _, way := range h.ways {
		if way.Currency != "" {
			return way.Currency
		}
	}
	return ""
}

// detail says what stands behind the state of a step: what is before it, what is missing, when it lapses, what is due.
func (s wayShown) detail(w *words.Printer, step journey.StepRow) []string {
	var out []string
	add := func(key string, args words.Args) { out = append(out, w.T(key, args)) }
	if len(step.Before) > 0 {
		add("step.before", words.Args{"Steps": s.steps(step.Before)})
	}
	if len(step.Missing) > 0 && len(step.Before) == 0 {
		add("step.missing", words.Args{"What": missing(w, s.speech, step)})
	}
	if step.Failed != "" && len(step.Before) == 0 {
		add("step.failed", words.Args{"Condition": s.condition(step.Failed)})
	}
	if value := s.valueOf(step); value != "" {
		out = append(out, value)
	}
	if step.Verb == "choose" && step.State != "done" && step.State != "not_applicable" && step.Of > 0 {
		add("step.speak_with_each", nil)
	}
	if step.Children > 0 {
		out = append(out, w.N("step.child_to_decide_for", int64(step.Children)))
	}
	if step.AskedOn.Known() {
		add("step.asked", words.Args{"Day": step.AskedOn})
	}
	if step.Waits.Known() {
		add("step.waits", words.Args{"Day": step.Waits})
	}
	if who := s.later[step.ID]; len(who) > 0 {
		add("step.later", words.Args{"Who": w.List(who)})
	}
	if step.Unit > 0 {
		add("step.unit", words.Args{"Unit": step.Unit})
	}
	if step.Since.Known() && step.State == "done" {
		add("step.since", words.Args{"Day": step.Since})
	}
	if step.Lapses.Known() && step.State == "done" {
		add("step.lapses", words.Args{"Day": step.Lapses})
	}
	if step.Due.Known() {
		add("step.due", words.Args{"Day": step.Due})
	}
	if step.Expires.Known() {
		add(map[bool]string{true: "step.no_until", false: "step.no_expired"}[step.Value != ""], words.Args{"Day": step.Expires})
	}
	if out = append(out, s.money(w, step)...); len(out) == 0 && step.State == "undecidable" {
		add("step.untold", nil) // while people answer, what is missing could tell what one of them said
	}
	return out
}

// money says what a step gives and how far it got.
func (s wayShown) money(w *words.Printer, step journey.StepRow) []string {
	if step.Verb != "pay" || step.Total == 0 {
		return nil
	}
	args := words.Args{"Amount": words.Money{Minor: step.Total, Currency: s.Currency}}
	switch key := "step.money." + step.Reached; {
	case step.Reached != "" && step.Reached != "happened" && w.Has(key):
		return []string{w.T(key, args)}
	case step.State == "not_applicable":
		return nil
	}
	return []string{w.T("step.money.foreseen", args)}
}

func (s speech) valueOf(step journey.StepRow) string {
	switch step.Verb {
	case "choose":
		return s.option(step.Value)
	case "close":
		return s.say("reasons", step.Value)
	case "decide":
		if step.Reached == programme.Refusal.String() {
			return s.w.T("mark.refusal")
		}
		if slices.Contains(step.Options, step.Value) {
			return s.option(step.Value)
		}
	}
	return ""
}

// missing names what a step cannot be decided without.
func missing(w *words.Printer, s speech, step journey.StepRow) []string {
	var out []string
	for _, name := range step.Missing {
		out = append(out, missingWord(w, s, name))
	}
	return out
}

// missingWord names one thing without which a step cannot be decided.
func missingWord(w *words.Printer, s speech, name string) string {
	word := s.say("checks", name)
	switch key := "missing." + name; {
	case w.Has(key):
		return w.T(key)
	case word == name:
		return s.named(name)
	}
	return word
}

// looks shows who looked at a household's file, to those who watch over that.
func (p Pages) looks(r *web.Request) error {
	scope, of, err := p.homeOf(r, access.PeopleLook)
	if err != nil {
		return err
	}
	rows, err := asked(p, r, "task.looks", people.LooksAt(scope.Caseload, of))
	if err != nil {
		return err
	}
	var lookers []id.ID
	for _, row := range rows {
		lookers = append(lookers, row.Looker)
	}
	names, err := asked(p, r, "task.looks", journey.StaffNamed(scope, lookers))
	if err != nil && !fault.Is(err, fault.NotAllowed) {
		return err
	}
	f := r.Frame(r.Words.T("looks.title"))
	f.Crumbs = []page.Link{start(r.Words), {Text: r.Words.T("household.file"), To: "/households/" + of.String()}}
	return r.Show(looksPage(f, rows, names.Names, p.op.Desk.Moment))
}
