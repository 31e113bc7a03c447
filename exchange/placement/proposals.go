// SPDX-License-Identifier: Apache-2.0

package placement

import (
	"slices"
	"strconv"
	"strings"

	"safar/engine/match"
	"safar/engine/match/hosting"
	"safar/exchange/sheet"
	"safar/kernel/fault"
)

// mostReasons is how many reasons are written into a workbook: where guests and hosts make more pairs, those of guests who have a home are left out first.
const mostReasons = 200_000

// Proposals is what a plan proposes, and why, to be written into a workbook: Office is of whom, Problem what was solved, Plan how, and Fair what the floors of groups cost. Say says a sentence in the language of the workbook.
type Proposals struct {
	Office  *Office
	Problem *hosting.Problem
	Plan    *match.Plan
	Say     sheet.Say
	Fair    *match.Fairness // where floors were set; nil otherwise

	all []hosting.Proposal
}

// each are the proposals to everybody, worked out when they are asked for first: they hold every pair of guests and hosts.
func (p *Proposals) each() []hosting.Proposal {
	if p.all == nil {
		p.all = p.Problem.Proposals(p.Plan)
	}
	return p.all
}

// Workbook writes a workbook of four sheets: the proposal to each, the reasons against every other home, the homes with what is left in them, and what is to be known of all together.
func (p *Proposals) Workbook() ([]byte, error) {
	all := p.each()
	return sheet.WriteXLSX(sheet.Written{Name: p.title("proposals"), Rows: p.proposals(all), Widths: []int{16, 16, 14, 10}},
		sheet.Written{Name: p.title("reasons"), Rows: p.reasons(all), Widths: []int{16, 16, 80, 20}},
		sheet.Written{Name: p.title("homes"), Rows: p.homes(all), Widths: []int{16, 10, 10, 40, 60}},
		sheet.Written{Name: p.title("together"), Rows: p.together(), Widths: []int{110}})
}

// title is the name of a sheet, which has at most 31 letters.
func (p *Proposals) title(name string) string {
	title := []rune(p.say("sheet_"+name, nil))
	return string(title[:min(len(title), 31)])
}

func (p *Proposals) say(key string, args fault.Args) string { return p.Say("hosting."+key, args) }

func (p *Proposals) heads(keys ...string) (heads []string) {
	for _, key := range keys {
		heads = append(heads, p.say("head_"+key, nil))
	}
	return heads
}

// proposals are the lines of the first sheet: one for each household, also of those who stay together.
func (p *Proposals) proposals(all []hosting.Proposal) [][]string {
	heads := append(p.heads("guests", "home", "told", "points"), p.parts()...)
	rows := [][]string{append(heads, p.heads("best", "best_points", "best_why", "costs")...)}
	for i := range all {
		for _, of := range all[i].Guests {
			rows = append(rows, p.proposal(of, &all[i]))
		}
	}
	return rows
}

// parts are the headings of the parts of a score.
func (p *Proposals) parts() (heads []string) {
	for _, part := range hosting.Parts() {
		heads = append(heads, p.say("part_"+string(part), nil))
	}
	return heads
}

func (p *Proposals) proposal(of int, proposal *hosting.Proposal) []string {
	row := []string{p.Office.GuestNames[of], p.home(proposal.Host), "", ""}
	if proposal.Told {
		row[2] = p.say("told", nil)
	}
	if proposal.Host != hosting.Nowhere {
		row[3] = strconv.Itoa(proposal.Score.Total())
	}
	for _, points := range proposal.Score {
		row = append(row, strconv.Itoa(points))
	}
	if best := proposal.Best(); best != hosting.Nowhere {
		other := proposal.Others[best]
		row = append(row, p.home(other.Host), strconv.Itoa(other.Score.Total()), p.why(proposal, other), p.costs(other))
	}
	return row
}

// home is a home as it is called; that there is none.
func (p *Proposals) home(host int) string {
	if host == hosting.Nowhere {
		return p.say("nowhere", nil)
	}
	return p.Office.HostNames[host]
}

