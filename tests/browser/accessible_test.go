// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// axe looks in a page for what people with disabilities cannot use.
//
//go:embed vendored/axe.min.js
var axe string

// look at everything that axe knows, and say of each violation which rule, how bad, and where.
const violations = `axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations.map(v =>
	v.id + " (" + v.impact + ") " + v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + n.html.slice(0, 90)).join(" | ")))`

// appearance is how a page is looked at.
type appearance struct {
	language string
	dark     bool
	width    int64
}

// everyAppearance has each page looked at in every one.
var everyAppearance = os.Getenv("SAFAR_EVERY_APPEARANCE") != ""

var (
	languages = []string{"en", "fr", "ar"}
	widths    = []int64{320, 768, 1280}
)

// appearances are those in which a page is looked at: all of them in the long night; otherwise two that go with its number: in Arabic and in another language, on
// a narrow phone and on something wider, in the light and in the dark, so that over eight pages each two of them meet.
func appearances(nth int) (some []appearance) {
	if everyAppearance {
		for i := range len(languages) * len(widths) * 2 {
			some = append(some, appearance{languages[i%3], i/3%2 == 1, widths[i/6]})
		}
		return some
	}
	narrow, wide := widths[0], widths[1+nth/4%2]
	if nth%2 == 1 {
		narrow, wide = wide, narrow
	}
	dark := nth/2%2 == 1
	return []appearance{{"ar", dark, narrow}, {languages[nth/8%2], !dark, wide}}
}

// anyID is an id in a path, aFigure the page of a figure, and aStanding that of those who stand at a step.
var (
	anyID   = regexp.MustCompile(`/[0-9a-hjkmnp-tv-z]{26}(/|$)`)
	aFigure = regexp.MustCompile(`^/figures/[a-z_]+/[a-z_]+`)

	aStanding = regexp.MustCompile(`/standing/[a-z_]+/[a-z_]+$`)
)

// kindOf is what pages that differ only in whom or which number they are about have in common.
func kindOf(path string) string {
	path, _, _ = strings.Cut(path, "?")
	path = aStanding.ReplaceAllString(aFigure.ReplaceAllString(path, "/figures/*/*"), "/standing/*/*")
	for anyID.MatchString(path) {
		path = anyID.ReplaceAllString(path, "/*$1")
	}
	return path
}

// linksOf are the ways on from a page.
const linksOf = `[...document.querySelectorAll("main a[href^='/'], header nav a[href^='/']")].map(a => a.getAttribute("href").split("#")[0])`

// notPages are links to files, and to the end of the visit.
var notPages = regexp.MustCompile(`\.(csv|xlsx|svg|zip|txt|yaml|ics|pdf|jpg|png)($|\?)|^/sign-out|lang=|/file$|/workbook$|/picture$`)

func TestNoPageShutsAnybodyOut(t *testing.T) {
	r := startDemo(t, 300)
	seen, nth := map[string]bool{}, 0
	for _, who := range []string{"caseworker", "protection", "movements", "finance", "approver", "inspector", "sites", "manager", "dpo", "administrator"} {
		t.Run(who, func(t *testing.T) {
			ctx := browse(t)
			if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: axe}); err != nil {
				t.Fatal(err)
			}
			if !seen["/sign-in"] {
				seen["/sign-in"] = true
				accessible(t, ctx, r.base, "/sign-in", nth)
				accessible(t, ctx, r.base, "/gallery", nth+1)
				accessible(t, ctx, r.base, "/help/household", nth+2)
			}
			signIn(t, ctx, r, who)
			queue := []string{"/"}
			if who == "caseworker" {
				queue = []string{registerHardNames(t, ctx, r), "/households", "/"}
			}
			delete(seen, "/") // each role has a start page of its own
			for len(queue) > 0 {
				path := queue[0]
				queue = queue[1:]
				if seen[kindOf(path)] || notPages.MatchString(path) {
					continue
				}
				seen[kindOf(path)] = true
				queue = append(queue, accessible(t, ctx, r.base, path, nth)...)
				nth++
			}
		})
	}
	for _, kind := range printedKinds {
		if !seen[kind] {
			t.Errorf("nobody came by %s, which is made to be printed", kind)
		}
	}
	paleAndColoured(t, browse(t))
	t.Logf("%d pages", nth)
	if nth < 60 {
		t.Errorf("only %d pages were found", nth)
	}
}

// accessible looks at a page in some appearances, and returns the ways on from it.
func accessible(t *testing.T, ctx context.Context, base, path string, nth int) (links []string) {
	t.Helper()
	mark := "?"
	if strings.Contains(path, "?") {
		mark = "&"
	}
	for _, a := range appearances(nth) {
		scheme := "light"
		if a.dark {
			scheme = "dark"
		}
		asked := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
		if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, asked); err != nil {
			t.Fatal(err)
		}
		run(t, ctx, chromedp.EmulateViewport(a.width, 800))
		run(t, ctx, chromedp.Navigate(base+path+mark+"lang="+a.language))
		found := run(t, ctx, chromedp.Evaluate[[]string](violations, chromedp.EvalAwaitPromise))
		for _, v := range found {
			t.Errorf("%s in %s, %s, %d px: %s", kindOf(path), a.language, scheme, a.width, v)
		}
		a.fits(t, kindOf(path), run(t, ctx, chromedp.Evaluate[opened](look)))
		links = run(t, ctx, chromedp.Evaluate[[]string](linksOf))
	}
	printed(t, ctx, kindOf(path))
	if everyAppearance || nth%4 == 0 {
		fitsLarge(t, ctx, kindOf(path))
	}
	return links
}

// fitsLarge holds a page to its window on a small telephone that lies on its side, its text twice as large.
func fitsLarge(t *testing.T, ctx context.Context, page string) {
	t.Helper()
	run(t, ctx, chromedp.EmulateViewport(568, 320))
	got := run(t, ctx, chromedp.Evaluate[opened](`document.documentElement.style.fontSize = "200%", `+look))
	if got.Needed > got.Width {
		t.Errorf("%s on its side with large text: the page is %d px wide", page, got.Needed)
	}
}

// fits holds a page to its window, its direction, and to keeping nothing in the browser.
func (a appearance) fits(t *testing.T, page string, got opened) {
	t.Helper()
	where := fmt.Sprintf("%s in %s at %d px", page, a.language, a.width)
	direction := "ltr"
	if a.language == "ar" {
		direction = "rtl"
	}
	if got.Title == "" || got.Direction != direction {
		t.Errorf("%s: title %q, direction %q", where, got.Title, got.Direction)
	}
	if got.Needed > got.Width {
		t.Errorf("%s: the page is %d px wide", where, got.Needed)
	}
	if got.Stored != 0 {
		t.Errorf("%s: %d bytes are kept in the browser", where, got.Stored)
	}
}
