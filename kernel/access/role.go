// SPDX-License-Identifier: Apache-2.0

package access

import "fmt"

// Role is what a person does in an operation. The list is closed: a new one is a change of this program and of its tests.
// Do not reorder: the numbers are stored. The zero Role is none and may nothing.
type Role uint8

// The roles, as the field names them.
const (
	Enumerator            Role = iota + 1 // enumerator or community mobiliser: registers, surveys, records visits
	Caseworker                            // keeps a household's file, choice and follow-up
	ProtectionOfficer                     // decides safety, best interests and split households; hears sensitive complaints
	SiteManager                           // committees, infrastructure, distributions, feedback of a site
	MovementOfficer                       // clearances, loads, manifests, boarding, arrivals
	FinanceOfficer                        // prepares payment lists, sends and reconciles them
	Approver                              // the second pair of eyes on a payment list; prepares none
	Inspector                             // inspects milestones of building; pays nothing
	Municipality                          // a receiving town, community or village: capacity, readiness, practices
	ProgrammeManager                      // figures, maps, reports, programme files
	DataProtectionOfficer                 // who looked, who was told, erasure
	Administrator                         // users, roles, nodes, backups; no personal data
	Auditor                               // a donor's or government's eye: figures only
)

// Roles lists every role, in order.
func Roles() []Role {
	all := make([]Role, 0, len(roleNames)-1)
	for r := Enumerator; int(r) < len(roleNames); r++ {
		all = append(all, r)
	}
	return all
}

var roleNames = [...]string{"", "enumerator", "caseworker", "protection_officer", "site_manager", "movement_officer",
	"finance_officer", "approver", "inspector", "municipality", "programme_manager", "data_protection_officer",
	"administrator", "auditor"}

// Known reports whether r is one of Roles.
func (r Role) Known() bool { return r > 0 && int(r) < len(roleNames) }

// String returns the role's name in snake case; "role_N" for a number this program does not know.
func (r Role) String() string {
	if r.Known() {
		return roleNames[r]
	}
	return fmt.Sprintf("role_%d", uint8(r))
}

// ParseRole reads what String wrote.
func ParseRole(text string) (Role, error) {
	for i, name := range roleNames {
		if i > 0 && name == text {
			return Role(i), nil
		}
	}
	return 0, fmt.Errorf("access: %q is not a role", text)
}

// MarshalText writes the role's name; it serves JSON, YAML and forms.
func (r Role) MarshalText() ([]byte, error) {
	if !r.Known() {
		return nil, fmt.Errorf("access: role %d is not known", uint8(r))
	}
	return []byte(r.String()), nil
}

// UnmarshalText reads the role's name.
func (r *Role) UnmarshalText(b []byte) error {
	got, err := ParseRole(string(b))
	if err != nil {
		return err
	}
	*r = got
	return nil
}
