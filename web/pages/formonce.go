// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"encoding/hex"
	"net/url"
	"slices"

	"safar/field/journey"
	"safar/field/programme"
	"safar/kernel/fault"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// The address of a step says under "paper" on which form the answers are typed, where papers are out that were printed before it was changed.

// formOnceAsked returns what the address says of the form; "" for the one that is asked today.
func formOnceAsked(r *web.Request) string { return r.URL.Query().Get("paper") }

// sayFormOnce notes beside answers on which form they were filled in. Of a paper that was filled in before, the day is asked for: it was not today.
func sayFormOnce(r *web.Request, v url.Values, answers programme.Answers, bad wrongs) {
	once := formOnceAsked(r)
	if once == "" {
		return
	}
	answers[programme.FilledOn] = once
	if v.Get("day") == "" {
		bad["day"] = r.Words.T("paper.day_needed")
	}
}

// formFor returns the form of the step for a form on the page, which says what other papers can be typed.
func (p Pages) formFor(r *web.Request, s *paper, f stepForm) (*programme.Form, error) {
	form, err := p.formOf(r, f)
	if err == nil {
		err = p.papersOut(r, s, f.way.Programme, f.way.Version, f.step.Form)
	}
	return form, err
}

// formOnce returns a form as it stood before, by the hash of its file.
func (p Pages) formOnce(r *web.Request, programmeID string, version [32]byte, name, once string) (journey.FormFile, error) {
	forms, err := asked(p, r, "task.find_the_way", journey.FormsOnce(programmeID, version, name))
	if err != nil {
		return journey.FormFile{}, err
	}
	i := slices.IndexFunc(forms, func(f journey.FormOnce) bool { return hex.EncodeToString(f.Hash[:]) == once })
	if i < 0 {
		return journey.FormFile{}, fault.New("pages.formOnce", fault.NotFound, "journey.no_such_form_once", nil).WithHint("journey.no_such_form_once_hint")
	}
	return forms[i].File, nil
}

// papersOut adds to the form of a step which paper is typed, and the ways to type those that were printed before the form was changed, and after.
func (p Pages) papersOut(r *web.Request, s *paper, programmeID string, version [32]byte, name string) error {
	if name == "" {
		return nil
	}
	forms, err := asked(p, r, "task.find_the_way", journey.FormsOnce(programmeID, version, name))
	if err != nil || len(forms) == 0 {
		return err
	}
	w, once := r.Words, formOnceAsked(r)
	if once != "" {
		s.links = append(s.links, page.Link{Text: w.T("paper.today"), To: r.URL.Path})
	}
	for _, f := range forms {
		hash := hex.EncodeToString(f.Hash[:])
		days := words.Args{"Since": f.Since, "Until": f.Until}
		if hash != once {
			s.links = append(s.links, page.Link{Text: w.T("paper.type", days), To: r.URL.Path + "?" + url.Values{"paper": {hash}}.Encode()})
			continue
		}
		s.terms = append(s.terms, page.Term{Label: w.T("paper.which"), Value: w.T("paper.once", days)})
	}
	return nil
}
