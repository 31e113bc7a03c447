// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"safar/desk"
	"safar/field"
	"safar/field/capacity"
	"safar/field/choice"
	"safar/field/documents"
	"safar/field/gathering"
	"safar/field/hosting"
	"safar/field/journey"
	"safar/field/movement"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/pledging"
	"safar/field/programme"
	"safar/field/referral"
	"safar/field/stories"
	"safar/field/subjects"
	"safar/field/voice"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// canaries are strings that stand nowhere but where they were planted, each with the class of the field in which it is shown. What no
// query shows at all is sealed.
var canaries = map[string]access.Class{
	"Zkanarigiven": shownIn[people.MemberRow]("Given"), "Zkanarifamily": shownIn[people.MemberRow]("Family"),
	"Zkanarinewgiven": shownIn[people.MemberRow]("Given"), "Zkanarinewfamily": shownIn[people.MemberRow]("Family"),
	"+243820000917": shownIn[people.MemberRow]("Phone"), "+243820000918": shownIn[people.MemberRow]("Phone"),
	"+243820000916": access.Sealed, // to the gateway alone
	"ZKANARI-CARD":  shownIn[people.Row]("Card"), "ZKANARI-HOUSE": shownIn[people.Row]("Card"),
	"Zkanarisecond": shownIn[people.MemberRow]("Given"), "Zkanarithird": shownIn[people.MemberRow]("Given"),
	"Zkanarifourth": shownIn[people.MemberRow]("Given"), "zkanari consents": shownIn[people.File]("Consent"), "zkanari source": access.Sealed,
	"zkanari safe who": shownIn[people.ContactRow]("Who"), "zkanari safe how": shownIn[people.ContactRow]("How"),
	"zkanari safe when": shownIn[people.ContactRow]("When"),
	"zkanari summary":   shownIn[gathering.Row]("Summary"), "zkanari leader": shownIn[gathering.Row]("Names"),
	"zkanari meeting place": shownIn[gathering.PlanRow]("Meeting"), "zkanari called off": shownIn[gathering.PlanRow]("Why"),
	"zkanari asked": access.Personal, "zkanari why": access.Sensitive, "zkanari doorsill": access.Personal, "zkanari promised": access.Sealed, "zkanari hopes": access.Personal, "zkanari fears": access.Sensitive,
	"zkanari intends": access.Sealed, "zkanari needs": access.Sensitive, "zkanari told us": access.Sealed, "zkanari aunt": access.Sealed,
	"zkanari children say": access.Sealed, "zkanari attested": access.Sealed, "zkanari elder": access.Sealed, "zkanari not willing": access.Sealed,
	"zkanari reason of hold": access.Sealed, "ZKANARI-REF": access.Sealed, "zkanari roof": shownIn[journey.FilledRow]("Note"), "zkanari decided": shownIn[journey.DecisionRow]("Reason"),
	"Zkanaricommittee": shownIn[subjects.MemberRow]("Name"), "Zkanarichair": shownIn[subjects.MemberRow]("Name"), "+243820000919": shownIn[subjects.MemberRow]("Phone"),
	"zkanari sealed": access.Sealed, "zkanari can do": access.Personal, "zkanari helps at work": access.Personal, "zkanari complaint": access.Personal, "zkanari reached at": access.Personal,
	"zkanari letter": shownIn[journey.DecisionRow]("Source"), "zkanari visited": access.Sealed, "zkanari not there": shownIn[journey.Event]("Why"), "zkanari apart": shownIn[people.ApartRow]("Why"), "zkanari group": access.Sealed,
	"zkanari portrait": shownIn[documents.Row]("Words"), "zkanari threatened": access.Sensitive, "zkanari page": shownIn[documents.Row]("Words"),
	"zkanari blurred": shownIn[documents.Row]("Why"), cameraCanary: access.Sealed,
	"zkanari reason of several": access.Personal, "zkanari several sourced": access.Personal, "zkanari signed": access.Sealed, "zkanari thanked": access.Sealed,
	"zkanari permit refused": access.Sealed, "ZKANARI-PAPER": access.Sealed, "zkanari of the permit": access.Sealed,
	"zkanari officer": access.Sealed, "zkanari witness of it": access.Sealed, "zkanari says so": access.Sealed, "zkanari nurse": shownIn[referral.Form]("To"), "zkanari sister": shownIn[referral.Form]("To"), "zkanari handed words": shownIn[referral.PassedRow]("Text"), "zkanari written down": access.Personal, "zkanari need of hers": shownIn[referral.PassedRow]("Text"),
	"zkanari takes it back": access.Sealed, "zkanari tore it up": access.Sealed, "zkanari bed": access.Sealed, "zkanari of the ward": access.Sealed,
	"Zkanariwitness": shownIn[payment.SheetFile]("Witness"), "zkanari council": shownIn[payment.SheetFile]("Organisation"), "zkanari clerk": shownIn[payment.SheetFile]("Function"),
	"zkanari proof": access.Sealed, "zkanari francs": shownIn[voice.WordRow]("Words"), "zkanari the driver": access.Sealed, "zkanari blankets": access.Sealed, "zkanari friday": access.Sealed,
	"zkanari told it": shownIn[stories.PartRow]("Told"), "zkanari is how it may": shownIn[stories.PartRow]("Text"), "zkanari stood beside": access.Sealed, "zkanari said so": shownIn[stories.ConsentRow]("Words"),
	"zkanari poster": shownIn[stories.UseRow]("Where"), "Zkanariteller": access.Personal, "zkanari guardianship": access.Sealed,
	"Zkanarilatin": shownIn[stories.CalledRow]("Given"), "Zkanariarabic": shownIn[stories.CalledRow]("GivenArabic"), "Zkanarihouseof": shownIn[stories.CalledRow]("Family"), "Zkanarikin": shownIn[stories.CalledRow]("FamilyArabic"),
	"zkanari harbour": shownIn[hosting.HomeSaid]("Town"), "zkanari tongue": shownIn[hosting.HomeSaid]("Languages"), "zkanari hound": shownIn[hosting.HomeSaid]("Keeps"),
	"zkanari speech": shownIn[hosting.NeedsSaid]("Languages"), "zkanari bay": shownIn[hosting.NeedsSaid]("Wishes"), "zkanari cat": shownIn[hosting.NeedsSaid]("Avoids"), "zkanari hill town": shownIn[hosting.ApartRow]("Town"),
	"zkanari trader": shownIn[hosting.ApartRow]("Name"), "zkanari sold her": access.Sealed, "zkanari stays for now": access.Sealed, "Zkanarihostess": access.Personal, "Zkanariguest": access.Personal, "Zkanarisecondhost": access.Personal, "Zkanariseeker": access.Personal,
	"zkanari idiom": shownIn[pledging.TiesSaid]("Languages"), "Zkanariwaiting": access.Personal,
	"zkanari recovered": access.Sealed, "zkanari authority of it": access.Sealed, "zkanari submitted": access.Sealed,
}

