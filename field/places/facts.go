// SPDX-License-Identifier: Apache-2.0

package places

import (
	"slices"

	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Kind is what a place is, as an id of the field's words.
type Kind string

// The kinds of places.
const (
	Country      Kind = "country"
	Province     Kind = "province"  // level 1 of the common operational datasets
	Territory    Kind = "territory" // level 2
	Site         Kind = "site"
	Village      Kind = "village"
	Municipality Kind = "municipality"
)

type added struct {
	Kind   Kind      `cbor:"1,keyasint"`
	Name   string    `cbor:"2,keyasint"`
	Pcode  string    `cbor:"3,keyasint,omitempty"`
	Parent id.ID     `cbor:"4,keyasint,omitempty"`
	Opened clock.Day `cbor:"5,keyasint"`
}

// The names of the facts that are read one by one, to tell what stood before: those that name a place, and the decisions on it.
const (
	addedKind   = "places.added"
	renamedKind = "places.renamed"
	safetyKind  = "places.safety_decided"
	closureKind = "places.closure_decided"
)

var placeAdded = register.NewFact(Story, addedKind, 1, func(p *Place, f *journal.Fact, r added, _ *register.None) {
	p.Kind, p.Pcode, p.Parent, p.Opened = r.Kind, r.Pcode, r.Parent, r.Opened
	p.Name.Put(f, "name", r.Name)
})

type renamed struct {
	Name string `cbor:"1,keyasint"`
}

var placeRenamed = register.NewFact(Story, renamedKind, 1, func(p *Place, f *journal.Fact, r renamed, _ *register.None) {
	p.Name.Put(f, "name", r.Name)
})

// Observation is what was found of one aspect of a place: water, school, health_post, land, host_view, road.
type Observation struct {
	Aspect string    `cbor:"1,keyasint"` // an id of the field's words
	Value  string    `cbor:"2,keyasint"` // an id, or words in the language of the source
	Source string    `cbor:"3,keyasint"` // who said so: a visit, a key informant, a service provider
	Day    clock.Day `cbor:"4,keyasint"` // the day it was found
}

var observed = register.NewFact(Story, "places.observed", 1, func(p *Place, f *journal.Fact, r Observation, _ *register.None) {
	i := slices.IndexFunc(p.Profile, func(a Aspect) bool { return a.Name == r.Aspect })
	if i < 0 {
		i = len(p.Profile)
		p.Profile = append(p.Profile, Aspect{Name: r.Aspect})
	}
	p.Profile[i].Found.Put(f, "aspect."+r.Aspect, r)
})

// Report is what a source says of a place's safety.
type Report struct {
	Source   string    `cbor:"1,keyasint"`           // who was heard, as an id that tells sources apart and names nobody
	Kind     string    `cbor:"2,keyasint"`           // key_informant, visit, security_service, community, partner
	Day      clock.Day `cbor:"3,keyasint"`           // the day it was so
	Safe     bool      `cbor:"4,keyasint"`           // whether the source finds it safe
	Women    bool      `cbor:"5,keyasint,omitempty"` // women were among those heard
	Minority bool      `cbor:"6,keyasint,omitempty"` // people of minorities were
	Words    string    `cbor:"7,keyasint,omitempty"` // what the source said; it names nobody
}

var safetyReported = register.NewFact(Story, "places.safety_reported", 1, func(p *Place, f *journal.Fact, r Report, _ *register.None) {
	p.Reports = append(p.Reports, Dated{Ref: f.Ref(), Report: r})
	if len(p.Reports) > maxReports {
		p.Reports = slices.Delete(p.Reports, 0, len(p.Reports)-maxReports)
	}
	p.doubt(r)
})

// maxReports bounds how many reports a state carries; the journal keeps them all.
const maxReports = 64

// Safety is a decision on the safety of a place, for a group and a route; "" is every group, and every route. Reason is why, in
// words that name nobody; By is the user who decided, and Day when.
type Safety struct {
	Group  string    `cbor:"1,keyasint,omitempty"` // a group of the protection officers' own naming, compared without case (SameName); "" for everyone
	Route  string    `cbor:"2,keyasint,omitempty"` // as it is named on the spot; "" for every route
	Safe   bool      `cbor:"3,keyasint"`           // what was decided
	Reason string    `cbor:"4,keyasint"`
	Day    clock.Day `cbor:"5,keyasint"`
	By     id.ID     `cbor:"6,keyasint"`

	// Contrary is what was said of sources that found it not safe. Since version 2.
	Contrary string `cbor:"7,keyasint,omitempty"`
}

var safetyDecided = register.NewFact(Story, safetyKind, 2, func(p *Place, f *journal.Fact, r Safety, _ *register.None) {
	i := slices.IndexFunc(p.Safety, func(s Standing) bool { return s.Group == r.Group && s.Route == r.Route })
	if i < 0 {
		i = len(p.Safety)
		p.Safety = append(p.Safety, Standing{Group: r.Group, Route: r.Route})
	}
	p.Safety[i].Decided.Put(f, "safety."+r.Group+"."+r.Route, r)
	if r.Group == "" && r.Route == "" {
		p.Doubts = nil // who decides for everyone has answered what was reported before
	}
}).From(1, func(residue, person []byte) ([]byte, []byte, error) { return residue, person, nil }) // version 2 only adds the answer to contrary words

// Room is what a place offers of one kind: numbered units, from 1.
type Room struct {
	Kind  string `cbor:"1,keyasint"` // plot, bed, seat
	Units int    `cbor:"2,keyasint"` // how many there are; 0 takes the offer back
}

var roomOffered = register.NewFact(Story, "places.room_offered", 1, func(p *Place, f *journal.Fact, r Room, _ *register.None) {
	i := slices.IndexFunc(p.Room, func(o Offer) bool { return o.Kind == r.Kind })
	if i < 0 {
		i = len(p.Room)
		p.Room = append(p.Room, Offer{Kind: r.Kind})
	}
	p.Room[i].Units.Put(f, "room."+r.Kind, r.Units)
})

// Closure is the government's decision to close a site.
type Closure struct {
	By      string    `cbor:"1,keyasint"`           // which authority
	Decided clock.Day `cbor:"2,keyasint"`           // the day of the decision
	Closes  clock.Day `cbor:"3,keyasint"`           // the last day; it may change
	Words   string    `cbor:"4,keyasint,omitempty"` // what was announced; "" for nothing
}

var closureDecided = register.NewFact(Story, closureKind, 1, func(p *Place, f *journal.Fact, r Closure, _ *register.None) {
	p.Closing.Put(f, "closing", r)
	p.ClosingDates++
})

// Note is one thing done or said about a site's closing.
type Note struct {
	Kind  string    `cbor:"1,keyasint"`           // advocacy, decommissioned, people_remain
	Day   clock.Day `cbor:"2,keyasint"`           // when it was done or said
	With  string    `cbor:"3,keyasint,omitempty"` // which authority or organisation
	Words string    `cbor:"4,keyasint,omitempty"` // what was said; it names nobody
	Count int       `cbor:"5,keyasint,omitempty"` // people who remain, facilities taken down
}

var closureNoted = register.NewFact(Story, "places.closure_noted", 1, func(p *Place, _ *journal.Fact, r Note, _ *register.None) {
	p.Notes = append(p.Notes, r)
})

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{Story, placeAdded, placeRenamed, observed, safetyReported, safetyDecided, roomOffered,
		closureDecided, closureNoted, placeLocated}
}
