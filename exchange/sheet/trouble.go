// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"fmt"
	"slices"
	"strings"

	"safar/kernel/fault"
)

// Trouble is why a value was not taken. Key names the reason's sentence and Mend the one that says what to do; both stand
// in the catalogues and, in English, in Sentence. Args never hold what a person said.
type Trouble struct {
	Key  string
	Mend string
	Args fault.Args
}

// Error returns the reason in English.
func (t *Trouble) Error() string { return Sentence(t.Key, t.Args) }

// trouble returns the Trouble called name, whose sentences are sheet.refused.NAME and sheet.mend.NAME.
func trouble(name string, args fault.Args) *Trouble {
	return &Trouble{Key: "sheet.refused." + name, Mend: "sheet.mend." + name, Args: args}
}

// invalid returns the error of a file or mapping as a whole, with the hint of the same name.
func invalid(op, name string, args fault.Args) *fault.Error {
	return fault.New(op, fault.Invalid, "sheet.file."+name, args).WithHint("sheet.mend." + name)
}

// Sentence returns the English sentence of a message key of this package with its arguments, which stand in it as {name}.
// It serves the file of refused rows, which must be readable where no catalogue is at hand; an unknown key is returned as is.
func Sentence(key string, args fault.Args) string {
	s, ok := sentences[key]
	if !ok {
		return key
	}
	for name, value := range args {
		s = strings.ReplaceAll(s, "{"+name+"}", fmt.Sprint(value))
	}
	return s
}

// Keys returns every message key of this package in order, for the tests of the catalogues.
func Keys() []string {
	keys := make([]string, 0, len(sentences))
	for k := range sentences {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
