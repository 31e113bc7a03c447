// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// Foreseen is whom a new version of a programme would concern, if the journeys of a caseload were migrated to it. It names nobody.
type Foreseen struct {
	Journeys int              `class:"open"` // on older versions
	Moving   int              `class:"open"` // of those, who can be migrated today
	Left     map[string]int   `class:"open"` // of those, who cannot, by reason: StandsOnGone, MoneyUnderway, …
	Changed  int              `class:"open"` // of those who move: whose state changes at some step, or an amount that is not owed yet
	Owed     int              `class:"open"` // of those who move: who have an amount owed to them or paid. It stays as it is
	Steps    []StepForeseen   // at which the state of somebody changes
	Amounts  []AmountForeseen // of payments that would be others
	Counts   bool             `class:"open"` // only Journeys, Moving and Left are told: it is a part in which whoever asks works with nobody
	Withheld bool             `class:"open"` // and of these some are 0 because they stand on too few
}

// StepForeseen is a step at which the state of some journeys changes. Pathway is its id, Journeys how many change from the one to
// the other.
type StepForeseen struct {
	Pathway  string `class:"open"`
	Step     string `class:"open"` // as the new version calls it; as the old one does where it is gone
	From     string `class:"open"` // see StateOf; "" where the old version has no such step
	To       string `class:"open"` // "" where the new version has none
	Journeys int    `class:"open"`
}

// AmountForeseen is a payment of which another amount would be owed than today. What is owed already does not change and does not count.
// Pathway and Step are ids, Journeys how many it concerns; After is what they would be owed together, in minor units.
type AmountForeseen struct {
	Pathway  string `class:"open"`
	Step     string `class:"open"`
	Currency string `class:"open"` // ISO 4217
	Journeys int    `class:"open"`
	Before   int64  `class:"open"` // of all of them, in minor units
	After    int64  `class:"open"`
}

// Foresee looks at every journey of a caseload that would be migrated to a version of a programme which is not in force yet, a piece at a
// time, and tells after each how many of how many it has looked at. Each journey is evaluated twice, some 200 µs.
func Foresee(ctx context.Context, d *desk.Desk, by access.Actor, scope access.Scope, source []byte, progress func(done, all int)) (Foreseen, error) {
	sum := foreseen{}
	p, err := readable("journey.Foresee", source)
	if err != nil {
		return Foreseen{}, err
	}
	concerned, err := desk.Ask(ctx, d, by, "task.migrate", desk.Query[older]{Act: access.JourneyMigrate, Scope: scope,
		Run: func(r *desk.Reader) (older, error) { return olderThan(r, p.ID, p.Hash()) }})
	if err != nil {
		return Foreseen{}, err
	}
	for _, v := range concerned.Versions {
		for cursor := (Cursor{}); ; {
			piece, err := desk.Ask(ctx, d, by, "task.migrate", pieceForeseen(scope, p, v.Hash, cursor))
			if err != nil {
				return Foreseen{}, err
			}
			if piece.Last.Story.IsZero() {
				break
			}
			sum.add(piece.Foreseen)
			if !countsAlone(by, scope, d.Today()) {
				progress(sum.Journeys, concerned.Total)
			}
			cursor = piece.Last
		}
	}
	return sum.told(by, scope, d.Today()), nil
}

// told is what is foreseen, as somebody may be told it. Of a part in which only some work with people, the others are told how many there are, how many
// can go and why the rest cannot, and of no step and no amount; a number that stands on fewer than access.FewestTold, and what would tell it, is 0.
func (f *foreseen) told(by access.Actor, scope access.Scope, today clock.Day) Foreseen {
	if countsAlone(by, scope, today) {
		reasons := slices.Sorted(maps.Keys(f.Left))
		counts := []*int{&f.Moving}
		left := make([]int, len(reasons))
		for i, why := range reasons {
			left[i] = f.Left[why]
			counts = append(counts, &left[i])
		}
		all := f.Journeys
		f.Withheld = withhold(counts...)
		for i, why := range reasons {
			if f.Left[why] = left[i]; left[i] == 0 {
				delete(f.Left, why)
			}
		}
		if 0 < all && all < access.FewestTold {
			f.Journeys = 0
		}
		f.Counts, f.Changed, f.Owed, f.Steps, f.Amounts = true, 0, 0, nil, nil
	}
	return f.Foreseen
}

// foreseenPiece is what is foreseen of a piece of the journeys.
type foreseenPiece struct {
	Foreseen
	Last Cursor
}

func pieceForeseen(scope access.Scope, p *programme.Programme, hash [32]byte, after Cursor) desk.Query[foreseenPiece] {
	return desk.Query[foreseenPiece]{Act: access.JourneyMigrate, Scope: scope, Run: func(r *desk.Reader) (foreseenPiece, error) {
		piece, err := walkingFrom(r, hash, after)
		if err != nil {
			return foreseenPiece{}, err
		}
		f, to := foreseen{}, crossings{next: p, from: map[[32]byte]*crossing{}}
		for _, of := range piece.Journeys {
			if err := f.look(r, of, &to); err != nil {
				return foreseenPiece{}, err
			}
		}
		return foreseenPiece{f.Foreseen, piece.Last}, nil
	}}
}

