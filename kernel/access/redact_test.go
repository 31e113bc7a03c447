// SPDX-License-Identifier: Apache-2.0

package access

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

type visit struct {
	Day   time.Time `class:"open"`
	By    string    `class:"personal"`
	Found string    `class:"sensitive"`
}

type person struct {
	Number   string            `class:"open"`
	Name     string            `class:"personal"`
	Fear     string            `class:"sensitive"`
	Faith    string            `class:"sealed"`
	Nicks    []string          `class:"personal"`
	Forgot   string            // no tag
	hidden   string            // no tag, but a method could show it
	Typo     string            `class:"opne"`
	Answers  map[string]string `class:"sensitive"`
	Visits   []visit
	Spouse   *person
	Children []*person
	ByRole   map[string]visit `class:"open"`
	Any      any              `class:"open"`
	Loose    any
	Keyed    map[string]visit
}

func (p person) Hidden() string { return p.hidden }

func amina() person {
	return person{Number: "open-1", Name: "personal-1", Fear: "sensitive-1", Faith: "sealed-1", Nicks: []string{"personal-2"},
		Forgot: "sealed-2", hidden: "sealed-3", Typo: "sealed-4", Answers: map[string]string{"sensitive-2": "sensitive-3"},
		Visits: []visit{{time.Unix(1, 0), "personal-3", "sensitive-4"}}, Any: visit{By: "personal-4", Found: "sensitive-5"},
		Spouse: &person{Name: "personal-5", Faith: "sealed-5"}, Children: []*person{{Fear: "sensitive-6", Forgot: "sealed-6"}, nil},
		ByRole: map[string]visit{"open-2": {By: "personal-6"}}, Loose: "sealed-7", Keyed: map[string]visit{"sealed-8": {}}}
}

func TestRedactionLeavesWhatMayBeSeenAndNothingElse(t *testing.T) {
	for may := range seesAll + 1 {
		p := amina()
		Redact(&p, may)
		shown := fmt.Sprintf("%+v %+v %+v", p, p.Spouse, p.Children) + p.Hidden()
		for i, n := range []int{8, 6, 6, 2} {
			class := Class(i)
			for k := 1; k <= n; k++ {
				mark := fmt.Sprintf("%s-%d", class, k)
				if strings.Contains(shown, mark) && !may.Has(class) {
					t.Errorf("with %s, %s is shown", may, mark)
				}
			}
		}
		if mark := "personal-1"; may.Has(Personal) && !strings.Contains(shown, mark) {
			t.Errorf("with %s, %s is gone", may, mark)
		}
		if may.Has(Open) && p.Number != "open-1" {
			t.Errorf("with %s, the open number is gone", may)
		}
	}
}

func TestSeeingAllChangesNothing(t *testing.T) {
	p := amina()
	Redact(&p, seesAll)
	if diff := cmp.Diff(amina(), p, cmp.AllowUnexported(person{})); diff != "" {
		t.Error(diff)
	}
}

func TestRedactionDoesNotReachIntoSharedMemory(t *testing.T) {
	shared := amina()
	row := shared // shares its slices, maps and pointers
	Redact(&row, seesOpen)
	if diff := cmp.Diff(amina(), shared, cmp.AllowUnexported(person{})); diff != "" {
		t.Errorf("what the row was copied from has changed:\n%s", diff)
	}
}

func TestThatWhichHasNoTagAtAllIsSealed(t *testing.T) {
	text, list, loose, keyed := "canary", []string{"canary"}, []any{"canary"}, map[string]visit{"canary": {}}
	Redact(&text, seesSensitive)
	Redact(&list, seesSensitive)
	Redact(&loose, seesSensitive)
	Redact(&keyed, seesSensitive)
	if shown := fmt.Sprint(text, list, loose, keyed); strings.Contains(shown, "canary") {
		t.Error(shown)
	}
}

func TestAHouseholdThatPointsAtItselfIsCutOff(t *testing.T) {
	p := amina()
	p.Spouse = &p
	done := p
	Redact(&done, seesOpen)
	for depth, at := 0, &done; at != nil; depth, at = depth+1, at.Spouse {
		if at.Name != "" || at.Fear != "" || depth > deepest {
			t.Fatalf("at depth %d: %+v", depth, at)
		}
	}
}

