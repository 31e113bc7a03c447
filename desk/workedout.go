// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"maps"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/register"
)

// resultsKept is how many results readers keep between them (WorkedOut). Each is of a few rows.
const resultsKept = 256

// ground is what a result stands on: all stories of a kind, or a list, of a scope.
type ground struct {
	scope access.Scope
	list  bool
	name  string // of the kind or the list
}

// result is what was worked out, and from what.
type result struct {
	value  any
	on     map[ground]bool
	moment uint64
}

// resultKey names a result: what it is of, and in which scope and on which day it was asked for.
type resultKey struct {
	scope access.Scope
	of    string
	day   clock.Day
}

// results are what readers share of what takes long to work out. What they hold is guarded by the lock of kept.
type results struct {
	held    map[resultKey]result
	changed map[ground]uint64
}

func newResults() results { return results{map[resultKey]result{}, map[ground]uint64{}} }

// mark drops what stands on a ground that a commit changes.
func (s *results) mark(g ground, at uint64) {
	if s.changed[g] == at {
		return // the commit changes more of it, which was dropped already
	}
	s.changed[g] = at
	maps.DeleteFunc(s.held, func(_ resultKey, r result) bool { return r.on[g] })
}

func (s *results) put(key resultKey, r result) {
	for g := range r.on {
		if s.changed[g] > r.moment {
			return
		}
	}
	if len(s.held) >= resultsKept {
		clear(s.held)
	}
	s.held[key] = r
}

// WorkedOut returns what f works out of what it reads through r: sums of many stories, which are the same for whoever may ask and name nobody. Where this process
// is the only one that writes, that is done once between the commits that change a kind of stories or a list of which f read something; every reader is given what its
// own snapshot holds. of says what it is, and of which place, and is used for nothing else in the program.
//
// f reads stories and lists. What asks who asks, notes a look, or reads beside them (heads, attachments, other scopes) is worked out each time. Nobody changes what is
// returned.
func WorkedOut[T any](r *Reader, of string, f func() (T, error)) (T, error) {
	key := resultKey{r.scope, of, r.Today()}
	if known, ok := r.desk.kept.result(key, r.moment); ok {
		r.stand(known.on)
		return known.value.(T), nil
	}
	before := r.on
	r.on = map[ground]bool{}
	defer func() {
		on := r.on
		r.on = before
		r.stand(on)
	}()
	value, err := f()
	if err == nil && !r.on[apart] {
		r.desk.kept.keepResult(key, result{value, r.on, r.moment})
	}
	return value, err
}

// apart is what stands in the place of a ground where something was read that no commit tells of.
var apart = ground{name: "apart"}

// stand notes what a result stands on, where one is being worked out.
func (r *Reader) stand(on map[ground]bool) {
	if r.on != nil {
		maps.Copy(r.on, on)
	}
}

func (r *Reader) onKind(scope access.Scope, kind string) {
	if r.on != nil {
		r.on[ground{scope, false, kind}] = true
	}
}

func (r *Reader) onList(scope access.Scope, list register.List) {
	if r.on != nil {
		r.on[ground{scope, true, list.Name}] = true
	}
}

// alone notes that what is being worked out is for this reader alone.
func (r *Reader) alone() {
	if r.on != nil {
		r.on[apart] = true
	}
}

// result returns what was worked out, as a snapshot holds it that began at a moment.
func (k *kept) result(key resultKey, moment uint64) (result, bool) {
	if !k.on {
		return result{}, false
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	known, ok := k.results.held[key]
	return known, ok && known.moment <= moment
}

func (k *kept) keepResult(key resultKey, r result) {
	if !k.on {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if r.moment >= k.from {
		k.results.put(key, r)
	}
}
