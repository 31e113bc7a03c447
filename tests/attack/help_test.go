// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"

	"safar/field/journey"
	"safar/field/programme"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/clock"
)

// The steps on which those who cannot build ask for help and get it.
const helpAsked, helpDecided, helpHouse, helpLabour = "help_asked", "help_to_build", "accessible_house", "labour"

// houseForThem is what an inspection finds of a house that was built for them.
var houseForThem = programme.Answers{"way_in": "can", "doors": "can", "latrine": "can", "water": "can", "place": programme.SomewhereThere}

// aboutHelp is what was said of help to build: that it was asked for, or what was decided.
type aboutHelp struct {
	day   clock.Day
	given string // "" for a request; no, labour or accessible_house
}

// readAsked keeps requests for help. It is asked for once while it waits.
func (a *auditor) readAsked() {
	r := into[struct {
		Step string `cbor:"1,keyasint"`
	}](a)
	w := a.way(a.fact.Story)
	if s := w.path.step(r.Step); s != nil && s.text("begins") != "" { // nothing in these runs hands anybody over
		a.breach("a form says that people were handed over of whom nobody knows outside")
	}
	if w.did[r.Step]++; r.Step != helpAsked {
		return
	}
	if given, waits := w.helped(); waits && given == "" {
		a.breach("help is asked for again while it waits")
	}
	w.help = append(w.help, aboutHelp{day: a.fact.Day})
	a.count("help asked for")
}

// readDecided keeps decisions on help. They are protection's.
func (a *auditor) readDecided() {
	r := into[struct {
		Step  string          `cbor:"1,keyasint"`
		State programme.State `cbor:"2,keyasint"`
		Value string          `cbor:"5,keyasint"`
	}](a)
	w := a.way(a.fact.Story)
	if a.noteDecision(w, r.Step, r.State == programme.Refusal, r.Value); r.Step != helpDecided {
		return
	}
	if !slices.ContainsFunc(w.help, func(h aboutHelp) bool { return h.given == "" }) {
		a.breach("help that nobody asked for")
	}
	if !a.staff[a.fact.Author].Has(access.ProtectionOfficer, a.scope, a.today) {
		a.breach("help decided by somebody who is not protection")
	}
	if r.State == programme.Refusal {
		r.Value = "no"
	}
	w.help = append(w.help, aboutHelp{a.fact.Day, r.Value})
	a.count("help decided: " + r.Value)
}

// helped returns what is decided by the latest day, and whether somebody asked since; a "no" since which somebody asked is no word.
func (w *way) helped() (given string, waits bool) {
	said := slices.Clone(w.help)
	slices.SortStableFunc(said, func(a, b aboutHelp) int { return int(a.day - b.day) })
	for _, h := range said {
		if waits = h.given == ""; !waits {
			given = h.given
		}
	}
	if waits && given == "no" {
		given = ""
	}
	return given, waits
}

// asDecided: help is given that was decided, and no other.
func (a *auditor) asDecided(step string) {
	if given, _ := a.way(a.fact.Story).helped(); (step == helpLabour || step == helpHouse) && given != step {
		a.breach("%s is given, and what was decided is %q", step, given)
	}
}

// helpToBuild walks a family through help to build: asked for now and then, decided by anybody who may decide something, and given as if everything had been
// decided.
func (s *sequence) helpToBuild(f *family) {
	if !s.chance(4, "nobody asks") {
		s.try(journey.Ask{Journey: f.journey, Step: helpAsked, Words: journey.Words{Answers: programme.Answers{"help_needed": "not_known"}}, Day: clock.NoDay})
	}
	for range 2 + s.pick(2, "decisions") {
		s.try(journey.DecideStep{Journey: f.journey, Step: helpDecided, Yes: !s.chance(4, "no"), Reason: "spoken with",
			Option: []string{helpLabour, helpHouse, helpLabour, "", "stay"}[s.pick(5, "which")], Day: clock.NoDay})
	}
	s.try(works.Report{Journey: f.journey, Step: helpHouse})
	s.try(works.Inspect{Journey: f.journey, Step: helpHouse, Passed: true, Seen: works.Seen{Answers: houseForThem}})
	given, _ := s.audit.way(f.journey).helped()
	if given != helpLabour && !s.chance(6, "paid for all the same") {
		return
	}
	for range 3 {
		pay(helpLabour)(s, f)
	}
}

// someAskForHelp has a family ask at any time.
func (s *sequence) someAskForHelp() { s.helpToBuild(s.family()) }

// seenAt is what an inspection of a milestone finds; now and then that they cannot build alone.
func (s *sequence) seenAt() programme.Answers {
	if s.chance(2, "builds alone") {
		return houseSeen
	}
	return programme.Answers{"place": programme.SomewhereThere, "needs_help": "yes", "help_needed": "labour"}
}
