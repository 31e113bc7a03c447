// SPDX-License-Identifier: Apache-2.0

package web

// Token returns the token of the visitor's session, for what asks for the passphrase again (signin.Door.Confirm). It is never shown,
// logged or put into a page.
func (r *Request) Token() string { return r.token }
