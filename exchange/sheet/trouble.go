// SPDX-License-Identifier: Apache-2.0

package sheet

import "safar/kernel/fault"

// Trouble is why a value was not taken. Key names the reason's sentence and Mend the one that says what to do; both stand
// in the catalogues. Args never hold what a person said.
type Trouble struct {
	Key  string
	Mend string
	Args fault.Args
}

// Error returns the key of the reason, for operators.
func (t *Trouble) Error() string { return t.Key }

// trouble returns the Trouble called name, whose sentences are sheet.refused.NAME and sheet.mend.NAME.
func trouble(name string, args fault.Args) *Trouble {
	return &Trouble{Key: "sheet.refused." + name, Mend: "sheet.mend." + name, Args: args}
}

// invalid returns the error of a file or mapping as a whole, with the hint of the same name.
func invalid(op, name string, args fault.Args) *fault.Error {
	return fault.New(op, fault.Invalid, "sheet.file."+name, args).WithHint("sheet.mend." + name)
}

// Say returns the sentence of a message key with its arguments, in the language of who reads: the doors have the catalogues.
type Say func(key string, args fault.Args) string

// Keys says every sentence by its key alone. It is for programs; people are given the words of a catalogue.
func Keys(key string, _ fault.Args) string { return key }