// reasons are the lines of the second sheet: first those of guests who have no home.
func (p *Proposals) reasons(all []hosting.Proposal) [][]string {
	rows := [][]string{p.heads("guests", "home", "why", "costs")}
	for _, placed := range []bool{false, true} {
		for i := range all {
			if (all[i].Host != hosting.Nowhere) == placed && len(rows)+len(all[i].Others)*len(all[i].Guests) < mostReasons {
				rows = append(rows, p.reasonsOf(&all[i])...)
			}
		}
	}
	return rows
}

func (p *Proposals) reasonsOf(proposal *hosting.Proposal) (rows [][]string) {
	for _, of := range proposal.Guests {
		for _, other := range proposal.Others {
			rows = append(rows, []string{p.Office.GuestNames[of], p.home(other.Host), p.why(proposal, other), p.costs(other)})
		}
	}
	return rows
}

// why says why guests are not proposed another home.
func (p *Proposals) why(proposal *hosting.Proposal, other hosting.Other) string {
	switch {
	case other.Rule != "":
		why := p.say("rule_"+string(other.Rule), nil)
		if len(proposal.Guests) > 1 {
			return p.say("for_one", fault.Args{"guests": p.Office.GuestNames[other.For], "why": why})
		}
		return why
	case proposal.Told:
		return p.say("was_told", nil)
	case other.Full:
		return p.say("full", fault.Args{"points": other.Score.Total()})
	}
	return p.say("possible", fault.Args{"points": other.Score.Total()})
}

// costs is what it would cost everybody that guests go to another home.
func (p *Proposals) costs(other hosting.Other) string {
	switch {
	case other.Rule != "" || other.Costs == hosting.NotSaid:
		return ""
	case other.AtLeast:
		return p.say("at_least", fault.Args{"points": other.Costs})
	}
	return strconv.Itoa(other.Costs)
}

// homes are the lines of the third sheet.
func (p *Proposals) homes(all []hosting.Proposal) [][]string {
	taken, who := make([]int, len(p.Office.Hosts)), make([][]string, len(p.Office.Hosts))
	for _, proposal := range all {
		for _, of := range proposal.Guests {
			if h := proposal.Host; h != hosting.Nowhere {
				taken[h] += p.Office.Guests[of].People()
				who[h] = append(who[h], p.Office.GuestNames[of])
			}
		}
	}
	rows := [][]string{p.heads("home", "beds", "taken", "who", "why")}
	for h := range p.Office.Hosts {
		why := ""
		if rule := hosting.OfHost(&p.Office.Hosts[h], p.Office.Today); rule != "" {
			why = p.say("rule_"+string(rule), nil)
		}
		rows = append(rows, []string{p.Office.HostNames[h], strconv.Itoa(p.Office.Hosts[h].Beds), strconv.Itoa(taken[h]), strings.Join(who[h], ", "), why})
	}
	return rows
}

// together are the lines of the last sheet.
func (p *Proposals) together() [][]string {
	rows := [][]string{{p.say("sheet_together", nil)}, {p.Summary()}, {p.howFar()}}
	for _, line := range slices.Concat(p.Warnings(), p.Fares(), p.Exchanged()) {
		rows = append(rows, []string{line})
	}
	for _, heading := range p.Office.Unread {
		rows = append(rows, []string{p.say("unread", fault.Args{"heading": heading})})
	}
	return append(rows, []string{p.say("no_promise", nil)})
}

// howFar says how many points more another plan could have at most.
func (p *Proposals) howFar() string {
	if p.Plan.Cost == p.Plan.Bound {
		return p.say("none_better", nil)
	}
	return p.say("how_far", fault.Args{"points": p.Plan.Cost - p.Plan.Bound})
}

// Summary says in a sentence how many have a home and how many have none.
func (p *Proposals) Summary() string {
	placed, nowhere := 0, len(p.Office.Guests)
	for _, proposal := range p.each() {
		if proposal.Host != hosting.Nowhere {
			placed += len(proposal.Guests)
		}
	}
	return p.say("summary", fault.Args{"placed": placed, "nowhere": nowhere - placed, "homes": len(p.Office.Hosts)})
}

