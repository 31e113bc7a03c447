// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// CheckFile reads one programme file and writes what a person at a terminal wants to know: one line with what is in it,
// or every problem with its line, a caret and a hint. It reports whether the file may be used.
func CheckFile(w io.Writer, name string, text []byte) bool {
	p, err := Parse(name, text)
	return report(w, name, p, err)
}

// CheckFileWith is CheckFile for a file that lies beside its forms.
func CheckFileWith(w io.Writer, name string, text []byte, forms Forms) bool {
	p, err := ParseWith(name, text, forms)
	return report(w, name, p, err)
}

// CheckFolder is CheckFile for the folder of a programme: its file, its forms and its words.
func CheckFolder(w io.Writer, name string, fsys fs.FS) bool {
	f, err := Open(fsys)
	var ps Problems
	if err != nil && !errors.As(err, &ps) {
		fmt.Fprintf(w, "%s: %s\n", name, firstLine(err.Error()))
		return false
	}
	if err != nil {
		return report(w, name, nil, ps)
	}
	fmt.Fprint(w, f.Advice.Show())
	fmt.Fprintf(w, "%s: ok: %s, %s, %s\n", name, f.Programme.Summary(), plural(len(f.Programme.Forms), "form", "forms"),
		plural(len(f.Words), "language", "languages"))
	return true
}

func report(w io.Writer, name string, p *Programme, err error) bool {
	var ps Problems
	if errors.As(err, &ps) {
		fmt.Fprint(w, ps.Show())
		fmt.Fprintf(w, "%s: %s\n", name, plural(len(ps.Refusals()), "problem", "problems"))
		return false
	}
	fmt.Fprint(w, p.advice.Show())
	fmt.Fprintf(w, "%s: ok: %s\n", name, p.Summary())
	return true
}

// Summary returns one English line: how many pathways, steps and figures, and which verbs.
func (p *Programme) Summary() string {
	var steps int
	var used []string
	unbuilt := map[string]bool{}
	for _, w := range p.Pathways {
		steps += len(w.Steps)
		for _, s := range w.Steps {
			if !slices.Contains(used, s.Verb.Name) {
				used = append(used, s.Verb.Name)
			}
			unbuilt[s.Verb.Name] = !s.Verb.Built
		}
	}
	for i, verb := range used {
		if unbuilt[verb] {
			used[i] += " (not built yet)"
		}
	}
	return fmt.Sprintf("%s: %s, %s, %s (%s), %s, %s", p.ID, plural(len(p.Pathways), "pathway", "pathways"),
		plural(steps, "step", "steps"), plural(len(used), "verb", "verbs"), strings.Join(used, " "),
		plural(len(p.Figures), "figure", "figures"), plural(len(p.Grants), "grant", "grants"))
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
