// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strconv"
	"strings"

	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/web/words"
)

// registrationCode is what stands on the printed form of a registration; its number is raised with each change of its columns.
const registrationCode = "REGISTRATION 1"

// memberRows is how many members have a line on the printed form.
const memberRows = 12

// relations and sexes are numbered on the paper in this order.
var (
	paperSexes     = []string{"female", "male", "other"}
	paperRelations = []string{"head", "spouse", "child", "parent", "sibling", "grandchild", "other"}
)

// registrationColumns are those of the paper: the number of the sheet is that of the household, and stands before each of its members; the card and what they agreed to stand with the first.
func registrationColumns(w *words.Printer) []stackColumn {
	legend := func(group string, of []string) (all []string) {
		for i, value := range of {
			all = append(all, strconv.Itoa(i+1)+" "+w.T("printed."+group+"_"+value))
		}
		return all
	}
	sex, relation := printedColumn(w, "sex", true), printedColumn(w, "relation", true)
	sex.legend, relation.legend = legend("sex", paperSexes), legend("relation", paperRelations)
	return []stackColumn{printedColumn(w, "sheet", true), printedColumn(w, "given", false), printedColumn(w, "family", false), sex, printedColumn(w, "born", true), relation,
		printedColumn(w, "phone", false), printedColumn(w, "card", false), printedColumn(w, "consent", false)}
}

// typeRegistrations is the grid of registrations: a member a line, those with one number of a sheet are a household.
func typeRegistrations(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.PeopleRegister, e.scope, e.today); err != nil {
		return err
	}
	sites, err := e.placeOptions(places.Site)
	if err != nil {
		return err
	}
	s := &stack{code: registrationCode, lead: "stacks.registration_lead", print: "/stacks/registration/print", columns: registrationColumns(e.Words), rows: registrationLines,
		above: []blank{e.dayBlank("day", "stacks.day_of_all"), e.blank(asSelect, "site", "household.site").of(sites).optional(),
			e.blank(asSelect, "language", "household.language").of(languageOptions(e.Words)).worth("sw"),
			e.blank(asCheck, othersField, "stacks.others").optional()}}
	sent, err := e.readStack(s)
	if err != nil {
		return err
	}
	if sent {
		if err := e.typeHouseholds(s); err != nil {
			return err
		}
	}
	return e.showStack(s, e.Words.T("household.register"))
}

// typeHouseholds keeps each household of a grid of which nothing is wrong.
func (e *errand) typeHouseholds(s *stack) error {
	numbers, rows := []string{}, map[string][]int{}
	for row := 1; row <= s.rows; row++ {
		if !s.typed(row) {
			continue
		}
		number := s.sheetOf(e.Words, row)
		if !slices.Contains(numbers, number) {
			numbers = append(numbers, number)
		}
		rows[number] = append(rows[number], row)
	}
	day := s.dayIn(e.Words, 0)
	for _, number := range numbers {
		of := rows[number]
		c := e.householdTyped(s, of)
		c.Day = day
		if wrongIn := slices.ContainsFunc(of, s.wrongIn); wrongIn || s.bad["day"] != "" {
			continue
		}
		if err := e.keepHousehold(s, number, of, c); err != nil {
			return err
		}
	}
	return nil
}

// keepHousehold registers one household, unless somebody like them is registered already: that is for a person to look at.
func (e *errand) keepHousehold(s *stack, number string, of []int, c people.Register) error {
	alike, err := asked(e.Pages, e.Request, "task.search", people.RegisteredAlike(e.scope, c))
	if err != nil {
		return err
	}
	if len(alike) > 0 && s.values.Get(othersField) != "yes" {
		s.bad["sheet_"+strconv.Itoa(of[0])] = e.Words.T("stacks.alike", words.Args{"Card": orWord(alike[0].Card, alike[0].Name)})
		return nil
	}
	if err := e.keep(s, e.scope, number, of[0], c); err != nil {
		return err
	}
	if !s.wrongIn(of[0]) {
		for _, row := range of {
			s.clear(row)
		}
	}
	return nil
}

// householdTyped reads the lines of one household.
func (e *errand) householdTyped(s *stack, of []int) people.Register {
	first := "_" + strconv.Itoa(of[0])
	c := people.Register{Card: strings.TrimSpace(s.values.Get("card" + first)), Consent: strings.TrimSpace(s.values.Get("consent" + first)), Language: s.values.Get("language"),
		Site: oneID(s.values, "site"), Arrived: clock.NoDay}
	if c.Consent == "" {
		s.bad["consent"+first] = e.Words.T("register.consent_missing")
	}
	for _, row := range of {
		suffix := "_" + strconv.Itoa(row)
		read := slices.Clone([]string{"given", "family", "born", "phone"})
		values := map[string][]string{}
		for _, name := range read {
			values[name+suffix] = s.values[name+suffix]
		}
		values["sex"+suffix] = []string{numberedAnswer(paperSexes, s.values.Get("sex"+suffix))}
		values["relation"+suffix] = []string{numberedAnswer(paperRelations, s.values.Get("relation"+suffix))}
		for name, known := range map[string][]string{"sex": paperSexes, "relation": paperRelations} {
			if answer := values[name+suffix][0]; answer != "" && !slices.Contains(known, answer) {
				s.bad[name+suffix] = e.Words.T("stacks.not_an_answer")
			}
		}
		if m, some := e.member(e.Request, values, suffix, s.bad); some {
			c.Members = append(c.Members, m)
		} else {
			s.bad["given"+suffix] = e.Words.T("office.wrong.missing")
		}
	}
	return c
}

// numberedAnswer turns the number of an answer on paper into the answer; what is none stays as it was typed.
func numberedAnswer(of []string, text string) string {
	text = strings.TrimSpace(text)
	if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= len(of) {
		return of[n-1]
	}
	return text
}

// memberColumns are the columns of the printed table: those of a member.
func memberColumns(all []stackColumn) []stackColumn {
	return slices.DeleteFunc(all, func(c stackColumn) bool { return slices.Contains([]string{"sheet", "card", "consent"}, c.name) })
}

// printRegistration is the form of a registration on paper, a household a sheet, a member a line, in the order of the grid.
func printRegistration(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.PeopleRegister, e.scope, e.today); err != nil {
		return err
	}
	speaks, _ := e.speaks(e.Request, e.URL.Query().Get("in"))
	return e.printTable(paperTable{speaks: speaks, title: speaks.T("printed.registration"), code: registrationCode, columns: memberColumns(registrationColumns(speaks)), lines: memberRows,
		once: []string{speaks.T("printed.card"), speaks.T("printed.day"), speaks.T("printed.site"), speaks.T("printed.consent")}}, e.Words.T("household.register"), "/stacks/registration")
}
