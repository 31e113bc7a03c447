// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"crypto/hmac"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"hash"
	"net/url"
	"time"
)

// What the codes of a phone are made with: the values that every authenticator knows (RFC 6238, sections 4.1 and 5.2; RFC 4226, section 5.3).
const (
	codeDigits = 6
	codePeriod = 30 * time.Second
	codeWindow = 1 // codes before and after the present one that are heard too: half a minute of a clock that is off
)

// counterAt is which period a time is in, counted from 1970 UTC.
func counterAt(at time.Time) int64 { return at.Unix() / int64(codePeriod/time.Second) }

// oneTimeCode is the code of a period, of so many digits (RFC 4226, section 5.3, with the counter of RFC 6238).
func oneTimeCode(newHash func() hash.Hash, secret []byte, counter int64, digits int) string {
	mac := hmac.New(newHash, secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(counter)))
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0x0f
	value := binary.BigEndian.Uint32(sum[at:]) & 0x7fffffff
	power := uint32(1)
	for range digits {
		power *= 10
	}
	return fmt.Sprintf("%0*d", digits, value%power)
}

// Letters returns a secret as it is typed into a phone: base32, in groups of four.
func Letters(secret []byte) string {
	plain := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	var out []byte
	for i := range len(plain) {
		if i > 0 && i%4 == 0 {
			out = append(out, ' ')
		}
		out = append(out, plain[i])
	}
	return string(out)
}

// KeyURI returns what an authenticator reads from a picture code (the otpauth form that they share): the secret, for somebody at an office.
func KeyURI(name string, secret []byte) string {
	plain := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	return "otpauth://totp/Safar:" + url.PathEscape(name) + "?secret=" + plain + "&issuer=Safar"
}
