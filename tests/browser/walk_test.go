// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"safar/field/payment"
)

// walker walks the pages of a running program on a phone's width, each person in a window of their own.
type walker struct {
	*testing.T
	running *running
	windows map[string]context.Context
	whole   *testing.T // as long as which the windows stay open
	visited int        // follow-up visits made
	between func()     // what somebody else does while the next form stands open; nil for nothing
}

func newWalker(t *testing.T) *walker {
	r := startDemo(t, 120)
	return &walker{T: t, running: r, windows: map[string]context.Context{}, whole: t}
}

// as returns the window of a person, who signs in when they come first.
func (w *walker) as(name string) context.Context {
	w.Helper()
	if w.windows[name] == nil {
		ctx := browse(w.whole)
		run(w.T, ctx, chromedp.EmulateViewport(360, 800))
		signIn(w.T, ctx, w.running, name)
		w.windows[name] = ctx
	}
	return w.windows[name]
}

// seen is a page as it stands in a window.
type seen struct {
	Path    string
	HTML    string
	Wide    bool // wider than the window
	Scripts int  // but the one of every page
	Trouble string
}

const see = `({Path: location.pathname + location.search, HTML: document.documentElement.outerHTML, Scripts: [...document.scripts].filter(s => !s.getAttribute('src')?.startsWith('/assets/')).length,
	Wide: document.documentElement.scrollWidth > window.innerWidth,
	Trouble: [...document.querySelectorAll(".notice.bad, .trouble")].map(e => e.innerText).join(" / ")})`

func (w *walker) see(name string) seen {
	w.Helper()
	s := run(w.T, w.as(name), chromedp.Evaluate[seen](see))
	if s.Wide || s.Scripts > 0 {
		w.Errorf("%s: wider than a phone: %v, scripts: %d", s.Path, s.Wide, s.Scripts)
	}
	return s
}

// open opens a page, which must hold what is wanted.
func (w *walker) open(name, path string, want ...string) string {
	w.Helper()
	run(w.T, w.as(name), chromedp.Navigate(w.running.base+path))
	s := w.see(name)
	for _, text := range want {
		if !strings.Contains(s.HTML, text) {
			w.Fatalf("%s does not show %s: %q", path, name, text)
		}
	}
	return s.HTML
}

// fillAndSend fills the form whose button is asked for, and sends it with that button, as the browser lets a person do it.
const fillAndSend = `((button, fields) => {
	const by = document.querySelector(button);
	if (!by) return "there is no " + button;
	for (const [name, value] of fields) {
		const boxes = [...by.form.elements].filter(e => e.name === name);
		const box = boxes.find(e => e.type === "checkbox" || e.type === "radio" ? e.value === value : true);
		if (!box) return "there is no " + name + " " + value;
		if (box.type === "checkbox" || box.type === "radio") box.checked = true;
		else box.value = value;
		if (box.value !== value) return name + " does not take " + value;
	}
	if (!by.form.reportValidity()) return "the browser does not take it";
	document.documentElement.dataset.sent = "yes";
	by.form.requestSubmit(by);
	return "";
})(%s, %s)`

// send fills in the form of a page and sends it; it must lead on. It returns where to, without what was said there.
func (w *walker) send(name, path string, fields ...string) string {
	w.Helper()
	return w.press(name, path, "main form button.main", fields...)
}

// press fills in the form of a button, and presses it.
func (w *walker) press(name, path, button string, fields ...string) string {
	w.Helper()
	s := w.answered(name, path, button, fields...)
	if s.Trouble != "" || !strings.Contains(s.HTML, `class="notice good"`) {
		w.Fatalf("%s as %s leads to %s: %s", path, name, s.Path, s.Trouble)
	}
	to, _, _ := strings.Cut(s.Path, "?")
	return to
}

