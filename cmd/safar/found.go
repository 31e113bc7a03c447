// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/term"

	"safar/kernel/access"
	"safar/kernel/access/signin"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/operation"
	"safar/web/pages"
	"safar/web/words"
)

// foundCommand makes a new operation: its data folder, its first caseload, and the administrator who lets all others in.
type foundCommand struct {
	Data          string `help:"help.new_folder" required:"" type:"path"`
	Caseload      string `help:"help.first_caseload" required:""`
	Administrator string `help:"help.administrator" required:""`
	Database      string `help:"help.database" env:"SAFAR_DATABASE"`
	Keep          bool   `help:"help.keep"`
}

// Run asks for the folder's passphrase, makes the operation, and says once how the administrator signs in. What is made appears under its
// name when it is whole.
func (c *foundCommand) Run(ctx context.Context) error {
	if operation.Exists(c.Data) { // before anything is asked
		return fault.New("found", fault.Conflict, "operation.exists", fault.Args{"folder": c.Data})
	}
	passphrase, err := c.choose()
	if err != nil {
		return err
	}
	born, err := os.MkdirTemp(filepath.Dir(c.Data), "."+filepath.Base(c.Data)+"-*")
	if err != nil {
		return c.notMade(err)
	}
	defer os.RemoveAll(born)
	signIn, codes, err := c.found(ctx, born, passphrase)
	if err != nil {
		return err
	}
	if err := os.Rename(born, c.Data); err != nil {
		return c.notMade(err)
	}
	c.tell(signIn, codes)
	return nil
}

func (c *foundCommand) notMade(err error) error {
	return fault.New("found", fault.Unavailable, "operation.folder", fault.Args{"folder": c.Data}).Because(err)
}

// tell says how the administrator signs in, and what to do next.
func (c *foundCommand) tell(passphrase string, codes []string) {
	w := printer()
	fmt.Println(w.T("found.done", words.Args{"Folder": c.Data, "Caseload": c.Caseload}))
	fmt.Println(w.T("found.sign_in", words.Args{"Name": c.Administrator, "Passphrase": passphrase}))
	fmt.Println(w.T("found.codes", words.Args{"Codes": strings.Join(codes, " ")}))
	next := w.T("found.next", words.Args{"Folder": c.Data})
	if c.Database != "" {
		next += " --database …" // its address may hold a password
	}
	fmt.Println(next)
}

// choose asks for the folder's passphrase, at a terminal twice, for what is mistyped here is lost with all the data.
func (c *foundCommand) choose() (string, error) {
	passphrase, err := askPassphrase(printer().T("found.passphrase"))
	if err == nil {
		err = signin.CheckPassphrase(c.Administrator, passphrase)
	}
	if err != nil || !term.IsTerminal(int(os.Stdin.Fd())) {
		return passphrase, err
	}
	again, err := askPassphrase(printer().T("found.passphrase_again"))
	if err == nil && again != passphrase {
		err = fault.New("found", fault.Invalid, "found.passphrases_differ", nil)
	}
	return passphrase, err
}

// found makes the operation in a folder, with a first passphrase of the program's making for the administrator.
func (c *foundCommand) found(ctx context.Context, folder, passphrase string) (signIn string, codes []string, err error) {
	signIn = strings.ToLower(rand.Text())
	f := pages.Founding{Folder: passphrase, Office: c.Caseload, Name: c.Administrator, Passphrase: signIn}
	options := operation.Options{Folder: folder, Passphrase: passphrase, Database: c.Database, Clock: clock.System(time.Local)}
	codes, _, err = founded(ctx, options, f, "", access.Administrator)
	if err == nil && c.Keep {
		err = operation.KeepPassphrase(folder, passphrase)
	}
	return signIn, codes, err
}

// founded makes an operation, opens its first caseload, and lets the first user in: with their printed codes, and a session.
func founded(ctx context.Context, o operation.Options, f pages.Founding, device string, roles ...access.Role) (codes []string, token string, err error) {
	op, err := operation.Create(ctx, o)
	if err != nil {
		return nil, "", err
	}
	defer func() { err = errors.Join(err, op.Close()) }()
	founder, err := op.Found(ctx)
	if err != nil {
		return nil, "", err
	}
	if _, err := founder.Caseload(ctx, f.Office); err != nil {
		return nil, "", err
	}
	user, err := founder.User(ctx, f.Name, id.ID{}, roles...)
	if err != nil {
		return nil, "", err
	}
	if codes, err = op.Door.Enrol(ctx, user, f.Name, f.Passphrase); err != nil {
		return nil, "", err
	}
	token, err = op.Door.Authenticate(ctx, f.Name, f.Passphrase, device)
	return codes, token, err
}
