// SPDX-License-Identifier: Apache-2.0

package documents_test

import (
	"bytes"
	"image"
	"image/png"
	"reflect"
	"strings"
	"testing"

	"safar/desk"
	"safar/field/documents"
	"safar/field/officetest"
	"safar/field/people"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
	"safar/kernel/vault"
)

// file is an office with a household of two and those who work with it.
type file struct {
	*officetest.Office
	caseworker, protection, erasure access.Actor
	household, head, child          id.ID
}

func newFile(t testing.TB) *file {
	o := officetest.Open(t, desk.Declarations(), staff.Declarations(), people.Declarations(), documents.Declarations())
	f := &file{Office: o, caseworker: o.Person(access.Caseworker), protection: o.Person(access.ProtectionOfficer),
		erasure: o.Person(access.DataProtectionOfficer)}
	f.household, f.head, f.child = f.registered()
	return f
}

func (f *file) registered() (household, head, child id.ID) {
	f.Helper()
	ids := f.Do(f.caseworker, people.Register{Arrived: clock.NoDay, Members: []people.Member{
		{Names: people.Names{Given: "Amani"}, Relation: people.Head}, {Names: people.Names{Given: "Neema"}, Relation: people.Child}}}).IDs
	return ids[0], ids[1], ids[2]
}

func (f *file) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

// picture is a picture of one colour.
func picture(t testing.TB) *vault.Picture {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 300, 200))); err != nil {
		t.Fatal(err)
	}
	p, err := vault.ReadPicture(&b)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// keep keeps a picture for an owner, under the id of the command that follows.
func (f *file) keep(by access.Actor, owner, command id.ID) vault.Address {
	f.Helper()
	at, err := f.Desk.Keep(f.Context(), by, access.PeopleAmend, vault.Whose{Scope: f.Scope, Owner: owner}, command, picture(f))
	f.must(err)
	return at
}

// filed files a document of an owner.
func (f *file) filed(by access.Actor, owner id.ID, kind documents.Kind, class access.Class) (id.ID, vault.Address) {
	f.Helper()
	command := id.New()
	at := f.keep(by, owner, command)
	r, err := f.Desk.Do(f.Context(), by, f.Scope, command, documents.File{Household: f.household, Subject: owner, At: at, Kind: kind, Class: class, Words: "page 1"})
	f.must(err)
	return r.IDs[0], at
}

func ask[T any](f *file, by access.Actor, q desk.Query[T]) T {
	f.Helper()
	got, err := desk.Ask(f.Context(), f.Desk, by, "task.test", q)
	f.must(err)
	return got
}

func (f *file) shown(by access.Actor, document id.ID) error {
	_, err := desk.Ask(f.Context(), f.Desk, by, "task.test", documents.PictureOf(f.Scope, f.household, document, vault.Whole))
	return err
}

// A document is filed, listed, shown, with who filed it; the latest photograph is the one of the file; and each look is on record.
func TestADocumentIsFiledAndShown(t *testing.T) {
	f := newFile(t)
	birth, _ := f.filed(f.caseworker, f.child, "birth", access.Personal)
	f.filed(f.caseworker, f.head, documents.Portrait, access.Personal)
	f.Days(1)
	later, _ := f.filed(f.protection, f.head, documents.Portrait, access.Personal)
	rows := ask(f, f.caseworker, documents.OfHousehold(f.Scope, f.household))
	if len(rows) != 3 || rows[0].ID != later || rows[2].Kind != "birth" && rows[1].Kind != "birth" {
		t.Fatalf("%+v", rows)
	}
	held := ask(f, f.caseworker, documents.HeldFor(f.Scope, f.household))
	if held.Count != 3 || len(held.Portraits) != 1 || held.Portraits[0] != (documents.PortraitRow{Subject: f.head, Document: later}) {
		t.Errorf("%+v", held)
	}
	got := ask(f, f.caseworker, documents.PictureOf(f.Scope, f.household, birth, vault.Thumb))
	if !bytes.HasPrefix(got.JPEG, []byte("\xff\xd8\xff")) {
		t.Errorf("%d bytes", len(got.JPEG))
	}
	looks := ask(f, f.erasure, people.LooksAt(f.Scope.Caseload, f.household))
	if len(looks) != 2 || looks[0].Looker != f.caseworker.User {
		t.Errorf("looks: %+v", looks)
	}
}

