// SPDX-License-Identifier: Apache-2.0

package demo

import "safar/kernel/clock"

// listen arranges the assessments, groups, visits and sessions at which people were heard.
func (f *filling) listen(clock.Day) {}
