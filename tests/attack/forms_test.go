// SPDX-License-Identifier: Apache-2.0

package attack

import "safar/field/programme"

// What the programme's forms want answered, as somebody careful answers it.
var (
	profileTold = programme.Answers{"told_about": "safety water school health land hosts help", "understood": "yes"}
	planToStay  = programme.Answers{"where": "town", "reviewed_on": "2026-09-01"}
	houseSeen   = programme.Answers{"place": programme.SomewhereThere}
	visitMade   = programme.Answers{"who_was_met": "each_apart", "safety": "met", "living_standard": "partly", "livelihood": "met", "housing_land": "met"}
	groupHeard  = programme.Answers{"who": "women"}
)

// filled returns answers; now and then one that is needed is left out, and the form is refused.
func (s *sequence) filled(a programme.Answers, needed string) programme.Answers {
	if !s.chance(40, "an answer is left out") {
		return a
	}
	less := programme.Answers{}
	for q, answer := range a {
		if q != needed {
			less[q] = answer
		}
	}
	return less
}
