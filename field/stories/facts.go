// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// toldResidue is what survives: that somebody of a household told something, on which way.
type toldResidue struct {
	Household id.ID  `cbor:"1,keyasint"`
	Teller    id.ID  `cbor:"2,keyasint"`
	Language  string `cbor:"3,keyasint"`
}

// toldWords is the person part: what they told, what becomes of its days, and by how many they are moved.
type toldWords struct {
	Words string `cbor:"1,keyasint"`
	Times Times  `cbor:"2,keyasint"`
	Days  int    `cbor:"3,keyasint,omitempty"`
}

var told = register.NewFact(Story, "stories.told", 1, func(t *Telling, f *journal.Fact, r toldResidue, w *toldWords) {
	if t.Household.IsZero() {
		t.Household, t.Language, t.Day = r.Household, r.Language, f.Day
	}
	p := t.part(r.Teller)
	p.handled(f.Author)
	if p.Here = w != nil; p.Here {
		p.Told, p.Times, p.Days = w.Words, w.Times, w.Days
	}
})

type tellerResidue struct {
	Teller id.ID `cbor:"1,keyasint"`
}

type writtenWords struct {
	Text string `cbor:"1,keyasint"`
}

var written = register.NewFact(Story, "stories.written", 1, func(t *Telling, f *journal.Fact, r tellerResidue, w *writtenWords) {
	p := t.part(r.Teller)
	p.handled(f.Author)
	p.Version, p.WrittenOn, p.Text = f.Ref(), f.Day, ""
	if w != nil {
		p.Text = w.Text
	}
})

// consentedResidue is what a consent covers, of which text. It survives forgetting: what is known of it is what was allowed, and no word.
type consentedResidue struct {
	Teller    id.ID       `cbor:"1,keyasint"`
	Covers    Covers      `cbor:"2,keyasint"`
	Version   journal.Ref `cbor:"3,keyasint"`
	Guardian  id.ID       `cbor:"4,keyasint,omitempty"`
	Authority bool        `cbor:"5,keyasint,omitempty"`
	Signed    bool        `cbor:"6,keyasint,omitempty"`
	After     int         `cbor:"7,keyasint,omitempty"` // how often it had been taken back before
}

// ConsentWords are who witnessed a consent that was given orally, which authority gave its word for a child, and what whose story it is said. Each of Witness, Authority and Text is "" where there is none.
type ConsentWords struct {
	Witness   string `cbor:"1,keyasint,omitempty"`
	Authority string `cbor:"2,keyasint,omitempty"`
	Text      string `cbor:"3,keyasint,omitempty"`
}

// fieldConsent names, in a fact, the consents of somebody that it replaces.
func fieldConsent(teller id.ID) string { return "consent." + teller.String() }

var consented = register.NewFact(Story, "stories.consented", 1, func(t *Telling, f *journal.Fact, r consentedResidue, w *ConsentWords) {
	p := t.part(r.Teller)
	g := Given{Covers: r.Covers, Version: r.Version, Day: f.Day, By: f.Author, Guardian: r.Guardian, Authority: r.Authority, Signed: r.Signed, After: r.After}
	if w != nil {
		g.Words = *w
	}
	p.Consent.Put(f, fieldConsent(r.Teller), g)
})

var withdrawn = register.NewFact(Story, "stories.withdrawn", 1, func(t *Telling, f *journal.Fact, r tellerResidue, _ *register.None) {
	p := t.part(r.Teller)
	p.Withdrawals, p.WithdrawnOn = p.Withdrawals+1, f.Day
})

// readResidue names the texts that were looked at, one a teller.
type readResidue struct {
	Versions []journal.Ref `cbor:"1,keyasint"`
}

var readBySomebody = register.NewFact(Story, "stories.published", 1, func(t *Telling, f *journal.Fact, r readResidue, _ *register.None) {
	t.Published, t.PublishedOn, t.PublishedBy = r.Versions, f.Day, f.Author
})

// usedResidue is where a story went. It says no word of it, and survives everybody who told it.
type usedResidue struct {
	Use      id.ID  `cbor:"1,keyasint"`
	Channel  string `cbor:"2,keyasint"`
	Language string `cbor:"3,keyasint"`
	Where    string `cbor:"4,keyasint"`
	Link     string `cbor:"5,keyasint,omitempty"`
	Voice    bool   `cbor:"6,keyasint,omitempty"`
	Picture  bool   `cbor:"7,keyasint,omitempty"`
}

var used = register.NewFact(Story, "stories.used", 1, func(t *Telling, f *journal.Fact, r usedResidue, _ *register.None) {
	t.Uses = append(t.Uses, Use{ID: r.Use, Channel: r.Channel, Language: r.Language, Where: r.Where, Link: r.Link, Voice: r.Voice, Picture: r.Picture, Day: f.Day, By: f.Author})
})

type fetchedResidue struct {
	Use   id.ID `cbor:"1,keyasint"`
	State Back  `cbor:"2,keyasint"`
}

var fetched = register.NewFact(Story, "stories.asked_back", 1, func(t *Telling, f *journal.Fact, r fetchedResidue, _ *register.None) {
	if u := t.use(r.Use); u != nil {
		u.Back, u.BackOn = r.State, f.Day
	}
})

var toldSo = register.NewFact(Story, "stories.teller_told", 1, func(t *Telling, f *journal.Fact, r tellerResidue, _ *register.None) {
	t.part(r.Teller).ToldSo = f.Day
})

// Declarations are the kinds of stories and facts of this package.
func Declarations() []register.Declaration {
	return []register.Declaration{Story, told, written, consented, withdrawn, readBySomebody, used, fetched, toldSo, ChangedStory, personCalled, placeCalled}
}
