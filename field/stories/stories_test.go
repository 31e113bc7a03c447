// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"safar/desk"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// lodged is a programme in which households live with others, and tell of it.
const lodged = `
programme: lodged
currency: USD
pathways:
  guest:
    for: household
    compartment: protection
    steps:
      - decide: released
        authority: those_who_detain
        by: protection_officer
  held:
    for: household
    compartment: protection
    steps:
      - clear: freed
        kind: release
  host:
    for: host
    compartment: protection
    steps:
      - ask: described
  story:
    for: person
    compartment: protection
    steps:
      - tell: story_told
      - decide: published
        kind: story
        by: protection_officer
        needs: [story_told]
`

// placedWith puts a household with a host, without a rule: what a package beside this one writes.
var placedWith = register.NewFact(journey.Story, "test.placed_with", 1, func(j *journey.Journey, f *journal.Fact, r id.ID, _ *register.None) {
	j.Add(f, journey.Mark{Step: "hosted", State: programme.Promised, Link: r})
})

type place struct{ Guest, Host id.ID }

func (place) Act() access.Act { return access.JourneyStep }

func (c place) Decide(tx *desk.Tx) error {
	return tx.Record(placedWith.Draft(c.Guest, clock.NoDay, c.Host))
}

// room is an office of protection in which a woman, a man and a child live with a host.
type room struct {
	*officetest.Office
	writer, reader, erasure      access.Actor
	household, woman, man, child id.ID
	host, hostess, stay, hosting id.ID
	kilwa, kabeya                id.ID
	ways                         map[id.ID]id.ID
}

func openRoom(t testing.TB, names ...people.Names) *room {
	o := officetest.Open(t, desk.Declarations(), staff.Declarations(), people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations(), choice.Declarations(), Declarations(),
		[]register.Declaration{placedWith})
	r := &room{Office: o, writer: o.Person(access.ProtectionOfficer), reader: o.Person(access.ProtectionOfficer), erasure: o.Person(access.DataProtectionOfficer), ways: map[id.ID]id.ID{}}
	manager := o.Person(access.ProgrammeManager)
	r.Common(manager, journey.Publish{Source: []byte(lodged)})
	r.kilwa = r.Common(manager, places.Add{Kind: places.Site, Name: "Kilwa"}).IDs[0]
	r.kabeya = r.Common(manager, places.Add{Kind: places.Village, Name: "Kabeya-Mikena"}).IDs[0]
	r.Scope.Compartment = access.Protection
	if len(names) == 0 {
		names = []people.Names{{Given: "Selam", Family: "Ferej"}, {Given: "Yonas", Family: "Ferej"}, {Given: "Hiwet", Family: "Ferej"}, {Given: "Amina", Family: "Mwamba"}}
	}
	adult, young := people.Born{Day: clock.Date(1990, 1, 1), Precision: people.BirthDay}, people.Born{Day: clock.Date(2018, 1, 1), Precision: people.BirthDay}
	ids := r.Do(r.writer, people.Register{Arrived: clock.NoDay, Card: "GU-7731", Members: []people.Member{
		{Names: names[0], Relation: people.Head, Sex: people.Female, Born: adult, Phone: "+243810000001"},
		{Names: names[1], Relation: people.Spouse, Sex: people.Male, Born: adult},
		{Names: names[2], Relation: people.Child, Sex: people.Female, Born: young}}}).IDs
	r.household, r.woman, r.man, r.child = ids[0], ids[1], ids[2], ids[3]
	ids = r.Do(r.writer, people.Register{Arrived: clock.NoDay, Members: []people.Member{{Names: names[3], Relation: people.Head, Sex: people.Female, Born: adult}}}).IDs
	r.host, r.hostess = ids[0], ids[1]
	r.stay = r.Do(r.writer, journey.Start{Programme: "lodged", Pathway: "guest", Subject: r.household}).IDs[0]
	r.hosting = r.Do(r.writer, journey.Start{Programme: "lodged", Pathway: "host", Subject: r.host}).IDs[0]
	r.Do(r.writer, place{r.stay, r.hosting})
	return r
}

