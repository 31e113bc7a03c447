// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"

	"safar/field/figures"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// onPage is how many households one page of a list shows.
const onPage = 50

// householdList is a list of households with what stands around it.
type householdList struct {
	rows   []householdLine
	pages  page.Pages
	filter listFilter
	more   bool // more were found than are shown
	pick   picking
}

// householdColumns are those of a list of households.
func householdColumns(w *words.Printer, pick picking) []page.Column {
	all := columns(w, "household.card", "household.head", "household.stage", "#household.size", "household.site")
	if pick.on {
		all = append(columns(w, "several.tick"), all...)
	}
	return all
}

// householdLine is one household as the list shows it.
type householdLine struct {
	of                      id.ID
	card, head, site, stage string
	size                    int64
	forgotten               bool
	state                   string
	flags                   []people.Flag
	plan                    string // with which they stay, in the words of the form
	found                   string // who was found, of a search; "" for nobody in particular
}

// called is the name under which the household was found, or else that of its head.
func (l householdLine) called() string { return cmp.Or(l.found, l.head) }

// listFilter is what a list is narrowed down by.
type listFilter struct {
	site, state   string // an id of a place; an id of a figure
	stands        string // where they stand, as journey.Whereabouts names it; "all" for everyone
	sites, states []page.Option
}

// everyone is the whereabouts of a list that is not narrowed down by them.
const everyone = "all"

// whereabouts are what a list can be narrowed down to, those who remain first: they are those whom the office still owes something here.
var whereabouts = []string{string(journey.Remaining), string(journey.OnTheRoad), string(journey.HaveLeft), string(journey.Lapsing), string(journey.Asked), string(journey.TwoWays), string(journey.Doubtful), everyone}

// households lists the households of a caseload: all, of a site, or those whom a figure counts.
func (p Pages) households(r *web.Request) error {
	scope, err := p.scope(r, access.PeopleList)
	if err != nil {
		return err
	}
	query := r.URL.Query()
	list := householdList{filter: listFilter{site: query.Get("site"), state: query.Get("state"), stands: query.Get("stands")}}
	if !slices.Contains(whereabouts, list.filter.stands) {
		list.filter.stands = whereabouts[0]
	}
	if err := p.filters(r, scope, &list.filter); err != nil {
		return err
	}
	if list.filter.state != "" {
		err = p.listCounted(r, scope, &list)
	} else {
		err = p.listAll(r, scope, &list)
	}
	if err != nil {
		return err
	}
	list.pick = p.picked(r, scope, "", list.pages.Total)
	f := r.Frame(r.Words.T("household.list"))
	f.Crumbs = []page.Link{start(r.Words)}
	if list.filter.state != "" || list.filter.site != "" || list.filter.stands != whereabouts[0] {
		f.Title = list.filter.title(r.Words)
		f.Crumbs = append(f.Crumbs, page.Link{Text: r.Words.T("household.list"), To: "/households"})
	}
	return r.Show(householdsPage(f, list, p.may(r.Visitor, access.PeopleRegister, scope)))
}

// title says whom a list that is narrowed down shows: those of a figure, of a site, or both.
func (f listFilter) title(w *words.Printer) string {
	label := func(options []page.Option, value string) string {
		for _, o := range options {
			if o.Value == value {
				return o.Label
			}
		}
		return ""
	}
	if f.state != "" {
		return strings.Join(notEmpty(label(f.states, f.state), label(f.sites, f.site)), " · ")
	}
	return strings.Join(notEmpty(w.T("household.stands_"+f.stands), label(f.sites, f.site)), " · ")
}

// filters finds what the list can be narrowed down by: the sites, and the figures that count households, for those who may read them.
func (p Pages) filters(r *web.Request, scope access.Scope, f *listFilter) (err error) {
	if f.sites, err = p.placesOf(r, places.Site, false); err != nil || !p.may(r.Visitor, access.FiguresRead, scope) {
		return err
	}
	return p.eachBoard(r, scope, func(board *figures.Board, programmeID string) error {
		all, err := board.List(r.Context(), r.Visitor.Actor)
		for _, figure := range all {
			if figure.Count == "households" && !figure.Sum && figure.Lists {
				label := p.speech(r.Words, programmeID).say("figures", figure.ID)
				f.states = append(f.states, page.Option{Value: figure.ID, Label: label})
			}
		}
		return err
	})
}

