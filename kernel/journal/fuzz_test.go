// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"bytes"
	"testing"

	"safar/kernel/journal"
)

// Whatever arrives as an envelope is either refused or is, byte for byte, what this program would write.
func FuzzEnvelope(f *testing.F) {
	made := newFeed(caseload)
	made.write(f, "a", 1, "Amani")
	made.write(f, "b", 2, "")
	for _, s := range made.facts {
		f.Add(s.Envelope)
		f.Add(s.Envelope[:len(s.Envelope)/2])
	}
	record := made.facts[0].Record
	f.Fuzz(func(t *testing.T, envelope []byte) {
		s := &journal.Sealed{Envelope: envelope, Record: record}
		chain := journal.Chain{}
		e, err := chain.Follow(s)
		if e == nil {
			if err == nil {
				t.Fatal("neither read nor refused")
			}
			return
		}
		if again := mustEncode(t, e); !bytes.Equal(again, envelope) {
			t.Errorf("two envelopes say the same:\n%x\n%x", envelope, again)
		}
	})
}

// Whatever lies in a sealed record or person part is read or refused, and never ends the program.
func FuzzRecord(f *testing.F) {
	made := newFeed(caseload)
	made.write(f, "a", 1, "Amani")
	if e, err := made.facts[0].Open(); err == nil {
		if fact, err := journal.Unseal(testKeys{}, caseload, made.facts[0], e); err == nil {
			f.Add(mustEncode(f, fact.Record), fact.Person)
		}
	}
	f.Add([]byte{0xbf, 0xff}, []byte{0x9f})
	f.Add([]byte{0xa2, 1, 1, 1, 1}, []byte{0xdb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, record, person []byte) {
		var r journal.Record
		if err := journal.Decode(record, &r); err == nil {
			again := mustEncode(t, r)
			var second journal.Record
			if err := journal.Decode(again, &second); err != nil || !bytes.Equal(mustEncode(t, second), again) {
				t.Errorf("a record that was read is not written and read again the same: %v", err)
			}
		}
		var w words
		if err := journal.Decode(person, &w); err == nil {
			mustEncode(t, w)
		}
	})
}
