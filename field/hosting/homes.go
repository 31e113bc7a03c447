// SPDX-License-Identifier: Apache-2.0

package hosting

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/engine/match/hosting"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// GuestFile is what is known of guests who seek a home or live in one, with every home and why it is possible or not.
type GuestFile struct {
	Journey   id.ID      `class:"sensitive"` // their way
	Household id.ID      `class:"sensitive"` // the household
	Name      string     `class:"sensitive"` // of who heads them
	Step      string     `class:"open"`      // at which they are placed
	State     string     `class:"open"`      // of that step, see journey.StateOf
	People    int        `class:"sensitive"` // how many they are
	Beds      int        `class:"sensitive"` // that they need
	Waiting   int        `class:"sensitive"` // days since their way began
	Is        NeedsSaid  // what they need and wish
	Adults    []AdultRow // who answer for themselves
	Apart     []ApartRow // from whom they are kept apart
	With      []LivesRow // with whom they live: more than one where two offices placed them
	Homes     []HomeRow  // those that are proposed first, then those that are possible, the best first, then the others
}

// NeedsSaid is what guests need and wish, as a page shows it; see Needs.
type NeedsSaid struct {
	Said      bool     `class:"sensitive"` // they were asked
	StepFree  string   `class:"sensitive"` // yes, no, or "" where nobody said
	Languages []string `class:"sensitive"` // that are spoken
	Wishes    []string `class:"sensitive"` // the most wished first
	Avoids    []string `class:"sensitive"` // with what they cannot live
}

// AdultRow is somebody who answers for themselves.
type AdultRow struct {
	Person id.ID  `class:"sensitive"` // who
	Name   string `class:"sensitive"` // of who heads it, or who it is
}

// ApartRow is from whom guests are kept apart: one of Host, Town and Name. Why stands nowhere.
type ApartRow struct {
	Host string `class:"sensitive"` // who heads the host; "" for none
	Town string `class:"sensitive"`
	Name string `class:"sensitive"`
}

// LivesRow is a host with whom guests live. Sound says that the host may receive, and Review holds what was reviewed where it may not.
type LivesRow struct {
	Host      id.ID     `class:"sensitive"` // the journey
	Household id.ID     `class:"sensitive"` // the household
	Name      string    `class:"sensitive"` // of who heads it, or who it is
	Since     clock.Day `class:"sensitive"` // the day of the placement
	Sound     bool      `class:"sensitive"`
	Outcome   string    `class:"sensitive"` // of the review that holds; "" where none does
	Until     clock.Day `class:"sensitive"` // the last day for which it holds; NoDay where none does
}

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

// GuestFileOf opens what is known of guests, with every home, and notes the look at them. Faults: NotFound journey.no_such_journey; Invalid hosting.seeks_nothing.
func GuestFileOf(scope access.Scope, of id.ID) desk.Query[GuestFile] {
	return desk.Query[GuestFile]{Act: access.CapacityPropose, Scope: scope, Run: func(r *desk.Reader) (f GuestFile, err error) {
		k, step, err := seekingHome("hosting.GuestFileOf", r, of)
		if err != nil {
			return f, err
		}
		r.Looked(k.Journey.Subject)
		seeking, err := desk.Read(r, SeekingStory, SeekingID(of))
		if err != nil {
			return f, err
		}
		f = guestFile(k, step, r.Today(), seeking.State)
		if f.Apart, err = apartRows(r, seeking.State.apart()); err != nil {
			return f, err
		}
		if f.With, err = livesRows(r, k, step, seeking.State); err != nil {
			return f, err
		}
		f.Homes, err = homesFor(r, k, step, seeking.State)
		return f, err
	}}
}

func guestFile(k *journey.Case, step *programme.Step, today clock.Day, s *Seeking) GuestFile {
	is, said := s.Is.Latest()
	f := GuestFile{Journey: k.ID, Household: k.Journey.Subject, Name: headOf(k.Members, k.Journey.Subject), Step: step.ID, State: journey.StateOf(k.Standing.Step(step.ID)), People: len(k.Members),
		Beds: bedsFor(k, today), Waiting: max(0, int(today-k.Journey.Opened)), Is: NeedsSaid{said, answerOf(is.StepFree), is.Languages, is.Wishes, is.Avoids}}
	f.Adults = adultRows(k)
	return f
}

