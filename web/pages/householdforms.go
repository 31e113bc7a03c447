// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// opened is a household that a form is about, or one person of it who walks on their own.
type opened struct {
	scope access.Scope
	of    id.ID
	base  string
	file  journey.File
	alone string // path of the household's file, where base is that of one person of it
}

// open opens the household of the address for a form, to those who may do its act.
func (p Pages) open(r *web.Request, act access.Act, why desk.Purpose) (opened, error) {
	scope, of, err := p.homeOf(r, access.PeopleLook)
	if err == nil {
		err = access.May(r.Visitor.Actor, act, scope, p.op.Desk.Today())
	}
	if err != nil {
		return opened{}, err
	}
	file, err := asked(p, r, why, journey.FileOf(scope, of))
	return opened{scope: scope, of: of, base: householdPath(of), file: file}, err
}

// crumbs lead back to the file, and from a person to that of their household.
func (o opened) crumbs(w *words.Printer) []page.Link {
	crumbs := []page.Link{start(w), {Text: w.T("household.list"), To: "/households"}}
	if o.alone == "" {
		return append(crumbs, page.Link{Text: titleOf(w, o.file.People), To: o.base})
	}
	crumbs = append(crumbs, page.Link{Text: titleOf(w, o.file.People), To: o.alone})
	for _, m := range o.file.People.Members {
		crumbs = append(crumbs, page.Link{Text: called(w, m), To: o.base})
	}
	return crumbs
}

// paper begins a form about the household. What it is for stands under key, key + "_lead" and key + "_do".
func (o opened) paper(r *web.Request, key string) *paper {
	return &paper{title: r.Words.T(key), lead: r.Words.T(key + "_lead"), do: r.Words.T(key + "_do"), action: r.URL.Path, crumbs: o.crumbs(r.Words)}
}

// memberOptions are the members, with their age and how they stand to the head; those that keep refuses are left out.
func (o opened) memberOptions(w *words.Printer, keep func(people.MemberRow) bool) []page.Option {
	var out []page.Option
	for _, m := range o.file.People.Members {
		if keep != nil && !keep(m) {
			continue
		}
		out = append(out, page.Option{Value: m.ID.String(), Label: called(w, m)})
	}
	return out
}

// called says who a member is: name, relation, age.
func called(w *words.Printer, m people.MemberRow) string {
	parts := []string{unnamed(w, m)}
	if name := nameOf(m); name != "" {
		parts[0] = name
	}
	parts = append(parts, relationIn(w, m.Relation))
	if m.Age >= 0 {
		parts = append(parts, w.Number(int64(m.Age)))
	}
	return w.List(parts)
}

// notAChild reports whether a member answers in their own right: an adult, or somebody whose age nobody knows.
func notAChild(m people.MemberRow) bool { return m.Adult != people.No }

// moveSite says where a household lives now.
func (p Pages) moveSite(r *web.Request) error {
	o, err := p.open(r, access.PeopleAmend, "task.household")
	if err != nil {
		return err
	}
	options, err := p.placesOf(r, places.Site, false)
	if err != nil {
		return err
	}
	s := o.paper(r, "move_site")
	s.lines = []line{{Field: page.Field{Name: "site", Label: r.Words.T("household.site"), Options: options, Optional: true, Hint: r.Words.T("move_site_none")},
		as: lineChoice}, dayLine(r, "form.day")}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := people.MoveSite{Household: o.of, Site: oneID(v, "site"), Day: dayOf(r, v, "day", bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, o.scope, c)
		return o.base, "saved", err
	})
}

// split lets members leave a household, on their own word.
func (p Pages) split(r *web.Request) error {
	o, err := p.open(r, access.PeopleSplit, "task.split")
	if err != nil {
		return err
	}
	w := r.Words
	s := o.paper(r, "split")
	s.grave = true
	s.at = map[string]string{"people.leavers_own_word": "own_word", "people.not_a_member": "leaving", "people.nobody_stays": "leaving",
		"people.children_leave_with_an_adult": "leaving", "people.card_taken": "card"}
	s.lines = []line{{Field: page.Field{Name: "leaving", Label: w.T("split.leaving"), Options: o.memberOptions(w, nil)}, as: lineChecks},
		{Field: page.Field{Name: "own_word", Label: w.T("split.own_word"), Hint: w.T("split.own_word_hint"), Options: o.memberOptions(w, notAChild)}, as: lineChecks},
		{Field: page.Field{Name: "card", Label: w.T("split.card"), Optional: true, LTR: true}}, dayLine(r, "form.day")}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := journey.Split{Household: o.of, Leaving: ids(v["leaving"]), OwnWord: ids(v["own_word"]), Card: strings.TrimSpace(v.Get("card")),
			Day: dayOf(r, v, "day", bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		receipt, err := p.carryOut(r, o.scope, c)
		if err != nil {
			return "", "", err
		}
		return "/households/" + receipt.IDs[0].String(), "saved", nil
	})
}

