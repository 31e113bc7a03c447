// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// hand is somebody at a keyboard, whose key-presses and clicks are counted. What is typed as data (a name, the number of a card) is not: nobody is spared that.
type hand struct {
	*testing.T
	ctx          context.Context
	demo         *running
	stage        *stage
	nth          int // which of the two on the stage is theirs: 0 with a script, 1 without
	keys, clicks int
}

// family is the name of those whom they register.
func (h *hand) family() string { return []string{"Kabangomoja", "Lusindambili"}[h.nth] }

// key presses some keys, one after the other.
func (h *hand) key(keys ...string) {
	h.Helper()
	for _, k := range keys {
		run(h.T, h.ctx, chromedp.KeyEvent(k))
		h.keys++
	}
}

// tab goes on by so many fields.
func (h *hand) tab(times int) {
	h.Helper()
	h.key(strings.Split(strings.Repeat("\t", times), "")...)
}

// types types data.
func (h *hand) types(text string) {
	h.Helper()
	run(h.T, h.ctx, chromedp.KeyEvent(text))
}

// enter sends a form from the keyboard.
func (h *hand) enter() {
	h.Helper()
	h.leads(chromedp.KeyEvent(kb.Enter))
	h.keys++
}

// follows clicks on what leads to another page.
func (h *hand) follows(selector string) {
	h.Helper()
	at := h.at(selector)
	h.leads(chromedp.MouseClickXY(at.X, at.Y))
	h.clicks++
}

// spot is a place in the window.
type spot struct{ X, Y float64 }

// at is where the first thing is that a selector finds.
func (h *hand) at(selector string) spot {
	h.Helper()
	at, err := chromedp.Run(h.ctx, chromedp.Evaluate[spot](fmt.Sprintf(middle, selector)))
	if err != nil {
		h.Fatalf("there is no %s: %s", selector, h.page())
	}
	return at
}

// middle brings the first thing that a selector finds into the window, and says where its middle is.
const middle = `(e => { e.scrollIntoView({block: "center"}); const at = e.getBoundingClientRect(); return {X: at.x + at.width / 2, Y: at.y + at.height / 2}; })(document.querySelector(%q))`

// leads does what leads to another page, and waits until that stands.
func (h *hand) leads(by chromedp.Action[chromedp.Void]) {
	h.Helper()
	ctx, giveUp := context.WithTimeout(h.ctx, 30*time.Second)
	defer giveUp()
	if _, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, func(page.EventLoadEventFired) bool { return true }, by)); err != nil {
		h.Fatalf("it leads nowhere: %v: %s", err, h.page())
	}
	for range 500 { // the browser itself goes to the field that waits for what is typed, and scrolls there
		if run(h.T, ctx, chromedp.Evaluate[bool](`[null, document.activeElement].includes(document.querySelector("[autofocus]"))`)) {
			break
		}
	}
}

// sees looks for words on the page.
func (h *hand) sees(words string) {
	h.Helper()
	if text := run(h.T, h.ctx, chromedp.Evaluate[string]("document.body.innerText")); !strings.Contains(text, words) {
		h.Fatalf("nothing says %q: %.900s", words, text)
	}
}

// opens opens a page, as from a bookmark: that is not counted.
func (h *hand) opens(path string) {
	h.Helper()
	run(h.T, h.ctx, chromedp.Navigate(h.demo.base+path))
}

// presses clicks on the link or the button that says something, and waits for where it leads.
func (h *hand) presses(text string) {
	h.Helper()
	at := run(h.T, h.ctx, chromedp.Evaluate[*spot](fmt.Sprintf(saying, text)))
	if at == nil {
		h.Fatalf("nothing to press says %q: %s", text, h.page())
	}
	h.leads(chromedp.MouseClickXY(at.X, at.Y))
	h.clicks++
}

// saying finds the middle of what can be pressed by what it says.
const saying = `(text => {
	const e = [...document.querySelectorAll("main a, main button, main summary")].find(e => e.innerText?.trim() === text);
	if (!e) return null;
	e.scrollIntoView({block: "center"});
	const at = e.getBoundingClientRect();
	return {X: at.x + Math.min(at.width / 2, 40), Y: at.y + at.height / 2};
})(%q)`

// into clicks into a field.
func (h *hand) into(selector string) {
	h.Helper()
	at := h.at(selector)
	run(h.T, h.ctx, chromedp.MouseClickXY(at.X, at.Y))
	h.clicks++
}

// fills clicks into a field, and types data.
func (h *hand) fills(selector, data string) {
	h.Helper()
	h.into(selector)
	h.types(data)
}

// selects goes to a list of words from the keyboard, and types the beginning of one.
func (h *hand) selects(selector, data string) {
	h.Helper()
	run(h.T, h.ctx, chromedp.Focus(selector))
	h.keys++
	h.types(data)
}

// page is what stands on the page, for who has to find out what went wrong.
func (h *hand) page() string {
	h.Helper()
	return run(h.T, h.ctx, chromedp.Evaluate[string](`location.pathname + "\n" + document.querySelector("main").innerText.slice(0, 3000)`))
}

// buildsByDragging drags a household onto a load, and off it again, and saves each: what the load holds is counted as it is dragged, and stands on the page of the convoy.
func (w *walker) buildsByDragging(f family) {
	trip := w.send("movements", "/movements/plan", "destination", f.village, "leaves", "2026-11-22", "loads", "1", "seats", "9")
	h := &hand{T: w.T, ctx: w.as("movements"), demo: w.running}
	for _, onto := range []struct {
		load    string
		persons int
	}{{"1", 3}, {"0", 0}} {
		w.open("movements", trip+"/convoy", f.card)
		h.drags(`[data-item]:has(a[href="`+f.file+`"])`, `[data-group="`+onto.load+`"] h2`)
		if sum := run(w.T, h.ctx, chromedp.Evaluate[int](`+document.querySelector('[data-group="1"] [data-sum]').textContent`)); sum != onto.persons {
			w.Errorf("dragged onto %s, the load holds %d people, not %d", onto.load, sum, onto.persons)
		}
		h.follows(`form[data-board] button.main`)
		if on := h.persons(); on != onto.persons {
			w.Errorf("dragged onto %s and saved, %d people are on the convoy, not %d", onto.load, on, onto.persons)
		}
	}
}

// drags drags something and lets go of it on something else, as a mouse does.
func (h *hand) drags(what, onto string) {
	h.Helper()
	if _, err := chromedp.Call(h.ctx, input.SetInterceptDrags, input.SetInterceptDragsParams{Enabled: true}); err != nil {
		h.Fatal(err)
	}
	from := h.at(what)
	run(h.T, h.ctx, chromedp.MouseEvent(input.DispatchMouseEventTypeMousePressed, from.X, from.Y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
	taken := run(h.T, h.ctx, chromedp.WaitEvent(input.DragIntercepted, func(input.EventDragIntercepted) bool { return true },
		chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, from.X+9, from.Y+9, chromedp.ButtonLeft)))
	to := h.at(onto)
	for _, how := range []input.DispatchDragEventType{input.DispatchDragEventTypeDragEnter, input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop} {
		if _, err := chromedp.Call(h.ctx, input.DispatchDragEvent, input.DispatchDragEventParams{Type: how, X: to.X, Y: to.Y, Data: taken.Data}); err != nil {
			h.Fatal(err)
		}
	}
	run(h.T, h.ctx, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseReleased, to.X, to.Y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
}