// free has the authority let the household go, and each of some told what telling means.
func (r *room) free(told ...id.ID) *room {
	r.Helper()
	r.Do(r.writer, journey.DecideStep{Journey: r.stay, Step: "released", Yes: true, Reason: "we asked", Source: "letter"})
	for _, who := range told {
		r.means(who)
	}
	return r
}

func (r *room) means(who id.ID) {
	r.Helper()
	r.ways[who] = r.Do(r.writer, journey.Start{Programme: "lodged", Pathway: "story", Subject: who}).IDs[0]
	r.Do(r.writer, choice.Tell{Journey: r.ways[who], Step: "story_told", Language: "fr", Source: "us"})
}

func (r *room) tell(who id.ID, words string) id.ID {
	r.Helper()
	return r.Do(r.writer, Tell{Household: r.household, Teller: who, Language: "en", Times: Moved, Words: words}).IDs[0]
}

func (r *room) sheet(story id.ID) Sheet {
	r.Helper()
	return officetest.Ask(r.Office, r.writer, One(r.Scope, story))
}

// wrote writes what is proposed.
func (r *room) wrote(story, who id.ID) string {
	r.Helper()
	sheet := r.sheet(story)
	p := sheet.Parts[slices.IndexFunc(sheet.Parts, func(p PartRow) bool { return p.Teller == who })]
	r.Do(r.writer, Write{Story: story, Teller: who, Text: p.Proposed})
	return p.Proposed
}

func (r *room) covers(days clock.Day, channels ...string) Covers {
	return Covers{Channels: channels, Languages: []string{"en"}, Until: r.Desk.Today() + days}
}

func (r *room) consent(story, who id.ID, days clock.Day, channels ...string) Consent {
	return Consent{Story: story, Teller: who, Covers: r.covers(days, channels...), Alone: true, ReadBack: true, Words: ConsentWords{Witness: "Sister Marie"}}
}

// published is a story of the woman that others may read.
func (r *room) published(words string) id.ID {
	r.Helper()
	story := r.tell(r.woman, words)
	r.wrote(story, r.woman)
	r.Do(r.writer, r.consent(story, r.woman, 100, "web", "print"))
	r.Do(r.reader, Publish{Story: story, NobodyKnown: true})
	return story
}

func (r *room) use(story id.ID, channel string) UseStory {
	return UseStory{Story: story, Channel: channel, Language: "en", Where: "The page of the office"}
}

func (r *room) waiting() []Task {
	r.Helper()
	return officetest.Ask(r.Office, r.writer, Waiting(r.Scope))
}

const nights = "I am Selam. On 12 March 2025 we came from Kilwa to Amina Mwamba, with Yonas. Call me on +243 810 000 001, card GU-7731."

func TestNamesPlacesAndDaysAreChangedAndTheSameEverywhere(t *testing.T) {
	r := openRoom(t)
	r.free(r.woman, r.man)
	first, second := r.tell(r.woman, nights), r.tell(r.man, "Selam was tired when we left Kilwa on the 12th of March.")
	one, two := r.sheet(first), r.sheet(second)
	text := one.Parts[0].Proposed
	for _, known := range []string{"Selam", "Kilwa", "Amina", "Mwamba", "Yonas", "12 March", "810", "GU-7731"} {
		if strings.Contains(text, known) {
			t.Errorf("%q still tells %s", text, known)
		}
	}
	called := one.People[slices.IndexFunc(one.People, func(c CalledRow) bool { return c.Person == r.woman })]
	if !strings.Contains(text, "I am "+called.Given+".") || !strings.HasPrefix(two.Parts[0].Proposed, called.Given+" was tired") {
		t.Errorf("%q and %q: she is %s in both", text, two.Parts[0].Proposed, called.Given)
	}
	if !strings.Contains(two.Parts[0].Proposed, "a camp") || !strings.Contains(text, "a camp") {
		t.Errorf("a camp in both: %q, %q", text, two.Parts[0].Proposed)
	}
	for _, of := range one.People {
		if of.Given == "" || of.GivenArabic == "" || of.Host != (of.Person == r.hostess) {
			t.Errorf("%+v", of)
		}
	}
}