// Fares say how each group fares, whether it has its floor where one was set, and what the floors cost everybody.
func (p *Proposals) Fares() (lines []string) {
	for _, f := range p.Problem.Fare(p.Plan) {
		line := p.say("fares", fault.Args{"group": p.say("group_"+string(f.Group), nil), "households": f.Households, "placed": f.Placed, "points": f.Points})
		if least, is := p.Office.Floors[f.Group]; is {
			line = p.say("for_one", fault.Args{"guests": line, "why": p.say(map[bool]string{true: "floor_reached", false: "floor_missed"}[f.Points >= least && f.Placed == f.Could], fault.Args{"points": least})})
		}
		lines = append(lines, line)
	}
	if p.Fair != nil {
		lines = append(lines, p.say("floors_cost", fault.Args{"points": p.Fair.Price}))
	}
	return lines
}

// Exchanged says who moved in exchanges by wishes, and what these cost everybody; nothing where nobody did.
func (p *Proposals) Exchanged() (lines []string) {
	e := p.Plan.Exchanges
	if len(e.Moved) == 0 {
		return nil
	}
	var who []string
	for _, i := range e.Moved {
		for _, of := range p.Problem.Together[i] {
			who = append(who, p.Office.GuestNames[of])
		}
	}
	return []string{p.say("exchanged", fault.Args{"points": e.Price, "who": strings.Join(who, ", ")})}
}

// Warnings say what contradicts itself in what was said of guests and hosts, and rules that leave nobody anything.
func (p *Proposals) Warnings() (lines []string) {
	for _, w := range p.Office.Check() {
		lines = append(lines, p.say(w.What, fault.Args{"guests": p.Office.GuestNames[w.Guests], "other": p.named(w.Other)}))
	}
	rules := map[hosting.Rule]int{}
	for h := range p.Office.Hosts {
		rules[hosting.OfHost(&p.Office.Hosts[h], p.Office.Today)]++
	}
	for rule, n := range rules {
		if rule != "" && n == len(p.Office.Hosts) {
			lines = append(lines, p.say("all_homes", fault.Args{"why": p.say("rule_"+string(rule), nil)}))
		}
	}
	return lines
}

// named is an id as it is written in one of the workbooks; as it was compared, where none has it.
func (p *Proposals) named(id string) string {
	for _, name := range slices.Concat(p.Office.HostNames, p.Office.GuestNames) {
		if fold(name) == id {
			return name
		}
	}
	return id
}

// Unplaced are the guests who have no home, each with why: the rule, or that others have the room, with how many homes it is so of.
func (p *Proposals) Unplaced() (lines []string) {
	for _, proposal := range p.each() {
		if proposal.Host != hosting.Nowhere {
			continue
		}
		for _, of := range proposal.Guests {
			lines = append(lines, p.say("for_one", fault.Args{"guests": p.Office.GuestNames[of], "why": strings.Join(p.counted(&proposal), " ")}))
		}
	}
	return lines
}

// counted are the reasons against all homes, each once with how many homes it is of, in the order in which they come first.
func (p *Proposals) counted(proposal *hosting.Proposal) (lines []string) {
	var order []string
	counts := map[string]int{}
	for _, other := range proposal.Others {
		why := p.say("full_briefly", nil)
		if other.Rule != "" {
			why = p.say("rule_"+string(other.Rule), nil)
		}
		if counts[why]++; counts[why] == 1 {
			order = append(order, why)
		}
	}
	for _, why := range order {
		lines = append(lines, p.say("of_homes", fault.Args{"why": why, "homes": counts[why]}))
	}
	return lines
}

// Excluded says why guests (position) cannot live with a host (position).
func (p *Proposals) Excluded(guests, host int) string {
	for _, proposal := range p.each() {
		for _, of := range proposal.Guests {
			if of != guests {
				continue
			}
			for _, other := range proposal.Others {
				if other.Host == host {
					return p.why(&proposal, other)
				}
			}
		}
	}
	return p.say("in_no_plan", nil)
}

// Moved says who goes elsewhere in another plan of the same households.
func (p *Proposals) Moved(to *match.Plan) (lines []string) {
	here, there := p.Plan.Places(p.Problem.Problem), to.Places(p.Problem.Problem)
	for i, together := range p.Problem.Together {
		if here[i] == there[i] {
			continue
		}
		for _, of := range together {
			lines = append(lines, p.say("moved", fault.Args{"guests": p.Office.GuestNames[of], "from": p.home(here[i]), "to": p.home(there[i])}))
		}
	}
	return lines
}
