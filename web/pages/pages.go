// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"safar/operation"
	"safar/web"
)

// Pages holds what every page asks: one operation, through its desk.
type Pages struct {
	op *operation.Operation
}

// Add adds every page of an operation to a site.
func Add(site *web.Site, op *operation.Operation) {
	p := Pages{op}
	addPeople(site, p)
	addOffice(site, p)
}
