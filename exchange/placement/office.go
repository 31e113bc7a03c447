// SPDX-License-Identifier: Apache-2.0

package placement

import (
	"slices"

	"safar/engine/match/hosting"
	"safar/kernel/clock"
	"safar/kernel/fault"
)

// Bounds of what is read of a workbook.
const (
	MaxFile     = 8 << 20 // bytes
	mostRows    = 20_000  // of a sheet
	mostTexts   = 32 << 20
	mostBeds    = 1000
	mostWeight  = 1000
	mostListed  = 50 // in one cell
	mostTrouble = 200
)

// Vocabulary is how headings and words are written in the languages of the people who fill workbooks in: for each, in small letters, its id. Columns are the headings of GuestColumns, HostColumns and
// WeightColumns; People are the words for women, men, girls and boys; Parts those for the parts of a score, and for groups.
type Vocabulary struct {
	Columns, People, Parts map[string]string
}

// GuestColumns are the columns of a workbook of guests, by id, in the order in which an example has them. The first must be there.
func GuestColumns() []string {
	return []string{"id", "women", "men", "girls", "boys", "step_free", "languages", "wishes", "not", "avoids", "decided", "with", "told", "waiting_since"}
}

// HostColumns are those of a workbook of hosts.
func HostColumns() []string {
	return []string{"id", "town", "beds", "households", "women", "step_free", "languages", "checked_until", "trained", "signed", "paused_until", "takes", "not", "keeps", "guests_id"}
}

// Exchange is the id of the setting, on the sheet of weights, that households exchange their homes by wishes in the end: 1 or more is yes.
const Exchange = "exchange"

// WeightColumns are those of the sheet of weights, which a workbook of guests may have as its second.
func WeightColumns() []string { return []string{"part", "points"} }

// Office is what two workbooks say of guests and hosts. GuestNames and HostNames are their ids as they are written there, by position; Unread are the headings of columns that are not read. Floors are what is set as the least for groups, on the sheet of weights, and Exchange
// that households exchange their homes by wishes in the end.
type Office struct {
	hosting.Office
	GuestNames, HostNames []string
	Unread                []string
	Floors                map[hosting.Group]int // points that a group has at least in the mean
	Exchange              bool                  // by wishes, in the end
}

// Trouble is what is wrong in a workbook: File is its path, Sheet, Row (from 1) and Column where, Key and Args say what, in words that end in what to do.
type Trouble struct {
	File, Sheet string
	Row         int
	Column      string
	Key         string
	Args        fault.Args
}

// ReadOffice reads two workbooks, xlsx or CSV. Where anything in them is wrong, all of it is returned, up to 200, and no office; err is a fault where a file is no workbook at all: Invalid placement.not_a_workbook,
// placement.no_column.
func ReadOffice(guests, hosts string, v Vocabulary, today clock.Day) (*Office, []Trouble, error) {
	o := &Office{Office: hosting.Office{Today: int(today), Weights: hosting.Usual}}
	g, err := openTable(guests, v)
	if err != nil {
		return nil, nil, err
	}
	defer g.wb.Close()
	h, err := openTable(hosts, v)
	if err != nil {
		return nil, nil, err
	}
	defer h.wb.Close()
	if err = g.read(0, GuestColumns(), func(r *record) { o.guest(r, today) }); err == nil {
		err = h.read(0, HostColumns(), o.hostRow)
	}
	if err == nil && len(g.wb.Sheets()) > 1 {
		err = g.read(1, WeightColumns(), func(r *record) { o.weight(r, v) })
	}
	if err != nil {
		return nil, nil, err
	}
	o.seek()
	o.Unread = append(g.unread, h.unread...)
	if troubles := append(g.troubles, h.troubles...); len(troubles) > 0 {
		return nil, troubles[:min(len(troubles), mostTrouble)], nil
	}
	return o, nil, nil
}

// guest reads a row of guests.
func (o *Office) guest(r *record, today clock.Day) {
	g := hosting.Guests{ID: r.id(), Women: r.number("women", mostBeds), Men: r.number("men", mostBeds), Girls: r.number("girls", mostBeds), Boys: r.number("boys", mostBeds),
		StepFree: r.answer("step_free"), Languages: r.list("languages"), Wishes: r.list("wishes"), Not: r.list("not"), Avoids: r.list("avoids"), Decided: r.answer("decided"), With: r.folded("with"), Told: r.folded("told")}
	if since := r.day("waiting_since"); since.Known() {
		g.Waiting = max(0, int(today-since))
	}
	o.Guests, o.GuestNames = append(o.Guests, g), append(o.GuestNames, r.text("id"))
}

// hostRow reads a row of hosts.
func (o *Office) hostRow(r *record) {
	h := hosting.Host{ID: r.id(), Town: r.folded("town"), Beds: r.must("beds", mostBeds), Households: 1, Women: r.number("women", mostBeds), StepFree: r.answer("step_free"), Languages: r.list("languages"),
		Checked: dayOr(r.day("checked_until")), Trained: r.answer("trained"), Signed: r.answer("signed"), Paused: dayOr(r.day("paused_until")), Takes: r.people("takes"), Not: r.list("not"), Keeps: r.list("keeps")}
	if n := r.number("households", mostBeds); n != hosting.NotSaid {
		h.Households = n
	}
	h.Seeks = r.folded("guests_id") != "" && slices.ContainsFunc(o.Guests, func(g hosting.Guests) bool { return g.ID == r.folded("guests_id") })
	o.Hosts, o.HostNames = append(o.Hosts, h), append(o.HostNames, r.text("id"))
}

// weight reads a row of weights.
func (o *Office) weight(r *record, v Vocabulary) {
	points := r.must("points", mostWeight)
	switch hosting.Part(v.Parts[r.folded("part")]) {
	case Exchange:
		o.Exchange = points > 0
	case hosting.Language:
		o.Weights.Language = points
	case hosting.Wish:
		o.Weights.Wish = points
	case hosting.Spare:
		o.Weights.Spare = points
	case hosting.Access:
		o.Weights.Access = points
	default:
		if group := hosting.Group(v.Parts[r.folded("part")]); slices.Contains(hosting.Groups(), group) {
			o.floor(group, points)
			return
		}
		r.wrong("part", "placement.no_part", fault.Args{"part": r.text("part")})
	}
}

func (o *Office) floor(of hosting.Group, points int) {
	if o.Floors == nil {
		o.Floors = map[hosting.Group]int{}
	}
	o.Floors[of] = points
}

// seek marks the hosts that seek a home under the id under which they offer one.
func (o *Office) seek() {
	for i := range o.Hosts {
		h := &o.Hosts[i]
		h.Seeks = h.Seeks || slices.ContainsFunc(o.Guests, func(g hosting.Guests) bool { return g.ID == h.ID })
	}
}

func dayOr(d clock.Day) int {
	if !d.Known() {
		return hosting.NotSaid
	}
	return int(d)
}
