// SPDX-License-Identifier: Apache-2.0

package pages_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"safar/demo"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/sound"
)

// wavOf is a file of sound as WAV, of some bytes of a voice, with a title such as recorders write behind it.
func wavOf(voice string, n int) string {
	w := binary.LittleEndian
	said := []byte(strings.Repeat(voice, n/len(voice)+1))[:n&^1]
	title := w.AppendUint32([]byte("LIST"), 4+8+12)
	title = append(w.AppendUint32(append(title, "INFOINAM"...), 12), "made at home"...)
	file := w.AppendUint32([]byte("RIFF"), uint32(36+len(said)+len(title)))
	file = w.AppendUint32(append(file, "WAVEfmt "...), 16)
	for _, v := range []uint16{1, 1, 8000, 0, 16000, 0, 2, 16} { // PCM, mono, 8 kHz
		file = w.AppendUint16(file, v)
	}
	file = w.AppendUint32(append(file, "data"...), uint32(len(said)))
	return string(append(append(file, said...), title...))
}

// heard is what is typed on the page where somebody is heard, and further fields.
func (w *town) heard(more ...string) url.Values {
	w.Helper()
	page := w.open(access.SiteManager, "/voices/hear")
	typed := form(append([]string{"q_words", "The tap has been dry for three days.", "a_topic", "water_and_hygiene", "a_channel", "hotline"}, more...)...)
	typed.Set("place", w.first(page, `<select[^>]*name="place"[^>]*>(?s:.*?)<option value="([0-9a-z]{20,})"`))
	return typed
}

// fetch fetches a recording, or a part of it.
func (w *town) fetch(role access.Role, path, part string) (*http.Response, string) {
	w.Helper()
	r, err := http.NewRequestWithContext(w.Context(), http.MethodGet, w.server.URL+path, nil)
	if err != nil {
		w.Fatal(err)
	}
	if part != "" {
		r.Header.Set("Range", part)
	}
	r.AddCookie(&http.Cookie{Name: "safar_session", Value: url.QueryEscape(w.as(role))})
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		w.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		w.Fatal(err)
	}
	return answer, string(body)
}

// A recording comes with what somebody says, is heard by who answers, and is written down; it goes into the sealed lane with its complaint, where it is heard on, and here no more.
func TestARecordingComesWithAComplaintAndGoesWithIt(t *testing.T) {
	w := newTownWith(t, 600, clock.At(townDay.Time().Add(6*time.Hour)), demo.Nyunzu)
	wrongRecordingsComeBack(w)
	const sites = access.SiteManager
	voice := wavOf("zkanari of a voice ", 100_000)
	var complaint string
	typed := w.heard("agreed", "yes")
	for range 2 { // sent again it is the same
		r := w.uploads(sites, "/voices/hear", typed, "recording", [2]string{"Amina at home.wav", voice})
		if r.status != http.StatusOK {
			t.Fatalf("heard: %d %s", r.status, said(r.text))
		}
		complaint = w.first(r.text, `href="(/subjects/complaint/[0-9a-z]{20,})"`)
	}
	page := w.open(sites, complaint)
	for _, says := range []string{"<audio controls", `preload="none"`, "6 seconds"} {
		must(t, page, says)
	}
	plays := regexp.MustCompile(`src="(/voices/recordings/[0-9a-z]+)"`).FindAllStringSubmatch(page, -1)
	if len(plays) != 1 {
		t.Fatalf("%d recordings", len(plays))
	}
	at := plays[0][1]
	answer, whole := w.fetch(sites, at, "")
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "audio/wav" || answer.Header.Get("Cache-Control") != "no-store" || !strings.Contains(whole, "zkanari of a voice") {
		t.Errorf("heard: %d %v, %d bytes", answer.StatusCode, answer.Header, len(whole))
	}
	for _, told := range []string{"made at home", "Amina"} {
		if strings.Contains(whole+page+answer.Header.Get("Content-Disposition")+w.log.String(), told) {
			t.Errorf("it still tells of %q", told)
		}
	}
	if answer, some := w.fetch(sites, at, "bytes=44-62"); answer.StatusCode != http.StatusPartialContent || some != "zkanari of a voice " {
		t.Errorf("a part of it: %d %q", answer.StatusCode, some)
	}
	w.unheard(at, http.StatusForbidden, access.FinanceOfficer, access.Administrator, access.Auditor, access.Enumerator)
	must(t, w.refused(sites, at+"/words", "words", " "), "This is needed")
	w.post(sites, at+"/words", "words", "zkanari: the tap by the school")
	for _, says := range []string{"zkanari: the tap by the school", "Heard in it by"} {
		must(t, said(w.open(sites, complaint)), says)
	}
	if w.log.String() == "" || strings.Contains(w.log.String(), "zkanari") {
		t.Error("the log tells of it, or nothing")
	}
	w.movedWithItsVoice(complaint, at, whole)
}

