// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"safar/kernel/id"
	"safar/kernel/vault"
)

// attached is an attachment that a story names.
type attached struct {
	story id.ID
	at    vault.Address
}

// attachments checks that what facts name lies there, as it was sealed. What lies there and is named by none is no finding: it is swept.
func (s *scopeRun) attachments() error {
	if len(s.named) == 0 {
		return nil
	}
	lying, err := vault.Count(s.ctx, s.tx, s.scope)
	if err != nil {
		return s.unreadable(err, "verify.attachments_unreadable", Finding{})
	}
	for _, a := range s.named {
		s.found.Attachments++
		at := Finding{Scope: s.scope, Story: a.story, List: vault.Attachments.Name}
		if err := lying.Verify(s.ctx, s.tx, a.at); err != nil {
			if err := s.found.because(err, at); err != nil {
				return err
			}
		}
	}
	return nil
}
