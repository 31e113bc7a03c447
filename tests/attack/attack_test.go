// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"safar/desk"
	"safar/field/figures"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/store"
	"safar/kernel/store/pgtest"
	"safar/kernel/verify"

	"pgregory.net/rapid"
)

// sequences is how many random sequences a run takes: SAFAR_ATTACKS, or as many as fit make check.
func sequences(t testing.TB, usual int) int {
	if n, err := strconv.Atoi(os.Getenv("SAFAR_ATTACKS")); err == nil && n > 0 {
		return max(n*usual/usualSequences, 1)
	}
	return usual
}

const usualSequences = 800

// sequencesInOne is how many sequences share a world: they share its places, users and programmes, whose number what each asks grows with.
const sequencesInOne = 160

// check runs a property as often as asked.
func check(t *testing.T, n int, property func(*rapid.T)) {
	t.Helper()
	checkFrom(t, 0, n, property)
}

// checkFrom runs a property as often as asked, with other draws than one that began elsewhere.
func checkFrom(t *testing.T, begun, n int, property func(*rapid.T)) {
	t.Helper()
	must(t, flag.Set("rapid.checks", strconv.Itoa(n)))
	if os.Getenv("SAFAR_ATTACKS") == "" {
		must(t, flag.Set("rapid.seed", strconv.Itoa(20260302+begun))) // the short run draws the same each time, so that it fails for a reason; the long one does not
	}
	rapid.Check(t, property)
}

// The promises hold in whatever order whoever does whatever, and nothing that matters was left untried.
func TestPromisesHoldUnderAttack(t *testing.T) {
	t.Parallel() // beside what opens every page: the two take longest, and nothing else counts what was drawn by then
	coverage.fresh()
	n, started := sequences(t, usualSequences), time.Now()
	for begun := 0; begun < n; begun += sequencesInOne {
		w := newWorld(t, nil)
		checkFrom(t, begun, min(sequencesInOne, n-begun), func(t *rapid.T) { attack(t, w) })
		verifyAll(t, w)
	}
	t.Logf("%d sequences, %d commands, %d of them done, %.0f s", n, coverage.of("commands"), coverage.of("commands done"), time.Since(started).Seconds())
	coveredBy(t, sometimes)
	drawsAll(t)
}

// The same on the database of headquarters.
func TestPromisesHoldUnderAttackOnPostgreSQL(t *testing.T) {
	w := newWorld(t, func([]byte) store.Store {
		st, err := store.OpenPostgres(t.Context(), pgtest.Start(t), store.PostgresOptions{})
		must(t, err)
		return st
	})
	check(t, sequences(t, 10), func(t *rapid.T) { attack(t, w) })
	verifyAll(t, w)
}

// attack is one sequence.
func attack(t *rapid.T, w *world) {
	s := begin(t, w)
	for range s.pick(40, "walked on") {
		s.walk(s.families[0])
	}
	for i := range 10 + s.pick(50, "steps") {
		if s.pick(10, "disturb") < 7 {
			s.advance()
		} else {
			s.disturb()
		}
		if i%8 == 7 {
			s.look()
		}
	}
	s.look()
	s.figures()
}

// figures: each is what the facts behind it add up to, whatever has happened.
func (s *sequence) figures() {
	reader := s.as(access.Caseworker)
	board, err := figures.Open(context.Background(), s.desk, reader, s.scope, tanganyika)
	must(s.t, err)
	defer board.Close()
	cells, err := board.CountAll(context.Background(), reader)
	must(s.t, err)
	for _, c := range cells {
		if len(c.By) > 0 {
			continue
		}
		facts, err := board.Facts(context.Background(), reader, c.Figure, figures.Page{})
		must(s.t, err)
		if c.Value != figures.SumOf(facts) {
			s.t.Fatalf("%s is %d, its facts are %d", c.Figure, c.Value, figures.SumOf(facts))
		}
		if c.Value > 0 {
			coverage.add("figures that count something")
		}
	}
}

// look holds what queries show against what the auditor knows.
func (s *sequence) look() {
	s.audit.day(s.today())
	s.manifests()
	s.stoppable()
	s.ledger()
}