// refused sends a form that must be refused, and returns what is said of it.
func (w *walker) refused(name, path string, fields ...string) string {
	w.Helper()
	s := w.answered(name, path, "main form button.main", fields...)
	if s.Trouble == "" {
		w.Fatalf("%s as %s is taken", path, name)
	}
	for i := 0; i+1 < len(fields); i += 2 {
		if lost := run(w.T, w.as(name), chromedp.Evaluate[bool](fmt.Sprintf(isLost, fields[i], fields[i+1]))); lost {
			w.Errorf("%s as %s comes back, and %s is not %q any more", path, name, fields[i], fields[i+1])
		}
	}
	return s.Trouble
}

// isLost is whether a field that stands on a page does not hold what was typed in it.
const isLost = `((name, value) => {
	const boxes = [...document.querySelectorAll("main form [name]")].filter(e => e.name === name);
	return boxes.length > 0 && !boxes.some(e => e.value === value && (e.type === "checkbox" || e.type === "radio" ? e.checked : true));
})(%q, %q)`

// meanwhile has somebody else send a form while the next one stands open in another window.
func (w *walker) meanwhile(name, path string, fields ...string) {
	w.between = func() { w.send(name, path, fields...) }
}

// renamed has the village renamed while the next form stands open. A form says which village by its id: it is taken, and pages say the new name.
func (w *walker) renamed(f *family, name string) {
	w.meanwhile("manager", "/villages/"+f.village+"/rename", "name", name)
}

// answered fills in the form of a button, presses it, and returns the page that comes.
func (w *walker) answered(name, path, button string, fields ...string) seen {
	w.Helper()
	w.open(name, path)
	if do := w.between; do != nil {
		w.between = nil
		do()
	}
	pairs := [][2]string{}
	for i := 0; i+1 < len(fields); i += 2 {
		pairs = append(pairs, [2]string{fields[i], fields[i+1]})
	}
	which, _ := json.Marshal(button)
	what, err := json.Marshal(pairs)
	if err != nil {
		w.Fatal(err)
	}
	if wrong := run(w.T, w.as(name), chromedp.Evaluate[string](fmt.Sprintf(fillAndSend, which, what))); wrong != "" {
		w.Fatalf("%s as %s: %s", path, name, wrong)
	}
	run(w.T, w.as(name), chromedp.WaitVisible(`html:not([data-sent]) main`))
	return w.see(name)
}

// find returns what stands in the first group of a pattern.
func (w *walker) find(text, pattern string) string {
	w.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if m == nil {
		w.Fatalf("nothing like %s", pattern)
	}
	return html.UnescapeString(m[1])
}

// family is a household on its way, as the pages tell of it.
type family struct {
	card, file, way, journey, village string
	amina, juma, neema                string
}

// The whole path of the programme on the pages of a phone, without a script, each step by who may.
func TestTheWholePathInABrowser(t *testing.T) {
	w := newWalker(t)
	t.Run("a household", func(t *testing.T) { w.T = t; walkHousehold(w) })
	t.Run("a site", func(t *testing.T) { w.T = t; walkSite(w) })
}

// walkHousehold walks a household's whole way: registered, told, asked each alone, promised a plot, paid by two pairs of eyes; one goes ahead
// on each adult's word and the others follow; they are visited for a year while the house is built, inspected and paid for; and with their word
// it is closed.
func walkHousehold(w *walker) {
	f := w.registers()
	w.chooses(&f)
	w.isPromisedAPlot(f)
	w.isPaid(f, "first_tranche")
	w.leavesApart(f)
	w.builds(f, "foundation")
	for _, later := range []struct{ day, milestone, pays string }{
		{"2026-12-22", "walls", "second_tranche"}, {"2027-02-20", "roof", "third_tranche"}, {"2027-05-21", "", ""}, {"2027-11-22", "", ""}} {
		w.moveTo(later.day)
		w.visits(f)
		if later.milestone != "" {
			w.builds(f, later.milestone)
			w.isPaid(f, later.pays)
		}
	}
	w.closes(f)
}

// moveTo moves the program's clock on. Sessions have ended by then: everybody signs in anew.
func (w *walker) moveTo(day string) {
	w.Helper()
	w.running.moveTo(w.T, day)
	clear(w.windows)
}

