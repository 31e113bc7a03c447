// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/http"
	"net/url"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/staff"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// After so many seconds a page of a kiosk goes back to its start by itself: one that is read, one on which somebody writes, one that says that they were heard. The first two are
// shorter than the door remembers somebody (signin.KioskQuiet).
const (
	kioskQuietSeconds   = 90
	kioskWritingSeconds = 115
	kioskHeardSeconds   = 15
)

// aboutPictogram is the pictogram of what somebody says something of.
var aboutPictogram = map[voice.About]string{voice.Money: "money", voice.Goods: "goods", voice.House: "house", voice.Ourselves: "visit", voice.Other: "wrong",
	voice.Talk: "talk", voice.TalkAlone: "alone"}

// addKiosk adds what a kiosk serves: nothing else is reached there.
func addKiosk(site *web.Site, p Pages) {
	site.Kiosk("GET "+web.KioskStart, p.kioskStart)
	for at, h := range map[string]web.Handler{"/card": p.kioskCard, "/wrong": p.kioskWrong, "/close": p.kioskClose} {
		site.Kiosk("GET "+web.KioskStart+at, h)
		site.Kiosk("POST "+web.KioskStart+at, h)
	}
	site.Kiosk("GET "+web.KioskStart+"/account", p.kioskAccount)
	site.Kiosk("GET "+web.KioskStart+"/heard", p.kioskHeard)
	site.Kiosk("POST "+web.KioskStart+"/leave", p.kioskLeave)
	site.Kiosk("GET "+kioskBlankPath, p.kioskBlank)
}

// kioskPage is what every page of a kiosk needs: w speaks the language that was picked, staff that of the browser.
type kioskPage struct {
	w, staff *words.Printer
	in       string // the code of the language that was picked; "" for none
	madeUp   bool
}

func kioskOf(r *web.Request) kioskPage {
	k := kioskPage{w: r.Words, staff: r.Words, in: r.URL.Query().Get("in"), madeUp: r.MadeUp()}
	if k.in != "" {
		k.w, _ = r.Words.Catalogue().People(k.in)
		r.Words = k.w
	}
	return k
}

// at is the path of a page of the kiosk, in a language; "" is the one that was picked.
func (k kioskPage) at(path, language string) string {
	if language == "" {
		language = k.in
	}
	return web.KioskStart + path + "?in=" + url.QueryEscape(language)
}

// kioskStart forgets whoever stood there and asks for a language.
func (p Pages) kioskStart(r *web.Request) error {
	if err := p.forgetVisit(r); err != nil {
		return err
	}
	r.Blank()
	return r.Show(kioskStart(kioskOf(r), r.Words.Catalogue().Spoken()))
}

func (p Pages) forgetVisit(r *web.Request) error {
	if r.Booth.Person.IsZero() {
		return nil
	}
	r.HoldVisit("")
	return p.op.Door.EndVisit(r.Context(), r.KioskToken())
}

func (p Pages) kioskLeave(r *web.Request) error {
	if err := p.forgetVisit(r); err != nil {
		return err
	}
	return r.Go(kioskBlankPath, "")
}

// kioskBlankPath is where every page of a kiosk goes by itself: an empty page, which goes on to the start.
const kioskBlankPath = web.KioskStart + "/blank"

// kioskBlank is an empty page between somebody's account and the start. Browsers put a page that is left aside, to show it again on "back" without asking; only when the next one
// is there are they told to throw away what they hold (Blank), and then the account is among it.
func (p Pages) kioskBlank(r *web.Request) error {
	if err := p.forgetVisit(r); err != nil {
		return err
	}
	r.Blank()
	return r.Show(kioskBlank(kioskOf(r)))
}

// kioskCard opens the account of an adult by the card of their household and their own code. Of a card that was only scanned the code is asked for.
func (p Pages) kioskCard(r *web.Request) error {
	if err := p.forgetVisit(r); err != nil {
		return err
	}
	k := kioskOf(r)
	if r.Method != http.MethodPost {
		return r.Show(kioskCard(k, "", ""))
	}
	values, err := r.Values()
	if err != nil {
		return err
	}
	card, code := strings.TrimSpace(values.Get("card")), values.Get("code")
	if code == "" {
		return r.Show(kioskCard(k, card, ""))
	}
	holder, err := p.holderOf(r, card, code)
	if err != nil {
		return err
	}
	if holder.Person.IsZero() {
		return r.ShowAs(http.StatusForbidden, kioskCard(k, card, k.w.T("kiosk.no_match")))
	}
	visit, err := p.op.Door.Visit(r.Context(), r.KioskToken(), holder.Household, holder.Person)
	if err != nil {
		return err
	}
	r.HoldVisit(visit)
	return r.Go(k.at("/account", ""), "")
}

