// SPDX-License-Identifier: Apache-2.0

package people

import (
	"encoding/binary"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Abode is that a household lives at a Site since a Day; Site is zero where it lives at no site any more.
type Abode struct {
	_    struct{} `cbor:",toarray"`
	Site id.ID
	Day  clock.Day
}

// mostStays bounds how many abodes a state carries; the journal keeps them all.
const mostStays = 8

// stay notes where a household lives since a day. That it lives where it lived already is no stay of its own; elsewhere it lives in no shelter until somebody says in which, also where it comes back.
func (h *Household) stay(site id.ID, day clock.Day) {
	if n := len(h.Stays); n > 0 && h.Stays[n-1].Site == site || n == 0 && site.IsZero() {
		return
	}
	h.Stays, h.Lodging = append(h.Stays, Abode{Site: site, Day: day}), register.Held[Lodging]{}
	if extra := len(h.Stays) - mostStays; extra > 0 {
		h.Stays = h.Stays[extra:]
	}
}

// The two ways of a stay in ByStay.
const (
	came = 0
	left = 1
)

// StayKey returns the key of ByStay under which those stand who came to a site, or left it, on a day.
func StayKey(site id.ID, day clock.Day, way byte) []byte {
	return append(binary.BigEndian.AppendUint32(site[:], uint32(day)^1<<31), way)
}

// indexStays enters when a household came to each of its sites and when it left them, and in which shelter it lives.
func (h *Household) indexStays(add register.Adder) {
	for i, s := range h.Stays {
		if !s.Site.IsZero() {
			add(ByStay, StayKey(s.Site, s.Day, came))
		}
		if i > 0 && !h.Stays[i-1].Site.IsZero() {
			add(ByStay, StayKey(h.Stays[i-1].Site, s.Day, left))
		}
	}
	if in, lives := h.Sheltered(); lives {
		add(ByShelter, ShelterKey(in.Site, in.Shelter))
	}
}

// Moves are how many came to a site and how many left it in some days: households, and the people who are of them now.
type Moves struct {
	CameHouseholds int  `class:"open"` // each as often as it came
	CamePeople     int  `class:"open"` // living, of those households now
	LeftHouseholds int  `class:"open"` // each as often as it left
	LeftPeople     int  `class:"open"` // living, of those households now
	CameWithheld   bool `class:"open"` // fewer households than may be told to who asks: the numbers are 0
	LeftWithheld   bool `class:"open"` // likewise
}

// mostMoves bounds how many comings and goings are read.
const mostMoves = 20_000

// MovesAt counts who came to a site and who left it since a day, that day among them. Whoever does not work with the persons is told of no fewer households than access.FewestTold.
func MovesAt(scope access.Scope, site id.ID, since clock.Day) desk.Query[Moves] {
	return desk.Query[Moves]{Act: access.FiguresRead, Scope: scope, Run: func(r *desk.Reader) (m Moves, err error) {
		before := register.Entry{Key: StayKey(site, since, came)}
		entries, err := r.Scan(ByStay, register.Range{Prefix: site[:], After: &before, Limit: mostMoves})
		for _, e := range entries {
			if err != nil {
				return m, err
			}
			var members []Someone
			if members, err = Members(r, e.Story); e.Key[len(e.Key)-1] == came {
				m.CameHouseholds, m.CamePeople = m.CameHouseholds+1, m.CamePeople+len(members)
			} else {
				m.LeftHouseholds, m.LeftPeople = m.LeftHouseholds+1, m.LeftPeople+len(members)
			}
		}
		if access.WorksWithPersons(r.By(), r.Scope(), r.Today()) {
			return m, err
		}
		return m.told(), err
	}}
}

// told leaves out what speaks of too few.
func (m Moves) told() Moves {
	if n := m.CameHouseholds; n > 0 && n < access.FewestTold {
		m.CameHouseholds, m.CamePeople, m.CameWithheld = 0, 0, true
	}
	if n := m.LeftHouseholds; n > 0 && n < access.FewestTold {
		m.LeftHouseholds, m.LeftPeople, m.LeftWithheld = 0, 0, true
	}
	return m
}
