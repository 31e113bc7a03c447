// SPDX-License-Identifier: Apache-2.0

package intake

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"

	"safar/desk"
	"safar/exchange/sheet"
	"safar/kernel/access"
	"safar/kernel/id"
)

// namer makes the ids of commands from what they bring in, so that the same row is the same command on every import and on
// every node of the scope. It draws them from the scope's key: ids of commands travel in clear with the envelopes, and whoever
// carries those must not be able to try out whether a known person's row is among them.
type namer struct {
	key []byte
}

func newNamer(ctx context.Context, d *desk.Desk, scope access.Scope) (*namer, error) {
	if _, err := d.Ring().Epoch(ctx, scope); err != nil { // makes the key of a scope that has none
		return nil, err
	}
	key, err := d.Ring().ScopeKey(scope, 1) // the first epoch's, so that ids outlive a change of key
	return &namer{key}, err
}

func (n *namer) household(source string, content sheet.Digest) id.ID {
	return n.name("household", source, string(content[:]))
}

func (n *namer) place(code, name, parent string) id.ID { return n.name("place", code, name, parent) }

func (n *namer) name(texts ...string) id.ID {
	h := hmac.New(sha256.New, n.key)
	h.Write([]byte("safar intake 1\x00"))
	for _, t := range texts {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(t))))
		h.Write([]byte(t))
	}
	of, _ := id.FromBytes(h.Sum(nil)[:id.Size]) // it has the length of an id
	return of
}
