// SPDX-License-Identifier: Apache-2.0

package sealed_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"safar/desk"
	"safar/field/officetest"
	"safar/field/sealed"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/keys"
	"safar/kernel/letter"
	"safar/kernel/store"
)

const passphrase = "maji ya asubuhi yanapita"

// lane is an office with people who could read in its sealed lane.
type lane struct {
	*officetest.Office
	founder access.Actor
}

func open(t testing.TB) *lane {
	o := officetest.Open(t, desk.Declarations(), staff.Declarations(), sealed.Declarations())
	l := &lane{o, access.Founder(id.New())}
	o.Scope.Caseload = o.Common(l.founder, staff.OpenCaseload{Name: "Nyunzu"}).IDs[0]
	o.Scope.Compartment = access.General
	return l
}

// hire hires somebody, let into the sealed lane where a focal point is to be.
func (l *lane) hire(name string, role access.Role, focal bool) access.Actor {
	l.Helper()
	user := l.Common(l.founder, staff.AddUser{Name: name}).IDs[0]
	g := access.NewGrant(role, l.Scope.Caseload)
	if focal {
		g.Opens = access.SetOf(access.SealedComplaints)
	}
	l.Common(l.founder, staff.GrantRole{User: user, Grant: g})
	who, err := staff.Identify(l.Context(), l.Desk, user)
	l.need(err)
	return who.Actor
}

func (l *lane) need(err error) {
	l.Helper()
	if err != nil {
		l.Fatal(err)
	}
}

// withKey makes somebody's key, and has it confirmed by others in turn until one may.
func (l *lane) withKey(who access.Actor, by ...access.Actor) access.Actor {
	l.Helper()
	k, err := letter.NewKey()
	l.need(err)
	l.Common(who, sealed.MakeKey{Public: k.Public(), Locked: k.Lock(passphrase, keys.MadeUp)})
	for _, b := range by {
		l.Common(b, sealed.ConfirmKey{User: who.User, Public: k.Public()})
	}
	return who
}

func (l *lane) hear(by access.Actor, words string, accused ...access.Actor) (sealed.Written, error) {
	h := sealed.Hearing{Theme: "fraud", Teller: "witness", Words: words}
	for _, a := range accused {
		h.Accused = append(h.Accused, a.User)
	}
	return sealed.Hear(l.Context(), l.Desk, by, l.Scope.Caseload, id.New(), h)
}

func (l *lane) opened(by access.Actor) *sealed.Lane {
	l.Helper()
	opened, err := sealed.Open(l.Context(), l.Desk, by, l.Scope.Caseload, passphrase)
	l.need(err)
	return opened
}

// reads are the words of the complaints that somebody reads, in order of the alphabet.
func (l *lane) reads(by access.Actor) []string {
	l.Helper()
	return l.wordsOf(l.opened(by), by)
}

func (l *lane) wordsOf(in *sealed.Lane, by access.Actor) (words []string) {
	l.Helper()
	all, err := in.Look(l.Context(), by, id.New(), "task.sealed")
	l.need(err)
	for _, c := range all {
		words = append(words, c.Heard.Words)
	}
	slices.Sort(words)
	return words
}

func TestAComplaintIsReadByFocalPointsWhoAreNotNamedInIt(t *testing.T) {
	l := open(t)
	officer := l.hire("dpo", access.DataProtectionOfficer, false)
	amani := l.withKey(l.hire("amani", access.ProtectionOfficer, true), officer)
	bahati := l.withKey(l.hire("bahati", access.ProtectionOfficer, true), amani)
	writer := l.hire("clerk", access.Enumerator, false)
	told, err := l.hear(writer, "A driver asks women for favours.")
	l.need(err)
	if diff := cmp.Diff(sealed.Written{Readers: 2}, told); diff != "" {
		t.Error(diff)
	}
	told, err = l.hear(writer, "Bahati sells places on the list.", bahati)
	l.need(err)
	if diff := cmp.Diff(sealed.Written{Readers: 1}, told); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"A driver asks women for favours.", "Bahati sells places on the list."}, l.reads(amani)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"A driver asks women for favours."}, l.reads(bahati)); diff != "" {
		t.Error(diff)
	}
}

