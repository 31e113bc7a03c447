// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"strconv"

	"github.com/a-h/templ"

	"safar/field/staff"
	"safar/field/voice"
	"safar/kernel/access"
	"safar/web/page"
	"safar/web/words"
)

// gatewayPath is the page of the gateway for SMS of the caseload somebody works in.
const gatewayPath = "/sms"

// addGateway adds the pages of the gateway for SMS: how it stands, and its secret exchanged and withdrawn. The secret itself is on none of them.
func (o *office) addGateway() {
	o.handle("GET "+gatewayPath, showGateway)
	o.serve(gatewayPath+"/exchange", duty{act: access.NodeOperate, show: exchangeTask, send: exchangeSecret})
	o.serve(gatewayPath+"/withdraw", duty{act: access.NodeOperate, show: withdrawSecretTask, send: withdrawSecret})
}

func showGateway(e *errand) error {
	row, err := ask(e, "task.users", voice.GatewayOf(e.scope))
	if err != nil {
		return err
	}
	users, err := ask(e, "task.users", staff.Users())
	if err != nil {
		return err
	}
	of, err := e.gatewayOf()
	if err != nil {
		return err
	}
	w := e.Words
	terms := []page.Term{of, {Label: w.T("gateway.stands"), Value: w.T(map[bool]string{false: "gateway.taken", true: "gateway.withdrawn"}[row.Withdrawn])}}
	if row.Day.Known() && !row.By.IsZero() {
		by := w.T("gateway.somebody")
		for _, u := range users {
			if u.ID == row.By {
				by = u.Name
			}
		}
		terms = append(terms, page.Term{Label: w.T("gateway.last"), Value: w.Date(row.Day), Class: "date"}, page.Term{Label: w.T("gateway.by"), Value: by})
	}
	if row.Kept > 0 {
		terms = append(terms, page.Term{Label: w.T("gateway.kept"), Value: w.N("gateway.hours", int64((row.Kept+59)/60))})
	}
	ways := join(e.way(true, "gateway.exchange", gatewayPath+"/exchange"), e.way(!row.Withdrawn, "gateway.withdraw", gatewayPath+"/withdraw"))
	return e.Show(officePage(e.frame(w.T("gateway.title"), e.crumb("users.title", "/users")), w.T("gateway.lead"), ways,
		page.Facts(w, terms), para(plain(w.T("gateway.how")), page.Code("safar sms secret"))))
}

// gatewayOf says of which caseload the gateway is: where several are, one of them that nobody chose must not be taken for another.
func (e *errand) gatewayOf() (page.Term, error) {
	names, err := e.caseloadNames()
	return page.Term{Label: e.Words.T("gateway.caseload"), Value: names[e.scope.Caseload]}, err
}

// gatewayTask begins a task about the gateway.
func gatewayTask(e *errand, title string, blanks ...blank) (*task, error) {
	of, err := e.gatewayOf()
	return &task{title: title, lead: title + "_lead", do: title + "_do", back: gatewayPath, blanks: blanks, about: page.Facts(e.Words, []page.Term{of}),
		crumbs: []page.Link{e.crumb("users.title", "/users"), e.crumb("gateway.title", gatewayPath)}}, err
}

func exchangeTask(e *errand) (*task, error) {
	hours := e.blank(asInput, "hours", "gateway.keep").hinted(e.Words.T("gateway.keep_hint")).worth(strconv.Itoa(voice.KeepSecret / 60))
	return gatewayTask(e, "gateway.exchange", hours)
}

func exchangeSecret(e *errand, in *input) (string, string, error) {
	hours := in.count("hours")
	if in.wrong() {
		return "", "", nil
	}
	_, err := e.do(e.scope, voice.ExchangeSecret{Minutes: hours * 60})
	return gatewayPath, "saved", err
}

func withdrawSecretTask(e *errand) (*task, error) {
	t, err := gatewayTask(e, "gateway.withdraw")
	t.grave = true
	return t, err
}

func withdrawSecret(e *errand, _ *input) (string, string, error) {
	_, err := e.do(e.scope, voice.WithdrawSecret{})
	return gatewayPath, "saved", err
}

// replyPart says on the page of a complaint what became of its acknowledgement; nothing where there is none.
func replyPart(w *words.Printer, t voice.Told) templ.Component {
	if t.Stands == "" {
		return templ.NopComponent
	}
	terms := []page.Term{{Label: w.T("reply.title"), Value: w.T("reply." + t.Stands)}, {Label: w.T("reply.day"), Value: w.Date(t.Day), Class: "date"}}
	if t.Why != "" {
		terms = append(terms, page.Term{Label: w.T("reply.why"), Value: w.T("reply.why_" + t.Why)})
	}
	return page.Facts(w, terms)
}
