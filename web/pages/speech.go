// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"context"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"safar/field/journey"
	"safar/field/programme"
	"safar/operation"
	"safar/programmes"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// speech says the words of one programme in the language of a reader: those that were published with it, those of its folder where this
// program carries it, or else the id itself.
type speech struct {
	w      *words.Printer
	folder *programme.Folder // nil where it is neither in force nor carried
}

// speech returns the words of a programme.
func (p Pages) speech(w *words.Printer, programmeID string) speech {
	carried := p.carried(programmeID)
	all, err := p.op.Programmes.Folders(context.Background())
	published := all[programmeID]
	switch {
	case err != nil || published == nil || len(published.Words)+len(published.Programme.Forms) == 0 && carried != nil:
		return speech{w, carried}
	case len(published.Words) == 0 && carried != nil:
		return speech{w, &programme.Folder{Programme: published.Programme, Words: carried.Words}}
	}
	return speech{w, published} // where it was published without words, its ids are shown
}

// carried returns the folder of a programme that comes with this program, or nil.
func (p Pages) carried(programmeID string) *programme.Folder {
	if known, ok := p.files.Load(programmeID); ok {
		return known.(*programme.Folder)
	}
	folder, err := fs.Sub(programmes.FS(), programmeID)
	if err != nil {
		return nil
	}
	f, err := programme.Open(folder)
	if err != nil {
		return nil
	}
	p.files.Store(programmeID, f)
	return f
}

// speeches are the words of all programmes, those in force first.
func (p Pages) speeches(w *words.Printer) []speech {
	var all []speech
	for _, name := range p.spokenOf() {
		all = append(all, p.speech(w, name))
	}
	return all
}

// spokenOf are the programmes whose words are known: those in force, then those that come with this program.
func (p Pages) spokenOf() []string {
	names := programmes.Names()
	published, err := p.op.Programmes.Folders(context.Background())
	if err != nil {
		return names
	}
	all := slices.Sorted(maps.Keys(published))
	return append(all, slices.DeleteFunc(names, func(name string) bool { return published[name] != nil })...)
}

// say returns the word for an id of a section.
func (s speech) say(section, id string) string {
	if s.folder != nil {
		for _, language := range []string{s.w.Language().Code, words.Mother} {
			if word := s.folder.Words[language].In(section, id); word != "" {
				return word
			}
		}
	}
	return id
}

// spoken returns the word of a section in the language of those who are spoken with; "" where the programme has none in it, or where the reader reads
// that language anyway.
func (s speech) spoken(language, section, id string) string {
	if s.folder == nil || language == s.w.Language().Code {
		return ""
	}
	return s.folder.Words[language].In(section, id)
}

// section returns the ids that a section has words for, in order.
func (s speech) section(section string) []string {
	if s.folder == nil || s.folder.Words[words.Mother] == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(s.folder.Words[words.Mother].Sections[section]))
}

// name returns the programme's own name.
func (s speech) name(id string) string {
	if s.folder != nil {
		for _, language := range []string{s.w.Language().Code, words.Mother} {
			if w := s.folder.Words[language]; w != nil && w.Name != "" {
				return w.Name
			}
		}
	}
	return id
}

// about says what the programme is for, and note what must be read with it; "" where its words do not say.
func (s speech) about() string { return s.prose(func(w *programme.Words) string { return w.About }) }
func (s speech) note() string  { return s.prose(func(w *programme.Words) string { return w.Note }) }

// prose is a text of the programme's words, in the language of the reader or else the mother's.
func (s speech) prose(of func(*programme.Words) string) string {
	if s.folder != nil {
		for _, language := range []string{s.w.Language().Code, words.Mother} {
			if w := s.folder.Words[language]; w != nil && of(w) != "" {
				return of(w)
			}
		}
	}
	return ""
}

// sections are where a programme's own words for what a refusal names are found, and catalogued the keys under which this program's are.
var (
	sections = map[string]string{"step": "steps", "before": "steps", "option": "options", "pathway": "pathways",
		"reason": "reasons", "missing": "checks", "condition": "conditions", "grant": "grants", "partner": "partners"}
	catalogued = map[string]string{"role": "role.", "status": "trip_status.", "means": "means.", "condition": "condition.", "missing": "missing."}
)

