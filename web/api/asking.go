// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/url"
	"reflect"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/payment"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/web"
)

// How much of a list one answer tells.
const (
	usualPart = 100
	mostPart  = 500
)

// answerer is a query of the field: desk.Query of whatever it is of.
type answerer interface {
	Answer(ctx context.Context, d *desk.Desk, by access.Actor, why desk.Purpose, told desk.Part) (any, error)
}

var (
	typeOfAnswerer  = reflect.TypeFor[answerer]()
	typeOfCall      = reflect.TypeFor[*call]()
	typeOfScope     = reflect.TypeFor[access.Scope]()
	typeOfAct       = reflect.TypeFor[access.Act]()
	typeOfForms     = reflect.TypeFor[journey.FormOf]()
	typeOfSpellings = reflect.TypeFor[*people.Spellings]()
	typeOfWritten   = reflect.TypeFor[*payment.Written]()
	typeOfSay       = reflect.TypeFor[programme.Say]()
	typeOfPart      = reflect.TypeFor[desk.Part]()
	typeOfListing   = reflect.TypeFor[people.Listing]()
)

// byTheDoor reports whether the door knows an argument by its type: the program does not say it.
func byTheDoor(t reflect.Type) bool {
	switch t {
	case typeOfCall, typeOfScope, typeOfAct, typeOfForms, typeOfSpellings, typeOfWritten, typeOfSay, typeOfPart:
		return true
	}
	return false
}

// argument is one thing that a program says when it asks.
type argument struct {
	name   string
	of     reflect.Type
	inPath bool
	fixed  bool // the door sets it: how much of a list is read
}

// arguments are what a program says, in the order in which the query takes it.
func (a *ask) arguments() (all []argument) {
	f, next := reflect.TypeOf(a.find), 0
	for i := range f.NumIn() {
		t := f.In(i)
		if byTheDoor(t) {
			continue
		}
		name := a.args[next]
		next++
		all = append(all, argument{name: name, of: t, inPath: strings.Contains(a.path, "{"+name+"}"), fixed: name == "limit" || name == "most" || name == "nothing"})
	}
	return all
}

// ofCommons reports whether a query asks of the commons alone.
func (a *ask) ofCommons() bool {
	f := reflect.TypeOf(a.find)
	for i := range f.NumIn() {
		if t := f.In(i); t == typeOfScope || t == typeOfCall {
			return false
		}
	}
	return true
}

// result is the type of what is answered, and whether it is a list, which is told in parts.
func (a *ask) result() (t reflect.Type, listed bool) {
	t = reflect.TypeOf(a.find).Out(0)
	if t.Implements(typeOfAnswerer) {
		run, _ := t.FieldByName("Run") // every query has it
		t = run.Type.Out(0)
	}
	return t, t.Kind() == reflect.Slice
}

// answer answers a query of a program.
func (d *door) answer(r *web.Request, a *ask) error {
	c, err := d.begin(r, a.ofCommons())
	if err != nil {
		return err
	}
	in, err := c.arguments(r, a)
	if err != nil {
		return err
	}
	out := called(reflect.ValueOf(a.find), in)
	if len(out) == 2 {
		if err, _ := out[1].Interface().(error); err != nil {
			return err
		}
		return c.tell(r, out[0].Interface())
	}
	found, err := out[0].Interface().(answerer).Answer(c.ctx, c.op.Desk, c.by, a.why, c.shown)
	if err != nil {
		return err
	}
	return c.tell(r, found)
}

// called calls a function; of one that takes any number of a thing, with the list of them.
func called(f reflect.Value, in []reflect.Value) []reflect.Value {
	if f.Type().IsVariadic() {
		return f.CallSlice(in)
	}
	return f.Call(in)
}

// tell answers with what was found; of a list with the part that was asked for, and how long it is.
func (c *call) tell(r *web.Request, found any) error {
	v := reflect.ValueOf(found)
	if v.Kind() != reflect.Slice {
		return c.reply(r, found)
	}
	n := v.Len()
	from := min(c.shown.From, n)
	b := append([]byte(`{"rows":`), writer{c.op.Desk.Moment}.write(nil, shapeOf(v.Type()), v.Slice(from, min(from+c.shown.Limit, n)))...)
	b = append(b, `,"more":`...)
	return r.Answer(append(b, map[bool]string{true: "true}\n", false: "false}\n"}[n > from+c.shown.Limit]...))
}