func TestWhatIsLeftIsRefusedWithWhereItStands(t *testing.T) {
	r := openRoom(t)
	r.free(r.woman)
	story := r.tell(r.woman, nights)
	for _, text := range []string{"We came.\nThen Selam slept.", "then selam slept", "Salem slept", "سلام نامت هناك", "وسلام نامت", "in Kilwa", "near kabeya mikena", "with Mrs Muamba", "with Amena", "مع أمينة", "on 3 May 2025", "le 3 mai", "في 3 مارس",
		"on 2025-03-12", "call 0810000001", "my card is GU-7731", "call ٠٨١٠٠٠٠٠٠١"} {
		r.Refused("stories.still_known", r.writer, Write{Story: story, Teller: r.woman, Text: text})
	}
	_, err := r.Desk.Do(t.Context(), r.writer, r.Scope, id.New(), Write{Story: story, Teller: r.woman, Text: "We came.\nThen Selam slept."})
	if err == nil || !strings.Contains(err.Error(), "line:2") || !strings.Contains(err.Error(), "word:2") || strings.Contains(err.Error(), "Selam") {
		t.Errorf("%v", err)
	}
	r.Do(r.writer, Write{Story: story, Teller: r.woman, Text: "We came in spring, and slept. She said that it was good, من هناك."})
	moved := r.sheet(story).Parts[0].Proposed
	r.Do(r.writer, Write{Story: story, Teller: r.woman, Text: moved})
}

// A woman who left is not given away by whom she left, nor he by her.
func TestWhomSomebodyLeftIsNotNamed(t *testing.T) {
	r := openRoom(t)
	r.free()
	r.Do(r.writer, journey.Split{Household: r.household, Leaving: []id.ID{r.woman}, OwnWord: []id.ID{r.woman}})
	var apart id.ID
	var ways []id.ID
	officetest.Ask(r.Office, r.writer, desk.Query[struct{}]{Act: access.PeopleLook, Scope: r.Scope, Run: func(d *desk.Reader) (none struct{}, err error) {
		p, err := desk.Read(d, people.PersonStory, r.woman)
		if err == nil {
			apart = p.State.Household.Value().Household
			ways, err = d.Find(journey.BySubject, apart[:], 9)
		}
		return none, err
	}})
	for _, way := range ways { // she is free on her own way as well
		r.Do(r.writer, journey.DecideStep{Journey: way, Step: "released", Yes: true, Reason: "we asked", Source: "letter"})
	}
	r.means(r.woman)
	r.means(r.child)
	hers := r.Do(r.writer, Tell{Household: apart, Teller: r.woman, Language: "en", Times: Moved, Words: "I left Yonas."}).IDs[0]
	r.Refused("stories.still_known", r.writer, Write{Story: hers, Teller: r.woman, Text: "I left Yonas."})
	theirs := r.tell(r.child, "Selam is gone.")
	r.Refused("stories.still_known", r.writer, Write{Story: theirs, Teller: r.child, Text: "Selam is gone."})
}

func TestNobodyElseIsNamed(t *testing.T) {
	r := openRoom(t)
	r.free(r.woman)
	r.Do(r.writer, people.Register{Arrived: clock.NoDay, Members: []people.Member{{Names: people.Names{Given: "Grâce", Family: "Kapend"}, Relation: people.Head}}})
	story := r.tell(r.woman, "I met Grace Kapend.")
	r.Refused("stories.still_known", r.writer, Write{Story: story, Teller: r.woman, Text: "I met Grace Kapend."})
}

