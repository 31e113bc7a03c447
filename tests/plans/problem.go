// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// problem is a file as the judge reads it.
type problem struct {
	room [][]int64         // place, dimension
	ways []map[int]wayInto // household → place → what it costs there, and takes; place -1 is nowhere
}

// wayInto is what it costs to place a household somewhere, and what it takes there.
type wayInto struct {
	cost  int64
	takes []int64
}

// readFile reads a file of either form; the name says which.
func readFile(file string) (*problem, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(text, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(bytes.NewReader(text))
		if err != nil {
			return nil, err
		}
		var plain bytes.Buffer
		if _, err := plain.ReadFrom(z); err != nil {
			return nil, err
		}
		text = plain.Bytes()
	}
	r := &reader{words: bufio.NewScanner(bytes.NewReader(text))}
	r.words.Split(bufio.ScanWords)
	p := r.read(strings.Contains(filepath.Base(file), ".col"))
	if r.err == nil && r.words.Scan() {
		r.err = errors.New("more numbers than there should be")
	}
	return p, r.err
}

// reader reads numbers; after the first that is wrong all are nought.
type reader struct {
	words *bufio.Scanner
	err   error
}

func (r *reader) read(columns bool) *problem {
	if columns {
		return r.columns()
	}
	return r.matrices()
}

func (r *reader) number() int64 {
	if r.err != nil {
		return 0
	}
	if !r.words.Scan() {
		r.err = errors.New("numbers are missing")
		return 0
	}
	n, err := strconv.ParseInt(r.words.Text(), 10, 64)
	r.err = err
	return n
}

func (r *reader) row(n int64) []int64 {
	row := make([]int64, n)
	for i := range row {
		row[i] = r.number()
	}
	return row
}

// matrices reads costs and needs by place, and the room of each.
func (r *reader) matrices() *problem {
	places, households := r.number(), r.number()
	p := &problem{ways: make([]map[int]wayInto, households)}
	costs := make([][]int64, places)
	for i := range costs {
		costs[i] = r.row(households)
	}
	for i := range costs {
		for h, takes := range r.row(households) {
			if p.ways[h] == nil {
				p.ways[h] = map[int]wayInto{}
			}
			p.ways[h][i] = wayInto{costs[i][h], []int64{takes}}
		}
	}
	for range places {
		p.room = append(p.room, r.row(1))
	}
	return p
}

// columns reads households one after another, each with the places that it may go to.
func (r *reader) columns() *problem {
	households, places, kinds := r.number(), r.number(), r.number()
	p := &problem{}
	for range places {
		p.room = append(p.room, r.row(kinds))
	}
	for range households {
		ways := map[int]wayInto{}
		for range r.number() {
			place := r.number()
			ways[int(place)] = wayInto{r.number(), r.row(kinds)}
		}
		p.ways = append(p.ways, ways)
	}
	return p
}

// readOptima reads what the best plans are known to cost, by name; none where there is no such file.
func readOptima(file string) (map[string]int64, error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, err
	}
	known := map[string]int64{}
	for _, row := range rows[1:] {
		if known[row[0]], err = strconv.ParseInt(row[len(row)-1], 10, 64); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	return known, nil
}
