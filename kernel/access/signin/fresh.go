// SPDX-License-Identifier: Apache-2.0

package signin

import "time"

// Fresh reports whether a passphrase typed at that time was typed recently enough for an act that asks for it again, such as
// approving a payment list. It reads the door's own clock.
func (d *Door) Fresh(confirmed time.Time) bool {
	return Session{Confirmed: confirmed}.ConfirmedAt(d.clock.Now())
}