// join brings somebody of another household into this one, by their own word. They are found by the card of their household.
func (p Pages) join(r *web.Request) error {
	o, err := p.open(r, access.PeopleJoin, "task.join")
	if err != nil {
		return err
	}
	w := r.Words
	s := o.paper(r, "join")
	card := strings.TrimSpace(r.FormValue("card"))
	from, err := p.byCard(r, o.scope, card)
	if err != nil {
		return err
	}
	if from == nil {
		s.lines = []line{{Field: page.Field{Name: "card", Label: w.T("join.card"), LTR: true, Value: card}}}
		s.do = w.T("join.look")
		return p.filled(r, s, func(url.Values) (string, string, error) {
			return "", "", wrongs{"card": w.T("join.no_such_card")}
		})
	}
	s.hidden = map[string]string{"card": card}
	s.at = map[string]string{"people.leavers_own_word": "own_word"}
	s.lines = []line{
		{Field: page.Field{Name: "person", Label: w.T("join.person"), Options: from.memberOptions(w, nil)}, as: lineRadios},
		{Field: page.Field{Name: "relation", Label: w.T("member.relation"), Options: memberLines(w, 0)[4].Options}, as: lineChoice},
		{Field: page.Field{Name: "own_word", Label: w.T("join.own_word"), Optional: true}, as: lineCheck}, dayLine(r, "form.day")}
	if r.FormValue("person") == "" {
		return r.Show(paperPage(r.Frame(s.title), s))
	}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := journey.Join{Person: oneID(v, "person"), Household: o.of, Relation: people.Relation(v.Get("relation")), OwnWord: yes(v, "own_word"),
			Day: dayOf(r, v, "day", bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, o.scope, c)
		return o.base, "saved", err
	})
}

// byCard opens the household with a card, or returns nil where there is none.
func (p Pages) byCard(r *web.Request, scope access.Scope, card string) (*opened, error) {
	if card == "" {
		return nil, nil
	}
	found, err := asked(p, r, "task.search", journey.Search(scope, nil, card, ""))
	if err != nil || len(found.Rows) != 1 || found.Rows[0].Household.Card != card {
		return nil, err
	}
	of := found.Rows[0].Household.ID
	file, err := asked(p, r, "task.join", journey.FileOf(scope, of))
	return &opened{scope: scope, of: of, base: householdPath(of), file: file}, err
}

// collector records who receives the household's money, as they chose in private.
func (p Pages) collector(r *web.Request) error {
	o, err := p.open(r, access.PaymentCollector, "task.collector")
	if err != nil {
		return err
	}
	w := r.Words
	s := o.paper(r, "collector")
	s.at = map[string]string{"people.collector_in_private": "private", "people.collector_not_an_adult_member": "person"}
	s.lines = []line{
		{Field: page.Field{Name: "person", Label: w.T("household.collector"), Options: o.memberOptions(w, notAChild)}, as: lineRadios},
		{Field: page.Field{Name: "alternate", Label: w.T("household.alternate"), Options: o.memberOptions(w, notAChild), Optional: true}, as: lineChoice},
		{Field: page.Field{Name: "private", Label: w.T("form.private"), Optional: true}, as: lineCheck}, dayLine(r, "form.day")}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		c := people.ChooseCollector{Household: o.of, Collector: people.Collector{Person: oneID(v, "person"), Alternate: oneID(v, "alternate")},
			Private: yes(v, "private"), Day: dayOf(r, v, "day", bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, o.scope, c)
		return o.base, "saved", err
	})
}

// groups records for which groups a household wants the decisions of protection to count. What was said before is not shown.
func (p Pages) groups(r *web.Request) error {
	o, err := p.open(r, access.PeopleContact, "task.household")
	if err != nil {
		return err
	}
	w := r.Words
	s := o.paper(r, "groups")
	s.at = map[string]string{"people.groups_in_private": "private", "people.too_many_groups": "groups"}
	s.lines = []line{
		{Field: page.Field{Name: "groups", Label: w.T("groups.which"), Hint: w.T("groups.which_hint"), Rows: 3, Optional: true}, as: lineArea},
		{Field: page.Field{Name: "private", Label: w.T("form.private"), Optional: true}, as: lineCheck}}
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		_, err := p.carryOut(r, o.scope, people.SayGroups{Household: o.of, Groups: strings.Split(v.Get("groups"), "\n"), Private: yes(v, "private")})
		return o.base, "saved", err
	})
}

// begin starts a pathway for a household.
func (p Pages) begin(r *web.Request) error {
	o, err := p.open(r, access.JourneyStart, "task.household")
	if err != nil {
		return err
	}
	return p.beginWay(r, o, o.of)
}

// beginWay begins the pathway of the address for a household, or for one person of it.
func (p Pages) beginWay(r *web.Request, o opened, subject id.ID) error {
	programmeID, pathway := r.PathValue("programme"), r.PathValue("pathway")
	speech := p.speech(r.Words, programmeID)
	s := &paper{title: r.Words.T("way.begin", words.Args{"Pathway": speech.say("pathways", pathway)}), lead: speech.name(programmeID),
		do: r.Words.T("begin_do"), action: r.URL.Path, crumbs: o.crumbs(r.Words)}
	return p.filled(r, s, func(url.Values) (string, string, error) {
		_, err := p.carryOut(r, o.scope, journey.Start{Programme: programmeID, Pathway: pathway, Subject: subject, Day: clock.NoDay})
		return o.base, "saved", err
	})
}
