// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"
	"time"

	"safar/desk"
	"safar/field/sealed"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/keys"
	"safar/kernel/letter"
)

// laneDays is for how many days the lanes of sensitive complaints stand.
const laneDays = 5

// openLanes arranges that those who read in the lanes of sensitive complaints, and those who open them together, have their keys; and that letters were written there since, as on any other day, and in Nyunzu
// two of which are not empty.
func (f *filling) openLanes(caseloads map[string]id.ID) {
	first := f.today - laneDays
	f.on(first, "keys", f.makeKeys)
	for day := first; day < f.today; day++ {
		if caseload, is := caseloads[Nyunzu]; is && (day == first+1 || day == first+3) {
			f.on(day, "sensitive complaints", func(ctx context.Context) error { return f.hearSealed(ctx, caseload, day == first+3) })
		}
		f.on(day, "letters", func(ctx context.Context) error {
			f.clock.Set(day.Time().Add(23*time.Hour + 55*time.Minute)) // the last turn of the day
			return f.operation.Cover.Turn(ctx)
		})
	}
}

// makeKeys makes the keys of the focal point and of two who hold halves, under the passphrases with which they sign in: one to remember is enough in a demo.
func (f *filling) makeKeys(ctx context.Context) error {
	manager, officer, point := access.ProgrammeManager, access.DataProtectionOfficer, access.ProtectionOfficer
	holders := map[id.ID]letter.Public{}
	for _, k := range []struct{ of, by access.Role }{{point, officer}, {officer, point}, {manager, point}} {
		key, err := letter.NewKey()
		if err != nil {
			return err
		}
		user := f.actors[k.of].User
		if k.of != point {
			holders[user] = key.Public()
		}
		if err := f.common(ctx, k.of, sealed.MakeKey{Public: key.Public(), Locked: key.Lock(f.passphraseOf(k.of), keys.MadeUp)}); err != nil {
			return err
		}
		if err := f.common(ctx, k.by, sealed.ConfirmKey{User: user, Public: key.Public()}); err != nil {
			return err
		}
	}
	glass, err := sealed.NewGlass(holders)
	if err == nil {
		err = f.common(ctx, point, glass)
	}
	if err == nil {
		err = f.common(ctx, manager, sealed.SetPromise{Within: sealed.Promise{Acknowledge: 5 * 24, Refer: 24, Resolve: 30 * 24}})
	}
	return err
}

// hearSealed has somebody write a sensitive complaint, and, of the second, the focal point see to the first.
func (f *filling) hearSealed(ctx context.Context, caseload id.ID, second bool) error {
	if err := f.settle(0); err != nil {
		return err
	}
	d, writer := f.operation.Desk, f.actors[access.Enumerator]
	h := sealed.Hearing{Theme: "fraud", Teller: "heard_of", Words: "They say that somebody at the distribution asks for money to be put on the list (made up)."}
	if second {
		h = sealed.Hearing{Theme: "harassment", Teller: "survivor", Words: "She says that the guard at the water point follows her (made up).", Contact: "At the women's committee, in the morning", Helped: true}
		point := f.actors[access.ProtectionOfficer]
		lane, err := sealed.Open(ctx, d, point, caseload, f.passphraseOf(access.ProtectionOfficer))
		if err != nil {
			return err
		}
		all, err := lane.Look(ctx, point, id.New(), "task.sealed")
		for _, c := range all {
			if err == nil {
				err = lane.Do(ctx, point, id.New(), sealed.Deed{Complaint: c.ID, What: sealed.Acknowledged})
			}
		}
		if err != nil {
			return err
		}
	}
	_, err := sealed.Hear(ctx, d, writer, caseload, id.New(), h)
	return err
}

// passphraseOf is with what the user of a role signs in.
func (f *filling) passphraseOf(role access.Role) string {
	for _, s := range f.signIns {
		if s.Role == role {
			return s.Passphrase
		}
	}
	return ""
}

// common has a command of the commons done that makes nothing, and waits for it.
func (f *filling) common(ctx context.Context, role access.Role, c desk.Command) error {
	f.send(ctx, role, access.Commons, []desk.Command{c})
	return f.settle(0)
}
