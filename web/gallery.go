// SPDX-License-Identifier: Apache-2.0

package web

import (
	"safar/kernel/clock"
	"safar/web/page"
	"safar/web/picture"
	"safar/web/words"
)

// sample is what the gallery shows: made up, the same in every language.
type sample struct {
	number, head, phone string
	people              int64
	registered          clock.Day
	amount              words.Money
	state               string
}

var samples = []sample{
	{"KAL-00417", "Mwamba Kitenge", "+243 810 000 417", 5, clock.Date(2026, 3, 4), words.Money{Minor: 37000, Currency: "USD"}, "done"},
	{"KAL-01203", "أمينة الحسن", "+243 810 001 203", 12, clock.Date(2026, 3, 11), words.Money{Minor: 1234550, Currency: "USD"}, "ready"},
	{"KAL-02264", "Nzuzi Ilunga Kalonda", "+243 810 002 264", 1, clock.Date(2026, 11, 22), words.Money{Minor: 2500000, Currency: "CDF"}, "blocked"},
	{"KAL-03071", "Ștefan Đorđević", "+383 49 000 071", 3, clock.NoDay, words.Money{Minor: 0, Currency: "EUR"}, "lapses_soon"},
}

var sampleStates = []string{"done", "ready", "blocked", "lapses_soon", "undecidable", "not_applicable", "on_hold", "safe", "not_safe"}

// galleryPicture is a picture of a hut, drawn for this page: a PNG of two colours.
const galleryPicture = "data:image/png;base64," +
	"iVBORw0KGgoAAAANSUhEUgAAAGAAAABACAMAAADS6oI8AAAABlBMVEXV1M0LVWZwjlmMAAAAZklEQVR42u3RQQqAMBTEUHP/S7tyIYjU0iBosi3M49Ntq6qqF8LeB3vfFDiy9x2Bc/b+" +
	"cgFUgevs/VUCd9n7CwRQBUay9+cFxrP3pwRQBZ5n77tH6J8c8BFg9C0gICAg4FtA1W/aAcRLBSEjAtA/AAAAAElFTkSuQmCC"

func galleryFields(w *words.Printer) (destination, remarks, means, told, day page.Field) {
	return page.Field{Name: "destination", Label: w.T("gallery.destination"), Error: w.T("gallery.choose_error"),
			Options: []page.Option{{Value: "kabulo", Label: "Kabulo"}, {Value: "mulange", Label: "Mulange"}}},
		page.Field{Name: "words", Label: w.T("gallery.words"), Optional: true},
		page.Field{Name: "means", Label: w.T("gallery.means"), Value: "convoy", Options: []page.Option{
			{Value: "convoy", Label: w.T("gallery.convoy")}, {Value: "own", Label: w.T("gallery.own_means")}}},
		page.Field{Name: "told", Label: w.T("gallery.told"), Value: "yes"},
		page.Field{Name: "day", Label: w.T("gallery.day"), Kind: "date", Value: "2026-11-22"}
}

func galleryEvents(w *words.Printer) []page.Event {
	return []page.Event{
		{When: w.Date(clock.Date(2026, 3, 4)), What: w.T("gallery.event_1"), Who: "Espérance M.", State: "done"},
		{When: w.Date(clock.Date(2026, 4, 18)), What: w.T("gallery.event_2"), State: "done"},
		{When: w.Date(clock.Date(2026, 5, 2)), What: w.T("gallery.event_3"), Who: "Espérance M.", State: "ready"},
	}
}

func galleryFacts(w *words.Printer) []page.Term {
	s := samples[1]
	return []page.Term{
		{Label: w.T("gallery.household"), Value: s.number, Class: "id"},
		{Label: w.T("gallery.head"), Value: s.head},
		{Label: w.T("gallery.phone"), Value: s.phone, Class: "phone"},
		{Label: w.T("gallery.registered"), Value: w.Date(s.registered), Class: "date"},
		{Label: w.T("gallery.size"), Value: w.N("count.persons", s.people)},
		{Label: w.T("gallery.amount"), Class: "hidden"},
	}
}

// galleryAnswers are the answers to a question as they are drawn alone, and beside one another; one is withheld.
func galleryAnswers(w *words.Printer) []*picture.Answers {
	all := []picture.Answer{{Said: w.T("gallery.convoy"), Value: 64, Text: w.Number(64)}, {Said: w.T("gallery.own_means"), Text: w.T("surveys.not_told")}}
	title := w.T("gallery.means")
	return []*picture.Answers{picture.AnswersOf(title, w, 90, all), picture.SmallAnswersOf(title, w, 90, all)}
}

func showGallery(r *Request) error {
	f := r.Frame(r.Words.T("gallery.title"))
	f.Crumbs = []page.Link{{Text: r.Words.T("page.home"), To: "/"}}
	return r.Show(galleryPage(f))
}

// galleryMap is a map of three places that are made up: one safe, one not, and a site.
func galleryMap(w *words.Printer) *picture.Map {
	return picture.MapOf(w.T("gallery.map"), w, []picture.Mark{
		{Name: "Mulange", Latitude: -5_700_000, Longitude: 28_950_000, Round: true, Sign: page.Sign(page.Good), Tone: string(page.Good), Number: w.Number(412), Word: w.T("overview.full")},
		{Name: "Kabulo", Latitude: -5_850_000, Longitude: 29_080_000, Round: true, Sign: page.Sign(page.Bad), Tone: string(page.Bad), Number: w.Number(33)},
		{Name: "Kalonda", Latitude: -5_930_000, Longitude: 29_000_000, Number: w.Number(1204)}})
}
