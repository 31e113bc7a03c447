// SPDX-License-Identifier: Apache-2.0

package voice_test

import (
	"strings"
	"testing"
	"time"

	"safar/desk"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/programme"
	"safar/field/referral"
	"safar/field/staff"
	"safar/field/subjects"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/id"
)

// heardFile hears complaints, of which some are due within hours and others within days.
const heardFile = `
programme: hearing
subjects: {facility: facilities}
pathways:
  complaint:
    for: complaint
    attributes: {channel: [box, hotline], topic: [water, safety, thanks], wants_an_answer: bool}
    steps:
      - ask: heard
      - ask: acknowledged
        when: wants_an_answer
        needs: [heard]
        due: {otherwise: 7d, safety: 24h}
      - close: settled
        needs: [heard]
        reasons: [answered]
        due: {otherwise: 30d, water: 10d}
  facility:
    for: facility
    steps:
      - ask: seen
`

// line is an office that hears complaints.
type line struct {
	*officetest.Office
	clerk, other, enumerator, manager access.Actor
	kilwa                             id.ID
	board                             *voice.Board
}

func newLine(t *testing.T) *line {
	l := &line{Office: officetest.Open(t, desk.Declarations(), staff.Declarations(), people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations(),
		referral.Declarations(), voice.Declarations())}
	l.clerk, l.other, l.enumerator, l.manager = l.user(access.Caseworker), l.user(access.SiteManager), l.user(access.Enumerator), l.Person(access.ProgrammeManager)
	l.Common(l.manager, journey.Publish{Source: []byte(heardFile)})
	l.kilwa = l.Common(l.manager, places.Add{Kind: places.Site, Name: "Kilwa"}).IDs[0]
	l.board = voice.NewBoards(l.Desk).Of(l.Scope)
	return l
}

// user is somebody who works there, as the desk knows them.
func (l *line) user(role access.Role) access.Actor {
	l.Helper()
	administrator, grant := access.Founder(id.New()), access.NewGrant(role, l.Scope.Caseload)
	user := l.Common(administrator, staff.AddUser{Name: role.String()}).IDs[0]
	l.Common(administrator, staff.GrantRole{User: user, Grant: grant})
	return access.Actor{User: user, Grants: []access.Grant{grant}}
}

// hear has somebody of the office write down what is said of a theme, in Kilwa.
func (l *line) hear(by access.Actor, topic, wants string) id.ID {
	l.Helper()
	return l.Do(by, l.heard(topic, wants)).IDs[0]
}

func (l *line) heard(topic, wants string) voice.Hear {
	return voice.Hear{Programme: "hearing", Pathway: "complaint", Step: "heard", Is: subjects.Description{Place: l.kilwa, Attributes: []subjects.Attribute{{Name: "channel", Value: "hotline"},
		{Name: "topic", Value: topic}, {Name: "wants_an_answer", Value: wants}}}, Answers: programme.Answers{"words": "the tap is dry"}}
}

// waits are the complaints that wait, in their order, each as its theme, what is due and how it stands.
func (l *line) waits(want voice.Wanted) (all []string) {
	l.Helper()
	for _, row := range officetest.Ask(l.Office, l.clerk, l.board.Waiting(want, desk.Part{})).Rows {
		said := row.Topic + " " + string(row.Stands)
		for _, c := range row.Clocks {
			said += " " + c.Step
		}
		all = append(all, said)
	}
	return all
}

func (l *line) expect(want voice.Wanted, lines ...string) {
	l.Helper()
	if got := l.waits(want); strings.Join(got, "; ") != strings.Join(lines, "; ") {
		l.Errorf("waits: %q, not %q", got, lines)
	}
}

func (l *line) step(by access.Actor, of id.ID, step string) {
	l.Helper()
	way := officetest.Ask(l.Office, by, journey.SubjectFileOf(l.Scope, voice.ComplaintKind, of, nil)).Ways[0].Way.ID
	l.Do(by, journey.Tend{Kind: voice.ComplaintKind, Do: journey.Ask{Journey: way, Step: step}})
}

