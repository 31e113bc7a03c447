// SPDX-License-Identifier: Apache-2.0

package journey

import (
	"maps"
	"slices"

	"safar/desk"
	"safar/field/programme"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/journal"
	"safar/kernel/register"
)

// MaxWords bounds the file of a programme's words in one language, in bytes.
const MaxWords = 1 << 17

// publishedWords are the files of the words of one version of a programme, by language.
type publishedWords struct {
	Files map[string][]byte `cbor:"1,keyasint"`
}

var wordsPublished = register.NewFact(VersionStory, "journey.words_published", 1,
	func(p *Published, f *journal.Fact, r publishedWords, _ *register.None) {
		p.Words.Put(f, "words", r.Files)
	})

// wordFile is what problems call a file of words.
func wordFile(language string) string { return "words/" + language + ".yaml" }

// readableWords refuses words that cannot be read, or are filed under another language than their own.
func readableWords(op string, files map[string][]byte) error {
	for _, language := range slices.Sorted(maps.Keys(files)) {
		if len(files[language]) > MaxWords {
			return fault.New(op, fault.Invalid, "programme.too_large", fault.Args{"max": MaxWords})
		}
		w, err := programme.ParseWords(wordFile(language), files[language])
		if err != nil {
			return fault.New(op, fault.Invalid, "programme.unsound", nil).Because(err)
		}
		if w.Language != language {
			return fault.New(op, fault.Invalid, "programme.words_name", fault.Args{"language": w.Language, "file": language})
		}
	}
	return nil
}

// recordWords records the words of a version where they are new.
func (c Publish) recordWords(tx *desk.Tx, version desk.Found[Published], programmeID string) error {
	files := c.Words
	if len(files) == 0 {
		force, err := inForceOf(tx, programmeID)
		if err != nil {
			return err
		}
		files = force.Words.Value()
	}
	held := version.State.Words
	if len(files) == 0 || maps.EqualFunc(files, held.Value(), slices.Equal[[]byte]) {
		return nil
	}
	return tx.Record(wordsPublished.Draft(version.ID, clock.NoDay, publishedWords{files}).Replacing("words", held.Seen()))
}

// newWords are the languages of which a version has words, and the version in force has not, or has otherwise.
func (c Publish) newWords(s desk.Source, programmeID string) ([]string, error) {
	force, err := inForceOf(s, programmeID)
	if err != nil || len(c.Words) == 0 {
		return nil, err
	}
	before, all := force.Words.Value(), maps.Clone(c.Words)
	maps.Copy(all, before)
	maps.DeleteFunc(all, func(language string, _ []byte) bool { return slices.Equal(before[language], c.Words[language]) })
	return slices.Sorted(maps.Keys(all)), nil
}
