// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"safar/engine/spelling"
	"safar/kernel/fault"
)

const (
	sampleRows = 400  // looked at in each sheet
	likeEnough = 0.34 // from here on a header is taken for a field; below 0.99 with a word of doubt
	mostAgree  = 0.7  // share of values that must make sense
)

// Suggest writes a first mapping for a file, from its headers and a sample of its values. Comments say, in the words of whoever reads,
// what it is not sure of and what it left out; it quotes codes from the file (1, 2, M), never what could be a name. The result parses and fits the
// file; whether it is right, only a person can tell. Errors are those of Open.
func Suggest(path string, say Say) ([]byte, error) {
	wb, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer wb.Close()
	return SuggestFor(wb, say)
}

// SuggestFor writes a first mapping for an open file, as Suggest does.
func SuggestFor(wb *Workbook, say Say) ([]byte, error) {
	g := &guess{wb: wb, say: say}
	for _, name := range wb.Sheets() {
		if err := g.profile(name); err != nil {
			return nil, err
		}
	}
	g.remark("", "first", nil)
	g.line("mapping: %s", yamlText(snake(strings.TrimSuffix(filepath.Base(wb.Path), filepath.Ext(wb.Path)))))
	g.file()
	g.write()
	return []byte(g.out.String()), nil
}

// guess carries one suggestion.
type guess struct {
	wb     *Workbook
	say    Say
	tables []*profile
	out    strings.Builder
}

// profile is what is known of one sheet.
type profile struct {
	sheet *Sheet
	rows  []Row
	used  map[int]bool
}

func (g *guess) line(format string, args ...any) { fmt.Fprintf(&g.out, format+"\n", args...) }

// remark writes a line of its own for whoever reads.
func (g *guess) remark(indent, name string, args fault.Args) {
	g.line("%s# %s", indent, g.said(name, args))
}

// aside is a remark behind what a line says; a doubt begins with a question mark.
func (g *guess) aside(name string, args fault.Args) string { return "   # " + g.said(name, args) }

// doubted is an aside that has to be looked at.
func (g *guess) doubted(name string) string { return "   # ? " + g.said(name, nil) }

// said is the sentence of a remark, on one line whatever stands in the file.
func (g *guess) said(name string, args fault.Args) string {
	return strings.Join(strings.Fields(g.say("sheet.suggest."+name, args)), " ")
}

// profile samples a sheet; empty ones are passed over.
func (g *guess) profile(name string) error {
	s, err := g.wb.Sheet(name)
	if err != nil {
		if len(g.wb.Sheets()) > 1 {
			return nil // an empty sheet among others
		}
		return err
	}
	rows, err := g.wb.Data(s, nil)
	if err != nil {
		return err
	}
	defer rows.Close()
	p := &profile{sheet: s, used: map[int]bool{}}
	for len(p.rows) < sampleRows && rows.Next() {
		p.rows = append(p.rows, cloneRow(rows.Row()))
	}
	g.tables = append(g.tables, p)
	return rows.Err()
}

// file writes what holds for the whole file.
func (g *guess) file() {
	if g.wb.Format == "csv" && g.wb.Encoding != "utf-8" {
		g.line("encoding: %s%s", g.wb.Encoding, g.aside("encoding", nil))
	}
	if g.wb.Format == "csv" && g.wb.Separator != "," {
		g.line("separator: %s", strconv.Quote(g.wb.Separator))
	}
	if g.wb.System1904 {
		g.line("date_system: 1904")
	}
	for _, p := range g.tables {
		for _, d := range p.sheet.Duplicates {
			g.remark("", "header_twice", fault.Args{"sheet": p.sheet.Name, "header": d.Header, "times": len(d.Names), "names": d.Names})
		}
	}
	if country := g.country(); country != "" {
		g.line("country: %s%s", country, g.doubted("country"))
	} else {
		g.line("# country: CD%s", g.doubted("no_country"))
	}
}

// country is that of most phone numbers, if they carry its code.
func (g *guess) country() string {
	seen, total := map[string]int{}, 0
	for _, p := range g.tables {
		at, _ := p.best(synonymOf(personHeads, "phone"), nil)
		for _, c := range p.values(at) {
			digits, _, t := phoneDigits(latinDigits(c.Text))
			if plan, ok := planOf(digits); t == nil && ok && len(digits) >= len(plan.code)+plan.min-1 {
				seen[plan.code]++
			}
			total++
		}
	}
	for _, country := range sortedKeys(numberings) {
		if n := seen[numberings[country].code]; n*10 > total*mostAgreeTenths {
			return country
		}
	}
	return ""
}

const mostAgreeTenths = 7

func synonymOf(list []synonym, field string) synonym {
	return list[slices.IndexFunc(list, func(s synonym) bool { return s.field == field })]
}

// values returns the filled cells of a column in the sample.
func (p *profile) values(at int) []Cell {
	var cells []Cell
	for _, r := range p.rows {
		if c := r.Cell(at); c.Kind != Empty {
			cells = append(cells, c)
		}
	}
	return cells
}

// best finds the unused column whose header fits a synonym best: one that is filled, and good, if good is given.
func (p *profile) best(s synonym, good func(at int) bool) (at int, score float64) {
	at = -1
	for i, header := range p.sheet.Columns {
		if p.used[i] || strings.Contains(header, "/") || len(p.values(i)) == 0 { // a/b is one answer of a choice of many
			continue
		}
		if l := s.likeness(header); l >= likeEnough && l > score && (good == nil || good(i)) {
			at, score = i, l
		}
	}
	return at, score
}