// Who opens a picture is on record, under whose it is and under their household.
func TestAPhotographIsALook(t *testing.T) {
	f := newFile(t)
	of, _ := f.filed(f.caseworker, f.head, documents.Portrait, access.Personal)
	ask(f, f.protection, documents.PictureOf(f.Scope, f.household, of, vault.Thumb))
	var looked []id.ID
	for _, at := range []id.ID{f.head, f.household} {
		for _, look := range ask(f, f.erasure, people.LooksAt(f.Scope.Caseload, at)) {
			if look.Looker == f.protection.User {
				looked = append(looked, at)
			}
		}
	}
	if len(looked) != 2 {
		t.Errorf("looks at %v", looked)
	}
}

// What is for protection alone is not there for others: not in the list, not in a count, not under its address, not to be withdrawn; though one of
// them filed it.
func TestASensitiveDocumentIsThereForProtectionAlone(t *testing.T) {
	f := newFile(t)
	of, at := f.filed(f.caseworker, f.head, documents.Portrait, access.Sensitive)
	if rows := ask(f, f.caseworker, documents.OfHousehold(f.Scope, f.household)); len(rows) != 0 {
		t.Errorf("%+v", rows)
	}
	if held := ask(f, f.caseworker, documents.HeldFor(f.Scope, f.household)); held.Count != 0 || len(held.Portraits) != 0 {
		t.Errorf("%+v", held)
	}
	if err := f.shown(f.caseworker, of); fault.KeyOf(err) != "documents.none" {
		t.Error(err)
	}
	_, err := f.Desk.Do(t.Context(), f.caseworker, f.Scope, id.New(), documents.Withdraw{Document: of, Subject: f.head, At: at, Why: "blurred"})
	if fault.KeyOf(err) != "documents.none" {
		t.Error(err)
	}
	if rows := ask(f, f.protection, documents.OfHousehold(f.Scope, f.household)); len(rows) != 1 {
		t.Errorf("%+v", rows)
	}
	f.must(f.shown(f.protection, of))
}

