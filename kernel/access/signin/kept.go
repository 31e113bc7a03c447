// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"safar/kernel/fault"
	"safar/kernel/id"
)

const (
	// PINTries is how many wrong PINs in a row a kept device bears. They are counted and never forgotten by time, so that no clock gives a guesser more.
	PINTries = 5
	// MostDevices is how many devices are kept for one person at a time.
	MostDevices = 8

	longestDeviceName = 60 // characters
)

// Device is a browser that is kept for one person: it holds a key of 256 random bits, and the person a PIN. Both together sign in, without a
// phone and whatever the clock says.
type Device struct {
	Key  Digest    // of the key in its cookie
	User id.ID     // for whom it is kept
	Name string    // what that person calls it
	PIN  string    // the hash of the PIN together with the key, as Hasher writes it: what is in the book lets nobody try PINs
	Kept time.Time // when it was kept
	Seen time.Time // when it signed in last, or was kept
	// Wrong is how many wrong PINs were typed since the last right one; from PINTries on the device opens nothing any more.
	Wrong int
}

// ID names the device on a page; nobody gets from it to the key.
func (d Device) ID() string {
	sum := sha256.Sum256(d.Key[:])
	return hex.EncodeToString(sum[:8])
}

// Shut reports whether too many wrong PINs were typed: only the passphrase or a printed code helps then.
func (d Device) Shut() bool { return d.Wrong >= PINTries }

// Left is how many wrong PINs it still bears.
func (d Device) Left() int { return max(0, PINTries-d.Wrong) }

// Known is a kept device as the browser that has its key is told of it: Name is what its person signs in with, Left how many tries at the PIN
// are left; 0 where it opens nothing any more.
type Known struct {
	Name string
	Left int
}

// Keep keeps the browser of a session as a device of the person in it, and returns the key for its cookie. The passphrase must have been typed
// lately (Fresh): a session that a phone joined, or a PIN opened, keeps none. before is the key that the browser had, which ends; it may be "".
// Faults: Invalid signin.pin_short, signin.pin_common, signin.device_name; NotAllowed signin.confirm_first; Conflict signin.devices_many.
func (d *Door) Keep(ctx context.Context, token, before, name, pin string) (key string, err error) {
	const op = "signin.Keep"
	s, err := d.Resume(ctx, token)
	if err != nil {
		return "", err
	}
	if !d.Fresh(s.Confirmed) {
		return "", fault.New(op, fault.NotAllowed, "signin.confirm_first", nil)
	}
	name = strings.Join(strings.Fields(name), " ")
	if n := utf8.RuneCountInString(name); n == 0 || n > longestDeviceName {
		return "", fault.New(op, fault.Invalid, "signin.device_name", fault.Args{"most": longestDeviceName})
	}
	pin = digits(pin)
	if err := CheckPIN(pin); err != nil {
		return "", err
	}
	key = secret()
	hash, err := d.hasher.Hash(ctx, pinOf(pin, key))
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	now := d.clock.Now()
	kept := Device{Key: digestOf(key), User: s.User, Name: name, PIN: hash, Kept: now, Seen: now}
	return key, fault.Wrap(op, d.book.Write(ctx, func(p Page) error { return putDevice(p, kept, before) }))
}

// putDevice keeps a device in the place of the one that the browser was before.
func putDevice(p Page, kept Device, before string) error {
	if before != "" {
		if err := p.DropDevice(digestOf(before)); err != nil {
			return err
		}
	}
	others, err := p.DevicesOf(kept.User)
	if err == nil && len(others) >= MostDevices {
		err = fault.New("signin.Keep", fault.Conflict, "signin.devices_many", fault.Args{"most": MostDevices})
	}
	if err != nil {
		return err
	}
	return p.PutDevice(kept)
}

// secret returns 256 random bits as text, for a cookie.
func secret() string {
	raw := make([]byte, 32)
	rand.Read(raw)
	return base64.RawURLEncoding.EncodeToString(raw)
}

func digestOf(secret string) Digest { return sha256.Sum256([]byte(secret)) }

// pinOf is what of a PIN is hashed: with the key, which only the browser has, so that a stolen book is no help in guessing.
func pinOf(pin, key string) string { return pin + "\x00" + key }

// Recognise says whose device a browser is by the key that it holds. A key that opens nothing is NotFound signin.device_ended.
func (d *Door) Recognise(ctx context.Context, key string) (Known, error) {
	var known Known
	return known, fault.Wrap("signin.Recognise", d.book.Look(ctx, func(p Page) error {
		kept, c, err := standing(p, key)
		known = Known{Name: c.Name, Left: kept.Left()}
		return err
	}))
}

