// SPDX-License-Identifier: Apache-2.0

// Command safar is the working system of a humanitarian migration operation, in one file: the server, the demo, the import, the
// checks, the figures and the exports.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"safar/kernel/fault"
)

// version is set by the linker when a release is built.
var version = "development"

// grammar is the command line: a struct a command.
type grammar struct {
	Lang language `help:"help.lang"`

	Demo      demoCommand      `cmd:"" help:"help.demo"`
	Found     foundCommand     `cmd:"" help:"help.found"`
	Serve     serveCommand     `cmd:"" help:"help.serve"`
	Import    importCommand    `cmd:"" help:"help.import"`
	Figures   figuresCommand   `cmd:"" help:"help.figures"`
	Export    exportCommand    `cmd:"" help:"help.export"`
	Check     checkCommand     `cmd:"" help:"help.check"`
	Programme programmeCommand `cmd:"" help:"help.programme"`
	API       apiCommand       `cmd:"" name:"api" help:"help.api"`
	Match     matchCommand     `cmd:"" help:"help.match"`
	SMS       smsCommand       `cmd:"" name:"sms" help:"help.sms"`
	Version   versionCommand   `cmd:"" help:"help.version"`
}

func main() {
	keepPrivate()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var g grammar
	parser := kong.Must(&g, kong.Name("safar"), kong.UsageOnError(), kong.Description("help.about"), kong.Help(helpInWords),
		kong.BindTo(ctx, (*context.Context)(nil)))
	command, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	if err := command.Run(); err != nil {
		report(err)
		os.Exit(1)
	}
}

// report tells a person what is wrong and how to mend it, and an operator the rest where SAFAR_DEBUG is set.
func report(err error) {
	if errors.Is(err, errSaid) {
		return
	}
	text, hint := say(err)
	if fault.Is(err, fault.Damaged) && fault.KeyOf(err) != "keys.file_damaged" {
		hint = printer().T("command.damaged_hint")
	}
	fmt.Fprintln(os.Stderr, "safar:", text)
	if hint != "" {
		fmt.Fprintln(os.Stderr, "      ", hint)
	}
	if os.Getenv("SAFAR_DEBUG") != "" || fault.KindOf(err) == fault.Internal {
		fmt.Fprintln(os.Stderr, "  ", err)
	}
}

// errSaid is returned by commands that have said themselves what is wrong.
var errSaid = errors.New("already said")

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run() error {
	fmt.Println("safar", version)
	return nil
}
