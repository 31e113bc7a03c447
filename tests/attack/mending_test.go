// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
)

var (
	aMark    = regexp.MustCompile(`(?s)<[^>]*>`)
	someGaps = regexp.MustCompile(`\s+`)
)

// says opens a page and returns what stands on it, without its marks.
func (w *town) says(role access.Role, path string) string {
	w.t.Helper()
	r := w.send(role, http.MethodGet, path, nil, "text/html")
	if r.status != http.StatusOK {
		w.t.Fatalf("the %s opens %s: %d", role, path, r.status)
	}
	return someGaps.ReplaceAllString(html.UnescapeString(aMark.ReplaceAllString(r.body, " ")), " ")
}

// sends sends a form, and demands what comes of it: refused is a form that comes back with what is wrong.
func (w *town) sends(role access.Role, path string, want int, values ...string) {
	w.t.Helper()
	form := url.Values{"command": {id.New().String()}}
	for i := 0; i+1 < len(values); i += 2 {
		form.Set(values[i], values[i+1])
	}
	r := w.send(role, http.MethodPost, path, form, "text/html")
	if r.status != want && (want != refused || r.status != http.StatusConflict) {
		w.t.Fatalf("the %s sends %s: %d, want %d\n%s", role, path, r.status, want, aMark.ReplaceAllString(r.body, " "))
	}
}

func (w *town) tells(role access.Role, path, want string) {
	w.t.Helper()
	if got := w.says(role, path); !strings.Contains(got, want) {
		w.t.Fatalf("%q is not on %s for the %s:\n%s", want, path, role, got)
	}
}

func (w *town) tellsNot(role access.Role, path, gone string) {
	w.t.Helper()
	if got := w.says(role, path); strings.Contains(got, gone) {
		w.t.Fatalf("%q is still on %s for the %s", gone, path, role)
	}
}

const (
	mended  = http.StatusSeeOther
	refused = http.StatusUnprocessableEntity
	not     = http.StatusForbidden
)

// What two offices did without seeing each other stands on the pages of those who must mend it, and each has its way out there.
func TestWhatTwoOfficesDidIsMendedOnPages(t *testing.T) {
	w, in := founded(t)
	w.tale = untrusted(t, in, 35)
	w.serve(t)
	w.village = w.ungranted("Moba")
	b, p := w.second()
	w.mendsCustody(b, p)
	w.mendsPaidTwice(b, p)
	w.mendsTwoTrips(b, p)
	w.mendsTwoLoads(b, p)
	w.handsOver(b)
	w.decidesWhoRuns(b, p)
}

// Whom a household chose after its list was approved is confirmed on the page of the list, by the approver; the sheet to sign shows them.
func TestACollectorIsConfirmedOnThePageOfTheList(t *testing.T) {
	w, in := founded(t)
	w.tale = untrusted(t, in, 35, 33)
	w.serve(t)
	w.ok(payment.Entrust{Programme: tanganyika, Grant: "echo_tanganyika"})
	w.chosen(0, 1)
	w.settled()
	w.list = w.ok(w.prepare("first_tranche")).IDs[0]
	w.ok(w.approve())
	list, to := "/payments/lists/"+w.list.String(), "/payments/owed/"+w.journey.String()+"/first_tranche/confirm-collector"
	w.tellsNot(access.Approver, list, "Confirm the new collector")
	w.ok(people.ChooseCollector{Household: w.household, Private: true, Collector: people.Collector{Person: w.members[1]}})
	w.tells(access.Approver, list, "Confirm the new collector")
	w.tellsNot(access.FinanceOfficer, list, "Confirm the new collector")
	w.tells(access.Approver, to, "The list and what is owed stay as they are")
	w.sends(access.FinanceOfficer, to, not)
	w.sends(access.Caseworker, to, not)
	w.sends(access.Approver, to, mended)
	w.sends(access.Approver, to, refused)
	w.tellsNot(access.Approver, list, "another collector was chosen")
	deliver := w.deliver("first_tranche")
	w.no("payment.not_the_collector", deliver)
	deliver.To = w.members[1]
	w.ok(deliver)
}

func (w *town) mendsCustody(b *tale, p *post) {
	w.grant(w.village, 1, 1, w.scope.Caseload)
	b.grant(w.village, 1, 2, w.scope.Caseload)
	w.exchange(p, b)
	village := "/villages/" + w.village.String()
	w.tells(access.ProgrammeManager, "/", "Nobody promises them until you decide")
	w.tells(access.ProgrammeManager, village, "1 plot was granted by two offices")
	w.tells(access.Caseworker, village, "Granted twice")
	w.tellsNot(access.Caseworker, village, "Decide whose they are")
	w.sends(access.ProgrammeManager, village+"/grant", refused, "caseload", w.scope.Caseload.String(), "from", "1", "to", "3") // the second is in other hands
	w.sends(access.Caseworker, village+"/grant", not, "caseload", w.scope.Caseload.String(), "from", "1", "to", "1")
	w.sends(access.ProgrammeManager, village+"/grant", mended, "caseload", w.scope.Caseload.String(), "from", "1", "to", "1")
	w.tellsNot(access.ProgrammeManager, "/", "Nobody promises them until you decide")
}

