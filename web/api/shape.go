// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// form is how a value stands in JSON.
type form uint8

const (
	anObject form = iota // with the fields of a struct
	aList
	aMap      // an object whose names are data
	aText     // free
	aWord     // one of a closed list
	aNumber   // whole
	aYes      // true or false
	aDay      // 2026-11-27
	aMoment   // RFC 3339
	anID      // as id.ID writes it
	someBytes // base64
	aHash     // hexadecimal
	aCursor   // of a list: where it goes on
	aWrapper  // a pointer: null, or what it points to
	aCommand  // one command of several: an object of one field, which names it
	anything  // as it comes: values of a sentence
)

// shape is how a type of the field stands in JSON. It is made once of each type.
type shape struct {
	form   form
	of     reflect.Type
	fields []field  // of an object
	elem   *shape   // of a list, a map, a wrapper
	key    *shape   // of a map
	words  []string // of a word, by its number; "" for a number that says nothing
	bits   int      // of a number
}

// field is one field of an object. Name is as it stands in JSON, index as it stands in the struct; hidden says that it is left out where it is empty: whether
// there is nothing, or nothing for this reader, is then told to nobody.
type field struct {
	name   string
	index  int
	shape  *shape
	hidden bool
}

var (
	shapes   sync.Map // reflect.Type → *shape
	shapesMu sync.Mutex
)

// shapeOf returns the shape of a type.
func shapeOf(t reflect.Type) *shape {
	if s, known := shapes.Load(t); known {
		return s.(*shape)
	}
	shapesMu.Lock()
	defer shapesMu.Unlock()
	fresh := map[reflect.Type]*shape{}
	s := build(t, fresh)
	for t, s := range fresh {
		shapes.LoadOrStore(t, s)
	}
	return s
}

var (
	typeOfID      = reflect.TypeFor[id.ID]()
	typeOfDay     = reflect.TypeFor[clock.Day]()
	typeOfStamp   = reflect.TypeFor[clock.Stamp]()
	typeOfEntry   = reflect.TypeFor[*register.Entry]()
	typeOfTexts   = reflect.TypeFor[encoding.TextMarshaler]()
	formsOfTypes  = map[reflect.Type]form{typeOfID: anID, typeOfDay: aDay, typeOfStamp: aMoment, typeOfEntry: aCursor, typeOfCursor: aCursor, typeOfCommand: aCommand}
	formsOfLeaves = map[reflect.Kind]form{reflect.String: aText, reflect.Bool: aYes, reflect.Interface: anything}
)

// build makes the shape of t; types that contain themselves end at the shape begun in fresh.
func build(t reflect.Type, fresh map[reflect.Type]*shape) *shape {
	if s, known := shapes.Load(t); known {
		return s.(*shape)
	}
	if s, begun := fresh[t]; begun {
		return s
	}
	s := &shape{of: t}
	fresh[t] = s
	kind := t.Kind()
	leaf, isLeaf := formsOfLeaves[kind]
	special, isSpecial := formsOfTypes[t]
	switch words := wordsOf[t]; {
	case isSpecial:
		s.form = special
	case len(words) > 0:
		s.form, s.words = aWord, words
	case isLeaf:
		s.form = leaf
	case kind >= reflect.Int && kind <= reflect.Uint64:
		s.form, s.bits = aNumber, t.Bits()
	case kind == reflect.Pointer:
		s.form, s.elem = aWrapper, build(t.Elem(), fresh)
	case kind == reflect.Map:
		s.form, s.key, s.elem = aMap, build(t.Key(), fresh), build(t.Elem(), fresh)
	case kind == reflect.Struct:
		s.buildFields(fresh)
	default:
		s.buildList(fresh)
	}
	return s
}

func (s *shape) buildList(fresh map[reflect.Type]*shape) {
	switch kind := s.of.Kind(); {
	case kind == reflect.Slice && s.of.Elem().Kind() == reflect.Uint8 && wordsOf[s.of.Elem()] == nil:
		s.form = someBytes
	case kind == reflect.Array && s.of.Elem().Kind() == reflect.Uint8 && wordsOf[s.of.Elem()] == nil:
		s.form = aHash
	case kind == reflect.Slice || kind == reflect.Array:
		s.form, s.elem = aList, build(s.of.Elem(), fresh)
	default:
		panic(fmt.Sprintf("api: %s has no shape", s.of)) // a type of the field that nobody thought of: no test gets past it
	}
}

func (s *shape) buildFields(fresh map[reflect.Type]*shape) {
	s.form = anObject
	for i := range s.of.NumField() {
		f := s.of.Field(i)
		if !f.IsExported() {
			continue
		}
		of := build(f.Type, fresh)
		_, tagged := f.Tag.Lookup("class")
		s.fields = append(s.fields, field{name: snake(f.Name), index: i, shape: of, hidden: tagged && access.ClassOf(f) != access.Open})
	}
}

// snake writes a Go name as JSON has it: OwnWord is own_word, JPEG is jpeg.
func snake(name string) string {
	var b strings.Builder
	letters := []rune(name)
	for i, c := range letters {
		if i > 0 && unicode.IsUpper(c) && (!unicode.IsUpper(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1]) && letters[i+1] != 's') {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}

// names lists the names of an object's fields.
func (s *shape) names() []string {
	all := make([]string, 0, len(s.fields))
	for _, f := range s.fields {
		all = append(all, f.name)
	}
	return all
}

func (s *shape) field(name string) *field {
	if i := slices.IndexFunc(s.fields, func(f field) bool { return f.name == name }); i >= 0 {
		return &s.fields[i]
	}
	return nil
}

// word returns the word of a value; "" for one that says nothing.
func (s *shape) word(v reflect.Value) string {
	if v.Kind() == reflect.String {
		return v.String()
	}
	if n := v.Uint(); n < uint64(len(s.words)) {
		return s.words[n]
	}
	return ""
}
