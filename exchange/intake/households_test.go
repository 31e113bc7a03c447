// SPDX-License-Identifier: Apache-2.0

package intake_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safar/exchange/intake"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/store"
	"safar/kernel/store/crashdisk"
)

// campMapping reads a list with a person a row and every field that these tests fill.
const campMapping = `
mapping: camp
country: CD
date_order: dmy
households:
  id: hh
  fields: {site: site, origin: origin, language: language, phone: hh_phone, label: card}
persons:
  - household: hh
    id: id
    fields: {name: full, given: given, father: father, middle: middle, family: family, sex: sex, birth: born,
      relation: relation, phone: phone, mother: mother, seeing: seeing}
`

const campHeader = "hh,id,site,origin,language,hh_phone,card,full,given,father,middle,family,sex,born,relation,phone,mother,seeing\n"

func (w *world) camp(t *testing.T, rows string) intake.Report {
	t.Helper()
	return w.households(t, w.put(t, "camp.csv", campHeader+rows), parsed(t, campMapping))
}

// reasons returns the refusals as "row reason".
func reasons(r intake.Report) []string {
	var all []string
	for _, f := range r.Refusals {
		all = append(all, fmt.Sprintf("%d %s", f.Row, f.ReasonKey))
	}
	return all
}

func TestWhatADraftSaysBecomesTheRegistersWords(t *testing.T) {
	w := newWorld(t)
	report := w.camp(t, "1,1a,,,français,0812345678,K-7,,Amani,Jean,Ilunga,Mutombo,f,14/07/1980,chef de ménage,,Nyota,some\n"+
		"1,1b,,,,,,Furaha,,,,,m,about 40,épouse,,,cannot\n"+
		"1,1c,,,,,,,,,,,,,enfant,812345,,\n"+
		"1,1d,,,,,,,Heri,,,,x,2019,enfant,812345678,,\n")
	if report.New != 1 || report.Persons != 4 || report.Refused != 0 {
		t.Fatalf("%+v", report)
	}
	for _, h := range w.homes(t) {
		if h.Household.Language != "fr" || h.Household.Card != "K-7" || h.Household.Source != "camp/1" || len(h.Household.Flags) != 0 {
			t.Errorf("household %+v", h.Household)
		}
		var got []string
		for _, p := range h.Members {
			n, b := p.Names.Value(), p.Born.Value()
			got = append(got, fmt.Sprintf("%s|%s sex %d born %s/%d %s disabled %d phone %s %v", n.Given, n.Family, p.Sex.Value(), b.Day,
				b.Precision, p.Household.Value().Relation, p.Disability.Value(), p.Phone.Value(), p.Flags))
		}
		slices.Sort(got)
		want := []string{
			"Amani Jean Ilunga|Mutombo sex 1 born 1980-07-14/1 head disabled 2 phone +243812345678 []",
			"Furaha| sex 2 born 1986-01-01/4 spouse disabled 1 phone  []",
			"Heri| sex 3 born 2019-01-01/3 child disabled 0 phone +243812345678 [phone_unsure]",
			"| sex 0 born /0 child disabled 0 phone 812345 [phone_short]",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("members (-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff(map[string]int{"mother": 1}, report.NotKept); diff != "" {
		t.Errorf("left out:\n%s", diff)
	}
}

func TestAPersonInTwoHouseholdsIsRegisteredOnce(t *testing.T) {
	w := newWorld(t)
	rows := "1,a,,,,,,Amani,,,,,f,1980,head,,,\n1,b,,,,,,Bahati,,,,,m,2010,child,,,\n" +
		"2,a,,,,,,Amani,,,,,f,1980,head,,,\n2,c,,,,,,Chantal,,,,,f,1990,spouse,,,\n" +
		"3,a,,,,,,Amani,,,,,f,1980,head,,,\n"
	report := w.camp(t, rows)
	want := []string{"4 intake.refused.person_in_two_households", "6 intake.refused.person_in_two_households"}
	if diff := cmp.Diff(want, reasons(report)); diff != "" || report.New != 2 || report.Persons != 3 {
		t.Fatalf("%+v\n%s", report, diff)
	}
	if report.Refusals[0].Args["row"] != 2 {
		t.Errorf("the first row of the person is not named: %v", report.Refusals[0].Args)
	}
	before := w.heads(t)
	if again := w.camp(t, rows); again.Unchanged != 2 || again.Refused != 2 || !cmp.Equal(before, w.heads(t)) {
		t.Errorf("the second time: %+v", again)
	}
}

func TestAPersonWhoseFirstHouseholdIsRefusedIsRegisteredWithTheSecond(t *testing.T) {
	w := newWorld(t)
	long := strings.Repeat("a", 200)
	report := w.camp(t, "1,a,,,,,,,"+long+","+long+",,,f,1980,head,,,\n2,a,,,,,,Amani,,,,,f,1980,head,,,\n")
	if diff := cmp.Diff([]string{"2 people.name_too_long"}, reasons(report)); diff != "" || report.New != 1 || report.Persons != 1 {
		t.Errorf("%+v\n%s", report, diff)
	}
}

func TestWhatTheDeskRefusesIsARefusedRowAndTheOthersStand(t *testing.T) {
	w := newWorld(t)
	var rows strings.Builder
	for i := range people.MaxMembers + 1 {
		fmt.Fprintf(&rows, "big,p%d,,,,,,,,,,,,,,,,\n", i)
	}
	rows.WriteString("1,a,,,,,K-1,,,,,,,,head,,,\n2,b,,,,,K-1,,,,,,,,head,,,\n3,c,,,,,K-3,,,,,,,,head,,,\n")
	rows.WriteString(strings.Repeat("x", 201) + ",d,,,,,,,,,,,,,head,,,\n")
	report := w.camp(t, rows.String())
	want := []string{"2 people.too_many", "64 people.card_taken", "66 intake.refused.id_long"}
	if diff := cmp.Diff(want, reasons(report)); diff != "" || report.New != 2 {
		t.Errorf("%d new\n%s", report.New, diff)
	}
}

func TestARowThatChangedIsRefusedAndTheRegisterKeepsItsOwn(t *testing.T) {
	w := newWorld(t)
	w.camp(t, "1,a,,,,,,Amani,,,,,f,1980,head,,,\n2,b,,,,,,Bahati,,,,,f,1980,head,,,\n")
	before := w.heads(t)
	report := w.camp(t, "1,a,,,,,,Amina,,,,,f,1980,head,,,\n2,b,,,,,,Bahati,,,,,f,1980,head,,,\n")
	if diff := cmp.Diff([]string{"2 people.source_changed"}, reasons(report)); diff != "" || report.Unchanged != 1 || report.New != 0 {
		t.Errorf("%+v\n%s", report, diff)
	}
	if !cmp.Equal(before, w.heads(t)) {
		t.Error("a changed row wrote something")
	}
	if report.Refusals[0].MendKey != "people.source_changed_hint" {
		t.Errorf("mended by %s", report.Refusals[0].MendKey)
	}
}

// add adds a place as a programme manager does.
func (w *world) add(t testing.TB, c places.Add) id.ID {
	t.Helper()
	c.Opened, c.Day = clock.NoDay, clock.NoDay
	r, err := w.desk.Do(t.Context(), w.manager, access.Commons, id.New(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r.IDs[0]
}

func TestPlacesAreFoundByCodeOrNameAndNeverGuessed(t *testing.T) {
	w := newWorld(t)
	north := w.add(t, places.Add{Kind: places.Territory, Name: "Kalemie", Pcode: "CD7401"})
	site := w.add(t, places.Add{Kind: places.Site, Name: "Mukuku", Parent: north})
	village := w.add(t, places.Add{Kind: places.Village, Name: "Rugo", Parent: north})
	w.add(t, places.Add{Kind: places.Village, Name: "Mulembwe", Parent: north})
	w.add(t, places.Add{Kind: places.Village, Name: "Mulembwe"})
	w.add(t, places.Add{Kind: places.Village, Name: "Kalemie", Parent: north})
	rows := "1,a,MUKUKU,rugo,,,,,,,,,,,head,,,\n" + // by names, however written
		"2,b,cd7401,Mulembwe,,,,,,,,,,,head,,,\n" + // by code; two villages of one name
		"3,c,Mukulu,Kalemie,,,,,,,,,,,head,,,\n" // nearly a name; a village and its territory
	report := w.camp(t, rows)
	got := map[string][2]id.ID{}
	for _, h := range w.homes(t) {
		got[h.Household.Source] = [2]id.ID{h.Household.Site.Value(), h.Household.Origin}
	}
	want := map[string][2]id.ID{"camp/1": {site, village}, "camp/2": {north, {}}, "camp/3": {{}, {}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	unknown := []intake.Unplaced{{Field: "origin", Name: "Kalemie", Several: true, Households: 1},
		{Field: "origin", Name: "Mulembwe", Several: true, Households: 1}, {Field: "site", Name: "Mukulu", Households: 1}}
	if diff := cmp.Diff(unknown, report.Unplaced); diff != "" {
		t.Errorf("not found (-want +got):\n%s", diff)
	}
	before := w.heads(t)[w.scope]
	w.add(t, places.Add{Kind: places.Site, Name: "Mukulu", Parent: north})
	if again := w.camp(t, rows); again.Unchanged != 3 || !cmp.Equal(before, w.heads(t)[w.scope]) {
		t.Errorf("after a place became known: %+v", again)
	}
}

// A code that names a country says nothing of where people live: the row is refused with why and how to mend it, the others stand, and mended it comes in.
func TestARowWhoseSiteIsNoPlaceToLiveIsRefused(t *testing.T) {
	w := newWorld(t)
	w.add(t, places.Add{Kind: places.Country, Name: "Congo", Pcode: "CD"})
	w.add(t, places.Add{Kind: places.Site, Name: "Mukuku"})
	report := w.camp(t, "1,a,CD,,,,,,,,,,,,head,,,\n2,b,Mukuku,,,,,,,,,,,,head,,,\n")
	if diff := cmp.Diff([]string{"2 people.no_such_site"}, reasons(report)); diff != "" || report.New != 1 {
		t.Fatalf("%+v\n%s", report, diff)
	}
	if mend := report.Refusals[0].MendKey; mend != "people.no_such_site_hint" {
		t.Errorf("how it is mended: %q", mend)
	}
	if again := w.camp(t, "1,a,Mukuku,,,,,,,,,,,,head,,,\n2,b,Mukuku,,,,,,,,,,,,head,,,\n"); again.New != 1 || again.Unchanged != 1 || again.Refused != 0 {
		t.Errorf("mended: %+v", again)
	}
}

func TestOnlyThoseWhoMayImport(t *testing.T) {
	w := newWorld(t)
	path := w.put(t, "camp.csv", campHeader+"1,a,,,,,,,,,,,,,head,,,\n")
	w.worker = w.stranger
	if _, err := w.tryHouseholds(t, t.Context(), path, parsed(t, campMapping), intake.Options{}); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("an auditor imports: %v", err)
	}
	if _, err := intake.Places(t.Context(), w.desk, w.stranger, w.copied(t, "pcodes-cod.csv"), intake.Options{}); !fault.Is(err, fault.NotAllowed) {
		t.Errorf("an auditor adds places: %v", err)
	}
}

// whole fails where a household stands without one of the five persons that the list gives it.
func (w *world) whole(t *testing.T, households int) {
	t.Helper()
	homes := w.homes(t)
	if len(homes) != households {
		t.Errorf("%d households stand, %d were reported", len(homes), households)
	}
	for _, h := range homes {
		if len(h.Members) != 5 {
			t.Errorf("%s has %d members", h.Household.Source, len(h.Members))
		}
	}
}

func TestAStoppedImportLeavesWholeHouseholdsAndIsContinued(t *testing.T) {
	w := newWorld(t)
	path := writeRegistrations(t, w.folder, 20_000)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	stopAtFirst := intake.Options{Progress: func(p intake.Progress) {
		if p.Total != 20_000 || p.Done == 0 || p.New == 0 {
			t.Errorf("progress %+v", p)
		}
		stop()
	}}
	report, err := w.tryHouseholds(t, ctx, path, parsed(t, registrationMapping), stopAtFirst)
	if fault.KeyOf(err) != "intake.stopped" || report.New == 0 || report.New >= 4000 {
		t.Fatalf("%d new, %v", report.New, err)
	}
	w.whole(t, report.New)
	rest := w.households(t, path, parsed(t, registrationMapping))
	if rest.Unchanged != report.New || rest.New != 4000-report.New {
		t.Errorf("then %d new, %d unchanged", rest.New, rest.Unchanged)
	}
	w.whole(t, 4000)
}

func TestAFullDiskEndsTheImportBetweenHouseholds(t *testing.T) {
	disk := crashdisk.New(t.TempDir(), 11)
	t.Cleanup(disk.Forget)
	w := newWorldOn(t, store.SQLiteOptions{VFS: disk.Name()})
	path := writeRegistrations(t, w.folder, 20_000)
	full := intake.Options{Progress: func(intake.Progress) { disk.Misbehave(crashdisk.Faults{DiskFull: 1}) }}
	report, err := w.tryHouseholds(t, t.Context(), path, parsed(t, registrationMapping), full)
	if !fault.Is(err, fault.Unavailable) || report.New == 0 || report.New >= 4000 {
		t.Fatalf("%d new, %v", report.New, err)
	}
	disk.Misbehave(crashdisk.Faults{})
	w.whole(t, report.New)
	rest := w.households(t, path, parsed(t, registrationMapping))
	if rest.Unchanged != report.New || rest.New != 4000-report.New {
		t.Errorf("then %d new, %d unchanged", rest.New, rest.Unchanged)
	}
	w.whole(t, 4000)
}

// The ids of commands travel in clear. In another operation, with other keys, the same row is another command.
func TestTheSameRowIsAnotherCommandUnderOtherKeys(t *testing.T) {
	ids := map[string]bool{}
	for range 2 {
		w := newWorld(t)
		w.camp(t, "1,a,,,,,,Amani,,,,,f,1980,head,,,\n")
		err := w.store.Read(t.Context(), func(db store.Tx) error {
			return db.Query(t.Context(), `SELECT command FROM command WHERE scope = $1`, []any{w.scope.Bytes()}, func(row store.Row) error {
				ids[string(row.Bytes(0))] = true
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(ids) != 2 {
		t.Errorf("%d ids in two operations, want 2", len(ids))
	}
}

func TestAPlaceThatDiffersFromTheKnownOneIsRefused(t *testing.T) {
	w := newWorld(t)
	header := "Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date\n"
	path := w.put(t, "places.csv", header+"COD,1,CD74,Tanganyika,COD,2019-09-11\nCOD,2,CD7401,Kalemie,CD74,2019-09-11\n")
	if _, err := intake.Places(t.Context(), w.desk, w.manager, path, intake.Options{}); err != nil {
		t.Fatal(err)
	}
	w.put(t, "places.csv", header+"COD,1,CD74,Tanganika,COD,2019-09-11\nCOD,2,CD7401,Kalemie,CD74,2019-09-11\n"+
		"COD,2,CD7402,Nyunzu,CD74,2019-09-11\nCOD,2,CD7403,,CD74,2019-09-11\nCOD,2,CD7404,Kabalo,CD99,2019-09-11\n")
	report, err := intake.Places(t.Context(), w.desk, w.manager, path, intake.Options{})
	want := []string{"5 pcode.refused.name_missing", "6 pcode.refused.parent", "2 intake.refused.place_differs"}
	slices.Sort(want)
	got := reasons(report)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" || err != nil || report.New != 1 || report.Unchanged != 2 {
		t.Errorf("%+v, %v\n%s", report, err, diff)
	}
	refusedFile(t, path, 3)
}

// A list that says of a child that they are separated has it said of them; what it leaves open, or writes so that nobody understands it, says nothing.
func TestAListSaysWhoIsASeparatedChild(t *testing.T) {
	w := newWorld(t)
	mapping := parsed(t, strings.Replace(campMapping, "seeing: seeing}", "separated: alone}", 1))
	rows := "hh,id,site,origin,language,hh_phone,card,full,given,father,middle,family,sex,born,relation,phone,mother,alone\n" +
		"1,1a,,,,,,,Amani,,,,f,1980,head,,,no\n1,1b,,,,,,,Bahati,,,,m,2015,other,,,oui\n1,1c,,,,,,,Chantal,,,,f,2016,child,,,\n" +
		"1,1d,,,,,,,Dada,,,,f,2017,child,,,perhaps\n"
	report := w.households(t, w.put(t, "camp.csv", rows), mapping)
	if report.Persons != 4 || len(report.Refusals) != 1 {
		t.Fatalf("%+v", report)
	}
	for _, h := range w.homes(t) {
		for _, p := range h.Members {
			if name := p.Names.Value().Given; p.IsSaidSeparated() != (name == "Bahati") {
				t.Errorf("%s is said to be separated: %v", name, p.IsSaidSeparated())
			}
		}
	}
}
