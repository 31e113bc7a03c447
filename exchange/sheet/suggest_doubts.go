// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"slices"
	"strconv"
	"strings"

	"safar/kernel/clock"
	"safar/kernel/fault"
)

// makesSense returns, for fields whose values can be told, the share of a column's values that can be read.
func (p *profile) makesSense(field string, at int) (share float64, telling bool) {
	read := checks[field]
	if read == nil {
		return 1, false
	}
	good, total := 0, 0
	for _, c := range p.values(at) {
		total++
		if read(c) == nil {
			good++
		}
	}
	return float64(good) / float64(max(total, 1)), true
}

// contradicts reports whether a column's values are not at all those of the field. Codes for the sex may still be explained.
func (p *profile) contradicts(field string, at int) bool {
	share, telling := p.makesSense(field, at)
	return telling && share < 1-mostAgree && field != "sex"
}

// checks read a value of a field, to see whether a column holds such values. A day far in the future lets all dates pass.
var checks = func() map[string]func(Cell) *Trouble {
	far := DateReader{AsOf: clock.Date(2100, 1, 1), Order: OrderDMY}
	return map[string]func(Cell) *Trouble{
		"sex":   func(c Cell) *Trouble { _, t := ParseSex(c.Text); return t },
		"birth": func(c Cell) *Trouble { _, t := far.Birth(c); return t },
		"age":   func(c Cell) *Trouble { _, t := far.Age(c); return t },
		"phone": func(c Cell) *Trouble {
			_, t := ParsePhone(c.Text, "")
			if t != nil && t.Key == "sheet.refused.number_destroyed" {
				return nil // it is a column of phone numbers, whatever became of them
			}
			return t
		},
		"head":      func(c Cell) *Trouble { _, _, t := ParseYesNo(c.Text); return t },
		"separated": func(c Cell) *Trouble { _, _, t := ParseYesNo(c.Text); return t },
		"consent": func(c Cell) *Trouble {
			_, _, t := ParseYesNo(c.Text)
			return t
		},
		"size": func(c Cell) *Trouble { return householdSize(&HouseholdDraft{}, c, reading{}) },
		"registered": func(c Cell) *Trouble {
			return householdRegistered(&HouseholdDraft{}, c, reading{dates: far})
		},
		"age_months": func(c Cell) *Trouble { return personMonths(&PersonDraft{}, c, reading{dates: far}) },
		"relation": func(c Cell) *Trouble {
			if ParseRelation(c.Text) == RelationOther && fold(c.Text) != "other" {
				return trouble("yes_no_not_understood", nil)
			}
			return nil
		},
		"seeing": difficulty, "hearing": difficulty, "walking": difficulty,
		"remembering": difficulty, "self_care": difficulty, "communicating": difficulty,
	}
}()

func difficulty(c Cell) *Trouble { _, t := ParseDifficulty(c.Text); return t }

// doubt returns the comment on a field: why it may be wrong.
func (g *guess) doubt(p *profile, field string, at int, score float64) string {
	var why []string
	if field == "phone" && p.destroyed(at) {
		why = append(why, g.said("destroyed", nil))
	}
	if score < 0.98 {
		why = append(why, g.said("header_in_part", nil))
	}
	if share, telling := p.makesSense(field, at); telling && share < 1 {
		why = append(why, g.said("unread", fault.Args{"percent": int((1-share)*100 + 0.5)}))
		if codes := p.unread(field, at); codes != "" {
			why = append(why, g.said("explain", fault.Args{"codes": codes}))
		}
	}
	if field == "birth" && p.undecided(at) {
		why = append(why, g.said("date_order", nil))
	}
	if why == nil {
		return ""
	}
	return "   # ? " + strings.Join(why, "; ")
}

func (p *profile) destroyed(at int) bool {
	return slices.ContainsFunc(p.values(at), func(c Cell) bool {
		_, _, lost := fromScientific(c.Text)
		return lost
	})
}

// unread lists the codes of a column that cannot be read, if they are few and short enough to be codes.
func (p *profile) unread(field string, at int) string {
	if field == "phone" || field == "birth" || field == "age" {
		return ""
	}
	var codes []string
	for _, c := range p.values(at) {
		if t := checks[field](c); t != nil && !slices.Contains(codes, c.Text) {
			codes = append(codes, c.Text)
		}
		if len(codes) > 8 || len(c.Text) > 24 {
			return ""
		}
	}
	slices.Sort(codes)
	for i, c := range codes {
		codes[i] = strconv.Quote(c)
	}
	return strings.Join(codes, ", ")
}

// undecided reports whether dates of the column could be read either way and none shows how.
func (p *profile) undecided(at int) bool {
	f, either := &fieldPlan{columns: []int{at}}, false
	for _, r := range p.rows {
		f.learnOrder(r)
		_, t := DateReader{AsOf: clock.Date(2100, 1, 1)}.Birth(r.Cell(at))
		either = either || t != nil && t.Key == "sheet.refused.birth_day_or_month"
	}
	f.decideOrder()
	return either && f.order == OrderUndecided
}
