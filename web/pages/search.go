// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"strings"

	"safar/desk"
	"safar/exchange/sheet"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/web"
	"safar/web/page"
)

// longestSearch is the most bytes of a question; fewestTyped the letters from which something is looked for while it is typed: fewer find anybody.
const (
	longestSearch = 200
	fewestTyped   = 3
)

// searched is what a search found.
type searched struct {
	list   householdList
	like   bool // nobody is called so: these have names that are like it
	places []page.Link
}

// none reports whether nothing at all was found.
func (s *searched) none() bool { return len(s.list.rows) == 0 && len(s.places) == 0 }

// searchForm is the page of the search by itself, for those who come without a question.
func (p Pages) searchForm(r *web.Request) error {
	if _, err := p.scope(r, access.PeopleSearch); err != nil {
		return err
	}
	return r.Show(searchPage(searchFrame(r), "", nil))
}

func searchFrame(r *web.Request) page.Frame {
	f := r.Frame(r.Words.T("search.title"))
	f.Crumbs = []page.Link{start(r.Words)}
	return f
}

// search finds households in the caseload that the visitor chose, or in every one that they may search, and places. The question comes in the body, so
// that no name of a person stands in an address, a log or a history. The script of the page asks while the question is typed, and gets the first few.
func (p Pages) search(r *web.Request) error {
	values, err := r.Values()
	if err != nil {
		return err
	}
	text := strings.TrimSpace(values.Get("q"))
	if r.Partial() && len([]rune(text)) < fewestTyped {
		return r.Show(foundAsTyped(r.Words, nil))
	}
	found, err := p.found(r, text)
	switch {
	case err != nil:
		return err
	case r.Partial():
		return r.Show(foundAsTyped(r.Words, found))
	}
	return r.Show(searchPage(searchFrame(r), text, found))
}

// found looks for a text in every caseload of the visitor.
func (p Pages) found(r *web.Request, text string) (*searched, error) {
	all, err := p.caseloads(r.Context(), r.Visitor, access.PeopleSearch)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, fault.New("pages.search", fault.NotAllowed, "access.not_allowed", fault.Args{"act": string(access.PeopleSearch)})
	}
	out := &searched{list: householdList{pages: page.Pages{Total: -1}}}
	if text == "" || len(text) > longestSearch {
		return out, nil
	}
	for _, c := range all {
		if !r.Visitor.Caseload.IsZero() && c.Scope.Caseload != r.Visitor.Caseload {
			continue
		}
		if err := p.foundIn(r, c.Scope, text, out); err != nil {
			return nil, err
		}
	}
	out.list.pages.Shown = int64(len(out.list.rows))
	out.places, err = p.placesLike(r, text)
	return out, err
}

// foundIn adds who is found in one caseload. Whose name is written so stands before whose is like it: those are left out where somebody is.
func (p Pages) foundIn(r *web.Request, scope access.Scope, text string, out *searched) error {
	found, err := asked(p, r, desk.Purpose("task.search"), journey.Search(scope, p.spellings, text, phoneOf(text)))
	if err != nil || len(found.Rows) == 0 || found.Like && len(out.list.rows) > 0 && !out.like {
		return err
	}
	rows, err := p.lines(r, found.Rows)
	if out.like && !found.Like {
		out.list.rows = nil
	}
	out.list.rows, out.list.more, out.like = append(out.list.rows, rows...), out.list.more || found.More, found.Like
	return err
}

// placesLike returns sites and villages that are called like a text, with the way to each, as far as the visitor may open it.
func (p Pages) placesLike(r *web.Request, text string) ([]page.Link, error) {
	if !p.may(r.Visitor, access.PlacesRead, access.Commons) {
		return nil, nil
	}
	rows, err := asked(p, r, "task.search", places.Like(text, people.SearchWords))
	var links []page.Link
	for _, row := range rows {
		path, known := map[places.Kind]string{places.Site: "/sites/", places.Village: "/villages/"}[row.Kind]
		if known {
			links = append(links, page.Link{Text: row.Name, To: path + row.ID.String(), About: r.Words.T("search.kind." + string(row.Kind))})
		}
	}
	return links, err
}

// phoneOf returns the number in what was searched for, as it is kept; "" where it is none.
func phoneOf(text string) string {
	if strings.ContainsFunc(text, func(c rune) bool { return c > '9' && c < 0x660 }) {
		return ""
	}
	phone, trouble := sheet.ParsePhone(text, homeCountry)
	if trouble != nil {
		return ""
	}
	return phone.Digits
}

// homeCountry is the country whose national numbers are typed without a code.
const homeCountry = "CD"
