// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/field/capacity"
	"safar/field/staff"
	"safar/kernel/access"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// hands are the plots of a village by who may promise them, with the words for caseloads and offices.
type hands struct {
	capacity.CustodySheet
	caseloads map[id.ID]string
	offices   []staff.OfficeRow
}

// mayHandle reports whether who asks grants plots, or promises them: to them it matters whose they are.
func (e *errand) mayHandle() bool {
	return e.mayInCommons(access.CapacityQuota) || e.may(access.CapacityPromise)
}

func (e *errand) hands(village id.ID) (h hands, err error) {
	if h.CustodySheet, err = ask(e, "task.grant_plots", capacity.CustodyAt(village, "plot")); err != nil {
		return h, err
	}
	if h.caseloads, err = e.caseloadNames(); err != nil {
		return h, err
	}
	h.offices, err = ask(e, "task.grant_plots", staff.Offices(access.PlacesRead, access.Commons))
	return h, err
}

// custodyPart shows which caseload may promise how many of a village's plots, and what two offices granted against each other; nothing to
// those whom it does not concern.
func custodyPart(e *errand, village id.ID) (templ.Component, error) {
	if !e.mayHandle() {
		return templ.NopComponent, nil
	}
	h, err := e.hands(village)
	if err != nil {
		return nil, err
	}
	parts := append(h.shown(e), doors(e.way(e.mayInCommons(access.CapacityQuota), "custody.grant", grantPath(village))))
	return headed(e.Words.T("custody.title"), parts...), nil
}

func grantPath(village id.ID) string { return "/villages/" + village.String() + "/grant" }

// shown are the counts, what is contested with the way to mend it, and whose each range is.
func (h hands) shown(e *errand) []templ.Component {
	w := e.Words
	count := func(key string, n int) page.Term {
		return page.Term{Label: w.T(key), Value: w.Number(int64(n)), Class: "number"}
	}
	terms := []page.Term{count("custody.offered", h.Offered), count("custody.granted", h.Granted), count("custody.left", h.Left)}
	var parts []templ.Component
	if h.Contested > 0 {
		terms = append(terms, count("custody.contested", h.Contested))
		parts = append(parts, noticed(page.Bad, w.N("custody.contested_count", int64(h.Contested)), w.T("custody.contested_mend")))
	}
	return append(parts, page.Facts(w, terms), gridOf(h.grid(e)))
}

func (h hands) grid(e *errand) grid {
	w := e.Words
	g := grid{caption: w.T("custody.title"), empty: w.T("custody.none"), columns: columns(w, "custody.numbers", "#custody.plots", "custody.whose", "")}
	for _, r := range h.Holdings {
		var mend []page.Link
		if len(r.Claims) > 0 {
			mend = e.way(e.mayInCommons(access.CapacityQuota), "custody.decide",
				under("%s?from=%d&to=%d", grantPath(h.Place), r.From, r.To))
		}
		g.rows = append(g.rows, []templ.Component{ltr(under("%d–%d", r.From, r.To)), num(w, r.Units()), cells(h.whose(w, r)...), doors(mend)})
	}
	return g
}

// whose says in whose hands a range is.
func (h hands) whose(w *words.Printer, r capacity.HoldingRow) []templ.Component {
	switch {
	case len(r.Claims) > 0:
		parts := []templ.Component{status(page.Bad, w.T("custody.contested_state"))}
		for _, c := range r.Claims {
			parts = append(parts, plain(w.List([]string{h.caseload(w, c.Caseload), h.office(w, c.Node)})))
		}
		return parts
	case r.Caseload.IsZero():
		return []templ.Component{hushed(w.T("custody.nobody"))}
	case r.Here:
		return []templ.Component{plain(h.caseload(w, r.Caseload))}
	}
	return []templ.Component{plain(h.caseload(w, r.Caseload)), hushed(h.office(w, r.Node))}
}

// caseload names a caseload; one that is not known here yet is said to be so.
func (h hands) caseload(w *words.Printer, of id.ID) string {
	if name := h.caseloads[of]; name != "" {
		return name
	}
	return w.T("custody.caseload_unknown")
}

func (h hands) office(w *words.Printer, node id.ID) string {
	for _, o := range h.offices {
		if o.Node == node {
			return officeName(w, o)
		}
	}
	return officeName(w, staff.OfficeRow{Node: node})
}

// officeName says which office a node is: this one, that of the caseloads that were opened there, or, of a further laptop, its code.
func officeName(w *words.Printer, o staff.OfficeRow) string {
	code := o.Node.String()
	switch {
	case o.Here:
		return w.T("office.here")
	case len(o.Caseloads) > 0:
		return w.T("office.of_caseloads", words.Args{"Caseloads": o.Caseloads})
	}
	return w.T("office.by_code", words.Args{"Code": code[:min(8, len(code))]})
}

// officeOptions are the offices as options of a field, this one first.
func officeOptions(w *words.Printer, offices []staff.OfficeRow) []page.Option {
	var here, others []page.Option
	for _, o := range offices {
		option := page.Option{Value: o.Node.String(), Label: officeName(w, o)}
		if o.Here {
			here = append(here, option)
		} else {
			others = append(others, option)
		}
	}
	return append(here, others...)
}

func (h hands) caseloadOptions() []page.Option {
	var options []page.Option
	for of, name := range h.caseloads {
		options = append(options, page.Option{Value: of.String(), Label: name})
	}
	slices.SortFunc(options, func(a, b page.Option) int { return strings.Compare(a.Label, b.Label) })
	return options
}

// grantPlotsTask grants numbered plots to a caseload. What is granted stays granted, so that it is said beside what is granted already; the
// numbers that are offered first are the first that nobody has, or those about which two offices must agree.
func grantPlotsTask(e *errand) (*task, error) {
	t, s, err := e.villageTask("custody.grant", "custody.grant_lead", "custody.grant_do")
	if err != nil {
		return nil, err
	}
	h, err := e.hands(s.Row.ID)
	if err != nil {
		return nil, err
	}
	w := e.Words
	t.grave, t.about = true, together(h.shown(e)...)
	t.blanks = []blank{e.blank(asSelect, "caseload", "custody.caseload").of(h.caseloadOptions()),
		e.blank(asInput, "from", "custody.from").kind("number"), e.blank(asInput, "to", "custody.to").kind("number")}
	for _, r := range h.Holdings {
		if r.Caseload.IsZero() && len(r.Claims) == 0 {
			t.blanks[1].Value, t.blanks[2].Value = e.decimal(r.From), e.decimal(r.To)
			break
		}
	}
	if len(h.offices) > 1 {
		t.blanks = append(t.blanks, e.blank(asSelect, "office", "custody.office").of(officeOptions(w, h.offices)).hinted(w.T("custody.office_hint")))
	}
	return t, nil
}

func grantPlots(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("id")
	if err != nil {
		return "", "", err
	}
	c := capacity.GrantCustody{Place: of, Kind: "plot", From: in.count("from"), To: in.count("to"), Caseload: in.mustID("caseload"), Node: in.id("office")}
	return e.afterVillage(in, of, c)
}
