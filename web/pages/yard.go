// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"safar/web/page"
	"safar/web/qr"
)

// showNeighbours says how phones in the yard reach this laptop: its address as a picture and in letters, the fingerprint to compare, and what to press on a phone.
func showNeighbours(e *errand) error {
	w, n := e.Words, e.Neighbours()
	f := e.frame(w.T("yard.title"), e.crumb("account.title", Account))
	if len(n.Addresses) == 0 {
		return e.Show(officePage(f, w.T("yard.lead"), nil, noticed(page.Plain, w.T("yard.not_served"), w.T("yard.not_served_hint")), para(page.Code("safar serve --neighbours"))))
	}
	parts, err := e.addressCodes(n.Addresses, "/")
	if err != nil {
		return err
	}
	parts = append([]templ.Component{hint(w.T("yard.network"))}, parts...)
	narrow := e.Visitor.Actor.InTheYard()
	ways := e.way(len(narrow.Grants) > 0, "yard.code", Account+"/yard/code")
	return e.Show(officePage(f, w.T("yard.lead"), ways, headed(w.T("yard.address"), parts...),
		headed(w.T("yard.fingerprint"), hint(w.T("yard.fingerprint_about")), fingerprintOf(n.Fingerprint)),
		headed(w.T("yard.accept"), e.acceptSteps())))
}

// addressCodes shows each address of this laptop, with a path behind it, as a picture and in letters.
func (e *errand) addressCodes(addresses []string, path string) ([]templ.Component, error) {
	var parts []templ.Component
	for _, at := range addresses {
		code, err := qr.Draw(at + path)
		if err != nil {
			return nil, err
		}
		parts = append(parts, figure(code.SVG(codePixels, e.Words.T("yard.picture"))), para(page.Code(at)))
	}
	return parts, nil
}

// fingerprintOf shows a fingerprint in lines of eight pairs, as telephones break it.
func fingerprintOf(text string) templ.Component {
	pairs := strings.Split(text, ":")
	var lines []templ.Component
	for len(pairs) > 0 {
		n := min(8, len(pairs))
		lines = append(lines, page.Code(strings.Join(pairs[:n], " ")))
		pairs = pairs[n:]
	}
	return para(cells(lines...))
}

// acceptSteps says what is pressed on a telephone that does not know this laptop yet.
func (e *errand) acceptSteps() templ.Component {
	var steps []string
	for _, key := range []string{"yard.step_network", "yard.step_open", "yard.step_compare", "yard.step_android", "yard.step_iphone", "yard.step_sign_in"} {
		steps = append(steps, e.Words.T(key))
	}
	return numberedList(steps)
}

// inviteTask asks for the passphrase, where it was not typed lately, before a phone may join.
func inviteTask(e *errand) (*task, error) {
	t := e.accountTask("yard.code")
	t.back = Account + "/yard"
	if n := e.Neighbours(); len(n.Addresses) == 0 || len(e.Visitor.Actor.InTheYard().Grants) == 0 {
		t.nothing, t.about = true, noticed(page.Warn, e.Words.T("yard.nobody"))
	}
	return t, nil
}

// invite shows a code with which one phone joins as whoever asks, once.
func invite(e *errand, in *input) (templ.Component, error) {
	if t, err := inviteTask(e); err != nil || t.nothing {
		return nil, notThere("pages.invite")
	}
	if err := e.confirmed(in); err != nil || in.wrong() {
		return nil, err
	}
	code, err := e.op.Door.Invite(e.Context(), e.Token())
	if err != nil {
		return nil, err
	}
	n, w := e.Neighbours(), e.Words
	parts, err := e.addressCodes(n.Addresses, "/join?code="+url.QueryEscape(code))
	parts = append(parts, para(plain(w.T("yard.code_letters")), page.Code(code)))
	f := e.frame(w.T("yard.code_title"), e.crumb("account.title", Account), e.crumb("yard.title", Account+"/yard"))
	return officePage(f, w.T("yard.code_once"), e.way(true, "page.done", Account+"/yard"), parts...), err
}
