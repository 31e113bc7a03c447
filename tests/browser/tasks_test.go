// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// task is something that people do in the office.
type task struct {
	name string
	who  string
	most int // key-presses and clicks together, beyond the data; 0 where none is set
	do   func(h *hand)
}

// tasks are done in their order: who was seated boards, and who boarded is on the road when the safety of the village is withdrawn.
var tasks = []task{
	{"register a family of five", "caseworker", 60, registerFive},
	{"find a household by a name with two wrong letters", "caseworker", 2, findMisspelt},
	{"record a go-and-see of 20", "caseworker", 0, recordGoAndSee},
	{"record which forty people sat in a session", "caseworker", 50, attendForty},
	{"record the choices of three adults", "caseworker", 0, recordChoices},
	{"put 60 people on two trucks", "movements", 0, seatSixty},
	{"board them", "movements", 0, boardThem},
	{"approve a list of 3,700 lines of which three are held", "approver", 0, approveThousands},
	{"inspect a wall with a photo", "inspector", 0, inspectWall},
	{"withdraw the safety of a village, and see who is concerned", "protection", 0, withdrawSafety},
	{"how many women of 60 and more have left Kalunga", "manager", 2, womenOfKalunga},
	{"hear a complaint at the hotline", "sites", 12, hearComplaint},
}

