// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"encoding"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"time"

	"safar/field/journey"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// writer writes answers. Moment tells in the time zone of the operation when a stamp was made.
type writer struct{ moment func(clock.Stamp) time.Time }

// write appends a value as JSON. It was redacted before it came here.
func (w writer) write(b []byte, s *shape, v reflect.Value) []byte {
	switch s.form {
	case anObject:
		return w.object(b, s, v)
	case aList:
		return w.list(b, s, v)
	case aMap:
		return w.mapping(b, s, v)
	case aWrapper:
		if v.IsNil() {
			return append(b, "null"...)
		}
		return w.write(b, s.elem, v.Elem())
	case aYes:
		return strconv.AppendBool(b, v.Bool())
	case aNumber:
		if v.CanInt() {
			return strconv.AppendInt(b, v.Int(), 10)
		}
		return strconv.AppendUint(b, v.Uint(), 10)
	case aText:
		return quoted(b, v.String())
	case anything:
		return w.any(b, v)
	}
	return orNull(b, w.text(s, v))
}

// text writes what stands as text; "" for nothing.
func (w writer) text(s *shape, v reflect.Value) string {
	switch s.form {
	case aText:
		return v.String()
	case aWord:
		return s.word(v)
	case anID:
		return idText(v.Interface().(id.ID))
	case aDay:
		return v.Interface().(clock.Day).String()
	case aMoment:
		if at := v.Interface().(clock.Stamp); at != 0 {
			return w.moment(at).Format(time.RFC3339)
		}
	case someBytes:
		return base64.StdEncoding.EncodeToString(v.Bytes())
	case aHash:
		if !v.IsZero() {
			raw := make([]byte, v.Len())
			reflect.Copy(reflect.ValueOf(raw), v)
			return hex.EncodeToString(raw)
		}
	case aCursor:
		return cursorText(v)
	}
	return ""
}

func idText(of id.ID) string {
	if of.IsZero() {
		return ""
	}
	return of.String()
}

func cursorText(v reflect.Value) string {
	var key []byte
	var story id.ID
	switch at := v.Interface().(type) {
	case *register.Entry:
		if at == nil {
			return ""
		}
		key, story = at.Key, at.Story
	case journey.Cursor:
		key, story = at.Key, at.Story
	}
	if story.IsZero() {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(append(slices.Clone(key), story[:]...))
}

func orNull(b []byte, text string) []byte {
	if text == "" {
		return append(b, "null"...)
	}
	return quoted(b, text)
}

// quoted appends a text as JSON: what is no letter in UTF-8 becomes one that says so.
func quoted(b []byte, text string) []byte {
	said, err := json.Marshal(text)
	if err != nil { // a text always is JSON
		return append(b, `""`...)
	}
	return append(b, said...)
}

func (w writer) object(b []byte, s *shape, v reflect.Value) []byte {
	b = append(b, '{')
	first := true
	for _, f := range s.fields {
		of := v.Field(f.index)
		if f.hidden && of.IsZero() {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(quoted(b, f.name), ':')
		b = w.write(b, f.shape, of)
	}
	return append(b, '}')
}

func (w writer) list(b []byte, s *shape, v reflect.Value) []byte {
	b = append(b, '[')
	for i := range v.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		b = w.write(b, s.elem, v.Index(i))
	}
	return append(b, ']')
}

// mapping writes an object whose names are data, in their order.
func (w writer) mapping(b []byte, s *shape, v reflect.Value) []byte {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(x, y reflect.Value) int { return cmp.Compare(w.text(s.key, x), w.text(s.key, y)) })
	b = append(b, '{')
	for i, key := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(quoted(b, w.text(s.key, key)), ':')
		b = w.write(b, s.elem, v.MapIndex(key))
	}
	return append(b, '}')
}

// any writes a value of a sentence.
func (w writer) any(b []byte, v reflect.Value) []byte {
	switch of := v.Interface().(type) {
	case nil:
		return append(b, "null"...)
	case encoding.TextMarshaler, fmt.Stringer:
		return quoted(b, fmt.Sprint(of))
	default:
		inner := v.Elem()
		return w.write(b, shapeOf(inner.Type()), inner)
	}
}
