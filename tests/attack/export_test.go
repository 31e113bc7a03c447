// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"

	"safar/exchange/opendata"
	"safar/kernel/access"
	"safar/kernel/fault"
)

// exported makes the open export on behalf of somebody, and returns its files.
func (w *tale) exported(by access.Actor) map[string]string {
	var b bytes.Buffer
	must(w.t, opendata.Write(w.t.Context(), w.desk, by, &b, opendata.Options{}))
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	must(w.t, err)
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		must(w.t, err)
		text, err := io.ReadAll(r)
		must(w.t, err)
		files[f.Name] = string(text)
	}
	return files
}

// Promise 6: the open export holds nothing of a higher class, whoever takes it out: also where they themselves see more.
func TestTheOpenExportHoldsNoCanary(t *testing.T) {
	w := planted(t)
	taken := 0
	for _, role := range access.Roles() {
		by := w.as(role)
		if access.May(by, access.ExportOpen, w.scope, w.desk.Today()) != nil || access.May(by, access.FiguresRead, w.scope, w.desk.Today()) != nil {
			if err := opendata.Write(t.Context(), w.desk, by, io.Discard, opendata.Options{}); !fault.Is(err, fault.NotAllowed) {
				t.Errorf("the %s takes it out: %v", role, err)
			}
			continue
		}
		taken++
		files := w.exported(by)
		if !strings.Contains(files["gatherings.csv"], "zkopen topic") {
			t.Errorf("the %s does not get what is open:\n%s", role, files["gatherings.csv"])
		}
		for name, text := range files {
			for _, secret := range w.secrets() {
				if strings.Contains(strings.ToLower(text), strings.ToLower(secret)) {
					t.Errorf("%s of the %s holds %q", name, role, secret)
				}
			}
		}
	}
	if taken < 4 {
		t.Errorf("only %d roles take the export out", taken)
	}
}

// secrets are the canaries, and the ids of whoever is written down.
func (w *tale) secrets() []string {
	secrets := []string{"zkanari", w.household.String(), w.journey.String(), w.other.String(), w.gathering.String(), w.scope.Caseload.String(), w.site.String(), w.village.String()}
	for canary := range canaries {
		secrets = append(secrets, canary)
	}
	for _, m := range w.members {
		secrets = append(secrets, m.String())
	}
	for _, u := range w.users {
		secrets = append(secrets, u.User.String())
	}
	return secrets
}

// Two people of one household are no number to be published: what is told of them is told of them alone.
func TestTheOpenExportTellsNothingOfOneHousehold(t *testing.T) {
	w := tell(t, 35, 33)
	rows, err := csv.NewReader(strings.NewReader(w.exported(w.as(access.Auditor))["figures.csv"])).ReadAll()
	must(t, err)
	at := map[string]int{}
	for i, column := range rows[0] {
		at[column] = i
	}
	withheld := 0
	for _, row := range rows[1:] {
		if row[at["withheld"]] == "true" {
			withheld++
		} else if counts := row[at["counts"]]; counts != "sites" && row[at["number"]] != "0" {
			t.Errorf("published: %s", fmt.Sprint(row))
		}
	}
	if withheld == 0 {
		t.Errorf("nothing is withheld: fewer than %d households should be", access.FewestTold)
	}
}