// unique reports whether the column names each row of the sample.
func (p *profile) unique(at int) bool {
	seen := map[string]bool{}
	for _, r := range p.rows {
		v := spelling.Clean(r.Cell(at).Text)
		if v == "" || seen[v] {
			return false
		}
		seen[v] = true
	}
	return len(seen) > 0
}

// write decides which shape the file has.
func (g *guess) write() {
	main := g.tables[0]
	id, _ := main.best(householdIDHeads, main.unique)
	group := -1
	if id < 0 && len(g.tables) == 1 {
		group, _ = main.best(householdIDHeads, func(at int) bool { return main.repeats(at) })
	}
	if group >= 0 {
		g.writeTogether(main, group)
		return
	}
	g.line("households:")
	g.sheetLines(main, "  ")
	if id >= 0 {
		main.used[id] = true
		g.line("  id: %s", yamlText(main.sheet.Columns[id]))
	} else {
		g.line("  # id: ?%s", g.aside("no_id", nil))
	}
	g.writeFields(main, householdHeads, "  ")
	people := g.related(main, id)
	if len(people) == 0 {
		g.line("  persons:")
		g.line("    - head: true%s", g.doubted("head"))
		if !g.writeFields(main, personHeads, "      ") {
			g.line("      fields: {}")
		}
	}
	g.writeLeft(main, "  ")
	g.writeRelated(people)
}

// repeats reports whether some neighbouring rows share the column's value, as the members of a household do.
func (p *profile) repeats(at int) bool {
	distinct := map[string]bool{}
	filled := p.values(at)
	for _, c := range filled {
		distinct[c.Text] = true
	}
	return len(distinct) > 0 && len(distinct) < len(filled)
}

// writeTogether writes a sheet with a person a row.
func (g *guess) writeTogether(p *profile, group int) {
	p.used[group] = true
	key := yamlText(p.sheet.Columns[group])
	g.remark("", "row_a_person", fault.Args{"column": key})
	g.line("households:")
	g.sheetLines(p, "  ")
	g.line("  id: %s", key)
	g.writeFields(p, householdHeads, "  ")
	g.line("persons:")
	g.line("  - household: %s", key)
	g.sheetLines(p, "    ")
	if at, _ := p.best(personIDHeads, p.unique); at >= 0 {
		p.used[at] = true
		g.line("    id: %s", yamlText(p.sheet.Columns[at]))
	}
	g.writeFields(p, personHeads, "    ")
	g.writeLeft(p, "    ")
}

func (g *guess) sheetLines(p *profile, indent string) {
	if len(g.wb.Sheets()) > 1 {
		g.line("%ssheet: %s", indent, yamlText(p.sheet.Name))
	}
	if p.sheet.HeaderRow > 1 {
		g.line("%sheader_row: %d", indent, p.sheet.HeaderRow)
	}
}

// writeFields writes the fields whose columns are found, and reports whether there are any.
func (g *guess) writeFields(p *profile, list []synonym, indent string) bool {
	wrote, found := false, map[string]bool{}
	for _, s := range list {
		at, score := p.best(s, func(at int) bool { return !p.contradicts(s.field, at) && !p.elsewhere(list, s, at) })
		if at < 0 {
			continue
		}
		if !wrote {
			g.line("%sfields:", indent)
			wrote = true
		}
		p.used[at] = true
		if s.field == "name" && found["given"] && !found["family"] {
			s.field = "family" // beside a given name, "name" is the other one
		}
		found[s.field] = true
		g.line("%s  %s: %s%s", indent, s.field, yamlText(p.sheet.Columns[at]), g.doubt(p, s.field, at, score))
	}
	return wrote
}

// elsewhere reports whether a column fits another field clearly better.
func (p *profile) elsewhere(list []synonym, s synonym, at int) bool {
	header := p.sheet.Columns[at]
	mine := s.likeness(header)
	return slices.ContainsFunc(list, func(other synonym) bool {
		return other.likeness(header) > mine+0.05 && !p.contradicts(other.field, at)
	})
}

// writeLeft names the columns that stay out, as a comment, to be moved into answers where they are wanted.
func (g *guess) writeLeft(p *profile, indent string) {
	var left []string
	for i, c := range p.sheet.Columns {
		if !p.used[i] && !strings.Contains(c, "/") && len(p.values(i)) > 0 {
			left = append(left, yamlText(c))
		}
	}
	if len(left) > 0 {
		n := min(len(left), 40)
		g.line("%s# answers: [%s]%s", indent, strings.Join(left[:n], ", "), g.aside("not_read", fault.Args{"count": len(left)}))
	}
}

// yamlText writes a text as a YAML scalar: plain where that is safe.
func yamlText(s string) string {
	for i, r := range s {
		plain := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || i > 0 && (r >= '0' && r <= '9' || r == '.')
		if !plain {
			return strconv.Quote(s)
		}
	}
	if reserved := fold(s); reserved == "" || slices.Contains([]string{"y", "n", "yes", "no", "true", "false", "null", "on", "off"},
		reserved) {
		return strconv.Quote(s)
	}
	return s
}

// snake writes a name as an id of a mapping.
func snake(s string) string {
	s = strings.ReplaceAll(fold(s), " ", "_")
	if s == "" {
		return "mapping"
	}
	return s
}
