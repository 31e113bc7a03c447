// SPDX-License-Identifier: Apache-2.0

// Package sealed is the sealed lane: complaints of exploitation, abuse, fraud and the like, which may name somebody of the staff.
//
// Everybody knows the way in: whoever works here may write into it (Hear), and is told nothing of what lies there. Whether there is a complaint, how many
// and about whom, its focal points alone learn: neither those who run the machines nor those who answer for the operation.
//
// # Letters
//
// What is written, and everything that is done about it, are letters (kernel/letter): facts of one size in a compartment of their own, of no author that can
// be told, each sealed with its own key, which is wrapped to the focal points who are not named in the complaint, and to the glass (below). Nothing of them is folded into the register. A [Lane] opens them
// in the memory of one person's session, and forgets them with it.
//
// Each day some letters are empty ([Cover]): as many are written in a caseload as were drawn for the day, whatever was to be said on it, at moments of chance. Whoever
// counts the facts of the compartment counts days.
//
// # Who reads
//
// A focal point is let into the compartment by a grant, makes a key that only their passphrase unlocks (MakeKey), and reads from when somebody else has said that the key is theirs (ConfirmKey): a focal point who reads already, or, for
// the first, the data protection officer. An administrator who lets a friend in gives them nothing to read.
//
// # The glass
//
// Two holders together, neither of whom can alone, open what no focal point is left to open: each has one half of a key (MakeGlass). It is written down that they
// did, and for which of the reasons of a list, and reviewed by somebody else (Review).
//
// # What is kept in the open
//
// The keys (locked), who confirmed them, the promised times and the openings of the glass. A number leaves the lane only where it stands on enough complaints
// (Lane.Counts).
package sealed
