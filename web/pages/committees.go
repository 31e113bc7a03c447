// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"github.com/a-h/templ"

	"safar/field/committee"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// addCommittees adds the pages of what committees do: their meetings, what they decided, and what became of it.
func (o *office) addCommittees() {
	o.handle("GET /decisions", showMyDecisions)
	o.serve("/committees/{committee}/meet", duty{act: access.SubjectsStep, show: meetTask, send: meet})
	o.serve("/committees/{committee}/meetings/{meeting}/decide", duty{act: access.SubjectsStep, show: resolveTask, send: resolve})
	o.serve("/decisions/{decision}", duty{act: access.SubjectsStep, show: settleDecisionTask, send: settleDecision})
}

func committeePath(of id.ID) string { return subjectPath(committee.Kind, of) }

// ownerOf says whose a decision is.
func (e *errand) ownerOf(d committee.DecisionRow) string {
	if d.Owner.IsZero() {
		return e.Words.T("committee.the_committee")
	}
	return d.Name
}

// committeeParts are what a committee has done, for its page: decisions, the open ones first, and meetings.
func (e *errand) committeeParts(of id.ID) ([]templ.Component, error) {
	record, err := ask(e, "task.subjects", committee.Of(e.scope, of))
	if err != nil {
		return nil, err
	}
	w := e.Words
	var parts []templ.Component
	if c := record.Committee; c.TermEnded(e.today) {
		parts = append(parts, noticed(page.Warn, w.T("committee.term_ended", words.Args{"Day": c.Until})))
	}
	if c := record.Committee.Subject; c.Members > 0 && c.Women == 0 {
		parts = append(parts, noticed(page.Plain, w.T("committee.all_men")))
	}
	return append(parts, headed(w.T("committee.decisions"), e.decisionsGrid(record.Decisions, false)), headed(w.T("committee.meetings"), e.meetingsGrid(of, record.Meetings),
		doors(e.way(e.may(access.SubjectsStep), "committee.meet", "/committees/"+of.String()+"/meet")))), nil
}

// decisionsGrid lists decisions, with what became of each.
func (e *errand) decisionsGrid(all []committee.DecisionRow, named bool) templ.Component {
	w, may := e.Words, e.may(access.SubjectsStep)
	g := grid{caption: w.T("committee.decisions"), empty: w.T("committee.no_decisions"), columns: columns(w, "committee.what", "standards.whose", "morning.until", "committee.became")}
	for _, d := range all {
		what := []templ.Component{plain(d.What), hushed(w.T("committee.decided_on", words.Args{"Day": d.Day}))}
		if named {
			what = append(what, linked(d.Called, committeePath(d.Committee)))
		}
		until := day(w, d.Until)
		if d.Open {
			until = dueCell(w, d.Until, e.today)
		}
		became := e.becameCells(d)
		if d.Open && may {
			became = append(became, linked(w.T("committee.settle"), "/decisions/"+d.Decision.String()))
		}
		g.rows = append(g.rows, []templ.Component{cells(what...), plain(e.ownerOf(d)), until, cells(became...)})
	}
	return gridOf(g)
}

// becameCells say what became of a decision.
func (e *errand) becameCells(d committee.DecisionRow) (cells []templ.Component) {
	w := e.Words
	if d.Open && len(d.Became) == 0 {
		cells = append(cells, status(page.Plain, w.T("committee.open")))
	}
	for _, said := range d.Became {
		tone := page.Good
		if said.Outcome != committee.Done {
			tone = page.Warn
		}
		cells = append(cells, status(tone, w.T("committee.outcome."+string(said.Outcome))), hushed(w.List(notEmpty(w.Date(said.Day), said.Reason))))
	}
	return cells
}

// meetingsGrid lists meetings with who came, counted.
func (e *errand) meetingsGrid(of id.ID, all []committee.MeetingRow) templ.Component {
	w, may := e.Words, e.may(access.SubjectsStep)
	g := grid{caption: w.T("committee.meetings"), empty: w.T("committee.no_meetings"), columns: columns(w, "committee.day", "committee.agenda", "committee.came", "")}
	for _, m := range all {
		came := w.T("committee.came_said", words.Args{"Members": w.N("morning.members", int64(m.Members)), "Women": m.Women, "Children": m.Children, "Disabled": m.Disabled})
		var others templ.Component = templ.NopComponent
		if m.Others > 0 {
			others = hushed(w.N("committee.others_said", int64(m.Others)))
		}
		var to templ.Component = plain("")
		if may {
			to = linked(w.T("committee.decide"), "/committees/"+of.String()+"/meetings/"+m.Meeting.String()+"/decide")
		}
		g.rows = append(g.rows, []templ.Component{day(w, m.Day), plain(m.Agenda), cells(plain(came), others), to})
	}
	return gridOf(g)
}

