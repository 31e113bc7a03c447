// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"crypto/sha256"
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/id"
)

// summed is a list as a page shows it: what the register keeps of its lines, and of those alone the stories of which something may be otherwise.
type summed struct {
	r     *desk.Reader
	src   source
	id    id.ID
	list  *List
	lines []listedLine
	other map[unitKey]bool // lines that stand and are not what the list says any more; see changedLines
}

// unitKey is one payment: a way, and a step of it.
type unitKey struct {
	way  id.ID
	step string
}

func (p *listedLine) unit() unitKey { return unitKey{p.way, p.step} }
func (p *listedLine) stands() bool  { return p.state == programme.Listed }

// summarise reads a list for a page.
func summarise(r *desk.Reader, list id.ID, l *List) (s *summed, err error) {
	s = &summed{r: r, src: source{r}, id: list, list: l}
	if s.lines, err = linesOn(r, list); err != nil {
		return nil, err
	}
	return s, s.changedLines()
}

// manyStories bounds how many stories of a list of exceptions are read: more than there are.
const manyStories = 1 << 24

// among reads stories as a set.
func among(find func() ([]id.ID, error)) (map[id.ID]bool, error) {
	all, err := find()
	set := make(map[id.ID]bool, len(all))
	for _, one := range all {
		set[one] = true
	}
	return set, err
}

// changedLines finds the lines that are not what the list says any more. Only where the household may have chosen another collector, or the way tells more
// than one story of the payment, is the line opened: what a list says of any other was fixed when it was prepared.
func (s *summed) changedLines() error {
	chose, err := among(func() ([]id.ID, error) { return s.r.Find(people.Rechosen, []byte{1}, manyStories) })
	if err != nil {
		return err
	}
	s.other = map[unitKey]bool{}
	for i := range s.lines {
		p := &s.lines[i]
		if !p.stands() || p.doubt&(asListedDoubt|forgottenDoubt) == 0 && !chose[p.subject] {
			continue
		}
		same, err := s.asListed(p)
		if err != nil {
			return err
		}
		if !same {
			s.other[p.unit()] = true
		}
	}
	return nil
}

// asListed opens one line and reports whether it is still what the list says.
func (s *summed) asListed(p *listedLine) (bool, error) {
	j, err := s.src.journey(p.way)
	if err != nil {
		return false, err
	}
	for _, one := range PlacedOn(p.way, j, s.id) {
		if one.Step == p.step {
			return asListed(s.src, j, p.way, s.id, s.list.Prepared.Currency, one)
		}
	}
	return false, nil
}

// summary counts the lines, for whoever asks.
func (s *summed) summary(by id.ID) (sum Summary, err error) {
	inspected, err := among(func() ([]id.ID, error) { return s.r.Find(InspectedBy, by[:], manyStories) })
	if err != nil {
		return sum, err
	}
	digest := sha256.New()
	for i := range s.lines {
		p := &s.lines[i]
		sum.Lines++
		switch p.state {
		case programme.Stopped:
			sum.Stopped++
		case programme.Listed:
			sum.Count++
			sum.Total += p.total
			digest.Write([]byte(p.mark.String()))
			if p.owedBy == by || inspected[p.way] {
				sum.Mine++
			}
		}
	}
	sum.Changed, sum.Digest = len(s.other), [32]byte(digest.Sum(nil))
	return sum, nil
}

// wayOf returns the lines of one way.
func (s *summed) wayOf(way id.ID) []listedLine {
	at, _ := slices.BinarySearchFunc(s.lines, way, func(p listedLine, way id.ID) int { return p.way.Compare(way) })
	end := at
	for end < len(s.lines) && s.lines[end].way == way {
		end++
	}
	return s.lines[at:end]
}

// stepHeld finds the line of a hold or a stop among those that stand: by the name that the step had first.
func (s *summed) stepHeld(h *Hold, story id.ID) (*listedLine, error) {
	lines := s.wayOf(h.Journey)
	for i := range lines {
		p := &lines[i]
		if !p.stands() {
			continue
		}
		if HoldID(p.way, p.step) == story {
			return p, nil
		}
		j, err := s.src.journey(p.way)
		if err != nil {
			return nil, err
		}
		if HoldID(p.way, j.Origin(p.step)) == story {
			return p, nil
		}
	}
	return nil, nil
}

// waysOf returns the ways with a line that stands and is what is asked for, each once.
func (s *summed) waysOf(is func(*listedLine) bool) (ways []id.ID) {
	for i := range s.lines {
		p := &s.lines[i]
		if p.stands() && is(p) && (len(ways) == 0 || ways[len(ways)-1] != p.way) {
			ways = append(ways, p.way)
		}
	}
	return ways
}
