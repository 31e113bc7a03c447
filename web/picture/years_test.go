// SPDX-License-Identifier: Apache-2.0

package picture

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"safar/web/words"
)

// drawnYears draws years in a language, as they stand in a page.
func drawnYears(t *testing.T, language string, periods []Age, chapters []Chapter, said []Age) string {
	t.Helper()
	p := Years(words.Default().Printer(language), periods, chapters, said)
	if p == nil {
		t.Fatal("nothing is drawn")
	}
	var b bytes.Buffer
	if err := p.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// someYears are two lines: one with a number that is withheld, one of amounts that are wider than a year.
func someYears() (periods []Age, chapters []Chapter, said []Age) {
	houses := Line{Name: "Houses", Years: map[int]Counted{2001: {12, "12", "/a?is_year=2001"}, 2003: {24, "24", "/a?is_year=2003"}, 2004: {0, "…", ""}}}
	cost := Line{Name: "Cost", Years: map[int]Counted{2001: {1234567, "1,234,567", "/b"}}}
	return []Age{{"Emergency", 1999, 2001}, {"Return, which lasts", 2000, 0}}, []Chapter{{"Reconstruction", []Line{houses, cost}}}, []Age{{"Many returned.", 1999, 2004}}
}

var yearText = regexp.MustCompile(`class="(\w+)" x="(\d+)" y="\d+">([^<]*)<`)

// standing is where a text begins, or its middle, and of which kind it is.
func standing(t *testing.T, svg, text string) (x int, class string) {
	t.Helper()
	for _, m := range yearText.FindAllStringSubmatch(svg, -1) {
		if m[3] == text {
			x, _ = strconv.Atoi(m[2])
			return x, m[1]
		}
	}
	t.Fatalf("%q is not in the picture", text)
	return 0, ""
}

func TestANumberStandsOverItsYear(t *testing.T) {
	periods, chapters, said := someYears()
	svg := drawnYears(t, "en", periods, chapters, said)
	read(t, svg) // well formed
	for year, number := range map[string]string{"2001": "12", "2003": "24", "2004": "…"} {
		below, _ := standing(t, svg, year)
		if above, class := standing(t, svg, number); above != below || class != "count" {
			t.Errorf("%s of %s stands at %d, the year at %d", number, year, above, below)
		}
	}
	for _, text := range []string{"1,234,567"} { // it has its bar, and its number in the table alone
		if strings.Contains(svg, text) {
			t.Errorf("%q is wider than its year", text)
		}
	}
	if n := strings.Count(svg, "<a "); n != 3 {
		t.Errorf("%d numbers lead to their figure, want 3: one is withheld", n)
	}
	if n := strings.Count(svg, `class="bar withheld"`); n != 1 {
		t.Errorf("%d bars say nothing of how much, want 1", n)
	}
	if n := strings.Count(svg, `class="told"`); n != 1 {
		t.Errorf("what others said has %d outlines", n)
	}
}

func TestTimeRunsFromRightToLeftWhereTheLanguageDoes(t *testing.T) {
	periods, chapters, said := someYears()
	for language, runs := range map[string]int{"en": 1, "fr": 1, "ar": -1} {
		svg := drawnYears(t, language, periods, chapters, said)
		first, _ := standing(t, svg, "1999")
		last, _ := standing(t, svg, "2004")
		if (last-first)*runs <= 0 {
			t.Errorf("%s: 1999 stands at %d, 2004 at %d", language, first, last)
		}
		bars := regexp.MustCompile(`class="bar" d="M(\d+) `).FindAllStringSubmatch(svg, -1)
		of2001, _ := strconv.Atoi(bars[0][1])
		if middle, _ := standing(t, svg, "2001"); of2001+14 != middle {
			t.Errorf("%s: the bar of 2001 begins at %d, the year is at %d", language, of2001, middle)
		}
	}
}

func TestALineOfYearsHasAnEnd(t *testing.T) {
	if p := Years(words.Default().Printer("en"), nil, []Chapter{{Name: "None"}}, nil); p != nil {
		t.Error("a line without a year is drawn")
	}
	old := []Chapter{{"Old", []Line{{"Mills", map[int]Counted{1900: {1, "one", "/old"}, 2024: {2, "two", "/new"}}}}}}
	svg := drawnYears(t, "en", []Age{{"Long ago", 1900, 1910}}, old, []Age{{"Said long ago", 1900, 1901}})
	for _, gone := range []string{">one<", ">Long ago<", ">1964<", "/old"} {
		if strings.Contains(svg, gone) {
			t.Errorf("%s is shown, of more than %d years ago", gone, MostYears)
		}
	}
	if n := strings.Count(svg, `class="year"`); n != 2*MostYears {
		t.Errorf("%d years above and below", n)
	}
}

func TestALineOfYearsBringsNoStyleAndNoScript(t *testing.T) {
	bad := regexp.MustCompile(`style|<script| on[a-z]+=|url\(|<use|xlink|<image|<foreignObject`)
	_, chapters, said := someYears()
	svg := drawnYears(t, "en", []Age{{`"><script>`, 1999, 2004}}, chapters, said)
	if found := bad.FindString(strings.ReplaceAll(svg, "&lt;script", "")); found != "" {
		t.Errorf("it holds %q", found)
	}
}

func ExampleYears() {
	one := Line{Name: "Houses", Years: map[int]Counted{2001: {12, "12", "/houses"}}}
	p := Years(words.Default().Printer("en"), nil, []Chapter{{"Reconstruction", []Line{one}}}, nil)
	fmt.Println(p.title, p.width)
	// Output: The years on one line 36
}