// theWorkOfADay has a browser do what people do all day, by keyboard and by clicks, with the script and without; it counts the presses and takes the
// time, and finds what was done.
func theWorkOfADay(t *testing.T, demo *running, s stage) {
	for nth, name := range []string{"with a script", "without"} {
		t.Run(name, func(t *testing.T) {
			for _, of := range tasks {
				t.Run(of.name, func(t *testing.T) {
					h := &hand{T: t, ctx: browse(t), demo: demo, stage: &s, nth: nth}
					run(t, h.ctx, chromedp.EmulateViewport(1280, 900))
					signIn(t, h.ctx, demo, of.who)
					workIn(t, h.ctx, demo, "Kalemie")
					if _, err := chromedp.Call(h.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: nth == 1}); err != nil {
						t.Fatal(err)
					}
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
	t.Run("half a script", func(t *testing.T) { findUnanswered(t, demo, s) })
}

// findUnanswered finds a household where the script came through, and nothing that it asks for does.
func findUnanswered(t *testing.T, demo *running, s stage) {
	h := &hand{T: t, ctx: browse(t), demo: demo, stage: &s}
	unanswered := page.AddScriptToEvaluateOnNewDocumentParams{Source: `XMLHttpRequest.prototype.send = window.fetch = () => { throw new Error("not answered") }`}
	if _, err := chromedp.Call(h.ctx, page.AddScriptToEvaluateOnNewDocument, unanswered); err != nil {
		t.Fatal(err)
	}
	signIn(t, h.ctx, demo, "caseworker")
	workIn(t, h.ctx, demo, "Kalemie")
	findMisspelt(h)
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
	for i, of := range [][]string{{"Mwajuma", h.family(), "fem", "38", "Head"}, {"Kasongo", h.family(), "mal", "41", "Sp"}, {"Furaha", h.family(), "fem", "12", "Ch"},
		{"Baraka", h.family(), "mal", "9", "Ch"}, {"Zawadi", h.family(), "fem", "4", "Ch"}} {
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
	h.sees("Mwajuma " + h.family())
	h.sees("Zawadi " + h.family())
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
	b := []byte("Mwajumo " + h.family())
	b[len(b)-3] = 'v'
	h.types(string(b))
	h.enter()
	h.sees("Mwajuma " + h.family())
}

// recordGoAndSee records a visit of twenty people to a village, what they found there, and of each household whose card they brought that it went to see.
func recordGoAndSee(h *hand) {
	h.opens("/?lang=en")
	h.presses("Listening")
	h.presses("Record a meeting or visit")
	h.selects("select[name=kind]", "Go-and")
	h.selects("select[name=site]", h.stage.Sites[h.nth])
	h.presses("Go on")
	h.selects("select[name=about]", "Kabimba")
	h.fills("input[name=found_water]", "a spring at one kilometre")
	h.fills("[name='c_18-59_0']", "9")
	h.fills("[name='c_18-59_2']", "8")
	h.fills("[name='c_60+_0']", "2")
	h.fills("[name='c_60+_2']", "1")
	h.enter()
	h.presses("Call the roll")
	h.fills("textarea[name=cards]", strings.Join(h.stage.Cards[h.nth], " "))
	h.presses("Find")
	h.presses("The heads of the households")
	h.follows("main button[name=save]")
	h.sees("20 people on the roll; counted: 20")
}

// attendForty records a session in which forty people sat, and who they were: the families that were asked to come have some adults more, who are unticked. From the
// cards on it goes by keyboard alone.
func attendForty(h *hand) {
	h.opens("/?lang=en")
	h.presses("Listening")
	h.presses("Record a meeting or visit")
	h.selects("select[name=kind]", "Come-and")
	h.selects("select[name=site]", h.stage.Sites[h.nth])
	h.presses("Go on")
	h.selects("select[name=about]", "Kabimba")
	h.fills("[name='c_18-59_0']", "22")
	h.fills("[name='c_18-59_2']", "18")
	h.enter()
	h.presses("Call the roll")
	h.types(strings.Join(h.stage.Sitting[h.nth], " "))
	h.tab(1)
	h.enter()
	h.tab(1)
	h.enter() // every adult
	for range run(h.T, h.ctx, chromedp.Evaluate[int](`document.querySelectorAll("main input:checked").length`)) - 40 {
		h.tab(1)
		for !run(h.T, h.ctx, chromedp.Evaluate[bool](`document.activeElement.matches("label ~ label > input:checked")`)) { // the head was there
			h.tab(1)
		}
		h.key(" ")
	}
	h.enter()
	h.sees("40 people on the roll; counted: 40")
}

// recordChoices asks each adult of a household in private.
func recordChoices(h *hand) {
	h.opens("/households/" + h.stage.Choosing[h.nth].String() + "?lang=en")
	h.presses("Their choice")
	for i := range 3 {
		h.follows(fmt.Sprintf("main tbody tr:nth-child(%d) a", i+1))
		h.into("input[name=option][value=return]")
		h.selects("select[name=place]", "Katele")
		h.into("input[name=private]")
		h.enter()
	}
	if got := run(h.T, h.ctx, chromedp.Evaluate[int](`[...document.querySelectorAll("main tbody td")].filter(d => d.innerText.startsWith("Answered")).length`)); got != 3 {
		h.Errorf("%d adults have answered: %s", got, h.page())
	}
}

// seatSixty plans a convoy of two trucks, and has the page propose who goes on which.
func seatSixty(h *hand) {
	h.opens("/?lang=en")
	h.presses("Movements")
	h.presses("Plan a convoy")
	h.selects("select[name=destination]", h.stage.Waiting[h.nth])
	h.fills("input[name=leaves]", "11222026")
	h.enter()
	h.presses("Build the convoy")
	h.presses("Fill the loads")
	h.presses("Save who is on which load")
	if on := h.persons(); on < 60 {
		h.Errorf("%d people have a seat: %s", on, h.page())
	}
	h.stage.Trips[h.nth] = run(h.T, h.ctx, chromedp.Evaluate[string]("location.pathname"))
}

// persons are how many people the page of a convoy says are on it.
func (h *hand) persons() int {
	h.Helper()
	return run(h.T, h.ctx, chromedp.Evaluate[int](`+[...document.querySelectorAll("main dt")].find(t => t.innerText === "People").nextElementSibling.innerText`))
}

// boardThem freezes the manifest, says of each household that it boarded, and that the trucks have left.
func boardThem(h *hand) {
	h.opens("/?lang=en")
	h.presses("Movements")
	h.follows("main a[href='" + h.stage.Trips[h.nth] + "']")
	people := h.persons()
	h.presses("Freeze the manifest")
	h.follows("main button")
	h.presses("Boarding")
	for range run(h.T, h.ctx, chromedp.Evaluate[int](`document.querySelectorAll("main form[action$='/board']").length`)) {
		h.presses("Boarded")
	}
	h.follows(`main a[href^="/movements/"]`)
	h.presses("It departs")
	h.follows("main button")
	h.sees("On the road")
	if on := h.persons(); on != people {
		h.Errorf("%d of %d people left: %s", on, people, h.page())
	}
}

// approveThousands is the second pair of eyes.
func approveThousands(h *hand) {
	h.opens("/?lang=en")
	h.presses([]string{"2 payment lists wait for approval", "One payment list waits for approval"}[h.nth])
	h.follows("main a[href='/payments/lists/" + h.stage.Lists[h.nth].String() + "']")
	h.presses("Approve")
	h.follows("main button")
	h.sees("The list is approved.")
}

// inspectWall finds the walls of a house good, with a picture of them.
func inspectWall(h *hand) {
	h.opens("/?lang=en")
	h.presses("Houses")
	h.presses("My round")
	h.presses("Kabimba")
	h.follows("main a[href*='/houses/" + h.stage.Houses[h.nth].Journey.String() + "/walls/inspect']")
	h.into("input[name=passed][value=yes]")
	run(h.T, h.ctx, chromedp.SetUploadFiles("input[type=file]", []string{h.photo()}))
	h.clicks += 2 // the button, and the picture
	h.follows("main form button")
	h.opens("/houses/" + h.stage.Houses[h.nth].Journey.String() + "/walls")
	run(h.T, h.ctx, chromedp.Evaluate[bool](`document.querySelector("main img").decode().then(() => true)`, chromedp.EvalAwaitPromise)) // it is there, and a picture
}

// photo is a picture as a phone takes it.
func (h *hand) photo() string {
	h.Helper()
	file, err := os.Create(filepath.Join(h.TempDir(), "wall.jpg"))
	if err == nil {
		err = errors.Join(jpeg.Encode(file, image.NewGray(image.Rect(0, 0, 1600, 1200)), nil), file.Close())
	}
	if err != nil {
		h.Fatal(err)
	}
	return file.Name()
}

// withdrawSafety withdraws the safety of a village with people on the road to it, and looks who is concerned.
func withdrawSafety(h *hand) {
	h.opens("/?lang=en")
	h.presses("Villages")
	h.presses(h.stage.Waiting[h.nth])
	h.presses("Withdraw safety")
	h.fills("textarea[name=reason]", "Armed men were seen on the road this morning.")
	h.follows("main form button")
	road := regexp.MustCompile(`\b1[0-9] households are on the road`)
	if text := h.page(); !road.MatchString(text) {
		h.Errorf("nothing says who is on the road: %s", text)
	}
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
