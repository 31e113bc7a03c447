// SPDX-License-Identifier: Apache-2.0

package sealed

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"safar/desk"
	"safar/field/staff"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/letter"
	"safar/kernel/register"
)

// CoverEvery is how often a node turns to the lanes of its caseloads (Cover.Turn).
const CoverEvery = 10 * time.Minute

const (
	fewestADay = 4  // letters
	mostADay   = 8  // letters, of a day on which nobody opened the lane
	ofAnOpened = 10 // further letters of a day on which somebody did, or was about to
)

// Cover writes empty letters, so that the number of letters tells nothing: for each caseload and day a number is drawn, and by the end of the day as many letters lie there, of whatever. A
// real letter takes the place of an empty one. When an empty one is written is chance.
//
// What was drawn is kept in memory alone. It is safe for concurrent use.
type Cover struct {
	desk *desk.Desk

	mu     sync.Mutex
	random *rand.Rand
	drawn  map[id.ID]draw // by caseload
}

// draw is how many letters are to be written on a day.
type draw struct {
	day     clock.Day
	letters int
	opened  bool
}

// NewCover returns the cover of the lanes of a desk. Random is its chance, which nobody must be able to guess.
func NewCover(d *desk.Desk, random *rand.Rand) *Cover {
	return &Cover{desk: d, random: random, drawn: map[id.ID]draw{}}
}

// Opened says that somebody turned to a lane to read it: more letters are written there on that day, whether or not there was anything to read or to answer.
func (c *Cover) Opened(caseload id.ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	today := c.today(caseload)
	if !today.opened {
		today.opened, today.letters = true, today.letters+ofAnOpened
		c.drawn[caseload] = today
	}
}

// today is the draw of a caseload, made anew on a new day.
func (c *Cover) today(caseload id.ID) draw {
	d := c.drawn[caseload]
	if today := c.desk.Today(); d.day != today || d.letters == 0 {
		d = draw{day: today, letters: fewestADay + c.random.IntN(mostADay-fewestADay+1)}
		c.drawn[caseload] = d
	}
	return d
}

// Turn writes the empty letters that are due. It is called every CoverEvery while a node serves.
func (c *Cover) Turn(ctx context.Context) error {
	caseloads, err := staff.CaseloadIDs(ctx, c.desk)
	for _, of := range caseloads {
		if err == nil {
			err = c.turn(ctx, of)
		}
	}
	return fault.Wrap("sealed.Cover", err)
}

func (c *Cover) turn(ctx context.Context, caseload id.ID) error {
	lying, held, err := c.lyingToday(ctx, caseload)
	if err != nil || !held {
		return err
	}
	for range c.due(caseload, lying) {
		empty, err := letter.Empty()
		if err == nil {
			err = put(ctx, c.desk, caseload, id.New(), []letter.Letter{empty})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// due is how many empty letters are written on this turn, of a day on which so many lie there already: those that are left are spread over the turns that are left, by chance.
func (c *Cover) due(caseload id.ID, lying int) (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	left, turns := max(0, c.today(caseload).letters-lying), c.turnsLeft()
	n = left / turns
	if c.random.IntN(turns) < left%turns {
		n++
	}
	return n
}

// turnsLeft is how many turns are left of the day, this one among them.
func (c *Cover) turnsLeft() int {
	now := c.desk.Clock().Now()
	end := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, now.Location())
	return 1 + int(end.Sub(now)-1)/int(CoverEvery)
}

// lyingToday counts the letters of today in the lane of a caseload, where this node holds it: it opened the caseload, or something lies there already. Who only knows of one must make no keys for
// its lane: what two nodes seal with keys of their own can never lie together.
func (c *Cover) lyingToday(ctx context.Context, caseload id.ID) (n int, held bool, err error) {
	_, err = desk.Identify(ctx, c.desk, func(r *desk.Reader) (register.None, error) {
		scope := Of(caseload)
		of, err := desk.ReadCommons(r, staff.CaseloadStory, caseload)
		if err != nil {
			return register.None{}, err
		}
		then, _, err := r.HeadsOn(scope, r.Today()-1)
		if err != nil {
			return register.None{}, err
		}
		facts, heads, err := r.Behind(scope, then)
		n, held = int(facts), len(heads) > 0 || of.State.Node == r.Here()
		return register.None{}, err
	})
	return n, held, err
}
