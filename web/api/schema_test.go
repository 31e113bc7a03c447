// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"pgregory.net/rapid"

	"safar/desk"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// drawing draws values that a schema allows.
type drawing struct {
	t       *rapid.T
	schemas map[string]*huma.Schema
}

func (d drawing) value(s *huma.Schema, deep int) any {
	if s.Ref != "" {
		return d.value(d.schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")], deep)
	}
	if len(s.AnyOf) > 0 {
		return d.value(s.AnyOf[rapid.IntRange(0, len(s.AnyOf)-1).Draw(d.t, "one of")], deep)
	}
	if s.Nullable && len(s.Enum) == 0 && rapid.IntRange(0, 9).Draw(d.t, "null") == 0 {
		return nil
	}
	switch {
	case len(s.Enum) > 0:
		return rapid.SampledFrom(s.Enum).Draw(d.t, "word")
	case s.Type == huma.TypeObject:
		return d.object(s, deep)
	case s.Type == huma.TypeArray:
		all := []any{}
		for range rapid.IntRange(0, max(0, 2-deep)).Draw(d.t, "rows") {
			all = append(all, d.value(s.Items, deep+1))
		}
		return all
	case s.Type == huma.TypeInteger:
		return rapid.Int32Range(0, 255).Draw(d.t, "number")
	case s.Type == huma.TypeBoolean:
		return rapid.Bool().Draw(d.t, "yes")
	case s.Type == huma.TypeString:
		return d.text(s)
	}
	return nil // "null", which only one of two has
}

func (d drawing) object(s *huma.Schema, deep int) any {
	out := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		if rapid.IntRange(0, 3).Draw(d.t, "given") > 0 {
			out[name] = d.value(s.Properties[name], deep+1)
		}
	}
	if of, open := s.AdditionalProperties.(*huma.Schema); open {
		out["some_question"] = d.value(of, deep+1)
	}
	if strings.HasPrefix(s.Description, "One command") { // as an object of one field alone
		name := rapid.SampledFrom(slices.Sorted(maps.Keys(s.Properties))).Draw(d.t, "command")
		return map[string]any{name: d.value(s.Properties[name], deep+1)}
	}
	return out
}

func (d drawing) text(s *huma.Schema) string {
	raw := rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(d.t, "bytes")
	switch {
	case s.Format == "date":
		return clock.Day(rapid.Int32Range(700_000, 760_000).Draw(d.t, "day")).String()
	case s.ContentEncoding == "base64":
		return base64.StdEncoding.EncodeToString(raw)
	case strings.Contains(s.Pattern, "0-9a-f]"):
		return hex.EncodeToString(raw)
	case s.Pattern != "":
		of, _ := id.FromBytes(raw[:id.Size]) // of the right length
		return of.String()
	}
	return rapid.StringN(0, 20, -1).Draw(d.t, "text")
}

// valid demands that a value is as a schema says, by a judge who knows nothing of ours.
func valid(t rapid.TB, registry huma.Registry, s *huma.Schema, value any, what string) {
	t.Helper()
	var found huma.ValidateResult
	huma.Validate(registry, s, huma.NewPathBuffer(nil, 0), huma.ModeWriteToServer, value, &found)
	if len(found.Errors) > 0 {
		t.Fatalf("%s: %v\n%v", what, found.Errors, value)
	}
}

// What the description allows is read, and what was read is written as it allows: it is the same command again. The judge of the schemas is not ours.
func TestWhatTheDescriptionAllowsIsRead(t *testing.T) {
	o := document()
	registry := o.Components.Schemas
	for _, s := range registry.Map() {
		s.PrecomputeMessages()
	}
	w := writer{func(clock.Stamp) time.Time { return time.Unix(0, 0) }}
	rapid.Check(t, func(t *rapid.T) {
		c := commands()[rapid.IntRange(0, len(commands())-1).Draw(t, "command")]
		s := o.Paths[Base+"commands/"+c.name()].Post.RequestBody.Content["application/json"].Schema
		d := drawing{t, registry.Map()}
		for range 10 {
			text, err := json.Marshal(d.value(s, 0))
			if err != nil {
				t.Fatal(err)
			}
			var sent any
			if err := json.Unmarshal(text, &sent); err != nil {
				t.Fatal(err)
			}
			valid(t, registry, s, sent, c.name())
			first, err := readCommandBody(c, text)
			if err != nil {
				t.Fatalf("%s: %#v\n%s", c.name(), err, text)
			}
			written := w.write(nil, c.shape(), reflect.ValueOf(first))
			second, err := readCommandBody(c, written)
			if err != nil || !same(first, second) {
				t.Fatalf("%s: %v\nsent    %s\nwritten %s", c.name(), err, text, written)
			}
		}
	})
}

