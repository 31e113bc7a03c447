// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"safar/kernel/fault"
)

// Set returns the file of p with other values at some settings, by their ids, each as Written writes it. Everything else in it stays as it is, to the
// letter: remarks, blanks, the order of lines. What the checker says of the new file is asked when it is published; the error is a fault.Error for an id
// that is no setting of p, or a value that would change more than itself.
func (p *Programme) Set(values map[string]string) ([]byte, error) {
	const op = "programme.Set"
	s := newSource("", p.source)
	all := p.Settings()
	var chosen []Setting
	for _, id := range slices.Sorted(maps.Keys(values)) {
		i := slices.IndexFunc(all, func(at Setting) bool { return at.ID == id })
		if i < 0 {
			return nil, fault.New(op, fault.Invalid, "setting.not_there", fault.Args{"id": id})
		}
		if all[i].Text != values[id] {
			chosen = append(chosen, all[i])
		}
	}
	slices.SortFunc(chosen, func(a, b Setting) int { return cmp.Or(b.at.line-a.at.line, b.at.col-a.at.col) }) // the last first: columns before it stay
	for _, at := range chosen {
		if !s.replace(at.at, asValue(values[at.ID])) {
			return nil, fault.New(op, fault.Invalid, "setting.not_there", fault.Args{"id": at.ID})
		}
	}
	text := []byte(strings.Join(s.lines, "\n"))
	if !onlySet(p.source, text, chosen) {
		return nil, fault.New(op, fault.Invalid, "setting.more_changes", nil)
	}
	return text, nil
}

// replace puts a text where a value stands in its line.
func (s *source) replace(n *node, text string) bool {
	raw, ok := s.raw(n)
	if ok {
		line := []rune(s.line(n.line))
		s.lines[n.line-1] = string(line[:n.col-1]) + text + string(line[n.col-1+utf8.RuneCountInString(raw):])
	}
	return ok
}

// bare is a value that means nothing else to YAML: a number, a number of people, a length of time, a day.
var bare = regexp.MustCompile(`^[0-9][0-9A-Za-z_ *+.-]*$`)

// asValue is a value as a file writes it.
func asValue(text string) string {
	if strings.HasPrefix(text, "[") || bare.MatchString(text) {
		return text
	}
	return scalar(text)
}

// onlySet reports whether two files say the same but at the settings chosen of the first.
func onlySet(before, after []byte, chosen []Setting) bool {
	was, is := newSource("", before).read(before), newSource("", after).read(after)
	at := map[[2]int]bool{}
	for _, one := range chosen {
		at[[2]int{one.at.line, one.at.col}] = true
	}
	return was != nil && is != nil && sameBut(was, is, at)
}

// sameBut compares two pieces of files, but for the values at some places of the first.
func sameBut(was, is *node, but map[[2]int]bool) bool {
	if (was.kind == scalarNode || was.kind == listNode) && but[[2]int{was.line, was.col}] {
		return is.kind == was.kind
	}
	if was.kind != is.kind || was.text != is.text || len(was.items) != len(is.items) || len(was.pairs) != len(is.pairs) {
		return false
	}
	for i := range was.items {
		if !sameBut(was.items[i], is.items[i], but) {
			return false
		}
	}
	for i, p := range was.pairs {
		if p.key.text != is.pairs[i].key.text || !sameBut(p.value, is.pairs[i].value, but) {
			return false
		}
	}
	return true
}

// Clash is a setting that two people changed, each from the same version, without having seen the other.
type Clash struct {
	Setting      // as the version in force has it, by the one
	Wanted  Said // what the other wrote
}

// Onto lays what somebody changed of an older version onto p: of the values, by ids, those that are others than in base. It tells the settings that p
// has otherwise than base too, and to which somebody wrote something else again: the values of those are among the result, for a person to look at.
func (p *Programme) Onto(base *Programme, values map[string]string) (changed map[string]string, clashes []Clash) {
	changed = map[string]string{}
	now := p.Settings()
	for _, was := range base.Settings() {
		wanted, said := values[was.ID]
		i := slices.IndexFunc(now, func(at Setting) bool { return at.ID == was.ID })
		if !said || wanted == was.Text || i < 0 {
			continue
		}
		changed[was.ID] = wanted
		if is := now[i]; is.Text != was.Text && is.Text != wanted {
			other := is
			other.Text = wanted
			clashes = append(clashes, Clash{is, other.Said()})
		}
	}
	return changed, clashes
}
