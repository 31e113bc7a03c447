// SPDX-License-Identifier: Apache-2.0

package sealed

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/letter"
)

// Lane is the sealed complaints of a caseload as one person reads them, in the memory of their session: nothing of it is written down but as letters. It is safe for concurrent
// use.
type Lane struct {
	desk     *desk.Desk
	caseload id.ID
	user     id.ID
	act      access.Act // with which they read: as a focal point, or through the glass

	mu         sync.Mutex
	keys       []*letter.Key
	heads      desk.Heads // up to where letters were opened
	reader     reader
	complaints map[id.ID]*Complaint
	looks      []Message
}

// Open opens the lane of a caseload for a focal point, with the passphrase of their own key. Nothing is told before it is looked at (Look). Faults: NotAllowed access.not_allowed,
// letter.wrong_passphrase; NotFound sealed.no_key for who has made none.
func Open(ctx context.Context, d *desk.Desk, by access.Actor, caseload id.ID, passphrase string) (*Lane, error) {
	const op = "sealed.Open"
	if err := access.May(by, access.VoiceList, Of(caseload), d.Today()); err != nil {
		return nil, err
	}
	keys, err := unlocked(ctx, d, by, caseload, passphrase)
	if err != nil {
		return nil, fault.Wrap(op, err)
	}
	return newLane(d, caseload, by.User, access.VoiceList, keys), nil
}

func newLane(d *desk.Desk, caseload, user id.ID, act access.Act, keys []*letter.Key) *Lane {
	return &Lane{desk: d, caseload: caseload, user: user, act: act, keys: keys, complaints: map[id.ID]*Complaint{}}
}

// unlocked are the keys of somebody that a passphrase unlocks: the last one at least.
func unlocked(ctx context.Context, d *desk.Desk, by access.Actor, caseload id.ID, passphrase string) (keys []*letter.Key, err error) {
	own, err := ask(ctx, d, by, OwnKeys(caseload))
	if err == nil && len(own.Locked) == 0 {
		err = fault.New("sealed.Open", fault.NotFound, "sealed.no_key", nil)
	}
	for _, l := range own.Locked {
		if err != nil {
			return nil, err
		}
		k, wrong := letter.Unlock(l, passphrase)
		switch {
		case wrong == nil:
			keys = append(keys, k)
		case len(keys) == 0:
			err = wrong
		}
	}
	return keys, err
}

// User is whose lane it is.
func (l *Lane) User() id.ID { return l.user }

// Caseload is that whose complaints they are.
func (l *Lane) Caseload() id.ID { return l.caseload }

// read is up to where a lane was read.
type read struct {
	Heads desk.Heads `class:"open"`
}

// letters asks for what the letters after those that were opened hold, for these keys.
func (l *Lane) letters(opened *[][]byte) desk.Query[read] {
	scope := Of(l.caseload)
	return desk.Query[read]{Act: l.act, Scope: scope, Run: func(r *desk.Reader) (read, error) {
		var some []letter.Letter
		*opened = nil
		heads, err := r.EachAfter(scope, l.heads, func(f *journal.Fact) error {
			if w, is, err := written.ResidueOf(f); is && err == nil {
				some = append(some, w.Letter)
			}
			if len(some) == openedAtOnce {
				*opened, some = append(*opened, openAll(l.keys, some)...), some[:0]
			}
			return nil
		})
		*opened = append(*opened, openAll(l.keys, some)...)
		return read{heads}, err
	}}
}

// openedAtOnce is how many letters are in memory at once: of a year there are some 50 MB.
const openedAtOnce = 256

// openAll returns what those letters hold that the keys open, in their order. Each takes a good part of a millisecond, on every processor there is.
func openAll(keys []*letter.Key, letters []letter.Letter) (opened [][]byte) {
	contents := make([][]byte, len(letters))
	var next atomic.Int64
	var working sync.WaitGroup
	for range runtime.NumCPU() {
		working.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(letters)); i = next.Add(1) - 1 {
				contents[i] = openedBy(keys, letters[i])
			}
		})
	}
	working.Wait()
	return slices.DeleteFunc(contents, func(c []byte) bool { return c == nil })
}

func openedBy(keys []*letter.Key, sealed letter.Letter) []byte {
	for _, k := range keys {
		if content := k.Open(sealed); content != nil {
			return content
		}
	}
	return nil
}

// refresh opens what was written since. It is called with the lane locked.
func (l *Lane) refresh(ctx context.Context, by access.Actor) error {
	if by.User != l.user {
		return fault.New("sealed.Lane", fault.NotAllowed, "sealed.not_let_in", nil)
	}
	var opened [][]byte
	done, err := ask(ctx, l.desk, by, l.letters(&opened))
	if err != nil {
		return fault.Wrap("sealed.Lane", err)
	}
	l.heads = done.Heads
	for _, content := range opened {
		if m := l.reader.take(content); m != nil {
			l.fold(*m)
		}
	}
	return nil
}

