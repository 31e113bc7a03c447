// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"slices"
	"unicode/utf8"

	"safar/desk"
	"safar/engine/spelling"
	"safar/field/journey"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Publish says that a story may be read by others: somebody who neither took it down nor wrote it has looked at it, and nobody can be known by it.
type Publish struct {
	Story       id.ID // which story
	NobodyKnown bool  // whoever looked says so; otherwise it is refused
}

// Act is the act of publishing stories.
func (Publish) Act() access.Act { return access.StoryPublish }

// Decide judges everything again as it stands today, and records it; each teller's way says so too. Faults: NotFound stories.none; Blocked stories.forgotten, stories.not_written, stories.not_covered,
// stories.somebody_else, stories.nobody_known_missing, stories.in_hands, stories.still_known; those of the tellers' ways.
func (c Publish) Decide(tx *desk.Tx) error {
	const op = "stories.Publish"
	t, err := standing(tx, c.Story)
	switch {
	case err != nil:
		return err
	case !t.whole():
		return fault.New(op, fault.Blocked, "stories.forgotten", nil)
	case !t.consented(tx.Today()):
		return fault.New(op, fault.Blocked, "stories.not_covered", fault.Args{"what": fault.Phrase{Key: "stories.lacks.consent"}}).WithHint("stories.not_covered_hint")
	case !c.NobodyKnown:
		return fault.New(op, fault.Invalid, "stories.nobody_known_missing", nil)
	}
	if err := t.lookedBySomebodyElse(tx.By()); err != nil {
		return err
	}
	for i := range t.Parts {
		if err := t.mayBeRead(tx, &t.Parts[i]); err != nil {
			return err
		}
	}
	return tx.Record(readBySomebody.Draft(c.Story, clock.NoDay, readResidue{t.versions()}))
}

// mayBeRead judges a part as it stands today: names may have come since it was written. It says so on the way of the teller.
func (t *Telling) mayBeRead(tx *desk.Tx, p *Part) error {
	if p.Text == "" {
		return fault.New("stories.Publish", fault.Blocked, "stories.not_written", nil)
	}
	if err := t.hidden(tx, p, p.Text); err != nil {
		return err
	}
	k, step, err := way(tx, t.Household, p.Teller)
	if err != nil {
		return err
	}
	return k.StoryRead(tx, step)
}

// UseStory writes down where a story goes: each time, before it does. What the tellers' consent does not cover is refused. The receipt's id is the use.
type UseStory struct {
	Story    id.ID     // which story
	Channel  string    // one of Channels
	Language string    // one of Languages
	Where    string    // of whom or in which paper, report or page
	Link     string    // its address, or the number of the issue; "" for none
	Voice    bool      // a voice goes along
	Picture  bool      // a picture does
	Day      clock.Day // when, NoDay for today
}

// Act is the act of publishing stories.
func (UseStory) Act() access.Act { return access.StoryPublish }

// Decide records it. Faults: NotFound stories.none; Blocked stories.not_published, stories.not_covered, stories.in_hands; Blocked stories.still_known where what is said of where names somebody; Invalid
// stories.where_missing, stories.too_long.
func (c UseStory) Decide(tx *desk.Tx) error {
	t, err := standing(tx, c.Story)
	if err != nil {
		return err
	}
	of, err := tx.NewID()
	if err != nil {
		return err
	}
	u := usedResidue{Use: of, Channel: c.Channel, Language: c.Language, Where: spelling.Clean(c.Where), Link: spelling.Clean(c.Link), Voice: c.Voice, Picture: c.Picture}
	if err := c.mayGo(tx, t, u); err != nil {
		return err
	}
	return tx.Record(used.Draft(c.Story, c.Day, u))
}

// mayGo refuses a use of what nobody else looked at, or that somebody who told does not consent to, today and on the day that is written.
func (c UseStory) mayGo(tx *desk.Tx, t *Telling, u usedResidue) error {
	const op = "stories.UseStory"
	switch {
	case !t.readable() || !t.consented(tx.Today()):
		return fault.New(op, fault.Blocked, "stories.not_published", nil).WithHint("stories.not_published_hint")
	case u.Where == "":
		return fault.New(op, fault.Invalid, "stories.where_missing", nil)
	case utf8.RuneCountInString(u.Where) > mostWhere || utf8.RuneCountInString(u.Link) > mostWhere:
		return fault.New(op, fault.Invalid, "stories.too_long", fault.Args{"letters": mostWhere})
	}
	use := &Use{Channel: u.Channel, Language: u.Language, Voice: u.Voice, Picture: u.Picture}
	for _, day := range []clock.Day{tx.Today(), c.Day.Or(tx.Today())} {
		if lacks := t.lacks(use, day); lacks != "" {
			return fault.New(op, fault.Blocked, "stories.not_covered", fault.Args{"what": fault.Phrase{Key: "stories.lacks." + lacks}}).WithHint("stories.not_covered_hint")
		}
	}
	return c.names(tx, t, u)
}

