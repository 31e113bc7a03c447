// SPDX-License-Identifier: Apache-2.0

package standards

// Site is what is known of a site on a day.
type Site struct {
	Phase      Phase      // how far its emergency is
	People     int64      // who live there
	Women      Known      // of them women and girls
	Facilities []Facility // that stand there
	Ground     Known      // square metres of the whole site
	Managers   Known      // organisations that manage it
	Workers    Known      // people who work for them there
	WomenWork  Known      // of those women
}

// Facility is something that stands in a site for its people: a block of latrines, a water point, a shelter.
type Facility struct {
	Name       string // as people know it there, or its code
	Kind       string // an id of the site's programme: latrine, water_point
	Supply     string // of a water point: what gives the water; "" where nobody said
	Units      int64  // doors, taps, basins, rooms; none where somebody looked and there is none
	OutOfOrder int64  // of them out of order
	ForWomen   Known  // of those that work, for women alone
	Litres     Known  // a day, of all its units that work
	Metres     Known  // the longest way to it from a dwelling
	Minutes    Known  // the longest wait at it
	Floor      Known  // square metres of covered floor
}

// Working returns how many units can be used.
func (f Facility) Working() int64 { return max(0, f.Units-f.OutOfOrder) }

// Known is a number N that somebody may have measured: There says that they did. The zero value is one that nobody did.
type Known struct {
	N     int64
	There bool
}

// Measured returns a number that somebody measured.
func Measured(n int64) Known { return Known{n, true} }

// With returns the site when more people have come, of whom women are as many of a hundred as among those who are there, and no facility more.
func (s Site) With(people int64) Site {
	if s.People > 0 {
		s.Women.N += people * s.Women.N / s.People
	}
	s.People = max(0, s.People+people)
	s.Women.N = max(0, min(s.Women.N, s.People))
	return s
}
