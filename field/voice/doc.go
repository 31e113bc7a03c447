// SPDX-License-Identifier: Apache-2.0

// Package voice is what people tell the office of their own accord: that something is wrong with what they are promised or were given, or that they
// want to talk.
//
// A [Word] is said at a kiosk, on the telephone or in the office. It is the person's: their words are sealed with their key, and are forgotten with them. It waits until somebody
// answers it, and what was answered stays with it. It never stops, delays or shortens anything that the household is owed.
//
// Whoever wants to talk *alone* says nothing of why, and is not asked: no words are kept, and protection alone sees that somebody wishes it.
//
// A [Call] is what was asked on the telephone before anything was told: which questions, and how many answers were right. What a household is told of its account over the telephone, it is told
// after such a call of the same day, by who held it.
//
// A [Complaint] is heard by anybody who hears, walks a pathway, and is followed by somebody until it is answered. A [Recording] of what was said is kept with the word of who speaks, under a key that is forgotten
// with the complaint, and goes into the sealed lane with it.
//
// The sealed lane, for complaints that name somebody of the staff, is not here.
package voice
