// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/a-h/templ"

	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// addUsers adds the pages of those who work here: roles, new users, recovery codes, and everybody's own passphrase.
func (o *office) addUsers() {
	o.handle("GET /users", showUsers)
	o.handle("GET /users/{id}", showUser)
	o.serve("/users/add", duty{act: access.AccessGrant, commons: true, show: addUserTask, codes: addUser})
	o.serve("/users/{id}/grant", duty{act: access.AccessGrant, commons: true, show: grantTask, send: grantRole})
	o.serve("/users/{id}/revoke", duty{act: access.AccessRevoke, commons: true, show: revokeTask, send: revokeRole})
	o.serve("/users/{id}/withdraw", duty{act: access.AccessRevoke, commons: true, show: withdrawUserTask, send: withdrawUser})
	o.serve("/users/{id}/readmit", duty{act: access.AccessGrant, commons: true, show: readmitTask, send: readmitUser})
	o.handle("GET /roles", showRoles)
	o.handle("GET /looks", showLookers)
	o.handle("GET /looks/{id}", showLooksBy)
	o.serve("/users/{id}/devices", duty{act: access.AccessReset, commons: true, show: allDevicesTask, send: letAllGo})
	o.serve("/users/{id}/codes", duty{act: access.AccessReset, commons: true, show: codesTask, codes: newCodes})
	o.serve("/caseloads/open", duty{act: access.AccessGrant, commons: true, show: openCaseloadTask, send: openCaseload})
	o.serve("/caseloads/line", duty{act: access.ProgrammePublish, commons: true, show: stateLineTask, send: stateLine})
	o.serve("/passphrase", duty{act: access.PlacesRead, commons: true, show: passphraseTask, send: changePassphrase})
	o.serve("/confirm", duty{act: access.PlacesRead, commons: true, show: confirmSelfTask, send: confirmSelf})
}

func showUsers(e *errand) error {
	rows, err := ask(e, "task.users", staff.Users())
	if err != nil {
		return err
	}
	caseloads, err := e.caseloadNames()
	if err != nil {
		return err
	}
	slices.SortStableFunc(rows, func(a, b staff.UserRow) int { return cmp.Compare(a.Name, b.Name) })
	w := e.Words
	cut, pages := pageOf(e, rows, perPage)
	seen, err := e.op.Door.SignedInAt(e.Context(), idsOf(cut)...)
	if err != nil {
		return err
	}
	g := grid{caption: w.T("users.title"), empty: w.T("users.none"), columns: columns(w, "signin.name", "users.roles", "users.last")}
	for _, u := range cut {
		var roles []templ.Component
		for _, gr := range u.Grants {
			roles = append(roles, plain(grantLine(w, gr, caseloads)))
		}
		if u.Gone {
			roles = []templ.Component{status(page.Hushed, w.T("users.gone"))}
		}
		g.rows = append(g.rows, []templ.Component{linked(u.Name, "/users/"+u.ID.String()), cells(roles...), e.lastSeen(seen[u.ID])})
	}
	ways := join(e.way(e.mayInCommons(access.AccessGrant), "users.add", "/users/add"),
		e.way(e.mayInCommons(access.AccessGrant), "users.open_caseload", "/caseloads/open"), e.way(e.may(access.NodeOperate), "gateway.title", gatewayPath), e.way(true, "roles.title", "/roles"))
	return e.Show(officePage(e.frame(w.T("users.title")), w.T("users.lead"), ways, gridOf(g), page.Pager(w, pages)))
}

func idsOf(rows []staff.UserRow) (ids []id.ID) {
	for _, u := range rows {
		ids = append(ids, u.ID)
	}
	return ids
}

// lastSeen says on which day somebody signed in last, at this office; no finer, since it is nobody's business when they sleep.
func (e *errand) lastSeen(at time.Time) templ.Component {
	if at.IsZero() {
		return hushed(e.Words.T("users.never"))
	}
	return page.Date(e.Words, e.dayOn(at))
}

