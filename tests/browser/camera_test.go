// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"safar/web/qr"
)

// side is how wide and high what the camera sees is, in pixels.
const side = 480

// darkRun is a row of dark modules in a drawn code.
var darkRun = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1`)

// seenByCamera makes the browser's camera see a card: a film of one picture, without colours, in the way that Chromium reads them (YUV4MPEG2).
func seenByCamera(t *testing.T, card string) []chromedp.ExecAllocatorOption {
	t.Helper()
	code, err := qr.Draw(card)
	if err != nil {
		t.Fatal(err)
	}
	margin := 4
	module := side / (code.Size() + 2*margin)
	grey := bytes.Repeat([]byte{235}, side*side)
	for _, m := range darkRun.FindAllStringSubmatch(code.SVG(side, card), -1) {
		x, _ := strconv.Atoi(m[1]) // the expression finds digits alone
		y, _ := strconv.Atoi(m[2])
		long, _ := strconv.Atoi(m[3])
		for row := y * module; row < (y+1)*module; row++ {
			for at := x * module; at < (x+long)*module; at++ {
				grey[row*side+at] = 16
			}
		}
	}
	film := []byte("YUV4MPEG2 W480 H480 F10:1 Ip A1:1 C420jpeg\n")
	for range 2 {
		film = append(append(append(film, "FRAME\n"...), grey...), bytes.Repeat([]byte{128}, side*side/2)...)
	}
	file := filepath.Join(t.TempDir(), "card.y4m")
	if err := os.WriteFile(file, film, 0o600); err != nil {
		t.Fatal(err)
	}
	return []chromedp.ExecAllocatorOption{chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("use-fake-ui-for-media-stream", true),
		chromedp.Flag("use-file-for-fake-video-capture", file)}
}

// cardIsRead plans a convoy, and has the camera read a card on the page for boarding: the number stands where it would be typed, and was looked for.
func cardIsRead(t *testing.T, phone context.Context, base, card string) {
	t.Helper()
	run(t, phone, chromedp.Navigate(base+"/movements/plan?lang=en"))
	run(t, phone, chromedp.Evaluate[string](`(() => {
		for (const field of document.querySelectorAll('form.form select')) field.selectedIndex = field.options.length - 1;
		for (const field of document.querySelectorAll('form.form input[type=number], form.form input[type=text]')) if (!field.value) field.value = "5";
		return "";
	})()`))
	run(t, phone, chromedp.Click(`form.form button.main`))
	run(t, phone, chromedp.WaitVisible(`a[href$="/board"]`))
	run(t, phone, chromedp.Click(`a[href$="/board"]`))
	run(t, phone, chromedp.WaitVisible(`.scan button`))
	run(t, phone, chromedp.Click(`.scan button`))
	run(t, phone, chromedp.WaitVisible(`input[name=q][value="`+card+`"]`))
	if at := run(t, phone, chromedp.Evaluate[string](`location.pathname + location.search`)); !strings.HasSuffix(at, "/find") {
		t.Errorf("the card stands in an address, or is not looked for: %s", at)
	}
	if needed := run(t, phone, chromedp.Evaluate[int](`document.documentElement.scrollWidth`)); needed > 360 {
		t.Errorf("the page for boarding is %d px wide on the phone", needed)
	}
}
