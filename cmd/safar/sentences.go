// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"safar/web/words"
)

// spoken is the language that was asked for with --lang; "" leaves it to the system.
var spoken language

// language is the code of a language of the catalogues. It is known as soon as it is read, so that whatever is wrong with the rest of
// the command line is said in it already.
type language string

// Decode reads the language, and refuses one that no catalogue speaks.
func (l *language) Decode(ctx *kong.DecodeContext) error {
	var code string
	if err := ctx.Scan.PopValueInto("language", &code); err != nil {
		return err
	}
	if !words.Default().Has(code) {
		return errors.New(printer().T("command.no_language", words.Args{"language": code, "languages": codes()}))
	}
	*l, spoken = language(code), language(code)
	return nil
}

// codes lists the languages there are.
func codes() (all []string) {
	for _, l := range words.Default().Languages() {
		all = append(all, l.Code)
	}
	return all
}

// printer speaks the language that was asked for, else that of whoever types, as the system says it: fr_CD.UTF-8 is French.
func printer() *words.Printer {
	if spoken != "" {
		return words.Default().Printer(string(spoken))
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			code, _, _ := strings.Cut(strings.NewReplacer(".", "_", "@", "_", "-", "_").Replace(value), "_")
			return words.Default().Printer(strings.ToLower(code))
		}
	}
	return words.Default().Printer(words.Mother)
}

// say returns what a person is told of an error and how to mend it. What nobody has a sentence for gets the general one of its kind.
func say(err error) (text, hint string) { return printer().Fault(err) }

// seconds writes how long something took.
func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) }
