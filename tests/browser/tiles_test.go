// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"flag"
	"os"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
)

var picture = flag.String("picture", "", "write the tiles of the start page into this file as a picture")

// theTiles: whoever opens the demo sees each of its operations in a tile of its own, with what is walked there.
func theTiles(t *testing.T, r *running) {
	ctx := browse(t)
	signIn(t, ctx, r, "manager")
	run(t, ctx, chromedp.EmulateViewport(1080, 800))
	run(t, ctx, chromedp.Navigate(r.base+"/?lang=en"))
	got := run(t, ctx, chromedp.Evaluate[[]string](`[...document.querySelectorAll(".tiles > li")].map(tile =>
		tile.querySelector("h2").textContent.trim() + (tile.querySelectorAll("h3").length > 0 ? "" : ": nothing is walked there"))`))
	want := []string{"Cities", "Host families", "Kalemie", "Kosovo (UNSCR 1244)", "Nyunzu", "Resettlement"}
	if !slices.Equal(got, want) {
		t.Errorf("tiles %q, want %q", got, want)
	}
	if *picture != "" {
		if err := os.WriteFile(*picture, run(t, ctx, chromedp.Screenshot(".tiles")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
