// SPDX-License-Identifier: Apache-2.0

package safar_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// The house, from the ground up. A package imports only from floors below its own; two packages on one floor do not know
// each other. A new package of the kernel or of the field is entered here, on the lowest floor on which it can stand.
var (
	houseFloors = floors{
		{"engine", "programmes"},
		{"kernel"},
		{"desk"},
		{"field"},
		{"exchange", "sync"},
		{"web"},
		{"cmd"},
	}

	// kernelFloors are those inside kernel/. A scope (access) is part of every fact and of every key of the database, so access
	// stands low and knows neither.
	kernelFloors = floors{
		{"id", "clock", "fault"},
		{"access", "store"},
		{"journal"},
		{"keys"},
		{"register"},
	}

	// fieldFloors are those inside field/; the package field itself, which puts the others together, stands above them.
	fieldFloors = floors{
		{"programme", "people", "places"},
		{"journey"},
		{"choice", "capacity", "gathering", "clearance"},
		{"movement", "works", "payment", "supply", "voice", "practice"},
		{"."},
	}

	// beside are folders of programs that build and attack the product. They see all of it, and nothing of it sees them.
	beside = []string{"tests", "release"}

	// support are packages that only tests import, wherever they stand; so is every package whose name ends in "test".
	support = []string{"storetest", "pgtest", "crashdisk", "moderncstore", "grammar"}

	// programmesAreReadBy are the only floors that see the programme files that come with the binary. A rule of the field
	// that looked at one of them would make of a programme a fork.
	programmesAreReadBy = []string{"web", "cmd"}
)

// floors are lists of names, the lowest first.
type floors [][]string

// of returns the floor on which name stands, or -1.
func (f floors) of(name string) int {
	return slices.IndexFunc(f, func(names []string) bool { return slices.Contains(names, name) })
}

// room splits a package's folder into the part of the house it stands in and its place there: "kernel", "clock" for
// kernel/clock, and "field", "." for field. What lies deeper belongs to the same room.
func room(folder string) (part, place string) {
	part, rest, _ := strings.Cut(folder, "/")
	place, _, _ = strings.Cut(rest, "/")
	if place == "" {
		place = "."
	}
	return part, place
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

// fault returns why the package in folder must not import the one in imported, or "".
func (f floors) fault(from, to string) string {
	switch here, there := f.of(from), f.of(to); {
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
	case part == "engine":
		return "an engine imports nothing of the project"
	case part != importedPart:
		return houseFloors.fault(part, importedPart)
	case place == importedPlace:
		return ""
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
		switch {
		case houseFloors.of(part) < 0:
			t.Errorf("%s: the house has no part of this name", folder)
		case part == "kernel" && kernelFloors.of(place) < 0, part == "field" && fieldFloors.of(place) < 0:
			t.Errorf("%s stands on no floor: enter it in floors_test.go", folder)
		}
	}
}

// The rule itself is tried on imports that are allowed and on imports that are not.
func TestTheFloorsRefuseWhatTheyMust(t *testing.T) {
	allowed := [][2]string{
		{"desk", "kernel/journal"}, {"field/choice", "field/journey"}, {"field", "field/payment"}, {"web/pages", "web"},
		{"cmd/safar", "programmes"}, {"kernel/register", "kernel/clock"}, {"field/people", "engine/link"},
		{"kernel/store/storetest", "kernel/keys"}, {"tests/mutants", "cmd/safar"}, {"exchange/odk", "field/people"},
	}
	refused := [][2]string{
		{"kernel/journal", "desk"}, {"field/journey", "field/choice"}, {"field/people", "field/places"}, {"engine/match", "kernel/id"},
		{"engine/match", "engine/plan"}, {"field/journey", "programmes"}, {"desk", "field/people"}, {"exchange/odk", "web"},
		{"sync", "exchange/odk"}, {"kernel/store", "kernel/store/storetest"}, {"field/payment", "field"}, {"web", "tests/mutants"},
		{"kernel/attic", "kernel/id"},
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
