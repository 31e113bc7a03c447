// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"strconv"

	"github.com/a-h/templ"

	"safar/desk"
	"safar/kernel/clock"
	"safar/web/page"
	"safar/web/words"
)

// lead is the sentence of a key; "" for none.
func lead(w *words.Printer, key string) string {
	if key == "" {
		return ""
	}
	return w.T(key)
}

// columns makes the columns of a grid of keys; a key that begins with # is of numbers.
func columns(w *words.Printer, keys ...string) []page.Column {
	cols := make([]page.Column, 0, len(keys))
	for _, key := range keys {
		switch {
		case key == "":
			cols = append(cols, page.Column{})
		case key[0] == '#':
			cols = append(cols, page.Column{Title: w.T(key[1:]), Number: true})
		default:
			cols = append(cols, page.Column{Title: w.T(key)})
		}
	}
	return cols
}

func num(w *words.Printer, n int) templ.Component { return page.Number(w, int64(n)) }

func cash(w *words.Printer, minor int64, currency string) templ.Component {
	return page.Money(w, words.Money{Minor: minor, Currency: currency})
}

func day(w *words.Printer, d clock.Day) templ.Component { return page.Date(w, d) }

// way is a link of a page, where who asks may go there.
func (e *errand) way(may bool, key, to string) []page.Link {
	if !may {
		return nil
	}
	return []page.Link{{Text: e.Words.T(key), To: to}}
}

// join puts lists of links together.
func join(lists ...[]page.Link) (all []page.Link) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// part is the part of a list that this page shows, as pageOf cuts it.
func (e *errand) part(size int) desk.Part {
	start, _ := strconv.Atoi(e.URL.Query().Get("from")) // what is no number begins at the beginning
	return desk.Part{From: max(0, start), Limit: size}
}

// pageOf cuts one page out of rows that were all read; start is where it begins. Its pager keeps the rest of the query.
func pageOf[T any](e *errand, rows []T, size int) (cut []T, pages page.Pages) {
	start, _ := strconv.Atoi(e.URL.Query().Get("from")) // what is no number begins at the beginning
	start = max(0, min(start, len(rows)))
	end := min(start+size, len(rows))
	return rows[start:end], e.pager(start, end-start, len(rows), size)
}

// pager leads on from a page of rows that begins at one of them and shows some of all there are.
func (e *errand) pager(start, shown, all, size int) page.Pages {
	pages := page.Pages{Shown: int64(shown), Total: int64(all)}
	if start > 0 {
		pages.First = e.hereFrom(0)
		pages.Previous = e.hereFrom(max(0, start-size))
	}
	if start+shown < all {
		pages.Next = e.hereFrom(start + shown)
	}
	return pages
}

// hereFrom is this page, beginning at another row.
func (e *errand) hereFrom(start int) string {
	query := e.URL.Query()
	query.Del("done")
	query.Set("from", strconv.Itoa(start))
	return e.URL.EscapedPath() + "?" + query.Encode()
}

// perPage is how many rows stand on a page of a list.
const perPage = 50

// decimal writes a number into a field.
func (e *errand) decimal(n int) string { return strconv.Itoa(n) }
