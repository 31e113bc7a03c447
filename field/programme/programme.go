// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"crypto/sha256"
	"slices"
	"sync"

	"cel.dev/cel-go/common/types/ref"

	"safar/kernel/access"
	"safar/kernel/clock"
)

// Programme is a programme file that was read and found sound. It is immutable and safe for concurrent use.
type Programme struct {
	ID       string      // such as durable_solutions_tanganyika
	Currency string      // ISO 4217; every amount of the file is in its minor units
	Grants   []*Grant    // in order of the file
	Cash     CashTable   // what it asks for where cash is handed out
	Inputs   []*Source   // in order of the file
	Subjects []Kind      // kinds of subject that the programme has of its own, in order of the file
	Pathways []*Pathway  // in order of the file
	Figures  []*Figure   // in order of the file
	Periods  []Period    // spans of years that have names of their own, in order of the file
	Said     []Statement // what others have published, in order of the file
	Moves    []Migrating // rules for steps that older versions had
	Forms    Forms       // the forms of the programme's folder; nil when read without them
	hash     [32]byte
	source   []byte
	advice   Problems
}

// Hash returns the SHA-256 of the file's bytes. A journey carries it: it names the version the journey walks.
func (p *Programme) Hash() [32]byte { return p.hash }

// Bytes returns the file as it was read. It must not be changed.
func (p *Programme) Bytes() []byte { return p.source }

// Advice returns what the checker would do otherwise, though the file may be used as it is.
func (p *Programme) Advice() Problems { return p.advice }

// Pathway returns the pathway of an id, or nil.
func (p *Programme) Pathway(name string) *Pathway {
	for _, w := range p.Pathways {
		if w.ID == name {
			return w
		}
	}
	return nil
}

// Figure returns the figure of an id, or nil.
func (p *Programme) Figure(name string) *Figure {
	for _, f := range p.Figures {
		if f.ID == name {
			return f
		}
	}
	return nil
}

// Years reports whether the programme has something to show on a line of years: a figure that is counted by year, a period, or a statement on some years.
func (p *Programme) Years() bool {
	return len(p.Periods) > 0 || slices.ContainsFunc(p.Figures, func(f *Figure) bool { return slices.Contains(f.By, Year) }) ||
		slices.ContainsFunc(p.Said, func(s Statement) bool { return !s.Years.IsZero() })
}

// Grant returns the grant of an id, or nil.
func (p *Programme) Grant(name string) *Grant {
	for _, g := range p.Grants {
		if g.ID == name {
			return g
		}
	}
	return nil
}

// Grant is money of a donor for a period: every amount a programme pays stands under one.
type Grant struct {
	ID       string    // as the file names it
	Donor    string    // id of the donor
	From     clock.Day // first day a payment may be owed under it
	Until    clock.Day // last day
	Ceiling  int64     // most that may be paid under it, in minor units of Currency
	Currency string    // ISO 4217
}

// Statement is something that others have published of work like the programme's: it is told with its source, in the words of the programme, and no figure.
// Its number stands in those words alone, so that nothing can count with it.
type Statement struct {
	ID     string // as the file names it; no figure has it
	Source string // who said it, and where
	Years  Years  // of which it speaks; none where the file does not say
}

// Covers reports whether a payment may be owed under g on a day.
func (g *Grant) Covers(day clock.Day) bool { return day >= g.From && day <= g.Until }

// CashTable is what a programme asks for at the table at which an office hands out its cash.
type CashTable struct {
	Witness string // whose eyes it takes beside those of who pays: WitnessAlone, WitnessAlways, or "" for nobody's
	Seen    Span   // within which a second person of the office has seen the signed sheet; zero where the file does not say
}

// The rules for a witness at the table.
const (
	WitnessAlone  = "alone"  // a member of a committee, where nobody else of the office is there
	WitnessAlways = "always" // a member of a committee, whoever of the office is there
)

// usualSeen is how many days a signed sheet waits for its second pair of eyes, where a programme says nothing.
const usualSeen = 14

// SeenBy returns the last day on which a sheet signed on a day is seen in time.
func (c CashTable) SeenBy(day clock.Day) clock.Day {
	if c.Seen.IsZero() {
		return day + usualSeen
	}
	return c.Seen.After(day)
}

// Source is another story that conditions may look at: declared under inputs.
type Source struct {
	Name   string      // as used in conditions
	From   string      // which story, such as commons.place
	MaxAge Span        // older values are unknown
	Fields []FieldDecl // what may be asked of it
}

// FieldDecl declares a named value and its type.
type FieldDecl struct {
	Name    string   // as conditions write it
	Type    Type     // of its values
	Options []string // of a text that is one of a few words; nil for any text

	untyped bool // the file says no type that there is: nobody knows what goes with it
}

// Pathway is the way of one kind of subject through a programme.
type Pathway struct {
	ID         string             // unique in the programme
	For        string             // kind of subject; see Kinds and Programme.Subjects
	Part       access.Compartment // of a caseload, in which it is walked: the general one where the file says nothing
	Exclusive  bool               // whether a subject that walks it may walk no other exclusive pathway, of this programme or another
	Attributes []FieldDecl        // what conditions and figures may know of the subject beside what its kind offers
	Steps      []*Step            // in order of the file
	Programme  *Programme         // to which it belongs

	index map[string]int   // of steps by id
	slots map[string]*slot // of every name conditions may use
	order []int            // steps, each after all it depends on
	acts  []int            // the steps of verbs that settle, in that order

	released sync.Pool // of *Evaluator: see Standing.Release
}

