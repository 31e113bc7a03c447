// SPDX-License-Identifier: Apache-2.0

package sealed

import (
	"cmp"
	"slices"

	"safar/desk"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/letter"
	"safar/kernel/register"
)

// Person is somebody who reads in a lane or holds half of its glass: User, their Name, and the Public key that is sealed to.
type Person struct {
	User   id.ID         `class:"open"`
	Name   string        `class:"open"`
	Public letter.Public `class:"open"`
}

// People is to whom a lane is sealed: its focal points (Readers), the Holders of its glass with their keys (of the glass itself: Glass, nil for none), and who has a key that is Waiting to be
// confirmed. Everybody is told: people must know to whom they speak. Within is what is promised; Holding is who has halves of the glass.
type People struct {
	Readers []Person
	Holders []Person // who could hold half of a glass
	Waiting []Person
	Glass   letter.Public `class:"open"`
	Holding []id.ID       `class:"open"`
	Within  Promise
}

// To are the keys to which a complaint is sealed: of the focal points who are not named in it, and of the glass; but not of the glass where one of its holders is named and a focal point
// is left to read it. Readers is how many of them are focal points.
func (p People) To(accused []id.ID) (to []letter.Public, readers int) {
	named := func(of id.ID) bool { return slices.Contains(accused, of) }
	for _, r := range p.Readers {
		if !named(r.User) {
			to = append(to, r.Public)
		}
	}
	readers = len(to)
	if p.Glass != nil && (readers == 0 || !slices.ContainsFunc(p.Holding, named)) {
		to = append(to, p.Glass)
	}
	return to, readers
}

// amongReaders are the focal points among some users, in order of id.
func (p People) amongReaders(users []id.ID) (named []id.ID) {
	for _, r := range p.Readers {
		if slices.Contains(users, r.User) {
			named = append(named, r.User)
		}
	}
	slices.SortFunc(named, id.ID.Compare)
	return named
}

// PeopleOf tells to whom the lane of a caseload is sealed.
func PeopleOf(caseload id.ID) desk.Query[People] {
	return desk.Query[People]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) (p People, err error) {
		if err = confirmedOf(r, caseload, &p); err == nil {
			err = waitingOf(r, &p)
		}
		if err != nil {
			return p, err
		}
		g, err := lastGlass(r)
		if g != nil {
			p.Glass, p.Holding = g.Public, g.Holders()
		}
		if err != nil {
			return p, err
		}
		within, err := desk.ReadCommons(r, PromiseStory, promiseID)
		p.Within = within.State.Within.Value()
		return p, err
	}}
}

// mostReaders is how many focal points a lane has at most: one place of each letter is for the glass. Whoever is confirmed beyond that is not among them, and nobody is told that they were.
const mostReaders = letter.Wraps - 1

// mostKeepers bounds who is listed.
const mostKeepers = 1000

func confirmedOf(r *desk.Reader, caseload id.ID, p *People) error {
	return eachKeeper(r, confirmedKeys, func(of id.ID, name string, who access.Actor, k *Keeper) {
		row := Person{of, name, k.Standing().Public}
		if access.May(who, access.VoiceList, Of(caseload), r.Today()) == nil && len(p.Readers) < mostReaders {
			p.Readers = append(p.Readers, row)
		}
		if holds(who, r.Today()) {
			p.Holders = append(p.Holders, row)
		}
	})
}

func waitingOf(r *desk.Reader, p *People) error {
	return eachKeeper(r, waitingKeys, func(of id.ID, name string, _ access.Actor, k *Keeper) {
		p.Waiting = append(p.Waiting, Person{of, name, k.Waits().Public})
	})
}

func eachKeeper(r *desk.Reader, key []byte, f func(of id.ID, name string, who access.Actor, k *Keeper)) error {
	keepers, err := r.FindCommons(AllKeepers, key, mostKeepers)
	for _, of := range keepers {
		if err != nil {
			return err
		}
		k, wrong := desk.ReadCommons(r, KeeperStory, of)
		if wrong != nil {
			return wrong
		}
		var u desk.Found[staff.User]
		if u, err = desk.ReadCommons(r, staff.UserStory, of); err == nil {
			f(of, u.State.Name.Value(), u.State.Actor(of), k.State)
		}
	}
	return err
}

// lastGlass is the glass that was made last; nil for none.
func lastGlass(r *desk.Reader) (*Glass, error) {
	all, err := glasses(r)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all[len(all)-1], nil
}

