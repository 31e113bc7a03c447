// SPDX-License-Identifier: Apache-2.0

package sealed

import (
	"context"
	"sync"
	"time"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/letter"
)

// glassStands is how long who asks to open the glass waits for the second.
const glassStands = 15 * time.Minute

// GlassRoom is where two people open the glass of a caseload together, on one node: the first asks with their passphrase, the second opens with theirs. It keeps what was asked in
// memory alone. It is safe for concurrent use.
type GlassRoom struct {
	mu    sync.Mutex
	asked map[id.ID]request // by caseload
	lanes map[id.ID]*Lane   // for who asked first, by user, until they come for it, or too long did not
}

type request struct {
	by     id.ID
	reason string
	keys   []*letter.Key
	until  time.Time
}

// Asked is who waits at the glass of a caseload; zero for nobody.
func (g *GlassRoom) Asked(caseload id.ID, now time.Time) id.ID {
	g.mu.Lock()
	defer g.mu.Unlock()
	r, is := g.asked[caseload]
	if !is || now.After(r.until) {
		delete(g.asked, caseload)
		return id.ID{}
	}
	return r.by
}

// Ask asks that the glass of a caseload be opened, for a reason of Reasons. Faults: NotAllowed access.not_allowed, letter.wrong_passphrase; NotFound sealed.no_key.
func (g *GlassRoom) Ask(ctx context.Context, d *desk.Desk, by access.Actor, caseload id.ID, passphrase, reason string) error {
	if err := access.May(by, access.VoiceBreak, Of(caseload), d.Today()); err != nil {
		return err
	}
	keys, err := unlocked(ctx, d, by, caseload, passphrase)
	if err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.asked == nil {
		g.asked, g.lanes = map[id.ID]request{}, map[id.ID]*Lane{}
	}
	until := d.Clock().Now().Add(glassStands)
	g.asked[caseload] = request{by: by.User, reason: reason, keys: keys, until: until}
	time.AfterFunc(glassStands, func() { g.forget(caseload, until, nil) })
	return nil
}

// forget lets go of the keys of a request that nobody joined, or of a lane that nobody came for: they are in memory no longer than they may be used.
func (g *GlassRoom) forget(caseload id.ID, until time.Time, lane *Lane) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if r, is := g.asked[caseload]; is && lane == nil && r.until.Equal(until) {
		delete(g.asked, caseload)
	}
	if lane != nil && g.lanes[lane.user] == lane {
		lane.Close()
		delete(g.lanes, lane.user)
	}
}

// Open opens the glass of a caseload with who asked for it. That they did is written down before anything is opened. Faults: NotAllowed access.not_allowed,
// letter.wrong_passphrase, sealed.two_people for one alone; NotFound sealed.nobody_asked, sealed.no_glass where they have no halves of one together.
func (g *GlassRoom) Open(ctx context.Context, d *desk.Desk, by access.Actor, caseload, command id.ID, passphrase string) (*Lane, error) {
	const op = "sealed.OpenGlass"
	if err := access.May(by, access.VoiceBreak, Of(caseload), d.Today()); err != nil {
		return nil, err
	}
	g.mu.Lock()
	r, is := g.asked[caseload]
	g.mu.Unlock()
	switch {
	case !is || d.Clock().Now().After(r.until):
		return nil, fault.New(op, fault.NotFound, "sealed.nobody_asked", nil)
	case r.by == by.User:
		return nil, fault.New(op, fault.NotAllowed, "sealed.two_people", nil)
	}
	keys, err := g.joined(ctx, d, by, caseload, passphrase, r)
	if err != nil {
		return nil, err
	}
	looks := access.Scope{Caseload: caseload, Compartment: access.Looks}
	if _, err := d.Do(ctx, by, looks, command, NoteOpening{With: r.by, Reason: r.reason}); err != nil {
		return nil, err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.asked, caseload)
	first := newLane(d, caseload, r.by, access.VoiceBreak, keys)
	g.lanes[r.by] = first
	time.AfterFunc(glassStands, func() { g.forget(caseload, r.until, first) })
	return newLane(d, caseload, by.User, access.VoiceBreak, keys), nil
}

// joined are the keys of the glasses of which two people have both halves.
func (g *GlassRoom) joined(ctx context.Context, d *desk.Desk, by access.Actor, caseload id.ID, passphrase string, r request) (keys []*letter.Key, err error) {
	own, err := unlocked(ctx, d, by, caseload, passphrase)
	if err != nil {
		return nil, err
	}
	all, err := desk.Identify(ctx, d, glasses)
	for _, glass := range all {
		if k := glass.joined(r.by, by.User, r.keys, own); k != nil {
			keys = append(keys, k)
		}
	}
	if err == nil && len(keys) == 0 {
		err = fault.New("sealed.OpenGlass", fault.NotFound, "sealed.no_glass", nil)
	}
	return keys, err
}

// Collect gives who asked first the lane that the second has opened; nil while nobody has.
func (g *GlassRoom) Collect(user id.ID) *Lane {
	g.mu.Lock()
	defer g.mu.Unlock()
	l := g.lanes[user]
	delete(g.lanes, user)
	return l
}