func TestNobodyElseOpensTheLane(t *testing.T) {
	l := open(t)
	officer := l.hire("dpo", access.DataProtectionOfficer, false)
	l.withKey(l.hire("amani", access.ProtectionOfficer, true), officer)
	for _, role := range access.Roles() {
		who := l.hire("other "+role.String(), role, role != access.ProtectionOfficer) // a grant that opens a door which the role has not
		if _, err := sealed.Open(t.Context(), l.Desk, who, l.Scope.Caseload, passphrase); fault.KeyOf(err) != "access.not_allowed" {
			t.Errorf("%s: %v", role, err)
		}
	}
}

func TestAKeyIsSealedToOnceSomebodyElseConfirmedIt(t *testing.T) {
	l := open(t)
	officer := l.hire("dpo", access.DataProtectionOfficer, false)
	amani := l.withKey(l.hire("amani", access.ProtectionOfficer, true))
	own := officetest.Ask(l.Office, amani, sealed.OwnKeys(l.Scope.Caseload))
	l.CommonRefused("sealed.not_ones_own", amani, sealed.ConfirmKey{User: amani.User, Public: own.Publics[0]})
	if _, err := l.hear(amani, "To nobody."); fault.KeyOf(err) != "sealed.nobody_reads" {
		t.Fatalf("sealed to nobody: %v", err)
	}
	l.Common(officer, sealed.ConfirmKey{User: amani.User, Public: own.Publics[0]})
	friend := l.withKey(l.hire("friend", access.ProtectionOfficer, true))
	theirs := officetest.Ask(l.Office, friend, sealed.OwnKeys(l.Scope.Caseload))
	l.CommonRefused("sealed.who_confirms", officer, sealed.ConfirmKey{User: friend.User, Public: theirs.Publics[0]}) // since somebody reads there
	_, err := l.hear(amani, "Before the friend.")
	l.need(err)
	if got := l.reads(friend); got != nil {
		t.Errorf("whom nobody confirmed reads %q", got)
	}
	l.Common(amani, sealed.ConfirmKey{User: friend.User, Public: theirs.Publics[0]})
	_, err = l.hear(amani, "After.")
	l.need(err)
	if diff := cmp.Diff([]string{"After."}, l.reads(friend)); diff != "" {
		t.Error(diff)
	}
}

// Who is told to read does read: no more are told than a letter has places for.
func TestNoMoreAreToldToReadThanALetterHasPlaces(t *testing.T) {
	l := open(t)
	officer := l.hire("dpo", access.DataProtectionOfficer, false)
	first := l.withKey(l.hire("point 0", access.ProtectionOfficer, true), officer)
	all := []access.Actor{first}
	for i := range letter.Wraps {
		all = append(all, l.withKey(l.hire("point "+strings.Repeat("i", i+1), access.ProtectionOfficer, true), first))
	}
	told, err := l.hear(first, "Heard.")
	l.need(err)
	readers := officetest.Ask(l.Office, first, sealed.PeopleOf(l.Scope.Caseload)).Readers
	if told.Readers != letter.Wraps-1 || len(readers) != told.Readers {
		t.Errorf("with %d, and %d are told to read", told.Readers, len(readers))
	}
	for _, who := range all {
		named := slices.ContainsFunc(readers, func(p sealed.Person) bool { return p.User == who.User })
		if reads := len(l.reads(who)) > 0; reads != named {
			t.Errorf("told to read: %t, reads: %t", named, reads)
		}
	}
}

func TestWhoIsLetInNoMoreReadsNoMore(t *testing.T) {
	l := open(t)
	officer := l.hire("dpo", access.DataProtectionOfficer, false)
	amani := l.withKey(l.hire("amani", access.ProtectionOfficer, true), officer)
	bahati := l.withKey(l.hire("bahati", access.ProtectionOfficer, true), amani)
	was := l.opened(bahati)
	l.Common(l.founder, staff.RevokeRole{User: bahati.User, Role: access.ProtectionOfficer, Caseload: l.Scope.Caseload})
	now, err := staff.Identify(t.Context(), l.Desk, bahati.User)
	l.need(err)
	if _, err := was.Look(t.Context(), now.Actor, id.New(), "task.sealed"); fault.KeyOf(err) != "access.not_allowed" {
		t.Errorf("their open lane still tells: %v", err)
	}
	told, err := l.hear(amani, "Of one who went.")
	l.need(err)
	if told.Readers != 1 {
		t.Errorf("sealed to %d", told.Readers)
	}
}