// stoppable: whoever is on the road is on the list of those who are stopped or turned back, wherever they are said to live.
func (s *sequence) stoppable() {
	on := map[id.ID]bool{}
	for i := 0; i < len(s.villages) && len(s.audit.road) > 0; i++ {
		rows, err := desk.Ask(context.Background(), s.desk, s.as(access.MovementOfficer), "task.move", movement.OnTheRoadTo(s.scope, s.villages[i]))
		must(s.t, err)
		for _, row := range rows {
			for _, who := range row.Who {
				on[who.Person] = true
			}
		}
	}
	for of := range s.audit.road {
		if p := s.audit.persons[of]; !p.dead && s.audit.into(p).IsZero() && !on[of] && !s.audit.doubted(of) {
			s.t.Fatalf("somebody is on the road whom nobody would stop")
		}
	}
}

// doubted reports whether two offices said of somebody that they boarded, or left, on a trip each: they stand beside the manifests of both until
// somebody has said on which they were not.
func (a *auditor) doubted(of id.ID) bool {
	for _, w := range a.ways {
		if len(w.aboard[of]) > 1 {
			return true
		}
	}
	return false
}

// manifests: who a manifest says may go, may; and its digest is that of those who are on it.
func (s *sequence) manifests() {
	for _, of := range s.trips {
		if s.audit.trips[of].over {
			continue
		}
		sheet, err := desk.Ask(context.Background(), s.desk, s.as(access.MovementOfficer), "task.convoy", movement.ManifestOf(s.scope, of))
		must(s.t, err)
		for _, line := range sheet.Lines {
			riding := slices.ContainsFunc(line.Persons, func(p movement.ManifestEntry) bool {
				return p.State == programme.Loaded || p.State == programme.Boarded
			})
			if line.Held == "" && riding {
				s.mayBeOn(sheet, line)
			} else if riding {
				coverage.add("families on a load who may not go: " + line.Held)
			}
		}
	}
}

func (s *sequence) mayBeOn(sheet movement.ManifestSheet, line movement.ManifestLine) {
	a, w := s.audit, s.audit.way(line.Journey)
	if a.fact == nil {
		return
	}
	at := w.leaving()
	a.told(w, at, sheet.Trip.Destination, a.grown(a.going(w))...)
	a.safe(w, at, sheet.Trip.Destination, sheet.Trip.Route)
	a.chose(w, at, sheet.Trip.Destination)
	a.oneHousehold(w)
	a.together(w, "on a manifest")
	if found := a.fails(); len(found) > 0 {
		s.t.Fatalf("on a manifest: %s", found)
	}
	for _, p := range line.Persons {
		if a.persons[p.Person].dead || !a.belongs(a.persons[p.Person], w.subject) {
			s.t.Fatalf("somebody is on a manifest who is not there")
		}
	}
}

// ledger: every fund sums to zero, and households have what the facts say.
func (s *sequence) ledger() {
	funds, err := desk.Ask(context.Background(), s.desk, s.as(access.FinanceOfficer), "task.pay", payment.Ledgers(s.scope))
	must(s.t, err)
	delivered := int64(0)
	for _, f := range funds {
		sum := int64(0)
		for _, minor := range f.Accounts {
			sum += minor
		}
		if sum != 0 || f.SetAside > f.Ceiling || f.SetAside < 0 {
			s.t.Fatalf("the ledger sums to %d; %d of %d set aside", sum, f.SetAside, f.Ceiling)
		}
		delivered += f.Accounts[payment.DeliveredTo]
	}
	if delivered != s.audit.paid() {
		s.t.Fatalf("the ledger has %d in the hands of households, the facts %d", delivered, s.audit.paid())
	}
}

// verifyAll reads the whole journal again, folds it from nothing and compares it with the register byte for byte.
func verifyAll(t *testing.T, w *world) {
	t.Helper()
	found, err := verify.Check(t.Context(), w.desk.Store(), w.desk.Ring(), w.desk.Rows().House(), nil)
	must(t, err)
	if !found.Good() {
		t.Fatalf("the journal and the register do not agree: %+v", found)
	}
}

