// SPDX-License-Identifier: Apache-2.0

// Package people keeps persons and households: who they are, who belongs to whom, how they may safely be reached.
//
// # Model
//
// A person and a household are a story each. Membership is a field of the person's story, not of the household's: two
// offices that move one person at the same time leave two standing memberships, which is a contradiction that holds payment and boarding
// until somebody decides. The members of a household are found through the list MembersOf.
//
// What survives when somebody is forgotten (the residue) is sex, year of birth and disability: enough to count, too coarse to
// recognise; and that a child is separated from parents and usual carers, because they move on nobody's word but the child-protection
// authority's, forgotten or not. Names, dates, numbers and words are in the person part, sealed with the person's own key.
//
// # Rules
//
// A person without a name is valid; an age that nobody knows is valid; a head of household who is a child is valid and
// flagged. Leaving a household needs only the leaver's word. Nothing here decides who may move or be paid.
package people
