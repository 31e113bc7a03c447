// SPDX-License-Identifier: Apache-2.0

package page

import (
	"bytes"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"safar/kernel/clock"
	"safar/web/words"
)

func shown(t *testing.T, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var custom = regexp.MustCompile(`--([a-z-]+):\s*#([0-9a-f]{6})`)

// schemes returns the colours of the style sheet by name, in light and in dark.
func schemes(t *testing.T) map[string]map[string]string {
	t.Helper()
	light, dark, found := strings.Cut(css, "prefers-color-scheme: dark")
	if !found {
		t.Fatal("the style sheet knows no dark")
	}
	all := map[string]map[string]string{"light": {}, "dark": {}}
	for name, text := range map[string]string{"light": light, "dark": dark} {
		for _, m := range custom.FindAllStringSubmatch(text, -1) {
			all[name][m[1]] = m[2]
		}
	}
	return all
}

// luminance is the relative luminance of WCAG 2.2, "Understanding 1.4.3".
func luminance(hex string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// WCAG 2.2, 1.4.3 (AA): text at least 4.5 to 1; 1.4.11: borders of fields and the ring of focus at least 3 to 1.
func TestColoursCanBeReadInLightAndDark(t *testing.T) {
	text := [][2]string{{"ink", "paper"}, {"ink", "sheet"}, {"ink", "tint"}, {"ink", "good-tint"}, {"ink", "warn-tint"},
		{"ink", "bad-tint"}, {"quiet", "paper"}, {"quiet", "sheet"}, {"deed", "paper"}, {"deed", "sheet"}, {"deed", "tint"},
		{"deed-ink", "deed"}, {"good", "good-tint"}, {"warn", "warn-tint"}, {"bad", "bad-tint"}, {"bad", "paper"}, {"paper", "bad"}}
	edges := [][2]string{{"quiet", "sheet"}, {"focus", "paper"}, {"focus", "sheet"}, {"deed", "paper"}, {"bad", "sheet"}}
	for name, colours := range schemes(t) {
		for least, pairs := range map[float64][][2]string{4.5: text, 3: edges} {
			for _, p := range pairs {
				front, back := colours[p[0]], colours[p[1]]
				if front == "" || back == "" {
					t.Errorf("%s: %v is not in the style sheet", name, p)
				} else if got := contrast(front, back); got < least {
					t.Errorf("%s: %s on %s has a contrast of %.2f, want %.1f", name, p[0], p[1], got, least)
				}
			}
		}
	}
}

func TestWhatMayDifferInDirectionIsSetApart(t *testing.T) {
	w := words.Default().Printer("ar")
	for want, c := range map[string]templ.Component{
		`<bdi dir="ltr" class="number">+243 810 000 417</bdi>`:                         Phone("+243 810 000 417"),
		`<bdi dir="ltr" class="code">KAL-00417</bdi>`:                                  Code("KAL-00417"),
		`<bdi>Mwamba &lt;i&gt;</bdi>`:                                                  Name("Mwamba <i>"),
		`<bdi class="number">1,234</bdi>`:                                              Number(w, 1234),
		`<bdi class="number">12.50 USD</bdi>`:                                          Money(w, words.Money{Minor: 1250, Currency: "USD"}),
		`<bdi><time datetime="2026-11-22">22 نوفمبر 2026</time></bdi>`:                 Date(w, clock.Date(2026, 11, 22)),
		`<span class="hushed">غير معروف</span>`:                                        Date(w, clock.NoDay),
		`<time datetime="2026-11-22T09:05:00Z">22 نوفمبر 2026، ` + "\u206609:05\u2069": Moment(w, clock.Date(2026, 11, 22).Time().Add(9*60*60*1e9+5*60*1e9)),
	} {
		if got := shown(t, c); !strings.Contains(got, want) {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}

func TestAFieldSaysWhatIsWrongWithIt(t *testing.T) {
	w := words.Default().Printer("en")
	got := shown(t, Input(w, Field{Name: "day", Label: "Day", Hint: "As on the card", Value: `"><script>`, Error: "There is no such day."}))
	for _, want := range []string{`<label for="day">`, `aria-describedby="day-hint day-error"`, `aria-invalid="true"`, `id="day-error"`,
		"There is no such day.", " required", `autocomplete="off"`, `value="&#34;&gt;&lt;script&gt;"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %s", want, got)
		}
	}
	optional := shown(t, Input(w, Field{Name: "day", Label: "Day", Optional: true}))
	if strings.Contains(optional, " required") || strings.Contains(optional, "aria-") || !strings.Contains(optional, "optional") {
		t.Error(optional)
	}
}

func TestALinkToAnotherLanguageKeepsThePlace(t *testing.T) {
	for path, want := range map[string]string{"/": "/?lang=fr", "/a?x=1&lang=en&y=2": "/a?x=1&y=2&lang=fr"} {
		if got := (Frame{Path: path}).languageLink("fr"); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

func TestALinkLeadsToPagesOnly(t *testing.T) {
	f := Frame{Words: words.Default().Printer("en"), Nav: []Link{{Text: "x", To: "javascript:alert(1)"}}}
	if got := shown(t, Layout(f)); strings.Contains(got, "javascript:") {
		t.Error(got)
	}
}

func TestEveryStateHasWordsAndAMark(t *testing.T) {
	for state, tone := range toneOf {
		if marks[tone] == "" {
			t.Errorf("%s has no mark", state)
		}
		for _, l := range words.Default().Languages() {
			if !words.Default().Printer(l.Code).Has("state." + state) {
				t.Errorf("%s has no words in %s", state, l.Code)
			}
		}
	}
}

func TestProgressIsSaidInWordsToo(t *testing.T) {
	w := words.Default().Printer("en")
	if got := shown(t, Progress(w, "Houses", 2640, 3722)); !strings.Contains(got, "2,640 of 3,722") || !strings.Contains(got, ">71%<") {
		t.Error(got)
	}
	if got := shown(t, Progress(w, "Houses", 0, 0)); !strings.Contains(got, `max="1"`) {
		t.Error(got)
	}
}

// What is sent to a browser says what the files say, without what they say to those who write them.
func TestTheStyleSheetIsSentBare(t *testing.T) {
	_, sent := Stylesheet()
	text := string(sent)
	if strings.Contains(text, "/*") || strings.Contains(text, "\n\n") || strings.Contains(text, "\n ") {
		t.Error("comments or empty lines are sent")
	}
	written, err := os.ReadFile("safar.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, bracket := range []string{"{", "}"} {
		pictures, of := PictureStyle(), regexp.MustCompile(`(?s)/\*.*?\*/`)
		if want := strings.Count(of.ReplaceAllString(string(written)+pictures, ""), bracket); strings.Count(text, bracket) != want {
			t.Errorf("%d of %d %s are left", strings.Count(text, bracket), want, bracket)
		}
	}
}
