// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// widest is how many characters a line of texts may have before each language has a line of its own.
const widest = 240

// Written returns the file of a form, laid out as forms are by hand, so that ParseForm reads the same form again. The remarks of the file that it
// is a change of are kept: those at its beginning, and those directly above a question that is still there. With nil there are none.
func (f *Form) Written(of []byte) []byte {
	w := &formWriter{remarks: remarksIn(of)}
	w.remark("", w.remarks[""])
	w.line("", "form", scalar(f.ID))
	w.labels("", "labels", f.Labels)
	w.out.WriteString("questions:")
	if len(f.Questions) == 0 {
		w.out.WriteString(" []")
	}
	w.out.WriteByte('\n')
	for _, q := range f.Questions {
		w.question(q)
	}
	return w.out.Bytes()
}

// formWriter writes the lines of a form's file.
type formWriter struct {
	out     bytes.Buffer
	remarks map[string][]string // by the name of the question below; the file's own under ""
}

func (w *formWriter) line(indent, key, value string) {
	w.out.WriteString(indent + key + ": " + value + "\n")
}

func (w *formWriter) remark(indent string, lines []string) {
	for _, line := range lines {
		w.out.WriteString(indent + line + "\n")
	}
}

// question writes one question, its keys in the order in which they are read best: what it is, who reads it, when it is asked, what is asked.
func (w *formWriter) question(q *Question) {
	const in = "    "
	w.remark("  ", w.remarks[q.Name])
	w.line("  - ", q.Type, scalar(q.Name))
	if q.Class != "personal" && q.Class != "" {
		w.line(in, "class", scalar(q.Class))
	}
	if q.Asks != "" {
		w.line(in, "asks", scalar(q.Asks))
	}
	if q.Counted != "" {
		w.line(in, "counted", scalar(q.Counted))
	}
	if q.Required {
		w.line(in, "required", "true")
	}
	if q.When != nil {
		w.line(in, "when", scalar(q.When.Text))
	}
	w.bound(in, "min", q.Min)
	w.bound(in, "max", q.Max)
	w.labels(in, "labels", q.Labels)
	w.labels(in, "hints", q.Hints)
	w.options(in, q.Options)
}

func (w *formWriter) bound(indent, key string, bound *int64) {
	if bound != nil {
		w.line(indent, key, strconv.FormatInt(*bound, 10))
	}
}

// labels writes texts on one line, or a line for each language where that would be too long; nothing where there are none.
func (w *formWriter) labels(indent, key string, labels Labels) {
	if len(labels) == 0 {
		return
	}
	languages := labels.Languages()
	said := make([]string, len(languages))
	for i, language := range languages {
		said[i] = scalar(language) + ": " + scalar(labels[language])
	}
	line := "{" + strings.Join(said, ", ") + "}"
	if utf8.RuneCountInString(indent+key+": "+line) <= widest {
		w.line(indent, key, line)
		return
	}
	w.out.WriteString(indent + key + ":\n")
	for _, one := range said {
		w.out.WriteString(indent + "  " + one + "\n")
	}
}

func (w *formWriter) options(indent string, options []Option) {
	if len(options) == 0 {
		return
	}
	w.out.WriteString(indent + "options:\n")
	for _, o := range options {
		if len(o.Labels) == 0 {
			w.line(indent+"  ", scalar(o.Name), "{}")
			continue
		}
		w.labels(indent+"  ", scalar(o.Name), o.Labels)
	}
}

// firstLanguages are the languages that stand first in a file, in this order; others follow by their codes.
var firstLanguages = []string{"en", "fr", "ar"}

// Languages returns the languages of the texts in the order in which they are written.
func (l Labels) Languages() []string {
	var out []string
	for _, language := range firstLanguages {
		if _, said := l[language]; said {
			out = append(out, language)
		}
	}
	for _, language := range slices.Sorted(maps.Keys(l)) {
		if !slices.Contains(firstLanguages, language) {
			out = append(out, language)
		}
	}
	return out
}

var (
	plainWords = regexp.MustCompile(`(?i)^(true|false|null|yes|no|on|off|y|n)$`)
	aQuestion  = regexp.MustCompile(`^( *)- *(?:` + strings.Join(QuestionTypes, "|") + `): *["']?([a-z0-9_]+)["']? *(?:#.*)?$`)
)

// scalar writes a text so that YAML reads it as it is: plainly where nothing in it means anything else, in quotes otherwise.
func scalar(text string) string {
	switch {
	case plainly(text):
		return text
	case strings.ContainsAny(text, `"\`) && !strings.ContainsFunc(text, unprinted):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return quoted(text)
}

// plainly reports whether a text can stand without quotes, also between braces.
func plainly(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(first) && !plainWords.MatchString(text) && !strings.ContainsAny(text, ",[]{}#:\\") && !strings.HasSuffix(text, " ") &&
		!strings.Contains(text, "  ") && !strings.ContainsFunc(text, unprinted)
}

// unprinted are the characters that a quoted text writes as an escape.
func unprinted(r rune) bool {
	return r != ' ' && !unicode.IsGraphic(r) || r == utf8.RuneError || unicode.IsSpace(r) && r != ' '
}

// quoted writes a text in double quotes.
func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case unprinted(r) && r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// remarksIn finds the remarks of a form's file: those above its first line under "", those directly above a question under its name. What looks
// like one inside a text of several lines stands deeper than the questions.
func remarksIn(file []byte) map[string][]string {
	lines := strings.Split(strings.ReplaceAll(string(file), "\r\n", "\n"), "\n")
	found := map[string][]string{}
	var above []string
	head := true
	for _, line := range lines {
		text := strings.TrimSpace(line)
		question := aQuestion.FindStringSubmatch(line)
		switch {
		case strings.HasPrefix(text, "#"):
			above = append(above, line)
			continue
		case head:
			if found[""] = trimmed(above, 0); text == "" {
				continue
			}
			head = false
		case question != nil:
			found[question[2]] = trimmed(above, len(question[1]))
		}
		above = nil
	}
	return found
}

// trimmed are the last of some remarks that stand no deeper than a place, without their indents.
func trimmed(remarks []string, deepest int) (out []string) {
	for _, line := range remarks {
		if indent(line) > deepest {
			out = nil
			continue
		}
		out = append(out, strings.TrimSpace(line))
	}
	return out
}
