// SPDX-License-Identifier: Apache-2.0

package programmetest

import "slices"

// way is a pathway as it is drawn.
type way struct {
	id, kind, plural string
	people           bool // those who walk it decide for themselves
	site             bool
	part             string // the compartment, "" where the file says nothing
	exclusive        bool
	attributes       []attribute
	steps            []*step
	last             *step // on which the next one builds
}

type attribute struct {
	name, kind string // bool, int, text or day; of words where there are some
	words      []string
}

// step is a step, or a figure: a head and its keys in the order in which they are written.
type step struct {
	verb, id string
	keys     []entry
	options  []string // choose, decide
	needs    []*step
}

type entry struct {
	name, value string
	takes       takes
}

func (s *step) set(name, value string, takes takes) {
	s.keys = append(s.keys, entry{name, value, takes})
}

// kinds of subject that every programme knows, each with what several are called.
var peopleKinds = [][2]string{{"household", "households"}, {"household", "households"}, {"person", "people"}, {"host", "hosts"}, {"case", "cases"}}

var thingKinds = [][2]string{{"site", "sites"}, {"committee", "committees"}, {"house", "houses"}, {"project", "projects"}, {"city", "cities"},
	{"practice", "practices"}, {"complaint", "complaints"}}

// odds says how likely a verb stands at a place of a way: one time in so many; 1 is nearly always.
type odds struct {
	verb string
	in   int
}

// The verbs of a way, in the order in which the field meets them.
var (
	homeward = []odds{{"ask", 2}, {"gather", 3}, {"visit", 4}, {"refer", 6}, {"decide", 5}, {"tell", 1}, {"tell", 6}, {"choose", 1}, {"ask", 3},
		{"decide", 3}, {"place", 2}, {"clear", 3}, {"clear", 5}, {"pay", 2}, {"give", 3}, {"move", 1}, {"build", 2}, {"build", 4}, {"pay", 2}, {"check", 2},
		{"refer", 6}, {"give", 5}, {"choose", 12}, {"place", 12}, {"close", 2}}
	onwards = []odds{{"ask", 1}, {"refer", 4}, {"gather", 2}, {"tell", 3}, {"choose", 4}, {"decide", 2}, {"clear", 4}, {"place", 6}, {"pay", 2}, {"give", 2},
		{"visit", 3}, {"build", 3}, {"pay", 4}, {"check", 2}, {"close", 2}}
	things = []odds{{"ask", 1}, {"gather", 2}, {"visit", 4}, {"decide", 2}, {"ask", 3}, {"build", 2}, {"give", 4}, {"build", 4}, {"check", 2}, {"refer", 5},
		{"decide", 4}, {"close", 2}}
	places = []odds{{"ask", 1}, {"gather", 2}, {"visit", 4}, {"decide", 2}, {"build", 2}, {"build", 4}, {"decide", 4}, {"close", 2}}
)

// drawWays draws one way to three, or those of hosts and guests.
func (d *drawer) drawWays() {
	if d.once(5, "hosts and guests") {
		d.hosting()
	}
	for range 1 + d.pick(2, "ways") {
		switch d.pick(5, "whose way") {
		case 0, 1:
			d.walk(d.begin(one(d, peopleKinds, "people")), homeward)
		case 2:
			d.walk(d.begin(one(d, peopleKinds, "people")), onwards)
		default:
			d.walkThing(d.begin(one(d, append(slices.Clone(d.kinds), thingKinds...), "thing")))
		}
	}
	for _, w := range d.ways {
		d.drawFigures(w)
	}
}

// walkThing draws the steps of what is no people.
func (d *drawer) walkThing(w *way) {
	if w.site {
		d.walk(w, places)
		return
	}
	d.walk(w, things)
}

// begin begins a way of a kind of subject.
func (d *drawer) begin(kind [2]string) *way {
	w := &way{id: d.name("way"), kind: kind[0], plural: kind[1], site: kind[0] == "site"}
	w.people = slices.Contains(peopleKinds, kind)
	w.exclusive = w.people && d.once(4, "exclusive")
	if !w.site && !w.people {
		for range d.pick(3, "attributes") {
			a := attribute{name: d.name(one(d, []string{"origin", "channel", "rooms", "since"}, "attribute")), kind: one(d, []string{"bool", "int", "text", "day", "words"}, "type")}
			if a.kind == "words" {
				a.words = []string{"north", "south"}
			}
			w.attributes = append(w.attributes, a)
		}
	}
	d.ways = append(d.ways, w)
	return w
}

// walk draws the steps of a way; one step at least.
func (d *drawer) walk(w *way, along []odds) {
	for _, o := range along {
		here := d.once(o.in, o.verb)
		if o.in == 1 {
			here = !d.once(14, o.verb+" left out")
		}
		if here {
			d.step(w, o.verb)
		}
	}
	if len(w.steps) == 0 {
		d.step(w, "ask")
	}
	if d.once(4, "written elsewhere") {
		d.moveStep(w)
	}
}

// moveStep writes a step down elsewhere in the file: only what steps say of one another gives them their order.
func (d *drawer) moveStep(w *way) {
	from, to := d.pick(len(w.steps), "from"), d.pick(len(w.steps), "to")
	s := w.steps[from]
	if slices.ContainsFunc(w.steps, func(s *step) bool { return s.has("at") && !s.has("after") }) {
		return // it counts from what stands before it
	}
	w.steps = slices.Insert(slices.Delete(slices.Clone(w.steps), from, from+1), to, s)
}

