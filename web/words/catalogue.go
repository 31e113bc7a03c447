// SPDX-License-Identifier: Apache-2.0

package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

//go:embed *.json people/*.json
var files embed.FS

// Mother is the language in which sentences are first written and which is spoken where another lacks one.
const Mother = "en"

// Catalogue holds the sentences of every language. It is safe for concurrent use once loaded.
type Catalogue struct {
	printers map[string]*Printer
	people   map[string]*Printer // languages in which people are spoken to, and no page is
	codes    []string            // Mother first, then by code
	matcher  language.Matcher

	// OnMissing, where it is set, is told of every key asked for that even Mother lacks. Set it before the first use.
	OnMissing func(language, key string)

	// OnFallback, where it is set, is told of every key that a language lacks and Mother says in its stead. Set it before the first use.
	OnFallback func(language, key string)
}

// Language is one language as a page offers it.
type Language struct {
	Code string // BCP 47: en, fr, ar
	Name string // in the language itself
	Dir  string // ltr or rtl
}

// Default returns the catalogue that comes with the program. It ends the program if that does not read, which tests prevent.
var Default = sync.OnceValue(func() *Catalogue {
	c, err := Load(files)
	if err != nil {
		panic(err)
	}
	return c
})

// Load reads every CODE.json at the top of folder, and those of its folder people. Mother must be among them, and each must say what it
// is: language.name, language.direction and language.grouping.
func Load(folder fs.FS) (*Catalogue, error) {
	c := &Catalogue{}
	var err error
	if c.printers, err = c.readAll(folder, "*.json"); err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	if c.people, err = c.readAll(folder, "people/*.json"); err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	c.codes = slices.Collect(maps.Keys(c.printers))
	if c.printers[Mother] == nil {
		return nil, fmt.Errorf("words: %s.json is missing", Mother)
	}
	slices.SortFunc(c.codes, func(a, b string) int {
		if (a == Mother) != (b == Mother) {
			return map[bool]int{true: -1, false: 1}[a == Mother]
		}
		return strings.Compare(a, b)
	})
	var tags []language.Tag
	for _, code := range c.codes {
		tags = append(tags, c.printers[code].tag)
	}
	c.matcher = language.NewMatcher(tags)
	return c, nil
}

// readAll reads the files of a pattern, by their languages.
func (c *Catalogue) readAll(folder fs.FS, pattern string) (map[string]*Printer, error) {
	all := map[string]*Printer{}
	names, err := fs.Glob(folder, pattern)
	for _, name := range names {
		if err != nil {
			return nil, err
		}
		var text []byte
		if text, err = fs.ReadFile(folder, name); err != nil {
			return nil, err
		}
		p, wrong := read(strings.TrimSuffix(path.Base(name), ".json"), text)
		if wrong != nil {
			return nil, fmt.Errorf("%s: %w", name, wrong)
		}
		p.catalogue, all[p.lang.Code] = c, p
	}
	return all, err
}

// read reads one file: texts, objects of plural forms, and groups of either.
func read(code string, text []byte) (*Printer, error) {
	tag, err := language.Parse(code)
	if err != nil {
		return nil, fmt.Errorf("%q is not the code of a language: %w", code, err)
	}
	var tree map[string]any
	if err := json.Unmarshal(text, &tree); err != nil {
		return nil, err
	}
	p := &Printer{tag: tag, sentences: map[string]sentence{}}
	if err := p.add("", tree); err != nil {
		return nil, err
	}
	p.lang = Language{Code: code, Name: p.plain("language.name"), Dir: p.plain("language.direction")}
	p.rtl = p.lang.Dir == "rtl"
	group, known := groupings[p.plain("language.grouping")]
	if p.lang.Name == "" || (p.lang.Dir != "ltr" && p.lang.Dir != "rtl") || !known {
		return nil, fmt.Errorf("language.name, language.direction (ltr, rtl) and language.grouping (comma, dot, space, none) are needed")
	}
	p.group, p.point = group[0], group[1]
	return p, nil
}

// groupings are how a language writes a thousand and a half: the mark between groups of three digits, and the decimal mark.
var groupings = map[string][2]string{"comma": {",", "."}, "dot": {".", ","}, "space": {"\u202f", ","}, "none": {"", "."}}

// forms are the CLDR plural forms, by the number that golang.org/x/text/feature/plural gives them.
var forms = []string{"other", "zero", "one", "two", "few", "many"}

func (p *Printer) add(prefix string, tree map[string]any) error {
	for key, value := range tree {
		name := strings.TrimPrefix(prefix+"."+key, ".")
		switch v := value.(type) {
		case string:
			p.sentences[name] = sentence{parse(v)}
		case map[string]any:
			if s, counted := asForms(v); counted {
				p.sentences[name] = s
			} else if err := p.add(name, v); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s is neither a sentence nor a group of sentences", name)
		}
	}
	return nil
}

// asForms takes an object that has a text under "other" for a counted sentence.
func asForms(object map[string]any) (sentence, bool) {
	if _, counted := object["other"].(string); !counted {
		return nil, false
	}
	s := make(sentence, len(forms))
	for i, form := range forms {
		if text, given := object[form].(string); given {
			s[i] = parse(text)
		}
	}
	return s, true
}

// Languages lists the languages, Mother first.
func (c *Catalogue) Languages() []Language {
	var all []Language
	for _, code := range c.codes {
		all = append(all, c.printers[code].lang)
	}
	return all
}

// Printer returns the printer of a language, and Mother's for one that is not there.
func (c *Catalogue) Printer(code string) *Printer {
	if p := c.printers[code]; p != nil {
		return p
	}
	return c.printers[Mother]
}

// People returns who speaks to people in their own language, given as BCP 47: a language of the pages, or one of which there are the words for
// people alone. Where there is neither for it nor for what it is a kind of, known is false, and Mother's is returned.
func (c *Catalogue) People(code string) (speaks *Printer, known bool) {
	base, _, _ := strings.Cut(code, "-")
	for _, of := range []string{code, base} {
		for _, all := range []map[string]*Printer{c.printers, c.people} {
			if p := all[of]; p != nil {
				return p, true
			}
		}
	}
	return c.printers[Mother], false
}

// Spoken lists the languages in which people can be spoken to: those of the pages first.
func (c *Catalogue) Spoken() []Language {
	all := c.Languages()
	for _, code := range slices.Sorted(maps.Keys(c.people)) {
		all = append(all, c.people[code].lang)
	}
	return all
}

// Has reports whether there is a file for a language.
func (c *Catalogue) Has(code string) bool { return c.printers[code] != nil }

// Negotiate returns the printer of the first of chosen (what the person asked for, then what they chose before) that there
// is, and otherwise the one that suits the Accept-Language header best.
func (c *Catalogue) Negotiate(acceptLanguage string, chosen ...string) *Printer {
	for _, code := range chosen {
		if c.Has(code) {
			return c.Printer(code)
		}
	}
	if acceptLanguage == "" {
		return c.Printer(Mother)
	}
	_, i := language.MatchStrings(c.matcher, acceptLanguage)
	return c.printers[c.codes[i]]
}

// Files returns the catalogues that come with the program, for Load.
func Files() fs.FS { return files }
