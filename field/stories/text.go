// SPDX-License-Identifier: Apache-2.0

package stories

import (
	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// Left tells at which spots of a text something is still known, as Write would refuse it. It is for the page on which it is written.
func Left(scope access.Scope, story, teller id.ID, text string) desk.Query[[]Spot] {
	return desk.Query[[]Spot]{Act: access.StoryPublish, Scope: scope, Run: func(r *desk.Reader) ([]Spot, error) {
		t, err := desk.Read(r, Story, story)
		if err != nil {
			return nil, err
		}
		p, err := t.State.partOf(teller)
		if err != nil {
			return nil, err
		}
		r.Looked(t.State.Household)
		return t.State.leftIn(r, p, text)
	}}
}

// Text is a story as others read it: Language, and what each who told it says, in their order.
type Text struct {
	Language string   `class:"open"`
	Parts    []string `class:"sensitive"` // what each told, in the order in which they did
}

// TextOf returns a story as it is handed on. Fault: Blocked stories.not_published where nobody else looked at it, or somebody's consent does not hold today.
func TextOf(scope access.Scope, story id.ID) desk.Query[Text] {
	return desk.Query[Text]{Act: access.StoryPublish, Scope: scope, Run: func(r *desk.Reader) (out Text, err error) {
		t, err := desk.Read(r, Story, story)
		switch {
		case err != nil:
			return out, err
		case !t.Exists:
			return out, fault.New("stories.TextOf", fault.NotFound, "stories.none", nil)
		case t.State.on(r.Today()) != IsPublished:
			return out, fault.New("stories.TextOf", fault.Blocked, "stories.not_published", nil).WithHint("stories.not_published_hint")
		}
		r.Looked(t.State.Household)
		out.Language = t.State.Language
		for _, p := range t.State.Parts {
			out.Parts = append(out.Parts, p.Text)
		}
		return out, nil
	}}
}
