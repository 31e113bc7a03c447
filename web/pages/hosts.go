// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/field/hosting"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// addHosts adds the pages of those who receive others, of who lives with them, and of who seeks a home.
func (o *office) addHosts() {
	o.handle("GET /hosts", showHosts)
	o.handle("GET /hosts/plan", showHostsPlan)
	o.handle("GET /hosts/{way}", showHost)
	o.serve("/hosts/{way}/home", duty{act: access.CapacityOffer, show: homeTask, send: describeHome})
	o.serve("/hosts/{way}/pause", duty{act: access.CapacityOffer, show: pauseTask, send: pauseHost})
	o.addGuests()
}

func hostPath(way id.ID) string { return "/hosts/" + way.String() }

func showHosts(e *errand) error {
	part := e.part(perPage)
	list, err := ask(e, "task.hosts", hosting.HostsOn(e.scope, part))
	if err != nil {
		return err
	}
	w, pages := e.Words, e.pager(part.From, len(list.Rows), list.Total, perPage)
	g := grid{caption: w.T("hosts.title"), empty: w.T("hosts.none"), columns: columns(w, "hosts.host", "hosts.town", "hosts.may", "#hosts.free", "hosts.guests")}
	for _, h := range list.Rows {
		g.rows = append(g.rows, []templ.Component{linked(cmp.Or(h.Name, w.T("household.no_name")), hostPath(h.Journey)), plain(h.Town), hostState(w, h),
			plain(w.T("page.shown_of", words.Args{"Shown": h.Free, "Total": h.Beds})), guestLinks(w, h)})
	}
	return e.Show(officePage(e.frame(w.T("hosts.title")), w.T("hosts.lead"), e.way(true, "hosts.plan", "/hosts/plan"), gridOf(g), page.Pager(w, pages)))
}

// hostState says whether a host may receive.
func hostState(w *words.Printer, h hosting.HostRow) templ.Component {
	switch {
	case len(h.ToReview()) > 0:
		return status(page.Bad, w.T("hosts.to_review"))
	case h.OnHold():
		return status(page.Warn, w.T("hosts.on_hold"))
	case !h.Receives:
		return hushed(w.T("hosts.may_not"))
	case h.Paused.Known():
		return hushed(w.T("hosts.pauses", words.Args{"Day": w.Date(h.Paused)}))
	}
	return status(page.Good, w.T("hosts.receives"))
}

func guestLinks(w *words.Printer, h hosting.HostRow) templ.Component {
	var all []templ.Component
	for _, guest := range h.Guests {
		all = append(all, linked(cmp.Or(guest.Name, w.T("household.no_name")), guestsPath(guest.Journey)), hushed(w.Date(guest.Since)))
		if h.OnHold() && guest.Outcome != "" {
			all = append(all, hushed(w.T("hosts.reviewed", words.Args{"Outcome": w.T("hosts.outcome_" + guest.Outcome), "Day": w.Date(guest.Reviewed)})))
		}
	}
	return cells(all...)
}

// hostOf reads the host of the address.
func (e *errand) hostOf() (f hosting.HostFile, crumbs []page.Link, err error) {
	of, err := e.PathID("way")
	if err != nil {
		return f, nil, err
	}
	f, err = ask(e, "task.hosts", hosting.HostFileOf(e.scope, of))
	return f, []page.Link{e.crumb("hosts.title", "/hosts"), {Text: cmp.Or(f.Name, e.Words.T("household.no_name")), To: hostPath(of)}}, err
}

// showHost shows what a host offers, who lives there, and to whom the home is proposed.
func showHost(e *errand) error {
	f, crumbs, err := e.hostOf()
	if err != nil {
		return err
	}
	w, at := e.Words, hostPath(f.Journey)
	offers := e.may(access.CapacityOffer)
	ways := join(e.way(offers, "hosts.describe", at+"/home"), e.way(offers, "hosts.beds_change", householdPath(f.Host)+"/ways/"+f.Journey.String()+"/"+f.Step), e.way(offers, "hosts.pause", at+"/pause"),
		e.way(e.may(access.PeopleLook), "hosts.file", householdPath(f.Host)))
	parts := []templ.Component{page.Facts(w, e.hostTerms(f)), gridOf(e.livesHere(f)), gridOf(e.proposedHere(f))}
	notice := func(n templ.Component) { parts = append([]templ.Component{n}, parts...) }
	switch {
	case len(f.ToReview()) > 0:
		notice(noticed(page.Bad, w.T("hosts.review_now"), w.T("hosts.review_now_hint")))
	case !f.Receives:
		notice(noticed(page.Warn, w.T("hosts.may_not_yet"), e.unsoundSaid(f.Unsound)))
	case !f.Is.Said:
		notice(noticed(page.Warn, w.T("hosts.undescribed"), w.T("hosts.undescribed_hint")))
	}
	return e.Show(officePage(e.frame(crumbs[1].Text, crumbs[0]), w.T("hosts.host_lead"), ways, parts...))
}

