// SPDX-License-Identifier: Apache-2.0

// Command plans measures how well `safar match` finds who goes where, and how soon: on problems whose best plan is known, on made ones of the kinds at which solvers
// are measured, and beside the general solver cbc where that is installed, in turn on the same files.
//
// Nothing that is printed rests on the word of a solver. Each plan is judged by this program alone, which shares no code with the engine: it reads the file itself, sums
// cost and room anew, and refuses a bound that is above the plan's cost or above the best plan that is known.
package main
