// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

var none register.None

// Tell writes down what somebody told, in their words, and draws changed names for whom and what it names. The receipt's first id is the story.
type Tell struct {
	Story     id.ID  // to which this is told beside what others of the household told; zero for one of its own
	Household id.ID  // whose it is
	Teller    id.ID  // one of it
	Language  string // in which it is written, one of Languages
	Words     string // as they said it
	Times     Times  // what becomes of its exact days
}

// Act is the act of publishing stories.
func (Tell) Act() access.Act { return access.StoryPublish }

// Decide records it. Faults: those of the teller's way (journey.no_story_way, journey.blocked_by_step); Blocked stories.in_hands, stories.forgotten; Invalid stories.not_of_household,
// stories.words_missing, stories.too_long, stories.language_missing, stories.times_missing; Conflict stories.told_already, stories.another_household.
func (c Tell) Decide(tx *desk.Tx) error {
	if err := c.sound(); err != nil {
		return err
	}
	if _, err := ofHousehold(tx, c.Household, c.Teller); err != nil {
		return err
	}
	if _, _, err := way(tx, c.Household, c.Teller); err != nil {
		return err
	}
	story, err := c.story(tx)
	if err != nil {
		return err
	}
	k, err := knownFor(tx, c.Household, c.Words)
	if err == nil {
		_, err = callAll(tx, c.Household, c.Language, k)
	}
	if err != nil {
		return err
	}
	w := toldWords{Words: c.Words, Times: c.Times}
	if w.Days, err = daysMoved(tx); err != nil {
		return err
	}
	return tx.Record(told.DraftFor(story, c.Teller, clock.NoDay, toldResidue{c.Household, c.Teller, c.Language}, w))
}

func (c Tell) sound() error {
	const op = "stories.Tell"
	switch {
	case !slices.Contains(Languages, c.Language):
		return fault.New(op, fault.Invalid, "stories.language_missing", nil)
	case c.Times != Moved && c.Times != Coarser:
		return fault.New(op, fault.Invalid, "stories.times_missing", nil)
	}
	return sized(op, c.Words)
}

// story is the story that is told, or the one to which this is told.
func (c Tell) story(tx *desk.Tx) (id.ID, error) {
	const op = "stories.Tell"
	fresh, err := tx.NewID()
	if err != nil || c.Story.IsZero() {
		return fresh, err
	}
	t, err := standing(tx, c.Story)
	switch {
	case err != nil:
	case t.Household != c.Household || t.Language != c.Language:
		err = fault.New(op, fault.Conflict, "stories.another_household", nil)
	case t.of(c.Teller) != nil:
		err = fault.New(op, fault.Conflict, "stories.told_already", nil)
	case len(t.Parts) >= mostTellers:
		err = fault.New(op, fault.Conflict, "stories.too_many", nil)
	}
	return c.Story, err
}

// daysMoved is by how many days the days of a story are moved: between three weeks and three months, before or after.
func daysMoved(tx *desk.Tx) (int, error) {
	seed, err := tx.NewID()
	days := 21 + int(seed[15])%70
	if seed[14]%2 == 0 {
		days = -days
	}
	return days, err
}

// Write says how what somebody told may be read: with changed names, and nothing by which somebody is known. What was consented to and looked at before was of another text.
type Write struct {
	Story  id.ID  // which story
	Teller id.ID  // whose part of it
	Text   string // as it may be read
}

// Act is the act of publishing stories.
func (Write) Act() access.Act { return access.StoryPublish }

// Decide records it. Faults: NotFound stories.none; Blocked stories.forgotten, stories.still_known with where it stands; Invalid stories.words_missing, stories.too_long.
func (c Write) Decide(tx *desk.Tx) error {
	t, err := standing(tx, c.Story)
	if err != nil {
		return err
	}
	p, err := t.partOf(c.Teller)
	if err == nil {
		err = sized("stories.Write", c.Text)
	}
	if err == nil {
		err = t.hidden(tx, p, c.Text)
	}
	if err != nil {
		return err
	}
	return tx.Record(written.DraftFor(c.Story, c.Teller, clock.NoDay, tellerResidue{c.Teller}, writtenWords{strings.TrimSpace(c.Text)}))
}

