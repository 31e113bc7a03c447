// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"encoding/hex"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/field/sealed"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/web/page"
)

// sealedPath is under what everything about sealed complaints lies. What is asked for there stands in no log (office.handle).
const sealedPath = "/sensitive"

// addSealed adds the sealed lane: its way in, which is everybody's, and what its focal points do there.
func (o *office) addSealed() {
	o.handle("GET "+sealedPath, showSealed)
	o.handle("GET "+sealedPath+"/complaints", showSealedList)
	o.handle("GET "+sealedPath+"/complaints/{complaint}", showSealedComplaint)
	o.handle("POST "+sealedPath+"/shut", shutLane)
	for path, d := range map[string]duty{
		"/write":                        {show: writeSealedTask, page: writeSealed},
		"/move/{subject}":               {show: moveTask, page: moveComplaint},
		"/forget/{subject}":             {show: forgetTask, send: forgetOpenComplaint},
		"/key":                          {show: keyTask, send: makeKey},
		"/passphrase":                   {show: relockTask, send: relock},
		"/keys/{user}":                  {show: confirmKeyTask, send: confirmKey},
		"/open":                         {show: openLaneTask, send: openSealedLane},
		"/complaints/{complaint}/do":    {show: deedTask, send: doDeed},
		"/complaints/{complaint}/share": {show: shareTask, send: shareComplaint},
		"/promise":                      {show: promiseTask, send: setPromise},
		"/glass":                        {show: glassTask, send: makeGlass},
		"/glass/ask":                    {show: askGlassTask, send: askGlass},
		"/glass/open":                   {show: openGlassTask, send: openGlass},
		"/openings/{opening}":           {show: reviewTask, send: reviewOpening},
	} {
		d.act, d.commons = access.PlacesRead, true // whoever finds their way here; what they may there, each page asks
		o.serve(sealedPath+path, d)
	}
}

// sealedScope is the lane of the caseload of who asks. Fault: NotFound for who has none.
func (e *errand) sealedScope() (access.Scope, error) {
	if e.scope.Caseload.IsZero() {
		return access.Scope{}, fault.New("pages.sealed", fault.NotFound, "sealed.no_caseload", nil)
	}
	return sealed.Of(e.scope.Caseload), nil
}

// sealedAbout is what the first page of the lane knows.
type sealedAbout struct {
	sealed.People
	own  sealed.Own
	lane access.Scope
}

func (e *errand) sealedAbout() (a sealedAbout, err error) {
	if a.lane, err = e.sealedScope(); err != nil {
		return a, err
	}
	if a.People, err = ask(e, "task.find_the_way", sealed.PeopleOf(a.lane.Caseload)); err == nil {
		a.own, err = ask(e, "task.find_the_way", sealed.OwnKeys(a.lane.Caseload))
	}
	return a, err
}

// showSealed is the way in, which is the same for everybody but those who have a part of their own in it: whatever lies there.
func showSealed(e *errand) error {
	a, err := e.sealedAbout()
	if err != nil {
		return err
	}
	w := e.Words
	ways := e.way(true, "sealed.write", sealedPath+"/write")
	parts := []templ.Component{noticed(page.Warn, w.T("sealed.say_first"), w.T("sealed.say_first_what"))}
	parts = append(parts, e.sealedReaders(a), e.sealedPromised(a))
	own, err := e.sealedOwn(a)
	if err != nil {
		return err
	}
	return e.Show(officePage(e.frame(w.T("sealed.title")), w.T("sealed.lead"), ways, append(parts, own...)...))
}

// sealedReaders tells to whom a complaint is sealed.
func (e *errand) sealedReaders(a sealedAbout) templ.Component {
	w := e.Words
	g := grid{caption: w.T("sealed.readers"), empty: w.T("sealed.no_readers"), columns: columns(w, "sealed.name", "sealed.part")}
	for _, p := range a.Readers {
		g.rows = append(g.rows, []templ.Component{page.Name(p.Name), plain(w.T("sealed.reader"))})
	}
	for _, p := range a.People.Holders {
		if slices.Contains(a.Holding, p.User) {
			g.rows = append(g.rows, []templ.Component{page.Name(p.Name), plain(w.T("sealed.holder"))})
		}
	}
	return together(gridOf(g), hint(w.T("sealed.readers_hint")))
}

