// SPDX-License-Identifier: Apache-2.0

// Package words says everything that people read, in their language.
//
// A catalogue is one file a language (en.json, fr.json, ar.json): sentences by key, counted sentences as an object of their
// CLDR plural forms, in the JSON of go-i18n v2, which translation tools read. Values stand between braces: {{.Name}}. What
// a language needs besides sentences (its own name, its direction, how it groups digits, its months) are keys like all
// others, under "language", "month" and "date": a new language is a file and no code.
//
// A [Printer] speaks one language. Values put into a sentence are isolated where writing directions meet, so that a date
// in an Arabic sentence is not turned around. Digits are Latin in every language: a list must read the same to the office and
// to the bank.
//
// People who are served are spoken to in a language of their own, which the office may not read. Where it is none of the pages', its words for
// them (what stands under "card" and "statement", and what a language needs) are a file in the folder people: see [Catalogue.People].
//
// A key that a language lacks is said in English; one that English lacks is a fault found by tests ([Catalogue.OnMissing]) and
// shown as a general sentence, never as nothing.
package words
