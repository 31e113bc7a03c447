// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"regexp"
	"strings"

	"safar/field/programme"
)

// The sheets of an XLSForm.
const (
	survey   = "survey"
	choices  = "choices"
	settings = "settings"
)

// Columns of ours, which other tools pass over.
const (
	classColumn   = "safar::class"
	asksColumn    = "safar::asks"
	countedColumn = "safar::counted"
	titleColumn   = "safar::title"
)

// languageNames are what languages are called in the headers that are written: their own names.
var languageNames = map[string]string{"en": "English", "fr": "Français", "ar": "العربية", "sw": "Kiswahili", "tr": "Türkçe", "sq": "Shqip", "sr": "Srpski",
	"es": "Español", "pt": "Português", "so": "Soomaali", "uk": "Українська", "am": "አማርኛ", "ti": "ትግርኛ"}

// otherNames are further names by which headers call languages, in small letters.
var otherNames = map[string]string{"french": "fr", "francais": "fr", "arabic": "ar", "arabe": "ar", "swahili": "sw", "turkish": "tr", "albanian": "sq",
	"serbian": "sr", "spanish": "es", "espanol": "es", "portuguese": "pt", "somali": "so", "ukrainian": "uk", "amharic": "am", "tigrinya": "ti", "anglais": "en"}

// headerLanguage is a language as a header says it: “Français (fr)”.
func headerLanguage(code string) string {
	if name := languageNames[code]; name != "" {
		return name + " (" + code + ")"
	}
	return code + " (" + code + ")"
}

var inBrackets = regexp.MustCompile(`\(([a-zA-Z]{2,3})(?:-[a-zA-Z0-9-]+)?\)\s*$`)

// languageOf reads the language of a header: its code in brackets, a name that is known, or the code itself; "" where none of them is there.
func languageOf(said string) string {
	if code := inBrackets.FindStringSubmatch(said); code != nil {
		return strings.ToLower(code[1])
	}
	said = strings.ToLower(strings.TrimSpace(said))
	for code, name := range languageNames {
		if said == strings.ToLower(name) {
			return code
		}
	}
	if code := otherNames[said]; code != "" {
		return code
	}
	if programme.IsLanguage(said) {
		return said
	}
	return ""
}

// sameTypes are other words for types of questions, and those that are written otherwise.
var sameTypes = map[string]string{"int": "integer", "string": "text", "photo": "image", "gps": "geopoint", "location": "geopoint", "trigger": "acknowledge"}

// beside are types of rows that ask nothing: a device fills them in by itself.
var beside = map[string]bool{"start": true, "end": true, "today": true, "deviceid": true, "device_id": true, "username": true, "phonenumber": true, "simserial": true,
	"sim_id": true, "subscriberid": true, "subscriber_id": true, "email": true, "audit": true, "start-geopoint": true, "background-audio": true, "uri:deviceid": true}

// changing are columns that change what is asked or what is answered, and that no form of ours can say: a cell in them is refused.
var changing = map[string]bool{"calculation": true, "default": true, "read_only": true, "readonly": true, "choice_filter": true, "repeat_count": true,
	"trigger": true, "save_to": true, "bind::type": true}

// truths are how cells say yes and no.
var truths = map[string]bool{"yes": true, "true": true, "true()": true, "1": true, "y": true, "no": false, "false": false, "false()": false, "0": false, "n": false, "": false}