// shownIn is the class of a field of what is shown.
func shownIn[T any](name string) access.Class {
	f, has := reflect.TypeFor[T]().FieldByName(name)
	if !has {
		panic(fmt.Sprintf("%v has no field %s", reflect.TypeFor[T](), name))
	}
	return access.ClassOf(f)
}

// planted is a household in whose every field of a higher class a canary sits, and a second one that is further on its way.
func planted(t *testing.T) *tale {
	w := tell(t, 35, 33, 10)
	w.plant()
	return w
}

// plant plants every canary. It ends with a household on a frozen manifest; another has arrived and builds, a third is on the road.
func (w *tale) plant() {
	w.t.Helper()
	w.plantThings()
	w.registerCanary()
	w.plantDocuments()
	w.plantPerson()
	w.plantVoice()
	w.plantStory()
	w.plantHosts()
	w.plantPledges()
	w.chooseWith(choice.Words{Text: "zkanari told us", Supporter: "zkanari aunt", Children: "zkanari children say", Officer: "zkanari officer"})
	w.ok(w.promise(0))
	w.ok(people.ChooseCollector{Household: w.household, Private: true, Collector: people.Collector{Person: w.members[0]}})
	w.ok(payment.HoldPayment{Journey: w.journey, Step: "first_tranche", Until: w.desk.Today(), Resolver: w.as(access.Approver).User, Reason: "zkanari reason of hold"})
	w.meet()
	w.plans()
	w.days(1)
	w.payWith("ZKANARI-REF")
	w.plantHelp()
	w.plantSeveral()
	first := *w
	w.arrived()
	w.onTheRoad()
	w.household, w.members, w.journey, w.list, w.sheet = first.household, first.members, first.journey, first.list, first.sheet
	no := w.again(0, false)
	no.Words = movement.Words{Text: "zkanari not willing"}
	w.ok(no)
	w.chooseWith(choice.Words{})
	w.ok(w.promise(0))
	w.ok(w.again(0, true))
	w.ok(w.again(1, true))
	w.plan(5, 0)
	w.ok(w.load())
	w.ok(movement.Freeze{Trip: w.trip})
}

