// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"

	"github.com/a-h/templ"

	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/picture"
	"safar/web/words"
)

// mapped reports whether a map says more than a sketch: most of the places lie somewhere, as far as it is told.
func mapped(all []placeShown) bool {
	located := 0
	for _, p := range all {
		if p.position.Known {
			located++
		}
	}
	return located*2 > len(all)
}

// mapParts are the map of the places, what its signs say and who says where they lie, and the places that are not on it.
func (e *errand) mapParts(g *ground) templ.Component {
	var marks []picture.Mark
	for _, p := range g.places {
		if p.position.Known {
			marks = append(marks, e.markOf(g, p))
		}
	}
	w := e.Words
	numbers := slices.ContainsFunc(marks, func(m picture.Mark) bool { return m.Number != "" })
	return operationBeside([]templ.Component{picture.MapOf(w.T("overview.map"), w, marks), mapKey(w, numbers, e.mapSigns(g), positionsSaid(w, g.places), e.notOnMap(g))})
}

// bareMark is one place on a map, with whether it is safe.
func bareMark(w *words.Printer, p placeShown) picture.Mark {
	m := picture.Mark{Name: p.Name, To: placePath(p.Row), Latitude: p.position.Latitude, Longitude: p.position.Longitude, Round: p.Kind != places.Site}
	if m.Round {
		state := safetyOf(p.Row)
		tone := page.ToneOf(state)
		if p.Doubts > 0 || p.Partly {
			tone = page.Warn
		}
		m.Sign, m.Tone, m.Said = page.Sign(tone), string(tone), w.List([]string{p.Name, w.T("state." + state)})
	}
	return m
}

// mapPart is a small map of places of a list, under a heading, with who says where they lie; nothing where too few lie somewhere, or so far from one another that
// most would stand on one point.
func mapPart(w *words.Printer, all []placeShown) templ.Component {
	var marks []picture.Mark
	for _, p := range all {
		if p.position.Known {
			marks = append(marks, bareMark(w, p))
		}
	}
	if !mapped(all) || len(marks) > mostPlaces || picture.Apart(marks) > farthestApart {
		return templ.NopComponent
	}
	title := w.T("places.map")
	parts := []templ.Component{picture.MapOf(title, w, marks), paragraph(w.T("overview.map_to_scale"))}
	for _, said := range positionsSaid(w, all) {
		parts = append(parts, paragraph(said))
	}
	return headed(title, parts...)
}

// farthestApart is how far places of one list may be from one another, in kilometres, to stand on a small map.
const farthestApart = 1500

// markOf is one place on the map, with what is told of it in a sentence for who cannot see it.
func (e *errand) markOf(g *ground, p placeShown) picture.Mark {
	w := e.Words
	m := bareMark(w, p)
	counted, key := p.there, "overview.there"
	if m.Round {
		counted, key = p.reached, "overview.reached"
		if p.Plots > 0 && g.room && p.room.Free() == 0 {
			m.Word = w.T("overview.full")
		}
	}
	if counted != nil && !counted.Withheld {
		m.Number, m.NumberTo, m.NumberSaid = w.Number(counted.Value), counted.to, w.N(key, counted.Value)
	}
	return m
}

// placePath is the path of the page of a place.
func placePath(row places.Row) string {
	if row.Kind == places.Site {
		return sitePath(row.ID)
	}
	return "/villages/" + row.ID.String()
}

// mapSigns say what stands for what, of those that are on the map.
func (e *errand) mapSigns(g *ground) (signs []templ.Component) {
	w := e.Words
	var states []string
	doubted := false
	for _, p := range g.places {
		switch state := safetyOf(p.Row); {
		case p.Kind == places.Site || !p.position.Known:
		case p.Doubts > 0 || p.Partly:
			doubted = true
		case !slices.Contains(states, state):
			states = append(states, state)
		}
	}
	for _, state := range []string{"safe", "not_safe", "safety_unknown"} {
		if slices.Contains(states, state) {
			signs = append(signs, page.Signed(page.ToneOf(state), w.T("state."+state)))
		}
	}
	if doubted {
		signs = append(signs, page.Signed(page.Warn, w.T("overview.map_doubted")))
	}
	return signs
}

// positionsSaid say how the positions of the places on the map were found, and by whom where somebody found them.
func positionsSaid(w *words.Printer, all []placeShown) (said []string) {
	for _, how := range places.HowFound {
		n, sources := 0, []string{}
		for _, p := range all {
			if !p.position.Known || p.position.How != how {
				continue
			}
			if n++; !slices.Contains(sources, p.position.Source) && how != places.Invented {
				sources = append(sources, p.position.Source)
			}
		}
		if len(sources) > mostSources {
			sources = append(sources[:mostSources], "…")
		}
		if len(sources) > 0 {
			said = append(said, w.T("overview.positions_by", words.Args{"How": word(w, "position", how), "Count": n, "Sources": sources}))
		} else if n > 0 {
			said = append(said, w.T("overview.positions", words.Args{"How": word(w, "position", how), "Count": n}))
		}
	}
	return said
}

// mostSources is how many of those who say where places lie are named beneath a map.
const mostSources = 4

// unplaced is an area with those of its places that are not on the map.
type unplaced struct {
	area   string
	places []page.Link
}

// notOnMap are the places that are not on the map, by area; who may is led to where it is said where they lie.
func (e *errand) notOnMap(g *ground) (areas []unplaced) {
	at := map[id.ID]int{}
	locate := e.mayInCommons(access.PlacesDescribe)
	for _, p := range g.places {
		if p.position.Known {
			continue
		}
		i, known := at[p.area]
		if !known {
			i, at[p.area] = len(areas), len(areas)
			areas = append(areas, unplaced{area: areaName(e.Words, g.areas[p.area])})
		}
		l := page.Link{Text: p.Name, To: placePath(p.Row)}
		if locate && !p.position.Kept {
			l.To += "/locate"
		}
		areas[i].places = append(areas[i].places, l)
	}
	return areas
}

// areaName is the name of an area, or that nobody has written down where a place lies.
func areaName(w *words.Printer, name string) string {
	if name == "" {
		return w.T("overview.no_area")
	}
	return name
}
