// SPDX-License-Identifier: Apache-2.0

package picture

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"safar/web/words"
)

func drawnFlow(t interface{ Fatal(...any) }, language string, streams []Stream) string {
	f := FlowOf("Left <the> sites", "about", words.Default().Printer(language), streams)
	if f == nil {
		return ""
	}
	var b bytes.Buffer
	if err := f.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAFlowSaysEachPlaceOnceWithItsPeople(t *testing.T) {
	svg := drawnFlow(t, "en", []Stream{{From: "Kalonda", To: "Mulange", Amount: 1200, Said: "Kalonda to Mulange: 1,200", Link: "/f?a=b&c=d"},
		{From: "Kalonda", To: "Kabulo & Sons", Amount: 34, Said: "Kalonda to Kabulo: 34"}, {From: "Mukuku", To: "Mulange", Amount: 300, Said: "x"}, {From: "Nowhere", To: "Mulange", Amount: 0}})
	for _, want := range []string{">Kalonda<", ">1,234<", ">Mulange<", ">1,500<", ">Kabulo &amp; Sons<", "/f?a=b&amp;c=d", `role="group"`, "Left &lt;the&gt; sites"} {
		if strings.Count(svg, want) != 1 {
			t.Errorf("%q stands there %d times", want, strings.Count(svg, want))
		}
	}
	if strings.Contains(svg, "Nowhere") {
		t.Error("a place that nobody left is drawn")
	}
	if drawnFlow(t, "en", []Stream{{From: "a", To: "b"}}) != "" {
		t.Error("nobody went anywhere, and it is drawn")
	}
}

// TestNothingOfAFlowLeavesThePaper: whoever goes wherever, in whichever language, the picture can be read by a machine, holds each band, and nothing
// of it lies outside.
func TestNothingOfAFlowLeavesThePaper(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		streams := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Stream {
			place := rapid.SampledFrom([]string{"Kalonda", "Mukuku", "Kalenge", "قرية", "Mulange", "a very long name of a village"})
			return Stream{From: place.Draw(t, "from"), To: place.Draw(t, "to"), Amount: rapid.Int64Range(1, 1_000_000).Draw(t, "amount"), Said: "s"}
		}), 1, 40).Draw(t, "streams")
		svg := drawnFlow(t, rapid.SampledFrom(languages).Draw(t, "language"), streams)
		d := xml.NewDecoder(strings.NewReader(svg))
		bands := 0
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			at, is := token.(xml.StartElement)
			if !is || at.Name.Local == "svg" {
				continue
			}
			for _, a := range at.Attr {
				switch a.Name.Local {
				case "d":
					bands++
				case "x":
					if v, _ := strconv.Atoi(a.Value); v < 0 || v > flowWidth {
						t.Fatalf("x = %s lies outside", a.Value)
					}
				}
			}
		}
		if bands != len(streams) {
			t.Fatalf("%d bands of %d streams", bands, len(streams))
		}
	})
}

// TestBandsFillTheirBarAndNoMore: what leaves a place is as tall as its bar.
func TestBandsFillTheirBarAndNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := &bar{total: 0}
		parts := rapid.SliceOfN(rapid.Int64Range(1, 5000), 1, 30).Draw(t, "parts")
		for _, n := range parts {
			b.total += n
		}
		stand([]*bar{b}, 0)
		used := 0
		for _, n := range parts {
			used += share(b, n)
		}
		if used > b.frame.Height || used < b.frame.Height-len(parts) {
			t.Fatalf("%d of %d", used, b.frame.Height)
		}
	})
}
