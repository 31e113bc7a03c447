// SPDX-License-Identifier: Apache-2.0

package main

import (
	"github.com/alecthomas/kong"

	"safar/web/words"
)

// helpInWords prints the help of a command in the language of whoever types. The tags of commands and flags hold keys of the catalogues.
// The few words of kong's own (Usage, Flags, and what it says of a line it cannot read) stay English: kong has no other.
func helpInWords(options kong.HelpOptions, ctx *kong.Context) error {
	ctx.Model.HelpFlag.Help = "help.help"
	inWords(printer(), ctx.Model.Node)
	return kong.DefaultHelpPrinter(options, ctx)
}

// inWords puts sentences in the place of the keys of a command, its flags and arguments, and the commands below it.
func inWords(p *words.Printer, n *kong.Node) {
	n.Help = inWord(p, n.Help)
	for _, f := range n.Flags {
		f.Help = inWord(p, f.Help)
	}
	for _, v := range n.Positional {
		v.Help = inWord(p, v.Help)
	}
	for _, below := range n.Children {
		inWords(p, below)
	}
}

// inWord is the sentence of a key; what is no key was said already.
func inWord(p *words.Printer, key string) string {
	if !p.Has(key) {
		return key
	}
	return p.T(key)
}
