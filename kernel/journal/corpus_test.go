// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/register/registertest"
)

// The corpus holds sealed facts as every version of the program has written them, under fixed keys. They are read and folded in
// every run, and must give the states they gave on the day they were written. A file that lies there is never written again:
//
//	go test ./kernel/journal -run Corpus -update
//
// adds the files of cases that have none yet. A line of a file is "feed" (declared), "fact" (envelope, record, person or -),
// "signature" (number, bytes), "forgotten" (an owner whose key is gone) or "state" (the hash of all states, their places and
// entries); what is bytes stands in hexadecimal.
var update = flag.Bool("update", false, "add what is missing to the corpus")

const corpusFolder = "testdata/corpus"

var corpusCases = map[string]func(*testing.T, *corpusWriter){
	"format1_stories":  writeStories,
	"format1_erasure":  writeErasure,
	"format1_transfer": writeTransfer,
}

func TestTheCorpusOfVersionsIsReadForEver(t *testing.T) {
	for name, write := range corpusCases {
		path := filepath.Join(corpusFolder, name+".txt")
		if _, err := os.Stat(path); os.IsNotExist(err) && *update {
			addToCorpus(t, path, write)
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	files, err := filepath.Glob(filepath.Join(corpusFolder, "*.txt"))
	if err != nil || len(files) < len(corpusCases) {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got, pinned, err := readCorpus(text)
		if err != nil {
			t.Errorf("%s: %v", path, err)
		} else if got != pinned {
			t.Errorf("%s: the facts fold into other states than on the day they were written: %s, then %s", path, got, pinned)
		}
	}
}

func addToCorpus(t *testing.T, path string, write func(*testing.T, *corpusWriter)) {
	t.Helper()
	w := &corpusWriter{}
	write(t, w)
	got, _, err := readCorpus(w.text.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&w.text, "state %s\n", got)
	if err := os.MkdirAll(corpusFolder, 0o755); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) // never over one that is there
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.Write(w.text.Bytes()); err != nil {
		t.Fatal(err)
	}
}

// corpusReader reads a file of the corpus, verifying as it goes.
type corpusReader struct {
	keys    testKeys
	scope   access.Scope
	chain   journal.Chain
	stories map[corpusStory][]*journal.Fact
	pinned  string
}

type corpusStory struct {
	scope access.Scope
	kind  string
	id    id.ID
}

func readCorpus(text []byte) (got, pinned string, err error) {
	r := &corpusReader{keys: testKeys{gone: map[id.ID]bool{}}, stories: map[corpusStory][]*journal.Fact{}}
	for _, first := range []bool{true, false} { // keys that are gone are gone from the beginning
		lines := bufio.NewScanner(bytes.NewReader(text))
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			words := strings.Fields(lines.Text())
			if len(words) < 2 {
				return "", "", fmt.Errorf("line %q", lines.Text())
			}
			if forgotten := words[0] == "forgotten"; forgotten != first {
				continue
			}
			if err := r.line(words[0], words[1:]); err != nil {
				return "", "", fmt.Errorf("%s: %w", words[0], err)
			}
		}
	}
	got, err = r.states()
	return got, r.pinned, err
}

func (r *corpusReader) line(what string, words []string) error {
	if what == "state" {
		r.pinned = words[0]
		return nil
	}
	parts := make([][]byte, len(words))
	for i, w := range words {
		if w == "-" {
			continue
		}
		var err error
		if parts[i], err = hex.DecodeString(w); err != nil {
			return err
		}
	}
	switch what {
	case "forgotten":
		owner, err := id.FromBytes(parts[0])
		r.keys.gone[owner] = true
		return err
	case "feed":
		var f journal.Feed
		err := journal.Decode(parts[0], &f)
		r.scope, r.chain = f.Scope(), journal.Chain{Head: journal.Head{Feed: f.ID()}}
		return err
	case "fact":
		return r.fact(&journal.Sealed{Envelope: parts[0], Record: parts[1], Person: parts[2]})
	case "signature":
		sig := journal.Signature{Feed: r.chain.Head.Feed, Seq: r.chain.Head.Seq, Bytes: parts[0]}
		if !sig.Verify(publicKey(), r.chain.Head) {
			return fmt.Errorf("it does not hold for fact %d", r.chain.Head.Seq)
		}
		return nil
	}
	return fmt.Errorf("unknown")
}

