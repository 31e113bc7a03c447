// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// screens is where pictures of the main pages are written; none are taken without it.
var screens = flag.String("screens", "", "write pictures of the main pages into this folder")

// screen is a page of which a picture is taken, by what it is called, as whom it is opened, and where.
type screen struct{ name, who, path string }

var mainScreens = []screen{
	{"today", "caseworker", "/"}, {"operation", "manager", "/operation"}, {"programme", "manager", "/programme/durable_solutions_tanganyika"},
	{"households", "caseworker", "/households"}, {"file", "caseworker", "file"}, {"register", "caseworker", "/households/register"},
	{"villages", "protection", "/villages"}, {"movements", "movements", "/movements"}, {"payments", "finance", "/payments"}, {"houses", "inspector", "/houses"},
	{"figures", "manager", "/figures/durable_solutions_tanganyika/left_the_sites?by=site&by=destination"},
}

// theMainPages opens the main pages on a desk and on a telephone, in a script from either side; with a folder it takes their pictures (make screens).
func theMainPages(t *testing.T, r *running) {
	for _, s := range mainScreens {
		t.Run(s.name, func(t *testing.T) {
			ctx := browse(t)
			signIn(t, ctx, r, s.who)
			workIn(t, ctx, r, "Kalemie")
			path := s.path
			if path == "file" {
				run(t, ctx, chromedp.Navigate(r.base+"/households"))
				path = run(t, ctx, chromedp.Evaluate[string](`document.querySelector("main td a[href^='/households/']").getAttribute("href")`))
			}
			mark := "?"
			if strings.Contains(path, "?") {
				mark = "&"
			}
			for _, language := range []string{"en", "ar"} {
				for kind, width := range map[string]int64{"desk": 1200, "phone": 360} {
					run(t, ctx, chromedp.EmulateViewport(width, 900))
					run(t, ctx, chromedp.Navigate(r.base+path+mark+"lang="+language))
					got := run(t, ctx, chromedp.Evaluate[opened](look))
					if got.Title == "" || got.Needed > got.Width {
						t.Errorf("%s in %s at %d px: %+v", path, language, width, got)
					}
					if *screens != "" {
						picture := run(t, ctx, chromedp.CaptureScreenshot())
						if err := os.WriteFile(filepath.Join(*screens, fmt.Sprintf("%s-%s-%s.png", s.name, kind, language)), picture, 0o644); err != nil {
							t.Fatal(err)
						}
					}
				}
			}
		})
	}
}

// workIn chooses a caseload, for who has several.
func workIn(t *testing.T, ctx context.Context, r *running, name string) {
	t.Helper()
	run(t, ctx, chromedp.Navigate(r.base+"/caseload?lang=en"))
	tick := chromedp.Evaluate[bool](fmt.Sprintf(`(l => { l?.click(); return !!l })([...document.querySelectorAll("main form label")].find(l => l.innerText.trim() === %q))`, name))
	if run(t, ctx, tick) {
		run(t, ctx, chromedp.Submit("main form input"))
		run(t, ctx, chromedp.WaitVisible(".notice.good"))
	}
}
