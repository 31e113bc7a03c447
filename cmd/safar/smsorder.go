// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"safar/desk"
	"safar/field/voice"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/operation"
)

// smsOrder is what is to be done with the secret of a gateway, as the command line hands it to whoever has the folder open.
type smsOrder struct {
	Passphrase string `json:"passphrase,omitempty"` // of the folder: whoever cannot open it does not write into it either
	By         string `json:"by"`
	Caseload   string `json:"caseload,omitempty"`
	Withdraw   bool   `json:"withdraw,omitempty"`
	Minutes    int    `json:"minutes,omitempty"` // for which the secret before is still taken
}

type smsExchangeCommand struct {
	Data     string        `help:"help.data" required:"" type:"path"`
	Database string        `help:"help.database" env:"SAFAR_DATABASE"`
	By       string        `help:"help.sms_by" required:""`
	Caseload string        `help:"help.sms_caseload"`
	Keep     time.Duration `help:"help.sms_keep" default:"24h"`
}

// Run makes a new secret.
func (c *smsExchangeCommand) Run(ctx context.Context) error {
	return smsOrder{By: c.By, Caseload: c.Caseload, Minutes: int((c.Keep + time.Minute - 1) / time.Minute)}.give(ctx, c.Data, c.Database, "sms.exchanged")
}

type smsWithdrawCommand struct {
	Data     string `help:"help.data" required:"" type:"path"`
	Database string `help:"help.database" env:"SAFAR_DATABASE"`
	By       string `help:"help.sms_by" required:""`
	Caseload string `help:"help.sms_caseload"`
}

// Run withdraws the secret.
func (c *smsWithdrawCommand) Run(ctx context.Context) error {
	return smsOrder{By: c.By, Caseload: c.Caseload, Withdraw: true}.give(ctx, c.Data, c.Database, "sms.withdrawn")
}

// give has the process that serves the folder do it, or where there is none opens the folder, and says that it is done.
func (o smsOrder) give(ctx context.Context, data, database, done string) (err error) {
	var answer json.RawMessage
	served := isServed(ctx, data)
	if served {
		if o.Passphrase, err = (operation.Options{Folder: data, Ask: askFolder}).PassphraseOf(); err == nil {
			answer, _, err = orderServer(ctx, data, "sms", o, func(progressOf) {})
		}
	} else {
		answer, err = o.open(ctx, data, database)
	}
	var caseload string
	if err == nil {
		err = json.Unmarshal(answer, &caseload)
	}
	if err == nil {
		_, err = fmt.Fprintln(os.Stdout, printer().T(done, fault.Args{"caseload": caseload}))
	}
	return err
}

// open does it in a folder that nobody serves.
func (o smsOrder) open(ctx context.Context, data, database string) (json.RawMessage, error) {
	op, err := opened(ctx, operation.Options{Folder: data, Ask: askFolder, Database: database, Clock: clockOf(data)})
	if err != nil {
		return nil, err
	}
	defer op.Close()
	caseload, err := o.carryOut(ctx, op)
	if err != nil {
		return nil, err
	}
	return json.Marshal(caseload)
}

// smsFor does what the command line orders of the process that serves an operation.
func smsFor(op *operation.Operation) order {
	return func(ctx context.Context, told []byte, _ func(progressOf)) (any, error) {
		var o smsOrder
		if err := json.Unmarshal(told, &o); err != nil {
			return nil, fault.New("sms", fault.Invalid, "local.no_answer", nil).Because(err)
		}
		if err := op.Ring.Check(ctx, o.Passphrase); err != nil {
			return nil, err
		}
		return o.carryOut(ctx, op)
	}
}

// carryOut does it in the name of the user who is named, and only what they may, and returns the name of the caseload.
func (o smsOrder) carryOut(ctx context.Context, op *operation.Operation) (caseload string, err error) {
	by, err := userNamed(ctx, op.Desk, o.By)
	if err != nil {
		return "", err
	}
	scope, caseload, err := caseloadNamed(ctx, op.Desk, by, o.Caseload)
	if err != nil {
		return "", err
	}
	var c desk.Command = voice.ExchangeSecret{Minutes: o.Minutes}
	if o.Withdraw {
		c = voice.WithdrawSecret{}
	}
	_, err = op.Desk.Do(ctx, by, scope, id.New(), c)
	return caseload, err
}
