// SPDX-License-Identifier: Apache-2.0

package picture

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"safar/engine/layered"
	"safar/field/programme"
	"safar/programmes"
	"safar/web/words"
)

var languages = []string{"en", "fr", "ar"}

// shipped reads a programme that comes with the program, and speaks for it.
func shipped(t *testing.T, name, language string) (*programme.Programme, Speech) {
	t.Helper()
	folder, err := fs.Sub(programmes.FS(), name)
	if err != nil {
		t.Fatal(err)
	}
	f, err := programme.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	return f.Programme, Speech{words.Default().Printer(language), func(section, id string) string {
		if word := f.Words[language].In(section, id); word != "" {
			return word
		}
		return id
	}}
}

// eachShipped calls do with every pathway that comes with the program, in every language and size.
func eachShipped(t *testing.T, do func(t *testing.T, w *programme.Pathway, s Speech, z Size)) {
	for _, name := range programmes.Names() {
		for _, language := range languages {
			p, s := shipped(t, name, language)
			for _, w := range p.Pathways {
				for size, z := range map[string]Size{"narrow": Narrow, "wide": Wide} {
					t.Run(strings.Join([]string{w.ID, language, size}, " "), func(t *testing.T) { do(t, w, s, z) })
				}
			}
		}
	}
}

// manyCounted are numbers for every step, long ones and one that is withheld.
func manyCounted(w *programme.Pathway, s Speech) map[string]Note {
	notes := map[string]Note{}
	for _, step := range w.Steps {
		notes[step.ID] = Note{To: "/households?a=b&c=d", Counts: []Count{{s.Words.T("state.done"), s.Words.Number(1234567)},
			{s.Words.T("state.waiting"), s.Words.T("figures.withheld")}, {s.Words.T("state.on_hold"), "4"}}}
	}
	return notes
}

func inAPage(t *testing.T, w *programme.Pathway, s Speech, z Size, notes map[string]Note) string {
	t.Helper()
	p, err := Of(w, s, z, notes)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := p.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func fits(t *testing.T, lines []string, room, size int, bold bool) {
	t.Helper()
	for _, line := range lines {
		if widthOf(line, bold)*size > room*1000 {
			t.Errorf("%q is wider than its box", line)
		}
	}
}

func TestNoTextLeavesItsBox(t *testing.T) {
	eachShipped(t, func(t *testing.T, w *programme.Pathway, s Speech, z Size) {
		d, room := drawn(w, s, z, manyCounted(w, s)), z.box-2*inset
		for _, b := range append(d.alone, d.together...) {
			fits(t, b.verb, room, verbSize, false)
			fits(t, b.name, room, nameSize, true)
			for _, lines := range b.details {
				fits(t, lines, room, detailSize, false)
			}
		}
	})
}

// placed is where every text and every box of a picture stands.
type placed struct {
	boxes []layered.Frame
	texts []struct {
		x, y int
		text string
	}
	text string
}

func read(t *testing.T, svg string) (p placed) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	number := func(e xml.StartElement, name string) int {
		for _, a := range e.Attr {
			if a.Name.Local == name {
				n, _ := strconv.Atoi(a.Value)
				return n
			}
		}
		return 0
	}
	var open xml.StartElement
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return p
		}
		if err != nil {
			t.Fatalf("it is not well formed: %v", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if open = e; e.Name.Local == "rect" && strings.HasPrefix(e.Attr[0].Value, "step") {
				p.boxes = append(p.boxes, layered.Frame{X: number(e, "x"), Y: number(e, "y"), Width: number(e, "width"), Height: number(e, "height")})
			}
		case xml.CharData:
			if open.Name.Local == "text" {
				p.texts = append(p.texts, struct {
					x, y int
					text string
				}{number(open, "x"), number(open, "y"), string(e)})
				p.text += string(e) + " "
			}
		case xml.EndElement:
			open = xml.StartElement{}
		}
	}
}

func TestEveryStepStandsInThePictureWithItsNameAndItsNumbers(t *testing.T) {
	eachShipped(t, func(t *testing.T, w *programme.Pathway, s Speech, z Size) {
		svg := inAPage(t, w, s, z, manyCounted(w, s))
		p := read(t, svg)
		if len(p.boxes) != len(w.Steps) {
			t.Fatalf("%d boxes for %d steps", len(p.boxes), len(w.Steps))
		}
		for _, step := range w.Steps {
			for _, line := range wrapped(s.Say("steps", step.ID), z.box-2*inset, nameSize, true) {
				if !strings.Contains(p.text, line) {
					t.Errorf("%q is not in the picture", line)
				}
			}
		}
		if n := strings.Count(svg, ">"+s.Words.T("figures.withheld")+"<"); n != len(w.Steps) {
			t.Errorf("%d numbers are withheld, not %d", n, len(w.Steps))
		}
		if n := strings.Count(svg, `<a href="/households?a=b&amp;c=d">`); n != len(w.Steps) {
			t.Errorf("%d steps lead to their list", n)
		}
	})
}

// The policy of the pages refuses styles and scripts within them.
func TestAPictureInAPageBringsNoStyleAndNoScript(t *testing.T) {
	bad := regexp.MustCompile(`style|<script| on[a-z]+=|url\(|<use|xlink|<image|<foreignObject`)
	eachShipped(t, func(t *testing.T, w *programme.Pathway, s Speech, z Size) {
		if found := bad.FindString(inAPage(t, w, s, z, manyCounted(w, s))); found != "" {
			t.Errorf("it holds %q", found)
		}
	})
}

