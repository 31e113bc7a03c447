// SPDX-License-Identifier: Apache-2.0

package intake

import (
	"errors"

	"safar/exchange/sheet"
	"safar/kernel/fault"
)

// refusal returns the refusal of a row for a reason of this package.
func refusal(in string, row int, reason string, args fault.Args) sheet.Refusal {
	return sheet.Refusal{Sheet: in, Row: row, Whole: true, ReasonKey: "intake.refused." + reason, MendKey: "intake.mend." + reason, Args: args}
}

// refusalOf returns the refusal of a household's row that the desk did not take.
func refusalOf(h *sheet.HouseholdDraft, err error) sheet.Refusal {
	return refusalAt(h.Sheet, h.Row, err)
}

func refusalAt(in string, row int, err error) sheet.Refusal {
	r := sheet.Refusal{Sheet: in, Row: row, Whole: true, ReasonKey: fault.KeyOf(err), MendKey: "intake.mend.row"}
	var f *fault.Error
	if errors.As(err, &f) {
		r.Args = f.Args
		if f.Hint != "" {
			r.MendKey = f.Hint
		}
	}
	return r
}
