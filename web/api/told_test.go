// SPDX-License-Identifier: Apache-2.0

package api

import (
	"reflect"
	"testing"

	"safar/kernel/access"
)

// What programs are answered says of each of its fields of what class it is: a field that says none is emptied for everybody, and nobody notices.
func TestEveryAnswerSaysItsClasses(t *testing.T) {
	queries := 0
	for _, a := range asks() {
		answer := reflect.TypeOf(a.find).Out(0) // of a function of this package that asks
		if answer.Kind() == reflect.Struct {
			if run, is := answer.FieldByName("Run"); is {
				answer = run.Type.Out(0)
			}
		}
		queries++
		if !access.Speaks(answer) {
			t.Errorf("%s answers with %v, which says no class", a.path, answer)
		}
		for _, path := range access.Untagged(answer) {
			t.Errorf("%s: %s has no class", a.path, path)
		}
	}
	if queries < 100 {
		t.Errorf("only %d queries were found", queries)
	}
}
