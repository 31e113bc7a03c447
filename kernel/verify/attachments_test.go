// SPDX-License-Identifier: Apache-2.0

package verify_test

import (
	"bytes"
	"image"
	"image/png"
	"slices"
	"testing"
	"time"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
	"safar/kernel/register/registertest"
	"safar/kernel/vault"
	"safar/kernel/verify"
)

// pinned is a toy story that names one attachment.
type pinned struct {
	At vault.Address `cbor:"1,keyasint"`
}

type words struct {
	Text string `cbor:"1,keyasint"`
}

var pins = register.NewKind("pin", func(p *pinned, add register.Adder) { add(vault.Attachments, p.At[:]) })

var pinnedUp = register.NewFact(pins, "pin.pinned", 1, func(p *pinned, _ *journal.Fact, r pinned, _ *words) { p.At = r.At })

// An attachment that a fact names and that is not there, or not as it was sealed, is found; one that no fact names is not.
func TestAttachmentsAreVerified(t *testing.T) {
	house := register.NewHouse(pins, pinnedUp)
	n := registertest.New(t, registertest.Ring(t), house)
	o := &operation{Node: n, other: n, scope: access.Scope{Caseload: id.New(), Compartment: access.General}}
	owner, story := id.New(), id.New()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(n.Ring.Mint(t.Context(), o.scope, owner))
	must(n.Ring.Persist(t.Context()))
	var file bytes.Buffer
	must(png.Encode(&file, image.NewGray(image.Rect(0, 0, 30, 20))))
	picture, err := vault.ReadPicture(&file)
	must(err)
	keep := func() vault.Address {
		at, err := vault.Keep(t.Context(), n.Store, n.Ring, vault.Whose{Scope: o.scope, Owner: owner}, id.New(), picture, time.Unix(1e9, 0))
		must(err)
		return at
	}
	at := keep()
	n.Write(t, o.scope, pinnedUp.DraftFor(story, owner, clock.Day(20000), pinned{at}, words{"a hut"}))
	keep() // nobody names it
	if found := o.check(t); !found.Good() || found.Attachments != 1 {
		t.Errorf("%+v", found)
	}
	for _, c := range []struct{ statement, want string }{
		{`UPDATE attachment_chunk SET sealed = $2 WHERE attachment = $1 AND part = 1`, "verify.attachment_altered"},
		{`DELETE FROM attachment WHERE attachment = $1 AND size > length($2)`, "verify.attachment_lost"},
	} {
		o.spoil(t, c.statement, at[:], []byte("noise"))
		found := o.check(t)
		if !slices.Equal(keysOf(found), []string{c.want}) || !slices.ContainsFunc(found.List, func(f verify.Finding) bool { return f.Story == story }) {
			t.Errorf("%+v, want %s", found.List, c.want)
		}
	}
}
