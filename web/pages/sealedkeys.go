// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strconv"

	"safar/field/sealed"
	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/letter"
	"safar/web/page"
)

// sealedTask is a task of the lane, with what is known of it.
func (e *errand) sealedTask(title string) (*task, sealedAbout, error) {
	a, err := e.sealedAbout()
	return &task{title: title, lead: title + "_lead", do: title, back: sealedPath, crumbs: []page.Link{e.crumb("sealed.title", sealedPath)}}, a, err
}

// notLetIn refuses whoever has no part in the lane, in the words of every door that is not theirs.
func notLetIn(act access.Act) error {
	return fault.New("pages.sealed", fault.NotAllowed, "access.not_allowed", fault.Args{"act": string(act)})
}

// lanePassphrase is a field for the passphrase of a key.
func (e *errand) lanePassphrase(name, key string) blank {
	return e.blank(asInput, name, key).kind("password")
}

// keyTask asks for the passphrase of a new key.
func keyTask(e *errand) (*task, error) {
	t, a, err := e.sealedTask("sealed.key")
	if err == nil && !a.own.Reads && !a.own.Holds {
		err = notLetIn(access.VoiceKey)
	}
	t.blanks = []blank{e.lanePassphrase("passphrase", "sealed.passphrase").hinted(e.Words.T("sealed.passphrase_hint")), e.lanePassphrase("passphrase_again", "sealed.passphrase_again")}
	return t, err
}

func makeKey(e *errand, in *input) (string, string, error) {
	passphrase := in.newPassphrase()
	if in.wrong() {
		return "", "", nil
	}
	k, err := letter.NewKey()
	if err == nil {
		_, err = e.do(access.Commons, sealed.MakeKey{Public: k.Public(), Locked: k.Lock(passphrase, keys.Standard)})
	}
	return sealedPath, "sealed_key", err
}

// relockTask asks for another passphrase of one's own key.
func relockTask(e *errand) (*task, error) {
	t, a, err := e.sealedTask("sealed.relock")
	t.nothing = len(a.own.Locked) == 0
	if t.nothing {
		t.about = page.Empty(e.Words.T("sealed.own_none"))
	}
	t.blanks = []blank{e.lanePassphrase("old", "sealed.passphrase_now"), e.lanePassphrase("passphrase", "sealed.passphrase_new").hinted(e.Words.T("sealed.passphrase_hint")),
		e.lanePassphrase("passphrase_again", "sealed.passphrase_again")}
	return t, err
}

// relock keeps the last key of somebody under another passphrase.
func relock(e *errand, in *input) (string, string, error) {
	in.newPassphrase()
	a, err := e.sealedAbout()
	if err != nil || in.wrong() {
		return "", "", err
	}
	if len(a.own.Locked) == 0 {
		return "", "", notLetIn(access.VoiceKey)
	}
	now, user := e.op.Clock.Now(), e.Visitor.Actor.User
	if err := e.lanes.mayTry(user, now); err != nil {
		return "", "", err
	}
	k, err := letter.Unlock(a.own.Locked[0], in.values.Get("old"))
	if err != nil {
		e.lanes.tried(user, err, now)
		return "", "", err
	}
	_, err = e.do(access.Commons, sealed.LockAnew{Public: k.Public(), Locked: k.Lock(in.values.Get("passphrase"), keys.Standard)})
	return sealedPath, "sealed_relocked", err
}

// newPassphrase holds a new passphrase against what is demanded of one, and returns it.
func (in *input) newPassphrase() string {
	passphrase := in.values.Get("passphrase")
	if err := signin.CheckPassphrase(in.e.Visitor.Name, passphrase); err != nil {
		in.faults["passphrase"], _ = in.e.Words.Fault(err)
	} else if in.values.Get("passphrase_again") != passphrase {
		in.blame("passphrase_again", "sealed.passphrase_differs")
	}
	return passphrase
}