// unheard has others ask for a recording, who are refused it.
func (w *town) unheard(path string, status int, roles ...access.Role) {
	w.Helper()
	for _, role := range roles {
		if answer, text := w.fetch(role, path, ""); answer.StatusCode != status || strings.Contains(text, "zkanari") {
			w.Errorf("%v asks for %s: %d", role, path, answer.StatusCode)
		}
	}
}

// movedWithItsVoice moves a complaint with a recording into the sealed lane.
func (w *town) movedWithItsVoice(complaint, at, voice string) {
	w.Helper()
	const point = access.ProtectionOfficer
	move := lane + "/move/" + strings.TrimPrefix(complaint, "/subjects/complaint/")
	for _, says := range []string{"Recording of a voice", "zkanari: the tap by the school"} {
		must(w, said(w.open(access.SiteManager, move)), says)
	}
	if r := w.send(access.SiteManager, "POST", move, form("theme", "abuse", "teller", "survivor", "words", "")); r.status != http.StatusOK {
		w.Fatalf("moved: %d %s", r.status, said(r.text))
	}
	if answer, text := w.fetch(access.SiteManager, at, ""); answer.StatusCode != http.StatusNotFound || strings.Contains(text, "zkanari") {
		w.Errorf("it is still heard in the open: %d", answer.StatusCode)
	}
	if text := w.open(access.SiteManager, complaint); strings.Contains(text, "<audio") || strings.Contains(text, "zkanari") {
		w.Error("its page still tells of it")
	}
	w.post(point, lane+"/open", "passphrase", w.passphrase(point))
	played := 0
	for _, of := range regexp.MustCompile(`/sensitive/complaints/[0-9a-z]{20,}`).FindAllString(w.open(point, complaints), -1) {
		for _, src := range regexp.MustCompile(`<audio[^>]* src="([^"]+)"`).FindAllStringSubmatch(w.open(point, of), -1) {
			answer, said := w.fetch(point, src[1], "")
			if answer.StatusCode != http.StatusOK || said != voice {
				w.Errorf("in the lane: %d, %d bytes of %d", answer.StatusCode, len(said), len(voice))
			}
			played++
			must(w, w.open(point, of), "zkanari: the tap by the school")
			w.unheard(src[1], http.StatusNotFound, access.SiteManager, access.Administrator, access.Auditor, access.DataProtectionOfficer)
			for _, wrong := range []string{"/9", "/-1", "/x"} {
				if answer, _ := w.fetch(point, strings.TrimSuffix(src[1], "/0")+wrong, ""); answer.StatusCode != http.StatusNotFound {
					w.Errorf("%s: %d", wrong, answer.StatusCode)
				}
			}
		}
	}
	if played != 1 {
		w.Errorf("%d recordings in the lane", played)
	}
}

// What is too large, is no recording, broke off, or came without the word of who speaks is refused, and everything typed comes back.
func wrongRecordingsComeBack(w *town) {
	lay := w.lying()
	for name, c := range map[string]struct {
		file, agreed, says string
	}{
		"20 MB":                {wavOf("long ", 20<<20), "yes", fmt.Sprintf("at most %d MB", sound.MaxSent>>20)},
		"nothing in it":        {"", "yes", "recording"},
		"no recording":         {"This is a letter.", "yes", "recording"},
		"a broken recording":   {"OggS\x00broken", "yes", "recording"},
		"nobody agreed":        {wavOf("voice ", 20_000), "", "Ask whoever speaks"},
		"a picture as a voice": {string(bytes.Repeat([]byte("\xff\xd8\xff\xe0 jpeg"), 100)), "yes", "recording"},
	} {
		typed := w.heard("agreed", c.agreed)
		r := w.uploads(access.SiteManager, "/voices/hear", typed, "recording", [2]string{"voice.ogg", c.file})
		text := said(r.text)
		if r.status != http.StatusUnprocessableEntity || !strings.Contains(text, c.says) || !strings.Contains(text, "The tap has been dry for three days.") ||
			!regexp.MustCompile(`<details[^>]* open>`).MatchString(r.text) {
			w.Errorf("%s: %d %s", name, r.status, text)
		}
	}
	r := w.uploads(access.SiteManager, "/voices/hear", w.heard(), "recording") // no file was chosen at all
	if r.status != http.StatusOK {
		w.Errorf("without a recording: %d %s", r.status, said(r.text))
	}
	if now := w.lying(); now != lay {
		w.Errorf("%d attachments were left behind", now-lay)
	}
}

// lying is how many attachments lie in the first caseload.
func (w *town) lying() int64 {
	w.Helper()
	n, err := w.op.Desk.Pictures(w.Context(), access.Scope{Caseload: w.filled.Caseloads[demo.Nyunzu], Compartment: access.General})
	if err != nil {
		w.Fatal(err)
	}
	return n
}
