// SPDX-License-Identifier: Apache-2.0

package supply

import (
	"maps"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/places"
	"safar/field/programme"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// enough refuses a list that needs more of an item than lies at its place and was not promised to others there, and says how many pieces are short: whoever stands on a list comes for it, and is not sent away.
func (c MakeList) enough(tx *desk.Tx, needs map[string]int64) error {
	if c.Ahead {
		return nil
	}
	promised, err := promisedAt(tx, c.Place)
	if err != nil {
		return err
	}
	for _, item := range slices.Sorted(maps.Keys(needs)) {
		s, err := desk.Get(tx, StockStory, StockID(c.Place, item))
		if err != nil {
			return err
		}
		if free := max(0, s.State.OnHand()-promised[item]); needs[item] > free {
			return fault.New("supply.MakeList", fault.Blocked, "supply.list_short", fault.Args{"item": item, "count": needs[item], "lies": free, "short": needs[item] - free}).
				WithHint("supply.list_short_hint")
		}
	}
	return nil
}

// promisedAt is what the lists of a place that are of today or later still have to hand out, by item.
func promisedAt(tx *desk.Tx, place id.ID) (map[string]int64, error) {
	promised := map[string]int64{}
	lists, err := tx.Find(ListsAt, place[:])
	for _, list := range lists {
		if err != nil {
			return nil, err
		}
		var l *List
		if l, err = desk.Must(tx, ListStory, list); err != nil || l.Made.Day < tx.Today() {
			continue
		}
		err = stillOn(tx, list, l.Made.Step, promised)
	}
	return promised, err
}

// stillOn adds what a list still has to hand out.
func stillOn(tx *desk.Tx, list id.ID, step string, promised map[string]int64) error {
	ways, err := tx.Find(journey.ByLink, list[:])
	for _, way := range ways {
		if err != nil {
			return err
		}
		var j *journey.Journey
		if j, err = desk.Must(tx, journey.Story, way); err != nil {
			return err
		}
		if line := LineOf(j, j.Now(step)); line.List == list && line.Given == 0 {
			for _, a := range line.Gives {
				promised[a.Name] += a.Minor
			}
		}
	}
	return err
}

// elsewhere returns the place at which a subject is to receive something on the day of a list, where that is another place: nobody stands in two queues at once.
func (c MakeList) elsewhere(tx *desk.Tx, subject id.ID) (at id.ID, err error) {
	ways, err := tx.Find(journey.BySubject, subject[:])
	for _, way := range ways {
		if err != nil {
			return at, err
		}
		var j *journey.Journey
		if j, err = desk.Must(tx, journey.Story, way); err != nil {
			return at, err
		}
		for _, list := range listsOf(j) {
			l, err := desk.Get(tx, ListStory, list)
			if err != nil {
				return at, err
			}
			if l.Exists && l.State.Made.Day == c.Day && l.State.Made.Place != c.Place {
				return l.State.Made.Place, nil
			}
		}
	}
	return at, err
}

// listsOf are the lists on which a way stands and from which it has received nothing yet.
func listsOf(j *journey.Journey) (lists []id.ID) {
	var steps []string
	for i := range j.Marks {
		if m := &j.Marks[i]; !m.Withdrawn && m.State == programme.Allotted && !slices.Contains(steps, m.Step) {
			steps = append(steps, m.Step)
		}
	}
	for _, step := range steps {
		if line := LineOf(j, step); line.Begun && line.Given == 0 && !line.List.IsZero() {
			lists = append(lists, line.List)
		}
	}
	return lists
}

// twoSites says at which two places people were to receive on one day.
func (c MakeList) twoSites(tx *desk.Tx, there id.ID, count int) error {
	args := fault.Args{"count": count, "day": c.Day.String()}
	for name, of := range map[string]id.ID{"here": c.Place, "there": there} {
		p, err := desk.MustCommons(tx, places.Story, of)
		if err != nil {
			return err
		}
		args[name] = p.Name.Value()
	}
	return fault.New("supply.MakeList", fault.Blocked, "supply.two_sites", args).WithHint("supply.two_sites_hint")
}
