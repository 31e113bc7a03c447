// SPDX-License-Identifier: Apache-2.0

//go:build linux

package bench

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"safar/demo"
	"safar/desk"
	"safar/field/figures"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
	"safar/web"
	"safar/web/pages"
)

// onPage is how many households a page of the list shows.
const onPage = 50

// requests are how many questions of a kind each operation is asked.
const requests = 1000

// sizes are how many people the compared operations hold.
func sizes() []int {
	if os.Getenv("SAFAR_BENCH_LONG") != "" {
		return []int{12_000, 120_000, 1_200_000}
	}
	return []int{12_000, 120_000}
}

// BenchmarkPages compares what the pages ask, on operations of several sizes: one request at a time, each on households drawn anew.
func BenchmarkPages(b *testing.B) {
	var worlds []*world
	for _, size := range sizes() {
		worlds = append(worlds, keptWorld(b, size))
	}
	run := func(name string, ask func(w *world, r *rand.Rand) error) {
		b.Run(name, func(b *testing.B) {
			c := compare(worlds)
			for i := range 20 { // plans are made and caches filled
				for _, w := range worlds {
					must(b, ask(w, rand.New(rand.NewPCG(9, uint64(i)))))
				}
			}
			for b.Loop() {
				for i := range requests {
					c.ask(b, i, func(w *world) error { return ask(w, rand.New(rand.NewPCG(uint64(i), 3))) })
				}
			}
			c.report(b, true)
		})
	}
	run("list/first", func(w *world, r *rand.Rand) error { return w.list(people.Listing{Limit: onPage}) })
	run("list/within", func(w *world, r *rand.Rand) error {
		return w.list(people.Listing{Limit: onPage, After: w.somewhere(r)})
	})
	run("list/site", func(w *world, r *rand.Rand) error {
		return w.list(people.Listing{Limit: onPage, Site: w.Sites[r.IntN(len(w.Sites))]})
	})
	run("search/card", func(w *world, r *rand.Rand) error { return w.search(w.one(r).Card, "", true) })
	run("search/phone", func(w *world, r *rand.Rand) error { f := w.one(r); return w.search(f.Phone, f.Phone, true) })
	run("search/name", func(w *world, r *rand.Rand) error { return w.search(w.one(r).Name, "", true) })
	run("search/one_word", func(w *world, r *rand.Rand) error { return w.search(strings.Fields(w.one(r).Name)[1], "", true) })
	single, alike := alikeNames(b, worlds, 1, 1, true), alikeNames(b, worlds, 5, 8, false)
	run("search/name_of_one", func(w *world, r *rand.Rand) error { return w.search(single[w][r.IntN(len(single[w]))], "", true) })
	run("search/word_of_5_to_8", func(w *world, r *rand.Rand) error { return w.search(alike[w][r.IntN(len(alike[w]))], "", true) })
	run("search/two_slips", func(w *world, r *rand.Rand) error { return w.search(slipped(w.one(r).Name), "", true) })
	run("search/begun", func(w *world, r *rand.Rand) error { return w.search(w.one(r).Name[:4], "", true) })
	run("search/nobody", func(w *world, r *rand.Rand) error { return w.search("Nobody Atall", "", false) })
	run("file", func(w *world, r *rand.Rand) error { return w.file(w.one(r)) })
	run("start", func(w *world, r *rand.Rand) error {
		_, err := desk.Ask(context.Background(), w.op.Desk, w.worker, "task.start", journey.CaseloadOf(w.scope, access.PeopleList))
		return err
	})
}

func (w *world) one(r *rand.Rand) *family { return &w.Families[r.IntN(len(w.Families))] }

// somewhere is a place within the list of all households, as the address of a page names it.
func (w *world) somewhere(r *rand.Rand) *register.Entry {
	u := uint32(today-20-clock.Day(r.IntN(450))) ^ 1<<31
	return &register.Entry{Key: []byte{byte(u >> 24), byte(u >> 16), byte(u >> 8), byte(u)}, Story: w.one(r).Household}
}

func (w *world) list(want people.Listing) error {
	page, err := desk.Ask(context.Background(), w.op.Desk, w.worker, "task.list", journey.Households(w.scope, want))
	if err == nil && len(page.Rows) != want.Limit {
		err = fmt.Errorf("a page of %d rows", len(page.Rows))
	}
	return err
}

func (w *world) search(text, phone string, somebody bool) error {
	page, err := desk.Ask(context.Background(), w.op.Desk, w.worker, "task.search", journey.Search(w.scope, w.spellings, text, phone))
	if err == nil && somebody != (len(page.Rows) > 0) {
		err = fmt.Errorf("%q: %d found", text, len(page.Rows))
	}
	return err
}

// slipped is a name of which the second letter and the last but one are typed wrong.
func slipped(name string) string {
	b := []byte(name)
	b[1], b[len(b)-2] = 'b', 'b'
	return string(b)
}

// alikeNames returns, for each operation, names (whole, or their last words) that find as many households in one as in the other: a common
// name finds more people where there are more, and a page of twenty takes longer than a page of two at any size.
func alikeNames(b *testing.B, worlds []*world, fewest, most int, whole bool) map[*world][]string {
	b.Helper()
	const wanted = 40
	found := map[*world][]string{}
	for _, w := range worlds {
		r := rand.New(rand.NewPCG(7, 7))
		for tries := 0; len(found[w]) < wanted && tries < 20_000; tries++ {
			name := w.one(r).Name
			if !whole {
				name = strings.Fields(name)[1]
			}
			page, err := desk.Ask(context.Background(), w.op.Desk, w.worker, "task.search", journey.Search(w.scope, nil, name, ""))
			must(b, err)
			if n := len(page.Rows); n >= fewest && n <= most {
				found[w] = append(found[w], name)
			}
		}
		if len(found[w]) == 0 {
			b.Fatalf("nobody's name finds %d to %d households", fewest, most)
		}
	}
	return found
}

