// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"reflect"
	"slices"

	"safar/kernel/access"
	"safar/kernel/id"
)

// Answer answers the query as Ask does, for whoever does not know T: a door that offers many queries alike. The answer is a T. Of a list the door tells the rows of a part
// (told) and no others: the looks at those who stand in other rows alone are not noted, for nobody sees them.
func (q Query[T]) Answer(ctx context.Context, d *Desk, by access.Actor, why Purpose, told Part) (any, error) {
	return ask(ctx, d, by, why, q, func(answer T, looked []id.ID) []id.ID {
		rows := reflect.ValueOf(answer)
		if rows.Kind() != reflect.Slice {
			return looked
		}
		return seenIn(looked, rows, told)
	})
}

// seenIn leaves out of the looks those at whoever is named by rows outside a part, and by none in it. Who is named by no row at all was looked at for all of them.
func seenIn(looked []id.ID, rows reflect.Value, told Part) []id.ID {
	in, out := map[id.ID]bool{}, map[id.ID]bool{}
	for i := range rows.Len() {
		if told.Has(i) {
			named(rows.Index(i), in)
		} else {
			named(rows.Index(i), out)
		}
	}
	return slices.DeleteFunc(slices.Clone(looked), func(of id.ID) bool { return out[of] && !in[of] })
}

var typeOfID = reflect.TypeFor[id.ID]()

// named collects the ids in a value.
func named(v reflect.Value, ids map[id.ID]bool) {
	switch {
	case v.Type() == typeOfID:
		ids[v.Interface().(id.ID)] = true
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				named(v.Field(i), ids)
			}
		}
	case v.Kind() == reflect.Slice || v.Kind() == reflect.Array:
		for i := range v.Len() {
			named(v.Index(i), ids)
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		named(v.Elem(), ids)
	}
}
