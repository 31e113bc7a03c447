// SPDX-License-Identifier: Apache-2.0

// Command weeks measures how well households are placed who come week by week, while nobody knows who comes next, against the plan that is made with hindsight. Beside it stands the greedy way: each
// household in turn where it costs least and there is room, and each week as well as can be without looking ahead.
package main
