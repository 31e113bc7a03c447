// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"strings"

	"safar/field/sealed"
	"safar/kernel/access"
	"safar/web/page"
)

// mayBreak refuses who may not open the glass of the lane.
func (e *errand) mayBreak(a sealedAbout) error {
	return access.May(e.Visitor.Actor, access.VoiceBreak, a.lane, e.today)
}

// askGlassTask asks for what reason the glass is to be opened.
func askGlassTask(e *errand) (*task, error) {
	t, a, err := e.sealedTask("sealed.glass_ask")
	if err == nil {
		err = e.mayBreak(a)
	}
	t.grave = true
	t.blanks = []blank{e.blank(asRadios, "reason", "sealed.reason").of(optionsOf(e.Words, "sealed", reasons()...)), e.lanePassphrase("passphrase", "sealed.passphrase")}
	return t, err
}

// reasons are the reasons for opening the glass, as ids of the field's words.
func reasons() (ids []string) {
	for _, r := range sealed.Reasons {
		ids = append(ids, "reason_"+r)
	}
	return ids
}

func askGlass(e *errand, in *input) (string, string, error) {
	lane, err := e.sealedScope()
	reason, passphrase := in.must("reason"), in.must("passphrase")
	if err != nil || in.wrong() {
		return "", "", err
	}
	now, user := e.op.Clock.Now(), e.Visitor.Actor.User
	if err := e.lanes.mayTry(user, now); err != nil {
		return "", "", err
	}
	err = e.op.Glass.Ask(e.Context(), e.op.Desk, e.Visitor.Actor, lane.Caseload, passphrase, strings.TrimPrefix(reason, "reason_"))
	e.lanes.tried(user, err, now)
	return sealedPath, "sealed_asked", err
}

// openGlassTask shows who asked, and opens with them.
func openGlassTask(e *errand) (*task, error) {
	t, a, err := e.sealedTask("sealed.glass_open")
	if err == nil {
		err = e.mayBreak(a)
	}
	if err != nil {
		return nil, err
	}
	who := e.op.Glass.Asked(a.lane.Caseload, e.op.Clock.Now())
	t.grave, t.nothing = true, who.IsZero()
	for _, p := range a.People.Holders {
		if p.User == who {
			t.about = page.Facts(e.Words, []page.Term{{Label: e.Words.T("sealed.asked_by"), Value: p.Name}})
		}
	}
	if t.nothing {
		t.about = page.Empty(e.Words.T("sealed.nobody_asked"))
	}
	t.blanks = []blank{e.lanePassphrase("passphrase", "sealed.passphrase")}
	return t, nil
}

func openGlass(e *errand, in *input) (string, string, error) {
	lane, err := e.sealedScope()
	passphrase := in.must("passphrase")
	if err != nil || in.wrong() {
		return "", "", err
	}
	command, err := e.Command()
	if err != nil {
		return "", "", err
	}
	now, user := e.op.Clock.Now(), e.Visitor.Actor.User
	if err := e.lanes.mayTry(user, now); err != nil {
		return "", "", err
	}
	opened, err := e.op.Glass.Open(e.Context(), e.op.Desk, e.Visitor.Actor, lane.Caseload, command, passphrase)
	if err != nil {
		e.lanes.tried(user, err, now)
		return "", "", err
	}
	e.op.Cover.Opened(lane.Caseload)
	e.lanes.keep(e.Token(), opened, now)
	return sealedPath + "/complaints", "", nil
}

// reviewTask asks whether an opening of the glass was in order.
func reviewTask(e *errand) (*task, error) {
	t, a, err := e.sealedTask("sealed.review")
	if err == nil {
		err = access.May(e.Visitor.Actor, access.LooksReview, access.Scope{Caseload: a.lane.Caseload, Compartment: access.Looks}, e.today)
	}
	t.blanks = []blank{e.blank(asRadios, "found", "sealed.found").of(optionsOf(e.Words, "sealed", "in_order", "not_in_order"))}
	return t, err
}

func reviewOpening(e *errand, in *input) (string, string, error) {
	lane, err := e.sealedScope()
	found := in.must("found")
	if err != nil || in.wrong() {
		return "", "", err
	}
	of, err := e.PathID("opening")
	if err == nil {
		_, err = e.do(access.Scope{Caseload: lane.Caseload, Compartment: access.Looks}, sealed.Review{Opening: of, InOrder: found == "in_order"})
	}
	return sealedPath, "saved", err
}