func (e *errand) caseloadNames() (map[id.ID]string, error) {
	rows, err := ask(e, "task.users", staff.Caseloads())
	names := map[id.ID]string{}
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	return names, err
}

// grantLine says a role and over what it is.
func grantLine(w *words.Printer, g staff.GrantRow, caseloads map[id.ID]string) string {
	over := w.T("users.every_caseload")
	if !g.Caseload.IsZero() {
		over = caseloads[g.Caseload]
	}
	said := []string{w.T("role." + g.Role.String()), over}
	if g.Medical {
		said = append(said, w.T("users.medical"))
	}
	if g.Sealed {
		said = append(said, w.T("users.sealed"))
	}
	if g.From.Known() {
		said = append(said, w.T("users.from_day", words.Args{"day": w.Date(g.From)}))
	}
	if g.Until.Known() {
		said = append(said, w.T("users.until_day", words.Args{"day": w.Date(g.Until)}))
	}
	return w.List(said)
}

// user finds the user of the path.
func (e *errand) user() (staff.UserRow, error) {
	of, err := e.PathID("id")
	if err != nil {
		return staff.UserRow{}, err
	}
	rows, err := ask(e, "task.users", staff.Users())
	for _, u := range rows {
		if u.ID == of {
			return u, nil
		}
	}
	if err == nil {
		err = notThere("pages.user")
	}
	return staff.UserRow{}, err
}

func showUser(e *errand) error {
	u, err := e.user()
	if err != nil {
		return err
	}
	caseloads, err := e.caseloadNames()
	if err != nil {
		return err
	}
	w, at := e.Words, "/users/"+u.ID.String()
	g := grid{caption: w.T("users.roles"), empty: w.T("users.no_roles"), columns: columns(w, "users.role", "")}
	for _, gr := range u.Grants {
		g.rows = append(g.rows, []templ.Component{plain(grantLine(w, gr, caseloads)),
			doors(e.way(e.mayInCommons(access.AccessRevoke), "users.revoke", at+"/revoke?role="+grantValue(gr)))})
	}
	mine := u.ID == e.Visitor.Actor.User
	ways := join(e.way(!mine && !u.Gone && e.mayInCommons(access.AccessGrant), "users.grant", at+"/grant"),
		e.way(e.mayInCommons(access.AccessReset), "users.codes", at+"/codes"), e.way(!mine && e.mayInCommons(access.AccessReset), "users.devices", at+"/devices"),
		e.way(!mine && e.mayInCommons(access.AccessReset), "users.tokens", at+"/tokens"),
		e.way(mine, "account.title", Account), e.way(!mine && !u.Gone && e.mayInCommons(access.AccessRevoke), "users.withdraw", at+"/withdraw"),
		e.way(u.Gone && e.mayInCommons(access.AccessGrant), "users.readmit", at+"/readmit"))
	seen, err := e.op.Door.SignedInAt(e.Context(), u.ID)
	if err != nil {
		return err
	}
	var gone templ.Component = templ.NopComponent
	if u.Gone {
		gone = noticed(page.Warn, w.T("users.gone_about"))
	}
	last := para(plain(w.T("users.last")), e.lastSeen(seen[u.ID]))
	return e.Show(officePage(e.frame(u.Name, e.crumb("users.title", "/users")), "", ways, gone, last, gridOf(g)))
}

// grantValue names a grant in a form: its role and caseload.
func grantValue(g staff.GrantRow) string { return g.Role.String() + "/" + g.Caseload.String() }

func (e *errand) roleBlanks() ([]blank, error) {
	w := e.Words
	var roles []page.Option
	for _, r := range access.Roles() {
		roles = append(roles, page.Option{Value: r.String(), Label: w.T("role." + r.String())})
	}
	names, err := e.caseloadNames()
	over := []page.Option{{Value: "every", Label: w.T("users.every_caseload")}}
	for of, name := range names {
		over = append(over, page.Option{Value: of.String(), Label: name})
	}
	slices.SortFunc(over[1:], func(a, b page.Option) int { return strings.Compare(a.Label, b.Label) })
	return []blank{e.blank(asSelect, "role", "users.role").of(roles), e.blank(asSelect, "caseload", "users.over").of(over),
		e.blank(asInput, "until", "users.until").kind("date").optional().hinted(w.T("users.until_hint")),
		e.blank(asCheck, "medical", "users.opens_medical").optional(), e.blank(asCheck, "sealed", "users.opens_sealed").optional()}, err
}

