// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"strings"
	"testing"
	"testing/fstest"
)

// A word that is missing is named with its language, at the section of the file in which it is missing; of words for people only what they meet is asked for.
func TestAWordThatIsMissingIsNamedWithItsPlace(t *testing.T) {
	files := map[string]string{
		"programme.yaml": "programme: p\npathways:\n  way:\n    for: household\n    steps:\n      - tell: profile\n      - close: over\n        needs: [profile]\n        reasons: [moved_on]\nfigures:\n  told: {count: households, where: profile.done}\n",
		"words/en.yaml":  "language: en\nname: P\npathways: {way: Way}\nsteps: {profile: Profile, over: Over}\ntold: {profile: We tell you}\nreasons: {moved_on: Moved on}\nfigures: {told: Told}\n",
		"words/fr.yaml":  "language: fr\nname: P\npathways: {way: Chemin}\nsteps: {profile: Profil}\ntold: {profile: Nous vous disons}\nfigures: {told: Informés}\n",
		"words/sw.yaml":  "language: sw\nfor: people\nname: P\npathways: {way: Njia}\nsteps: {profile: Maelezo, over: Mwisho}\nreasons: {moved_on: Wameondoka}\n",
	}
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	var said strings.Builder
	sound, err := CheckFolder(&said, "p", folder, english)
	if err != nil || !sound {
		t.Fatalf("%v %v: %s", sound, err, said.String())
	}
	for _, want := range []string{"words/fr.yaml:4:1: advice: no word in “fr” for steps “over”", "     4 | steps: {profile: Profil}", "words/fr.yaml:1:1: advice: no words in “fr” under reasons: moved_on",
		"words/sw.yaml:1:1: advice: no words in “sw” under told: profile"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("nothing says %q:\n%s", want, said.String())
		}
	}
	if n := strings.Count(said.String(), "advice"); n != 3 {
		t.Errorf("%d are missing, want 3:\n%s", n, said.String())
	}
	folder["words/sw.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(files["words/sw.yaml"], "for: people", "for: peoples", 1))}
	said.Reset()
	if sound, _ := CheckFolder(&said, "p", folder, english); sound || !strings.Contains(said.String(), "words/sw.yaml:2:6") {
		t.Errorf("what the words are for is not read: %s", said.String())
	}
}
