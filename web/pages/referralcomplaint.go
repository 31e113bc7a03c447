// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/field/journey"
	"safar/field/referral"
	"safar/field/voice"
	"safar/kernel/id"
	"safar/web/page"
)

// The fields of a complaint as they are handed over, which forms and papers here treat apart.
const (
	sharedWords = "words"
	sharedNeed  = "need"
	sharedTheme = "theme"
)

// handedWords are the words of the complaint that walks the way of the address, as they were said; "" for any other way, and where the reader may not see them.
func (e *errand) handedWords(sheet referral.Sheet) (string, error) {
	if sheet.Kind != voice.ComplaintKind {
		return "", nil
	}
	file, err := ask(e, "task.refer", journey.SubjectFileOf(e.scope, sheet.Kind, sheet.Subject, e.formsOf(e.Request)))
	return strings.Join(saidWords(file), "\n"), err
}

// handedBlanks ask what whoever hands something over writes themselves, of what may be handed over: what is needed, and of a complaint its words, which they read first.
func (e *errand) handedBlanks(sheet referral.Sheet, about referral.Row) (blanks []blank, err error) {
	w := e.Words
	if slices.Contains(about.May, sharedWords) {
		said, err := e.handedWords(sheet)
		if err != nil {
			return nil, err
		}
		blanks = append(blanks, e.blank(asArea, sharedWords, "referrals.words").hinted(w.T("referrals.words_hint")).worth(said).optional())
		if about.Nobody {
			blanks = append(blanks, e.blank(asCheck, "names_nobody", "referrals.names_nobody").hinted(w.T("referrals.names_nobody_hint")).optional())
		}
	}
	if slices.Contains(about.May, sharedNeed) {
		blanks = append(blanks, e.blank(asArea, sharedNeed, "referrals.need").hinted(w.T("referrals.need_hint")).optional())
	}
	return blanks, nil
}

// handing is the command that hands over: of a complaint, with what it holds of itself.
func handing(sheet referral.Sheet, c referral.Send) desk.Command {
	if sheet.Kind != voice.ComplaintKind {
		return c
	}
	return voice.Refer{Journey: c.Journey, Step: c.Step, Fields: c.Fields, How: c.How, To: c.To, Need: c.Need, Words: c.Words, NamesNobody: c.NamesNobody, Day: c.Day}
}

// nobodyTask asks whether it is so that nobody can be asked.
func nobodyTask(e *errand) (*task, error) {
	t, sheet, _, err := e.referralTask("referrals.nobody")
	if err == nil && sheet.Kind != voice.ComplaintKind {
		err = notThere("pages.nobodyTask")
	}
	if err != nil {
		return nil, err
	}
	t.blanks = append(t.blanks, e.dayBlank("day", "office.day"))
	return t, nil
}

func nobodyToAsk(e *errand, in *input) (string, string, error) {
	c := voice.NobodyToAsk{Step: e.PathValue("step"), Day: in.mustDay("day")}
	return e.refers(in, func(of id.ID) desk.Command { c.Journey = of; return c })
}

// mayBeNobody reports whether it can be said of a complaint that nobody can be asked: nobody was.
func mayBeNobody(sheet referral.Sheet, row referral.Row) bool {
	return sheet.Kind == voice.ComplaintKind && sheet.Agreed && !sheet.Inbound && len(row.Consents) == 0 && !row.Recalled
}

// complaintCrumb leads from what was handed over of a complaint back to it; nil for anybody else's.
func (e *errand) complaintCrumb(sheet referral.Sheet) []page.Link {
	return e.way(sheet.Kind == voice.ComplaintKind, "referrals.the_complaint", subjectPath(voice.ComplaintKind, sheet.Subject))
}
