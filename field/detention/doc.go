// SPDX-License-Identifier: Apache-2.0

// Package detention hands families who were let go from detention over to those who care for them when they are free.
//
// A family that is held is known in the compartment of detention, under a file of its own. When all of them are free, HandOver reads who they are there, has them
// registered in the compartment of the pathway that begins, with how each may safely be reached, begins that way (Receive, one command), and writes down in the first file
// that it was done. What was said in detention stays there.
//
// Two compartments have no transaction in common. Each of the two commands has an id that is worked out of the way in detention and the step, so that whoever does it again after
// a failure between them does nothing twice. No id of one file is kept in the other: whoever reads one compartment cannot work out the ids of the other from it.
package detention
