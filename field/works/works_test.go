// SPDX-License-Identifier: Apache-2.0

package works_test

import (
	"bytes"
	"image"
	"image/png"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"safar/desk"
	"safar/field/documents"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/field/works"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/keys"
	"safar/kernel/register"
	"safar/kernel/store"
	"safar/kernel/vault"
)

// building is a programme that builds a house, inspects it, and pays for what stands. The fence is nobody's to inspect.
const building = `
programme: building
currency: USD
grants:
  echo: {donor: echo, from: 2025-01-01, until: 2026-12-31, ceiling: 1000000}
pathways:
  house:
    for: household
    steps:
      - build: walls
        kind: house
        inspected: true
      - pay: tranche
        needs: [walls]
        gives: {walls: 15000}
      - build: fence
        kind: fence
`

// paid is a fact of these tests: it stands for what package payment records.
var paid = register.NewFact(journey.Story, "test.paid", 1,
	func(j *journey.Journey, f *journal.Fact, _ register.None, _ *register.None) {
		j.Add(f, journey.Mark{Step: "tranche", State: programme.Listed, Author: f.Author})
	})

type pay struct{ Journey id.ID }

func (pay) Act() access.Act { return access.WorksInspect }
func (c pay) Decide(tx *desk.Tx) error {
	return tx.Record(paid.Draft(c.Journey, clock.NoDay, register.None{}))
}

type world struct {
	t                                     testing.TB
	desk                                  *desk.Desk
	clock                                 *clock.Settable
	scope                                 access.Scope
	journey                               id.ID
	caseworker, manager, builder, surveys access.Actor
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, clock: clock.At(time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC))}
	folder := t.TempDir()
	ring, err := keys.CreateAt(t.Context(), openStore(t, filepath.Join(folder, "keys.db"), nil), "correct horse battery", keys.MadeUp)
	must(t, err)
	st := openStore(t, filepath.Join(folder, "safar.db"), ring.FileKey())
	house := register.NewHouse(slices.Concat(desk.Declarations(), people.Declarations(), subjects.Declarations(), documents.Declarations(), journey.Declarations(), works.Declarations(),
		[]register.Declaration{paid})...)
	w.desk, err = desk.Open(t.Context(), st, ring, house, w.clock)
	must(t, err)
	t.Cleanup(func() { must(t, w.desk.Close()); must(t, st.Close()); ring.Close() })
	w.scope = access.Scope{Caseload: id.New(), Compartment: access.General}
	w.caseworker, w.manager = w.person(access.Caseworker), w.person(access.ProgrammeManager)
	w.builder, w.surveys = w.person(access.SiteManager, access.Inspector), w.person(access.Inspector)
	_, err = w.desk.Do(t.Context(), w.manager, access.Commons, id.New(), journey.Publish{Source: []byte(building)})
	must(t, err)
	w.journey = w.house()
	return w
}

// house lets a household begin to build.
func (w *world) house() id.ID {
	w.t.Helper()
	r := w.must(w.caseworker, people.Register{Arrived: clock.NoDay, Members: []people.Member{{Relation: people.Head}}})
	return w.must(w.caseworker, journey.Start{Programme: "building", Pathway: "house", Subject: r.IDs[0]}).IDs[0]
}

func (w *world) person(roles ...access.Role) access.Actor {
	a := access.Actor{User: id.New()}
	for _, r := range roles {
		a.Grants = append(a.Grants, access.NewGrant(r, w.scope.Caseload))
	}
	return a
}

func (w *world) do(by access.Actor, c desk.Command) (desk.Receipt, error) {
	return w.desk.Do(w.t.Context(), by, w.scope, id.New(), c)
}

func (w *world) must(by access.Actor, c desk.Command) desk.Receipt {
	w.t.Helper()
	r, err := w.do(by, c)
	must(w.t, err)
	if kept, opened := ask(w, works.EachMilestone(w.scope, true)), ask(w, works.EachMilestone(w.scope, false)); !slices.Equal(kept, opened) {
		w.t.Fatalf("the register keeps of milestones %q, and every way opened tells %q", kept, opened)
	}
	return r
}

func (w *world) refuse(key string, by access.Actor, c desk.Command) {
	w.t.Helper()
	before := w.facts()
	_, err := w.do(by, c)
	if err == nil || fault.KeyOf(err) != key {
		w.t.Fatalf("%T: %v, want %s", c, err, key)
	}
	if w.facts() != before {
		w.t.Fatalf("%T was refused and wrote facts", c)
	}
}

