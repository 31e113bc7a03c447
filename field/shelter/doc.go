// SPDX-License-Identifier: Apache-2.0

// Package shelter keeps in which shelter of a site a household lives, and what the blocks of a site hold.
//
// Blocks and shelters are subjects (field/subjects), which a programme declares: a shelter stands in a site, belongs to a block, and has attributes that say for how many people it is
// meant, how big its covered floor is and in which state it is. In which of them a household lives is a value of the household (people.Lodging), and changes with every move; who moves to another site
// lives in none there until somebody says in which. It is where somebody can be found: it stands in the part of the fact that goes when the household is forgotten.
//
// A shelter over its capacity, and two households in one, are shown and not refused: people come in the night, and the list must say how it is. Who lives in a block is told to those who list
// households, and each look is on record; how many shelters there are, how many stand empty and how much floor they have is nobody's.
package shelter