func (r *corpusReader) fact(s *journal.Sealed) error {
	e, err := r.chain.Follow(s)
	if err != nil {
		return err
	}
	f, err := journal.Unseal(r.keys, r.scope, s, e)
	if err != nil {
		return err
	}
	kind := registertest.House().StoryOf(f.Kind)
	if kind == "" {
		return fmt.Errorf("the kind %q is no longer known", f.Kind)
	}
	key := corpusStory{r.scope, kind, f.Story}
	r.stories[key] = append(r.stories[key], f)
	return nil
}

// states folds everything and returns the hash of what came of it.
func (r *corpusReader) states() (string, error) {
	rows := register.NewRows(registertest.House(), nil)
	var lines []string
	for key, facts := range r.stories {
		s, state, err := rows.Draw(key.scope, key.kind, key.id, facts)
		if err != nil {
			return "", err
		}
		lines = append(lines, fmt.Sprintf("%s %s %s %x %v", key.scope, key.kind, key.id, state, s.Places))
		s.Entries(func(list register.List, k []byte) {
			lines = append(lines, fmt.Sprintf("%s %s %x %s", key.scope, list.Name, k, key.id))
		})
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:]), nil
}

// corpusWriter writes a file of the corpus.
type corpusWriter struct {
	text  bytes.Buffer
	scope access.Scope
	head  journal.Head
	at    clock.Stamp
}

func (w *corpusWriter) feed(t *testing.T, node string, scope access.Scope, at clock.Stamp) {
	f := journal.NewFeed(journal.Writer{Node: named(node), Incarnation: 1}, scope)
	w.scope, w.head, w.at = scope, journal.Head{Feed: f.ID()}, at
	fmt.Fprintf(&w.text, "feed %x\n", mustEncode(t, f))
}

func (w *corpusWriter) fact(t *testing.T, d journal.Draft) journal.Ref {
	w.at++
	e := &journal.Envelope{Format: journal.Format, Feed: w.head.Feed, Seq: w.head.Seq + 1, Prev: w.head.Hash, At: w.at,
		Command: named("command"), Epoch: 1}
	r := &journal.Record{Kind: d.Kind, Version: d.Version, Author: named("author"), Wall: 1_700_000_000_000, Day: d.Day, Story: d.Story,
		Owner: d.Owner, Supersedes: d.Supersedes, Residue: mustEncode(t, d.Residue)}
	if w.head.Seq == 0 {
		r.Deps = []journal.Ref{{Feed: journal.FeedID{1, 2, 3}, Seq: 4}}
	}
	var person []byte
	if d.Person != nil {
		person = mustEncode(t, d.Person)
	}
	s, err := journal.Seal(testKeys{}, w.scope, e, r, person)
	if err != nil {
		t.Fatal(err)
	}
	w.head.Seq, w.head.Hash = e.Seq, s.Hash()
	w.sealed(s)
	return journal.Ref{Feed: e.Feed, Seq: e.Seq}
}

func (w *corpusWriter) sealed(s *journal.Sealed) {
	person := "-"
	if s.Person != nil {
		person = hex.EncodeToString(s.Person)
	}
	fmt.Fprintf(&w.text, "fact %x %x %s\n", s.Envelope, s.Record, person)
}

func (w *corpusWriter) sign() {
	fmt.Fprintf(&w.text, "signature %x\n", journal.Sign(signer, w.head).Bytes)
}

const corpusTime = clock.Stamp(1_790_000_000_000 << 16)

// Two feeds of one scope, one with a clock ten years behind, that replace each other's words and were not always seen.
func writeStories(t *testing.T, w *corpusWriter) {
	story, other := named("story"), named("other")
	w.feed(t, "a", caseload, corpusTime)
	w.fact(t, registertest.Count(story, 5, "of a"))
	said := w.fact(t, registertest.Say(story, story, "Amani"))
	w.fact(t, registertest.Say(other, other, "Neema"))
	w.sign()
	w.feed(t, "b", caseload, corpusTime-10*365*24*3600*1000<<16)
	w.fact(t, registertest.Count(story, -2, "of b"))
	w.fact(t, registertest.Say(story, story, "Amani M.", said))
	w.fact(t, registertest.Say(other, other, "Neema, not seeing the first"))
	w.sign()
}

