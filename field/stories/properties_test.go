// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"

	"pgregory.net/rapid"
)

// heard are names as they are registered, each with other spellings of it that somebody may write.
var heard = [][]string{{"Mwamba", "Muamba", "MWAMBA"}, {"Fatima", "Fatma", "فاطمة", "وفاطمة"}, {"Mohamed", "Muhammad", "Mohammed", "محمد"}, {"Élodie", "Elodie", "élodie"}, {"خديجة", "خديجه", "لخديجة"},
	{"Kabwe", "Kabue", "kabwe"}, {"سليم", "Selim", "وسليم"}, {"Yonas", "Jonas", "Yonnas"}, {"Tesfaye", "Tesfay", "Tesfaye’s"}, {"Nzuzi", "Nzusi"}, {"O’Hara", "Hara"}, {"Jean-Claude", "Jean Claude"}}

// said are what else stands in a story.
var said = []string{"we came by night", "I slept", "لم أنم", "it was good", "on 5 March 2025", "le 7 mai 2024", "في ٣ مارس ٢٠٢٥", "from Kilwa", "near Kabeya Mikena", "+243 81 000 00 99", "and then", "the children played", "\n"}

// holdsName says whether a text holds a name as it is registered, letter by letter and whatever its case: nothing of the code that is tested.
func holdsName(text, name string) bool {
	isWord := func(r rune) bool {
		return r == '’' || r == '-' || r > 127 || r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
	}
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !isWord(r) })
	return slices.Contains(words, strings.ToLower(name))
}

// Whatever is told, what may be read holds no name of the household or of its host, and the same person has the same changed name everywhere.
func TestWhateverIsToldNoNameGoesOut(t *testing.T) {
	r := openRoom(t)
	r.free()
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.SampledFrom(heard), 4, 4, func(n []string) string { return n[0] }).Draw(t, "names")
		var members []people.Member
		for i, n := range names[:3] {
			members = append(members, people.Member{Names: people.Names{Given: n[0], Family: "Ferej"}, Relation: []people.Relation{people.Head, people.Spouse, people.Child}[i],
				Sex: people.Sex(1 + i%2), Born: people.Born{Day: clock.Date(1990, 1, 1), Precision: people.BirthDay}})
		}
		home := r.Do(r.writer, people.Register{Arrived: clock.NoDay, Members: members}).IDs
		hosts := r.Do(r.writer, people.Register{Arrived: clock.NoDay, Members: []people.Member{{Names: people.Names{Given: names[3][0]}, Relation: people.Head}}}).IDs
		stay := r.Do(r.writer, journey.Start{Programme: "lodged", Pathway: "guest", Subject: home[0]}).IDs[0]
		hosting := r.Do(r.writer, journey.Start{Programme: "lodged", Pathway: "host", Subject: hosts[0]}).IDs[0]
		r.Do(r.writer, journey.DecideStep{Journey: stay, Step: "released", Yes: true, Reason: "asked", Source: "letter"})
		r.Do(r.writer, place{stay, hosting})
		called := map[id.ID]string{}
		for i, who := range home[1:3] {
			r.means(who)
			text := drawTale(t, names, i)
			language := rapid.SampledFrom(Languages).Draw(t, "language")
			story := r.Do(r.writer, Tell{Household: home[0], Teller: who, Language: language, Times: rapid.SampledFrom([]Times{Moved, Coarser}).Draw(t, "times"), Words: text}).IDs[0]
			sheet := r.sheet(story)
			got := sheet.Parts[0].Proposed
			for _, n := range names {
				for _, part := range strings.FieldsFunc(n[0], func(r rune) bool { return r == '-' }) {
					if holdsName(got, part) {
						t.Fatalf("%q became %q: it holds %q", text, got, part)
					}
				}
			}
			r.Do(r.writer, Write{Story: story, Teller: who, Text: got}) // what is proposed is not refused
			for _, c := range sheet.People {
				if was, had := called[c.Person]; had && was != c.Given+c.Family+c.GivenArabic {
					t.Fatalf("%s was %s", c.Given, was)
				}
				called[c.Person] = c.Given + c.Family + c.GivenArabic
			}
		}
	})
}

