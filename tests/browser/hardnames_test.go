// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// hardNames are names that nobody expects who draws a page: as long as may be, in three scripts, made of what a page is made of, without a letter.
var hardNames = []string{strings.Repeat("A", 300), "Amina أمينة Амина", "<script>alert(1)</script>", "123 — ٤٥"}

// registerHardNames registers a household of people with such names on the page, and returns its file.
func registerHardNames(t *testing.T, ctx context.Context, r *running) string {
	t.Helper()
	fields := map[string]string{"card": "HARD-1", "language": "sw", "consent": "told us so"}
	for i, name := range hardNames {
		n := string(rune('1' + i))
		fields["given_"+n], fields["family_"+n], fields["sex_"+n], fields["born_"+n], fields["relation_"+n] = name, "د", "female", "1990", "relative"
	}
	fields["relation_1"] = "head"
	typed, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	run(t, ctx, chromedp.Navigate(r.base+"/households/register?lang=en"))
	run(t, ctx, chromedp.Evaluate[any](`for (const [name, value] of Object.entries(`+string(typed)+`)) document.querySelector("main [name=" + name + "]").value = value`))
	run(t, ctx, chromedp.Submit(`main [name=card]`))
	run(t, ctx, chromedp.WaitVisible(`a[href$="/documents"], .notice`))
	shown := run(t, ctx, chromedp.Evaluate[string](`document.querySelector("main").textContent`))
	for _, name := range hardNames {
		if !strings.Contains(shown, name) {
			t.Errorf("%.40q does not stand on the page of whoever was registered by it: %.400s", name, shown)
		}
	}
	at, err := url.Parse(run(t, ctx, chromedp.Evaluate[string](`location.href`)))
	if err != nil || !anyID.MatchString(at.Path) {
		t.Fatalf("registering leads to %v: %v", at, err)
	}
	return at.Path
}