func (l *Lane) fold(m Message) {
	switch m.What {
	case Looked:
		l.looks = append(l.looks, m)
		return
	case Shared:
		if m.Carried != nil {
			for _, of := range m.Carried.Messages {
				l.fold(of)
			}
		}
		return
	}
	c := l.complaints[m.Complaint]
	if c == nil {
		c = &Complaint{ID: m.Complaint}
		l.complaints[m.Complaint] = c
	}
	c.add(m)
}

// Look opens what was written since, writes down in the lane that its reader saw its complaints, and why, and returns them, the last heard first: all, or the one that is asked for. Command
// makes the look one, however often the page is sent for. Faults: NotAllowed access.not_allowed, once they are let in no more; NotFound sealed.no_complaint.
func (l *Lane) Look(ctx context.Context, by access.Actor, command id.ID, why string, only ...id.ID) ([]*Complaint, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.refresh(ctx, by); err != nil {
		return nil, err
	}
	all := l.all()
	if len(only) > 0 {
		all = slices.DeleteFunc(all, func(c *Complaint) bool { return !slices.Contains(only, c.ID) })
		if len(all) == 0 {
			return nil, fault.New("sealed.Look", fault.NotFound, "sealed.no_complaint", nil)
		}
	}
	return all, l.noteLook(ctx, by, command, why, all)
}

// Known is a complaint as the last look read it; nil for one that none has.
func (l *Lane) Known(of id.ID) *Complaint {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.all() {
		if c.ID == of {
			return c
		}
	}
	return nil
}

// noteLook writes a look down, for those who may know of what was looked at: of a complaint in which a focal point is named, the look at it tells them nothing either.
func (l *Lane) noteLook(ctx context.Context, by access.Actor, command id.ID, why string, at []*Complaint) error {
	people, err := ask(ctx, l.desk, by, PeopleOf(l.caseload))
	if err != nil {
		return err
	}
	type group struct {
		named []id.ID // of the focal points
		seen  []id.ID
	}
	groups := []group{{}}
	for _, c := range at {
		named := people.amongReaders(c.Accused())
		i := slices.IndexFunc(groups, func(g group) bool { return slices.Equal(g.named, named) })
		if i < 0 {
			i = len(groups)
			groups = append(groups, group{named: named})
		}
		groups[i].seen = append(groups[i].seen, c.ID)
	}
	for i, g := range groups {
		if len(g.seen) == 0 && len(groups) > 1 {
			continue
		}
		of := numbered(command, i)
		to, _ := people.To(g.named)
		m := Message{ID: id.Derived(of, "message"), What: Looked, By: by.User, At: l.now(), Words: why, Seen: g.seen}
		if err := say(ctx, l.desk, l.caseload, of, m, to); err != nil {
			return err
		}
	}
	return nil
}

// all are copies of the complaints that can be read, the last heard first.
func (l *Lane) all() (all []*Complaint) {
	for _, c := range l.complaints {
		if c.Heard.What == Heard {
			copied := *c
			copied.Since = slices.Clone(c.Since)
			all = append(all, &copied)
		}
	}
	slices.SortFunc(all, func(a, b *Complaint) int { return inTime(b.Heard, a.Heard) })
	return all
}

// Looks are who read in the lane, as far as this reader may know, the last first. It tells what the last Look read.
func (l *Lane) Looks() []Message {
	l.mu.Lock()
	defer l.mu.Unlock()
	looks := slices.Clone(l.looks)
	slices.SortFunc(looks, func(a, b Message) int { return inTime(b, a) })
	return looks
}

func (l *Lane) now() int64 { return l.desk.Clock().Now().Unix() / 60 }

// to are the keys of those who read a complaint in which these are named.
func (l *Lane) to(ctx context.Context, by access.Actor, accused []id.ID) ([]letter.Public, error) {
	people, err := ask(ctx, l.desk, by, PeopleOf(l.caseload))
	to, _ := people.To(accused)
	return to, err
}

// Deeds are what is said and done about a complaint, in the order in which a form offers them.
var Deeds = []string{Acknowledged, Referred, Answered, Noted, Named, Resolved, Reopened}

// Deed is something that is said or done about a Complaint: What is one of Deeds, Words say more, Accused who is named besides: whatever was done, nothing of it is sealed to them any more.
type Deed struct {
	Complaint id.ID
	What      string
	Words     string
	Accused   []id.ID
}

