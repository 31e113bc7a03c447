// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"safar/desk"
	"safar/field/journey"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
	"safar/web"
)

// mostFaults bounds how many wrong fields one answer names.
const mostFaults = 20

// reading is one walk over something sent: it collects what is wrong with it, and where.
type reading struct{ wrong web.FieldFaults }

// blame notes that a field is wrong.
func (r *reading) blame(at, key string, args fault.Args) {
	if len(r.wrong) < mostFaults {
		r.wrong = append(r.wrong, web.FieldFault{At: at, Fault: fault.New("api.read", fault.Invalid, key, args)})
	}
}

// err is what was found wrong; nil for nothing.
func (r *reading) err() error {
	if len(r.wrong) == 0 {
		return nil
	}
	return r.wrong
}

// parse reads one JSON value, whole: what stands behind it is refused, for it would be lost. Fault: Invalid api.not_json.
func parse(text []byte) (value any, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err = d.Decode(&value); err == nil {
		if _, behind := d.Token(); behind != io.EOF {
			err = io.ErrUnexpectedEOF
		}
	}
	if err != nil {
		return nil, fault.New("api.parse", fault.Invalid, "api.not_json", fault.Args{"at": d.InputOffset()}).WithHint("api.not_json.hint")
	}
	return value, nil
}

// read puts a JSON value into v, as the shape says. null is the same as nothing.
func (s *shape) read(r *reading, raw any, v reflect.Value, at string) {
	if raw == nil {
		return
	}
	switch s.form {
	case anObject:
		s.readObject(r, raw, v, at)
	case aList:
		s.readList(r, raw, v, at)
	case aMap:
		s.readMap(r, raw, v, at)
	case aWrapper:
		v.Set(reflect.New(s.of.Elem()))
		s.elem.read(r, raw, v.Elem(), at)
	case aCommand:
		s.readCommand(r, raw, v, at)
	case aYes:
		if yes, is := raw.(bool); is {
			v.SetBool(yes)
		} else {
			r.blame(at, "api.wrong.yes", nil)
		}
	case aNumber:
		n, is := raw.(json.Number)
		s.readNumber(r, n.String(), is, v, at)
	default:
		if text, is := raw.(string); is {
			s.readText(r, text, v, at)
		} else {
			r.blame(at, "api.wrong.text", nil)
		}
	}
}

// readText reads a value that stands as text: in JSON, or in an address.
func (s *shape) readText(r *reading, text string, v reflect.Value, at string) {
	switch s.form {
	case aText:
		v.SetString(text)
	case aWord:
		s.readWord(r, text, v, at)
	case aNumber:
		s.readNumber(r, text, true, v, at)
	case aYes:
		yes, err := strconv.ParseBool(text)
		r.judge(err, at, "api.wrong.yes")
		v.SetBool(yes)
	case aDay:
		day, err := clock.ParseDay(text)
		r.judge(err, at, "api.wrong.day")
		v.Set(reflect.ValueOf(day))
	case anID:
		of, err := id.Parse(text)
		r.judge(err, at, "api.wrong.id")
		v.Set(reflect.ValueOf(of))
	case someBytes:
		raw, err := base64.StdEncoding.DecodeString(text)
		r.judge(err, at, "api.wrong.base64")
		v.SetBytes(raw)
	case aHash:
		raw, err := hex.DecodeString(text)
		if err == nil && len(raw) == s.of.Len() {
			reflect.Copy(v, reflect.ValueOf(raw))
			return
		}
		r.blame(at, "api.wrong.hash", fault.Args{"count": 2 * s.of.Len()})
	case aCursor:
		s.readCursor(r, text, v, at)
	default:
		r.blame(at, "api.wrong.not_taken", nil)
	}
}

func (r *reading) judge(err error, at, key string) {
	if err != nil {
		r.blame(at, key, nil)
	}
}

func (s *shape) readNumber(r *reading, text string, is bool, v reflect.Value, at string) {
	if v.CanInt() {
		n, err := strconv.ParseInt(text, 10, s.bits)
		if is && err == nil {
			v.SetInt(n)
			return
		}
	} else if n, err := strconv.ParseUint(text, 10, s.bits); is && err == nil {
		v.SetUint(n)
		return
	}
	r.blame(at, "api.wrong.number", nil)
}

