// SPDX-License-Identifier: Apache-2.0

package programme_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"pgregory.net/rapid"

	"safar/field/programme"
	"safar/field/programme/programmetest"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web/words"
)

// english says the sentences of problems, as the catalogue has them.
var english = words.Default().Printer("en").Say

// folderOf lays a drawn programme out as a folder.
func folderOf(d *programmetest.Programme) fstest.MapFS {
	folder := fstest.MapFS{"programme.yaml": {Data: d.Source()}}
	for name, text := range d.Forms {
		folder["forms/"+name+".yaml"] = &fstest.MapFile{Data: text}
	}
	for language, text := range d.Words {
		folder["words/"+language+".yaml"] = &fstest.MapFile{Data: text}
	}
	return folder
}

// drawn draws a programme and reads it, as a country office's folder is read.
func drawn(t *rapid.T) *programme.Programme {
	t.Helper()
	d := programmetest.Draw(t, "drawn")
	f, err := programme.Open(folderOf(d))
	var problems programme.Problems
	if errors.As(err, &problems) {
		t.Fatalf("%s\n%s", problems.Show(english), numbered(d.Source()))
	}
	if err != nil {
		t.Fatal(err)
	}
	return f.Programme
}

// numbered is a file with the numbers of its lines.
func numbered(source []byte) string {
	lines := strings.Split(string(source), "\n")
	for i := range lines {
		lines[i] = fmt.Sprintf("%4d  %s", i+1, lines[i])
	}
	return strings.Join(lines, "\n")
}

// Whatever is drawn is read, and draws of the whole language: each key of each verb, each type of question, each kind of story that an input may look at.
// What is rare may not come at once: it is drawn until nothing is missing, thirty times as long as it usually takes.
func TestWhatIsDrawnIsTheWholeLanguage(t *testing.T) {
	seen := map[string]bool{}
	for range 30 {
		rapid.Check(t, func(t *rapid.T) { note(seen, drawn(t)) })
		if len(neverSeen(seen)) == 0 {
			return
		}
	}
	t.Errorf("never drawn: %s", strings.Join(neverSeen(seen), ", "))
}

// note notes what of the language a programme uses.
func note(seen map[string]bool, p *programme.Programme) {
	for _, w := range p.Pathways {
		seen["for "+w.For] = true
		for _, s := range w.Steps {
			for _, line := range strings.Split(stepText(p, s), "\n") {
				key, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "- "), ":")
				seen[s.Verb.Name+" "+key] = true
			}
		}
	}
	for _, f := range p.Forms {
		for _, q := range f.Questions {
			seen["question "+q.Type], seen["question that asks"] = true, seen["question that asks"] || q.Asks != ""
		}
	}
}

// neverSeen is what of the language nothing that was noted uses.
func neverSeen(seen map[string]bool) (missing []string) {
	whole := []string{"question that asks"}
	for _, v := range programme.Verbs() {
		for _, k := range slices.Concat(v.Keys, programme.CommonKeys()) {
			whole = append(whole, v.Name+" "+k.Name)
		}
	}
	for _, k := range programme.Kinds() {
		whole = append(whole, "for "+k.Name)
	}
	for _, q := range programme.QuestionTypes {
		whole = append(whole, "question "+q)
	}
	for _, what := range whole {
		if !seen[what] && !neverDrawn[what] {
			missing = append(missing, what)
		}
	}
	return missing
}

// neverDrawn are keys that a verb takes and that are not drawn: people who choose, and those who leave, are not passed over.
var neverDrawn = map[string]bool{"choose optional": true, "move optional": true}

// stepText is what the file says of a step: its head and the lines below it.
func stepText(p *programme.Programme, s *programme.Step) string {
	lines := strings.Split(string(p.Bytes()), "\n")
	end := s.Line
	for end < len(lines) && strings.HasPrefix(lines[end], "        ") {
		end++
	}
	return strings.Join(lines[s.Line-1:end], "\n")
}

