// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"safar/field"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/verify"
	"safar/operation"
)

// checkCommand verifies a data folder.
type checkCommand struct {
	Data     string `help:"help.data" required:"" type:"path"`
	Database string `help:"help.database" env:"SAFAR_DATABASE"`
}

// Run verifies chains, signatures and sealed parts, folds everything again, and compares it byte for byte with the register.
func (c *checkCommand) Run(ctx context.Context) error {
	op, err := openedToCheck(ctx, operation.Options{Folder: c.Data, Ask: askFolder, Database: c.Database, Clock: clock.System(time.Local)})
	if fault.KeyOf(err) == "store.in_use" {
		if _, socket := os.Stat(filepath.Join(c.Data, socketFile)); socket == nil {
			return fault.New("check", fault.Unavailable, "check.stop_the_server", nil).Because(err)
		}
	}
	if err != nil {
		return err
	}
	defer op.Close()
	began, line := time.Now(), progressLine("progress.check")
	found, err := verify.Check(ctx, op.Desk.Store(), op.Ring, field.House(), func(done, total uint64) { line(int(done), int(total)) })
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "\r%20s\r", "")
	p := printer()
	counted := p.T("check.counted", fault.Args{"facts": fmt.Sprint(found.Facts), "feeds": fmt.Sprint(found.Feeds), "scopes": fmt.Sprint(found.Scopes),
		"stories": fmt.Sprint(found.Stories), "entries": fmt.Sprint(found.Entries)})
	if found.Good() {
		fmt.Println(counted, p.T("check.well", fault.Args{"seconds": seconds(time.Since(began))}))
		return nil
	}
	fmt.Println(counted, p.T("check.found", fault.Args{"count": fmt.Sprint(found.Count)}))
	for _, f := range found.List {
		text, _ := say(fault.New("check", f.Kind, f.Key, f.Args))
		fmt.Printf("  %s: %s\n", where(f), text)
	}
	if slices.ContainsFunc(found.List, func(f verify.Finding) bool { return f.Kind == fault.Damaged }) {
		fmt.Println(p.T("check.mend"))
	}
	return errSaid
}

// where says where a finding is.
func where(f verify.Finding) string {
	switch {
	case f.Seq > 0:
		return printer().T("check.at_fact", fault.Args{"scope": f.Scope.String(), "feed": f.Feed.String(), "fact": fmt.Sprint(f.Seq)})
	case f.List != "":
		return printer().T("check.at_list", fault.Args{"scope": f.Scope.String(), "list": f.List, "story": f.Story.String()})
	case f.StoryKind != "":
		return fmt.Sprintf("%s, %s %s", f.Scope, f.StoryKind, f.Story)
	}
	return f.Scope.String()
}
