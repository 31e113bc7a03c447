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
	Lang language `help:"Language in which Safar speaks: en, fr, ar; as the system says it (LC_ALL, LC_MESSAGES, LANG) unless said."`

	Demo      demoCommand      `cmd:"" help:"Make a data folder with a whole operation of made-up people, and serve it."`
	Found     foundCommand     `cmd:"" help:"Make the data folder of a new operation, and let its administrator in."`
	Serve     serveCommand     `cmd:"" help:"Serve the operation of a data folder."`
	Import    importCommand    `cmd:"" help:"Bring households or places from an XLSX or CSV file into an operation."`
	Figures   figuresCommand   `cmd:"" help:"Print what an operation counts, and the facts behind a figure."`
	Export    exportCommand    `cmd:"" help:"Take a file out of an operation: the open export, without anything of any person."`
	Check     checkCommand     `cmd:"" help:"Verify a data folder: chains, signatures, sealed parts, and the register folded again."`
	Programme programmeCommand `cmd:"" help:"Work with programme files."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
}

func main() {
	keepPrivate()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var g grammar
	parser := kong.Must(&g, kong.Name("safar"), kong.UsageOnError(),
		kong.Description("The working system of a humanitarian migration operation."),
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
