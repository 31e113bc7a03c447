// SPDX-License-Identifier: Apache-2.0

package page

import (
	"strconv"

	"github.com/a-h/templ"
)

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// noticeRole tells a screen reader how urgent a notice is.
func noticeRole(tone Tone) string {
	if tone == Bad || tone == Warn {
		return "alert"
	}
	return "status"
}

// Escaped returns a text as it stands in a page, for tests that look for it there.
func Escaped(text string) string { return templ.EscapeString(text) }
