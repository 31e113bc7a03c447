// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"net/url"
	"strconv"

	"safar/field/people"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/kernel/register"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// erasureReasons are the last parts of the keys of the reasons for which people are forgotten, in the order in which they are offered.
var erasureReasons = []struct {
	reason register.ErasureReason
	key    string
}{{register.ErasureAsked, "asked"}, {register.ErasureProtection, "protection"}, {register.ErasureRetention, "retention"}, {register.ErasureMistake, "mistake"}}

// forget is the page on which the data-protection officer has people forgotten: it says what goes and what stays, and asks once more.
func (p Pages) forget(r *web.Request) error {
	o, err := p.open(r, access.PeopleErase, "task.forget")
	if err != nil {
		return err
	}
	rows, err := asked(p, r, "task.forget", people.Remembered(o.scope, o.of))
	if err != nil {
		return err
	}
	w := r.Words
	s := o.paper(r, "forget")
	s.grave = true
	s.at = map[string]string{"people.forget_whom": "who", "people.forget_everyone": "who", "people.forget_reason": "reason"}
	everyone := page.Option{Value: "everyone", Label: w.T("forget.everyone"), Hint: w.T("forget.everyone_hint")}
	s.terms = append(s.terms, forgettingTerms(w)...)
	s.lines = append(s.lines, line{Field: page.Field{Name: "who", Label: w.T("forget.who"), Options: append([]page.Option{everyone}, rememberedOptions(w, rows)...)}, as: lineChecks})
	s.lines = append(s.lines, sureLines(w)...)
	return p.filled(r, s, func(v url.Values) (string, string, error) {
		if bad := unsure(w, v); len(bad) > 0 {
			return "", "", bad
		}
		_, err := p.carryOut(r, o.scope, forgetting(o.of, rows, v))
		return o.base, "forgotten", err
	})
}

// forgettingTerms say what goes, what stays, and what is settled before.
func forgettingTerms(w *words.Printer) (terms []page.Term) {
	for _, key := range []string{"forget.goes", "forget.stays", "forget.after"} {
		terms = append(terms, page.Term{Label: w.T(key + "_title"), Value: w.T(key)})
	}
	return terms
}

// sureLines ask why somebody is forgotten, and once more.
func sureLines(w *words.Printer) []line {
	return []line{{Field: page.Field{Name: "reason", Label: w.T("form.reason"), Options: reasonOptions(w)}, as: lineRadios},
		{Field: page.Field{Name: "sure", Label: w.T("forget.sure")}, as: lineCheck}}
}

// unsure says which of these were not answered.
func unsure(w *words.Printer, v url.Values) wrongs {
	bad := wrongs{}
	if reasonOf(v) == 0 {
		bad["reason"] = w.T("form.choose_one")
	}
	if !yes(v, "sure") {
		bad["sure"] = w.T("forget.not_sure")
	}
	return bad
}

// reasonOf reads why somebody is forgotten; 0 where none was chosen.
func reasonOf(v url.Values) register.ErasureReason {
	if n, err := strconv.Atoi(v.Get("reason")); err == nil && n > 0 && n < 256 {
		return register.ErasureReason(n)
	}
	return 0
}

// forgetting reads who is to be forgotten, and why.
func forgetting(household id.ID, rows []people.RememberedRow, v url.Values) people.Forget {
	c := people.Forget{Household: household, Persons: ids(v["who"]), Reason: reasonOf(v)}
	for _, name := range v["who"] {
		c.Whole = c.Whole || name == "everyone"
	}
	if c.Whole {
		c.Persons = nil
		for _, row := range rows {
			c.Persons = append(c.Persons, row.ID)
		}
	}
	return c
}

// rememberedOptions are the records that are not forgotten yet.
func rememberedOptions(w *words.Printer, rows []people.RememberedRow) (out []page.Option) {
	for _, row := range rows {
		if row.Forgotten {
			continue
		}
		parts := []string{people.Names{Given: row.Given, Family: row.Family}.String()}
		if parts[0] == "" {
			parts[0] = w.T("household.no_name")
		}
		if row.Age >= 0 {
			parts = append(parts, w.Number(int64(row.Age)))
		}
		if row.Dead {
			parts = append(parts, w.T("forget.dead"))
		}
		if row.Merged {
			parts = append(parts, w.T("forget.merged"))
		}
		out = append(out, page.Option{Value: row.ID.String(), Label: w.List(parts)})
	}
	return out
}

func reasonOptions(w *words.Printer) (out []page.Option) {
	for _, r := range erasureReasons {
		out = append(out, page.Option{Value: strconv.Itoa(int(r.reason)), Label: w.T("forget.reason_" + r.key)})
	}
	return out
}
