// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"safar/kernel/fault"
)

// longestLine bounds what is read of a line that should hold a passphrase, in bytes.
const longestLine = 8 << 10

// askPassphrase asks for a passphrase at the terminal, where it is not shown; where there is no terminal, it is the first line of the
// standard input. It is "" where nothing is given.
func askPassphrase(question string) (string, error) {
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		line, err := bufio.NewReader(io.LimitReader(os.Stdin, longestLine)).ReadString('\n')
		if err != nil && err != io.EOF {
			return "", fault.New("passphrase", fault.Unavailable, "passphrase.unreadable", nil).Because(err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	fmt.Fprint(os.Stderr, question, " ")
	text, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(os.Stderr)
	if err != nil {
		return "", fault.New("passphrase", fault.Unavailable, "passphrase.unreadable", nil).Because(err)
	}
	return string(text), nil
}

// askFolder asks for the passphrase of a data folder that does not hold it.
func askFolder() (string, error) { return askPassphrase(printer().T("passphrase.folder")) }
