// SPDX-License-Identifier: Apache-2.0

// Package signin knows people by their passphrase, or by one of the recovery codes printed for them, and remembers for a
// while that it does.
//
// It must work where there is no phone, no network and no right time:
//
//   - A passphrase has at least 12 characters and is kept as argon2id. One hash is computed at a time: 46 MiB each would
//     otherwise let a crowd, or an attacker, take the memory of a small laptop.
//   - Ten recovery codes of 100 random bits are printed at enrolment; each opens the door once, and sets a new passphrase.
//   - A browser may be kept as a device of its person: a random key in its cookie, and a PIN. Wrong PINs are counted before they are judged and no
//     time forgives them; after five in a row only the passphrase or a printed code helps. No clock plays a part in it.
//   - Whoever wants it has the passphrase ask for a one-time code of their phone too (RFC 6238). Where the clock is wrong no code fits; the key of
//     a kept device then counts in its place, and a printed code always does.
//   - An adult whom the office helps may have a code of their own, six digits, which they type with the number of their card at a kiosk: a browser that stands open to
//     people, is nobody's session, and ends at an hour. Wrong codes are counted like wrong PINs.
//   - Wrong answers cost time: the wait doubles, for the account and for the device. The account's wait is capped low, so that
//     nobody can lock a colleague out by guessing at their name.
//   - A session ends after 30 minutes without use and after 12 hours in any case. The highest time ever seen is kept: when the
//     clock goes back, every session ends and the next sign-in starts from the new time, so a wrong clock neither lengthens a
//     session nor keeps anyone out.
//
// [Door] puts these together over a [Book], which keeps credentials and sessions. The book holds no passphrase, code or
// token, only what proves them.
package signin