// An erasure: one person part is gone, of another only the key.
func writeErasure(t *testing.T, w *corpusWriter) {
	owner, stays := named("erased"), named("stays")
	w.feed(t, "a", caseload, corpusTime)
	w.fact(t, registertest.Count(owner, 5, ""))
	w.fact(t, registertest.Say(owner, owner, "Zawadi"))
	dropLastPerson(w)
	w.fact(t, registertest.Say(stays, owner, "Zawadi"))
	w.fact(t, registertest.Say(stays, stays, "Neema"))
	w.fact(t, register.Erase(owner, 20500, register.ErasureAsked))
	w.fact(t, register.Erase(owner, 20501, register.ErasureProtection))
	w.sign()
	fmt.Fprintf(&w.text, "forgotten %x\n", owner[:])
}

func dropLastPerson(w *corpusWriter) {
	lines := strings.Split(strings.TrimSuffix(w.text.String(), "\n"), "\n")
	words := strings.Fields(lines[len(lines)-1])
	words[3] = "-"
	lines[len(lines)-1] = strings.Join(words, " ")
	w.text.Reset()
	w.text.WriteString(strings.Join(lines, "\n") + "\n")
}

// A story leaves one scope and enters two others: whole, and after its owner was forgotten there.
func writeTransfer(t *testing.T, w *corpusWriter) {
	story, transfer, gone := named("story"), named("transfer"), named("erased")
	first := access.Scope{Caseload: named("first"), Compartment: access.General}
	whole := access.Scope{Caseload: named("whole"), Compartment: access.General}
	w.feed(t, "a", first, corpusTime)
	w.fact(t, registertest.Count(story, 7, "x"))
	said := w.fact(t, registertest.Say(story, story, "Amani"))
	w.fact(t, registertest.NoteTransfers.Out.Draft(story, 20500,
		register.TransferredOut{Transfer: transfer, Caseload: whole.Caseload, Compartment: whole.Compartment}))
	w.sign()

	state := registertest.Note{Sum: 7, Log: []string{"x"}}
	state.Word.Standing = append(state.Word.Standing, register.Stated[string]{Value: "Amani", Ref: said})
	in := func(owner id.ID) journal.Draft {
		return registertest.NoteTransfers.In.DraftFor(story, owner, 20500, register.TransferredIn{Transfer: transfer, Caseload: first.Caseload,
			Compartment: first.Compartment, Heads: []journal.Ref{said}, Lasting: mustEncode(t, registertest.Note{Sum: 7, Log: []string{"x"}, Silence: 1})},
			register.Carried{State: mustEncode(t, state)})
	}
	w.feed(t, "b", whole, corpusTime+1<<40)
	w.fact(t, in(story))
	w.fact(t, registertest.Say(story, story, "Amani M.", said))
	w.sign()
	w.feed(t, "b", access.Scope{Caseload: named("forgetting"), Compartment: access.General}, corpusTime+1<<40)
	w.fact(t, in(gone))
	w.fact(t, registertest.Count(story, 1, "y"))
	w.fact(t, register.Erase(gone, 20500, register.ErasureAsked))
	w.sign()
	fmt.Fprintf(&w.text, "forgotten %x\n", gone[:])
}

// The corpus would prove nothing if a change of what is folded went unnoticed.
func TestACorpusThatWasChangedIsNoticed(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(corpusFolder, "format1_stories.txt"))
	if err != nil {
		t.Fatal(err)
	}
	lines, other := bytes.Split(text, []byte("\n")), named("other")
	for name, change := range map[string]func([][]byte) [][]byte{
		"the last fact of a feed is gone": func(l [][]byte) [][]byte { return slices.Delete(slices.Clone(l), 3, 4) },
		"a whole feed is gone":            func(l [][]byte) [][]byte { return l[5:] },
		"an owner is gone": func(l [][]byte) [][]byte {
			return slices.Concat([][]byte{fmt.Appendf(nil, "forgotten %x", other[:])}, l)
		},
	} {
		got, pinned, err := readCorpus(bytes.TrimSpace(bytes.Join(change(lines), []byte("\n"))))
		if err == nil && got == pinned {
			t.Errorf("%s: nobody noticed", name)
		}
		if err != nil && !fault.Is(err, fault.Damaged) && !strings.HasPrefix(err.Error(), "signature") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
