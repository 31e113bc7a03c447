// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"safar/exchange/intake"
	"safar/kernel/fault"
	"safar/web/words"
)

// sentences holds the English of what only the command line says: its own errors, and what a check finds. A catalogue that has
// the key says it in its language instead.
var sentences = map[string]string{
	"check.stop_the_server":       "The folder is being served. A check reads all of it, and needs it alone.",
	"check.stop_the_server.hint":  "Stop the server, and check again.",
	"demo.today":                  "{text} is no day.",
	"demo.today.hint":             "Write it as 2026-11-22.",
	"demo.people":                 "A demo has at least one person.",
	"demo.people.hint":            "Say how many: --people 2000.",
	"demo.not_a_demo":             "The folder {folder} holds an operation that is no demo, or a demo that was stopped before it was filled.",
	"demo.not_a_demo.hint":        "Name another folder. If it was a demo that was stopped, remove the folder and begin again.",
	"export.exists":               "There is a file {file} already.",
	"export.exists.hint":          "Name another with --out, or write over it with --force.",
	"export.not_written":          "The file {file} cannot be written.",
	"export.not_written.hint":     "Check the name of its folder, who may write there, and how much room is left.",
	"figures.facts_of_which":      "--facts lists the facts behind one figure.",
	"figures.facts_of_which.hint": "Say which: --figure ID; without --facts all figures are listed.",
	"file.unreadable":             "The file {file} cannot be read.",
	"file.unreadable.hint":        "Check its name and who may read it.",
	"local.no_answer":             "The server of this folder did not answer to the end.",
	"local.no_answer.hint":        "Look whether it still runs, and ask again.",
	"serve.zone":                  "There is no time zone {zone}.",
	"serve.zone.hint":             "Write it as Africa/Lubumbashi.",
	"serve.address":               "Nothing can be served on {address}: another program uses it, or it is no address of this machine.",
	"serve.address.hint":          "Name another with --addr; 127.0.0.1:0 takes any that is free.",
	"serve.stopped":               "The server has stopped by itself.",
	"serve.stopped.hint":          "Start it again; what was acknowledged is saved.",

	"journal.fork":                 "A feed exists in two versions: the same number stands for two facts.",
	"journal.frontier_unreadable":  "What was recorded of the feeds on a past day cannot be read.",
	"journal.signature_wrong":      "The signature over fact {seq} is not that of the node which wrote it.",
	"pcode.no_column":              "The table of places has no column {column}.",
	"pcode.mend.no_column":         "Give the column that name, or take the table as it is published.",
	"register.no_erasure":          "Nobody asked for this person to be forgotten.",
	"register.owner_key_missing":   "The key of a person is missing, so that what is kept of them cannot be read.",
	"register.person_missing":      "The personal part of a fact is missing, though nobody asked for it to be forgotten.",
	"verify.beyond_head":           "There are facts up to number {last}, and the feed says that it ends at {head}.",
	"verify.entry_missing":         "An entry is missing from a list.",
	"verify.entry_stray":           "A list holds an entry for which the journal gives no reason.",
	"verify.erasure_unfinished":    "A person was to be forgotten, and something of them is still here.",
	"verify.fact_not_folded":       "A fact of kind {kind} stands in the journal, and the register does not know it.",
	"verify.fact_of_another_story": "A fact is counted for a story to which it does not belong.",
	"verify.feed_cut":              "The feed ends at fact {head}, and once went up to {recorded}: facts are missing at its end.",
	"verify.feed_lost":             "There are {facts} facts of a feed that nothing else speaks of.",
	"verify.head_differs":          "The feed says that it ends at fact {head} with another value than its facts give up to {last}.",
	"verify.head_not_signed":       "The feed ends at fact {head}, and its signatures at {signed}.",
	"verify.more_differs":          "{differ} stories differ from what their facts give; {looked_at} of them are listed one by one.",
	"verify.node_key_unknown":      "The key of the node that wrote this feed is not known here: its signatures cannot be judged.",
	"verify.not_as_recorded":       "Fact {seq} is not the one that was recorded on a past day.",
	"verify.places_differ":         "The register has this story's facts in other places than the journal.",
	"verify.state_differs":         "What the register says of this story is not what its facts give.",
	"verify.story_kind_unknown":    "The register holds a story of the kind {kind}, which this version does not know.",
}

// say returns what a person is told of an error and how to mend it: from the catalogues, else as an import says it of files, else as
// the command line does. What nobody has a sentence for gets the general one of its kind.
func say(err error) (text, hint string) {
	text, hint = printer().Fault(err)
	var f *fault.Error
	if !errors.As(err, &f) || f.Key == "" || inCatalogue(f.Key) {
		return text, hint
	}
	if own, known := sentence(f.Key, f.Args); known {
		text, hint = own, ""
		for _, key := range []string{f.Hint, f.Key + ".hint"} {
			if mend, known := sentence(key, f.Args); known && hint == "" {
				hint = mend
			}
		}
	}
	return text, hint
}

// sentence returns the sentence of a key that no catalogue has.
func sentence(key string, args fault.Args) (text string, known bool) {
	if text, known = sentences[key]; known {
		for name, value := range args {
			text = strings.ReplaceAll(text, "{"+name+"}", fmt.Sprint(value))
		}
		return text, true
	}
	text = intake.Sentence(key, args)
	return text, text != key
}

// inCatalogue reports whether the reader's catalogue, or the one that stands in for it, says a key.
func inCatalogue(key string) bool {
	return printer().Has(key) || words.Default().Printer(words.Mother).Has(key)
}

// printer speaks the language of whoever types, as the system says it: fr_CD.UTF-8 is French.
func printer() *words.Printer {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := os.Getenv(name); value != "" {
			code, _, _ := strings.Cut(strings.NewReplacer(".", "_", "@", "_", "-", "_").Replace(value), "_")
			return words.Default().Printer(strings.ToLower(code))
		}
	}
	return words.Default().Printer(words.Mother)
}
