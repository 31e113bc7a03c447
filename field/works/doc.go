// SPDX-License-Identifier: Apache-2.0

// Package works is what is built: the milestones of a house, of infrastructure, of a community's project.
//
// # Model
//
// A milestone is a step of the verb build. It is reported (works.reported) and inspected (works.inspected): passed, or failed with what
// is wrong, and then reported again. Both are facts on the journey, so that the payment that needs the milestone sees them.
//
// Who inspects does not pay: not by their role, and not by anything they did on the same journey. Where the programme says that a
// milestone is inspected, who reported it does not inspect it either. Where a house stands and what its photograph shows belong to the
// people who live in it, and are forgotten with them.
//
// An inspection that is overdue is the office's failure. It is listed for the office (Overdue) and changes nothing for the family: the
// milestone stays reported, nothing lapses, and no rule of another package asks how long it waited.
package works
