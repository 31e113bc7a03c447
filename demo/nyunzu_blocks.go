// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"fmt"
	"strconv"

	"safar/desk"
	"safar/field/shelter"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/id"
)

const (
	sheltersBuilt  = 2_000 // in the five sites together
	blocksIn       = 4     // of one site
	shelterHolds   = 5     // people
	shelterFloor   = 19    // square metres
	everySharing   = 60    // of so many households, one lives with another
	everyNotMended = 23    // of so many shelters, one is to be mended
)

// buildShelters arranges that blocks and shelters stand in each site, and that the households of the site live in them: some in one with others, and some shelters stand empty.
func (f *nyunzu) buildShelters() {
	f.on(f.today-45, "shelters", func(ctx context.Context) error {
		for i, site := range f.sites {
			built := max(f.scaled(sheltersBuilt)/len(f.sites), len(f.households[i])+1)
			shelters, err := f.sheltersAt(ctx, i, site, built)
			if err != nil {
				return err
			}
			var in []desk.Command
			for n, household := range f.households[i] {
				at := n
				if n%everySharing == everySharing-1 {
					at = n - 1
				}
				in = append(in, shelter.MoveIn{Household: household, Shelter: shelters[at]})
			}
			if err := f.does(ctx, access.SiteManager, in...); err != nil {
				return err
			}
		}
		return nil
	})
}

// sheltersAt adds the blocks of a site and its shelters.
func (f *nyunzu) sheltersAt(ctx context.Context, nth int, site id.ID, n int) ([]id.ID, error) {
	var add []desk.Command
	for b := range blocksIn {
		add = append(add, subjects.Add{Kind: shelter.BlockKind, Is: subjects.Description{Name: fmt.Sprintf("%s %c", nyunzuSites[nth], 'A'+b), Place: site}})
	}
	blocks, err := f.first(ctx, access.SiteManager, f.scope, add...)
	if err != nil {
		return nil, err
	}
	add = nil
	for i := range n {
		b, state := i*blocksIn/n, "good"
		if i%everyNotMended == 7 {
			state = "to_mend"
		}
		add = append(add, subjects.Add{Kind: shelter.Kind, Code: fmt.Sprintf("%d%c-%03d", nth+1, 'A'+b, i+1), Is: subjects.Description{Place: site, Under: blocks[b],
			Attributes: []subjects.Attribute{{Name: "built_by", Value: "partner"}, {Name: "capacity", Value: strconv.Itoa(shelterHolds)}, {Name: "floor", Value: strconv.Itoa(shelterFloor)},
				{Name: "state", Value: state}}}})
	}
	return f.first(ctx, access.SiteManager, f.scope, add...)
}
