// SPDX-License-Identifier: Apache-2.0

package walks

import (
	"strings"

	"safar/desk"
	"safar/field/stories"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
)

// story does what becomes of a story, called by its name: told, written, consented to, looked at by somebody else, used, taken back, asked back.
func (w *walk) story(name string, s said) error {
	of, story := w.named[s["of"]], w.places[name]
	who := func() id.ID { return of.persons[s["who"]] }
	switch {
	case s.has("told"):
		r, err := w.does(stories.Tell{Household: of.id, Teller: who(), Language: "en", Times: stories.Moved, Words: s["told"]})
		if err == nil {
			w.places[name] = r.IDs[0]
		}
		return err
	case s.has("written"):
		return w.only(stories.Write{Story: story, Teller: who(), Text: s["written"]})
	case s.has("consents"):
		until, err := clock.ParseDay(s["until"])
		if err != nil {
			return err
		}
		return w.only(stories.Consent{Story: story, Teller: who(), Signed: true, Alone: !s.has("aloud"), ReadBack: true,
			Covers: stories.Covers{Channels: strings.FieldsFunc(s["consents"], isComma), Languages: []string{"en"}, Until: until}})
	case s.has("looked"):
		by := w.actor()
		if !s.has("herself") {
			by = access.Actor{User: id.New(), Grants: by.Grants}
		}
		_, err := w.op.Desk.Do(w.Context(), by, w.scope, id.New(), stories.Publish{Story: story, NobodyKnown: true})
		return err
	case s.has("used"):
		return w.only(stories.UseStory{Story: story, Channel: s["channel"], Language: "en", Where: s["used"]})
	case s.has("withdrawn"):
		return w.only(stories.Withdraw{Story: story, Teller: who()})
	case s.has("back"):
		sheet, err := desk.Ask(w.Context(), w.op.Desk, w.actor(), "task.stories", stories.One(w.scope, story))
		for _, u := range sheet.Uses {
			if err == nil && u.Where == s["of_use"] {
				err = w.only(stories.AskBack{Story: story, Use: u.ID, State: stories.Back(s["back"])})
			}
		}
		return err
	}
	return unknown("story")
}
