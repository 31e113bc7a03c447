// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
)

// mutant is one seeded bug of the catalogue.
type mutant struct {
	Name     string   `yaml:"name"`     // snake_case, unique
	Promise  string   `yaml:"promise"`  // what is broken, as a sentence of the mission
	Quick    bool     `yaml:"quick"`    // among those of make check
	File     string   `yaml:"file"`     // the file it changes, from the root
	Find     string   `yaml:"find"`     // the exact text that is replaced; it stands exactly once in the file
	Replace  string   `yaml:"replace"`  // what stands there instead
	Packages []string `yaml:"packages"` // the packages whose tests must notice, as ./kernel/clock
	Test     string   `yaml:"test"`     // regular expression over the names of the tests that must notice
}

// readCatalogue reads the seeded bugs and refuses an entry that is not whole.
func readCatalogue(path string) ([]mutant, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all []mutant
	if err := yaml.NewDecoder(bytes.NewReader(text), yaml.Strict()).Decode(&all); err != nil {
		return nil, fmt.Errorf("%s:\n%s", path, yaml.FormatError(err, false, true))
	}
	seen := map[string]bool{}
	for _, m := range all {
		if err := m.check(); err != nil {
			return nil, fmt.Errorf("%s: mutant %q: %w", path, m.Name, err)
		}
		if seen[m.Name] {
			return nil, fmt.Errorf("%s: two mutants are named %q", path, m.Name)
		}
		seen[m.Name] = true
	}
	return all, nil
}

func (m mutant) check() error {
	switch {
	case m.Name == "" || m.Promise == "" || m.File == "" || m.Find == "" || m.Test == "" || len(m.Packages) == 0:
		return fmt.Errorf("name, promise, file, find, packages and test are all needed")
	case m.Find == m.Replace:
		return fmt.Errorf("it changes nothing")
	}
	_, err := regexp.Compile(m.Test)
	return err
}

// mutate returns the text of the mutant's file with the bug in it.
func (m mutant) mutate(root string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(m.File)))
	if err != nil {
		return nil, err
	}
	switch n := strings.Count(string(text), m.Find); n {
	case 1:
		return []byte(strings.Replace(string(text), m.Find, m.Replace, 1)), nil
	case 0:
		return nil, fmt.Errorf("%s no longer holds the text that is to be replaced: mend the catalogue", m.File)
	default:
		return nil, fmt.Errorf("%s holds the text that is to be replaced %d times: make it longer", m.File, n)
	}
}
