// SPDX-License-Identifier: Apache-2.0

package bulk

import (
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Row is a work as whoever asked for it sees it in a list. ID is the work's.
type Row struct {
	ID    id.ID     `class:"open"`
	Day   clock.Day `class:"open"` // on which it began
	Deed  string    `class:"open"` // Deed.ID
	Back  bool      `class:"open"` // whether it takes another back
	Count int       `class:"open"` // how many they are
	Ended bool      `class:"open"` // whether it has come to its end
	Done  int       `class:"open"` // once it ended
	Here  bool      `class:"open"` // whether it is carried out on this node
}

func rowOf(r *desk.Reader, of id.ID, s *Record) Row {
	return Row{ID: of, Day: s.Day, Deed: s.Deed, Back: !s.Of.IsZero(), Count: s.Count, Ended: s.Ended, Done: s.Done, Here: s.Node == r.Here()}
}

// mostRows bounds the list of works.
const mostRows = 20

// Mine lists the works of whoever asks in a scope, those under way first, and then the latest. act is one that they may do there.
func Mine(act access.Act, scope access.Scope) desk.Query[[]Row] {
	return desk.Query[[]Row]{Act: act, Scope: scope, Run: func(r *desk.Reader) (rows []Row, err error) {
		user := r.By().User
		open, err := r.Find(Open, user[:], mostRows)
		if err != nil {
			return nil, err
		}
		latest, err := r.Scan(ByDay, register.Range{Prefix: user[:], Limit: mostRows})
		if err != nil {
			return nil, err
		}
		for _, e := range latest {
			if !slices.Contains(open, e.Story) {
				open = append(open, e.Story)
			}
		}
		for _, of := range open {
			s, err := desk.Read(r, Story, of)
			if err != nil {
				return nil, err
			}
			rows = append(rows, rowOf(r, of, s.State))
		}
		return rows, nil
	}}
}

// Whole is a work with all that is needed to go on with it, or to take it back.
type Whole struct {
	Row
	Asked Asked  // what is said once for all of them
	Words Words  // what was written for all of them
	Of    id.ID  `class:"open"` // the work that it takes back; zero for none
	Items []Item `class:"open"` // for whom, in their order
}

// One returns a work of whoever asks. act is one that they may do in the scope. Fault: NotFound, also for that of somebody else.
func One(act access.Act, scope access.Scope, of id.ID) desk.Query[Whole] {
	return desk.Query[Whole]{Act: act, Scope: scope, Run: func(r *desk.Reader) (Whole, error) {
		s, err := desk.Read(r, Story, of)
		if err == nil && (!s.Exists || s.State.By != r.By().User) {
			err = noWork("bulk.One")
		}
		if err != nil {
			return Whole{}, err
		}
		return Whole{Row: rowOf(r, of, s.State), Asked: s.State.Asked, Words: s.State.Words.Value(), Of: s.State.Of, Items: s.State.Items()}, nil
	}}
}

// Card is whose item it is, as a list of what was refused names them.
type Card struct {
	Household id.ID  `class:"open"`     // whose card it is
	Card      string `class:"personal"` // the number of their card; "" for none
}

// Cards returns the cards of some households, in their order; each is a look. act is one that whoever asks may do in the scope.
func Cards(act access.Act, scope access.Scope, of []id.ID) desk.Query[[]Card] {
	return desk.Query[[]Card]{Act: act, Scope: scope, Run: func(r *desk.Reader) ([]Card, error) {
		cards := make([]Card, 0, len(of))
		for _, h := range of {
			household, err := desk.Read(r, people.HouseholdStory, h)
			if err != nil {
				return nil, err
			}
			r.Looked(h)
			cards = append(cards, Card{h, household.State.Card})
		}
		return cards, nil
	}}
}

// Whose returns, for each of some journeys, who walks it, in their order. It opens nobody's file. act is one that whoever asks may do in the scope.
func Whose(act access.Act, scope access.Scope, of []id.ID) desk.Query[journey.IDs] {
	return desk.Query[journey.IDs]{Act: act, Scope: scope, Run: func(r *desk.Reader) (whose journey.IDs, err error) {
		for _, way := range of {
			j, err := desk.Read(r, journey.Story, way)
			if err != nil {
				return whose, err
			}
			whose.All = append(whose.All, j.State.Subject)
		}
		return whose, nil
	}}
}

// Count is how many works there are.
type Count struct {
	Works int64 `class:"open"` // of one person, in one scope
}

// Waiting counts the works of whoever asks in a scope that have not ended. act is one that they may do there.
func Waiting(act access.Act, scope access.Scope) desk.Query[Count] {
	return desk.Query[Count]{Act: act, Scope: scope, Run: func(r *desk.Reader) (of Count, err error) {
		user := r.By().User
		of.Works, err = r.Count(Open, user[:])
		return of, err
	}}
}
