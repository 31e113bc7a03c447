// SPDX-License-Identifier: Apache-2.0

package sealed

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"strconv"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/letter"
)

// Of is the compartment of the sealed complaints of a caseload.
func Of(caseload id.ID) access.Scope {
	return access.Scope{Caseload: caseload, Compartment: access.SealedComplaints}
}

// Put lays a Letter into a lane. It is done under the lane's own name (access.Letterbox) and no other: what is written there tells of no author.
type Put struct{ Letter letter.Letter }

// Act is the act of laying a letter down.
func (Put) Act() access.Act { return access.VoicePut }

// Decide records it. Fault: Invalid sealed.no_letter for what is of another size than a letter.
func (c Put) Decide(tx *desk.Tx) error {
	if len(c.Letter) != letter.Size {
		return fault.New("sealed.Put", fault.Invalid, "sealed.no_letter", nil)
	}
	of, err := tx.NewID()
	if err != nil {
		return err
	}
	return tx.Record(written.Draft(of, clock.NoDay, letterResidue(c)))
}

// veil hides which command laid a letter down: the envelope of a fact tells its command, and one that moves a complaint is told in the open too.
var veil = newVeil()

func newVeil() []byte {
	b := make([]byte, sha256.Size)
	rand.Read(b)
	return b
}

// veiled is the id under which what a command says is laid down. It is the same as long as the program runs; after that, what is sent again lies there twice, and is read as one (Message.ID).
func veiled(command id.ID) id.ID {
	h := hmac.New(sha256.New, veil)
	h.Write(command[:])
	of, _ := id.FromBytes(h.Sum(nil)[:id.Size])
	return of
}

// put lays letters into the lane of a caseload, under an id that a command is veiled with, and others drawn from it. Done again, it lays none a second time: a letter is never
// sealed to the same bytes twice, so that it is asked first whether the command was done.
func put(ctx context.Context, d *desk.Desk, caseload, command id.ID, letters []letter.Letter) error {
	const op = "sealed.put"
	scope, command := Of(caseload), veiled(command)
	done, err := d.Done(ctx, scope, []id.ID{command})
	if err != nil || done[0] {
		return fault.Wrap(op, err)
	}
	commands := make([]desk.Numbered, len(letters))
	for i, l := range letters {
		commands[i] = desk.Numbered{ID: numbered(command, len(letters)-1-i), Command: Put{l}} // the command's own id is that of the last: with it, all lie there
	}
	for _, o := range d.DoAll(ctx, access.Letterbox(caseload), scope, commands) {
		if o.Err != nil && fault.KeyOf(o.Err) != "desk.command_id_used" {
			return fault.Wrap(op, o.Err)
		}
	}
	return nil
}

func numbered(command id.ID, n int) id.ID {
	if n == 0 {
		return command
	}
	return id.Derived(command, "letter", strconv.Itoa(n))
}

// say seals a message to those who may open it, and lays it down.
func say(ctx context.Context, d *desk.Desk, caseload, command id.ID, m Message, to []letter.Public) error {
	letters, err := lettersOf(m, to)
	if err != nil {
		return fault.Wrap("sealed.say", err)
	}
	return put(ctx, d, caseload, command, letters)
}
