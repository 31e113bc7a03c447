// SPDX-License-Identifier: Apache-2.0

package field_test

import (
	"encoding/hex"
	"reflect"
	"strings"
	"testing"

	"safar/field"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Facts are read for ever. Each case is the residue of an older version of a kind, as it was written on the day, and what it says today.
// A case that lies here is never changed: a new version adds one for the version before it.
func TestOldVersionsOfFactsAreReadForEver(t *testing.T) {
	neema, village := id.ID{0: 7, 15: 1}, id.ID{0: 9, 15: 2}
	for _, c := range []struct {
		says    string
		kind    string
		version uint16
		residue string       // hexadecimal
		mark    journey.Mark // its Authority: any, where one was heard
	}{
		{"one person was told", "choice.told", 1,
			"a4016770726f66696c6502500700000000000000000000000000000103500900000000000000000000000000000204627377",
			journey.Mark{Step: "profile", By: neema, Place: village}},
		{"the household was told together: those who lived there", "choice.told", 1,
			"a3016770726f66696c6503500900000000000000000000000000000204627377",
			journey.Mark{Step: "profile", Place: village}},
		{"who heard it is said, and there was no form", "choice.told", 2,
			"a4016770726f66696c650350090000000000000000000000000000020462737707815007000000000000000000000000000001",
			journey.Mark{Step: "profile", By: neema, Place: village}},
		{"a clearance that was brought along, and said no first day", "journey.brought_along", 2, "a5015008000000000000000000000000000001026770726f66696c65031818041864055007000000000000000000000000000001",
			journey.Mark{Step: "profile", By: neema}},
		{"a guardian stood in for children alone, and the authority was not heard", "choice.best_interests", 1,
			"a40168736f6c7574696f6e026672657475726e035009000000000000000000000000000002045007000000000000000000000000000001",
			journey.Mark{Step: "solution", Place: village, Guardian: neema}},
		{"a guardian stood in where the authority could have", "choice.best_interests", 2,
			"a40168736f6c7574696f6e026672657475726e035009000000000000000000000000000002045007000000000000000000000000000001",
			journey.Mark{Step: "solution", Place: village, Guardian: neema}},
		{"the authority stood in for children alone", "choice.best_interests", 2,
			"a50168736f6c7574696f6e026672657475726e03500900000000000000000000000000000204400578196368696c642070726f74656374696f6e2c204b616c656d6965",
			journey.Mark{Step: "solution", Place: village, Authority: village}},
		{"it was for the children of a household together", "choice.best_interests", 3,
			"a50168736f6c7574696f6e026672657475726e03500900000000000000000000000000000204400578196368696c642070726f74656374696f6e2c204b616c656d6965",
			journey.Mark{Step: "solution", Place: village, Authority: village}},
		{"who left a household took along where they sit", "journey.brought_along", 1,
			"a80150030000000000000000000000000000010269646570617274757265030f041864055007000000000000000000000000000001" +
				"0650090000000000000000000000000000020950040000000000000000000000000000010a01",
			journey.Mark{Step: "departure", By: neema, Place: village}},
		{"who left a household on the road took along that they are counted there, and nobody turned back", "journey.brought_along", 2,
			"aa0150030000000000000000000000000000010269646570617274757265031304186405500700000000000000000000000000000106500900" +
				"00000000000000000000000000020766636f6e766f790950040000000000000000000000000000010a010b81855007000000000000000000000000000001002000f5",
			journey.Mark{Step: "departure", By: neema, Place: village}},
		{"a clearance that was brought along with its first day, and nobody turned back", "journey.brought_along", 3,
			"a6015008000000000000000000000000000001026770726f66696c650318180418640550070000000000000000000000000000010c1864",
			journey.Mark{Step: "profile", By: neema}},
		{"a departure that was brought along, and nobody said why", "journey.brought_along", 4,
			"a80150030000000000000000000000000000010269646570617274757265030f041864055007000000000000000000000000000001" +
				"0650090000000000000000000000000000020950040000000000000000000000000000010a01",
			journey.Mark{Step: "departure", By: neema, Place: village}},
		{"they were not on a trip, and nobody kept why", "movement.turned_back", 1,
			"a20169646570617274757265025004000000000000000000000000000001", journey.Mark{Step: "departure"}},
		{"money that was handed out where nobody said at which place", "payment.delivered", 1,
			"a5016d66697273745f7472616e63686502500300000000000000000000000000000a0319426804646361736805616d",
			journey.Mark{Step: "first_tranche"}},
		{"what was handed to another organisation, when there were no words of a complaint", "referral.sent", 1,
			"a5016770726f66696c6502500700000000000000000000000000000103500900000000000000000000000000000204800569696e5f706572736f6e",
			journey.Mark{Step: "profile", By: neema}},
		{"a clearance of all, which did not say who they were", "clearance.stated", 1, "a2016770726f66696c6503f5", journey.Mark{Step: "profile"}},
	} {
		residue, err := hex.DecodeString(c.residue)
		if err != nil {
			t.Fatal(err)
		}
		house := field.House()
		story := house.NewStory(access.Scope{Caseload: id.ID{1}, Compartment: access.General}, c.kind, id.ID{2})
		f := &journal.Fact{}
		f.Kind, f.Version, f.Story, f.Residue, f.Day, f.Seq = c.kind, c.version, id.ID{2}, residue, clock.Day(100), 1
		if err := house.Fold(story, f); err != nil {
			t.Errorf("%s: %v", c.says, err)
			continue
		}
		marks := story.State.(*journey.Journey).Marks
		if len(marks) != 1 || marks[0].Step != c.mark.Step || marks[0].By != c.mark.By || marks[0].Place != c.mark.Place || marks[0].Day != 100 {
			t.Errorf("%s: it is read as %+v", c.says, marks)
		} else if marks[0].Guardian != c.mark.Guardian || marks[0].Authority.IsZero() != c.mark.Authority.IsZero() {
			t.Errorf("%s: it is read as said by %+v", c.says, marks)
		}
	}
}

// Of whom nobody was asked whether they are a separated child, nobody says so; what is said of one is read from their registration on.
func TestWhetherAChildIsSeparatedIsReadFromWhereItWasAsked(t *testing.T) {
	for version, said := range map[uint16]bool{1: false, 2: false, 3: true} {
		residue := "a1015009000000000000000000000000000002"
		if said {
			residue = "a2015009000000000000000000000000000002" + "08f5"
		}
		written, err := hex.DecodeString(residue)
		if err != nil {
			t.Fatal(err)
		}
		house := field.House()
		story := house.NewStory(access.Scope{Caseload: id.ID{1}, Compartment: access.General}, "people.person_registered", id.ID{2})
		f := &journal.Fact{}
		f.Kind, f.Version, f.Story, f.Residue, f.Day, f.Seq = "people.person_registered", version, id.ID{2}, written, clock.Day(100), 1
		if err := house.Fold(story, f); err != nil {
			t.Fatal(err)
		}
		if got := story.State.(*people.Person).IsSaidSeparated(); got != said {
			t.Errorf("version %d says %v", version, got)
		}
	}
}

// Whoever said how they may be reached before anybody asked about SMS said nothing of it, also where it was carried over in a merge.
func TestWhoWasReachedBeforeSMSWasAskedAboutSaidNothingOfIt(t *testing.T) {
	for kind, residue := range map[string]string{"people.safe_contact": "f6", "people.contact_carried": "a1015007000000000000000000000000000001"} {
		written, err := hex.DecodeString(residue)
		if err != nil {
			t.Fatal(err)
		}
		house := field.House()
		story := house.NewStory(access.Scope{Caseload: id.ID{1}, Compartment: access.General}, kind, id.ID{2})
		f := &journal.Fact{}
		f.Kind, f.Version, f.Story, f.Owner, f.Residue, f.Day, f.Seq = kind, 1, id.ID{2}, id.ID{2}, written, clock.Day(100), 1
		f.Person, err = hex.DecodeString("a3016a686572207369737465720264676f6f6403676576656e696e67") // her sister, good, evening
		if err == nil {
			err = house.Fold(story, f)
		}
		if err != nil {
			t.Fatal(kind, err)
		}
		p := story.State.(*people.Person)
		if c, stated := p.SafeContact.Latest(); !stated || c.Who != "her sister" || c.SMS != people.NotKnown || p.SMS() != people.NotKnown {
			t.Errorf("%s is read as %+v", kind, c)
		}
	}
}

// Two fields of one number are both lost in silence when a state is written.
func TestEachFieldOfAStateHasANumberOfItsOwn(t *testing.T) {
	for kind, state := range field.House().Stories() {
		numbersOf(t, kind, reflect.TypeOf(state), map[reflect.Type]bool{})
	}
}

func numbersOf(t *testing.T, path string, of reflect.Type, seen map[reflect.Type]bool) {
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice || of.Kind() == reflect.Array || of.Kind() == reflect.Map {
		of = of.Elem()
	}
	if of.Kind() != reflect.Struct || seen[of] {
		return
	}
	seen[of] = true
	names := map[string]string{}
	for i := range of.NumField() {
		f := of.Field(i)
		number, _, _ := strings.Cut(f.Tag.Get("cbor"), ",")
		if other := names[number]; number != "" && number != "-" && other != "" {
			t.Errorf("%s: %s and %s are both number %s", path, other, f.Name, number)
		}
		names[number] = f.Name
		numbersOf(t, path+"."+f.Name, f.Type, seen)
	}
}
