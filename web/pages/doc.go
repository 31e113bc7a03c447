// SPDX-License-Identifier: Apache-2.0

// Package pages holds what people see and do, one file a page: its handler and its form in NAME.go, its looks in NAME.templ.
//
// A handler is short: who asks and for what, read the request, call the desk or a query, show the answer or return the error.
//
//	func (p Pages) household(r *web.Request) error {
//		of, err := r.PathID("id")
//		if err != nil {
//			return err
//		}
//		file, err := p.people.Household(r.Context(), r.Visitor.Actor, of) // already redacted; the look is on record
//		if err != nil {
//			return err
//		}
//		return r.Show(householdPage(r.Frame(file.Number), file))
//	}
//
// A form carries a command id (page.Form with page.NewCommand); r.Command reads it back, so that a form sent twice is carried
// out once. After a change, r.Go leads on and says what was done ("done.saved"). A form that is not right comes back with
// status 422 and what is wrong beside each field (page.Field.Error).
//
// Every sentence is a key of web/words, in each language; the templates hold no words and no styles of their own.
package pages