// builds has a part of the house reported and inspected, by two people.
func (w *walker) builds(f family, milestone string) {
	w.renamed(&f, "Lubuye "+milestone)
	w.send("caseworker", "/houses/"+f.journey+"/"+milestone+"/report")
	w.open("inspector", "/houses/at/"+f.village, "Lubuye "+milestone)
	w.send("inspector", "/houses/"+f.journey+"/"+milestone+"/inspect", "passed", "yes")
}

// visits makes the follow-up visit that is due. A second one on the same day would be too early, and is not taken.
func (w *walker) visits(f family) {
	answers := []string{"q_who_was_met", "each_apart", "q_safety", "met", "q_living_standard", "met", "q_livelihood", "partly", "q_housing_land", "met"}
	w.send("caseworker", f.way+"/settled", answers...)
	w.visited++
	w.open("caseworker", f.file, fmt.Sprintf("Visit %d,", w.visited))
}

// closes ends the way, with the word of each adult: one word alone does not do.
func (w *walker) closes(f family) {
	end := f.way + "/solution_reached"
	if said := w.refused("caseworker", end, "reason", "returned", "agree", f.amina); !strings.Contains(said, "agree") {
		w.Errorf("closed on the word of one adult alone, it says: %s", said)
	}
	w.send("caseworker", end, "reason", "returned", "agree", f.amina, "agree", f.juma)
	body := w.open("caseworker", f.file, "Returned")
	if strings.Contains(body, f.way+"/settled") {
		w.Error("the way is closed, and a visit is still offered")
	}
}

func (w *walker) registers() (f family) {
	f.card = "KLM-900001"
	f.file = w.send("caseworker", "/households/register", "card", f.card, "language", "sw", "consent", "Ndiyo", "given_1", "Amina", "family_1", "Walk", "born_1", "40",
		"sex_1", "female", "relation_1", "head", "given_2", "Juma", "family_2", "Walk", "born_2", "1979", "sex_2", "male", "relation_2", "spouse",
		"given_3", "Neema", "family_3", "Walk", "born_3", "7", "sex_3", "female", "relation_3", "child")
	w.send("caseworker", w.find(w.open("caseworker", f.file), `href="(`+f.file+`/begin/[^"]+)"`))
	body := w.open("caseworker", f.file)
	f.way = w.find(body, `href="(`+f.file+`/ways/[0-9a-z]+)/`)
	f.journey = f.way[strings.LastIndex(f.way, "/")+1:]
	for name, of := range map[string]*string{"Amina": &f.amina, "Juma": &f.juma, "Neema": &f.neema} {
		*of = w.find(body, `/members/([0-9a-z]+)"><bdi>`+name)
	}
	return f
}

func (w *walker) chooses(f *family) {
	w.send("caseworker", f.way+"/intention", "by", f.amina, "q_consents", "yes", "q_prefers", "return", "q_needs_first", "land")
	f.village = w.find(w.open("caseworker", f.way+"/village_profile"), `<option value="([0-9a-z]+)">[^<]* – Safe</option>`)
	telling := f.way + "/village_profile?place=" + f.village
	w.open("caseworker", telling, "What is known today of", "Health post")
	w.send("caseworker", telling, "language", "sw", "source", "profile", "q_told_about", "safety", "q_understood", "yes")
	w.renamed(f, "Lubuye kwa visit")
	w.send("caseworker", f.way+"/go_and_see", "who", f.juma, "place", f.village)
	w.open("caseworker", f.file, "Lubuye kwa visit")
	w.send("caseworker", f.way+"/come_and_tell", "who", f.amina)
	w.renamed(f, "Lubuye kwa choice")
	w.send("caseworker", f.way+"/solution?person="+f.amina, "option", "return", "place", f.village, "private", "yes")
	w.meanwhile("protection", "/villages/"+f.village+"/withdraw", "reason", "Shots were heard")
	chosen := []string{"option", "return", "place", f.village, "private", "yes", "words", "Tunarudi nyumbani"}
	w.refused("caseworker", f.way+"/solution?person="+f.juma, chosen...)
	w.safeAgain(f.village)
	w.send("caseworker", f.way+"/solution?person="+f.juma, chosen...)
	w.open("caseworker", f.file, "Lubuye kwa choice")
	w.send("caseworker", f.file+"/collector", "person", f.amina, "alternate", f.juma, "private", "yes")
}

