// SPDX-License-Identifier: Apache-2.0

// Package movement keeps trips and who is on them: seats, manifests, boarding, departure, the road, arrival.
//
// # Model
//
// A trip (a convoy, a flight) is a story: from where to where, on which day, by which route, with which loads and how many
// seats each. Who is on it is not written there. Each household's place on a load, its boarding and its departure are facts on its
// own journey, found through journey.ByLink under the trip's id: two offices that put two households on one trip write two stories,
// and a change of mind, which is folded into the journey, frees the seat by itself. SeatOf reads where a person stands.
//
// # Promise 1, at the gate
//
// The same questions are asked again at every gate: when a household is put on a load, when a manifest is frozen, when it boards
// and when it leaves. Are its people not claimed by two households? Has each adult chosen this destination, after being told, and
// not too long ago; or, for children alone, is there a best-interests decision of the child-protection authority? Is the place still safe, by this route?
// A programme file can ask for more, never for less. Before they board each adult must also have been asked again, in private, and
// at departure lately enough.
//
// "No" needs no reason and has no price: it takes back that adult's choice, the household comes off the load, what was
// not yet paid stops, what was paid stays paid. What others see is that the office will speak with each of them.
//
// # When a place is not safe any more
//
// Those concerned are four lists, in the order in which they are spoken with: who is on the road (OnTheRoadTo), by trip, to be stopped or
// turned back, or by their own means, to be looked for (LookFor); who stands on a load, then who was promised room there, and of whom
// somebody has chosen it, whatever others of them answered since (ConcernedBy; before they have settled it is read by those alone who
// speak with each); and who lives there already (ArrivedAt). Alerts says before all else how many they are. Who turned back has not left:
// their choice is on hold while the place is not safe, what they hold stays theirs, and nothing is asked back.
//
// # Families and seats
//
// All living members of a household are on one load. They travel apart only on the dated word of each adult of the household, and
// no child without an adult of it. A seat is counted by person, newborns among them; see MaxLapAge for who needs none.
// Loads are changed on the node that has custody of the trip, so that no seat is promised twice.
package movement
