// SPDX-License-Identifier: Apache-2.0

// Package demo fills a data folder with operations of their full size, so that a visitor can walk through them: each is a caseload
// with its own programmes (Kalemie, Nyunzu, Cities, Kosovo, Resettlement, Hosts).
//
// It is the real program: every household is registered, told, asked, paid and moved by commands through the desk, each on
// the day on which it would have happened, by a user who may do it. Only the names are the demo's own. All people are made up, and
// every page says so. The same seed and the same day give the same figures; keys are always random.
package demo
