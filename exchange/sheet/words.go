// SPDX-License-Identifier: Apache-2.0

package sheet

import "strings"

// Sex is a person's sex as they or the file state it.
type Sex string

// The values of Sex. SexUnknown is a valid value: the file does not say, or the person preferred not to.
const (
	SexUnknown Sex = ""
	SexMale    Sex = "m"
	SexFemale  Sex = "f"
	SexOther   Sex = "x"
)

// words builds a look-up from folded words to values: each line is a value and its words, separated by " | ".
func words[T any](lines map[string]T) map[string]T {
	m := map[string]T{}
	for line, v := range lines {
		for w := range strings.SplitSeq(line, "|") {
			m[fold(w)] = v
		}
	}
	return m
}

var sexWords = words(map[string]Sex{
	"m|male|man|boy|masculin|masc|homme|garçon|h|ذكر|رجل|ولد|صبي|mume|mwanaume|mwanamume|erkek|mashkull|muški|muški pol": SexMale,
	"f|female|woman|girl|féminin|fem|femme|fille|أنثى|انثى|امرأة|بنت|mke|mwanamke|kadın|femër|ženski|ženski pol":         SexFemale,
	"x|other|autre|non binary|non binaire|intersex|intersexe|آخر|اخر":                                                    SexOther,
})

// unknownWords are what people write into a cell when there is nothing to write.
var unknownWords = words(map[string]bool{
	"?|-|--|na|n a|nd|n d|none|null|nil|unknown|not known|unspecified|no answer|dk|dnk|dont know|do not know|pnta|" +
		"prefer not to answer|prefer not answer|refused|inconnu|inconnue|non precise|non renseigne|nr|ne sait pas|nsp|" +
		"sans reponse|pas de reponse|غير معروف|غير محدد|لا يعرف|لا أعرف|مجهول|haijulikani|sijui": true,
})

var yesNoWords = words(map[string]bool{
	"yes|y|true|1|oui|o|vrai|نعم|ndiyo|ndio|evet|po|da":      true,
	"no|n|false|0|non|faux|لا|كلا|hapana|hayır|jo|ne|لا نعم": false,
})

var relationWords = words(map[string]Relation{
	"head|head of household|household head|hoh|hhh|self|chef|chef de ménage|cheffe de ménage|chef du ménage|" +
		"رب الأسرة|ربة الأسرة|رب البيت|mkuu wa kaya": RelationHead,
	"spouse|wife|husband|partner|épouse|époux|femme|mari|conjoint|conjointe|conjoint e|زوج|زوجة|mke|mume": RelationSpouse,
	"child|son|daughter|enfant|fils|fille|son daughter|fils fille|ابن|ابنة|بنت|mtoto":                     RelationChild,
	"parent|mother|father|mère|père|أب|أم|والد|والدة|mama|baba":                                           RelationParent,
	"sibling|brother|sister|frère|sœur|soeur|frère soeur|أخ|أخت|kaka|dada":                                RelationSibling,
	"grandchild|grandson|granddaughter|petit fils|petite fille|petit enfant|حفيد|حفيدة|mjukuu":            RelationGrandchild,
	"not related|non relative|sans lien|aucun lien|aucun|لا قرابة":                                        RelationNone,
	"other|other relative|autre|autre parent|aunt|uncle|tante|oncle|nephew|niece|neveu|nièce|cousin|cousine|" +
		"grandparent|grandmother|grandfather|grand mère|grand père|قريب آخر|عم|خال|جد|جدة": RelationOther,
})

var difficultyWords = words(map[string]Difficulty{
	"no difficulty|no|none|aucune difficulté|non|لا صعوبة":                                       DifficultyNone,
	"some difficulty|some|quelques difficultés|oui quelques difficultés|بعض الصعوبة":             DifficultySome,
	"lot of difficulty|a lot of difficulty|a lot|beaucoup de difficultés|صعوبة كبيرة":            DifficultyLot,
	"cannot do at all|cannot|cannot do|cannot_do|ne peut pas du tout|ne peut pas|لا يستطيع أبدا": DifficultyCannot,
})

// isUnknown reports whether a cell says nothing: empty, or one of the words for it.
func isUnknown(raw string) bool {
	if strings.Trim(raw, " -?.\u00a0") == "" {
		return true
	}
	return unknownWords[fold(raw)]
}

// ParseSex reads a sex in English, French, Arabic, Swahili, Turkish, Albanian or Serbian. No answer is SexUnknown without
// trouble; a word or code that is not known (a bare 1 or 2) is trouble, for the mapping to explain.
func ParseSex(raw string) (Sex, *Trouble) {
	if isUnknown(raw) {
		return SexUnknown, nil
	}
	if s, ok := sexWords[fold(raw)]; ok {
		return s, nil
	}
	return SexUnknown, trouble("sex_not_understood", nil)
}

// ParseRelation reads a relation to the head of household. No answer is RelationUnknown; words that are not known are
// RelationOther, for families are more various than lists.
func ParseRelation(raw string) Relation {
	if isUnknown(raw) {
		return RelationUnknown
	}
	if r, ok := relationWords[fold(raw)]; ok {
		return r
	}
	return RelationOther
}

// ParseYesNo reads an answer to a question: ok is false for no answer.
func ParseYesNo(raw string) (yes, ok bool, t *Trouble) {
	if isUnknown(raw) {
		return false, false, nil
	}
	if v, known := yesNoWords[fold(raw)]; known {
		return v, true, nil
	}
	return false, false, trouble("yes_no_not_understood", nil)
}

// ParseDifficulty reads an answer to a Washington Group question. No answer is DifficultyUnknown.
func ParseDifficulty(raw string) (Difficulty, *Trouble) {
	if isUnknown(raw) {
		return DifficultyUnknown, nil
	}
	if d, ok := difficultyWords[fold(raw)]; ok {
		return d, nil
	}
	return DifficultyUnknown, trouble("difficulty_not_understood", nil)
}