func TestUntaggedNamesEveryFieldThatWasForgotten(t *testing.T) {
	want := []string{"person.Forgot", "person.hidden", "person.Typo", "person.Loose", "person.Keyed"}
	if diff := cmp.Diff(want, Untagged(reflect.TypeFor[person]())); diff != "" {
		t.Error(diff)
	}
	if got := Untagged(reflect.TypeFor[[]visit]()); got != nil {
		t.Errorf("a type with every tag: %v", got)
	}
}

type box struct {
	In any `class:"open"`
}

// Random nested types, made at run time; each leaf says "keep" or "cut" by the words of Redact's rule. Afterwards no "cut"
// is left and no "keep" is gone.
func TestNoCanaryOutlivesRedaction(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		may := ClassSet(rapid.IntRange(0, int(seesAll)).Draw(rt, "may")) | seesOpen
		value := reflect.New(randomStruct(rt, 0)).Elem()
		fill(value, may, true)
		shown := box{value.Interface()}
		before, _ := json.Marshal(shown)
		Redact(&shown, may)
		after, _ := json.Marshal(shown)
		if strings.Contains(string(after), "cut") {
			rt.Fatalf("with %s, a canary is left in %s", may, after)
		}
		if was, is := strings.Count(string(before), "keep"), strings.Count(string(after), "keep"); was != is {
			rt.Fatalf("with %s, %d of %d leaves that may be seen are left in %s", may, is, was, after)
		}
	})
}

func randomStruct(rt *rapid.T, depth int) reflect.Type {
	var fields []reflect.StructField
	for i := range rapid.IntRange(1, 5).Draw(rt, "fields") {
		f := reflect.StructField{Name: fmt.Sprintf("F%d", i), Type: randomType(rt, depth)}
		if class := rapid.IntRange(0, 4).Draw(rt, "class"); class < 4 {
			f.Tag = reflect.StructTag(fmt.Sprintf(`class:"%s"`, Class(class)))
		}
		fields = append(fields, f)
	}
	return reflect.StructOf(fields)
}

func randomType(rt *rapid.T, depth int) reflect.Type {
	shape := rapid.IntRange(0, 6).Draw(rt, "shape")
	if depth > 3 {
		shape = 0
	}
	switch shape {
	case 1:
		return randomStruct(rt, depth+1)
	case 2:
		return reflect.SliceOf(randomType(rt, depth+1))
	case 3:
		return reflect.PointerTo(randomType(rt, depth+1))
	case 4:
		return reflect.ArrayOf(2, randomType(rt, depth+1))
	case 5:
		return reflect.MapOf(reflect.TypeFor[string](), randomType(rt, depth+1))
	case 6:
		return reflect.TypeFor[any]()
	}
	return reflect.TypeFor[string]()
}

// fill puts "keep" into every leaf of v that may be seen, and "cut" into every other.
func fill(v reflect.Value, may ClassSet, visible bool) {
	mark := map[bool]string{true: "keep", false: "cut"}[visible]
	switch v.Kind() {
	case reflect.String:
		v.SetString(mark)
	case reflect.Interface:
		v.Set(reflect.ValueOf([]string{mark}))
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			class, err := ParseClass(f.Tag.Get("class"))
			covered := may.Has(class) // Sealed when there is no tag
			if err != nil && leadsToStructs(f.Type) {
				covered = true
			}
			fill(v.Field(i), may, visible && covered)
		}
	case reflect.Array:
		fill(v.Index(0), may, visible)
		fill(v.Index(1), may, visible)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), may, visible)
		fill(v.Index(1), may, visible)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), may, visible)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		entry := reflect.New(v.Type().Elem()).Elem()
		fill(entry, may, visible)
		v.SetMapIndex(reflect.ValueOf(mark), entry)
	}
}

func leadsToStructs(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return leadsToStructs(t.Elem())
	}
	return t.Kind() == reflect.Struct
}

type listRow struct {
	Number, Site string `class:"open"`
	Head, Phone  string `class:"personal"`
	Concern      string `class:"sensitive"`
	Members      []visit
}

func BenchmarkRedactFiftyRows(b *testing.B) {
	rows := make([]listRow, 50)
	for i := range rows {
		rows[i] = listRow{"1", "2", "3", "4", "5", []visit{{}, {}, {}}}
	}
	b.ReportAllocs()
	for b.Loop() {
		shown := rows
		Redact(&shown, seesPersonal)
	}
}