func (w *world) facts() (n uint64) {
	must(w.t, w.desk.Store().Read(w.t.Context(), func(db store.Tx) error {
		feeds, err := journal.Feeds(w.t.Context(), db, w.scope)
		for _, f := range feeds {
			n += f.Head.Seq
		}
		return err
	}))
	return n
}

func ask[T any](w *world, q desk.Query[T]) T {
	w.t.Helper()
	got, err := desk.Ask(w.t.Context(), w.desk, w.surveys, "task.test", q)
	must(w.t, err)
	return got
}

func openStore(t testing.TB, path string, key []byte) store.Store {
	t.Helper()
	st, err := store.OpenSQLite(t.Context(), path, store.SQLiteOptions{Key: key})
	must(t, err)
	return st
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) report(step string) works.Report { return works.Report{Journey: w.journey, Step: step} }

func (w *world) inspect(step string, defects ...string) works.Inspect {
	return works.Inspect{Journey: w.journey, Step: step, Passed: len(defects) == 0, Defects: defects,
		Seen: works.Seen{Located: true, Latitude: -5_930_000, Longitude: 29_190_000}}
}

// A milestone is reported, fails with what is wrong, is mended and reported again, and passes.
func TestAMilestoneIsReportedAndInspected(t *testing.T) {
	w := newWorld(t)
	w.refuse("works.nothing_reported", w.surveys, w.inspect("walls"))
	w.must(w.manager, w.report("walls"))
	w.refuse("works.reported_already", w.manager, w.report("walls"))
	w.refuse("works.defects_missing", w.surveys, works.Inspect{Journey: w.journey, Step: "walls"})
	w.refuse("works.not_a_defect", w.surveys, w.inspect("walls", "Madame Furaha"))
	w.must(w.surveys, w.inspect("walls", "corner_cracked"))
	if rows := ask(w, works.Milestones(w.scope)); rows[0].Failed != 1 || rows[0].Step != "walls" {
		t.Errorf("milestones: %+v", rows)
	}
	w.refuse("works.nothing_reported", w.surveys, w.inspect("walls"))
	w.must(w.manager, w.report("walls"))
	w.must(w.surveys, w.inspect("walls"))
	w.refuse("journey.step_is_done", w.manager, w.report("walls"))
	w.must(w.manager, w.report("fence")) // done by its report: nobody inspects it
	w.refuse("journey.step_is_done", w.manager, w.report("fence"))
	rows := ask(w, works.Milestones(w.scope))
	if rows[0].Passed != 1 || rows[1].Waiting != 1 {
		t.Errorf("milestones: %+v", rows)
	}
}

// A milestone's photograph is filed with the household whose house it is; who approves may see it, and an inspection that is refused leaves none.
func TestAMilestoneIsPhotographed(t *testing.T) {
	w := newWorld(t)
	c, command := w.inspect("walls"), id.New()
	subject := ask(w, works.Whose(w.scope, w.journey)).Subject
	var file bytes.Buffer
	must(t, png.Encode(&file, image.NewGray(image.Rect(0, 0, 30, 20))))
	p, err := vault.ReadPicture(&file)
	must(t, err)
	at, err := w.desk.Keep(t.Context(), w.surveys, access.WorksInspect, vault.Whose{Scope: w.scope, Owner: subject}, command, p)
	must(t, err)
	c.Seen.Photo = at[:]
	w.refuse("works.nothing_reported", w.surveys, c)
	w.must(w.manager, w.report("walls"))
	nowhere := w.inspect("walls")
	nowhere.Seen.Photo = make([]byte, len(at))
	w.refuse("documents.no_picture", w.surveys, nowhere)
	if _, err := w.desk.Do(t.Context(), w.surveys, w.scope, command, c); err != nil {
		t.Fatal(err)
	}
	approver := w.person(access.Approver)
	photos, err := desk.Ask(t.Context(), w.desk, approver, "task.test", documents.Photographs(access.PaymentApprove, w.scope, w.journey))
	if err != nil || len(photos) != 1 || photos[0].Step != "walls" {
		t.Fatalf("%+v, %v", photos, err)
	}
	for step, want := range map[string]string{"walls": "", "roof": "documents.none"} {
		_, err := desk.Ask(t.Context(), w.desk, approver, "task.test",
			documents.PhotographOf(access.PaymentApprove, w.scope, w.journey, step, photos[0].Document, vault.Whole))
		if (err != nil) != (want != "") || err != nil && fault.KeyOf(err) != want {
			t.Errorf("%s: %v", step, err)
		}
	}
	if photos, _ := desk.Ask(t.Context(), w.desk, w.manager, "task.test", documents.Photographs(access.WorksList, w.scope, w.journey)); len(photos) != 0 {
		t.Error("who sees figures alone sees that there is one")
	}
}

