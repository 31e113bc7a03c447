// SPDX-License-Identifier: Apache-2.0

package programmes

import (
	"io/fs"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web/words"
)

func TestEveryProgrammeIsSound(t *testing.T) {
	for _, name := range Names() {
		folder, err := load(name)
		if err != nil {
			t.Errorf("%s:\n%v", name, err)
			continue
		}
		for _, p := range folder.Advice {
			t.Errorf("%s: %s", name, p.Said(words.Default().Printer("en").Say).Show())
		}
		for _, language := range []string{"en", "fr", "ar"} {
			if w := folder.Words[language]; w == nil || w.Name == "" || w.About == "" {
				t.Errorf("%s: words/%s.yaml must say the programme's name and, under about, what it is for", name, language)
			}
		}
	}
}

// TestPeopleOfTanganyikaAreToldInSwahili: no sentence that they are told falls back to the language of the staff. The checker holds the rest of their words.
func TestPeopleOfTanganyikaAreToldInSwahili(t *testing.T) {
	for name, least := range map[string]int{"durable_solutions_tanganyika": 15, "feedback": 5} {
		folder, err := load(name)
		if err != nil {
			t.Fatal(err)
		}
		swahili, english := folder.Words["sw"], folder.Words["en"]
		if swahili == nil || !swahili.ForPeople || len(english.Sections["told"]) < least {
			t.Fatalf("%s: people are told %d sentences, and in Swahili: %+v", name, len(english.Sections["told"]), swahili)
		}
		for _, section := range []string{"told", "steps", "options", "reasons", "checks", "parts"} {
			for id, said := range english.Sections[section] {
				if told := swahili.In(section, id); section == "told" && told == "" || told == said {
					t.Errorf("%s: %s %s is said in English: %q", name, section, id, said)
				}
			}
		}
	}
}

// TestPapersOfTanganyikaAreWholeInSwahili: no printed form that people fill in has a title, a question or an answer in the language of the staff.
func TestPapersOfTanganyikaAreWholeInSwahili(t *testing.T) {
	folder, err := load("durable_solutions_tanganyika")
	if err != nil {
		t.Fatal(err)
	}
	said := func(labels programme.Labels, of string) {
		if labels["en"] != "" && labels["sw"] == "" {
			t.Errorf("%s is printed in English: %s", of, labels["en"])
		}
	}
	for _, way := range folder.Programme.Pathways {
		for _, s := range way.Steps {
			if s.Form == "" || s.Verb.Name != "ask" && s.Verb.Name != "check" {
				continue
			}
			if folder.Words["sw"].In("steps", s.ID) == "" && programme.NatureOf(way.For) == programme.Household {
				t.Errorf("the title of %s is printed in English", s.ID)
			}
			form := folder.Programme.Forms[s.Form]
			for _, q := range form.Questions {
				said(q.Labels, s.Form)
				for _, o := range q.Options {
					said(o.Labels, s.Form)
				}
			}
		}
	}
}

