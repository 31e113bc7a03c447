// SPDX-License-Identifier: Apache-2.0

// Command sbom writes the bill of materials of built binaries: which modules, in which versions, are inside.
//
// Whoever runs Safar for people in danger must be able to ask, when a flaw in a library becomes known, whether their copy
// holds it. The answer is read from the binary itself, where the Go linker wrote it, not from the source, so that it is
// true of the file that is handed out. The form is CycloneDX 1.6 as JSON, beside each binary as BINARY.cdx.json. The same
// binary gives the same bytes: no time and no random number goes in.
package main

import (
	"debug/buildinfo"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
)

func main() {
	version := flag.String("version", "unversioned", "the version of Safar")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "sbom: name the binaries")
		os.Exit(2)
	}
	for _, binary := range flag.Args() {
		if strings.HasSuffix(binary, suffix) {
			continue // dist/safar-* matches what an earlier run wrote
		}
		if err := describe(binary, *version); err != nil {
			fmt.Fprintln(os.Stderr, "sbom:", err)
			os.Exit(1)
		}
	}
}

// suffix is what the name of a bill ends in, as CycloneDX recommends.
const suffix = ".cdx.json"

// describe writes the bill of one binary beside it.
func describe(binary, version string) error {
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return fmt.Errorf("%s: %w", binary, err)
	}
	text, err := json.MarshalIndent(billOf(info, version), "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(binary+suffix, append(text, '\n'), 0o644)
}