// A milestone does not pass without what the programme asks of its inspection.
func TestAnInspectionFillsInItsForm(t *testing.T) {
	w := newWorld(t)
	_, err := w.desk.Do(t.Context(), w.manager, access.Commons, id.New(), journey.Publish{
		Source: []byte(strings.Replace(building, "kind: house\n", "kind: house\n        form: inspection\n", 1)),
		Forms: map[string][]byte{"inspection": []byte("form: inspection\nlabels: {en: Inspection}\nquestions:\n" +
			"  - geopoint: place\n    required: true\n    labels: {en: Where the house stands}\n")}})
	must(t, err)
	w.journey = w.house()
	w.must(w.manager, w.report("walls"))
	w.refuse("journey.answer_needed", w.surveys, w.inspect("walls"))
	seen := w.inspect("walls")
	seen.Seen.Answers = programme.Answers{"place": programme.SomewhereThere}
	w.must(w.surveys, seen)
}

// helping is building with help for those who cannot: whoever inspects may be told, and what is built for some is no milestone of the others.
const helping = `
programme: building
currency: USD
grants:
  echo: {donor: echo, from: 2025-01-01, until: 2026-12-31, ceiling: 1000000}
pathways:
  house:
    for: household
    steps:
      - ask: request
        optional: true
      - decide: help
        by: protection_officer
        answers: request
        options: [labour, house]
      - build: house
        kind: house
        when: help.done && help == "house"
        needs: [help]
        inspected: true
      - build: walls
        kind: house
        form: inspection
        inspected: true
`

func (w *world) helping() {
	w.t.Helper()
	_, err := w.desk.Do(w.t.Context(), w.manager, access.Commons, id.New(), journey.Publish{Source: []byte(helping), Forms: map[string][]byte{
		"request": []byte("form: request\nlabels: {en: Request}\nquestions:\n  - text: why\n    labels: {en: Why}\n"),
		"inspection": []byte("form: inspection\nlabels: {en: Inspection}\nquestions:\n" +
			"  - acknowledge: needs_help\n    asks: request\n    labels: {en: Needs help}\n")}})
	must(w.t, err)
	w.journey = w.house()
}

// asked counts how often help was asked for on the journey.
func (w *world) asked() int {
	w.t.Helper()
	type marks struct {
		N int `class:"open"`
	}
	return ask(w, desk.Query[marks]{Act: access.WorksList, Scope: w.scope, Run: func(r *desk.Reader) (marks, error) {
		j, err := desk.Read(r, journey.Story, w.journey)
		return marks{len(j.State.Standing("request"))}, err
	}}).N
}

// What an inspector is told is asked for, once while it waits; after a "no" it is asked for anew.
func TestWhatAnInspectionIsToldIsAskedForOnce(t *testing.T) {
	w := newWorld(t)
	w.helping()
	protection := w.person(access.ProtectionOfficer)
	told := func(defects ...string) works.Inspect {
		c := w.inspect("walls", defects...)
		c.Seen.Answers = programme.Answers{"needs_help": "yes"}
		return c
	}
	decide := journey.DecideStep{Journey: w.journey, Step: "help", Reason: "a brother builds"}
	w.refuse("journey.not_applicable", protection, decide)
	for i, want := range []int{1, 1, 2, 2} {
		w.must(w.manager, w.report("walls"))
		w.must(w.surveys, told("corner_cracked"))
		if got := w.asked(); got != want {
			t.Fatalf("inspection %d: asked for %d times, want %d", i+1, got, want)
		}
		if i == 1 {
			w.refuse("journey.asked_already", w.caseworker, journey.Ask{Journey: w.journey, Step: "request", Day: clock.NoDay})
			w.must(protection, decide)
		}
	}
	w.must(protection, journey.DecideStep{Journey: w.journey, Step: "help", Yes: true, Option: "house", Reason: "he left"})
	w.must(w.manager, w.report("walls"))
	w.must(w.surveys, w.inspect("walls")) // nothing was ticked, and nothing is asked for
	if got := w.asked(); got != 2 {
		t.Errorf("asked for %d times", got)
	}
}

