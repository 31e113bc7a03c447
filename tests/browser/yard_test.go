// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"net"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// freePort is a port that nobody listens on at this moment.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", ":0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// accepting has a browser accept the certificate that is met on a port, and no other, as somebody does who has compared its fingerprint with what the
// laptop shows. (The browser of the tests shows no page to press "proceed" on.)
func accepting(t *testing.T, port, shown string) chromedp.ExecAllocatorOption {
	t.Helper()
	conn, err := tls.Dial("tcp", "127.0.0.1:"+port, &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	met := conn.ConnectionState().PeerCertificates[0]
	sum := sha256.Sum256(met.Raw)
	if first := fmt.Sprintf("% X", sum[:8]); !strings.Contains(shown, first) {
		t.Fatalf("the phone sees %s, the laptop shows: %s", first, shown)
	}
	key := sha256.Sum256(met.RawSubjectPublicKeyInfo)
	return chromedp.Flag("ignore-certificate-errors-spki-list", base64.StdEncoding.EncodeToString(key[:]))
}

// A phone in the yard opens the laptop's address, compares the fingerprint, and works there: by a joining code, once, and by name
// and passphrase. Both browsers are real, and so is the TLS between them.
func TestAPhoneInTheYardJoins(t *testing.T) {
	r := prepareDemo(t)
	port := strconv.Itoa(freePort(t))
	r.start(t, "2026-11-22", "--people", "300", "--neighbours", "--neighbours-port", port)
	laptop, yard := browse(t), "https://127.0.0.1:"+port
	signIn(t, laptop, r, "caseworker")
	run(t, laptop, chromedp.Navigate(r.base+"/account/yard?lang=en"))
	page := run(t, laptop, chromedp.Evaluate[string](`document.body.innerText`))
	if !strings.Contains(page, "Fingerprint to compare") || !strings.Contains(page, "visit this website") {
		t.Fatalf("the laptop says: %s", page)
	}
	run(t, laptop, chromedp.Click(`a[href="/account/yard/code"]`))
	run(t, laptop, chromedp.WaitVisible(`form.form`))
	run(t, laptop, chromedp.Click(`button.main`))
	run(t, laptop, chromedp.WaitVisible(`svg.qr`))
	code := run(t, laptop, chromedp.Evaluate[string](`[...document.querySelectorAll('.code')].map(c => c.innerText).find(c => /^[0-9a-z]{5}(-[0-9a-z]{5}){3}$/.test(c))`))

	if _, err := chromedp.Run(browse(t), chromedp.Navigate(yard+"/sign-in")); err == nil || !strings.Contains(err.Error(), "ERR_CERT_AUTHORITY_INVALID") {
		t.Fatalf("a phone that does not know the laptop warns of nothing: %v", err)
	}
	phone := browseAs(t, append(seenByCamera(t, "KLM-000017"), accepting(t, port, page))...)
	run(t, phone, chromedp.EmulateViewport(360, 720))
	run(t, phone, chromedp.Navigate(yard+"/join?code="+code+"&lang=en"))
	run(t, phone, chromedp.WaitVisible(`input[name=code]`))
	run(t, phone, chromedp.Click(`form[action="/join"] button`))
	run(t, phone, chromedp.WaitVisible(`form[action="/sign-out"]`))
	if said := run(t, phone, chromedp.Evaluate[string](`document.body.innerText`)); !strings.Contains(said, "This phone has joined") {
		t.Fatalf("the phone says: %s", said)
	}
	run(t, phone, chromedp.Navigate(yard+"/households"))
	if needed := run(t, phone, chromedp.Evaluate[int](`document.documentElement.scrollWidth`)); needed > 360 {
		t.Errorf("the list is %d px wide on the phone", needed)
	}
	run(t, phone, chromedp.Click(`form[action="/sign-out"] button`))
	run(t, phone, chromedp.WaitVisible(`form[action="/sign-in"]`))
	run(t, phone, chromedp.Navigate(yard+"/join?code="+code+"&lang=en"))
	run(t, phone, chromedp.Click(`form[action="/join"] button`))
	run(t, phone, chromedp.WaitVisible(`.notice.bad`))

	onPhone := *r
	onPhone.base = yard
	signIn(t, phone, &onPhone, "sites")
	run(t, phone, chromedp.Click(`form[action="/sign-out"] button`))
	run(t, phone, chromedp.WaitVisible(`form[action="/sign-in"]`))
	signIn(t, phone, &onPhone, "movements")
	cardIsRead(t, phone, yard, "KLM-000017")
	run(t, phone, chromedp.Click(`form[action="/sign-out"] button`))
	run(t, phone, chromedp.WaitVisible(`form[action="/sign-in"]`))
	signIn(t, phone, &onPhone, "caseworker")
	kioskIsUsed(t, phone, yard)
}