// registerCanary registers a household and lets its members say how they may be reached and what they intend.
func (w *tale) registerCanary() {
	w.t.Helper()
	ids := w.ok(people.Register{Site: w.site, Arrived: clock.NoDay, Card: "ZKANARI-CARD", Consent: "zkanari consents", Source: "zkanari source",
		Members: []people.Member{
			{Names: people.Names{Given: "Zkanarigiven", Family: "Zkanarifamily"}, Phone: "+243820000917", Relation: people.Head, Born: born(35)},
			{Names: people.Names{Given: "Zkanarigiven"}, Relation: people.Spouse, Born: born(33)},
		}}).IDs
	w.household, w.members = ids[0], ids[1:]
	phone := "+243820000918"
	w.ok(people.Correct{Person: w.members[1], Names: &people.Names{Given: "Zkanarinewgiven", Family: "Zkanarinewfamily"}, Phone: &phone})
	w.ok(people.SetSafeContact{Person: w.members[0], Contact: people.SafeContact{Who: "zkanari safe who", How: "zkanari safe how", When: "zkanari safe when"}})
	w.ok(people.SetSafeContact{Person: w.members[1], Contact: people.SafeContact{SMS: people.Yes}})
	w.ok(people.SayGroups{Household: w.household, Groups: []string{"zkanari group"}, Private: true})
	w.journey = w.ok(journey.Start{Programme: tanganyika, Pathway: "solution", Subject: w.household}).IDs[0]
	w.ok(journey.Ask{Journey: w.journey, Step: "intention", By: w.members[0], Words: journey.Words{Text: "zkanari intends",
		Answers: programme.Answers{"consents": "yes", "prefers": "return", "other_words": "zkanari needs"}}})
}

// chooseWith has both adults told and asked, and the land checked.
func (w *tale) chooseWith(words choice.Words) {
	w.t.Helper()
	told := w.told(w.village)
	told.Answers = programme.Answers{"told_about": "safety", "understood": "yes", "asked": "zkanari asked"}
	w.ok(told)
	for p := range w.members {
		a := w.answer(p, "return", w.village)
		a.Words = words
		w.ok(a)
	}
	check := w.checks("occupants", "customary_authority", "state_authority", "attestation")
	check.Words = capacity.CheckWords{Text: "zkanari attested", Names: []string{"zkanari elder"}}
	w.ok(check)
}

func (w *tale) payWith(reference string) {
	w.t.Helper()
	w.list = w.ok(w.prepare("first_tranche")).IDs[0]
	w.ok(w.approve())
	d := w.deliver("first_tranche")
	d.Reference = reference
	c := keeps(w.list)
	c.Name, c.Organisation, c.Function = "Zkanariwitness", "zkanari council", "zkanari clerk"
	w.sheet = w.ok(c).IDs[0]
	d.Sheet = w.sheet
	w.ok(d)
}

// meet decides on the closing of the site, and holds a focus group on the way there.
func (w *tale) meet() {
	w.t.Helper()
	closure := w.ok(journey.Start{Programme: tanganyika, Pathway: "closure", Subject: w.site}).IDs[0]
	w.by(w.as(access.SiteManager), journey.DecideStep{Journey: closure, Step: "closure_decision", Yes: true, Reason: "zkanari decided", Source: "zkanari letter"})
	w.gathering = w.ok(gathering.RecordSession{Journey: closure, Step: "focus_groups", Session: gathering.Session{Kind: gathering.FocusGroup,
		Site: w.site, Topic: "zkopen topic", Counts: []gathering.Count{{Persons: 9, Ages: "18-59"}}},
		Words: gathering.Words{Summary: "zkanari summary", Leaders: []string{"zkanari leader"},
			Answers: programme.Answers{"who": "women", "hopes": "zkanari hopes", "fears": "zkanari fears"}}}).IDs[0]
}

