// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"safar/field/bulk"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// firstRefused is how many of one reason stand beside it; the others are one click away.
const firstRefused = 5

// workState shows how far a work has come.
func workState(w *words.Printer, s bulk.State) templ.Component {
	tone := map[bulk.State]page.Tone{bulk.Chosen: page.Ahead, bulk.Looking: page.Ahead, bulk.Looked: page.Ahead, bulk.Going: page.Plain, bulk.Stopped: page.Warn, bulk.Ended: page.Good}[s]
	return status(tone, w.T("several.state_"+string(s)))
}

// showWork shows a work as it stands: what may be done to those who are chosen, what would come of it, how far it is, what came of it.
func showWork(e *errand) error {
	of, err := e.work()
	if err != nil {
		return err
	}
	e.scope = of.Scope
	if why := e.URL.Query().Get("why"); why != "" {
		return e.showRefused(of, why)
	}
	var parts []templ.Component
	switch of.State {
	case bulk.Chosen:
		parts = e.chosenParts(of)
	case bulk.Looking, bulk.Going:
		parts = e.goingParts(of)
	case bulk.Looked:
		parts, err = e.lookedParts(of)
	default:
		parts, err = e.restedParts(of)
	}
	if err != nil {
		return err
	}
	title := e.deedSaid(of.Deed, of.Back())
	if title == "" {
		title = e.Words.T("several.title")
	}
	f := e.frame(title, e.crumb("several.title", "/several"))
	f.Again = of.State.Under()
	return e.Show(severalPage(f, workPath(of.ID), of.State.Under(), append([]templ.Component{para(workState(e.Words, of.State))}, parts...)...))
}

// chosenParts offer what may be done to them.
func (e *errand) chosenParts(of bulk.Work) (parts []templ.Component) {
	w := e.Words
	if of.Why != nil {
		text, hint := w.Fault(of.Why)
		parts = append(parts, noticed(page.Warn, text, hint))
	}
	verb, from := "", templ.Component(templ.NopComponent)
	if list, err := e.listAt(of.From); err == nil { // a list that is gone offers what can be done to its kind
		verb, from = list.verb, hushed(list.title)
	}
	parts = append(parts, para(plain(w.N("several.chosen", int64(len(of.Items))))), para(from), e.listDoor(of))
	offered := bulk.Deeds(verb)
	if of.Back() {
		offered = []*bulk.Deed{bulk.Of(of.Deed)}
	}
	var deeds []deedShown
	for _, d := range offered {
		if e.may(d.ActOf(of.Back())) {
			deeds = append(deeds, deedShown{d.ID})
		}
	}
	if len(deeds) == 0 {
		return append(parts, page.Empty(w.T("several.nothing_to_do")))
	}
	return append(parts, headed(w.T("several.what_now"), deedLinks(w, workPath(of.ID), deeds)), oneButton(workPath(of.ID)+"/let-go", w.T("several.let_go")))
}

// listDoor leads back to the list on which they were chosen.
func (e *errand) listDoor(of bulk.Work) templ.Component { return doors(e.listLink(of)) }

func (e *errand) listLink(of bulk.Work) []page.Link {
	return e.way(of.From != "", "several.to_list", of.From)
}

// goingParts show how far it is.
func (e *errand) goingParts(of bulk.Work) []templ.Component {
	w := e.Words
	label, whole := "several.looked_at", int64(len(of.Items))
	if of.State == bulk.Going {
		label = "several.sent"
	}
	refused := 0
	for _, r := range of.Refused {
		refused += len(r.At)
	}
	parts := []templ.Component{page.Progress(w, w.T(label), int64(of.Seen), whole)}
	if of.State == bulk.Going {
		parts = append(parts, page.Facts(w, []page.Term{{Label: w.T("several.done"), Value: w.Number(int64(of.Done)), Class: "number"},
			{Label: w.T("several.refused"), Value: w.Number(int64(refused)), Class: "number"}}), noticed(page.Plain, w.T("several.may_leave")))
	}
	return append(parts, doors([]page.Link{{Text: w.T("lists.look_again"), To: workPath(of.ID)}}), oneButton(workPath(of.ID)+"/stop", w.T("several.stop")))
}

// lookedParts say what would come of it; nothing is written yet.
func (e *errand) lookedParts(of bulk.Work) ([]templ.Component, error) {
	w := e.Words
	d := bulk.Of(of.Deed)
	refused, err := e.refusedOf(of, d)
	if err != nil {
		return nil, err
	}
	said, err := e.saidTerms(of, d)
	if err != nil {
		return nil, err
	}
	parts := []templ.Component{noticed(page.Plain, w.T("several.nothing_written")), page.Facts(w, append([]page.Term{
		{Label: w.T("several.would"), Value: w.Number(int64(of.Can)), Class: "number"},
		{Label: w.T("several.would_not"), Value: w.Number(int64(len(of.Items) - of.Can)), Class: "number"}}, said...))}
	if of.Can > 0 {
		if !of.Back() {
			parts = append(parts, noticed(backTone(d), w.T("several.back."+d.ID)))
		}
		parts = append(parts, page.Form(workPath(of.ID)+"/begin", "", w.N("several.begin", int64(of.Can))))
	}
	at := workPath(of.ID) + "/do/" + url.PathEscape(of.Deed)
	return append(parts, refusedPart(w, workPath(of.ID), refused), doors(append([]page.Link{{Text: w.T("several.say_otherwise"), To: at}}, e.listLink(of)...)),
		oneButton(workPath(of.ID)+"/let-go", w.T("several.let_go"))), nil
}

