// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"errors"

	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Finding is one thing that is wrong, and where. What does not apply is zero.
type Finding struct {
	Kind  fault.Kind   // Damaged: changed or lost. Undecidable: it cannot be judged here. Unavailable: another program or key is needed
	Key   string       // of the sentence, such as "journal.chain_broken" or "verify.state_differs"
	Args  fault.Args   // of class open
	Scope access.Scope // in which; the commons are the zero scope

	Feed journal.FeedID // with Seq: the fact
	Seq  uint64         // the fact's number, from 1

	StoryKind string // with Story: the row of the register
	Story     id.ID  // the story's id, whatever its kind

	List     string // with Story: the entry
	EntryKey []byte // as it is stored; it can tell of a person, and is not for messages
}

// Findings is what a check found.
type Findings struct {
	List        []Finding // the first thousand
	Count       int       // how many there are
	Scopes      int       // how many scopes were read
	Feeds       int       // how many feeds
	Facts       uint64    // how many facts
	Stories     uint64    // how many rows of the register
	Entries     uint64    // how many list entries
	Attachments uint64    // how many attachments, as facts name them
	Unknown     uint64    // facts of kinds this program does not know: kept, and folded by register.Rebuild after an upgrade
}

// Good reports whether nothing is wrong.
func (f *Findings) Good() bool { return f.Count == 0 }

const listed = 1000

func (f *Findings) add(found Finding) {
	f.Count++
	if len(f.List) < listed {
		f.List = append(f.List, found)
	}
}

// because turns an error about damage into a finding; others, such as a disk that does not read, end the check.
func (f *Findings) because(err error, at Finding) error {
	var e *fault.Error
	if !errors.As(err, &e) {
		return err
	}
	storeFailed := e.Kind == fault.Unavailable && e.Key != "journal.newer_format"
	if storeFailed || e.Kind == fault.Internal && e.Key == "" {
		return err
	}
	at.Kind, at.Key, at.Args = e.Kind, e.Key, e.Args
	f.add(at)
	return nil
}
