// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"safar/field/journey"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// statementShown is the statement of a household, ready to be printed, in its language.
type statementShown struct {
	said   journey.Statement
	speaks *words.Printer
	known  bool // there are words for the language of the household
	line   string
	ways   []statementWay
	others []page.Link // the same in other languages
}

// statementWay is one way on a statement, in words.
type statementWay struct {
	name  string
	lines []statementLine
	next  statementLine
	who   string // who does what comes next; "" on paper
}

// statementLine is one line, in words, with its pictogram.
type statementLine struct {
	pictogram, text, more string
	parts                 []string
}

// statement shows what a household is handed of its own account.
func (p Pages) statement(r *web.Request) error {
	scope, of, err := p.homeOf(r, access.PeopleLook)
	if err != nil {
		return err
	}
	s := statementShown{}
	if s.said, err = asked(p, r, "task.statement", journey.StatementOf(scope, of)); err != nil {
		return err
	}
	office, err := asked(p, r, "task.statement", staff.LineOf(scope.Caseload))
	if err != nil {
		return err
	}
	s.line = office.Line
	language := s.said.Language
	if asked := r.URL.Query().Get("in"); asked != "" {
		language = asked
	}
	s.speaks, s.known = p.speaks(r, language)
	for _, way := range s.said.Ways {
		s.ways = append(s.ways, p.statedWay(s.speaks, way))
	}
	at := householdPath(of) + "/statement"
	s.others = inLanguages(r.Words, s.speaks, at)
	f := r.Frame(r.Words.T("statements.one"))
	f.Crumbs = []page.Link{start(r.Words), {Text: r.Words.T("household.list"), To: "/households"}, {Text: r.Words.T("household.file"), To: householdPath(of)}}
	return r.Show(statementPage(f, s))
}

// statedWay says one way in the language of the household: what its programme tells people, and where it does not, the names of its steps.
func (p Pages) statedWay(w *words.Printer, way journey.StatementWay) statementWay {
	said := p.speech(w, way.Programme)
	out := statementWay{name: said.say("pathways", way.Pathway)}
	for _, row := range way.Lines {
		line := statementLine{pictogram: pictogramOf[row.Verb], text: said.step(row.Step), more: handedSaid(w, row)}
		for _, a := range row.Amounts {
			line.parts = append(line.parts, partSaid(w, said, row.Verb, way.Currency, a))
		}
		if row.Verb == "pay" {
			line.text += ": " + w.Money(words.Money{Minor: row.Total, Currency: way.Currency})
		}
		out.lines = append(out.lines, line)
	}
	out.next = statementLine{pictogram: "talk", text: w.T("statement.no_next")}
	if way.Next != "" {
		out.next = statementLine{pictogram: pictogramOf[way.NextVerb], text: said.step(way.Next)}
		if told := said.say("told", way.Next); told != way.Next {
			out.next.parts = []string{told}
		}
		if way.NextDue.Known() {
			out.next.more = w.T("statement.next_on", words.Args{"Day": way.NextDue})
		}
	}
	return out
}

// pictogramOf is the pictogram of the steps of a verb.
var pictogramOf = map[string]string{"pay": "money", "give": "goods", "build": "house", "move": "road", "visit": "visit", "check": "visit", "place": "place",
	"tell": "talk", "gather": "talk", "choose": "talk"}

// handedSaid says whether a line was handed over, and when.
func handedSaid(w *words.Printer, row journey.StatementLine) string {
	switch {
	case row.Given && row.Day.Known():
		return w.T("statement.given", words.Args{"Day": row.Day})
	case row.Given:
		return w.T("statement.given_once")
	}
	return w.T("statement.coming")
}

// partSaid says a part of an amount: money, or pieces.
func partSaid(w *words.Printer, said speech, verb, currency string, a journey.AmountRow) string {
	if verb == "pay" {
		return said.say("parts", a.Name) + ": " + w.Money(words.Money{Minor: a.Minor, Currency: currency})
	}
	return said.say("parts", a.Name) + ": " + w.Number(a.Minor)
}
