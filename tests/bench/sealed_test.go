// SPDX-License-Identifier: Apache-2.0

package bench

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"safar/demo"
	"safar/field/sealed"
	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/letter"
	"safar/operation"
	"safar/web"
	"safar/web/pages"
)

// pairsOfSealed is how many pairs of requests are laid side by side.
const pairsOfSealed = 2000

// sealedPages are asked for in turn, by somebody who is no focal point.
var sealedPages = []string{"/", "/sensitive", "/subjects/complaint", "/figures"}

// BenchmarkSealedLane asks two copies of one operation for the same pages in turn, one with sensitive complaints and one without, 2,000 pairs, and tells the median of the differences beside that of two copies
// without. Whoever times the answers learns nothing where the first is no larger than the second is by chance; both are told in microseconds.
func BenchmarkSealedLane(b *testing.B) {
	from := b.TempDir()
	people := 3000
	signIns := fillNyunzu(b, from, people)
	with, without, another := openCopy(b, from, signIns), openCopy(b, from, signIns), openCopy(b, from, signIns)
	for i := range 5 {
		h := sealed.Hearing{Theme: sealed.Themes[i], Teller: "witness", Words: "Something that is told to its focal points alone."}
		if _, err := sealed.Hear(b.Context(), with.op.Desk, with.actor, with.caseload, id.New(), h); err != nil {
			b.Fatal(err)
		}
	}
	for _, c := range []*copied{with, without, another} { // the rest of the day, as on any other
		for range 500 {
			if err := c.op.Cover.Turn(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	}
	for b.Loop() {
		differs, alike := differences(b, with, without), differences(b, another, without)
		b.ReportMetric(float64(middle(differs).Nanoseconds())/1e3, "µs-with-without")
		b.ReportMetric(float64(middle(alike).Nanoseconds())/1e3, "µs-without-without")
		b.ReportMetric(float64(spread(alike).Nanoseconds())/1e3, "µs-by-chance")
	}
}

// differences are how much longer one takes than another, pair by pair; who is asked first changes from pair to pair.
func differences(b *testing.B, one, other *copied) (all []time.Duration) {
	for i := range pairsOfSealed {
		path := sealedPages[i%len(sealedPages)]
		var took [2]time.Duration
		for j := range 2 {
			c := []*copied{one, other}[(i/len(sealedPages)+j)%2]
			took[(i/len(sealedPages)+j)%2] = c.get(b, path)
		}
		all = append(all, took[0]-took[1])
	}
	return all
}

func middle(all []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}

// spread is by how much the median of the differences moves by chance: the standard error of a median, from the middle half of them.
func spread(all []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	quartiles := sorted[len(sorted)*3/4] - sorted[len(sorted)/4]
	return time.Duration(0.93 * float64(quartiles) / math.Sqrt(float64(len(sorted))))
}

// copied is a copy of an operation that is served, with somebody who is signed in.
type copied struct {
	op       *operation.Operation
	site     *web.Site
	actor    access.Actor
	caseload id.ID
}

const sealedPassphrase = "only for this measurement"

var cheap = signin.Cost{Time: 1, KiB: 64, Threads: 1}

func fillNyunzu(b *testing.B, folder string, people int) *demo.Filled {
	b.Helper()
	c := clock.At(time.Now())
	op, err := operation.Create(b.Context(), operation.Options{Folder: folder, Passphrase: sealedPassphrase, Clock: c, SignIn: cheap, Keys: keys.MadeUp})
	if err != nil {
		b.Fatal(err)
	}
	filled, err := demo.Fill(b.Context(), op, c, demo.Options{People: people, Seed: 1, Today: clock.DayOf(time.Now()), Operations: []string{demo.Nyunzu}})
	if err == nil {
		err = op.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	return filled
}

func openCopy(b *testing.B, from string, filled *demo.Filled) *copied {
	b.Helper()
	folder := filepath.Join(b.TempDir(), "copy")
	if err := os.CopyFS(folder, os.DirFS(from)); err != nil {
		b.Fatal(err)
	}
	op, err := operation.Open(b.Context(), operation.Options{Folder: folder, Passphrase: sealedPassphrase, Clock: clock.System(time.UTC), SignIn: cheap, Keys: keys.MadeUp})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { op.Close() })
	caseload := filled.Caseloads[demo.Nyunzu]
	c := &copied{op: op, actor: actor(access.SiteManager, caseload), caseload: caseload}
	c.site = web.New(web.Options{SignIn: door{pages.SignIn(op), c.actor}, Nav: pages.Nav(op)})
	pages.Add(c.site, op)
	return c
}

func (c *copied) get(b *testing.B, path string) time.Duration {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Host = "localhost"
	r.AddCookie(&http.Cookie{Name: "safar_session", Value: "bench"})
	answer := httptest.NewRecorder()
	began := time.Now()
	c.site.ServeHTTP(answer, r)
	took := time.Since(began)
	if answer.Code != http.StatusOK {
		b.Fatal(path, answer.Code)
	}
	return took
}

// BenchmarkSealedYear opens the letters of a year of one caseload, of which one in a hundred is for whoever opens them.
func BenchmarkSealedYear(b *testing.B) {
	k, err := letter.NewKey()
	if err != nil {
		b.Fatal(err)
	}
	letters := make([]letter.Letter, 365*16)
	for i := range letters {
		var to []letter.Public
		if i%100 == 0 {
			to = append(to, k.Public())
		}
		if letters[i], err = letter.Seal([]byte("words"), to...); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		read := 0
		for _, l := range letters {
			if k.Open(l) != nil {
				read++
			}
		}
		if want := (len(letters) + 99) / 100; read != want {
			b.Fatal(fmt.Errorf("%d of %d letters", read, want))
		}
	}
}
