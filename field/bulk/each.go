// SPDX-License-Identifier: Apache-2.0

package bulk

import (
	"context"
	"slices"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/fault"
)

// Turn is how many commands of a work are sent at a time. Whoever sends one command meanwhile waits for one turn at most.
const Turn = 24

// Many is how many commands are carried out: by whom, where, and how many at a time.
type Many struct {
	Desk   *desk.Desk   // the door
	By     access.Actor // who asks
	Scope  access.Scope // in which all of them are done
	AtOnce int          // commands that are sent together; 0 is Turn
}

// Each carries out one command for each line, in order, some at a time, and tells heed what became of each. It ends early, once the others that were sent with it are
// told of too, where heed returns an error, which is returned, or ctx ends: Unavailable desk.given_up.
func Each[T any](ctx context.Context, m Many, lines []T, command func(T) desk.Numbered, heed func(T, desk.Outcome) error) error {
	size := m.AtOnce
	if size == 0 {
		size = Turn
	}
	for some := range slices.Chunk(lines, size) {
		if err := ctx.Err(); err != nil {
			return fault.New("bulk.Each", fault.Unavailable, "desk.given_up", nil).Because(err)
		}
		commands := make([]desk.Numbered, 0, len(some))
		for _, line := range some {
			commands = append(commands, command(line))
		}
		var failed error
		for i, o := range m.Desk.DoAll(ctx, m.By, m.Scope, commands) {
			if err := heed(some[i], o); err != nil && failed == nil {
				failed = err
			}
		}
		if failed != nil {
			return failed
		}
	}
	return nil
}

// OfOne reports whether a fault is about one of many: it stands beside that one, and the others go on. Whoever may not do a thing at all may not do it to the others
// either.
func OfOne(err error) bool {
	switch fault.KindOf(err) {
	case fault.Invalid, fault.NotFound, fault.Conflict, fault.Blocked, fault.Undecidable:
		return true
	case fault.NotAllowed:
		return fault.KeyOf(err) != "access.not_allowed"
	}
	return false
}
