// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"safar/desk"
	"safar/field/choice"
	"safar/field/journey"
	"safar/field/people"
	"safar/field/places"
	"safar/field/stories"
	"safar/kernel/access"
	"safar/kernel/id"
)

// narrated is a programme in which people tell their story.
const narrated = `
programme: narrated
pathways:
  story:
    for: person
    compartment: protection
    steps:
      - tell: story_told
      - decide: published
        kind: story
        by: protection_officer
        needs: [story_told]
`

// toldStory is a story that somebody known to protection alone told: it went somewhere.
type toldStory struct {
	scope                        access.Scope
	household, teller, story, at id.ID
	place                        id.ID
}

// plantStory has somebody in the protection compartment tell a story that others may read, and that went somewhere.
func (w *tale) plantStory() {
	w.t.Helper()
	s, known := &w.narrated, w.knownIn(access.Protection)
	s.scope = known.scope
	of := func() access.Actor {
		return access.Actor{User: id.New(), Grants: w.as(access.ProtectionOfficer).Grants}
	}
	officer := of() // so that whoever is of protection in this town is somebody else, who may look at it
	does := func(by access.Actor, c desk.Command) (made id.ID) {
		w.t.Helper()
		if ids := known.does(by, c); len(ids) > 0 {
			made = ids[0]
		}
		return made
	}
	manager := w.as(access.ProgrammeManager)
	w.common(manager, journey.Publish{Source: []byte(narrated)})
	s.place = w.common(manager, places.Add{Kind: places.Village, Name: "Zkerzahlt"}).IDs[0]
	household, persons := known.registers(officer, people.Member{Names: people.Names{Given: "Zkanariteller", Family: "Zkvondrüben"}, Born: born(30)}, people.Member{Relation: people.Child, Born: born(9)})
	s.household, s.teller = household, persons[0]
	for _, who := range persons {
		way := does(officer, journey.Start{Programme: "narrated", Pathway: "story", Subject: who})
		does(officer, choice.Tell{Journey: way, Step: "story_told", Language: "en", Source: "us"})
	}
	s.story = does(officer, stories.Tell{Household: s.household, Teller: s.teller, Language: "en", Times: stories.Moved, Words: "zkanari told it in Zkerzahlt on 3 May 2025"})
	does(officer, stories.Write{Story: s.story, Teller: s.teller, Text: "zkanari is how it may be read"})
	does(officer, stories.Consent{Story: s.story, Teller: s.teller, Covers: stories.Covers{Channels: []string{"web"}, Languages: []string{"en"}, Until: w.desk.Today() + 300}, Alone: true, ReadBack: true,
		Words: stories.ConsentWords{Witness: "zkanari stood beside", Text: "zkanari said so"}})
	child := does(officer, stories.Tell{Household: s.household, Teller: persons[1], Language: "en", Times: stories.Moved, Words: "I played"})
	does(officer, stories.Write{Story: child, Teller: persons[1], Text: "I played"})
	does(officer, stories.Consent{Story: child, Teller: persons[1], Covers: stories.Covers{Channels: []string{"web"}, Languages: []string{"en"}, Until: w.desk.Today() + 300}, Alone: true, ReadBack: true, Own: true, Signed: true,
		Words: stories.ConsentWords{Authority: "zkanari guardianship"}})
	does(of(), stories.Publish{Story: s.story, NobodyKnown: true})
	does(officer, stories.Call{Household: s.household, Person: s.teller, Given: stories.Spelled{Latin: "Zkanarilatin", Arabic: "Zkanariarabic"}, Family: stories.Spelled{Latin: "Zkanarihouseof", Arabic: "Zkanarikin"}})
	s.at = does(officer, stories.UseStory{Story: s.story, Channel: "web", Language: "en", Where: "zkanari poster"})
}

// valuesOfStories returns what a name in a path of stories can stand for.
func (w *tale) valuesOfStories(name string) []string {
	s := w.narrated
	return []string{map[string]id.ID{"household": s.household, "story": s.story, "teller": s.teller, "person": s.teller, "use": s.at, "place": s.place}[name].String()}
}

// ofStories asks every question about stories.
func (w *tale) ofStories(by access.Actor) []shown {
	s := w.narrated
	return []shown{
		asked(w, by, "stories.All", stories.All(s.scope)),
		asked(w, by, "stories.OfHousehold", stories.OfHousehold(s.scope, s.household)),
		asked(w, by, "stories.One", stories.One(s.scope, s.story)),
		asked(w, by, "stories.TellersOf", stories.TellersOf(s.scope, s.household)),
		asked(w, by, "stories.Waiting", stories.Waiting(s.scope)),
		asked(w, by, "stories.TextOf", stories.TextOf(s.scope, s.story)),
		asked(w, by, "stories.Left", stories.Left(s.scope, s.story, s.teller, "zkanari")),
	}
}
