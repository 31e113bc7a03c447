// SPDX-License-Identifier: Apache-2.0

package opendata

import (
	"safar/field/places"
	"safar/kernel/id"
)

// paths names places by where they lie: kind:Province/Territory/Name. No place has two of the same name and kind in it, so that a path
// names one.
type paths struct {
	places map[id.ID]*places.Sheet
	known  map[id.ID]string
}

func pathsOf(all []places.Sheet) *paths {
	p := &paths{places: map[id.ID]*places.Sheet{}, known: map[id.ID]string{}}
	for i := range all {
		p.places[all[i].Row.ID] = &all[i]
	}
	return p
}

// deepest bounds a path: the levels of a country are fewer, and two places that lie in each other must not be followed for ever.
const deepest = 12

// at returns the path of a place; "" for what is none.
func (p *paths) at(of id.ID) string {
	s := p.places[of]
	if s == nil {
		return ""
	}
	path, known := p.known[of]
	if !known {
		path = string(s.Row.Kind) + ":" + p.within(s, deepest)
		p.known[of] = path
	}
	return path
}

func (p *paths) within(s *places.Sheet, levels int) string {
	parent := p.places[s.Parent]
	if parent == nil || levels == 0 {
		return s.Row.Name
	}
	return p.within(parent, levels-1) + "/" + s.Row.Name
}
