// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"time"

	"github.com/a-h/templ"

	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/web/page"
	"safar/web/qr"
	"safar/web/words"
)

// Account is the path of the page on which people see how they sign in.
const Account = "/account"

// codePixels is how large a picture code stands on a screen: a telephone reads it at arm's length.
const codePixels = 240

// addAccount adds the pages of how somebody signs in: the passphrase, the devices that are kept for them, the codes of their phone.
func (o *office) addAccount() {
	o.handle("GET "+Account, showAccount)
	o.serve(Account+"/keep", duty{act: access.PlacesRead, commons: true, show: keepBrowserTask, send: keepDevice})
	o.serve(Account+"/devices", duty{act: access.PlacesRead, commons: true, show: devicesTask, send: letGo})
	o.handle("GET "+Account+"/yard", showNeighbours)
	o.serve(Account+"/yard/code", duty{act: access.PlacesRead, commons: true, show: inviteTask, page: invite})
	o.serve(Account+"/phone", duty{act: access.PlacesRead, commons: true, show: phoneTask, send: offerPhone})
	o.serve(Account+"/phone/code", duty{act: access.PlacesRead, commons: true, show: phoneCodeTask, send: takePhone})
	o.serve(Account+"/phone/off", duty{act: access.PlacesRead, commons: true, show: phoneOffTask, send: dropPhone})
}

func showAccount(e *errand) error {
	w, of := e.Words, e.Visitor.Actor.User
	kept, err := e.op.Door.Devices(e.Context(), of)
	if err != nil {
		return err
	}
	on, err := e.op.Door.HasPhone(e.Context(), of)
	if err != nil {
		return err
	}
	phone, phoneWay := w.T("account.phone_is_off"), e.way(true, "account.phone", Account+"/phone")
	if on {
		phone, phoneWay = w.T("account.phone_is_on"), e.way(true, "account.phone_off", Account+"/phone/off")
	}
	return e.Show(officePage(e.frame(w.T("account.title")), w.T("account.lead"), join(e.way(true, "users.passphrase", "/passphrase"), e.way(true, "yard.title", Account+"/yard"), e.way(true, "account.tokens", Tokens)),
		headed(w.T("account.devices"), hint(w.N("account.devices_about", signin.PINTries)),
			gridOf(e.deviceGrid(kept)), doors(join(e.way(true, "account.keep", Account+"/keep"), e.way(len(kept) > 0, "account.let_go", Account+"/devices")))),
		headed(w.T("account.phone_title"), hint(w.T("account.phone_about")), para(plain(phone)), doors(phoneWay))))
}

// deviceGrid lists kept devices.
func (e *errand) deviceGrid(kept []signin.Device) grid {
	w := e.Words
	g := grid{caption: w.T("account.devices"), empty: w.T("account.no_devices"), columns: columns(w, "account.device", "account.kept_since", "account.last_used")}
	for _, d := range kept {
		var name templ.Component = plain(d.Name)
		if d.Shut() {
			name = cells(name, status(page.Bad, w.T("account.shut")))
		}
		g.rows = append(g.rows, []templ.Component{name, page.Date(w, e.dayOn(d.Kept)), page.Date(w, e.dayOn(d.Seen))})
	}
	return g
}

// dayOn is the day of a time at this office.
func (e *errand) dayOn(at time.Time) clock.Day {
	return clock.DayOf(at.In(e.op.Clock.Now().Location()))
}

// accountTask is a task of the page of how somebody signs in. The passphrase is asked for where it was not typed lately.
func (e *errand) accountTask(title string, blanks ...blank) *task {
	if !e.op.Door.Fresh(e.Visitor.Confirmed) {
		blanks = append(blanks, e.passphraseBlank("passphrase", "signin.passphrase", "current-password").hinted(e.Words.T("users.confirm_hint")))
	}
	return &task{title: title, lead: title + "_lead", do: title, back: Account, crumbs: []page.Link{e.crumb("account.title", Account)}, blanks: blanks}
}

// pinBlank is a field for a PIN.
func (e *errand) pinBlank(name, key string) blank {
	b := e.passphraseBlank(name, key, "new-password")
	b.Digits = true
	return b
}

func keepBrowserTask(e *errand) (*task, error) {
	rule := e.Words.T("signin.pin_rule", words.Args{"least": signin.ShortestPIN})
	return e.accountTask("account.keep", e.blank(asInput, "name", "account.device").hinted(e.Words.T("account.device_hint")),
		e.pinBlank("pin", "signin.pin").hinted(rule), e.pinBlank("again", "account.pin_again")), nil
}

