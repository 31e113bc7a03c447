// SPDX-License-Identifier: Apache-2.0

package storetest

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safar/kernel/fault"
	"safar/kernel/store"
)

type values struct {
	Name, Blob, Raw []byte
	N               int64
	Words           string
	Nulls           []bool
}

func readItems(t *testing.T, s store.Store) []values {
	t.Helper()
	var all []values
	err := s.Read(t.Context(), func(tx store.Tx) error {
		all = nil
		return tx.Query(t.Context(), `SELECT name, n, words, blob FROM item ORDER BY name`, nil, func(r store.Row) error {
			all = append(all, values{r.Bytes(0), r.Bytes(3), bytes.Clone(r.Raw(3)), r.Int(1), r.Text(2),
				[]bool{r.Null(0), r.Null(1), r.Null(2), r.Null(3)}})
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func valuesComeBack(t *testing.T, s store.Store) {
	words := "Kalemie, \u0645\u062e\u064a\u0645, déplacés, %_'\"\\$1;--"
	blob := []byte{0, 1, 0xff, '\'', '\\', 0}
	exec(t, s, insertItem, scope, []byte("a"), int64(-1<<63), words, blob)
	exec(t, s, insertItem, scope, []byte("b"), int64(1<<63-1), "", blob)
	none := make([]bool, 4)
	want := []values{{[]byte("a"), blob, blob, -1 << 63, words, none}, {[]byte("b"), blob, blob, 1<<63 - 1, "", none}}
	if diff := cmp.Diff(want, readItems(t, s)); diff != "" {
		t.Error(diff)
	}
}

func nullIsNotEmpty(t *testing.T, s store.Store) {
	exec(t, s, insertItem, scope, []byte("empty"), int64(0), "", []byte{})
	exec(t, s, insertItem, scope, []byte("null"), nil, nil, nil)
	exec(t, s, insertItem, scope, []byte("null slice"), nil, nil, []byte(nil))
	want := []values{
		{[]byte("empty"), []byte{}, []byte{}, 0, "", []bool{false, false, false, false}},
		{[]byte("null"), nil, nil, 0, "", []bool{false, true, true, true}},
		{[]byte("null slice"), nil, nil, 0, "", []bool{false, true, true, true}},
	}
	if diff := cmp.Diff(want, readItems(t, s)); diff != "" {
		t.Error(diff)
	}
}

func argumentsAreNumbered(t *testing.T, s store.Store) {
	exec(t, s, `INSERT INTO item (name, scope, n, blob) VALUES ($2, $1, $3, $2)`, scope, []byte("name"), int64(7))
	got := readItems(t, s)
	if len(got) != 1 || string(got[0].Name) != "name" || string(got[0].Blob) != "name" || got[0].N != 7 {
		t.Errorf("kept %+v", got)
	}
	for _, args := range [][]any{{scope}, {scope, []byte("x"), int64(1), int64(2)}} {
		err := s.Write(t.Context(), func(tx store.Tx) error {
			_, err := tx.Exec(t.Context(), `DELETE FROM item WHERE scope = $1 AND name = $2`, args...)
			return err
		})
		if err == nil {
			t.Errorf("a statement of two arguments took %d", len(args))
		}
	}
}

func otherTypesRefused(t *testing.T, s store.Store) {
	for _, value := range []any{7, 7.5, true, uint8(1), struct{}{}} {
		err := s.Write(t.Context(), func(tx store.Tx) error {
			_, err := tx.Exec(t.Context(), insertItem, scope, []byte("a"), value, nil, nil)
			return err
		})
		if fault.KindOf(err) != fault.Internal {
			t.Errorf("%T: got %v, want a fault of kind internal", value, err)
		}
	}
	expectCount(t, s, 0)
}

func badTextsRefused(t *testing.T, s store.Store) {
	for _, text := range []string{"a\x00b", "\xff"} {
		err := s.Write(t.Context(), func(tx store.Tx) error {
			return tx.ExecMany(t.Context(), insertItem, [][]any{{scope, []byte("a"), nil, text, nil}})
		})
		if fault.KeyOf(err) != "store.bad_text" || !errors.Is(err, store.ErrBadText) {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func sortByBytes(t *testing.T, s store.Store) {
	words := []string{"a", "B", "é", "e", "Z", "z", "ا", "a b", "ab", "A", "_", "Ab", "\U0001F600", "\uFFFD", ""}
	blobs := [][]byte{{0}, {0, 0}, {1}, {0x7f}, {0x80}, {0xff}, {0xff, 0}, []byte("a"), []byte("A"), {}}
	write(t, s, func(tx store.Tx) error {
		for i, w := range words {
			if _, err := tx.Exec(t.Context(), insertItem, scope, []byte("w"+w), int64(i), w, nil); err != nil {
				return err
			}
		}
		for i, b := range blobs {
			if _, err := tx.Exec(t.Context(), insertItem, []byte("blobs"), b, int64(i), nil, nil); err != nil {
				return err
			}
		}
		return nil
	})
	var gotWords []string
	var gotBlobs [][]byte
	err := s.Read(t.Context(), func(tx store.Tx) error {
		err := tx.Query(t.Context(), `SELECT words FROM item WHERE scope = $1 ORDER BY words`, []any{scope},
			func(r store.Row) error { gotWords = append(gotWords, r.Text(0)); return nil })
		if err != nil {
			return err
		}
		return tx.Query(t.Context(), `SELECT name FROM item WHERE scope = $1 ORDER BY name`, []any{[]byte("blobs")},
			func(r store.Row) error { gotBlobs = append(gotBlobs, r.Bytes(0)); return nil })
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(words)
	slices.SortFunc(blobs, bytes.Compare)
	if diff := cmp.Diff(words, gotWords); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(blobs, gotBlobs); diff != "" {
		t.Error(diff)
	}
	if got := readInts(t, s, `SELECT count(*) FROM item WHERE scope = $1 AND words >= $2 AND words < $3`, scope, "a", "b"); got[0] != 3 {
		t.Errorf("a range of texts holds %d, want 3: a, a b, ab", got[0])
	}
}

func bigValues(t *testing.T, s store.Store) {
	blob := bytes.Repeat([]byte("0123456789abcdef"), 5<<20/16)
	words := strings.Repeat("سفر", 1<<20/6)
	exec(t, s, insertItem, scope, []byte("big"), int64(1), words, blob)
	got := readItems(t, s)
	if len(got) != 1 || !bytes.Equal(got[0].Blob, blob) || got[0].Words != words {
		t.Error("a value of 5 MB came back different")
	}
}

func sums(t *testing.T, s store.Store) {
	write(t, s, func(tx store.Tx) error { return tx.ExecMany(t.Context(), insertItem, numbered(10)) })
	got := readInts(t, s, `SELECT sum(n) FROM item UNION ALL SELECT sum(n) FROM item WHERE n < $1`, int64(0))
	if diff := cmp.Diff([]int64{45, 0}, got); diff != "" {
		t.Error(diff)
	}
	got = readInts(t, s, `SELECT count(*) FROM item GROUP BY n % 2 ORDER BY n % 2`)
	if diff := cmp.Diff([]int64{5, 5}, got); diff != "" {
		t.Error(diff)
	}
	got = readInts(t, s, `SELECT CASE WHEN n > $1 THEN 1 ELSE 0 END FROM item WHERE scope = $2 ORDER BY name LIMIT $3`,
		int64(1), scope, int64(3))
	if diff := cmp.Diff([]int64{0, 0, 1}, got); diff != "" {
		t.Error(diff)
	}
}

// noise returns bytes that do not compress.
func noise(n int) []byte {
	b := make([]byte, n)
	x := uint64(1)
	for i := range b {
		x = x*6364136223846793005 + 1442695040888963407
		b[i] = byte(x >> 56)
	}
	return b
}
