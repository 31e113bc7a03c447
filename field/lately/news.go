// SPDX-License-Identifier: Apache-2.0

package lately

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"safar/desk"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Change is something that happens in an operation every day. Each has a sentence in the catalogues under "lately." and its name.
type Change string

// The changes, in the order in which they are told.
const (
	Safety     Change = "safety"     // protection decided on the safety of a place
	Departed   Change = "departed"   // households that left
	Arrived    Change = "arrived"    // households whose arrival was confirmed
	Died       Change = "died"       // people
	Came       Change = "came"       // people who were born to a household, or joined it
	Registered Change = "registered" // households
	Ended      Change = "ended"      // ways of households that ended
	Approved   Change = "approved"   // payment lists
	Delivered  Change = "delivered"  // payments, by the household
	Inspected  Change = "inspected"  // houses and other works
	Added      Change = "added"      // complaints, committees and other subjects of a kind
	Settled    Change = "settled"    // ways of such subjects that ended
	Corrected  Change = "corrected"  // people of whom something was written anew
)

// Changes are all changes, in the order in which they are told.
func Changes() []Change {
	return []Change{Safety, Departed, Arrived, Died, Came, Registered, Ended, Approved, Delivered, Inspected, Added, Settled, Corrected}
}

// byFact says which change a kind of fact is. Those that one fact alone does not tell apart are found by kindOf.
var byFact = map[string]Change{
	"places.safety_decided":       Safety,
	"movement.departed":           Departed,
	"movement.arrival_confirmed":  Arrived,
	"people.person_died":          Died,
	"people.person_registered":    Came,
	"people.household_registered": Registered,
	"journey.closed":              Ended,
	"payment.list_approved":       Approved,
	"payment.delivered":           Delivered,
	"works.inspected":             Inspected,
	"subjects.added":              Added,
	"people.person_corrected":     Corrected,
}

// acts are what somebody must be allowed to do to be told of a change however small it is: one of them.
var acts = map[Change][]access.Act{
	Safety: {access.PlacesRead}, Departed: {access.PeopleList}, Arrived: {access.PeopleList}, Died: {access.PeopleList}, Came: {access.PeopleList},
	Registered: {access.PeopleList}, Ended: {access.PeopleList}, Corrected: {access.PeopleList}, Approved: {access.PaymentList, access.PaymentBudget},
	Delivered: {access.PaymentList}, Inspected: {access.WorksList}, Added: {access.SubjectsRead}, Settled: {access.SubjectsRead},
}

// ofPeople are the changes whose number is told to those who may read figures too, where it stands on enough households. Who died or came is counted by the person:
// five of them may be one family, so those numbers are no figure.
var ofPeople = []Change{Departed, Arrived, Registered, Ended, Delivered}

// Row is how many of one change there were.
type Row struct {
	Change Change `class:"open"` // which one
	Kind   string `class:"open"` // of the subjects that were added or settled; "" for other changes
	Count  int    `class:"open"` // stories: each household, person, list or place once
}

// News keeps what was written since a day, for every scope that somebody has asked of. It is safe for concurrent use.
type News struct {
	mu sync.Mutex
	of map[since]*tally
}

// since is a scope since the beginning of a day.
type since struct {
	scope access.Scope
	from  clock.Day
}

// mostKept bounds how many tallies are kept: of each scope one, and while a day turns two.
const mostKept = 64

// tally is what was written in one scope since the day.
type tally struct {
	read    desk.Heads
	stories map[Row][]id.ID // under a row without a count: each story once, in the order in which it was met
	known   map[Row]map[id.ID]bool
}

// Told answers what has changed in a scope since the beginning of a day to somebody, as far as they may be told; nothing to those who may be told nothing.
func (n *News) Told(ctx context.Context, d *desk.Desk, asker access.Actor, scope access.Scope, from clock.Day) ([]Row, error) {
	act, any := firstAct(asker, scope, d.Today())
	if !any {
		return nil, nil
	}
	return desk.Ask(ctx, d, asker, "task.start", desk.Query[[]Row]{Act: act, Scope: scope, Run: func(r *desk.Reader) ([]Row, error) {
		n.mu.Lock()
		defer n.mu.Unlock()
		t, err := n.tally(r, scope, from)
		if err != nil {
			return nil, err
		}
		return t.told(r), nil
	}})
}

// firstAct returns an act by which somebody may ask of a scope at all.
func firstAct(asker access.Actor, scope access.Scope, today clock.Day) (access.Act, bool) {
	for _, c := range Changes() {
		for _, act := range acts[c] {
			if (c == Safety) == (scope == access.Commons) && access.May(asker, act, scope, today) == nil {
				return act, true
			}
		}
	}
	if scope != access.Commons && access.May(asker, access.FiguresRead, scope, today) == nil {
		return access.FiguresRead, true
	}
	return "", false
}

// NewNews returns news of which nothing is read yet.
func NewNews() *News { return &News{of: map[since]*tally{}} }

// LastDay is the last day before today on which something was written in a scope; yesterday where nothing was, or who asks may be told nothing. Who comes on a Monday
// wants to know what was on Friday.
func (n *News) LastDay(ctx context.Context, d *desk.Desk, asker access.Actor, scope access.Scope) (clock.Day, error) {
	yesterday := d.Today() - 1
	act, any := firstAct(asker, scope, d.Today())
	if !any {
		return yesterday, nil
	}
	last, err := desk.Ask(ctx, d, asker, "task.start", desk.Query[lastDay]{Act: act, Scope: scope, Run: func(r *desk.Reader) (lastDay, error) {
		_, noted, err := r.HeadsOn(scope, yesterday)
		if !noted.Known() {
			noted = yesterday
		}
		return lastDay{noted}, err
	}})
	return last.Day, err
}

