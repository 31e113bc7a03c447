// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/engine/match/hosting"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// HomeRow is a home, and whether guests may live there.
//
// Rule is the rule that removes it, "" for none. Where none does, Score tells the points of each part, in the order of hosting.Parts, and Total their sum: a score, which promises nobody anything. Full says that others have the
// room, or a part of it. Proposed says that it is told to both sides now: then Said is what each adult says, Met when they met, and Ready that they may move in. Once says that it was proposed once.
type HomeRow struct {
	Host      id.ID     `class:"sensitive"` // the journey of the host
	Household id.ID     `class:"sensitive"` // the household
	Name      string    `class:"sensitive"` // of who heads it
	Town      string    `class:"sensitive"` // no address; "" for none
	Free      int       `class:"sensitive"` // beds
	Beds      int       `class:"sensitive"` // offered
	Rule      string    `class:"sensitive"`
	Score     [4]int    `class:"sensitive"`
	Total     int       `class:"sensitive"`
	Full      bool      `class:"sensitive"`
	Proposed  bool      `class:"sensitive"`
	Once      bool      `class:"sensitive"`
	Day       clock.Day `class:"sensitive"` // on which it was proposed; NoDay where it is not
	Met       clock.Day `class:"sensitive"` // NoDay where they have not
	Ready     bool      `class:"sensitive"`
	Said      []SaidRow
	Adults    []AdultRow // who receives, where the home is possible
}

// SaidRow is what an adult says to a proposal: yes, or "" where they have not said it. A no is shown of nobody: what was refused is not proposed.
type SaidRow struct {
	Person id.ID  `class:"sensitive"` // who
	Name   string `class:"sensitive"` // of who heads it, or who it is
	Host   bool   `class:"sensitive"` // of those who receive
	Yes    bool   `class:"sensitive"` // adults who say yes
}

// eachHome reads every home that may be one for guests: with whom they live already is none of them.
func (g *seekers) eachHome(r *desk.Reader, f func(*journey.Case) error) error {
	return eachHost(r, g.Pathway.Programme, g.step, func(host *journey.Case) error {
		if !g.seesHome(host) {
			return nil
		}
		return f(host)
	})
}

func (g *seekers) seesHome(host *journey.Case) bool {
	lives := func(h journey.Hosting) bool { return h.With == host.ID }
	return !host.Journey.Ended() && !slices.ContainsFunc(g.Journey.Hosted(), lives) && meant(g.step, g.Case, host) == nil
}

// homesFor judges every home for some guests. Whoever shows one notes the look at it.
func homesFor(r *desk.Reader, g *seekers) (rows []HomeRow, err error) {
	err = g.eachHome(r, func(host *journey.Case) error {
		row, err := homeRow(r, g, host)
		rows = append(rows, row)
		return err
	})
	slices.SortStableFunc(rows, func(a, b HomeRow) int { return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(b.Total, a.Total)) })
	return rows, err
}

func (h HomeRow) rank() int {
	switch {
	case h.Proposed:
		return 0
	case h.Rule == "" && !h.Full:
		return 1
	case h.Rule == "":
		return 2
	}
	return 3
}

// Possible reports whether the guests could move in: no rule removes the home, and it has room.
func (h HomeRow) Possible() bool { return h.Rule == "" && !h.Full }

func homeRow(r *desk.Reader, g *seekers, host *journey.Case) (HomeRow, error) {
	row := HomeRow{Host: host.ID, Household: host.Journey.Subject, Name: people.HeadOf(host.Members, host.Journey.Subject), Beds: host.Journey.BedsOffered(g.step.With.Step), Day: clock.NoDay, Met: clock.NoDay}
	p, err := g.beside(r, host)
	if err != nil {
		return row, err
	}
	row.Town, row.Rule, row.Free, row.Full, row.Once = p.home.Is.Value().Town, string(p.rule), max(0, p.free.beds), !p.free.holds(p.need), p.said.Day != 0
	if p.rule == "" {
		h := p.known
		h.Beds = max(row.Free, p.need.beds) // those of others do not stay empty
		row.Score = hosting.ScoreOf(&g.rules, &h, hosting.Usual)
		row.Total, row.Adults = hosting.Score(row.Score).Total(), adultRows(host)
	}
	if p.said.stands() {
		p.tell(&row)
	}
	return row, nil
}

// tell says how far a proposal is.
func (p *pair) tell(row *HomeRow) {
	row.Proposed, row.Day = true, p.said.Day
	if p.said.Met != 0 {
		row.Met = p.said.Met
	}
	row.Said = p.told()
	row.Ready = p.refusal("hosting.tell") == nil && p.unready("hosting.tell") == nil
}

// told is what each adult of both sides says, the guests first.
func (p *pair) told() (rows []SaidRow) {
	yes := func(m people.Someone) bool {
		i := slices.IndexFunc(p.said.Said, func(s Said) bool { return s.By == m.ID })
		return i >= 0 && p.said.Said[i].Yes.Value() && !p.said.Said[i].Yes.Contested()
	}
	for _, m := range p.guests.Adults() {
		rows = append(rows, SaidRow{m.ID, m.Person.Names.Value().String(), false, yes(m)})
	}
	for _, m := range p.host.Adults() {
		rows = append(rows, SaidRow{m.ID, m.Person.Names.Value().String(), true, yes(m)})
	}
	return rows
}
