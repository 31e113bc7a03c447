// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"safar/kernel/clock"
	"safar/kernel/id"
)

func (a *auditor) readTrust() {
	r := into[struct {
		Programme string `cbor:"1,keyasint"`
		Grant     string `cbor:"2,keyasint"`
		Trust     struct {
			Node  id.ID `cbor:"1,keyasint"`
			Share int64 `cbor:"2,keyasint"`
		} `cbor:"4,keyasint"`
	}](a)
	a.trusts = append(a.trusts, trust{r.Programme + " " + r.Grant, a.fact.Ref(), r.Trust.Node, r.Trust.Share})
}

func (a *auditor) money(step string) *money {
	w := a.way(a.fact.Story)
	if w.money[step] == nil {
		w.money[step] = &money{}
	}
	return w.money[step]
}

// owedSaid is the residue of an amount that became owed.
type owedSaid struct {
	Step    string `cbor:"1,keyasint"`
	Amounts []struct {
		_     struct{} `cbor:",toarray"`
		Name  string
		Minor int64
	} `cbor:"6,keyasint"`
}

func (a *auditor) readOwed() {
	r := into[owedSaid](a)
	w, m := a.way(a.fact.Story), a.money(r.Step)
	parts := map[string]int64{}
	total := int64(0)
	for _, p := range r.Amounts {
		parts[p.Name] += p.Minor
		total += p.Minor
	}
	a.mayBecomeOwed(w, m, r.Step, parts)
	m.people = map[id.ID]bool{}
	for _, p := range a.members(w.subject) {
		m.people[p] = true
	}
	w.paidBy[a.fact.Author] = true
	if m.net > 0 { // by an office that did not know that it was paid
		return
	}
	m.state, m.total, m.owedBy, m.partsOf, m.list = "owed", total, a.fact.Author, parts, id.ID{}
}

func (a *auditor) readListed() {
	r := into[struct {
		Step   string `cbor:"1,keyasint"`
		List   id.ID  `cbor:"2,keyasint"`
		Amount int64  `cbor:"3,keyasint"`
	}](a)
	p := personal[struct {
		Person    id.ID `cbor:"1,keyasint"`
		Alternate id.ID `cbor:"2,keyasint"`
	}](a)
	w, m := a.way(a.fact.Story), a.money(r.Step)
	l := a.lists[r.List]
	if l == nil {
		l = &list{paidAt: map[clock.Day][]id.ID{}}
		a.lists[r.List] = l
	}
	a.mayBeListed(w, m, r.Step, r.Amount)
	m.lists = append(m.lists, r.List)
	if m.net == 0 {
		m.state, m.list, m.payee, m.second = "listed", r.List, p.Person, p.Alternate
	}
	l.listed, l.lines, l.money = l.listed+r.Amount, l.lines+1, append(l.money, m)
	w.paidBy[a.fact.Author] = true
}

// readConfirmed reads that an amount on an approved list goes to whom the household has chosen since: two people say so, and it is owed as before.
func (a *auditor) readConfirmed() {
	r := into[struct {
		Step string `cbor:"1,keyasint"`
		List id.ID  `cbor:"2,keyasint"`
	}](a)
	m, l, h := a.money(r.Step), a.lists[r.List], a.collects(a.way(a.fact.Story))
	if l.by == a.fact.Author || m.owedBy == a.fact.Author || h.chosenBy == a.fact.Author || h.collector == a.fact.Author {
		a.breach("a collector is confirmed by one pair of eyes")
	}
	if !l.approved || l.rejected || l.closed || m.state != "listed" || m.list != r.List {
		a.breach("a collector is confirmed on a list that is not to be paid")
	}
	m.payee, m.second = h.collector, h.alternate
	a.count("collectors confirmed")
}

func (a *auditor) readPrepared() {
	r := into[struct {
		Programme string `cbor:"1,keyasint"`
		Grant     string `cbor:"2,keyasint"`
		Count     int    `cbor:"6,keyasint"`
		Total     int64  `cbor:"7,keyasint"`
	}](a)
	l := a.lists[a.fact.Story]
	if l == nil || l.total != 0 {
		a.breach("a list without lines, or prepared twice")
		return
	}
	l.by, l.total, l.programme, l.grant = a.fact.Author, r.Total, r.Programme, r.Grant
	if r.Total != l.listed || r.Count != l.lines {
		a.breach("the list says %d of %d lines, its lines say %d of %d", r.Total, r.Count, l.listed, l.lines)
	}
	a.withinTheShare(l)
	a.count("lists prepared")
}