func TestNobodyTellsWhoIsHeldOrWasNotToldWhatItMeans(t *testing.T) {
	r := openRoom(t)
	tell := Tell{Household: r.household, Teller: r.woman, Language: "en", Times: Moved, Words: nights}
	r.Refused("journey.no_story_way", r.writer, tell)
	way := r.Do(r.writer, journey.Start{Programme: "lodged", Pathway: "story", Subject: r.woman}).IDs[0]
	r.Refused("journey.blocked_by_step", r.writer, tell)
	r.Do(r.writer, choice.Tell{Journey: way, Step: "story_told", Language: "fr", Source: "us"})
	r.Refused("stories.in_hands", r.writer, tell)
	r.free()
	story := r.Do(r.writer, tell).IDs[0]
	r.wrote(story, r.woman)
	r.Do(r.writer, r.consent(story, r.woman, 50, "web"))
	r.Do(r.writer, journey.DecideStep{Journey: r.stay, Step: "released", Reason: "taken again", Source: "letter"})
	r.Refused("stories.in_hands", r.reader, Publish{Story: story, NobodyKnown: true})
	r.Refused("journey.story_elsewhere", r.writer, journey.DecideStep{Journey: way, Step: "published", Yes: true, Reason: "past the pages"})
	r.Refused("stories.not_of_household", r.writer, Tell{Household: r.household, Teller: r.hostess, Language: "en", Times: Moved, Words: nights})
}

// Whoever is held is in another compartment, in which nobody may do anything with a story; and where a way says that somebody is still to be released, they are held too.
func TestNobodyTellsInDetention(t *testing.T) {
	r := openRoom(t)
	r.free(r.woman)
	tell := Tell{Household: r.household, Teller: r.woman, Language: "en", Times: Moved, Words: nights}
	r.Do(r.writer, journey.Start{Programme: "lodged", Pathway: "held", Subject: r.household})
	r.Refused("stories.in_hands", r.writer, tell)
	r.Scope.Compartment = access.Detention
	r.Refused("access.not_allowed", r.writer, tell)
	if roles := access.Holders(access.StoryPublish, access.Detention); len(roles) > 0 {
		t.Errorf("%v publish stories of who is held", roles)
	}
}

// A changed name is drawn among those that are nobody's, though only one of the list is left.
func TestAChangedNameIsDrawnAmongThoseThatAreNobodys(t *testing.T) {
	names := lists().names["fr f"]
	for left := range names {
		k := &known{}
		for i, n := range names {
			if i != left {
				k.addName(GivenName, id.New(), n.Latin)
			}
		}
		if k.hides(names[left].Latin) || k.hides(names[left].Arabic) {
			continue // it sounds like another of the list
		}
		c := &christening{known: k, chance: rand.New(rand.NewPCG(1, uint64(left)))}
		if got, err := c.draw("fr f"); err != nil || got != names[left] {
			t.Errorf("%v was drawn where only %v is nobody's: %v", got, names[left], err)
		}
	}
}

func TestConsentIsTheirOwnOfWhatWasReadBack(t *testing.T) {
	r := openRoom(t)
	r.free(r.woman, r.child)
	story := r.tell(r.woman, nights)
	c := r.consent(story, r.woman, 50, "web")
	r.Refused("stories.not_written", r.writer, c)
	r.wrote(story, r.woman)
	alone, unread, other := c, c, c
	alone.Alone, unread.ReadBack, other.Guardian = false, false, r.man
	r.Refused("stories.not_alone", r.writer, alone)
	r.Refused("stories.not_read_back", r.writer, unread)
	r.Refused("stories.their_own", r.writer, other)
	over, nothing := c, c
	over.Covers.Until, nothing.Covers.Channels = r.Desk.Today()-1, nil
	r.Refused("stories.until_missing", r.writer, over)
	r.Refused("stories.channels_missing", r.writer, nothing)
	r.Do(r.writer, c)
	r.Do(r.writer, Write{Story: story, Teller: r.woman, Text: "Another text."})
	r.Refused("stories.not_covered", r.reader, Publish{Story: story, NobodyKnown: true}) // she never heard it

	of := r.tell(r.child, "I played.")
	r.wrote(of, r.child)
	young := r.consent(of, r.child, 50, "web")
	young.Guardian = r.woman
	r.Refused("stories.childs_word", r.writer, young)
	young.Own, young.Guardian = true, id.ID{}
	r.Refused("stories.child", r.writer, young)
	young.Guardian = r.woman
	r.Do(r.writer, young)
}

