// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"strings"
)

// RecoveryCodes is how many codes are printed for a person at a time.
const RecoveryCodes = 10

const (
	codeLength = 20                                 // characters: 100 random bits
	codeGroup  = 5                                  // characters between two hyphens
	alphabet   = "0123456789abcdefghjkmnpqrstvwxyz" // Crockford's: no i, l, o, u
)

// Digest is the SHA-256 of something random of at least 100 bits: a recovery code or a token. Guessing one cannot be sped
// up, so it needs no salt and no slow hash.
type Digest [sha256.Size]byte

// newCode returns a fresh code as it is printed: k7m2q-0tz4x-9hd3w-pa61c.
func newCode() string {
	var raw [codeLength]byte
	rand.Read(raw[:])
	var b strings.Builder
	for i, c := range raw {
		if i > 0 && i%codeGroup == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(alphabet[c%32]) // 256 is a multiple of 32: every character is equally likely
	}
	return b.String()
}

// newCodes returns a fresh set of codes, as printed and as kept.
func newCodes() (printed []string, kept []Digest) {
	for range RecoveryCodes {
		code := newCode()
		printed, kept = append(printed, code), append(kept, digestCode(code))
	}
	return printed, kept
}

// digestCode reads a code as a tired person types it: capitals, spaces, and o, i, l for 0, 1, 1.
func digestCode(typed string) Digest {
	plain := strings.Map(func(r rune) rune {
		switch r {
		case 'o':
			return '0'
		case 'i', 'l':
			return '1'
		}
		if strings.ContainsRune(alphabet, r) {
			return r
		}
		return -1
	}, strings.ToLower(typed))
	return sha256.Sum256([]byte(plain))
}

// spend returns kept without the code that was typed, and whether it was there. Every code is compared, in constant time.
func spend(kept []Digest, typed string) (left []Digest, found bool) {
	given := digestCode(typed)
	for _, d := range kept {
		if subtle.ConstantTimeCompare(d[:], given[:]) == 1 {
			found = true
		} else {
			left = append(left, d)
		}
	}
	return left, found
}
