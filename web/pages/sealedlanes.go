// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"sync"
	"time"

	"safar/field/sealed"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

const (
	laneStands = 15 * time.Minute // for which a lane stands open that nobody looks at
	laneTries  = 5                // wrong passphrases within laneShut
	laneShut   = 15 * time.Minute
)

// lanes are the sealed complaints that stand open, by session. They are in memory alone, and close with the session, and when nobody looks. It is safe for concurrent use.
type lanes struct {
	mu     sync.Mutex
	open   map[string]*openLane // by the token of the session
	tries  map[id.ID]laneTry    // by user
	opened map[id.ID]clock.Day  // on which each user opened theirs last
}

type openLane struct {
	lane  *sealed.Lane
	used  time.Time
	shuts *time.Timer // lets go of its keys also where nobody asks for any lane again
}

type laneTry struct {
	wrong int
	since time.Time
}

func newLanes() *lanes {
	return &lanes{open: map[string]*openLane{}, tries: map[id.ID]laneTry{}, opened: map[id.ID]clock.Day{}}
}

// of is the lane that stands open in a session of a user for a caseload; nil for none. All that nobody looked at for too long are closed first.
func (l *lanes) of(session string, user, caseload id.ID, now time.Time) *sealed.Lane {
	l.mu.Lock()
	defer l.mu.Unlock()
	for token, o := range l.open {
		if now.Sub(o.used) > laneStands || now.Before(o.used) {
			o.lane.Close()
			delete(l.open, token)
		}
	}
	o := l.open[session]
	if o == nil || o.lane.User() != user || o.lane.Caseload() != caseload {
		return nil
	}
	o.used = now
	o.shuts.Reset(laneStands)
	return o.lane
}

// shutIf closes a lane, where it still stands open in a session.
func (l *lanes) shutIf(session string, o *openLane) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[session] == o {
		o.lane.Close()
		delete(l.open, session)
	}
}

// keep has a lane stand open in a session.
func (l *lanes) keep(session string, lane *sealed.Lane, now time.Time) {
	l.shut(session)
	l.mu.Lock()
	defer l.mu.Unlock()
	o := &openLane{lane: lane, used: now}
	o.shuts = time.AfterFunc(laneStands, func() { l.shutIf(session, o) })
	l.open[session] = o
	l.opened[lane.User()] = clock.DayOf(now)
	delete(l.tries, lane.User())
}

// shut closes the lane of a session.
func (l *lanes) shut(session string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if o := l.open[session]; o != nil {
		o.shuts.Stop()
		o.lane.Close()
		delete(l.open, session)
	}
}

// mayTry refuses who typed too many wrong passphrases. Fault: NotAllowed sealed.tries.
func (l *lanes) mayTry(user id.ID, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.tries[user]
	if now.Sub(t.since) > laneShut {
		delete(l.tries, user)
		return nil
	}
	if t.wrong >= laneTries {
		return fault.New("pages.lanes", fault.NotAllowed, "sealed.tries", fault.Args{"minutes": int64(laneShut / time.Minute)})
	}
	return nil
}

// tried counts a wrong passphrase.
func (l *lanes) tried(user id.ID, err error, now time.Time) {
	if fault.KeyOf(err) != "letter.wrong_passphrase" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.tries[user]
	l.tries[user] = laneTry{t.wrong + 1, now}
}

// openedOn reports whether a user opened a lane on a day, since the program was started.
func (l *lanes) openedOn(user id.ID, day clock.Day) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.opened[user] == day
}
