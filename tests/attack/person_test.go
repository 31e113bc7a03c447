// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"regexp"
	"testing"

	"safar/field/choice"
	"safar/field/journey"
	"safar/field/payment"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
)

// Promise 2, by person: what is given for each of them is not given twice for anybody, whichever household they live in and under whichever
// record, unless a person has looked at it and released it.

// forEach reports whether the amounts of a step depend on how many people there are.
func (w *way) forEach(step string) bool {
	s := w.path.step(step)
	return s != nil && perHead.MatchString(textOf(s.says["gives"]))
}

var perHead = regexp.MustCompile(`\b(size|adults|children|women|men|girls|boys|under_five|school_age|elderly|with_disability)\b`)

// one returns the record under which somebody counts: the one that theirs was merged into, in turn.
func (a *auditor) one(of id.ID) id.ID {
	for range 20 {
		p := a.persons[of]
		if p == nil || a.into(p).IsZero() {
			break
		}
		of = a.into(p)
	}
	return of
}

// readLetGo notes who let a suspected double go, alone, or as the one who was named to resolve it.
func (a *auditor) readLetGo(at [2]string, twice []id.ID) {
	if len(twice) == 0 {
		return
	}
	a.letGo[at] = a.fact.Author
	if a.holds[at].by.IsZero() {
		a.count("doubles let go in one step")
	}
}

// notBySameHand: who let a suspected double go neither lists it nor hands it out.
func (a *auditor) notBySameHand(w *way, step string) {
	if who, did := a.letGo[[2]string{w.id.String(), step}]; did && who == a.fact.Author {
		a.breach("%s is paid by who let it go as no double", step)
	}
}

// notTwiceFor: nobody for whom an amount was reckoned has it from another household.
func (a *auditor) notTwiceFor(w *way, m *money, step string) {
	if !w.forEach(step) || a.released[[2]string{w.id.String(), step}] {
		return
	}
	for _, other := range a.ways {
		had := other.money[step]
		if other == w || other.path == nil || other.path.book.id != w.path.book.id || had == nil || had.net == 0 {
			continue
		}
		for p := range m.people {
			for q := range had.people {
				if a.one(p) == a.one(q) && a.belongs(a.persons[a.one(p)], w.subject) {
					a.breach("%s is paid twice for one person", step)
				}
			}
		}
	}
}

func (a *auditor) readMerged() {
	r := into[struct {
		Kept id.ID `cbor:"1,keyasint"`
	}](a)
	p := a.persons[a.fact.Story]
	p.double = append(p.double, doubleOf{a.fact.Ref(), r.Kept})
	coverage.add("merges of records")
}

// into returns the record of which one is said to be the double; zero for none.
func (a *auditor) into(p *person) id.ID {
	var kept id.ID
	for _, d := range p.double {
		if !a.replaced[d.ref] {
			kept = d.kept
		}
	}
	return kept
}

// readMergeUndone: a merge is taken back with a reason, and nobody comes back onto a load that was filled without them.
func (a *auditor) readMergeUndone() {
	w := personal[struct {
		Why string `cbor:"1,keyasint"`
	}](a)
	if w.Why == "" {
		a.breach("a merge is undone without a reason")
	}
	for _, way := range a.ways {
		for _, m := range a.standing(a.persons[a.fact.Story]) {
			at := way.seat(a.fact.Story)
			if way.subject == m.home && (at.state == "loaded" || at.state == "boarded") {
				a.breach("somebody comes back onto a load without a seat")
			}
		}
	}
	a.count("merges undone")
}

// hers returns the tale of a wife who left with the others of a household, on the way that was opened for her.
func (w *tale) hers(leaving ...id.ID) *tale {
	w.t.Helper()
	r := w.ok(journey.Split{Household: w.household, Leaving: leaving, OwnWord: leaving[:1]})
	hers := *w
	hers.household, hers.journey, hers.members = r.IDs[0], r.IDs[1], leaving
	return &hers
}

// A wife may hold her own file, plot and payment; that she was paid for before is seen, and a person decides.
func TestTaleOfAWifeWhoWasPaidForBefore(t *testing.T) {
	w := tell(t, 35, 33, 10)
	w.gone(0, 1)
	w.ok(people.AddMember{Household: w.household, Member: people.Member{Born: born(0)}})
	hers := w.hers(w.members[1], w.members[2])
	hers.settled()
	hers.no("payment.lines_held", hers.prepare("first_tranche"))
	resolver := w.as(access.ProtectionOfficer)
	w.ok(payment.HoldPayment{Journey: hers.journey, Step: "first_tranche", Until: w.desk.Today() + 5, Resolver: resolver.User, Reason: "paid for with her husband"})
	w.days(6)
	hers.no("payment.lines_held", hers.prepare("first_tranche")) // its day has passed, and nobody has looked at it
	w.ok(payment.HoldPayment{Journey: hers.journey, Step: "first_tranche", Until: w.desk.Today() + 5, Resolver: resolver.User, Reason: "once more"})
	w.by(resolver, payment.Release{Journey: hers.journey, Step: "first_tranche", Reason: "she has nothing of it"})
	hers.paid("first_tranche")
}

// Whoever joins a household that is paid later was paid for before, too; also where the amount is owed and not yet in their hands.
func TestTaleOfAJoinerWhoWasPaidForBefore(t *testing.T) {
	w := tell(t, 35, 33)
	w.joinedByOneWhoWasPaidFor()
	w.no("payment.lines_held", w.prepare("first_tranche"))
}

// joinedByOneWhoWasPaidFor has somebody of the household be owed with it, and join another one, of which the tale tells from then on.
func (w *tale) joinedByOneWhoWasPaidFor() {
	w.t.Helper()
	w.chosen(0, 1)
	w.settled()
	w.list = w.ok(w.prepare("first_tranche")).IDs[0]
	son := w.members[1]
	w.register(40)
	w.chosen(0)
	w.settled()
	w.ok(journey.Join{Person: son, Household: w.household, OwnWord: true})
	w.ok(w.told(w.village)) // what the household heard before he came does not count for him
	w.ok(choice.Answer{Journey: w.journey, Step: "solution", Person: son, Option: "return", Place: w.village, Private: true})
}

// Two records of one person are paid for once.
func TestTaleOfTwoRecordsOfOnePerson(t *testing.T) {
	w := tell(t, 35, 33)
	w.gone(0, 1)
	first, gone := w.household, w.members[1]
	w.register(40, 33)
	w.chosen(0, 1)
	w.settled()
	w.list = w.ok(w.prepare("first_tranche")).IDs[0]
	w.ok(w.approve())
	w.ok(journey.Merge{Household: w.household, Other: first, Same: []people.Merge{{Kept: w.members[1], Gone: gone}}})
	w.no("payment.held.paid_elsewhere", w.deliver("first_tranche"))
}
