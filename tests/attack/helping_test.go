// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"

	"safar/desk"
	"safar/field/clearance"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/programme"
	"safar/field/referral"
	"safar/field/supply"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// helping is a programme beside the way home, for the verbs that it does not use.
const helping = "helping"

// away is its pathway on which people leave with a permit.
const away = "away"

const helpingSource = `
programme: helping
currency: USD
inputs:
  destination: {from: commons.place, max_age: 30d}
pathways:
  away:
    for: household
    exclusive: true
    steps:
      - tell: village_profile
        to: destination
        form: village_profile
        languages: [sw, fr]
        valid: 60d
      - choose: solution
        options: [return, relocate, stay]
        by: each_adult
        to: destination
        needs: [village_profile]
        requires: destination.safe
        valid: 90d
      - clear: permit
        kind: exit_permit
        when: solution != "stay"
        needs: [solution]
      - move: departure
        to: destination
        needs: [permit]
        requires: destination.safe
        means: [convoy, own_means]
        still_willing: 3d
  help:
    for: household
    steps:
      - give: kit
        gives: {blanket: size, bucket: 1}
        form: handed
      - clear: fit_to_travel
        kind: medical
      - clear: permit
        kind: exit_permit
        form: handed
      - refer: clinic
        partner: health_ngo
        shares: [names, phone, safe_contact, need]
        until: 90d
        form: handed
      - refer: release
        partner: ministry
        shares: [names, phone, need]
      - refer: submitted
        partner: unhcr
        inbound: true
`

// helpingForms are the forms of helping: one of its own, and what the way home tells people.
func helpingForms(t tb) map[string][]byte {
	return map[string][]byte{"village_profile": programmeForms(t)["village_profile"], "handed": []byte(`
form: handed
labels: {en: Handed over}
questions:
  - text: said
    labels: {en: What they said}
`)}
}

// paper is a permit of somebody, or of all of a household, as the facts tell: whether it lets them go, and from when until when.
type paper struct {
	step        string
	ref         journal.Ref
	of          []id.ID // whose it is
	fit         bool
	from, until clock.Day
}

// papers notes a permit of somebody, or of all who are of the household by now.
func (a *auditor) papers(w *way, by id.ID, p paper) {
	p.ref, p.of = a.fact.Ref(), []id.ID{by}
	if by.IsZero() {
		p.of = a.members(w.subject)
	}
	w.papers = append(w.papers, p)
}

func (a *auditor) readCleared() {
	r := into[struct {
		Step  string    `cbor:"1,keyasint"`
		By    id.ID     `cbor:"2,keyasint"`
		Fit   bool      `cbor:"3,keyasint"`
		From  clock.Day `cbor:"4,keyasint"`
		Until clock.Day `cbor:"5,keyasint"`
	}](a)
	w := a.way(a.fact.Story)
	a.papers(w, r.By, paper{step: r.Step, fit: r.Fit, from: r.From, until: r.Until})
	if w.did[r.Step]++; r.Step == "permit" {
		a.count("permits said")
	}
}

// cleared: nobody travels without a clearance that holds that day, where their way asks for one, nor beside one that was refused to them.
func (a *auditor) cleared(w *way, step string) {
	for _, asked := range w.path.before(step, "clear") {
		if a.excused(w, asked) {
			continue
		}
		for _, p := range a.going(w) {
			if w.seat(p).state != "" {
				a.clearedFor(w, asked, p)
			}
		}
		a.count("travel on a permit")
	}
}

// clearedFor holds the clearances of one person who travels.
func (a *auditor) clearedFor(w *way, asked *wanted, p id.ID) {
	holds := false
	for _, c := range w.papers {
		switch {
		case c.step != asked.id || a.replaced[c.ref] || !slices.Contains(c.of, p):
		case !c.fit:
			a.breach("somebody travels to whom the %s was refused", asked.id)
		case c.from <= a.today && (c.until == clock.NoDay || a.today <= c.until):
			holds = true
		}
	}
	if !holds {
		a.breach("somebody travels without a %s that holds", asked.id)
	}
}

// permitted reports whether the way of a family asks for the permit of the helping programme.
func (w *way) permitted() bool {
	return w.path.step("permit") != nil && w.path.step("departure") != nil
}

