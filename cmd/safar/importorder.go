// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"safar/desk"
	"safar/exchange/intake"
	"safar/exchange/sheet"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/operation"
	"safar/web/words"
)

// importOrder is a file to be imported, as the command line hands it to whoever has the folder open: itself, or the process that serves it.
// Both run as the owner of the folder, so that the file is named and not sent: nothing of it lies anywhere twice.
type importOrder struct {
	Passphrase string `json:"passphrase,omitempty"` // of the folder: whoever cannot open it does not write into it either
	File       string `json:"file"`
	Kind       string `json:"kind"`
	Shipped    string `json:"shipped,omitempty"` // name of a mapping that comes with Safar; or else
	Mapping    []byte `json:"mapping,omitempty"` // its source
	By         string `json:"by"`
	Caseload   string `json:"caseload,omitempty"`
	Language   string `json:"language"` // of the file of refused rows
}

// imported is what became of an order.
type imported struct {
	Report  intake.Report
	Written int // refusals in the file of refused rows; the report has them no more
}

// byServer has the process that serves the folder import the file.
func (c *importCommand) byServer(ctx context.Context, o importOrder) (done imported, err error) {
	if o.Passphrase, err = (operation.Options{Folder: c.Data, Ask: askFolder}).PassphraseOf(); err != nil {
		return done, err
	}
	if o.File, err = filepath.Abs(c.File); err != nil {
		return done, fault.Wrap("import", err)
	}
	line := progressLine("progress.import")
	answer, _, err := orderServer(ctx, c.Data, "import", o, func(p progressOf) { line(p.Done, p.Total) })
	var got importAnswer
	if err == nil {
		numbers := json.NewDecoder(bytes.NewReader(answer))
		numbers.UseNumber()
		err = numbers.Decode(&got)
	}
	if err != nil {
		return done, err
	}
	if got.Imported.Report.RefusedFile != "" {
		got.Imported.Report.RefusedFile = sheet.RefusedPath(c.File) // as it was named here
	}
	if got.Stopped != nil {
		err = got.Stopped.fault()
	}
	return got.Imported, err
}

// importAnswer is what the process that serves answers: what was done, also where something stopped it.
type importAnswer struct {
	Imported imported
	Stopped  *localAnswer `json:",omitempty"`
}

// importFor imports what the command line orders of the process that serves an operation.
func importFor(op *operation.Operation) order {
	return func(ctx context.Context, told []byte, progress func(progressOf)) (any, error) {
		var o importOrder
		if err := json.Unmarshal(told, &o); err != nil {
			return nil, fault.New("import", fault.Invalid, "local.no_answer", nil).Because(err)
		}
		if err := op.Ring.Check(ctx, o.Passphrase); err != nil {
			return nil, err
		}
		if err := readable(o.File); err != nil {
			return nil, err
		}
		var answer importAnswer
		err := op.Lists.InTurn(ctx, func(ctx context.Context) (err error) {
			answer.Imported, err = o.carryOut(ctx, op.Desk, progress)
			return err
		})
		if err != nil && answer.Imported.Report.New+answer.Imported.Report.Unchanged > 0 {
			stopped := failedWith(err)
			answer.Stopped, err = &stopped, nil
		}
		return answer, err
	}
}

// readable says whether this process can read a file that whoever gives the order can.
func readable(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fault.New("import", fault.NotFound, "import.server_cannot_read", fault.Args{"file": filepath.Base(path)}).
			WithHint("import.server_cannot_read_hint").Because(err)
	}
	return f.Close()
}

// carryOut imports the file through a desk.
func (o importOrder) carryOut(ctx context.Context, d *desk.Desk, progress func(progressOf)) (imported, error) {
	report, err := o.into(ctx, d, intake.Options{Say: words.Default().Printer(o.Language).Say,
		Progress: func(p intake.Progress) { progress(progressOf{p.Done, p.Total}) }})
	written := len(report.Refusals)
	report.Refusals = nil
	return imported{report, written}, err
}

func (o importOrder) into(ctx context.Context, d *desk.Desk, options intake.Options) (intake.Report, error) {
	by, err := userNamed(ctx, d, o.By)
	if err != nil {
		return intake.Report{}, err
	}
	if o.Kind == "places" {
		return intake.Places(ctx, d, by, o.File, options)
	}
	scope, _, err := caseloadNamed(ctx, d, by, o.Caseload)
	if err != nil {
		return intake.Report{}, err
	}
	m, err := o.mapping()
	if err != nil {
		return intake.Report{}, err
	}
	wb, err := sheet.OpenWith(o.File, m.Options())
	if err != nil {
		return intake.Report{}, err
	}
	report, err := intake.Households(ctx, d, by, scope, wb, m, options)
	return report, errors.Join(err, wb.Close())
}

func (o importOrder) mapping() (*sheet.Mapping, error) {
	if o.Shipped != "" {
		return sheet.ShippedMapping(o.Shipped)
	}
	return sheet.ParseMapping(o.Mapping)
}

// userNamed returns a user as they stand today. Whoever can unlock the data folder acts in the name of anyone in it, so that
// no passphrase of a user is asked for; what is done stands under the user's name, and only what they may.
func userNamed(ctx context.Context, d *desk.Desk, name string) (access.Actor, error) {
	return desk.Identify(ctx, d, func(r *desk.Reader) (access.Actor, error) {
		found, err := r.FindCommons(staff.ByName, []byte(name), 2)
		if err != nil {
			return access.Actor{}, err
		}
		if len(found) != 1 {
			return access.Actor{}, fault.New("import", fault.NotFound, "signin.no_such_user", nil)
		}
		u, err := desk.ReadCommons(r, staff.UserStory, found[0])
		if err != nil {
			return access.Actor{}, err
		}
		return u.State.Actor(found[0]), nil
	})
}

// caseloadNamed returns the general compartment of the caseload that is named, or of the only one there is, and what it is called.
func caseloadNamed(ctx context.Context, d *desk.Desk, by access.Actor, name string) (scope access.Scope, called string, err error) {
	caseloads, err := desk.Ask(ctx, d, by, "task.import", staff.Caseloads())
	if err != nil {
		return scope, "", err
	}
	var found []staff.CaseloadRow
	var names []string
	for _, row := range caseloads {
		names = append(names, row.Name)
		if name == "" || strings.EqualFold(row.Name, name) {
			found = append(found, row)
		}
	}
	if len(found) != 1 {
		return scope, "", fault.New("import", fault.Invalid, "intake.caseload", fault.Args{"caseloads": strings.Join(names, ", ")})
	}
	return access.Scope{Caseload: found[0].ID, Compartment: access.General}, found[0].Name, nil
}
