// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"cmp"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"safar/demo"
	"safar/desk"
	"safar/field/choice"
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
	"safar/operation"
	"safar/programmes"
)

// workday is the day on which the demo is opened.
var workday = clock.Date(2026, time.November, 22)

// stage is what a day of work finds that the demo has behind it: there everybody who could leave has left, and every list is paid. Each is set twice: once
// for who works with a script, and once for who works without.
type stage struct {
	Waiting  [2]string // villages to which families wait for a seat, and have been asked again
	Choosing [2]id.ID  // households of three adults who were told, and whom nobody has asked yet
	Lists    [2]id.ID  // payment lists of everybody who left, each with three lines held
	Houses   [2]house  // whose walls were reported
	Sites    [2]string
	Trips    [2]string   // pages of the convoys that are planned in the course of the day
	Cards    [2][]string // of twenty households of that site that have not chosen
	Sitting  [2][]string // of such households, forty adults together, or one or two more
}

// house is a house with a milestone to look at.
type house struct{ Journey, Village id.ID }

// set sets the stage in the folder of a demo that nobody serves meanwhile.
func (r *running) set(t *testing.T) (s stage) {
	t.Helper()
	w := &stagehand{T: t, demo: r}
	w.publish("warm_clothes", "firewood")
	w.open()
	defer w.shut()
	s.Waiting = w.mostWaiting()
	for _, village := range s.Waiting {
		w.makeReady(w.village[village])
	}
	s.Choosing = w.threeAdults()
	s.Sites, s.Cards = w.atHome()
	for i, cards := range s.Cards {
		s.Sitting[i], s.Cards[i] = w.ofForty(cards), cards[:20]
	}
	for i, step := range []string{"warm_clothes", "firewood"} {
		s.Lists[i] = w.owes(step)
		s.Houses[i] = w.wallsAt(w.village["Kabimba"], i)
	}
	return s
}

// stagehand does by commands what is not measured.
type stagehand struct {
	*testing.T
	demo    *running
	op      *operation.Operation
	scope   access.Scope
	village map[string]id.ID
	site    id.ID
}

// publish puts a version of the programme in force that pays two amounts more, to each household that has arrived; all journeys are moved to it.
func (w *stagehand) publish(steps ...string) {
	w.Helper()
	folder := filepath.Join(w.TempDir(), demo.Programme)
	from, err := fs.Sub(programmes.FS(), demo.Programme)
	w.must(err)
	w.must(os.CopyFS(folder, from))
	const before = "      - check: settled\n"
	w.mend(filepath.Join(folder, "programme.yaml"), before, func() (text string) {
		for _, of := range steps {
			text += "      - pay: " + of + "\n        needs: [departure]\n        requires: departure.arrived\n        grant: echo_tanganyika\n        gives: {" + of + ": 2000}\n\n"
		}
		return text + before
	}())
	for _, language := range []string{"en", "fr", "ar"} {
		const at = "\n  labour:"
		w.mend(filepath.Join(folder, "words", language+".yaml"), at, "\n  "+strings.Join(steps, ": Before the cold\n  ")+": Before the cold"+at)
	}
	out, err := exec.Command(w.demo.binary, "programme", "publish", "--data", w.demo.data, "--by", "manager", "--migrate", folder).CombinedOutput()
	if err != nil {
		w.Fatalf("publishing: %v\n%s", err, out)
	}
}

// mend replaces a text in a file, once.
func (w *stagehand) mend(file, old, with string) {
	w.Helper()
	text, err := os.ReadFile(file)
	w.must(err)
	if !strings.Contains(string(text), old) {
		w.Fatalf("%s has no %q", file, old)
	}
	w.must(os.WriteFile(file, []byte(strings.Replace(string(text), old, with, 1)), 0o644))
}

func (w *stagehand) open() {
	w.Helper()
	var err error
	w.op, err = operation.Open(w.Context(), operation.Options{Folder: w.demo.data, Clock: clock.At(workday.Time().Add(5 * time.Hour))})
	w.must(err)
	nobody := access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.Administrator, id.ID{})}}
	for _, row := range asks(w, nobody, staff.Caseloads()) {
		if row.Name == "Kalemie" {
			w.scope = access.Scope{Caseload: row.ID, Compartment: access.General}
		}
	}
	w.village = map[string]id.ID{}
	for _, row := range asks(w, w.as(access.Caseworker), places.Of(places.Village)) {
		w.village[row.Name] = row.ID
	}
	w.site = asks(w, w.as(access.Caseworker), places.Of(places.Site))[0].ID
}

