// SPDX-License-Identifier: Apache-2.0

package vault_test

import (
	"bytes"
	"encoding/binary"
	"testing"
	"time"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/sound"
	"safar/kernel/store"
	"safar/kernel/vault"
)

// spoken is a recording of so many bytes of sound, as a telephone that writes WAV leaves it.
func spoken(t testing.TB, n int, voice byte) *sound.Recording {
	t.Helper()
	w := binary.LittleEndian
	file := w.AppendUint32([]byte("RIFF"), uint32(36+n))
	file = w.AppendUint32(append(file, "WAVEfmt "...), 16)
	for _, v := range []uint16{1, 1, 8000, 0, 16000, 0, 2, 16} { // PCM, mono, 8 kHz
		file = w.AppendUint16(file, v)
	}
	file = w.AppendUint32(append(file, "data"...), uint32(n))
	r, err := sound.Read(bytes.NewReader(append(file, bytes.Repeat([]byte{voice, 1}, n/2)...)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (s *shelf) leave(r *sound.Recording, command id.ID) vault.Left {
	s.t.Helper()
	left, err := vault.Leave(s.t.Context(), s.Store, s.Ring, s.of.Scope, command, r, now)
	s.must(err)
	return left
}

// names has the story name a recording, as its owner's.
func (s *shelf) names(left vault.Left) {
	s.t.Helper()
	s.Write(s.t, s.of.Scope, stuckIn.DraftFor(s.story, s.of.Owner, clock.Day(20000), stuck{left.At}, caption{"a voice"}))
}

func (s *shelf) hear(in access.Scope, left vault.Left) (said []byte, err error) {
	err = s.Store.Read(s.t.Context(), func(tx store.Tx) (err error) {
		said, err = vault.Hear(s.t.Context(), tx, in, left)
		return err
	})
	return said, err
}

// A recording is heard by who has its key, and by nobody else; left again under the same command it lies there once, and under another command as another.
func TestARecordingIsHeardByWhoHasItsKey(t *testing.T) {
	r := spoken(t, 200_000, 7)
	for engine, s := range shelves(t) {
		command := id.New()
		left := s.leave(r, command)
		if said, err := s.hear(s.of.Scope, left); err != nil || !bytes.Equal(said, r.Bytes()) {
			t.Errorf("%s: %d bytes, %v", engine, len(said), err)
		}
		if again := s.leave(r, command); again.At != left.At || s.rows("attachment") != 1 {
			t.Errorf("%s: left again it lies at %x of %d", engine, again.At, s.rows("attachment"))
		}
		other := s.leave(r, id.New())
		if other.At == left.At || bytes.Equal(other.Key, left.Key) {
			t.Errorf("%s: two share a key", engine)
		}
		elsewhere := s.of.Scope
		elsewhere.Compartment = access.Protection
		for name, try := range map[string]struct {
			in   access.Scope
			left vault.Left
		}{"without the key": {s.of.Scope, vault.Left{At: left.At}}, "with another's": {s.of.Scope, vault.Left{At: left.At, Key: other.Key}}, "elsewhere": {elsewhere, left}} {
			if _, err := s.hear(try.in, try.left); fault.KeyOf(err) != "vault.no_recording" {
				t.Errorf("%s: %s: %v", engine, name, err)
			}
		}
	}
}

// Nothing in the rows tells whose a recording is, what is said in it, or how long the file on the telephone is.
func TestTheRowsOfARecordingTellNothing(t *testing.T) {
	s := shelves(t)["sqlite"]
	short, long := s.leave(spoken(t, 2_000, 7), id.New()), s.leave(spoken(t, 90_000, 7), id.New())
	s.names(short)
	s.names(long)
	if bytes.Contains(s.file(), bytes.Repeat([]byte{7, 1}, 20)) {
		t.Error("the voice lies in the clear")
	}
	tags, sizes := map[string]bool{}, map[int64]bool{}
	s.must(s.Store.Read(t.Context(), func(tx store.Tx) error {
		return tx.Query(t.Context(), "SELECT owner, size FROM attachment", nil, func(r store.Row) error {
			tags[string(r.Bytes(0))], sizes[r.Int(1)] = true, true
			return nil
		})
	}))
	if len(tags) != 2 || len(sizes) != 1 {
		t.Errorf("two of one owner lie under %d names, and two lengths are %d", len(tags), len(sizes))
	}
	for _, left := range []vault.Left{short, long} {
		if wrong := s.verify(left.At); wrong != "" {
			t.Errorf("it cannot be verified without its key: %s", wrong)
		}
	}
}

// What no fact names is swept, and taken back where its command was refused; what a fact names stays, and what was changed is found.
func TestARecordingThatNoFactNamesIsSwept(t *testing.T) {
	for engine, s := range shelves(t) {
		named, lost := s.leave(spoken(t, 200_000, 1), id.New()), s.leave(spoken(t, 2_000, 2), id.New())
		s.names(named)
		if n, err := vault.Sweep(t.Context(), s.Store, s.Rows, s.of.Scope, now.Add(time.Millisecond)); err != nil || n != 1 {
			t.Errorf("%s: %d swept, %v", engine, n, err)
		}
		if _, err := s.hear(s.of.Scope, named); err != nil {
			t.Errorf("%s: what is named: %v", engine, err)
		}
		if _, err := s.hear(s.of.Scope, lost); fault.KeyOf(err) != "vault.no_recording" {
			t.Errorf("%s: what is not: %v", engine, err)
		}
		s.exec("UPDATE attachment_chunk SET sealed = $1 WHERE chunk = 1", []byte("another chunk"))
		if _, err := s.hear(s.of.Scope, named); fault.KeyOf(err) != "verify.attachment_altered" || s.verify(named.At) != "verify.attachment_altered" {
			t.Errorf("%s: what was changed is heard: %v", engine, err)
		}
		s.must(s.Store.Write(t.Context(), func(tx store.Tx) error { return vault.TakeBack(t.Context(), tx, s.of.Scope, named) }))
		if n := s.rows("attachment") + s.rows("attachment_chunk"); n != 0 {
			t.Errorf("%s: %d rows are left", engine, n)
		}
	}
}