// waitingKey is the key of the path that waits to be confirmed.
func (e *errand) waitingKey(a sealedAbout) (sealed.Person, error) {
	of, err := e.PathID("user")
	at := slices.IndexFunc(a.Waiting, func(p sealed.Person) bool { return p.User == of })
	if err != nil || at < 0 {
		return sealed.Person{}, notThere("pages.waitingKey")
	}
	return a.Waiting[at], nil
}

// confirmKeyTask shows a key, to be compared with whom it belongs to.
func confirmKeyTask(e *errand) (*task, error) {
	if !e.mayInCommons(access.VoiceConfirm) {
		return nil, notLetIn(access.VoiceConfirm)
	}
	t, a, err := e.sealedTask("sealed.confirm")
	if err != nil {
		return nil, err
	}
	p, err := e.waitingKey(a)
	t.grave = true
	t.about = page.Facts(e.Words, []page.Term{{Label: e.Words.T("sealed.name"), Value: p.Name}, {Label: e.Words.T("sealed.key_shown"), Value: shownKey(p.Public), Class: "id"}})
	return t, err
}

func confirmKey(e *errand, _ *input) (string, string, error) {
	a, err := e.sealedAbout()
	if err != nil {
		return "", "", err
	}
	p, err := e.waitingKey(a)
	if err == nil {
		_, err = e.do(access.Commons, sealed.ConfirmKey{User: p.User, Public: p.Public})
	}
	return sealedPath, "sealed_confirmed", err
}

// promiseTask asks within what time each thing is done.
func promiseTask(e *errand) (*task, error) {
	if !e.mayInCommons(access.VoicePromise) {
		return nil, notLetIn(access.VoicePromise)
	}
	t, a, err := e.sealedTask("sealed.promise")
	hours := func(name, key string, n uint32) blank {
		b := e.blank(asInput, name, key).kind("number").optional()
		if n > 0 {
			b = b.worth(strconv.FormatUint(uint64(n), 10))
		}
		return b
	}
	t.do = "form.save"
	t.blanks = []blank{hours("acknowledge", "sealed.within_acknowledge", a.Within.Acknowledge), hours("refer", "sealed.within_refer", a.Within.Refer),
		hours("resolve", "sealed.within_resolve", a.Within.Resolve)}
	return t, err
}

func setPromise(e *errand, in *input) (string, string, error) {
	within := sealed.Promise{Acknowledge: uint32(in.count("acknowledge")), Refer: uint32(in.count("refer")), Resolve: uint32(in.count("resolve"))}
	if in.wrong() {
		return "", "", nil
	}
	_, err := e.do(access.Commons, sealed.SetPromise{Within: within})
	return sealedPath, "saved", err
}

// glassTask asks who holds halves of a new glass.
func glassTask(e *errand) (*task, error) {
	if !e.mayInCommons(access.VoiceConfirm) {
		return nil, notLetIn(access.VoiceConfirm)
	}
	t, a, err := e.sealedTask("sealed.glass")
	holders := line{as: lineChecks, Field: page.Field{Name: "holder", Label: e.Words.T("sealed.holders")}}
	for _, p := range a.People.Holders {
		holders.Options = append(holders.Options, page.Option{Value: p.User.String(), Label: p.Name})
		if slices.Contains(a.Holding, p.User) {
			holders.marked = append(holders.marked, p.User.String())
		}
	}
	t.questions = []line{holders}
	return t, err
}

func makeGlass(e *errand, in *input) (string, string, error) {
	a, err := e.sealedAbout()
	if err != nil {
		return "", "", err
	}
	holders := map[id.ID]letter.Public{}
	for _, p := range a.People.Holders {
		if slices.Contains(in.ids("holder"), p.User) {
			holders[p.User] = p.Public
		}
	}
	glass, err := sealed.NewGlass(holders)
	if err == nil {
		_, err = e.do(access.Commons, glass)
	}
	return sealedPath, "sealed_glass", err
}
