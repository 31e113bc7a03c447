// SPDX-License-Identifier: Apache-2.0

package lately

import (
	"maps"
	"slices"
)

// Kinds are the kinds of facts that tell of a change.
func Kinds() []string { return slices.Sorted(maps.Keys(byFact)) }