// A document that is wrong stays to be seen as withdrawn, with why and by whom; its picture is gone at once.
func TestAWithdrawnDocumentIsSeenAndItsPictureIsGone(t *testing.T) {
	f := newFile(t)
	of, at := f.filed(f.caseworker, f.head, "identity", access.Personal)
	take := documents.Withdraw{Document: of, Subject: f.head, At: at, Why: "of another family"}
	for want, c := range map[string]documents.Withdraw{"documents.why_missing": {Document: of, Subject: f.head, At: at, Why: " "},
		"documents.another":  {Document: of, Subject: f.child, At: at, Why: "x"},
		"documents.too_long": {Document: of, Subject: f.head, At: at, Why: strings.Repeat("x", 301)}} {
		if _, err := f.Desk.Do(t.Context(), f.caseworker, f.Scope, id.New(), c); fault.KeyOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	f.must(f.shown(f.caseworker, of))
	f.Do(f.caseworker, take)
	if _, err := f.Desk.Do(t.Context(), f.caseworker, f.Scope, id.New(), take); fault.KeyOf(err) != "documents.withdrawn_already" {
		t.Error(err)
	}
	if err := f.shown(f.caseworker, of); fault.KeyOf(err) != "documents.none" {
		t.Error(err)
	}
	row := ask(f, f.caseworker, documents.OfHousehold(f.Scope, f.household))[0]
	if !row.Withdrawn || row.Why != "of another family" || !row.WithdrawnOn.Known() {
		t.Errorf("%+v", row)
	}
	if n := f.lying(); n != 0 {
		t.Errorf("%d pictures are left", n)
	}
}

// Who is forgotten takes their documents along, and nothing of them is filed again; those of the others stay.
func TestForgettingTakesTheDocuments(t *testing.T) {
	f := newFile(t)
	gone, _ := f.filed(f.caseworker, f.child, "birth", access.Personal)
	stays, _ := f.filed(f.caseworker, f.head, "identity", access.Personal)
	f.Do(f.erasure, people.Forget{Household: f.household, Persons: []id.ID{f.child}, Reason: register.ErasureAsked})
	if err := f.shown(f.protection, gone); fault.KeyOf(err) != "documents.none" {
		t.Error(err)
	}
	f.must(f.shown(f.caseworker, stays))
	if rows := ask(f, f.protection, documents.OfHousehold(f.Scope, f.household)); len(rows) != 1 || rows[0].ID != stays {
		t.Errorf("%+v", rows)
	}
	if n := f.lying(); n != 1 {
		t.Errorf("%d pictures lie there", n)
	}
	_, err := f.Desk.Keep(t.Context(), f.caseworker, access.PeopleAmend, vault.Whose{Scope: f.Scope, Owner: f.child}, id.New(), picture(t))
	if fault.KeyOf(err) != "keys.owner_forgotten" {
		t.Error(err)
	}
}

// lying counts the pictures in the office.
func (f *file) lying() (n int64) {
	f.Helper()
	n, err := f.Desk.Pictures(f.Context(), f.Scope)
	f.must(err)
	return n
}

func TestWhatMayNotBeFiledIsRefused(t *testing.T) {
	f := newFile(t)
	_, stranger, _ := f.registered()
	command := id.New()
	at := f.keep(f.caseworker, f.head, command)
	sound := documents.File{Household: f.household, Subject: f.head, At: at, Kind: "identity", Class: access.Personal}
	for want, change := range map[string]func(*documents.File){
		"documents.no_such_kind":     func(c *documents.File) { c.Kind = documents.Milestone },
		"documents.no_such_class":    func(c *documents.File) { c.Class = access.Open },
		"documents.too_long":         func(c *documents.File) { c.Words = strings.Repeat("x", 301) },
		"documents.not_of_household": func(c *documents.File) { c.Subject = stranger },
		"documents.no_picture":       func(c *documents.File) { c.At[0]++ },
		"desk.no_such_story":         func(c *documents.File) { c.Household = id.New() },
	} {
		c := sound
		change(&c)
		if _, err := f.Desk.Do(t.Context(), f.caseworker, f.Scope, id.New(), c); fault.KeyOf(err) != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	elsewhere := sound
	elsewhere.Subject = f.child // whose picture it is not
	if _, err := f.Desk.Do(t.Context(), f.caseworker, f.Scope, id.New(), elsewhere); fault.KeyOf(err) != "documents.no_picture" {
		t.Errorf("a picture that lies under another's key: %v", err)
	}
	for range 2 { // sent twice, it is filed once
		f.keep(f.caseworker, f.head, command)
		_, err := f.Desk.Do(t.Context(), f.caseworker, f.Scope, command, sound)
		f.must(err)
	}
	if rows := ask(f, f.caseworker, documents.OfHousehold(f.Scope, f.household)); len(rows) != 1 || f.lying() != 1 {
		t.Errorf("%+v, %d pictures", rows, f.lying())
	}
	_, err := f.Desk.Keep(t.Context(), f.Person(access.FinanceOfficer), access.PeopleAmend, vault.Whose{Scope: f.Scope, Owner: f.head}, id.New(), picture(t))
	if !fault.Is(err, fault.NotAllowed) {
		t.Errorf("who may not amend keeps a picture: %v", err)
	}
}

// A form that is refused after its picture was kept leaves none; a document that stands is not taken by that way. What a power cut leaves is swept.
func TestAPictureWithoutADocumentDoesNotStay(t *testing.T) {
	f := newFile(t)
	_, stands := f.filed(f.caseworker, f.head, "identity", access.Personal)
	whose := vault.Whose{Scope: f.Scope, Owner: f.head}
	f.must(f.Desk.Unkeep(t.Context(), whose, stands))
	if f.lying() != 1 {
		t.Error("a document lost its picture")
	}
	f.must(f.Desk.Unkeep(t.Context(), whose, f.keep(f.caseworker, f.head, id.New())))
	if f.lying() != 1 {
		t.Error("a refused one stays")
	}
	f.keep(f.caseworker, f.head, id.New())
	f.must(f.Desk.Sweep(t.Context(), f.Scope))
	if f.lying() != 1 {
		t.Error("what a power cut left stays")
	}
}

// Of whom nothing was written yet, a picture can be kept: their key is made first.
func TestAPictureIsKeptForWhomNothingWasWritten(t *testing.T) {
	f := newFile(t)
	house := id.New()
	at := f.keep(f.caseworker, house, id.New())
	if at == (vault.Address{}) || f.lying() != 1 {
		t.Error("it is not there")
	}
}

func TestEveryFieldHasAClass(t *testing.T) {
	for _, row := range []any{documents.Row{}, documents.Held{}, documents.PhotoRow{}, documents.Picture{}} {
		for _, path := range access.Untagged(reflect.TypeOf(row)) {
			t.Errorf("%s has no class", path)
		}
	}
}
