// SPDX-License-Identifier: Apache-2.0

package standards

import (
	"crypto/sha256"
	"slices"
	"strings"
	"sync"

	"safar/kernel/fault"
	"safar/kernel/register"
)

// read are the handbooks that were read already, by the hash of their text: a handful, which every look at a site needs.
var read sync.Map

// parsed reads the text of a handbook that was adopted, once.
func parsed(text []byte) (*Handbook, error) {
	of := sha256.Sum256(text)
	if known, is := read.Load(of); is {
		return known.(*Handbook), nil
	}
	h, err := Read(text)
	if err != nil {
		return nil, fault.New("standards.parsed", fault.Undecidable, "standards.unreadable", nil).Because(err)
	}
	read.Store(of, h)
	return h, nil
}

// handbook is the handbook as the operation works by it: the bounds that it settled in place of those of the file. Settled says of which.
func (a *Adopted) handbook() (h *Handbook, settled map[string]bool, err error) {
	text, _ := a.Text.Latest()
	of, err := parsed(text)
	if err != nil {
		return nil, nil, err
	}
	own := *of
	own.Standards, settled = slices.Clone(of.Standards), map[string]bool{}
	for i := range own.Standards {
		s := &own.Standards[i]
		at, known := a.find(s.ID)
		if !known {
			continue
		}
		if is, stands := a.Settled[at].Is.Latest(); stands && is != (Settlement{}) {
			s.Bounds, s.Suggested, settled[s.ID] = is.bounds(), false, true
		}
	}
	return &own, settled, nil
}

// settlement finds what was settled of a standard, or makes room for it.
func (a *Adopted) settlement(standard string) *register.Held[Settlement] {
	i, known := a.find(standard)
	if !known {
		a.Settled = slices.Insert(a.Settled, i, HeldSettlement{Standard: standard})
	}
	return &a.Settled[i].Is
}

func (a *Adopted) find(standard string) (int, bool) {
	return slices.BinarySearchFunc(a.Settled, standard, func(h HeldSettlement, of string) int { return strings.Compare(h.Standard, of) })
}