func adultRows(k *journey.Case) (rows []AdultRow) {
	for _, m := range k.Adults() {
		rows = append(rows, AdultRow{m.ID, m.Person.Names.Value().String()})
	}
	return rows
}

// answerOf is an answer as rows tell it.
func answerOf(a people.Answer) string { return [...]string{"", "yes", "no"}[a] }

func apartRows(r *desk.Reader, apart []Apart) (rows []ApartRow, err error) {
	for _, a := range apart {
		row := ApartRow{Town: a.Town, Name: a.Name}
		if !a.Host.IsZero() {
			if row.Host, err = hostName(r, a.Host); err != nil {
				return nil, err
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// hostName is the name of who heads a host.
func hostName(r *desk.Reader, of id.ID) (string, error) {
	j, err := desk.Read(r, journey.Story, of)
	if err != nil {
		return "", err
	}
	r.Looked(j.State.Subject)
	members, err := people.Members(r, j.State.Subject)
	return headOf(members, j.State.Subject), err
}

func livesRows(r *desk.Reader, k *journey.Case, step *programme.Step, s *Seeking) (rows []LivesRow, err error) {
	for _, h := range k.Journey.Hosted() {
		host, err := journey.Take(r, h.With)
		if err != nil {
			return nil, err
		}
		r.Looked(host.Journey.Subject)
		row := LivesRow{Host: h.With, Household: host.Journey.Subject, Name: headOf(host.Members, host.Journey.Subject), Since: h.Since, Sound: host.Receives(step.With), Until: clock.NoDay}
		if review, holds := s.reviewedFor(h.With, r.Today()); holds {
			row.Outcome, row.Until = review.Outcome, review.Until
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// homesFor judges every home for some guests. With whom they live already is none of them.
func homesFor(r *desk.Reader, k *journey.Case, step *programme.Step, s *Seeking) (rows []HomeRow, err error) {
	g := guestsIn(k, s, r.Today())
	err = eachHost(r, k.Pathway.Programme, step, func(host *journey.Case) error {
		if host.Journey.Ended() || slices.ContainsFunc(k.Journey.Hosted(), func(h journey.Hosting) bool { return h.With == host.ID }) || meant(step, k, host) != nil {
			return nil
		}
		r.Looked(host.Journey.Subject) // the row names them
		row, err := homeRow(r, k, step, host, &g)
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

func homeRow(r *desk.Reader, k *journey.Case, step *programme.Step, host *journey.Case, g *hosting.Guests) (HomeRow, error) {
	row := HomeRow{Host: host.ID, Household: host.Journey.Subject, Name: headOf(host.Members, host.Journey.Subject), Beds: host.Journey.BedsOffered(step.With.Step), Day: clock.NoDay, Met: clock.NoDay}
	p, err := readPair(r, k, step, host)
	if err != nil {
		return row, err
	}
	home, err := desk.Read(r, HomeStory, HomeID(host.ID))
	if err != nil {
		return row, err
	}
	row.Town, row.Rule, row.Free, row.Full, row.Once = home.State.Is.Value().Town, string(p.rule), max(0, p.free.beds), !p.free.holds(p.need), p.said.Day != 0
	if p.rule == "" {
		h := hostIn(host, step.With, home.State, r.Today())
		h.Beds = max(row.Free, p.need.beds) // those of others do not stay empty
		row.Score = hosting.ScoreOf(g, &h, hosting.Usual)
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

// SaidOf lists the adults of guests and of a host to whom something is or was proposed, the guests first, and who of them says yes. A no is told of nobody. Fault: NotFound hosting.not_proposed.
func SaidOf(scope access.Scope, guests, host id.ID) desk.Query[[]SaidRow] {
	return desk.Query[[]SaidRow]{Act: access.CapacityPropose, Scope: scope, Run: func(r *desk.Reader) ([]SaidRow, error) {
		k, step, err := seekingHome("hosting.SaidOf", r, guests)
		if err != nil {
			return nil, err
		}
		p, err := takePair(r, k, step, host)
		if err == nil && p.said.Day == 0 {
			err = fault.New("hosting.SaidOf", fault.NotFound, "hosting.not_proposed", nil)
		}
		if err != nil {
			return nil, err
		}
		r.Looked(k.Journey.Subject)
		return p.told(), nil
	}}
}