// arguments reads what a program says with a query: from the path, from what follows it, and from what is sent.
func (c *call) arguments(r *web.Request, a *ask) ([]reflect.Value, error) {
	said := r.URL.Query()
	var reads reading
	c.shown = desk.Part{Limit: usualPart}
	readPart(&reads, said, &c.shown)
	sent := map[string]any{}
	if a.body {
		text, err := r.Sent()
		if err != nil {
			return nil, err
		}
		raw, err := parse(text)
		if err != nil {
			return nil, err
		}
		if sent, _ = raw.(map[string]any); sent == nil {
			reads.blame("", "api.wrong.object", nil)
		}
	}
	known := map[string]bool{"caseload": true, "compartment": true, "from": true, "limit": true, "lang": true}
	f, all, next := reflect.TypeOf(a.find), a.arguments(), 0
	in := make([]reflect.Value, 0, f.NumIn())
	for i := range f.NumIn() {
		if byTheDoor(f.In(i)) {
			in = append(in, c.own(f.In(i), a.acts))
			continue
		}
		arg := all[next]
		next++
		v := reflect.New(arg.of).Elem()
		switch {
		case arg.fixed:
			c.fix(arg, v)
		case arg.inPath:
			if err := readPath(r.PathValue(arg.name), v, arg.name); err != nil {
				return nil, err
			}
		case a.body:
			shapeOf(arg.of).read(&reads, sent[arg.name], v, arg.name)
			delete(sent, arg.name)
		default:
			readQuery(&reads, said, v, arg, known)
		}
		in = append(in, v)
		known[arg.name] = true
	}
	for name := range sent {
		reads.blame(name, "api.wrong.unknown", fault.Args{"known": argumentNames(all)})
	}
	for name := range said {
		if !known[name] {
			reads.blame(name, "api.wrong.unknown", fault.Args{"known": argumentNames(all)})
		}
	}
	return in, reads.err()
}

func argumentNames(all []argument) string {
	var names []string
	for _, a := range all {
		if !a.inPath && !a.fixed {
			names = append(names, a.name)
		}
	}
	return listed(append(names, "caseload", "compartment", "from", "limit"))
}

// own returns an argument that the door knows.
func (c *call) own(t reflect.Type, acts []access.Act) reflect.Value {
	switch t {
	case typeOfCall:
		return reflect.ValueOf(c)
	case typeOfScope:
		return reflect.ValueOf(c.scope)
	case typeOfForms:
		return reflect.ValueOf(c.forms)
	case typeOfSpellings:
		return reflect.ValueOf(c.op.Spellings)
	case typeOfWritten:
		return reflect.ValueOf(c.op.Written)
	case typeOfSay:
		return reflect.ValueOf(programme.Say(c.say))
	case typeOfPart:
		return reflect.ValueOf(c.shown)
	}
	for _, act := range acts {
		if c.may(act, c.scope) {
			return reflect.ValueOf(act)
		}
	}
	return reflect.ValueOf(acts[len(acts)-1])
}

// fix sets how much of a list is read: as far as the part goes that is told, and one more, which says that there is more.
func (c *call) fix(arg argument, v reflect.Value) {
	switch arg.name {
	case "limit":
		v.SetInt(int64(c.shown.From + c.shown.Limit + 1))
	case "most":
		v.SetInt(int64(c.shown.Limit))
	}
}

// readPath reads what stands in a path: what can be no name of anything names nothing that is there.
func readPath(text string, v reflect.Value, name string) error {
	var reads reading
	shapeOf(v.Type()).readText(&reads, text, v, name)
	if len(reads.wrong) > 0 {
		return fault.New("api.readPath", fault.NotFound, "", nil)
	}
	return nil
}

// readPart reads which part of a list is wanted.
func readPart(r *reading, said url.Values, part *desk.Part) {
	number := shapeOf(reflect.TypeFor[int]())
	for name, to := range map[string]*int{"from": &part.From, "limit": &part.Limit} {
		if text := said.Get(name); text != "" {
			number.readText(r, text, reflect.ValueOf(to).Elem(), name)
		}
	}
	if part.From < 0 || part.From > 1_000_000 {
		r.blame("from", "api.wrong.number", nil)
	}
	if part.Limit < 1 || part.Limit > mostPart {
		r.blame("limit", "api.wrong.limit", fault.Args{"most": mostPart})
	}
}

// readQuery reads what follows a path.
func readQuery(r *reading, said url.Values, v reflect.Value, arg argument, known map[string]bool) {
	if arg.of == typeOfListing {
		readListing(r, said, v, known)
		return
	}
	switch s := shapeOf(arg.of); {
	case s.form == aList:
		if len(said[arg.name]) > mostPart {
			r.blame(arg.name, "api.wrong.limit", fault.Args{"most": mostPart})
			return
		}
		for _, text := range said[arg.name] {
			one := reflect.New(arg.of.Elem()).Elem()
			s.elem.readText(r, text, one, arg.name)
			v.Set(reflect.Append(v, one))
		}
	case said.Has(arg.name):
		s.readText(r, said.Get(arg.name), v, arg.name)
	}
}

// readListing reads which page of the households is wanted.
func readListing(r *reading, said url.Values, v reflect.Value, known map[string]bool) {
	var part desk.Part
	part.Limit = usualPart
	readPart(&reading{}, said, &part)
	want := people.Listing{Limit: part.Limit}
	for name, to := range map[string]any{"site": &want.Site, "after": &want.After, "before": &want.After} {
		known[name] = true
		if text := said.Get(name); text != "" {
			to := reflect.ValueOf(to).Elem()
			shapeOf(to.Type()).readText(r, text, to, name)
			want.Back = want.Back || name == "before"
		}
	}
	v.Set(reflect.ValueOf(want))
}
