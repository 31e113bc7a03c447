// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/operation"
	"safar/web"
	"safar/web/pages"
)

// isEmpty reports whether a folder is there and nothing is in it: a new office begins there. A folder that is not there is rather one whose name was mistyped.
func isEmpty(folder string) bool {
	found, err := os.ReadDir(folder)
	return err == nil && len(found) == 0
}

// lent is a listener that goes on listening when whoever it is lent to closes it: who comes meanwhile waits for the next.
type lent struct{ *net.TCPListener }

// Close has nobody more be accepted for now.
func (l lent) Close() error { return l.SetDeadline(time.Unix(1, 0)) }

// foundOnAPage serves the page on which an operation is founded, until it is, and returns the passphrase of its folder and the listener at which the office goes
// on; no passphrase where it was told to stop before.
func foundOnAPage(ctx context.Context, o operation.Options, addr string, by reach) (passphrase string, held net.Listener, err error) {
	listener, err := by.listen(addr)
	if err != nil {
		return "", nil, err
	}
	tcp, is := listener.(*net.TCPListener)
	if !is {
		return "", nil, errors.Join(fault.New("found", fault.Internal, "", nil), listener.Close())
	}
	key := strings.ToLower(rand.Text())
	options, err := by.options(web.Options{Clock: o.Clock, Log: slog.New(slog.NewTextHandler(os.Stderr, nil))})
	if err != nil {
		return "", nil, errors.Join(err, listener.Close())
	}
	serving, made := context.WithCancel(ctx)
	defer made()
	site := web.New(options)
	pages.AddFounding(site, key, func(ctx context.Context, f pages.Founding, device string) ([]string, string, error) {
		codes, token, err := foundWhole(ctx, o, f, device)
		if err == nil {
			passphrase = f.Folder
			made()
		}
		return codes, token, err
	})
	fmt.Printf("found http://%s/found?key=%s\n", by.address(listener.Addr()), key)
	if err = answer(serving, site, lent{tcp}); err != nil || passphrase == "" {
		return "", nil, errors.Join(err, tcp.Close())
	}
	return passphrase, tcp, tcp.SetDeadline(time.Time{})
}

// foundWhole founds an operation in an empty folder: what is made appears in it when it is whole. The first user runs the office and puts its programmes in
// force, until there are two of them.
func foundWhole(ctx context.Context, o operation.Options, f pages.Founding, device string) (codes []string, token string, err error) {
	folder := o.Folder
	born, err := os.MkdirTemp(filepath.Dir(folder), "."+filepath.Base(folder)+"-*")
	if err != nil {
		return nil, "", fault.New("found", fault.Unavailable, "operation.folder", fault.Args{"folder": folder}).Because(err)
	}
	defer os.RemoveAll(born)
	o.Folder, o.Passphrase = born, f.Folder
	if codes, token, err = founded(ctx, o, f, device, access.Administrator, access.ProgrammeManager); err != nil {
		return nil, "", err
	}
	if err = os.Remove(folder); err == nil { // it is empty, or founded by somebody else in the same moment: then nothing is lost
		err = os.Rename(born, folder)
	}
	if err != nil {
		return nil, "", fault.New("found", fault.Conflict, "operation.exists", fault.Args{"folder": folder}).Because(err)
	}
	return codes, token, nil
}
