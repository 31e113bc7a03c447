// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// Tokens is the path of the page on which people make tokens for programs that work in their name.
const Tokens = Account + "/tokens"

// tokenDays is for how many days a token is proposed: a quarter.
const tokenDays = 90

// addTokens adds the pages of tokens: everybody's own, and those of others for who looks after the users.
func (o *office) addTokens() {
	o.handle("GET "+Tokens, showTokens)
	o.serve(Tokens+"/make", duty{act: access.PlacesRead, commons: true, show: makeTokenTask, page: makeToken})
	o.serve(Tokens+"/revoke", duty{act: access.PlacesRead, commons: true, show: revokeTokenTask, send: revokeToken})
	o.serve("/users/{id}/tokens", duty{act: access.AccessReset, commons: true, show: userTokensTask, send: revokeUsersToken})
}

func showTokens(e *errand) error {
	all, err := e.op.Door.Tokens(e.Context(), e.Visitor.Actor.User)
	if err != nil {
		return err
	}
	caseloads, err := e.caseloadNames()
	if err != nil {
		return err
	}
	w := e.Words
	ways := join(e.way(true, "account.token_make", Tokens+"/make"), e.way(len(all) > 0, "account.token_revoke", Tokens+"/revoke"))
	return e.Show(officePage(e.frame(w.T("account.tokens"), e.crumb("account.title", Account)), w.T("account.tokens_lead"), ways,
		gridOf(e.tokenGrid(all, caseloads)), para(plain(w.T("account.token_about")), page.Code("/api/openapi.json"))))
}

// tokenGrid lists tokens: what each program may do, until when, and when it did something last.
func (e *errand) tokenGrid(all []signin.Token, caseloads map[id.ID]string) grid {
	w := e.Words
	g := grid{caption: w.T("account.tokens"), empty: w.T("account.no_tokens"), columns: columns(w, "account.token", "account.token_roles", "account.token_until", "account.last_used")}
	for _, t := range all {
		roles := []templ.Component{hushed(w.T(map[bool]string{true: "account.token_reads", false: "account.token_changes"}[t.Reach.ReadOnly]))}
		for _, part := range t.Reach.Parts {
			roles = append(roles, plain(e.partLine(part, caseloads)))
		}
		until := page.Date(w, t.Until)
		if t.Until < e.today {
			until = cells(until, status(page.Hushed, w.T("account.token_over")))
		}
		used := hushed(w.T("account.token_unused"))
		if t.Used.Known() {
			used = page.Date(w, t.Used)
		}
		g.rows = append(g.rows, []templ.Component{plain(t.Name), cells(roles...), until, used})
	}
	return g
}

// partLine says a role that a token has, and over what.
func (e *errand) partLine(part access.ProgramPart, caseloads map[id.ID]string) string {
	return grantLine(e.Words, staff.GrantRow{Role: part.Role, Caseload: part.Caseload}, caseloads)
}