// Hours run to the minute and days to the end of the last; what is most over its time stands first, also before anything is written again.
func TestWhatIsDueIsWorkedOutAtReading(t *testing.T) {
	l := newLine(t)
	water, safety := l.hear(l.clerk, "water", "yes"), l.hear(l.enumerator, "safety", "yes")
	l.hear(l.clerk, "thanks", "no")
	l.expect(voice.Wanted{}, "safety in_time acknowledged settled", "water in_time acknowledged settled", "thanks in_time settled")
	l.Clock.Advance(time.Minute)
	l.expect(voice.Wanted{Topic: "safety"}, "safety soon acknowledged settled")
	l.Clock.Advance(24*time.Hour - 2*time.Minute)
	l.expect(voice.Wanted{Stands: voice.Late})
	l.Clock.Advance(2 * time.Minute)
	l.expect(voice.Wanted{Stands: voice.Late}, "safety late acknowledged settled")
	l.step(l.clerk, safety, "acknowledged")
	l.expect(voice.Wanted{Topic: "safety"}, "safety in_time settled")
	l.Days(7)
	l.expect(voice.Wanted{Stands: voice.Late}, "water late acknowledged settled")
	l.step(l.clerk, water, "acknowledged")
	l.expect(voice.Wanted{Topic: "water"}, "water in_time settled")
	if mine := officetest.Ask(l.Office, l.clerk, l.board.MineToday()); mine != (voice.Mine{}) {
		t.Errorf("nothing is late, and the first page says %+v", mine)
	}
	l.Do(l.clerk, voice.Follow{Complaint: water, Owner: l.clerk.User})
	l.Days(30)
	if mine := officetest.Ask(l.Office, l.clerk, l.board.MineToday()); mine != (voice.Mine{Late: 1, Nobody: 2}) {
		t.Errorf("the first page says %+v", mine)
	}
}

// An office that gives itself other times is held to those at once, also for what was heard before.
func TestTheVersionInForceSaysWhatIsDue(t *testing.T) {
	l := newLine(t)
	l.hear(l.clerk, "water", "yes")
	l.Days(3)
	l.expect(voice.Wanted{}, "water in_time acknowledged settled")
	l.Common(l.manager, journey.Publish{Source: []byte(strings.Replace(heardFile, "otherwise: 7d", "otherwise: 48h", 1))})
	l.expect(voice.Wanted{}, "water late acknowledged settled")
}

// A complaint of no place and in a language that nobody reads is taken, and found by that.
func TestNoPlaceIsAChoice(t *testing.T) {
	l := newLine(t)
	l.hear(l.clerk, "water", "yes")
	c := l.heard("safety", "yes")
	c.Is.Place = id.ID{}
	l.Do(l.clerk, c)
	l.expect(voice.Wanted{Nowhere: true}, "safety in_time acknowledged settled")
	l.expect(voice.Wanted{Site: l.kilwa}, "water in_time acknowledged settled")
	c.Is.Name = "Mrs Ilunga"
	l.Refused("voice.named", l.clerk, c)
	c = l.heard("none of these", "yes")
	c.Facility = l.kilwa
	l.Refused("voice.no_such_facility", l.clerk, c)
}

// Those who say the same are one theme with several voices, found from each; nothing is counted under what is itself counted under another.
func TestThoseWhoSayTheSameAreOneTheme(t *testing.T) {
	l := newLine(t)
	first, second, third := l.hear(l.clerk, "water", "yes"), l.hear(l.clerk, "water", "yes"), l.hear(l.clerk, "water", "yes")
	if maybe := officetest.Ask(l.Office, l.clerk, l.board.BesideOf(second)).Maybe; len(maybe) != 2 {
		t.Errorf("%d are offered as saying the same", len(maybe))
	}
	l.Do(l.clerk, voice.SayAlike{Complaint: second, Other: first})
	l.Refused("voice.alike_already", l.clerk, voice.SayAlike{Complaint: third, Other: second})
	l.Refused("voice.alike_already", l.clerk, voice.SayAlike{Complaint: first, Other: third})
	l.Refused("voice.alike_itself", l.clerk, voice.SayAlike{Complaint: first, Other: first})
	l.Do(l.clerk, voice.SayAlike{Complaint: third, Other: first})
	for of, want := range map[id.ID]int{first: 3, second: 1, third: 1} {
		b := officetest.Ask(l.Office, l.clerk, l.board.BesideOf(of))
		if len(b.Alike) != 2 || b.Row.Voices != want {
			t.Errorf("%d others, %d voices", len(b.Alike), b.Row.Voices)
		}
	}
	l.Do(l.clerk, voice.SayAlike{Complaint: second})
	if b := officetest.Ask(l.Office, l.clerk, l.board.BesideOf(first)); b.Row.Voices != 2 {
		t.Errorf("%d voices after one stands for itself again", b.Row.Voices)
	}
}

