// SPDX-License-Identifier: Apache-2.0

package voice_test

import (
	"strings"
	"testing"
	"time"

	"safar/desk"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/referral"
	"safar/field/subjects"
	"safar/field/voice"
	"safar/kernel/id"
)

// handingFile passes complaints on: inside, or to another organisation under an agreement.
const handingFile = `
programme: handing
pathways:
  complaint:
    for: complaint
    attributes: {topic: [water, health], wants_an_answer: bool}
    steps:
      - ask: heard
      - refer: to_clinic
        partner: clinic
        shares: [theme, site, facility, said_on, words, need]
        until: 90d
        optional: true
        needs: [heard]
      - ask: referred
        optional: true
        needs: [heard]
        when: "!to_clinic.offered"
        due: {health: 72h}
      - refer: to_ward
        partner: clinic
        shares: [theme]
        optional: true
        needs: [heard]
        due: {water: 72h}
      - close: settled
        needs: [heard]
        reasons: [passed_on]
`

// handing is an office that hands complaints to a clinic, of whom one was heard.
type handing struct {
	*line
	of, way id.ID
	send    voice.Refer
}

func newHanding(t *testing.T, topic, wants string, proof []byte) *handing {
	h := &handing{line: newLine(t)}
	h.Common(h.manager, journey.Publish{Source: []byte(handingFile)})
	h.Common(h.manager, referral.Agree{Partner: "clinic", Name: "The clinic", Fields: []string{"theme", "site", "facility", "said_on", "words"}})
	latrine := h.Do(h.clerk, subjects.Add{Kind: voice.FacilityKind, Code: "L-7", Is: subjects.Description{Place: h.kilwa}}).IDs[0]
	c := h.heard(topic, wants)
	c.Programme, c.Proof, c.Facility = "handing", proof, latrine
	c.Is.Attributes = c.Is.Attributes[1:]
	h.of = h.Do(h.clerk, c).IDs[0]
	h.way = officetest.Ask(h.Office, h.clerk, journey.SubjectFileOf(h.Scope, voice.ComplaintKind, h.of, nil)).Ways[0].Way.ID
	h.send = voice.Refer{Journey: h.way, Step: "to_clinic", How: "sealed_letter", Words: "the nurse is never there"}
	return h
}

// due are the steps of which the clock runs.
func (h *handing) due() (steps []string) {
	h.Helper()
	for _, row := range officetest.Ask(h.Office, h.clerk, h.board.Waiting(voice.Wanted{}, desk.Part{})).Rows {
		for _, c := range row.Clocks {
			steps = append(steps, c.Step)
		}
	}
	return steps
}

func (h *handing) runs(what string, steps ...string) {
	h.Helper()
	if got := h.due(); strings.Join(got, " ") != strings.Join(steps, " ") {
		h.Errorf("%s: due is %v, not %v", what, got, steps)
	}
}

func TestAComplaintOfNobodyIsHandedOnWithWhatItHoldsOfItself(t *testing.T) {
	h := newHanding(t, "health", "no", nil)
	h.Refused("access.not_allowed", h.enumerator, h.send)
	h.Refused("referral.no_consent", h.clerk, h.send)
	h.Do(h.clerk, voice.NobodyToAsk{Journey: h.way, Step: "to_clinic"})
	h.Refused("referral.words_unread", h.clerk, h.send)
	h.send.NamesNobody = true
	h.Do(h.clerk, h.send)
	told := map[string]string{}
	for _, p := range officetest.Ask(h.Office, h.clerk, referral.FormOf(h.Scope, h.way, "to_clinic", id.ID{})).Passed {
		told[p.Field] = p.Text
	}
	today := h.Desk.Today().String()
	for field, text := range map[string]string{"theme": "health", "site": "Kilwa", "facility": "L-7", "said_on": today, "words": "the nurse is never there"} {
		if told[field] != text {
			t.Errorf("%s was handed over as %q", field, told[field])
		}
	}
	if len(told) != 5 {
		t.Errorf("handed over was %v", told)
	}
}

func TestWhoCanBeAskedIsAsked(t *testing.T) {
	h := newHanding(t, "health", "yes", nil)
	h.Refused("voice.can_be_asked", h.clerk, voice.NobodyToAsk{Journey: h.way, Step: "to_clinic"})
	h.Do(h.clerk, referral.Consent{Journey: h.way, Step: "to_clinic", Fields: []string{"theme"}, Private: true, Words: referral.ConsentWords{Witness: "a committee member"}})
	h.send.Fields = []string{"words"}
	h.Refused("referral.field_not_passed", h.clerk, h.send) // they agreed to the theme, and not to their words
	h.send.Fields = nil
	h.Do(h.clerk, h.send)
}

