// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"testing"

	"safar/field/programme"
)

// How a question is counted stays what it was when its form is sent from its page, whatever else was changed there.
func TestWhatIsCountedOverTimeStaysSo(t *testing.T) {
	for _, how := range []string{"", programme.PerSite, programme.OverTime} {
		shown := &sketched{Question: programme.Question{Type: "select_one", Counted: how}}
		sent := url.Values{"q0.kind": {shown.Type}}
		if shown.Counted != "" {
			sent.Set("q0.counted", shown.counting())
		}
		if back := sketchFrom(sent, "form", nil).questions[0]; back.Counted != how {
			t.Errorf("%q comes back as %q", how, back.Counted)
		}
	}
}