// sometimes is what must have happened at least once in a run: a run in which it did not proves nothing of it.
var sometimes = []string{"plots promised", "tries to promise twice", "disagreements", "changed minds", "withdrawals after the promise",
	"withdrawals with money on the way", "withdrawals after payment", "changed minds on the truck", "not willing any more",
	"best-interests decisions", "decisions for separated children", "separated children who left", "decisions other than what adults chose", "births", "births in the yard", "deaths", "people who split", "people who joined", "brought along: boarded",
	"brought along: departed", "refused: journey.join_on_the_road", "merges of records", "merges undone", "came back to those who went on", "followed the household", "arrivals taken back", "trips not there",
	"departures", "departures by own means", "departures apart", "households that left one by one", "convoys departed", "convoys arrived", "convoys stopped or turned back", "turned back by own means",
	"arrivals confirmed", "no-shows", "safety withdrawn", "safety withdrawn after the promise", "safety withdrawn with people on the road",
	"lists prepared", "lists approved", "collectors confirmed", "lists rejected", "lists closed", "payments delivered: first_tranche",
	"payments delivered: second_tranche", "payments delivered: third_tranche", "payments returned", "payments stopped", "stops lifted", "payments held", "doubles let go in one step",
	"tries to pay twice", "inspections", "inspections not passed", "follow-ups", "journeys closed", "clocks set back a year",
	"commands that came twice", "commands done at once", "refused: capacity.taken", "refused: capacity.no_custody",
	"refused: payment.delivered_already", "refused: payment.own_list", "refused: payment.list_changed", "refused: payment.ceiling",
	"refused: works.inspector_pays", "refused: access.not_allowed", "refused: movement.no_seat",
	"refused: movement.each_own_word", "refused: desk.command_id_used", "refused: places.two_sources", "refused: places.contrary_words",
	"figures that count something", "refused: choice.guardian_unfit", "refused: capacity.check_failed",
	"goods listed", "goods given", "stocks counted", "refused: supply.given_already", "refused: supply.not_in_stock",
	"refused: supply.not_the_collector", "refused: supply.reason_missing", "checks that found something",
	"cash sites assessed: go", "sheets kept", "signed sheets: seen", "signed sheets: differs", "signed sheets: settled", "cash written down after a stop",
	"lists planned elsewhere on their day", "cash of a place that was left written down", "refused: payment.table_moved", "refused: payment.another_table",
	"refused: payment.sheet_missing", "refused: payment.own_sheet", "refused: payment.not_your_sheet", "refused: payment.witness_of_household", "refused: payment.sheets_unseen", "refused: payment.no_cash_site", "refused: payment.site_not_assessed", "refused: payment.site_says_no",
	"permits said", "travel on a permit", "brought along: fit", "refused: movement.clearance_ends", "refused: clearance.ended",
	"help asked for", "help decided: labour", "help decided: accessible_house", "help decided: no", "houses built for them", "payments delivered: labour",
	"refused: journey.asked_already", "refused: journey.another_role_decides", "refused: journey.which_of_several",
	"referrals handed over", "consents withdrawn", "refused: referral.no_agreement", "refused: referral.no_consent", "refused: referral.field_not_passed",
	"refused: referral.detention", "refused: referral.their_own", "refused: referral.sent_already"}

// coveredBy prints what happened, and fails where something that must never did.
func coveredBy(t *testing.T, sometimes []string) {
	t.Helper()
	var lines []string
	for _, what := range slices.Sorted(maps.Keys(coverage.n)) {
		lines = append(lines, fmt.Sprintf("%7d %s", coverage.of(what), what))
	}
	t.Logf("what happened:\n%s", strings.Join(lines, "\n"))
	if coverage.of("faults of the program") > 0 {
		t.Errorf("faults of the program: %d", coverage.of("faults of the program"))
	}
	for _, what := range sometimes {
		if coverage.of(what) == 0 {
			t.Errorf("never happened, so nothing was proved of it: %s", what)
		}
	}
}