// safeAgain has protection find a village safe, on the word of two sources.
func (w *walker) safeAgain(village string) {
	for _, source := range []string{"women_group", "village_council"} {
		w.send("caseworker", "/villages/"+village+"/report", "source", source, "kind", "community", "says", "safe", "women", "yes", "minority", "yes", "day", "2026-11-22")
	}
	w.send("protection", "/villages/"+village+"/safe", "reason", "It was a wedding")
}

func (w *walker) isPromisedAPlot(f family) {
	unit := w.find(w.open("caseworker", f.way+"/plot"), `\d+ of (\d+)`)
	w.send("caseworker", f.way+"/plot?do=check", "unit", unit, "checks", "occupants", "checks", "customary_authority", "checks", "state_authority", "checks", "attestation",
		"good", "yes", "names", f.amina, "names", f.juma)
	w.send("caseworker", f.way+"/plot?do=promise", "unit", unit)
}

func (w *walker) isPaid(f family, step string) {
	list := w.send("finance", "/payments/prepare/"+f.village+"/"+step, "method", "cash")
	w.send("approver", list+"/approve")
	deliver := w.find(w.open("finance", list), `href="(/payments/owed/`+f.journey+`/[^"]*deliver[^"]*)"`)
	w.refused("finance", deliver, "to", f.amina, "reference", "R-"+step) // nobody has said where, nor looked at the risks there
	w.send("finance", list+"/plan", "place", f.village)
	w.refused("finance", deliver, "to", f.amina, "reference", "R-"+step)
	w.looksAtTheRisks(f.village)
	w.refused("finance", deliver, "to", f.amina, "reference", "R-"+step) // nobody stands beside the one who pays
	w.send("finance", list+"/keep", "witness", "named", "name", "Kabila Ngoy", "organisation", "village council", "function", "secretary", "kept", "the safe")
	w.send("finance", deliver, "to", f.amina, "reference", "R-"+step)
	w.open("caseworker", f.file, "Received: ")
	sheet := w.find(w.open("approver", "/payments/sheets"), `href="(/payments/sheets/[0-9a-z]+)"`)
	w.send("approver", sheet+"/see", "says", "seen")
}

// looksAtTheRisks has protection assess a place for the day on which cash is handed out there.
func (w *walker) looksAtTheRisks(place string) {
	fields := []string{"place", place, "outcome", "go"}
	for _, risk := range payment.Risks {
		fields = append(fields, "found_"+string(risk), "no")
	}
	w.send("protection", "/payments/sites/assess", fields...)
}

// leavesApart lets one go ahead by their own means, on the word of each adult, and the others follow in a convoy.
func (w *walker) leavesApart(f family) {
	for _, adult := range []string{f.amina, f.juma} {
		w.send("movements", "/movements/ask/"+f.journey+"/departure/"+adult, "willing", "yes", "private", "yes")
	}
	w.buildsByDragging(f)
	apart := "/movements/apart/" + f.journey + "/departure"
	w.send("movements", apart, "who", f.juma, "own_word", f.amina, "own_word", f.juma)
	w.open("protection", "/movements/apart", f.card)
	w.open("caseworker", f.file, "This family is apart", "Has not left")
	w.renamed(&f, "Lubuye kwa convoy")
	trip := w.send("movements", "/movements/plan", "destination", f.village, "leaves", "2026-11-22", "loads", "1", "seats", "9")
	w.open("movements", trip, "Lubuye kwa convoy")
	w.send("movements", apart, "who", f.amina, "who", f.neema, "how", trip[strings.LastIndex(trip, "/")+1:], "load", "1")
	w.send("movements", trip+"/freeze")
	for _, list := range []string{"/manifest", "/board"} {
		w.open("movements", trip+list, f.card)
		printed(w.T, w.as("movements"), trip[:len("/movements/")]+"*"+list)
	}
	w.press("movements", trip+"/board?q="+f.card, `main form[action$="/board"][method=post] button`)
	w.send("movements", trip+"/depart")
	w.send("movements", trip+"/arrive")
	w.send("caseworker", "/movements/arrivals/"+f.journey+"/departure")
	if strings.Contains(w.open("caseworker", f.file), "This family is apart") {
		w.Error("they are together again, and the file says that they are apart")
	}
}

