// SPDX-License-Identifier: Apache-2.0

package sound

import "time"

const (
	// MaxSent is the most bytes of a recording as it is sent, and as it is kept: an hour as telephones and browsers record voices, or two
	// minutes of it uncompressed.
	MaxSent = 10 << 20

	// maxChannels is how many voices stand side by side in one track at most: more than two are a studio's.
	maxChannels = 2
	// maxRate is the most samples a second that any recorder takes.
	maxRate = 384_000
	// maxLength is longer than any recording: what claims more does not tell its length.
	maxLength = 30 * 24 * time.Hour
)

// lasting is how long so many samples last at so many a second; nought where that cannot be.
func lasting(samples, rate int64) time.Duration {
	if samples <= 0 || rate <= 0 || samples/rate >= int64(maxLength/time.Second) {
		return 0
	}
	whole, rest := samples/rate, samples%rate
	return time.Duration(whole)*time.Second + time.Duration(float64(rest)/float64(rate)*float64(time.Second))
}
