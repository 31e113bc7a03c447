// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"strings"
	"unicode"
)

// synonym lists the headers under which a field is met, in English, French and Arabic, some in Swahili.
type synonym struct {
	field string
	heads []string // folded
}

func synonyms(lines ...string) []synonym {
	list := make([]synonym, len(lines))
	for i, line := range lines {
		field, heads, _ := strings.Cut(line, ":")
		list[i].field = field
		for h := range strings.SplitSeq(heads, "|") {
			list[i].heads = append(list[i].heads, fold(h))
		}
	}
	return list
}

var householdIDHeads = synonyms(
	"id:uuid|x uuid|instance id|instanceid|meta instanceid|submission uuid|submission id|household id|hh id|hhid|household number|" +
		"household no|family id|family number|case id|case number|registration number|progres id|id ménage|id du ménage|" +
		"numéro ménage|numéro du ménage|numero de menage|n menage|no menage|code ménage|code du ménage|numéro de dossier|" +
		"رقم الأسرة|رقم العائلة|رقم الملف|رقم الاستمارة|namba ya kaya|id")[0]

var personIDHeads = synonyms(
	"id:person id|individual id|ind id|member id|person uuid|individual number|id individu|id personne|numéro individuel|" +
		"code individu|رقم الفرد|رقم الشخص")[0]

var householdHeads = synonyms(
	"consent:consent|informed consent|consent given|consentement|الموافقة|موافقة",
	"registered:date of interview|interview date|date of registration|registration date|date assessment|assessment date|survey date|"+
		"date enquête|date de l enquête|date d enregistrement|date enregistrement|date enrôlement|date d enrôlement|"+
		"تاريخ المقابلة|تاريخ التسجيل|today|start",
	"size:household size|hh size|family size|size of household|number of household members|num hh member|hh members|"+
		"members|taille du ménage|taille ménage|taille de la famille|nombre de personnes|nombre de membres|nbre de personnes|"+
		"عدد أفراد الأسرة|عدد افراد العائلة|حجم الأسرة|عدد الأفراد|idadi ya watu",
	"site:site name|site|camp|settlement|displacement site|nom du site|site de déplacement|neighbourhood|quartier|الموقع|المخيم|الحي|kambi",
	"origin:area of origin|place of origin|village of origin|origin|village d origine|lieu d origine|territoire d origine|provenance|"+
		"مكان الأصل|منطقة الأصل|مكان المنشأ",
	"destination:intended destination|destination|destination souhaitée|village de retour|lieu de retour|الوجهة",
	"pcode:pcode|p code|admin4 pcode|admin3 pcode|admin2 pcode|adm2 pcode|admin4|admin3|admin2|admin1",
	"language:preferred language|language|langue préférée|langue|اللغة|lugha",
	"setting:setting|milieu|type of site|type de site",
	"label:card number|ration card|token number|numéro de carte|carte de ration|رقم البطاقة")

var personHeads = synonyms(
	"given:first name|firstname|given name|forename|prénom|prenoms|الاسم الأول|الاسم|jina la kwanza",
	"middle:middle name|middlename|postnom|post nom|اسم الجد",
	"family:last name|lastname|family name|surname|nom de famille|nom|اسم العائلة|اللقب|الكنية|jina la ukoo",
	"name:full name|fullname|name of individual|name|noms|nom complet|nom et prénom|noms et prénoms|nom et postnom|"+
		"الاسم الكامل|الاسم الثلاثي|jina kamili|jina",
	"father:father name|father s name|name of father|nom du père|اسم الأب|jina la baba",
	"mother:mother name|mother s name|name of mother|nom de la mère|اسم الأم|jina la mama",
	"sex:sex|gender|ind gender|gender hoh|hoh gender|sexe|genre|الجنس|النوع|jinsia",
	"birth:date of birth|birth date|birthdate|dob|birthday|year of birth|date de naissance|date naissance|naissance|année de naissance|"+
		"ddn|تاريخ الميلاد|تاريخ الولادة|سنة الميلاد|tarehe ya kuzaliwa",
	"age:age|age in years|age years|ind age|age hoh|hoh age|âge en années|العمر|السن|umri",
	"age_months:age in months|age months|âge en mois|العمر بالأشهر",
	"phone:phone number|phone|telephone number|telephone|tel|mobile|mobile number|msisdn|cell|gsm|contact|numéro de téléphone|"+
		"téléphone|n de téléphone|رقم الهاتف|الهاتف|رقم الجوال|جوال|موبايل|simu|namba ya simu",
	"head:is head|is head of household|head of household|head household|headhousehold|hoh|hhh|est chef de ménage|chef de ménage|رب الأسرة",
	"relation:relation|relationship|relationship to head|relation to head|relation to hoh|lien de parenté|lien|lien avec le chef|"+
		"lien avec le chef de ménage|صلة القرابة|العلاقة برب الأسرة|uhusiano",
	"document:national id|nationalid|id number|document number|documentid|identity card|numéro de pièce|numéro pièce d identité|"+
		"carte d électeur|carte d identité|رقم الهوية|رقم الوثيقة",
	"separated:separated child|separated|child separated|uasc|enfant séparé|séparé|séparée|طفل منفصل عن ذويه|منفصل عن ذويه|mtoto aliyetengana",
	"seeing:wgq vision|wg seeing|seeing|vision|vue|voir|difficulté à voir|الرؤية|البصر",
	"hearing:wgq hearing|wg hearing|hearing|audition|entendre|difficulté à entendre|السمع",
	"walking:wgq mobility|wg walking|walking|mobility|mobilité|marcher|difficulté à marcher|المشي|الحركة",
	"remembering:wgq cognition|wg remembering|remembering|cognition|mémoire|se souvenir|التذكر|التركيز",
	"self_care:wgq self care|wg self care|self care|washing|soins personnels|se laver|العناية بالنفس",
	"communicating:wgq communication|wg communicating|communication|communicating|communiquer|التواصل")

// medicalWords in the name of a sheet, or of a column, put it into the medical compartment.
var medicalWords = []string{"health", "medical", "nut", "nutrition", "sante", "medic", "illness", "disease", "maladie", "صحه", "صحي",
	"مرض", "pregnan", "enceinte", "حامل"}

func medical(name string) bool {
	name = fold(name)
	for _, w := range medicalWords {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

// splitCamel writes phoneNumber as phone Number.
func splitCamel(s string) string {
	var b strings.Builder
	lower := false
	for _, r := range s {
		if lower && unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		lower = unicode.IsLower(r)
		b.WriteRune(r)
	}
	return b.String()
}

// likeness says how well a header fits a synonym: 1 for the same words, less the more other words stand around it, 0 if the
// words do not stand in it together.
func (s synonym) likeness(header string) float64 {
	h, best := fold(splitCamel(header)), 0.0
	for i, head := range s.heads {
		score := 0.0
		switch {
		case h == head:
			score = 1
		case strings.Contains(" "+h+" ", " "+head+" "):
			score = float64(len(head)) / float64(len(h))
		}
		best = max(best, score-float64(i)*0.001) // the more telling synonyms stand first
	}
	return best
}