// A complaint is given to who answers complaints, and to nobody else.
func TestAComplaintIsFollowedByWhoAnswers(t *testing.T) {
	l := newLine(t)
	of := l.hear(l.enumerator, "water", "yes")
	l.Refused("voice.no_such_owner", l.clerk, voice.Follow{Complaint: of, Owner: l.enumerator.User})
	l.Refused("access.not_allowed", l.enumerator, voice.Follow{Complaint: of, Owner: l.clerk.User})
	l.Do(l.clerk, voice.Follow{Complaint: of, Owner: l.other.User})
	l.expect(voice.Wanted{Owner: l.other.User}, "water in_time acknowledged settled")
	l.expect(voice.Wanted{Unowned: true})
	facility := l.Do(l.other, subjects.Add{Kind: voice.FacilityKind, Code: "L-1"}).IDs[0]
	l.Do(l.clerk, voice.OfFacility{Complaint: of, Facility: facility})
	if b := officetest.Ask(l.Office, l.clerk, l.board.BesideOf(of)); b.Facility != facility {
		t.Error("it is not of the latrine")
	}
}

// Two complaints of whose ids the beginning is the same have numbers that differ.
func TestNoTwoComplaintsHaveOneNumber(t *testing.T) {
	l, command := newLine(t), id.New()
	ids, err := l.Desk.Makes(t.Context(), l.Scope, command, 1)
	if err != nil {
		t.Fatal(err)
	}
	first := l.heard("water", "yes")
	first.Number = "V-" + strings.ToUpper(ids[0].String()[:6])
	l.Do(l.clerk, first)
	if _, err := l.Desk.Do(t.Context(), l.clerk, l.Scope, command, l.heard("water", "yes")); err != nil {
		t.Fatal(err)
	}
	if got := officetest.Ask(l.Office, l.enumerator, voice.NumberOf(l.Scope, ids[0])).Number; got != "V-"+strings.ToUpper(ids[0].String()[:7]) {
		t.Errorf("the second is %s", got)
	}
}

// A code finds what was heard, in whatever way it is said back; of it nothing is kept that it could be reckoned from, and one that was misheard is known to be none.
func TestACodeIsHeardAsItWasSaid(t *testing.T) {
	l, key := newLine(t), [32]byte{1, 2, 3}
	code := voice.CodeFrom(key, id.New())
	c := l.heard("water", "yes")
	c.Proof = voice.Proof(key, code)
	l.Do(l.clerk, c)
	read, can := voice.ReadCode(" " + strings.ToUpper(code[:3]) + "-" + code[3:] + " ")
	if !can || read != code {
		t.Fatalf("%s is read as %q", code, read)
	}
	if said := officetest.Ask(l.Office, l.enumerator, voice.CodeOf(l.Scope, voice.Proof(key, read), nil)); said.Step != "heard" || said.Settled {
		t.Errorf("whoever holds the code hears %+v", said)
	}
	if _, err := desk.Ask(t.Context(), l.Desk, l.clerk, "", voice.CodeOf(l.Scope, voice.Proof([32]byte{}, read), nil)); err == nil {
		t.Error("a code is found without the key of the operation")
	}
	const letters = "0123456789abcdefghjkmnpqrstvwxy"
	for i := range code {
		for _, other := range letters {
			if _, can := voice.ReadCode(code[:i] + string(other) + code[i+1:]); can && byte(other) != code[i] {
				t.Fatalf("%s with %c at %d can be a code", code, other, i)
			}
		}
		if i > 0 && code[i] != code[i-1] {
			if _, can := voice.ReadCode(code[:i-1] + string(code[i]) + string(code[i-1]) + code[i+1:]); can {
				t.Fatalf("%s with its letters %d exchanged can be a code", code, i)
			}
		}
	}
}

