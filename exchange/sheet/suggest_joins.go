// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"slices"
	"strings"

	"safar/engine/spelling"
	"safar/kernel/fault"
)

// join is a sheet whose rows belong to households.
type join struct {
	p           *profile
	to, from    int // column here, column of the households' sheet
	person, pid int // for adds: column here, column of the persons' sheet
}

// related finds the sheets that hold a column of the households' sheet that names each household.
func (g *guess) related(main *profile, id int) []join {
	var joins []join
	for _, p := range g.tables[1:] {
		to, from := main.pointedAt(p, id)
		if to >= 0 {
			joins = append(joins, join{p: p, to: to, from: from, person: -1, pid: -1})
		}
	}
	return joins
}

// pointedAt finds which column of p points at which column of main: the id first, then any that names each row.
func (main *profile) pointedAt(p *profile, id int) (to, from int) {
	candidates := []int{}
	if id >= 0 {
		candidates = append(candidates, id)
	}
	for i, h := range main.sheet.Columns {
		if i != id && main.unique(i) && (strings.Contains(fold(h), "index") || strings.Contains(fold(h), "id")) {
			candidates = append(candidates, i)
		}
	}
	for _, from := range candidates {
		keys := map[string]bool{}
		for _, c := range main.values(from) {
			keys[spelling.Clean(c.Text)] = true
		}
		for to, h := range p.sheet.Columns {
			if sameKey(h, main.sheet.Columns[from]) && p.within(to, keys) {
				return to, from
			}
		}
	}
	return -1, -1
}

// sameKey reports whether a header may point at another: the same words, or parent, main or household besides.
func sameKey(h, key string) bool {
	h, key = fold(h), fold(key)
	return h == key || h == "parent "+key || strings.HasSuffix(h, " "+key) || strings.HasPrefix(h, key+" ")
}

func (p *profile) within(at int, keys map[string]bool) bool {
	n, in := 0, 0
	for _, c := range p.values(at) {
		n++
		if keys[spelling.Clean(c.Text)] {
			in++
		}
	}
	return n > 0 && float64(in) >= mostAgree*float64(n)
}

// writeRelated writes the sheet of persons, those that add to it, and those left out.
func (g *guess) writeRelated(joins []join) {
	var roster *join
	for i := range joins {
		sex, _ := joins[i].p.best(synonymOf(personHeads, "sex"), nil)
		age, _ := joins[i].p.best(synonymOf(personHeads, "age"), nil)
		birth, _ := joins[i].p.best(synonymOf(personHeads, "birth"), nil)
		if roster == nil && (sex >= 0 || age >= 0 || birth >= 0) {
			roster = &joins[i]
		}
	}
	if roster == nil {
		return
	}
	p := roster.p
	g.line("persons:")
	g.line("  - sheet: %s", yamlText(p.sheet.Name))
	g.line("    household: %s", yamlText(p.sheet.Columns[roster.to]))
	p.used[roster.to] = true
	pid, _ := p.best(personIDHeads, p.unique)
	if pid >= 0 {
		p.used[pid] = true
		g.line("    id: %s", yamlText(p.sheet.Columns[pid]))
	}
	g.writeFields(p, personHeads, "    ")
	g.writeLeft(p, "    ")
	g.writeAdds(joins, roster, pid)
}

// writeAdds proposes the further sheets of persons as comments: what of them is needed is for a person to say.
func (g *guess) writeAdds(joins []join, roster *join, pid int) {
	for i := range joins {
		p := joins[i].p
		if p == roster.p {
			continue
		}
		g.remark("", "adds", fault.Args{"sheet": yamlText(p.sheet.Name)})
		g.line("# adds:")
		g.line("#   - sheet: %s", yamlText(p.sheet.Name))
		g.line("#     household: %s", yamlText(p.sheet.Columns[joins[i].to]))
		if pid >= 0 {
			g.line("#     person: %s", yamlText(roster.p.sheet.Columns[pid]))
		}
		if medical(p.sheet.Name) {
			g.line("#     compartment: medical%s", g.aside("medical", nil))
		}
		g.line("#     answers: []")
	}
	if left := g.unjoined(joins); len(left) > 0 {
		g.line("leave: [%s]", strings.Join(left, ", "))
	}
}

func (g *guess) unjoined(joins []join) []string {
	var left []string
	for _, p := range g.tables[1:] {
		if !slices.ContainsFunc(joins, func(j join) bool { return j.p == p }) {
			left = append(left, yamlText(p.sheet.Name))
		}
	}
	return left
}
