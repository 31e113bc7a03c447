// SPDX-License-Identifier: Apache-2.0

// Package pledges says which State might take over whom: cases who wait for a State to be told to them, and States that pledged places.
//
// Hard rules come first, and no weight is worth more than one: a State that said no to a case, one where its people must not go, a pledge that ended, fewer places left than the family has people. Where something is missing that a rule needs,
// nothing is proposed, and what is missing is said. There is no rule, and no field, for nationality, ethnicity, religion or disability: a State chooses nobody, and is chosen by what people said themselves.
//
// What is left is scored in named parts, and the placement engine (engine/match) finds the plan. A family is never split. What was told to people stays, as long as it can.
//
// A package of pure functions.
package pledges
