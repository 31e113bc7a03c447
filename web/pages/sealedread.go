// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"safar/field/sealed"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// openLane is the lane that stands open in this session; nil for none. Whoever asked for the glass is given theirs once the second has opened it.
func (e *errand) openLane() *sealed.Lane {
	now, user := e.op.Clock.Now(), e.Visitor.Actor.User
	if l := e.op.Glass.Collect(user); l != nil {
		e.lanes.keep(e.Token(), l, now)
	}
	return e.lanes.of(e.Token(), user, e.scope.Caseload, now)
}

// shutAgain says that the lane closed, since nobody looked at it.
func shutAgain() error {
	return fault.New("pages.lane", fault.Blocked, "sealed.shut", nil).WithHint("sealed.shut_hint")
}

// openLaneTask asks for the passphrase of a focal point's key.
func openLaneTask(e *errand) (*task, error) {
	t, a, err := e.sealedTask("sealed.open")
	if err == nil && !a.own.Reads {
		err = notLetIn(access.VoiceList)
	}
	t.blanks = []blank{e.lanePassphrase("passphrase", "sealed.passphrase")}
	return t, err
}

func openSealedLane(e *errand, in *input) (string, string, error) {
	lane, err := e.sealedScope()
	passphrase := in.must("passphrase")
	if err != nil || in.wrong() {
		return "", "", err
	}
	now, user := e.op.Clock.Now(), e.Visitor.Actor.User
	if err := e.lanes.mayTry(user, now); err != nil {
		return "", "", err
	}
	e.op.Cover.Opened(lane.Caseload)
	opened, err := sealed.Open(e.Context(), e.op.Desk, e.Visitor.Actor, lane.Caseload, passphrase)
	if err != nil {
		e.lanes.tried(user, err, now)
		return "", "", err
	}
	e.lanes.keep(e.Token(), opened, now)
	return sealedPath + "/complaints", "", nil
}

// shutLane closes the lane of this session.
func shutLane(e *errand) error {
	if _, err := e.Command(); err != nil {
		return err
	}
	e.lanes.shut(e.Token())
	return e.Go(sealedPath, "sealed_shut")
}

// sealedLook looks at complaints in the open lane. It is nil where none is open: then whoever asks is led to where it is opened.
func (e *errand) sealedLook(only ...id.ID) (lane *sealed.Lane, all []*sealed.Complaint, err error) {
	if lane = e.openLane(); lane == nil {
		return nil, nil, nil
	}
	all, err = lane.Look(e.Context(), e.Visitor.Actor, id.New(), "task.sealed", only...)
	return lane, all, err
}

// showSealedList lists the complaints of the lane, the last heard first, with what is promised of each.
func showSealedList(e *errand) error {
	lane, all, err := e.sealedLook()
	if lane == nil && err == nil {
		return e.Go(sealedPath+"/open", "")
	}
	if err != nil {
		return err
	}
	about, err := e.sealedAbout()
	if err != nil {
		return err
	}
	w := e.Words
	g := grid{caption: w.T("sealed.complaints"), empty: w.T("sealed.no_complaints"), columns: columns(w, "sealed.heard_on", "sealed.theme", "sealed.stands", "sealed.clocks")}
	for _, c := range all {
		g.rows = append(g.rows, []templ.Component{linked(w.Date(e.dayOn(c.Heard.When())), sealedOnePath(c.ID)), plain(word(w, "sealed.theme", c.Heard.Theme)),
			plain(w.T("sealed.what_" + lastDone(c))), e.sealedClocks(c, about.Within)})
	}
	parts := []templ.Component{gridOf(g), e.sealedCounts(lane), e.sealedLooks(lane), shutButton(w)}
	e.Secret()
	return e.Show(officePage(e.frame(w.T("sealed.complaints"), e.crumb("sealed.title", sealedPath)), w.T("sealed.complaints_lead"), nil, parts...))
}

func sealedOnePath(of id.ID) string { return sealedPath + "/complaints/" + of.String() }

// lastDone is what was said last of a complaint.
func lastDone(c *sealed.Complaint) string {
	all := c.Messages()
	return all[len(all)-1].What
}

// sealedClocks say what of the promised is late, or when the next is due.
func (e *errand) sealedClocks(c *sealed.Complaint, within sealed.Promise) templ.Component {
	w := e.Words
	var parts []templ.Component
	for _, k := range c.Clocks(within, e.op.Clock.Now()) {
		args := words.Args{"What": w.T("sealed.what_" + k.What), "Time": e.clockTime(k.Due)}
		switch {
		case k.Late && k.Done.IsZero():
			parts = append(parts, status(page.Bad, w.T("sealed.late", args)))
		case k.Late:
			parts = append(parts, status(page.Warn, w.T("sealed.was_late", args)))
		case k.Done.IsZero():
			parts = append(parts, status(page.Ahead, w.T("sealed.due", args)))
		default:
			parts = append(parts, status(page.Good, w.T("sealed.in_time", args)))
		}
	}
	return cells(parts...)
}