func TestSomebodyElseLooksBeforeItIsPublished(t *testing.T) {
	r := openRoom(t)
	r.free(r.woman)
	story := r.tell(r.woman, nights)
	r.wrote(story, r.woman)
	r.Do(r.writer, r.consent(story, r.woman, 50, "web"))
	r.Refused("stories.somebody_else", r.writer, Publish{Story: story, NobodyKnown: true})
	r.Refused("stories.nobody_known_missing", r.reader, Publish{Story: story})
	r.Refused("stories.not_published", r.writer, r.use(story, "web"))
	r.Do(r.reader, Publish{Story: story, NobodyKnown: true})
	if got := officetest.Ask(r.Office, r.writer, TextOf(r.Scope, story)); len(got.Parts) != 1 || strings.Contains(got.Parts[0], "Selam") {
		t.Errorf("%+v", got)
	}
	r.Do(r.writer, r.use(story, "web"))
	r.Refused("stories.not_covered", r.writer, r.use(story, "press"))
	spoken := r.use(story, "web")
	spoken.Voice = true
	r.Refused("stories.not_covered", r.writer, spoken)
	telling := r.use(story, "web")
	telling.Where = "The story of Selam"
	r.Refused("stories.still_known", r.writer, telling)
	r.Do(r.writer, Write{Story: story, Teller: r.woman, Text: "Another text."})
	r.Refused("stories.not_published", r.writer, r.use(story, "web"))
}

func TestEachOfSeveralConsentsForThemselves(t *testing.T) {
	r := openRoom(t)
	r.free(r.woman, r.man)
	story := r.tell(r.woman, nights)
	r.Do(r.writer, Tell{Story: story, Household: r.household, Teller: r.man, Language: "en", Times: Coarser, Words: "On 5 May 2025 I found Selam."})
	r.wrote(story, r.woman)
	if got := r.wrote(story, r.man); !strings.Contains(got, "in the middle of that year") {
		t.Error(got)
	}
	r.Do(r.writer, r.consent(story, r.woman, 50, "web", "press"))
	r.Refused("stories.not_covered", r.reader, Publish{Story: story, NobodyKnown: true})
	r.Do(r.writer, r.consent(story, r.man, 50, "web"))
	r.Do(r.reader, Publish{Story: story, NobodyKnown: true})
	r.Refused("stories.not_covered", r.writer, r.use(story, "press")) // she would; he does not
	r.Do(r.writer, r.use(story, "web"))
	r.Do(r.writer, Withdraw{Story: story, Teller: r.man})
	if got := r.waiting(); len(got) != 1 || got[0].Why != "consent" {
		t.Errorf("%+v", got)
	}
}

func TestWithdrawnFindsEveryPlaceAtOnce(t *testing.T) {
	r := openRoom(t)
	r.free(r.woman)
	story := r.published(nights)
	page, leaflet := r.Do(r.writer, r.use(story, "web")).IDs[0], r.Do(r.writer, r.use(story, "print")).IDs[0]
	if got := r.waiting(); len(got) != 0 {
		t.Fatalf("nothing waits while she consents: %+v", got)
	}
	r.Do(r.writer, Withdraw{Story: story, Teller: r.woman})
	if got := r.waiting(); len(got) != 2 || got[0].Since != r.Desk.Today() {
		t.Fatalf("%+v", got)
	}
	r.Refused("stories.not_published", r.writer, r.use(story, "web"))
	r.Do(r.writer, AskBack{Story: story, Use: page, State: Asked})
	r.Do(r.writer, AskBack{Story: story, Use: page, State: TakenDown})
	r.Refused("stories.taken_down", r.writer, AskBack{Story: story, Use: page, State: Asked})
	r.Do(r.writer, AskBack{Story: story, Use: leaflet, State: Beyond})
	if got := r.waiting(); len(got) != 1 || got[0].Why != "unsaid" || got[0].Name != "Selam Ferej" {
		t.Fatalf("she is to be told: %+v", got)
	}
	r.Do(r.writer, TellSo{Story: story, Teller: r.woman})
	if got := r.waiting(); len(got) != 0 {
		t.Fatalf("%+v", got)
	}
	counts := officetest.Ask(r.Office, r.writer, All(r.Scope)).Counts
	if counts != (Counts{Told: 1, Uses: 2, Withdrawn: 1, StillOut: 1}) {
		t.Errorf("%+v", counts)
	}
	step := officetest.Ask(r.Office, r.writer, journey.WayOf(r.Scope, r.ways[r.woman])).Ways[0].Steps[1]
	if step.State == "done" {
		t.Errorf("her way says that it may be read: %+v", step)
	}
}

