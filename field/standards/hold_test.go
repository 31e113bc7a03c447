// SPDX-License-Identifier: Apache-2.0

package standards_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"safar/field/standards"
)

// book is a handbook of one standard.
func book(of standards.Standard, bound standards.Thousandths) *standards.Handbook {
	of.ID, of.Bounds = "it", map[standards.Phase]standards.Thousandths{standards.Medium: bound}
	return &standards.Handbook{Standards: []standards.Standard{of}}
}

func holds(of standards.Standard, bound standards.Thousandths, s standards.Site) standards.Answer {
	s.Phase = standards.Medium
	a := standards.Hold(book(of, bound), s)[0]
	a.Standard = standards.Standard{}
	return a
}

var latrines = standards.Standard{Measure: standards.PeoplePerUnit, Of: "latrine"}

func TestASiteIsHeldAgainstAStandard(t *testing.T) {
	latrine := func(units, broken int64) standards.Facility {
		return standards.Facility{Name: "L1", Kind: "latrine", Units: units, OutOfOrder: broken}
	}
	tap := standards.Facility{Name: "W1", Kind: "water_point", Supply: "tap", Units: 8}
	far := tap
	far.Name, far.Metres = "W2", standards.Measured(620)
	near := tap
	near.Metres = standards.Measured(300)
	type of = []standards.Facility
	whole := standards.Whole
	for name, c := range map[string]struct {
		standard standards.Standard
		bound    standards.Thousandths
		site     standards.Site
		want     standards.Answer
	}{
		"twenty people a latrine suffice": {latrines, whole(20), standards.Site{People: 800, Facilities: of{latrine(40, 0)}},
			standards.Answer{Verdict: standards.Met, Value: whole(20), Bound: whole(20)}},
		"one more does not": {latrines, whole(20), standards.Site{People: 801, Facilities: of{latrine(40, 0)}},
			standards.Answer{Verdict: standards.Below, Value: 20_025, Bound: whole(20), Short: 1}},
		"what is out of order does not count": {latrines, whole(20), standards.Site{People: 800, Facilities: of{latrine(40, 5)}},
			standards.Answer{Verdict: standards.Below, Value: 22_857, Bound: whole(20), Short: 5, Of: []string{"L1"}}},
		"where there is none all share nothing": {latrines, whole(20), standards.Site{People: 90, Facilities: of{latrine(0, 0)}},
			standards.Answer{Verdict: standards.Below, Value: whole(90), Bound: whole(20), Short: 5, None: true}},
		"what nobody recorded is not measured": {latrines, whole(20), standards.Site{People: 90, Facilities: of{tap}},
			standards.Answer{Verdict: standards.NotMeasured, Bound: whole(20), Missing: standards.NoneRecorded}},
		"where nobody lives nothing is asked": {latrines, whole(20), standards.Site{Facilities: of{latrine(0, 0)}}, standards.Answer{Verdict: standards.NotAsked}},
		"who has taps is asked for no pumps": {standards.Standard{Measure: standards.PeoplePerUnit, Of: "water_point", Supply: "hand_pump"}, whole(500), standards.Site{People: 90, Facilities: of{tap}},
			standards.Answer{Verdict: standards.NotAsked}},
		"who has neither has nothing recorded": {standards.Standard{Measure: standards.PeoplePerUnit, Of: "water_point", Supply: "hand_pump"}, whole(500), standards.Site{People: 90},
			standards.Answer{Verdict: standards.NotMeasured, Bound: whole(500), Missing: standards.NoneRecorded}},
		"the farthest is what counts": {standards.Standard{Measure: standards.Metres, Of: "water_point"}, whole(500), standards.Site{People: 90, Facilities: of{near, far}},
			standards.Answer{Verdict: standards.Below, Value: whole(620), Bound: whole(500), Of: []string{"W2"}}},
		"a way that one lacks is not measured": {standards.Standard{Measure: standards.Metres, Of: "water_point"}, whole(500), standards.Site{People: 90, Facilities: of{tap, far}},
			standards.Answer{Verdict: standards.NotMeasured, Bound: whole(500), Missing: standards.NotOfEach, Of: []string{"W1"}}},
		"three for women to one for men": {standards.Standard{Measure: standards.WomensShare, Of: "latrine"}, whole(75),
			standards.Site{People: 90, Facilities: of{{Name: "L1", Kind: "latrine", Units: 8, ForWomen: standards.Measured(5)}}},
			standards.Answer{Verdict: standards.Below, Value: 62_500, Bound: whole(75), Short: 1}},
		"litres to each": {standards.Standard{Measure: standards.LitresPerPerson, Of: "water_point"}, whole(15),
			standards.Site{People: 1000, Facilities: of{{Name: "W1", Kind: "water_point", Units: 4, Litres: standards.Measured(12_000)}}},
			standards.Answer{Verdict: standards.Below, Value: whole(12), Bound: whole(15), Short: 3000}},
		"three and a half square metres": {standards.Standard{Measure: standards.FloorPerPerson, Of: "shelter"}, 3500,
			standards.Site{People: 5, Facilities: of{{Name: "S1", Kind: "shelter", Units: 1, Floor: standards.Measured(18)}}},
			standards.Answer{Verdict: standards.Met, Value: 3600, Bound: 3500}},
		"ground nobody measured": {standards.Standard{Measure: standards.GroundPerPerson}, whole(45), standards.Site{People: 5},
			standards.Answer{Verdict: standards.NotMeasured, Bound: whole(45), Missing: standards.NotOfThisSite}},
		"one organisation to fifteen thousand": {standards.Standard{Measure: standards.PeoplePerManager}, whole(15_000), standards.Site{People: 15_001, Managers: standards.Measured(1)},
			standards.Answer{Verdict: standards.Below, Value: whole(15_001), Bound: whole(15_000), Short: 1}},
		"of how many women live there nobody told": {standards.Standard{Measure: standards.WomenAmongWorkers}, whole(100),
			standards.Site{People: 100, Workers: standards.Measured(10), WomenWork: standards.Measured(0)},
			standards.Answer{Verdict: standards.NotMeasured, Bound: whole(100), Missing: standards.NotOfThisSite}},
		"women among staff as among the people": {standards.Standard{Measure: standards.WomenAmongWorkers}, whole(100),
			standards.Site{People: 100, Women: standards.Measured(52), Workers: standards.Measured(10), WomenWork: standards.Measured(5)},
			standards.Answer{Verdict: standards.Below, Value: whole(50), Bound: whole(52), Short: 1}},
	} {
		if diff := cmp.Diff(c.want, holds(c.standard, c.bound, c.site)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Taps and pumps serve a site together: none is short where both suffice, and what is missing can be had of either.
func TestTapsAndPumpsServeTogether(t *testing.T) {
	way := func(id, supply string, bound int64) standards.Standard {
		return standards.Standard{ID: id, Measure: standards.PeoplePerUnit, Of: "water_point", Supply: supply, Bounds: map[standards.Phase]standards.Thousandths{standards.Medium: standards.Whole(bound)}}
	}
	h := &standards.Handbook{Standards: []standards.Standard{way("taps", "tap", 250), way("pumps", "hand_pump", 500)}}
	s := standards.Site{Phase: standards.Medium, People: 1500, Facilities: []standards.Facility{{Name: "W1", Kind: "water_point", Supply: "tap", Units: 2},
		{Name: "W2", Kind: "water_point", Supply: "hand_pump", Units: 2}}}
	for _, a := range standards.Hold(h, s) {
		if a.Verdict != standards.Met || a.Value != a.Bound {
			t.Errorf("two taps and two pumps serve 1,500 people: %+v", a)
		}
	}
	for i, a := range standards.Hold(h, s.With(750)) {
		if a.Verdict != standards.Below || a.Short != []int64{3, 2}[i] || a.Value != a.Bound*3/2 {
			t.Errorf("for 750 more: %+v", a)
		}
	}
}

func TestAPhaseWithoutABoundAsksNothing(t *testing.T) {
	h := book(latrines, standards.Whole(20))
	if got := standards.Hold(h, standards.Site{Phase: standards.First, People: 100}); got[0].Verdict != standards.NotAsked {
		t.Errorf("in a phase of which the handbook says nothing the answer is %v", got[0].Verdict)
	}
}

// What has to be built is enough, and one less is not.
func TestWhatIsShortIsWhatIsMissing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bound := standards.Thousandths(rapid.Int64Range(1, 600_000).Draw(t, "bound"))
		s := siteOf(t)
		s.Facilities = slices.DeleteFunc(s.Facilities, func(f standards.Facility) bool { return f.Kind != "latrine" })
		a := holds(latrines, bound, s)
		if a.Verdict != standards.Below {
			return
		}
		add := func(n int64) standards.Verdict {
			with := s
			with.Facilities = append(slices.Clone(s.Facilities), standards.Facility{Name: "new", Kind: "latrine", Units: n})
			return holds(latrines, bound, with).Verdict
		}
		if add(a.Short) != standards.Met || add(a.Short-1) != standards.Below {
			t.Errorf("%d are short: with them %v, with one less %v", a.Short, add(a.Short), add(a.Short-1))
		}
	})
}

