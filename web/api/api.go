// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"crypto/sha256"
	"reflect"
	"slices"

	"safar/desk"
	"safar/field/journey"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/operation"
	"safar/web"
	"safar/web/pages"
)

// Base is the path below which programs ask.
const Base = "/api/"

// door is what every request of a program shares.
type door struct {
	op    *operation.Operation
	forms journey.FormOf
	pace  *pace
}

// Add adds the door for programs to a site. Nothing of it is made before the first program asks.
func Add(site *web.Site, op *operation.Operation) {
	d := &door{op: op, forms: pages.Forms(op), pace: newPace(op.Clock, burst, perSecond)}
	site.Open("GET "+Base+"openapi.json", describe)
	for _, c := range commands() {
		site.Program("POST "+Base+"commands/"+c.name(), func(r *web.Request) error { return d.give(r, c) })
	}
	for _, a := range asks() {
		site.Program(a.method()+" "+Base+a.path, func(r *web.Request) error { return d.answer(r, &a) })
	}
	addSMS(site, op)
	site.Program(Base, func(*web.Request) error {
		return fault.New("api.Add", fault.NotFound, "api.no_such_path", nil).WithHint("api.no_such_path.hint")
	})
}

// Program says for whom a program acts that shows a token, and how far it goes: never further than that person at this moment, and not at all where they
// were withdrawn, may not sign in, or lost what the token was given.
func Program(op *operation.Operation) func(context.Context, string) (web.Visitor, error) {
	return func(ctx context.Context, shown string) (web.Visitor, error) {
		token, err := op.Door.Bearer(ctx, shown)
		if err != nil {
			return web.Visitor{}, err
		}
		user, err := staff.Identify(ctx, op.Desk, token.User)
		if err == nil && user.Gone {
			err = fault.New("api.Program", fault.NotAllowed, "signin.token_needed", nil).WithHint("signin.token_needed.hint")
		}
		return web.Visitor{Actor: user.Actor.Through(token.Reach), Name: user.Name}, err
	}
}

// call is one request of a program.
type call struct {
	*door
	ctx   context.Context
	by    access.Actor
	say   func(key string, args fault.Args) string
	scope access.Scope // of which it asks; the commons for what asks of them alone
	shown desk.Part    // of a list
}

// may reports whether who asks may do an act in a scope.
func (c *call) may(act access.Act, scope access.Scope) bool {
	return access.May(c.by, act, scope, c.op.Desk.Today()) == nil
}

// begin begins a call: not too many follow one another, and it is about one part of one caseload.
func (d *door) begin(r *web.Request, commons bool) (*call, error) {
	if err := d.pace.next(r.Visitor.Actor.Device); err != nil {
		return nil, err
	}
	c := &call{door: d, ctx: r.Context(), by: r.Visitor.Actor, say: r.Words.Say}
	if commons {
		return c, nil
	}
	var err error
	c.scope, err = c.scopeOf(r.URL.Query().Get("caseload"), r.URL.Query().Get("compartment"))
	return c, err
}

// scopeOf returns the part of a caseload that is meant: the one that is named, or the only one that the token reaches.
func (c *call) scopeOf(caseload, compartment string) (access.Scope, error) {
	const op = "api.scopeOf"
	var reads reading
	scope := access.Scope{Compartment: access.General}
	if compartment != "" {
		shapeOf(reflect.TypeFor[access.Compartment]()).readText(&reads, compartment, reflect.ValueOf(&scope.Compartment).Elem(), "compartment")
	}
	if compartment == access.CommonsCompartment.String() && caseload == "" {
		return access.Commons, nil
	}
	if caseload != "" {
		shapeOf(typeOfID).readText(&reads, caseload, reflect.ValueOf(&scope.Caseload).Elem(), "caseload")
	} else if only, err := c.onlyCaseload(); err != nil {
		return scope, err
	} else if scope.Caseload = only; only.IsZero() {
		reads.blame("caseload", "api.wrong.caseload", nil)
	}
	if len(reads.wrong) == 0 && !scope.Valid() {
		reads.blame("compartment", "api.wrong.compartment", nil)
	}
	return scope, fault.Wrap(op, reads.err())
}

// onlyCaseload returns the one caseload that the token reaches; the zero id where it reaches several or none.
func (c *call) onlyCaseload() (only id.ID, err error) {
	today := c.op.Desk.Today()
	var of []id.ID
	for _, g := range c.by.Grants {
		if !g.Holds(today) {
			continue
		}
		if g.Caseload.IsZero() {
			rows, err := desk.Ask(c.ctx, c.op.Desk, c.by, "task.find_the_way", staff.Caseloads())
			if err != nil || len(rows) != 1 {
				return id.ID{}, err
			}
			return rows[0].ID, nil
		}
		of = append(of, g.Caseload)
	}
	if len(of) == 0 {
		return id.ID{}, fault.New("api.onlyCaseload", fault.NotAllowed, "access.no_role", nil)
	}
	if slices.ContainsFunc(of, func(one id.ID) bool { return one != of[0] }) {
		return id.ID{}, nil
	}
	return of[0], nil
}

// give has a command of a program done.
func (d *door) give(r *web.Request, o *offered) error {
	c, err := d.begin(r, o.commons)
	if err != nil {
		return err
	}
	key := r.Header.Get("Idempotency-Key")
	if key == "" || len(key) > longestKey {
		return fault.New("api.give", fault.Invalid, "api.key_missing", fault.Args{"most": longestKey}).WithHint("api.key_missing.hint")
	}
	if o.of == typeOfPublish {
		r.AllowBody(largestPublished)
	}
	text, err := r.Sent()
	if err != nil {
		return err
	}
	command, err := readCommandBody(o, text)
	if err != nil {
		return err
	}
	receipt, err := c.op.Desk.Do(c.ctx, c.by, c.scope, commandID(c.by.User, key), command)
	if err != nil {
		return err
	}
	if o.of == typeOfPublish {
		c.op.Programmes.Renew()
	}
	return c.reply(r, receiptOf(receipt))
}

const (
	longestKey       = 200     // bytes of an Idempotency-Key
	largestPublished = 8 << 20 // bytes of a programme with its forms and words
)

var typeOfPublish = reflect.TypeFor[journey.Publish]()

// commandID is the id of a command by what its program calls it: the same for the same user, whichever token they use.
func commandID(user id.ID, key string) id.ID {
	sum := sha256.Sum256(append(append([]byte("safar api command\x00"), user[:]...), key...))
	drawn, _ := id.FromBytes(sum[:id.Size]) // of the right length
	return drawn
}

// Receipt is what a program is answered to a command that was done.
type Receipt struct {
	Command     id.ID              `class:"open"` // under which the operation knows it
	Caseload    id.ID              `class:"open"` // into which it was written; none for the commons
	Compartment access.Compartment `class:"open"` // of the caseload
	IDs         []id.ID            `class:"open"` // of what it made, in order
	Facts       int                `class:"open"` // that were written
	Again       bool               `class:"open"` // it had been done before: nothing was written now
	Level       desk.Level         `class:"open"` // how durable it is
}

func receiptOf(r desk.Receipt) Receipt {
	return Receipt{r.Command, r.Scope.Caseload, r.Scope.Compartment, r.IDs, r.Facts, r.Again, r.Level}
}

// reply answers with a value of the field.
func (c *call) reply(r *web.Request, answer any) error {
	v := reflect.ValueOf(answer)
	w := writer{c.op.Desk.Moment}
	return r.Answer(append(w.write(nil, shapeOf(v.Type()), v), '\n'))
}
