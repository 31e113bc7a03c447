// SPDX-License-Identifier: Apache-2.0

package sealed

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"safar/desk"
	"safar/kernel/access"
	"safar/kernel/fault"
	"safar/kernel/id"
)

const (
	mostWords   = 20_000 // letters of what was said
	mostContact = 500    // letters of how somebody may be reached, and of who else is named
	mostAccused = 50
)

// Hearing is a complaint as it is written into the lane. See Message for its fields; Words must not be empty.
type Hearing struct {
	Theme   string // one of Themes
	Teller  string // one of Tellers
	Place   id.ID  // zero where none was told
	Words   string
	Accused []id.ID  // users who are named in it
	Others  string   // further people who are named in it
	Contact string   // how who told it may safely be reached
	Helped  bool     // they want to be brought to services
	Moved   []Moved  // what stood in the open, of one that is moved here
	Spoken  []Spoken // what was recorded of it there
}

// Written is what its writer is told: how many focal points can read it (Readers), and whether two others can open it together (Glass). No number of the complaint, and no way back to it.
type Written struct {
	Readers int
	Glass   bool
}

// Hear writes a complaint into the lane of a caseload, for whoever may: it is sealed to the focal points who are not named in it, and to the glass. Sent again under the same command, it is
// written once. Faults: NotAllowed access.not_allowed; Invalid sealed.words_missing, sealed.too_long, sealed.no_such_theme; Blocked sealed.nobody_reads where the operation has
// neither a focal point who could read it nor a glass: nothing was kept then.
func Hear(ctx context.Context, d *desk.Desk, by access.Actor, caseload, command id.ID, h Hearing) (Written, error) {
	const op = "sealed.Hear"
	if err := access.May(by, access.VoiceSeal, Of(caseload), d.Today()); err != nil {
		return Written{}, err
	}
	if err := h.sound(); err != nil {
		return Written{}, err
	}
	people, err := ask(ctx, d, by, PeopleOf(caseload))
	if err != nil {
		return Written{}, fault.Wrap(op, err)
	}
	to, readers := people.To(h.Accused)
	if len(to) == 0 {
		return Written{}, fault.New(op, fault.Blocked, "sealed.nobody_reads", nil).WithHint("sealed.nobody_reads_hint")
	}
	m := h.message(by.User, command, d)
	return Written{Readers: readers, Glass: len(to) > readers}, fault.Wrap(op, say(ctx, d, caseload, command, m, to))
}

func (h Hearing) message(by, command id.ID, d *desk.Desk) Message {
	accused := slices.Clone(h.Accused)
	slices.SortFunc(accused, id.ID.Compare)
	return Message{ID: id.Derived(command, "message"), Complaint: id.Derived(command, "complaint"), What: Heard, By: by, At: d.Clock().Now().Unix() / 60,
		Words: strings.TrimSpace(h.Words), Theme: h.Theme, Teller: h.Teller, Place: h.Place, Accused: slices.Compact(accused), Others: strings.TrimSpace(h.Others),
		Contact: strings.TrimSpace(h.Contact), Helped: h.Helped, Moved: h.Moved, Spoken: h.Spoken}
}

func (h Hearing) sound() error {
	const op = "sealed.Hear"
	switch {
	case strings.TrimSpace(h.Words) == "" && len(h.Moved) == 0:
		return fault.New(op, fault.Invalid, "sealed.words_missing", nil)
	case !slices.Contains(Themes, h.Theme), !slices.Contains(Tellers, h.Teller):
		return fault.New(op, fault.Invalid, "sealed.no_such_theme", nil)
	case len(h.Accused) > mostAccused:
		return fault.New(op, fault.Invalid, "sealed.too_many_named", fault.Args{"most": mostAccused})
	}
	return cmp.Or(bounded(op, h.Words, mostWords), bounded(op, h.Others, mostContact), bounded(op, h.Contact, mostContact))
}

func bounded(op, text string, most int) error {
	if utf8.RuneCountInString(text) > most {
		return fault.New(op, fault.Invalid, "sealed.too_long", fault.Args{"letters": most})
	}
	return nil
}
