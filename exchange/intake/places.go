// SPDX-License-Identifier: Apache-2.0

package intake

import (
	"context"

	"safar/desk"
	"safar/exchange/pcode"
	"safar/exchange/sheet"
	"safar/field/bulk"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// batchPlaces is how many places are handed to the desk at once.
const batchPlaces = 2000

// levels are the kinds of places by administrative level; further ones are territories too.
var levels = []places.Kind{places.Country, places.Province, places.Territory}

// Places adds the administrative areas of a table of p-codes to the commons: countries, provinces, territories. by must be
// allowed to read and add places. A place that is known and equal stays as it is; one that is known and differs is refused.
//
// Rows that cannot be taken are refused one by one, and written beside the input. Errors are those of pcode.Read and, as of Households,
// of the operation as a whole.
func Places(ctx context.Context, d *desk.Desk, by access.Actor, path string, o Options) (Report, error) {
	const op = "intake.Places"
	tree, err := pcode.Read(ctx, path, pcode.Options{Countries: o.Countries})
	if err != nil {
		return Report{}, fault.Wrap(op, stopped(ctx, err))
	}
	names, err := newNamer(ctx, d, access.Commons)
	if err != nil {
		return Report{}, fault.Wrap(op, err)
	}
	in := &planting{desk: d, by: by, names: names, ids: map[string]id.ID{}, progress: o.Progress}
	for level := range 6 {
		in.total += tree.Len(level)
	}
	for _, r := range tree.Refused {
		in.report.refuse(sheet.Refusal{Row: r.Row, Value: r.Code, Whole: true, ReasonKey: r.ReasonKey, MendKey: r.MendKey, Args: r.Args})
	}
	if err := in.plant(ctx, tree); err != nil {
		return in.report, fault.Wrap(op, stopped(ctx, err))
	}
	return in.report, fault.Wrap(op, in.report.writeRefused(path, o))
}

// planting carries one import of places.
type planting struct {
	desk     *desk.Desk
	by       access.Actor
	names    *namer
	progress func(Progress)
	report   Report
	ids      map[string]id.ID // by p-code: the places added or known so far
	done     int
	total    int
	batch    []pcode.Place
	commands []desk.Numbered
}

// plant adds the places of a tree. Each needs its parent's id, so that a batch never holds a place and its parent.
func (in *planting) plant(ctx context.Context, tree *pcode.Tree) error {
	level := 0
	err := tree.Walk(func(p pcode.Place) error {
		if p.Level != level || len(in.batch) >= batchPlaces {
			if err := in.flush(ctx); err != nil {
				return err
			}
			level = p.Level
		}
		return in.add(ctx, p)
	})
	if err != nil {
		return err
	}
	return in.flush(ctx)
}

// add puts a place into the batch, unless it is known.
func (in *planting) add(ctx context.Context, p pcode.Place) error {
	in.done++
	c := places.Add{Kind: levels[min(p.Level, len(levels)-1)], Name: p.Name, Pcode: p.Code, Opened: p.ValidFrom, Day: p.ValidFrom}
	if p.Parent != "" {
		var planted bool
		if c.Parent, planted = in.ids[p.Parent]; !planted { // the parent was refused, and so is what lies in it
			in.refuse(p, "pcode.refused.parent", "pcode.mend.parent", nil)
			return nil
		}
	}
	known, err := desk.Ask(ctx, in.desk, in.by, "task.import", standing(p.Code))
	switch {
	case err != nil:
		return err
	case known.Place.IsZero():
		in.batch = append(in.batch, p)
		in.commands = append(in.commands, desk.Numbered{ID: in.names.place(c.Pcode, c.Name, c.Parent.String()), Command: c})
		return nil
	case known.differs(c):
		in.refuse(p, "intake.refused.place_differs", "intake.mend.place_differs", fault.Args{"code": p.Code, "name": known.Name})
	default:
		in.report.Unchanged++
	}
	in.ids[p.Code] = known.Place
	return nil
}

func (in *planting) refuse(p pcode.Place, reason, mend string, args fault.Args) {
	in.report.refuse(sheet.Refusal{Row: p.Row, Value: p.Code, Whole: true, ReasonKey: reason, MendKey: mend, Args: args})
}

// flush has the batch added and takes account of it.
func (in *planting) flush(ctx context.Context) error {
	rows := make([]int, len(in.batch))
	for i := range rows {
		rows[i] = i
	}
	failed := bulk.Each(ctx, bulk.Many{Desk: in.desk, By: in.by, Scope: access.Commons, AtOnce: max(1, len(rows))}, rows,
		func(i int) desk.Numbered { return in.commands[i] }, func(i int, o desk.Outcome) error { return in.account(ctx, in.batch[i], o) })
	in.batch, in.commands = in.batch[:0], in.commands[:0]
	if failed == nil && in.progress != nil {
		in.progress(Progress{Done: in.done, Total: in.total, New: in.report.New, Refused: in.report.Refused})
	}
	return failed
}

// account counts what became of one place.
func (in *planting) account(ctx context.Context, p pcode.Place, o desk.Outcome) error {
	switch {
	case o.Err == nil && len(o.Receipt.IDs) > 0 && !o.Receipt.Again:
		in.ids[p.Code] = o.Receipt.IDs[0]
		in.report.New++
	case o.Err == nil: // somebody else added it at the same time
		now, err := desk.Ask(ctx, in.desk, in.by, "task.import", standing(p.Code))
		in.ids[p.Code] = now.Place
		in.report.Unchanged++
		return err
	case bulk.OfOne(o.Err):
		r := refusalAt("", p.Row, o.Err)
		r.Value = p.Code
		in.report.refuse(r)
	default:
		return o.Err
	}
	return nil
}

// known is a place of the commons as an import compares it.
type known struct {
	Place  id.ID  `class:"open"`
	Name   string `class:"open"`
	Kind   string `class:"open"`
	Parent id.ID  `class:"open"`
}

// differs reports whether a place of the file says something else than is known. A place whose parent nobody has said contradicts none.
func (k known) differs(c places.Add) bool {
	return k.Name != c.Name || k.Kind != string(c.Kind) || !k.Parent.IsZero() && k.Parent != c.Parent
}

// standing asks for the place of a p-code; the zero known where there is none.
func standing(code string) desk.Query[known] {
	return desk.Query[known]{Act: access.PlacesRead, Scope: access.Commons, Run: func(r *desk.Reader) (known, error) {
		found, err := r.FindCommons(places.ByPcode, []byte(code), 1)
		if err != nil || len(found) == 0 {
			return known{}, err
		}
		p, err := desk.ReadCommons(r, places.Story, found[0])
		if err != nil {
			return known{}, err
		}
		return known{found[0], p.State.Name.Value(), string(p.State.Kind), p.State.Parent}, nil
	}}
}
