// SPDX-License-Identifier: Apache-2.0

//go:build !unix

// Package pgtest gives tests a real PostgreSQL; here it cannot.
package pgtest

import "testing"

// Start fails the test: PostgreSQL is started for tests on Unix alone.
func Start(tb testing.TB) string {
	tb.Helper()
	tb.Fatal("PostgreSQL for the tests: run them on Unix")
	return ""
}
