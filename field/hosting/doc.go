// SPDX-License-Identifier: Apache-2.0

// Package hosting is about households that live with families who offer them a home: who offers what and for how long, what the guests need and wish, who is proposed to whom, what both sides say, where
// people move in, and what happens when it does not go well.
//
// # Which rules hold
//
// The rules are those of engine/match/hosting, and there is one place where they are asked: [Between]. What a page proposes, what a plan for everybody proposes, and what Place and Move allow is judged by it, so a host
// whose check lapsed is out of every proposal the same minute. There is no rule and no field for nationality, ethnicity, religion or disability.
//
// # Both sides say yes
//
// A proposal is told to both sides. Each adult of either may say no, without giving a reason and without losing anything: the pair is not proposed again while the no stands, and nobody is told who said it. Where all
// have said yes they meet, and then they may move in. Nobody is placed with anybody without it.
//
// # When it does not go well
//
// Move ends a placement and begins another in one step: it is never done by halves, and no bed is promised twice by it. It asks for the word of every adult of the guests and of one of the new hosts, and for no meeting
// before: it is for tonight. Where those who receive may not receive any more, those who live there are reviewed: they are on the list until somebody has said what happens, and again when that day has come.
//
// # What is sealed
//
// Who must be kept apart from whom is known to the rules as a host, a town or a name; why is sealed. A proposal that it removes looks like one to which somebody said no.
//
// All of it is in the compartment of the pathway, which the checker of programmes demands not to be the general one. Outside it there are only counts.
package hosting
