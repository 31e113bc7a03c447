// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"regexp"
	"strings"

	"github.com/chromedp/chromedp"
)

// spokenCode is a code as it is read aloud.
var spokenCode = regexp.MustCompile(`[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{4}`)

// hearComplaint writes down what somebody says on the telephone while they talk, from the keyboard alone: the words, what it is about, where. Whoever calls leaves no number, and is given a code; with it
// they hear later what became of it.
func hearComplaint(h *hand) {
	workIn(h.T, h.ctx, h.demo, "Nyunzu")
	h.opens("/voices/hear?lang=en")
	h.focused("TEXTAREA") // the words
	h.types("The tap by the school has been dry since Monday.")
	h.tab(1)
	h.key("W") // what it is about
	h.tab(1)
	h.key("K") // the first site that begins so
	h.tab(1)   // how they may be reached: left empty
	h.enter()
	h.sees("It is written down")
	counted := h.keys
	code := spokenCode.FindString(run(h.T, h.ctx, chromedp.Evaluate[string](`document.querySelector("main").innerText`)))
	if code == "" {
		h.Fatalf("no code is given: %s", h.page())
	}
	h.opens("/voices/ask?lang=en")
	h.focused("INPUT")
	h.types(strings.ToLower(strings.ReplaceAll(code, "-", " ")))
	h.enter()
	h.sees("We have written down what you said")
	h.opens("/voices?lang=en&topic=water_and_hygiene&channel=hotline")
	h.sees("Water and hygiene")
	h.keys, h.clicks = counted, 0 // what comes after the call is not of it
}

// focused waits until the browser has gone to the field that waits for what is typed: the page says which, and nobody presses anything.
func (h *hand) focused(tag string) {
	h.Helper()
	for range 500 {
		if run(h.T, h.ctx, chromedp.Evaluate[string]("document.activeElement?.tagName ?? ''")) == tag {
			return
		}
	}
	h.Fatalf("no %s has the focus: %s", tag, h.page())
}
