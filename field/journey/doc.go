// SPDX-License-Identifier: Apache-2.0

// Package journey is a subject's way through a pathway of a programme.
//
// # Model
//
// A journey is a story: which subject, which version of which programme, and a list of marks, each saying that something
// happened on a step: somebody was told, answered, was promised a plot, was paid, left. The packages above (choice, capacity, movement,
// payment, works) each have facts of their own, which all fold into marks here, so that one story tells the whole way.
//
// What is ready, blocked or lapsed is never stored: Take reads the journey, its people, the programme and the place it is
// about, and has package programme evaluate them on today's date.
//
// # Leaving a household
//
// Whoever leaves a household takes along, on a way of their own, what they were told, what they said, and where they sit or travel
// (Split). Nobody on a load or on the road is lost because they left somebody. The plot and the money stay where they were promised.
//
// # Who comes after the others have left
//
// Who comes to a household since it left did not leave with it (LeftWithout). They follow it on its way, judged among themselves: told, asked, with a seat
// of their own (Case.Following). What those who left did stands as it was.
//
// # Changing one's mind
//
// A change of mind frees the plot and stops what was not yet paid, as part of the fold (Journey.Undo): no office can forget
// to do it, and no order of arrival can lose it. It creates no debt: what was paid stays paid. Of who follows a household that has left
// it frees the seat alone.
package journey