// holderOf finds whose a card and a code are.
func (p Pages) holderOf(r *web.Request, card, code string) (people.CodeHolder, error) {
	judge := func(hash string, person id.ID) (bool, error) {
		return p.op.Door.TryCode(r.Context(), hash, person, code)
	}
	return atKiosk(p, r, people.HolderOf(kioskScope(r), card, signin.CodePlace(code), judge))
}

func kioskScope(r *web.Request) access.Scope {
	return access.Scope{Caseload: r.Booth.Caseload, Compartment: access.General}
}

// atKiosk answers a query to whoever stands before a kiosk: the purpose of the look is they themselves.
func atKiosk[T any](p Pages, r *web.Request, q desk.Query[T]) (T, error) {
	return desk.Ask(r.Context(), p.op.Desk, r.Booth.Actor, "task.kiosk", q)
}

// kioskAccount shows the account of the household of whoever stands there: what all of it gets, and nobody's own answer.
func (p Pages) kioskAccount(r *web.Request) error {
	k := kioskOf(r)
	if r.Booth.Person.IsZero() {
		return r.Go(web.KioskStart, "")
	}
	said, err := atKiosk(p, r, journey.AccountOf(kioskScope(r), r.Booth.Household))
	if fault.Is(err, fault.NotFound) { // forgotten, or moved away, while they stood there
		return p.kioskLeave(r)
	}
	if err != nil {
		return err
	}
	office, err := atKiosk(p, r, staff.LineOf(r.Booth.Caseload))
	if err != nil {
		return err
	}
	r.Secret()
	return r.Show(kioskAccount(k, p.accountWays(k.w, said), office.Line))
}

// accountWays says the ways of an account, with who does what comes next.
func (p Pages) accountWays(w *words.Printer, said journey.Statement) (ways []statementWay) {
	for _, way := range said.Ways {
		shown := p.statedWay(w, way)
		switch way.NextVerb {
		case "":
		case "pay", "give", "place", "check":
			shown.who = w.T("kiosk.who_office")
		default:
			shown.who = w.T("kiosk.who_both")
		}
		ways = append(ways, shown)
	}
	return ways
}

// kioskWrong hears what is wrong.
func (p Pages) kioskWrong(r *web.Request) error {
	k := kioskOf(r)
	if r.Booth.Person.IsZero() {
		return r.Go(web.KioskStart, "")
	}
	if r.Method != http.MethodPost {
		return r.Show(kioskWrong(k, page.NewCommand(), "", ""))
	}
	values, err := r.Values()
	if err != nil {
		return err
	}
	command, err := r.Command()
	if err != nil {
		return err
	}
	c := voice.Say{Household: r.Booth.Household, Person: r.Booth.Person, Via: voice.AtKiosk, About: voice.About(values.Get("about")), Words: values.Get("words")}
	if _, err = p.op.Desk.Do(r.Context(), r.Booth.Actor, kioskScope(r), command, c); err == nil {
		return r.Go(k.at("/heard", ""), "")
	}
	if !mendable(err) {
		return err
	}
	return r.ShowAs(http.StatusUnprocessableEntity, kioskWrong(k, page.NewCommand(), values.Get("words"), k.w.T("kiosk.again")))
}

func (p Pages) kioskHeard(r *web.Request) error { return r.Show(kioskHeard(kioskOf(r))) }

// kioskClose makes the browser that of the office again, by the passphrase of who opened the kiosk.
func (p Pages) kioskClose(r *web.Request) error {
	if err := p.forgetVisit(r); err != nil {
		return err
	}
	k := kioskOf(r)
	if r.Method != http.MethodPost {
		return r.Show(kioskClose(k, r.Booth.Opened, "", ""))
	}
	values, err := r.Values()
	if err != nil {
		return err
	}
	if err = p.op.Door.CloseKiosk(r.Context(), r.KioskToken(), values.Get("passphrase")); err == nil {
		r.BecomeKiosk("")
		return r.Go("/sign-in", "")
	}
	if !fault.Is(err, fault.NotAllowed) {
		return err
	}
	text, hint := k.staff.Fault(err)
	return r.ShowAs(http.StatusForbidden, kioskClose(k, r.Booth.Opened, text, hint))
}
