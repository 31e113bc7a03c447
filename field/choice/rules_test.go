// SPDX-License-Identifier: Apache-2.0

package choice_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"safar/desk"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

const homeward = `
programme: homeward
inputs:
  destination: {from: commons.place, max_age: 365d}
pathways:
  solution:
    for: household
    steps:
      - tell: profile
        to: destination
        valid: 60d
      - choose: solution
        options: [return, stay]
        by: each_adult
        to: destination
        needs: [profile]
        requires: destination.safe
        valid: 90d
`

// room is where a household is asked, one by one.
type room struct {
	*officetest.Office
	caseworker, protection, manager access.Actor
	village                         id.ID
}

func newRoom(t *testing.T) *room {
	r := &room{Office: officetest.Open(t, desk.Declarations(), staff.Declarations(), people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations(), choice.Declarations())}
	r.caseworker, r.protection = r.Person(access.Caseworker, access.Enumerator), r.Person(access.ProtectionOfficer)
	r.manager = r.Person(access.ProgrammeManager)
	r.Common(r.manager, journey.Publish{Source: []byte(homeward)})
	r.village = r.Common(r.manager, places.Add{Kind: places.Village, Name: "Kabalo"}).IDs[0]
	for _, source := range []string{"chief", "women"} {
		r.Common(r.protection, places.ReportSafety{Place: r.village, Report: places.Report{Source: source, Day: r.Desk.Today(), Safe: true, Women: true,
			Minority: true}})
	}
	r.Common(r.protection, places.DecideSafety{Place: r.village, Safe: true, Reason: "what sources say"})
	return r
}

// family starts the way of a household of people of given ages; -1 is an age that nobody knows.
func (r *room) family(ages ...int) (way id.ID, members []id.ID) {
	r.Helper()
	c := people.Register{Arrived: clock.NoDay}
	for _, age := range ages {
		var m people.Member
		if age >= 0 {
			m.Born = people.Born{Day: clock.Date(2026-age, 1, 1), Precision: people.BirthYear}
		}
		c.Members = append(c.Members, m)
	}
	ids := r.Do(r.caseworker, c).IDs
	return r.Do(r.caseworker, journey.Start{Programme: "homeward", Pathway: "solution", Subject: ids[0]}).IDs[0], ids[1:]
}

// told tells a household of the village.
func (r *room) told(way id.ID) {
	r.Helper()
	r.Do(r.caseworker, choice.Tell{Journey: way, Step: "profile", Place: r.village, Language: "sw"})
}

func (r *room) goes(way, who id.ID) choice.Answer {
	return choice.Answer{Journey: way, Step: "solution", Person: who, Option: "return", Place: r.village, Private: true}
}

func stays(way, who id.ID) choice.Answer {
	return choice.Answer{Journey: way, Step: "solution", Person: who, Option: programme.Stay, Private: true}
}

// status is how far the choice of a household has come.
func (r *room) status(way id.ID) programme.Status {
	type answer struct {
		Status programme.Status `class:"open"`
	}
	return officetest.Ask(r.Office, r.caseworker, desk.Query[answer]{Act: access.PeopleLook, Scope: r.Scope, Run: func(rd *desk.Reader) (answer, error) {
		k, err := journey.Take(rd, way)
		if err != nil {
			return answer{}, err
		}
		return answer{k.Standing.Step("solution").Status}, nil
	}}).Status
}

// decision is what somebody reads of the decision for children alone.
func (r *room) decision(by access.Actor, way id.ID) choice.Decision {
	return officetest.Ask(r.Office, by, choice.StandingOf(r.Scope, way, "solution")).Decision
}

func TestEveryAdultIsNeverNoAdult(t *testing.T) {
	r := newRoom(t)
	way, children := r.family(16, 9)
	r.told(way)
	if r.status(way) == programme.Done {
		t.Error("a household without an adult has chosen though nobody was asked")
	}
	r.Refused("choice.not_an_adult", r.caseworker, r.goes(way, children[0]))
	r.Refused("choice.not_an_adult", r.caseworker, stays(way, children[0]))
}

func TestAHouseholdOfChildrenNeedsADecisionInTheirBestInterests(t *testing.T) {
	r := newRoom(t)
	way, children := r.family(16, 9)
	_, aunt := r.family(40)
	r.told(way)
	decision := choice.BestInterests{Journey: way, Step: "solution", Option: "return", Place: r.village, Guardian: aunt[0],
		Authority: "child protection, Kalemie", Day: r.Desk.Today(),
		Words: choice.Words{Text: "their aunt lives there", Children: "they want to", Officer: "Mwamba"}}
	for _, anybody := range []access.Actor{r.caseworker, r.manager, r.Person(access.MovementOfficer), r.Person(access.Approver)} {
		r.Refused("access.not_allowed", anybody, decision)
	}
	for key, without := range map[string]func(c *choice.BestInterests){
		"choice.authority_missing": func(c *choice.BestInterests) { c.Authority = "" }, // a guardian does not stand in its stead
		"choice.officer_missing":   func(c *choice.BestInterests) { c.Words.Officer = "" },
		"choice.authority_day":     func(c *choice.BestInterests) { c.Day = clock.NoDay },
		"choice.guardian_unfit":    func(c *choice.BestInterests) { c.Guardian = children[0] },
		"choice.reason_missing":    func(c *choice.BestInterests) { c.Words.Text = "" },
	} {
		lacking := decision
		without(&lacking)
		r.Refused(key, r.protection, lacking)
	}
	r.Do(r.protection, decision)
	if got := r.status(way); got != programme.Done {
		t.Errorf("after the decision it is %v", got)
	}
	if d := r.decision(r.protection, way); !d.Heard || d.Authority != decision.Authority || d.Officer != "Mwamba" || d.Day != decision.Day || d.Guardian != aunt[0] {
		t.Errorf("protection reads of the decision %+v", d)
	}
	if d := r.decision(r.Person(access.MovementOfficer), way); d.Officer != "" || d.Authority != "" || d.Option != "" {
		t.Errorf("who only drives them reads of the decision %+v", d)
	}
	decision.Guardian = id.ID{} // the authority alone is enough
	r.Do(r.protection, decision)
	grown, _ := r.family(30, 9)
	r.told(grown)
	decision.Journey = grown
	r.Refused("choice.an_adult_answers", r.protection, decision)
}

