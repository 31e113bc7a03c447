// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"html"
	"maps"
	"regexp"
	"strings"

	"safar/demo"
	"safar/kernel/access"
)

var (
	drawnStep   = regexp.MustCompile(`(?m)^.*class="step[^"]*".*$`)
	drawnName   = regexp.MustCompile(`class="name"[^>]*>([^<]*)<`)
	drawnNumber = regexp.MustCompile(`class="said"[^>]*>([^<]*)</text><text class="number"[^>]*>([^<]*)<`)
	tableRow    = regexp.MustCompile(`(?s)<tr>.*?</tr>`)
	tableCell   = regexp.MustCompile(`(?s)<t[dh][^>]*>(.*?)</t[dh]>`)
)

// pictured reads the numbers of a picture, by step and state.
func pictured(page string) map[string]string {
	out := map[string]string{}
	for _, step := range drawnStep.FindAllString(page, -1) {
		var name []string
		for _, line := range drawnName.FindAllStringSubmatch(step, -1) {
			name = append(name, html.UnescapeString(line[1]))
		}
		for _, n := range drawnNumber.FindAllStringSubmatch(step, -1) {
			out[strings.ReplaceAll(strings.Join(name, " "), "- ", "")+": "+n[1]] = n[2]
		}
	}
	return out
}

// tabled reads the same out of the tables below, in which nobody at all is left empty.
func tabled(page string) map[string]string {
	out := map[string]string{}
	var states []string
	for _, row := range tableRow.FindAllString(page, -1) {
		var cells []string
		for _, c := range tableCell.FindAllStringSubmatch(row, -1) {
			name, _, _ := strings.Cut(c[1], "<br") // a cell holds several lines; the name of the step is the first
			cells = append(cells, strings.TrimSpace(spaces.ReplaceAllString(html.UnescapeString(marks.ReplaceAllString(name, " ")), " ")))
		}
		if strings.Contains(row, "<th") {
			if states = cells; strings.Contains(row, "Have waited") {
				states = nil // another table
			}
			continue
		}
		for i := 2; i < len(cells) && i < len(states); i++ {
			if cells[i] != "" {
				out[cells[0]+": "+states[i]] = cells[i]
			}
		}
	}
	return out
}

// walkPicture opens the picture of a programme as somebody who works with the people and as somebody who does not.
func walkPicture(w *town) {
	path := "/programme/" + demo.Programme
	if n := pictured(w.open(access.Inspector, path)); len(n) > 0 {
		w.Errorf("an inspector reads no figures, and the picture has %v", n)
	}
	for role, told := range map[access.Role]bool{access.Caseworker: true, access.Auditor: false} {
		page := w.open(role, path+"")
		drawn, inTable := pictured(page), tabled(page)
		if len(drawn) < 20 || !maps.Equal(drawn, inTable) {
			w.Errorf("%v: the picture says %v, the table %v", role, drawn, inTable)
		}
		withheld := 0
		for _, n := range drawn {
			if n == "withheld" {
				withheld++
			}
		}
		if told != (withheld == 0) {
			w.Errorf("%v: %d numbers are withheld", role, withheld)
		}
		if leads := strings.Contains(page, `<a href="/movements"><rect`); leads != told {
			w.Errorf("%v: the departure leads to its list: %v", role, leads)
		}
	}
}
