// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"context"

	"safar/desk"
	"safar/field/choice"
	"safar/field/programme"
	"safar/field/stories"
	"safar/kernel/access"
	"safar/kernel/id"
)

// told is a story of the demo: by which guest, in which language, what they said, and where it went.
type told struct {
	guest    int
	language string
	words    string
	uses     []stories.UseStory
}

// tell has three guests tell their story: one is to be read, one was, and was taken back, and one is written and waits for somebody else to look at it.
func (f *hostFamilies) tell(on day) {
	tales := []told{
		{0, "fr", "Je suis Selam. La première semaine, j’ai dormi. Le 12 mars 2025, on m’a demandé d’écosser des haricots, et je l’ai fait parce que je le voulais. (inventé)",
			[]stories.UseStory{{Channel: "web", Language: "fr", Where: "Site du bureau (inventé)", Link: "https://bureau.example/recits/1"}}},
		{2, "en", "At first I did not want to talk. On 3 May 2025 I cooked for everybody, and then I talked. (made up)",
			[]stories.UseStory{{Channel: "web", Language: "en", Where: "The office’s page (made up)", Link: "https://office.example/stories/2"},
				{Channel: "print", Language: "en", Where: "Leaflet for hosts (made up)", Link: "Spring"},
				{Channel: "donor", Language: "en", Where: "Report to the donor (made up)", Link: "Annual"}}},
		{4, "ar", "في البداية كنت أنام كثيرًا، ثم خرجت إلى السوق مع الأطفال. (مختلق)", nil},
	}
	f.on(on, "stories", func(ctx context.Context) error {
		for i, t := range tales {
			story, err := f.written(ctx, t)
			if err != nil {
				return err
			}
			if i < 2 {
				err = f.read(ctx, story, t)
			}
			if err != nil {
				return err
			}
			if i == 1 {
				err = f.tookBack(ctx, story, f.guests[t.guest].persons[0])
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// written has somebody told what telling means, and writes their story as it is proposed.
func (f *hostFamilies) written(ctx context.Context, t told) (story id.ID, err error) {
	g := f.guests[t.guest]
	ways, err := f.first(ctx, access.ProtectionOfficer, f.scope, startOf("host_families", "story", g.persons[0]))
	if err != nil {
		return story, err
	}
	made, err := f.first(ctx, access.ProtectionOfficer, f.scope, choice.Tell{Journey: ways[0], Step: "story_told", Language: t.language, Source: "leaflet",
		Answers: programme.Answers{"who_reads": "yes", "names_changed": "yes", "may_take_back": "yes", "nothing_depends": "yes"}},
		stories.Tell{Household: g.id, Teller: g.persons[0], Language: t.language, Times: stories.Moved, Words: t.words})
	if err != nil {
		return story, err
	}
	sheet, err := f.sheet(ctx, made[1])
	if err != nil {
		return story, err
	}
	return made[1], f.does(ctx, access.ProtectionOfficer, stories.Write{Story: made[1], Teller: g.persons[0], Text: sheet.Parts[0].Proposed})
}

func (f *hostFamilies) sheet(ctx context.Context, story id.ID) (stories.Sheet, error) {
	if err := f.settle(0); err != nil {
		return stories.Sheet{}, err
	}
	return desk.Ask(ctx, f.operation.Desk, f.actors[access.ProtectionOfficer], "task.stories", stories.One(f.scope, story))
}

// read has somebody consent, somebody else look, and the story go where it goes.
func (f *hostFamilies) read(ctx context.Context, story id.ID, t told) error {
	covers := stories.Covers{Channels: []string{"web", "print", "donor"}, Languages: []string{t.language}, Until: f.today + 300}
	err := f.does(ctx, access.ProtectionOfficer, stories.Consent{Story: story, Teller: f.guests[t.guest].persons[0], Covers: covers, Alone: true, ReadBack: true, Signed: true})
	if err == nil {
		err = f.does(ctx, second, stories.Publish{Story: story, NobodyKnown: true})
	}
	for _, use := range t.uses {
		if use.Story = story; err == nil {
			err = f.does(ctx, access.ProtectionOfficer, use)
		}
	}
	return err
}

// tookBack has somebody take their consent back: one place took the story down, one is printed, and one was not asked yet.
func (f *hostFamilies) tookBack(ctx context.Context, story, who id.ID) error {
	if err := f.does(ctx, access.ProtectionOfficer, stories.Withdraw{Story: story, Teller: who}); err != nil {
		return err
	}
	sheet, err := f.sheet(ctx, story)
	if err != nil {
		return err
	}
	return f.does(ctx, access.ProtectionOfficer, stories.AskBack{Story: story, Use: sheet.Uses[0].ID, State: stories.TakenDown},
		stories.AskBack{Story: story, Use: sheet.Uses[1].ID, State: stories.Beyond})
}