func (a *auditor) readApproved() {
	l := a.lists[a.fact.Story]
	a.mayBeApproved(l)
	l.approved, l.approver = true, a.fact.Author
	a.count("lists approved")
}

// paidSaid is the residue of a delivery, a return or a stop.
type paidSaid struct {
	Step   string `cbor:"1,keyasint"`
	List   id.ID  `cbor:"2,keyasint"`
	Amount int64  `cbor:"3,keyasint"`
	Site   id.ID  `cbor:"6,keyasint"` // delivered: where cash was handed out
}

func (a *auditor) readDelivered() {
	r := into[paidSaid](a)
	to := personal[struct {
		To id.ID `cbor:"1,keyasint"`
	}](a)
	w, m := a.way(a.fact.Story), a.money(r.Step)
	a.mayBeDelivered(w, m, r, to.To)
	minute := a.witnessed(w, r, to.To)
	a.assessedThere(r, minute)
	a.notTwiceFor(w, m, r.Step)
	a.notBySameHand(w, r.Step)
	m.state, m.net, m.paid = "delivered", m.net+1, m.paid+r.Amount
	w.paidBy[a.fact.Author] = true
	a.count("payments delivered: " + r.Step)
}

func (a *auditor) readReturned() {
	r := into[paidSaid](a)
	w, m := a.way(a.fact.Story), a.money(r.Step)
	if m.state == "delivered" {
		m.net, m.paid = m.net-1, m.paid-r.Amount
	}
	if m.lists = nil; m.net == 0 {
		m.state = "returned"
	}
	w.paidBy[a.fact.Author] = true
	a.count("payments returned")
}

func (a *auditor) readStopped() {
	r := into[paidSaid](a)
	m := a.money(r.Step)
	if !m.owing() {
		a.breach("stopped what was %q", m.state)
	}
	m.lists = nil
	if m.net == 0 {
		m.state = "stopped"
	}
	a.way(a.fact.Story).paidBy[a.fact.Author] = true
	a.count("payments stopped")
}

func (a *auditor) readSettled() {
	r := into[struct {
		Step string `cbor:"1,keyasint"`
		Paid int    `cbor:"2,keyasint"`
	}](a)
	m := a.money(r.Step)
	if m.settled = r.Paid; m.net < 2 {
		a.breach("settled what was not paid twice")
	}
	a.count("payments settled that were made twice")
}

func (a *auditor) readStopSaid() {
	r := into[struct {
		Journey id.ID  `cbor:"1,keyasint"`
		Step    string `cbor:"2,keyasint"`
		Lifted  bool   `cbor:"3,keyasint"`
	}](a)
	a.stops[[2]string{r.Journey.String(), r.Step}] = !r.Lifted
	if r.Lifted {
		a.count("stops lifted")
	}
}

func (a *auditor) readHold() {
	r := into[struct {
		Journey id.ID     `cbor:"1,keyasint"`
		Step    string    `cbor:"2,keyasint"`
		Until   clock.Day `cbor:"3,keyasint"`
		By      id.ID     `cbor:"4,keyasint"`
		Persons []id.ID   `cbor:"5,keyasint"`
	}](a)
	at := [2]string{r.Journey.String(), r.Step}
	if delete(a.letGo, at); r.By.IsZero() {
		a.released[at] = true
		a.readLetGo(at, r.Persons)
	}
	a.holds[at] = hold{r.Until, r.By}
	a.count("payments held")
}

func (a *auditor) work(step string) *milestone {
	w := a.way(a.fact.Story)
	if w.works[step] == nil {
		w.works[step] = &milestone{}
	}
	return w.works[step]
}

func (a *auditor) readReported() {
	r := into[struct {
		Step string `cbor:"1,keyasint"`
	}](a)
	m := a.work(r.Step)
	a.asDecided(r.Step)
	a.honoured(a.way(a.fact.Story), r.Step)
	m.reported, m.by = true, a.fact.Author
	a.way(a.fact.Story).did[r.Step]++
}

func (a *auditor) readInspected() {
	r := into[struct {
		Step   string `cbor:"1,keyasint"`
		Passed bool   `cbor:"2,keyasint"`
	}](a)
	w, m := a.way(a.fact.Story), a.work(r.Step)
	a.mayInspect(w, m, r.Step)
	a.thereWhereBuilt(w, r.Step)
	m.reported, m.passed = false, r.Passed
	w.inspectedBy[a.fact.Author] = true
	a.count("inspections")
	if !r.Passed {
		a.count("inspections not passed")
	}
}
