// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"
	"testing"

	"safar/exchange/placement"
	"safar/web/words"
)

// Whatever the language in which headings are written, each is read as what it means: no two of a workbook are the same, and none means something else in another language.
func TestEveryHeadingIsReadAsWhatItMeans(t *testing.T) {
	v := vocabulary()
	for _, language := range words.Default().Languages() {
		p := words.Default().Printer(language.Code)
		for _, columns := range [][]string{placement.GuestColumns(), placement.HostColumns(), placement.WeightColumns()} {
			for _, column := range columns {
				if got := v.Columns[strings.ToLower(p.T("hosting.column_"+column))]; got != column {
					t.Errorf("%s: %s is read as %q", language.Code, column, got)
				}
			}
		}
	}
}
