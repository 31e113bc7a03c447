// SPDX-License-Identifier: Apache-2.0

package intake_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"

	"safar/field/places"
	"safar/kernel/store"
)

// registrationMapping reads a list with a person a row, as a camp's database exports it.
const registrationMapping = `
mapping: camp_list
country: CD
households:
  id: household
  fields: {registered: registered, site: site, origin: origin, language: language}
persons:
  - household: household
    id: person
    fields: {given: prenom, family: nom, middle: postnom, sex: sexe, birth: naissance, relation: lien, phone: telephone}
`

var (
	given  = []string{"Amani", "Bahati", "Chantal", "Dieudonné", "Espérance", "Furaha", "Gloire", "Heri", "Immaculée", "Jean-Claude"}
	middle = []string{"Mwamba", "Ilunga", "Kabeya", "Ngoy", "Mukalay", "Kasongo", "Banza", "Kyungu", "Mbuyu", "Lenge"}
	family = []string{"Mutombo", "Kalenga", "Numbi", "Mulongo", "Kazadi", "Tshibangu", "Kitenge", "Muteba", "Sango", "Yumba"}
	bornOn = []string{"%d", "01/01/%d", "%d-07-14", "vers %d"}
)

// writeRegistrations writes a list of persons in households of five, and returns its path.
func writeRegistrations(t testing.TB, folder string, persons int) string {
	t.Helper()
	path := filepath.Join(folder, fmt.Sprintf("registrations-%d.csv", persons))
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriter(f)
	random := rand.New(rand.NewPCG(7, 1))
	pick := func(of []string) string { return of[random.IntN(len(of))] }
	fmt.Fprintln(out, "household;person;registered;site;origin;language;prenom;nom;postnom;sexe;naissance;lien;telephone")
	for n := range persons {
		household, in := n/5, n%5
		relation, year, phone := "enfant", 2006+random.IntN(20), ""
		switch in {
		case 0:
			relation, year, phone = "chef de ménage", 1950+random.IntN(50), fmt.Sprintf("08%08d", household)
		case 1:
			relation, year = "épouse", 1960+random.IntN(45)
		}
		fmt.Fprintf(out, "HH-%06d;HH-%06d/%d;2025-0%d-1%d;Site %d;Village %d;sw;%s;%s;%s;%s;%s;%s;%s\n", household, household, in,
			1+random.IntN(9), random.IntN(10), household%5, household%15, pick(given), pick(family), pick(middle),
			pick([]string{"F", "M"}), fmt.Sprintf(pick(bornOn), year), relation, phone)
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// asTheCommand is how `safar import` opens its databases.
var asTheCommand = store.SQLiteOptions{WriterCache: 64 << 20, CheckpointPages: 8000}

// BenchmarkImport takes a list of 120,000 persons into an empty operation: read, judged, sealed, indexed for search, durable.
func BenchmarkImport(b *testing.B) {
	const persons = 120_000
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	for b.Loop() {
		b.StopTimer()
		w := newWorldOn(b, asTheCommand)
		for i := range 5 {
			w.add(b, places.Add{Kind: places.Site, Name: fmt.Sprintf("Site %d", i)})
		}
		path := writeRegistrations(b, w.folder, persons)
		b.StartTimer()
		report := w.households(b, path, parsed(b, registrationMapping))
		b.StopTimer()
		if report.Persons != persons || report.New != persons/5 || report.Refused != 0 {
			b.Fatalf("%+v", report)
		}
		size, err := w.store.Size(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(size)/persons, "B/person")
		b.StartTimer()
	}
	b.ReportMetric(persons*float64(b.N)/b.Elapsed().Seconds(), "persons/s")
}

// BenchmarkImportAgain takes the same list in once more, of which nothing is new.
func BenchmarkImportAgain(b *testing.B) {
	const persons = 120_000
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	w := newWorldOn(b, asTheCommand)
	path := writeRegistrations(b, w.folder, persons)
	mapping := parsed(b, registrationMapping)
	w.households(b, path, mapping)
	for b.Loop() {
		if report := w.households(b, path, mapping); report.Unchanged != persons/5 {
			b.Fatalf("%+v", report)
		}
	}
	b.ReportMetric(persons*float64(b.N)/b.Elapsed().Seconds(), "persons/s")
}
