// SPDX-License-Identifier: Apache-2.0

package attack

import (
	"slices"
	"strings"
	"testing"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/access"
	"safar/kernel/id"
)

// Promise 6: what one adult said they would like is in no summary that anybody reads, however often they read it: not beside two dozen others, and not by what is different
// from the day before. Every role that reads figures is told the same.
func TestNoSingleAnswerIsReadFromASurvey(t *testing.T) {
	w := tell(t, 35)
	first, she := w.journey, w.members[0]
	for i := range 24 {
		if i > 0 {
			w.register(35)
		}
		w.prefers(w.journey, w.members[0], []string{"return", "stay"}[i%2])
	}
	w.days(1)
	before := w.surveyRead()
	if !strings.Contains(before, "Is:return Persons:12") {
		t.Fatalf("the survey says %s", before)
	}
	w.prefers(first, she, "relocate")
	w.days(1)
	if now := w.surveyRead(); now != before {
		t.Errorf("one was asked again, and the survey says\n%s and not\n%s", now, before)
	}
	for i := range 9 {
		w.register(35)
		w.prefers(w.journey, w.members[0], []string{"return", "stay"}[i%2])
	}
	w.days(1)
	now := w.surveyRead()
	if now == before || !strings.Contains(now, "Is:relocate Persons:0 Few:true") {
		t.Errorf("ten were asked since, one of whom would relocate: %s", now)
	}
}

func (w *tale) prefers(way, person id.ID, what string) {
	w.t.Helper()
	w.by(w.as(access.Enumerator), journey.Ask{Journey: way, Step: "intention", By: person,
		Words: journey.Words{Answers: programme.Answers{"consents": "yes", "prefers": what, "other_words": "zkanari"}}})
}

// surveyRead is what every role that reads figures is told of the survey; others are refused.
func (w *tale) surveyRead() string {
	w.t.Helper()
	var told []string
	for _, role := range access.Roles() {
		by := w.as(role)
		s := asked(w, by, "journey.SurveysAt", journey.SurveysAt(w.scope, w.site))
		text := s.text + asked(w, by, "journey.SurveysCrossed", journey.SurveysCrossed(w.scope, w.site)).text
		if strings.Contains(text, "zkanari") {
			w.t.Errorf("the %s reads the words of one of them: %s", role, text)
		}
		if access.May(by, access.FiguresRead, w.scope, w.desk.Today()) == nil && !slices.Contains(told, text) {
			told = append(told, text)
		}
	}
	if len(told) != 1 {
		w.t.Fatalf("not all are told the same: %v", told)
	}
	return told[0]
}
