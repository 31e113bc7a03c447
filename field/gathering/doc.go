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
// What is to come is a story of its own, a plan: a visit, a session, with the day, and for how many there is room. That somebody is asked to come is a fact on
// their own journey (Invite), and nothing rests on it: it is no mark, nobody attended by it, and nobody was told. When a plan is held, RecordSession says of which
// plan it came, and those who were invited stand on its roll as not there until somebody says that they were.
//
// # Whom it hurts
//
// The number of participants is a count of heads, not a list. A summary is of what was said, never of who said it; a group so small that a
// count points at a person shows its words to those who may read personal fields, and to nobody else. Who was invited and did not come is counted nowhere: to stay
// away is an answer that nobody owes.
package gathering
