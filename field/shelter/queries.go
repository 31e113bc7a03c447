// SPDX-License-Identifier: Apache-2.0

package shelter

import (
	"cmp"
	"slices"
	"strconv"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// The most that is read of one site.
const (
	mostBlocks   = 1_000
	mostShelters = 50_000
	mostLodgings = 100_000
)

// BlockRow is a block of a site with what it holds. Block is it as lists of subjects show it; the zero row sums those that belong to no block. Floor is in square metres.
type BlockRow struct {
	Block    subjects.Row
	Shelters int   `class:"open"` // that stand there
	Places   int   `class:"open"` // people for whom they are meant, where somebody said
	Empty    int   `class:"open"` // in which nobody is said to live
	Shared   int   `class:"open"` // in which two households or more live
	ToMend   int   `class:"open"` // that are not said to be in good state, where somebody said in which
	Floor    int64 `class:"open"` // covered floor of those of which it was measured
	Unsaid   int   `class:"open"` // of which nobody measured the floor
}

// BlocksAt lists the blocks of a site that are still there, by name, with what stands in each.
func BlocksAt(scope access.Scope, site id.ID) desk.Query[[]BlockRow] {
	return desk.Query[[]BlockRow]{Act: subjects.ActsOf(BlockKind).Read, Scope: scope, Run: func(r *desk.Reader) ([]BlockRow, error) { return BlocksOf(r, site) }}
}

// BlocksOf is BlocksAt for queries of higher floors. It is worked out once between the commits that change a shelter, a block or who lives there.
func BlocksOf(r *desk.Reader, site id.ID) ([]BlockRow, error) {
	return desk.WorkedOut(r, "the shelters of "+site.String(), func() ([]BlockRow, error) {
		lived, err := livedIn(r, site)
		if err != nil {
			return nil, err
		}
		sums := map[id.ID]*BlockRow{}
		found, err := r.Find(subjects.ByPlace, subjects.PlaceKey(site, Kind), mostShelters)
		for _, of := range found {
			if err != nil {
				return nil, err
			}
			err = addTo(r, sums, of, lived[of])
		}
		if err != nil {
			return nil, err
		}
		return named(r, site, sums)
	})
}

// livedIn counts the households of each shelter of a site, from the keys of their list.
func livedIn(r *desk.Reader, site id.ID) (map[id.ID]int, error) {
	entries, err := r.Scan(people.ByShelter, register.Range{Prefix: site[:], Limit: mostLodgings})
	lived := make(map[id.ID]int, len(entries))
	for _, e := range entries {
		of, err := id.FromBytes(e.Key[id.Size:])
		if err != nil {
			return nil, err
		}
		lived[of]++
	}
	return lived, err
}

// addTo adds a shelter to the sum of its block, unless it was taken down.
func addTo(r *desk.Reader, sums map[id.ID]*BlockRow, of id.ID, households int) error {
	down, err := gone(r, of)
	if err != nil || down {
		return err
	}
	s, err := desk.Read(r, subjects.Story, of)
	if err != nil {
		return err
	}
	b := sums[s.State.Under.Value()]
	if b == nil {
		b = &BlockRow{}
		sums[s.State.Under.Value()] = b
	}
	b.Shelters++
	b.Places += max(0, int(number(s.State, attributeCapacity)))
	if floor := number(s.State, attributeFloor); floor >= 0 {
		b.Floor += floor
	} else {
		b.Unsaid++
	}
	switch {
	case households == 0:
		b.Empty++
	case households > 1:
		b.Shared++
	}
	if state := s.State.Attribute(attributeState); state != "" && state != stateGood {
		b.ToMend++
	}
	return nil
}

// gone reports whether a shelter or a block is there no more.
func gone(r *desk.Reader, of id.ID) (bool, error) {
	ways, err := r.Find(journey.BySubject, of[:], 20)
	if err != nil {
		return false, err
	}
	return takenDown(r, ways)
}

// stateGood is the state of a shelter in which nothing is to be mended.
const stateGood = "good"

// number is a number that is said of a shelter; -1 where nobody said it.
func number(s *subjects.Subject, attribute string) int64 {
	n, err := strconv.ParseInt(s.Attribute(attribute), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// named puts the sums beside the blocks of a site: empty blocks among them, and last what belongs to none.
func named(r *desk.Reader, site id.ID, sums map[id.ID]*BlockRow) (rows []BlockRow, err error) {
	found, err := r.Find(subjects.ByPlace, subjects.PlaceKey(site, BlockKind), mostBlocks)
	for _, of := range found {
		if err != nil {
			return nil, err
		}
		var down bool
		if down, err = gone(r, of); err != nil || down {
			continue
		}
		var b desk.Found[subjects.Subject]
		b, err = desk.Read(r, subjects.Story, of)
		row := BlockRow{Block: subjects.RowOf(of, b.State)}
		if sum := sums[of]; sum != nil {
			sum.Block = row.Block
			row = *sum
		}
		delete(sums, of)
		rows = append(rows, row)
	}
	slices.SortStableFunc(rows, func(a, b BlockRow) int { return cmp.Compare(a.Block.Name+a.Block.Code, b.Block.Name+b.Block.Code) })
	rest := BlockRow{}
	for _, sum := range sums {
		rest.add(*sum)
	}
	if rest.Shelters > 0 {
		rows = append(rows, rest)
	}
	return rows, err
}

func (b *BlockRow) add(o BlockRow) {
	b.Shelters, b.Places, b.Empty, b.Shared = b.Shelters+o.Shelters, b.Places+o.Places, b.Empty+o.Empty, b.Shared+o.Shared
	b.ToMend, b.Floor, b.Unsaid = b.ToMend+o.ToMend, b.Floor+o.Floor, b.Unsaid+o.Unsaid
}

// Row is a shelter with who lives in it. Shelter is it as lists of subjects show it; Capacity and Floor are -1 where nobody said; State is an id of the programme's words. Over says that more
// people live in it than it is meant for.
type Row struct {
	Shelter    subjects.Row
	Capacity   int          `class:"open"`
	Floor      int          `class:"open"`
	State      string       `class:"open"`
	Households []people.Row // who live in it
	People     int          `class:"open"` // living, of those households
	Over       bool         `class:"open"`
}

// Sheet is a page of the shelters of a block. Block is the block, Site where it is; Total is how many shelters it has.
type Sheet struct {
	Block subjects.Row
	Site  id.ID `class:"open"`
	Total int   `class:"open"`
	Rows  []Row // of the part that is shown
}

// OfBlock lists the shelters of a block by their numbers, each with who lives in it: only those of the part that is shown are read, and looked at. Fault: NotFound subjects.not_known.
func OfBlock(scope access.Scope, block id.ID, shown desk.Part) desk.Query[Sheet] {
	return desk.Query[Sheet]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) (sheet Sheet, err error) {
		b, err := subjects.See(r, block, BlockKind)
		if err != nil {
			return sheet, err
		}
		sheet.Block, sheet.Site = subjects.RowOf(block, b), b.Place.Value()
		all, err := sheltersUnder(r, block)
		if err != nil {
			return sheet, err
		}
		sheet.Total = len(all)
		for i, s := range all {
			if !shown.Has(i) {
				continue
			}
			row, err := rowOf(r, sheet.Site, s)
			if err != nil {
				return sheet, err
			}
			sheet.Rows = append(sheet.Rows, row)
		}
		return sheet, nil
	}}
}

// sheltersUnder are the shelters of a block that stand, by their numbers.
func sheltersUnder(r *desk.Reader, block id.ID) (all []subjects.Row, err error) {
	found, err := r.Find(subjects.ByUnder, block[:], mostShelters)
	for _, of := range found {
		if err != nil {
			return nil, err
		}
		var s desk.Found[subjects.Subject]
		if s, err = desk.Read(r, subjects.Story, of); err != nil || s.State.Kind != Kind {
			continue
		}
		var down bool
		if down, err = gone(r, of); !down {
			all = append(all, subjects.RowOf(of, s.State))
		}
	}
	slices.SortStableFunc(all, func(a, b subjects.Row) int { return cmp.Compare(a.Code+a.Name, b.Code+b.Name) })
	return all, err
}

// rowOf reads who lives in a shelter, and notes the look at each.
func rowOf(r *desk.Reader, site id.ID, s subjects.Row) (row Row, err error) {
	st, err := desk.Read(r, subjects.Story, s.ID)
	if err != nil {
		return row, err
	}
	row = Row{Shelter: s, Capacity: int(number(st.State, attributeCapacity)), Floor: int(number(st.State, attributeFloor)), State: st.State.Attribute(attributeState)}
	households, err := r.Find(people.ByShelter, people.ShelterKey(site, s.ID), mostLodgings)
	for _, h := range households {
		if err != nil {
			return row, err
		}
		var members []people.Someone
		if members, err = people.Members(r, h); err != nil {
			return row, err
		}
		var one people.Row
		one, err = people.ReadRow(r, h, members)
		r.Looked(h)
		row.Households, row.People = append(row.Households, one), row.People+one.Size
	}
	row.Over = row.Capacity >= 0 && row.People > row.Capacity
	return row, err
}

// Home is the shelter in which a household lives. Shelter is zero, and the rest empty, where it lives in none; Called is its number or name, Block the block it belongs to.
type Home struct {
	Shelter id.ID  `class:"personal"`
	Called  string `class:"personal"`
	Block   string `class:"personal"`
	Site    id.ID  `class:"personal"` // where the household lives, in a shelter or not
}

// HomeOf returns the shelter in which a household lives. It is a look. Fault: NotFound people.no_such_household.
func HomeOf(scope access.Scope, household id.ID) desk.Query[Home] {
	return desk.Query[Home]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (home Home, err error) {
		h, err := desk.Read(r, people.HouseholdStory, household)
		if err == nil && !h.Exists {
			err = fault.New("shelter.HomeOf", fault.NotFound, "people.no_such_household", nil)
		}
		if err != nil {
			return home, err
		}
		r.Looked(household)
		home.Site = h.State.Site.Value()
		in, lives := h.State.Sheltered()
		if !lives {
			return home, nil
		}
		s, err := desk.Read(r, subjects.Story, in.Shelter)
		if err != nil {
			return home, err
		}
		b, err := desk.Read(r, subjects.Story, s.State.Under.Value())
		home.Shelter, home.Called, home.Block = in.Shelter, called(s.State), called(b.State)
		return home, err
	}}
}

func called(s *subjects.Subject) string {
	if s.Code != "" {
		return s.Code
	}
	return s.Name.Value()
}

// Numbered finds the shelter of a number. Fault: NotFound shelter.no_such_number.
func Numbered(scope access.Scope, number string) desk.Query[subjects.Row] {
	return desk.Query[subjects.Row]{Act: subjects.ActsOf(Kind).Read, Scope: scope, Run: func(r *desk.Reader) (subjects.Row, error) {
		found, err := r.Find(subjects.ByCode, subjects.CodeKey(Kind, number), 1)
		if err == nil && len(found) == 0 {
			err = fault.New("shelter.Numbered", fault.NotFound, "shelter.no_such_number", nil)
		}
		if err != nil {
			return subjects.Row{}, err
		}
		s, err := desk.Read(r, subjects.Story, found[0])
		return subjects.RowOf(found[0], s.State), err
	}}
}
