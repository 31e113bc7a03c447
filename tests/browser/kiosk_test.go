// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// aPersonalCode gives the first adult of the first household a code, and returns the card and the code.
func aPersonalCode(t *testing.T, office context.Context, base string) (card, code string) {
	t.Helper()
	run(t, office, chromedp.Navigate(base+"/households?lang=en"))
	file := run(t, office, chromedp.Evaluate[string](`[...document.querySelectorAll('main a')].map(a => a.getAttribute('href')).find(h => /^\/households\/[0-9a-z]{20,}$/.test(h))`))
	run(t, office, chromedp.Navigate(base+file))
	card = run(t, office, chromedp.Evaluate[string](`document.body.innerText.match(/KLM-\d+/)[0]`))
	member := run(t, office, chromedp.Evaluate[string](`[...document.querySelectorAll('a')].map(a => a.getAttribute('href')).find(h => /\/members\/[0-9a-z]{20,}$/.test(h))`))
	run(t, office, chromedp.Navigate(base+member+"/code"))
	run(t, office, chromedp.Click(`form.form button.main`))
	run(t, office, chromedp.WaitVisible(`.card-number`))
	return card, run(t, office, chromedp.Evaluate[string](`document.querySelector('.card-number').innerText.replace(/[^0-9]/g, '')`))
}

// kioskIsUsed makes a browser a kiosk, opens an account at it and leaves: going back shows nothing of it, and nothing is left in the browser.
func kioskIsUsed(t *testing.T, kiosk context.Context, base string) {
	t.Helper()
	card, code := aPersonalCode(t, kiosk, base)
	run(t, kiosk, chromedp.Navigate(base+"/kiosks/open"))
	run(t, kiosk, chromedp.SendKeys(`input[name=name]`, "gate"))
	run(t, kiosk, chromedp.Click(`form.form button.main`))
	run(t, kiosk, chromedp.WaitVisible(`body.kiosk .doors`))
	run(t, kiosk, chromedp.Click(`a[lang=sw]`))
	run(t, kiosk, chromedp.WaitVisible(`input[name=card]`))
	run(t, kiosk, chromedp.SendKeys(`input[name=card]`, card+"\r")) // as a scanner types it: the code is still asked for
	run(t, kiosk, chromedp.SendKeys(`input[name=code]`, code+"\r"))
	run(t, kiosk, chromedp.WaitVisible(`form[action^="/kiosk/leave"]`))
	const shown = "halionyeshwi hapa" // what each of them chooses
	if said := run(t, kiosk, chromedp.Evaluate[string](`document.body.innerText`)); !strings.Contains(said, shown) {
		t.Fatalf("the account says: %s", said)
	}
	if needed := run(t, kiosk, chromedp.Evaluate[int](`document.documentElement.scrollWidth - innerWidth`)); needed > 0 {
		t.Errorf("the account is %d px too wide", needed)
	}
	run(t, kiosk, chromedp.Click(`form[action^="/kiosk/leave"] button`))
	run(t, kiosk, chromedp.WaitVisible(`a[lang=sw]`))
	for range 3 { // past the empty page, and the account
		run(t, kiosk, chromedp.Evaluate[string](`(document.body.id = "left", setTimeout(() => history.back(), 50), "")`))
		run(t, kiosk, chromedp.WaitVisible(`body.kiosk:not(#left)`))
		if said := run(t, kiosk, chromedp.Evaluate[string](`document.body.innerText`)); strings.Contains(said, shown) {
			t.Fatalf("going back shows: %s", said)
		}
	}
	if left := run(t, kiosk, chromedp.Evaluate[string](`JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie`)); left != "{}{}" {
		t.Errorf("there is left: %s", left)
	}
	run(t, kiosk, chromedp.Navigate(base+"/households"))
	if at := run(t, kiosk, chromedp.Evaluate[string](`location.pathname`)); at != "/kiosk" {
		t.Errorf("a kiosk stands at %s", at)
	}
}