// walkSite walks a site's whole way: the government's decision and another date, people heard, what becomes of those who remain, taken down and
// inspected, and the end: not as closed while somebody lives there.
func walkSite(w *walker) {
	site := w.find(w.open("sites", "/sites"), `href="(/sites/[0-9a-z]+)"><bdi>Kalenge`)
	here := strings.TrimPrefix(site, "/sites/")
	step := func(name, label string, fields ...string) {
		w.Helper()
		w.send(name, w.find(w.open(name, site), `<a href="([^"]+)">`+label+`</a>`), fields...)
	}
	w.send("sites", site+"/closure", "by", "Provincial government", "decided", "2026-11-20", "closes", "2027-03-31")
	w.meanwhile("sites", site+"/closure", "by", "Provincial government", "decided", "2026-11-20", "closes", "2026-11-21")
	home := w.find(w.open("caseworker", "/households"), `href="(/households/[0-9a-z]{26})"`)
	w.refused("caseworker", home+"/site", "site", here)
	w.send("sites", site+"/closure", "by", "Provincial government", "decided", "2026-11-20", "closes", "2027-03-31")
	w.send("sites", site+"/note", "kind", "advocacy", "with", "Governor", "words", "Not everyone has a place to go to")
	step("sites", "Decision of the government", "yes", "yes", "reason", "The rains are over", "source", "Letter 12 of 20 November")
	for meeting, asked := range map[string][]string{"Advocacy": nil, "Participatory assessments": {"q_households", "60", "q_protection", "Firewood", "q_priorities", "Land"},
		"Focus group discussions": {"q_who", "women", "q_hopes", "A school"}, "Key-informant interviews": {"q_role", "chief", "q_safety", "Calm", "q_stood_on", "2026-11-20"},
		"Come-and-tell sessions": nil} {
		step("sites", meeting, append([]string{"c_18-59_0", "5"}, asked...)...)
	}
	village := w.find(w.open("caseworker", site), `<a href="([^"]+)">Go-and-see visits</a>`)
	w.send("caseworker", village, "c_18-59_0", "2", "about", w.find(w.open("caseworker", village), `(?s)name="about".*?<option value="([0-9a-z]{20,})"`))
	step("protection", "Agreement on those who remain", "yes", "yes", "reason", "Each of them has a plan")
	step("sites", "Decommissioning of the site")
	step("inspector", "Decommissioning of the site", "passed", "yes")
	w.send("sites", site+"/note", "kind", "people_remain", "count", "3")
	end := w.find(w.open("protection", site), `<a href="([^"]+)">End of the site</a>`)
	if said := w.refused("protection", end, "reason", "closed"); !strings.Contains(said, "Households still live there") {
		w.Errorf("it is said to be closed over the heads of those who live there: %s", said)
	}
	w.send("protection", end, "reason", "kept_open")
	w.open("sites", site, "31 Mar 2027", "Letter 12 of 20 November", "End of the site")
	for _, m := range regexp.MustCompile(`href="(/households\?site=`+here+`&amp;state=(?:undecided|without_place|without_date|stays_without_plan)[^"]*)"`).
		FindAllStringSubmatch(w.open("sites", site), -1) {
		w.open("sites", html.UnescapeString(m[1]), "KLM-")
	}
}
