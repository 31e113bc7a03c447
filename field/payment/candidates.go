// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Candidate is a household to whom a step may be paid now, or who is held back from a list and why. Journey is the way; Household
// is zero and Card "" outside the part that is shown.
type Candidate struct {
	Journey   id.ID  `class:"open"`
	Household id.ID  `class:"open"`
	Card      string `class:"personal"`
	Total     int64  `class:"open"` // minor units; 0 where it is held back before the amount is known
	Why       Reason `class:"open"` // "" for those who may be listed
}

// Candidates are the households whose way leads to one place, or who live there while it leads nowhere, and to whom a step is still to be paid.
type Candidates struct {
	Ready    []Candidate // by card
	Held     []Candidate // by card: something is to be settled first
	NotReady int         `class:"open"` // they have not come so far; 0 where that is fewer than access.FewestTold, for one alone may have answered there
	Currency string      `class:"open"` // of those who are ready, ISO 4217; "" where nobody is
}

// maxCandidates bounds how many households of a place are read.
const maxCandidates = 100_000

// CandidatesAt judges every household whose way leads to a place, or leads nowhere while it lives there: who may be put on a list for a step today, who
// is held back and why. It uses the judgement of Prepare, so that what it shows is what a list would hold. Who they are is told, and looked at, of the parts that are shown.
func CandidatesAt(scope access.Scope, place id.ID, c Prepare, ready, held desk.Part) desk.Query[Candidates] {
	return desk.Query[Candidates]{Act: access.PaymentPrepare, Scope: scope, Run: func(r *desk.Reader) (out Candidates, err error) {
		a := &asking{by: r.By().User, grant: c.Grant, method: c.Method, day: c.Day.Or(r.Today()), today: r.Today()}
		ids, err := waysTo(r, place)
		if err != nil {
			return out, err
		}
		for _, of := range ids {
			for _, step := range c.Steps {
				if err := out.judge(r, a, of, c.Programme, step); err != nil {
					return out, err
				}
			}
		}
		if out.NotReady < access.FewestTold {
			out.NotReady = 0
		}
		byCard := func(a, b Candidate) int { return strings.Compare(a.Card, b.Card) }
		slices.SortStableFunc(out.Ready, byCard)
		slices.SortStableFunc(out.Held, byCard)
		household, blank := func(c *Candidate) id.ID { return c.Household }, func(c *Candidate) { c.Card, c.Household = "", id.ID{} }
		desk.Show(r, out.Ready, ready, household, blank)
		desk.Show(r, out.Held, held, household, blank)
		return out, nil
	}}
}

// waysTo returns the ways that lead to a place, and those that lead nowhere of households that live there: money is owed to them where they are.
func waysTo(r *desk.Reader, place id.ID) ([]id.ID, error) {
	ways, err := r.Find(journey.ByDestined, place[:], maxCandidates)
	if err != nil {
		return nil, err
	}
	households, err := r.Find(people.BySite, place[:], maxCandidates)
	for _, h := range households {
		theirs, err := source{r}.ways(h)
		if err != nil {
			return nil, err
		}
		for _, of := range theirs {
			j, err := source{r}.journey(of)
			if err != nil {
				return nil, err
			}
			if j.Destination().IsZero() {
				ways = append(ways, of)
			}
		}
	}
	slices.SortFunc(ways, id.ID.Compare)
	return slices.Compact(ways), err
}

// judge adds one payment to those who may be listed, to those who are held back, or to neither: who was paid is no candidate any more.
func (out *Candidates) judge(r *desk.Reader, a *asking, of id.ID, programmeID, step string) error {
	src := source{r}
	k, err := src.take(of)
	if fault.Is(err, fault.Undecidable) {
		return nil // of a version that is not on this node yet
	}
	if err != nil || k.Pathway.Programme.ID != programmeID {
		return err
	}
	s := k.Standing.Step(step)
	if s == nil || s.Status == programme.Done || s.Status == programme.NotApplicable {
		return nil
	}
	d, why, err := a.judge(src, of, k, step)
	switch {
	case err != nil:
		return err
	case why == NotReady:
		out.NotReady++
		return nil
	case why == AlreadyPaid || why == OnAnotherList:
		return nil
	}
	h, err := desk.Read(r, people.HouseholdStory, k.Journey.Subject)
	if err != nil {
		return err
	}
	c := Candidate{Journey: of, Household: k.Journey.Subject, Card: h.State.Card, Total: d.total, Why: why}
	if why != "" {
		out.Held = append(out.Held, c)
		return nil
	}
	out.Currency = d.owed.Currency
	out.Ready = append(out.Ready, c)
	return nil
}
