// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"
	_ "time/tzdata" // the time zone of an operation is known where the system knows none: on Windows, in a bare container

	"safar/field/sealed"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/store"
	"safar/operation"
)

// fillingOptions give the writer room while a whole operation is written at once. Nothing is acknowledged to anyone before all of it
// is there, so the disk is waited for once, at the end (operation.Sync).
var fillingOptions = store.SQLiteOptions{WriterCache: 64 << 20, CheckpointPages: 64000, Synchronous: "OFF"}

// serveCommand serves an operation.
type serveCommand struct {
	Data     string `help:"help.data" required:"" type:"path"`
	Addr     string `help:"help.addr" default:"127.0.0.1:8080"`
	Database string `help:"help.database" env:"SAFAR_DATABASE"`
	Zone     string `help:"help.zone" default:"Africa/Lubumbashi"`
	Reach    reach  `embed:""`
}

// Run serves until it is told to stop.
func (c *serveCommand) Run(ctx context.Context) error {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return fault.New("serve", fault.Invalid, "serve.zone", fault.Args{"zone": c.Zone})
	}
	options := operation.Options{Folder: c.Data, Ask: askFolder, Database: c.Database, Clock: clock.System(zone)}
	if c.Database == "" && isEmpty(c.Data) {
		if options.Passphrase, c.Reach.held, err = foundOnAPage(ctx, options, c.Addr, c.Reach); err != nil || options.Passphrase == "" {
			return err
		}
	}
	op, err := opened(ctx, options)
	if err != nil {
		return err
	}
	return errors.Join(serve(ctx, op, c.Data, c.Addr, c.Reach), op.Close())
}

// serve serves the operation of a folder until ctx ends.
func serve(ctx context.Context, op *operation.Operation, folder, addr string, by reach) error {
	debug.FreeOSMemory() // the passphrase took 64 MiB, and filling a demo more: serving needs neither
	_, madeUp := madeUpOn(folder)
	yard, reached, err := by.Yard.open(op, folder)
	if err != nil {
		return err
	}
	site, err := siteOf(op, madeUp, by, reached)
	if err != nil {
		return errors.Join(err, closed(yard))
	}
	listener, err := by.listen(addr)
	if err != nil {
		return errors.Join(err, closed(yard))
	}
	stop := serveLocally(folder, op)
	defer stop()
	uncover := covered(ctx, op)
	defer uncover()
	fmt.Printf("ready http://%s\n", by.address(listener.Addr()))
	printNeighbours(os.Stdout, reached)
	printSignIns(os.Stdout, filepath.Join(folder, signInsFile))
	return answer(ctx, site, listener, yard)
}

// closed closes a listener, where there is one.
func closed(l net.Listener) error {
	if l == nil {
		return nil
	}
	return l.Close()
}

// answer answers on every listener that there is until ctx ends or one of them fails, and then whoever is being answered, for as long as they are given: only then
// may the operation be closed.
func answer(ctx context.Context, site http.Handler, listeners ...net.Listener) error {
	server := &http.Server{Handler: site, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute,
		WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 1 << 16, ErrorLog: log.New(io.Discard, "", 0)}
	ended := make(chan error, len(listeners))
	for _, l := range listeners {
		if l != nil {
			go func() { ended <- server.Serve(l) }()
		}
	}
	var failed error
	select {
	case <-ctx.Done():
	case err := <-ended:
		failed = fault.New("serve", fault.Unavailable, "serve.stopped", nil).Because(err)
	}
	last, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	server.Shutdown(last) // whoever is still being answered after that has waited for longer than anybody does
	return failed
}

// serveLocally answers the command line while the operation is served, until the returned function is called.
func serveLocally(folder string, op *operation.Operation) (stop func()) {
	listener := listenLocally(folder)
	if listener == nil {
		return func() {}
	}
	server := &http.Server{Handler: local(
		map[string]question{"figures": answerFigures(op), "export": answerExport(op), "sms": answerSMS(op)}, map[string]order{"import": importFor(op), "sms": smsFor(op)}),
		ReadHeaderTimeout: 10 * time.Second}
	go server.Serve(listener)
	return func() { server.Close() }
}

// covered writes the empty letters of the sealed lanes while the operation is served, until the returned function is called, which waits for the one on its way. A turn
// that fails is made up for by the next: what is wrong with the disk, people are told where they write.
func covered(ctx context.Context, op *operation.Operation) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var ended sync.WaitGroup
	ended.Go(func() {
		tick := time.NewTicker(sealed.CoverEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				op.Cover.Turn(ctx)
			}
		}
	})
	return func() { cancel(); ended.Wait() }
}