func (w *stagehand) shut() {
	w.Helper()
	w.must(w.op.Close())
}

func (w *stagehand) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *stagehand) as(role access.Role) access.Actor {
	return access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(role, w.scope.Caseload)}}
}

func asks[T any](w *stagehand, by access.Actor, q desk.Query[T]) T {
	w.Helper()
	got, err := desk.Ask(w.Context(), w.op.Desk, by, "task.test", q)
	w.must(err)
	return got
}

// does has commands done, each on its own, and returns what the last made.
func (w *stagehand) does(role access.Role, commands ...desk.Command) (made []id.ID) {
	w.Helper()
	numbered := make([]desk.Numbered, 0, len(commands))
	for _, c := range commands {
		numbered = append(numbered, desk.Numbered{ID: id.New(), Command: c})
	}
	for i, o := range w.op.Desk.DoAll(w.Context(), w.as(role), w.scope, numbered) {
		if o.Err != nil {
			w.Fatalf("%T: %v", commands[i], o.Err)
		}
		made = o.Receipt.IDs
	}
	return made
}

// owed are the households of a village, or bound for it, to whom an amount can be paid.
func (w *stagehand) owed(village id.ID, step string) []payment.Candidate {
	w.Helper()
	c := payment.Prepare{Programme: demo.Programme, Grant: "echo_tanganyika", Steps: []string{step}}
	return asks(w, w.as(access.FinanceOfficer), payment.CandidatesAt(w.scope, village, c, desk.Part{}, desk.Part{Limit: 1})).Ready
}

// mostWaiting are the two villages to which the most people want to go and are not paid yet: what they are paid grows with how many they are.
func (w *stagehand) mostWaiting() [2]string {
	w.Helper()
	waits := map[string]int64{}
	for name, village := range w.village {
		for _, one := range w.owed(village, "first_tranche") {
			waits[name] += one.Total
		}
	}
	names := slices.SortedFunc(maps.Keys(waits), func(a, b string) int { return cmp.Compare(waits[b], waits[a]) })
	return [2]string{names[0], names[1]}
}

// prepared is a list of some households.
func (w *stagehand) prepared(step string, all []payment.Candidate) id.ID {
	w.Helper()
	c := payment.Prepare{Programme: demo.Programme, Grant: "echo_tanganyika", Steps: []string{step}}
	for _, one := range all {
		c.Journeys = append(c.Journeys, one.Journey)
	}
	return w.does(access.FinanceOfficer, c)[0]
}

// makeReady pays those who want to go to a village, and asks each adult again: they wait for a seat.
func (w *stagehand) makeReady(village id.ID) {
	w.Helper()
	going := w.owed(village, "first_tranche")
	list := w.prepared("first_tranche", going)
	seen := asks(w, w.as(access.Approver), payment.ListToApprove(w.scope, list))
	w.does(access.Approver, payment.Approve{List: list, Digest: seen.Now.Digest})
	w.does(access.FinanceOfficer, payment.Send{List: list}, payment.PlanPaying{List: list, Place: w.site, Day: workday})
	w.assess()
	var commands []desk.Command
	for i, one := range going {
		adults := asks(w, w.as(access.MovementOfficer), movement.AskAgainList(w.scope, one.Journey, "departure"))
		to := asks(w, w.as(access.Caseworker), payment.CollectorsOf(w.scope, one.Journey))[0].Person
		w.does(access.Caseworker, payment.Deliver{Journey: one.Journey, Step: "first_tranche", To: to, Reference: list.String()[:8] + "-" + string(rune('a'+i))})
		for _, a := range adults {
			commands = append(commands, movement.AskAgain{Journey: one.Journey, Step: "departure", Person: a.Person, Willing: true, Private: true})
		}
	}
	w.does(access.MovementOfficer, commands...)
}

// assess has protection look at the site where cash is handed out, once.
func (w *stagehand) assess() {
	w.Helper()
	c := payment.AssessSite{Place: w.site, From: workday, Until: workday, Outcome: payment.Go}
	for _, r := range payment.Risks {
		c.Findings = append(c.Findings, payment.Finding{Risk: r})
	}
	w.does(access.ProtectionOfficer, c)
}

