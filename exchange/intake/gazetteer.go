// SPDX-License-Identifier: Apache-2.0

package intake

import (
	"context"
	"strings"

	"safar/desk"
	"safar/exchange/sheet"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/id"
)

// siteKinds and originKinds are the kinds of places a household is at, or comes from, in groups: a later group counts only where
// no place of an earlier one bears the name. A country is neither: it would say less than nothing was known.
var (
	siteKinds = [][]places.Kind{{places.Site}, {places.Village, places.Municipality}, {places.Territory, places.Province}}
	// A village and the territory around it often share a name, and to come from one is not to come from the other.
	originKinds = [][]places.Kind{{places.Village, places.Municipality, places.Site, places.Territory, places.Province}}
)

// gazetteer finds places of the commons by code or name, and remembers what it found.
type gazetteer struct {
	desk  *desk.Desk
	by    access.Actor
	known map[wanted]located
}

type wanted struct {
	field, text string
}

// located is what a text was found to name.
type located struct {
	Place id.ID `class:"open"` // zero unless exactly one bears the name
	Count int   `class:"open"` // how many do, at most 2
}

func newGazetteer(d *desk.Desk, by access.Actor) *gazetteer {
	return &gazetteer{desk: d, by: by, known: map[wanted]located{}}
}

// of returns where a household is and where it comes from, the zero id for what cannot be told, and notes of what was not found.
// The code of an area stands in for a site that is not named, or not known.
func (g *gazetteer) of(ctx context.Context, h *sheet.HouseholdDraft) (site, origin id.ID, notes []Unplaced, err error) {
	look := func(field, text string, kinds [][]places.Kind) id.ID {
		if text == "" || err != nil {
			return id.ID{}
		}
		var at located
		if at, err = g.find(ctx, wanted{field, text}, kinds); err == nil && at.Place.IsZero() {
			notes = append(notes, Unplaced{Field: field, Name: text, Several: at.Count > 1})
		}
		return at.Place
	}
	if site = look("site", h.Site, siteKinds); site.IsZero() {
		site = look("site", h.PCode, siteKinds)
	}
	origin = look("origin", h.Origin, originKinds)
	return site, origin, notes, err
}

func (g *gazetteer) find(ctx context.Context, w wanted, kinds [][]places.Kind) (located, error) {
	if at, known := g.known[w]; known {
		return at, nil
	}
	at, err := desk.Ask(ctx, g.desk, g.by, "task.import", locate(w.text, kinds))
	if err == nil {
		g.known[w] = at
	}
	return at, err
}

// locate asks for the place of a code, or of a name.
func locate(text string, kinds [][]places.Kind) desk.Query[located] {
	return desk.Query[located]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) (located, error) {
		for _, code := range []string{text, strings.ToUpper(text)} {
			if found, err := r.FindCommons(places.ByPcode, []byte(code), 2); err != nil || len(found) > 0 {
				return one(found), err
			}
		}
		for _, group := range kinds {
			var found []id.ID
			for _, kind := range group {
				key := append(places.KindKey(kind), strings.ToLower(text)...)
				more, err := r.FindCommons(places.ByKind, key, 2)
				if err != nil {
					return located{}, err
				}
				found = append(found, more...)
			}
			if len(found) > 0 {
				return one(found), nil
			}
		}
		return located{}, nil
	}}
}

func one(found []id.ID) located {
	if len(found) == 1 {
		return located{Place: found[0], Count: 1}
	}
	return located{Count: min(len(found), 2)}
}
