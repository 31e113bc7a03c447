// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"strings"
	"time"

	"safar/kernel/clock"
)

// Words of which the demo's passphrases are made: four of them, drawn by the seed, so that one can type them.
var words = strings.Fields(`acacia baobab basket bridge canoe cassava copper cotton crane drum ferry fishing forest ginger harbour heron
	island kettle ladder lantern lemon lake mango market millet mirror morning mortar mountain paddle palm papaya pelican pepper
	plantain pottery rafter rain reed river saddle sesame silver sorghum spoon stone sugar sunrise tamarind thatch valley village
	wagon water weaver window zebra`)

func passphrase(intn func(int) int) string {
	var chosen []string
	for range 4 {
		chosen = append(chosen, words[intn(len(words))])
	}
	return strings.Join(chosen, "-")
}

// clockMorning is eight in the morning in Kalemie, two hours ahead of UTC.
func clockMorning(day clock.Day) time.Time { return day.Time().Add(6 * time.Hour) }
