// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"fmt"
	"html"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"safar/demo"
	"safar/kernel/access"
	"safar/kernel/clock"
)

var (
	inPicture = regexp.MustCompile(`<a tabindex="-1" href="([^"]+)"><path[^>]*/>(?:<text[^>]*>([^<]*)</text>)?</a>`)
	inTables  = regexp.MustCompile(`<td class="number"><a href="(/figures/[^"]+)"><bdi>([^<]*)</bdi></a></td>`)
	ofAFigure = regexp.MustCompile(`(?s)<p class="total">.*?>([^<>]+)<`)
)

// links reads numbers by the paths of the figures behind them.
func links(found [][]string) map[string]string {
	all := map[string]string{}
	for _, m := range found {
		all[html.UnescapeString(m[1])] = m[2]
	}
	return all
}

// The picture and the tables below it say the same, each number is that of the figure which it opens, and no page is too heavy for a telephone.
func TestEachNumberOfALineOfYearsOpensItsFigure(t *testing.T) {
	w := newTownWith(t, 2_000, clock.At(townDay.Time().Add(6*time.Hour)), demo.Kosovo)
	for _, role := range []access.Role{access.Caseworker, access.Auditor} {
		page := w.open(role, "/years")
		drawn, tabled := links(inPicture.FindAllStringSubmatch(page, -1)), links(inTables.FindAllStringSubmatch(page, -1))
		if len(drawn) < 60 {
			w.Fatalf("%v: %d numbers in the picture", role, len(drawn))
		}
		opened := 0
		for to, number := range drawn {
			if number == "" { // wider than its year
				number = tabled[to]
				drawn[to] = number
			}
			if opened++; opened > 12 {
				continue
			}
			figure := w.open(role, to)
			if m := ofAFigure.FindStringSubmatch(figure); m == nil || strings.TrimSpace(m[1]) != number {
				w.Errorf("%v: %s says %q, the line %s", role, to, m, number)
			}
		}
		if !maps.Equal(drawn, tabled) {
			w.Errorf("%v: the picture says %v, the tables %v", role, drawn, tabled)
		}
	}
	for language, said := range map[string]string{"en": "Where Kosovo is named", "fr": "Toute mention du Kosovo", "ar": "كل إشارة إلى كوسوفو"} {
		r := w.send(access.Auditor, "GET", "/years?lang="+language, nil)
		if r.status != http.StatusOK || r.packed > 14<<10 || !strings.Contains(r.text, said) {
			w.Errorf("%s: %d, %d bytes", language, r.status, r.packed)
		}
	}
	past := w.open(access.Caseworker, "/years?day=2013-06-30")
	if strings.Contains(past, "is_year=2014") || !strings.Contains(past, "is_year=2012&amp;day=2013-06-30") {
		w.Error("the line of a past day says what came later, or leads to today")
	}
}

// Whoever may not read figures is not shown where they are; and where nothing is counted by year, the page says how it would be.
func TestALineOfYearsIsOnlyWhereYearsAreCounted(t *testing.T) {
	w := newTown(t, 100)
	if page := w.open(access.Caseworker, "/"); strings.Contains(page, `href="/years"`) {
		w.Error("the tile leads to a line on which there is nothing")
	}
	must(w, w.open(access.Caseworker, "/years"), "by: [year]")
	for _, s := range w.filled.SignIns {
		if r := w.send(s.Role, "GET", "/years", nil); r.status != http.StatusOK && r.status != http.StatusForbidden {
			w.Errorf("%v: %s", s.Role, fmt.Sprint(r.status))
		}
	}
}
