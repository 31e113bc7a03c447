// SPDX-License-Identifier: Apache-2.0

package pages

import "safar/web"

// addOffice adds the pages of the office: places, meetings, movements, payments, works, figures.
func addOffice(site *web.Site, p Pages) {
	_, _ = site, p
}
