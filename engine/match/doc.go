// SPDX-License-Identifier: Apache-2.0

// Package match says who goes where: households that cannot be split, to places that have room in several dimensions (persons, beds, school
// seats, accessible rooms, the time of caseworkers), each at one of the options that a programme's hard rules leave it, or unplaced.
//
// A plan comes with a bound: what no plan whatever can cost less than. How far the two are apart is how much better the plan could be
// at most. The bound is a proof in whole numbers: prices of room are found at which households who each look for themselves fill the places about as they should be,
// and what they would pay, less what all room is worth, is less than any plan costs (Lagrangian relaxation). Then the other way
// round: something is offered for placing each household, and each place fills itself with whole households for the most that it can gain; all offers, less these gains, are less than any plan costs, and nearer to it.
//
// The search goes on from both. It settles those on whom places agree most, moves the offers to what room is left, and so on until nobody is free (dive): for everybody, and then again and again for some places.
// Between, it takes a few places, takes out who is in them, and settles exactly who of them goes where; what they lose at least at the prices of room ends most branches at once. Worse settlings
// are taken too, fewer and fewer of them, so that it does not stay where it began. Where places hold few, chains of households who each go where the next was end it. Where a plan is near its bound, all others are gone through by branch and bound, until it is proved or bettered.
//
// All that decides is whole numbers, and chance comes from a seed: the same problem, seed, steps and threads give the same plan on every machine.
// A package of pure functions: no clock, no files; who calls says how much of the time has gone.
package match
