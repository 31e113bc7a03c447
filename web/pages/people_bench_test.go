// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// crowd registers people in Kalemie, five a household, until there are so many; from is how many there are. Each household begins its way.
func (k *kalemie) crowd(b *testing.B, from, persons int) (households []id.ID) {
	b.Helper()
	ctx := context.Background()
	user, err := staff.Identify(ctx, k.op.Desk, k.users[access.Caseworker])
	if err != nil {
		b.Fatal(err)
	}
	scope := access.Scope{Caseload: user.Actor.Grants[0].Caseload, Compartment: access.General}
	do := func(commands []desk.Numbered) (made []id.ID) {
		for _, o := range k.op.Desk.DoAll(ctx, user.Actor, scope, commands) {
			if o.Err != nil {
				b.Fatal(o.Err)
			}
			made = append(made, o.Receipt.IDs[0])
		}
		return made
	}
	given := strings.Fields("Amina Juma Neema Baraka Zawadi Mwamba Kalonda Sifa Bora Imani")
	for done := from / 5; done < persons/5; {
		var commands []desk.Numbered
		for range min(1000, persons/5-done) {
			c := people.Register{Card: fmt.Sprintf("CROWD-%07d", done), Language: "sw", Consent: "Ndiyo", Arrived: clock.NoDay, Day: clock.NoDay}
			for n := range 5 {
				c.Members = append(c.Members, people.Member{Names: people.Names{Given: given[(done+n)%10], Family: fmt.Sprintf("Family%d", done%3000)},
					Born: people.Born{Day: clock.Date(1960+(done+n*9)%60, 1, 1), Precision: people.BirthYear}, Sex: people.Sex(1 + n%2),
					Relation: []people.Relation{people.Head, people.Spouse, people.Child, people.Child, people.Child}[n]})
			}
			commands = append(commands, desk.Numbered{ID: id.New(), Command: c})
			done++
		}
		made := do(commands)
		households = append(households, made...)
		commands = nil
		for _, h := range made {
			commands = append(commands, desk.Numbered{ID: id.New(), Command: journey.Start{Programme: "durable_solutions_tanganyika", Pathway: "solution", Subject: h}})
		}
		do(commands)
	}
	return households
}

// BenchmarkPages measures the pages that are opened all day, beside 12,000 and 120,000 people: half of the requests, and 99 in a
// hundred, are answered within the times it reports.
func BenchmarkPages(b *testing.B) {
	k := inKalemie(b)
	var all []id.ID
	for _, persons := range []int{12_000, 120_000} {
		all = append(all, k.crowd(b, 5*len(all), persons)...)
		after := ""
		for name, ask := range map[string]func(i int) reply{
			"list": func(int) reply {
				r := k.get(b, access.Caseworker, "/households"+after)
				if m := strings.SplitN(r.body, `rel="next" href="/households`, 2); len(m) == 2 {
					after, _, _ = strings.Cut(m[1], `"`)
					after = strings.ReplaceAll(after, "&amp;", "&")
				}
				return r
			},
			"file": func(i int) reply { return k.get(b, access.Caseworker, "/households/"+all[i*7919%len(all)].String()) },
			"search": func(i int) reply {
				q := url.Values{"q": {fmt.Sprintf("amina family%d", i%3000)}}
				return k.send(b, access.Caseworker, http.MethodPost, "/search", q, "en")
			},
		} {
			b.Run(fmt.Sprintf("%s/%d", name, persons), func(b *testing.B) {
				var took []time.Duration
				for i := 0; b.Loop(); i++ {
					began := time.Now()
					if r := ask(i); r.status != http.StatusOK {
						b.Fatal(r.status)
					}
					took = append(took, time.Since(began))
				}
				slices.Sort(took)
				b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
				b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			})
		}
	}
}