// WalkedIn reports whether some pathway of the programme is walked in a compartment.
func (p *Programme) WalkedIn(c access.Compartment) bool {
	return slices.ContainsFunc(p.Pathways, func(w *Pathway) bool { return w.Part == c })
}

// Offer names a step of another pathway: the one at which those who receive others offer their room, or the one that another person looks at again. Pathway and Step are ids.
type Offer struct{ Pathway, Step string }

// Step returns the step of an id, or nil.
func (w *Pathway) Step(name string) *Step {
	i, ok := w.index[name]
	if !ok {
		return nil
	}
	return w.Steps[i]
}

// OfAPlace reports whether what is told or chosen at s is about a place that people may go to: where s says so, and on every way on which
// somebody leaves. What somebody wants to learn, or where they look for work, is about none.
func (w *Pathway) OfAPlace(s *Step) bool {
	return s.To != "" || slices.ContainsFunc(w.Steps, func(other *Step) bool { return other.Verb == moveVerb })
}

// Step is one step of a pathway. The fields from Options on belong to single verbs and are zero for the others.
type Step struct {
	Verb     *Verb      // which of the fifteen it is
	ID       string     // unique in its pathway
	Index    int        // in Pathway.Steps
	Line     int        // in the file
	Needs    []string   // ids of the steps it needs
	When     *Condition // nil means always
	Requires *Condition // nil means nothing
	Valid    Span       // zero means without end
	Optional bool       // the way goes on without it
	Form     string     // id of a form, or ""

	By           string   // ask, tell, gather, visit, choose: each_adult or anyone
	To           string   // tell, visit, place, move, decide: name of an input
	Kind         string   // gather, clear, place, build: which kind
	Languages    []string // tell: in which languages it can be told
	Options      []string // choose: the answers; decide: what a “yes” says, one of several
	Checks       []string // place: what must be checked before the promise
	Offers       bool     // place: the subject offers the room to others, and is promised none
	With         Offer    // place: those who receive offer the room; zero where a place does
	StillWilling Span     // move: how long before departure each adult is asked again
	Means        []string // move: how one may leave
	Gives        []Part   // pay, give: what, and how much
	Grant        *Grant   // pay
	Ceiling      int64    // pay: most for one subject, in minor units; 0 means none
	Inspected    bool     // build: done only when an inspection passed
	At           []Span   // check: when, after the day After was done
	Early        Span     // check: how long before its day a visit counts for it; zero: 14 days
	Every        Span     // check: how long after one the next is due at the latest, without an end; zero where the days are those of At
	After        string   // check: id of the step the calendar counts from
	Role         string   // decide: the role that decides, or writes down what the authority decided
	Authority    string   // decide: whose decision it is, where that is nobody of this operation; "" for the role's own
	Expires      Span     // decide: how long a “no” counts; zero: until it is a “yes”
	Answers      string   // decide: id of the step of verb ask at which it is asked for; "" where nobody has to ask
	Partner      string   // refer: to whom
	Shares       []string // refer: which fields
	Until        Span     // refer: for how long
	Inbound      bool     // refer: the partner hands over to us
	Reasons      []string // close: how it may end
	Count        int      // ask, tell, gather, visit: how often at least; 0 means once
	Due          []Due    // ask, decide, refer, close: within what time the office does it; none for people
	Another      Offer    // ask, decide: whoever did that step for the same subject, or followed it then, does not do this one; zero for none
	Begins       string   // ask: the pathway of another compartment that begins when they are handed over there; "" where nobody is

	node   *node     // its id
	values *node     // its whole mapping
	boxed  []ref.Val // Options, as CEL sees them
	needs  uint64    // bits of the steps in Needs
	tells  uint64    // bits of the tellings on which it rests (Tellings)
	after  int       // index of After, or -1
	asked  int       // index of Answers, or -1
}

// Part is a named amount: of money in minor units, or of items.
type Part struct {
	Name   string     // an id of the programme's words
	Amount *Condition // an int
}

// maxSteps is the most steps of a pathway: their sets are one machine word.
const maxSteps = 64

// Parse reads one programme file. name is what problems call the file. The error, when there is one, is a Problems with
// everything that stands against using the file; forms that steps name are not looked for (Open does).
func Parse(name string, text []byte) (*Programme, error) { return parse(name, text, nil) }

// ParseWith reads one programme file beside its forms: a form that a step names must be there, and the answers of
// forms may be used in conditions as step.question.
func ParseWith(name string, text []byte, forms Forms) (*Programme, error) {
	if forms == nil {
		forms = Forms{}
	}
	return parse(name, text, forms)
}

// ParsePublished reads a programme file that was published once: what was published is read for ever, also where the checker has learned since to
// refuse what it says. forms are those that its steps name, as ParseWith takes them; nil where nobody looks for them. The error, when there is one, is a
// Problems.
func ParsePublished(name string, text []byte, forms Forms) (*Programme, error) {
	r := read(name, text, forms)
	stands := slices.ContainsFunc(r.problems.Refusals(), func(p Problem) bool { return !p.Late })
	if stands {
		return nil, r.problems
	}
	return r.p, nil
}

func parse(name string, text []byte, forms Forms) (*Programme, error) {
	r := read(name, text, forms)
	if refusals := r.problems.Refusals(); len(refusals) > 0 {
		return nil, r.problems
	}
	return r.p, nil
}

// read reads a file as far as it goes, with what was found in it.
func read(name string, text []byte, forms Forms) *reader {
	s := newSource(name, text)
	r := &reader{source: s, p: &Programme{Forms: forms, hash: sha256.Sum256(text), source: slices.Clone(text)}}
	if root := s.read(text); root != nil {
		r.programme(root)
	}
	s.problems.sort()
	r.p.advice = s.problems
	return r
}
