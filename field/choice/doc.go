// SPDX-License-Identifier: Apache-2.0

// Package choice keeps promise 1: nobody moves without their own informed, current choice.
//
// Each adult is told what a place is like, and answers in private, in their own right; "stay" is always an answer. The
// answers stand side by side: a household in which they differ is in disagreement, which has a way forward (talk again, wait, split)
// and is never averaged away and never shown to the others. An answer may be changed until the person leaves; changing
// one that had been built on frees the plot and stops the payment (journey.Undo), and creates no debt.
//
// Children without an adult move only on a decision of the child-protection authority in their best interests, which protection writes down: which
// office, who of it, on which day. A guardian may be named beside it. No programme file can leave the authority out (journey.Case.ForChildren).
// Their views are recorded.
//
// A separated child, who lives among adults that are neither their parents nor usual carers, moves on such a decision as well: one for each child, beside
// what the adults answer for themselves, and the same. So does a child without an adult who follows others that have left. Where it differs from what an
// adult answered, the household is in disagreement like any other.
package choice