// Whoever guesses codes is refused after some, and the office after more; later they may again.
func TestWhoGuessesCodesWaits(t *testing.T) {
	l := newLine(t)
	guesses, one := voice.NewGuesses(l.Clock), id.New()
	tries := func(by id.ID) (n int) {
		for guesses.May(by) == nil {
			guesses.Wrong(by)
			n++
		}
		return n
	}
	if n := tries(one); n != 8 {
		t.Errorf("%d guesses of one", n)
	}
	all := 8
	for range 20 {
		all += tries(id.New())
	}
	if all != 60 {
		t.Errorf("%d guesses of all", all)
	}
	l.Clock.Advance(15 * time.Minute)
	if guesses.May(one) != nil {
		t.Error("after a quarter of an hour they may not ask again")
	}
}

// A box is opened by two, and its slips are told from those that were counted, whether fewer or more were typed.
func TestABoxIsOpenedByTwo(t *testing.T) {
	l := newLine(t)
	committee := l.Do(l.other, subjects.Add{Kind: "committee", Is: subjects.Description{Name: "Water", Place: l.kilwa}}).IDs[0]
	member := l.Do(l.other, subjects.Join{Subject: committee, Kind: "committee", Sex: people.Female, Names: people.Names{Given: "Furaha"}}).IDs[0]
	open := voice.OpenBox{Site: l.kilwa, Slips: 2}
	l.Refused("voice.box_alone", l.clerk, open)
	open.Colleague = l.clerk.User
	l.Refused("voice.box_alone", l.clerk, open)
	open.Colleague, open.Committee, open.Member = l.other.User, committee, member
	l.Refused("voice.box_two_seconds", l.clerk, open)
	open.Colleague, open.Member = id.ID{}, l.other.User
	l.Refused("voice.box_no_member", l.clerk, open)
	open.Colleague, open.Member = l.manager.User, id.ID{}
	l.Refused("voice.box_no_colleague", l.clerk, open)
	open.Colleague, open.Member = id.ID{}, member
	box := l.Do(l.clerk, open).IDs[0]
	slip := l.heard("water", "no")
	slip.Box = box
	for typed := range 3 {
		row := officetest.Ask(l.Office, l.clerk, voice.OpeningOf(l.Scope, box))
		if row.Typed != typed || row.Slips != 2 || row.Member != "Furaha" || row.Committee != "Water" {
			t.Errorf("after %d slips: %+v", typed, row)
		}
		l.Do(l.clerk, slip)
	}
	slip.Is.Place = id.ID{}
	l.Refused("voice.box_elsewhere", l.clerk, slip)
	open.Colleague, open.Member = l.other.User, id.ID{}
	l.Days(1)
	l.Do(l.clerk, open)
	if page := officetest.Ask(l.Office, l.enumerator, voice.OpeningsOf(l.Scope, desk.Part{Limit: 1})); page.All != 2 || len(page.Rows) != 1 || page.Rows[0].Typed != 0 {
		t.Errorf("the openings: %+v", page)
	}
}

// A trend counts each voice in its month, of its theme and at its place; those who say the same are one theme.
func TestTrendsCountVoicesAndThemes(t *testing.T) {
	l := newLine(t)
	first, second := l.hear(l.clerk, "water", "yes"), l.hear(l.clerk, "water", "yes")
	l.Do(l.clerk, voice.SayAlike{Complaint: second, Other: first})
	nowhere := l.heard("safety", "yes")
	nowhere.Is.Place, nowhere.Day = id.ID{}, l.Desk.Today()-40
	l.Do(l.clerk, nowhere)
	long := l.heard("safety", "yes")
	long.Day = l.Desk.Today() - 400
	l.Do(l.clerk, long)
	got := officetest.Ask(l.Office, l.clerk, l.board.Trends(voice.Wanted{}))
	if len(got.Topics) != 2 || got.Topics[0].Topic != "water" || got.Topics[0].Voices != 2 || got.Topics[0].Themes != 1 || got.Topics[0].Counts[voice.TrendMonths-1] != 2 {
		t.Errorf("by theme: %+v", got.Topics)
	}
	if len(got.Places) != 2 || got.Places[0].Place != l.kilwa || !got.Places[1].Place.IsZero() || got.All.Voices != 3 {
		t.Errorf("by place: %+v, of all %d", got.Places, got.All.Voices)
	}
	if only := officetest.Ask(l.Office, l.clerk, l.board.Trends(voice.Wanted{Nowhere: true})); only.All.Voices != 1 || only.All.Counts[voice.TrendMonths-1] != 0 {
		t.Errorf("of no place: %+v", only.All)
	}
}
