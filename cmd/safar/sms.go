// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"

	"safar/desk"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/operation"
	"safar/web/api"
)

// smsCommand is for whoever connects the gateway of a sender of SMS.
type smsCommand struct {
	Secret   smsSecretCommand   `cmd:"" help:"help.sms_secret"`
	Exchange smsExchangeCommand `cmd:"" help:"help.sms_exchange"`
	Withdraw smsWithdrawCommand `cmd:"" help:"help.sms_withdraw"`
}

type smsSecretCommand struct {
	Data     string `help:"help.data" required:"" type:"path"`
	Database string `help:"help.database" env:"SAFAR_DATABASE"`
}

// smsOf is where the gateway of one caseload hands on what people send, and with what it signs.
type smsOf struct{ Caseload, Path, Secret string }

// noSecret stands where the secret was withdrawn.
const noSecret = "-"

// Run asks the running server, or where there is none opens the folder, and prints a line for each caseload.
func (c *smsSecretCommand) Run(ctx context.Context) error {
	answer, served, err := askServer(ctx, c.Data, "sms", url.Values{})
	if err == nil && !served {
		answer, err = c.open(ctx)
	}
	if err != nil {
		return err
	}
	var all []smsOf
	if err := json.Unmarshal(answer, &all); err != nil {
		return fault.Wrap("sms", err)
	}
	for _, of := range all {
		fmt.Printf("%s\t%s\t%s\n", of.Caseload, of.Path, of.Secret)
	}
	return nil
}

// open answers from the folder itself.
func (c *smsSecretCommand) open(ctx context.Context) (json.RawMessage, error) {
	op, err := opened(ctx, operation.Options{Folder: c.Data, Ask: askFolder, Database: c.Database, Clock: clockOf(c.Data)})
	if err != nil {
		return nil, err
	}
	defer op.Close()
	answer, err := answerSMS(op)(ctx, nil)
	if err != nil {
		return nil, err
	}
	return json.Marshal(answer)
}

// answerSMS answers with which secret the gateway of each caseload signs. Whoever opens the folder, or the socket in it, runs the node.
func answerSMS(op *operation.Operation) question {
	return func(ctx context.Context, _ url.Values) (any, error) {
		runs := access.Actor{User: id.New(), Grants: []access.Grant{access.NewGrant(access.Administrator, id.ID{})}}
		rows, err := desk.Ask(ctx, op.Desk, runs, "task.start", staff.Caseloads())
		if err != nil {
			return nil, err
		}
		all := make([]smsOf, len(rows))
		for i, row := range rows {
			taken, err := api.SMSSecrets(ctx, op, row.ID)
			if err != nil {
				return nil, err
			}
			all[i] = smsOf{row.Name, api.SMSPath(row.ID), noSecret}
			if len(taken) > 0 {
				all[i].Secret = taken[0]
			}
		}
		return all, nil
	}
}
