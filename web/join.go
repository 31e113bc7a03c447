// SPDX-License-Identifier: Apache-2.0

package web

import (
	"safar/kernel/fault"
	"safar/web/page"
)

// showJoin asks whether this phone shall join by the code that it was shown. Opening the page spends nothing: browsers open pages by themselves.
func showJoin(r *Request) error {
	return r.Show(joinPage(r.Frame(r.Words.T("join.title")), joinField(r, r.URL.Query().Get("code")), "", ""))
}

// join signs this phone in by a code.
func join(r *Request) error {
	values, err := r.Values()
	if err != nil {
		return err
	}
	token, err := r.site.options.SignIn.Join(r.Context(), values.Get("code"), r.site.options.Device(r.Request))
	if err == nil {
		r.leaveQuietly()
		r.keep(token)
		return r.Go("/", "joined")
	}
	if r.WantsJSON() || !fault.Is(err, fault.NotAllowed) {
		return err
	}
	r.answer.wrong = err
	text, hint := r.Words.Fault(err)
	return r.ShowAs(formStatus(err), joinPage(r.Frame(r.Words.T("join.title")), joinField(r, ""), text, hint))
}

func joinField(r *Request, code string) page.Field {
	return page.Field{Name: "code", Label: r.Words.T("join.code"), Value: code, LTR: true, Focus: code == ""}
}
