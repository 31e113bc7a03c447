// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"

	"safar/field/programme"
	"safar/kernel/fault"
)

// programmeCommand works with programme files.
type programmeCommand struct {
	Check checkProgrammeCommand `cmd:"" help:"Check a programme file, and say what is wrong in it and where."`
}

type checkProgrammeCommand struct {
	File string `arg:"" help:"The programme file." type:"existingfile"`
}

// Run checks the file.
func (c *checkProgrammeCommand) Run() error {
	text, err := os.ReadFile(c.File)
	if err != nil {
		return fault.New("programme check", fault.Unavailable, "file.unreadable", fault.Args{"file": c.File}).Because(err)
	}
	if !programme.CheckFile(os.Stdout, c.File, text) {
		return errSaid
	}
	return nil
}
