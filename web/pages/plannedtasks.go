// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strconv"
	"strings"

	"safar/field/bulk"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/places"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// planBlanks are what is said of a plan.
func (e *errand) planBlanks(visit bool) ([]blank, error) {
	sites, err := e.placeOptions(places.Site)
	if err != nil {
		return nil, err
	}
	about, err := e.placeOptions(places.Village, places.Municipality)
	w := e.Words
	kinds := slices.DeleteFunc(kindOptions(w), func(o page.Option) bool { return (o.Value == string(gathering.GoAndSee)) != visit })
	blanks := []blank{e.blank(asSelect, "kind", "gatherings.kind").of(kinds), e.dayBlank("day", "planned.day"),
		e.blank(asSelect, "site", "planned.site").of(sites).optional(), e.blank(asSelect, "about", "gatherings.about").of(about)}
	if visit {
		blanks = blanks[1:]
	}
	blanks[len(blanks)-1].Optional = !visit
	return append(blanks, e.blank(asInput, "meeting", "planned.meeting").hinted(w.T("planned.meeting_hint")).optional(),
		e.blank(asInput, "room", "planned.room").hinted(w.T("planned.room_hint")).optional(),
		e.blank(asInput, "topic", "gatherings.topic").optional(), e.blank(asSelect, "language", "gatherings.language").of(languageOptions(w)).optional()), err
}

func arrangeTask(visit bool) func(*errand) (*task, error) {
	return func(e *errand) (*task, error) {
		title := "planned.arrange"
		if visit {
			title = "planned.arrange_visit"
		}
		blanks, err := e.planBlanks(visit)
		return &task{title: title, lead: "planned.arrange_lead", do: "page.save", back: "/gatherings", crumbs: []page.Link{e.crumb("gatherings.title", "/gatherings")}, blanks: blanks}, err
	}
}

// plannedIn reads what is said of a plan.
func (in *input) plannedIn(visit bool) (gathering.Planned, string) {
	p := gathering.Planned{Kind: gathering.GoAndSee, Day: in.mustDay("day"), Site: in.id("site"), About: in.id("about"), Topic: in.text("topic"), Language: in.text("language"),
		Room: in.count("room")}
	if !visit {
		p.Kind = gathering.Kind(in.pick("kind", kindOptions(in.e.Words)))
	}
	return p, in.text("meeting")
}

func arrange(visit bool) func(*errand, *input) (string, string, error) {
	return func(e *errand, in *input) (string, string, error) {
		what, meeting := in.plannedIn(visit)
		if in.wrong() {
			return "", "", nil
		}
		r, err := e.do(e.scope, gathering.Arrange{What: what, Meeting: meeting})
		if err != nil || len(r.IDs) == 0 {
			return "/gatherings", "saved", err
		}
		return plannedPath + r.IDs[0].String(), "saved", nil
	}
}

// planTask begins a task on the plan of the path.
func (e *errand) planTask(title string) (*task, gathering.PlanRow, error) {
	p, err := e.plan()
	at := plannedPath + p.ID.String()
	return &task{title: title, do: "page.save", back: at, crumbs: []page.Link{e.crumb("gatherings.title", "/gatherings"),
		{Text: word(e.Words, "gathering_kind", string(p.Kind)), To: at}}}, p, err
}

func rearrangeTask(e *errand) (*task, error) {
	t, p, err := e.planTask("planned.change")
	if err != nil {
		return nil, err
	}
	if t.blanks, err = e.planBlanks(p.IsVisit()); err != nil {
		return nil, err
	}
	t.lead = "planned.change_lead"
	now := map[string]string{"kind": string(p.Kind), "day": p.Day.String(), "site": idText(p.Site), "about": idText(p.About), "meeting": p.Meeting, "topic": p.Topic, "language": p.Language}
	if p.Room > 0 {
		now["room"] = strconv.Itoa(p.Room)
	}
	for i := range t.blanks {
		t.blanks[i].Value = now[t.blanks[i].Name]
	}
	return t, nil
}

