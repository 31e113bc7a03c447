// SPDX-License-Identifier: Apache-2.0

package register

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// Drawing is the number of what a house makes of the facts: it is raised with every change of a fold or of an index that makes something
// else of facts that were written already. It is declared with the kinds.
type Drawing int64

func (d Drawing) declare(h *House) { h.drawing = d }

// Shape is the SHA-256 of the form in which the states of all kinds are stored: of which fields, under which numbers, of which types.
func (h *House) Shape() [32]byte {
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(h.stories)) {
		fmt.Fprintf(sum, "%s ", name)
		writeShape(sum, reflect.TypeOf(h.stories[name].fresh()), nil)
	}
	return [32]byte(sum.Sum(nil))
}

// writeShape describes a type. A type within itself is described by how far up it stands.
func writeShape(w io.Writer, of reflect.Type, above []reflect.Type) {
	if i := slices.Index(above, of); i >= 0 {
		fmt.Fprintf(w, "^%d ", len(above)-i)
		return
	}
	above = append(above, of)
	fmt.Fprintf(w, "%s ", of.Kind())
	switch of.Kind() {
	case reflect.Struct:
		for i := range of.NumField() {
			f := of.Field(i)
			fmt.Fprintf(w, "%s ", cmp.Or(f.Tag.Get("cbor"), f.Name))
			writeShape(w, f.Type, above)
		}
		fmt.Fprint(w, "; ")
	case reflect.Map:
		writeShape(w, of.Key(), above)
		writeShape(w, of.Elem(), above)
	case reflect.Pointer, reflect.Slice:
		writeShape(w, of.Elem(), above)
	case reflect.Array:
		fmt.Fprintf(w, "%d ", of.Len())
		writeShape(w, of.Elem(), above)
	}
}

// The one row of drawn stands under the scope of the commons and is of all scopes.
const (
	selectDrawn = `SELECT number, shape FROM drawn WHERE scope = $1`
	upsertDrawn = `INSERT INTO drawn (scope, number, shape) VALUES ($1, $2, $3)
		ON CONFLICT (scope) DO UPDATE SET number = excluded.number, shape = excluded.shape`
)

// Redraw folds the registers of all scopes anew from the journal where another program drew them: one whose states had another shape, or
// which made something else of the facts. Otherwise it reads one row. It all happens in one transaction, so that an upgrade that was
// cut off begins again. A register that a newer program drew is left alone: Unavailable store.newer_version, with part, database
// and program. progress is told after every thousand facts; it may be nil.
func Redraw(ctx context.Context, st store.Store, rows *Rows, keys journal.Keys, progress func(done, total uint64)) error {
	const op = "register.Redraw"
	var drawn bool
	err := st.Read(ctx, func(tx store.Tx) (err error) {
		drawn, err = rows.drawn(ctx, tx)
		return err
	})
	if err != nil || drawn {
		return fault.Wrap(op, err)
	}
	return fault.Wrap(op, st.Write(ctx, func(tx store.Tx) error {
		if drawn, err := rows.drawn(ctx, tx); err != nil || drawn { // another process was faster
			return err
		}
		return rows.redraw(ctx, tx, keys, progress)
	}))
}

func (r *Rows) redraw(ctx context.Context, tx store.Tx, keys journal.Keys, progress func(done, total uint64)) error {
	scopes, err := journal.Scopes(ctx, tx)
	if err != nil {
		return err
	}
	all, err := facts(ctx, tx, scopes)
	if err != nil {
		return err
	}
	var before uint64
	for _, scope := range scopes {
		var here uint64
		err := Rebuild(ctx, tx, r, keys, scope, func(done, total uint64) {
			if here = total; progress != nil {
				progress(before+done, all)
			}
		})
		if err != nil {
			return err
		}
		before += here
	}
	shape := r.house.Shape()
	_, err = tx.Exec(ctx, upsertDrawn, access.Commons.Bytes(), int64(r.house.drawing), shape[:])
	return err
}

// facts counts the facts of some scopes.
func facts(ctx context.Context, tx store.Tx, scopes []access.Scope) (all uint64, err error) {
	for _, scope := range scopes {
		feeds, err := journal.Feeds(ctx, tx, scope)
		if err != nil {
			return 0, err
		}
		for _, f := range feeds {
			all += f.Head.Seq
		}
	}
	return all, nil
}

// drawn reports whether the registers are as this program draws them.
func (r *Rows) drawn(ctx context.Context, tx store.Tx) (drawn bool, err error) {
	shape := r.house.Shape()
	var number Drawing
	err = tx.Query(ctx, selectDrawn, []any{access.Commons.Bytes()}, func(row store.Row) error {
		number = Drawing(row.Int(0))
		drawn = number == r.house.drawing && bytes.Equal(row.Raw(1), shape[:])
		return nil
	})
	if err == nil && number > r.house.drawing {
		err = fault.New("register.Redraw", fault.Unavailable, "store.newer_version",
			fault.Args{"part": Tables.Part, "database": int64(number), "program": int64(r.house.drawing)})
	}
	return drawn, err
}