// showMyDecisions lists the open decisions of committees that were given to the reader.
func showMyDecisions(e *errand) error {
	all, err := ask(e, "task.sites", committee.Mine(e.scope))
	if err != nil {
		return err
	}
	w := e.Words
	return e.Show(officePage(e.frame(w.T("committee.mine"), e.crumb("sites.title", "/sites")), w.T("committee.mine_lead"), nil, e.decisionsGrid(all, true)))
}

// openDecisions counts the decisions of committees that were given to the visitor and are open.
func (p Pages) openDecisions(r *web.Request) (n int64, err error) {
	return p.inEach(r, access.SubjectsStep, func(e *errand) (int64, error) {
		all, err := ask(e, "task.start", committee.Mine(e.scope))
		return int64(len(all)), err
	})
}

// inEach adds up what is found in each caseload in which the visitor may do an act; in the one that they chose, where they chose one.
func (p Pages) inEach(r *web.Request, act access.Act, f func(*errand) (int64, error)) (n int64, err error) {
	if !p.mayAnywhere(r.Visitor, act) {
		return 0, nil
	}
	e, err := (&office{Pages: p}).errand(r)
	if err != nil {
		return 0, err
	}
	for _, scope := range append([]access.Scope{e.scope}, e.others...) {
		if e.scope = scope; !e.may(act) || !r.Visitor.Caseload.IsZero() && scope.Caseload != r.Visitor.Caseload {
			continue
		}
		some, err := f(e)
		if err != nil {
			return 0, err
		}
		n += some
	}
	return n, nil
}

// committeeRecord reads the committee of the address.
func (e *errand) committeeRecord() (record committee.Record, crumbs []page.Link, err error) {
	of, err := e.PathID("committee")
	if err != nil {
		return record, nil, err
	}
	record, err = ask(e, "task.subjects", committee.Of(e.scope, of))
	return record, e.committeeCrumbs(calledOf(e.Words, record.Committee.Subject), of), err
}

func (e *errand) committeeCrumbs(called string, of id.ID) []page.Link {
	return []page.Link{e.crumb("subjects.title", "/subjects"), e.crumb("subject.committees", kindPath(committee.Kind)), {Text: called, To: committeePath(of)}}
}

// meetTask asks when a committee met, on what, and who of it came.
func meetTask(e *errand) (*task, error) {
	record, crumbs, err := e.committeeRecord()
	if err != nil {
		return nil, err
	}
	file, err := e.subjectFile(committee.Kind, record.Committee.Subject.ID)
	if err != nil {
		return nil, err
	}
	w := e.Words
	t := &task{title: "committee.meet", lead: "committee.meet_lead", do: "form.save", back: committeePath(record.Committee.Subject.ID), crumbs: crumbs,
		blanks: []blank{e.dayBlank("day", "committee.day"), e.blank(asArea, "agenda", "committee.agenda").hinted(w.T("standards.names_nobody"))}}
	for _, m := range file.Members {
		if m.Left == 0 {
			t.blanks = append(t.blanks, blank{as: asCheck, Field: page.Field{Name: "came_" + m.Person.String(), Label: w.T("committee.came_named", words.Args{"Name": saidOf(w, m)}), Optional: true}})
		}
	}
	t.blanks = append(t.blanks, e.blank(asInput, "others", "committee.others").kind("number").optional())
	return t, nil
}

func meet(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("committee")
	if err != nil {
		return "", "", err
	}
	c := committee.Meet{Committee: of, Day: in.mustDay("day"), Agenda: in.must("agenda"), Others: in.count("others")}
	file, err := e.subjectFile(committee.Kind, of)
	if err != nil {
		return "", "", err
	}
	for _, m := range file.Members {
		if in.yes("came_" + m.Person.String()) {
			c.Came = append(c.Came, m.Person)
		}
	}
	if in.wrong() {
		return "", "", nil
	}
	r, err := e.do(e.scope, c)
	if err != nil {
		return "", "", err
	}
	return "/committees/" + of.String() + "/meetings/" + r.IDs[0].String() + "/decide", "saved", nil
}

