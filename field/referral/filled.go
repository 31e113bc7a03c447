// SPDX-License-Identifier: Apache-2.0

package referral

import (
	"strings"

	"safar/field/journey"
	"safar/kernel/journal"
)

// Filled reads what was written in a fact of this package, in a few words: who witnessed a consent, what was handed over and to whom, what was said. It is a journey.FilledOf for who may read all of what is handed
// over of the subject: of a complaint, whoever answers it.
func Filled(f *journal.Fact) (in journey.FilledIn, err error) {
	handed, err := sent.PersonOf(f)
	if err == nil && handed != nil {
		residue, _, err := sent.ResidueOf(f)
		return journey.FilledIn{Why: handed.said(residue.Fields)}, err
	}
	if err != nil {
		return in, err
	}
	if c, err := consented.PersonOf(f); err != nil {
		return in, err
	} else if c != nil {
		in.Why = listed(c.Witness, c.Authority, c.Text)
	}
	for _, kind := range []interface {
		PersonOf(*journal.Fact) (*journey.Words, error)
	}{answered, ended, withdrawn, askedBack} {
		if w, err := kind.PersonOf(f); err != nil {
			return in, err
		} else if w != nil {
			in.Why = w.Text
		}
	}
	return in, nil
}

// said is what was handed over, field by field, and to whom.
func (h *Handed) said(fields []string) string {
	all := []string{h.To}
	for _, f := range fields {
		if h.Passed[f] != "" {
			all = append(all, f+": "+h.Passed[f])
		}
	}
	return listed(all...)
}

// listed joins what is not empty.
func listed(parts ...string) string {
	var all []string
	for _, p := range parts {
		if p != "" {
			all = append(all, p)
		}
	}
	return strings.Join(all, "; ")
}
