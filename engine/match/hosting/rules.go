// SPDX-License-Identifier: Apache-2.0

package hosting

import "slices"

// Rule is a hard rule that removes a pair, or says what is missing to decide one. It is an id of the field's words.
type Rule string

// The rules, in the order in which they are told. Those that end in missing say that something must be known first.
const (
	CheckMissing    Rule = "check_missing"    // the host was not checked
	CheckLapsed     Rule = "check_lapsed"     // the host's check holds no more
	TrainedMissing  Rule = "trained_missing"  // nobody said whether the host is trained
	NotTrained      Rule = "not_trained"      // the host is not trained
	CodeMissing     Rule = "code_missing"     // nobody said whether the host signed the code
	CodeUnsigned    Rule = "code_unsigned"    // the host did not sign the code
	Pauses          Rule = "pauses"           // the host pauses
	SeeksHome       Rule = "seeks_home"       // whoever offers the home seeks one
	PeopleMissing   Rule = "people_missing"   // nobody said how many they are
	NoPeople        Rule = "no_people"        // they are nobody
	DecisionMissing Rule = "decision_missing" // children without an adult need a decision in their best interests
	NotAdult        Rule = "not_adult"        // the authority decided against a host family
	TooSmall        Rule = "too_small"        // the home has fewer beds than they are
	StepsMissing    Rule = "steps_missing"    // nobody said whether the home has steps, or whether they need one without
	Steps           Rule = "steps"            // the home has steps
	WomanMissing    Rule = "woman_missing"    // nobody said whether a woman lives there
	NoWoman         Rule = "no_woman"         // a woman alone lives where a woman lives
	NotTaken        Rule = "not_taken"        // the host's protective rule of sex and age
	Avoided         Rule = "avoided"          // they cannot live with what is there
	SaidNo          Rule = "said_no"          // one of the two said no, or it is not safe: which is told nowhere
)

// OfHost are the rules that hold of a host whoever comes.
func OfHost(h *Host, today int) Rule {
	switch {
	case h.Checked == NotSaid:
		return CheckMissing
	case h.Checked < today:
		return CheckLapsed
	case h.Trained != Yes:
		return either(h.Trained, TrainedMissing, NotTrained)
	case h.Signed != Yes:
		return either(h.Signed, CodeMissing, CodeUnsigned)
	case h.Paused != NotSaid && h.Paused >= today:
		return Pauses
	case h.Seeks:
		return SeeksHome
	}
	return ""
}

// OfGuests are the rules that hold of guests wherever they go.
func OfGuests(g *Guests) Rule {
	switch {
	case g.People() == NotSaid:
		return PeopleMissing
	case g.People() == 0:
		return NoPeople
	case g.Women+g.Men == 0 && g.Decided != Yes:
		return either(g.Decided, DecisionMissing, NotAdult)
	}
	return ""
}

// Between returns the rule that removes a pair; "" where none does, and the guests may live there.
func Between(g *Guests, h *Host, today int) Rule {
	if of := OfGuests(g); of != "" {
		return of
	}
	if of := OfHost(h, today); of != "" {
		return of
	}
	alone := g.Women+g.Girls > 0 && g.Men == 0 // with or without children; girls alone as well
	switch {
	case slices.Contains(g.Not, h.ID) || h.Town != "" && slices.Contains(g.Not, h.Town) || slices.Contains(h.Not, g.ID):
		return SaidNo
	case h.Beds < g.People():
		return TooSmall
	case g.StepFree != No && h.StepFree != Yes && (g.StepFree == Unsaid || h.StepFree == Unsaid):
		return StepsMissing
	case g.StepFree == Yes && h.StepFree == No:
		return Steps
	case alone && h.Women == NotSaid:
		return WomanMissing
	case alone && h.Women == 0:
		return NoWoman
	case !h.takes(g):
		return NotTaken
	case slices.ContainsFunc(g.Avoids, func(a string) bool { return slices.Contains(h.Keeps, a) }):
		return Avoided
	}
	return ""
}

func either(a Answer, missing, no Rule) Rule {
	if a == Unsaid {
		return missing
	}
	return no
}

// The sexes and ages of which a host's protective rule speaks.
const (
	Women = "women"
	Men   = "men"
	Girls = "girls"
	Boys  = "boys"
)

// takes reports whether a host's protective rule lets all of them in.
func (h *Host) takes(g *Guests) bool {
	if len(h.Takes) == 0 {
		return true
	}
	for who, n := range map[string]int{Women: g.Women, Men: g.Men, Girls: g.Girls, Boys: g.Boys} {
		if n > 0 && !slices.Contains(h.Takes, who) {
			return false
		}
	}
	return true
}