// chargeBlanks ask whose a decision is, and until when.
func (e *errand) chargeBlanks() ([]blank, error) {
	names, err := e.colleagues(access.SubjectsRead)
	if err != nil {
		return nil, err
	}
	options := append([]page.Option{{Value: "", Label: e.Words.T("committee.the_committee")}}, namedOptions(names)...)
	return []blank{e.blank(asSelect, "owner", "standards.whose").of(options).optional(), e.blank(asInput, "until", "morning.until").kind("date").worth((e.today + 14).String())}, nil
}

// resolveTask asks what was decided at a meeting.
func resolveTask(e *errand) (*task, error) {
	record, crumbs, err := e.committeeRecord()
	if err != nil {
		return nil, err
	}
	of, err := e.PathID("meeting")
	if err != nil {
		return nil, err
	}
	for _, m := range record.Meetings {
		if m.Meeting != of {
			continue
		}
		charge, err := e.chargeBlanks()
		if err != nil {
			return nil, err
		}
		w := e.Words
		return &task{title: "committee.decide", lead: "committee.decide_lead", do: "form.save", back: committeePath(record.Committee.Subject.ID), crumbs: crumbs,
			about:  page.Facts(w, []page.Term{{Label: w.T("committee.day"), Value: w.Date(m.Day), Class: "date"}, {Label: w.T("committee.agenda"), Value: m.Agenda}}),
			blanks: append([]blank{e.blank(asArea, "what", "committee.what").hinted(w.T("standards.names_nobody"))}, charge...)}, nil
	}
	return nil, notThere("pages.resolveTask")
}

func resolve(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("committee")
	if err != nil {
		return "", "", err
	}
	meeting, err := e.PathID("meeting")
	if err != nil {
		return "", "", err
	}
	c := committee.Resolve{Meeting: meeting, What: in.must("what"), Owner: in.id("owner"), Until: in.mustDay("until")}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return committeePath(of), "saved", err
}

// decisionOf reads the decision of the address.
func (e *errand) decisionOf() (d committee.DecisionRow, err error) {
	of, err := e.PathID("decision")
	if err != nil {
		return d, err
	}
	return ask(e, "task.sites", committee.OneDecision(e.scope, of))
}

// settleDecisionTask asks what became of a decision.
func settleDecisionTask(e *errand) (*task, error) {
	d, err := e.decisionOf()
	if err != nil {
		return nil, err
	}
	charge, err := e.chargeBlanks()
	if err != nil {
		return nil, err
	}
	w := e.Words
	var outcomes []page.Option
	for _, o := range committee.Outcomes() {
		outcomes = append(outcomes, page.Option{Value: string(o), Label: w.T("committee.outcome." + string(o))})
	}
	t := &task{title: "committee.settle", lead: "committee.settle_lead", do: "form.save", back: committeePath(d.Committee), crumbs: e.committeeCrumbs(d.Called, d.Committee),
		about: page.Facts(w, []page.Term{{Label: w.T("committee.what"), Value: d.What}, {Label: w.T("standards.whose"), Value: e.ownerOf(d)},
			{Label: w.T("morning.until"), Value: w.Date(d.Until), Class: "date"}})}
	if !d.Open {
		t.nothing, t.lead = true, "committee.settled_already"
		return t, nil
	}
	for i := range charge {
		charge[i] = charge[i].hinted(w.T("committee.only_again")).optional()
	}
	t.blanks = append([]blank{e.blank(asRadios, "outcome", "committee.became").of(outcomes), e.blank(asArea, "reason", "committee.why").hinted(w.T("committee.why_hint")).optional()}, charge...)
	return t, nil
}

func settleDecision(e *errand, in *input) (string, string, error) {
	d, err := e.decisionOf()
	if err != nil {
		return "", "", err
	}
	c := committee.Settle{Decision: d.Decision, Outcome: committee.Outcome(in.must("outcome")), Reason: in.text("reason"), Owner: in.id("owner"), Until: in.day("until")}
	if c.Outcome != committee.Again {
		c.Owner, c.Until = id.ID{}, 0
	}
	if in.wrong() {
		return "", "", nil
	}
	if _, err = e.do(e.scope, c); fault.KeyOf(err) == "committee.reason_missing" {
		in.blame("reason", "committee.reason_missing")
		err = nil
	}
	return committeePath(d.Committee), "saved", err
}
