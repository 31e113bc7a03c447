// SPDX-License-Identifier: Apache-2.0

package hosting_test

import (
	"testing"

	"safar/desk"
	enginehosting "safar/engine/match/hosting"
	"safar/field/choice"
	"safar/field/hosting"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/places"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

const lodging = `
programme: lodging
pathways:
  guest:
    for: household
    compartment: protection
    steps:
      - decide: ties
        kind: family_ties
        by: protection_officer
      - place: hosted
        kind: bed
        with: host.beds
        needs: [ties]
      - close: left
        by: each_adult
        needs: [ties]
        reasons: [own_home, died]
  host:
    for: host
    compartment: protection
    steps:
      - decide: cleared
        by: protection_officer
        valid: 100d
      - place: beds
        kind: bed
        offers: true
        needs: [cleared]
`

// town has hosts and guests, known to protection alone.
type town struct {
	*officetest.Office
	officer access.Actor
}

// home is a household, its adults and children in the order in which they were registered, and its way.
type home struct {
	way     id.ID
	of      id.ID
	persons []id.ID
}

func newTown(t testing.TB) *town {
	w := &town{Office: officetest.Open(t, desk.Declarations(), people.Declarations(), places.Declarations(), subjects.Declarations(), journey.Declarations(), choice.Declarations(), hosting.Declarations())}
	w.officer = w.Person(access.ProtectionOfficer)
	w.Common(w.Person(access.ProgrammeManager), journey.Publish{Source: []byte(lodging)})
	w.Scope.Compartment = access.Protection
	return w
}

func woman(name string) people.Member { return somebody(name, people.Female, 30) }
func man(name string) people.Member   { return somebody(name, people.Male, 31) }
func girl(name string) people.Member  { return somebody(name, people.Female, 9) }

func somebody(name string, sex people.Sex, age int) people.Member {
	m := people.Member{Names: people.Names{Given: name}, Sex: sex, Born: people.Born{Day: clock.Date(2026-age, 1, 1), Precision: people.BirthYear}}
	return m
}

// begin registers a household whose first member heads it, and begins its way.
func (w *town) begin(pathway string, members ...people.Member) home {
	w.Helper()
	members[0].Relation = people.Head
	ids := w.Do(w.officer, people.Register{Arrived: clock.NoDay, Members: members}).IDs
	way := w.Do(w.officer, journey.Start{Programme: "lodging", Pathway: pathway, Subject: ids[0]}).IDs[0]
	return home{way, ids[0], ids[1:]}
}

// host is a host that may receive, with some beds for some households.
func (w *town) host(beds, households int, members ...people.Member) home {
	w.Helper()
	h := w.begin("host", members...)
	w.Do(w.officer, journey.DecideStep{Journey: h.way, Step: "cleared", Yes: true, Reason: "sound"})
	w.Do(w.officer, hosting.OfferBeds{Journey: h.way, Step: "beds", Beds: beds})
	w.Do(w.officer, hosting.Describe{Journey: h.way, Is: hosting.HomeIs{Town: "Bari", Households: households, StepFree: people.No}})
	return h
}

// guests are guests who were asked what they need.
func (w *town) guests(members ...people.Member) home {
	w.Helper()
	g := w.begin("guest", members...)
	w.Do(w.officer, journey.DecideStep{Journey: g.way, Step: "ties", Yes: true, Reason: "theirs"})
	w.Do(w.officer, hosting.Seek{Journey: g.way, Is: hosting.Needs{StepFree: people.No}})
	return g
}

func (w *town) place(g, h home) hosting.Place {
	return hosting.Place{Journey: g.way, With: h.way}
}

// agree proposes a home, has all adults say yes, and has them meet.
func (w *town) agree(g, h home, adults ...id.ID) {
	w.Helper()
	w.Do(w.officer, hosting.Propose{Journey: g.way, Host: h.way})
	w.Do(w.officer, hosting.Say{Journey: g.way, Host: h.way, Yes: adults})
	w.Do(w.officer, hosting.Introduce{Journey: g.way, Host: h.way})
}

func (w *town) homeOf(g, h home) hosting.HomeRow {
	w.Helper()
	for _, row := range officetest.Ask(w.Office, w.officer, hosting.GuestFileOf(w.Scope, g.way)).Homes {
		if row.Host == h.way {
			return row
		}
	}
	w.Fatal("the home is not listed")
	return hosting.HomeRow{}
}

// Nobody moves in before every adult of both sides said yes and they met; a no ends it without a reason, and only who said it takes it back.
func TestBothSidesSayYesAndMeetBeforeAnybodyMovesIn(t *testing.T) {
	w := newTown(t)
	h, g := w.host(4, 1, woman("Amina"), man("Bilal")), w.guests(woman("Selam"), man("Tesfa"), girl("Sara"))
	w.Refused("hosting.not_proposed", w.officer, w.place(g, h))
	w.Refused("hosting.not_proposed", w.officer, hosting.Say{Journey: g.way, Host: h.way, Yes: g.persons[:1]})
	w.Do(w.officer, hosting.Propose{Journey: g.way, Host: h.way})
	w.Refused("hosting.says_who", w.officer, hosting.Say{Journey: g.way, Host: h.way, Yes: g.persons[2:]}) // a child answers for nobody
	w.Refused("hosting.says_who", w.officer, hosting.Say{Journey: g.way, Host: h.way, Yes: g.persons[:1], No: g.persons[:1]})
	w.Do(w.officer, hosting.Say{Journey: g.way, Host: h.way, Yes: []id.ID{g.persons[0], h.persons[0], h.persons[1]}})
	w.Do(w.officer, hosting.Introduce{Journey: g.way, Host: h.way})
	w.Refused("hosting.not_all_said_yes", w.officer, w.place(g, h))
	w.Do(w.officer, hosting.Say{Journey: g.way, Host: h.way, No: g.persons[1:2]})
	w.Refused("hosting.rule_said_no", w.officer, w.place(g, h))
	w.Refused("hosting.rule_said_no", w.officer, hosting.Propose{Journey: g.way, Host: h.way})
	if row := w.homeOf(g, h); row.Proposed || len(row.Said) > 0 || row.Rule != string(enginehosting.SaidNo) {
		t.Fatalf("who said no is told: %+v", row)
	}
	w.Do(w.officer, hosting.Say{Journey: g.way, Host: h.way, Yes: g.persons[1:2]})
	w.Do(w.officer, w.place(g, h))
}

// A host whose check lapses is in no proposal from that minute on, who lives there is to be reviewed, and again when what was reviewed holds no more.
func TestWhereACheckLapsesNobodyIsProposedAndGuestsAreReviewed(t *testing.T) {
	w := newTown(t)
	h, lives, seeks := w.host(4, 2, woman("Amina")), w.guests(woman("Selam")), w.guests(woman("Hana"))
	w.agree(lives, h, lives.persons[0], h.persons[0])
	w.Do(w.officer, w.place(lives, h))
	w.agree(seeks, h, seeks.persons[0], h.persons[0])
	waiting := func() int64 { return officetest.Ask(w.Office, w.officer, hosting.WaitingToday(w.Scope)).ToReview }
	if row := w.homeOf(seeks, h); !row.Ready || waiting() != 0 {
		t.Fatalf("before: %+v, %d to review", row, waiting())
	}
	w.Days(101)
	if row := w.homeOf(seeks, h); row.Ready || row.Rule != string(enginehosting.CheckLapsed) {
		t.Fatalf("after it lapsed: %+v", row)
	}
	w.Refused("hosting.rule_check_lapsed", w.officer, w.place(seeks, h))
	if waiting() != 1 {
		t.Fatalf("%d are to be reviewed", waiting())
	}
	today := w.Desk.Today()
	w.Refused("hosting.review_until", w.officer, hosting.Review{Journey: lives.way, Outcome: "stay_for_now", Until: today + 15})
	w.Do(w.officer, hosting.Review{Journey: lives.way, Outcome: "stay_for_now", Until: today + 3})
	if waiting() != 0 {
		t.Fatal("reviewed, and still to be reviewed")
	}
	w.Days(4)
	if waiting() != 1 {
		t.Fatal("the review holds no more, and nobody is told")
	}
}

// Who must move tonight does so in one step: with their own yes, and with all the rules; where it is refused they have not moved.
func TestABedForTonightIsOneStep(t *testing.T) {
	w := newTown(t)
	from, to, small := w.host(2, 1, woman("Amina")), w.host(2, 1, woman("Nadia")), w.host(1, 1, woman("Rosa"))
	g := w.guests(woman("Selam"), girl("Sara"))
	w.agree(g, from, g.persons[0], from.persons[0])
	w.Do(w.officer, w.place(g, from))
	move := hosting.Move{Journey: g.way, With: to.way, Agreed: g.persons[:1], Received: to.persons[0]}
	without, nobody, tooSmall := move, move, move
	without.Agreed, nobody.Received, tooSmall.With, tooSmall.Received = nil, g.persons[0], small.way, small.persons[0]
	w.Refused("hosting.not_all_said_yes", w.officer, without)
	w.Refused("hosting.not_all_said_yes", w.officer, nobody)
	w.Refused("hosting.rule_too_small", w.officer, tooSmall)
	lives := func() []hosting.LivesRow {
		return officetest.Ask(w.Office, w.officer, hosting.GuestFileOf(w.Scope, g.way)).With
	}
	if with := lives(); len(with) != 1 || with[0].Host != from.way {
		t.Fatalf("after a refusal they live with %+v", with)
	}
	w.Do(w.officer, move)
	if with := lives(); len(with) != 1 || with[0].Host != to.way {
		t.Fatalf("they live with %+v", with)
	}
	w.Refused("hosting.lives_there", w.officer, move)
}

// Guests are kept apart from a host, from a town and from everybody of a name, however it is written, and no answer tells it from a no.
func TestWhoIsKeptApartIsNeverProposed(t *testing.T) {
	for says, apart := range map[string]func(home) hosting.KeepApart{
		"a host": func(h home) hosting.KeepApart { return hosting.KeepApart{Host: h.way} },
		"a town": func(home) hosting.KeepApart { return hosting.KeepApart{Town: " BARI"} },
		"a name": func(home) hosting.KeepApart { return hosting.KeepApart{Name: "أحمد بلال"} },
	} {
		t.Run(says, func(t *testing.T) {
			w := newTown(t)
			h, g := w.host(4, 1, woman("Amina"), man("احمد بلال")), w.guests(woman("Selam"))
			w.agree(g, h, g.persons[0], h.persons[0], h.persons[1])
			c := apart(h)
			c.Journey, c.Reason = g.way, "he sold her"
			w.Refused("hosting.apart_from_whom", w.officer, hosting.KeepApart{Journey: g.way, Reason: "of nobody"})
			w.Do(w.officer, c)
			w.Refused("hosting.rule_said_no", w.officer, w.place(g, h))
			for _, plan := range officetest.Ask(w.Office, w.officer, hosting.PlanFor(w.Scope)) {
				if plan.Placed != 0 {
					t.Fatalf("the plan places them: %+v", plan.Rows)
				}
			}
			w.Do(w.officer, hosting.LiftApart{Journey: g.way, Which: 0, Reason: "she asked for it"})
			w.Do(w.officer, w.place(g, h))
		})
	}
}

// A pause, steps, a protective rule of sex and age that cannot be asked, and room for fewer households: each is told, and nobody is placed by default.
func TestWhatIsMissingOrStandsAgainstItIsTold(t *testing.T) {
	w := newTown(t)
	h := w.host(4, 1, woman("Amina"))
	g := w.begin("guest", woman("Selam"), somebody("Nur", people.SexUnknown, 4))
	w.Do(w.officer, journey.DecideStep{Journey: g.way, Step: "ties", Yes: true, Reason: "theirs"})
	propose := hosting.Propose{Journey: g.way, Host: h.way}
	w.Refused("hosting.rule_steps_missing", w.officer, propose)
	w.Do(w.officer, hosting.Seek{Journey: g.way, Is: hosting.Needs{StepFree: people.Yes}})
	w.Refused("hosting.rule_steps", w.officer, propose)
	w.Do(w.officer, hosting.Seek{Journey: g.way, Is: hosting.Needs{StepFree: people.No}})
	w.Do(w.officer, hosting.Describe{Journey: h.way, Is: hosting.HomeIs{Takes: []string{enginehosting.Women, enginehosting.Girls}}})
	w.Refused("hosting.rule_people_missing", w.officer, propose)
	w.Refused("hosting.takes", w.officer, hosting.Describe{Journey: h.way, Is: hosting.HomeIs{Takes: []string{"christians"}}})
	w.Do(w.officer, hosting.Describe{Journey: h.way, Is: hosting.HomeIs{}})
	w.Do(w.officer, hosting.Pause{Journey: h.way, Until: w.Desk.Today() + 7})
	w.Refused("hosting.rule_pauses", w.officer, propose)
	w.Days(8)
	w.Do(w.officer, propose)
	other := w.guests(woman("Hana"))
	w.agree(other, h, other.persons[0], h.persons[0])
	w.Do(w.officer, w.place(other, h))
	w.Refused("hosting.home_is_full", w.officer, hosting.Introduce{Journey: g.way, Host: h.way})
}

// One home at a time is proposed to guests: another one waits until somebody said no, it was dropped, or they lived there and left. Who takes a no back meanwhile opens nothing by it.
func TestOneHomeAtATime(t *testing.T) {
	w := newTown(t)
	first, second, g := w.host(2, 1, woman("Amina")), w.host(2, 1, woman("Nadia")), w.guests(woman("Selam"))
	propose := func(h home) hosting.Propose { return hosting.Propose{Journey: g.way, Host: h.way} }
	w.Do(w.officer, propose(first))
	w.Refused("hosting.another_proposed", w.officer, propose(second))
	if other := officetest.Ask(w.Office, w.officer, hosting.PairOf(w.Scope, g.way, second.way)).Other; len(other) != 1 || other[0].Name != "Amina" {
		t.Fatalf("which home is proposed is told as %+v", other)
	}
	w.Do(w.officer, hosting.Say{Journey: g.way, Host: first.way, No: first.persons})
	w.Do(w.officer, propose(second))
	w.Do(w.officer, hosting.Say{Journey: g.way, Host: first.way, Yes: first.persons})
	if row := w.homeOf(g, first); row.Proposed || row.Rule != "" {
		t.Fatalf("a no that was taken back: %+v", row)
	}
	w.Refused("hosting.another_proposed", w.officer, propose(first))
	w.Do(w.officer, hosting.Drop{Journey: g.way, Host: second.way})
	w.agree(g, first, g.persons[0], first.persons[0])
	w.Do(w.officer, w.place(g, first))
	w.Do(w.officer, hosting.End{Journey: g.way})
	w.Refused("hosting.not_proposed", w.officer, w.place(g, first))
	w.Do(w.officer, propose(second))
}

// A baby sleeps along with somebody; where all of them are babies nobody is there to sleep with, and each needs a bed: as many as are promised, and as are judged.
func TestBabiesSleepAlongWithSomebodyOrHaveABedEach(t *testing.T) {
	w := newTown(t)
	baby := func(name string) people.Member { return somebody(name, people.Male, 1) }
	for _, c := range []struct {
		guests home
		beds   int
	}{{w.guests(woman("Selam"), baby("Abel")), 1}, {w.guests(girl("Sara"), baby("Noah")), 1}, {w.guests(baby("Eden"), baby("Liya")), 2}} {
		if got := officetest.Ask(w.Office, w.officer, hosting.GuestsOn(w.Scope, c.guests.way)); got.Beds != c.beds {
			t.Errorf("%s and a baby need %d beds, not %d", got.Name, got.Beds, c.beds)
		}
	}
	both, alone := w.guests(woman("Hana"), baby("Yonas")), w.host(1, 1, woman("Amina"))
	w.agree(both, alone, both.persons[0], alone.persons[0])
	w.Do(w.officer, w.place(both, alone))
	if file := officetest.Ask(w.Office, w.officer, hosting.HostFileOf(w.Scope, alone.way)); len(file.Guests) != 1 || file.Guests[0].Beds != 1 || file.Free != 0 {
		t.Errorf("a woman with a baby has %+v", file.Guests)
	}
}

// Children alone go to nobody before the child-protection authority decided.
func TestChildrenAloneAreProposedNothingBeforeTheAuthorityDecided(t *testing.T) {
	w := newTown(t)
	h, g := w.host(4, 1, woman("Amina")), w.guests(girl("Sara"))
	w.Refused("journey.authority_not_heard", w.officer, hosting.Propose{Journey: g.way, Host: h.way})
	if row := w.homeOf(g, h); row.Rule != string(enginehosting.DecisionMissing) {
		t.Fatalf("%+v", row)
	}
}
