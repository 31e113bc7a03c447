// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"bytes"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"safar/exchange/intake"
	"safar/exchange/sheet"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
)

// addLists adds the pages on which a list from a file is looked at, corrected and taken in.
func addLists(site *web.Site, p Pages) {
	site.Handle("GET /lists", p.lists)
	site.Handle("POST /lists", p.giveList)
	site.Handle("GET /lists/{list}", p.list)
	site.Handle("POST /lists/{list}/columns", p.listColumns)
	site.Handle("POST /lists/{list}/mapping", p.listMapping)
	site.Handle("POST /lists/{list}/take-in", p.takeListIn)
	site.Handle("POST /lists/{list}/let-go", p.letListGo)
	site.Handle("GET /lists/{list}/refused.csv", p.listRefused)
}

// lists shows the lists that the visitor has here, and takes a further one.
func (p Pages) lists(r *web.Request) error {
	if _, err := p.scope(r, access.ImportRun); err != nil {
		return err
	}
	return r.Show(listsPage(p.listsFrame(r), p.op.Lists.Of(r.Visitor.Actor), ""))
}

func (p Pages) listsFrame(r *web.Request) page.Frame {
	f := r.Frame(r.Words.T("lists.title"))
	f.Crumbs = []page.Link{start(r.Words)}
	return f
}

// giveList takes a file. One that cannot be read as a list is said beside the form.
func (p Pages) giveList(r *web.Request) error {
	scope, err := p.scope(r, access.ImportRun)
	if err != nil {
		return err
	}
	var of id.ID
	name, from, err := r.File("file", intake.LargestList)
	if err == nil {
		of, err = p.op.Lists.Give(r.Visitor.Actor, scope, name, from, r.Words.Say)
	}
	if err == nil {
		return r.Go("/lists/"+of.String(), "")
	}
	if kind := fault.KindOf(err); kind != fault.Invalid && kind != fault.Conflict {
		return err
	}
	text, hint := r.Words.Fault(err)
	return r.ShowAs(web.Status(err), listsPage(p.listsFrame(r), p.op.Lists.Of(r.Visitor.Actor), strings.Join(notEmpty(text, hint), " ")))
}

// list shows a list as it stands: what it would become, how far it has come, or what became of it.
func (p Pages) list(r *web.Request) error {
	of, err := r.PathID("list")
	if err != nil {
		return err
	}
	list, err := p.op.Lists.List(r.Visitor.Actor, of)
	if err != nil {
		return err
	}
	f := r.Frame(list.Name)
	f.Crumbs = []page.Link{start(r.Words), {Text: r.Words.T("lists.title"), To: "/lists"}}
	switch {
	case list.State.Going():
		const seconds = 3
		r.Again(seconds)
		return r.Show(listGoingPage(f, list))
	case list.State == intake.Imported:
		if len(list.Report.Refusals) > 0 {
			err = p.op.Lists.Looked(r.Context(), r.Visitor.Actor, of)
		}
		if err != nil {
			return err
		}
		return r.Show(listDonePage(f, list))
	}
	return p.showGiven(r, f, list, "", nil)
}

// listView is a list that is not yet on its way, as its page shows it.
type listView struct {
	list    intake.List
	preview intake.Preview
	in      string                 // the sheet whose columns are shown
	columns []intake.PreviewColumn // some of them
	next    string                 // path of the next ones; "" where these are the last
	first   string
	text    string   // of the mapping, as it was typed
	wrong   []string // what is wrong with it
	fitting []string
}

// columnsOnPage is how many columns one page shows.
const columnsOnPage = 24

// showGiven shows a list that is not yet on its way. typed is a mapping that was not taken, and wrong is why.
func (p Pages) showGiven(r *web.Request, f page.Frame, list intake.List, typed string, wrong error) error {
	v := listView{list: list, in: r.URL.Query().Get("sheet"), text: string(list.Mapping)}
	var trouble error
	var err error
	if v.preview, trouble, err = p.op.Lists.Preview(r.Context(), r.Visitor.Actor, list.ID, v.in); err != nil {
		return err
	}
	if v.fitting, err = p.op.Lists.Fitting(r.Visitor.Actor, list.ID); err != nil {
		return err
	}
	if v.in == "" && len(v.preview.Sheets) > 0 {
		v.in = v.preview.Sheets[0]
	}
	v.page(r.URL.Query().Get("from"))
	status := 200
	if wrong != nil {
		status, trouble, v.text = web.Status(wrong), wrong, typed
	}
	if trouble != nil {
		text, hint := r.Words.Fault(trouble)
		v.wrong = notEmpty(text, hint)
	}
	return r.ShowAs(status, listGivenPage(f, v))
}

