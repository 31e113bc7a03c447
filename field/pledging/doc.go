// SPDX-License-Identifier: Apache-2.0

// Package pledging is about people who wait for a State to take them over, and States that pledged places: what binds people to a State as they say it, and a plan of which State could be told to whom.
//
// Which programmes are meant is read in their files: a pathway of things with the attribute [PlacesPledged] and a decision of an authority, and beside it a pathway of households on which they are told of a place and the same authority decides.
//
// The rules are those of engine/match/pledges. Nothing is stored of a plan, and nobody is told anything by it: an officer tells a case of a State, as before. People are chosen by nothing but what they said themselves: States in which they have relatives, and
// languages in which they manage. Where they must not go is a hard rule; why is asked nowhere here. As long as nobody asked them, nothing is proposed to them.
package pledging
