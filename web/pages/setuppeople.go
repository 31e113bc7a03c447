// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"crypto/rand"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
)

// setupColleagues is how many first colleagues are named on the page.
const setupColleagues = 5

// setupPeopleTask asks for the first colleagues: a name and a role each.
func setupPeopleTask(e *errand) (*task, error) {
	var roles []page.Option
	for _, r := range access.Roles() {
		roles = append(roles, page.Option{Value: r.String(), Label: e.Words.T("role." + r.String())})
	}
	var blanks []blank
	for n := 1; n <= setupColleagues; n++ {
		name, role := e.blank(asInput, nth("name", n), "signin.name"), e.blank(asSelect, nth("role", n), "users.role").of(roles)
		if n > 1 {
			name, role = name.optional(), role.optional()
		}
		blanks = append(blanks, name, role)
	}
	return e.setupTask(2, blanks...), nil
}

// colleague is somebody who is added on the page of first colleagues.
type colleague struct {
	name string
	role access.Role
}

// colleagues reads the rows in which something stands.
func (in *input) colleagues() (all []colleague) {
	for n := 1; n <= setupColleagues; n++ {
		name, typed := in.text(nth("name", n)), in.text(nth("role", n))
		if name == "" && typed == "" && n > 1 {
			continue
		}
		role, err := access.ParseRole(in.must(nth("role", n)))
		if err != nil {
			in.blame(nth("role", n), "office.wrong.missing")
		}
		if in.must(nth("name", n)); name != "" && (utf8.RuneCountInString(name) < 2 || utf8.RuneCountInString(name) > 60) {
			in.blame(nth("name", n), "staff.name")
		}
		if slices.ContainsFunc(all, func(c colleague) bool { return strings.EqualFold(c.name, name) }) {
			in.blame(nth("name", n), "staff.name_taken")
		}
		all = append(all, colleague{name, role})
	}
	return all
}

// setupPeople adds the colleagues, all or none, and shows the codes with which each sets a passphrase of their own. Nobody knows the first one, not even who
// adds them.
func setupPeople(e *errand, in *input) (templ.Component, error) {
	all := in.colleagues()
	form, err := e.Command()
	if err != nil {
		return nil, err
	}
	if err := e.namesFree(in, form, all); err != nil || in.wrong() {
		return nil, err
	}
	sheets := make([]printed, 0, len(all))
	for n, c := range all {
		codes, err := e.addColleague(c, numbered(form, 2*n+1), numbered(form, 2*n+2))
		if err != nil {
			return nil, err
		}
		sheets = append(sheets, printed{c.name, codes})
	}
	f := e.frame(e.Words.T("users.codes"), e.crumb("setup.title", "/setup"))
	return codesToGoOn(f, e.Words, sheets, "setup.people_codes", e.setupPage(3)), nil
}

// namesFree says of each name that somebody has already, before anybody is added. A form that is sent twice adds nobody twice, so that its own people are no hindrance.
func (e *errand) namesFree(in *input, form id.ID, all []colleague) error {
	users, err := ask(e, "task.users", staff.Users())
	if err != nil {
		return err
	}
	for n, c := range all {
		own, err := e.op.Desk.Makes(e.Context(), access.Commons, numbered(form, 2*n+1), 1)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(users, func(u staff.UserRow) bool { return strings.EqualFold(u.Name, c.name) && u.ID != own[0] }) {
			in.blame(nth("name", n+1), "staff.name_taken")
		}
	}
	return nil
}

func (e *errand) addColleague(c colleague, add, grant id.ID) ([]string, error) {
	r, err := e.op.Desk.Do(e.Context(), e.Visitor.Actor, access.Commons, add, staff.AddUser{Name: c.name})
	if err == nil && len(r.IDs) == 0 {
		err = fault.New("pages.addColleague", fault.Internal, "", nil)
	}
	if err != nil {
		return nil, err
	}
	role := access.NewGrant(c.role, e.scope.Caseload)
	if c.role == access.Administrator || c.role == access.ProgrammeManager {
		role = access.NewGrant(c.role, id.ID{}) // they are there for the whole operation
	}
	if _, err := e.op.Desk.Do(e.Context(), e.Visitor.Actor, access.Commons, grant, staff.GrantRole{User: r.IDs[0], Grant: role}); err != nil {
		return nil, err
	}
	return e.op.Door.Enrol(e.Context(), r.IDs[0], c.name, rand.Text())
}
