// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"

	"safar/desk"
	"safar/field/payment"
	"safar/kernel/access"
	"safar/kernel/id"
)

// approve has the second pair of eyes look at a list as it stands, approve it, and the list sent.
func (f *office) approve(ctx context.Context, list id.ID) error {
	seen, err := desk.Ask(ctx, f.operation.Desk, f.actors[access.Approver], "task.approve", payment.ListToApprove(f.scope, list))
	if err != nil {
		return err
	}
	if err := f.does(ctx, access.Approver, payment.Approve{List: list, Digest: seen.Now.Digest}); err != nil {
		return err
	}
	return f.does(ctx, access.FinanceOfficer, payment.Send{List: list})
}

// assess says where a list is paid today, and has protection look at the risks of that place, once a place and day.
func (f *office) assess(ctx context.Context, list, at id.ID) error {
	today := f.operation.Desk.Today()
	if err := f.does(ctx, access.FinanceOfficer, payment.PlanPaying{List: list, Place: at, Day: today}); err != nil {
		return err
	}
	if f.assessed[at] == today {
		return nil
	}
	f.assessed[at] = today
	c := payment.AssessSite{Place: at, From: today, Until: today, Outcome: payment.GoWithCare}
	for _, r := range payment.Risks {
		c.Findings = append(c.Findings, payment.Finding{Risk: r})
	}
	c.Findings[1] = payment.Finding{Risk: "crowd", Found: true, Done: "Thirty tokens an hour, shade and water, a queue of its own for those who cannot stand."}
	return f.does(ctx, access.ProtectionOfficer, c)
}
