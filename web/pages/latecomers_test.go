// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"regexp"
	"strings"
	"testing"

	"safar/kernel/access"
)

// Somebody comes to a household that has left. Its file says who is to follow; she alone is told and asked, and she leaves on her own word. Nobody shows her
// what the others answered, nor asks them again.
func TestWhoComesToAHouseholdThatHasLeftFollowsIt(t *testing.T) {
	k := inKalemie(t)
	const worker, mover = access.Caseworker, access.MovementOfficer
	file, village := k.settledFamily(t)
	k.fillIn(t, worker, file+"/member", "given_1", "Furaha", "family_1", "Follows", "relation_1", "spouse", "born_1", "1994", "sex_1", "female")
	body := k.get(t, worker, file).body
	if !strings.Contains(troubles(body), "Joins them later: Furaha Follows") {
		t.Fatalf("the file does not say who follows: %s", troubles(body))
	}
	she, way := firstMatch(t, body, `/members/([0-9a-z]+)"><bdi>Furaha`), firstMatch(t, body, `href="(`+file+`/ways/[0-9a-z]+)/`)
	journey := way[strings.LastIndex(way, "/")+1:]

	telling := way + "/village_profile?place=" + village
	if form := k.get(t, worker, telling).body; strings.Count(form, " checked") != 1 || !regexp.MustCompile(`value="`+she+`"[^>]* checked`).MatchString(form) {
		t.Errorf("she alone is there to be told, and she alone is ticked: %s", troubles(form))
	}
	k.fillIn(t, worker, telling, "place", village, "language", "sw", "source", "profile", "q_told_about", "safety", "q_understood", "yes", "heard", she)
	if asked := k.get(t, worker, way+"/solution").body; strings.Count(asked, "?person=") != 1 || !strings.Contains(asked, "Furaha") {
		t.Errorf("she alone is asked: %s", troubles(asked))
	}
	k.fillIn(t, worker, way+"/solution?person="+she, "option", "return", "place", village, "private", "yes")

	own := "/movements/own?place=" + village
	if ready := k.get(t, mover, own).body; !strings.Contains(ready, journey) {
		t.Fatalf("who follows does not stand on the list of those who may leave: %s", troubles(ready))
	}
	asking := "/movements/ask/" + journey + "/departure"
	if again := k.get(t, mover, asking).body; strings.Count(again, asking+"/") != 1 || !strings.Contains(again, "Furaha") {
		t.Errorf("she alone is asked again: %s", troubles(again))
	}
	k.fillIn(t, mover, asking+"/"+she, "willing", "yes", "private", "yes")
	k.fillIn(t, mover, "/movements/own/"+journey+"/departure", "day", k.op.Desk.Today().String())
	if body := k.get(t, worker, file).body; strings.Contains(body, "Joins them later") {
		t.Errorf("she has left, and is still to follow: %s", troubles(body))
	}
}

// settledFamily returns the file of a household that has left as a whole, and the village to which it went, which is safe still.
func (k *kalemie) settledFamily(t *testing.T) (file, village string) {
	t.Helper()
	places := regexp.MustCompile(`<option value="([0-9a-z]{20,})"[^>]*>([^<]+) – Safe</option>`)
	for file := range k.householdsOf(t, access.Caseworker, "/households?stands=have_left") {
		body := k.get(t, access.Caseworker, file).body
		way := regexp.MustCompile(`href="(` + file + `/ways/[0-9a-z]+)/village_profile`).FindStringSubmatch(body)
		if way == nil || strings.Contains(troubles(body), "Forgotten") { // of whom nothing more can be written
			continue
		}
		for _, place := range places.FindAllStringSubmatch(k.get(t, access.Caseworker, way[1]+"/village_profile").body, -1) {
			if strings.Contains(body, "<bdi>"+place[2]+"</bdi>") {
				return file, place[1]
			}
		}
	}
	t.Fatal("nobody has left as a whole")
	return "", ""
}