// sealedCounts are the numbers that may leave the lane.
func (e *errand) sealedCounts(lane *sealed.Lane) templ.Component {
	w := e.Words
	now := e.op.Clock.Now()
	g := grid{caption: w.T("sealed.counts", words.Args{"Year": e.decimal(now.Year())}), columns: columns(w, "sealed.theme", "#sealed.how_many")}
	for _, c := range lane.Counts(time.Date(now.Year(), 1, 1, 0, 0, 0, 0, now.Location())) {
		said, number := w.T("sealed.all"), plain(w.T("sealed.too_few"))
		if c.Theme != "" {
			said = word(w, "sealed.theme", c.Theme)
		}
		if c.Told {
			number = num(w, c.N)
		}
		g.rows = append(g.rows, []templ.Component{plain(said), number})
	}
	return together(gridOf(g), hint(w.T("sealed.counts_hint", words.Args{"Fewest": access.FewestConfided})))
}

// sealedLooks are who read in the lane before.
func (e *errand) sealedLooks(lane *sealed.Lane) templ.Component {
	looks := lane.Looks()
	names, err := e.workers(lane.Caseload())
	if err != nil || len(looks) == 0 {
		return together()
	}
	var events []page.Event
	for _, m := range looks[:min(len(looks), 20)] {
		events = append(events, page.Event{When: e.momentOf(m), What: e.Words.N("sealed.looked_at", int64(len(m.Seen))), Who: names[m.By]})
	}
	return headed(e.Words.T("sealed.who_looked"), page.Timeline(events))
}

func (e *errand) momentOf(m sealed.Message) string { return e.clockTime(m.When()) }

// workers are the names of who works in a caseload, and did.
func (e *errand) workers(caseload id.ID) (map[id.ID]string, error) {
	rows, err := ask(e, "task.sealed", sealed.Workers(caseload))
	names := map[id.ID]string{}
	for _, row := range rows {
		names[row.User] = row.Name
	}
	return names, err
}

func shutButton(w *words.Printer) templ.Component {
	return oneButton(sealedPath+"/shut", w.T("sealed.shut_it"), "command", page.NewCommand())
}

// sealedComplaint is the complaint of the address, in the lane of this session; the lane is nil where none is open.
func (e *errand) sealedComplaint() (*sealed.Lane, *sealed.Complaint, error) {
	of, err := e.PathID("complaint")
	if err != nil {
		return nil, nil, notThere("pages.sealed")
	}
	lane, all, err := e.sealedLook(of)
	if lane == nil || err != nil {
		return lane, nil, err
	}
	return lane, all[0], nil
}

// showSealedComplaint shows a complaint: what was told, what was promised, what was done. Its title, which a browser keeps, tells nothing of it.
func showSealedComplaint(e *errand) error {
	lane, c, err := e.sealedComplaint()
	if lane == nil && err == nil {
		return e.Go(sealedPath+"/open", "")
	}
	if err != nil {
		return err
	}
	names, err := e.workers(lane.Caseload())
	if err != nil {
		return err
	}
	about, err := e.sealedAbout()
	if err != nil {
		return err
	}
	terms, err := e.sealedTerms(c, names)
	if err != nil {
		return err
	}
	w := e.Words
	parts := []templ.Component{page.Facts(w, terms), e.sealedClocks(c, about.Within)}
	if len(c.Heard.Moved) > 0 {
		var moved []page.Term
		for _, m := range c.Heard.Moved {
			moved = append(moved, page.Term{Label: m.Label, Value: m.Words})
		}
		parts = append(parts, headed(w.T("sealed.stood_in_the_open"), page.Facts(w, moved)))
	}
	parts = append(parts, e.sealedRecordings(c), headed(w.T("sealed.story"), page.Timeline(e.sealedEvents(c, names))), shutButton(w))
	ways := join(e.way(true, "sealed.deed", sealedOnePath(c.ID)+"/do"), e.way(true, "sealed.share", sealedOnePath(c.ID)+"/share"))
	e.Secret()
	return e.Show(officePage(e.frame(w.T("sealed.one"), e.crumb("sealed.title", sealedPath), e.crumb("sealed.complaints", sealedPath+"/complaints")), "", ways, parts...))
}