// standing finds a kept device and the credential of its person, who may sign in.
func standing(p Page, key string) (Device, Credential, error) {
	kept, found, err := p.Device(digestOf(key))
	if err != nil {
		return kept, Credential{}, err
	}
	c, known, err := p.CredentialOf(kept.User)
	if err == nil && (!found || !known || c.Barred) {
		err = fault.New("signin.standing", fault.NotFound, "signin.device_ended", nil)
	}
	return kept, c, err
}

// Unlock signs in with the key of a kept device and its PIN. The passphrase does not count as typed by it. A try is counted before it is judged, so
// that no crowd of tries and no power cut gives another one. Faults: NotAllowed signin.pin_wrong with the count of tries left,
// signin.pin_spent; NotFound signin.device_ended.
func (d *Door) Unlock(ctx context.Context, key, pin, device string) (token string, err error) {
	const op = "signin.Unlock"
	var kept Device
	if err := d.book.Write(ctx, func(p Page) (err error) { kept, err = try(p, key); return err }); err != nil {
		return "", fault.Wrap(op, err)
	}
	right, _, err := d.hasher.Verify(ctx, kept.PIN, pinOf(digits(pin), key))
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	if !right {
		return "", wrongPIN(kept)
	}
	return d.unlocked(ctx, key, kept, device)
}

// try counts a try at the PIN of a device; of one that bears none any more nothing is tried.
func try(p Page, key string) (Device, error) {
	kept, _, err := standing(p, key)
	if err == nil && kept.Shut() {
		err = wrongPIN(kept)
	}
	if err != nil {
		return kept, err
	}
	kept.Wrong++
	return kept, p.PutDevice(kept)
}

func wrongPIN(kept Device) error {
	if kept.Shut() {
		return fault.New("signin.Unlock", fault.NotAllowed, "signin.pin_spent", nil).WithHint("signin.pin_spent.hint")
	}
	return fault.New("signin.Unlock", fault.NotAllowed, "signin.pin_wrong", fault.Args{"count": kept.Left()})
}

// unlocked opens a session for the person of a device whose PIN was right, unless the device has ended since it was looked at.
func (d *Door) unlocked(ctx context.Context, key string, was Device, device string) (token string, err error) {
	return token, fault.Wrap("signin.Unlock", d.book.Write(ctx, func(p Page) error {
		now, err := d.noteTime(p)
		if err != nil {
			return err
		}
		kept, _, err := standing(p, key)
		if err != nil {
			return err
		}
		kept.Wrong, kept.Seen = 0, now
		if err := p.PutDevice(kept); err != nil {
			return err
		}
		token, err = begin(p, Session{User: kept.User, Device: device, How: ByPIN, Began: now, Seen: now})
		return err
	}))
}

// Devices lists the devices that are kept for a person, the oldest first, without what proves their PINs.
func (d *Door) Devices(ctx context.Context, user id.ID) (kept []Device, err error) {
	err = d.book.Look(ctx, func(p Page) error { kept, err = p.DevicesOf(user); return err })
	slices.SortFunc(kept, func(a, b Device) int { return cmp.Or(a.Kept.Compare(b.Kept), cmp.Compare(a.ID(), b.ID())) })
	for i := range kept {
		kept[i].PIN = ""
	}
	return kept, fault.Wrap("signin.Devices", err)
}

// LetGo takes one device from a person, by Device.ID: its key opens nothing any more. One that is not theirs, or gone already, is NotFound
// signin.device_ended.
func (d *Door) LetGo(ctx context.Context, user id.ID, of string) error {
	return fault.Wrap("signin.LetGo", d.book.Write(ctx, func(p Page) error {
		kept, err := p.DevicesOf(user)
		for _, k := range kept {
			if k.ID() == of {
				return p.DropDevice(k.Key)
			}
		}
		return orElse(err, fault.New("signin.LetGo", fault.NotFound, "signin.device_ended", nil))
	}))
}

// LetAllGo takes every device from a person and ends their sessions.
func (d *Door) LetAllGo(ctx context.Context, user id.ID) error {
	return fault.Wrap("signin.LetAllGo", d.book.Write(ctx, func(p Page) error {
		return orElse(p.DropDevicesOf(user), p.EndSessionsOf(user))
	}))
}

// SignedInAt says when users signed in last, on this node; those who never did are not in it.
func (d *Door) SignedInAt(ctx context.Context, users ...id.ID) (map[id.ID]time.Time, error) {
	at := map[id.ID]time.Time{}
	err := d.book.Look(ctx, func(p Page) error {
		for _, user := range users {
			when, err := p.SignedIn(user)
			if err != nil {
				return err
			}
			if !when.IsZero() {
				at[user] = when
			}
		}
		return nil
	})
	return at, fault.Wrap("signin.SignedInAt", err)
}
