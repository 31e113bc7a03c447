// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"safar/field/programme"
	"safar/kernel/fault"
)

// choice is one row of the sheet of choices.
type choice struct {
	programme.Option
	line line
}

var aName = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// isName reports whether a text is an id as forms of ours have them.
func isName(text string) bool { return len(text) <= 60 && aName.MatchString(text) }

var noName = regexp.MustCompile(`[^a-z0-9]+`)

// proposal makes an id of a name of others.
func proposal(text, otherwise string) string {
	name := strings.Trim(noName.ReplaceAllString(strings.ToLower(text), "_"), "_")
	if name = name[:min(len(name), 50)]; name == "" {
		return otherwise
	}
	if name[0] <= '9' {
		name = otherwise + "_" + name
	}
	return strings.Trim(name, "_")
}

// readLists reads the answers by their lists.
func (r *reading) readLists() {
	t := r.choices
	if t == nil {
		return
	}
	labels := r.textColumns(t, "label")
	for _, l := range t.rows {
		list := t.cell(l, "list_name")
		if list == "" {
			list = t.cell(l, "list name")
		}
		name := t.cell(l, "name")
		if name == "" {
			name = t.cell(l, "value")
		}
		if list != "" {
			r.lists[list] = append(r.lists[list], choice{programme.Option{Name: name, Labels: r.in(t, l, labels)}, l})
		}
	}
}

// readQuestions reads the rows of the survey.
func (r *reading) readQuestions() {
	t := r.survey
	for _, column := range []string{"type", "name"} {
		if _, there := t.columns[column]; !there {
			r.refuse(t, 1, 0, "no_column", fault.Args{"column": column})
			return
		}
	}
	for _, columns := range []texts{r.labels, r.hints} {
		for _, i := range columns {
			r.used[strings.ToLower(t.headers[i])] = true
		}
	}
	for _, column := range []string{"type", "name", "required", "relevant", "constraint", classColumn, asksColumn, countedColumn} {
		r.used[column] = true
	}
	known := asked{}
	for _, l := range t.rows {
		if q := r.question(l, known); q != nil {
			q.Labels, q.Hints = r.in(t, l, r.labels), r.in(t, l, r.hints)
			r.form.Questions, r.lines = append(r.form.Questions, q), append(r.lines, l)
			if known[q.Name] == nil {
				known[q.Name] = q
			}
		}
	}
}

// question reads one row; nil where it is refused.
func (r *reading) question(l line, known asked) *programme.Question {
	t := r.survey
	q := &programme.Question{Name: t.cell(l, "name"), Class: "personal"}
	list := r.typeIn(q, l)
	if q.Type == "" {
		r.out[q.Name] = true
		return nil
	}
	if !isName(q.Name) {
		r.refuse(t, l.number, t.at("name"), "name_wrong", fault.Args{"name": q.Name, "proposed": proposal(q.Name, "question")})
	}
	for i, header := range t.headers {
		if i < len(l.cells) && l.cells[i] != "" && changing[strings.ToLower(header)] {
			r.refuse(t, l.number, i, "column", fault.Args{"column": header})
		}
	}
	r.options(q, list, l)
	r.required(q, l)
	r.bounds(q, l)
	r.relevant(q, l, known)
	r.ours(q, l)
	return q
}

// ours reads the columns of ours. Who may read an answer stays as it was where a cell is empty, the rest where there is no column for it.
func (r *reading) ours(q *programme.Question, l line) {
	t, was := r.survey, q
	if r.meant.Before != nil && r.meant.Before.Question(q.Name) != nil {
		was = r.meant.Before.Question(q.Name)
	}
	q.Class = cmp.Or(t.cell(l, classColumn), was.Class)
	q.Asks, q.Counted = t.cell(l, asksColumn), t.cell(l, countedColumn)
	if _, there := t.columns[asksColumn]; !there && q.Type == was.Type {
		q.Asks = was.Asks
	}
	if _, there := t.columns[countedColumn]; !there && len(q.Options) > 0 {
		q.Counted = was.Counted
	}
}

