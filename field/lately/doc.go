// SPDX-License-Identifier: Apache-2.0

// Package lately says what has changed since a day: who left, arrived, was born or died, what was decided, paid and answered. It is what somebody wants to know
// who comes to the office in the morning.
//
// Nothing of it is stored. What was written since the last day before today on which anything was lies behind a frontier that the journal has noted anyway; News reads these facts once,
// in what survives forgetting, and then only what was written since it was last asked. No story is read for it, but those of ways that ended, to tell of whom.
//
// Each number is told to those who may see its list: numbers of people to those who may list them, and of five households at least to those who may read figures;
// what belongs to money to those who list payments. What was written in one compartment is told there alone.
package lately
