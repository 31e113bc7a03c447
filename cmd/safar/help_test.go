// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"

	"github.com/alecthomas/kong"
)

// Each command, flag and argument is explained in every language; none is left in the one in which somebody typed it.
func TestHelpIsInEveryLanguage(t *testing.T) {
	var g grammar
	parser, err := kong.New(&g, kong.Name("safar"), kong.Description("help.about"))
	if err != nil {
		t.Fatal(err)
	}
	parser.Model.HelpFlag.Help = "help.help"
	var explained int
	var walk func(n *kong.Node)
	walk = func(n *kong.Node) {
		keys := []string{n.Help}
		for _, f := range n.Flags {
			keys = append(keys, f.Help)
		}
		for _, v := range n.Positional {
			keys = append(keys, v.Help)
		}
		for _, key := range keys {
			explained++
			saidInEveryLanguage(t, key, n.FullPath())
		}
		for _, below := range n.Children {
			walk(below)
		}
	}
	walk(parser.Model.Node)
	if explained < 50 {
		t.Errorf("only %d are explained", explained)
	}
}
