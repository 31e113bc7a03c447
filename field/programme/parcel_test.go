// SPDX-License-Identifier: Apache-2.0

package programme_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"safar/field/programme"
	"safar/kernel/fault"
)

func zipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAParcelTellsItsFilesByWhatTheyBeginWith(t *testing.T) {
	var p programme.Parcel
	folder := zipped(t, map[string]string{"home/": "", "home/programme.yaml": "# remark\r\nprogramme: home\r\n", "home/forms/intention.yaml": "form: intention\n",
		"home/words/sw.yaml": "language: sw\n", "home/README.md": "# Home", "__MACOSX/home/._x.yaml": "x", "home/.DS_Store": "x"})
	if err := p.Add("home.zip", folder); err != nil {
		t.Fatal(err)
	}
	if err := p.Add(`C:\home\forms\profile.yml`, []byte("\ufeffform: profile\n")); err != nil {
		t.Fatal(err)
	}
	if string(p.Programme) != "# remark\nprogramme: home\n" || string(p.Forms["intention"]) != "form: intention\n" || string(p.Forms["profile"]) != "form: profile\n" ||
		string(p.Words["sw"]) != "language: sw\n" || !slices.Equal(p.Beside, []string{"home/README.md"}) {
		t.Errorf("it is read as %+v", p)
	}
}

func TestAParcelThatCannotBeAProgrammeIsRefused(t *testing.T) {
	many := map[string]string{}
	for i := range programme.MaxParcelFiles + 1 {
		many[fmt.Sprintf("forms/f%d.yaml", i)] = "form: f\n"
	}
	long := strings.Repeat("# long\n", programme.MaxParcel/6)
	for want, files := range map[string][][2]string{
		"programme.parcel_twice":      {{"a/programme.yaml", "programme: a\n"}, {"b/programme.yaml", "programme: b\n"}},
		"programme.parcel_unknown":    {{"other.yaml", "what: this\n"}},
		"programme.parcel_not_text":   {{"programme.yaml", "programme: \xff\xfe\n"}},
		"programme.parcel_unreadable": {{"a.zip", "PK\x03\x04 cut off"}},
		"programme.parcel_nested":     {{"a.zip", string(zipped(t, map[string]string{"b.zip": string(zipped(t, map[string]string{"x.yaml": "form: x\n"}))}))}},
		"programme.parcel_large":      {{"bomb.zip", string(zipped(t, map[string]string{"programme.yaml": "programme: a\n" + long}))}},
	} {
		var p programme.Parcel
		var err error
		for _, f := range files {
			if err == nil {
				err = p.Add(f[0], []byte(f[1]))
			}
		}
		if fault.KeyOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	var p programme.Parcel
	if err := p.Add("many.zip", zipped(t, many)); fault.KeyOf(err) != "programme.parcel_large" {
		t.Errorf("%d files: %v", len(many), err)
	}
}
