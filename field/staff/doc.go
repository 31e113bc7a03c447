// SPDX-License-Identifier: Apache-2.0

// Package staff keeps who works in an operation: users, their roles, and the caseloads of the field offices. They live in the
// commons, so that a revoked role is revoked on every node that hears of it. Passphrases and sessions are not here: they belong
// to one node and are kept beside its keys.
package staff
