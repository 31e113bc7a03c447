// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"strings"
	"testing"

	"safar/kernel/access"
)

// An administrator exchanges and withdraws the secret on a page that shows none, and says who did it; nobody else may.
func TestTheGatewaysSecretIsExchangedOnItsPage(t *testing.T) {
	w := newTown(t, 20)
	must(w, w.open(access.Administrator, "/users"), `href="/sms"`)
	if text := said(w.open(access.Administrator, "/sms")); !strings.Contains(text, "come and go") || strings.Contains(text, "Exchanged or withdrawn") {
		t.Errorf("nothing was done yet: %s", text)
	}
	must(w, said(w.open(access.Administrator, "/sms/withdraw")), "Kalemie")
	must(w, w.refused(access.Administrator, "/sms/exchange", "hours", "200"), "168 hours")
	w.post(access.Administrator, "/sms/exchange", "hours", "5")
	must(w, said(w.open(access.Administrator, "/sms")), "Exchanged or withdrawn")
	must(w, said(w.open(access.Administrator, "/sms")), "5 hours")
	w.post(access.Administrator, "/sms/withdraw")
	if text := said(w.open(access.Administrator, "/sms")); !strings.Contains(text, "neither come nor go") || strings.Contains(text, "5 hours") {
		t.Errorf("withdrawn: %s", text)
	}
	w.forbidden("/sms/exchange", access.Caseworker, access.ProtectionOfficer, access.ProgrammeManager, access.Auditor)
	w.forbidden("/sms/withdraw", access.Caseworker, access.DataProtectionOfficer)
}
