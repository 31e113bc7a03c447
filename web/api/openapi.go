// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding/json"
	"fmt"
	"path"
	"reflect"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"safar/kernel/fault"
	"safar/web"
)

// Version is that of what is offered here. A field or a path that is added leaves it; one that is taken away or means something else raises it.
const Version = "1.0"

const about = `What the pages of Safar do, for programs: the same commands, the same queries, the same rules, the same record of who looked at whose file.

A program shows a token, which a user makes on the page /account/tokens: "Authorization: Bearer safar_…". It acts in that user's name, may do no more than the user may at that moment, and what it opens stands in the record of looks. Cookies are not looked at.

"caseload" and "compartment" say of which part of the work is asked; without them it is the only caseload that the token reaches, and its general compartment. A command is sent with an Idempotency-Key of the program's own: sent again under the same key it is done once, and answered alike.

A field that is empty is null, or left out where not everybody may see it: whether there is nothing, or nothing for this reader, is not told. Amounts are whole, in the smallest unit of the currency beside them. Days are written 2026-11-27, in the calendar of the place where the thing happened. Sentences come in the language of Accept-Language: English, French or Arabic. What is wrong is told as application/problem+json (RFC 9457): which field, what, and how to mend it.`

// describer writes the description of what is offered.
type describer struct {
	schemas map[string]*huma.Schema
	taken   bool // what is described now is sent to us: nothing else than its fields is taken
}

// document describes everything that is offered, in OpenAPI 3.1.
func document() *huma.OpenAPI {
	registry := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	d := &describer{schemas: registry.Map()}
	o := &huma.OpenAPI{OpenAPI: "3.1.0", Info: &huma.Info{Title: "Safar", Version: Version, Description: about},
		Components: &huma.Components{Schemas: registry, SecuritySchemes: map[string]*huma.SecurityScheme{
			"token": {Type: "http", Scheme: "bearer", Description: "A token of a user, made on the page /account/tokens."}}},
		Security: []map[string][]string{{"token": {}}}}
	for _, c := range commands() {
		o.AddOperation(d.command(c))
	}
	for _, a := range asks() {
		o.AddOperation(d.query(&a))
	}
	return o
}

// described is the document as it is served: made when somebody first asks for it.
var described = sync.OnceValues(func() ([]byte, error) {
	text, err := json.MarshalIndent(document(), "", " ")
	return append(text, '\n'), fault.Wrap("api.described", err)
})

// Document returns the description of what is offered, in OpenAPI 3.1: the same bytes each time.
func Document() ([]byte, error) { return described() }

// describe serves the description. It tells nothing of anybody, and anybody may read it.
func describe(r *web.Request) error {
	text, err := described()
	if err != nil {
		return err
	}
	return r.Answer(text)
}

// command describes a command.
func (d *describer) command(c *offered) *huma.Operation {
	o := &huma.Operation{Method: "POST", Path: Base + "commands/" + c.name(), OperationID: strings.ReplaceAll(c.name(), "/", "_"), Tags: []string{"commands: " + path.Dir(c.name())},
		Summary: spaced(path.Base(c.name())), Description: saying(docs()[typeName(c.of)], "Needs "+string(c.act())+".")}
	d.taken = true
	o.RequestBody = &huma.RequestBody{Required: true, Content: content(d.schema(c.shape()))}
	d.taken = false
	o.Parameters = []*huma.Param{{Name: "Idempotency-Key", In: "header", Required: true, Description: "The program's own name for this command, at most 200 bytes: sent again, it is done once.",
		Schema: text()}}
	if !c.commons {
		o.Parameters = append(o.Parameters, d.scope()...)
	}
	o.Responses = d.responses(d.schema(shapeOf(reflect.TypeFor[Receipt]())))
	return o
}

// query describes a query.
func (d *describer) query(a *ask) *huma.Operation {
	o := &huma.Operation{Method: a.method(), Path: Base + a.path, OperationID: operationID(a), Tags: []string{strings.Split(a.path, "/")[0]},
		Summary: spaced(strings.Trim(inBraces.ReplaceAllString(a.path, ""), "/")), Description: docs()[nameOf(a.find)]}
	sent := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{}, AdditionalProperties: false}
	for _, arg := range a.arguments() {
		switch {
		case arg.fixed:
		case arg.inPath:
			o.Parameters = append(o.Parameters, &huma.Param{Name: arg.name, In: "path", Required: true, Schema: plain(d.schema(shapeOf(arg.of)))})
		case a.body:
			d.taken = true
			sent.Properties[arg.name] = d.schema(shapeOf(arg.of))
			d.taken = false
		case arg.of == typeOfListing:
			for _, name := range []string{"site", "after", "before"} {
				o.Parameters = append(o.Parameters, &huma.Param{Name: name, In: "query", Schema: text()})
			}
		default:
			o.Parameters = append(o.Parameters, &huma.Param{Name: arg.name, In: "query", Schema: plain(d.schema(shapeOf(arg.of)))})
		}
	}
	if a.body {
		o.RequestBody = &huma.RequestBody{Required: true, Content: content(sent)}
	}
	if !a.ofCommons() {
		o.Parameters = append(o.Parameters, d.scope()...)
	}
	result, listed := a.result()
	answer := d.schema(shapeOf(result))
	if listed {
		answer = &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{"rows": answer, "more": {Type: huma.TypeBoolean, Description: "There are more rows behind these."}}}
	}
	for _, name := range []string{"from", "limit"} {
		o.Parameters = append(o.Parameters, &huma.Param{Name: name, In: "query", Description: partsSaid[name], Schema: &huma.Schema{Type: huma.TypeInteger}})
	}
	o.Responses = d.responses(answer)
	return o
}

var partsSaid = map[string]string{"from": "Rows of a list before those that are told.", "limit": fmt.Sprintf("Rows that are told: %d where it is not said, at most %d.", usualPart, mostPart)}

// scope describes how a program says of which part of the work it asks.
func (d *describer) scope() []*huma.Param {
	return []*huma.Param{{Name: "caseload", In: "query", Description: "An id; without it the only caseload that the token reaches.", Schema: text()},
		{Name: "compartment", In: "query", Description: "Without it the general one.", Schema: plain(d.schema(shapeOf(reflect.TypeFor[compartment]())))}}
}

func (d *describer) responses(answer *huma.Schema) map[string]*huma.Response {
	problem := d.schema(shapeOf(reflect.TypeFor[web.Problem]()))
	return map[string]*huma.Response{
		"200":     {Description: "Done, or told.", Content: content(answer)},
		"default": {Description: "What is wrong (RFC 9457).", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: problem}}},
	}
}

func content(s *huma.Schema) map[string]*huma.MediaType {
	return map[string]*huma.MediaType{"application/json": {Schema: s}}
}