// keepDevice keeps the browser that asks as a device of whoever is signed in.
func keepDevice(e *errand, in *input) (string, string, error) {
	name, pin := in.must("name"), in.values.Get("pin")
	if pin == "" {
		in.blame("pin", "office.wrong.missing")
	} else if in.values.Get("again") != pin {
		in.blame("again", "account.pin_other")
	}
	if err := signin.CheckPIN(pin); err != nil && pin != "" {
		in.faults["pin"], _ = e.Words.Fault(err)
	}
	if in.wrong() {
		return "", "", nil
	}
	if err := e.confirmed(in); err != nil || in.wrong() {
		return "", "", err
	}
	key, err := e.op.Door.Keep(e.Context(), e.Token(), e.DeviceKey(), name, pin)
	if err == nil {
		e.KeepDevice(key)
	}
	return Account, "device_kept", err
}

func devicesTask(e *errand) (*task, error) {
	kept, err := e.op.Door.Devices(e.Context(), e.Visitor.Actor.User)
	var options []page.Option
	for _, d := range kept {
		since := e.Words.T("account.since", words.Args{"day": e.Words.Date(e.dayOn(d.Kept))})
		options = append(options, page.Option{Value: d.ID(), Label: d.Name, Hint: since})
	}
	t := &task{title: "account.let_go", lead: "account.let_go_lead", do: "account.let_go", back: Account, grave: true,
		crumbs: []page.Link{e.crumb("account.title", Account)}, nothing: len(kept) == 0, blanks: []blank{e.blank(asRadios, "device", "account.device").of(options)}}
	return t, err
}

func letGo(e *errand, in *input) (string, string, error) {
	of := in.must("device")
	if in.wrong() {
		return "", "", nil
	}
	err := e.op.Door.LetGo(e.Context(), e.Visitor.Actor.User, of)
	if fault.Is(err, fault.NotFound) {
		err = nil // it is gone already, as they want
	}
	return Account, "device_gone", err
}

func allDevicesTask(e *errand) (*task, error) {
	t, u, err := e.userTask("users.devices")
	if err != nil {
		return nil, err
	}
	kept, err := e.op.Door.Devices(e.Context(), u.ID)
	t.grave, t.about = true, page.Facts(e.Words, []page.Term{{Label: e.Words.T("account.devices"), Value: e.Words.Number(int64(len(kept))), Class: "number"}})
	return t, err
}

func letAllGo(e *errand, _ *input) (string, string, error) {
	u, err := e.user()
	if err == nil {
		err = e.op.Door.LetAllGo(e.Context(), u.ID)
	}
	return "/users/" + u.ID.String(), "devices_gone", err
}

func phoneTask(e *errand) (*task, error) { return e.accountTask("account.phone"), nil }

// offerPhone makes a secret for a phone, and leads to the page that shows it.
func offerPhone(e *errand, in *input) (string, string, error) {
	if err := e.confirmed(in); err != nil || in.wrong() {
		return "", "", err
	}
	return Account + "/phone/code", "", e.op.Door.OfferPhone(e.Context(), e.Token())
}

// phoneCodeTask shows the secret that was offered, as a picture and as letters, and asks for a code that the phone makes of it.
func phoneCodeTask(e *errand) (*task, error) {
	secret, err := e.op.Door.Offered(e.Context(), e.Token())
	if err != nil {
		return nil, err
	}
	e.Secret()
	code, err := qr.Draw(signin.KeyURI(e.Visitor.Name, secret))
	b := e.blank(asInput, "code", "signin.phone_code")
	b.LTR, b.Digits, b.Complete = true, true, "one-time-code"
	return &task{title: "account.phone_code", lead: "account.phone_code_lead", do: "account.phone", back: Account,
		crumbs: []page.Link{e.crumb("account.title", Account)}, blanks: []blank{b},
		about: together(figure(code.SVG(codePixels, e.Words.T("account.phone_picture"))), letterLines(e.Words.T("account.phone_letters"), signin.Letters(secret)),
			para(plain(e.Words.T("signin.time_here")), plain(e.Words.Time(e.op.Clock.Now()))))}, err
}

// letterLines shows the letters of a secret in two lines, which fit a telephone.
func letterLines(about, letters string) templ.Component {
	return para(plain(about), cells(page.Code(letters[:len(letters)/2]), page.Code(letters[len(letters)/2+1:])))
}

func takePhone(e *errand, in *input) (string, string, error) {
	code := in.must("code")
	if in.wrong() {
		return "", "", nil
	}
	return Account, "phone_on", e.op.Door.TakePhone(e.Context(), e.Token(), code)
}

func phoneOffTask(e *errand) (*task, error) {
	t := e.accountTask("account.phone_off")
	t.grave = true
	return t, nil
}

func dropPhone(e *errand, in *input) (string, string, error) {
	if err := e.confirmed(in); err != nil || in.wrong() {
		return "", "", err
	}
	return Account, "phone_off", e.op.Door.DropPhone(e.Context(), e.Token())
}
