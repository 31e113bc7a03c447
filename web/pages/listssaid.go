// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"safar/exchange/intake"
	"safar/exchange/sheet"
	"safar/kernel/fault"
	"safar/web/page"
	"safar/web/words"
)

// useGroups are the uses that a column can be put to, in the order in which they are offered.
func useGroups(w *words.Printer, offered []sheet.Use) (groups []useGroup) {
	for _, lead := range []string{"household", "person", ""} {
		g := useGroup{label: w.T("lists.group_" + lead)}
		for _, u := range offered {
			if of, _, field := strings.Cut(string(u), "."); field && of == lead || !field && lead == "" {
				g.options = append(g.options, page.Option{Value: string(u), Label: w.T(useKey(u))})
			}
		}
		if len(g.options) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// useGroup is a part of the list of uses, under a label.
type useGroup struct {
	label   string
	options []page.Option
}

// useKey is the key of the words for a use.
func useKey(u sheet.Use) string { return "lists.use_" + strings.ReplaceAll(string(u), ".", "_") }

// sayRefusal says why something of a list is not taken, and how to mend it.
func sayRefusal(w *words.Printer, reason, mend string, args fault.Args) string {
	return strings.Join(notEmpty(w.T(reason, args), w.T(mend, args)), " ")
}

// flagged is how often a doubt was met.
type flagged struct {
	text  string
	count int64
}

// doubtsOf lists the doubts of a report, and what was kept without: places that are not known, values that nothing is made of.
func doubtsOf(w *words.Printer, r intake.Report) (all []flagged) {
	for _, key := range slices.Sorted(maps.Keys(r.Flags)) {
		all = append(all, flagged{w.T(key), int64(r.Flags[key])})
	}
	const mostPlaces = 20
	for _, u := range r.Unplaced[:min(len(r.Unplaced), mostPlaces)] {
		all = append(all, flagged{w.T(u.Key(), words.Args{"name": u.Name}), int64(u.Households)})
	}
	for _, field := range slices.Sorted(maps.Keys(r.NotKept)) {
		all = append(all, flagged{w.T("lists.not_kept", words.Args{"field": field}), int64(r.NotKept[field])})
	}
	return all
}

// keysOnce are texts without those that stand before.
func keysOnce(keys []string) (once []string) {
	for _, k := range keys {
		if !slices.Contains(once, k) {
			once = append(once, k)
		}
	}
	return once
}

// stoppedText says why an import ended before its end.
func stoppedText(w *words.Printer, err error) []string {
	if err == nil {
		return nil
	}
	text, hint := w.Fault(err)
	return notEmpty(text, hint)
}

// sheetSexKey is the key of the words for a sex as a sheet has it.
func sheetSexKey(sex string) string {
	switch sheet.Sex(sex) {
	case sheet.SexFemale:
		return "sex.female"
	case sheet.SexMale:
		return "sex.male"
	case sheet.SexOther:
		return "sex.other"
	}
	return "sex.unknown"
}

// namedByTheFile reports whether an id of a household says something to people: it stands in the file, and is not made of its content.
func namedByTheFile(source string) bool {
	return !strings.HasPrefix(source, "content:") && !strings.HasPrefix(source, "hidden:")
}

// short is the beginning of a text, as much as a cell of a table bears.
func short(text string) string {
	const most = 40
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	return string(letters[:most-1]) + "…"
}

func sheetPath(list, sheet string) string {
	return "/lists/" + list + "?" + url.Values{"sheet": {sheet}}.Encode()
}

// saidBirth says what a list told of a birth: an age in the reader's language, a day or a year as it was written.
func saidBirth(w *words.Printer, b sheet.Birth) string {
	n, months, about, ok := b.Aged()
	switch {
	case !ok:
		return b.Stated
	case months:
		return w.N("lists.aged_months", int64(n))
	case about:
		return w.N("lists.aged_about", int64(n))
	}
	return w.N("lists.aged", int64(n))
}