// Consent says what somebody consents to, of the text that was read back to them; it stands in the place of what they consented to before.
type Consent struct {
	Story    id.ID        // which story
	Teller   id.ID        // whose part of it
	Covers   Covers       // what they consent to
	Alone    bool         // they were asked alone; otherwise it is refused
	ReadBack bool         // the text was read back to them, as it is written; otherwise it is refused
	Own      bool         // of a child: they want it themselves
	Guardian id.ID        // of a child: the adult of the household who gives their word
	Signed   bool         // in writing; otherwise before a witness
	Words    ConsentWords // what was said beside it
}

// Act is the act of publishing stories.
func (Consent) Act() access.Act { return access.StoryPublish }

// Decide records it. Faults: NotFound stories.none; Blocked stories.forgotten, stories.not_written, stories.not_alone, stories.not_read_back, stories.their_own, stories.childs_word, stories.child,
// stories.in_hands; Invalid stories.channels_missing, stories.languages_missing, stories.until_missing, stories.witness_missing, stories.too_long.
func (c Consent) Decide(tx *desk.Tx) error {
	const op = "stories.Consent"
	t, err := standing(tx, c.Story)
	if err != nil {
		return err
	}
	p, err := t.partOf(c.Teller)
	if err != nil {
		return err
	}
	if err := c.given(tx, t); err != nil {
		return err
	}
	switch {
	case p.Text == "":
		return fault.New(op, fault.Blocked, "stories.not_written", nil)
	case !c.Signed && strings.TrimSpace(c.Words.Witness) == "":
		return fault.New(op, fault.Invalid, "stories.witness_missing", nil)
	case len(c.Words.Witness)+len(c.Words.Authority)+len(c.Words.Text) > mostWords:
		return fault.New(op, fault.Invalid, "stories.too_long", fault.Args{"letters": mostWords})
	}
	r := consentedResidue{Teller: c.Teller, Covers: c.Covers, Version: p.Version, Guardian: c.Guardian, Authority: strings.TrimSpace(c.Words.Authority) != "", Signed: c.Signed, After: p.Withdrawals}
	return tx.Record(consented.DraftFor(c.Story, c.Teller, clock.NoDay, r, c.Words).Replacing(fieldConsent(c.Teller), p.Consent.Seen()))
}

// given refuses what is not the teller's own and free word.
func (c Consent) given(tx *desk.Tx, t *Telling) error {
	teller, err := ofHousehold(tx, t.Household, c.Teller)
	if err == nil {
		err = c.theirOwn(tx, t.Household, teller)
	}
	if err == nil {
		err = c.Covers.sound(tx.Today())
	}
	if err == nil {
		err = free(tx, t.Household, c.Teller)
	}
	return err
}

// Withdraw takes back what somebody consented to, at once: one step, for no reason, and never refused to whoever told. All the places where the story is wait to be asked back from then on.
type Withdraw struct {
	Story  id.ID // which story
	Teller id.ID // whose part of it
}

// Act is the act of publishing stories.
func (Withdraw) Act() access.Act { return access.StoryPublish }

// Decide records it. Fault: NotFound stories.none.
func (c Withdraw) Decide(tx *desk.Tx) error {
	t, err := standing(tx, c.Story)
	if err != nil {
		return err
	}
	if t.of(c.Teller) == nil {
		return fault.New("stories.Withdraw", fault.NotFound, "stories.none", nil)
	}
	if err := tx.Record(withdrawn.Draft(c.Story, clock.NoDay, tellerResidue{c.Teller})); err != nil {
		return err
	}
	return takeBack(tx, c.Story, t)
}
