// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"context"
	"net/url"
	"slices"

	"github.com/a-h/templ"

	"safar/field/bulk"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/operation"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// One thing is done to several on pages of their own: whom and what is chosen, what would come of it is seen, it is carried out, watched or left, stopped, and taken back.

// addSeveral adds the pages of what is done to several at once.
func (o *office) addSeveral() {
	const at = "/several/{id}"
	o.handle("GET /several", showWorks)
	o.handle("POST /several", chooseSeveral)
	o.handle("GET "+at, showWork)
	o.handle("GET "+at+"/do/{deed}", showDeed)
	o.handle("POST "+at+"/do/{deed}", lookAtDeed)
	o.handle("POST "+at+"/begin", onWork(func(e *errand, of id.ID) error {
		return e.op.Works.Begin(e.Context(), e.Visitor.Actor, of, sessionName(e.Token()))
	}))
	o.handle("POST "+at+"/stop", onWork(func(e *errand, of id.ID) error { return e.op.Works.Stop(e.Visitor.Actor, of) }))
	o.handle("POST "+at+"/go-on", onWork(func(e *errand, of id.ID) error {
		return e.op.Works.GoOn(e.Visitor.Actor, of, sessionName(e.Token()))
	}))
	o.handle("POST "+at+"/finish", onWork(func(e *errand, of id.ID) error { return e.op.Works.Finish(e.Context(), e.Visitor.Actor, of) }))
	o.handle("POST "+at+"/take-back", takeBack)
	o.handle("POST "+at+"/let-go", letWorkGo)
}

func workPath(of id.ID) string { return "/several/" + of.String() }

// UnderWay finds the work of a visitor that goes on, for the top of every page: what it does and how far it is, and where it is shown.
func UnderWay(op *operation.Operation) func(*web.Request) page.Link {
	return func(r *web.Request) page.Link {
		of, goes := op.Works.Under(r.Visitor.Actor)
		if !goes {
			return page.Link{}
		}
		return page.Link{Text: r.Words.T("several.under_way", words.Args{"Share": r.Words.Percent(int64(of.Seen), int64(max(len(of.Items), 1)))}), To: workPath(of.ID)}
	}
}

// chooseSeveral holds those who were ticked on a list, or all of it.
func chooseSeveral(e *errand) error {
	values, err := e.Values()
	if err != nil {
		return err
	}
	list, err := e.listAt(values.Get("list"))
	if err == nil && !e.offers(e.Request, e.scope, list.verb) {
		err = fault.New("pages.several", fault.NotAllowed, "access.not_allowed", fault.Args{"act": "several"})
	}
	if err != nil {
		return err
	}
	items, err := list.items()
	if err != nil {
		return err
	}
	if values.Get("which") != "all" {
		ticked := values["item"]
		items = slices.DeleteFunc(items, func(i bulk.Item) bool { return !slices.Contains(ticked, severalValue(i)) })
	}
	of, err := e.op.Works.Choose(e.Visitor.Actor, e.scope, values.Get("list"), items)
	if fault.KeyOf(orNone(err)) == "bulk.nobody" {
		return e.Go(values.Get("list"), "nobody_ticked")
	}
	if err != nil {
		return err
	}
	return e.Go(workPath(of), "")
}

// orNone is an error that can be asked for its key, where there may be none.
func orNone(err error) error {
	if err == nil {
		return fault.New("pages.several", fault.Internal, "none", nil)
	}
	return err
}

// work is the work of the path, taken up again where it is not held any more.
func (e *errand) work() (bulk.Work, error) {
	of, err := e.PathID("id")
	if err != nil {
		return bulk.Work{}, err
	}
	got, err := e.op.Works.Work(e.Visitor.Actor, of)
	if err == nil || fault.KeyOf(err) != "bulk.no_work" {
		return got, err
	}
	act, may := e.anyDeed(e.Request, e.scope)
	if !may {
		return got, err
	}
	if err := e.op.Works.Recall(e.Context(), e.Visitor.Actor, act, e.scope, of); err != nil {
		return got, err
	}
	return e.op.Works.Work(e.Visitor.Actor, of)
}