// ownParts are the roles that hold today, each once: what somebody can give to a program.
func (e *errand) ownParts() (parts []access.ProgramPart) {
	for _, g := range e.Visitor.Actor.Grants {
		part := access.ProgramPart{Role: g.Role, Caseload: g.Caseload}
		if g.Holds(e.today) && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return parts
}

// partName names a role over a caseload in a form.
func partName(part access.ProgramPart) string {
	return "role_" + part.Role.String() + "_" + part.Caseload.String()
}

// lendable are the compartments into which somebody can let a program.
func lendable(parts []access.ProgramPart) (in []access.Compartment) {
	for _, c := range access.Compartments() {
		reached := func(part access.ProgramPart) bool { return len(access.ActsOf(part.Role, c)) > 0 }
		if access.Lendable.Has(c) && slices.ContainsFunc(parts, reached) {
			in = append(in, c)
		}
	}
	return in
}

func makeTokenTask(e *errand) (*task, error) {
	caseloads, err := e.caseloadNames()
	if err != nil {
		return nil, err
	}
	w, parts := e.Words, e.ownParts()
	blanks := []blank{e.blank(asInput, "name", "account.token").hinted(w.T("account.token_hint"))}
	for _, part := range parts {
		b := e.blank(asCheck, partName(part), "account.token_roles").optional()
		b.Label = w.T("account.token_role", words.Args{"Role": e.partLine(part, caseloads)})
		if len(parts) == 1 {
			b.Value = "yes"
		}
		blanks = append(blanks, b)
	}
	for _, c := range lendable(parts) {
		b := e.blank(asCheck, "in_"+c.String(), "compartment."+c.String()).optional()
		b.Label = w.T("account.token_part", words.Args{"Part": b.Label})
		if c == access.General {
			b.Value = "yes"
		}
		blanks = append(blanks, b)
	}
	blanks = append(blanks, e.blank(asCheck, "write", "account.token_write").optional(),
		e.dayBlank("until", "account.token_until").worth((e.today + tokenDays).String()).hinted(w.T("account.token_until_hint")))
	t := e.accountTask("account.token_make", blanks...)
	t.back, t.crumbs = Tokens, append(t.crumbs, e.crumb("account.tokens", Tokens))
	return t, nil
}

// makeToken makes a token, and shows it this once.
func makeToken(e *errand, in *input) (templ.Component, error) {
	want := signin.Token{Name: in.must("name"), Until: in.day("until"), Reach: access.Program{ReadOnly: !in.yes("write")}}
	parts := e.ownParts()
	for _, part := range parts {
		if in.yes(partName(part)) {
			want.Reach.Parts = append(want.Reach.Parts, part)
		}
	}
	for _, c := range lendable(parts) {
		if in.yes("in_" + c.String()) {
			want.Reach.In |= access.SetOf(c)
		}
	}
	if want.Until == clock.NoDay && in.faults["until"] == "" {
		in.blame("until", "office.wrong.missing")
	}
	if in.wrong() {
		return nil, nil
	}
	if err := e.confirmed(in); err != nil || in.wrong() {
		return nil, err
	}
	shown, err := e.op.Door.MakeToken(e.Context(), e.Token(), want)
	if err != nil {
		return nil, err
	}
	w := e.Words
	f := e.frame(w.T("account.token_shown"), e.crumb("account.title", Account), e.crumb("account.tokens", Tokens))
	return officePage(f, w.T("account.token_shown_lead"), e.way(true, "page.done", Tokens), para(page.Code(shown)),
		para(plain(w.T("account.token_about")), page.Code("/api/openapi.json"))), nil
}

// tokenBlank chooses one of some tokens.
func (e *errand) tokenBlank(all []signin.Token) blank {
	var options []page.Option
	for _, t := range all {
		options = append(options, page.Option{Value: t.Reach.Token.String(), Label: t.Name, Hint: strings.Join([]string{e.Words.T("account.token_until"), e.Words.Date(t.Until)}, " ")})
	}
	return e.blank(asRadios, "token", "account.token").of(options)
}

func revokeTokenTask(e *errand) (*task, error) {
	all, err := e.op.Door.Tokens(e.Context(), e.Visitor.Actor.User)
	return &task{title: "account.token_revoke", lead: "account.token_revoke_lead", do: "account.token_revoke", back: Tokens, grave: true, nothing: len(all) == 0,
		crumbs: []page.Link{e.crumb("account.title", Account), e.crumb("account.tokens", Tokens)}, blanks: []blank{e.tokenBlank(all)}}, err
}

func revokeToken(e *errand, in *input) (string, string, error) {
	return e.revoked(in, e.Visitor.Actor.User, Tokens)
}

// revoked takes the token that was chosen from a user. One that is gone already is gone, as they want.
func (e *errand) revoked(in *input, user id.ID, to string) (string, string, error) {
	of := in.mustID("token")
	if in.wrong() {
		return "", "", nil
	}
	err := e.op.Door.Revoke(e.Context(), user, of)
	if fault.Is(err, fault.NotFound) {
		err = nil
	}
	return to, "token_gone", err
}

// userTokensTask takes a token from somebody else: whoever looks after the users sees that there are some, and what they may do.
func userTokensTask(e *errand) (*task, error) {
	t, u, err := e.userTask("users.tokens")
	if err != nil {
		return nil, err
	}
	all, err := e.op.Door.Tokens(e.Context(), u.ID)
	if err != nil {
		return nil, err
	}
	caseloads, err := e.caseloadNames()
	t.grave, t.nothing, t.about, t.blanks = true, len(all) == 0, gridOf(e.tokenGrid(all, caseloads)), []blank{e.tokenBlank(all)}
	return t, err
}

func revokeUsersToken(e *errand, in *input) (string, string, error) {
	u, err := e.user()
	if err != nil {
		return "", "", err
	}
	return e.revoked(in, u.ID, "/users/"+u.ID.String())
}
