// SPDX-License-Identifier: Apache-2.0

package sealed

import (
	"bytes"

	"safar/desk"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/letter"
	"safar/kernel/register"
)

// confirmedKeys and waitingKeys are the keys of AllKeepers: those with a key that is sealed to, and those whose last key nobody confirmed.
var (
	confirmedKeys = []byte{1}
	waitingKeys   = []byte{2}
)

// AllKeepers is the list of those who have a key, in the commons.
var AllKeepers = register.List{Name: "sealed_keepers"}

func indexKeeper(k *Keeper, add register.Adder) {
	if k.Standing() != nil {
		add(AllKeepers, confirmedKeys)
	}
	if k.Waits() != nil {
		add(AllKeepers, waitingKeys)
	}
}

// MakeKey makes the key of whoever asks, which is sealed to once somebody else has confirmed that it is theirs. Public is its public part; Locked is the
// private one under a passphrase, which never comes here.
type MakeKey struct {
	Public letter.Public
	Locked letter.Locked
}

// Act is the act of making one's key.
func (MakeKey) Act() access.Act { return access.VoiceKey }

// Decide records it. Faults: NotAllowed sealed.not_let_in for who neither reads in the lane nor may hold half of the glass; Conflict sealed.key_waits while another of
// theirs waits to be confirmed.
func (c MakeKey) Decide(tx *desk.Tx) error {
	const op = "sealed.MakeKey"
	k, err := desk.GetCommons(tx, KeeperStory, tx.By().User)
	switch {
	case err != nil:
		return err
	case !reads(tx.By(), tx.Today()) && !holds(tx.By(), tx.Today()):
		return fault.New(op, fault.NotAllowed, "sealed.not_let_in", nil)
	case k.State.Waits() != nil:
		return fault.New(op, fault.Conflict, "sealed.key_waits", nil)
	}
	return tx.Record(keyMade.Draft(tx.By().User, clock.NoDay, keyResidue(c)))
}

// LockAnew keeps a key of whoever asks under another passphrase. Public is which, Locked as it is locked now.
type LockAnew struct {
	Public letter.Public
	Locked letter.Locked
}

// Act is the act of making one's key.
func (LockAnew) Act() access.Act { return access.VoiceKey }

// Decide records it. Fault: NotFound sealed.no_key for a key that is not theirs.
func (c LockAnew) Decide(tx *desk.Tx) error {
	k, err := desk.GetCommons(tx, KeeperStory, tx.By().User)
	if err == nil && k.State.key(c.Public) == nil {
		err = fault.New("sealed.LockAnew", fault.NotFound, "sealed.no_key", nil)
	}
	if err != nil {
		return err
	}
	return tx.Record(keyLocked.Draft(tx.By().User, clock.NoDay, keyResidue(c)))
}

// ConfirmKey says that the key of somebody is theirs, as the writer has seen with them: from then on complaints are sealed to it. User is whose, Public which.
type ConfirmKey struct {
	User   id.ID
	Public letter.Public
}

// Act is the act of confirming keys.
func (ConfirmKey) Act() access.Act { return access.VoiceConfirm }

// Decide records it. Faults: NotAllowed sealed.not_ones_own, sealed.who_confirms for somebody who reads nothing in the lane while others do; NotFound
// sealed.no_key for a key that does not wait.
func (c ConfirmKey) Decide(tx *desk.Tx) error {
	const op = "sealed.ConfirmKey"
	k, err := desk.GetCommons(tx, KeeperStory, c.User)
	if err != nil {
		return err
	}
	waits := k.State.Waits()
	switch {
	case c.User == tx.By().User:
		return fault.New(op, fault.NotAllowed, "sealed.not_ones_own", nil)
	case waits == nil || !bytes.Equal(waits.Public, c.Public):
		return fault.New(op, fault.NotFound, "sealed.no_key", nil)
	}
	own, err := desk.GetCommons(tx, KeeperStory, tx.By().User)
	if err != nil {
		return err
	}
	if own.State.Standing() == nil || !reads(tx.By(), tx.Today()) {
		if err := firstConfirms(tx); err != nil {
			return err
		}
	}
	return tx.Record(keyConfirmed.Draft(c.User, clock.NoDay, confirmedResidue{c.Public}))
}

// firstConfirms lets the data protection officer confirm while nobody reads in the lane.
func firstConfirms(tx *desk.Tx) error {
	refused := fault.New("sealed.ConfirmKey", fault.NotAllowed, "sealed.who_confirms", nil)
	if !reviews(tx.By(), tx.Today()) {
		return refused
	}
	keepers, err := tx.FindCommons(AllKeepers, confirmedKeys)
	for _, of := range keepers {
		if err != nil {
			return err
		}
		u, wrong := desk.GetCommons(tx, staff.UserStory, of)
		if err = wrong; err == nil && reads(u.State.Actor(of), tx.Today()) {
			return refused
		}
	}
	return err
}

// reads reports whether somebody is let into the sealed lane of any caseload.
func reads(a access.Actor, today clock.Day) bool { return hasAny(a, access.VoiceList, today) }

// holds reports whether somebody may hold half of a glass.
func holds(a access.Actor, today clock.Day) bool { return hasAny(a, access.VoiceBreak, today) }

func hasAny(a access.Actor, act access.Act, today clock.Day) bool {
	of, every := a.Caseloads(act, access.SealedComplaints, today)
	return every || len(of) > 0
}

// reviews reports whether somebody reviews looks at files.
func reviews(a access.Actor, today clock.Day) bool {
	of, every := a.Caseloads(access.LooksReview, access.Looks, today)
	return every || len(of) > 0
}

// SetPromise says within how many hours each thing is done about a sealed complaint (Within), in place of what the writer saw.
type SetPromise struct{ Within Promise }

// longestPromise is a year.
const longestPromise = 366 * 24

// Act is the act of promising.
func (SetPromise) Act() access.Act { return access.VoicePromise }

// Decide records it. Fault: Invalid sealed.promise_most for more than a year.
func (c SetPromise) Decide(tx *desk.Tx) error {
	if max(c.Within.Acknowledge, c.Within.Refer, c.Within.Resolve) > longestPromise {
		return fault.New("sealed.SetPromise", fault.Invalid, "sealed.promise_most", fault.Args{"most": longestPromise / 24})
	}
	p, err := desk.GetCommons(tx, PromiseStory, promiseID)
	if err != nil {
		return err
	}
	return tx.Record(promised.Draft(promiseID, clock.NoDay, c.Within).Replacing("within", p.State.Within.Seen()))
}