func TestALookIsWrittenInTheLaneBeforeAnythingIsTold(t *testing.T) {
	l := open(t)
	officer := l.hire("dpo", access.DataProtectionOfficer, false)
	amani := l.withKey(l.hire("amani", access.ProtectionOfficer, true), officer)
	bahati := l.withKey(l.hire("bahati", access.ProtectionOfficer, true), amani)
	_, err := l.hear(amani, "Heard.")
	l.need(err)
	l.reads(bahati)
	in := l.opened(amani)
	all, err := in.Look(t.Context(), amani, id.New(), "task.sealed")
	l.need(err)
	looks := in.Looks()
	if len(looks) != 1 || looks[0].By != bahati.User || !slices.Equal(looks[0].Seen, []id.ID{all[0].ID}) {
		t.Errorf("looks: %+v", looks)
	}
	l.need(l.Desk.Store().Read(t.Context(), func(db store.Tx) error {
		feeds, err := journal.Feeds(t.Context(), db, access.Scope{Caseload: l.Scope.Caseload, Compartment: access.Looks})
		if len(feeds) != 0 {
			t.Errorf("looks stand where others read them: %d facts", feeds[0].Head.Seq)
		}
		return err
	}))
}

func TestALookAtAComplaintTellsNobodyWhoIsNamedInIt(t *testing.T) {
	l := open(t)
	officer := l.hire("dpo", access.DataProtectionOfficer, false)
	amani := l.withKey(l.hire("amani", access.ProtectionOfficer, true), officer)
	bahati := l.withKey(l.hire("bahati", access.ProtectionOfficer, true), amani)
	for _, accused := range [][]access.Actor{nil, {bahati}} {
		_, err := l.hear(amani, "Heard.", accused...)
		l.need(err)
	}
	l.reads(amani)
	in := l.opened(bahati)
	all, err := in.Look(t.Context(), bahati, id.New(), "task.sealed")
	l.need(err)
	for _, m := range in.Looks() {
		for _, seen := range m.Seen {
			if seen != all[0].ID {
				t.Error("who is named in a complaint learns that somebody looked at it")
			}
		}
	}
}

func TestWhatIsDoneAboutAComplaintIsSaidInOrder(t *testing.T) {
	l := open(t)
	officer := l.hire("dpo", access.DataProtectionOfficer, false)
	amani := l.withKey(l.hire("amani", access.ProtectionOfficer, true), officer)
	bahati := l.withKey(l.hire("bahati", access.ProtectionOfficer, true), amani)
	_, err := l.hear(amani, "Heard.")
	l.need(err)
	in := l.opened(amani)
	all, err := in.Look(t.Context(), amani, id.New(), "task.sealed")
	l.need(err)
	of := all[0].ID
	do := func(what, words string, accused ...id.ID) error {
		l.Clock.Advance(time.Hour)
		return in.Do(t.Context(), amani, id.New(), sealed.Deed{Complaint: of, What: what, Words: words, Accused: accused})
	}
	for _, c := range []struct{ what, words, key string }{
		{sealed.Acknowledged, "", ""}, {sealed.Referred, "", "sealed.words_missing"}, {sealed.Referred, "To the investigators.", ""},
		{sealed.Reopened, "Why.", "sealed.not_resolved"}, {sealed.Named, "", "sealed.nobody_named"}, {sealed.Resolved, "Proven; dismissed.", ""},
		{sealed.Answered, "Told.", "sealed.resolved"}, {sealed.Reopened, "There is another witness.", ""}, {"sold", "x", "sealed.no_such_theme"},
		{sealed.Noted, strings.Repeat("x", 20_001), "sealed.too_long"},
	} {
		if err := do(c.what, c.words); (err != nil || c.key != "") && fault.KeyOf(err) != c.key {
			t.Errorf("%s %.20q: %v, want %q", c.what, c.words, err, c.key)
		}
	}
	l.need(do(sealed.Noted, "Bahati helped.", bahati.User)) // who is ticked is named, whatever was done
	l.need(do(sealed.Noted, "Bahati was heard."))
	if all, err = in.Look(t.Context(), amani, id.New(), "task.sealed"); err != nil {
		t.Fatal(err)
	}
	var done []string
	for _, m := range all[0].Since {
		done = append(done, m.What)
	}
	if diff := cmp.Diff([]string{sealed.Acknowledged, sealed.Referred, sealed.Resolved, sealed.Reopened, sealed.Noted, sealed.Noted}, done); diff != "" {
		t.Error(diff)
	}
	inOther := l.opened(bahati)
	if all, err = inOther.Look(t.Context(), bahati, id.New(), "task.sealed"); err != nil || len(all) != 1 || len(all[0].Since) != 4 {
		t.Errorf("who was named later reads of what was said since: %+v %v", all, err)
	}
}

