// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"safar/demo"
	"safar/kernel/fault"
)

// signInsFile stands in a demo's folder, readable by its owner alone: who may sign in, with which passphrase and codes.
const signInsFile = "sign-ins.txt"

func writeSignIns(path string, signIns []demo.SignIn) error {
	var b strings.Builder
	for _, s := range signIns {
		fmt.Fprintf(&b, "%-24s %-14s %-40s recovery codes: %s\n", s.Role, s.Name, s.Passphrase, strings.Join(s.Codes, " "))
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		return fault.New("demo", fault.Unavailable, "operation.folder", nil).Because(err)
	}
	return nil
}

// printSignIns prints role, name and passphrase of everyone in the file.
func printSignIns(w io.Writer, path string) {
	text, err := os.ReadFile(path)
	if err != nil {
		return // an operation that is no demo has no such file
	}
	for line := range strings.Lines(string(text)) {
		shown, _, _ := strings.Cut(line, " recovery codes:")
		fmt.Fprintln(w, strings.TrimRight(shown, " \n"))
	}
}
