// SPDX-License-Identifier: Apache-2.0

// Package ground holds tests of what everything else stands on, days and ids, from where the rest of the house sees them.
//
// An age that is one day wrong makes an adult of a child; an id that is read loosely names somebody else.
package ground
