// SPDX-License-Identifier: Apache-2.0

package voice_test

import (
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/id"
)

// appealFile looks again at what was answered, by somebody else.
const appealFile = `
programme: appealing
pathways:
  complaint:
    for: complaint
    attributes: {topic: [water, health], wants_an_answer: bool}
    steps:
      - ask: heard
      - ask: answered
        needs: [heard]
  appeal:
    for: complaint
    steps:
      - ask: appealed
      - ask: looked_again
        needs: [appealed]
        by_another: complaint.answered
        due: {otherwise: 14d}
      - close: appeal_settled
        needs: [looked_again]
  committee:
    for: committee
    steps:
      - ask: active
`

// appeal is a complaint that clerk answered while other followed it, and of which somebody was not satisfied. third had no part in it.
type appeal struct {
	*line
	third               access.Actor
	of, answered, again id.ID
	member              journey.Signed
	plain               id.ID // somebody of the same committee, without a role
}

func newAppeal(t *testing.T) *appeal {
	a := &appeal{line: newLine(t)}
	administrator, grant := access.Founder(id.New()), access.NewGrant(access.Caseworker, a.Scope.Caseload)
	a.third = access.Actor{User: a.Common(administrator, staff.AddUser{Name: "third"}).IDs[0], Grants: []access.Grant{grant}}
	a.Common(administrator, staff.GrantRole{User: a.third.User, Grant: grant})
	a.Common(a.manager, journey.Publish{Source: []byte(appealFile)})
	c := a.heard("water", "yes")
	c.Programme = "appealing"
	c.Is.Attributes = c.Is.Attributes[1:]
	heard := a.Do(a.clerk, c)
	a.of, a.answered = heard.IDs[0], heard.IDs[1]
	a.Do(a.clerk, voice.Follow{Complaint: a.of, Owner: a.third.User})
	a.Do(a.clerk, voice.Follow{Complaint: a.of, Owner: a.other.User})
	a.Do(a.clerk, journey.Tend{Kind: voice.ComplaintKind, Do: journey.Ask{Journey: a.answered, Step: "answered"}})
	a.again = a.Do(a.clerk, journey.Tend{Kind: voice.ComplaintKind, Do: journey.Start{Programme: "appealing", Pathway: "appeal", Subject: a.of}}).IDs[0]
	a.Do(a.clerk, journey.Tend{Kind: voice.ComplaintKind, Do: journey.Ask{Journey: a.again, Step: "appealed"}}) // whoever is told so writes it down
	committee := a.Do(a.other, subjects.Add{Kind: "committee", Is: subjects.Description{Name: "Water"}}).IDs[0]
	a.member = journey.Signed{Committee: committee, Member: a.Do(a.other, subjects.Join{Kind: "committee", Subject: committee, Role: "chair", Names: people.Names{Given: "Furaha"}}).IDs[0]}
	a.plain = a.Do(a.other, subjects.Join{Kind: "committee", Subject: committee, Names: people.Names{Given: "Neema"}}).IDs[0]
	return a
}

// looks are the commands by which somebody says what they found: for complaints, and for any way.
func (a *appeal) looks(on journey.Signed) []desk.Command {
	ask := journey.Ask{Journey: a.again, Step: "looked_again", Signed: on}
	return []desk.Command{journey.Tend{Kind: voice.ComplaintKind, Do: ask}, ask}
}

func TestAnAppealIsLookedAtBySomebodyElse(t *testing.T) {
	a := newAppeal(t)
	for _, by := range []access.Actor{a.clerk, a.other} {
		a.Refused("journey.another_looks", by, a.looks(journey.Signed{})[0])
	}
	a.Refused("journey.another_looks", a.clerk, a.looks(journey.Signed{})[1])
	a.Do(a.third, a.looks(journey.Signed{})[0]) // they followed it once, and had no part in the answer
	a.Do(a.clerk, journey.Tend{Kind: voice.ComplaintKind, Do: journey.Close{Journey: a.again, Step: "appeal_settled"}})
}

func TestAnAppealIsFollowedBySomebodyElse(t *testing.T) {
	a := newAppeal(t)
	if row := officetest.Ask(a.Office, a.clerk, a.board.BesideOf(a.of)).Row; !row.Owner.IsZero() {
		t.Error("whoever followed it when it was answered still follows it")
	}
	for _, owner := range []access.Actor{a.clerk, a.other} {
		a.Refused("journey.another_follows", a.clerk, voice.Follow{Complaint: a.of, Owner: owner.User})
	}
	a.Do(a.clerk, voice.Follow{Complaint: a.of, Owner: a.third.User})
	if row := officetest.Ask(a.Office, a.clerk, a.board.BesideOf(a.of)).Row; row.Owner != a.third.User {
		t.Error("nobody follows the appeal")
	}
	a.Do(a.third, a.looks(journey.Signed{})[0]) // who follows the appeal followed no answer
	a.Do(a.clerk, journey.Tend{Kind: voice.ComplaintKind, Do: journey.Close{Journey: a.again, Step: "appeal_settled"}})
	a.Do(a.clerk, voice.Follow{Complaint: a.of, Owner: a.clerk.User})
}

func TestACommitteeMemberDecidesAnAppealOnPaper(t *testing.T) {
	a := newAppeal(t)
	for _, on := range []journey.Signed{{Committee: a.member.Committee, Member: a.plain}, {Committee: a.member.Committee, Member: a.clerk.User}, {Committee: a.of, Member: a.member.Member}} {
		a.Refused("journey.nobody_signed", a.clerk, a.looks(on)[0])
	}
	a.Refused("journey.nobody_signed", a.clerk, journey.Ask{Journey: a.again, Step: "appealed", Signed: a.member})
	a.Do(a.clerk, a.looks(a.member)[0])
}
