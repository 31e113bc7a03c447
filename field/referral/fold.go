// SPDX-License-Identifier: Apache-2.0

package referral

import (
	"crypto/sha256"

	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// Partner is another organisation, and what was agreed with it.
type Partner struct {
	Partner string  `cbor:"1,keyasint"`           // as programmes name it
	Name    string  `cbor:"2,keyasint"`           // of the organisation, as last agreed
	Detains bool    `cbor:"3,keyasint,omitempty"` // it is an authority of detention: once it was said to be, it stays one
	Terms   []Terms `cbor:"4,keyasint,omitempty"` // in the order of their facts, the ended ones too
}

// Terms are one agreement: what may be passed, from which day, until which. Ref names the fact that agreed on them, Fields are
// those of programme.Shares that may be passed, From is the first day; Ended marks those that were ended before their time.
type Terms struct {
	_      struct{} `cbor:",toarray"`
	Ref    journal.Ref
	Fields []string
	From   clock.Day
	Until  clock.Day // last day; NoDay for no end
	Ended  bool
	Reason string // why it was ended
}

// PartnerStory is the kind of the stories of partners, in the commons.
var PartnerStory = register.NewKind[Partner]("partner", nil)

// PartnerID is the id of the story of a partner.
func PartnerID(partner string) id.ID {
	sum := sha256.Sum256([]byte("partner\x00" + partner))
	d, _ := id.FromBytes(sum[:id.Size])
	return d
}

// on returns the fields that may be passed to a partner on a day, under any agreement that holds then.
func (p *Partner) on(day clock.Day) (fields []string, agreed bool) {
	for _, t := range p.Terms {
		if t.holds(day) {
			agreed, fields = true, append(fields, t.Fields...)
		}
	}
	return fields, agreed
}

func (t *Terms) holds(day clock.Day) bool {
	return !t.Ended && t.From <= day && (!t.Until.Known() || day <= t.Until)
}
