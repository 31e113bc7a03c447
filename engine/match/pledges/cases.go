// SPDX-License-Identifier: Apache-2.0

package pledges

// NotSaid is a number that nobody said.
const NotSaid = -1

// Case is a family, or somebody alone, who waits for a State. It is never split. States are named by the ID of a State, languages letter by letter.
type Case struct {
	ID                      string   // pseudonymous, of this case alone
	Women, Men, Girls, Boys int      // how many they are
	Asked                   bool     // somebody asked them what binds them to a State, and where they must not go
	Languages               []string // in which they manage, as they say
	Relatives               []string // States in which they have relatives to whom they want to go
	Not                     []string // States where they must not go: why is told nowhere
	Refused                 []string // States that did not accept them
	Authority               bool     // children without an adult, or apart from their parents: only where the child-protection authority decided
	DecidedFor              []string // States to which the authority decided that they go
	Told                    string   // the State that they were told; "" for none
	Waiting                 int      // days for which they have waited
	Lock                    string   // the State that somebody who plans set for them, and no other; "" for none
	Forbid                  []string // States that somebody who plans ruled out for them
}

// People is how many they are.
func (c *Case) People() int { return c.Women + c.Men + c.Girls + c.Boys }

// State is a State with what it pledged.
type State struct {
	ID        string   // of this State alone; "" where nobody wrote down of which State a pledge is
	Pledged   bool     // a pledge of it stands, or stood: it was written down that it pledged
	Open      bool     // one of its pledges has not ended
	Places    int      // that are pledged and not used, for people; NotSaid where nobody wrote down how many
	Languages []string // that are spoken there
}

// Weights are the points of each part of a score, from 0 to MostWeight.
type Weights struct {
	Relatives int // they have relatives there to whom they want to go
	Language  int // they manage in a language that is spoken there
}

// MostWeight bounds the weight of a part.
const MostWeight = 1000

// Usual are the weights where nobody sets any: relatives count half as much again as a language.
var Usual = Weights{Relatives: 150, Language: 100}

// InBounds reports whether weights are within their bounds.
func (w Weights) InBounds() bool {
	return w.Relatives >= 0 && w.Relatives <= MostWeight && w.Language >= 0 && w.Language <= MostWeight
}

// Part is a named part of a score.
type Part string

// The parts of a score, in the order in which they are told.
const (
	Relatives Part = "relatives"
	Language  Part = "language"
)

// Parts are the parts of a score.
func Parts() []Part { return []Part{Relatives, Language} }

// Score is how well a State suits a case: the points of each part, in the order of Parts. It is a score, and promises nobody anything.
type Score [2]int

// Total is the sum of its parts.
func (s Score) Total() int { return s[0] + s[1] }
