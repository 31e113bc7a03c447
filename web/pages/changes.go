// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"maps"
	"slices"

	"github.com/a-h/templ"

	"safar/field/journey"
	"safar/field/programme"
	"safar/web/page"
	"safar/web/words"
)

// placeOf says where a problem is: in the draft, or in the version that journeys walk.
func placeOf(w *words.Printer, o journey.Objection) string {
	key := "versions.place"
	if o.Before {
		key = "versions.place_before"
	}
	return w.T(key, words.Args{"Line": o.Line, "Column": o.Column})
}

// fileField is the field for a file instead of the text.
func fileField(w *words.Printer, d *draft) page.Field {
	return page.Field{Name: "file", Label: w.T("versions.upload"), Kind: "file", Hint: w.T("versions.upload_hint", kilobytes), Optional: true, Error: d.fileError}
}

// changesGrid shows what a draft says differently from the version in force.
func changesGrid(s speech, all []programme.Change) grid {
	w := s.w
	g := grid{caption: w.T("versions.changes"), empty: w.T("versions.changes_none"),
		columns: columns(w, "versions.where", "versions.what")}
	for _, c := range all {
		g.rows = append(g.rows, []templ.Component{changedWhere(s, c), changedWhat(w, c)})
	}
	return g
}

// changedName is what the words of the programme call something of its file; its id where they have none.
func changedName(s speech, c programme.Change) string {
	if c.Name == "" {
		return s.w.T("changed_part." + c.Section)
	}
	return s.say(c.Section, c.Name)
}

// keyOf is the key of the file that a change is about, with the part under it.
func keyOf(c programme.Change) string {
	if c.Part != "" {
		return c.Key + "." + c.Part
	}
	return c.Key
}

// foreseenTerms are how many a draft concerns.
func foreseenTerms(w *words.Printer, f journey.Foreseen) []page.Term {
	term := func(key string, n int) page.Term { return page.Term{Label: w.T(key), Value: w.Number(int64(n))} }
	if f.Counts {
		var told []page.Term
		for _, t := range []page.Term{term("versions.on_others", f.Journeys), term("versions.moving", f.Moving)} {
			if f.Withheld && t.Value == w.Number(0) {
				t.Value = w.T("figures.withheld")
			}
			told = append(told, t)
		}
		return told
	}
	return []page.Term{term("versions.on_others", f.Journeys), term("versions.moving", f.Moving), term("versions.changed", f.Changed),
		term("versions.owed", f.Owed)}
}

// leftGrid shows how many journeys stay on their version, and why.
func leftGrid(w *words.Printer, left map[string]int) grid {
	g := grid{caption: w.T("versions.staying"), columns: columns(w, "versions.why", "#versions.of_journeys")}
	for _, why := range slices.Sorted(maps.Keys(left)) {
		g.rows = append(g.rows, []templ.Component{plain(w.T("migration." + why)), num(w, left[why])})
	}
	return g
}

// foreseenStates shows the steps at which the state of some journeys changes.
func foreseenStates(s speech, steps []journey.StepForeseen) grid {
	w := s.w
	g := grid{caption: w.T("versions.states"), columns: columns(w, "programme.step", "versions.before", "versions.after", "#versions.of_journeys")}
	for _, f := range steps {
		g.rows = append(g.rows, []templ.Component{plain(s.step(f.Step)), stateOrNone(w, f.From), stateOrNone(w, f.To), num(w, f.Journeys)})
	}
	return g
}

func stateOrNone(w *words.Printer, state string) templ.Component {
	if state == "" {
		return page.Code("–")
	}
	return page.Status(w, state)
}

// foreseenAmounts shows payments that are not owed yet and would be others.
func foreseenAmounts(s speech, amounts []journey.AmountForeseen) grid {
	w := s.w
	g := grid{caption: w.T("versions.amounts"), columns: columns(w, "programme.step", "#versions.before", "#versions.after", "#versions.of_journeys")}
	for _, a := range amounts {
		g.rows = append(g.rows, []templ.Component{plain(s.step(a.Step)), cash(w, a.Before, a.Currency), cash(w, a.After, a.Currency), num(w, a.Journeys)})
	}
	return g
}
