// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"slices"
	"strconv"
	"strings"

	"safar/kernel/clock"
	"safar/kernel/fault"
)

// reading is what a field must know of its row and column to understand a cell.
type reading struct {
	dates   DateReader
	country string
}

// setHousehold and setPerson put a cell into a field of a draft.
type (
	setHousehold func(*HouseholdDraft, Cell, reading) *Trouble
	setPerson    func(*PersonDraft, Cell, reading) *Trouble
)

// householdFields are the fields a mapping may fill of a household.
var householdFields = map[string]setHousehold{
	"consent":     householdConsent,
	"size":        householdSize,
	"registered":  householdRegistered,
	"label":       householdText(func(h *HouseholdDraft) *string { return &h.Label }),
	"language":    householdText(func(h *HouseholdDraft) *string { return &h.Language }),
	"site":        householdText(func(h *HouseholdDraft) *string { return &h.Site }),
	"origin":      householdText(func(h *HouseholdDraft) *string { return &h.Origin }),
	"destination": householdText(func(h *HouseholdDraft) *string { return &h.Destination }),
	"pcode":       householdText(func(h *HouseholdDraft) *string { return &h.PCode }),
	"setting":     householdText(func(h *HouseholdDraft) *string { return &h.Setting }),
	"phone": func(h *HouseholdDraft, c Cell, r reading) (t *Trouble) {
		h.Phone, t = ParsePhone(c.display(r.dates), r.country)
		return t
	},
}

// personFields are the fields a mapping may fill of a person. Ethnicity and religion are not among them, and will not be:
// they are not collected by default.
var personFields = map[string]setPerson{
	"name":     personText(func(p *PersonDraft) *string { return &p.Name }),
	"given":    personText(func(p *PersonDraft) *string { return &p.Given }),
	"middle":   personText(func(p *PersonDraft) *string { return &p.Middle }),
	"family":   personText(func(p *PersonDraft) *string { return &p.Family }),
	"father":   personText(func(p *PersonDraft) *string { return &p.Father }),
	"mother":   personText(func(p *PersonDraft) *string { return &p.Mother }),
	"language": personText(func(p *PersonDraft) *string { return &p.Language }),
	"document": personText(func(p *PersonDraft) *string { return &p.Document }),
	"sex": func(p *PersonDraft, c Cell, _ reading) (t *Trouble) {
		p.Sex, t = ParseSex(c.Text)
		return t
	},
	"birth": func(p *PersonDraft, c Cell, r reading) (t *Trouble) {
		p.Birth, t = r.dates.Birth(c)
		return t
	},
	"age": personAge,
	"age_months": func(p *PersonDraft, c Cell, r reading) (t *Trouble) {
		return personMonths(p, c, r)
	},
	"phone": func(p *PersonDraft, c Cell, r reading) (t *Trouble) {
		p.Phone, t = ParsePhone(c.display(r.dates), r.country)
		return t
	},
	"head": func(p *PersonDraft, c Cell, _ reading) *Trouble {
		yes, said, t := ParseYesNo(c.Text)
		if said {
			p.Head = yes
		}
		return t
	},
	"relation": func(p *PersonDraft, c Cell, _ reading) *Trouble {
		p.Relation = ParseRelation(c.Text)
		p.Head = p.Head || p.Relation == RelationHead
		return nil
	},
	"separated": func(p *PersonDraft, c Cell, _ reading) *Trouble {
		yes, said, t := ParseYesNo(c.Text)
		p.Separated = said && yes
		return t
	},
	"seeing":        functioning(func(f *Functioning) *Difficulty { return &f.Seeing }),
	"hearing":       functioning(func(f *Functioning) *Difficulty { return &f.Hearing }),
	"walking":       functioning(func(f *Functioning) *Difficulty { return &f.Walking }),
	"remembering":   functioning(func(f *Functioning) *Difficulty { return &f.Remembering }),
	"self_care":     functioning(func(f *Functioning) *Difficulty { return &f.SelfCare }),
	"communicating": functioning(func(f *Functioning) *Difficulty { return &f.Communicating }),
}

// The names are asked for by functions, because the tables lead back to them through the mapping's checks.
func householdNames() []string { return sortedKeys(householdFields) }
func personNames() []string    { return sortedKeys(personFields) }

// dateFields are those whose column is searched for the order of its dates.
var dateFields = []string{"birth", "registered"}

func householdText(at func(*HouseholdDraft) *string) setHousehold {
	return func(h *HouseholdDraft, c Cell, r reading) (t *Trouble) {
		*at(h), t = CleanName(c.display(r.dates))
		return t
	}
}

