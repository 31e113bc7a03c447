// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"safar/desk"
	"safar/field/bulk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/figures"
	"safar/field/gathering"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/staff"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// shown is what somebody got to see or was told.
type shown struct{ what, text string }

// asked asks one thing and returns the answer, or the refusal, as text.
func asked[T any](w *tale, by access.Actor, what string, q desk.Query[T]) shown {
	got, err := desk.Ask(context.Background(), w.desk, by, "task.test", q)
	if err != nil {
		return shown{what, err.Error()}
	}
	encoded, err := json.Marshal(got)
	must(w.t, err)
	return shown{what, fmt.Sprintf("%+v ", got) + string(encoded)}
}

// everything asks every question of the field packages.
func (w *tale) everything(by access.Actor) []shown {
	s, step := w.scope, "first_tranche"
	return append(w.askHelp(by), []shown{
		asked(w, by, "bulk.One", bulk.One(access.PeopleAmend, s, w.several)), asked(w, by, "bulk.Mine", bulk.Mine(access.PeopleAmend, s)), asked(w, by, "bulk.Cards", bulk.Cards(access.PaymentHold, s, []id.ID{w.household})),
		asked(w, by, "journey.Households", journey.Households(s, people.Listing{Limit: 50})),
		asked(w, by, "journey.HouseholdsOf", journey.HouseholdsOf(s, []id.ID{w.household})),
		asked(w, by, "journey.Search by name", journey.Search(s, people.NewSpellings(), "zkanarigivenn", "")),
		asked(w, by, "journey.Search by phone", journey.Search(s, nil, "", "+243820000917")),
		asked(w, by, "journey.FileOf", journey.FileOf(s, w.household)),
		asked(w, by, "journey.FileOf the second", journey.FileOf(s, w.other)),
		asked(w, by, "journey.FileWith", journey.FileWith(s, w.household, noFormBeside, choice.Filled, works.Filled, movement.Filled)),
		asked(w, by, "journey.FileWith the second", journey.FileWith(s, w.other, noFormBeside, choice.Filled, works.Filled, movement.Filled)),
		asked(w, by, "journey.StatementOf", journey.StatementOf(s, w.household)),
		asked(w, by, "people.CardOf", people.CardOf(s, w.household)),
		asked(w, by, "people.Cards", people.Cards(s, people.Listing{Limit: 50})),
		asked(w, by, "staff.LineOf", staff.LineOf(s.Caseload)),
		asked(w, by, "works.HousesAt", works.HousesAt(access.WorksList, s, w.village, desk.Part{})),
		asked(w, by, "payment.CollectorsOf", payment.CollectorsOf(s, w.journey)),
		asked(w, by, "payment.SheetOf", payment.SheetOf(access.PaymentCountersign, s, w.sheet)),
		asked(w, by, "payment.Witnesses", payment.Witnesses(s)),
		asked(w, by, "journey.WayOf", journey.WayOf(s, w.journey)),
		asked(w, by, "journey.Programmes", journey.Programmes()),
		asked(w, by, "journey.SubjectWays", journey.SubjectWays(access.FiguresRead, s, w.site)),
		asked(w, by, "people.Exists", people.Exists(s, w.household)),
		asked(w, by, "people.LooksAt", people.LooksAt(s.Caseload, w.household)),
		asked(w, by, "choice.StandingOf", choice.StandingOf(s, w.journey, "solution")),
		asked(w, by, "capacity.RoomStateOf", capacity.RoomStateOf(s, w.journey, "plot")),
		asked(w, by, "capacity.RoomAt", capacity.RoomAt(s, "plot", w.village)),
		asked(w, by, "movement.Trips", movement.Trips(s, clock.NoDay, 50)),
		asked(w, by, "movement.ManifestOf", movement.ManifestOf(s, w.trip)),
		asked(w, by, "movement.ConcernedBy", movement.ConcernedBy(s, w.village)),
		asked(w, by, "movement.OnTheRoadTo", movement.OnTheRoadTo(s, w.village)),
		asked(w, by, "movement.ReadyFor", movement.ReadyFor(s, w.village, "")),
		asked(w, by, "movement.CountsOf", movement.CountsOf(s, w.trip)),
		asked(w, by, "movement.NoShows", movement.NoShows(s, w.trip)),
		asked(w, by, "movement.CalledOff", movement.CalledOff(s, w.trip, clock.NoDay)),
		asked(w, by, "movement.AskAgainList", movement.AskAgainList(s, w.journey, "departure")),
		asked(w, by, "payment.AllLists", payment.AllLists(s, nil, 50)),
		asked(w, by, "payment.ListToApprove", payment.ListToApprove(s, w.list)),
		asked(w, by, "payment.ListLines", payment.ListLines(s, w.list, "", id.ID{}, 50)),
		asked(w, by, "payment.Try", payment.Try(s, w.prepare(step))),
		asked(w, by, "payment.OwedTo", payment.OwedTo(s, w.journey)),
		asked(w, by, "payment.PaidTwice", payment.PaidTwice(s)),
		asked(w, by, "payment.Ledgers", payment.Ledgers(s)),
		asked(w, by, "payment.Holds", payment.Holds(s, 50)),
		asked(w, by, "payment.CandidatesAt", payment.CandidatesAt(s, w.village, w.prepare(step), desk.Part{}, desk.Part{})),
		asked(w, by, "payment.Books", payment.Books(access.PaymentBudget, s)),
		asked(w, by, "works.Found", works.Found(s, w.arrivedWay, "foundation", noFormBeside)),
		asked(w, by, "works.Milestones", works.Milestones(s)),
		asked(w, by, "works.Overdue", works.Overdue(s, 0)),
		asked(w, by, "gathering.ListeningAt", gathering.ListeningAt(s, w.site)),
		asked(w, by, "gathering.HeardAt", gathering.HeardAt(s, w.site, func(string, string) *programme.Form { return nil })),
		asked(w, by, "journey.ChildrenWaiting", journey.ChildrenWaiting(s)),
		asked(w, by, "journey.SurveysAt", journey.SurveysAt(s, w.site)),
		asked(w, by, "journey.SurveysCrossed", journey.SurveysCrossed(s, w.site)),
		asked(w, by, "gathering.Sessions", gathering.Sessions(s, 50)),
		asked(w, by, "gathering.PlanOf", gathering.PlanOf(access.FiguresRead, s, w.plansOf[1])),
		asked(w, by, "gathering.InvitedTo", gathering.InvitedTo(s, w.plansOf[0], desk.Part{})),
		asked(w, by, "places.Of", places.Of(places.Village)),
		asked(w, by, "places.One", places.One(w.village)),
		asked(w, by, "staff.Caseloads", staff.Caseloads()),
		asked(w, by, "staff.Users", staff.Users()),
	}...)
}

