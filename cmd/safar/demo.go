// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"safar/kernel/keys"
	"slices"
	"strings"
	"time"

	"safar/demo"
	"safar/desk"
	"safar/kernel/access/signin"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/operation"
)

// demoCommand makes a data folder, fills it and serves it.
type demoCommand struct {
	Data       string   `help:"help.demo_folder" type:"path"`
	Addr       string   `help:"help.addr" default:"127.0.0.1:0"`
	People     int      `help:"help.people" default:"21340"`
	Operations []string `help:"help.operations" default:"kalemie,nyunzu,cities,kosovo,resettlement,hosts"`
	Seed       uint64   `help:"help.seed" default:"1"`
	Today      string   `help:"help.today"`
	Fill       bool     `help:"help.fill_only" name:"fill-only"`
	Reach      reach    `embed:""`
}

// Run fills the folder if it holds no operation yet, and serves it.
func (c *demoCommand) Run(ctx context.Context) error {
	today, err := c.today()
	if err != nil {
		return err
	}
	if c.People < 1 {
		return fault.New("demo", fault.Invalid, "demo.people", nil)
	}
	for _, named := range c.Operations {
		if known := demo.Operations(); !slices.Contains(known, named) {
			return fault.New("demo", fault.Invalid, "demo.operations", fault.Args{"text": named, "known": strings.Join(known, ", ")})
		}
	}
	if c.Data == "" {
		if c.Data, err = os.MkdirTemp("", "safar-demo-"); err != nil {
			return fault.New("demo", fault.Unavailable, "operation.folder", nil).Because(err)
		}
	}
	settable := clock.At(today.Time().Add(morning))
	if operation.Exists(c.Data) {
		if _, madeUp := madeUpOn(c.Data); !madeUp {
			return fault.New("demo", fault.Conflict, "demo.not_a_demo", fault.Args{"folder": c.Data})
		}
	} else if err := c.fill(ctx, settable, today); err != nil {
		return err
	}
	if c.Fill {
		return nil
	}
	settable.Run()
	op, err := opened(ctx, operation.Options{Folder: c.Data, Clock: settable})
	if err != nil {
		return err
	}
	if err = standOn(c.Data, today); err == nil {
		err = serve(ctx, op, c.Data, c.Addr, c.Reach)
	}
	return errors.Join(err, op.Close())
}

func (c *demoCommand) today() (clock.Day, error) {
	if c.Today == "" {
		return clock.DayOf(time.Now()), nil
	}
	day, err := clock.ParseDay(c.Today)
	if err != nil {
		return day, fault.New("demo", fault.Invalid, "demo.today", fault.Args{"text": c.Today})
	}
	return day, nil
}

// madeUpCost is what a passphrase of a made-up user costs at first: the least that OWASP's Password Storage Cheat Sheet asks of argon2id. The seed
// says the passphrases, and they are printed; whoever signs in makes their hash again at the cost of an office.
var madeUpCost = signin.Cost{Time: 2, KiB: 19 << 10, Threads: 1}

// fill makes the operation in the folder, and writes down how to sign in beside it.
func (c *demoCommand) fill(ctx context.Context, settable *clock.Settable, today clock.Day) error {
	if err := operation.KeepPassphrase(c.Data, rand.Text()); err != nil {
		return err
	}
	op, err := operation.Create(ctx, operation.Options{Folder: c.Data, Clock: settable, SQLite: fillingOptions, SignIn: madeUpCost, Keys: keys.MadeUp,
		Desk: desk.Options{Stories: 200_000}})
	if err != nil {
		return err
	}
	began := time.Now()
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // memory for time, while nobody is served yet
	filled, err := demo.Fill(ctx, op, settable, demo.Options{Operations: c.Operations, People: c.People, Seed: c.Seed, Today: today, Progress: progressLine("progress.demo")})
	if err := errors.Join(err, op.Close()); err != nil {
		return err
	}
	if err := operation.Sync(c.Data); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "\r%s%20s\n", printer().T("demo.filled", fault.Args{"facts": fmt.Sprint(filled.Facts), "seconds": seconds(time.Since(began))}), "")
	if err := writeSignIns(filepath.Join(c.Data, signInsFile), filled.SignIns); err != nil {
		return err
	}
	return standOn(c.Data, today)
}
