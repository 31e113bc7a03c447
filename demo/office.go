// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"math/rand/v2"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// office is the office of one operation, whose caseload it works on.
type office struct {
	*filling
	scope  access.Scope
	seed   uint64
	people int // how many people Kalemie is made up of, to which the others are scaled
	random *rand.Rand
}

// scaled is how many there are of what there would be n of at full size; at least one.
func (f *office) scaled(n int) int { return max(1, (n*f.people+fullPeople/2)/fullPeople) }

// does has commands of the caseload done, in the compartment in which its office works.
func (f *office) does(ctx context.Context, role access.Role, commands ...desk.Command) error {
	f.send(ctx, role, f.scope, commands)
	return f.settle(sentAhead)
}

// commons has commands of the commons done, and returns the first id that each makes.
func (f *office) commons(ctx context.Context, role access.Role, commands ...desk.Command) ([]id.ID, error) {
	return f.first(ctx, role, access.Commons, commands...)
}

// first has commands of a scope done, and returns the first id that each makes.
func (f *office) first(ctx context.Context, role access.Role, scope access.Scope, commands ...desk.Command) ([]id.ID, error) {
	made, err := f.makes(ctx, role, scope, 1, commands...)
	ids := make([]id.ID, len(made))
	for i := range made {
		ids[i] = made[i][0]
	}
	return ids, err
}

// publish puts the programmes of an operation in force on a day.
func (f *office) publish(day clock.Day, programmes ...string) {
	f.on(day, "programmes", func(ctx context.Context) error {
		for _, name := range programmes {
			c, err := f.programmeOf(name, day)
			if err == nil {
				_, err = f.commons(ctx, access.ProgrammeManager, c)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
