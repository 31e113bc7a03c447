// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"maps"
	"slices"
)

// QuestionChange is what became of one question of a form, or of the form itself.
type QuestionChange struct {
	Question string     // its name; "" for the form itself
	Kind     ChangeKind // Added, Removed or Altered
	Keys     []string   // what was altered: type, class, asks, counted, required, when, min, max, labels, hints, options; of the form: labels, order
}

// Changed says what a form asks otherwise than another one, question by question: first of the form itself, then in its order, then what is gone.
// There is nothing where both ask the same.
func (f *Form) Changed(before *Form) (changes []QuestionChange) {
	var keys []string
	if !maps.Equal(f.Labels, before.Labels) {
		keys = append(keys, "labels")
	}
	if !slices.Equal(f.namesIn(before), before.namesIn(f)) {
		keys = append(keys, "order")
	}
	if len(keys) > 0 {
		changes = append(changes, QuestionChange{Kind: Altered, Keys: keys})
	}
	for _, q := range f.Questions {
		if was := before.Question(q.Name); was == nil {
			changes = append(changes, QuestionChange{Question: q.Name, Kind: Added})
		} else if keys := q.altered(was); len(keys) > 0 {
			changes = append(changes, QuestionChange{Question: q.Name, Kind: Altered, Keys: keys})
		}
	}
	for _, q := range before.Questions {
		if f.Question(q.Name) == nil {
			changes = append(changes, QuestionChange{Question: q.Name, Kind: Removed})
		}
	}
	return changes
}

// namesIn are the names of the questions that another form has too, in order.
func (f *Form) namesIn(other *Form) (names []string) {
	for _, q := range f.Questions {
		if other.Question(q.Name) != nil {
			names = append(names, q.Name)
		}
	}
	return names
}

// altered are the keys of a question that it had otherwise.
func (q *Question) altered(was *Question) (keys []string) {
	for _, c := range []struct {
		key  string
		same bool
	}{
		{"type", q.Type == was.Type}, {"class", q.Class == was.Class}, {"asks", q.Asks == was.Asks}, {"counted", q.Counted == was.Counted},
		{"required", q.Required == was.Required}, {"when", q.When.text() == was.When.text()}, {"min", sameBound(q.Min, was.Min)},
		{"max", sameBound(q.Max, was.Max)}, {"labels", maps.Equal(q.Labels, was.Labels)}, {"hints", maps.Equal(q.Hints, was.Hints)},
		{"options", slices.EqualFunc(q.Options, was.Options, sameOption)},
	} {
		if !c.same {
			keys = append(keys, c.key)
		}
	}
	return keys
}

// text is a condition as written; "" for none.
func (c *Condition) text() string {
	if c == nil {
		return ""
	}
	return c.Text
}

func sameBound(a, b *int64) bool { return a == b || a != nil && b != nil && *a == *b }

func sameOption(a, b Option) bool { return a.Name == b.Name && maps.Equal(a.Labels, b.Labels) }
