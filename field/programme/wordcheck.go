// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"maps"
	"path"
	"slices"
	"strings"

	"safar/kernel/fault"
)

// wordFile is a file of words while a folder is read.
type wordFile struct {
	name   string // of the file
	reader *reader
	root   *node
	words  *Words // nil where it could not be read
}

// advise notes advice where a section stands in the file; at its beginning where there is no such section.
func (of wordFile) advise(section, key string, args fault.Args) {
	at := of.root.pairs[0].key
	for _, pair := range of.root.pairs {
		if pair.key.text == section {
			at = pair.key
		}
	}
	args["section"], args["language"] = section, of.words.Language
	of.reader.advise(at, key, "", args)
}

// wordless advises of every section, step, option and figure that a language has no word for, and refuses a file that is named after another language than
// its own: whoever publishes the folder would be told so only then. Of words for the people served those are asked for that they meet.
func (f *Folder) wordless(of wordFile) {
	w := of.words
	if name := strings.TrimSuffix(path.Base(of.name), ".yaml"); w.Language != "" && w.Language != name {
		of.reader.problems = append(of.reader.problems, Problem{File: of.name, Key: "programme.words_name", Args: fault.Args{"language": w.Language, "file": name}})
	}
	wanted := f.Programme.wanted()
	if w.ForPeople {
		wanted = f.Programme.wantedByPeople()
	}
	missing := map[string][]string{}
	for _, ref := range wanted {
		section, id := ref[0], ref[1]
		switch {
		case w.In(section, id) != "":
		case len(w.Sections[section]) > 0:
			of.advise(section, "programme.no_word", fault.Args{"id": id})
		case section != "conditions": // where there are no words for it, it is said what it names
			missing[section] = append(missing[section], id)
		}
	}
	for _, section := range slices.Sorted(maps.Keys(missing)) {
		of.advise(section, "programme.no_section", fault.Args{"ids": strings.Join(missing[section], ", ")})
	}
}

// untold advises of what people are told in another language and not in this one: it would be said to them in one that is not theirs.
func (of wordFile) untold(others []wordFile) {
	told := map[string]bool{}
	for _, other := range others {
		if other.words == nil {
			continue
		}
		for _, id := range slices.Sorted(maps.Keys(other.words.Sections["told"])) {
			if of.words.In("told", id) == "" && !told[id] && len(of.words.Sections["told"]) > 0 {
				told[id] = true
				of.advise("told", "programme.no_word", fault.Args{"id": id})
			}
		}
	}
}

// wantedByPeople are the sections and ids of wanted that people meet who walk the programme's ways or complain.
func (p *Programme) wantedByPeople() [][2]string {
	only := &Programme{}
	for _, w := range p.Pathways {
		if nature := NatureOf(w.For); nature == Household || nature == Person || w.For == "complaint" {
			only.Pathways = append(only.Pathways, w)
		}
	}
	return slices.DeleteFunc(only.wanted(), func(ref [2]string) bool { return ref[0] == "conditions" || ref[0] == "authorities" })
}

// unnamed advises of words for what the programme does not have: a slip of the pen, mostly.
func (f *Folder) unnamed(root *node, r *reader) {
	for _, section := range root.pairs {
		known := f.Programme.named(section.key.text)
		if !slices.Contains(wordSections, section.key.text) || section.key.text == "roles" {
			continue // what members are called of whom they are members, nobody lists
		}
		for _, word := range section.value.pairs {
			if slices.Contains(known, word.key.text) {
				continue
			}
			args, hint := fault.Args{"section": section.key.text, "id": word.key.text}, ""
			if near := nearest(word.key.text, known); near != "" {
				args["near"], hint = near, "programme.did_you_mean"
			}
			r.advise(word.key, "programme.word_of_nothing", hint, args)
		}
	}
}

