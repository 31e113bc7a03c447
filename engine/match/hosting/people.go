// SPDX-License-Identifier: Apache-2.0

package hosting

import "slices"

// Answer is yes, no, or that nobody said.
type Answer uint8

// The answers.
const (
	Unsaid Answer = iota
	No
	Yes
)

// NotSaid is a number that nobody said.
const NotSaid = -1

// Guests are a household that seeks a home. It is never split.
//
// Women and Men are its adults, Girls and Boys its children, each NotSaid where nobody said. Names of homes and towns are compared letter by letter.
type Guests struct {
	ID                      string // pseudonymous, of these guests alone
	Women, Men, Girls, Boys int
	StepFree                Answer   // somebody of them needs a home without steps
	Languages               []string // that somebody of them speaks
	Wishes                  []string // hosts or towns, the most wished first
	Not                     []string // hosts or towns that they, or whoever keeps them safe, exclude: why is told nowhere
	Avoids                  []string // what they cannot live with, such as a dog
	Decided                 Answer   // the child-protection authority decided where children without an adult live, in their best interests
	With                    string   // the ID of another household with whom they stay together; "" for none
	Told                    string   // the ID of the host that they were told already, or with whom they live; "" for none
	Waiting                 int      // days for which they have waited
}

// People is how many they are; NotSaid where that is not known of all.
func (g *Guests) People() int {
	if slices.Contains([]int{g.Women, g.Men, g.Girls, g.Boys}, NotSaid) {
		return NotSaid
	}
	return g.Women + g.Men + g.Girls + g.Boys
}

// Host is a family that offers a home.
type Host struct {
	ID         string   // pseudonymous, of this host alone
	Town       string   // "" where nobody said
	Beds       int      // for guests
	Households int      // how many households live there as guests at one time
	Women      int      // adults who live there, NotSaid where nobody said
	StepFree   Answer   // the home has no steps
	Languages  []string // that are spoken there
	Checked    int      // the last day on which its check holds; NotSaid where there is none
	Trained    Answer   // in safety, support and solutions
	Signed     Answer   // the code against sexual exploitation and abuse
	Paused     int      // until and with this day it receives nobody; NotSaid where it does not pause
	Takes      []string // protective rule: those of women, men, girls and boys who may live there; none for all
	Not        []string // guests whom it said no to: why is told nowhere
	Keeps      []string // what somebody might not live with, such as a dog
	Seeks      bool     // whoever offers it seeks a home as well
}

// Weights are the points of each part of a score. All are from 0 to 1,000.
type Weights struct {
	Language int // they speak a language together
	Wish     int // their first wish; the second is worth two thirds of it, the third one third
	Spare    int // taken off for each bed that stays empty
	Access   int // taken off where the home has no steps and they do not need that: others do
}

// Usual are the weights where an organisation sets none: a common language counts as ten beds, a first wish as fifteen.
var Usual = Weights{Language: 100, Wish: 150, Spare: 10, Access: 40}