func TestWhoLeftACodeAndNoWayToBeReachedCannotBeAsked(t *testing.T) {
	h := newHanding(t, "health", "yes", make([]byte, 32))
	h.Do(h.clerk, voice.NobodyToAsk{Journey: h.way, Step: "to_clinic"})
}

// The clock stops when it was handed on, and runs again with whoever follows it where the partner declines, or has to give it up.
func TestTheClockStopsWhenItWasHandedOnAndRunsAgainWhereItIsDeclined(t *testing.T) {
	h := newHanding(t, "health", "no", nil)
	h.Do(h.clerk, voice.Follow{Complaint: h.of, Owner: h.other.User})
	h.runs("heard", "referred")
	h.Do(h.clerk, voice.NobodyToAsk{Journey: h.way, Step: "to_clinic"})
	h.send.NamesNobody = true
	h.Do(h.clerk, h.send)
	h.runs("handed on")
	h.Clock.Advance(73 * time.Hour)
	h.Do(h.clerk, referral.Answer{Journey: h.way, Step: "to_clinic", Words: journey.Words{Text: "no doctor"}})
	h.runs("declined", "referred")
	if rows := officetest.Ask(h.Office, h.other, h.board.Waiting(voice.Wanted{Owner: h.other.User, Stands: voice.Late}, desk.Part{})).Rows; len(rows) != 1 {
		t.Errorf("declined, it does not wait with whoever follows it: %v", rows)
	}
	h.Do(h.clerk, h.send)
	h.runs("handed on again")
	h.Do(h.clerk, referral.Answer{Journey: h.way, Step: "to_clinic", Accepted: true})
	h.runs("accepted")
	h.Do(h.clerk, referral.Withdraw{Journey: h.way, Step: "to_clinic"})
	h.runs("given up", "referred")
}

// A time that stands at the referral itself is for the office: what the partner takes is not its delay.
func TestTheTimeOfAReferralEndsWhenItWasHandedOver(t *testing.T) {
	h := newHanding(t, "water", "no", nil)
	h.runs("heard", "to_ward")
	h.Do(h.clerk, voice.NobodyToAsk{Journey: h.way, Step: "to_ward"})
	h.send.Step = "to_ward"
	h.Do(h.clerk, h.send)
	h.runs("handed on")
	h.Do(h.clerk, referral.Answer{Journey: h.way, Step: "to_ward", Words: journey.Words{Text: "no room"}})
	h.runs("declined", "to_ward")
}

func TestWhatIsForgottenIsAskedBackFromWhomItWasHandedTo(t *testing.T) {
	h := newHanding(t, "health", "no", nil)
	h.Do(h.clerk, voice.NobodyToAsk{Journey: h.way, Step: "to_clinic"})
	h.send.NamesNobody = true
	h.Do(h.clerk, h.send)
	h.Do(h.clerk, voice.ForgetComplaint{Complaint: h.of})
	if due := officetest.Ask(h.Office, h.clerk, referral.ToAskBack(h.Scope)); len(due) != 1 || due[0].Journey != h.way {
		t.Fatalf("nobody is told that the clinic has it: %+v", due)
	}
	h.Do(h.clerk, referral.AskBack{Journey: h.way, Step: "to_clinic", Words: journey.Words{Text: "they shredded it"}})
	if _, err := h.Desk.Do(h.Context(), h.clerk, h.Scope, id.New(), h.send); err == nil {
		t.Error("what is forgotten is handed on again")
	}
}

func TestTheWayOfAnythingElseIsNoComplaint(t *testing.T) {
	h := newHanding(t, "health", "no", nil)
	seen := h.Do(h.clerk, journey.Tend{Kind: voice.FacilityKind, Do: journey.Start{Programme: "hearing", Pathway: "facility", Subject: officetest.Ask(h.Office, h.clerk, voice.Facilities(h.Scope, 9))[0].ID}}).IDs[0]
	h.send.Journey = seen
	h.Refused("subjects.not_known", h.clerk, h.send)
	h.Refused("subjects.not_known", h.clerk, voice.NobodyToAsk{Journey: seen, Step: "seen"})
}
