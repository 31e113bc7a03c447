// SPDX-License-Identifier: Apache-2.0

package api

import "safar/field/movement"

// readingsOfMovements are of trips, loads and manifests.
var readingsOfMovements = []ask{
	{path: "trips", why: "task.move", find: movement.Trips, args: []string{"from_day", "limit"}},
	{path: "trips/contested", why: "task.move", find: movement.Contested},
	{path: "trips/two_loads", why: "task.move", find: movement.TwoLoads},
	{path: "trips/two_loads/count", why: "task.start", find: movement.CountTwoLoads},
	{path: "trips/unseen", why: "task.move", find: movement.Unseen},
	{path: "trips/unseen/count", why: "task.start", find: movement.CountUnseen},
	{path: "trips/apart", why: "task.move", find: movement.ApartFamilies},
	{path: "trips/loads", why: "task.move", find: movement.OpenLoads, args: []string{"limit"}},
	{path: "trips/{trip}", why: "task.move", find: movement.ManifestOf, args: []string{"trip"}},
	{path: "trips/{trip}/no_shows", why: "task.move", find: movement.NoShows, args: []string{"trip"}},
	{path: "trips/{trip}/called_off", why: "task.move", find: movement.CalledOff, args: []string{"trip", "leaves"}},
	{path: "trips/{trip}/counts", why: "task.move", find: movement.CountsOf, args: []string{"trip"}},
	{path: "alerts", why: "task.start", find: movement.Alerts},
}