func (s *step) has(key string) bool {
	return slices.ContainsFunc(s.keys, func(e entry) bool { return e.name == key })
}

// step draws a step of a verb, and with it what it needs, when it applies, and its own keys.
func (d *drawer) step(w *way, verb string) *step {
	s := &step{verb: verb, id: d.name(one(d, nouns[verb], "id"))}
	d.needing(w, s)
	own[verb](d, w, s)
	d.common(w, s)
	w.steps = append(w.steps, s)
	if !s.has("optional") || d.once(3, "built upon") {
		w.last = s
	}
	return s
}

// needing draws what a step builds on: mostly the one before it, now and then others, or nothing.
func (d *drawer) needing(w *way, s *step) {
	if w.last != nil && (!d.once(5, "needs nothing") || s.verb == "choose" || s.verb == "move") {
		s.needs = append(s.needs, w.last)
	}
	for _, other := range w.steps {
		tied := s.verb == "choose" && other.verb == "tell" || s.verb == "move" && (other.verb == "choose" || other.verb == "clear")
		if !slices.Contains(s.needs, other) && (tied && !d.once(8, "tied") || d.once(12, "needs too")) {
			s.needs = append(s.needs, other)
		}
	}
	var ids []string
	for _, n := range s.needs {
		ids = append(ids, n.id)
	}
	if len(ids) > 0 {
		s.set("needs", list(ids), takesSteps)
	}
}

// officeDoes are the verbs of which a step may be due.
var officeDoes = map[string]bool{"ask": true, "decide": true, "refer": true, "close": true}

// common draws the keys that every verb takes, beside needs.
func (d *drawer) common(w *way, s *step) {
	if d.once(6, "when") {
		s.set("when", d.condition(w, s), takesCondition)
	}
	if d.once(6, "requires") || s.verb == "choose" && s.has("to") && d.once(2, "requires") {
		s.set("requires", d.required(w, s), takesCondition)
	}
	medical := slices.Contains(s.keys, entry{"kind", "medical", takesWord})
	if d.once(6, "valid") && !medical || s.verb == "choose" || s.verb == "tell" {
		s.set("valid", one(d, []string{"30d", "60d", "8w", "3m", "1y"}, "valid"), takesSpan)
	}
	if _, due := officeDoes[s.verb]; due && !w.people && !w.site && d.once(5, "due") {
		s.set("due", one(d, []string{"{otherwise: 5d}", "{otherwise: 36h}", "{otherwise: 2w}"}, "due"), takesDue)
	}
	if d.once(8, "optional") && s.verb != "choose" && s.verb != "move" {
		s.set("optional", "true", takesFlag)
	}
}

// hosting draws the ways of those who receive others, and of those who are received.
func (d *drawer) hosting() {
	host := d.begin(one(d, [][2]string{{"host", "hosts"}, {"household", "households"}}, "who receives"))
	host.part, host.exclusive = "protection", false
	d.step(host, "ask")
	d.deciding(host, "protection_officer", "")
	beds := &step{verb: "place", id: d.name("beds"), needs: []*step{host.last}}
	beds.set("needs", list([]string{host.last.id}), takesSteps)
	beds.set("kind", "bed", takesID)
	beds.set("offers", "true", takesFlag)
	host.steps = append(host.steps, beds)

	guest := d.begin([2]string{"household", "households"})
	guest.part = "protection"
	ties := d.deciding(guest, "protection_officer", "family_ties")
	d.step(guest, "tell")
	d.step(guest, "choose")
	lives := &step{verb: "place", id: d.name("lives_with"), needs: []*step{ties, guest.last}}
	lives.set("needs", list([]string{ties.id, guest.last.id}), takesSteps)
	lives.set("kind", "bed", takesID)
	lives.set("with", host.id+"."+beds.id, takesOffer)
	guest.steps, guest.last = append(guest.steps, lives), lives
	d.walk(guest, []odds{{"check", 2}, {"give", 3}, {"ask", 3}, {"close", 2}})
	if d.once(2, "out of detention") {
		d.held(guest)
	}
}

// held draws the way of those who are in detention, and are handed over to the way of guests.
func (d *drawer) held(guest *way) {
	held := d.begin([2]string{"household", "households"})
	held.part = "detention"
	free := &step{verb: "clear", id: d.name("let_go")}
	free.set("kind", "release", takesWord)
	over := &step{verb: "ask", id: d.name("handed_over"), needs: []*step{free}}
	over.set("needs", list([]string{free.id}), takesSteps)
	over.set("begins", guest.id, takesID)
	d.form(held, over, 1)
	held.steps, held.last = append(held.steps, free, over), over
}

// deciding draws a decision of a role, of a kind.
func (d *drawer) deciding(w *way, role, kind string) *step {
	s := &step{verb: "decide", id: d.name("decided")}
	d.needing(w, s)
	if kind != "" {
		s.set("kind", kind, takesID)
	}
	s.set("by", role, takesID)
	w.steps, w.last = append(w.steps, s), s
	return s
}
