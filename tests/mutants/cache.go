// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// cache is a build cache in which a tree with a bug is built. It begins with all that the usual one holds, by links, so that a bug costs only
// what has to be compiled anew for it; and what was compiled for a bug, up to 110 MB, is gone when the next one is built. In the usual
// cache it would stay for days, and fill a disk in a night.
type cache struct{ usual, folder, passing string }

// newCache makes a cache beside the usual one, on the same disk. passing is a folder for what the tests and the builds leave behind that a bug
// ends before they have tidied up.
func newCache(passing string) (*cache, error) {
	said, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		return nil, err
	}
	usual := strings.TrimSpace(string(said))
	folder, err := os.MkdirTemp(filepath.Dir(usual), "safar-mutants-cache-")
	return &cache{usual, folder, passing}, err
}

// environment is that in which go builds with this cache.
func (c *cache) environment() []string {
	return append(os.Environ(), "GOCACHE="+c.folder, "TMPDIR="+c.passing)
}

func (c *cache) remove() { os.RemoveAll(c.folder) }

// renew makes the cache hold what the usual one holds, and nothing else.
func (c *cache) renew() error {
	if err := errors.Join(os.RemoveAll(c.passing), os.MkdirAll(c.passing, 0o700)); err != nil {
		return err
	}
	parts, err := os.ReadDir(c.usual)
	for _, part := range parts {
		if part.IsDir() && len(part.Name()) == 2 { // the first byte of what is kept in it
			err = errors.Join(err, c.renewPart(part.Name()))
		}
	}
	return err
}

func (c *cache) renewPart(part string) error {
	from, to := filepath.Join(c.usual, part), filepath.Join(c.folder, part)
	if err := os.MkdirAll(to, 0o700); err != nil {
		return err
	}
	usual, err := namesIn(from)
	if err != nil {
		return err
	}
	held, err := namesIn(to)
	for name, folder := range held {
		if _, kept := usual[name]; !kept || folder {
			err = errors.Join(err, os.RemoveAll(filepath.Join(to, name)))
		}
	}
	for name, folder := range usual {
		if _, linked := held[name]; linked || folder {
			continue // a folder holds a program of go itself, which no test needs
		}
		// go may drop what is old from the usual cache at any time
		if failed := os.Link(filepath.Join(from, name), filepath.Join(to, name)); !errors.Is(failed, fs.ErrNotExist) {
			err = errors.Join(err, failed)
		}
	}
	return err
}

// namesIn returns what lies in a folder, and of each whether it is a folder too.
func namesIn(folder string) (map[string]bool, error) {
	entries, err := os.ReadDir(folder)
	names := make(map[string]bool, len(entries))
	for _, e := range entries {
		names[e.Name()] = e.IsDir()
	}
	return names, err
}