// unsoundSaid names the steps that are missing, or hold no more, before a host may receive.
func (e *errand) unsoundSaid(steps []string) string {
	var said []string
	for _, s := range steps {
		said = append(said, e.say("steps", s))
	}
	if len(said) == 0 {
		return ""
	}
	return e.Words.T("hosts.missing", words.Args{"Steps": e.Words.List(said)})
}

func (e *errand) hostTerms(f hosting.HostFile) []page.Term {
	w := e.Words
	terms := []page.Term{{Label: w.T("hosts.free"), Value: w.T("page.shown_of", words.Args{"Shown": f.Free, "Total": f.Beds})}, {Label: w.T("hosts.households"), Value: w.Number(int64(f.Households))}}
	add := func(key, value string) {
		if value != "" {
			terms = append(terms, page.Term{Label: w.T(key), Value: value})
		}
	}
	add("hosts.town", f.Is.Town)
	add("hosts.step_free", answerSaid(w, f.Is.StepFree))
	add("hosts.languages", w.List(f.Is.Languages))
	add("hosts.takes", w.List(takersSaid(w, f.Is.Takes)))
	add("hosts.keeps", w.List(f.Is.Keeps))
	if f.Paused.Known() {
		add("hosts.paused_until", w.Date(f.Paused))
	}
	return terms
}

// answerSaid is a yes or no; "" where nobody said.
func answerSaid(w *words.Printer, answer string) string {
	if answer == "" {
		return ""
	}
	return w.T("answer." + answer)
}

func takersSaid(w *words.Printer, takes []string) (said []string) {
	for _, who := range takes {
		said = append(said, w.T("hosting.people_"+who))
	}
	return said
}

func (e *errand) livesHere(f hosting.HostFile) grid {
	w := e.Words
	g := grid{caption: w.T("hosts.guests"), empty: w.T("hosts.nobody_lives"), columns: columns(w, "hosts.guest", "#hosts.beds_of", "hosts.since", "hosts.review")}
	for _, guest := range f.Guests {
		review := templ.Component(plain(""))
		switch {
		case !f.OnHold():
		case guest.Outcome == "":
			review = linked(w.T("hosts.review_do"), guestsPath(guest.Journey)+"/review")
		default:
			review = plain(w.T("hosts.reviewed", words.Args{"Outcome": w.T("hosts.outcome_" + guest.Outcome), "Day": w.Date(guest.Reviewed)}))
		}
		g.rows = append(g.rows, []templ.Component{linked(cmp.Or(guest.Name, w.T("household.no_name")), guestsPath(guest.Journey)), num(w, guest.Beds), day(w, guest.Since), review})
	}
	return g
}

func (e *errand) proposedHere(f hosting.HostFile) grid {
	w := e.Words
	g := grid{caption: w.T("hosts.proposed"), empty: w.T("hosts.nobody_proposed"), columns: columns(w, "hosts.guest", "hosts.proposed_on", "hosts.met_on")}
	for _, p := range f.Proposed {
		met := templ.Component(hushed(w.T("hosts.not_met")))
		if p.Met.Known() {
			met = day(w, p.Met)
		}
		g.rows = append(g.rows, []templ.Component{linked(cmp.Or(p.Name, w.T("household.no_name")), guestsPath(p.Journey)), day(w, p.Day), met})
	}
	return g
}

// answers are yes and no, with nothing said before them.
func (e *errand) answers() []page.Option {
	w := e.Words
	return []page.Option{{Value: "", Label: w.T("hosts.unsaid")}, {Value: "yes", Label: w.T("answer.yes")}, {Value: "no", Label: w.T("answer.no")}}
}

// homeTask asks what a home is like. There is no blank for an address, and none by which people could be chosen but the protective rule of sex and age.
func homeTask(e *errand) (*task, error) {
	f, crumbs, err := e.hostOf()
	if err != nil {
		return nil, err
	}
	w := e.Words
	t := &task{title: "hosts.describe", lead: "hosts.describe_lead", do: "form.save", back: hostPath(f.Journey), crumbs: crumbs}
	t.blanks = []blank{e.blank(asInput, "town", "hosts.town").worth(f.Is.Town).optional().hinted(w.T("hosts.town_hint")),
		e.blank(asInput, "households", "hosts.households").kind("number").worth(e.decimal(f.Is.Households)),
		e.blank(asRadios, "step_free", "hosts.step_free").of(e.answers()).worth(f.Is.StepFree).optional(),
		e.listBlank("languages", "hosts.languages", f.Is.Languages), e.listBlank("keeps", "hosts.keeps", f.Is.Keeps)}
	for _, who := range hosting.Takers() {
		b := e.blank(asCheck, "takes_"+who, "hosting.people_"+who).optional()
		b.Label = w.T("hosts.takes_one", words.Args{"Who": w.T("hosting.people_" + who)})
		if len(f.Is.Takes) == 0 || slices.Contains(f.Is.Takes, who) {
			b.Value = "yes"
		}
		t.blanks = append(t.blanks, b)
	}
	return t, nil
}

