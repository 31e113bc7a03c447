// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// StoryWay returns the way on which a person's own story may come to be read, with the step that decides it; the fault is Blocked journey.no_story_way where they walk none.
func StoryWay(s desk.Source, person id.ID) (*Case, *programme.Step, error) {
	ways, err := desk.Listed(s, BySubject, person[:], maxWays)
	for _, way := range ways {
		if err != nil {
			return nil, nil, err
		}
		var k *Case
		if k, err = open(s, way); err != nil {
			return nil, nil, err
		}
		i := slices.IndexFunc(k.Pathway.Steps, (*programme.Step).IsStory)
		if i < 0 || k.Journey.Aside {
			continue
		}
		k, err = Take(s, way)
		return k, k.Pathway.Steps[i], err
	}
	if err == nil {
		err = fault.New("journey.StoryWay", fault.Blocked, "journey.no_story_way", nil).WithHint("journey.no_story_way_hint")
	}
	return nil, nil, err
}

// StoryOpen refuses where what comes before a story is not done: whose it is was not told what telling it means.
func (c *Case) StoryOpen(step *programme.Step) error {
	_, err := c.Undecided(step.ID)
	return err
}

// StoryRead records that a story may be read by others, at its step. It is for field/stories, which knows who consented and who looked; a door does not say it.
func (c *Case) StoryRead(tx *desk.Tx, step *programme.Step) error {
	if err := c.StoryOpen(step); err != nil {
		return err
	}
	if err := mayDecide(tx.By(), step, tx.Scope(), tx.Today()); err != nil {
		return err
	}
	return c.decideStory(tx, step, programme.Approval)
}

// StoryBack records that a story may not be read any more. It judges nothing: taking back is never refused.
func (c *Case) StoryBack(tx *desk.Tx, step *programme.Step) error {
	return c.decideStory(tx, step, programme.Refusal)
}

func (c *Case) decideStory(tx *desk.Tx, step *programme.Step, state programme.State) error {
	return tx.Record(decided.DraftFor(c.ID, c.Journey.Subject, clock.NoDay, happened{Step: step.ID, State: state}, Words{}))
}

// authorityDecides reports whether an authority outside has a decision on a way that it has not made, or that was a no; or somebody on it is still to be released.
func (c *Case) authorityDecides() bool {
	return slices.ContainsFunc(c.Pathway.Steps, func(s *programme.Step) bool {
		if !(s.Verb.Name == "decide" && s.Authority != "") && !(s.Verb.Name == "clear" && s.Kind == programme.Release) {
			return false
		}
		at := c.Standing.Step(s.ID)
		return at.Status != programme.Done && at.Status != programme.NotApplicable
	})
}

// InHands reports whether somebody is in the hands of an authority outside: they, or their household, walk or walked a way on which one has not said yes to what was asked for them, such as that
// they are released.
func InHands(s desk.Source, subjects ...id.ID) (bool, error) {
	for _, of := range subjects {
		ways, err := desk.Listed(s, BySubject, of[:], maxWays)
		for _, way := range ways {
			if err != nil {
				return false, err
			}
			var k *Case
			if k, err = Take(s, way); err == nil && !k.Journey.Aside && k.authorityDecides() {
				return true, nil
			}
		}
		if err != nil {
			return false, err
		}
	}
	return false, nil
}

// HostsOf returns the households that a household lives with, or lived with: whom it was placed with, on every way that it walked.
func HostsOf(s desk.Source, household id.ID) (hosts []id.ID, err error) {
	ways, err := waysOf(s, household)
	for _, j := range ways {
		for i := range j.Marks {
			m := &j.Marks[i]
			if err != nil || m.State != programme.Promised || !m.Place.IsZero() || m.Link.IsZero() {
				continue
			}
			var host desk.Found[Journey]
			if host, err = desk.See(s, Story, m.Link); err == nil && !host.State.Subject.IsZero() && !slices.Contains(hosts, host.State.Subject) {
				hosts = append(hosts, host.State.Subject)
			}
		}
	}
	return hosts, err
}