// Do writes down what was done about a complaint, for those who read it and are not named by it now. Faults: NotFound sealed.no_complaint; Invalid sealed.words_missing,
// sealed.too_long, sealed.nobody_named; Conflict sealed.resolved, sealed.not_resolved.
func (l *Lane) Do(ctx context.Context, by access.Actor, command id.ID, deed Deed) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.refresh(ctx, by); err != nil {
		return err
	}
	c := l.complaints[deed.Complaint]
	if c == nil || c.Heard.What != Heard {
		return fault.New("sealed.Do", fault.NotFound, "sealed.no_complaint", nil)
	}
	if err := deed.sound(c, id.Derived(command, "message")); err != nil {
		return err
	}
	m := Message{ID: id.Derived(command, "message"), Complaint: c.ID, What: deed.What, By: by.User, At: l.now(), Words: strings.TrimSpace(deed.Words),
		Accused: deed.Accused}
	to, err := l.to(ctx, by, append(c.Accused(), m.Accused...))
	if err != nil {
		return err
	}
	return say(ctx, l.desk, l.caseload, command, m, to)
}

func (d Deed) sound(c *Complaint, message id.ID) error {
	const op = "sealed.Do"
	again := slices.ContainsFunc(c.Since, func(m Message) bool { return m.ID == message }) // the form was sent twice: it is done once
	switch {
	case !slices.Contains(Deeds, d.What):
		return fault.New(op, fault.Invalid, "sealed.no_such_theme", nil)
	case strings.TrimSpace(d.Words) == "" && d.What != Acknowledged && d.What != Named:
		return fault.New(op, fault.Invalid, "sealed.words_missing", nil)
	case d.What == Named && len(d.Accused) == 0:
		return fault.New(op, fault.Invalid, "sealed.nobody_named", nil)
	case d.What == Reopened && c.Open() && !again:
		return fault.New(op, fault.Conflict, "sealed.not_resolved", nil)
	case d.What != Reopened && !c.Open() && !again:
		return fault.New(op, fault.Conflict, "sealed.resolved", nil)
	}
	return bounded(op, d.Words, mostWords)
}

// Share seals a complaint, with all that was said of it, to those who read the lane now and are not named in it: to who became a focal point since. Fault: NotFound sealed.no_complaint.
func (l *Lane) Share(ctx context.Context, by access.Actor, command, complaint id.ID) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.refresh(ctx, by); err != nil {
		return err
	}
	c := l.complaints[complaint]
	if c == nil || c.Heard.What != Heard {
		return fault.New("sealed.Share", fault.NotFound, "sealed.no_complaint", nil)
	}
	to, err := l.to(ctx, by, c.Accused())
	if err != nil {
		return err
	}
	m := Message{ID: id.Derived(command, "message"), Complaint: c.ID, What: Shared, By: by.User, At: l.now(), Carried: &Carried{c.Messages()}}
	return say(ctx, l.desk, l.caseload, command, m, to)
}

// Count is how many complaints (N) were heard of a Theme; "" is of all. Told says that they are enough for the number to leave the lane.
type Count struct {
	Theme string
	N     int
	Told  bool
}

// Counts are how many complaints were heard since a day, by theme and in all. What stands on fewer than access.FewestConfided is not for telling; nor is what could be found from
// the others by subtraction.
func (l *Lane) Counts(since time.Time) []Count {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := Count{}
	counts := make([]Count, len(Themes))
	for i, theme := range Themes {
		counts[i].Theme = theme
	}
	for _, c := range l.complaints {
		if c.Heard.What != Heard || c.Heard.When().Before(since) {
			continue
		}
		all.N++
		if i := slices.Index(Themes, c.Heard.Theme); i >= 0 {
			counts[i].N++
		}
	}
	return append(told(counts), told([]Count{all})...)
}

func told(counts []Count) []Count {
	stands := make([]access.Basis, len(counts))
	for i, c := range counts {
		stands[i].On = make([]id.ID, c.N)
		for j := range stands[i].On {
			stands[i].On[j] = id.Derived(id.ID{}, c.Theme, string(rune(j)))
		}
	}
	for i, withheld := range access.WithheldBelow(access.FewestConfided, stands) {
		counts[i].Told = !withheld && counts[i].N > 0
	}
	return counts
}

// Close forgets what was opened.
func (l *Lane) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.keys, l.complaints, l.looks, l.heads, l.reader = nil, nil, nil, nil, reader{}
}

// ask asks as somebody whose look is written down in the lane itself.
func ask[T any](ctx context.Context, d *desk.Desk, by access.Actor, q desk.Query[T]) (T, error) {
	return desk.Ask(ctx, d, by, "task.find_the_way", q)
}