// glasses are the glasses, in the order in which they were made.
func glasses(r *desk.Reader) (all []*Glass, err error) {
	entries, err := r.ScanCommons(AllGlasses, register.Range{Limit: mostKeepers})
	for _, e := range entries {
		if err != nil {
			return nil, err
		}
		var g desk.Found[Glass]
		g, err = desk.ReadCommons(r, GlassStory, e.Story)
		all = append(all, g.State)
	}
	return all, err
}

// Own is the keys of whoever asks, and whether one of them Waits to be confirmed. Reads says that they are let into the lane of a caseload; Holds, that they may hold half of a glass.
type Own struct {
	Locked  []letter.Locked `class:"open"` // the last one first
	Publics []letter.Public `class:"open"` // likewise
	Stands  bool            `class:"open"` // one is sealed to
	Waits   bool            `class:"open"`
	Reads   bool            `class:"open"`
	Holds   bool            `class:"open"`
}

// OwnKeys tells somebody of their own keys, as far as they are concerned with a caseload. It needs no more right than to find one's way: of whoever has none, it tells that.
func OwnKeys(caseload id.ID) desk.Query[Own] {
	return desk.Query[Own]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) (o Own, err error) {
		k, err := desk.ReadCommons(r, KeeperStory, r.By().User)
		for i := len(k.State.Keys) - 1; i >= 0; i-- {
			o.Locked, o.Publics = append(o.Locked, k.State.Keys[i].Locked), append(o.Publics, k.State.Keys[i].Public)
		}
		o.Stands, o.Waits = k.State.Standing() != nil, k.State.Waits() != nil
		lane := Of(caseload)
		o.Reads = access.May(r.By(), access.VoiceList, lane, r.Today()) == nil
		o.Holds = access.May(r.By(), access.VoiceBreak, lane, r.Today()) == nil
		return o, err
	}}
}

// OpeningRow is an opening of the glass, for those who review looks: ID is the opening, One and Other who opened it, Reason one of Reasons, on Day. Reviewed says that somebody looked at it since, and InOrder what they found.
type OpeningRow struct {
	ID       id.ID     `class:"open"`
	One      string    `class:"personal"`
	Other    string    `class:"personal"`
	Reason   string    `class:"open"`
	Day      clock.Day `class:"open"`
	Reviewed bool      `class:"open"`
	InOrder  bool      `class:"open"`
}

// Openings lists the openings of the glass of a caseload, the last first, for those who review looks.
func Openings(caseload id.ID) desk.Query[[]OpeningRow] {
	scope := access.Scope{Caseload: caseload, Compartment: access.Looks}
	return desk.Query[[]OpeningRow]{Act: access.LooksReview, Scope: scope, Run: func(r *desk.Reader) (rows []OpeningRow, err error) {
		entries, err := r.Scan(AllOpenings, register.Range{Limit: mostKeepers})
		for i := len(entries) - 1; i >= 0 && err == nil; i-- {
			var o desk.Found[Opening]
			if o, err = desk.Read(r, OpeningStory, entries[i].Story); err != nil {
				break
			}
			row := OpeningRow{ID: entries[i].Story, Reason: o.State.Reason, Day: o.State.Day, Reviewed: !o.State.Reviewed.IsZero(), InOrder: o.State.InOrder}
			if row.One, err = nameOf(r, o.State.One); err == nil {
				row.Other, err = nameOf(r, o.State.Other)
			}
			rows = append(rows, row)
		}
		return rows, err
	}}
}

func nameOf(r *desk.Reader, user id.ID) (string, error) {
	u, err := desk.ReadCommons(r, staff.UserStory, user)
	return u.State.Name.Value(), err
}

// Worker is somebody who works in a caseload, as whoever writes a complaint names them: User, and their Name.
type Worker struct {
	User id.ID  `class:"open"`
	Name string `class:"open"`
}

// Workers lists who has a role over a caseload, by name: whom a complaint may name, and who wrote what. Those who went are among them: what they did stays.
func Workers(caseload id.ID) desk.Query[[]Worker] {
	return desk.Query[[]Worker]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) (rows []Worker, err error) {
		err = desk.EachCommons(r, staff.UserStory, func(of id.ID, u *staff.User) error {
			for _, g := range u.Grants {
				if g.Grant.Covers(Of(caseload)) {
					rows = append(rows, Worker{of, u.Name.Value()})
					break
				}
			}
			return nil
		})
		slices.SortFunc(rows, func(a, b Worker) int { return cmp.Or(cmp.Compare(a.Name, b.Name), a.User.Compare(b.User)) })
		return rows, err
	}}
}