// lastDay is an answer of one day.
type lastDay struct {
	Day clock.Day `class:"open"`
}

// tally reads what was written since it was last asked.
func (n *News) tally(r *desk.Reader, scope access.Scope, from clock.Day) (*tally, error) {
	if len(n.of) > mostKept {
		clear(n.of)
	}
	t := n.of[since{scope, from}]
	if t == nil {
		before, _, err := r.HeadsOn(scope, from-1)
		if err != nil {
			return nil, err
		}
		t = &tally{read: before, stories: map[Row][]id.ID{}, known: map[Row]map[id.ID]bool{}}
	}
	var ended []id.ID
	now, err := r.EachAfter(scope, t.read, func(f *journal.Fact) error {
		if row := rowOf(f); row.Change == Ended {
			ended = append(ended, f.Story) // nothing else is read while facts are
		} else if row.Change != "" {
			t.add(row, f.Story)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, way := range ended {
		if err := t.end(r, way); err != nil {
			return nil, err
		}
	}
	t.read, n.of[since{scope, from}] = now, t
	return t, nil
}

// rowOf says of which change a fact tells; the zero row for none.
func rowOf(f *journal.Fact) Row {
	change := byFact[f.Kind]
	switch change {
	case Came:
		if !people.CameLater(f) {
			return Row{}
		}
	case Added:
		return Row{Change: Added, Kind: subjects.AddedAs(f)}
	}
	return Row{Change: change}
}

// end notes that a way has ended: of a household, or of a subject of some kind.
func (t *tally) end(r *desk.Reader, way id.ID) error {
	found, err := desk.Read(r, journey.Story, way)
	if err != nil {
		return err
	}
	row := Row{Change: Settled, Kind: found.State.Kind}
	if programme.NatureOf(found.State.Kind) == programme.Household {
		row = Row{Change: Ended}
	}
	t.add(row, way)
	return nil
}

func (t *tally) add(row Row, story id.ID) {
	if t.known[row] == nil {
		t.known[row] = map[id.ID]bool{}
	}
	if !t.known[row][story] {
		t.known[row][story] = true
		t.stories[row] = append(t.stories[row], story)
	}
}

// told are the rows that may be told to who asks, in the order of Changes.
func (t *tally) told(r *desk.Reader) (rows []Row) {
	for _, row := range slices.SortedFunc(maps.Keys(t.stories), func(a, b Row) int {
		return cmp.Or(slices.Index(Changes(), a.Change)-slices.Index(Changes(), b.Change), cmp.Compare(a.Kind, b.Kind))
	}) {
		row.Count = len(t.stories[Row{Change: row.Change, Kind: row.Kind}])
		if maySee(r, row) {
			rows = append(rows, row)
		}
	}
	return rows
}

// maySee reports whether who asks may be told a row.
func maySee(r *desk.Reader, row Row) bool {
	may := func(act access.Act) bool { return access.May(r.By(), act, r.Scope(), r.Today()) == nil }
	if row.Kind != "" {
		return may(subjects.ActsOf(row.Kind).Read)
	}
	return slices.ContainsFunc(acts[row.Change], may) ||
		slices.Contains(ofPeople, row.Change) && may(access.FiguresRead) && row.Count >= access.FewestTold
}

// Household is one of whom a change tells.
type Household struct {
	ID id.ID `class:"open"` // its own
}

// Households lists the households of which a change tells, those first of which it was written first: to those who may list people. A change that is of no
// household has none. Fault: NotAllowed.
func (n *News) Households(ctx context.Context, d *desk.Desk, asker access.Actor, scope access.Scope, from clock.Day, change Change) ([]Household, error) {
	return desk.Ask(ctx, d, asker, "task.list", desk.Query[[]Household]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) ([]Household, error) {
		n.mu.Lock()
		defer n.mu.Unlock()
		t, err := n.tally(r, scope, from)
		var of []Household
		for _, story := range t.storiesOf(Row{Change: change}) {
			if err != nil {
				break
			}
			var home id.ID
			if home, err = householdOf(r, change, story); err == nil && !home.IsZero() && !slices.Contains(of, Household{home}) {
				of = append(of, Household{home})
			}
		}
		return of, err
	}})
}

// mostListed bounds a list of what changed.
const mostListed = 1000

func (t *tally) storiesOf(row Row) []id.ID {
	if t == nil {
		return nil
	}
	return t.stories[row][:min(len(t.stories[row]), mostListed)]
}

// householdOf returns the household that a story is, or is of; zero where it is of none.
func householdOf(r *desk.Reader, change Change, story id.ID) (id.ID, error) {
	switch change {
	case Registered:
		return story, nil
	case Died, Came, Corrected:
		p, err := desk.Read(r, people.PersonStory, story)
		return p.State.Household.Value().Household, err
	case Departed, Arrived, Ended, Delivered:
		j, err := desk.Read(r, journey.Story, story)
		return j.State.Subject, err
	}
	return id.ID{}, nil
}
