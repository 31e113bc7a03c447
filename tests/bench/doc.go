// SPDX-License-Identifier: Apache-2.0

// Package bench measures what people wait for: lists, searches and files at growing sizes, arrivals that are registered
// while others wait, and the demo from its start to its first page.
//
// Nothing here passes or fails by the clock, for a clock says more about the machine and its other work than about the program. Each
// benchmark measures a reference in the same run, in turn with what it measures, and reports the ratio: the same request on
// an operation ten times smaller; two waits for the same disk; the passphrase alone. Requests alternate between the sizes, so that
// a busy moment of the machine burdens both. `make bench` runs them, `make bench-long` goes on to 1.2 million people;
// docs/measured.md keeps what they said and on which machine.
//
// The operations measured are real: a small demo for places, programme and users, and then as many households as the size
// asks for, registered and set on their way through the desk. Names are made of syllables, so that common names are common
// and most are rare, as in a register of people.
package bench