// However many adults there are, the household has chosen when each of them has, and not one before.
func TestEachAdultAnswersInTheirOwnRight(t *testing.T) {
	r := newRoom(t)
	rapid.Check(t, func(rt *rapid.T) {
		adults := rapid.IntRange(1, 5).Draw(rt, "adults")
		ages := append(make([]int, adults), 7)
		for i := range adults {
			ages[i] = rapid.IntRange(people.AdultAge, 90).Draw(rt, "age")
		}
		way, who := r.family(ages...)
		r.told(way)
		for _, at := range rapid.Permutation(who[:adults]).Draw(rt, "order") {
			if r.status(way) == programme.Done {
				rt.Fatal("chosen before each adult has answered")
			}
			r.Do(r.caseworker, r.goes(way, at))
		}
		if got := r.status(way); got != programme.Done {
			rt.Fatalf("each has answered, and it is %v", got)
		}
	})
}

func TestStayIsAlwaysAnAnswer(t *testing.T) {
	r := newRoom(t)
	way, who := r.family(40, 38)
	r.Do(r.caseworker, stays(way, who[0])) // told of nothing yet
	r.told(way)
	r.Common(r.protection, places.DecideSafety{Place: r.village, Reason: "shots were heard"})
	r.Refused("journey.condition_failed", r.caseworker, r.goes(way, who[1]))
	r.Do(r.caseworker, stays(way, who[1]))
	if got := r.status(way); got != programme.Done {
		t.Errorf("both stay, and it is %v", got)
	}
}

func TestNobodyIsAskedBeforeTheOthersNorUntold(t *testing.T) {
	r := newRoom(t)
	way, who := r.family(40, -1)
	aloud := r.goes(way, who[0])
	aloud.Private = false
	r.Refused("choice.in_private", r.caseworker, aloud)
	r.Refused("choice.age_unknown", r.caseworker, r.goes(way, who[1]))
	r.told(way)
	r.Do(r.caseworker, r.goes(way, who[0]))
}

func TestAChangeOfMindNeedsOnlyTheirWord(t *testing.T) {
	r := newRoom(t)
	way, who := r.family(40, 38)
	r.told(way)
	r.Do(r.caseworker, r.goes(way, who[0]))
	r.Do(r.caseworker, r.goes(way, who[1]))
	r.Do(r.caseworker, choice.Withdraw{Journey: way, Step: "solution", Person: who[1]})
	if r.status(way) == programme.Done {
		t.Error("the household goes though one of them took their word back")
	}
	r.Refused("choice.nothing_to_withdraw", r.caseworker, choice.Withdraw{Journey: way, Step: "solution", Person: who[1]})
}

const profileForm = `
form: profile
labels: {en: Told}
questions:
  - acknowledge: understood
    required: true
    labels: {en: They said it back}
`

// Nobody has been told of a village who has not said back what they heard, where the programme wants it asked.
func TestATellingIsOneWhenItIsSaidBack(t *testing.T) {
	r := newRoom(t)
	r.Common(r.manager, journey.Publish{Source: []byte(strings.Replace(homeward, "to: destination\n        valid: 60d", "to: destination\n        form: profile\n        valid: 60d", 1)),
		Forms: map[string][]byte{"profile": []byte(profileForm)}})
	way, members := r.family(40)
	telling := choice.Tell{Journey: way, Step: "profile", Place: r.village, Language: "sw"}
	r.Refused("journey.answer_needed", r.caseworker, telling)
	r.Refused("journey.blocked_by_step", r.caseworker, r.goes(way, members[0]))
	telling.Answers = programme.Answers{"understood": "yes"}
	r.Do(r.caseworker, telling)
	r.Do(r.caseworker, r.goes(way, members[0]))
}

// learning is a way on which nobody goes anywhere: what is told and chosen is about no place.
const learning = `
programme: learning
pathways:
  work:
    for: person
    steps:
      - tell: rights
      - choose: aim
        options: [work_here, learn_first]
        needs: [rights]
`

// Where somebody may leave, an answer says where to. Who walks on their own and goes nowhere is asked for no place, and for nobody else's word.
func TestAnAnswerSaysWhereToOnlyWhereSomebodyMayLeave(t *testing.T) {
	r := newRoom(t)
	way, who := r.family(40, 38)
	r.told(way)
	nowhere := r.goes(way, who[0])
	nowhere.Place = id.ID{}
	r.Refused("choice.where_to", r.caseworker, nowhere)

	r.Common(r.manager, journey.Publish{Source: []byte(learning)})
	own := r.Do(r.caseworker, journey.Start{Programme: "learning", Pathway: "work", Subject: who[0]}).IDs[0]
	answer := choice.Answer{Journey: own, Step: "aim", Person: who[0], Option: "learn_first", Private: true}
	r.Refused("journey.blocked_by_step", r.caseworker, answer)
	r.Do(r.caseworker, choice.Tell{Journey: own, Step: "rights", Language: "sq"})
	r.Do(r.caseworker, answer)
	answer.Person = who[1]
	r.Refused("journey.not_a_member", r.caseworker, answer)
}
