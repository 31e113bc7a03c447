// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"slices"

	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Telling is a story of people of one Household, written in Language, first told on Day. Parts are theirs, in the order in which they told. Published are the texts that somebody else looked at last,
// PublishedOn when and PublishedBy who; Uses are where it went, in the order in which that was written down.
type Telling struct {
	Household   id.ID         `cbor:"1,keyasint"`
	Language    string        `cbor:"2,keyasint"`
	Day         clock.Day     `cbor:"3,keyasint"`
	Parts       []Part        `cbor:"4,keyasint,omitempty"`
	Published   []journal.Ref `cbor:"5,keyasint,omitempty"`
	PublishedOn clock.Day     `cbor:"6,keyasint,omitempty"`
	PublishedBy id.ID         `cbor:"7,keyasint,omitempty"`
	Uses        []Use         `cbor:"8,keyasint,omitempty"`
}

// Part is what one Teller told: Told in their words, Text as it may be read, written on WrittenOn as Version. Here says that they were not forgotten: otherwise no word of it is there. Times and Days say
// what becomes of its days. Hands are the users who took it down or wrote it. Consent is what they gave, two where two offices asked without seeing each other; Withdrawals is how often they took it back,
// WithdrawnOn when they did last, and ToldSo is when they were
// told what can not be fetched, NoDay where they were not.
type Part struct {
	Teller      id.ID                `cbor:"1,keyasint"`
	Here        bool                 `cbor:"2,keyasint,omitempty"`
	Told        string               `cbor:"3,keyasint,omitempty"`
	Times       Times                `cbor:"4,keyasint,omitempty"`
	Days        int                  `cbor:"5,keyasint,omitempty"`
	Text        string               `cbor:"6,keyasint,omitempty"`
	Version     journal.Ref          `cbor:"7,keyasint,omitzero"`
	WrittenOn   clock.Day            `cbor:"8,keyasint,omitempty"`
	Hands       []id.ID              `cbor:"9,keyasint,omitempty"`
	Consent     register.Held[Given] `cbor:"10,keyasint,omitzero"`
	Withdrawals int                  `cbor:"11,keyasint,omitempty"`
	WithdrawnOn clock.Day            `cbor:"12,keyasint,omitempty"`
	ToldSo      clock.Day            `cbor:"13,keyasint,omitempty"`
}

// Covers is what a consent covers: the channels, the languages, whether a voice or a picture goes along, and its last day.
type Covers struct {
	Channels  []string  `cbor:"1,keyasint"`           // of Channels, those on which it may go out
	Languages []string  `cbor:"2,keyasint"`           // of Languages, those in which it may
	Voice     bool      `cbor:"3,keyasint,omitempty"` // whether their voice goes along
	Picture   bool      `cbor:"4,keyasint,omitempty"` // whether a picture of them does
	Until     clock.Day `cbor:"5,keyasint"`           // the last day
}

// Given is a consent: what it Covers, of which text (Version), given on Day and written down By a user. Of a child Guardian is the adult who gave their word beside the child's, or Authority says that the
// child-protection authority did. Signed says that it was given in writing, After how often they had taken it back before. Words are forgotten with whose they are.
type Given struct {
	Covers    Covers       `cbor:"1,keyasint"`
	Version   journal.Ref  `cbor:"2,keyasint"`
	Day       clock.Day    `cbor:"3,keyasint"`
	By        id.ID        `cbor:"4,keyasint"`
	Guardian  id.ID        `cbor:"5,keyasint,omitempty"`
	Authority bool         `cbor:"6,keyasint,omitempty"`
	Signed    bool         `cbor:"7,keyasint,omitempty"`
	After     int          `cbor:"9,keyasint,omitempty"`
	Words     ConsentWords `cbor:"8,keyasint,omitzero"`
}

// Use is one place where a story went: ID names it, Channel and Language say how, Where and Link where, Voice and Picture what went along, Day when and By which user. Back is how far it was asked back,
// BackOn since when.
type Use struct {
	ID       id.ID     `cbor:"1,keyasint"`
	Channel  string    `cbor:"2,keyasint"`
	Language string    `cbor:"3,keyasint"`
	Where    string    `cbor:"4,keyasint"`
	Link     string    `cbor:"5,keyasint,omitempty"`
	Voice    bool      `cbor:"6,keyasint,omitempty"`
	Picture  bool      `cbor:"7,keyasint,omitempty"`
	Day      clock.Day `cbor:"8,keyasint"`
	By       id.ID     `cbor:"9,keyasint"`
	Back     Back      `cbor:"10,keyasint,omitempty"`
	BackOn   clock.Day `cbor:"11,keyasint,omitempty"`
}

