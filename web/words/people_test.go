// SPDX-License-Identifier: Apache-2.0

package words

import (
	"slices"
	"strings"
	"testing"
)

// forPeople are the beginnings of the keys that are said to people, and of those that days and amounts are written with.
var forPeople = []string{"card.", "statement.", "kiosk.", "aloud.", "texted.", "printed.", "language.", "month.", "month_short.", "number.", "list.comma", "date.short", "date.long", "date.month",
	"date.unknown"}

func saidToPeople(key string) bool {
	return slices.ContainsFunc(forPeople, func(begins string) bool { return strings.HasPrefix(key, begins) })
}

// Every sentence that is said to people is there in each language in which they are spoken to, with the same values; and nothing else is.
func TestPeopleAreSpokenToInWholeSentences(t *testing.T) {
	c := Default()
	if len(c.people) == 0 {
		t.Fatal("nobody is spoken to in a language that is not the pages'")
	}
	for code, p := range c.people {
		for key, sentence := range c.printers[Mother].sentences {
			if !saidToPeople(key) {
				continue
			}
			theirs := p.sentences[key]
			if len(theirs) == 0 {
				t.Errorf("%s says nothing for %s", code, key)
			} else if !slices.Equal(names(sentence[0]), names(theirs[0])) {
				t.Errorf("%s: the values of %s are others", code, key)
			}
		}
		for key := range p.sentences {
			if !saidToPeople(key) || len(c.printers[Mother].sentences[key]) == 0 {
				t.Errorf("%s: nobody is told %s", code, key)
			}
		}
	}
}

// names are the values in a template, in order of name.
func names(t template) (all []string) {
	for i := 1; i < len(t); i += 2 {
		all = append(all, t[i])
	}
	slices.Sort(all)
	return all
}

func TestPeopleAreFoundByTheirLanguage(t *testing.T) {
	c := Default()
	for code, want := range map[string]string{"sw": "sw", "sw-CD": "sw", "fr": "fr", "ar-SY": "ar", "xx": Mother, "": Mother} {
		p, known := c.People(code)
		if p.Language().Code != want || known != (want != Mother) {
			t.Errorf("%q: %s, %v", code, p.Language().Code, known)
		}
	}
	if c.Has("sw") || len(c.Spoken()) != len(c.Languages())+len(c.people) {
		t.Error("pages are offered in a language that is for people alone")
	}
}
