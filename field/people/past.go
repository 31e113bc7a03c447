// SPDX-License-Identifier: Apache-2.0

package people

import (
	"slices"

	"safar/kernel/id"
)

// Stay is a household that a person belonged to, under one of their records. Household is which.
type Stay struct {
	Person    id.ID // the record: their own, or one that was merged into it
	Household id.ID
}

// maxRecords bounds how many records of one person are followed; more is a mistake of whoever merged them.
const maxRecords = 50

// StaysBefore returns the households that a member of one belonged to otherwise, under all their records. read reads a person.
func StaysBefore(m Someone, household id.ID, read func(id.ID) (*Person, error)) ([]Stay, error) {
	var stays []Stay
	seen, queue := []id.ID{m.ID}, []Someone{m}
	for len(queue) > 0 && len(seen) < maxRecords {
		one := queue[0]
		queue = queue[1:]
		stays = one.stays(stays, household)
		for _, gone := range one.Person.Also {
			if slices.Contains(seen, gone) {
				continue
			}
			p, err := read(gone)
			if err != nil {
				return nil, err
			}
			if seen = append(seen, gone); p.SameAs.Value() == one.ID {
				queue = append(queue, Someone{gone, p})
			}
		}
	}
	return stays, nil
}

// stays adds the households of one record, but for the one that is asked about.
func (s Someone) stays(to []Stay, but id.ID) []Stay {
	for _, m := range s.Person.Household.Standing {
		if m.Value.Household != but && !m.Value.Household.IsZero() {
			to = append(to, Stay{s.ID, m.Value.Household})
		}
	}
	for _, b := range s.Person.Before {
		if b.Household != but {
			to = append(to, Stay{s.ID, b.Household})
		}
	}
	return to
}
