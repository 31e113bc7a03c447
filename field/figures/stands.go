// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"cmp"
	"context"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// Stand is one step of a pathway: how many stand where, how many wait there now, how long, and for what.
type Stand struct {
	Row     journey.StandingRow // how many stand in which state
	Whole   int                 `class:"open"` // those who are through, and those whose choices lead there; who has not chosen is nobody's arrears
	Here    int                 `class:"open"` // those for whom it is the first step that is not done
	Median  int                 `class:"open"` // days that half of them have waited or less; -1 where it is not told
	Longest int                 `class:"open"` // days that the one has waited who has waited longest; to whoever does not work with them, that FewestTold have waited or more; -1 where it is not told
	Whys    []Why               // what they wait for, the most first

	WholeHidden bool `class:"open"` // Whole is 0 because it would tell of too few
	HereHidden  bool `class:"open"` // so is Here, with all that follows
}

// Why is something that people wait for at a step.
type Why struct {
	Kind  string `class:"open"` // WhySpeak and the like
	Of    string `class:"open"` // the step, the condition or the name; "" where the kind says it all
	Count int    `class:"open"` // how many; 0 where Hidden

	Hidden bool `class:"open"` // it stands on too few to be told to this asker
}

// same reports whether two are the same reason.
func (w Why) same(other Why) bool { return w.Kind == other.Kind && w.Of == other.Of }

// Stands says of each step of the programme in force how many stand where, from what the board holds: a question evaluates nobody who
// has not changed. Journeys of other versions count under the steps that they have in common. To whoever does not work with the persons small numbers are withheld.
func (b *Board) Stands(ctx context.Context, asker access.Actor) ([]Stand, error) {
	return ask(ctx, b, asker, func(r *desk.Reader) ([]Stand, error) {
		all := access.WorksWithPersons(asker, b.scope, b.day())
		if kept := b.stands[all]; kept != nil {
			return kept, nil
		}
		v := &b.tables.versions[b.tables.versionOf[b.inForce]]
		if v.programme == nil {
			return nil, nil
		}
		told := b.countStands(v.programme, all)
		if b.stands == nil {
			b.stands = map[bool][]Stand{}
		}
		b.stands[all] = told
		return told, nil
	})
}

// changed lets go of what was counted and kept: something was taken in, evaluated anew, or a day has gone by.
func (b *Board) changed() { b.told, b.stands = nil, nil }

// countStands counts anew.
func (b *Board) countStands(p *programme.Programme, all bool) []Stand {
	counts := map[stepAt]*stepCount{}
	var order []*stepCount
	for _, row := range journey.StepRows(p) {
		if p.Pathway(row.Pathway).Part == b.scope.Compartment {
			c := &stepCount{row: row, whys: map[Why]*[statuses]int{}}
			counts[stepAt{row.Pathway, row.Step}] = c
			order = append(order, c)
		}
	}
	for i := range b.tables.rows {
		b.countStood(&b.tables.rows[i], counts)
	}
	told := make([]Stand, len(order))
	for i, c := range order {
		told[i] = c.told(all)
	}
	return told
}

// stepAt is a step of a pathway, by their ids.
type stepAt struct{ pathway, step string }

// statuses is how many statuses a step may have.
const statuses = int(programme.NotBuilt) + 1

// stepCount adds up one step.
type stepCount struct {
	row    journey.StandingRow
	whole  int
	stands [statuses]int // all journeys, by status
	here   [statuses]int // those that stand at it
	waited []int         // days
	whys   map[Why]*[statuses]int
}

// countStood adds where one journey stands to the steps of the version in force that its own version shares with it.
func (b *Board) countStood(r *row, counts map[stepAt]*stepCount) {
	path := b.tables.versions[r.version].ways[r.way]
	if r.gone || r.apart || path == nil || r.stood.steps == nil {
		return
	}
	for i, code := range r.stood.steps {
		c := counts[stepAt{path.pathway.ID, path.pathway.Steps[i].ID}]
		if c == nil {
			continue
		}
		status := programme.Status(code & statusBits)
		c.row.Count(status, code&heldBit != 0)
		c.stands[status]++
		if status == programme.Done || status != programme.NotApplicable && code&unaskedBit == 0 {
			c.whole++
		}
		if int(r.stood.at) == i {
			c.stand(status, r.stood, b.today)
		}
	}
}

// stand adds a journey that stands at the step.
func (c *stepCount) stand(status programme.Status, s stood, today clock.Day) {
	c.here[status]++
	if s.since.Known() {
		c.waited = append(c.waited, int(max(0, today-s.since)))
	}
	if c.whys[s.why] == nil {
		c.whys[s.why] = &[statuses]int{}
	}
	c.whys[s.why][status]++
}

