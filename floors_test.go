// SPDX-License-Identifier: Apache-2.0

package safar_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// The house, from the ground up. A package imports only from floors below its own; two on one floor do not know each other.
// A new package of the kernel or of the field is entered here, on the lowest floor on which it can stand. Inside the
// other parts (exchange, web, …) the compiler's ban on cycles is enough.
var (
	houseFloors = floors{
		{"engine", "programmes"},
		{"kernel"},
		{"desk"},
		{"field"},
		{"exchange", "sync"},
		{"operation"},
		{"demo"},
		{"web"},
		{"cmd"},
	}

	// kernelFloors are those inside kernel/. A scope (access) is part of every fact and of every key of the database, so access
	// stands low and knows neither.
	kernelFloors = floors{
		{"id", "clock", "fault"},
		{"access", "store", "sound"},
		{"journal"},
		{"keys"},
		{"register", "letter"},
		{"vault"},
		{"access/signin", "verify"},
	}

	// fieldFloors are those inside field/; the package field itself, which puts the others together, stands above them.
	fieldFloors = floors{
		{"places"},
		{"programme", "people", "staff"},
		{"subjects", "documents"},
		{"journey"},
		{"choice", "capacity", "hosting", "pledging", "gathering", "clearance", "referral", "shelter", "figures", "lately"},
		{"movement", "works", "payment", "supply", "standards", "committee", "voice", "sealed", "practice", "stories", "detention"},
		{"bulk"},
		{"."},
	}

	// beside are folders of programs that build and attack the product. They see all of it, and nothing of it sees them.
	beside = []string{"tests", "release"}

	// support are packages that only tests import, wherever they stand; so is every package whose name ends in "test".
	support = []string{"storetest", "pgtest", "crashdisk", "moderncstore", "grammar"}

	// programmesAreReadBy are the only floors that see the programme files that come with the binary. A rule of the field
	// that looked at one of them would make of a programme a fork.
	programmesAreReadBy = []string{"web", "cmd", "demo"}
)

// floors are lists of names, the lowest first.
type floors [][]string

// find returns the floor on which a place stands, or -1, and the name it is entered under. What lies deeper than an entry
// belongs to its room.
func (f floors) find(place string) (floor int, name string) {
	for name = place; ; {
		floor = slices.IndexFunc(f, func(names []string) bool { return slices.Contains(names, name) })
		deeper := strings.LastIndex(name, "/")
		if floor >= 0 || deeper < 0 {
			return floor, name
		}
		name = name[:deeper]
	}
}

// room splits a package's folder into the part of the house it stands in and its place there: "kernel", "clock" for
// kernel/clock, and "field", "." for field.
func room(folder string) (part, place string) {
	part, place, _ = strings.Cut(folder, "/")
	if place == "" {
		place = "."
	}
	return part, place
}

func firstOf(place string) string {
	first, _, _ := strings.Cut(place, "/")
	return first
}

// isSupport reports whether a package exists for tests alone.
func isSupport(folder string) bool {
	for name := range strings.SplitSeq(folder, "/") {
		if slices.Contains(support, name) || strings.HasSuffix(name, "test") {
			return true
		}
	}
	return false
}

func isBeside(folder string) bool {
	part, _ := room(folder)
	return slices.Contains(beside, part)
}

// fault returns why the package at from must not import the one at to, or "".
func (f floors) fault(from, to string) string {
	here, from := f.find(from)
	there, to := f.find(to)
	switch {
	case here >= 0 && from == to:
		return ""
	case here < 0:
		return from + " stands on no floor: enter it in floors_test.go"
	case there < 0:
		return to + " stands on no floor: enter it in floors_test.go"
	case there == here:
		return "both stand on one floor"
	case there > here:
		return "it stands on a floor above"
	}
	return ""
}

// importFault returns why the package in folder may not import the one in imported, or "".
func importFault(folder, imported string) string {
	part, place := room(folder)
	importedPart, importedPlace := room(imported)
	switch {
	case isBeside(folder) || isSupport(folder):
		return ""
	case isBeside(imported) || isSupport(imported):
		return "it is for tests alone"
	case importedPart == "programmes" && part != "programmes" && !slices.Contains(programmesAreReadBy, part):
		return "only " + strings.Join(programmesAreReadBy, " and ") + " read the programmes that come with the binary"
	case part == "engine" && (importedPart != part || firstOf(place) != firstOf(importedPlace)):
		return "an engine imports nothing of the project but its own parts"
	case part != importedPart:
		return houseFloors.fault(part, importedPart)
	case part == "kernel":
		return kernelFloors.fault(place, importedPlace)
	case part == "field":
		return fieldFloors.fault(place, importedPlace)
	}
	return ""
}

func TestImportsGoDownTheFloors(t *testing.T) {
	all := mustPackages(t)
	for _, importPath := range slices.Sorted(maps.Keys(all)) {
		folder, is := ours(importPath)
		if !is {
			continue
		}
		for _, dependency := range all[importPath].Imports {
			imported, is := ours(dependency)
			if !is {
				continue
			}
			if why := importFault(folder, imported); why != "" {
				t.Errorf("%s imports %s: %s", folder, imported, why)
			}
		}
	}
}

func TestEveryPackageStandsOnAFloor(t *testing.T) {
	for importPath := range mustPackages(t) {
		folder, is := ours(importPath)
		if !is || folder == "." || isBeside(folder) || isSupport(folder) {
			continue
		}
		part, place := room(folder)
		inside := map[string]floors{"kernel": kernelFloors, "field": fieldFloors}[part]
		if floor, _ := houseFloors.find(part); floor < 0 {
			t.Errorf("%s: the house has no part of this name", folder)
		} else if floor, _ := inside.find(place); inside != nil && floor < 0 {
			t.Errorf("%s stands on no floor: enter it in floors_test.go", folder)
		}
	}
}

// The rule itself is tried on imports that are allowed and on imports that are not.
func TestTheFloorsRefuseWhatTheyMust(t *testing.T) {
	allowed := [][2]string{
		{"desk", "kernel/journal"}, {"field/choice", "field/journey"}, {"field", "field/payment"}, {"web/pages", "web"},
		{"cmd/safar", "programmes"}, {"kernel/register", "kernel/clock"}, {"field/people", "engine/link"}, {"field/people", "field/places"},
		{"kernel/store/storetest", "kernel/keys"}, {"kernel/access/signin", "kernel/keys"}, {"engine/match", "engine/match/flow"},
		{"field/people/names", "field/people"}, {"tests/mutants", "cmd/safar"}, {"exchange/odk", "field/people"},
	}
	refused := [][2]string{
		{"kernel/journal", "desk"}, {"field/journey", "field/choice"}, {"field/places", "field/people"}, {"engine/match", "kernel/id"},
		{"engine/match", "engine/plan"}, {"field/journey", "programmes"}, {"desk", "field/people"}, {"exchange/odk", "web"},
		{"sync", "exchange/odk"}, {"kernel/store", "kernel/store/storetest"}, {"field/payment", "field"}, {"web", "tests/mutants"},
		{"kernel/attic", "kernel/id"}, {"kernel/access", "kernel/access/signin"}, {"field/people/names", "field/staff"},
	}
	for _, pair := range allowed {
		if why := importFault(pair[0], pair[1]); why != "" {
			t.Errorf("%s may import %s, but: %s", pair[0], pair[1], why)
		}
	}
	for _, pair := range refused {
		if importFault(pair[0], pair[1]) == "" {
			t.Errorf("%s may import %s, but must not", pair[0], pair[1])
		}
	}
}
