// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"safar/kernel/fault"
)

// Folder is a programme with all that lies beside it: its forms, its words in each language, and its page of prose.
type Folder struct {
	Programme *Programme        // of programme.yaml and forms/*.yaml
	Words     map[string]*Words // by language
	Prose     string            // README.md
	Advice    Problems          // what the checker would do otherwise in any of its files
}

// Words are the words of one language for one programme.
type Words struct {
	Language string                       // code, such as sw
	Name     string                       // of the programme
	About    string                       // what it is for, in a sentence or two; "" where the file does not say
	Note     string                       // what must be read with it, below its pages, such as how a name in it is to be understood; ""
	Sections map[string]map[string]string // by section ("steps", "told", …) and id

	ForPeople bool // they are for those whom the programme serves: what they are told, and the names that they hear
}

// sections are what a file of words may name.
var wordSections = []string{"subjects", "pathways", "attributes", "steps", "told", "options", "figures", "grants", "roles", "authorities",
	"inputs", "reasons", "checks", "parts", "partners", "conditions", "periods", "statements"}

// In returns the word for an id of a section, or "" where there is none.
func (w *Words) In(section, id string) string {
	if w == nil {
		return ""
	}
	return w.Sections[section][id]
}

// Open reads the folder of one programme: programme.yaml, forms/*.yaml, words/*.yaml and README.md. The error is a Problems
// when something in the files is wrong, and whatever fsys answered when they cannot be read.
func Open(fsys fs.FS) (*Folder, error) {
	var all Problems
	forms, err := openForms(fsys, &all)
	if err != nil {
		return nil, err
	}
	text, err := fs.ReadFile(fsys, "programme.yaml")
	if err != nil {
		return nil, fault.New("programme.Open", fault.NotFound, "programme.no_file", nil).Because(err)
	}
	out := &Folder{Words: map[string]*Words{}}
	out.Programme, err = ParseWith("programme.yaml", text, forms)
	if err := collect(err, &all); err != nil {
		return nil, err
	}
	if err := out.openWords(fsys, &all); err != nil {
		return nil, err
	}
	prose, err := fs.ReadFile(fsys, "README.md")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fault.Wrap("programme.Open", err)
	}
	out.Prose = string(prose)
	if len(all.Refusals()) > 0 {
		return nil, all
	}
	out.Advice = append(all, out.Programme.advice...)
	return out, nil
}

// collect puts an error that is a Problems into all, and returns any other.
func collect(err error, all *Problems) error {
	var ps Problems
	if errors.As(err, &ps) {
		*all = append(*all, ps...)
		return nil
	}
	return err
}

// list returns the YAML files of a sub-folder, in order of name; none when there is no such folder.
func list(fsys fs.FS, folder string) ([]string, error) {
	entries, err := fs.ReadDir(fsys, folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.Wrap("programme.Open", err)
	}
	var out []string
	for _, e := range entries {
		if !e.IsDir() && path.Ext(e.Name()) == ".yaml" {
			out = append(out, path.Join(folder, e.Name()))
		}
	}
	return out, nil
}

func openForms(fsys fs.FS, all *Problems) (Forms, error) {
	files, err := list(fsys, "forms")
	if err != nil {
		return nil, err
	}
	forms := Forms{}
	for _, file := range files {
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, fault.Wrap("programme.Open", err)
		}
		form, err := ParseForm(file, text)
		if err := collect(err, all); err != nil {
			return nil, err
		}
		id := strings.TrimSuffix(path.Base(file), ".yaml")
		if form == nil { // its problems are noted; the steps that name it are not to blame
			forms[id] = &Form{ID: id}
			continue
		}
		if form.ID != id {
			*all = append(*all, Problem{File: file, Key: "programme.form_name", Args: fault.Args{"id": form.ID, "file": id}})
		}
		forms[id] = form
	}
	return forms, nil
}

// FormFiles returns the files of the forms of a programme's folder, by the id that the file is named after: what is published with it.
func FormFiles(fsys fs.FS) (map[string][]byte, error) { return filesIn(fsys, "forms") }

