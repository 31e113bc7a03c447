// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"strings"
	"testing"

	"safar/kernel/clock"
)

// spoken is a pathway on which somebody is spoken for again and again until all of them are free.
const spoken = `
programme: spoken
pathways:
  held:
    for: household
    compartment: detention
    steps:
      - ask: found
      - check: pressed
        needs: [found]
        when: "!free.done"
        after: found
        every: 14d
        optional: true
      - clear: free
        kind: release
        needs: [found]
      - ask: handed
        needs: [free]
        optional: true
      - close: over
        by: anyone
        needs: [found]
        requires: free.done || free.times == 0
`

func TestWhatIsMadeAgainAndAgainIsDueAsWasSaidAndNoLaterThanTheProgrammeAsks(t *testing.T) {
	w := mustParse(t, spoken).Pathway("held")
	for _, c := range []struct {
		name, marks string
		on, due     clock.Day
		status      Status
	}{
		{"nobody went yet", "0 found", 3, 14, Waiting},
		{"on its day", "0 found", 14, 14, Ready},
		{"somebody went, and said no day", "0 found\n5 pressed", 6, 19, Waiting},
		{"a sooner day was said", "0 found\n5 pressed until=9", 6, 9, Waiting},
		{"a later one counts for nothing", "0 found\n5 pressed until=60", 6, 19, Waiting},
		{"what was said before the last counts no more", "0 found\n5 pressed until=9\n9 pressed", 10, 23, Waiting},
		{"it is never done", "0 found\n5 pressed\n9 pressed\n12 pressed", 40, 26, Ready},
		{"nothing is due of those who are free", "0 found\n5 pressed\n9 free fit", 40, clock.NoDay, NotApplicable},
	} {
		s := w.Evaluate(family().with(t, c.marks), day0+c.on).Step("pressed")
		due := clock.NoDay
		if c.due.Known() {
			due = day0 + c.due
		}
		if s.Status != c.status || s.Due != due {
			t.Errorf("%s: %v, due %v; want %v, due %v", c.name, s.Status, s.Due, c.status, due)
		}
	}
}

func TestACalendarHasDaysOrIsMadeAgainAndAgain(t *testing.T) {
	_, err := Parse("spoken.yaml", []byte(strings.Replace(spoken, "every: 14d", "every: 14d\n        at: [7d]", 1)))
	if err == nil || !strings.Contains(err.Error(), "every_and_at") {
		t.Errorf("both were let by: %v", err)
	}
}

// overThere is a pathway out of detention, and the one that begins when they are handed over.
const overThere = `
programme: over_there
pathways:
  held:
    for: household
    compartment: detention
    steps:
      - ask: found
      - clear: free
        kind: release
        needs: [found]
      - ask: handed
        needs: [free]
        begins: guest
  guest:
    for: household
    compartment: protection
    steps: [{ask: received}]
`

func TestNobodyIsHandedOverOutOfDetentionBeforeEachIsFree(t *testing.T) {
	if _, err := Parse("over_there.yaml", []byte(overThere)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ was, is, says string }{
		{"needs: [free]", "needs: [found]", "not_let_go"},
		{"kind: release", "kind: security", "not_let_go"},
		{"begins: guest", "begins: nothing", "begins_nothing"},
		{"begins: guest", "begins: held", "begins_here"},
		{"compartment: protection", "compartment: detention", "begins_here"},
	} {
		_, err := Parse("over_there.yaml", []byte(strings.Replace(overThere, c.was, c.is, 1)))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("with %q: %v, want %s", c.is, err, c.says)
		}
	}
}