// What the checker accepts can be judged: any story, on any day, says of each step where it stands, and why where it is blocked.
func TestWhatTheCheckerAcceptsCanBeJudged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawn(t)
		for _, w := range p.Pathways {
			story, today := storyOf(t, w), dayOf(t)
			st := w.Evaluate(story, today)
			for i := range st.Steps {
				explained(t, &st.Steps[i])
			}
			if st.Next.Known() && st.Next <= today {
				t.Fatal("the next change lies in the past")
			}
			for _, f := range p.Figures {
				if f.Pathway != w {
					continue
				}
				f.Cells(st, func(by []string, n int64) {
					if len(by) != len(f.By) || n < 0 {
						t.Fatalf("%s: %v %d", f.ID, by, n)
					}
				})
			}
		}
		if _, problems := programme.Migration(p, p, nil); len(problems) > 0 {
			t.Fatalf("a programme cannot follow itself: %s", problems.Show(english))
		}
	})
}

// explained holds that a step which is blocked says by what.
func explained(t *rapid.T, o *programme.StepStanding) {
	t.Helper()
	if o.Status != programme.Blocked || len(o.Blockers()) > 0 || o.Failed != nil || len(o.Missing) > 0 || o.Reached(programme.Refusal) {
		return
	}
	t.Fatalf("%s is blocked and says nothing of why", o.Step.ID)
}

// The same facts are judged alike, whatever was judged before them, and whoever reads the file again.
func TestTheSameFactsAreJudgedAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawn(t)
		again, err := programme.ParseWith("again.yaml", p.Bytes(), p.Forms)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range p.Pathways {
			before, story, today := storyOf(t, w), storyOf(t, w), dayOf(t)
			e := w.NewEvaluator()
			e.Evaluate(before, today)
			got, want := told(e.Evaluate(story, today)), told(again.Pathway(w.ID).Evaluate(story, today))
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("%s: %v, read again %v", w.ID, got, want)
			}
		}
	})
}

// told is what a standing says, in words of its own.
func told(st *programme.Standing) (all []string) {
	for i := range st.Steps {
		o := &st.Steps[i]
		var blockers []string
		for _, b := range o.Blockers() {
			blockers = append(blockers, b.ID)
		}
		all = append(all, fmt.Sprint(o.Step.ID, o.Status, o.State, o.OnHold, o.Disagree, o.Undo, o.Asked, o.Value, o.Place, o.Times, o.Since, o.Lapses, o.Missed,
			o.SeeBy, o.Due, o.Expires, o.Missing, o.Members, o.Children, o.Open, o.Amounts, o.Sound(), o.Frozen(), blockers))
	}
	return append(all, fmt.Sprint(st.Next))
}

// Time alone does nothing, and undoes no deed; and before the day on which something changes by itself nothing does.
func TestTimeAloneOnlyLapsesWhateverIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawn(t)
		for _, w := range p.Pathways {
			story, today := storyOf(t, w), dayOf(t)
			st := w.Evaluate(story, today)
			until := today + 500
			for i, o := range w.Evaluate(story, until).Steps {
				if st.Steps[i].Status == programme.Done && o.Status != programme.Done && o.Step.Verb.Lasting && o.Step.Valid.IsZero() && len(o.Step.At) == 0 {
					t.Fatalf("time alone undid %s", o.Step.ID)
				}
			}
		}
	})
}

// One mistake, and the file is refused with a finding in that very line, with a caret that stands under something of it.
func TestAMistakeIsFoundInItsLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := programmetest.Draw(t, "drawn")
		f := d.Fault(t)
		folder := folderOf(d)
		folder["programme.yaml"] = &fstest.MapFile{Data: f.Source}
		_, err := programme.Open(folder)
		var problems programme.Problems
		if !errors.As(err, &problems) {
			t.Fatalf("line %d, %q: %v\n%s", f.Line, f.What, err, numbered(f.Source))
		}
		lines := strings.Split(string(f.Source), "\n")
		for _, p := range problems.Refusals() {
			if p.File != "programme.yaml" {
				continue
			}
			said := p.Said(english)
			if said.Text == "" || said.Line > 0 && (said.Source != lines[said.Line-1] || said.Column < 1 || said.Column > utf8.RuneCountInString(said.Source)+1) {
				t.Fatalf("the caret stands nowhere:\n%s", said.Show())
			}
		}
		if !slices.ContainsFunc(problems.Refusals(), func(p programme.Problem) bool { return p.Line == f.Line }) {
			t.Fatalf("line %d, %q, and what was found is\n%s\n%s", f.Line, f.What, problems.Show(english), numbered(f.Source))
		}
	})
}

