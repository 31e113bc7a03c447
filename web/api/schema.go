// SPDX-License-Identifier: Apache-2.0

package api

import (
	"path"
	"reflect"
	"regexp"
	"runtime"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"safar/kernel/access"
)

type compartment = access.Compartment

func text() *huma.Schema { return &huma.Schema{Type: huma.TypeString} }

// leaves are the schemas of what stands as text, by its form.
var leaves = map[form]huma.Schema{
	aDay:      {Type: huma.TypeString, Format: "date", Nullable: true},
	aMoment:   {Type: huma.TypeString, Format: "date-time", Nullable: true},
	anID:      {Type: huma.TypeString, Pattern: "^([0-9a-z]{20,32})?$", Nullable: true, Description: "An id."},
	someBytes: {Type: huma.TypeString, ContentEncoding: "base64", Nullable: true},
	aHash:     {Type: huma.TypeString, Pattern: "^([0-9a-f]{2})*$", Nullable: true},
	aCursor:   {Type: huma.TypeString, Nullable: true, Description: "Where a list goes on: handed back as it came."},
	aText:     {Type: huma.TypeString},
	aYes:      {Type: huma.TypeBoolean},
	anything:  {},
}

// schema describes a shape. What has fields is described once, under its name.
func (d *describer) schema(s *shape) *huma.Schema {
	switch s.form {
	case anObject:
		return d.object(s)
	case aList:
		return &huma.Schema{Type: huma.TypeArray, Items: d.schema(s.elem)}
	case aMap:
		return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: d.schema(s.elem)}
	case aNumber:
		return &huma.Schema{Type: huma.TypeInteger, Format: map[bool]string{true: "int64", false: "int32"}[s.bits > 32]}
	case aWord:
		words := &huma.Schema{Type: huma.TypeString, Nullable: true, Enum: []any{}}
		for _, w := range s.words {
			if w != "" {
				words.Enum = append(words.Enum, w)
			}
		}
		words.Enum = append(words.Enum, nil)
		return words
	case aWrapper:
		return orNothing(d.schema(s.elem))
	case aCommand:
		one := &huma.Schema{Type: huma.TypeObject, Description: "One command, under its name.", Properties: map[string]*huma.Schema{}, AdditionalProperties: false}
		for _, name := range tended() {
			c, _ := commandNamed(name) // each is offered: a test says so
			one.Properties[name] = d.schema(c.shape())
		}
		return one
	}
	leaf := leaves[s.form]
	return &leaf
}

// orNothing is a schema, or null.
func orNothing(s *huma.Schema) *huma.Schema {
	if s.Ref != "" {
		return &huma.Schema{AnyOf: []*huma.Schema{s, {Type: "null"}}}
	}
	or := *s
	or.Nullable = true
	return &or
}

// plain is the schema of what stands in an address: it is there, or not, and never null.
func plain(s *huma.Schema) *huma.Schema {
	in := *s
	in.Nullable = false
	if n := len(in.Enum); n > 0 && in.Enum[n-1] == nil {
		in.Enum = in.Enum[:n-1]
	}
	return &in
}

func (d *describer) object(s *shape) *huma.Schema {
	name := typeName(s.of)
	ref := &huma.Schema{Ref: "#/components/schemas/" + name}
	is := d.schemas[name]
	if is != nil && (!d.taken || is.AdditionalProperties != nil) {
		return ref
	}
	is = &huma.Schema{Type: huma.TypeObject, Description: docs()[name], Properties: map[string]*huma.Schema{}}
	if d.taken {
		is.AdditionalProperties = false
	}
	d.schemas[name] = is
	for _, f := range s.fields {
		of := d.schema(f.shape)
		if said := docs()[name+"."+s.of.Field(f.index).Name]; said != "" {
			of = besides(of, said)
		}
		is.Properties[f.name] = of
	}
	return ref
}

// besides is a schema with what is said of it where it stands.
func besides(s *huma.Schema, said string) *huma.Schema {
	with := *s
	with.Description = saying(with.Description, said)
	return &with
}

// saying joins what is said of something.
func saying(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, "\n\n")
}

// typeName is the name of a type in the description: that of its package and its own.
func typeName(t reflect.Type) string { return path.Base(t.PkgPath()) + "." + t.Name() }

// nameOf is the name of a function: that of its package and its own.
func nameOf(f any) string { return path.Base(runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name()) }

var inBraces = regexp.MustCompile(`/?\{\w+\}`)

// operationID names a query as a function of a program would be called.
func operationID(a *ask) string {
	return "ask_" + strings.Trim(strings.NewReplacer("/", "_", "{", "", "}", "").Replace(a.path), "_")
}

func spaced(of string) string { return strings.NewReplacer("_", " ", "/", ", ").Replace(of) }
