// SPDX-License-Identifier: Apache-2.0

// Package supply is goods: what lies in a store, who is on a distribution list, and who received what.
//
// # Stock
//
// What lies at a place of one item is a story: a ledger in whole numbers of pieces. Goods are received (from whom, for which donor, on which
// waybill), moved to another place, handed out, and counted; a count that differs from the ledger says why. What takes away from a stock is
// written on one node alone, which has custody of it, and never takes more than lies there. What two nodes wrote without seeing each other is
// kept all the same, and where the sum is below zero the stock is in contradiction until it is counted again.
//
// # Giving
//
// A step of the verb give is listed (supply.listed: on a distribution list of a place and a day, with what the step gives frozen that
// moment) and handed out once (supply.given), to the collector whom the household chose or the alternate. Both are facts on the journey, so that
// the steps after it see them. Who put somebody on a list and who handed out are both on record; they may be one person, for a kit is no money.
// Nobody is photographed.
//
// Goods that two offices handed out twice stay with those who have them: it shows as the offices' contradiction, holds nothing up, and
// somebody other than those who handed out says that it was seen.
package supply