// anyDeed is the act of some deed that who asks may do in a scope: with it they find their own works there.
func (p Pages) anyDeed(r *web.Request, scope access.Scope) (access.Act, bool) {
	for _, d := range bulk.All() {
		for _, act := range []access.Act{d.Act, d.BackAct} {
			if act != "" && p.may(r.Visitor, act, scope) {
				return act, true
			}
		}
	}
	return "", false
}

// onWork does something with the work of the path, and shows it again.
func onWork(do func(*errand, id.ID) error) func(*errand) error {
	return func(e *errand) error {
		of, err := e.work()
		if err == nil {
			err = do(e, of.ID)
		}
		if err != nil {
			return err
		}
		return e.soon(of.ID)
	}
}

// soon shows a work when it has come to rest, or a moment later.
func (e *errand) soon(of id.ID) error {
	if err := e.awaits(of); err != nil {
		return err
	}
	return e.Go(workPath(of), "")
}

// awaits waits until a work has come to rest, or a moment.
func (e *errand) awaits(of id.ID) error {
	ctx, cancel := context.WithTimeout(e.Context(), shortly)
	defer cancel()
	_, err := e.op.Works.Rested(ctx, e.Visitor.Actor, of)
	return err
}

func letWorkGo(e *errand) error {
	of, err := e.work()
	if err == nil {
		err = e.op.Works.LetGo(e.Visitor.Actor, of.ID)
	}
	if err != nil {
		return err
	}
	if of.From == "" {
		return e.Go("/several", "")
	}
	return e.Go(of.From, "")
}

// takeBack chooses those for whom it was done, and asks what is needed to take it back.
func takeBack(e *errand) error {
	of, err := e.work()
	if err != nil {
		return err
	}
	back, err := e.op.Works.TakeBack(e.Context(), e.Visitor.Actor, of.ID)
	if err != nil {
		return err
	}
	return e.Go(workPath(back)+"/do/"+url.PathEscape(of.Deed), "")
}

// showWorks lists the works of who asks: what they chose, what goes on, what was stopped, and what they had done lately.
func showWorks(e *errand) error {
	act, may := e.anyDeed(e.Request, e.scope)
	if !may {
		return access.May(e.Visitor.Actor, access.PeopleAmend, e.scope, e.today)
	}
	rows, err := ask(e, "task.start", bulk.Mine(act, e.scope))
	if err != nil {
		return err
	}
	w := e.Words
	g := grid{caption: w.T("several.title"), empty: w.T("several.none"), columns: columns(w, "office.day", "several.what", "#several.how_many", "several.state", "#several.done")}
	for _, r := range rows {
		state, done := bulk.Stopped, r.Done
		if r.Ended {
			state = bulk.Ended
		}
		if held, err := e.op.Works.Work(e.Visitor.Actor, r.ID); err == nil {
			state, done = held.State, held.Done
		}
		what := linked(e.deedSaid(r.Deed, r.Back), workPath(r.ID))
		if !r.Here {
			what = cells(plain(e.deedSaid(r.Deed, r.Back)), hushed(w.T("several.elsewhere")))
		}
		g.rows = append(g.rows, []templ.Component{day(w, r.Day), what, num(w, r.Count), workState(w, state), num(w, done)})
	}
	return e.Show(officePage(e.frame(w.T("several.title")), w.T("several.lead"), nil, gridOf(g)))
}

// deedSaid says what a work does, or takes back.
func (e *errand) deedSaid(deed string, back bool) string {
	if bulk.Of(deed) == nil {
		return ""
	}
	said := e.Words.T("several.deed." + deed)
	if back {
		return e.Words.T("several.taking_back", words.Args{"What": said})
	}
	return said
}
