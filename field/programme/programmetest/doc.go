// SPDX-License-Identifier: Apache-2.0

// Package programmetest draws random programmes for tests: the text of a file in the language of package programme, with its forms and its words in
// three languages, as a country office might have written it.
//
// It knows the language from its handbook alone and imports nothing of the reader: what it draws is read, checked and judged by the real one, as any file
// is. Draw makes a programme that the checker accepts; Fault puts one mistake into it, and says in which line.
//
// A drawn programme is valid, not sensible. Still most of its ways can be walked, so that a test which drives one gets far: steps follow from one another as
// they do in the field, who may leave is mostly told and asked before, and a condition is more often one that can become true than one that cannot.
package programmetest