func filesIn(fsys fs.FS, folder string) (map[string][]byte, error) {
	files, err := list(fsys, folder)
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for _, file := range files {
		if out[strings.TrimSuffix(path.Base(file), ".yaml")], err = fs.ReadFile(fsys, file); err != nil {
			return nil, fault.Wrap("programme.filesIn", err)
		}
	}
	return out, nil
}

// WordFiles returns the files of the words of a programme's folder, by the language that the file is named after: what is published with it.
func WordFiles(fsys fs.FS) (map[string][]byte, error) { return filesIn(fsys, "words") }

func (f *Folder) openWords(fsys fs.FS, all *Problems) error {
	files, err := list(fsys, "words")
	if err != nil {
		return err
	}
	var read []wordFile
	for _, file := range files {
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return fault.Wrap("programme.Open", err)
		}
		of := wordFile{name: file, reader: &reader{source: newSource(file, text), p: &Programme{}}}
		of.root = of.reader.read(text)
		of.words = of.reader.words(of.root)
		read = append(read, of)
	}
	for _, of := range read {
		if of.words != nil && f.Programme != nil {
			f.wordless(of)
			of.untold(read)
			f.unnamed(of.root, of.reader)
			f.Words[of.words.Language] = of.words
		}
		*all = append(*all, of.reader.problems...)
	}
	if f.Programme != nil {
		*all = append(*all, f.unspoken()...)
	}
	return nil
}

// ParseWords reads one file of words. The error, when there is one, is a Problems.
func ParseWords(name string, text []byte) (*Words, error) {
	s := newSource(name, text)
	r := &reader{source: s, p: &Programme{}}
	w := r.words(s.read(text))
	if len(s.problems.Refusals()) > 0 || w == nil {
		s.problems.sort()
		return nil, s.problems
	}
	return w, nil
}

// WordsBeside reads the files of words that lie in a folder, by language, for a programme whose file lies there under a name of its own. The error is
// as Open returns it; a folder without words has none.
func WordsBeside(p *Programme, fsys fs.FS) (map[string]*Words, error) {
	f, all := &Folder{Programme: p, Words: map[string]*Words{}}, Problems{}
	if err := f.openWords(fsys, &all); err != nil {
		return nil, err
	}
	if len(all.Refusals()) > 0 {
		return nil, all
	}
	return f.Words, nil
}

// words reads one file of words.
func (r *reader) words(root *node) *Words {
	if root == nil || !r.is(root, mapNode, "programme.takes.word_file") {
		return nil
	}
	w := &Words{Sections: map[string]map[string]string{}}
	r.keys(root, "programme.part.words", append([]string{"language", "name", "about", "note", "for"}, wordSections...)...)
	if n := r.require(root, "programme.part.words", "language"); n != nil {
		w.Language = r.id(n)
	}
	if n := r.require(root, "programme.part.words", "name"); r.is(n, scalarNode, "programme.takes.text") {
		w.Name = n.text
	}
	for key, to := range map[string]*string{"about": &w.About, "note": &w.Note} {
		if n := root.get(key); n != nil && r.is(n, scalarNode, "programme.takes.text") {
			*to = n.text
		}
	}
	if n := root.get("for"); n != nil && r.is(n, scalarNode, "programme.takes.text") {
		if w.ForPeople = n.text == "people"; !w.ForPeople {
			r.unknownWord(n, "programme.words_for", []string{"people"})
		}
	}
	for _, p := range root.pairs {
		if !slices.Contains(wordSections, p.key.text) || !r.is(p.value, mapNode, "programme.takes.words") {
			continue
		}
		section := map[string]string{}
		for _, word := range p.value.pairs {
			if r.is(word.value, scalarNode, "programme.takes.text") {
				section[r.worded(p.key.text, word.key)] = word.value.text
			}
		}
		w.Sections[p.key.text] = section
	}
	return w
}

// worded returns what a word is for: an id, or a condition as the programme writes it.
func (r *reader) worded(section string, n *node) string {
	if section == "conditions" {
		return n.text
	}
	return r.id(n)
}