var day0 = clock.Date(2026, 3, 1)

func dayOf(t *rapid.T) clock.Day { return day0 + clock.Day(rapid.IntRange(0, 500).Draw(t, "day")) }

func nth(n int) id.ID { return id.ID{15: byte(n)} }

// storyOf draws a subject of a way, and whatever may have been noted of it, in order of day; also what could never happen.
func storyOf(t *rapid.T, w *programme.Pathway) *programme.Story {
	s := &programme.Story{Opened: day0, Subject: programme.Subject{Kind: w.For, ID: nth(9), Site: nth(20)}}
	for i := range rapid.IntRange(0, 4).Draw(t, "members") {
		s.Subject.Members = append(s.Subject.Members, programme.Member{ID: nth(i + 1), Adult: programme.Tri(rapid.IntRange(0, 2).Draw(t, "adult")),
			Age: int8(rapid.IntRange(-1, 90).Draw(t, "age")), Sex: programme.Sex(rapid.IntRange(0, 3).Draw(t, "sex")),
			Separated: rapid.IntRange(0, 3).Draw(t, "separated") == 0})
	}
	for _, a := range w.Attributes {
		values := map[programme.Type]programme.Value{programme.TypeBool: programme.Bool(true), programme.TypeInt: programme.Int(2), programme.TypeText: programme.Text("north"),
			programme.TypeDay: programme.DayValue(day0)}
		if rapid.Bool().Draw(t, "known") {
			s.Subject.Attributes = append(s.Subject.Attributes, programme.Field{Name: a.Name, Value: values[a.Type]})
		}
	}
	for range rapid.IntRange(0, 40).Draw(t, "marks") {
		s.Marks = append(s.Marks, markOf(t, w))
	}
	slices.SortStableFunc(s.Marks, func(a, b programme.Mark) int { return int(a.Day - b.Day) })
	for _, in := range w.Programme.Inputs {
		if rapid.Bool().Draw(t, in.Name) {
			s.Inputs = append(s.Inputs, programme.Input{Name: in.Name, Day: dayOf(t), Place: nth(30),
				Fields: []programme.Field{{Name: "safe", Value: programme.Bool(rapid.Bool().Draw(t, "safe"))}}})
		}
	}
	return s
}

func markOf(t *rapid.T, w *programme.Pathway) programme.Mark {
	s := rapid.SampledFrom(w.Steps).Draw(t, "step")
	m := programme.Mark{Step: s.ID, Day: dayOf(t), Until: clock.NoDay, Withdrawn: rapid.IntRange(0, 9).Draw(t, "withdrawn") == 0,
		State: rapid.SampledFrom(s.Verb.States).Draw(t, "state"), By: nth(rapid.IntRange(0, 4).Draw(t, "by"))}
	if m.By == nth(0) {
		m.By = id.ID{}
	}
	m.Value = rapid.SampledFrom(append(slices.Concat(s.Options, s.Checks), "", "30d", "nonsense")).Draw(t, "value")
	m.Place = rapid.SampledFrom([]id.ID{{}, nth(30), nth(31)}).Draw(t, "place")
	m.Unit = rapid.IntRange(0, 2).Draw(t, "unit")
	if rapid.IntRange(0, 5).Draw(t, "details") == 0 {
		m.Details = rapid.SampledFrom([]*programme.Details{{Guardian: nth(77)}, {Authority: nth(78)}, {Numbers: []programme.Term{{Name: "rent", Value: 100}}}}).Draw(t, "who stands in")
	}
	return m
}
