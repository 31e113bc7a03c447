// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"safar/web/page"
	"safar/web/words"
)

// paperTable is a paper of lines, ready to be printed: in the language of speaks, a sheet for each of its numbers. once is what is written on a sheet once, above its table; lines
// are how many it has; others are the same in other languages.
type paperTable struct {
	speaks        *words.Printer
	title, code   string
	once, numbers []string
	columns       []stackColumn
	lines         int
	others        []page.Link
}

// printedColumn is a column of a paper and of its grid, by its name.
func printedColumn(w *words.Printer, name string, narrow bool) stackColumn {
	return stackColumn{name: name, label: w.T("printed." + name), narrow: narrow}
}

// printTable shows the sheets that are asked for.
func (e *errand) printTable(p paperTable, title, typed string) error {
	p.numbers, p.others = e.printedFrom(), inLanguages(e.Words, p.speaks, e.URL.EscapedPath())
	return e.Show(printedTable(e.paperFrame(title, typed), e.Words, p))
}