func (w *world) file(f *family) error {
	file, err := desk.Ask(context.Background(), w.op.Desk, w.worker, "task.follow_up", journey.FileOf(w.scope, f.Household))
	if err == nil && (len(file.People.Members) != len(f.Persons) || len(file.Ways) != 1) {
		err = fmt.Errorf("a file of %d people and %d ways", len(file.People.Members), len(file.Ways))
	}
	return err
}

// BenchmarkSite compares whole pages over HTTP: signed in, from the request to the last byte.
func BenchmarkSite(b *testing.B) {
	visitors, managers := map[*world]*visitor{}, map[*world]*visitor{}
	var worlds []*world
	for _, size := range sizes() {
		w := keptWorld(b, size)
		worlds, visitors[w] = append(worlds, w), w.visit(b)
		managers[w] = w.visitAs(b, access.ProgrammeManager)
	}
	run := func(name string, ask func(w *world, v *visitor, r *rand.Rand) error) {
		b.Run(name, func(b *testing.B) {
			c := compare(worlds)
			for _, w := range worlds {
				must(b, ask(w, visitors[w], rand.New(rand.NewPCG(9, 9))))
			}
			for b.Loop() {
				for i := range requests {
					c.ask(b, i, func(w *world) error { return ask(w, visitors[w], rand.New(rand.NewPCG(uint64(i), 4))) })
				}
			}
			c.report(b, false)
		})
	}
	run("start", func(_ *world, v *visitor, _ *rand.Rand) error { return v.get("/") })
	run("operation", func(_ *world, v *visitor, _ *rand.Rand) error { return v.get("/operation") })
	run("operation/manager", func(w *world, _ *visitor, _ *rand.Rand) error { return managers[w].get("/operation") })
	run("programme", func(_ *world, v *visitor, _ *rand.Rand) error { return v.get("/programme/" + demo.Programme + "") })
	run("list", func(w *world, v *visitor, r *rand.Rand) error {
		return v.get("/households?site=" + w.Sites[r.IntN(len(w.Sites))].String())
	})
	run("search", func(w *world, v *visitor, r *rand.Rand) error {
		f := w.one(r)
		return v.post("/search", url.Values{"q": {[]string{f.Card, f.Phone, f.Name}[r.IntN(3)]}})
	})
	run("file", func(w *world, v *visitor, r *rand.Rand) error {
		return v.get("/households/" + w.one(r).Household.String())
	})
}

// visitor is somebody signed in at the site of an operation.
type visitor struct {
	client  *http.Client
	address string
	cookie  *http.Cookie
}

// door lets people in as the server does, or says who everybody is.
type door struct {
	web.SignIn
	as access.Actor
}

// Resume says that it is whom the door names.
func (d door) Resume(context.Context, string) (web.Visitor, error) {
	return web.Visitor{Actor: d.as, Name: "somebody"}, nil
}

// visit serves an operation on loopback and signs a caseworker in.
func (w *world) visit(b *testing.B) *visitor {
	b.Helper()
	token, err := w.op.Door.Authenticate(b.Context(), w.SignIn[0], w.SignIn[1], "bench")
	must(b, err)
	return w.served(b, pages.SignIn(w.op), token)
}

// visitAs serves an operation to somebody of a role.
func (w *world) visitAs(b *testing.B, role access.Role) *visitor {
	b.Helper()
	return w.served(b, door{pages.SignIn(w.op), actor(role, w.Caseload)}, "bench")
}

func (w *world) served(b *testing.B, in web.SignIn, token string) *visitor {
	b.Helper()
	site := web.New(web.Options{SignIn: in, Nav: pages.Nav(w.op), Search: pages.Search(w.op), Caseload: pages.Caseload(w.op), UnderWay: pages.UnderWay(w.op)})
	pages.Add(site, w.op)
	server := httptest.NewServer(site)
	b.Cleanup(server.Close)
	return &visitor{server.Client(), server.URL, &http.Cookie{Name: "safar_session", Value: token}}
}

func (v *visitor) get(path string) error { return v.do(http.MethodGet, path, nil) }

func (v *visitor) post(path string, values url.Values) error {
	return v.do(http.MethodPost, path, strings.NewReader(values.Encode()))
}

func (v *visitor) do(method, path string, body io.Reader) error {
	request, err := http.NewRequest(method, v.address+path, body)
	if err != nil {
		return err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	request.AddCookie(v.cookie)
	answer, err := v.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s: %.300s", method, path, answer.Status, text)
	}
	return err
}

// BenchmarkLoading measures how long the board of figures takes to read an operation when its first page is asked for.
func BenchmarkLoading(b *testing.B) {
	for _, size := range sizes() {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			w := keptWorld(b, size)
			var took time.Duration
			for b.Loop() {
				began := time.Now()
				board, err := figures.Open(b.Context(), w.op.Desk, actor(access.Auditor, id.ID{}), w.scope, demo.Programme)
				must(b, err)
				took += time.Since(began)
				board.Close()
			}
			b.ReportMetric(float64(len(w.Families))*float64(b.N)/took.Seconds(), "journeys/s")
		})
	}
}
