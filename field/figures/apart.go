// SPDX-License-Identifier: Apache-2.0

package figures

import (
	"slices"

	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/clock"
)

// Nobody is forgotten: a household that was registered and has begun no way is in no journey. Where a figure of the programme in force counts those
// (begun: false), each of them has a row of its own, without a journey, for as long as somebody lives there and no journey of theirs walks that pathway. Where a
// figure counts everybody (begun: any), so has each household, whatever it has begun or ended: nobody is counted twice, and nobody is left out.

// askBegun notes that a household may have begun a way, or none, otherwise than before.
func (b *Board) askBegun(h uint32) {
	t := b.tables
	if h != 0 && !t.households[h].asked {
		t.households[h].asked = true
		t.asked = append(t.asked, h)
	}
}

// askAll notes it of every household: another version of the programme may count others.
func (b *Board) askAll() {
	for _, i := range b.tables.apartOf {
		b.tables.rows[i].gone = true
		b.soil(i)
	}
	for h := range b.tables.households {
		b.askBegun(uint32(h))
	}
}

// settleApart gives those a row apart from their journeys who are to be counted so, and takes it from others.
func (b *Board) settleApart() {
	t := b.tables
	ways := b.countedApart()
	for _, h := range t.asked {
		t.households[h].asked = false
		for _, way := range ways {
			b.settleWalk(walker{h, way.way}, way.anybody)
		}
	}
	t.asked = t.asked[:0]
}

// apartOn is a pathway whose figures count people apart from their journeys.
type apartOn struct {
	way     uint32 // word
	anybody bool   // those too who have begun it
}

// countedApart are the pathways for households of which the version in force counts those who have not begun, or everybody.
func (b *Board) countedApart() (ways []apartOn) {
	v := b.tables.versions[b.tables.versionOf[b.inForce]]
	if v.programme == nil {
		return nil
	}
	for _, f := range v.programme.Figures {
		if !f.Unbegun && !f.Anybody || programme.NatureOf(f.Pathway.For) != programme.Household {
			continue
		}
		way := b.tables.word(f.Pathway.ID)
		i := slices.IndexFunc(ways, func(w apartOn) bool { return w.way == way })
		if i < 0 {
			i = len(ways)
			ways = append(ways, apartOn{way: way})
		}
		ways[i].anybody = ways[i].anybody || f.Anybody
	}
	return ways
}

func (b *Board) settleWalk(of walker, anybody bool) {
	t := b.tables
	i, known := t.apartOf[of]
	h, path := &t.households[of.household], t.versions[t.versionOf[b.inForce]].ways[of.way]
	begun := slices.ContainsFunc(h.journeys, func(j uint32) bool { return t.rows[j].way == of.way && !t.rows[j].gone })
	if begun && !anybody || !h.known || len(h.members) == 0 {
		if known && !t.rows[i].gone {
			t.rows[i].gone = true
			b.soil(i)
		}
		return
	}
	if !known {
		i = uint32(len(t.rows))
		t.apartOf[of] = i
		t.rows = append(t.rows, row{subject: h.id, kind: t.word(path.pathway.For), household: of.household, way: of.way, opened: clock.NoDay,
			next: clock.NoDay, apart: true})
	}
	t.rows[i].gone, t.rows[i].version, t.rows[i].begun = false, t.versionOf[b.inForce], begun
	b.soil(i)
}

// registered lists the fact that registered a household which has begun no way.
func (h *history) registered(base FactRef) error {
	facts, err := h.reader.Facts(people.HouseholdStory.Name(), h.row.subject)
	if err != nil || len(facts) == 0 {
		return err
	}
	return h.note(base, people.HouseholdStory.Name(), h.row.subject, facts[0].Ref())
}
