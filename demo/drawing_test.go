// SPDX-License-Identifier: Apache-2.0

package demo_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"hash"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"safar/field"
	"safar/kernel/access"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/store"
	"safar/operation"
)

// The facts of a small operation, and those of a household that somebody follows, lie in testdata as they were written on a day. What this program makes of them (states and lists) has a
// digest, and a number beside it: whoever changes a fold or an index so that old facts give something else raises field.Drawing, so that
// the registers of older programs are drawn anew, and adds the new line:
//
//	go test ./demo -run Drawing -update
//
// A line that was released is never changed, and neither are the facts.
var update = flag.Bool("update", false, "add what is missing to testdata")

// kept are facts of testdata, and where it stands what each drawing made of them.
type kept struct {
	facts, drawings string
	write           func(*testing.T) []oldFact // as they were written on that day
}

var keptFacts = []kept{
	{"testdata/facts.cbor.gz", "testdata/drawings.txt", ofOperation},
	{"testdata/followed.cbor.gz", "testdata/followed.txt", ofThoseWhoFollow},
}

// oldFact is a fact as it lies in testdata, unsealed.
type oldFact struct {
	Scope    []byte           `cbor:"1,keyasint"`
	Envelope journal.Envelope `cbor:"2,keyasint"`
	Record   journal.Record   `cbor:"3,keyasint"`
	Person   []byte           `cbor:"4,keyasint,omitempty"`
}

func TestWhatIsMadeOfOldFactsChangesWithTheNumberOfTheDrawing(t *testing.T) {
	for _, k := range keptFacts {
		k.hold(t)
	}
}

// hold demands the digest of this drawing's number, and adds what is missing with -update.
func (k kept) hold(t *testing.T) {
	if _, err := os.Stat(k.facts); *update && os.IsNotExist(err) {
		writeFacts(t, k.facts, k.write(t))
	}
	now := fmt.Sprintf("%d %s", field.Drawing, hex.EncodeToString(drawn(t, readFacts(t, k.facts))))
	text, err := os.ReadFile(k.drawings)
	if err != nil && !*update {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	last := lines[len(lines)-1]
	switch known := strings.HasPrefix(last, fmt.Sprintf("%d ", field.Drawing)); {
	case last == now:
	case known:
		t.Errorf("%s: the same facts now give other states or lists: raise field.Drawing, and add the line with -update\n%s, where it was\n%s", k.facts, now, last)
	case *update:
		appendLine(t, k.drawings, now)
	default:
		t.Errorf("%s: no line for drawing %d: add it with -update", k.facts, field.Drawing)
	}
}

func appendLine(t *testing.T, name, line string) {
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err == nil {
		_, err = fmt.Fprintln(f, line)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

// drawn returns the digest of what the facts give.
func drawn(t *testing.T, facts []oldFact) []byte {
	house := field.House()
	stories, order := map[string]*register.Story{}, []string{}
	for _, o := range facts {
		scope, err := access.ScopeFromBytes(o.Scope)
		if err != nil {
			t.Fatal(err)
		}
		key := fmt.Sprintf("%x %s %x", o.Scope, house.StoryOf(o.Record.Kind), o.Record.Story)
		if stories[key] == nil {
			if stories[key] = house.NewStory(scope, o.Record.Kind, o.Record.Story); stories[key] == nil {
				t.Fatalf("%s is no fact that this program knows", o.Record.Kind)
			}
			order = append(order, key)
		}
		if err := house.Fold(stories[key], &journal.Fact{Envelope: o.Envelope, Record: o.Record, Person: o.Person}); err != nil {
			t.Fatalf("%s of version %d: %v", o.Record.Kind, o.Record.Version, err)
		}
	}
	slices.Sort(order)
	sum, rows := sha256.New(), register.NewRows(house, nil)
	for _, key := range order {
		addStory(t, sum, rows, key, stories[key])
	}
	return sum.Sum(nil)
}

func addStory(t *testing.T, sum hash.Hash, rows *register.Rows, key string, s *register.Story) {
	state, err := journal.Encode(s.State)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := rows.EntriesOf(s)
	if err != nil {
		t.Fatal(err)
	}
	var spots []string
	entries.Each(func(list string, key []byte) { spots = append(spots, fmt.Sprintf("%s %x", list, key)) })
	slices.Sort(spots)
	fmt.Fprintf(sum, "%s %x %q\n", key, state, spots)
}

func readFacts(t *testing.T, name string) (facts []oldFact) {
	packed, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err == nil {
		err = journal.Decode(text, &facts)
	}
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

// ofOperation are the facts of a small operation.
func ofOperation(t *testing.T) []oldFact {
	op, _ := fill(t, 60)
	return factsOf(t, op)
}

// factsOf returns all facts of an operation.
func factsOf(t *testing.T, op *operation.Operation) (facts []oldFact) {
	err := op.Desk.Store().Read(t.Context(), func(tx store.Tx) error {
		scopes, err := journal.Scopes(t.Context(), tx)
		for _, scope := range scopes {
			if err == nil {
				facts, err = appendFacts(t, op, tx, scope, facts)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

// writeFacts keeps facts as they are today.
func writeFacts(t *testing.T, name string, facts []oldFact) {
	text, err := journal.Encode(facts)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(text)
	}
	if err == nil {
		err = w.Close()
	}
	if err == nil {
		err = os.MkdirAll("testdata", 0o755)
	}
	if err == nil {
		err = os.WriteFile(name, packed.Bytes(), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func appendFacts(t *testing.T, op *operation.Operation, tx store.Tx, scope access.Scope, facts []oldFact) ([]oldFact, error) {
	feeds, err := journal.Feeds(t.Context(), tx, scope)
	for _, feed := range feeds {
		if err != nil {
			return nil, err
		}
		err = journal.Each(t.Context(), tx, scope, feed.Head.Feed, 0, feed.Head.Seq, func(s *journal.Sealed) error {
			e, err := s.Open()
			if err != nil {
				return err
			}
			f, err := journal.Unseal(op.Ring, scope, s, e)
			if err == nil {
				facts = append(facts, oldFact{scope.Bytes(), f.Envelope, f.Record, f.Person})
			}
			return err
		})
	}
	return facts, err
}