func TestWhatWasPromisedIsHeldAgainstTheClock(t *testing.T) {
	day := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	at := func(hours int64) int64 { return day.Unix()/60 + hours*60 }
	promise := sealed.Promise{Acknowledge: 120, Refer: 24, Resolve: 720}
	c := &sealed.Complaint{Heard: sealed.Message{What: sealed.Heard, At: at(0)}, Since: []sealed.Message{{What: sealed.Acknowledged, At: at(2)}, {What: sealed.Referred, At: at(30)}}}
	want := []sealed.Clock{{What: sealed.Acknowledged, Due: day.Add(120 * time.Hour), Done: day.Add(2 * time.Hour)},
		{What: sealed.Referred, Due: day.Add(24 * time.Hour), Done: day.Add(30 * time.Hour), Late: true}, {What: sealed.Resolved, Due: day.Add(720 * time.Hour)}}
	if diff := cmp.Diff(want, c.Clocks(promise, day.Add(48*time.Hour))); diff != "" {
		t.Error(diff)
	}
	if got := c.Clocks(promise, day.Add(721*time.Hour))[2]; !got.Late {
		t.Error("after thirty days it is not late")
	}
	c.Since = append(c.Since, sealed.Message{What: sealed.Resolved, At: at(700)}, sealed.Message{What: sealed.Reopened, At: at(800)})
	if got := c.Clocks(promise, day.Add(900*time.Hour))[2]; got.Late || !got.Due.Equal(day.Add(1520*time.Hour)) {
		t.Errorf("opened again: %+v", got)
	}
	if got := c.Clocks(sealed.Promise{}, day); got != nil {
		t.Errorf("nothing was promised: %+v", got)
	}
}

func TestALongComplaintIsWholeInSeveralLetters(t *testing.T) {
	l := open(t)
	officer := l.hire("dpo", access.DataProtectionOfficer, false)
	amani := l.withKey(l.hire("amani", access.ProtectionOfficer, true), officer)
	words := strings.Repeat("كلمة ", 4000)
	command := id.New()
	for range 2 { // sent twice, heard once
		_, err := sealed.Hear(t.Context(), l.Desk, amani, l.Scope.Caseload, command, sealed.Hearing{Theme: "abuse", Teller: "survivor", Words: words})
		l.need(err)
	}
	if diff := cmp.Diff([]string{strings.TrimSpace(words)}, l.reads(amani)); diff != "" {
		t.Error(diff)
	}
	if n := len(l.letters()); n < 5 {
		t.Errorf("of %d letters", n) // 28 kB
	}
}

