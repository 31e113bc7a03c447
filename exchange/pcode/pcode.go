// SPDX-License-Identifier: Apache-2.0

// Package pcode reads the p-codes of the world: the codes by which humanitarian maps name places, so that a village has one name
// in every list. The file is the global table of administrative levels 1 and 2 that OCHA publishes from its Common
// Operational Datasets: Location, Admin Level, P-Code, Name, Parent P-Code, Valid from date, with a row of HXL tags.
//
// Countries are roots, made from the rows that name them; level 1 hangs on its country, level 2 on its level 1. Rows are read
// one by one, and a wrong one costs itself only. A place may come before its parent.
package pcode

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"safar/exchange/sheet"
	"safar/kernel/clock"
	"safar/kernel/fault"
)

// Place is one administrative area.
type Place struct {
	Code      string    // p-code, or the country's ISO 3166 code of three letters
	Name      string    // a country's name is its code: the file has no other
	Level     int       // 0 country, 1, 2
	Parent    string    // code of the area it lies in; "" of a country
	Country   string    // ISO 3166, three letters
	ValidFrom clock.Day // since when the code means this; clock.NoDay of a country
	Row       int       // in the file, from 1; 0 of a country
}

// Refusal is a row that was not taken. Row is counted from 1; Code is what stood there, "" for nothing. ReasonKey and MendKey are
// the keys of the sentences that say why and how to mend it; Args are the values of both.
type Refusal struct {
	Row       int
	Code      string
	ReasonKey string
	MendKey   string
	Args      fault.Args
}

// Tree holds places by code, and the way down from each.
type Tree struct {
	places   map[string]*Place
	children map[string][]string
	Refused  []Refusal // in the order of the file
}

// At returns the place of a code.
func (t *Tree) At(code string) (Place, bool) {
	p, ok := t.places[code]
	if !ok {
		return Place{}, false
	}
	return *p, true
}

// Len returns the number of places of a level.
func (t *Tree) Len(level int) int {
	n := 0
	for _, p := range t.places {
		if p.Level == level {
			n++
		}
	}
	return n
}

// Children returns the places directly within a place, in order of code; those of "" are the countries.
func (t *Tree) Children(code string) []Place {
	var places []Place
	for _, c := range t.children[code] {
		places = append(places, *t.places[c])
	}
	return places
}

// Path returns the place and those it lies in, the country first; none for an unknown code.
func (t *Tree) Path(code string) []Place {
	var path []Place
	for p := t.places[code]; p != nil && len(path) < 8; p = t.places[p.Parent] {
		path = append(path, *p)
	}
	slices.Reverse(path)
	return path
}

// Walk calls visit for every place, parents before children, each level in order of code, so that a place can be registered
// when its parent already is. An error of visit ends the walk.
func (t *Tree) Walk(visit func(Place) error) error {
	queue := slices.Clone(t.children[""])
	for len(queue) > 0 {
		code := queue[0]
		queue = queue[1:]
		if err := visit(*t.places[code]); err != nil {
			return err
		}
		queue = append(queue, t.children[code]...)
	}
	return nil
}

// Options choose what is read. The zero Options read the world.
type Options struct {
	Countries []string // ISO 3166, three letters
}

// Read reads a table of p-codes. Errors are those of sheet.Open, or fault.Invalid where a column is missing.
func Read(ctx context.Context, path string, o Options) (*Tree, error) {
	wb, err := sheet.Open(path)
	if err != nil {
		return nil, err
	}
	defer wb.Close()
	s, err := wb.Sheet("")
	if err != nil {
		return nil, err
	}
	l := &loader{tree: &Tree{places: map[string]*Place{}, children: map[string][]string{}}, options: o}
	if err := l.find(s); err != nil {
		return nil, err
	}
	rows, err := wb.Data(s, nil)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		l.row(rows.Row())
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	l.grow()
	return l.tree, nil
}

// loader carries one reading.
type loader struct {
	tree    *Tree
	options Options

	country, level, code, name, parent, from int
}

// find finds the columns by their HXL tags, which do not change with the language, else by their headers.
func (l *loader) find(s *sheet.Sheet) error {
	for _, c := range []struct {
		tag, header string
		to          *int
	}{
		{"#country+code", "Location", &l.country}, {"#geo+admin_level", "Admin Level", &l.level},
		{"#adm+code", "P-Code", &l.code}, {"#adm+name", "Name", &l.name},
		{"#adm+code+parent", "Parent P-Code", &l.parent}, {"#date+start", "Valid from date", &l.from},
	} {
		if *c.to = slices.Index(s.Tags, c.tag); *c.to < 0 {
			*c.to = s.Column(c.header)
		}
		if *c.to < 0 {
			return fault.New("pcode.Read", fault.Invalid, "pcode.no_column", fault.Args{"column": c.header, "tag": c.tag}).
				WithHint("pcode.mend.no_column")
		}
	}
	return nil
}

func (l *loader) refuse(p *Place, name string, args fault.Args) {
	l.tree.Refused = append(l.tree.Refused, Refusal{p.Row, p.Code, "pcode.refused." + name, "pcode.mend." + name, args})
}

// row takes one row into the places.
func (l *loader) row(r sheet.Row) {
	text := func(at int) string {
		s, _ := sheet.CleanName(r.Cell(at).Text) // too long a name is empty, and refused as such
		return s
	}
	p := &Place{Code: text(l.code), Name: text(l.name), Parent: text(l.parent), Country: text(l.country), Row: r.Number}
	if len(l.options.Countries) > 0 && !slices.Contains(l.options.Countries, p.Country) {
		return
	}
	var err error
	if p.Level, err = strconv.Atoi(text(l.level)); err != nil || p.Level < 1 || p.Level > 5 {
		l.refuse(p, "level", nil)
		return
	}
	if p.ValidFrom, err = clock.ParseDay(text(l.from)); err != nil {
		l.refuse(p, "date", nil)
		return
	}
	switch before := l.tree.places[p.Code]; {
	case p.Code == "" || p.Country == "":
		l.refuse(p, "code_missing", nil)
	case p.Name == "":
		l.refuse(p, "name_missing", nil)
	case before != nil:
		l.refuse(p, "code_twice", fault.Args{"first": before.Row})
	default:
		l.tree.places[p.Code] = p
		l.plant(p.Country)
	}
}

// plant makes the root of a country.
func (l *loader) plant(country string) {
	if l.tree.places[country] == nil {
		l.tree.places[country] = &Place{Code: country, Name: country, Country: country, ValidFrom: clock.NoDay}
		l.tree.children[""] = append(l.tree.children[""], country)
	}
}

// grow hangs every place on its parent. Level by level, so that the children of a refused place are refused too.
func (l *loader) grow() {
	var all []*Place
	for _, p := range l.tree.places {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b *Place) int {
		if a.Level != b.Level {
			return a.Level - b.Level
		}
		return strings.Compare(a.Code, b.Code)
	})
	for _, p := range all {
		if p.Level == 0 {
			continue
		}
		up := l.tree.places[p.Parent]
		if up == nil || up.Level >= p.Level || up.Country != p.Country {
			l.refuse(p, "parent", nil)
			delete(l.tree.places, p.Code)
			continue
		}
		l.tree.children[p.Parent] = append(l.tree.children[p.Parent], p.Code)
	}
	slices.Sort(l.tree.children[""])
	slices.SortFunc(l.tree.Refused, func(a, b Refusal) int { return a.Row - b.Row })
}
