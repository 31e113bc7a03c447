// SPDX-License-Identifier: Apache-2.0

package walks

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"safar/desk"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/clearance"
	"safar/field/hosting"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/places"
	"safar/field/referral"
	"safar/field/supply"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// ofHouseholds are the verbs of steps that people walk, and no thing.
var ofHouseholds = map[string]func(*walk, *somebody, string, said, journey.Words) error{
	"tell": (*walk).tell, "visit": (*walk).visit, "choose": (*walk).choose, "place": (*walk).promise, "pay": (*walk).pay, "give": (*walk).give,
	"move": (*walk).move, "clear": (*walk).clear, "refer": (*walk).refer,
}

// has reports whether a word stands in a line, with or without a value.
func (s said) has(word string) bool { _, has := s[word]; return has }

// list are the values of a word, divided by commas.
func (s said) list(word string) []string { return strings.FieldsFunc(s[word], isComma) }

// number is the value of a word, or another number where it has none.
func (s said) number(word string, otherwise int) int {
	if n, err := strconv.Atoi(s[word]); err == nil {
		return n
	}
	return otherwise
}

// day is the value of a word; NoDay where there is none.
func (s said) day(word string) (clock.Day, error) {
	if !s.has(word) {
		return clock.NoDay, nil
	}
	return clock.ParseDay(s[word])
}

// of are people of somebody, by what the script calls them.
func (of *somebody) of(names []string) (people []id.ID) {
	for _, name := range names {
		people = append(people, of.persons[name])
	}
	return people
}

// elsewhere is somebody of another household, as in kasongo/F60.
func (w *walk) elsewhere(name string) id.ID {
	home, person, _ := strings.Cut(name, "/")
	if of := w.named[home]; of != nil {
		return of.persons[person]
	}
	return id.ID{}
}

func (w *walk) only(c desk.Command) error {
	_, err := w.does(c)
	return err
}

// common carries out a command of the commons as whoever acts.
func (w *walk) common(c desk.Command) error {
	_, err := w.op.Desk.Do(w.Context(), w.actor(), access.Commons, id.New(), c)
	return err
}