// grantIn reads a role and what it is over.
func (in *input) grantIn() access.Grant {
	role, err := access.ParseRole(in.must("role"))
	if err != nil {
		in.blame("role", "office.wrong.missing")
	}
	g := access.NewGrant(role, id.ID{})
	if in.must("caseload") != "every" {
		g.Caseload = in.mustID("caseload")
	}
	if g.Until = in.day("until"); g.Until.Known() && g.Until < in.e.today {
		in.blame("until", "users.until_past")
	}
	if in.yes("medical") {
		g.Opens |= access.SetOf(access.Medical)
	}
	if in.yes("sealed") {
		g.Opens |= access.SetOf(access.SealedComplaints)
	}
	return g
}

func (e *errand) userTask(title string) (*task, staff.UserRow, error) {
	u, err := e.user()
	at := "/users/" + u.ID.String()
	return &task{title: title, lead: title + "_lead", do: title, back: at, crumbs: []page.Link{e.crumb("users.title", "/users"), {Text: u.Name, To: at}}}, u, err
}

func grantTask(e *errand) (*task, error) {
	t, _, err := e.userTask("users.grant")
	if err != nil {
		return nil, err
	}
	t.blanks, err = e.roleBlanks()
	return t, err
}

func grantRole(e *errand, in *input) (string, string, error) {
	u, err := e.user()
	c := staff.GrantRole{User: u.ID, Grant: in.grantIn()}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(access.Commons, c)
	return "/users/" + u.ID.String(), "saved", err
}

func revokeTask(e *errand) (*task, error) {
	t, u, err := e.userTask("users.revoke")
	if err != nil {
		return nil, err
	}
	caseloads, err := e.caseloadNames()
	var options []page.Option
	for _, g := range u.Grants {
		options = append(options, page.Option{Value: grantValue(g), Label: grantLine(e.Words, g, caseloads)})
	}
	t.grave = true
	t.blanks = []blank{e.blank(asRadios, "role", "users.role").of(options)}
	return t, err
}

func revokeRole(e *errand, in *input) (string, string, error) {
	u, err := e.user()
	if err != nil {
		return "", "", err
	}
	asked := in.must("role")
	for _, g := range u.Grants {
		if grantValue(g) == asked {
			_, err := e.do(access.Commons, staff.RevokeRole{User: u.ID, Role: g.Role, Caseload: g.Caseload})
			return "/users/" + u.ID.String(), "saved", err
		}
	}
	in.blame("role", "office.wrong.missing")
	return "", "", nil
}

func addUserTask(e *errand) (*task, error) {
	blanks, err := e.roleBlanks()
	first := e.blank(asInput, "passphrase", "users.first_passphrase").kind("password").hinted(e.Words.T("users.first_passphrase_hint"))
	first.Complete = "new-password"
	return &task{title: "users.add", lead: "users.add_lead", do: "users.add", back: "/users", crumbs: []page.Link{e.crumb("users.title", "/users")},
		blanks: append([]blank{e.blank(asInput, "name", "signin.name"), first}, blanks...)}, err
}