// page chooses the columns to be shown: those that are read come first.
func (v *listView) page(from string) {
	all := slices.Clone(v.preview.Columns)
	read := func(c intake.PreviewColumn) bool { return c.Use != sheet.NotRead || c.Names }
	slices.SortStableFunc(all, func(a, b intake.PreviewColumn) int {
		switch {
		case read(a) == read(b):
			return 0
		case read(a):
			return -1
		}
		return 1
	})
	at, err := strconv.Atoi(from)
	if err != nil || at < 0 || at >= len(all) {
		at = 0
	}
	end := min(at+columnsOnPage, len(all))
	v.columns = all[at:end]
	if end < len(all) {
		v.next = v.path(end)
	}
	if at > 0 {
		v.first = v.path(0)
	}
}

// path is the page of this list with the columns of its sheet from one on.
func (v *listView) path(from int) string {
	to := "/lists/" + v.list.ID.String() + "?" + url.Values{"sheet": {v.in}}.Encode()
	if from > 0 {
		to += "&from=" + strconv.Itoa(from)
	}
	return to
}

// listColumns corrects what columns are read as.
func (p Pages) listColumns(r *web.Request) error {
	of, err := r.PathID("list")
	if err != nil {
		return err
	}
	values, err := r.Values()
	if err != nil {
		return err
	}
	uses := map[int]sheet.ColumnUse{}
	for name := range values {
		if text, is := strings.CutPrefix(name, "use_"); is {
			if at, err := strconv.Atoi(text); err == nil {
				uses[at] = sheet.ColumnUse{Use: sheet.Use(values.Get(name)), Names: values.Get("names_"+text) != ""}
			}
		}
	}
	return p.mapped(r, of, p.op.Lists.Use(r.Visitor.Actor, of, values.Get("sheet"), uses), "?"+url.Values{"sheet": {values.Get("sheet")}}.Encode(), "")
}

// listMapping takes a mapping as text, or one that comes with Safar.
func (p Pages) listMapping(r *web.Request) error {
	of, err := r.PathID("list")
	if err != nil {
		return err
	}
	values, err := r.Values()
	if err != nil {
		return err
	}
	text := values.Get("mapping")
	if name := values.Get("shipped"); name != "" {
		m, err := sheet.ShippedMapping(name)
		if err != nil {
			return err
		}
		text = string(m.Source())
	}
	return p.mapped(r, of, p.op.Lists.Map(r.Visitor.Actor, of, []byte(text)), "", text)
}

// mapped leads on after a mapping was changed, or shows what is wrong with it.
func (p Pages) mapped(r *web.Request, of id.ID, wrong error, query, typed string) error {
	if wrong == nil {
		return r.Go("/lists/"+of.String()+query, "saved_mapping")
	}
	if fault.KindOf(wrong) != fault.Invalid {
		return wrong
	}
	list, err := p.op.Lists.List(r.Visitor.Actor, of)
	if err != nil {
		return err
	}
	if typed == "" {
		typed = string(list.Mapping)
	}
	f := r.Frame(list.Name)
	f.Path = "/lists/" + of.String()
	f.Crumbs = []page.Link{start(r.Words), {Text: r.Words.T("lists.title"), To: "/lists"}}
	return p.showGiven(r, f, list, typed, wrong)
}

// takeListIn begins to import a list. The words of its refused rows are those of the reader.
func (p Pages) takeListIn(r *web.Request) error {
	of, err := r.PathID("list")
	if err != nil {
		return err
	}
	say := func(key string, args fault.Args) string { return r.Words.T(key, args) }
	err = p.op.Lists.TakeIn(r.Visitor.Actor, of, say)
	if fault.KindOf(err) == fault.Invalid {
		return p.mapped(r, of, err, "", "")
	}
	if err != nil {
		return err
	}
	soon, cancel := context.WithTimeout(r.Context(), shortly)
	defer cancel()
	if _, err := p.op.Lists.Ended(soon, r.Visitor.Actor, of); err != nil {
		return err
	}
	return r.Go("/lists/"+of.String(), "")
}

// shortly is how long the page after the button waits: a small list is in by then.
const shortly = time.Second

// letListGo lets go of a list, or stops its import.
func (p Pages) letListGo(r *web.Request) error {
	of, err := r.PathID("list")
	if err == nil {
		err = p.op.Lists.LetGo(r.Visitor.Actor, of)
	}
	if err != nil {
		return err
	}
	return r.Go("/lists", "let_go")
}

// listRefused hands out the file of refused rows.
func (p Pages) listRefused(r *web.Request) error {
	of, err := r.PathID("list")
	if err != nil {
		return err
	}
	list, err := p.op.Lists.List(r.Visitor.Actor, of)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := p.op.Lists.Refused(r.Context(), r.Visitor.Actor, of, &file); err != nil {
		return err
	}
	return r.Download(sheet.RefusedPath(list.Name), "text/csv; charset=utf-8", file.Bytes())
}