// A house that is built for some is counted as missing of those alone for whom it was decided.
func TestWhatIsBuiltForSomeIsMissingOfNobodyElse(t *testing.T) {
	w := newWorld(t)
	w.helping()
	w.house()
	rows := func() (house, walls works.MilestoneRow) {
		for _, r := range ask(w, works.Milestones(w.scope)) {
			switch r.Step {
			case "house":
				house = r
			case "walls":
				walls = r
			}
		}
		return house, walls
	}
	if house, walls := rows(); house.None != 0 || walls.None != 3 {
		t.Errorf("nobody asked: %+v %+v", house, walls)
	}
	w.must(w.caseworker, journey.Ask{Journey: w.journey, Step: "request", Day: clock.NoDay})
	if house, _ := rows(); house.None != 0 {
		t.Errorf("nobody decided: %+v", house)
	}
	w.must(w.person(access.ProtectionOfficer), journey.DecideStep{Journey: w.journey, Step: "help", Yes: true, Option: "house", Reason: "they are children"})
	if house, walls := rows(); house.None != 1 || walls.None != 3 {
		t.Errorf("decided: %+v %+v", house, walls)
	}
	w.must(w.manager, w.report("house"))
	if late := ask(w, works.Overdue(w.scope, 0)); len(late) != 1 || late[0].Step != "house" {
		t.Errorf("waits for its inspection: %+v", late)
	}
}

// Who inspects does not pay, and did not report what they inspect.
func TestAnInspectorIsIndependent(t *testing.T) {
	w := newWorld(t)
	w.must(w.builder, w.report("walls"))
	w.refuse("works.inspector_reported", w.builder, w.inspect("walls"))
	for _, role := range []access.Role{access.FinanceOfficer, access.Approver} {
		w.refuse("works.inspector_pays", w.person(role, access.Inspector), w.inspect("walls"))
	}
	w.must(w.surveys, pay{w.journey})
	w.refuse("works.inspector_pays", w.surveys, w.inspect("walls"))
	w.must(w.person(access.Inspector), w.inspect("walls"))
	w.must(w.builder, w.report("fence"))
	w.must(w.builder, w.inspect("fence")) // the programme asks nobody else to look at it
}

// An inspection overdue is the office's failure: it is listed for the office, and nothing lapses for the family.
func TestAnOverdueInspectionIsTheOffices(t *testing.T) {
	w := newWorld(t)
	w.must(w.manager, w.report("walls"))
	w.journey = w.house()
	w.clock.Set(w.clock.Now().AddDate(0, 0, 20))
	w.must(w.manager, w.report("walls"))
	w.must(w.manager, w.report("fence"))
	rows := ask(w, works.Overdue(w.scope, 14))
	if len(rows) != 1 || rows[0].Days != 20 || rows[0].Step != "walls" {
		t.Errorf("overdue: %+v", rows)
	}
	if all := ask(w, works.Overdue(w.scope, 0)); len(all) != 2 || all[0].Days < all[1].Days {
		t.Errorf("the oldest come first: %+v", all)
	}
	w.clock.Set(w.clock.Now().AddDate(3, 0, 0))
	w.must(w.surveys, w.inspect("walls")) // however late: the report still stands
}

// Whoever does what in whatever order: no milestone passes but by somebody independent, after a report.
func TestAnyOrderOfReportsAndInspections(t *testing.T) {
	w := newWorld(t)
	rapid.Check(t, func(rt *rapid.T) {
		w.journey = w.house()
		var reporter id.ID
		var waiting, passed bool
		for range rapid.IntRange(1, 20).Draw(rt, "deeds") {
			by := rapid.SampledFrom([]access.Actor{w.builder, w.surveys, w.manager}).Draw(rt, "by")
			before := w.facts()
			var err error
			if rapid.Bool().Draw(rt, "report") {
				if _, err = w.do(by, w.report("walls")); err == nil {
					if waiting || passed {
						rt.Fatal("reported twice")
					}
					waiting, reporter = true, by.User
				}
			} else {
				good := rapid.Bool().Draw(rt, "good")
				c := w.inspect("walls")
				if !good {
					c = w.inspect("walls", "roof_loose")
				}
				if _, err = w.do(by, c); err == nil {
					if !waiting || by.User == reporter {
						rt.Fatal("inspected by the reporter, or though nothing waits")
					}
					waiting, passed = false, good
				}
			}
			if err != nil && w.facts() != before {
				rt.Fatal("refused, and facts were written")
			}
		}
	})
}

func TestEveryFieldHasAClass(t *testing.T) {
	for _, row := range []any{works.MilestoneRow{}, works.OverdueRow{}} {
		for _, path := range access.Untagged(reflect.TypeOf(row)) {
			t.Errorf("%s has no class", path)
		}
	}
}
