// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"safar/desk"
	"safar/field/people"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// answered is what one answered, with the form on which it was.
type answered struct {
	household id.ID
	person    *people.Person // nil: the household as one
	day       clock.Day      // on which they were asked
	answers   programme.Answers
	form      *programme.Form // as it was then; nil where nobody knows
}

// answers reads the answers that are told. Of who was forgotten nothing is left; who had died by the last day of them, or is of another household now, is
// not counted.
func (s *survey) answers(r *desk.Reader, told *tellings) (all []answered, err error) {
	err = s.read(r, maps.Values(told.told), told.until, func(_ asking, a answered) { all = append(all, a) })
	return all, err
}

// read reads what was answered at some askings, each with the form as it was.
func (s *survey) read(r *desk.Reader, all iter.Seq[asking], until clock.Day, found func(asking, answered)) error {
	for way, askings := range byWay(all) {
		facts, err := r.Facts(Story.Name(), way)
		if err != nil {
			return err
		}
		var version [32]byte
		for _, f := range facts {
			if version, err = versionAfter(version, f); err != nil {
				return err
			}
			i := slices.IndexFunc(askings, func(a asking) bool { return a.ref == f.Ref() })
			if i < 0 {
				continue
			}
			a, err := s.answer(r, askings[i], f, version)
			if err != nil {
				return err
			}
			if there, err := a.lives(r, askings[i], until); err != nil {
				return err
			} else if there && len(a.answers) > 0 {
				found(askings[i], a)
			}
		}
	}
	return nil
}

// answer reads one answer, and the form as the version that was walked then had it at that moment.
func (s *survey) answer(r *desk.Reader, of asking, f *journal.Fact, version [32]byte) (a answered, err error) {
	in, err := filledIn(f)
	if err != nil {
		return a, err
	}
	v, err := desk.ReadCommons(r, VersionStory, VersionID(version))
	if err != nil {
		return a, err
	}
	a = answered{household: of.household, day: f.Day, answers: in.Answers}
	if a.form, err = (FormFile{v.State.formFileAt(s.form.ID, f.At)}).Form(s.form.ID); err != nil {
		a.form = nil
	}
	return a, nil
}

// lives reads who answered, and reports whether they are alive on a day and of the household still.
func (a *answered) lives(r *desk.Reader, of asking, until clock.Day) (bool, error) {
	if of.by.IsZero() {
		return true, nil
	}
	p, err := desk.Read(r, people.PersonStory, of.by)
	a.person = p.State
	if died, dead := p.State.Died.Latest(); dead {
		return died > until, err
	}
	return p.State.Belongs(of.household), err
}

// count counts those who were asked, and what they answered.
func (s *survey) count(out *SurveyOf, told []answered) {
	out.Persons, out.From, out.To = len(told), told[0].day, told[0].day
	for _, a := range told {
		out.From, out.To = min(out.From, a.day), max(out.To, a.day)
	}
	out.Sexes = countsBy(told, out.Fewest, sexes, sexOf)
	out.Ages = countsBy(told, out.Fewest, ageBands(), ageOf)
	out.Disability = countsBy(told, out.Fewest, disabilities, disabilityOf)
	for _, q := range s.form.Questions {
		if counted(q) {
			out.Questions = append(out.Questions, questionAsked(q, told, out.Fewest))
		}
	}
}

// countsBy counts each once, under what of says of them, in the order of the names.
func countsBy(told []answered, fewest int, names []string, of func(answered) string) (counts []AskedCount) {
	var stands []access.Basis
	for _, name := range names {
		is := func(a answered) bool { return of(a) == name }
		stands = append(stands, access.Basis{On: on(told, is)})
		counts = append(counts, AskedCount{Is: name, Persons: heads(told, is)})
	}
	for i, withheld := range access.WithheldBelow(fewest, stands) {
		if withheld {
			counts[i] = AskedCount{Is: counts[i].Is, Few: true}
		}
	}
	return slices.DeleteFunc(counts, func(c AskedCount) bool { return c.Persons == 0 && !c.Few })
}