// restedParts say what came of it, and what may be done with that.
func (e *errand) restedParts(of bulk.Work) ([]templ.Component, error) {
	w := e.Words
	d := bulk.Of(of.Deed)
	refused, err := e.refusedOf(of, d)
	if err != nil {
		return nil, err
	}
	terms := []page.Term{{Label: w.T("several.how_many"), Value: w.Number(int64(len(of.Items))), Class: "number"},
		{Label: w.T("several.done"), Value: w.Number(int64(of.Done)), Class: "number"},
		{Label: w.T("several.not_done"), Value: w.Number(int64(len(of.Items) - of.Done)), Class: "number"}}
	said, err := e.saidTerms(of, d)
	if err != nil {
		return nil, err
	}
	parts := []templ.Component{page.Facts(w, append(terms, said...))}
	if of.State == bulk.Stopped {
		return append(parts, e.stoppedPart(of), refusedPart(w, workPath(of.ID), refused), e.listDoor(of)), nil
	}
	parts = append(parts, refusedPart(w, workPath(of.ID), refused), e.listDoor(of))
	switch {
	case of.Back() || of.Done == 0:
	case !d.Back():
		parts = append(parts, noticed(page.Plain, w.T("several.back."+d.ID)))
	case !e.may(d.BackAct):
		parts = append(parts, noticed(page.Plain, w.T("several.back."+d.ID), w.T("several.back_by_others")))
	default:
		parts = append(parts, headed(w.T("several.take_back"), para(plain(w.T("several.back."+d.ID))), oneButton(workPath(of.ID)+"/take-back", w.N("several.take_back_do", int64(of.Done)))))
	}
	return parts, nil
}

// stoppedPart says why it stopped, and lets it go on or end.
func (e *errand) stoppedPart(of bulk.Work) templ.Component {
	w := e.Words
	why := []string{w.T("several.was_stopped")}
	if of.Why != nil {
		text, hint := w.Fault(of.Why)
		why = notEmpty(text, hint)
	}
	return together(noticed(page.Warn, append(why, w.T("several.nothing_twice"))...),
		oneButton(workPath(of.ID)+"/go-on", w.T("several.go_on")), oneButton(workPath(of.ID)+"/finish", w.T("several.finish")))
}

// refusedOf says who is refused and why, with the first of each reason.
func (e *errand) refusedOf(of bulk.Work, d *bulk.Deed) (all []reasonShown, err error) {
	for _, r := range of.Refused {
		text, hint := e.Words.Fault(r.Err)
		one := reasonShown{text: text, hint: hint, count: int64(len(r.At))}
		if one.first, err = e.cardsAt(of, d, r.At[:min(len(r.At), firstRefused)]); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// cardsAt finds the cards of some of a work's items, with where each leads who asks.
func (e *errand) cardsAt(of bulk.Work, d *bulk.Deed, at []int) ([]whomShown, error) {
	var households []id.ID
	for _, i := range at {
		households = append(households, of.Items[i].Household)
	}
	cards, err := ask(e, "task.several", bulk.Cards(d.ActOf(of.Back()), of.Scope, households))
	if err != nil {
		return nil, err
	}
	shown := make([]whomShown, len(cards))
	for n, c := range cards {
		item := of.Items[at[n]]
		shown[n] = whomShown{c.Card, householdPath(c.Household)}
		if !e.may(access.PeopleLook) && d.Verb == "pay" {
			shown[n].to = "/payments/owed/" + item.Journey.String()
		}
	}
	return shown, nil
}

// showRefused lists all who are refused for one reason.
func (e *errand) showRefused(of bulk.Work, why string) error {
	n, err := strconv.Atoi(why)
	if err != nil || n < 0 || n >= len(of.Refused) {
		return notThere("pages.refused")
	}
	r := of.Refused[n]
	cut, pages := pageOf(e, r.At, onPage)
	cards, err := e.cardsAt(of, bulk.Of(of.Deed), cut)
	if err != nil {
		return err
	}
	text, hint := e.Words.Fault(r.Err)
	return e.Show(officePage(e.frame(text, e.crumb("several.title", "/several"), page.Link{Text: e.deedSaid(of.Deed, of.Back()), To: workPath(of.ID)}), hint, nil,
		cardsOf(e.Words, cards), page.Pager(e.Words, pages)))
}
