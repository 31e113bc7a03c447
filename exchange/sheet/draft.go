// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"

	"safar/kernel/clock"
	"safar/kernel/fault"
)

// HouseholdDraft is one household as a file tells of it. Texts are NFC, trimmed, and "" where the file says nothing.
type HouseholdDraft struct {
	SourceID string // the file's own id of the household; made from the content where the mapping names no id column
	Digest   Digest // of the content: equal when a second import brings nothing new
	Sheet    string // where it stands
	Row      int    // from 1, as the spreadsheet program shows it

	Label       string    // what staff call the household: a card or case number
	Size        int       // number of persons as declared; -1 where not said
	Consent     Consent   // to be registered; a household that said no is refused, never drafted
	Registered  clock.Day // day of the interview or registration; ages were told on this day
	Language    string    // in which they wish to be spoken to, as the file writes it
	Phone       Phone     // of the household; each person may have their own
	Site        string    // name or code of where they are
	Origin      string    // name or code of where they come from
	Destination string    // name or code of where they wish to go, if the file says so; it is no choice
	PCode       string    // p-code of where they are, the finest the file has
	Setting     string    // camp, urban, rural, host community …, as the file writes it
	Answers     []Answer  // columns kept as they stand, in the mapping's order

	Persons []PersonDraft // in the order of the file; not always as many as Size
	Flags   []Flag        // of the household; each person carries its own
}

// PersonDraft is one individual as a file tells of them. Nameless persons are valid: surveys carry no names.
type PersonDraft struct {
	SourceID string // the file's own id of the person; the household's id and a number where it has none
	Sheet    string // where they stand
	Row      int    // from 1; the household's row where the person stands in it

	Name     string   // the full name as one text, where the file does not split it
	Given    string   // given name, prénom, الاسم
	Middle   string   // middle name, postnom, اسم الجد
	Family   string   // family name, nom, اللقب
	Father   string   // father's name, part of a person's name in many countries
	Mother   string   // mother's name
	Sex      Sex      // "" where the file does not say
	Birth    Birth    // unknown where the file does not say
	Phone    Phone    // the zero Phone for none
	Head     bool     // head of household
	Relation Relation // to the head of household
	Language string   // in which they wish to be spoken to, as the file writes it
	Document string   // number of an identity document
	// Separated is a child who lives among adults that are neither their parents nor usual carers.
	Separated bool
	// Functioning holds the six Washington Group questions (Short Set on Functioning), self-reported or by proxy.
	Functioning Functioning
	Answers     []Answer // columns kept as they stand, in the mapping's order
	Flags       []Flag   // doubts about them
}

// Answer is a column that the mapping keeps as it stands, without Safar understanding it.
type Answer struct {
	Name        string // the mapping's name of it, by default the header
	Value       string // as the file writes it
	Compartment string // "general", "protection" or "medical": who may hold it
}

// Flag marks a doubt that is kept, for a person to look at. Key names the sentence; Args are of class open.
type Flag struct {
	Key   string
	Field string // the field it is about; "" for the whole
	Args  fault.Args
}

// Consent says whether the household agreed to be registered.
type Consent uint8

// The answers to a question of consent.
const (
	ConsentUnknown Consent = iota // the file does not say
	ConsentGiven
	ConsentRefused
)

// Relation is a person's relation to the head of household.
type Relation string

// The relations Safar tells apart; a file's other words become RelationOther.
const (
	RelationUnknown    Relation = ""
	RelationHead       Relation = "head"
	RelationSpouse     Relation = "spouse"
	RelationChild      Relation = "child"
	RelationParent     Relation = "parent"
	RelationSibling    Relation = "sibling"
	RelationGrandchild Relation = "grandchild"
	RelationOther      Relation = "other"
	RelationNone       Relation = "not_related"
)

// Difficulty is one answer to a Washington Group question. Values from DifficultyLot up count as a disability in the
// Short Set's recommended cut-off.
type Difficulty uint8

// The answers of the Short Set, with those of not answering.
const (
	DifficultyUnknown Difficulty = iota
	DifficultyNone
	DifficultySome
	DifficultyLot
	DifficultyCannot
)

// Functioning holds the answers to the six questions of the Washington Group Short Set. Seeing, Hearing, Walking, Remembering,
// SelfCare and Communicating stand in the order of the questions; each is DifficultyUnknown where the file does not say.
type Functioning struct {
	Seeing, Hearing, Walking, Remembering, SelfCare, Communicating Difficulty
}

// Disabled reports whether any answer is "a lot of difficulty" or "cannot do at all".
func (f Functioning) Disabled() bool {
	return max(f.Seeing, f.Hearing, f.Walking, f.Remembering, f.SelfCare, f.Communicating) >= DifficultyLot
}

// Digest is a SHA-256 over what a draft says.
type Digest [sha256.Size]byte

// String returns the digest in 64 hexadecimal digits.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// digestVersion leads the digested bytes, so that a change of the form never passes for equal content.
const digestVersion = "safar sheet draft 1"

// seal sets h.Digest. Rows, sheets, flags and days reckoned from an age stay out; persons count in any order, so that a file
// sorted anew is the same file.
func (h *HouseholdDraft) seal() {
	b := appendTexts(nil, digestVersion, h.SourceID, h.Label, strconv.Itoa(h.Size), strconv.Itoa(int(h.Consent)),
		h.Registered.String(), h.Language, h.Phone.Digits, h.Site, h.Origin, h.Destination, h.PCode, h.Setting)
	b = appendAnswers(b, h.Answers)
	parts := make([]string, len(h.Persons))
	for i := range h.Persons {
		d := h.Persons[i].digest()
		parts[i] = string(d[:])
	}
	slices.Sort(parts)
	h.Digest = sha256.Sum256(appendTexts(b, parts...))
}

func (p *PersonDraft) digest() Digest {
	f := p.Functioning
	fn := []byte{byte(f.Seeing), byte(f.Hearing), byte(f.Walking), byte(f.Remembering), byte(f.SelfCare),
		byte(f.Communicating)}
	b := appendTexts(nil, p.SourceID, p.Name, p.Given, p.Middle, p.Family, p.Father, p.Mother, string(p.Sex), p.Birth.Stated,
		p.Phone.Digits, strconv.FormatBool(p.Head), string(p.Relation), p.Language, p.Document, string(fn))
	if p.Separated { // what an older file said has the digest that it had
		b = appendTexts(b, "separated")
	}
	return sha256.Sum256(appendAnswers(b, p.Answers))
}

// appendTexts appends each text with its length before it, so that no two lists of texts give the same bytes.
func appendTexts(b []byte, texts ...string) []byte {
	for _, t := range texts {
		b = strconv.AppendInt(b, int64(len(t)), 10)
		b = append(b, ':')
		b = append(b, t...)
	}
	return b
}

func appendAnswers(b []byte, answers []Answer) []byte {
	for _, a := range answers {
		b = appendTexts(b, a.Name, a.Value, a.Compartment)
	}
	return b
}
