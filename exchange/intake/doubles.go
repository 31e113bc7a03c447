// SPDX-License-Identifier: Apache-2.0

package intake

import (
	"slices"

	"safar/exchange/sheet"
	"safar/kernel/fault"
)

// inTwo reports whether the reader found a person in several households of the file.
func inTwo(p *sheet.PersonDraft) bool {
	return slices.ContainsFunc(p.Flags, func(f sheet.Flag) bool { return f.Key == "sheet.flag.person_in_two_households" })
}

// waitsFor reports whether a household shares a person with one of whom it is not yet known whether the desk takes it.
func (in *households) waitsFor(h *sheet.HouseholdDraft) bool {
	return slices.ContainsFunc(h.Persons, func(p sheet.PersonDraft) bool { return inTwo(&p) && in.claims[p.SourceID].pending })
}

// claim returns the persons whom a household registers: all but those whom another household of the file has registered already.
// Their rows are refused. They are not lost to anyone's sight: they stand where they were first, and answer for themselves there.
func (in *households) claim(e *entry) []sheet.PersonDraft {
	if !slices.ContainsFunc(e.draft.Persons, func(p sheet.PersonDraft) bool { return inTwo(&p) }) {
		return e.draft.Persons
	}
	return slices.DeleteFunc(slices.Clone(e.draft.Persons), func(p sheet.PersonDraft) bool {
		if !inTwo(&p) {
			return false
		}
		first, taken := in.claims[p.SourceID]
		if taken {
			in.report.refuse(refusal(p.Sheet, p.Row, "person_in_two_households", fault.Args{"sheet": first.sheet, "row": first.row}))
			return true
		}
		in.claims[p.SourceID] = claim{sheet: p.Sheet, row: p.Row, pending: true}
		e.claimed = append(e.claimed, p.SourceID)
		return false
	})
}