// plans plans two visits, asks the household along on one, and calls the other off.
func (w *tale) plans() {
	w.t.Helper()
	arrange := gathering.Arrange{What: gathering.Planned{Kind: gathering.GoAndSee, Day: w.desk.Today() + 9, Site: w.site, About: w.village}, Meeting: "zkanari meeting place"}
	off := w.ok(arrange).IDs[0]
	w.ok(gathering.CallOff{Plan: off, Visit: true, Reason: "zkanari called off"})
	open := w.ok(arrange).IDs[0]
	w.ok(gathering.Invite{Plan: open, Visit: true, Household: w.household})
	w.plansOf = []id.ID{open, off}
}

// onTheRoad lets a third household leave by its own means, which nobody has seen arrive.
func (w *tale) onTheRoad() {
	w.t.Helper()
	w.grant(w.village, 3, 3, w.scope.Caseload)
	w.register(50, 9)
	w.chosen(0)
	w.settled()
	w.payWith("M-3")
	w.ok(w.again(0, true))
	w.ok(w.own())
	w.roadWay = w.journey
}

// arrived takes a second household to its village, and its house to the first milestone.
func (w *tale) arrived() {
	w.t.Helper()
	ids := w.ok(people.Register{Site: w.site, Arrived: clock.NoDay, Card: "ZKANARI-HOUSE", Members: []people.Member{
		{Names: people.Names{Given: "Zkanarisecond"}, Relation: people.Head, Born: born(40)},
		{Names: people.Names{Given: "Zkanarithird"}, Relation: people.Spouse, Born: born(38)},
		{Names: people.Names{Given: "Zkanarifourth"}, Relation: people.Child, Born: born(9)},
	}}).IDs
	w.household, w.members = ids[0], ids[1:]
	w.journey = w.ok(journey.Start{Programme: tanganyika, Pathway: "solution", Subject: w.household}).IDs[0]
	w.takenForAnother()
	w.chosen(0, 1)
	w.settled()
	w.ok(journey.Ask{Journey: w.journey, Step: "help_asked", Words: journey.Words{Answers: programme.Answers{"help_needed": "labour", "why": "zkanari why"}}})
	w.by(w.as(access.ProtectionOfficer), journey.DecideStep{Journey: w.journey, Step: "help_to_build", Yes: true, Option: "accessible_house", Reason: "zkanari promised"})
	w.by(w.as(access.SiteManager), works.Report{Journey: w.journey, Step: "accessible_house"})
	w.by(w.as(access.Inspector), works.Inspect{Journey: w.journey, Step: "accessible_house", Passed: true, Seen: works.Seen{Answers: programme.Answers{
		"way_in": "can", "doors": "can", "latrine": "can", "water": "can", "place": programme.SomewhereThere, "to_mend": "zkanari doorsill"}}})
	w.payWith("M-2")
	w.ok(w.again(0, true))
	w.ok(w.again(1, true))
	w.ok(w.own())
	w.days(2)
	w.ok(movement.ConfirmArrival{Journey: w.journey, Step: "departure"})
	w.ok(movement.TakeBackArrival{Journey: w.journey, Step: "departure", Reason: "zkanari not there"})
	w.ok(movement.ConfirmArrival{Journey: w.journey, Step: "departure"})
	w.by(w.as(access.SiteManager), works.Report{Journey: w.journey, Step: "foundation"})
	w.photographs(works.Inspect{Journey: w.journey, Step: "foundation", Passed: true, Seen: works.Seen{Note: "zkanari roof",
		Answers: programme.Answers{"place": programme.SomewhereThere, "needs_help": "yes", "help_needed": "labour"}}})
	w.days(30)
	w.ok(journey.FollowUp{Journey: w.journey, Step: "settled", Words: journey.Words{Text: "zkanari visited", Answers: visitMade}})
	w.other, w.arrivedWay = w.household, w.journey
	w.hear(w.village, "market_women", "chief_of_the_twa")
	w.safe(w.village, true)
}

