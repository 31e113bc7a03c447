// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"safar/exchange/xlsform"
)

// The XLSForms of others, from what they published (testdata/README.md): large ones use what no form here can say, and each of it is refused where
// it stands.
func TestTheXLSFormsOfOthers(t *testing.T) {
	for name, want := range map[string][]string{
		"REACH_2024_MSNA-kobo-tool_draft_v11": {"survey!H2 beside", "survey!H8 group", "survey!H32 repeat", "survey!W14 column", "survey!Q30 constraint"},
		"unhcr_XlsFormUtil_demo":              {"survey!A2 beside", "survey!D1 language", "survey!A10 calculate", "choices!B6 name_wrong"},
		"unhcr_KoBoXLSFormExamples":           {"survey!A2 group"},
	} {
		file, err := os.ReadFile("../../testdata/" + name + ".xlsx")
		if err != nil {
			t.Fatal(err)
		}
		_, err = xlsform.Read(name+".xlsx", file, xlsform.Meant{Language: "en"})
		var refused xlsform.Refusals
		if !errors.As(err, &refused) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		all := told(err)
		t.Logf("%s: %d refusals", name, len(refused))
		for _, one := range want {
			if !strings.Contains(all+", ", one+", ") {
				t.Errorf("%s is not refused at %s: %s", name, one, all)
			}
		}
	}
}