// Back is how far a use was asked back, as an id of the field's words; "" where nobody asked.
type Back string

// How far.
const (
	Asked     Back = "asked"      // whoever has it was asked to take it down
	Promised  Back = "promised"   // they answered that they will
	TakenDown Back = "taken_down" // it is not there any more
	Beyond    Back = "beyond"     // it cannot be fetched: printed, copied, or refused
)

// Backs are the steps of asking back, in order.
var Backs = []Back{Asked, Promised, TakenDown, Beyond}

// Out reports whether the story is still to be read there, or may be.
func (u *Use) Out() bool { return u.Back != TakenDown }

// settled reports whether there is nothing left that the office can do about it.
func (u *Use) settled() bool { return u.Back == TakenDown || u.Back == Beyond }

// Of is the list of the stories of a household.
var Of = register.List{Name: "stories_of"}

// Story is the kind of story of a story that was told.
var Story = register.NewKind("telling", func(t *Telling, add register.Adder) { add(Of, t.Household[:]) })

// part returns what somebody told, which is begun where they had told nothing.
func (t *Telling) part(teller id.ID) *Part {
	if p := t.of(teller); p != nil {
		return p
	}
	t.Parts = append(t.Parts, Part{Teller: teller})
	return &t.Parts[len(t.Parts)-1]
}

// of returns what somebody told, nil where they told nothing.
func (t *Telling) of(teller id.ID) *Part {
	i := slices.IndexFunc(t.Parts, func(p Part) bool { return p.Teller == teller })
	if i < 0 {
		return nil
	}
	return &t.Parts[i]
}

func (t *Telling) use(of id.ID) *Use {
	i := slices.IndexFunc(t.Uses, func(u Use) bool { return u.ID == of })
	if i < 0 {
		return nil
	}
	return &t.Uses[i]
}

func (p *Part) handled(by id.ID) {
	if !slices.Contains(p.Hands, by) {
		p.Hands = append(p.Hands, by)
	}
}

// whole reports whether nobody who told was forgotten.
func (t *Telling) whole() bool {
	return len(t.Parts) > 0 && !slices.ContainsFunc(t.Parts, func(p Part) bool { return !p.Here })
}

// consents returns what somebody consents to on a day: not taken back, not over. All of it governs: of what two offices wrote down without seeing each other only what both cover. It is nothing where a consent was
// taken back by somebody who did not see it given.
func (p *Part) consents(day clock.Day) (all []Given) {
	if !p.Here {
		return nil
	}
	for _, s := range p.Consent.Standing {
		if s.Value.After < p.Withdrawals || day > s.Value.Covers.Until {
			return nil
		}
		all = append(all, s.Value)
	}
	return all
}

// withdrew reports whether somebody took their consent back, and gave none since.
func (p *Part) withdrew() bool {
	return p.Withdrawals > 0 && !slices.ContainsFunc(p.Consent.Standing, func(s register.Stated[Given]) bool { return s.Value.After == p.Withdrawals })
}

// ofThisText reports whether somebody consents on a day to the text as it is written.
func (p *Part) ofThisText(day clock.Day) bool {
	all := p.consents(day)
	return len(all) > 0 && !slices.ContainsFunc(all, func(g Given) bool { return g.Version != p.Version })
}

// consented reports whether everybody who told consents on a day to the text as it is written.
func (t *Telling) consented(day clock.Day) bool {
	for i := range t.Parts {
		if !t.Parts[i].ofThisText(day) {
			return false
		}
	}
	return t.whole()
}

// versions are the texts as they are written.
func (t *Telling) versions() (all []journal.Ref) {
	for _, p := range t.Parts {
		all = append(all, p.Version)
	}
	return all
}

// readable reports whether the texts as they are written are those that somebody else looked at.
func (t *Telling) readable() bool { return t.whole() && slices.Equal(t.Published, t.versions()) }

// lacks returns what of a use is not covered on a day by the consent of everybody who told: "consent", "channel", "language", "voice" or "picture"; "" where all is.
func (t *Telling) lacks(u *Use, day clock.Day) string {
	for i := range t.Parts {
		all := t.Parts[i].consents(day)
		if len(all) == 0 {
			return "consent"
		}
		for _, g := range all {
			if lacks := g.Covers.lacks(u); lacks != "" {
				return lacks
			}
		}
	}
	return ""
}

func (c Covers) lacks(u *Use) string {
	switch {
	case !slices.Contains(c.Channels, u.Channel):
		return "channel"
	case !slices.Contains(c.Languages, u.Language):
		return "language"
	case u.Voice && !c.Voice:
		return "voice"
	case u.Picture && !c.Picture:
		return "picture"
	}
	return ""
}
