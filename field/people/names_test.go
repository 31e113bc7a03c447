// SPDX-License-Identifier: Apache-2.0

package people_test

import (
	"strings"
	"testing"

	"safar/desk"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
)

// given returns the given name of a person as a page shows it.
func (o *office) given(t *testing.T, person id.ID) string {
	t.Helper()
	type shown struct {
		Given string `class:"open"`
	}
	got, err := desk.Ask(t.Context(), o.desk, o.actor, "task.test", desk.Query[shown]{Act: access.PeopleList, Scope: o.scope, Run: func(r *desk.Reader) (s shown, err error) {
		p, err := desk.Read(r, people.PersonStory, person)
		s.Given = p.State.Names.Value().Given
		return s, err
	}})
	must(t, err)
	return got.Given
}

// However a name was typed, it is kept in one way: what cannot be seen in it, and could turn round what stands beside it, is not kept.
func TestNamesAreKeptAsTheyAreRead(t *testing.T) {
	o := offices(t)["sqlite"]
	for typed, want := range map[string]string{
		"  Amina\t Zahra\n":            "Amina Zahra",
		"Ab\u202Ecd":                   "Abcd",
		"\u200Fأمينة\u200E":            "أمينة",
		"Amina أمينة Амина":            "Amina أمينة Амина",
		"<script>alert(1)</script>":    "<script>alert(1)</script>",
		"123 —":                        "123 —",
		"Zoe\u0308":                    "Zoë",
		"می\u200cخواهم":                "می\u200cخواهم",
		strings.Repeat("é", 300):       strings.Repeat("é", 300),
		strings.Repeat(" ", 400) + "A": "A",
	} {
		_, persons := o.register(t, people.Names{Given: typed, Family: "Kabila"})
		if got := o.given(t, persons[0]); got != want {
			t.Errorf("%q is kept as %q, want %q", typed, got, want)
		}
	}
	_, persons := o.register(t, people.Names{Given: "Neema"})
	_, err := o.desk.Do(t.Context(), o.actor, o.scope, id.New(), people.Correct{Person: persons[0], Names: &people.Names{Given: "\u2067Neema "}})
	must(t, err)
	if got := o.given(t, persons[0]); got != "Neema" {
		t.Errorf("corrected to %q", got)
	}
	household, _ := o.register(t, people.Names{Given: "Neema"})
	nobody := people.AddMember{Household: household, Member: people.Member{Names: people.Names{Given: "\u202E \n"}}}
	if _, err := o.desk.Do(t.Context(), o.actor, o.scope, id.New(), nobody); err == nil {
		t.Error("somebody of whom nothing is known was added")
	}
}