// permit says of a family, of one of them or of all, that they may go or may not, for long or not long enough; mostly what lets them go.
func (s *sequence) permit(f *family) {
	c := clearance.State{Journey: f.journey, Step: "permit", Fit: true, Words: clearance.Words{Document: "P-17"}}
	switch s.pick(8, "permit") {
	case 0:
		c.Fit, c.Words.Reason = false, "a debt to the province"
	case 1:
		c.Until = s.today() + clock.Day(s.pick(6, "days")) - 1
	case 2:
		c.From = s.today() + clock.Day(s.pick(6, "days"))
	case 3:
		s.try(clearance.Request{Journey: f.journey, Step: "permit"})
	}
	if s.chance(4, "of one") {
		c.Person = s.someone(f)
	}
	if _, ok := s.try(c); ok && !c.Person.IsZero() && s.chance(4, "who leaves with it") {
		s.splitOff(f, c.Person)
	}
}

// permitOf brings a family its permit, where their way asks for one.
func (s *sequence) permitOf(f *family) {
	if s.audit.way(f.journey).permitted() {
		s.permit(f)
	}
}

// permits says something of the permit of a family that asks for one, wherever they are.
func (s *sequence) permits() {
	for _, f := range s.families {
		if s.audit.way(f.journey).permitted() {
			s.permit(f)
			return
		}
	}
}

// lot is a stock as the facts tell: how many pieces lie there.
type lot struct {
	place id.ID
	item  string
}

// lotSaid is of which stock a fact is.
type lotSaid struct {
	_     struct{} `cbor:",toarray"`
	Place id.ID
	Item  string
}

// readPieces reads what came into a stock (sign 1) or was taken out of it (sign -1). What this node takes out lay there.
func readPieces(sign int64) func(*auditor) {
	return func(a *auditor) {
		r := into[struct {
			Of    lotSaid `cbor:"1,keyasint"`
			Count int64   `cbor:"2,keyasint"`
		}](a)
		at := lot{r.Of.Place, r.Of.Item}
		a.lots[at] += sign * r.Count
		if sign*r.Count < 0 && a.lots[at] < 0 {
			a.breach("%d pieces of %s lie there after %d were taken", a.lots[at], at.item, -sign*r.Count)
		}
	}
}

// readCount reads a count: the ledger goes on from what was counted.
func (a *auditor) readCount() {
	r := into[struct {
		Of         lotSaid `cbor:"1,keyasint"`
		Counted    int64   `cbor:"2,keyasint"`
		Difference int64   `cbor:"3,keyasint"`
		Reason     string  `cbor:"4,keyasint"`
	}](a)
	at := lot{r.Of.Place, r.Of.Item}
	a.lots[at] += r.Difference
	if a.lots[at] != r.Counted || r.Difference != 0 && r.Reason == "" {
		a.breach("counted %d where %d lie by the ledger, because %q", r.Counted, a.lots[at], r.Reason)
	}
	a.count("stocks counted")
}

// portion is what a household is to get at a step, as the facts tell.
type portion struct {
	listed, given int
	seen          int // how often it was given, as somebody said who saw that it was more than once
	pieces        []piece
}

type piece struct {
	_     struct{} `cbor:",toarray"`
	Name  string
	Minor int64
}

func (a *auditor) portion(step string) *portion {
	w := a.way(a.fact.Story)
	if w.goods[step] == nil {
		w.goods[step] = &portion{}
	}
	return w.goods[step]
}

type goodsSaid struct {
	Step  string  `cbor:"1,keyasint"`
	List  id.ID   `cbor:"2,keyasint"`
	Gives []piece `cbor:"3,keyasint"`
}

func (a *auditor) readAllotted() {
	r := into[goodsSaid](a)
	p := a.portion(r.Step)
	a.honoured(a.way(a.fact.Story), r.Step)
	if p.given > 0 {
		a.breach("%s is listed, and was given", r.Step)
	}
	a.asReckoned(a.way(a.fact.Story), r.Step, p, r.Gives)
	if p.listed == 0 {
		p.pieces = r.Gives
	}
	p.listed++
	a.count("goods listed")
}

