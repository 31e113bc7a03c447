// SPDX-License-Identifier: Apache-2.0

package page

import "strconv"

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// noticeRole tells a screen reader how urgent a notice is.
func noticeRole(tone Tone) string {
	if tone == Bad || tone == Warn {
		return "alert"
	}
	return "status"
}
