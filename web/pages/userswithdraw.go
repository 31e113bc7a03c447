// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/web/page"
)

func withdrawUserTask(e *errand) (*task, error) {
	t, u, err := e.userTask("users.withdraw")
	t.grave, t.nothing = true, u.Gone
	return t, err
}

// withdrawUser takes a user out at once: the fact for every office, and what they have open at this one.
func withdrawUser(e *errand, _ *input) (string, string, error) {
	u, err := e.user()
	if err != nil {
		return "", "", err
	}
	if _, err := e.do(access.Commons, staff.Withdraw{User: u.ID}); err != nil {
		return "", "", err
	}
	return "/users/" + u.ID.String(), "user_withdrawn", e.bar(u, true)
}

func readmitTask(e *errand) (*task, error) {
	t, u, err := e.userTask("users.readmit")
	if err != nil {
		return nil, err
	}
	caseloads, err := e.caseloadNames()
	var roles []string
	for _, g := range u.Grants {
		roles = append(roles, grantLine(e.Words, g, caseloads))
	}
	t.nothing = !u.Gone
	t.about = page.Facts(e.Words, []page.Term{{Label: e.Words.T("users.roles"), Value: e.Words.List(roles)}})
	return t, err
}

func readmitUser(e *errand, _ *input) (string, string, error) {
	u, err := e.user()
	if err != nil {
		return "", "", err
	}
	if _, err := e.do(access.Commons, staff.Readmit{User: u.ID}); err != nil {
		return "", "", err
	}
	return "/users/" + u.ID.String(), "user_readmitted", e.bar(u, false)
}

// bar keeps a user out at this office, or lets them in again. Who never had a passphrase here needs neither.
func (e *errand) bar(u staff.UserRow, out bool) error {
	err := e.op.Door.Bar(e.Context(), u.ID, out)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
