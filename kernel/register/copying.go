// SPDX-License-Identifier: Apache-2.0

package register

import (
	"reflect"
	"slices"

	"safar/kernel/fault"
	"safar/kernel/journal"
)

// Copy returns a story of its own that stands as s does: nothing that is folded into one is seen in the other.
func (s *Story) Copy() (*Story, error) {
	out := &Story{Scope: s.Scope, ID: s.ID, State: s.kind.fresh(), Places: slices.Clone(s.Places), kind: s.kind}
	if s.kind.part == nil {
		return out, fault.Wrap("register.Copy", encodedAcross(s.State, out.State))
	}
	into := reflect.ValueOf(out.State).Elem()
	into.Set(reflect.ValueOf(s.State).Elem())
	s.kind.part(into)
	return out, nil
}

// encodedAcross copies a state by way of its bytes.
func encodedAcross(from, to any) error {
	state, err := journal.Encode(from)
	if err == nil {
		err = journal.Decode(state, to)
	}
	return err
}

// parter takes a value that was copied as it lies in memory, and puts copies in place of all that it shares with the value it was copied
// from. It costs a tenth of writing the value down and reading it again.
type parter func(reflect.Value)

// nothingShared is the parter of values that hold no references.
func nothingShared(reflect.Value) {}

// parterOf returns the parter of a type; ok is false for one that keeps references where nobody outside its package reaches them.
func parterOf(t reflect.Type, within map[reflect.Type]*parter) (part parter, shares, ok bool) {
	if above := within[t]; above != nil { // a type within itself
		return func(v reflect.Value) { (*above)(v) }, true, true
	}
	within[t] = &part
	defer delete(within, t)
	switch t.Kind() {
	case reflect.Struct:
		return parterOfStruct(t, within)
	case reflect.Slice, reflect.Pointer, reflect.Map, reflect.Array:
		elem, shares, ok := parterOf(t.Elem(), within)
		if t.Kind() == reflect.Map {
			_, keyShares, keyOK := parterOf(t.Key(), within)
			ok = ok && keyOK && !keyShares
		}
		if t.Kind() == reflect.Array {
			return partArray(elem), shares, ok
		}
		return partReference(t, elem, shares), true, ok
	case reflect.Interface, reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return nil, true, false
	}
	return nothingShared, false, true
}

func parterOfStruct(t reflect.Type, within map[reflect.Type]*parter) (part parter, shares, ok bool) {
	type sharing struct {
		at   int
		part parter
	}
	var fields []sharing
	for i := range t.NumField() {
		field, shares, ok := parterOf(t.Field(i).Type, within)
		if !ok || shares && !t.Field(i).IsExported() {
			return nil, true, false
		}
		if shares {
			fields = append(fields, sharing{i, field})
		}
	}
	return func(v reflect.Value) {
		for _, f := range fields {
			f.part(v.Field(f.at))
		}
	}, len(fields) > 0, true
}

func partArray(elem parter) parter {
	return func(v reflect.Value) {
		for i := range v.Len() {
			elem(v.Index(i))
		}
	}
}

// partReference returns the parter of a slice, pointer or map whose elements have a parter of their own.
func partReference(t reflect.Type, elem parter, shares bool) parter {
	copied := map[reflect.Kind]func(reflect.Value) reflect.Value{
		reflect.Slice: func(v reflect.Value) reflect.Value {
			out := reflect.MakeSlice(t, v.Len(), v.Len())
			reflect.Copy(out, v)
			for i := 0; shares && i < out.Len(); i++ {
				elem(out.Index(i))
			}
			return out
		},
		reflect.Pointer: func(v reflect.Value) reflect.Value {
			out := reflect.New(t.Elem())
			out.Elem().Set(v.Elem())
			elem(out.Elem())
			return out
		},
		reflect.Map: func(v reflect.Value) reflect.Value {
			out := reflect.MakeMapWithSize(t, v.Len())
			for each := v.MapRange(); each.Next(); {
				value := reflect.New(t.Elem()).Elem()
				value.Set(each.Value())
				elem(value)
				out.SetMapIndex(each.Key(), value)
			}
			return out
		},
	}[t.Kind()]
	return func(v reflect.Value) {
		if !v.IsNil() {
			v.Set(copied(v))
		}
	}
}
