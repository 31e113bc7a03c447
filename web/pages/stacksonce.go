// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"encoding/hex"
	"net/url"
	"slices"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/fault"
	"safar/web/page"
	"safar/web/words"
)

// A stack that was printed before its form was changed is typed into the grid of that form, and held against it and no other: the code on the paper says which it is.

// onPaper finds the form that is on the papers: the one of today, or the one that the address names, and which there were before.
func (f *stackForm) onPaper(e *errand) error {
	all, err := asked(e.Pages, e.Request, "task.find_the_way", journey.FormsOnce(f.programme, [32]byte{}, f.name))
	if err != nil {
		return err
	}
	once, code := formOnceAsked(e.Request), formCode(f.name, f.form)
	var found *programme.Form
	for _, was := range all {
		form, err := was.File.Form(f.name)
		if err != nil || form == nil {
			continue // a form that this program cannot read is typed nowhere
		}
		hash := hex.EncodeToString(was.Hash[:])
		today := formCode(f.name, form) == code && f.hash == [32]byte{}
		if today {
			f.hash = was.Hash
		}
		if hash == once {
			found, f.hash = form, was.Hash
		} else if !today {
			f.before = append(f.before, was)
		}
	}
	if once != "" && found == nil {
		return fault.New("pages.onPaper", fault.NotFound, "journey.no_such_form_once", nil).WithHint("journey.no_such_form_once_hint")
	}
	if once != "" {
		f.form, f.once = found, true
	}
	return nil
}

// otherPapers lead to the grids of the papers that were printed before the form was changed, and to that of today, each with the code that stands on them.
func (f *stackForm) otherPapers(e *errand) (links []page.Link) {
	if f.once {
		links = append(links, page.Link{Text: e.Words.T("paper.today"), To: f.at})
	}
	for _, was := range f.before {
		form, err := was.File.Form(f.name)
		if err != nil || form == nil || !was.Until.Known() {
			continue
		}
		links = append(links, page.Link{Text: e.Words.T("stacks.once", words.Args{"Code": words.LTR(formCode(f.name, form)), "Since": was.Since, "Until": was.Until}),
			To: f.at + "?" + url.Values{"paper": {hex.EncodeToString(was.Hash[:])}}.Encode()})
	}
	return links
}

// sayOnce notes beside answers on which form they were filled in, where a household is asked another one today: its way goes by another version of the programme
// than the paper.
func (f *stackForm) sayOnce(e *errand, way journey.Way, answers programme.Answers) error {
	others, err := asked(e.Pages, e.Request, "task.find_the_way", journey.FormsOnce(f.programme, way.Version, f.name))
	if err == nil && slices.ContainsFunc(others, func(o journey.FormOnce) bool { return o.Hash == f.hash }) {
		answers[programme.FilledOn] = hex.EncodeToString(f.hash[:])
	}
	return err
}