func (w *town) mendsPaidTwice(b *tale, p *post) {
	w.chosen(0)
	w.settled()
	w.exchange(p, b)
	for _, office := range []*tale{w.tale, b} {
		office.ok(payment.Entrust{Programme: tanganyika, Grant: "echo_tanganyika"})
		office.paid("first_tranche")
	}
	w.exchange(p, b)
	file, owed := "/households/"+w.household.String(), "/payments/owed/"+w.journey.String()
	w.tells(access.ProtectionOfficer, file, "delivered the same amount. Somebody else must say that it stays with the household, or that one came back; until then nothing more is paid. What is owed, and why")
	w.tells(access.ProtectionOfficer, owed, "Settle it")
	w.tells(access.Approver, "/payments/holds", "Paid twice")
	w.tells(access.FinanceOfficer, "/payments/holds", "Paid twice")
	for _, role := range []access.Role{access.FinanceOfficer, access.Caseworker, access.MovementOfficer, access.ProgrammeManager} {
		w.sends(role, owed+"/first_tranche/settle", not, "reason", "it stays with them")
	}
	w.sends(access.ProtectionOfficer, owed+"/first_tranche/settle", refused)
	w.sends(access.ProtectionOfficer, owed+"/first_tranche/settle", mended, "reason", "it stays with them")
	w.tells(access.ProtectionOfficer, owed, "Somebody has settled it")
	w.tellsNot(access.Approver, "/payments/holds", "Paid twice")
	w.shows()
}

func (w *town) mendsTwoTrips(b *tale, p *post) {
	w.ok(w.again(0, true))
	w.exchange(p, b)
	for _, office := range []*tale{w.tale, b} {
		office.plan(5, 1)
		office.ok(office.load())
		office.ok(office.board())
		office.ok(movement.Depart{Trip: office.trip})
	}
	w.exchange(p, b)
	w.shows(journey.TwoTrips)
	to := "/movements/not-aboard/" + w.journey.String() + "/departure"
	for _, trip := range []id.ID{w.trip, b.trip} {
		w.tells(access.MovementOfficer, "/movements/"+trip.String(), "On two trips")
	}
	w.tells(access.Caseworker, "/households/"+w.household.String(), "Say on which trip they were not")
	w.tells(access.Caseworker, to, "on the road")
	w.sends(access.ProtectionOfficer, to, not, "trip", b.trip.String(), "reason", "seen on the other")
	w.sends(access.Caseworker, to, refused, "trip", b.trip.String())
	w.sends(access.Caseworker, to, refused, "trip", id.New().String(), "reason", "seen on the other")
	w.sends(access.Caseworker, to, mended, "trip", b.trip.String(), "reason", "seen on the other")
	w.shows()
	w.tells(access.Caseworker, to, "Nothing says that they were on two trips")
	w.ok(movement.ConfirmArrival{Journey: w.journey, Step: "departure"})
}

func (w *town) mendsTwoLoads(b *tale, p *post) {
	w.village = w.open("Moliro")
	w.register(40)
	w.chosen(0)
	w.settled()
	w.ok(payment.Entrust{Programme: tanganyika, Grant: "echo_tanganyika"})
	w.paid("first_tranche")
	w.exchange(p, b)
	b.village, b.household, b.journey, b.members = w.village, w.household, w.journey, w.members
	for _, office := range []*tale{w.tale, b} {
		office.plan(5, 1)
		office.ok(office.load())
	}
	w.exchange(p, b)
	w.shows(journey.TwoLoads)
	to := "/movements/two-loads/" + w.journey.String() + "/departure"
	w.tells(access.MovementOfficer, "/", "1 household stands on loads of two trips")
	w.tellsNot(access.ProtectionOfficer, "/", "stands on loads of two trips")
	w.tells(access.MovementOfficer, "/movements/two-loads", "Decide on which load they stay")
	for _, trip := range []id.ID{w.trip, b.trip} {
		w.tells(access.MovementOfficer, "/movements/"+trip.String(), "On loads of two trips")
		w.tells(access.MovementOfficer, "/movements/"+trip.String(), "Decide on which load they stay")
	}
	w.tells(access.Caseworker, "/households/"+w.household.String(), "Two offices put the same people on a load of two trips")
	w.sends(access.MovementOfficer, "/movements/"+w.trip.String()+"/board", refused, "journey", w.journey.String(), "step", "departure")
	w.sends(access.Caseworker, to, not, "trip", b.trip.String())
	w.sends(access.MovementOfficer, to, refused)
	w.sends(access.MovementOfficer, to, refused, "trip", id.New().String())
	w.sends(access.MovementOfficer, to, mended, "trip", b.trip.String())
	w.shows()
	w.tells(access.MovementOfficer, to, "Nobody stands on loads of two trips")
	w.tellsNot(access.MovementOfficer, to, "Take them off")
	w.tellsNot(access.MovementOfficer, "/", "stands on loads of two trips")
}

