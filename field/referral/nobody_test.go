// SPDX-License-Identifier: Apache-2.0

package referral

import (
	"maps"
	"slices"
	"testing"

	"safar/desk"
	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/subjects"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/register"
)

// unasked says that nobody can be asked, as the package does that knows the thing.
type unasked struct{ Nobody }

func (unasked) Act() access.Act { return access.ReferralSend }

func (c unasked) Decide(tx *desk.Tx) error { return c.As(tx) }

// knowing hands over what is known of a thing.
type knowing struct {
	Send
	known map[string]string
}

func (c knowing) Decide(tx *desk.Tx) error { return c.Knowing(tx, c.known) }

// gone has a thing forgotten.
type gone struct{ id.ID }

func (gone) Act() access.Act { return access.ReferralSend }

func (c gone) Owners() []id.ID { return []id.ID{c.ID} }

func (c gone) Decide(tx *desk.Tx) error {
	if err := Recall(tx, c.ID); err != nil {
		return err
	}
	return tx.Record(register.Erase(c.ID, clock.NoDay, register.ErasureAsked))
}

// voiced is a complaint on its way, at which the clinic may be handed something.
func (b *bureau) voiced() (voice id.ID, send Send) {
	voice = b.Do(b.worker, subjects.Add{Kind: "complaint", Is: subjects.Description{Name: "17"}}).IDs[0]
	b.way = b.Do(b.worker, journey.Tend{Kind: "complaint", Do: journey.Start{Programme: "helped", Pathway: "voices", Subject: voice}}).IDs[0]
	send = b.send(id.ID{})
	send.Step, send.Words = "services", "the nurse is never there"
	return voice, send
}

var topical = map[string]string{"theme": "health"}

func (b *bureau) passed() map[string]string {
	all := map[string]string{}
	for _, p := range officetest.Ask(b.Office, b.worker, FormOf(b.Scope, b.way, "services", id.ID{})).Passed {
		all[p.Field] = p.Text
	}
	return all
}

func TestOfWhomNobodyCanAskOnlyWhatNamesNobodyIsPassed(t *testing.T) {
	b := open(t)
	b.agree(90, "need", "theme", "words")
	b.Refused("referral.somebody_is_there", b.worker, unasked{Nobody{Journey: b.way, Step: "clinic"}})
	_, send := b.voiced()
	b.Refused("referral.no_consent", b.worker, knowing{send, topical})
	for range 2 {
		b.Do(b.worker, unasked{Nobody{Journey: b.way, Step: "services"}})
	}
	if row := b.sheet("services").People[0]; !row.Nobody || !slices.Equal(row.May, []string{"theme", "words"}) || slices.Contains(row.Consents, NobodyAsked) {
		t.Errorf("it stands as %+v", row)
	}
	needs := send
	needs.Fields = []string{"need"}
	b.Refused("referral.field_not_passed", b.worker, knowing{needs, topical})
	b.Refused("referral.words_unread", b.worker, knowing{send, topical})
	send.NamesNobody = true
	b.Do(b.worker, knowing{send, topical})
	if got := b.passed(); !maps.Equal(got, map[string]string{"theme": "health", "words": "the nurse is never there"}) {
		t.Errorf("it was handed over as %v", got)
	}
}

func TestWhoIsFoundIsAskedAndTheirWordIsTheOneThatCounts(t *testing.T) {
	b := open(t)
	b.agree(90, "theme", "words")
	_, send := b.voiced()
	b.Do(b.worker, unasked{Nobody{Journey: b.way, Step: "services"}})
	c := b.consent(id.ID{}, "theme")
	c.Step = "services"
	b.Do(b.worker, c)
	send.Fields = []string{"words"}
	send.NamesNobody = true
	b.Refused("referral.field_not_passed", b.worker, knowing{send, topical}) // they do not want their words to be passed on
	b.Refused("referral.was_asked", b.worker, unasked{Nobody{Journey: b.way, Step: "services"}})
	b.Do(b.worker, Withdraw{Journey: b.way, Step: "services"})
	b.Refused("referral.was_asked", b.worker, unasked{Nobody{Journey: b.way, Step: "services"}})
	b.Refused("referral.no_consent", b.worker, knowing{send, topical})
}

func TestWhatIsForgottenIsAskedBackAlsoWhereNobodyWasAsked(t *testing.T) {
	b := open(t)
	b.agree(90, "theme", "words")
	voice, send := b.voiced()
	b.Do(b.worker, unasked{Nobody{Journey: b.way, Step: "services"}})
	send.NamesNobody = true
	b.Do(b.worker, knowing{send, topical})
	b.Do(b.worker, gone{voice})
	if _, err := desk.Ask(b.Context(), b.Desk, b.worker, "task.test", FormOf(b.Scope, b.way, "services", id.ID{})); !fault.Is(err, fault.Blocked) {
		t.Errorf("its form is still printed: %v", err)
	}
	n := officetest.Ask(b.Office, b.worker, NoticeOf(b.Scope, b.way, "services", id.ID{}))
	if !slices.Equal(n.Fields, []string{"theme", "words"}) || n.To != "" || n.AskedBack {
		t.Errorf("the notice says %+v", n)
	}
	if due := officetest.Ask(b.Office, b.worker, ToAskBack(b.Scope)); len(due) != 1 || due[0].Step != "services" {
		t.Fatalf("nobody is told that the clinic has it: %+v", due)
	}
	b.Do(b.worker, AskBack{Journey: b.way, Step: "services", Words: journey.Words{Text: "they shredded it"}})
	if due := officetest.Ask(b.Office, b.worker, ToAskBack(b.Scope)); len(due) != 0 {
		t.Errorf("it stays on the list: %+v", due)
	}
	b.Refused("referral.was_asked", b.worker, unasked{Nobody{Journey: b.way, Step: "services"}})
}
