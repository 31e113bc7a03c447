// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"context"
	"sync"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/register"
)

// Shelf holds the programmes in force as folders, each read once: what pages speak their words from. It holds nothing of anybody.
type Shelf struct {
	desk    *desk.Desk
	mu      sync.Mutex
	folders map[string]*programme.Folder // by id; nil until they are read
}

// NewShelf returns the shelf of an operation.
func NewShelf(d *desk.Desk) *Shelf { return &Shelf{desk: d} }

// Renew has the programmes read again: something was published.
func (s *Shelf) Renew() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.folders = nil
}

// Folders returns the programmes in force as they were published, by their ids. One that was published without its words has none.
func (s *Shelf) Folders(ctx context.Context) (map[string]*programme.Folder, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.folders != nil {
		return s.folders, nil
	}
	folders, err := desk.Identify(ctx, s.desk, readFolders)
	if err == nil {
		s.folders = folders
	}
	return folders, err
}

// mostProgrammes bounds how many programmes are in force beside each other.
const mostProgrammes = 1000

func readFolders(r *desk.Reader) (map[string]*programme.Folder, error) {
	entries, err := r.ScanCommons(ProgrammesInForce, register.Range{Limit: mostProgrammes})
	if err != nil {
		return nil, err
	}
	folders := map[string]*programme.Folder{}
	for _, e := range entries {
		named, err := desk.ReadCommons(r, ProgrammeStory, e.Story)
		if err != nil {
			return nil, err
		}
		v, err := inForceOf(r, named.State.Programme)
		if err != nil {
			return nil, err
		}
		if folder := folderOf(v); folder != nil {
			folders[named.State.Programme] = folder
		}
	}
	return folders, nil
}

// folderOf reads a version as the folder that it was published from; nil for one whose file this program cannot read. A form or a file of
// words that it cannot read is left out.
func folderOf(v *Published) *programme.Folder {
	p, err := Parsed(v.Source)
	if err != nil {
		return nil
	}
	published := *p
	published.Forms = programme.Forms{}
	for name, source := range v.Forms.Value() {
		if form, err := parsedForm(name, source); err == nil {
			published.Forms[name] = form
		}
	}
	f := &programme.Folder{Programme: &published, Words: map[string]*programme.Words{}}
	for language, source := range v.Words.Value() {
		if w, err := programme.ParseWords(wordFile(language), source); err == nil {
			f.Words[language] = w
		}
	}
	return f
}
