// SPDX-License-Identifier: Apache-2.0

package walks

import (
	"safar/desk"
	"safar/field/hosting"
	"safar/field/people"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// lodge walks a step at which people live with others: what is offered, what is sought, what is proposed and what both sides say of it, who moves in, and who moves on.
func (w *walk) lodge(of *somebody, step string, s said) error {
	switch {
	case s.has("beds"):
		return w.only(hosting.OfferBeds{Journey: of.way, Step: step, Beds: s.number("beds", 0)})
	case s.has("home"):
		return w.only(hosting.Describe{Journey: of.way, Is: hosting.HomeIs{Town: s["home"], Households: s.number("households", 1), StepFree: saidOf(s["step_free"]), Languages: s.list("languages"), Takes: s.list("takes")}})
	case s.has("pause"):
		until, err := s.day("pause")
		if err != nil {
			return err
		}
		return w.only(hosting.Pause{Journey: of.way, Until: until})
	case s.has("needs"):
		return w.only(hosting.Seek{Journey: of.way, Is: hosting.Needs{StepFree: saidOf(s["needs"]), Languages: s.list("languages"), Wishes: s.list("wishes")}})
	case s.has("apart_from"):
		return w.only(hosting.KeepApart{Journey: of.way, Town: s["apart_from"], Reason: "it is sealed"})
	case s.has("together"):
		return w.only(hosting.LiftApart{Journey: of.way, Which: s.number("together", 0)})
	case s.has("open_again"):
		return w.only(hosting.Pause{Journey: of.way, Until: clock.NoDay})
	case s.has("reviewed"):
		until, err := s.day("until")
		if err != nil {
			return err
		}
		return w.only(hosting.Review{Journey: of.way, Outcome: s["reviewed"], Until: until})
	case s.has("ended"):
		return w.only(hosting.End{Journey: of.way})
	}
	host, err := w.who(s["host"])
	if err != nil {
		return err
	}
	return w.only(w.withHost(of, host.way, s))
}

// withHost is what is done between guests and a host.
func (w *walk) withHost(of *somebody, host id.ID, s said) desk.Command {
	switch {
	case s.has("proposed"):
		return hosting.Propose{Journey: of.way, Host: host}
	case s.has("yes") || s.has("no"):
		return hosting.Say{Journey: of.way, Host: host, Yes: w.both(of, s.list("yes")), No: w.both(of, s.list("no"))}
	case s.has("met"):
		return hosting.Introduce{Journey: of.way, Host: host}
	case s.has("moves"):
		return hosting.Move{Journey: of.way, With: host, Agreed: of.of(s.list("moves")), Received: w.elsewhere(s["received"])}
	}
	return hosting.Place{Journey: of.way, With: host}
}

// both are people of guests, or of another household as in host/F44.
func (w *walk) both(of *somebody, names []string) (people []id.ID) {
	for _, name := range names {
		if person, own := of.persons[name]; own {
			people = append(people, person)
		} else {
			people = append(people, w.elsewhere(name))
		}
	}
	return people
}

func saidOf(answer string) people.Answer {
	switch answer {
	case "yes":
		return people.Yes
	case "no":
		return people.No
	}
	return people.NotKnown
}
