// SPDX-License-Identifier: Apache-2.0

// Package browser_test opens the program's pages in a real browser, as somebody would: the program is built, started as the demo, and
// signed in to.
package browser_test

import (
	"bufio"
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// folder holds what all tests share: the program, and the profile of the browser.
var folder string

func TestMain(m *testing.M) {
	flag.Parse()
	var err error
	if folder, err = os.MkdirTemp("", "safar-browser-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if closeBrowser != nil {
		closeBrowser()
	}
	os.RemoveAll(folder)
	os.Exit(code)
}

// program builds the program once, and returns where it is.
var program = sync.OnceValues(func() (string, error) {
	binary := filepath.Join(folder, "safar")
	if out, err := exec.Command("go", "build", "-o", binary, "safar/cmd/safar").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building: %w\n%s", err, out)
	}
	return binary, nil
})

// running is the demo as a process of its own.
type running struct {
	binary, data string
	operations   string // those of the demo, with commas between them
	base         string
	signIns      map[string]string // name → passphrase
	stop         func()
}

// startDemo builds the program and starts a demo of some operations (none: Kalemie) for so many people, which ends with the test.
func startDemo(t testing.TB, people int, operations ...string) *running {
	t.Helper()
	r := prepareDemo(t, operations...)
	r.start(t, "2026-11-22", "--people", strconv.Itoa(people))
	return r
}

// prepareDemo builds the program, for a demo that the test starts itself.
func prepareDemo(t testing.TB, operations ...string) *running {
	t.Helper()
	binary, err := program()
	if err != nil {
		t.Fatal(err)
	}
	r := &running{stop: func() {}, operations: cmp.Or(strings.Join(operations, ","), "kalemie"), binary: binary, data: filepath.Join(t.TempDir(), "data")}
	t.Cleanup(func() { r.stop() })
	return r
}

// start starts the demo on a day, and waits until it says who may sign in.
func (r *running) start(t testing.TB, day string, more ...string) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	demo := exec.CommandContext(ctx, r.binary, append([]string{"demo", "--operations", r.operations, "--data", r.data, "--today", day}, more...)...)
	demo.Cancel = func() error { return demo.Process.Signal(os.Interrupt) }
	out, err := demo.StdoutPipe()
	if err == nil {
		err = demo.Start()
	}
	if err != nil {
		stop()
		t.Fatal(err)
	}
	r.stop = func() { stop(); demo.Wait() }
	r.base, r.signIns = "", map[string]string{}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		switch {
		case len(fields) == 2 && fields[0] == "ready":
			r.base = fields[1]
		case len(fields) == 3:
			r.signIns[fields[1]] = fields[2]
		}
		if len(r.signIns) == 12 {
			return
		}
	}
	t.Fatalf("the demo did not get ready: %+v", r)
}

// moveTo stops the demo, and starts it again on a later day: its own clock is the only one that the program asks.
func (r *running) moveTo(t *testing.T, day string) {
	t.Helper()
	r.stop()
	r.start(t, day)
}

// closeBrowser closes the browser that the tests share; nil while none is open.
var closeBrowser func()

// sharedBrowser is opened once; each test has windows of its own in it, which share nothing.
var sharedBrowser = sync.OnceValues(func() (context.Context, error) {
	ctx, stop := openBrowser(filepath.Join(folder, "profile"))
	closeBrowser = stop
	_, err := chromedp.Run(ctx, chromedp.Navigate("about:blank"))
	return ctx, err
})

func openBrowser(profile string, more ...chromedp.ExecAllocatorOption) (ctx context.Context, stop func()) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(profile),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true))
	browser, closeAll := chromedp.NewExecAllocator(context.Background(), append(options, more...)...)
	ctx, closeTab := chromedp.NewContext(browser)
	return ctx, func() { closeTab(); closeAll() }
}

// patience is how long one window is open at most; where every page is looked at in each of its appearances, that is an hour.
var patience = map[bool]time.Duration{false: 10 * time.Minute, true: time.Hour}[everyAppearance]

// browse opens a window that knows nothing of any other, and ends with the test.
func browse(t testing.TB) context.Context {
	t.Helper()
	browser, err := sharedBrowser()
	if err != nil {
		t.Fatal(err)
	}
	ctx, closeWindow := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	ctx, giveUp := context.WithTimeout(ctx, patience)
	t.Cleanup(func() { giveUp(); closeWindow() })
	return ctx
}

// browseAs opens a browser of its own, which is started as is asked.
func browseAs(t testing.TB, more ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	ctx, stop := openBrowser(t.TempDir(), more...)
	ctx, giveUp := context.WithTimeout(ctx, patience)
	t.Cleanup(func() { giveUp(); stop() })
	return ctx
}

// run does something in the browser.
func run[T any](t testing.TB, ctx context.Context, a chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// signIn signs in on the page, as a person does.
func signIn(t testing.TB, ctx context.Context, r *running, name string) {
	t.Helper()
	if r.signIns[name] == "" {
		t.Fatalf("the demo did not say how %s signs in", name)
	}
	run(t, ctx, chromedp.Navigate(r.base+"/sign-in"))
	run(t, ctx, chromedp.SendKeys(`input[name=name]`, name))
	run(t, ctx, chromedp.SendKeys(`input[name=passphrase]`, r.signIns[name]))
	run(t, ctx, chromedp.Submit(`input[name=passphrase]`))
	run(t, ctx, chromedp.WaitVisible(`form[action="/sign-out"]`))
}

// opened is what a browser says of the page it shows.
type opened struct {
	Title     string
	Direction string
	Width     int // of the window
	Needed    int // of the page
	Stored    int // bytes in the browser's own storage
}

const look = `({Title: document.title, Direction: document.documentElement.dir, Width: window.innerWidth,
	Needed: document.documentElement.scrollWidth, Stored: JSON.stringify(localStorage).length + JSON.stringify(sessionStorage).length - 4})`