// named are the ids of a section for which a file of words may have one.
func (p *Programme) named(section string) (ids []string) {
	switch section {
	case "subjects":
		for _, k := range slices.Concat(kinds, p.Subjects) {
			ids = append(ids, k.Name, k.Plural)
		}
	case "grants":
		for _, g := range p.Grants {
			ids = append(ids, g.ID, g.Donor)
		}
	case "inputs":
		for _, in := range p.Inputs {
			ids = append(ids, in.Name)
			for _, d := range in.Fields {
				ids = append(ids, d.Name)
			}
		}
	}
	for _, w := range p.Pathways {
		for _, s := range w.Steps {
			ids = append(ids, s.named(section)...)
		}
	}
	for _, ref := range p.wanted() {
		if ref[0] == section {
			ids = append(ids, ref[1])
		}
	}
	return ids
}

// named are the ids of a section that a step may be shown with beside those that everybody meets.
func (s *Step) named(section string) []string {
	switch section {
	case "told":
		return []string{s.ID}
	case "partners":
		return []string{s.Partner}
	case "options":
		return append(slices.Clone(s.Means), s.words()...)
	case "checks", "parts", "reasons":
		return []string{s.Kind}
	}
	return nil
}

// unspoken advises of a programme without any words, of words that lack a language in which all its forms are asked, and of forms that lack one in which
// the programme speaks.
func (f *Folder) unspoken() (all Problems) {
	if len(f.Words) == 0 {
		return Problems{{File: "words/", Key: "programme.no_words", Hint: "programme.no_words.hint", Advice: true}}
	}
	asked := map[string]int{}
	for _, name := range f.Programme.Forms.names() {
		form := f.Programme.Forms[name]
		for language := range form.Labels {
			asked[language]++
		}
		for _, language := range slices.Sorted(maps.Keys(f.Words)) {
			if ids := form.unlabelled(language); len(ids) > 0 {
				all = append(all, Problem{File: "forms/" + name + ".yaml", Key: "programme.no_label", Advice: true,
					Args: fault.Args{"language": language, "ids": strings.Join(ids, ", ")}})
			}
		}
	}
	for _, language := range slices.Sorted(maps.Keys(asked)) {
		if f.Words[language] == nil && asked[language] == len(f.Programme.Forms) {
			all = append(all, Problem{File: "words/" + language + ".yaml", Key: "programme.no_word_file", Advice: true, Args: fault.Args{"language": language}})
		}
	}
	return all
}

// unlabelled are what of a form has no text in a language: the form itself, its questions, and their answers.
func (f *Form) unlabelled(language string) (ids []string) {
	if len(f.Labels) > 0 && f.Labels[language] == "" {
		ids = append(ids, f.ID)
	}
	for _, q := range f.Questions {
		if q.Labels[language] == "" || len(q.Hints) > 0 && q.Hints[language] == "" {
			ids = append(ids, q.Name)
		}
		for _, o := range q.Options {
			if o.Labels[language] == "" {
				ids = append(ids, q.Name+"."+o.Name)
			}
		}
	}
	return ids
}

// wanted returns every section and id that a reader of a page will meet.
func (p *Programme) wanted() [][2]string {
	var out [][2]string
	want := func(section, id string) {
		if ref := [2]string{section, id}; !slices.Contains(out, ref) {
			out = append(out, ref)
		}
	}
	for _, k := range p.Subjects {
		want("subjects", k.Name)
	}
	for _, w := range p.Pathways {
		want("pathways", w.ID)
		for _, d := range w.Attributes {
			want("attributes", d.Name)
			for _, option := range d.Options {
				want("options", option)
			}
		}
		for _, s := range w.Steps {
			want("steps", s.ID)
			for _, c := range []*Condition{s.When, s.Requires} {
				if c != nil {
					want("conditions", c.Text)
				}
			}
			if s.Verb == tellVerb {
				want("told", s.ID)
			}
			for _, option := range s.Options {
				want("options", option)
			}
			for _, reason := range s.Reasons {
				want("reasons", reason)
			}
			for _, check := range s.Checks {
				want("checks", check)
			}
			for _, part := range s.Gives {
				want("parts", part.Name)
			}
			if s.Authority != "" {
				want("authorities", s.Authority)
			}
		}
	}
	for _, f := range p.Figures {
		want("figures", f.ID)
	}
	for _, of := range p.Periods {
		want("periods", of.ID)
	}
	for _, s := range p.Said {
		want("statements", s.ID)
	}
	return out
}