// readGiven holds goods against the promise: listed, once, as listed, to the one whom the household chose.
func (a *auditor) readGiven() {
	r := into[goodsSaid](a)
	to := personal[struct {
		To id.ID `cbor:"1,keyasint"`
	}](a).To
	w, p := a.way(a.fact.Story), a.portion(r.Step)
	h := a.collects(w)
	switch {
	case p.given > 0:
		a.breach("%s was given twice", r.Step)
	case p.listed == 0:
		a.breach("%s was given and never listed", r.Step)
	case !samePieces(p.pieces, r.Gives):
		a.breach("%s was listed with %v and given with %v", r.Step, p.pieces, r.Gives)
	case a.isThing(w): // of a committee or a project anybody receives what it is given
	case to.IsZero() || to != h.collector && to != h.alternate || a.persons[to].dead:
		a.breach("%s was given into the wrong hands", r.Step)
	}
	a.honoured(w, r.Step)
	p.given++
	a.count("goods given")
}

// readGoodsSettled: goods that were given more often than once stay where they are, says somebody who handed out none of them.
func (a *auditor) readGoodsSettled() {
	r := into[struct {
		Step  string `cbor:"1,keyasint"`
		Given int    `cbor:"2,keyasint"`
	}](a)
	p := a.portion(r.Step)
	if p.seen = r.Given; p.given < 2 {
		a.breach("settled what was not given twice")
	}
	a.count("goods settled that were given twice")
}

func samePieces(a, b []piece) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// help begins the way of help for a family, once.
func (s *sequence) help(f *family) bool {
	if f.help.IsZero() {
		if r, ok := s.try(journey.Start{Programme: helping, Pathway: "help", Subject: f.household}); ok {
			f.help = r.IDs[0]
		}
	}
	return !f.help.IsZero()
}

// goods does something with goods: mostly what brings a kit nearer to a family.
func (s *sequence) goods() {
	f := s.family()
	if !s.help(f) {
		return
	}
	item := []string{"blanket", "bucket"}[s.pick(2, "item")]
	switch s.pick(8, "goods") {
	case 0:
		s.try(supply.Receive{Place: s.site, Item: item, Count: int64(s.pick(9, "pieces")), Source: "a warehouse"})
	case 1:
		s.try(supply.Count{Place: s.site, Item: item, Lies: int64(s.pick(5, "lies")), Reason: []string{"", "rats"}[s.pick(2, "why")]})
	case 2:
		s.try(supply.Move{From: s.site, To: s.villages[0], Item: item, Count: int64(1 + s.pick(4, "pieces"))})
	case 3:
		s.handOut(f)
	default:
		for _, item := range []string{"blanket", "bucket"} {
			s.try(supply.Receive{Place: s.site, Item: item, Count: int64(1 + s.pick(9, "pieces")), Source: "a warehouse"})
		}
		s.try(supply.MakeList{Programme: helping, Step: "kit", Place: s.site, Journeys: []id.ID{f.help}, Ahead: true})
		s.handOut(f)
	}
}

// handOut hands a family its kit, mostly to whom it chose, and tries once more.
func (s *sequence) handOut(f *family) {
	adults := s.audit.adults(f.household, s.today())
	to := s.audit.homes[f.household].collector
	if to.IsZero() && len(adults) > 0 {
		s.try(people.ChooseCollector{Household: f.household, Private: true, Collector: people.Collector{Person: adults[0]}})
		to = adults[0]
	}
	if s.chance(6, "somebody else") {
		to = s.someone(f)
	}
	c := supply.HandOut{Journey: f.help, Step: "kit", Receipt: supply.Receipt{To: to}}
	s.try(c)
	s.burst(c, c)
}