// sealedTerms are what was told of a complaint when it was heard.
func (e *errand) sealedTerms(c *sealed.Complaint, names map[id.ID]string) ([]page.Term, error) {
	w := e.Words
	place, err := e.placeName(c.Heard.Place)
	var accused []string
	for _, of := range c.Accused() {
		accused = append(accused, names[of])
	}
	yes := map[bool]string{true: w.T("page.yes"), false: w.T("page.no")}
	terms := []page.Term{{Label: w.T("sealed.theme"), Value: word(w, "sealed.theme", c.Heard.Theme)}, {Label: w.T("sealed.heard_on"), Value: e.momentOf(c.Heard)}, {Label: w.T("sealed.written_by"), Value: names[c.Heard.By]},
		{Label: w.T("sealed.words"), Value: c.Heard.Words}, {Label: w.T("sealed.teller"), Value: word(w, "sealed.teller", c.Heard.Teller)},
		{Label: w.T("sealed.place"), Value: orWord(place, w.T("sealed.no_place"))}, {Label: w.T("sealed.accused"), Value: w.List(accused)},
		{Label: w.T("sealed.others"), Value: c.Heard.Others}, {Label: w.T("sealed.contact"), Value: orWord(c.Heard.Contact, w.T("sealed.no_contact"))},
		{Label: w.T("sealed.helped"), Value: yes[c.Heard.Helped]}}
	return withoutBlank(terms), err
}

// withoutBlank leaves out what nothing is known of.
func withoutBlank(terms []page.Term) (some []page.Term) {
	for _, t := range terms {
		if t.Value != "" {
			some = append(some, t)
		}
	}
	return some
}

// sealedEvents are what was said and done, in order of time.
func (e *errand) sealedEvents(c *sealed.Complaint, names map[id.ID]string) (events []page.Event) {
	for _, m := range c.Messages() {
		event := page.Event{When: e.momentOf(m), What: e.Words.T("sealed.what_" + m.What), Who: names[m.By]}
		if m.What != sealed.Heard {
			event.Why = m.Words
		}
		events = append(events, event)
	}
	return events
}

// knownComplaint is the complaint of the address as it was looked at last, for a form about it: nothing of it is shown again. It is nil where no lane stands open, or nobody looked at
// it there; the task then leads to where it is opened, but for a form that was sent: what was typed comes back.
func (e *errand) knownComplaint(t *task) (*sealed.Complaint, error) {
	of, err := e.PathID("complaint")
	if err != nil {
		return nil, notThere("pages.sealed")
	}
	if lane := e.openLane(); lane != nil {
		if c := lane.Known(of); c != nil {
			t.back = sealedOnePath(of)
			return c, nil
		}
	}
	t.back = sealedPath + "/open"
	if t.nothing = e.Method == http.MethodGet; t.nothing {
		t.about = page.Empty(e.Words.T("sealed.shut"))
	}
	return nil, nil
}

// deedTask asks what was done about a complaint.
func deedTask(e *errand) (*task, error) {
	t, a, err := e.sealedTask("sealed.deed")
	if err != nil {
		return nil, err
	}
	c, err := e.knownComplaint(t)
	if err != nil {
		return nil, err
	}
	named, err := e.accusedLine(a, "sealed.accused_now")
	var what []string
	for _, d := range sealed.Deeds {
		if c == nil || (d == sealed.Reopened) != c.Open() {
			what = append(what, "what_"+d)
		}
	}
	t.questions = []line{named}
	t.crumbs = append(t.crumbs, e.crumb("sealed.complaints", sealedPath+"/complaints"))
	t.blanks = []blank{e.blank(asRadios, "what", "sealed.what").of(optionsOf(e.Words, "sealed", what...)), e.blank(asArea, "words", "sealed.deed_words").optional()}
	return t, err
}

func doDeed(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("complaint")
	what := in.must("what")
	if err != nil || in.wrong() {
		return "", "", err
	}
	command, err := e.Command()
	lane := e.openLane()
	switch {
	case err != nil:
		return "", "", err
	case lane == nil:
		return "", "", shutAgain()
	}
	d := sealed.Deed{Complaint: of, What: strings.TrimPrefix(what, "what_"), Words: in.text("words"), Accused: in.ids("accused")}
	return sealedOnePath(of), "saved", lane.Do(e.Context(), e.Visitor.Actor, command, d)
}

// shareTask asks whether a complaint is to be sealed to who reads the lane now.
func shareTask(e *errand) (*task, error) {
	t, a, err := e.sealedTask("sealed.share")
	if err != nil {
		return nil, err
	}
	c, err := e.knownComplaint(t)
	if c == nil || err != nil {
		return t, err
	}
	t.about = e.sealedReaders(a)
	return t, nil
}

func shareComplaint(e *errand, _ *input) (string, string, error) {
	of, err := e.PathID("complaint")
	if err != nil {
		return "", "", err
	}
	command, err := e.Command()
	lane := e.openLane()
	switch {
	case err != nil:
		return "", "", err
	case lane == nil:
		return "", "", shutAgain()
	}
	return sealedOnePath(of), "sealed_shared", lane.Share(e.Context(), e.Visitor.Actor, command, of)
}