func personText(at func(*PersonDraft) *string) setPerson {
	return func(p *PersonDraft, c Cell, r reading) *Trouble {
		text, t := CleanName(c.display(r.dates))
		if t == nil && !isUnknown(text) {
			*at(p) = text
		}
		return t
	}
}

func functioning(at func(*Functioning) *Difficulty) setPerson {
	return func(p *PersonDraft, c Cell, _ reading) (t *Trouble) {
		*at(&p.Functioning), t = ParseDifficulty(c.Text)
		return t
	}
}

func householdConsent(h *HouseholdDraft, c Cell, _ reading) *Trouble {
	yes, said, t := ParseYesNo(c.Text)
	switch {
	case t != nil:
		return t
	case said && yes:
		h.Consent = ConsentGiven
	case said:
		h.Consent = ConsentRefused
	}
	return nil
}

// maxSize is the greatest size of a household taken. Larger numbers are typing errors, or villages.
const maxSize = 100

func householdSize(h *HouseholdDraft, c Cell, _ reading) *Trouble {
	if isUnknown(c.Text) {
		return nil
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(latinDigits(c.Text)), 64)
	if err != nil || n != float64(int(n)) || n < 0 || n > maxSize {
		return trouble("size_impossible", fault.Args{"most": maxSize})
	}
	h.Size = int(n)
	return nil
}

// householdRegistered takes a whole day. A moment (2024-07-30T23:50:00+02:00) counts on the day that stood on the wall.
func householdRegistered(h *HouseholdDraft, c Cell, r reading) *Trouble {
	b, t := r.dates.Birth(c)
	if t == nil && b.Precision == PrecisionUnknown {
		return nil
	}
	if t == nil && b.Precision != PrecisionDay {
		t = trouble("date_not_understood", nil)
	}
	if t == nil {
		h.Registered = b.Day
	}
	return t
}

// personAge reads an age in years; a birth date, where the file has both, says more and stands.
func personAge(p *PersonDraft, c Cell, r reading) *Trouble {
	b, t := r.dates.Age(c)
	if t != nil || b.Precision == PrecisionUnknown {
		return t
	}
	if p.Birth.Precision <= PrecisionUnknown {
		p.Birth = b
		return nil
	}
	years := b.Day.YearsUntil(r.dates.AsOf)
	if apart := p.Birth.Day.YearsUntil(r.dates.AsOf) - years; apart < -1 || apart > 1 {
		p.Flags = append(p.Flags, Flag{Key: "sheet.flag.age_differs", Field: "age"})
	}
	return nil
}

func personMonths(p *PersonDraft, c Cell, r reading) *Trouble {
	if isUnknown(c.Text) {
		return nil
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(latinDigits(c.Text)), 64)
	if err != nil || n < 0 {
		return trouble("birth_not_understood", nil)
	}
	b, t := r.dates.months(int(min(n, 1e6)))
	if t == nil && p.Birth.Precision < PrecisionMonth {
		p.Birth = b
	}
	return t
}

// Shown returns a cell of the workbook as a person would copy it: a date as ISO, a whole number without its ".0".
func (wb *Workbook) Shown(c Cell) string { return c.display(DateReader{System1904: wb.System1904}) }

// display returns the cell as a person would copy it: a date as ISO, a whole number without its ".0".
func (c Cell) display(d DateReader) string {
	switch c.Kind {
	case Date:
		if n, err := strconv.ParseFloat(c.Text, 64); err == nil {
			if b, t := d.serial(n); t == nil {
				return b.Stated
			}
		}
	case Number:
		return strings.TrimSuffix(c.Text, ".0")
	}
	return c.Text
}

// order of fields: those that others lean on first, the rest by name, so that every reading is alike.
func fieldOrder(names []string) []string {
	first := []string{"consent", "registered", "birth"}
	slices.SortFunc(names, func(a, b string) int {
		ia, ib := slices.Index(first, a), slices.Index(first, b)
		switch {
		case ia >= 0 && ib >= 0:
			return ia - ib
		case ia >= 0:
			return -1
		case ib >= 0:
			return 1
		}
		return strings.Compare(a, b)
	})
	return names
}

// childAge is the age below which a person is a child, in years: Convention on the Rights of the Child, article 1.
const childAge = 18

func isChild(b Birth, asOf clock.Day) bool {
	return b.Day.Known() && b.Precision != PrecisionUnknown && b.Day.YearsUntil(asOf) < childAge
}
