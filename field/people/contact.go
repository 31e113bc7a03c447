// SPDX-License-Identifier: Apache-2.0

package people

import (
	"slices"
	"strings"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// SafeContact says who may be reached, how and when; it governs every call and message. Each of Who, How and When is in the
// person's own words, "" where they did not say.
//
// SMS is whether one to the person's own phone is safe, at any hour and whoever reads it, as they said in private: not known where nobody asked. A yes is of one number, Phone, the one on
// file when they were asked: it says nothing of another that they have since. SetSafeContact puts it in.
type SafeContact struct {
	Who   string `cbor:"1,keyasint,omitempty"`
	How   string `cbor:"2,keyasint,omitempty"` // "none" forbids every contact
	When  string `cbor:"3,keyasint,omitempty"`
	SMS   Answer `cbor:"4,keyasint,omitempty"` // since version 2
	Phone string `cbor:"5,keyasint,omitempty"` // since version 2; "" where SMS is no yes
}

// contactCarried says on the record that stays how the person of the one that goes said they may safely be reached.
var contactCarried = register.NewFact(PersonStory, "people.contact_carried", 2,
	func(p *Person, f *journal.Fact, r mergedIn, w *SafeContact) {
		p.Carried = append(p.Carried, Carried{Gone: r.Gone, Ref: f.Ref()})
		if w != nil {
			p.SafeContact.Put(f, "safe_contact", *w)
		}
	}).From(1, asWritten) // nobody was asked about SMS

// contactGoneBack says on the record that stayed that a way to reach them safely was somebody else's.
var contactGoneBack = register.NewFact(PersonStory, "people.contact_gone_back", 1,
	func(p *Person, f *journal.Fact, _ mergedIn, _ *register.None) { p.SafeContact.Drop(f, "safe_contact") })

var personContact = register.NewFact(PersonStory, "people.safe_contact", 2,
	func(p *Person, f *journal.Fact, _ register.None, w *SafeContact) {
		if w != nil {
			p.SafeContact.Put(f, "safe_contact", *w)
		}
	}).From(1, asWritten) // nobody was asked about SMS

// forbidding are the words for "none" by which How forbids every contact, in the languages in which the form asks for them.
var forbidding = []string{"none", "aucun", "aucune", "لا", "لا شيء"}

// Forbidden reports whether they want to be reached by nobody and on no way.
func (c SafeContact) Forbidden() bool {
	return slices.Contains(forbidding, strings.ToLower(strings.TrimSpace(c.How)))
}

// says is what one statement says of SMS to a number: of another number than the one that was asked about it says nothing, and neither where hours stand beside it, which no program reads.
func (c SafeContact) says(number string) Answer {
	switch {
	case c.SMS == No, c.Forbidden():
		return No
	case c.SMS == Yes && number != "" && c.Phone == number && strings.TrimSpace(c.When) == "":
		return Yes
	}
	return NotKnown
}

// SMS returns what governs SMS to the person's own phone: of what two offices wrote without seeing each other the safest, so that a no goes before what was not asked, and that before a yes.
func (p *Person) SMS() Answer {
	number := p.Phone.Value()
	if p.Phone.Contested() {
		number = ""
	}
	safest := NotKnown
	for i, said := range p.SafeContact.Standing {
		switch one := said.Value.says(number); {
		case one == No:
			return No
		case i == 0 || one == NotKnown:
			safest = one
		}
	}
	return safest
}

// MaySMS reports whether a message to a number is safe as far as this person says: they live, nobody else is kept in their place, the number is theirs, and what they said in private, of which nobody
// wrote anything else, is yes.
func (p *Person) MaySMS(number string) bool {
	return p.Alive() && len(p.SameAs.Standing) == 0 && p.Phone.Value() == number && !p.SafeContact.Contested() && p.SMS() == Yes
}

// Reached returns how the person may safely be reached, as a row shows it: the words that were said last, and of SMS what governs. stated is false where nobody said anything.
func (p *Person) Reached() (row ContactRow, stated bool) {
	c, stated := p.SafeContact.Latest()
	return ContactRow{Who: c.Who, How: c.How, When: c.When, SMS: p.SMS(), Contested: p.SafeContact.Contested()}, stated
}

// ContactRow is how a person may safely be reached. Who, How and When are in the person's own words; "" where they did not say. SMS is whether one to the phone on file is safe, at any hour and whoever
// reads it; where two offices wrote differently (Contested) the safest of it.
type ContactRow struct {
	Who       string `class:"sensitive"`
	How       string `class:"sensitive"`
	When      string `class:"sensitive"`
	SMS       Answer `class:"sensitive"`
	Contested bool   `class:"sensitive"`
}

// SetSafeContact records how a person may safely be reached. Person is whose; Contact stands in the place of all that the writer
// saw. A yes to SMS is of the phone on file: Contact.Phone is "" for that one, or says which it was when they were asked.
type SetSafeContact struct {
	Person  id.ID
	Contact SafeContact
}

// Act is the act of recording a safe contact.
func (SetSafeContact) Act() access.Act { return access.PeopleContact }

// Decide records the contact, replacing what the writer saw. Faults: Invalid people.sms_no_phone, people.sms_other_phone, people.sms_any_hour, people.sms_forbidden.
func (c SetSafeContact) Decide(tx *desk.Tx) error {
	p, err := desk.Must(tx, PersonStory, c.Person)
	if err == nil {
		err = c.sound(p)
	}
	if err != nil {
		return err
	}
	if c.Contact.Phone = ""; c.Contact.SMS == Yes {
		c.Contact.Phone = p.Phone.Value()
	}
	d := personContact.DraftFor(c.Person, c.Person, clock.NoDay, none, c.Contact)
	return tx.Record(d.Replacing("safe_contact", p.SafeContact.Seen()))
}

// sound refuses a yes to SMS that cannot be kept: to no number, to another one, at hours that no program reads, or beside words that forbid it.
func (c SetSafeContact) sound(p *Person) error {
	key := ""
	switch said := c.Contact; {
	case said.SMS != Yes:
	case p.Phone.Value() == "" || p.Phone.Contested():
		key = "people.sms_no_phone"
	case said.Phone != "" && said.Phone != p.Phone.Value():
		key = "people.sms_other_phone"
	case said.Forbidden():
		key = "people.sms_forbidden"
	case strings.TrimSpace(said.When) != "":
		key = "people.sms_any_hour"
	}
	if key == "" {
		return nil
	}
	return fault.New("people.SetSafeContact", fault.Invalid, key, nil).WithHint(key + "_hint")
}