func TestAConsentThatRunsOutIsNoticed(t *testing.T) {
	r := openRoom(t)
	r.free(r.woman)
	story := r.published(nights)
	r.Do(r.writer, r.use(story, "web"))
	r.Days(100)
	if got := r.waiting(); len(got) != 0 {
		t.Fatalf("on its last day it holds: %+v", got)
	}
	r.Days(1)
	if got := r.waiting(); len(got) != 1 || r.sheet(story).Row.State != IsOver {
		t.Fatalf("%+v", got)
	}
	r.Do(r.writer, r.consent(story, r.woman, 10, "web"))
	if got := r.waiting(); len(got) != 0 {
		t.Errorf("she consents anew: %+v", got)
	}
}

func TestForgettingWhoToldTakesTheStoryAlongAndKeepsWhereItWent(t *testing.T) {
	r := openRoom(t)
	r.free(r.woman)
	story := r.published(nights)
	use := r.Do(r.writer, r.use(story, "web")).IDs[0]
	text := r.sheet(story).Parts[0].Text
	r.Do(r.erasure, people.Forget{Household: r.household, Persons: []id.ID{r.woman}, Reason: register.ErasureAsked})
	sheet := r.sheet(story)
	if p := sheet.Parts[0]; p.Here || p.Told != "" || p.Text != "" || p.Proposed != "" || len(p.Spots) != 0 || text == "" {
		t.Errorf("%+v", p)
	}
	if slices.ContainsFunc(sheet.People, func(c CalledRow) bool { return c.Person == r.woman }) {
		t.Errorf("her changed name is known: %+v", sheet.People)
	}
	got := r.waiting()
	if len(got) != 1 || got[0].Use != use || got[0].Why != "forgotten" || got[0].Where != "The page of the office" {
		t.Fatalf("%+v", got)
	}
	r.Do(r.writer, AskBack{Story: story, Use: use, State: TakenDown})
	if got := r.waiting(); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestAChangedNameIsNobodysWhoIsHidden(t *testing.T) {
	r := openRoom(t)
	r.free(r.woman)
	story := r.tell(r.woman, nights)
	call := Call{Household: r.household, Person: r.man, Given: Spelled{"Aminah", "كريم"}, Family: Spelled{"Najjar", "نجار"}}
	r.Refused("stories.name_known", r.writer, call)
	call.Given.Latin = "Karim"
	r.Do(r.writer, call)
	if got := r.sheet(story).Parts[0].Proposed; !strings.Contains(got, "with Karim") {
		t.Error(got)
	}
	r.Refused("stories.name_known", r.writer, CallPlace{Household: r.household, Place: r.kilwa, As: Said{"a town by Kilwa", "une ville", "مدينة"}})
	r.Do(r.writer, CallPlace{Household: r.household, Place: r.kilwa, As: Said{"a town by the sea", "une ville au bord de la mer", "مدينة على البحر"}})
	if got := r.sheet(story).Parts[0].Proposed; !strings.Contains(got, "from a town by the sea to") {
		t.Error(got)
	}
}