func (w *town) handsOver(b *tale) {
	w.plan(5, 1)
	trip, theirs := "/movements/"+w.trip.String(), b.desk.Ring().Node().Node.String()
	w.tells(access.MovementOfficer, trip, "Hand the seats to another office")
	w.sends(access.Caseworker, trip+"/hand-over", not, "office", theirs)
	w.sends(access.MovementOfficer, trip+"/hand-over", refused, "office", id.New().String())
	w.sends(access.MovementOfficer, trip+"/hand-over", mended, "office", theirs)
	w.tells(access.MovementOfficer, trip, "Another office runs this movement")
	w.sends(access.MovementOfficer, trip+"/hand-over", refused, "office", theirs)
}

// A trip that two offices were handed, one of them by a copy of another's laptop, shows to whoever plans trips, who says which of them runs it.
func (w *town) decidesWhoRuns(b *tale, p *post) {
	b.plan(5, 1)
	c, _ := b.second()
	copied := b.fromACopy(p, func() { b.ok(b.handsOverTo(w.tale)) })
	copied.ok(copied.handsOverTo(c))
	p.everywhere(b, copied, c, w.tale)
	trip, here := "/movements/"+b.trip.String(), w.node().String()
	w.tells(access.MovementOfficer, "/", "Two offices were handed this movement")
	w.tellsNot(access.Caseworker, "/", "Two offices were handed this movement")
	w.tells(access.MovementOfficer, trip, "Two offices were handed this movement")
	w.tells(access.MovementOfficer, trip, "Decide which office runs it")
	w.sends(access.MovementOfficer, trip+"/freeze", refused)
	w.sends(access.Caseworker, trip+"/hand-over", not, "office", here)
	w.sends(access.MovementOfficer, trip+"/hand-over", refused, "office", id.New().String())
	w.sends(access.MovementOfficer, trip+"/hand-over", mended, "office", here)
	w.tellsNot(access.MovementOfficer, "/", "Two offices were handed this movement")
	w.sends(access.MovementOfficer, trip+"/freeze", mended)
}

// What was reckoned for somebody in another household is held with a named person in one step, on the page of what is owed and on that of who is ready to
// be paid: who resolves it, until when and why stand in the form already.
func TestASuspectedDoubleIsHeldInOneStepOnPages(t *testing.T) {
	w, in := founded(t)
	w.tale = untrusted(t, in, 35, 33)
	w.serve(t)
	w.ok(payment.Entrust{Programme: tanganyika, Grant: "echo_tanganyika"})
	w.joinedByOneWhoWasPaidFor()
	owed := "/payments/owed/" + w.journey.String()
	to := owed + "/first_tranche/hold?why=paid_elsewhere"
	w.tells(access.Caseworker, owed, "Hold it with a named person")
	w.tells(access.FinanceOfficer, "/payments/prepare/"+w.village.String()+"/first_tranche", "Hold it with a named person")
	w.tells(access.Caseworker, to, "Already reckoned for somebody of them in another household")
	w.sends(access.MovementOfficer, to, not)
	w.sends(access.Caseworker, to, mended, "resolver", w.as(access.Approver).User.String(), "until", (w.desk.Today() + 14).String(), "reason", "a double?")
	w.tells(access.Caseworker, owed, "On hold")
	w.tellsNot(access.Caseworker, owed, "Hold it with a named person")
	w.by(w.as(access.Approver), payment.Release{Journey: w.journey, Step: "first_tranche", Reason: "he has his own file"})
	w.tellsNot(access.Caseworker, owed, "Hold it with a named person")
}

// Who may release looks at it and lets it go in one step, on the same pages; who pays is not led there.
func TestASuspectedDoubleIsLetGoInOneStepOnPages(t *testing.T) {
	w, in := founded(t)
	w.tale = untrusted(t, in, 35, 33)
	w.serve(t)
	w.ok(payment.Entrust{Programme: tanganyika, Grant: "echo_tanganyika"})
	w.joinedByOneWhoWasPaidFor()
	owed := "/payments/owed/" + w.journey.String()
	to := owed + "/first_tranche/release?why=paid_elsewhere"
	w.tells(access.ProtectionOfficer, owed, "Look at it and let it go")
	w.tellsNot(access.Caseworker, owed, "Look at it and let it go")
	w.tells(access.ProtectionOfficer, to, "somebody else prepares the list and hands it out")
	w.sends(access.FinanceOfficer, to, not, "reason", "he has his own file")
	w.sends(access.ProtectionOfficer, to, mended, "reason", "he has his own file")
	w.tellsNot(access.ProtectionOfficer, owed, "Look at it and let it go")
	w.tells(access.FinanceOfficer, "/payments/prepare/"+w.village.String()+"/first_tranche", "Ready")
}
