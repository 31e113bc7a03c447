// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"regexp"
	"slices"
	"strings"
)

var (
	quotedText = regexp.MustCompile(`"[^"]*"|'[^']*'`)
	headOfName = regexp.MustCompile(`(?:^|[^A-Za-z_0-9.])([a-z][A-Za-z_0-9]*)`)
)

// Mentioned returns what a condition looks at, in the order in which it does, each once: the ids of steps, inputs and attributes, and the names that every
// condition knows, such as size. It is for telling people what a condition is about who read no CEL.
func Mentioned(condition string) (ids []string) {
	for _, m := range headOfName.FindAllStringSubmatch(quotedText.ReplaceAllString(condition, " "), -1) {
		id := m[1]
		if !slices.Contains(ids, id) && !slices.Contains([]string{"true", "false", "in", "date"}, id) && !strings.HasPrefix(id, "_") {
			ids = append(ids, id)
		}
	}
	return ids
}
