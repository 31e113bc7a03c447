// SPDX-License-Identifier: Apache-2.0

package hosting_test

import (
	"fmt"
	"testing"
	"time"

	"safar/desk"
	"safar/field/hosting"
	"safar/field/officetest"
)

// BenchmarkAPageOfGuests measures what the page of guests reads where many families receive: the first time, of which most is opened anew, and each time after that.
func BenchmarkAPageOfGuests(b *testing.B) {
	for _, hosts := range []int{50, 500} {
		b.Run(fmt.Sprint(hosts), func(b *testing.B) {
			w := newTown(b)
			for i := range hosts {
				w.host(1+i%4, 1+i%2, woman(fmt.Sprintf("Host%d", i)), man("Bilal"))
			}
			g := w.guests(woman("Selam"), girl("Sara"))
			page := hosting.GuestPageOf(w.Scope, g.way, desk.Part{Limit: 50})
			began := time.Now()
			officetest.Ask(w.Office, w.officer, page)
			first := time.Since(began)
			for b.Loop() {
				officetest.Ask(w.Office, w.officer, page)
			}
			b.ReportMetric(float64(first.Microseconds())/1000, "ms_first")
		})
	}
}
