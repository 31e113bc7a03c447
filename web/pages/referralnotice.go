// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"encoding/json"
	"strings"

	"safar/field/referral"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// toAskBack counts where a partner is still to be told that somebody took back their consent.
func (p Pages) toAskBack(r *web.Request) (int64, error) {
	return p.inEach(r, access.ReferralSend, func(e *errand) (int64, error) {
		due, err := ask(e, "task.start", referral.ToAskBack(e.scope))
		return int64(len(due)), err
	})
}

// noticeHere reads the notice about the person of the address.
func (e *errand) noticeHere() (n referral.Notice, err error) {
	journey, err := e.PathID("journey")
	if err != nil {
		return n, err
	}
	person := id.ID{}
	if e.PathValue("person") != nobody {
		if person, err = e.PathID("person"); err != nil {
			return n, err
		}
	}
	return ask(e, "task.refer", referral.NoticeOf(e.scope, journey, e.PathValue("step"), person))
}

// showReferralNotice is the notice to the other organisation, on paper: what it has, and that it is to give it up. It repeats nothing of it but the names.
func showReferralNotice(e *errand) error {
	n, err := e.noticeHere()
	if err != nil {
		return err
	}
	journey, err := e.PathID("journey")
	if err != nil {
		return err
	}
	w := e.Words
	names, says, since := n.Names, "referrals.notice_says", "referrals.notice_withdrawn"
	switch {
	case n.Kind == voice.ComplaintKind: // nobody need have said anything: it may have been forgotten
		names, says, since = w.T("referrals.notice_of_complaint", words.Args{"Day": n.Handed}), "referrals.notice_complaint_says", "referrals.notice_since"
	case names == "":
		names = w.T("referrals.notice_nameless", words.Args{"Day": n.Handed})
	}
	terms := []page.Term{{Label: w.T("referrals.partner"), Value: strings.TrimSpace(n.Name)}, {Label: w.T("referrals.of"), Value: names}, {Label: w.T("referrals.notice_handed"), Value: w.Date(n.Handed), Class: "date"},
		{Label: w.T("referrals.how"), Value: word(w, "referred_by", n.How)}, {Label: w.T("referrals.shares"), Value: fieldsSaid(w, n.Fields)}, {Label: w.T(since), Value: w.Date(n.Withdrawn), Class: "date"}}
	if n.To != "" {
		terms = append(terms, page.Term{Label: w.T("referrals.to"), Value: n.To})
	}
	back := referralPath(journey, e.PathValue("step"))
	f := e.frame(w.T("referrals.notice"), e.crumb("referrals.title", "/referrals"), page.Link{Text: e.say("steps", e.PathValue("step")), To: back})
	return e.Show(officePage(f, w.T("referrals.notice_lead"), e.way(true, "referrals.file", back+"/notice-file/"+e.PathValue("person")), page.Facts(w, terms),
		paragraph(w.T(says)), numberedList([]string{w.T("referrals.notice_give_up"), w.T("referrals.notice_pass_on"), w.T("referrals.notice_tell_us")})))
}

// noticeFile is the notice as a file.
type noticeFile struct {
	Notice    string   `json:"notice"` // consent_withdrawn; of a complaint give_up
	Partner   string   `json:"partner"`
	Names     string   `json:"names,omitempty"`
	Handed    string   `json:"handed"`
	Fields    []string `json:"fields"`
	Withdrawn string   `json:"withdrawn"`
	Asked     []string `json:"asked"`
}

// giveNoticeFile gives the notice as a file, to those who may read all of it.
func giveNoticeFile(e *errand) error {
	n, err := e.noticeHere()
	if err != nil {
		return err
	}
	notice := "consent_withdrawn"
	if n.Kind == voice.ComplaintKind {
		notice = "give_up"
	}
	body, err := json.MarshalIndent(noticeFile{Notice: notice, Partner: n.Name, Names: n.Names, Handed: n.Handed.String(), Fields: n.Fields, Withdrawn: n.Withdrawn.String(),
		Asked: []string{"give_up_or_delete", "do_not_pass_on", "confirm"}}, "", "  ")
	if err != nil {
		return fault.Wrap("pages.giveNoticeFile", err)
	}
	return e.Download("notice-"+n.Withdrawn.String()+".json", "application/json", append(body, '\n'))
}