// sealedPromised tells what is promised.
func (e *errand) sealedPromised(a sealedAbout) templ.Component {
	w := e.Words
	var terms []page.Term
	for _, t := range []struct {
		what  string
		hours uint32
	}{{sealed.Acknowledged, a.Within.Acknowledge}, {sealed.Referred, a.Within.Refer}, {sealed.Resolved, a.Within.Resolve}} {
		said := w.T("sealed.not_promised")
		if t.hours > 0 {
			said = w.N("sealed.hours", int64(t.hours))
		}
		terms = append(terms, page.Term{Label: w.T("sealed.what_" + t.what), Value: said})
	}
	return headed(w.T("sealed.promised"), page.Facts(w, terms), doors(e.way(e.mayInCommons(access.VoicePromise), "sealed.promise", sealedPath+"/promise")))
}

// sealedOwn is what somebody does in the lane: a focal point, a holder of the glass, who confirms keys, who reviews. Nothing for all others.
func (e *errand) sealedOwn(a sealedAbout) (parts []templ.Component, err error) {
	w := e.Words
	if a.own.Reads || a.own.Holds {
		parts = append(parts, headed(w.T("sealed.own"), plain(w.T(ownStands(a.own))), doors(e.sealedWays(a))))
	}
	if e.mayInCommons(access.VoiceConfirm) {
		parts = append(parts, e.sealedKeys(a))
	}
	looks := access.Scope{Caseload: a.lane.Caseload, Compartment: access.Looks}
	if access.May(e.Visitor.Actor, access.LooksReview, looks, e.today) != nil {
		return parts, nil
	}
	openings, err := ask(e, "task.review_looks", sealed.Openings(a.lane.Caseload))
	g := grid{caption: w.T("sealed.openings"), empty: w.T("sealed.no_openings"), columns: columns(w, "sealed.day", "sealed.who_opened", "sealed.reason", "sealed.review")}
	for _, o := range openings {
		review := linked(w.T("sealed.do_review"), sealedPath+"/openings/"+o.ID.String())
		if o.Reviewed {
			review = plain(w.T(map[bool]string{true: "sealed.in_order", false: "sealed.not_in_order"}[o.InOrder]))
		}
		g.rows = append(g.rows, []templ.Component{day(w, o.Day), plain(w.List([]string{o.One, o.Other})), plain(w.T("sealed.reason_" + o.Reason)), review})
	}
	return append(parts, gridOf(g)), err
}

// ownStands says how it stands with somebody's own key.
func ownStands(own sealed.Own) string {
	switch {
	case own.Waits:
		return "sealed.own_waits"
	case own.Stands:
		return "sealed.own_stands"
	}
	return "sealed.own_none"
}

// sealedWays are the ways of who has a part in the lane.
func (e *errand) sealedWays(a sealedAbout) []page.Link {
	asked := !e.op.Glass.Asked(a.lane.Caseload, e.op.Clock.Now()).IsZero()
	return join(e.way(a.own.Reads && a.own.Stands || e.openLane() != nil, "sealed.open", sealedPath+"/complaints"),
		e.way(!a.own.Waits, "sealed.key", sealedPath+"/key"), e.way(len(a.own.Locked) > 0, "sealed.relock", sealedPath+"/passphrase"),
		e.way(a.own.Holds && a.own.Stands && a.Glass != nil, "sealed.glass_ask", sealedPath+"/glass/ask"),
		e.way(a.own.Holds && a.own.Stands && asked, "sealed.glass_open", sealedPath+"/glass/open"))
}

// sealedKeys are the keys that wait to be confirmed, for those who confirm them.
func (e *errand) sealedKeys(a sealedAbout) templ.Component {
	w := e.Words
	g := grid{caption: w.T("sealed.keys_wait"), empty: w.T("sealed.no_keys_wait"), columns: columns(w, "sealed.name", "sealed.key_shown", "")}
	for _, p := range a.Waiting {
		var way templ.Component = plain("")
		if p.User != e.Visitor.Actor.User {
			way = linked(w.T("sealed.confirm"), sealedPath+"/keys/"+p.User.String())
		}
		g.rows = append(g.rows, []templ.Component{page.Name(p.Name), page.Code(shownKey(p.Public)), way})
	}
	return together(gridOf(g), doors(e.way(len(a.People.Holders) > 1, "sealed.glass", sealedPath+"/glass")))
}

// shownKey is the beginning of a public key as two people compare it, in groups of four.
func shownKey(public []byte) string {
	text := hex.EncodeToString(public[:min(len(public), 12)])
	var groups []string
	for ; len(text) >= 4; text = text[4:] {
		groups = append(groups, text[:4])
	}
	return strings.Join(groups, " ")
}
