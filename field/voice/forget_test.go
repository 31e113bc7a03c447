// SPDX-License-Identifier: Apache-2.0

package voice_test

import (
	"testing"

	"safar/field/journey"
	"safar/field/officetest"
	"safar/field/voice"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/journal"
	"safar/kernel/store"
)

// persons is how many facts of the office still have the part of somebody, and how many had it and have it no more.
func (l *line) persons() (stand, gone int) {
	l.Helper()
	err := l.Desk.Store().Read(l.Context(), func(db store.Tx) error {
		feeds, err := journal.Feeds(l.Context(), db, l.Scope)
		for _, f := range feeds {
			if err == nil {
				err = journal.Each(l.Context(), db, l.Scope, f.Head.Feed, 0, f.Head.Seq, func(s *journal.Sealed) error {
					e, err := s.Open()
					switch {
					case err != nil || e.PersonHash.IsZero():
					case len(s.Person) == 0:
						gone++
					default:
						stand++
					}
					return err
				})
			}
		}
		return err
	})
	if err != nil {
		l.Fatal(err)
	}
	return stand, gone
}

// What was said of one is forgotten here, for good, and of nobody else; that it was counted stays, and nothing waits any more.
func TestAComplaintIsForgottenAlone(t *testing.T) {
	l := newLine(t)
	one, other := l.hear(l.clerk, "water", "yes"), l.hear(l.clerk, "safety", "yes")
	l.step(l.clerk, one, "acknowledged")
	before, _ := l.persons()
	l.Refused("access.not_allowed", l.enumerator, voice.ForgetComplaint{Complaint: one})
	l.Refused("desk.no_such_story", l.clerk, voice.ForgetComplaint{Complaint: id.New()})
	l.Do(l.clerk, voice.ForgetComplaint{Complaint: one})
	if stand, gone := l.persons(); gone == 0 || stand != before-gone {
		t.Errorf("of %d parts %d stand and %d are gone", before, stand, gone)
	}
	if _, err := l.Desk.Ring().OwnerKey(l.Scope, one); !fault.Is(err, fault.NotFound) {
		t.Errorf("its key is still there: %v", err)
	}
	if _, err := l.Desk.Ring().OwnerKey(l.Scope, other); err != nil {
		t.Errorf("that of another is not: %v", err)
	}
	l.expect(voice.Wanted{}, "safety in_time acknowledged settled")
	file := officetest.Ask(l.Office, l.clerk, journey.SubjectFileOf(l.Scope, voice.ComplaintKind, one, nil))
	for _, f := range file.Filled {
		if len(f.Answers) > 0 {
			t.Errorf("it still says %v", f.Answers)
		}
	}
	l.Refused("voice.forgotten", l.clerk, voice.ForgetComplaint{Complaint: one})
}