// listBlank is a field for several words, with commas between them.
func (e *errand) listBlank(name, key string, is []string) blank {
	return e.blank(asInput, name, key).worth(strings.Join(is, ", ")).optional().hinted(e.Words.T("hosts.commas"))
}

// listOf reads words with commas between them, also with those of Arabic.
func (in *input) listOf(name string) (all []string) {
	for _, text := range strings.FieldsFunc(in.text(name), func(r rune) bool { return r == ',' || r == '،' || r == ';' || r == '؛' }) {
		if text = strings.TrimSpace(text); text != "" {
			all = append(all, text)
		}
	}
	return all
}

func describeHome(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("way")
	if err != nil {
		return "", "", err
	}
	is := hosting.HomeIs{Town: in.text("town"), Households: in.count("households"), StepFree: answerOf(in.text("step_free")), Languages: in.listOf("languages"), Keeps: in.listOf("keeps")}
	for _, who := range hosting.Takers() {
		if in.yes("takes_" + who) {
			is.Takes = append(is.Takes, who)
		}
	}
	switch len(is.Takes) {
	case 0:
		in.blame("takes_"+hosting.Takers()[0], "hosts.takes_nobody")
	case len(hosting.Takers()):
		is.Takes = nil
	}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, hosting.Describe{Journey: of, Is: is, Day: clock.NoDay})
	return hostPath(of), "saved", err
}

func pauseTask(e *errand) (*task, error) {
	f, crumbs, err := e.hostOf()
	if err != nil {
		return nil, err
	}
	b := blank{as: asInput, Field: page.Field{Name: "until", Label: e.Words.T("hosts.paused_until"), Kind: "date", LTR: true, Optional: true}}
	if f.Paused.Known() {
		b.Value = f.Paused.String()
	}
	return &task{title: "hosts.pause", lead: "hosts.pause_lead", do: "form.save", back: hostPath(f.Journey), crumbs: crumbs, blanks: []blank{b}}, nil
}

func pauseHost(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("way")
	if err != nil {
		return "", "", err
	}
	c := hosting.Pause{Journey: of, Until: in.day("until"), Day: clock.NoDay}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return hostPath(of), "saved", err
}

// hostingStep is where those who receive say how many beds they offer. Where guests are placed with them is a page of its own, with every home and why.
func (p Pages) hostingStep(r *web.Request, f stepForm) error {
	if f.step.Offers {
		return p.offerStep(r, f)
	}
	return r.Go(guestsPath(f.way.ID), "")
}

func (p Pages) offerStep(r *web.Request, f stepForm) error {
	if err := access.May(r.Visitor.Actor, access.CapacityOffer, f.scope, p.op.Desk.Today()); err != nil {
		return err
	}
	s := f.paper(r, "form.save")
	s.lead = r.Words.T("hosts.beds_lead")
	s.at = map[string]string{"hosting.beds": "beds"}
	s.lines = []line{{Field: page.Field{Name: "beds", Label: r.Words.T("hosts.beds"), LTR: true}}, dayLine(r, "form.day")}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		beds, day := 0, dayOf(r, v, "day", bad)
		if strings.TrimSpace(v.Get("beds")) != "0" {
			beds = countOf(r, v, "beds", bad)
		}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, f.scope, hosting.OfferBeds{Journey: f.way.ID, Step: f.step.ID, Beds: beds, Day: day})
		return hostPath(f.way.ID), "saved", err
	})
}

// guestsToReview counts the households whose host may not receive any more, and with whom nobody spoke for now, in the compartments in which the visitor places people.
func (p Pages) guestsToReview(r *web.Request) (n int64, err error) {
	own, err := p.ownCaseloads(r)
	for _, c := range own {
		if c.Scope.Compartment == access.General || !p.may(r.Visitor, access.CapacityPropose, c.Scope) {
			continue
		}
		some, err := asked(p, r, "task.start", hosting.WaitingToday(c.Scope))
		if err != nil {
			return 0, err
		}
		n += some.ToReview
	}
	return n, err
}