// same reports whether two commands ask for the same: nothing, and a list of nothing, are alike.
func same(a, b desk.Command) bool {
	w := writer{func(clock.Stamp) time.Time { return time.Unix(0, 0) }}
	s := shapeOf(reflect.TypeOf(a))
	return bytes.Equal(w.write(nil, s, reflect.ValueOf(a)), w.write(nil, s, reflect.ValueOf(b)))
}

// The description is the same bytes each time, names every schema that it uses, and each operation once.
func TestTheDescriptionHoldsTogether(t *testing.T) {
	text, err := Document()
	must(t, err)
	again, err := json.MarshalIndent(document(), "", " ")
	must(t, err)
	if !bytes.Equal(text, append(again, '\n')) {
		t.Error("it is otherwise each time")
	}
	var read struct {
		OpenAPI    string
		Paths      map[string]map[string]struct{ OperationID string }
		Components struct{ Schemas map[string]any }
	}
	must(t, json.Unmarshal(text, &read))
	if read.OpenAPI != "3.1.0" || len(read.Paths) != len(commands())+len(asks()) {
		t.Errorf("version %s, %d paths for %d commands and %d queries", read.OpenAPI, len(read.Paths), len(commands()), len(asks()))
	}
	names := map[string]string{}
	for path, methods := range read.Paths {
		for _, o := range methods {
			if other := names[o.OperationID]; other != "" || o.OperationID == "" {
				t.Errorf("%s and %s are both called %q", path, other, o.OperationID)
			}
			names[o.OperationID] = path
		}
	}
	for _, ref := range bytes.Split(text, []byte(`"#/components/schemas/`))[1:] {
		name, _, _ := bytes.Cut(ref, []byte(`"`))
		if read.Components.Schemas[string(name)] == nil {
			t.Errorf("there is no schema %s", name)
		}
	}
	if bytes.Contains(text, []byte("zkanari")) || len(text) > 2<<20 {
		t.Errorf("%d bytes", len(text))
	}
}

// A number that stands for a word of the field has a word here: of no type a bare number goes out or comes in.
func TestNumbersThatStandForWordsAreWords(t *testing.T) {
	shapes.Range(func(of, s any) bool {
		ty := of.(reflect.Type)
		if s.(*shape).form == aNumber && ty.PkgPath() != "" && ty.Kind() == reflect.Uint8 {
			t.Errorf("%s stands as a bare number", ty)
		}
		return true
	})
}

// A program that asks too often waits: each for itself, and a clock that is set back starts it anew.
func TestAProgramThatAsksTooOftenWaits(t *testing.T) {
	c := clock.At(time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC))
	p, one, other := newPace(c, burst, perSecond), id.New(), id.New()
	for range burst {
		must(t, p.next(one))
	}
	if err := p.next(one); fault.KeyOf(err) != "api.too_often" {
		t.Errorf("one more: %v", err)
	}
	must(t, p.next(other))
	c.Set(c.Now().Add(time.Second))
	for range perSecond {
		must(t, p.next(one))
	}
	if p.next(one) == nil {
		t.Error("a second gives more than its share")
	}
	c.Set(c.Now().Add(-time.Hour))
	must(t, p.next(one))
}

func TestNamesAreWrittenInSnakeCase(t *testing.T) {
	for name, want := range map[string]string{"OwnWord": "own_word", "ID": "id", "IDs": "ids", "JPEG": "jpeg", "FormID": "form_id", "ExactlyOne": "exactly_one", "NoJSONHere": "no_json_here"} {
		if got := snake(name); got != want {
			t.Errorf("%s is %s", name, got)
		}
	}
}