// eachBoard calls f for the board of every programme in force.
func (p Pages) eachBoard(r *web.Request, scope access.Scope, f func(*figures.Board, string) error) error {
	all, err := asked(p, r, "task.list", journey.Programmes())
	if err != nil {
		return err
	}
	for _, in := range all {
		board, err := p.boards.Board(r.Context(), r.Visitor.Actor, scope, in.Programme)
		if err == nil {
			err = f(board, in.Programme)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p Pages) listAll(r *web.Request, scope access.Scope, list *householdList) error {
	want := people.Listing{Limit: onPage}
	query := r.URL.Query()
	if of, err := id.Parse(list.filter.site); err == nil {
		want.Site = of
	}
	if before := query.Get("before"); before != "" {
		want.After, want.Back = cursor(before), true
	} else if after := query.Get("after"); after != "" {
		want.After = cursor(after)
	}
	listed := journey.Households(scope, want)
	if list.filter.stands != everyone {
		listed = journey.HouseholdsWhere(scope, journey.Whereabouts(list.filter.stands), want)
	}
	found, err := asked(p, r, "task.list", listed)
	if err != nil {
		return err
	}
	list.pages = page.Pages{Shown: int64(len(found.Rows)), Total: found.Total, Previous: pageLink(query, "before", found.Previous),
		Next: pageLink(query, "after", found.Next)}
	if list.pages.Previous != "" {
		list.pages.First = pageLink(query, "", journey.Cursor{})
	}
	list.rows, err = p.lines(r, found.Rows)
	return err
}

// listCounted lists whom a figure counts, from the board that counts it: nobody else is evaluated.
func (p Pages) listCounted(r *web.Request, scope access.Scope, list *householdList) error {
	query := r.URL.Query()
	after, err := id.Parse(query.Get("after"))
	if err != nil {
		after = id.ID{}
	}
	var who []figures.Listed
	err = p.eachBoard(r, scope, func(board *figures.Board, _ string) error {
		var by []figures.By
		if list.filter.site != "" {
			by = append(by, figures.By{Dimension: "site", Value: list.filter.site})
		}
		some, err := board.Who(r.Context(), r.Visitor.Actor, list.filter.state, figures.Page{After: after, Limit: onPage + 1}, by...)
		if fault.KeyOf(err) == "figures.no_such_dimension" { // it tells nothing of sites: all of it is shown
			some, err = board.Who(r.Context(), r.Visitor.Actor, list.filter.state, figures.Page{After: after, Limit: onPage + 1})
		}
		if fault.Is(err, fault.NotFound) {
			return nil // a figure of another programme
		}
		who = append(who, some...)
		return err
	})
	if err != nil {
		return err
	}
	var of []id.ID
	for i := range who {
		if len(of) == 0 || of[len(of)-1] != who[i].Subject {
			of = append(of, who[i].Subject)
		}
	}
	list.pages.Total = -1
	if len(of) > onPage {
		of = of[:onPage]
		list.pages.Next = pageLink(query, "after", journey.Cursor{Story: of[onPage-1]})
	}
	if !after.IsZero() {
		list.pages.First = pageLink(query, "", journey.Cursor{})
	}
	found, err := asked(p, r, "task.list", journey.HouseholdsOf(scope, of))
	if err != nil {
		return err
	}
	list.pages.Shown = int64(len(found.Rows))
	if list.rows, err = p.lines(r, found.Rows); err != nil {
		return err
	}
	return p.plans(r, scope, of, list.rows)
}

// plans puts into the lines of a list with which plan each household stays, for those who read it.
func (p Pages) plans(r *web.Request, scope access.Scope, of []id.ID, lines []householdLine) error {
	rows, err := asked(p, r, "task.list", journey.PlansOf(scope, of, p.formsOf(r)))
	for _, row := range rows {
		i := slices.IndexFunc(lines, func(l householdLine) bool { return l.of == row.Household })
		form := formThen(row.Plan.Form, p.speech(r.Words, row.Programme).form(row.FormID))
		if i >= 0 && form != nil {
			lines[i].plan = planSaid(r.Words, form, row.Plan.Answers)
		}
	}
	return err
}

// planSaid is the kind of a plan: what was chosen where the form offers answers.
func planSaid(w *words.Printer, form *programme.Form, answers []journey.AnswerRow) string {
	var said []string
	for _, a := range answers {
		if q := form.Question(a.Question); q != nil && len(q.Options) > 0 && a.Answer() != "" {
			said = append(said, saidAs(w, q, a.Answer()))
		}
	}
	return w.List(said)
}

// cursor reads what pageLink wrote; something else begins the list.
func cursor(text string) *register.Entry {
	key, story, _ := strings.Cut(text, ".")
	of, err := id.Parse(story)
	raw, hexErr := hex.DecodeString(key)
	if err != nil || hexErr != nil {
		return nil
	}
	return &register.Entry{Key: raw, Story: of}
}

// pageLink is the address of another page of the same list.
func pageLink(query url.Values, name string, c journey.Cursor) string {
	to := url.Values{}
	for _, kept := range []string{"site", "state", "stands"} {
		if v := query.Get(kept); v != "" {
			to.Set(kept, v)
		}
	}
	switch {
	case name == "":
	case c.Story.IsZero():
		return ""
	case len(c.Key) > 0:
		to.Set(name, hex.EncodeToString(c.Key)+"."+c.Story.String())
	default:
		to.Set(name, c.Story.String())
	}
	if len(to) == 0 {
		return "/households"
	}
	return "/households?" + to.Encode()
}

// lines puts rows into the words of the reader.
func (p Pages) lines(r *web.Request, rows []journey.HouseholdRow) ([]householdLine, error) {
	var of []id.ID
	for _, row := range rows {
		of = append(of, row.Household.Site)
	}
	names, err := p.placesNamed(r, "task.list", of...)
	out := make([]householdLine, len(rows))
	for i, row := range rows {
		h := row.Household
		out[i] = householdLine{of: h.ID, card: h.Card, head: h.Head, site: names.of(h.Site), size: int64(h.Size), state: row.State, flags: h.Flags, forgotten: h.Forgotten, found: row.Found}
		if row.Step != "" {
			out[i].stage = p.speech(r.Words, row.Programme).step(row.Step)
		}
	}
	return out, err
}