// foreseen gathers what is foreseen.
type foreseen struct{ Foreseen }

// look adds what becomes of one journey: as it stands, and as the fold of its migration would leave it.
func (f *foreseen) look(r *desk.Reader, of id.ID, to *crossings) error {
	before, err := Take(r, of)
	if err != nil {
		return unjudged(err)
	}
	f.Journeys++
	m, why, err := to.judge(before.Journey, func(hash [32]byte) (*programme.Programme, error) { return ProgrammeFor(r, hash) })
	if err != nil {
		return err
	}
	if why != "" {
		f.leave(why, 1)
		return nil
	}
	moved := *before.Journey
	moved.Marks = slices.Clone(moved.Marks)
	moved.migrate(m)
	after := *before
	after.Journey, after.Pathway = &moved, to.next.Pathway(moved.Pathway)
	if err := after.Again(); err != nil {
		return err
	}
	f.Moving++
	if slices.ContainsFunc(moved.Marks, func(m Mark) bool { return m.State == programme.Owed && !m.Withdrawn }) {
		f.Owed++
	}
	if f.compare(before, &after, m.Steps) {
		f.Changed++
	}
	return nil
}

// compare notes the steps whose state changes, and amounts that are not owed yet; it reports whether there are any.
func (f *foreseen) compare(before, after *Case, renamed map[string]string) (some bool) {
	known := map[string]bool{}
	for i := range before.Standing.Steps {
		was := &before.Standing.Steps[i]
		name := was.Step.ID
		if to, moved := renamed[name]; moved {
			name = to
		}
		is := after.Standing.Step(name)
		known[name] = true
		if is == nil {
			some = f.step(StepForeseen{before.Journey.Pathway, was.Step.ID, StateOf(was), "", 1}) || some
			continue
		}
		some = f.step(StepForeseen{before.Journey.Pathway, name, StateOf(was), StateOf(is), 1}) || some
		some = f.amount(after, was, is) || some
	}
	for i := range after.Standing.Steps {
		if is := &after.Standing.Steps[i]; !known[is.Step.ID] {
			some = f.step(StepForeseen{before.Journey.Pathway, is.Step.ID, "", StateOf(is), 1}) || some
		}
	}
	return some
}

func (f *foreseen) step(s StepForeseen) bool {
	if s.From == s.To {
		return false
	}
	i := slices.IndexFunc(f.Steps, func(o StepForeseen) bool {
		return o.Pathway == s.Pathway && o.Step == s.Step && o.From == s.From && o.To == s.To
	})
	if i < 0 {
		f.Steps = append(f.Steps, s)
		return true
	}
	f.Steps[i].Journeys += s.Journeys
	return true
}

// amount notes a payment that is not owed yet and would be another one.
func (f *foreseen) amount(after *Case, was, is *programme.StepStanding) bool {
	if is.Step.Verb.Name != "pay" || is.Frozen() || is.Status == programme.NotApplicable || was.Amount() == is.Amount() {
		return false
	}
	f.amounts(AmountForeseen{after.Journey.Pathway, is.Step.ID, after.Pathway.Programme.Currency, 1, was.Amount(), is.Amount()})
	return true
}

func (f *foreseen) amounts(a AmountForeseen) {
	i := slices.IndexFunc(f.Amounts, func(o AmountForeseen) bool { return o.Pathway == a.Pathway && o.Step == a.Step })
	if i < 0 {
		f.Amounts = append(f.Amounts, a)
		return
	}
	f.Amounts[i].Journeys, f.Amounts[i].Before, f.Amounts[i].After = f.Amounts[i].Journeys+a.Journeys, f.Amounts[i].Before+a.Before,
		f.Amounts[i].After+a.After
}

func (f *foreseen) leave(why string, n int) {
	if f.Left == nil {
		f.Left = map[string]int{}
	}
	f.Left[why] += n
}

// add adds what is foreseen of other journeys.
func (f *foreseen) add(more Foreseen) {
	f.Journeys, f.Moving, f.Changed, f.Owed = f.Journeys+more.Journeys, f.Moving+more.Moving, f.Changed+more.Changed, f.Owed+more.Owed
	for _, why := range slices.Sorted(maps.Keys(more.Left)) {
		f.leave(why, more.Left[why])
	}
	for _, s := range more.Steps {
		f.step(s)
	}
	for _, a := range more.Amounts {
		f.amounts(a)
	}
	slices.SortFunc(f.Steps, func(a, b StepForeseen) int {
		return cmp.Or(cmp.Compare(a.Pathway, b.Pathway), cmp.Compare(a.Step, b.Step), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
}
