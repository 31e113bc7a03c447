// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"

	"safar/desk"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/id"
)

// point is where a place lies, in degrees: north and east above zero.
type point struct{ latitude, longitude float64 }

// invented says of every position of the demo who says so: towns that exist stand roughly where they are, and everything that is said of displaced
// people lies where nobody looked.
const invented = "made up for the demo; towns that exist stand roughly where they are"

// locate says where places lie.
func (f *office) locate(ctx context.Context, of []id.ID, at []point) error {
	commands := make([]desk.Command, len(of))
	for i, p := range at[:len(of)] {
		commands[i] = places.Locate{Place: of[i], Position: places.Position{Latitude: millionths(p.latitude), Longitude: millionths(p.longitude), How: places.Invented, Source: invented}}
	}
	_, err := f.commons(ctx, access.ProgrammeManager, commands...)
	return err
}

// millionths are those of a degree, to a ten-thousandth: the demo knows nothing nearer than ten metres.
func millionths(degrees float64) int32 {
	if degrees < 0 {
		return -millionths(-degrees)
	}
	return int32(degrees*1e4+0.5) * 100
}

// Where the sites around Kalemie lie, in the order of sites, and the villages, in the order of villages: west of the lake.
var (
	sitePoints    = []point{{-5.905, 29.18}, {-5.965, 29.08}, {-6.02, 29.16}, {-5.83, 29.09}, {-6.06, 28.99}}
	villagePoints = []point{{-5.55, 29.28}, {-6.28, 29.16}, {-5.71, 29.04}, {-5.83, 28.88}, {-6.13, 28.87}, {-5.65, 28.78}, {-5.94, 28.98}, {-6.14, 29.22},
		{-6.41, 28.95}, {-5.99, 28.72}, {-6.21, 28.62}, {-5.50, 28.98}, {-6.52, 29.20}, {-5.75, 29.21}, {-6.35, 28.74}}
	nyunzuPoints = []point{{-5.93, 27.99}, {-5.97, 28.06}, {-6.04, 27.95}, {-5.88, 28.08}, {-6.05, 28.12}}
)

// Where the municipalities of Kosovo lie, in the order of municipalities.
var municipalityPoints = []point{{42.66, 20.29}, {42.38, 20.43}, {42.21, 20.74}, {42.78, 20.49}, {42.62, 20.58}, {42.89, 20.87}, {42.69, 21.07}, {42.63, 21.09},
	{42.46, 21.47}, {42.75, 20.79}}

// Where the locations from which people are resettled lie, in the order of locations; the towns of States that are made up lie in the Atlantic, where no
// town is.
var (
	locationPoints = []point{{31.95, 35.93}, {33.89, 35.50}, {30.04, 31.24}, {-1.29, 36.82}, {0.35, 32.58}, {9.01, 38.75}, {13.51, 2.11}, {-0.18, -78.47}}
	statePoints    = []point{{52.0, -28.0}, {57.0, -20.0}, {42.0, -24.0}, {60.0, -27.0}, {62.5, -14.0}, {36.0, -33.0}}
)

// Where the cities lie, in the order of cityNames: off the coast of their continent, since they are made up.
var cityPoints = []point{{33.0, 33.5}, {38.5, 14.5}, {-24.5, -43.0}, {40.0, -69.5}, {34.0, -9.5}, {38.0, -11.0}, {64.0, 6.0}, {4.5, 1.0}, {55.5, 6.5},
	{17.0, -64.5}, {55.5, 18.5}, {-7.5, 41.0}, {47.0, -87.0}, {20.0, -93.5}, {44.0, -10.5}, {36.0, 11.5}, {41.0, 4.0}, {27.0, 51.0}, {43.5, -67.0}, {41.5, 51.0},
	{10.0, -87.5}, {-12.0, 42.5}, {50.5, -3.5}, {53.5, 3.5}, {41.5, 29.5}}
