// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"safar/kernel/fault"
)

// CheckFile reads one programme file and writes what a person at a terminal wants to know, in their words: one line with what is in it,
// or every problem with its line, a caret and a hint. It reports whether the file may be used.
func CheckFile(w io.Writer, name string, text []byte, say Say) bool {
	p, err := Parse(name, text)
	if refuse(w, name, err, say) {
		return false
	}
	fmt.Fprint(w, p.advice.Show(say))
	accept(w, name, p, p.contents(), say)
	return true
}

// CheckFolder is CheckFile for the folder of a programme: its file, its forms and its words. The error is of a folder that cannot be read.
func CheckFolder(w io.Writer, name string, fsys fs.FS, say Say) (bool, error) {
	f, err := Open(fsys)
	if refuse(w, name, err, say) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	fmt.Fprint(w, f.Advice.Show(say))
	contents := append(f.Programme.contents(), counted("programme.of.forms", len(f.Programme.Forms)), counted("programme.of.languages", len(f.Words)))
	accept(w, name, f.Programme, contents, say)
	return true, nil
}

// refuse writes the problems that an error is, and reports whether it is one of those.
func refuse(w io.Writer, name string, err error, say Say) bool {
	var ps Problems
	if !errors.As(err, &ps) {
		return false
	}
	fmt.Fprint(w, ps.Show(say))
	fmt.Fprintln(w, say("programme.refused_file", fault.Args{"file": name, "problems": counted("programme.problems", len(ps.Refusals()))}))
	return true
}

// accept writes the one line of a file that may be used.
func accept(w io.Writer, name string, p *Programme, contents []fault.Phrase, say Say) {
	said := make([]string, len(contents))
	for i, c := range contents {
		said[i] = say(c.Key, c.Args)
	}
	fmt.Fprintln(w, say("programme.checked", fault.Args{"file": name, "programme": p.ID, "contents": said}))
}

// contents says how many pathways, steps, verbs, figures and grants there are, which verbs, and which of them this version cannot walk.
func (p *Programme) contents() []fault.Phrase {
	var steps int
	var used, unbuilt []string
	for _, w := range p.Pathways {
		steps += len(w.Steps)
		for _, s := range w.Steps {
			if slices.Contains(used, s.Verb.Name) {
				continue
			}
			used = append(used, s.Verb.Name)
			if !s.Verb.Built {
				unbuilt = append(unbuilt, s.Verb.Name)
			}
		}
	}
	all := []fault.Phrase{counted("programme.of.pathways", len(p.Pathways)), counted("programme.of.steps", steps),
		{Key: "programme.verbs_used", Args: fault.Args{"verbs": counted("programme.of.verbs", len(used)), "names": strings.Join(used, " ")}},
		counted("programme.of.figures", len(p.Figures)), counted("programme.of.grants", len(p.Grants))}
	if len(unbuilt) > 0 {
		all = append(all, fault.Phrase{Key: "programme.not_built_yet", Args: fault.Args{"verbs": strings.Join(unbuilt, " ")}})
	}
	return all
}
