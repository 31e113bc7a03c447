// SPDX-License-Identifier: Apache-2.0

// Package payment is money for people: owed for a reason, listed, approved by a second pair of eyes, delivered once, and
// reconciled to the last unit.
//
// # Model
//
// A payment is a unit: one journey at one step of the verb pay. What happens to it are facts on the journey (payment.owed,
// payment.listed, payment.delivered, payment.stopped, payment.returned), so that the one story of the journey tells the whole way of
// the money; LineOf reads them. What happens to many at once is a fact on a payment list (prepared, approved, rejected, sent,
// reconciled, closed); the lines of a list are the journeys that stand on it.
//
// What is owed is frozen at the moment it becomes owed: the amounts by name in minor units, the version of the programme, the
// grant, the steps it was earned by and the days on which they were done. A later change of the programme changes nothing of it.
//
// # Two pairs of eyes
//
// A list is approved by somebody who neither prepared it nor stated any of its amounts. The approver names the digest of the lines they
// saw. A line stopped after the list was prepared (a change of mind stops it in the fold) makes the digest another, so that nobody
// approves what they have not seen; what is then approved are the lines that still stand. Lines never join a list after it was prepared,
// and a line whose household has chosen another collector since must be stopped, the stop lifted, and listed anew. So every line that stands on
// an approved list was seen by its approver, with its amount and the one who collects it.
//
// # Held and stopped
//
// A suspected double or a dispute holds a payment for a stated time, at most MaxHold days, with a named person to resolve it
// (HoldPayment); it ends on its day or when that person releases it. A stop (Stop) has no day: what a person stopped does not become
// owed again by itself, whatever is chosen or earned since, until somebody lifts it and says why (Lift). What a change of mind stopped
// is another thing: it becomes owed again when the mind is made up again.
//
// What is given for each person follows the person: where it was reckoned for a member in another household, before they left it or under
// another record, it is held (PaidElsewhere) until somebody named to resolve it releases it (double.go).
//
// # The cash site and its day
//
// Cash in hand draws a crowd to a place, and who knows of it may wait on the road. A list that is paid in cash is handed out only where it is planned for
// the day (PlanPaying), and only if somebody who hands out none of it has looked at each of Risks there, for that day or a few (AssessSite), and says go.
// Whoever is at the table may stop it at once (StopCash); what was handed out stands. Assessments that did not see each other: the most careful
// governs. The line is the method of the list: money sent to a phone or an account has no cash site, whoever collects it wherever; cash that
// a provider counts into hands has one. What was found can endanger somebody: the risks are sensitive, what to do about them is for all who pay.
//
// What was handed out before somebody said stop was handed out: it can be written down later with its time of day (Deliver.Minute), and the site is read as
// it stood then. Where the list was planned elsewhere on the same day since, it is that of the place named (Deliver.Place): the look and the stop of that place
// judge it, and those of another never.
//
// # Signed for on a sheet
//
// Who hands out cash keeps a sheet on which collectors sign (KeepSheet): who witnessed it, a member of a committee or a colleague, and where the paper lies.
// Where a programme asks for it (programme.CashTable), and always for what is written down after a stop, no cash is delivered without. The witness approves
// nothing, does not pay, and is not of the household that collects. A second person of the office sees the sheet within days (SeeSheet) or says what differs,
// which the one who is named settles (SettleSheet). Until then the list does not end; nothing of it holds what a household is owed.
//
// # Once
//
// Money that two laptops could pay twice is not left to merging: it takes custody. A grant is entrusted, with a share of its ceiling,
// to one node of a caseload (Entrust); only that node lists, approves, sends and delivers under it there, and only it hands the grant on. What
// was nevertheless done twice is never dropped: each delivery is posted, and the balance of what is payable shows it.
//
// # The ledger
//
// The ledger is not stored: it is read out of the same facts (ledger.go). Each fact posts to accounts in whole minor units, and
// what it posts sums to zero.
package payment
