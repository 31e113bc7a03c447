// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// hand is somebody at a keyboard, whose key-presses and clicks are counted. What is typed as data (a name, the number of a card) is not: nobody is spared that.
type hand struct {
	*testing.T
	ctx          context.Context
	demo         *running
	family       string // the name of those who are registered
	keys, clicks int
}

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
	at := run(h.T, h.ctx, chromedp.Evaluate[spot](fmt.Sprintf(middle, selector)))
	h.leads(chromedp.MouseClickXY(at.X, at.Y))
	h.clicks++
}

// spot is a place in the window.
type spot struct{ X, Y float64 }

// middle brings the first thing that a selector finds into the window, and says where its middle is.
const middle = `(e => { e.scrollIntoView({block: "center"}); const at = e.getBoundingClientRect(); return {X: at.x + at.width / 2, Y: at.y + at.height / 2}; })(document.querySelector(%q))`

// leads does what leads to another page, and waits until that stands.
func (h *hand) leads(by chromedp.Action[chromedp.Void]) {
	h.Helper()
	ctx, giveUp := context.WithTimeout(h.ctx, 30*time.Second)
	defer giveUp()
	run(h.T, ctx, chromedp.WaitEvent(page.LoadEventFired, func(page.EventLoadEventFired) bool { return true }, by))
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

// task is something that people do in the office.
type task struct {
	name string
	who  string
	most int // key-presses and clicks together, beyond the data; 0 where none is set
	do   func(h *hand)
}

var tasks = []task{
	{"register a family of five", "caseworker", 60, registerFive},
	{"find a household by a name with two wrong letters", "caseworker", 2, findMisspelt},
	{"how many women of 60 and more have left Kalunga", "manager", 2, womenOfKalunga},
}

// TestTheWorkOfADay has a browser do what people do all day, by keyboard and by clicks, with the script and without; it counts the presses and takes the
// time, and finds what was done.
func TestTheWorkOfADay(t *testing.T) {
	demo := startDemo(t, 21_340) // of fewer people some numbers would be withheld
	for _, scripted := range []bool{true, false} {
		name := map[bool]string{true: "with a script", false: "without"}[scripted]
		t.Run(name, func(t *testing.T) {
			for _, of := range tasks {
				t.Run(of.name, func(t *testing.T) {
					ctx := browse(t)
					run(t, ctx, chromedp.EmulateViewport(1280, 900))
					signIn(t, ctx, demo, of.who)
					if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripted}); err != nil {
						t.Fatal(err)
					}
					h := &hand{T: t, ctx: ctx, demo: demo, family: map[bool]string{true: "Kabangomoja", false: "Lusindambili"}[scripted]}
					began := time.Now()
					of.do(h)
					t.Logf("%d keys beyond the data, %d clicks, %.1f s", h.keys, h.clicks, time.Since(began).Seconds())
					if of.most > 0 && h.keys+h.clicks > of.most {
						t.Errorf("%d keys and %d clicks, at most %d", h.keys, h.clicks, of.most)
					}
				})
			}
		})
	}
}

// registerFive registers a couple and three children, from the keyboard alone.
func registerFive(h *hand) {
	h.opens("/households/register?lang=en")
	h.types(fmt.Sprintf("KLM-DAY-%d", time.Now().UnixNano()))
	h.tab(1)
	h.types("Kalu")
	h.tab(6) // past the village of origin and the three parts of a day, with its calendar, to the language
	h.types("Sw")
	h.tab(1)
	h.types("Ndiyo, andikeni.")
	for i, of := range [][]string{{"Mwajuma", h.family, "fem", "38", "Head"}, {"Kasongo", h.family, "mal", "41", "Sp"}, {"Furaha", h.family, "fem", "12", "Ch"},
		{"Baraka", h.family, "mal", "9", "Ch"}, {"Zawadi", h.family, "fem", "4", "Ch"}} {
		h.tab(1) // the person
		if i > 1 {
			h.key(kb.Enter) // opens
		}
		for _, data := range of {
			h.tab(1)
			h.types(data)
		}
		if i < 4 {
			h.tab(1) // more of the person, left closed
		}
	}
	h.back() // the choice of the relation would open a list
	h.enter()
	h.sees("Mwajuma " + h.family)
	h.sees("Zawadi " + h.family)
	if at := run(h.T, h.ctx, chromedp.Location()); strings.Contains(at, "/register") {
		h.Errorf("the family is not registered: %s", at)
	}
}

// back goes back by one field.
func (h *hand) back() {
	h.Helper()
	run(h.T, h.ctx, chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(kb.ModifierShift)))
	h.keys++
}

// findMisspelt finds one of those who were just registered, whose name is remembered a little wrong.
func findMisspelt(h *hand) {
	h.opens("/?lang=en")
	run(h.T, h.ctx, chromedp.Focus("header input[type=search]"))
	h.clicks++
	b := []byte("Mwajumo " + h.family)
	b[len(b)-3] = 'v'
	h.types(string(b))
	h.enter()
	h.sees("Mwajuma " + h.family)
}

// womenOfKalunga answers a manager's question from the start page: the operation, and there the place that people left.
func womenOfKalunga(h *hand) {
	h.opens("/?lang=en")
	h.follows(`header nav a[href="/operation"]`)
	h.follows(`main svg a[href*="left_the_sites?"][href*="is_site=Kalunga"] text`)
	row := regexp.MustCompile(`Female\s+60\+\s+Kalunga\s+\d+`)
	if text := run(h.T, h.ctx, chromedp.Evaluate[string]("document.querySelector('main').innerText")); !row.MatchString(text) {
		h.Errorf("nothing says how many women: %.1500s", text)
	}
}