// takenForAnother makes the third of a household the double of somebody, by mistake, and somebody the double of the second.
func (w *tale) takenForAnother() {
	w.t.Helper()
	ids := w.ok(people.Register{Site: w.site, Arrived: clock.NoDay, Members: []people.Member{{Relation: people.Head, Born: born(41)}}}).IDs
	w.ok(journey.Merge{Household: ids[0], Other: w.household, Same: []people.Merge{{Kept: ids[1], Gone: w.members[2]}}})
	w.ok(journey.UndoMerge{Household: ids[0], Apart: []people.UndoMerge{{Kept: ids[1], Gone: w.members[2]}}, Why: "zkanari apart"})
	w.ok(journey.Merge{Household: w.household, Other: ids[0], Same: []people.Merge{{Kept: w.members[1], Gone: ids[1]}}})
}

// Nothing is proved of a field in which no canary sits: every word that a fact can carry of a person has one.
func TestACanarySitsInEveryWordOfAPerson(t *testing.T) {
	w := planted(t)
	bare := map[string]bool{}
	kinds := field.House().Persons()
	for _, part := range kinds {
		for _, leaf := range leavesOf(reflect.TypeOf(part).Elem(), "") {
			bare[reflect.TypeOf(part).Elem().String()+leaf] = true
		}
	}
	delete(bare, "staff.userWords.Name")      // whoever works here is known by name to those who give roles
	delete(bare, "documents.filedWords.Kind") // one of a closed list
	delete(bare, "voice.saidWords.About")     // as above
	delete(bare, "people.codeWords.Place")    // two digits
	delete(bare, "stories.toldWords.Times")   // one of a closed list
	delete(bare, "hosting.HomeIs.Takes")      // as above
	if len(bare) < 20 {
		t.Fatalf("only %d words of persons are known", len(bare))
	}
	w.eachFact(func(f *journal.Fact) {
		part := kinds[f.Kind]
		if part == nil || f.Person == nil {
			return
		}
		fresh := reflect.New(reflect.TypeOf(part).Elem())
		must(t, journal.Decode(f.Person, fresh.Interface()))
		clothe(bare, fresh.Elem().Type().String(), fresh.Elem())
	})
	for _, leaf := range slices.Sorted(maps.Keys(bare)) {
		t.Errorf("no canary sits in %s", leaf)
	}
}

// leavesOf returns the paths of the words in a type.
func leavesOf(t reflect.Type, path string) (leaves []string) {
	switch t.Kind() {
	case reflect.String:
		return []string{path}
	case reflect.Pointer:
		return leavesOf(t.Elem(), path)
	case reflect.Slice, reflect.Map:
		return leavesOf(t.Elem(), path)
	case reflect.Struct:
		for i := range t.NumField() {
			leaves = append(leaves, leavesOf(t.Field(i).Type, path+"."+t.Field(i).Name)...)
		}
	}
	return leaves
}

// clothe takes out of bare what holds a canary in v.
func clothe(bare map[string]bool, path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		for canary := range canaries {
			if strings.Contains(v.String(), canary) {
				delete(bare, path)
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			clothe(bare, path, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			clothe(bare, path, v.Index(i))
		}
	case reflect.Map:
		for entry := v.MapRange(); entry.Next(); {
			clothe(bare, path, entry.Value())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			clothe(bare, path+"."+v.Type().Field(i).Name, v.Field(i))
		}
	}
}

// eachFact opens every fact of the caseload and of the commons.
func (w *tale) eachFact(see func(*journal.Fact)) {
	for _, scope := range []access.Scope{w.scope, w.narrated.scope, access.Commons} {
		must(w.t, w.desk.Store().Read(context.Background(), func(db store.Tx) error {
			feeds, err := journal.Feeds(context.Background(), db, scope)
			for _, f := range feeds {
				if err == nil {
					err = eachOf(w.desk, db, scope, f.Head.Feed, f.Head.Seq, see)
				}
			}
			return err
		}))
	}
}

func eachOf(d *desk.Desk, db store.Tx, scope access.Scope, feed journal.FeedID, to uint64, see func(*journal.Fact)) error {
	return journal.Each(context.Background(), db, scope, feed, 0, to, func(s *journal.Sealed) error {
		e, err := s.Open()
		if err != nil {
			return err
		}
		f, err := journal.Unseal(d.Ring(), scope, s, e)
		if err == nil {
			see(f)
		}
		return err
	})
}
