// SPDX-License-Identifier: Apache-2.0

package standards

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"safar/kernel/fault"
)

// written is a file as it is written.
type written struct {
	Handbook  string            `yaml:"handbook"`
	Title     string            `yaml:"title"`
	Edition   string            `yaml:"edition"`
	Standards []writtenStandard `yaml:"standards"`
}

type writtenStandard struct {
	ID        string            `yaml:"id"`
	Measure   string            `yaml:"measure"`
	Of        string            `yaml:"of"`
	Supply    string            `yaml:"supply"`
	Bounds    map[string]string `yaml:"bounds"`
	Chapter   string            `yaml:"chapter"`
	Page      string            `yaml:"page"`
	Suggested bool              `yaml:"suggested"`
}

// Problem is one thing that is wrong in a file.
type Problem struct {
	Standard string     // the id of the standard, or its number from 1 where it has none; "" of the file as a whole
	Key      string     // of the sentence that says what is wrong
	Args     fault.Args // what the sentence names
}

// Error says it on one line, for operators.
func (p Problem) Error() string {
	return strings.TrimSpace(p.Standard + " " + p.Key + " " + fmt.Sprint(map[string]any(p.Args)))
}

// Problems are everything that is wrong in a file.
type Problems []Problem

// Error says each on a line of its own.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Bounds of what a file may hold: no handbook has more, and no line of a table is longer.
const (
	mostStandards = 200
	mostLetters   = 200
	mostBytes     = 1 << 20
)

// Read reads a handbook's file. What is wrong is reported as [Problems], all of it at once.
func Read(text []byte) (*Handbook, error) {
	if len(text) > mostBytes {
		return nil, Problems{{Key: "standards.too_long", Args: fault.Args{"bytes": mostBytes}}}
	}
	var w written
	if err := yaml.UnmarshalWithOptions(text, &w, yaml.Strict()); err != nil {
		return nil, Problems{{Key: "standards.not_yaml", Args: fault.Args{"found": yaml.FormatError(err, false, true)}}}
	}
	r := reader{}
	h := r.handbook(w)
	if len(r.found) > 0 {
		return nil, r.found
	}
	return h, nil
}

// reader checks what was written, noting every problem on the way.
type reader struct {
	found Problems
	at    string // the standard that is being read
}

func (r *reader) wrong(key string, args fault.Args) {
	r.found = append(r.found, Problem{r.at, key, args})
}

func (r *reader) handbook(w written) *Handbook {
	h := &Handbook{ID: w.Handbook, Title: w.Title, Edition: w.Edition}
	r.id("handbook", w.Handbook)
	r.said("title", w.Title)
	r.said("edition", w.Edition)
	if len(w.Standards) == 0 || len(w.Standards) > mostStandards {
		r.wrong("standards.how_many", fault.Args{"most": mostStandards})
		return h
	}
	for i, s := range w.Standards {
		if r.at = s.ID; s.ID == "" {
			r.at = strconv.Itoa(i + 1)
		}
		if _, twice := h.Find(s.ID); twice {
			r.wrong("standards.twice", nil)
		}
		h.Standards = append(h.Standards, r.standard(s))
	}
	return h
}

func (r *reader) standard(w writtenStandard) Standard {
	s := Standard{ID: w.ID, Measure: Measure(w.Measure), Of: w.Of, Supply: w.Supply, Chapter: w.Chapter, Page: w.Page, Suggested: w.Suggested}
	r.id("id", w.ID)
	r.said("chapter", w.Chapter)
	if len(w.Page) > mostLetters {
		r.wrong("standards.too_many_letters", fault.Args{"field": "page", "most": mostLetters})
	}
	if !slices.Contains(Measures(), s.Measure) {
		r.wrong("standards.no_such_measure", fault.Args{"measure": w.Measure, "measures": Measures()})
	} else {
		r.kinds(s)
	}
	s.Bounds = r.bounds(w.Bounds)
	return s
}

// kinds checks of which facilities a standard is.
func (r *reader) kinds(s Standard) {
	switch of := s.Measure.ofFacilities(); {
	case of:
		r.id("of", s.Of)
	case s.Of != "":
		r.wrong("standards.of_the_site", fault.Args{"measure": s.Measure})
	}
	if s.Supply != "" {
		r.id("supply", s.Supply)
	}
}

func (r *reader) bounds(w map[string]string) map[Phase]Thousandths {
	bounds := map[Phase]Thousandths{}
	if len(w) == 0 {
		r.wrong("standards.no_bound", nil)
	}
	for name, text := range w {
		phase, bound := Phase(name), thousandths(text)
		switch {
		case !slices.Contains(Phases(), phase):
			r.wrong("standards.no_such_phase", fault.Args{"phase": name, "phases": Phases()})
		case bound <= 0:
			r.wrong("standards.not_a_bound", fault.Args{"text": text})
		default:
			bounds[phase] = bound
		}
	}
	return bounds
}

var (
	snakeCase = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	decimal   = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,3})?$`)
)

// id checks an id: small letters, digits and single underscores, a letter first.
func (r *reader) id(field, text string) {
	if len(text) > 60 || !snakeCase.MatchString(text) {
		r.wrong("standards.not_an_id", fault.Args{"field": field, "text": text})
	}
}

// said checks that something is said.
func (r *reader) said(field, text string) {
	switch {
	case strings.TrimSpace(text) == "":
		r.wrong("standards.missing", fault.Args{"field": field})
	case len(text) > mostLetters:
		r.wrong("standards.too_many_letters", fault.Args{"field": field, "most": mostLetters})
	}
}

// thousandths reads a number with up to three digits behind the point; 0 is none.
func thousandths(text string) Thousandths {
	if !decimal.MatchString(text) {
		return 0
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return Thousandths(math.Round(n * 1000))
}