// typeIn reads the type of a row, and the list of its answers.
func (r *reading) typeIn(q *programme.Question, l line) (list string) {
	t, said := r.survey, strings.Fields(r.survey.cell(l, "type"))
	refuse := func(name string) string {
		r.refuse(t, l.number, t.at("type"), name, fault.Args{"type": strings.Join(said, " ")})
		return ""
	}
	if len(said) == 0 {
		return refuse("no_type")
	}
	first := strings.ToLower(said[0])
	if (first == "select" || first == "begin" || first == "end") && len(said) > 1 {
		first, said = first+"_"+strings.ToLower(said[1]), slices.Concat([]string{first + "_" + said[1]}, said[2:])
	}
	if same := sameTypes[first]; same != "" {
		first = same
	}
	switch selects := first == "select_one" || first == "select_multiple"; {
	case strings.HasSuffix(first, "_group"):
		return refuse("group")
	case strings.HasSuffix(first, "_repeat"):
		return refuse("repeat")
	case first == "calculate" || first == "hidden":
		return refuse("calculate")
	case beside[first]:
		return refuse("beside")
	case !slices.Contains(programme.QuestionTypes, first) || len(said) > 1 && !selects:
		return refuse("type")
	case selects && len(said) == 1:
		return refuse("no_list")
	case selects && len(said) > 2:
		return refuse("or_other")
	case selects:
		list = said[1]
	}
	q.Type = first
	return list
}

// options takes the answers of a list.
func (r *reading) options(q *programme.Question, list string, l line) {
	if list == "" {
		return
	}
	if len(r.lists[list]) == 0 {
		r.refuse(r.survey, l.number, r.survey.at("type"), "list_missing", fault.Args{"list": list})
		return
	}
	for _, c := range r.lists[list] {
		at := r.choices.at("name")
		switch twice := slices.ContainsFunc(q.Options, func(o programme.Option) bool { return o.Name == c.Name }); {
		case !isName(c.Name):
			r.once(c.line, at, "name_wrong", fault.Args{"name": c.Name, "proposed": proposal(c.Name, "answer")})
		case twice:
			r.once(c.line, at, "choice_twice", fault.Args{"name": c.Name})
		case len(c.Labels) == 0:
			r.once(c.line, at, "no_label", nil)
		}
		q.Options = append(q.Options, c.Option)
	}
}

// once refuses a row of the choices, which several questions may use, a first time alone.
func (r *reading) once(l line, column int, name string, args fault.Args) {
	if !slices.ContainsFunc(r.refusals, func(f Refusal) bool { return f.Sheet == r.choices.name && f.row == l.number }) {
		r.refuse(r.choices, l.number, column, name, args)
	}
}

func (r *reading) required(q *programme.Question, l line) {
	said := strings.ToLower(r.survey.cell(l, "required"))
	is, known := truths[said]
	if !known {
		r.refuse(r.survey, l.number, r.survey.at("required"), "required", nil)
	}
	q.Required = is
}

// relevant translates the condition of a row.
func (r *reading) relevant(q *programme.Question, l line, known asked) {
	said := r.survey.cell(l, "relevant")
	if said == "" {
		return
	}
	when, bad := known.toCEL(said)
	if bad != nil && bad.key == "no_question" && r.out[bad.piece] {
		return
	}
	if bad != nil {
		r.refuse(r.survey, l.number, r.survey.at("relevant"), bad.key, fault.Args{"piece": bad.piece})
		return
	}
	q.When = &programme.Condition{Text: when, Key: "when"}
}

// bounds reads between which whole numbers an answer lies.
func (r *reading) bounds(q *programme.Question, l line) {
	said := r.survey.cell(l, "constraint")
	if said == "" {
		return
	}
	e, bad := parse(said, xpath)
	if bad != nil || q.Type != "integer" || !boundsOf(q, e) {
		r.refuse(r.survey, l.number, r.survey.at("constraint"), "constraint", nil)
		return
	}
	if q.Min != nil && q.Max != nil && *q.Min > *q.Max {
		r.refuse(r.survey, l.number, r.survey.at("constraint"), "crossed", nil)
	}
}

// boundsOf takes the bounds that an expression sets, and reports whether it says nothing else.
func boundsOf(q *programme.Question, e *expr) bool {
	if e.op == "and" {
		return !slices.ContainsFunc(e.args, func(arg *expr) bool { return !boundsOf(q, arg) })
	}
	if len(e.args) != 2 || e.args[0].op != "ref" || e.args[0].text != "." || e.args[1].op != "int" {
		return false
	}
	n, err := strconv.ParseInt(e.args[1].text, 10, 64)
	step := map[string]int64{"<": -1, ">": 1}[e.op]
	if n += step; err != nil || n < 0 || n > 1e15 {
		return false
	}
	switch e.op {
	case ">", ">=":
		if q.Min == nil || *q.Min < n {
			q.Min = &n
		}
		return true
	case "<", "<=":
		if q.Max == nil || *q.Max > n {
			q.Max = &n
		}
		return true
	}
	return false
}