func TestThePictureOfALanguageFromRightToLeftIsMirrored(t *testing.T) {
	p, s := shipped(t, "durable_solutions_tanganyika", "en")
	_, arabic := shipped(t, "durable_solutions_tanganyika", "ar")
	arabic.Say = s.Say // the same texts, so that all boxes have the same measures
	w := p.Pathways[0]
	there := func(svg, id string) int {
		m := regexp.MustCompile(`class="name" x="(\d+)" y="\d+">` + id).FindStringSubmatch(svg)
		if m == nil {
			t.Fatalf("no step %s", id)
		}
		x, _ := strconv.Atoi(m[1])
		return x
	}
	left, right := inAPage(t, w, s, Narrow, nil), inAPage(t, w, arabic, Narrow, nil)
	if there(left, "Plot") >= there(left, "Plan") {
		t.Error("in English those who stay do not come second")
	}
	if there(right, "Plot") <= there(right, "Plan") {
		t.Error("in Arabic those who stay stand to the right of those who leave")
	}
}

// What the picture of Tanganyika must tell somebody who never saw the program.
func TestThePictureOfTanganyikaAnswersWhatIsAskedOfIt(t *testing.T) {
	p, s := shipped(t, "durable_solutions_tanganyika", "en")
	w := p.Pathway("solution")
	d := drawn(w, s, Wide, nil)
	name := func(b box) string { return strings.Join(b.name, " ") }
	before := func(of string) (all []string) {
		for _, l := range d.leads {
			if name(d.together[l.To]) == of {
				all = append(all, name(d.together[l.From]))
			}
		}
		return all
	}
	for step, want := range map[string]string{"Departure": "[First payment]", "First payment": "[Plot of land]", "Plot of land": "[Their choice]",
		"Their choice": "[Told of the village]", "Second payment": "[Walls]", "Plan for staying": "[Their choice]"} {
		if got := fmt.Sprint(before(step)); got != want {
			t.Errorf("%s comes after %s, not %s", step, got, want)
		}
	}
	for lane := range d.branches {
		stay := strings.HasSuffix(d.heading(lane), "Stay")
		for _, b := range d.together {
			if b.lane == lane+1 && stay != (name(b) == "Plan for staying") {
				t.Errorf("under %q stands %s", d.heading(lane), name(b))
			}
		}
	}
	for i, b := range d.alone {
		if want := []string{"Intention survey", "Go-and-see visit", "Come-and-tell session"}[i]; name(b) != want {
			t.Errorf("%s stands alone, not %s", name(b), want)
		}
	}
	said := read(t, inAPage(t, w, s, Wide, nil)).text
	for _, want := range []string{"At any time", "still willing?", "to leave, only if: the", "30, 90, 180, 365 days"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q", want)
		}
	}
}

func TestAConditionIsSaidInTheWordsOfItsProgramme(t *testing.T) {
	for _, language := range languages {
		p, s := shipped(t, "resettlement", language)
		for _, step := range p.Pathway("resettlement").Steps {
			for _, c := range []*programme.Condition{step.When, step.Requires} {
				if said := s.condition(c); strings.ContainsAny(said, "=|!_") {
					t.Errorf("%s: %s: %s", language, step.ID, said)
				}
			}
		}
	}
}

func TestALongWordIsBrokenAndAFrenchColonIsNot(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"pour partir, seulement si : le lieu", "pour partir,|seulement si\u00a0:|le lieu"},
		{"Visites « aller voir »", "Visites «\u00a0aller|voir\u00a0»"},
		{"Wirtschaftsförderung", "Wirtschaftsför-|derung"},
		{"\u2066first.done && second.done\u2069", "\u2066first.done &&\u2069|\u2066second.done\u2069"},
	} {
		if got := strings.Join(wrapped(c.text, 100, 12, false), "|"); got != c.want {
			t.Errorf("%q is broken into %q, not %q", c.text, got, c.want)
		}
	}
}

func TestTheSamePathwayGivesTheSameBytes(t *testing.T) {
	eachShipped(t, func(t *testing.T, w *programme.Pathway, s Speech, z Size) {
		first := inAPage(t, w, s, z, manyCounted(w, s))
		if again := inAPage(t, w, s, z, manyCounted(w, s)); again != first {
			t.Error("it was drawn otherwise")
		}
	})
}

// largest is a pathway as long as a file may have one, each step needing two before it.
func largest(tb testing.TB) (*programme.Pathway, Speech) {
	tb.Helper()
	var b strings.Builder
	b.WriteString("programme: p\ncurrency: USD\npathways:\n  way:\n    for: household\n    steps:\n")
	for i := range 64 {
		fmt.Fprintf(&b, "      - ask: step_%d\n", i)
		switch {
		case i > 6:
			fmt.Fprintf(&b, "        needs: [step_%d, step_%d]\n", i/3, i-2)
		case i > 0:
			fmt.Fprintf(&b, "        needs: [step_%d]\n", i/2)
		}
	}
	p, err := programme.Parse("p.yaml", []byte(b.String()))
	if err != nil {
		tb.Fatal(err)
	}
	return p.Pathways[0], Speech{words.Default().Printer("fr"), func(_, id string) string { return id }}
}

func TestTheLargestPathwayIsDrawn(t *testing.T) {
	w, s := largest(t)
	if p := read(t, inAPage(t, w, s, Narrow, manyCounted(w, s))); len(p.boxes) != 64 {
		t.Errorf("%d boxes", len(p.boxes))
	}
}

func BenchmarkOf64(b *testing.B) {
	w, s := largest(b)
	for b.Loop() {
		if _, err := Of(w, s, Narrow, nil); err != nil {
			b.Fatal(err)
		}
	}
}
