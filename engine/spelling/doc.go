// SPDX-License-Identifier: Apache-2.0

// Package spelling finds words that are written a little differently: a letter wrong, missing, too many, or two of them changed round.
//
// The distance of two words is the least number of such slips that makes one of the other, where no letter slips twice: the optimal string
// alignment distance (Damerau, 1964; Boytsov, 2011, section 2.2). Names that are said alike are often written differently by two clerks (Mwamba,
// Muamba; Kabwe, Kabue; doubled letters): what Sounds makes of both is compared too, and the smaller distance counts.
//
// Clean writes a text as it is kept, whoever typed it and with what.
//
// It is for somebody who looks for a person and reads what was found: it proposes, and decides nothing about anybody.
package spelling
