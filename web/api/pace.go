// SPDX-License-Identifier: Apache-2.0

package api

import (
	"math"
	"sync"
	"time"

	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// How often a program may ask: a burst, and then so many a second. People who work on the same laptop go first.
const (
	burst     = 200
	perSecond = 20
)

// pace holds each token, or whoever else asks, to how often it may: so many at once, and then so many a second. It is kept in memory alone.
type pace struct {
	clock         clock.Clock
	burst, second float64
	mu            sync.Mutex
	left          map[id.ID]allowance
}

// allowance is how many requests a token has left, as of a time.
type allowance struct {
	left float64
	at   time.Time
}

func newPace(c clock.Clock, burst, second float64) *pace {
	return &pace{clock: c, burst: burst, second: second, left: map[id.ID]allowance{}}
}

// next takes one request off what a token has left. Fault: NotAllowed api.too_often, with the count of seconds to wait.
func (p *pace) next(token id.ID) error {
	now := p.clock.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	a, known := p.left[token]
	if passed := now.Sub(a.at).Seconds(); !known || passed < 0 { // a clock that was set back starts anew
		a = allowance{p.burst, now}
	} else {
		a = allowance{min(p.burst, a.left+passed*p.second), now}
	}
	if a.left < 1 {
		p.left[token] = a
		wait := int(math.Ceil((1 - a.left) / p.second))
		return fault.New("api.pace", fault.NotAllowed, "api.too_often", fault.Args{"count": wait})
	}
	a.left--
	p.left[token] = a
	return nil
}
