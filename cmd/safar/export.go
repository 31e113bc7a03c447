// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"

	"safar/exchange/opendata"
	"safar/field/figures"
	"safar/kernel/fault"
	"safar/operation"
)

// exportCommand takes a file out of an operation.
type exportCommand struct {
	Open     bool   `help:"help.open_export"`
	Data     string `help:"help.data" required:"" type:"path"`
	Database string `help:"help.database" env:"SAFAR_DATABASE"`
	Out      string `help:"help.out" default:"open-export.zip" type:"path"`
	Force    bool   `help:"help.force"`
}

// Validate says what is missing on the command line.
func (c *exportCommand) Validate() error {
	if !c.Open {
		return errors.New(printer().T("export.open_missing"))
	}
	return nil
}

// Run asks the running server, or where there is none opens the folder.
func (c *exportCommand) Run(ctx context.Context) error {
	if err := c.refuseToOverwrite(); err != nil {
		return err
	}
	answer, served, err := askServer(ctx, c.Data, "export", url.Values{})
	var file []byte
	switch {
	case err != nil:
	case served:
		err = json.Unmarshal(answer, &file)
	default:
		file, err = c.open(ctx)
	}
	if err == nil {
		err = c.write(file)
	}
	if err == nil {
		fmt.Println(printer().T("export.written", fault.Args{"file": c.Out, "bytes": digits(len(file))}))
	}
	return err
}

// open makes the export from the folder itself.
func (c *exportCommand) open(ctx context.Context) ([]byte, error) {
	op, err := opened(ctx, operation.Options{Folder: c.Data, Ask: askFolder, Database: c.Database, Clock: clockOf(c.Data)})
	if err != nil {
		return nil, err
	}
	defer op.Close()
	line := progressLine("progress.export")
	file, err := openExport(ctx, op, opendata.Options{Progress: line})
	fmt.Fprintf(os.Stderr, "\r%20s\r", "")
	return file, err
}

// openExport makes the open export in memory: it is small, and a file that is cut short must not be taken for a whole one.
func openExport(ctx context.Context, op *operation.Operation, o opendata.Options) ([]byte, error) {
	var b bytes.Buffer
	err := opendata.Write(ctx, op.Desk, operator(), &b, o)
	return b.Bytes(), err
}

// answerExport answers the command line with the open export.
func answerExport(op *operation.Operation) func(context.Context, url.Values) (any, error) {
	boards := figures.NewBoards(op.Desk)
	return func(ctx context.Context, _ url.Values) (any, error) {
		return openExport(ctx, op, opendata.Options{Boards: boards})
	}
}

func (c *exportCommand) refuseToOverwrite() error {
	if _, err := os.Lstat(c.Out); c.Force || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return fault.New("export", fault.Conflict, "export.exists", fault.Args{"file": c.Out})
}

// write writes the file whole, or not at all.
func (c *exportCommand) write(file []byte) error {
	err := os.WriteFile(c.Out+".new", file, 0o600)
	if err == nil {
		err = os.Rename(c.Out+".new", c.Out)
	}
	if err != nil {
		return fault.New("export", fault.Unavailable, "export.not_written", fault.Args{"file": c.Out}).Because(err)
	}
	return nil
}
