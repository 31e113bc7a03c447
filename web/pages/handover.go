// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"

	"safar/desk"
	"safar/field/detention"
	"safar/field/journey"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/web"
	"safar/web/page"
)

// handOverStep hands a family who were let go over to another compartment: it says who goes, what goes along and what stays, and leads on to the file that begins there. Whoever does
// not work in both compartments is told who may.
func (p Pages) handOverStep(r *web.Request, f stepForm) error {
	w := r.Words
	s := f.paper(r, "handover.do")
	form, err := p.formFor(r, s, f)
	if err != nil {
		return err
	}
	outside, err := p.outsideOf(r, f)
	if err != nil {
		return err
	}
	s.lead = w.T("handover.lead")
	for _, m := range f.file.People.Members {
		s.terms = append(s.terms, page.Term{Label: w.T("handover.who"), Value: called(w, m)})
	}
	s.terms = append(s.terms, page.Term{Label: w.T("handover.along"), Value: w.T("handover.along_said")}, page.Term{Label: w.T("handover.stays"), Value: w.T("handover.stays_said")})
	if detention.May(r.Visitor.Actor, f.scope, outside, p.op.Desk.Today()) != nil {
		s.closed, s.lead = true, w.T("handover.both")
	}
	s.lines = questionLines(w, form)
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		bad := wrongs{}
		h := detention.HandOver{Scope: f.scope, Way: f.way.ID, Step: f.step.ID, Answers: p.answersOf(r, form, v, bad)}
		if len(bad) > 0 {
			return "", "", bad
		}
		done, err := h.Do(r.Context(), p.op.Desk, r.Visitor.Actor)
		if err != nil {
			return "", "", err
		}
		r.ChooseCaseload(done.Outside)
		return householdPath(done.Household), "family_handed_over", nil
	})
}

// outsideOf is the compartment in which the pathway is walked that begins at a step.
func (p Pages) outsideOf(r *web.Request, f stepForm) (access.Scope, error) {
	way, err := asked(p, r, "task.hand_over", pathwayInForce(f.scope, f.way.Programme, f.step.Begins))
	return access.Scope{Caseload: f.scope.Caseload, Compartment: way.Part}, err
}

// walkedIn is in which compartment a pathway is walked.
type walkedIn struct {
	Part access.Compartment `class:"open"`
}

func pathwayInForce(scope access.Scope, of, pathway string) desk.Query[walkedIn] {
	return desk.Query[walkedIn]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (walkedIn, error) {
		way, err := journey.PathwayInForce(r, of, pathway)
		if err == nil && way == nil {
			err = fault.New("pages.handOver", fault.NotFound, "", nil)
		}
		if err != nil {
			return walkedIn{}, err
		}
		return walkedIn{way.Part}, nil
	}}
}