// noFormBeside has no form beside those that were published.
func noFormBeside(string, string) *programme.Form { return nil }

// refusals has somebody try commands with what they should not know, and returns what they are told.
func (w *tale) refusals(by access.Actor) []shown {
	var all []shown
	for _, c := range []desk.Command{
		people.Register{Arrived: clock.NoDay, Card: "ZKANARI-CARD", Members: []people.Member{{Names: people.Names{Given: "Zkanarigiven"}}}},
		journey.Split{Household: w.household, Leaving: w.members[:1], Card: "ZKANARI-CARD"},
		people.ChooseCollector{Household: w.household, Private: true, Collector: people.Collector{Person: id.New()}},
		w.answer(0, "nowhere", w.village), w.promise(1), w.deliver("first_tranche"), w.own(), w.load(w.members[0]), w.prepare("first_tranche"),
		payment.Approve{List: w.list}, payment.Reconcile{List: id.New()}, choice.Withdraw{Journey: id.New()},
		movement.NoShow{Trip: w.trip, Journey: id.New()}, movement.Depart{Trip: w.trip}, works.Report{Journey: w.journey, Step: "walls"},
		journey.Close{Journey: w.journey, Step: "solution_reached", Reason: "zzz"},
	} {
		if _, err := w.do(by, w.scope, id.New(), c); err != nil {
			all = append(all, shown{fmt.Sprintf("refusal of %T", c), err.Error()})
		}
	}
	return all
}