// names refuses where something of where it went would tell who told: that outlives them.
func (c UseStory) names(tx *desk.Tx, t *Telling, u usedResidue) error {
	for i := range t.Parts {
		if err := free(tx, t.Household, t.Parts[i].Teller); err != nil {
			return err
		}
	}
	k, err := knownFor(tx, t.Household)
	if err != nil {
		return err
	}
	for _, text := range []string{u.Where, u.Link} {
		for _, f := range k.find(text) {
			if f.kind == GivenName || f.kind == FamilyName || f.kind == Number && k.isNumber(bareNumber(text[f.from:f.to])) {
				return refusal(text, []Spot{{From: f.from, To: f.to, Kind: f.kind}})
			}
		}
	}
	return nil
}

// AskBack says how far a use was asked back: asked, promised, taken down, or that it is beyond what can be fetched. What was taken down does not come back.
type AskBack struct {
	Story id.ID     // which story
	Use   id.ID     // which of its uses
	State Back      // one of Backs
	Day   clock.Day // when, NoDay for today
}

// Act is the act of publishing stories.
func (AskBack) Act() access.Act { return access.StoryPublish }

// Decide records it. Faults: NotFound stories.none; Conflict stories.taken_down; Invalid stories.state_missing.
func (c AskBack) Decide(tx *desk.Tx) error {
	const op = "stories.AskBack"
	t, err := standing(tx, c.Story)
	if err != nil {
		return err
	}
	switch u := t.use(c.Use); {
	case u == nil:
		return fault.New(op, fault.NotFound, "stories.none", nil)
	case u.Back == TakenDown:
		return fault.New(op, fault.Conflict, "stories.taken_down", nil)
	case !slices.Contains(Backs, c.State):
		return fault.New(op, fault.Invalid, "stories.state_missing", nil)
	}
	return tx.Record(fetched.Draft(c.Story, c.Day, fetchedResidue{c.Use, c.State}))
}

// TellSo says that somebody who took their consent back, or whose consent is over, was told honestly where their story still is and what cannot be fetched.
type TellSo struct {
	Story  id.ID     // which story
	Teller id.ID     // whose part of it
	Day    clock.Day // when, NoDay for today
}

// Act is the act of publishing stories.
func (TellSo) Act() access.Act { return access.StoryPublish }

// Decide records it. Faults: NotFound stories.none; Blocked stories.forgotten.
func (c TellSo) Decide(tx *desk.Tx) error {
	t, err := standing(tx, c.Story)
	if err != nil {
		return err
	}
	if _, err := t.partOf(c.Teller); err != nil {
		return err
	}
	return tx.Record(toldSo.Draft(c.Story, c.Day, tellerResidue{c.Teller}))
}

// takeBack says on the ways of all who told that their story may not be read any more, where none of the others that they told may be. It refuses nothing.
func takeBack(tx *desk.Tx, story id.ID, t *Telling) error {
	for i := range t.Parts {
		p := &t.Parts[i]
		gone, err := people.IsForgotten(tx, p.Teller)
		if err != nil || gone {
			continue
		}
		others, err := elsewhere(tx, t.Household, story, p.Teller)
		if err != nil {
			return err
		}
		k, step, err := journey.StoryWay(tx, p.Teller)
		if fault.Is(err, fault.Blocked) || others || len(t.Published) == 0 {
			continue // their way was set aside, or nothing was ever read
		}
		if err == nil {
			err = k.StoryBack(tx, step)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// elsewhere reports whether somebody told another story that others may read.
func elsewhere(tx *desk.Tx, household, story, teller id.ID) (bool, error) {
	all, err := desk.Listed(tx, Of, household[:], 1000)
	for _, other := range all {
		if err != nil || other == story {
			continue
		}
		var t desk.Found[Telling]
		t, err = desk.See(tx, Story, other)
		if err == nil && t.State.of(teller) != nil && t.State.readable() && t.State.consented(tx.Today()) {
			return true, nil
		}
	}
	return false, err
}