// TestWhereKosovoIsNamedTheFootnoteStands: in every file that a reader may meet by itself.
func TestWhereKosovoIsNamedTheFootnoteStands(t *testing.T) {
	err := fs.WalkDir(FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(FS(), path)
		if strings.Contains(string(text), "Kosovo") && !strings.Contains(string(text), "1244 (1999)") { // in each language in its own words
			t.Errorf("%s names Kosovo without the footnote", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

var origin = regexp.MustCompile(`ethni|religi|minorit|nationalit|mother_tongue`)

// TestNobodyIsAskedWhatPeopleTheyAre: where a programme must, the answer is sealed; that a room heard everybody is said of the room, in the open.
func TestNobodyIsAskedWhatPeopleTheyAre(t *testing.T) {
	for _, name := range Names() {
		folder, err := load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range folder.Programme.Forms {
			for _, q := range form.Questions {
				if origin.MatchString(q.Name) && q.Class != "sealed" && q.Name != "minorities_heard" {
					t.Errorf("%s: %s asks for %s", name, form.ID, q.Name)
				}
			}
		}
	}
}

// TestHouseholdsStillThereFallIntoFiveGroups counts an operation in the mix of Kalemie: whoever has not left is undecided,
// stays, disagrees, is on hold or is ready, and never two of these.
func TestHouseholdsStillThereFallIntoFiveGroups(t *testing.T) {
	folder, err := load("durable_solutions_tanganyika")
	if err != nil {
		t.Fatal(err)
	}
	p := folder.Programme
	e := p.Pathway("solution").NewEvaluator()
	groups := map[string]int{}
	for _, story := range operation(4000) {
		st := e.Evaluate(story, today)
		var in []string
		for _, f := range []string{"households_left", "undecided", "stays", "disagree", "on_hold", "ready"} {
			if p.Figure(f).Holds(st, nil) {
				in = append(in, f)
				groups[f]++
			}
		}
		if len(in) != 1 {
			t.Fatalf("a household is in %v", in)
		}
	}
	if len(groups) != 6 {
		t.Errorf("groups: %v", groups)
	}
}

// TestOneHouseholdGoesTheWholeWay walks from the first question to the end, and asks before each step whether it is next.
func TestOneHouseholdGoesTheWholeWay(t *testing.T) {
	folder, err := load("durable_solutions_tanganyika")
	if err != nil {
		t.Fatal(err)
	}
	village, ada, bem := id.ID{1}, id.ID{2}, id.ID{3}
	story := &programme.Story{Opened: 20000, Subject: programme.Subject{Kind: "household", Members: []programme.Member{
		{ID: ada, Adult: programme.Yes, Age: 30, Sex: programme.Female}, {ID: bem, Adult: programme.Yes, Age: 40, Sex: programme.Male}}}}
	w := folder.Programme.Pathway("solution")
	day := clock.Day(20000)
	do := func(step string, after clock.Day, marks ...programme.Mark) {
		t.Helper()
		day += after
		story.Inputs = []programme.Input{{Name: "destination", Day: day, Place: village,
			Fields: []programme.Field{{Name: "safe", Value: programme.Bool(true)}}}}
		if s := w.Evaluate(story, day).Step(step); s.Status == programme.Blocked || s.Status == programme.NotApplicable || s.Status == programme.Done {
			t.Errorf("day %d: %s is %s", day, step, s.Status)
		}
		for _, m := range marks {
			m.Step, m.Day, m.Place = step, day, village
			story.Marks = append(story.Marks, m)
		}
	}
	each := func(state programme.State, value string) []programme.Mark {
		return []programme.Mark{{State: state, By: ada, Value: value}, {State: state, By: bem, Value: value}}
	}
	states := func(all ...programme.State) (out []programme.Mark) {
		for _, s := range all {
			out = append(out, programme.Mark{State: s})
		}
		return out
	}
	pay := states(programme.Owed, programme.Listed, programme.Approved, programme.Sent, programme.Delivered)
	built := states(programme.Reported, programme.Passed)
	do("intention", 0, programme.Mark{})
	do("village_profile", 5, programme.Mark{})
	do("go_and_see", 3, programme.Mark{})
	do("come_and_tell", 3, programme.Mark{})
	do("solution", 2, each(programme.Happened, "return")...)
	for _, check := range w.Step("plot").Checks {
		do("plot", 1, programme.Mark{State: programme.Checked, Value: check})
	}
	do("plot", 1, programme.Mark{State: programme.Promised})
	do("first_tranche", 5, pay...)
	do("departure", 5, each(programme.Willing, "")...)
	do("departure", 1, states(programme.Loaded, programme.Boarded, programme.Departed, programme.Arrived)...)
	do("foundation", 14, built...)
	do("walls", 10, built...)
	do("second_tranche", 5, pay...)
	do("roof", 100, built...)
	do("third_tranche", 5, pay...)
	do("settled", 46, programme.Mark{}) // the first two were passed over: nobody waits for them any more
	do("settled", 185, programme.Mark{})
	do("solution_reached", 5, programme.Mark{State: programme.Closed, Value: "returned"})
	do("solution_reached", 0, each(programme.Agreed, "")...)
	st := w.Evaluate(story, day+1000)
	for i := range st.Steps {
		if s := st.Steps[i].Status; s != programme.Done && s != programme.NotApplicable && !st.Steps[i].Step.Optional {
			t.Errorf("years later %s is %s", st.Steps[i].Step.ID, s)
		}
	}
}

// load reads the programme of a name with its forms, words and prose.
func load(name string) (*programme.Folder, error) {
	folder, err := fs.Sub(FS(), name)
	if err != nil {
		return nil, err
	}
	return programme.Open(folder)
}

// Memory that one standing was made in is given to the next, which is the same as one made in memory of its own.
func TestAReleasedStandingLeavesNothingBehind(t *testing.T) {
	folder, err := load("durable_solutions_tanganyika")
	if err != nil {
		t.Fatal(err)
	}
	w := folder.Programme.Pathway("solution")
	for i, story := range operation(500) {
		own, given := w.NewEvaluator().Evaluate(story, today), w.Evaluate(story, today)
		if given.Next != own.Next || !reflect.DeepEqual(given.Steps, own.Steps) {
			t.Fatalf("journey %d stands elsewhere in memory that others used", i)
		}
		given.Release()
		given.Release() // twice is once
	}
}