// Naming says the steps, options, roles and states in refusals by their names, in the language of the reader.
func Naming(op *operation.Operation) words.Naming {
	p := newPages(op)
	return func(w *words.Printer, what, of string) string {
		if key := catalogued[what] + of; catalogued[what] != "" && w.Has(key) {
			return w.T(key)
		}
		if what == "question" {
			return p.question(w, of)
		}
		section := sections[what]
		for _, name := range p.spokenOf() {
			if said := p.speech(w, name).say(section, of); section != "" && said != of {
				return said
			}
		}
		if what == "condition" {
			return p.ofCondition(w, of)
		}
		return of
	}
}

// ofCondition says what a condition is about, in the words of the first programme that has all it names.
func (p Pages) ofCondition(w *words.Printer, condition string) string {
	ids := programme.Mentioned(condition)
	for _, name := range p.spokenOf() {
		s := p.speech(w, name)
		if !slices.ContainsFunc(ids, func(id string) bool { return s.named(id) == spaced(id) }) {
			return s.lookedAt(condition)
		}
	}
	return speech{w, nil}.lookedAt(condition)
}

// question says a question of a form, which is named as form.question.
func (p Pages) question(w *words.Printer, of string) string {
	form, question, _ := strings.Cut(of, ".")
	for _, name := range p.spokenOf() {
		if f := p.speech(w, name).form(form); f != nil && f.Question(question) != nil {
			return f.Question(question).Labels.In(w.Language().Code)
		}
	}
	return question
}

func (s speech) step(id string) string   { return s.say("steps", id) }
func (s speech) option(id string) string { return s.say("options", id) }

// condition says a condition in the words of its programme, or in this program's; where neither has any, what it looks at: nobody who works with people
// reads the file.
func (s speech) condition(of string) string {
	if said := s.say("conditions", of); said != of {
		return said
	}
	if key := "condition." + of; s.w.Has(key) {
		return s.w.T(key)
	}
	return s.lookedAt(of)
}

// lookedAt says what a condition is about that nobody has put into words.
func (s speech) lookedAt(condition string) string {
	var names []string
	for _, id := range programme.Mentioned(condition) {
		names = append(names, s.named(id))
	}
	if len(names) == 0 {
		return s.w.T("condition.of_nothing")
	}
	return s.w.T("condition.of", words.Args{"What": names})
}

// named says what a condition calls by an id, or by an id and a property: a step, an input, an attribute, or what is known of everybody.
func (s speech) named(name string) string {
	id, _, _ := strings.Cut(name, ".")
	for _, section := range [...]string{"steps", "inputs", "attributes"} {
		if said := s.say(section, id); said != id {
			return said
		}
	}
	if key := "named." + id; s.w.Has(key) {
		return s.w.T(key)
	}
	return spaced(id)
}

// steps says several steps, with the language's comma.
func (s speech) steps(ids []string) string {
	out := make([]string, len(ids))
	for i, step := range ids {
		out[i] = s.step(step)
	}
	return s.w.List(out)
}

// formsOf finds the forms of programmes, for queries that tell answers by the class that the form gives them.
func (p Pages) formsOf(r *web.Request) journey.FormOf {
	return func(programmeID, form string) *programme.Form { return p.speech(r.Words, programmeID).form(form) }
}

// endings are the reasons for which a step that closes may end a way, as options.
func (s speech) endings(pathway, step string) (out []page.Option) {
	if s.folder == nil {
		return nil
	}
	if way := s.folder.Programme.Pathway(pathway); way != nil && way.Step(step) != nil {
		for _, reason := range way.Step(step).Reasons {
			out = append(out, page.Option{Value: reason, Label: s.say("reasons", reason)})
		}
	}
	return out
}

// form returns a form of the programme, or nil.
func (s speech) form(id string) *programme.Form {
	if s.folder == nil {
		return nil
	}
	return s.folder.Programme.Forms[id]
}
