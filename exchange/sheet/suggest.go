// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"safar/kernel/clock"
)

const (
	sampleRows = 400  // looked at in each sheet
	likeEnough = 0.34 // from here on a header is taken for a field; below 0.99 with a word of doubt
	mostAgree  = 0.7  // share of values that must make sense
)

// Suggest writes a first mapping for a file, from its headers and a sample of its values. Comments say what it is not sure of
// and what it left out; it quotes codes from the file (1, 2, M), never what could be a name. The result parses and fits the
// file; whether it is right, only a person can tell. Errors are those of Open.
func Suggest(path string) ([]byte, error) {
	wb, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer wb.Close()
	g := &guess{wb: wb}
	for _, name := range wb.Sheets() {
		if err := g.profile(name); err != nil {
			return nil, err
		}
	}
	g.line("# A first mapping, made by looking at headers and a sample of values. Read every line, above all those with a question")
	g.line("# mark, before importing with it.")
	g.line("mapping: %s", yamlText(snake(strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)))))
	g.file()
	g.write()
	return []byte(g.out.String()), nil
}

// guess carries one suggestion.
type guess struct {
	wb     *Workbook
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
		g.line("encoding: %s   # found by looking; wrong if letters look strange", g.wb.Encoding)
	}
	if g.wb.Format == "csv" && g.wb.Separator != "," {
		g.line("separator: %s", strconv.Quote(g.wb.Separator))
	}
	if g.wb.System1904 {
		g.line("date_system: 1904")
	}
	for _, p := range g.tables {
		for _, d := range p.sheet.Duplicates {
			g.line("# %s: the header %q stands %d times; Safar calls them %q.", p.sheet.Name, d.Header, len(d.Names), d.Names)
		}
	}
	if country := g.country(); country != "" {
		g.line("country: %s   # ? most phone numbers begin with its code", country)
	} else {
		g.line("# country: CD   # ? whose phone numbers these are; without it only numbers with + are complete")
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
		v := cleanText(r.Cell(at).Text)
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
		g.line("  # id: ?   # no column names each row; without one, a row that is mended later counts as a new household")
	}
	g.writeFields(main, householdHeads, "  ")
	people := g.related(main, id)
	if len(people) == 0 {
		g.line("  persons:")
		g.line("    - head: true   # ? the person in the row is taken for the head of the household")
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
	g.line("# One row a person; rows with the same %s are one household.", key)
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

// makesSense returns, for fields whose values can be told, the share of a column's values that can be read.
func (p *profile) makesSense(field string, at int) (share float64, telling bool) {
	read := checks[field]
	if read == nil {
		return 1, false
	}
	good, total := 0, 0
	for _, c := range p.values(at) {
		total++
		if read(c) == nil {
			good++
		}
	}
	return float64(good) / float64(max(total, 1)), true
}

// contradicts reports whether a column's values are not at all those of the field. Codes for the sex may still be explained.
func (p *profile) contradicts(field string, at int) bool {
	share, telling := p.makesSense(field, at)
	return telling && share < 1-mostAgree && field != "sex"
}

// checks read a value of a field, to see whether a column holds such values. A day far in the future lets all dates pass.
var checks = func() map[string]func(Cell) *Trouble {
	far := DateReader{AsOf: clock.Date(2100, 1, 1), Order: OrderDMY}
	return map[string]func(Cell) *Trouble{
		"sex":   func(c Cell) *Trouble { _, t := ParseSex(c.Text); return t },
		"birth": func(c Cell) *Trouble { _, t := far.Birth(c); return t },
		"age":   func(c Cell) *Trouble { _, t := far.Age(c); return t },
		"phone": func(c Cell) *Trouble {
			_, t := ParsePhone(c.Text, "")
			if t != nil && t.Key == "sheet.refused.number_destroyed" {
				return nil // it is a column of phone numbers, whatever became of them
			}
			return t
		},
		"head": func(c Cell) *Trouble { _, _, t := ParseYesNo(c.Text); return t },
		"consent": func(c Cell) *Trouble {
			_, _, t := ParseYesNo(c.Text)
			return t
		},
		"size": func(c Cell) *Trouble { return householdSize(&HouseholdDraft{}, c, reading{}) },
		"registered": func(c Cell) *Trouble {
			return householdRegistered(&HouseholdDraft{}, c, reading{dates: far})
		},
		"age_months": func(c Cell) *Trouble { return personMonths(&PersonDraft{}, c, reading{dates: far}) },
		"relation": func(c Cell) *Trouble {
			if ParseRelation(c.Text) == RelationOther && fold(c.Text) != "other" {
				return trouble("yes_no_not_understood", nil)
			}
			return nil
		},
		"seeing": difficulty, "hearing": difficulty, "walking": difficulty,
		"remembering": difficulty, "self_care": difficulty, "communicating": difficulty,
	}
}()

func difficulty(c Cell) *Trouble { _, t := ParseDifficulty(c.Text); return t }

// doubt returns the comment on a field: why it may be wrong.
func (g *guess) doubt(p *profile, field string, at int, score float64) string {
	var why []string
	if field == "phone" && p.destroyed(at) {
		why = append(why, "a spreadsheet destroyed numbers here (2.5E+11): such rows will be refused")
	}
	if score < 0.98 {
		why = append(why, "the header fits only in part")
	}
	if share, telling := p.makesSense(field, at); telling && share < 1 {
		why = append(why, fmt.Sprintf("%d %% of the values seen cannot be read", int((1-share)*100+0.5)))
		if codes := p.unread(field, at); codes != "" {
			why = append(why, "explain under values: "+codes)
		}
	}
	if field == "birth" && p.undecided(at) {
		why = append(why, "the order of day and month does not show: set date_order")
	}
	if why == nil {
		return ""
	}
	return "   # ? " + strings.Join(why, "; ")
}

func (p *profile) destroyed(at int) bool {
	return slices.ContainsFunc(p.values(at), func(c Cell) bool {
		_, _, lost := fromScientific(c.Text)
		return lost
	})
}

// unread lists the codes of a column that cannot be read, if they are few and short enough to be codes.
func (p *profile) unread(field string, at int) string {
	if field == "phone" || field == "birth" || field == "age" {
		return ""
	}
	var codes []string
	for _, c := range p.values(at) {
		if t := checks[field](c); t != nil && !slices.Contains(codes, c.Text) {
			codes = append(codes, c.Text)
		}
		if len(codes) > 8 || len(c.Text) > 24 {
			return ""
		}
	}
	slices.Sort(codes)
	for i, c := range codes {
		codes[i] = strconv.Quote(c)
	}
	return strings.Join(codes, ", ")
}

// undecided reports whether dates of the column could be read either way and none shows how.
func (p *profile) undecided(at int) bool {
	f, either := &fieldPlan{columns: []int{at}}, false
	for _, r := range p.rows {
		f.learnOrder(r)
		_, t := DateReader{AsOf: clock.Date(2100, 1, 1)}.Birth(r.Cell(at))
		either = either || t != nil && t.Key == "sheet.refused.birth_day_or_month"
	}
	f.decideOrder()
	return either && f.order == OrderUndecided
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
		g.line("%s# answers: [%s]   # %d columns are not read; keep those that are wanted", indent,
			strings.Join(left[:n], ", "), len(left))
	}
}

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
			keys[cleanText(c.Text)] = true
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
		if keys[cleanText(c.Text)] {
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
		g.line("# The sheet %s adds to persons. To read it, take the # away and choose the columns:", yamlText(p.sheet.Name))
		g.line("# adds:")
		g.line("#   - sheet: %s", yamlText(p.sheet.Name))
		g.line("#     household: %s", yamlText(p.sheet.Columns[joins[i].to]))
		if pid >= 0 {
			g.line("#     person: %s", yamlText(roster.p.sheet.Columns[pid]))
		}
		if medical(p.sheet.Name) {
			g.line("#     compartment: medical   # nobody outside it may read this")
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