func TestTwoPeopleTogetherOpenTheGlass(t *testing.T) {
	l := open(t)
	officer := l.hire("dpo", access.DataProtectionOfficer, false)
	amani := l.withKey(l.hire("amani", access.ProtectionOfficer, true), officer)
	l.withKey(officer, amani)
	manager := l.withKey(l.hire("manager", access.ProgrammeManager, false), amani)
	third := l.withKey(l.hire("third", access.ProgrammeManager, false), amani)
	people := officetest.Ask(l.Office, amani, sealed.PeopleOf(l.Scope.Caseload))
	holders := map[id.ID]letter.Public{}
	for _, h := range people.Holders {
		if h.User != third.User {
			holders[h.User] = h.Public
		}
	}
	glass, err := sealed.NewGlass(holders)
	l.need(err)
	l.CommonRefused("sealed.wrong_holders", amani, sealed.MakeGlass{Public: glass.Public})
	l.Common(amani, glass)
	told, err := l.hear(manager, "All focal points are in it.", amani)
	l.need(err)
	if diff := cmp.Diff(sealed.Written{Glass: true}, told); diff != "" {
		t.Error(diff)
	}
	if told, err = l.hear(amani, "A holder is in it.", manager); err != nil || told.Glass {
		t.Errorf("sealed to a glass of which a half is with who is named: %+v %v", told, err)
	}
	var room sealed.GlassRoom
	enter := func(by access.Actor) (*sealed.Lane, error) {
		return room.Open(t.Context(), l.Desk, by, l.Scope.Caseload, id.New(), passphrase)
	}
	refused := func(key string, err error) {
		t.Helper()
		if fault.KeyOf(err) != key {
			t.Errorf("%v, want %s", err, key)
		}
	}
	_, err = enter(manager)
	refused("sealed.nobody_asked", err)
	refused("access.not_allowed", room.Ask(t.Context(), l.Desk, amani, l.Scope.Caseload, passphrase, "all_named"))
	l.need(room.Ask(t.Context(), l.Desk, officer, l.Scope.Caseload, passphrase, "all_named"))
	_, err = enter(officer)
	refused("sealed.two_people", err)
	_, err = enter(third)
	refused("sealed.no_glass", err)
	in, err := enter(manager)
	l.need(err)
	if diff := cmp.Diff([]string{"All focal points are in it."}, l.wordsOf(in, manager)); diff != "" {
		t.Error(diff)
	}
	first := room.Collect(officer.User)
	if diff := cmp.Diff([]string{"All focal points are in it."}, l.wordsOf(first, officer)); diff != "" {
		t.Error(diff)
	}
	_, err = enter(manager)
	refused("sealed.nobody_asked", err) // once
	reviewer := l.hire("second dpo", access.DataProtectionOfficer, false)
	openings := officetest.Ask(l.Office, reviewer, sealed.Openings(l.Scope.Caseload))
	want := []sealed.OpeningRow{{One: "dpo", Other: "manager", Reason: "all_named", Day: l.Desk.Today()}}
	if diff := cmp.Diff(want, openings, cmpopts.IgnoreFields(sealed.OpeningRow{}, "ID")); diff != "" {
		t.Error(diff)
	}
	looks := access.Scope{Caseload: l.Scope.Caseload, Compartment: access.Looks}
	_, err = l.Desk.Do(t.Context(), officer, looks, id.New(), sealed.Review{Opening: openings[0].ID, InOrder: true})
	refused("sealed.not_ones_own", err)
	_, err = l.Desk.Do(t.Context(), reviewer, looks, id.New(), sealed.Review{Opening: openings[0].ID, InOrder: true})
	l.need(err)
}

func TestWhatIsSharedIsWholeForWhoCameLater(t *testing.T) {
	l := open(t)
	officer := l.hire("dpo", access.DataProtectionOfficer, false)
	amani := l.withKey(l.hire("amani", access.ProtectionOfficer, true), officer)
	_, err := l.hear(amani, "Before.")
	l.need(err)
	in := l.opened(amani)
	all, err := in.Look(t.Context(), amani, id.New(), "task.sealed")
	l.need(err)
	l.need(in.Do(t.Context(), amani, id.New(), sealed.Deed{Complaint: all[0].ID, What: sealed.Noted, Words: "Seen to."}))
	bahati := l.withKey(l.hire("bahati", access.ProtectionOfficer, true), amani)
	if got := l.reads(bahati); got != nil {
		t.Errorf("read before it was shared: %q", got)
	}
	l.need(in.Share(t.Context(), amani, id.New(), all[0].ID))
	theirs, err := l.opened(bahati).Look(t.Context(), bahati, id.New(), "task.sealed")
	if err != nil || len(theirs) != 1 || len(theirs[0].Since) != 1 || theirs[0].Since[0].Words != "Seen to." {
		t.Errorf("shared: %+v %v", theirs, err)
	}
}

