// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"

	"safar/kernel/fault"
	"safar/web/api"
)

type apiCommand struct {
	Out string `short:"o" help:"help.api_out" type:"path"`
}

// Run writes what programs may ask of a served operation, in OpenAPI 3.1: for whoever writes such a program and has no server at hand.
func (c *apiCommand) Run() error {
	text, err := api.Document()
	if err != nil {
		return err
	}
	if c.Out == "" {
		_, err = os.Stdout.Write(text)
		return err
	}
	if err := os.WriteFile(c.Out, text, 0o644); err != nil { // it is no secret
		return fault.New("api", fault.Unavailable, "export.not_written", fault.Args{"file": c.Out}).Because(err)
	}
	return nil
}
