// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"context"
	"time"

	"safar/kernel/id"
)

// Book keeps credentials, sessions and throttles. They belong to one node and are never sent to another.
type Book interface {
	// Look runs f on the book as it stands at one moment.
	Look(ctx context.Context, f func(Page) error) error

	// Write runs f and keeps what it put in, all of it or, when f returns an error, nothing; that error is returned as it
	// is. Two Writes never see each other's unfinished work. f may be run more than once.
	Write(ctx context.Context, f func(Page) error) error
}

// Page is the open book, valid until the function that it was handed to returns. What is not in the book is returned as
// false without an error.
type Page interface {
	// Credential and CredentialOf find a credential by the name that signs in and by the user; PutCredential replaces a user's.
	Credential(name string) (Credential, bool, error)
	CredentialOf(user id.ID) (Credential, bool, error)
	PutCredential(Credential) error

	// Session finds a session by the digest of its token; PutSession begins it or notes what changed. Those that end are gone at once: one
	// device's, all of a user's, or everybody's; with the last two go the kiosks.
	Session(token Digest) (Session, bool, error)
	PutSession(Session) error
	EndSession(token Digest) error
	EndSessionsOf(user id.ID) error
	EndAllSessions() error

	// Device finds a kept device by the digest of its key, DevicesOf those of a user. PutDevice keeps one, or notes what changed; DropDevice and
	// DropDevicesOf end them; the latter ends the tokens of their programs too: whatever opens without the passphrase.
	Device(key Digest) (Device, bool, error)
	DevicesOf(user id.ID) ([]Device, error)
	PutDevice(Device) error
	DropDevice(key Digest) error
	DropDevicesOf(user id.ID) error

	// Token finds what a program shows by the digest of it, TokensOf those of a user, Tokens all. PutToken keeps one, or notes what changed;
	// DropToken ends it.
	Token(secret Digest) (Token, bool, error)
	TokensOf(user id.ID) ([]Token, error)
	Tokens() ([]Token, error)
	PutToken(Token) error
	DropToken(secret Digest) error

	// Phone is the secret of a user's phone; PutPhone replaces it, DropPhone ends it.
	Phone(user id.ID) (Phone, bool, error)
	PutPhone(Phone) error
	DropPhone(user id.ID) error

	// Invitation finds an invitation by the digest of its code; PutInvitation takes the place of the one that a user gave before.
	Invitation(code Digest) (Invitation, bool, error)
	PutInvitation(user id.ID, i Invitation) error
	DropInvitation(code Digest) error

	// Kiosk finds a kiosk by the digest of its token, Kiosks all of them, in the order in which they were opened. PutKiosk opens one, or notes who stands before it;
	// DropKiosk ends it. Those of a user, or all, end with EndSessionsOf and EndAllSessions.
	Kiosk(token Digest) (Kiosk, bool, error)
	Kiosks() ([]Kiosk, error)
	PutKiosk(Kiosk) error
	DropKiosk(token Digest) error

	// CodeTries is how often in a row a personal code was typed wrong, by a digest of what proves it; PutCodeTries notes it.
	CodeTries(code Digest) (int, error)
	PutCodeTries(code Digest, wrong int) error

	// SignedIn is when a user signed in last, the zero time for never; PutSignedIn notes it.
	SignedIn(user id.ID) (time.Time, error)
	PutSignedIn(user id.ID, at time.Time) error

	// Throttle is how often a name or an address has failed; the zero Throttle where it has not.
	Throttle(key Digest) (Throttle, error)
	PutThrottle(key Digest, t Throttle) error

	// Tidy drops the sessions last seen, and the throttles last failed, before a time.
	Tidy(before time.Time) error

	// HighestTime is what PutHighestTime was given last: the latest time seen, since the clock was last set back; the zero time in a new book.
	HighestTime() (time.Time, error)
	PutHighestTime(time.Time) error
}

// Credential is what proves that a person is who they say.
type Credential struct {
	User     id.ID     // whose it is
	Name     string    // what they type; lower case, unique in the book
	Hash     string    // of the passphrase, as Hasher writes it
	Recovery []Digest  // of the printed codes that are not used yet
	Changed  time.Time // when the passphrase was set
	Barred   bool      // may not sign in any more
}

// Session is a person signed in on one device.
type Session struct {
	Token     Digest    // of the token in their cookie
	User      id.ID     // who is signed in
	Device    string    // what the device calls itself; not a secret
	Began     time.Time // when they signed in
	Seen      time.Time // when they last did something, to the minute
	Confirmed time.Time // when they last typed their passphrase; the zero time where they have not
	How       How       // how it began
}

// How is how a session began. The numbers are stored.
type How uint8

// The ways in. A session that waits for a code is none yet: it opens nothing.
const (
	ByPassphrase How = iota // or by a printed code
	Halfway                 // the passphrase was right, and a code is waited for
	ByPIN                   // on a device that is kept
	ByInvitation            // a phone that joined by a code that its person showed on another screen
)
