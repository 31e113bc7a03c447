// SPDX-License-Identifier: Apache-2.0

// Package desk is the one door: every change is a command through Do, every look a query through Ask.
//
// # A command's way
//
// Do hands a command to the one writer of this process. The writer takes the commands that are waiting as a group. For each it
// asks: may this person do this act in this scope, today (access)? was this command done before (then the same receipt is given
// again)? Then the command decides: it reads stories through its Tx, as the commands before it in the group left them, judges
// the rules, and records facts, which are folded at once. At the end of the group the facts are sealed and chained, the keys of
// new owners are made durable, and facts, states and list entries are written in one transaction. Only then does Do return.
//
// A command that refuses has written nothing: its facts would only have been written at the end. One that refuses after it
// recorded something makes the writer decide the group again without it.
//
// # A query's way
//
// Ask authorises the act, runs the query on a snapshot, takes out of the answer every field whose class the person may not see, and
// records the looks at people's files in the compartment of looks. If the looks cannot be recorded, nothing is shown. Queries
// read unredacted states inside; redaction happens here and nowhere else.
package desk
