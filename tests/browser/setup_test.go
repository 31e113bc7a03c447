// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// newOffice serves an empty folder, and returns the address that the terminal says.
func newOffice(t *testing.T) string {
	t.Helper()
	r := prepareDemo(t)
	if err := os.Mkdir(r.data, 0o700); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	office := exec.CommandContext(ctx, r.binary, "serve", "--data", r.data, "--addr", "127.0.0.1:0")
	office.Cancel = func() error { return office.Process.Signal(os.Interrupt) }
	out, err := office.StdoutPipe()
	if err == nil {
		err = office.Start()
	}
	if err != nil {
		stop()
		t.Fatal(err)
	}
	r.stop = func() { stop(); office.Wait() }
	lines := bufio.NewScanner(out)
	if !lines.Scan() || !strings.HasPrefix(lines.Text(), "found http://") {
		t.Fatalf("the terminal says %q", lines.Text())
	}
	t.Cleanup(func() {
		if lines.Scan() && !strings.HasPrefix(lines.Text(), "ready http://") {
			t.Errorf("then the terminal says %q", lines.Text())
		}
	})
	return strings.TrimPrefix(lines.Text(), "found ")
}

// assistant walks the assistant in a browser and counts what a new office has to see and to fill in.
type assistant struct {
	*testing.T
	ctx           context.Context
	pages, fields int
}

// sees counts the page that stands there, and the fields on it.
func (a *assistant) sees(title string) {
	a.Helper()
	if got := run(a.T, a.ctx, chromedp.Evaluate[string](`document.querySelector('h1').innerText`)); got != title {
		a.Fatalf("the page is %q, want %q: %s", got, title, run(a.T, a.ctx, chromedp.Evaluate[string](`document.querySelector('main').innerText`)))
	}
	a.pages++
	a.fields += run(a.T, a.ctx, chromedp.Evaluate[int](`document.querySelectorAll('main fieldset.field, main .field:not(fieldset) :is(input, select, textarea)').length`))
	if needed := run(a.T, a.ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`)); needed > 360 {
		a.Errorf("%s is %d px wide on a telephone", title, needed)
	}
}

func (a *assistant) types(name, text string) {
	a.Helper()
	run(a.T, a.ctx, chromedp.SendKeys(`main [name=`+name+`]`, text))
}

func (a *assistant) chooses(name, value string) {
	a.Helper()
	run(a.T, a.ctx, chromedp.SetValue(`main [name=`+name+`]`, value))
}

// sends presses the button and waits for what comes.
func (a *assistant) sends(next string) {
	a.Helper()
	run(a.T, a.ctx, chromedp.Evaluate[bool](`document.querySelector('main').dataset.seen = 'before', true`))
	run(a.T, a.ctx, chromedp.Click(`main form.form button.main`))
	run(a.T, a.ctx, chromedp.WaitVisible(`main:not([data-seen])`))
	a.sees(next)
}

func (a *assistant) follows(path, next string) {
	a.Helper()
	run(a.T, a.ctx, chromedp.Navigate(path))
	a.sees(next)
}

// A new office goes from an empty folder to its first site on at most eight pages with 40 fields, stops in between and goes back, on a telephone's width.
func TestANewOfficeIsSetUpOnEightPages(t *testing.T) {
	at := newOffice(t)
	base, _, _ := strings.Cut(at, "/found")
	a := &assistant{T: t, ctx: browse(t)}
	run(t, a.ctx, chromedp.EmulateViewport(360, 740))
	a.follows(at+"&lang=en", "A new office")
	for name, text := range map[string]string{"office": "Kalemie", "name": "amina", "passphrase": "grey boats cross at dawn", "folder": "reed lantern pottery village", "again": "reed lantern pottery village"} {
		a.types(name, text)
	}
	a.sends("Your recovery codes")
	a.follows(base+"/setup/places", "Country and places")
	pcodes := filepath.Join(t.TempDir(), "pcodes.csv")
	if err := os.WriteFile(pcodes, []byte(pcodeTable), 0o600); err != nil {
		t.Fatal(err)
	}
	a.types("country", "République démocratique du Congo")
	a.types("code", "COD")
	run(t, a.ctx, chromedp.SetUploadFiles(`main [name=file]`, []string{pcodes}))
	a.sends("Programme")
	run(t, a.ctx, chromedp.Click(`main a[href="/setup/programme?picture=site_management"]`))
	run(t, a.ctx, chromedp.WaitVisible(`main svg.picture, main figure svg`))
	run(t, a.ctx, chromedp.Click(`main input[value=durable_solutions_tanganyika]`))
	a.sends("First colleagues")

	run(t, a.ctx, chromedp.Navigate(base+"/setup")) // stopped here, and gone on another day
	if next := run(t, a.ctx, chromedp.Evaluate[string](`document.querySelector('main a.button').getAttribute('href')`)); next != "/setup/people" {
		t.Errorf("it goes on at %s", next)
	}
	run(t, a.ctx, chromedp.Navigate(base+"/setup/people"))
	if back := run(t, a.ctx, chromedp.Evaluate[string](`document.querySelector('main form a.button').getAttribute('href')`)); back != "/setup/programme" {
		t.Errorf("the way back leads to %s", back)
	}
	a.types("name_1", "bahati")
	a.chooses("role_1", "caseworker")
	a.types("name_2", "chantal")
	a.chooses("role_2", "programme_manager")
	a.sends("New recovery codes")
	code := run(t, a.ctx, chromedp.Evaluate[string](`document.querySelector('main .code').innerText`))
	a.follows(base+"/setup/site", "First site")
	a.types("name", "Cinquantenaire")
	a.sends("Set up the office")
	if said := run(t, a.ctx, chromedp.Evaluate[string](`document.querySelector('main').innerText`)); !strings.Contains(said, "What comes next") {
		t.Errorf("at the end it says: %s", said)
	}
	if a.pages > 8 || a.fields > 40 {
		t.Errorf("%d pages with %d fields", a.pages, a.fields)
	}
	t.Logf("%d pages, %d fields", a.pages, a.fields)

	bahati := browse(t) // the first colleague comes in with their sheet
	run(t, bahati, chromedp.Navigate(base+"/sign-in/code"))
	run(t, bahati, chromedp.SendKeys(`input[name=name]`, "bahati"))
	run(t, bahati, chromedp.SendKeys(`input[name=code]`, code))
	run(t, bahati, chromedp.SendKeys(`input[name=passphrase]`, "seven mats under the tree"))
	run(t, bahati, chromedp.Submit(`input[name=passphrase]`))
	run(t, bahati, chromedp.WaitVisible(`form[action="/sign-out"]`))
	run(t, bahati, chromedp.Navigate(base+"/households/register"))
	run(t, bahati, chromedp.WaitVisible(`form.form`))
	run(t, bahati, chromedp.Navigate(base+"/sites"))
	if said := run(t, bahati, chromedp.Evaluate[string](`document.querySelector('main').innerText`)); !strings.Contains(said, "Cinquantenaire") {
		t.Errorf("the sites are: %s", said)
	}
}

// pcodeTable is the head of the table of administrative levels as OCHA publishes it, with places of two countries.
const pcodeTable = `Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date
#country+code,#geo+admin_level,#adm+code,#adm+name,#adm+code+parent,#date+start
COD,1,CD74,Tanganyika,COD,2017-07-24
COD,2,CD7402,Kalemie,CD74,2017-07-24
COD,2,CD7405,Nyunzu,CD74,2017-07-24
BDI,1,BI017,Bujumbura Mairie,BDI,2017-07-24
`
