// SPDX-License-Identifier: Apache-2.0

// Package hosting says who may live with whom, who should, and why not: households that seek a home with a family, and families that offer one.
//
// Hard rules come first ([Weights] never outweigh them): what a rule excludes is no possibility, and the rule is told. They are those of do-no-harm: a host whose check lapsed, who was not
// trained or has not signed the code receives nobody; a woman alone, with or without children, lives where a woman lives; children without an adult go nowhere without a decision of the
// child-protection authority; who said no to whom, and what is not safe, is never told apart. There is no rule, and no field, for nationality, ethnicity, religion or disability. Where something
// is missing that a rule needs, nobody is placed by default: the pair is excluded, and what is missing is said.
//
// What is left is scored in named parts, and the placement engine (engine/match) finds the plan. A household is never split, and households that stay together go to one home. What was told to
// people already stays.
//
// A package of pure functions. Days are counted from 1 January 1970.
package hosting
