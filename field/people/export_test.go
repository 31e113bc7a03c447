// SPDX-License-Identifier: Apache-2.0

package people

import (
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/journal"
)

// UnseenContact is how somebody may safely be reached, written by an office that did not see what stands.
func UnseenContact(person id.ID, c SafeContact) journal.Draft {
	return personContact.DraftFor(person, person, clock.NoDay, none, c)
}

// Known reports whether a word is known in a scope, as it was when it was last asked.
func (s *Spellings) Known(scope access.Scope, word string) bool {
	return s.of[scope] != nil && s.of[scope].words.Has(word)
}