func (s *shape) readWord(r *reading, text string, v reflect.Value, at string) {
	switch {
	case text == "":
	case !isWord(s.words, text):
		r.blame(at, "api.wrong.word", fault.Args{"words": listed(s.words)})
	case v.Kind() == reflect.String:
		v.SetString(text)
	default:
		v.SetUint(uint64(slices.Index(s.words, text)))
	}
}

func (s *shape) readObject(r *reading, raw any, v reflect.Value, at string) {
	sent, is := raw.(map[string]any)
	if !is {
		r.blame(at, "api.wrong.object", nil)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(sent)) {
		if f := s.field(name); f != nil {
			f.shape.read(r, sent[name], v.Field(f.index), under(at, name))
		} else {
			r.blame(at, "api.wrong.unknown", fault.Args{"known": listed(s.names())})
		}
	}
}

// under is the place of a field of what stands at a place.
func under(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

func (s *shape) readList(r *reading, raw any, v reflect.Value, at string) {
	sent, is := raw.([]any)
	if !is || v.Kind() == reflect.Array && len(sent) != v.Len() {
		r.blame(at, "api.wrong.list", nil)
		return
	}
	if v.Kind() == reflect.Slice {
		v.Set(reflect.MakeSlice(s.of, len(sent), len(sent)))
	}
	for i, raw := range sent {
		s.elem.read(r, raw, v.Index(i), at+"["+strconv.Itoa(i)+"]")
	}
}

// readMap reads an object whose names are data: they stand in no place that is told, for nobody knows what they hold.
func (s *shape) readMap(r *reading, raw any, v reflect.Value, at string) {
	sent, is := raw.(map[string]any)
	if !is {
		r.blame(at, "api.wrong.object", nil)
		return
	}
	v.Set(reflect.MakeMapWithSize(s.of, len(sent)))
	for i, name := range slices.Sorted(maps.Keys(sent)) {
		key, value := reflect.New(s.of.Key()).Elem(), reflect.New(s.of.Elem()).Elem()
		here := at + "{" + strconv.Itoa(i) + "}"
		s.key.readText(r, name, key, here)
		s.elem.read(r, sent[name], value, here)
		v.SetMapIndex(key, value)
	}
}

// readCommand reads a command that another carries out: an object whose one field names it.
func (s *shape) readCommand(r *reading, raw any, v reflect.Value, at string) {
	sent, is := raw.(map[string]any)
	if !is || len(sent) != 1 {
		r.blame(at, "api.wrong.command", fault.Args{"words": listed(tended())})
		return
	}
	for name, raw := range sent {
		c, known := commandNamed(name)
		if !known || !isWord(tended(), name) {
			r.blame(at, "api.wrong.command", fault.Args{"words": listed(tended())})
			return
		}
		made := reflect.New(c.of).Elem()
		c.shape().read(r, raw, made, under(at, name))
		v.Set(made)
	}
}

// readCursor reads where a list goes on.
func (s *shape) readCursor(r *reading, text string, v reflect.Value, at string) {
	if text == "" {
		return
	}
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) < id.Size {
		r.blame(at, "api.wrong.cursor", nil)
		return
	}
	key := raw[:len(raw)-id.Size]
	story, _ := id.FromBytes(raw[len(raw)-id.Size:]) // of the right length
	if s.of == typeOfEntry {
		v.Set(reflect.ValueOf(&register.Entry{Key: key, Story: story}))
		return
	}
	v.Set(reflect.ValueOf(journey.Cursor{Key: key, Story: story}))
}

// readCommandBody reads what is asked of a command.
func readCommandBody(c *offered, text []byte) (desk.Command, error) {
	raw, err := parse(text)
	if err != nil {
		return nil, err
	}
	var r reading
	v := reflect.New(c.of).Elem()
	if raw == nil {
		r.blame("", "api.wrong.object", nil)
	}
	c.shape().read(&r, raw, v, "")
	return v.Interface().(desk.Command), r.err()
}
