// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"embed"
	"slices"
	"strings"
	"sync"
)

// The lists of changed names, of coarser places and times, and of the names of months. They are in the languages in which stories are written, and belong to what is written: no page says them.
//
//go:embed lists/*.txt
var listFiles embed.FS

// Languages are those in which a story is written, in the order in which a form offers them.
var Languages = []string{"en", "fr", "ar"}

// Spelled is a changed name in Latin and in Arabic letters.
type Spelled struct {
	Latin  string `cbor:"1,keyasint"`
	Arabic string `cbor:"2,keyasint"`
}

// in returns the name as it is written in a language.
func (s Spelled) in(language string) string {
	if language == "ar" {
		return s.Arabic
	}
	return s.Latin
}

// Said is a coarser place or time, in the order of Languages.
type Said [3]string

func (s Said) in(language string) string { return s[max(0, slices.Index(Languages, language))] }

// listed are the lists as they are read.
type listed struct {
	names  map[string][]Spelled // by language and f, m or family: “fr f”
	places map[string][]Said    // by the kind of a place
	days   []Said               // of the first, second and third part of a year
	months map[string][]string  // by language, twelve for each calendar
}

var lists = sync.OnceValue(func() *listed {
	l := &listed{names: map[string][]Spelled{}, places: map[string][]Said{}, months: map[string][]string{}}
	each("names", " ", func(p []string) {
		l.names[p[0]+" "+p[1]] = append(l.names[p[0]+" "+p[1]], Spelled{spaced(p[2]), spaced(p[3])})
	})
	each("places", "|", func(p []string) { l.places[p[0]] = append(l.places[p[0]], Said(p[1:])) })
	each("days", "|", func(p []string) { l.days = append(l.days, Said(p)) })
	each("months", " ", func(p []string) {
		for _, m := range p[1:] {
			l.months[p[0]] = append(l.months[p[0]], spaced(m))
		}
	})
	return l
})

func spaced(word string) string { return strings.ReplaceAll(word, "_", " ") }

// each calls f for every line of a list. The lists are part of the program: one that cannot be read is a mistake of it.
func each(name, between string, f func([]string)) {
	text, err := listFiles.ReadFile("lists/" + name + ".txt")
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(text)) {
		f(strings.Split(strings.TrimSpace(line), between))
	}
}
