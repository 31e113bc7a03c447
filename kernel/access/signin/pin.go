// SPDX-License-Identifier: Apache-2.0

package signin

import (
	"strings"

	"safar/kernel/fault"
)

// ShortestPIN is the least number of digits of a PIN, LongestPIN the most. With PINTries tries, six digits are guessed once in 200,000 stolen
// devices, as long as people do not take those that everybody takes.
const (
	ShortestPIN = 6
	LongestPIN  = 12
)

// digits returns the digits of what was typed, in Western ones: spaces and hyphens do not matter, and a keyboard may be Arabic or Persian. What holds
// anything else is no number, and comes back as "".
func digits(typed string) string {
	var b strings.Builder
	for _, r := range typed {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r >= '٠' && r <= '٩':
			b.WriteRune(r - '٠' + '0')
		case r >= '۰' && r <= '۹':
			b.WriteRune(r - '۰' + '0')
		case r == ' ' || r == '-' || r == '\u00a0' || r == '\u202f':
		default:
			return ""
		}
	}
	return b.String()
}

// CheckPIN returns nil when a PIN may be chosen: 6 to 12 digits, and none of those that are tried first: the same digits over and over,
// or digits that count up or down.
func CheckPIN(pin string) error {
	const op = "signin.CheckPIN"
	if pin = digits(pin); len(pin) < ShortestPIN || len(pin) > LongestPIN {
		return fault.New(op, fault.Invalid, "signin.pin_short", fault.Args{"least": ShortestPIN, "most": LongestPIN})
	}
	repeated := false
	for piece := 1; piece <= 3; piece++ {
		repeated = repeated || strings.Repeat(pin[:piece], len(pin)/piece+1)[:len(pin)] == pin
	}
	if repeated || steps(pin, 1) || steps(pin, -1) {
		return fault.New(op, fault.Invalid, "signin.pin_common", nil)
	}
	return nil
}

// steps reports whether each digit follows the one before it by the same step, with 0 after 9.
func steps(pin string, by int) bool {
	for i := 1; i < len(pin); i++ {
		if (int(pin[i-1])+by-int(pin[i])+10)%10 != 0 {
			return false
		}
	}
	return true
}