// More people never make enough of what was too little, and what is mended never makes too little of what was enough.
func TestMorePeopleNeverHelp(t *testing.T) {
	measures := []standards.Standard{latrines, {Measure: standards.LitresPerPerson, Of: "water_point"}, {Measure: standards.GroundPerPerson}, {Measure: standards.PeoplePerManager}}
	rapid.Check(t, func(t *rapid.T) {
		s := siteOf(t)
		of := rapid.SampledFrom(measures).Draw(t, "measure")
		bound := standards.Thousandths(rapid.Int64Range(1, 600_000).Draw(t, "bound"))
		before, after := holds(of, bound, s), holds(of, bound, s.With(rapid.Int64Range(0, 5000).Draw(t, "come")))
		if before.Verdict == standards.Below && after.Verdict != standards.Below || before.Short > after.Short {
			t.Errorf("%v of %+v became %+v", of.Measure, before, after)
		}
		mended := s
		mended.Facilities = slices.Clone(s.Facilities)
		for i := range mended.Facilities {
			mended.Facilities[i].OutOfOrder = 0
		}
		if got := holds(latrines, bound, mended); holds(latrines, bound, s).Verdict == standards.Met && got.Verdict != standards.Met {
			t.Errorf("what was mended made %+v", got)
		}
	})
}

func siteOf(t *rapid.T) standards.Site {
	some := func(most int64, name string) int64 { return rapid.Int64Range(0, most).Draw(t, name) }
	s := standards.Site{People: 1 + some(20_000, "people"), Ground: standards.Measured(some(1_000_000, "ground")), Managers: standards.Measured(some(3, "managers"))}
	for range some(6, "facilities") {
		units := some(40, "units")
		s.Facilities = append(s.Facilities, standards.Facility{Name: "F", Kind: rapid.SampledFrom([]string{"latrine", "water_point"}).Draw(t, "kind"), Units: units,
			OutOfOrder: some(units, "broken"), Litres: standards.Measured(some(90_000, "litres"))})
	}
	return s
}
