// SPDX-License-Identifier: Apache-2.0

package programmes

import (
	"io/fs"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"safar/field/programme"
)

// anySaid draws something that may stand at a setting.
func anySaid(t *rapid.T, s programme.Setting) programme.Said {
	n := rapid.IntRange(1, 9000).Draw(t, "number")
	switch s.Takes {
	case programme.TakesSpan:
		return programme.Said{Text: strconv.Itoa(n), Unit: rapid.SampledFrom(programme.Units).Draw(t, "unit")}
	case programme.TakesSpans:
		return programme.Said{Text: strconv.Itoa(n) + ", " + strconv.Itoa(n+1), Unit: "days"}
	case programme.TakesDay:
		return programme.Said{Text: rapid.SampledFrom([]string{"2019-01-31", "2026-02-28", "2040-12-31"}).Draw(t, "day")}
	}
	return programme.Said{Text: strconv.Itoa(n)}
}

// withSettings are the programmes in which there is something to set.
func withSettings(t *testing.T) (all []*programme.Programme) {
	for _, name := range Names() {
		text, err := fs.ReadFile(FS(), name+"/programme.yaml")
		if err != nil {
			t.Fatal(err)
		}
		p, err := programme.Parse("", text)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Settings()) > 0 {
			all = append(all, p)
		}
	}
	return all
}

func TestEverySettingIsReadAsItIsWritten(t *testing.T) {
	for _, p := range withSettings(t) {
		for _, s := range p.Settings() {
			if written, err := s.Written(s.Said()); err != nil || written != s.Text {
				t.Errorf("%s: %s is %q, said and written again %q, %v", p.ID, s.ID, s.Text, written, err)
			}
		}
		if same, err := p.Set(nil); err != nil || string(same) != string(p.Bytes()) {
			t.Errorf("%s: setting nothing changes the file (%v)", p.ID, err)
		}
	}
}

// TestEverySettingIsSetAlone: whatever an office sets on any of the programmes, the file says that and nothing else otherwise.
func TestEverySettingIsSetAlone(t *testing.T) {
	all := withSettings(t)
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(all).Draw(t, "programme")
		s := rapid.SampledFrom(p.Settings()).Draw(t, "setting")
		written, err := s.Written(anySaid(t, s))
		if err != nil {
			return // out of bounds, such as nine thousand years
		}
		got, err := p.Set(map[string]string{s.ID: written})
		if err != nil {
			t.Fatal(err)
		}
		next, err := programme.Parse("", got)
		if err != nil {
			return // the checker says what is wrong with it, as of any file
		}
		changes := programme.Changes(p, next)
		if written == s.Text {
			if len(changes) > 0 {
				t.Fatalf("%s as it was changes %v", s.ID, changes)
			}
			return
		}
		if len(changes) != 1 || changes[0].Key != s.Key || changes[0].Name != s.Name || changes[0].Part != s.Part {
			t.Fatalf("%s set to %s changes %v", s.ID, written, changes)
		}
		after := next.Settings()
		if i := slices.IndexFunc(after, func(o programme.Setting) bool { return o.ID == s.ID }); i < 0 || after[i].Text != written {
			t.Fatalf("%s is not %s afterwards", s.ID, written)
		}
	})
}
