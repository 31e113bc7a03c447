// SPDX-License-Identifier: Apache-2.0

package pages

func (o *office) addGatherings() {}