// addUser adds a user with a role and a first passphrase, and shows their recovery codes, this once.
func addUser(e *errand, in *input) ([]string, string, error) {
	name, passphrase, grant := in.must("name"), in.values.Get("passphrase"), in.grantIn()
	if passphrase == "" {
		in.blame("passphrase", "office.wrong.missing")
	}
	if in.wrong() {
		return nil, "", nil
	}
	if err := signin.CheckPassphrase(name, passphrase); err != nil {
		return nil, "", err
	}
	form, err := e.Command()
	if err != nil {
		return nil, "", err
	}
	r, err := e.op.Desk.Do(e.Context(), e.Visitor.Actor, access.Commons, form, staff.AddUser{Name: name})
	if err != nil {
		return nil, "", err
	}
	if len(r.IDs) == 0 {
		return nil, "", fault.New("pages.addUser", fault.Internal, "", nil)
	}
	if _, err := e.op.Desk.Do(e.Context(), e.Visitor.Actor, access.Commons, numbered(form, 1), staff.GrantRole{User: r.IDs[0], Grant: grant}); err != nil {
		return nil, "", err
	}
	codes, err := e.op.Door.Enrol(e.Context(), r.IDs[0], name, passphrase)
	return codes, name, err
}

func codesTask(e *errand) (*task, error) {
	t, _, err := e.userTask("users.codes")
	return t, err
}

// newCodes makes fresh recovery codes for the user of the path.
func newCodes(e *errand, _ *input) ([]string, string, error) {
	u, err := e.user()
	if err != nil {
		return nil, "", err
	}
	codes, err := e.op.Door.NewCodes(e.Context(), u.ID)
	return codes, u.Name, err
}

func (e *errand) passphraseBlank(name, key, complete string) blank {
	b := e.blank(asInput, name, key).kind("password")
	b.Complete = complete
	return b
}

func passphraseTask(e *errand) (*task, error) {
	rule := e.Words.T("signin.passphrase_rule", words.Args{"least": signin.ShortestPassphrase})
	return &task{title: "users.passphrase", lead: "users.passphrase_lead", do: "page.save", back: "/",
		blanks: []blank{e.passphraseBlank("old", "users.old_passphrase", "current-password"),
			e.passphraseBlank("new", "signin.new_passphrase", "new-password").hinted(rule)}}, nil
}

func changePassphrase(e *errand, in *input) (string, string, error) {
	if in.values.Get("old") == "" {
		in.blame("old", "office.wrong.missing")
	}
	if in.values.Get("new") == "" {
		in.blame("new", "office.wrong.missing")
	}
	if in.wrong() {
		return "", "", nil
	}
	return "/", "passphrase_changed", e.op.Door.ChangePassphrase(e.Context(), e.Token(), in.values.Get("old"), in.values.Get("new"))
}

func confirmSelfTask(e *errand) (*task, error) {
	return &task{title: "users.confirm", lead: "users.confirm_hint", do: "page.confirm", back: "/",
		blanks: []blank{e.passphraseBlank("passphrase", "signin.passphrase", "current-password")}}, nil
}

func confirmSelf(e *errand, in *input) (string, string, error) {
	if in.values.Get("passphrase") == "" {
		in.blame("passphrase", "office.wrong.missing")
		return "", "", nil
	}
	to := e.URL.Query().Get("next")
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\t\r\n") {
		to = "/"
	}
	return to, "confirmed", e.op.Door.Confirm(e.Context(), e.Token(), in.values.Get("passphrase"))
}

// openCaseloadTask opens a caseload for a further field office: the households it answers for, and those who work with them.
func openCaseloadTask(e *errand) (*task, error) {
	names, err := e.caseloadNames()
	known := slices.Sorted(maps.Values(names))
	return &task{title: "users.open_caseload", lead: "users.open_caseload_lead", do: "users.open_caseload", back: "/users",
		crumbs: []page.Link{e.crumb("users.title", "/users")},
		about:  page.Facts(e.Words, []page.Term{{Label: e.Words.T("users.caseloads"), Value: e.Words.List(known)}}),
		blanks: []blank{e.blank(asInput, "name", "users.caseload_name").hinted(e.Words.T("users.caseload_name_hint"))}}, err
}

func openCaseload(e *errand, in *input) (string, string, error) {
	c := staff.OpenCaseload{Name: in.must("name")}
	if in.wrong() {
		return "", "", nil
	}
	_, err := e.do(access.Commons, c)
	return "/users", "saved", err
}
