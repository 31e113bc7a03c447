// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// printedKinds are the kinds of pages that are made to be printed, each of which the walk over all pages must have come by; a manifest and a list for boarding are looked at
// on the way of a household, where there is a trip.
var printedKinds = []string{"/households/*/card", "/households/*/statement", "/households/cards", "/payments/lists/*",
	"/payments/lists/*/table", "/payments/lists/*/sheet", "/stacks/registration/print", "/stacks/attendance/print"}

// untold says what a printer without colours would lose of a page: words that are too pale on paper, or on what is printed under them, and what is told by a colour alone.
// What has a colour has words, or a sign, in it or beside it.
const untold = `(() => {
	const found = new Set();
	const rgba = text => { const n = (text.match(/[\d.]+/g) ?? []).map(Number); return n.length > 3 ? n : [...n.slice(0, 3), 1]; };
	const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
	const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3]));
	const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((m, n) => n - m); return (x + .05) / (y + .05); };
	const coloured = text => { const c = rgba(text); return c[3] > 0 && Math.max(...c.slice(0, 3)) - Math.min(...c.slice(0, 3)) > 24; };
	const seen = e => e.checkVisibility({opacityProperty: true, visibilityProperty: true}) && e.getBoundingClientRect().width > 1 && e.getBoundingClientRect().height > 1;
	const called = e => e.tagName.toLowerCase() + (e.getAttribute("class") ? "." + e.getAttribute("class").trim().replace(/\s+/g, ".") : "");
	const under = e => {
		const all = [];
		for (; e; e = e.parentElement) all.push(rgba(getComputedStyle(e).backgroundColor));
		return all.reverse().reduce((paper, c) => over(c, paper), [255, 255, 255]);
	};
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let text; text = walker.nextNode();) {
		const e = text.parentElement, style = getComputedStyle(e);
		if (!text.data.trim() || ["SCRIPT", "STYLE", "OPTION", "TITLE", "title"].includes(e.tagName) || !seen(e)) continue;
		const ink = over(rgba(e instanceof SVGElement ? style.fill : style.color), under(e));
		for (const [on, paper] of [["what is printed under it", under(e)], ["white paper", [255, 255, 255]]])
			if (contrast(ink, paper) < 4.5) found.add("too pale on " + on + ": " + called(e) + " " + text.data.trim().slice(0, 30));
	}
	for (const e of document.querySelectorAll("body *")) {
		if (!seen(e) || ["OPTION"].includes(e.tagName)) continue;
		const style = getComputedStyle(e);
		const marks = e instanceof SVGElement ? [style.fill] : [style.backgroundColor,
			...["Top", "Bottom", "Left", "Right"].filter(side => parseFloat(style["border" + side + "Width"]) > 0).map(side => style["border" + side + "Color"])];
		if (!marks.some(coloured)) continue;
		const beside = e instanceof SVGElement ? e.closest("figure, li, td, section, main") : e;
		const sign = [getComputedStyle(e, "::before").content, getComputedStyle(e, "::after").content].some(c => !["none", "normal", '""'].includes(c));
		if (!sign && !beside.innerText.trim() && !beside.querySelector("img, svg, input")) found.add("told by a colour alone: " + called(e));
	}
	return [...found];
})()`

// printed holds that a page, as it stands in a window, is told whole by a printer without colours, also where the screen is dark.
func printed(t *testing.T, ctx context.Context, page string) {
	t.Helper()
	for _, scheme := range []string{"light", "dark"} {
		asked := emulation.SetEmulatedMediaParams{Media: "print", Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
		if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, asked); err != nil {
			t.Fatal(err)
		}
		for _, lost := range run(t, ctx, chromedp.Evaluate[[]string](untold)) {
			t.Errorf("%s, printed without colours from a %s screen: %s", page, scheme, lost)
		}
	}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{}); err != nil {
		t.Fatal(err)
	}
}

// paleAndColoured holds that what a printer without colours would lose is found: words that are too pale, and a box that is told by its colour alone.
func paleAndColoured(t *testing.T, ctx context.Context) {
	t.Helper()
	run(t, ctx, chromedp.Navigate(`data:text/html,<body><p style="color:%23aaa">pale</p><p style="background:red;height:9px"></p><p style="border:2px solid green">held</p>`))
	if found := run(t, ctx, chromedp.Evaluate[[]string](untold)); len(found) != 3 {
		t.Errorf("of what is too pale, and told by a colour alone, %q is found", found)
	}
}
