// SPDX-License-Identifier: Apache-2.0

package picture

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"safar/web/words"
)

// drawnMap draws marks, and demands that a machine can read the picture.
func drawnMap(t interface{ Fatal(...any) }, language string, marks []Mark) (*Map, string) {
	m := MapOf("Sites & villages", words.Default().Printer(language), marks)
	if m == nil {
		return nil, ""
	}
	var b bytes.Buffer
	if err := m.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(strings.NewReader(b.String())); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return m, b.String()
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestAMapIsToScaleAndEastIsEast(t *testing.T) {
	marks := []Mark{{Name: "Kalemie", To: "/a", Latitude: -5_930_000, Longitude: 29_190_000, Number: "12", NumberTo: "/n?a=1&b=2", NumberSaid: "Kalemie: (\u206812\u2069) arrived", Word: "Full"},
		{Name: "Nyunzu", Latitude: -5_950_000, Longitude: 28_020_000}, {Name: "North <of> all", Latitude: -5_000_000, Longitude: 28_600_000}}
	for _, language := range languages {
		m, svg := drawnMap(t, language, marks)
		if !strings.Contains(svg, `aria-label="Kalemie: 12 arrived"`) {
			t.Errorf("%s: what a number is called aloud does not hold the number that stands there", language)
		}
		kalemie, nyunzu, north := m.labels[0], m.labels[1], m.labels[2]
		if kalemie.x <= nyunzu.x || north.y >= nyunzu.y {
			t.Errorf("%s: east is not at the right, or north not above", language)
		}
		units := math.Hypot(float64(kalemie.x-nyunzu.x), float64(kalemie.y-nyunzu.y))
		if km := units * kilometresADegree / m.ground.up; math.Abs(km-129.4) > 1 { // along a great circle
			t.Errorf("%s: from Kalemie to Nyunzu are %.1f km", language, km)
		}
		length, _ := m.ground.bar(words.Default().Printer("en"), m.width/4)
		if km := float64(length) * kilometresADegree / m.ground.up; math.Abs(km-20) > 1 {
			t.Errorf("the bar of %s is %.1f km long", "20 km", km)
		}
		for _, want := range []string{`<a href="/a">`, `<a href="/n?a=1&amp;b=2" aria-label="Kalemie: 12 arrived">`, ">North &lt;of&gt; all<", `role="group"`} {
			if !strings.Contains(svg, want) {
				t.Errorf("%s: %q is not there", language, want)
			}
		}
	}
	if _, alone := drawnMap(t, "en", marks[:1]); strings.Contains(alone, " m<") || strings.Contains(alone, "km") {
		t.Error("a place alone is so far from itself")
	}
	if km := Apart(marks[:2]); km < 128 || km > 131 {
		t.Errorf("Kalemie and Nyunzu are %d km apart", km)
	}
	if m, _ := drawnMap(t, "en", nil); m != nil || Apart(nil) != 0 {
		t.Error("nothing lies anywhere, and it is drawn")
	}
}

// Wherever places lie, and whatever they are called: no label stands on another, on a mark, or off the paper.
func TestEveryLabelOfAMapCanBeRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spread := rapid.SampledFrom([]int32{50, 20_000, 1_000_000, 60_000_000}).Draw(t, "spread")
		marks := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Mark {
			return Mark{Name: rapid.SampledFrom([]string{"Kalonda", "Fushë Kosovë/Kosovo Polje", "قرية النهر", "K", strings.Repeat("Name ", 12)}).Draw(t, "name"),
				Number: rapid.SampledFrom([]string{"", "3", "12,345"}).Draw(t, "number"), Word: rapid.SampledFrom([]string{"", "Full"}).Draw(t, "word"), Sign: "✓", Tone: "good",
				Latitude: rapid.Int32Range(-spread, spread).Draw(t, "north"), Longitude: rapid.Int32Range(-spread, spread).Draw(t, "east")}
		}), 1, 40).Draw(t, "marks")
		m, _ := drawnMap(t, rapid.SampledFrom(languages).Draw(t, "language"), marks)
		for i, l := range m.labels {
			if l.frame.X < 0 || l.frame.X+l.frame.Width > m.width || l.frame.Y < 0 || l.frame.Y+l.frame.Height > m.y || l.frame.Height < labelTall {
				t.Fatalf("%s stands at %+v of %d by %d", l.of.Name, l.frame, m.width, m.y)
			}
			for _, o := range m.labels[:i] {
				if meet(l.frame, o.frame) {
					t.Fatalf("%+v stands on %+v", l.frame, o.frame)
				}
			}
		}
	})
}

// A map whose places lie on both sides of the line of date is as narrow as they are.
func TestAMapCutsTheEarthWhereNobodyIs(t *testing.T) {
	west, east := around([]Mark{{Longitude: 178_000_000}, {Longitude: -179_000_000}, {Longitude: 179_500_000}})
	if west != 178 || east != 181 {
		t.Errorf("from %v to %v", west, east)
	}
	m, _ := drawnMap(t, "en", []Mark{{Name: "Suva", Longitude: 178_000_000, Latitude: -18_000_000}, {Name: "Apia", Longitude: -172_000_000, Latitude: -13_800_000}})
	if m.labels[0].x >= m.labels[1].x {
		t.Error("Samoa lies east of Fiji")
	}
}

func BenchmarkMap(b *testing.B) {
	var marks []Mark
	for i := range int32(20) {
		marks = append(marks, Mark{Name: "Kasanga Mpya", Number: "1,234", Sign: "✓", Tone: "good", Latitude: -6_000_000 + i*37%20*50_000, Longitude: 29_000_000 + i*53%20*30_000})
	}
	w := words.Default().Printer("en")
	for b.Loop() {
		MapOf("map", w, marks)
	}
}
