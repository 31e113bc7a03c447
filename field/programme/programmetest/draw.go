// SPDX-License-Identifier: Apache-2.0

package programmetest

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"
)

// Programme is a programme as it was drawn, before anybody has read it.
type Programme struct {
	ID    string            // as the file names it
	Forms map[string][]byte // forms/*.yaml, by id
	Words map[string][]byte // words/*.yaml, by language: en, fr and ar
	lines []line            // of programme.yaml
}

// line is one line of a file: what stands in it is a key and its value, where takes says of which shape; a line may also go on with the one before.
type line struct {
	indent     int
	key, value string
	takes      takes
	mark       string // "- " where a step begins
}

func (l line) text() string {
	out := strings.Repeat(" ", l.indent) + l.mark + l.key
	if l.key != "" && l.value != "" {
		out += ": "
	} else if l.key != "" {
		out += ":"
	}
	return out + l.value
}

// Source returns the text of programme.yaml.
func (p *Programme) Source() []byte { return sourceOf(p.lines) }

func sourceOf(lines []line) []byte {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.text())
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

// Draw draws a programme under an id.
func Draw(t *rapid.T, id string) *Programme {
	d := &drawer{t: t, p: &Programme{ID: id, Forms: map[string][]byte{}, Words: map[string][]byte{}}, taken: map[string]bool{}}
	d.headed()
	d.drawWays()
	d.drawForms()
	d.write()
	d.drawWords()
	return d.p
}

// drawer holds what was drawn so far.
type drawer struct {
	t        *rapid.T
	p        *Programme
	taken    map[string]bool // ids that are given out
	grants   []string
	inputs   []string // of places; each has the field safe
	looks    []string // at what other stories tell, as a condition writes it
	kinds    [][2]string
	ways     []*way
	currency string
	figures  []*step
	said     []string // statements
	forms    []*form
	witness  bool
}

// pick draws one of n, each as likely as the others: rapid's own ranges prefer small numbers.
func (d *drawer) pick(n int, what string) int {
	h := rapid.Uint64().Draw(d.t, what)
	for i := range len(what) {
		h = (h ^ uint64(what[i])) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	return int(h % uint64(n))
}

// once is true one time in n.
func (d *drawer) once(n int, what string) bool { return d.pick(n, what) == n/2 }

// one draws one of several.
func one[T any](d *drawer, of []T, what string) T { return of[d.pick(len(of), what)] }

// some draws a part of several, in their order, with one of them at least.
func some(d *drawer, of []string, what string) (part []string) {
	for len(part) == 0 {
		for _, x := range of {
			if d.once(2, what) {
				part = append(part, x)
			}
		}
	}
	return part
}

// name gives out an id that nothing else has.
func (d *drawer) name(like string) string {
	for n := 1; ; n++ {
		id := like
		if n > 1 {
			id = fmt.Sprintf("%s_%d", like, n)
		}
		if !d.taken[id] {
			d.taken[id] = true
			return id
		}
	}
}

// headed draws what stands before the pathways.
func (d *drawer) headed() {
	d.currency = one(d, []string{"USD", "EUR", "XAF", "TND"}, "currency")
	for range 1 + d.pick(2, "grants") {
		d.grants = append(d.grants, d.name("fund"))
	}
	d.witness = d.once(4, "witness")
	d.inputs = []string{d.name("destination")}
	if d.once(4, "another story") {
		d.looks = append(d.looks, d.name("community")+".ready", d.name("harvest")+".good")
	}
	for range d.pick(3, "kinds of its own") {
		kind := d.name(one(d, []string{"school", "well", "forum", "offer"}, "kind"))
		d.kinds = append(d.kinds, [2]string{kind, d.name(kind + "s")})
	}
	for range d.pick(3, "statements") {
		d.said = append(d.said, d.name("said_by_others"))
	}
}

func list(of []string) string { return "[" + strings.Join(of, ", ") + "]" }