func TestANumberLeavesTheLaneOnEnoughComplaintsAlone(t *testing.T) {
	l := open(t)
	officer := l.hire("dpo", access.DataProtectionOfficer, false)
	amani := l.withKey(l.hire("amani", access.ProtectionOfficer, true), officer)
	for i := range access.FewestConfided + 1 {
		in := l.opened(amani)
		l.wordsOf(in, amani)
		for _, c := range in.Counts(time.Time{}) {
			if c.Told && c.N < access.FewestConfided {
				t.Errorf("of %d: %+v", i, c)
			}
		}
		_, err := l.hear(amani, "One more.")
		l.need(err)
	}
	in := l.opened(amani)
	l.wordsOf(in, amani)
	counts := in.Counts(time.Time{})
	if all := counts[len(counts)-1]; !all.Told || all.N != access.FewestConfided+1 {
		t.Errorf("of all: %+v", all)
	}
}

// letters are the letters that lie in the lane, as who holds the scope's key reads them.
func (l *lane) letters() (facts []*journal.Fact) {
	l.Helper()
	scope := sealed.Of(l.Scope.Caseload)
	l.need(l.Desk.Store().Read(l.Context(), func(db store.Tx) error {
		facts = nil
		feeds, err := journal.Feeds(l.Context(), db, scope)
		for _, f := range feeds {
			if err == nil {
				err = journal.Each(l.Context(), db, scope, f.Head.Feed, 0, f.Head.Seq, func(s *journal.Sealed) error {
					e, err := s.Open()
					if err != nil {
						return err
					}
					fact, err := journal.Unseal(l.Desk.Ring(), scope, s, e)
					facts = append(facts, fact)
					return err
				})
			}
		}
		return err
	}))
	return facts
}

// The attack: whatever is heard and done, whoever is named, who may not read reads nothing, who may reads all, and whoever holds the scope's key sees letters of one size and of no author.
func TestTheLaneKeepsWhatItIsTold(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		l := open(t)
		officer := l.hire("dpo", access.DataProtectionOfficer, false)
		points := []access.Actor{l.withKey(l.hire("first", access.ProtectionOfficer, true), officer)}
		for _, name := range []string{"second", "third"} {
			points = append(points, l.withKey(l.hire(name, access.ProtectionOfficer, true), points[0]))
		}
		writer := l.hire("clerk", access.Caseworker, false)
		cover := sealed.NewCover(l.Desk, rand.New(rand.NewPCG(1, rapid.Uint64().Draw(r, "chance"))))
		want := make([][]string, len(points))
		heard := 0
		for range 24 {
			if heard < 3 && rapid.IntRange(0, 7).Draw(r, "hour") == 0 {
				heard++
				words := strings.Repeat("x", heard)
				var accused []access.Actor
				for i, p := range points {
					if rapid.Bool().Draw(r, "named") && len(accused) < len(points)-1 {
						accused = append(accused, p)
					} else {
						want[i] = append(want[i], words)
					}
				}
				_, err := l.hear(writer, words, accused...)
				l.need(err)
			}
			l.need(cover.Turn(t.Context()))
			l.Clock.Advance(time.Hour)
		}
		author := access.Letterbox(l.Scope.Caseload).User
		facts := l.letters()
		for _, f := range facts {
			if f.Author != author || f.Person != nil || len(f.Residue) != len(facts[0].Residue) {
				r.Fatalf("a letter that can be told from others: %s of %d bytes", f.Author, len(f.Residue))
			}
		}
		for i, p := range points {
			if got := l.reads(p); !slices.Equal(got, want[i]) {
				r.Fatalf("focal point %d reads %q, want %q", i, got, want[i])
			}
		}
	})
}

// On a day on which little was heard and on one on which nothing was, as many letters are written.
func TestTheNumberOfLettersTellsNothing(t *testing.T) {
	count := func(seed uint64, heard int) int {
		l := open(t)
		officer := l.hire("dpo", access.DataProtectionOfficer, false)
		amani := l.withKey(l.hire("amani", access.ProtectionOfficer, true), officer)
		cover := sealed.NewCover(l.Desk, rand.New(rand.NewPCG(1, seed)))
		for turn := range 96 { // from eight to midnight
			if turn%30 == 1 && turn/30 < heard {
				_, err := l.hear(amani, "Heard.")
				l.need(err)
			}
			l.need(cover.Turn(t.Context()))
			l.Clock.Advance(sealed.CoverEvery)
		}
		return len(l.letters())
	}
	for seed := range uint64(4) {
		if none, some := count(seed, 0), count(seed, 3); none != some || none < 4 {
			t.Errorf("%d letters on a day of none, %d on a day of three", none, some)
		}
	}
}
