// SPDX-License-Identifier: Apache-2.0

package people

import (
	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

// CardRow is what is printed on the card of a household: its number, in its language. Nothing else: whoever finds a card, or takes it, learns from it of
// nobody. Household is whose it is, and is not printed.
type CardRow struct {
	Household id.ID  `class:"open"`
	Card      string `class:"personal"` // "" for a household without a number
	Language  string `class:"open"`     // in which it is spoken to, as BCP 47; "" where nobody knows
}

// CardPage is one page of cards, in the order of List. Rows are its cards, Next where the page after it begins.
type CardPage struct {
	Rows []CardRow
	Next CardsAfter
}

// CardsAfter is where a page of cards begins: after the entry of the list that has this Key and Story. Of the last page Story is zero.
type CardsAfter struct {
	Key   []byte `class:"open"`
	Story id.ID  `class:"open"`
}

// Cards reads what is printed on the cards of a page of households. Each is a look.
func Cards(scope access.Scope, want Listing) desk.Query[CardPage] {
	return desk.Query[CardPage]{Act: access.PeopleList, Scope: scope, Run: func(r *desk.Reader) (page CardPage, err error) {
		listed, err := List(r, want)
		if listed.Next != nil {
			page.Next = CardsAfter{listed.Next.Key, listed.Next.Story}
		}
		for _, of := range listed.IDs {
			if err == nil {
				err = page.add(r, of)
			}
		}
		return page, err
	}}
}

// CardOf reads what is printed on the card of one household, and notes the look. Fault: NotFound people.no_such_household.
func CardOf(scope access.Scope, household id.ID) desk.Query[CardPage] {
	return desk.Query[CardPage]{Act: access.PeopleLook, Scope: scope, Run: func(r *desk.Reader) (page CardPage, err error) {
		return page, page.add(r, household)
	}}
}

func (p *CardPage) add(r *desk.Reader, household id.ID) error {
	h, err := desk.Read(r, HouseholdStory, household)
	if err == nil && !h.Exists {
		err = fault.New("people.CardOf", fault.NotFound, "people.no_such_household", nil)
	}
	if err == nil {
		r.Looked(household)
		p.Rows = append(p.Rows, CardRow{household, h.State.Card, h.State.Language})
	}
	return err
}
