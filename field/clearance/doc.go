// SPDX-License-Identifier: Apache-2.0

// Package clearance is who may travel: cleared by a doctor, by security, by the authorities whose permit, visa or document it takes.
//
// A clearance is a step of the verb clear. It is asked for (clearance.requested) and said (clearance.stated): fit or not, from which day, until
// which. A statement replaces what its writer saw; where two offices wrote without seeing each other both stand, and not fit governs. The
// earliest end of all who travel is the end for the household. What was said of one governs for them before what was said of all;
// what was said of all is of those who were there then, and of nobody who came since. Who leaves the household takes along what was said of them.
//
// Of a medical clearance the general compartment knows *ready or not* and *travel by*, and nothing else: no reason, no start, no document, no
// form, no number of those who are not ready. Only somebody who is let into the medical compartment says it. What was found stays where it
// was found: this program keeps none of it.
package clearance