func drawTale(t *rapid.T, names [][]string, nth int) string {
	var parts []string
	for i := range rapid.IntRange(1, 8).Draw(t, fmt.Sprint("parts ", nth)) {
		if rapid.Bool().Draw(t, fmt.Sprint("name ", nth, i)) {
			of := rapid.SampledFrom(names).Draw(t, fmt.Sprint("of ", nth, i))
			parts = append(parts, of[0], rapid.SampledFrom(of).Draw(t, fmt.Sprint("spelled ", nth, i)))
		} else {
			parts = append(parts, rapid.SampledFrom(said).Draw(t, fmt.Sprint("said ", nth, i)))
		}
	}
	return strings.Join(parts, rapid.SampledFrom([]string{" ", ", ", ". "}).Draw(t, fmt.Sprint("between ", nth))) + " x"
}

// allowed is what a teller allows, kept apart from the code that is tested.
type allowed struct {
	channels []string
	until    clock.Day
	gone     bool // forgotten, or taken back
}

// No use outlives its consent unnoticed, whatever happens in whatever order.
func TestNoUseOutlivesItsConsentUnnoticed(t *testing.T) {
	r := openRoom(t)
	r.free()
	rapid.Check(t, func(t *rapid.T) {
		home := r.Do(r.writer, people.Register{Arrived: clock.NoDay, Members: []people.Member{{Names: people.Names{Given: "Zawadi"}, Relation: people.Head, Born: people.Born{Day: clock.Date(1990, 1, 1), Precision: people.BirthDay}}}}).IDs
		r.means(home[1])
		story := r.Do(r.writer, Tell{Household: home[0], Teller: home[1], Language: "en", Times: Moved, Words: "I slept."}).IDs[0]
		r.Do(r.writer, Write{Story: story, Teller: home[1], Text: "I slept."})
		var a allowed
		uses := map[id.ID]string{} // those that are neither taken down nor beyond, by channel
		does := func(by access.Actor, c desk.Command, may bool) (made []id.ID) {
			receipt, err := r.Desk.Do(t.Context(), by, r.Scope, id.New(), c)
			if (err == nil) != may {
				t.Fatalf("%T: %v, and may be done: %v", c, err, may)
			}
			if err != nil && fault.KindOf(err) != fault.Blocked {
				t.Fatalf("%T: %v", c, err)
			}
			return receipt.IDs
		}
		forgotten := false
		for i := range rapid.IntRange(1, 14).Draw(t, "deeds") {
			day, name := r.Desk.Today(), fmt.Sprint("deed ", i)
			stands := len(a.channels) > 0 && !a.gone && day <= a.until
			switch rapid.IntRange(0, 6).Draw(t, name) {
			case 0:
				channels := rapid.SliceOfNDistinct(rapid.SampledFrom(Channels), 1, 3, rapid.ID[string]).Draw(t, name+" channels")
				days := clock.Day(rapid.IntRange(0, 9).Draw(t, name+" days"))
				does(r.writer, r.consent(story, home[1], days, channels...), !forgotten)
				if !forgotten {
					a = allowed{channels, day + days, false}
				}
			case 1:
				does(r.reader, Publish{Story: story, NobodyKnown: true}, stands && !forgotten)
			case 2:
				channel := rapid.SampledFrom(Channels).Draw(t, name+" channel")
				published := r.sheet(story).PublishedOn.Known()
				if made := does(r.writer, r.use(story, channel), published && stands && !forgotten && slices.Contains(a.channels, channel)); len(made) > 0 {
					uses[made[0]] = channel
				}
			case 3:
				r.Do(r.writer, Withdraw{Story: story, Teller: home[1]})
				a.gone = true
			case 4:
				r.Days(rapid.IntRange(1, 5).Draw(t, name+" days"))
			case 5:
				for use := range uses {
					r.Do(r.writer, AskBack{Story: story, Use: use, State: rapid.SampledFrom([]Back{Asked, Promised}).Draw(t, name+" back")})
				}
			case 6:
				if i > 8 && !forgotten {
					r.Do(r.erasure, people.Forget{Household: home[0], Persons: home[1:2], Reason: register.ErasureAsked})
					forgotten, a.gone = true, true
				}
			}
			r.noticed(t, story, a, uses)
		}
	})
}

// noticed demands that exactly those uses wait that are not allowed any more.
func (r *room) noticed(t *rapid.T, story id.ID, a allowed, uses map[id.ID]string) {
	day := r.Desk.Today()
	var want, got []string
	for use, channel := range uses {
		if a.gone || day > a.until || !slices.Contains(a.channels, channel) {
			want = append(want, use.String())
		}
	}
	for _, task := range officetest.Ask(r.Office, r.writer, Waiting(r.Scope)) {
		if task.Story == story && !task.Use.IsZero() {
			got = append(got, task.Use.String())
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Fatalf("wait %v, want %v", got, want)
	}
}
