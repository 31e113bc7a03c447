// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"strings"

	"github.com/a-h/templ"

	"safar/field/programme"
	"safar/web/words"
)

// settingGroup is the settings of one step, or of one part of the file.
type settingGroup struct {
	name string
	all  []programme.Setting
}

// settingPart is the settings of one pathway, or of what stands around them.
type settingPart struct {
	name   string
	groups []settingGroup
}

// settingParts puts settings together as people look for them.
func settingParts(s speech, all []programme.Setting) (parts []settingPart) {
	for _, at := range all {
		part, group := settingWhere(s, at)
		if n := len(parts); n == 0 || parts[n-1].name != part {
			parts = append(parts, settingPart{name: part})
		}
		p := &parts[len(parts)-1]
		if n := len(p.groups); n == 0 || p.groups[n-1].name != group {
			p.groups = append(p.groups, settingGroup{name: group})
		}
		g := &p.groups[len(p.groups)-1]
		g.all = append(g.all, at)
	}
	return parts
}

// settingWhere is the words for where a setting stands: the pathway and the step, or the part of the file and what it names.
func settingWhere(s speech, at programme.Setting) (part, group string) {
	switch {
	case at.Pathway != "":
		return s.say("pathways", at.Pathway), s.step(at.Name)
	case at.Name != "":
		return s.w.T("amounts.around"), s.w.T("changed_part."+at.Section) + " · " + s.say(at.Section, at.Name)
	}
	return s.w.T("amounts.around"), s.w.T("changed_part." + at.Section)
}

// settingName is what a setting is called beside its field.
func settingName(s speech, at programme.Setting) string {
	if at.Key == "due" {
		category := at.Part
		if category == programme.Otherwise {
			return s.w.T("amounts.otherwise")
		}
		return s.w.T("amounts.due_of", words.Args{"Category": s.say("options", category)})
	}
	if at.Part != "" {
		return s.say("parts", at.Part)
	}
	return s.w.T("file_key." + at.Key)
}

// settingUnit says in what a setting is counted, and for whom; "" where nothing is to be said.
func settingUnit(w *words.Printer, at programme.Setting) string {
	switch at.Takes {
	case programme.TakesMoney:
		if at.Key == "ceiling" {
			return at.Currency
		}
		return strings.Join(notEmpty(at.Currency, forEach(w, at.Per)), ", ")
	case programme.TakesItems:
		return forEach(w, at.Per)
	case programme.TakesFormula:
		return w.T("amounts.formula", words.Args{"Currency": at.Currency})
	case programme.TakesSpans:
		return w.T("amounts.several")
	}
	return ""
}

// forEach says for whom an amount is: the household as a whole, or each of some of its people.
func forEach(w *words.Printer, per string) string {
	if per == "" {
		return w.T("amounts.for.whole")
	}
	return w.T("amounts.for." + per)
}

// settingSaid is what stands at a setting, in words.
func settingSaid(w *words.Printer, at programme.Setting, said programme.Said) string {
	text := said.Text
	if said.Unit != "" {
		text += " " + w.T("amounts.unit."+said.Unit)
	}
	if at.Takes == programme.TakesMoney || at.Takes == programme.TakesItems {
		text += " " + settingUnit(w, at)
	}
	return text
}

// settingsGrid shows what is set, to those who may not set it.
func settingsGrid(s speech, all []programme.Setting) grid {
	w := s.w
	g := grid{caption: w.T("amounts.title"), empty: w.T("amounts.none"), columns: columns(w, "versions.where", "versions.what", "amounts.value")}
	for _, at := range all {
		part, group := settingWhere(s, at)
		g.rows = append(g.rows, []templ.Component{cells(plain(group), hushed(part)), plain(settingName(s, at)), plain(settingSaid(w, at, at.Said()))})
	}
	return g
}

// setGrid shows what a draft sets: how it was, and how it will be.
func setGrid(s speech, a *amountsDraft) grid {
	w := s.w
	g := grid{caption: w.T("versions.changes"), empty: w.T("versions.changes_none"), columns: columns(w, "versions.where", "versions.what", "versions.before", "versions.after")}
	for _, at := range a.all {
		said, changed := a.said[at.ID]
		if !changed {
			continue
		}
		part, group := settingWhere(s, at)
		g.rows = append(g.rows, []templ.Component{cells(plain(group), hushed(part)), plain(settingName(s, at)), plain(settingSaid(w, at, at.Said())), plain(settingSaid(w, at, said))})
	}
	return g
}