// questionAsked counts the answers to a question.
func questionAsked(q *programme.Question, told []answered, fewest int) QuestionAsked {
	out := QuestionAsked{Question: q.Name, Several: q.Type == "select_multiple"}
	names := []string{}
	for _, o := range q.Options {
		names = append(names, o.Name)
	}
	if !out.Several {
		out.Counts = countsBy(told, fewest, append(names, ""), func(a answered) string { return a.one(q, names) })
		hideShared(out.Counts)
		return out
	}
	for _, name := range names {
		if c := given(q, name, told, fewest); c.Few || c.Persons > 0 {
			out.Counts = append(out.Counts, c)
		}
	}
	return out
}

// hideShared takes out the counts of a question to which all who answered it gave one answer: it is what each of them said.
func hideShared(counts []AskedCount) {
	said := slices.DeleteFunc(slices.Clone(counts), func(c AskedCount) bool { return c.Is == "" })
	if len(said) > 1 {
		return
	}
	for i := range counts {
		counts[i] = AskedCount{Is: counts[i].Is, Few: true}
	}
}

// one is the answer to a question that offers one; "" for none of its options, and for one that was given when it was not to be counted.
func (a answered) one(q *programme.Question, names []string) string {
	if said := a.countable(q); slices.Contains(names, said) {
		return said
	}
	return ""
}

// countable is what was answered to a question, where the form of that day counted it; "" otherwise. What people said before a version counted it stays
// uncounted.
func (a answered) countable(q *programme.Question) string {
	if a.form == nil {
		return ""
	}
	if then := a.form.Question(q.Name); then == nil || !counted(then) {
		return ""
	}
	return a.answers[q.Name]
}

// given counts who gave one of several answers. It is told where as many gave it as a number must stand on, and as many did not.
func given(q *programme.Question, name string, told []answered, fewest int) AskedCount {
	gave := func(a answered) bool { return slices.Contains(strings.Fields(a.countable(q)), name) }
	not := func(a answered) bool { return !gave(a) }
	c := AskedCount{Is: name, Persons: heads(told, gave)}
	if c.Persons > 0 && (len(on(told, gave)) < fewest || len(on(told, not)) < fewest) {
		return AskedCount{Is: name, Few: true}
	}
	return c
}

func everybody(answered) bool { return true }

// on are the households of those of whom something is true, each once.
func on(told []answered, is func(answered) bool) (households []id.ID) {
	seen := map[id.ID]bool{}
	for _, a := range told {
		if is(a) && !seen[a.household] {
			seen[a.household] = true
			households = append(households, a.household)
		}
	}
	return households
}

func heads(told []answered, is func(answered) bool) (n int) {
	for _, a := range told {
		if is(a) {
			n++
		}
	}
	return n
}

// What those who answered are, as counts name it.
var (
	sexes        = []string{"female", "male", "other", notKnown}
	disabilities = []string{"yes", "no", notKnown}
)

const notKnown = "unknown"

func ageBands() (names []string) {
	for _, b := range programme.AgeBands {
		names = append(names, b.Name)
	}
	return append(names, notKnown)
}

func sexOf(a answered) string {
	if a.person != nil {
		switch a.person.Sex.Value() {
		case people.Female:
			return "female"
		case people.Male:
			return "male"
		case people.OtherSex:
			return "other"
		}
	}
	return notKnown
}

func ageOf(a answered) string {
	if a.person == nil {
		return notKnown
	}
	return programme.AgeBand(int8(min(a.person.AgeOn(a.day), 127)))
}

func disabilityOf(a answered) string {
	if a.person != nil {
		switch a.person.Disability.Value() {
		case people.Yes:
			return "yes"
		case people.No:
			return "no"
		}
	}
	return notKnown
}
