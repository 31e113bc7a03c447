// SPDX-License-Identifier: Apache-2.0

// Package committee keeps what the committees of a site do between their elections: when they met, on what and how many came, what was decided, whose that is and until
// when, and what became of it.
//
// Who is of a committee, and whether they were trained, stands elsewhere: its members are those of the subject (field/subjects), its training a step of its way. Whoever came to a
// meeting is counted by sex, age and disability, and stands on no list: to have been there is nobody's merit, and to have stayed away is asked of nobody.
//
// A decision has an owner and a day. What became of it is said in three words: it was done; it was not, and why; it was taken up again, with an owner and a day anew. What nobody said anything of
// stays open, on the page of the site and with its owner.
package committee