// threeAdults finds two households that were told and have not chosen, and makes three adults of each, whom it tells of a village.
func (w *stagehand) threeAdults() (found [2]id.ID) {
	w.Helper()
	n := 0
	for _, row := range asks(w, w.as(access.Caseworker), journey.Households(w.scope, people.Listing{Limit: 500})).Rows {
		if row.Step != "solution" || row.State != "ready" || n == len(found) {
			continue
		}
		adults := asks(w, w.as(access.Caseworker), choice.StandingOf(w.scope, row.Journey, "solution")).Adults
		for i := len(adults); i < 3; i++ {
			w.does(access.Caseworker, people.AddMember{Household: row.Household.ID, Member: people.Member{Names: people.Names{Given: []string{"Ngalula", "Kabeya", "Mbuyi"}[i], Family: "Wa Tatu"},
				Relation: people.Spouse, Sex: people.Female, Born: people.Born{Day: clock.Date(1990+i, 1, 1), Precision: people.BirthYear}}})
		}
		w.does(access.Enumerator, choice.Tell{Journey: row.Journey, Step: "village_profile", Place: w.village["Katele"], Language: "sw", Source: "profile of the village",
			Answers: programme.Answers{"told_about": "safety water school health land hosts help", "understood": "yes"}})
		if standing := asks(w, w.as(access.Caseworker), choice.StandingOf(w.scope, row.Journey, "solution")); len(standing.Adults) == 3 {
			found[n] = row.Household.ID
			n++
		}
	}
	if n < len(found) {
		w.Fatal("no two households of three adults are undecided")
	}
	return found
}

// owes prepares a list of everybody to whom an amount is owed, and holds three of its lines.
func (w *stagehand) owes(step string) id.ID {
	w.Helper()
	var all []payment.Candidate
	for _, village := range w.village {
		all = append(all, w.owed(village, step)...)
	}
	list := w.prepared(step, all)
	for _, one := range all[:3] {
		w.does(access.FinanceOfficer, payment.HoldPayment{Journey: one.Journey, Step: step, Until: workday + 7, Resolver: w.as(access.FinanceOfficer).User, Reason: "perhaps registered twice"})
	}
	return list
}

// wallsAt reports the walls of a house whose foundation was passed.
func (w *stagehand) wallsAt(village id.ID, nth int) house {
	w.Helper()
	for _, h := range asks(w, w.as(access.SiteManager), works.HousesAt(access.WorksReport, w.scope, village, desk.Part{Limit: 200})) {
		if len(h.Milestones) > 1 && h.Milestones[0].State == "passed" && h.Milestones[1].State == "" {
			if nth--; nth < 0 {
				w.does(access.SiteManager, works.Report{Journey: h.Journey, Step: "walls"})
				return house{h.Journey, village}
			}
		}
	}
	w.Fatal("no house has a foundation and no walls")
	return house{}
}

// atHome are two sites, with the cards of twenty households there or more that have not gone to see any village.
func (w *stagehand) atHome() (sites [2]string, cards [2][]string) {
	w.Helper()
	n := 0
	for _, site := range asks(w, w.as(access.Caseworker), places.Of(places.Site)) {
		var here []string
		for _, row := range asks(w, w.as(access.Caseworker), journey.Households(w.scope, people.Listing{Site: site.ID, Limit: 500})).Rows {
			if len(here) < 40 && row.Step == "solution" {
				here = append(here, row.Household.Card)
			}
		}
		if len(here) >= 20 && n < 2 {
			sites[n], cards[n] = site.Name, here
			n++
		}
	}
	if n < 2 {
		w.Fatal("no two sites have twenty households that have not chosen")
	}
	return sites, cards
}

// ofForty are the cards of households who are forty adults together, or one or two more.
func (w *stagehand) ofForty(cards []string) (some []string) {
	w.Helper()
	total := 0
	for _, card := range cards {
		found := asks(w, w.as(access.Caseworker), journey.Search(w.scope, nil, card, "")).Rows
		adults := 0
		for _, m := range asks(w, w.as(access.Caseworker), journey.FileOf(w.scope, found[0].Household.ID)).People.Members {
			if m.Adult != people.No {
				adults++
			}
		}
		if total < 40 && total+adults <= 42 {
			some, total = append(some, card), total+adults
		}
	}
	if total < 40 {
		w.Fatalf("%d households are no forty adults, but %d", len(cards), total)
	}
	return some
}
