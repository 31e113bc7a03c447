// SPDX-License-Identifier: Apache-2.0

package access

import (
	"reflect"
	"sync"
	"unsafe"
)

// Redact empties every field of *v whose class is not in may. A field says its class in its tag:
//
//	type Row struct {
//		Number string   `class:"open"`
//		Head   string   `class:"personal"`
//		Fears  []string `class:"sensitive"`
//		Members []Member // no tag: its fields have their own
//	}
//
// A tag on a struct, slice, map or pointer covers it as a whole: when it may not be seen nothing of it remains, and when
// it may, the fields inside are judged by their own tags. A leaf without a tag (also inside a slice, also a field of an
// interface type, also an unexported one) counts as sealed: forgetting a tag hides, it never shows. A map without a tag
// counts as sealed because its keys do; *v itself is like a field without a tag.
//
// *v is changed in place; what its slices, maps and pointers point to is copied before it is changed, so that a row which
// shares memory with a cache does no harm to it. Below 64 levels everything is emptied. What must be done for a type is
// worked out once and kept; where nothing has to go, nothing is walked. Redact is safe for concurrent use.
func Redact[T any](v *T, may ClassSet) {
	whole := fieldPlan{class: Sealed, inner: planOf(reflect.TypeFor[T]())}
	whole.redact(reflect.ValueOf(v).Elem(), may, 0)
}

// Untagged returns the path of every field of t, and of the structs within it, that is a leaf without a class tag or has
// a tag that is no class, such as "Row.Members[].Name". A test of each package that is shown on pages demands none.
func Untagged(t reflect.Type) []string {
	var paths []string
	collect(t, t.Name(), map[reflect.Type]bool{}, &paths)
	return paths
}

// Speaks reports whether a value of t says of what class it is: a struct, or slices, arrays and pointers that lead to structs alone. Of anything else, such as a bare number, a text or a map, Redact leaves nothing
// to whoever may not see what is sealed, and says so to nobody.
func Speaks(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.NumField() == 0 || planOf(t).speaks(0)
}

// ClassOf returns the class of a field of a struct that is shown: Sealed where it has no tag, or one that is no class.
func ClassOf(f reflect.StructField) Class {
	class, _ := ParseClass(f.Tag.Get("class")) // Sealed beside an error
	return class
}

const deepest = 64

// plan is what there is to know of one type: for a struct its fields, for a slice, array, map or pointer its element.
type plan struct {
	kind   reflect.Kind // Invalid for a leaf
	fields []fieldPlan
	elem   *plan
	once   sync.Once
	cuts   [seesAll + 1]bool // by ClassSet: whether anything has to be emptied
}

type fieldPlan struct {
	index  int
	class  Class
	tagged bool
	inner  *plan
}

var plans sync.Map // reflect.Type → *plan

var building sync.Mutex

func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	building.Lock()
	defer building.Unlock()
	fresh := map[reflect.Type]*plan{}
	p := build(t, fresh)
	for t, p := range fresh {
		plans.LoadOrStore(t, p)
	}
	return p
}

// build makes the plan of t; types that contain themselves end at the plan begun in fresh.
func build(t reflect.Type, fresh map[reflect.Type]*plan) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	if p, ok := fresh[t]; ok {
		return p
	}
	p := &plan{}
	fresh[t] = p
	switch t.Kind() {
	case reflect.Struct:
		if !opaque(t) {
			p.kind = reflect.Struct
			for i := range t.NumField() {
				p.fields = append(p.fields, planField(t.Field(i), i, fresh))
			}
		}
	case reflect.Slice, reflect.Array, reflect.Pointer, reflect.Map:
		if p.elem = build(t.Elem(), fresh); !p.elem.leaf() {
			p.kind = t.Kind()
		}
	case reflect.Interface:
		p.kind = reflect.Interface
	}
	return p
}

func planField(f reflect.StructField, i int, fresh map[reflect.Type]*plan) fieldPlan {
	fp := fieldPlan{index: i, inner: build(f.Type, fresh)}
	text, tagged := f.Tag.Lookup("class")
	class, err := ParseClass(text)
	fp.tagged = tagged && err == nil
	fp.class = class // Sealed when the tag is no class
	return fp
}

// opaque reports whether a struct is one value to the outside: it has no field that can be reached from outside its package (time.Time, a lock, an empty one).
func opaque(t reflect.Type) bool {
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() || f.Anonymous {
			return false
		}
	}
	return true
}

func (p *plan) leaf() bool { return p.kind == reflect.Invalid }