// idText is an id as it stands in a form; "" for none.
func idText(of id.ID) string {
	if of.IsZero() {
		return ""
	}
	return of.String()
}

func rearrange(e *errand, in *input) (string, string, error) {
	p, err := e.plan()
	if err != nil {
		return "", "", err
	}
	what, meeting := in.plannedIn(p.IsVisit())
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, gathering.Rearrange{Plan: p.ID, What: what, Meeting: meeting})
	return plannedPath + p.ID.String(), "saved", err
}

func callOffTask(e *errand) (*task, error) {
	t, p, err := e.planTask("planned.call_off")
	t.lead, t.do, t.grave = "planned.call_off_lead", "planned.call_off", true
	t.about = page.Facts(e.Words, []page.Term{{Label: e.Words.T("office.day"), Value: e.Words.Date(p.Day), Class: "date"},
		{Label: e.Words.T("planned.invited"), Value: e.Words.Number(int64(p.Invited)), Class: "number"}})
	t.blanks = []blank{e.blank(asArea, "reason", "several.ask_reason").hinted(e.Words.T("planned.reason_hint"))}
	return t, err
}

func callOff(e *errand, in *input) (string, string, error) {
	p, err := e.plan()
	reason := in.must("reason")
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, gathering.CallOff{Plan: p.ID, Visit: p.IsVisit(), Reason: reason})
	return plannedPath + p.ID.String(), "saved", err
}

func inviteByCardsTask(e *errand) (*task, error) {
	t, _, err := e.planTask("planned.invite")
	t.lead, t.do = "planned.invite_lead", "several.look"
	t.blanks = []blank{e.blank(asArea, "cards", "trips.cards").hinted(e.Words.T("planned.cards_hint"))}
	return t, err
}

// inviteByCards chooses those whose cards were given, and has it looked at what would come of inviting them. Nothing is written yet.
func inviteByCards(e *errand, in *input) (string, string, error) {
	p, err := e.plan()
	if err != nil {
		return "", "", err
	}
	cards := cardsIn(in.must("cards"))
	if in.wrong() {
		return "", "", nil
	}
	items, lost, err := e.itemsByCards(cards[:min(len(cards), mostCalled)])
	if err == nil && len(cards) > mostCalled {
		err = fault.New("pages.invite", fault.Invalid, "bulk.too_many", fault.Args{"most": mostCalled})
	}
	if err == nil && len(lost) > 0 {
		in.faults["cards"] = e.Words.T("planned.lost", words.Args{"Cards": lost})
	}
	if err != nil || in.wrong() {
		return "", "", err
	}
	deed := "invited"
	if p.IsVisit() {
		deed = "asked_along"
	}
	of, err := e.op.Works.Choose(e.Visitor.Actor, e.scope, plannedPath+p.ID.String(), items)
	if err == nil {
		err = e.op.Works.Look(e.Visitor.Actor, of, deed, bulk.Asked{Day: clock.NoDay, Gathering: p.ID}, bulk.Words{})
	}
	if err == nil {
		err = e.awaits(of)
	}
	return workPath(of), "", err
}

// itemsByCards finds whose some cards are, and which are nobody's.
func (e *errand) itemsByCards(cards []string) (items []bulk.Item, lost []string, err error) {
	for _, card := range cards {
		found, err := ask(e, "task.listen", journey.Search(e.scope, nil, card, ""))
		if err != nil {
			return nil, nil, err
		}
		i := slices.IndexFunc(found.Rows, func(r journey.HouseholdRow) bool { return strings.EqualFold(r.Household.Card, card) })
		if i < 0 {
			lost = append(lost, card)
			continue
		}
		items = append(items, bulk.Item{Household: found.Rows[i].Household.ID})
	}
	return items, lost, nil
}
