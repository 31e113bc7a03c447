// SPDX-License-Identifier: Apache-2.0

package intake

import (
	"cmp"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"safar/exchange/sheet"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// How much is held at once. A household of five takes about 400 bytes of a CSV file, and less of an XLSX one.
const (
	// LargestList is the largest file that a door takes from a browser, in bytes.
	LargestList = 24 << 20
	mostHeld    = 96 << 20 // bytes, of all lists together
	mostOfOne   = 4        // lists that one person has here at once
	mostTexts   = 96 << 20 // bytes of shared texts of an XLSX file
	longestName = 120      // letters of a file's name
)

// State is how far a list has come.
type State string

// The states of a list.
const (
	Given     State = "given"     // it is here, and its mapping can be corrected
	Waiting   State = "waiting"   // until another import has ended
	Importing State = "importing" // its households are being registered
	Imported  State = "imported"  // all that could be taken is registered; the file is gone
)

// Going reports whether the list is on its way into the register.
func (s State) Going() bool { return s == Waiting || s == Importing }

// List is a list that is held, as whoever gave it sees it.
type List struct {
	ID       id.ID        // by which whoever gave it asks for it
	Name     string       // of the file, without the folders it came from
	Bytes    int          // of the file
	Scope    access.Scope // into which it is imported
	Given    time.Time    // when, by the clock of the process that serves
	State    State        // how far it has come
	Mapping  []byte       // what says which column is which field, as it is written
	Progress Progress     // while it is imported
	Report   Report       // once it was imported, or stopped; of the refusals only the first
	Stopped  error        // why it was stopped; nil otherwise
}

// held is a list with what nobody outside this package sees.
type held struct {
	list    List
	by      access.Actor
	file    []byte // nil once it is imported
	refused []byte // the file of refused rows, packed
	touched time.Time
	stop    func()
	ended   chan struct{} // closed when it is no longer on its way; nil before it ever was
}

// Give takes a file from somebody who may import into a scope, and suggests its mapping, with remarks in their words. Faults: Invalid intake.list_large, and those of
// sheet.Open; Unavailable intake.lists_full; Conflict intake.lists_many where they have several here already.
func (l *Lists) Give(by access.Actor, scope access.Scope, name string, from io.Reader, say sheet.Say) (id.ID, error) {
	const op = "intake.Give"
	if err := access.May(by, access.ImportRun, scope, l.desk.Today()); err != nil {
		return id.ID{}, fault.Wrap(op, err)
	}
	if err := l.makeRoom(by); err != nil {
		return id.ID{}, err
	}
	h, err := l.read(by, scope, name, from, say)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.coming--
	if err == nil && !l.closed {
		l.held[h.list.ID] = h
		return h.list.ID, nil
	}
	return id.ID{}, cmp.Or(err, notReached(nil))
}

// makeRoom keeps room for one more file.
func (l *Lists) makeRoom(by access.Actor) error {
	const op = "intake.Give"
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget()
	bytes, own := (l.coming+1)*LargestList, 0
	for _, h := range l.held {
		bytes += len(h.file) + len(h.refused)
		if h.by.User == by.User {
			own++
		}
	}
	switch {
	case own >= mostOfOne:
		return fault.New(op, fault.Conflict, "intake.lists_many", fault.Args{"most": mostOfOne})
	case bytes > mostHeld:
		return fault.New(op, fault.Unavailable, "intake.lists_full", nil).WithHint("intake.lists_full_hint")
	}
	l.coming++
	return nil
}

// read reads a file into memory, opens it once, and suggests its mapping.
func (l *Lists) read(by access.Actor, scope access.Scope, name string, from io.Reader, say sheet.Say) (*held, error) {
	const op = "intake.Give"
	file, err := io.ReadAll(io.LimitReader(from, LargestList+1))
	if err != nil {
		return nil, fault.New(op, fault.Invalid, "intake.list_cut", nil).WithHint("intake.list_cut_hint").Because(err)
	}
	if len(file) > LargestList {
		return nil, fault.New(op, fault.Invalid, "intake.list_large", fault.Args{"megabytes": LargestList >> 20}).WithHint("intake.list_large_hint")
	}
	h := &held{by: by, file: file, touched: l.now(), stop: func() {}}
	h.list = List{ID: id.New(), Name: baseName(name), Bytes: len(file), Scope: scope, Given: h.touched, State: Given}
	wb, err := h.workbook(nil)
	if err != nil {
		return nil, err
	}
	defer wb.Close()
	h.list.Mapping, err = sheet.SuggestFor(wb, say)
	return h, err
}

// baseName is the name of a file without its folders, whichever system they are of, and not longer than a page can show.
func baseName(name string) string {
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	letters := []rune(strings.ToValidUTF8(name, ""))
	return string(letters[:min(len(letters), longestName)])
}

// workbook opens the file, as a mapping that is known says it is written.
func (h *held) workbook(m *sheet.Mapping) (*sheet.Workbook, error) {
	var o sheet.Options
	if m != nil {
		o = m.Options()
	}
	o.MostTexts = mostTexts
	return sheet.OpenBytes(h.list.Name, h.file, o)
}

// Of returns the lists that somebody has here, the latest first.
func (l *Lists) Of(by access.Actor) []List {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget()
	var all []List
	for _, h := range l.held {
		if h.by.User == by.User {
			all = append(all, h.list)
		}
	}
	slices.SortFunc(all, func(a, b List) int { return b.Given.Compare(a.Given) })
	return all
}

// List returns one of them.
func (l *Lists) List(by access.Actor, of id.ID) (List, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	h, err := l.own(by, of)
	if err != nil {
		return List{}, err
	}
	return h.list, nil
}

// given returns a list whose mapping can still be changed. Fault: Conflict intake.list_going.
func (l *Lists) given(by access.Actor, of id.ID) (*held, error) {
	h, err := l.own(by, of)
	if err == nil && h.list.State != Given {
		err = fault.New("intake.Lists", fault.Conflict, "intake.list_going", nil)
	}
	return h, err
}

// Map gives a list another mapping. Faults: those of sheet.ParseMapping; Conflict intake.list_going once it is on its way.
func (l *Lists) Map(by access.Actor, of id.ID, source []byte) error {
	if _, err := sheet.ParseMapping(source); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	h, err := l.given(by, of)
	if err == nil {
		h.list.Mapping = slices.Clone(source)
	}
	return err
}

// Use changes what columns of a sheet are read as, by the index of the column. Faults: those of sheet.Mapping.With, and as of Map.
func (l *Lists) Use(by access.Actor, of id.ID, in string, uses map[int]sheet.ColumnUse) error {
	wb, m, err := l.opened(by, of)
	if err != nil {
		return err
	}
	defer wb.Close()
	s, err := wb.Sheet(in)
	if err == nil {
		m, err = m.With(wb, s, uses)
	}
	if err != nil {
		return err
	}
	return l.Map(by, of, m.Source())
}

// Fitting returns the names of the mappings that come with Safar and fit a list: those whose sheets and columns it has.
func (l *Lists) Fitting(by access.Actor, of id.ID) (names []string, err error) {
	wb, _, err := l.opened(by, of)
	if err != nil {
		return nil, err
	}
	defer wb.Close()
	for _, name := range sheet.Shipped() {
		m, err := sheet.ShippedMapping(name)
		if err != nil {
			return nil, err
		}
		if m.Fits(wb) == nil {
			names = append(names, name)
		}
	}
	return names, nil
}

// opened opens a list that is not yet on its way, with its mapping.
func (l *Lists) opened(by access.Actor, of id.ID) (*sheet.Workbook, *sheet.Mapping, error) {
	l.mu.Lock()
	h, err := l.given(by, of)
	if err != nil {
		l.mu.Unlock()
		return nil, nil, err
	}
	now := *h // as it is now: it may be imported meanwhile
	l.mu.Unlock()
	m, err := sheet.ParseMapping(now.list.Mapping)
	if err != nil {
		return nil, nil, err
	}
	wb, err := now.workbook(m)
	return wb, m, err
}