// plantHelp plants the canaries of what the way home does not use, and puts the household on a distribution list.
func (w *tale) plantHelp() {
	w.t.Helper()
	keeper := w.as(access.SiteManager)
	for _, item := range []string{"blanket", "bucket"} {
		w.by(keeper, supply.Receive{Place: w.site, Item: item, Count: 20, Source: "a warehouse", Donor: "echo", Waybill: "W-17"})
	}
	w.by(keeper, supply.Count{Place: w.site, Item: "bucket", Lies: 19, Reason: "rats"})
	w.helpWay = w.ok(journey.Start{Programme: helping, Pathway: "help", Subject: w.household}).IDs[0]
	w.distribution = w.by(keeper, supply.MakeList{Programme: helping, Step: "kit", Place: w.site, Journeys: []id.ID{w.helpWay}, Ahead: true}).IDs[0]
	w.by(keeper, supply.HandOut{Journey: w.helpWay, Step: "kit", Receipt: supply.Receipt{To: w.members[0], Signed: "zkanari signed",
		Answers: programme.Answers{"said": "zkanari thanked"}}})
	mover := w.as(access.MovementOfficer)
	w.by(mover, clearance.Request{Journey: w.helpWay, Step: "fit_to_travel"})
	w.by(w.nurse(), clearance.State{Journey: w.helpWay, Step: "fit_to_travel", Person: w.members[0], Fit: true})
	w.by(mover, clearance.State{Journey: w.helpWay, Step: "permit", Words: clearance.Words{Reason: "zkanari permit refused",
		Document: "ZKANARI-PAPER", Answers: programme.Answers{"said": "zkanari of the permit"}}})
	w.plantReferral()
}

// plantReferral refers the head of the household, and takes in what another organisation submits.
func (w *tale) plantReferral() {
	w.t.Helper()
	for _, partner := range []string{"health_ngo", "unhcr"} {
		w.common(w.as(access.ProgrammeManager), referral.Agree{Partner: partner, Name: partner, Fields: []string{"names", "phone", "safe_contact", "need"}})
	}
	who, at := w.members[0], w.helpWay
	consent := referral.Consent{Journey: at, Step: "clinic", Of: who, Fields: []string{"names", "need"}, Private: true,
		Words: referral.ConsentWords{Witness: "zkanari witness of it", Text: "zkanari says so"}}
	send := referral.Send{Journey: at, Step: "clinic", Of: who, How: "in_person", To: "zkanari nurse", Need: "zkanari need of hers"}
	officer := w.as(access.ProtectionOfficer)
	for _, c := range []desk.Command{consent, send, referral.Withdraw{Journey: at, Step: "clinic", Of: who, Words: journey.Words{Text: "zkanari takes it back"}},
		referral.AskBack{Journey: at, Step: "clinic", Of: who, Words: journey.Words{Text: "zkanari tore it up"}}, consent, send,
		referral.Answer{Journey: at, Step: "clinic", Of: who, Accepted: true, Words: journey.Words{Text: "zkanari bed", Answers: programme.Answers{"said": "zkanari of the ward"}}},
		referral.End{Journey: at, Step: "clinic", Of: who, Words: journey.Words{Text: "zkanari recovered"}},
		referral.Receive{Journey: at, Step: "submitted", Reference: "HCR-17", Consents: true, Words: referral.ConsentWords{Authority: "zkanari authority of it", Text: "zkanari submitted"}}} {
		w.by(officer, c)
	}
}

// nurse is somebody of protection who is let into the medical compartment.
func (w *tale) nurse() access.Actor {
	by := w.as(access.ProtectionOfficer)
	g := access.NewGrant(access.ProtectionOfficer, id.ID{})
	g.Opens = access.SetOf(access.Medical)
	by.Grants = []access.Grant{g}
	return by
}

// askHelp asks every question of what helps beside the way home.
func (w *tale) askHelp(by access.Actor) []shown {
	s := w.scope
	return []shown{
		asked(w, by, "supply.Stocks", supply.Stocks(s)),
		asked(w, by, "supply.CardOf", supply.CardOf(s, w.site, "bucket")),
		asked(w, by, "supply.GiveSteps", supply.GiveSteps(s)),
		asked(w, by, "supply.AllLists", supply.AllLists(s, 50)),
		asked(w, by, "supply.SheetOf", supply.SheetOf(s, w.distribution, desk.Part{})),
		asked(w, by, "supply.CandidatesAt", supply.CandidatesAt(s, w.site, helping, "kit")),
		asked(w, by, "supply.HandOf", supply.HandOf(s, w.helpWay, "kit")),
		asked(w, by, "clearance.SheetOf", clearance.SheetOf(s, w.helpWay, "fit_to_travel")),
		asked(w, by, "referral.SheetOf", referral.SheetOf(s, w.helpWay, "clinic")),
		asked(w, by, "referral.FormOf", referral.FormOf(s, w.helpWay, "clinic", w.members[0])),
		asked(w, by, "referral.ToAskBack", referral.ToAskBack(s)),
		asked(w, by, "referral.Partners", referral.Partners()),
	}
}