// told is a step as it is told to whoever is told all numbers, or to others.
func (c *stepCount) told(all bool) Stand {
	s := Stand{Row: c.row, Whole: c.whole, Median: -1, Longest: -1}
	for why, n := range c.whys {
		why.Count = sum(n[:])
		s.Here += why.Count
		s.Whys = append(s.Whys, why)
	}
	slices.SortFunc(s.Whys, func(a, b Why) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Of, b.Of))
	})
	longest := 1
	if !all {
		c.withhold(&s)
		longest = access.FewestTold
	}
	if n := len(c.waited); !s.HereHidden && n >= longest {
		slices.Sort(c.waited)
		s.Median, s.Longest = c.waited[(n-1)/2], c.waited[n-longest]
	}
	return s
}

// withhold takes out what tells of too few: of the states as journey.StandingRow does, of those who stand here what would tell of the others in the same state,
// and of the whole what would tell of those who have not chosen, or of those who have and are not through.
func (c *stepCount) withhold(s *Stand) {
	s.Row.Counts = cloned(s.Row.Counts)
	s.Row.Withhold()
	done := c.stands[programme.Done]
	rest, unasked := c.whole-done, sum(c.stands[:])-c.stands[programme.NotApplicable]-c.whole
	part := slices.ContainsFunc(s.Row.Withheld, func(state string) bool { return state != journey.OnHold }) // beside the others the whole would tell it
	if part || access.WithheldCounts([]int{rest, unasked})[0] {
		s.Whole, s.WholeHidden = 0, true
	}
	for status := range statuses {
		c.withholdWhys(s, status)
	}
	if slices.ContainsFunc(s.Whys, func(w Why) bool { return w.Hidden }) {
		s.Here, s.HereHidden = 0, true
	}
}

// withholdWhys takes out the reasons of those in one status.
func (c *stepCount) withholdWhys(s *Stand, status int) {
	parts := make([]int, len(s.Whys)+1)
	for i, why := range s.Whys {
		parts[i] = c.reason(why)[status]
	}
	parts[len(s.Whys)] = c.stands[status] - c.here[status]
	hidden := access.WithheldCounts(parts)
	whole := slices.Contains(s.Row.Withheld, programme.Status(status).String())
	for i := range s.Whys {
		if parts[i] > 0 && (whole || hidden[i]) {
			s.Whys[i].Count, s.Whys[i].Hidden = 0, true
		}
	}
}

// reason is how many wait for something, by status.
func (c *stepCount) reason(why Why) *[statuses]int {
	return c.whys[Why{Kind: why.Kind, Of: why.Of}]
}

func sum(all []int) (n int) {
	for _, one := range all {
		n += one
	}
	return n
}

func cloned(counts map[string]int) map[string]int {
	out := make(map[string]int, len(counts))
	for k, n := range counts {
		out[k] = n
	}
	return out
}

// Stood is which of those of a step are asked for. Pathway and Step are their ids.
type Stood struct {
	Pathway, Step string
	Through       bool // those who have done it; else those who stand at it
	Why           Why  // of those who stand at it: what they wait for; the zero Why for all of them
}

// StoodRow is one who stands at a step, or has done it.
type StoodRow struct {
	Subject id.ID `class:"open"` // household, or what else walks the pathway
	Days    int   `class:"open"` // how many days they have waited there; -1 where that is not told
}

// WhoStands lists who stands at a step, those who have waited longest first, or who is through, in order of id. Where nobody counts the days of those who
// stand there, they come in order of id as well: nobody is pressed to choose. Only those are told who may list the people: NotAllowed.
func (b *Board) WhoStands(ctx context.Context, asker access.Actor, of Stood) ([]StoodRow, error) {
	if err := access.May(asker, access.PeopleList, b.scope, b.desk.Today()); err != nil {
		return nil, err
	}
	return ask(ctx, b, asker, func(*desk.Reader) ([]StoodRow, error) {
		var found []StoodRow
		for i := range b.tables.rows {
			r := &b.tables.rows[i]
			if !b.isAmong(r, of) {
				continue
			}
			row := StoodRow{Subject: r.subject, Days: -1}
			if !of.Through && r.stood.since.Known() {
				row.Days = int(max(0, b.today-r.stood.since))
			}
			found = append(found, row)
		}
		slices.SortFunc(found, func(a, b StoodRow) int { return cmp.Or(b.Days-a.Days, a.Subject.Compare(b.Subject)) })
		return found, nil
	})
}

// isAmong reports whether a journey is among those asked for.
func (b *Board) isAmong(r *row, of Stood) bool {
	path := b.tables.versions[r.version].ways[r.way]
	if r.gone || r.apart || path == nil || r.stood.steps == nil || path.pathway.ID != of.Pathway {
		return false
	}
	step := path.pathway.Step(of.Step)
	switch {
	case step == nil:
		return false
	case of.Through:
		return programme.Status(r.stood.steps[step.Index]&statusBits) == programme.Done
	}
	return int(r.stood.at) == step.Index && (of.Why == Why{} || of.Why.same(r.stood.why))
}
