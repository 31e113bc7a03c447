// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// Who comes to a household after it has left did not leave with it. They follow it on their own word: told, asked, with a seat of their own, by a later
// load or by their own means. The deed of those who left stands as it was; what follows stands on marks of the latecomers, each on their own.

// LeftWithout reports whether the household left on a step of verb move as one, without a person who is not among those it names: who joined it since, was
// born to it, or came back to it.
func (j *Journey) LeftWithout(step string, person id.ID) bool {
	return slices.ContainsFunc(j.Marks, func(m Mark) bool {
		return m.Step == step && m.By.IsZero() && m.leaving() && !j.concerns(&m, person)
	})
}

// LeftFor returns where those of the household who left last on a step were bound for; zero where nobody has left.
func (j *Journey) LeftFor(step string) (place id.ID) {
	for i := range j.Marks {
		if m := &j.Marks[i]; m.Step == step && m.leaving() && !m.Place.IsZero() {
			place = m.Place
		}
	}
	return place
}

// Latecomers returns the members who follow the household on a step of verb move: it has left, as one or one by one, and they have not, nor were they
// born to those who have.
func (c *Case) Latecomers(step string) []people.Someone {
	if c.follows != step && !c.hasLeft(step) {
		return nil
	}
	gone, left := c.Journey.HasLeft, clock.NoDay
	if s := c.Standing.Step(step); s != nil {
		left = s.Since
	}
	return slices.DeleteFunc(slices.Clone(c.Members), func(m people.Someone) bool {
		return gone(m.ID) || bornAway(m.Person, left, gone, withAdult(m.Person, c.Members, gone, c.today))
	})
}

// bornAway reports whether somebody who did not leave with their household is with those who left on a day, because they were born to them, on the way or
// there. A newborn is where the one is to whom it was born, as the door of births says. Where nobody said to whom, since the child was entered as anybody who
// comes is, it was born to those who had left if it was born since: nobody else of them was there to bear a child. If an adult had come by then who is
// still to follow, the child counts with them, and may be theirs: an infant that stands on no list beside the one who carries it is worse off than one that is
// looked for at the site a while too long. Who was born before the day is not taken along by this: they were left, or come later.
func bornAway(p *people.Person, left clock.Day, gone func(id.ID) bool, withAdult bool) bool {
	if !p.BornTo.IsZero() {
		return gone(p.BornTo)
	}
	return !withAdult && p.BornSince(left)
}

// withAdult reports whether an adult, or somebody of unknown age, who has not left had come to the household by the day on which a person came.
func withAdult(p *people.Person, members []people.Someone, gone func(id.ID) bool, today clock.Day) bool {
	return slices.ContainsFunc(members, func(m people.Someone) bool {
		return !gone(m.ID) && m.Person.AdultOn(today) != people.No && m.Person.Came() <= p.Came()
	})
}

// hasLeft reports whether all who lived in the household then have left on a step.
func (c *Case) hasLeft(step string) bool {
	s := c.Standing.Step(step)
	return s != nil && s.Status == programme.Done
}

// Following returns the case as it is for those who may still leave on a step: of the latecomers alone, where the household has left without them, as if
// they stood where it stood that day; otherwise the case as it is.
func (c *Case) Following(step string) (*Case, error) {
	late := c.Latecomers(step)
	if len(late) == 0 || c.Late() {
		return c, nil
	}
	only := *c
	only.Members, only.follows = late, step
	return &only, only.judge(id.ID{})
}

// Late reports whether the case is that of latecomers.
func (c *Case) Late() bool { return c.follows != "" }

// Followers returns the case of those who follow a household on the first step on which it has left without them; where nobody does, the case as it is.
func (c *Case) Followers() (*Case, error) {
	for _, s := range c.Pathway.Steps {
		if s.Verb.Name == "move" && len(c.Latecomers(s.ID)) > 0 {
			return c.Following(s.ID)
		}
	}
	return c, nil
}

// For returns the case in which a person is asked: that of the latecomers, where they are one of them.
func (c *Case) For(person id.ID) (*Case, error) {
	late, err := c.Followers()
	if err != nil || slices.ContainsFunc(late.Members, func(m people.Someone) bool { return m.ID == person }) {
		return late, err
	}
	return c, nil
}

// story returns what the evaluator may know of the case. Of latecomers it does not know that the others have left, nor where they sat.
func (c *Case) story() programme.Story {
	j := c.Journey
	if c.follows != "" {
		theirs := *j
		theirs.Marks = slices.DeleteFunc(slices.Clone(j.Marks), func(m Mark) bool {
			return m.Step == c.follows && slices.Contains(seatStates, m.State) &&
				!slices.ContainsFunc(c.Members, func(p people.Someone) bool { return p.ID == m.By })
		})
		j = &theirs
	}
	s := StoryOf(j, c.Members, c.Site, c.today)
	s.Subject.Follows = c.Late()
	for i := range s.Subject.Members {
		m := &s.Subject.Members[i]
		m.Separated = m.Separated || c.Late() && c.Alone()
	}
	return s
}

// UndoOf is Undo for one person's mind. What the household was promised and is owed is not that of somebody who came to it after it had left: their
// change of mind frees the seats of those who have not left, and nothing else.
func (j *Journey) UndoOf(f *journal.Fact, by id.ID) {
	for _, step := range j.stepsIn(programme.Departed, programme.Arrived) {
		if (j.LeftWithout(step, by) || j.partedWithout(step, by)) && !j.HasLeft(by) {
			j.freeSeats(f)
			return
		}
	}
	j.Undo(f)
}

// partedWithout reports whether a household left one by one on a step, without a person: all whose word it was that it parts have left, and they never
// gave theirs. Each adult who lived there then did.
func (j *Journey) partedWithout(step string, person id.ID) (parted bool) {
	for i := range j.Marks {
		if m := &j.Marks[i]; m.Step == step && m.State == programme.Agreed && !m.By.IsZero() {
			if m.By == person || !j.HasLeft(m.By) {
				return false
			}
			parted = true
		}
	}
	return parted
}
