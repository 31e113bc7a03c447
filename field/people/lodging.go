// SPDX-License-Identifier: Apache-2.0

package people

import (
	"slices"

	"safar/kernel/id"
)

// Lodging is in which Shelter of which Site a household lives, by their ids; both are zero where it lives in none.
type Lodging struct {
	Shelter id.ID `cbor:"1,keyasint,omitempty"`
	Site    id.ID `cbor:"2,keyasint,omitempty"`
}

// ShelterKey returns the key of ByShelter under which those stand who live in a shelter of a site; its first part, the site, is that of all its shelters.
func ShelterKey(site, shelter id.ID) []byte { return slices.Concat(site[:], shelter[:]) }

// Sheltered returns in which shelter a household lives. It lives in none where it has moved to another site since, whatever shelter it had there.
func (h *Household) Sheltered() (in Lodging, lives bool) {
	in, said := h.Lodging.Latest()
	return in, said && !in.Shelter.IsZero() && h.Site.Value() == in.Site
}
