// SPDX-License-Identifier: Apache-2.0

package browser_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// link is what a page comes through.
type link struct {
	name    string
	kbits   float64 // a second, each way
	latency float64 // ms that an answer takes to begin
}

// links are 2G as it is where the office has it, and a slow line of a town: those for which the pages are made.
var links = []link{{"2G", 280, 800}, {"town", 1600, 150}}

// shown are the milliseconds after which a page shows something, shows the largest thing on it, and can be worked with.
type shown struct{ First, Largest, Usable float64 }

const whenSeen = `new Promise(done => new PerformanceObserver(list => done({
	First: performance.getEntriesByName("first-contentful-paint")[0].startTime,
	Largest: list.getEntries().at(-1).startTime,
	Usable: performance.getEntriesByType("navigation")[0].domInteractive})).observe({type: "largest-contentful-paint", buffered: true}))`

// opening opens a page over a link with nothing kept from before.
func opening(b *testing.B, ctx context.Context, address string, over link) shown {
	b.Helper()
	throughput := over.kbits * 1000 / 8
	_, err := chromedp.Call(ctx, network.ClearBrowserCache, cdp.Empty{})
	if err == nil {
		_, err = chromedp.Call(ctx, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{
			{Latency: over.latency, DownloadThroughput: throughput, UploadThroughput: throughput}}})
	}
	if err != nil {
		b.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		b.Fatal(err)
	}
	got, err := chromedp.Run(ctx, chromedp.Evaluate[shown](whenSeen, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatal(err)
	}
	return got
}

// BenchmarkSlowLinks opens pages of a demo of the full size (SAFAR_PEOPLE says another) over slow links, each time with an empty cache: in milliseconds, and as
// a ratio to the page for signing in, over the same link in the same run.
func BenchmarkSlowLinks(b *testing.B) {
	people, err := strconv.Atoi(os.Getenv("SAFAR_PEOPLE"))
	if err != nil {
		people = 21_340
	}
	r := startDemo(b, people)
	for _, of := range []struct {
		who   string
		paths []string
	}{
		{"caseworker", []string{"/", "/households", "/households/register", "/search", "/villages", "/sites"}},
		{"movements", []string{"/movements"}},
		{"finance", []string{"/payments"}},
		{"manager", []string{"/figures", "/programme/durable_solutions_tanganyika"}},
	} {
		ctx := browse(b)
		chromedp.Do(ctx, chromedp.EmulateViewport(360, 800))
		reference := map[string]float64{}
		for _, over := range links {
			reference[over.name] = median(b, ctx, r.base+"/sign-in", over).Usable
		}
		signIn(b, ctx, r, of.who)
		for _, path := range of.paths {
			for _, over := range links {
				b.Run(fmt.Sprintf("%s%s/%s", of.who, path, over.name), func(b *testing.B) {
					got := median(b, ctx, r.base+path, over)
					b.ReportMetric(got.First, "first-ms")
					b.ReportMetric(got.Largest, "largest-ms")
					b.ReportMetric(got.Usable, "usable-ms")
					b.ReportMetric(got.Usable/reference[over.name], "sign-ins")
					b.ReportMetric(0, "ns/op")
				})
			}
		}
	}
}

// median opens a page three times, and returns the middle of what was seen.
func median(b *testing.B, ctx context.Context, address string, over link) shown {
	b.Helper()
	var first, largest, usable []float64
	for range 3 {
		s := opening(b, ctx, address, over)
		first, largest, usable = append(first, s.First), append(largest, s.Largest), append(usable, s.Usable)
	}
	for _, all := range [][]float64{first, largest, usable} {
		slices.Sort(all)
	}
	return shown{first[1], largest[1], usable[1]}
}
