// SPDX-License-Identifier: Apache-2.0

package main

import (
	"debug/buildinfo"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// The test's own binary is a real one: its bill must name every module in it.
func TestABillNamesEveryModuleOfTheBinary(t *testing.T) {
	here, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(here)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "safar")
	if err := os.WriteFile(copied, text, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := describe(copied, "1.2.3"); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(copied + suffix)
	if err != nil {
		t.Fatal(err)
	}
	var got bill
	if err := json.Unmarshal(written, &got); err != nil {
		t.Fatal(err)
	}
	info, err := buildinfo.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	if got.Format != "CycloneDX" || got.SpecVersion != "1.6" || got.Metadata.Component.Version != "1.2.3" {
		t.Errorf("the bill is headed %s %s for version %s", got.Format, got.SpecVersion, got.Metadata.Component.Version)
	}
	if len(got.Components) != len(info.Deps)+1 { // and the standard library
		t.Errorf("%d components, want %d", len(got.Components), len(info.Deps)+1)
	}
	if !slices.ContainsFunc(got.Components, func(c component) bool { return c.Name == "std" && c.Version != "" }) {
		t.Error("the standard library is missing")
	}
}

func TestAModuleIsNamedByItsPackageURL(t *testing.T) {
	c := module("github.com/fxamacker/cbor/v2", "v2.9.4", "h1:AAAA")
	if want := "pkg:golang/github.com/fxamacker/cbor/v2@v2.9.4"; c.PURL != want {
		t.Errorf("%s; want %s", c.PURL, want)
	}
	if len(c.Properties) != 2 || c.Properties[1].Value != "000000" {
		t.Errorf("properties %v", c.Properties)
	}
}

func TestAFileThatIsNoBinaryIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "letter.txt")
	if err := os.WriteFile(path, []byte("no binary"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := describe(path, "1"); err == nil {
		t.Error("a letter got a bill of materials")
	}
}
