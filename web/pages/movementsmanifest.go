// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"safar/field/movement"
	"safar/kernel/access"
	"safar/web/page"
)

// showManifest is the manifest on paper: everyone, by load.
func showManifest(e *errand) error {
	if err := access.May(e.Visitor.Actor, access.ExportPersonal, e.scope, e.today); err != nil {
		return err
	}
	s, names, err := e.trip()
	if err != nil {
		return err
	}
	f := e.frame(e.Words.T("trips.manifest"), e.crumb("trips.title", "/movements"),
		page.Link{Text: fromTo(e.Words, names, s.Trip), To: "/movements/" + s.Trip.ID.String()})
	return e.Show(manifestPage(f, e.Words, fromTo(e.Words, names, s.Trip), s))
}

// aboard returns who of a household is on a load.
func aboard(l movement.ManifestLine, load int) []movement.ManifestEntry {
	var on []movement.ManifestEntry
	for _, p := range l.Persons {
		if p.Load == load {
			on = append(on, p)
		}
	}
	return on
}
