// SPDX-License-Identifier: Apache-2.0

// Package letter seals what only named people may read, so that nobody else learns whether there is anything to read.
//
// # A letter
//
// A [Letter] is as long as any other. It is sealed with a key of its own, which is wrapped to each of those who may open it, in [Wraps] places; a
// place that nobody needs is wrapped to a key that was thrown away. A letter that holds nothing ([Empty]) is sealed in the same way. Whoever has no key
// to it cannot tell how many may open it, who they are, whether it holds anything, or how much.
//
// # A key
//
// A [Key] is one person's. It is kept locked with a passphrase ([Key.Lock]), and unlocked in the memory of a session alone ([Unlock]).
//
// Keys are wrapped by HPKE (RFC 9180: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM), the content is sealed with AES-256-GCM, a locked key with
// argon2id and AES-256-GCM.
package letter
