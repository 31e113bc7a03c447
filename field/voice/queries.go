// SPDX-License-Identifier: Apache-2.0

package voice

import (
	"bytes"
	"cmp"
	"slices"

	"safar/desk"
	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// Waiting is how much of what people said waits, in Words, for an answer, of what the asker may see.
type Waiting struct {
	Words int64 `class:"open"`
}

// WaitingToday says how much waits in a scope. It names nobody, and costs the same however much there is.
func WaitingToday(doing access.Act, scope access.Scope) desk.Query[Waiting] {
	return desk.Query[Waiting]{Act: doing, Scope: scope, Run: func(r *desk.Reader) (w Waiting, err error) {
		w.Words, err = countWaiting(r)
		return w, err
	}}
}

// countWaiting counts what waits and the asker may see.
func countWaiting(r *desk.Reader) (all int64, err error) {
	for _, kind := range kindsFor(access.Clearance(r.By(), r.Scope(), r.Today())) {
		n, err := r.Count(Waits, []byte{kind})
		if err != nil {
			return 0, err
		}
		all += n
	}
	return all, nil
}

// firstWaiting are the first of what waits and the asker may see, the longest first.
func firstWaiting(r *desk.Reader, most int) ([]register.Entry, error) {
	var all []register.Entry
	for _, kind := range kindsFor(access.Clearance(r.By(), r.Scope(), r.Today())) {
		some, err := r.Scan(Waits, register.Range{Prefix: []byte{kind}, Limit: most})
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, func(a, b register.Entry) int {
		return cmp.Or(bytes.Compare(a.Key[1:], b.Key[1:]), a.Story.Compare(b.Story)) // the day, whoever learns of it
	})
	return all[:min(len(all), most)], nil
}

// WordRow is something that somebody said, as those see it who answer. ID is the word, Household whose account it is of, with its Card and Language; About and Words are what was said, Via on which way, on which Day; Answered says that somebody did; Name is who said it, "" where nobody knows.
// ContactStated says that they said how they may safely be reached, which Contact tells those who are cleared for it.
type WordRow struct {
	ID            id.ID     `class:"open"`
	Household     id.ID     `class:"open"`
	Card          string    `class:"personal"`
	Language      string    `class:"open"`
	Name          string    `class:"personal"`
	About         About     `class:"personal"`
	Words         string    `class:"personal"`
	Via           Via       `class:"open"`
	Day           clock.Day `class:"open"`
	ContactStated bool      `class:"personal"`
	Contact       people.ContactRow
	Answered      bool `class:"open"`
}

// WaitingPage is a part of what waits for an answer: its Rows, and how many words wait in all.
type WaitingPage struct {
	Rows []WordRow
	All  int64 `class:"open"` // that wait, of which these are a part
}

// WaitingWords lists a part of what waits for an answer, the longest first. It notes a look at each household of those, and reads no others.
func WaitingWords(scope access.Scope, part desk.Part) desk.Query[WaitingPage] {
	return desk.Query[WaitingPage]{Act: access.VoiceAnswer, Scope: scope, Run: func(r *desk.Reader) (page WaitingPage, err error) {
		if page.All, err = countWaiting(r); err != nil {
			return page, err
		}
		entries, err := firstWaiting(r, part.From+part.Limit)
		for _, e := range entries[min(part.From, len(entries)):] {
			if err != nil {
				return page, err
			}
			w, wrong := desk.Read(r, WordStory, e.Story)
			if wrong != nil {
				return page, wrong
			}
			var row WordRow
			row, err = rowOf(r, e.Story, w.State)
			page.Rows = append(page.Rows, row)
		}
		return page, err
	}}
}

// WordOf reads one thing that somebody said, and notes the look. Fault: NotFound voice.none, also for what the asker may not see.
func WordOf(scope access.Scope, of id.ID) desk.Query[WordRow] {
	return desk.Query[WordRow]{Act: access.VoiceAnswer, Scope: scope, Run: func(r *desk.Reader) (WordRow, error) {
		w, err := desk.Read(r, WordStory, of)
		if err == nil && (!w.Exists || !w.State.seenBy(access.Clearance(r.By(), r.Scope(), r.Today()))) {
			err = fault.New("voice.WordOf", fault.NotFound, "voice.none", nil)
		}
		if err != nil {
			return WordRow{}, err
		}
		return rowOf(r, of, w.State)
	}}
}

func rowOf(r *desk.Reader, of id.ID, w *Word) (WordRow, error) {
	row := WordRow{ID: of, Household: w.Household, About: w.About, Words: w.Words, Via: w.Via, Day: w.Day, Answered: w.Answered}
	h, err := desk.Read(r, people.HouseholdStory, w.Household)
	if err != nil {
		return row, err
	}
	r.Looked(w.Household)
	row.Card, row.Language = h.State.Card, h.State.Language
	if w.Person.IsZero() {
		return row, nil
	}
	p, err := desk.Read(r, people.PersonStory, w.Person)
	if err == nil && p.Exists {
		row.Name = p.State.Names.Value().String()
		row.Contact, row.ContactStated = p.State.Reached()
	}
	return row, err
}

// CallRow is a call as who held it sees it again: of which Household, and whether it was Verified so that something may be told.
type CallRow struct {
	Household id.ID `class:"open"`
	Verified  bool  `class:"open"`
}

// CallOf reads a call of the asker, of today. Fault: NotFound voice.no_such_call, also for a call of somebody else and of another day: what was told then is not told again without asking.
func CallOf(scope access.Scope, of id.ID) desk.Query[CallRow] {
	return desk.Query[CallRow]{Act: access.AccountRead, Scope: scope, Run: func(r *desk.Reader) (CallRow, error) {
		c, err := desk.Read(r, CallStory, of)
		if err == nil && (!c.Exists || c.State.By != r.By().User || c.State.Day != r.Today()) {
			err = fault.New("voice.CallOf", fault.NotFound, "voice.no_such_call", nil)
		}
		if err != nil {
			return CallRow{}, err
		}
		return CallRow{c.State.Household, c.State.Verified()}, nil
	}}
}
