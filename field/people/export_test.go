// SPDX-License-Identifier: Apache-2.0

package people

import "safar/kernel/access"

// Known reports whether a word is known in a scope, as it was when it was last asked.
func (s *Spellings) Known(scope access.Scope, word string) bool {
	return s.of[scope] != nil && s.of[scope].words.Has(word)
}