// each carries out commands until one is refused.
func (w *walk) each(commands []desk.Command) error {
	for _, c := range commands {
		if err := w.only(c); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) tell(of *somebody, step string, s said, words journey.Words) error {
	return w.only(choice.Tell{Journey: of.way, Step: step, Heard: of.of(s.list("heard")), Place: w.places[s["to"]], Language: s["language"], Source: s["source"],
		Answers: words.Answers})
}

func (w *walk) visit(of *somebody, step string, s said, words journey.Words) error {
	var commands []desk.Command
	for _, who := range of.of(s.list("who")) {
		commands = append(commands, journey.Visit{Journey: of.way, Step: step, By: who, Place: w.places[s["to"]], Words: words})
	}
	return w.each(commands)
}

// choose writes down what each of some people said for themselves, what they took back, or what was decided for children who are alone.
func (w *walk) choose(of *somebody, step string, s said, words journey.Words) error {
	to, said := w.places[s["to"]], choice.Words{Text: words.Text}
	if s.has("guardian") || s.has("authority") {
		said.Officer = s["officer"]
		return w.only(choice.BestInterests{Journey: of.way, Step: step, Child: of.persons[s["child"]], Option: s["option"], Place: to, Guardian: w.elsewhere(s["guardian"]), Authority: s["authority"],
			Words: said, Day: w.op.Desk.Today()})
	}
	var commands []desk.Command
	for _, who := range of.of(s.list("who")) {
		if s.has("withdrawn") {
			commands = append(commands, choice.Withdraw{Journey: of.way, Step: step, Person: who, Words: said})
			continue
		}
		commands = append(commands, choice.Answer{Journey: of.way, Step: step, Person: who, Option: s["option"], Place: to, Private: !s.has("aloud"), Words: said})
	}
	return w.each(commands)
}

// promise checks a unit of room, promises it, or frees it.
func (w *walk) promise(of *somebody, step string, s said, words journey.Words) error {
	at := w.places[s["to"]]
	switch {
	case s.has("beds"), s.has("home"), s.has("pause"), s.has("needs"), s.has("apart_from"), s.has("together"), s.has("open_again"), s.has("reviewed"), s.has("ended"), s.has("host"):
		return w.lodge(of, step, s)
	case s.has("checks"):
		return w.only(capacity.Check{Journey: of.way, Step: step, Checks: s.list("checks"), Place: at, Unit: s.number("unit", 1), Good: !s.has("against"),
			Names: of.of(s.list("names")), Words: capacity.CheckWords{Text: words.Text}})
	case s.has("released"):
		return w.only(capacity.Release{Journey: of.way, Step: step})
	}
	return w.only(capacity.Promise{Journey: of.way, Step: step, Place: at, Unit: s.number("unit", 0)})
}

// pay puts a payment on a list, has the list approved, or hands the money over.
func (w *walk) pay(of *somebody, step string, s said, _ journey.Words) error {
	switch {
	case s.has("listed"):
		r, err := w.does(payment.Prepare{Programme: w.programme, Grant: s["grant"], Steps: []string{step}, Journeys: []id.ID{of.way}})
		if err == nil {
			w.list = r.IDs[0]
		}
		return err
	case s.has("approved"):
		seen, err := desk.Ask(w.Context(), w.op.Desk, w.actor(), "task.test", payment.ListToApprove(w.scope, w.list))
		if err != nil {
			return err
		}
		return w.only(payment.Approve{List: w.list, Digest: seen.Now.Digest})
	case s.has("stopped"):
		return w.only(payment.Stop{Journey: of.way, Step: step, Reason: s["because"]})
	}
	pay := payment.Deliver{Journey: of.way, Step: step, To: of.persons[s["to"]], Reference: s["reference"]}
	err := w.only(pay)
	if key := fault.KeyOf(err); !s.has("unassessed") && (key == "payment.no_cash_site" || key == "payment.site_not_assessed") {
		w.cashSite(s)
		err = w.only(pay)
	}
	if fault.KeyOf(err) == "payment.sheet_missing" && !s.has("unsigned") {
		if pay.Sheet, err = w.signedSheet(); err == nil {
			err = w.only(pay)
		}
	}
	return err
}

// signedSheet is one on which the collectors of a list sign today before whoever acts, with a witness of a committee that is no subject here; a script that
// is about the rule leaves it out with “unsigned”.
func (w *walk) signedSheet() (id.ID, error) {
	r, err := w.does(payment.KeepSheet{List: w.list, Day: clock.NoDay, Kept: "the safe", Name: "Kabila Ngoy", Organisation: "village council", Function: "secretary"})
	if err != nil {
		return id.ID{}, err
	}
	return r.IDs[0], nil
}

// cashSite has finance plan where the list is paid today, and protection look at the risks there; a script that is about the rule leaves both out with
// “unassessed”. A list that cannot be planned is refused when it is delivered.
func (w *walk) cashSite(s said) {
	w.Helper()
	at := w.places[s["at"]]
	for _, name := range slices.Sorted(maps.Keys(w.places)) {
		if at.IsZero() || s["at"] == "" {
			at = w.places[name]
		}
		plan := payment.PlanPaying{List: w.list, Place: at, Day: clock.NoDay}
		if _, err := w.op.Desk.Do(w.Context(), w.actors[access.FinanceOfficer], w.scope, id.New(), plan); err == nil {
			break
		}
	}
	c := payment.AssessSite{Place: at, From: clock.NoDay, Until: clock.NoDay, Outcome: payment.Go}
	for _, r := range payment.Risks {
		c.Findings = append(c.Findings, payment.Finding{Risk: r})
	}
	if _, err := w.op.Desk.Do(w.Context(), w.actors[access.ProtectionOfficer], w.scope, id.New(), c); err != nil {
		w.Logf("the cash site: %v", err)
	}
}

// give puts goods on a distribution list, or hands them out.
func (w *walk) give(of *somebody, step string, s said, words journey.Words) error {
	if s.has("listed") {
		return w.only(supply.MakeList{Programme: w.programme, Step: step, Place: w.places[s["at"]], Journeys: []id.ID{of.way}})
	}
	return w.only(supply.HandOut{Journey: of.way, Step: step, Receipt: supply.Receipt{To: of.persons[s["to"]], Signed: s["signed"], Answers: words.Answers}})
}

// move asks people again whether they are willing, seats them, and has them leave and arrive.
func (w *walk) move(of *somebody, step string, s said, _ journey.Words) error {
	who, word, trip := of.of(s.list("who")), of.of(s.list("word")), w.places[s["trip"]]
	switch {
	case s.has("willing"), s.has("unwilling"):
		var commands []desk.Command
		for _, person := range who {
			commands = append(commands, movement.AskAgain{Journey: of.way, Step: step, Person: person, Willing: s.has("willing"), Private: !s.has("aloud")})
		}
		return w.each(commands)
	case s.has("loaded"):
		return w.only(movement.Load{Journey: of.way, Step: step, Trip: trip, Load: s.number("load", 1), Persons: who, OwnWord: word})
	case s.has("unloaded"):
		return w.only(movement.Unload{Journey: of.way, Step: step, Persons: who})
	case s.has("boarded"):
		return w.only(movement.Board{Trip: trip, Journey: of.way, Step: step, Persons: who})
	case s.has("own_means"):
		return w.only(movement.LeaveByOwnMeans{Journey: of.way, Step: step, Persons: who, OwnWord: word})
	}
	return w.only(movement.ConfirmArrival{Journey: of.way, Step: step, Persons: who})
}

// clear asks for a clearance, or says what it is.
func (w *walk) clear(of *somebody, step string, s said, words journey.Words) error {
	who := of.persons[s["who"]]
	if s.has("asked") {
		return w.only(clearance.Request{Journey: of.way, Step: step, Person: who})
	}
	from, err := s.day("from")
	if err != nil {
		return err
	}
	until, err := s.day("until")
	if err != nil {
		return err
	}
	return w.only(clearance.State{Journey: of.way, Step: step, Person: who, Fit: s.has("fit"), From: from, Until: until,
		Words: clearance.Words{Reason: s["because"], Document: s["document"], Answers: words.Answers}})
}

// refer takes a consent or has it taken back, hands over or takes in, and has it answered.
func (w *walk) refer(of *somebody, step string, s said, words journey.Words) error {
	who := of.persons[s["who"]]
	until, err := s.day("until")
	switch {
	case err != nil:
		return err
	case s.has("consents"):
		return w.only(referral.Consent{Journey: of.way, Step: step, Of: who, Fields: s.list("consents"), Until: until, Written: s.has("written"), InDetention: s.has("in_detention"),
			Guardian: of.persons[s["guardian"]], Private: !s.has("aloud"), Words: referral.ConsentWords{Witness: s["witness"], Authority: s["authority"]}})
	case s.has("withdrawn"):
		return w.only(referral.Withdraw{Journey: of.way, Step: step, Of: who})
	case s.has("asked_back"):
		return w.only(referral.AskBack{Journey: of.way, Step: step, Of: who, Words: journey.Words{Text: s["asked_back"]}})
	case s.has("sent"):
		return w.only(referral.Send{Journey: of.way, Step: step, Of: who, Fields: s.list("sent"), How: "sealed_letter", Need: s["need"]})
	case s.has("received"):
		return w.only(referral.Receive{Journey: of.way, Step: step, Reference: s["received"], Consents: !s.has("unasked"), Written: s.has("written")})
	case s.has("result"):
		return w.only(referral.End{Journey: of.way, Step: step, Of: who, Words: journey.Words{Text: s["result"]}})
	}
	words.Text = s["because"]
	return w.only(referral.Answer{Journey: of.way, Step: step, Of: who, Accepted: s.has("accepted"), Words: words})
}

// agreement is made with another organisation, or ended.
func (w *walk) agreement(partner string, s said) error {
	if s.has("ended") {
		return w.common(referral.EndAgreement{Partner: partner, Reason: s["ended"]})
	}
	until, err := s.day("until")
	if err != nil {
		return err
	}
	return w.common(referral.Agree{Partner: partner, Name: s["name"], Fields: s.list("passes"), Until: until, Detains: s.has("detains")})
}

// around carries out what is done around the way of a household: the place it goes to, the trip it goes with, the money and goods that are there.
func (w *walk) around(line []string) (known bool, err error) {
	name, s := line[1], saidIn(line[2:])
	switch line[0] {
	case "heard":
		err = w.common(places.ReportSafety{Place: w.places[name], Report: places.Report{Source: s["source"], Kind: "community", Day: w.op.Desk.Today(),
			Safe: !s.has("unsafe"), Women: s.has("women"), Minority: s.has("minority")}})
	case "safe", "unsafe":
		err = w.common(places.DecideSafety{Place: w.places[name], Safe: line[0] == "safe", Reason: s["because"], Contrary: s["contrary"]})
	case "room":
		err = w.room(name, line[2], s.number("units", 1))
	case "person":
		err = w.person(name, line[2], line[3])
	case "story":
		err = w.story(name, s)
	case "born":
		err = w.born(name, line[2], s)
	case "holds":
		err = w.holds(name, line[2:])
	case "agreement":
		err = w.agreement(name, s)
	case "closing":
		err = w.closing(name, s)
	case "entrust":
		err = w.only(payment.Entrust{Programme: w.programme, Grant: name})
	case "collector":
		of, unknown := w.who(name)
		if err = unknown; err == nil {
			err = w.only(people.ChooseCollector{Household: of.id, Private: !s.has("aloud"), Collector: people.Collector{Person: of.persons[s["who"]], Alternate: of.persons[s["or"]]}})
		}
	case "stock":
		err = w.only(supply.Receive{Place: w.places[name], Item: line[2], Count: int64(s.number("count", 0)), Source: s["source"]})
	case "trip":
		err = w.trip(name, s)
	case "depart":
		err = w.only(movement.Depart{Trip: w.places[name]})
	case "cancel":
		err = w.only(movement.Cancel{Trip: w.places[name], Reason: s["because"]})
	case "arrive":
		err = w.only(movement.Arrive{Trip: w.places[name]})
	default:
		return false, nil
	}
	return true, err
}

// person calls one member of a household by a name, as somebody who walks on their own.
func (w *walk) person(name, household, member string) error {
	of, err := w.who(household)
	if err == nil {
		w.named[name] = &somebody{id: of.persons[member], kind: "person", persons: of.persons}
	}
	return err
}

// born adds a newborn to a household.
func (w *walk) born(name, child string, s said) error {
	of, err := w.who(name)
	if err != nil {
		return err
	}
	r, err := w.does(people.Birth{Household: of.id, BornTo: of.persons[s["to"]], Day: w.op.Desk.Today()})
	if err == nil {
		of.persons[child] = r.IDs[0]
	}
	return err
}

// holds holds the guests of a host who are on hold against what the script says; nobody where it names nobody.
func (w *walk) holds(name string, want []string) error {
	host, err := w.who(name)
	if err != nil {
		return err
	}
	rows, err := desk.Ask(w.Context(), w.op.Desk, w.reader(), "task.test", hosting.Hosts(w.scope))
	if err != nil {
		return err
	}
	var held []string
	for _, row := range rows {
		if row.Host != host.id || !row.OnHold() {
			continue
		}
		for _, g := range row.Guests {
			for named, of := range w.named {
				if of.id == g.Household {
					held = append(held, named)
				}
			}
		}
	}
	slices.Sort(held)
	if !slices.Equal(held, want) {
		return fmt.Errorf("on hold are %v", held)
	}
	return nil
}

// room is offered at a place, and granted to the caseload.
func (w *walk) room(place, kind string, units int) error {
	if err := w.common(places.OfferRoom{Place: w.places[place], Room: places.Room{Kind: kind, Units: units}}); err != nil {
		return err
	}
	return w.common(capacity.GrantCustody{Place: w.places[place], Kind: kind, From: 1, To: units, Caseload: w.scope.Caseload})
}

// closing is the government's decision to close a site.
func (w *walk) closing(site string, s said) error {
	closes, err := s.day("on")
	if err != nil {
		return err
	}
	return w.common(places.DecideClosure{Site: w.places[site], Closure: places.Closure{By: s["by"], Decided: w.op.Desk.Today(), Closes: closes}})
}

// trip plans a trip with one load, called by its name from here on.
func (w *walk) trip(name string, s said) error {
	leaves, err := s.day("leaves")
	if err != nil {
		return err
	}
	r, err := w.does(movement.Plan{Origin: w.places[s["from"]], Destination: w.places[s["to"]], Leaves: leaves.Or(w.op.Desk.Today()), Means: s["means"],
		Loads: []movement.Vehicle{{Number: 1, Kind: "truck", Seats: s.number("seats", 10)}}})
	if err == nil {
		w.places[name] = r.IDs[0]
	}
	return err
}

// waiting holds who stood on a trip that was called off, and waits for another one on a day, against what the script says: who they are, in this order,
// and of whom a clearance would lapse before that day.
func (w *walk) waiting(trip, day string, want []string) error {
	leaves, err := clock.ParseDay(day)
	if err != nil {
		return err
	}
	rows, err := desk.Ask(w.Context(), w.op.Desk, w.actor(), "task.test", movement.CalledOff(w.scope, w.places[trip], leaves))
	if err != nil {
		return err
	}
	var got []string
	for _, row := range rows {
		for name, of := range w.named {
			if of.id == row.Household {
				got = append(got, name+map[bool]string{true: "=lapses"}[row.Lapses])
			}
		}
	}
	if !slices.Equal(got, want) {
		err = fmt.Errorf("there wait %q", got)
	}
	return err
}

// actor is whoever acts: somebody of the role, let into the medical compartment where the script says so.
func (w *walk) actor() access.Actor {
	by := w.actors[w.role]
	if w.medical {
		by.Grants = slices.Clone(by.Grants)
		for i := range by.Grants {
			by.Grants[i].Opens = access.SetOf(access.Medical)
		}
	}
	return by
}

// unknown is the answer to a word that no walk knows.
func unknown(word string) error { return fmt.Errorf("no walk knows the word %q", word) }