// Promise 6: whatever somebody asks, and whatever they are refused, nothing of a class that their role does not see is in it.
func TestNoCanaryIsSeenByARoleThatMayNotSeeIt(t *testing.T) {
	w := planted(t)
	seen := map[string]bool{}
	for _, role := range access.Roles() {
		by := w.as(role)
		sees := access.Clearance(by, w.scope, w.desk.Today())
		for _, s := range slices.Concat(w.everything(by), w.ofThings(by), w.ofPersons(by), w.ofDocuments(by), w.ofVoice(by), w.ofStories(by), w.ofHosting(by), w.ofPledging(by), w.refusals(by)) {
			for canary, class := range canaries {
				if !strings.Contains(strings.ToLower(s.text), strings.ToLower(canary)) {
					continue
				}
				if seen[canary] = true; !sees.Has(class) {
					t.Errorf("%s: the %s sees the %s canary %q in\n%s", s.what, role, class, canary, s.text)
				}
			}
		}
	}
	for canary, class := range canaries {
		if class != access.Sealed && !seen[canary] {
			t.Errorf("nobody at all sees the canary %q: it proves nothing", canary)
		}
	}
}

// Promise 6: those who only accompany a household do not see what an adult answered, nor where to; those who see it are on record.
func TestAnAnswerIsSeenByProtectionAlone(t *testing.T) {
	w := tell(t, 35, 33)
	w.chosen(0)
	w.ok(w.answer(1, "stay", id.ID{}))
	for _, role := range access.Roles() {
		s := asked(w, w.as(role), "choice.StandingOf", choice.StandingOf(w.scope, w.journey, "solution"))
		if tells := strings.Contains(s.text, "Option:return"); tells != (role == access.ProtectionOfficer) {
			t.Errorf("%s: answers seen: %v", role, tells)
		}
	}
	looks := asked(w, w.as(access.DataProtectionOfficer), "people.LooksAt", people.LooksAt(w.scope.Caseload, w.household))
	for _, role := range []access.Role{access.Enumerator, access.Caseworker, access.ProtectionOfficer} {
		if !strings.Contains(looks.text, w.as(role).User.String()) {
			t.Errorf("the look of the %s is not on record", role)
		}
	}
	if strings.Contains(looks.text, w.as(access.Auditor).User.String()) {
		t.Error("a look that was refused is on record as one")
	}
}

// Promise 7: each figure is the count of the facts that it lists.
func TestFiguresAreTheCountOfTheirFacts(t *testing.T) {
	w := planted(t)
	w.ok(w.board())
	w.ok(movement.Depart{Trip: w.trip})
	w.ok(movement.Arrive{Trip: w.trip})
	auditor := w.as(access.Caseworker)
	board, err := figures.Open(t.Context(), w.desk, auditor, w.scope, tanganyika)
	must(t, err)
	defer board.Close()
	listed, err := board.List(t.Context(), auditor)
	must(t, err)
	counted := 0
	for _, f := range listed {
		cells, err := board.Count(t.Context(), auditor, f.ID)
		must(t, err)
		facts, err := board.Facts(t.Context(), auditor, f.ID, figures.Page{})
		must(t, err)
		total := int64(0)
		for _, c := range cells {
			total += c.Value
		}
		if total != figures.SumOf(facts) {
			t.Errorf("%s is %d, its facts are %d", f.ID, total, figures.SumOf(facts))
		}
		counted += int(total)
		for canary := range canaries {
			if text := strings.ToLower(fmt.Sprintf("%+v %+v", cells, facts)); strings.Contains(text, strings.ToLower(canary)) {
				t.Errorf("%s shows %q", f.ID, canary)
			}
		}
		if f.ID == "left_the_sites" && total != 7 {
			t.Errorf("%d people left, want 2 and the 5 who left before", total)
		}
	}
	if counted == 0 {
		t.Error("no figure counts anything")
	}
}
