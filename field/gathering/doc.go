// SPDX-License-Identifier: Apache-2.0

// Package gathering keeps how people were listened to and shown: focus groups, key informants, participatory assessments,
// go-and-see visits, come-and-tell sessions, orientations, trainings, meetings of committees.
//
// # Model
//
// A gathering is a story. What survives for counting is its kind, place, topic and language, and how many took part by sex, age band
// and disability: nobody's name. What was said, and which leaders were met, is in the person part, owned by the gathering itself,
// so that it can be forgotten like a person.
//
// That a household was there is a fact on its own journey, under the gathering's id: forty attendances are forty facts. They are
// recorded after the session with Attend, many at once through desk.DoAll (see AttendMany).
//
// # Whom it hurts
//
// The number of participants is a count of heads, not a list. A summary is of what was said, never of who said it; a group so small that a
// count points at a person shows its words to those who may read personal fields, and to nobody else.
package gathering
