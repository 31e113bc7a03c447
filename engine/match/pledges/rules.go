// SPDX-License-Identifier: Apache-2.0

package pledges

import "slices"

// Rule is a hard rule that removes a pair, or says what is missing to decide one. It is an id of the field's words.
type Rule string

// The rules, in the order in which they are told. Those that end in missing say that something must be known first.
const (
	NoPeople        Rule = "no_people"        // nobody is of the case
	TiesMissing     Rule = "ties_missing"     // nobody asked them where they must not go
	DecisionMissing Rule = "decision_missing" // the child-protection authority has not decided that they go there
	StateMissing    Rule = "state_missing"    // nobody wrote down of which State the pledge is
	PlacesMissing   Rule = "places_missing"   // nobody wrote down how many places the State pledged
	NotPledged      Rule = "not_pledged"      // the State has not pledged yet
	Ended           Rule = "ended"            // its pledges have ended
	Refused         Rule = "refused"          // the State did not accept them
	MustNot         Rule = "must_not"         // they must not go there: why is told nowhere
	ByHand          Rule = "by_hand"          // whoever plans ruled it out, or set another State for them
	TooFew          Rule = "too_few"          // fewer places are left than they are
)

// OfCase are the rules that hold of a case whatever the State.
func OfCase(c *Case) Rule {
	switch {
	case c.People() == 0:
		return NoPeople
	case !c.Asked:
		return TiesMissing
	}
	return ""
}

// OfState are the rules that hold of a State whoever goes there.
func OfState(s *State) Rule {
	switch {
	case s.ID == "":
		return StateMissing
	case !s.Pledged:
		return NotPledged
	case !s.Open:
		return Ended
	case s.Places == NotSaid:
		return PlacesMissing
	}
	return ""
}

// Between returns the rule that removes a pair; "" where none does, and the case may be told of the State.
func Between(c *Case, s *State) Rule {
	if of := OfCase(c); of != "" {
		return of
	}
	switch {
	case c.Authority && !slices.Contains(c.DecidedFor, s.ID):
		return DecisionMissing
	case slices.Contains(c.Refused, s.ID):
		return Refused
	case slices.Contains(c.Not, s.ID):
		return MustNot
	}
	if of := OfState(s); of != "" {
		return of
	}
	switch {
	case c.Lock != "" && c.Lock != s.ID || slices.Contains(c.Forbid, s.ID):
		return ByHand
	case s.Places < c.People():
		return TooFew
	}
	return ""
}

// ScoreOf scores a pair that no rule removes, by what the people said themselves.
func ScoreOf(c *Case, s *State, w Weights) (score Score) {
	if slices.Contains(c.Relatives, s.ID) {
		score[0] = w.Relatives
	}
	if slices.ContainsFunc(c.Languages, func(l string) bool { return slices.Contains(s.Languages, l) }) {
		score[1] = w.Language
	}
	return score
}
