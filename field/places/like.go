// SPDX-License-Identifier: Apache-2.0

package places

import (
	"cmp"
	"slices"
	"strings"

	"safar/desk"
	"safar/engine/spelling"
	"safar/kernel/access"
)

// mostLike is how many places somebody reads who looked for one by its name.
const mostLike = 6

// Like finds sites, villages and municipalities whose name is like some words, the nearest first, at most six. Text of fewer than three letters
// finds none. fold makes of a name how it is searched (people.SearchWords does).
func Like(text string, fold func(string) []string) desk.Query[[]Row] {
	return desk.Query[[]Row]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) ([]Row, error) {
		asked := strings.Join(fold(text), " ")
		if len([]rune(asked)) < 3 {
			return nil, nil
		}
		var found []alike
		for _, kind := range []Kind{Site, Village, Municipality} {
			rows, err := Of(kind).Run(r)
			if err != nil {
				return nil, err
			}
			for _, row := range rows {
				if off, near := spelling.Compare(asked, strings.Join(fold(row.Name), " ")); near {
					found = append(found, alike{row, off})
				}
			}
		}
		slices.SortStableFunc(found, func(a, b alike) int { return cmp.Or(a.off-b.off, strings.Compare(a.row.Name, b.row.Name)) })
		rows := make([]Row, min(mostLike, len(found)))
		for i := range rows {
			rows[i] = found[i].row
		}
		return rows, nil
	}}
}

// alike is a place, and how far its name is off what was asked for.
type alike struct {
	row Row
	off int
}