// cut reports whether the whole field has to go. A field without a tag goes unless the fields inside it speak for
// themselves, which those of a map or an interface do not.
func (f *fieldPlan) cut(may ClassSet) bool {
	if f.tagged {
		return !may.Has(f.class)
	}
	return (f.inner.leaf() || !f.inner.speaks(0)) && !may.Has(Sealed)
}

// speaks reports whether everything that p leads to is a struct, whose fields have tags of their own.
func (p *plan) speaks(depth int) bool {
	switch p.kind {
	case reflect.Struct:
		return true
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return depth < deepest && p.elem.speaks(depth+1)
	}
	return false
}

// touches reports whether a value of p may hold anything that has to be emptied for may.
func (p *plan) touches(may ClassSet) bool {
	p.once.Do(func() {
		for set := range p.cuts {
			p.cuts[set] = p.search(ClassSet(set), map[*plan]bool{})
		}
	})
	return p.cuts[may&seesAll]
}

func (p *plan) search(may ClassSet, seen map[*plan]bool) bool {
	if seen[p] {
		return false
	}
	seen[p] = true
	switch p.kind {
	case reflect.Invalid:
		return false
	case reflect.Interface:
		return true // what it holds is known only when it is there
	case reflect.Struct:
		for i := range p.fields {
			if f := &p.fields[i]; f.cut(may) || f.inner.search(may, seen) {
				return true
			}
		}
		return false
	}
	return p.elem.search(may, seen)
}

// redact empties what may does not hold in v, which can be set.
func (p *plan) redact(v reflect.Value, may ClassSet, depth int) {
	if depth > deepest {
		v.SetZero()
		return
	}
	switch p.kind {
	case reflect.Struct:
		for i := range p.fields {
			p.fields[i].redact(field(v, p.fields[i].index), may, depth+1)
		}
	case reflect.Array:
		for i := range v.Len() {
			p.elem.redact(v.Index(i), may, depth+1)
		}
	case reflect.Slice, reflect.Pointer, reflect.Map, reflect.Interface:
		if !v.IsNil() {
			p.redactCopy(v, may, depth)
		}
	}
}

func (f *fieldPlan) redact(v reflect.Value, may ClassSet, depth int) {
	if f.cut(may) {
		v.SetZero()
	} else if !f.inner.leaf() && f.inner.touches(may) {
		f.inner.redact(v, may, depth)
	}
}

// redactCopy replaces what v leads to by a copy and redacts that.
func (p *plan) redactCopy(v reflect.Value, may ClassSet, depth int) {
	switch p.kind {
	case reflect.Slice:
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		for i := range own.Len() {
			p.elem.redact(own.Index(i), may, depth+1)
		}
		v.Set(own)
	case reflect.Pointer:
		own := reflect.New(v.Type().Elem())
		own.Elem().Set(v.Elem())
		p.elem.redact(own.Elem(), may, depth+1)
		v.Set(own.Convert(v.Type()))
	case reflect.Map:
		own := reflect.MakeMapWithSize(v.Type(), v.Len())
		for entry := v.MapRange(); entry.Next(); {
			value := settable(entry.Value())
			p.elem.redact(value, may, depth+1)
			own.SetMapIndex(entry.Key(), value)
		}
		v.Set(own)
	case reflect.Interface:
		value := settable(v.Elem())
		planOf(value.Type()).redact(value, may, depth+1)
		v.Set(value)
	}
}

// settable returns a copy of v that can be changed.
func settable(v reflect.Value) reflect.Value {
	own := reflect.New(v.Type()).Elem()
	own.Set(v)
	return own
}

// field returns the i-th field of v ready to be set, also an unexported one: methods could show those as well.
func field(v reflect.Value, i int) reflect.Value {
	f := v.Field(i)
	if f.CanSet() {
		return f
	}
	return reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem()
}

func collect(t reflect.Type, path string, seen map[reflect.Type]bool, paths *[]string) {
	switch t.Kind() {
	case reflect.Slice, reflect.Array, reflect.Pointer, reflect.Map:
		collect(t.Elem(), path+"[]", seen, paths)
	case reflect.Struct:
		if seen[t] || opaque(t) {
			return
		}
		seen[t] = true
		for i := range t.NumField() {
			f := t.Field(i)
			at := path + "." + f.Name
			fp := planField(f, i, map[reflect.Type]*plan{})
			_, has := f.Tag.Lookup("class")
			if !fp.tagged && (has || fp.inner.leaf() || !fp.inner.speaks(0)) {
				*paths = append(*paths, at)
			}
			collect(f.Type, at, seen, paths)
		}
	}
}
