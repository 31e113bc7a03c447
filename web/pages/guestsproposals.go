// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"safar/field/hosting"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// homeTaskOf begins a task about the guests and the home of the address.
func (e *errand) homeTaskOf(title, lead, do string) (*task, hosting.PairFile, error) {
	var f hosting.PairFile
	way, host, err := e.pairOf()
	if err == nil {
		f, err = ask(e, "task.hosts", hosting.PairOf(e.scope, way, host))
	}
	if err != nil {
		return nil, f, err
	}
	t := e.taskOf(f.Guests, title, lead, do)
	t.about = page.Facts(e.Words, []page.Term{{Label: e.Words.T("guests.who"), Value: t.crumbs[1].Text}, {Label: e.Words.T("hosts.host"), Value: cmp.Or(f.Home.Name, e.Words.T("household.no_name"))}})
	return t, f, nil
}

// pairOf reads the guests and the home of the address.
func (e *errand) pairOf() (way, host id.ID, err error) {
	if way, err = e.PathID("way"); err == nil {
		host, err = e.PathID("host")
	}
	return way, host, err
}

func proposeTask(e *errand) (*task, error) {
	t, f, err := e.homeTaskOf("guests.propose", "guests.propose_lead", "guests.propose_do")
	if err != nil {
		return nil, err
	}
	h := f.Home
	if len(f.Other) > 0 {
		t.nothing, t.about = true, together(t.about, e.otherProposed(f.Journey, f.Other[0]))
		return t, nil
	}
	if h.Rule == "" {
		t.within = page.Facts(e.Words, []page.Term{{Label: e.Words.T("hosting.head_points"), Value: e.Words.Number(int64(h.Total))}, {Label: e.Words.T("guests.parts"), Value: e.partsOf(h.Score)}})
	}
	return t, nil
}

// otherProposed says which home is proposed to guests already, and leads to where that is ended.
func (e *errand) otherProposed(guests id.ID, other hosting.HostName) templ.Component {
	w, at := e.Words, pairPath(guests, other.Journey)
	said := noticed(page.Warn, w.T("guests.other_open", words.Args{"Host": cmp.Or(other.Name, w.T("household.no_name"))}), w.T("hosting.another_proposed_hint"))
	return together(said, doors(join(e.way(true, "guests.say", at+"/say"), e.way(true, "guests.drop", at+"/drop"))))
}

func propose(e *errand, in *input) (string, string, error) {
	way, host, err := e.pairOf()
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, hosting.Propose{Journey: way, Host: host, Day: clock.NoDay})
	return guestsPath(way), "saved", err
}

// sayTask asks what each adult of both sides says. A no has no place for a reason.
func sayTask(e *errand) (*task, error) {
	t, f, err := e.homeTaskOf("guests.say", "guests.say_lead", "form.save")
	if err != nil {
		return nil, err
	}
	said, err := ask(e, "task.hosts", hosting.SaidOf(e.scope, f.Journey, f.Home.Host))
	for _, s := range said {
		says := e.Words.T(map[bool]string{false: "guests.guest_says", true: "guests.host_says"}[s.Host], words.Args{"Name": cmp.Or(s.Name, e.Words.T("household.no_name"))})
		b := blank{as: asRadios, Field: page.Field{Name: "says_" + s.Person.String(), Label: says}}.of(e.answers()).optional()
		if s.Yes {
			b.Value = "yes"
		}
		t.blanks = append(t.blanks, b)
	}
	return t, err
}

func saySaid(e *errand, in *input) (string, string, error) {
	way, host, err := e.pairOf()
	if err != nil || in.wrong() {
		return "", "", err
	}
	c := hosting.Say{Journey: way, Host: host, Day: clock.NoDay}
	for name := range in.values {
		text, is := strings.CutPrefix(name, "says_")
		person, err := id.Parse(text)
		switch {
		case !is || err != nil:
		case in.text(name) == "yes":
			c.Yes = append(c.Yes, person)
		case in.text(name) == "no":
			c.No = append(c.No, person)
		}
	}
	slices.SortFunc(c.Yes, id.ID.Compare)
	slices.SortFunc(c.No, id.ID.Compare)
	_, err = e.do(e.scope, c)
	return guestsPath(way), "saved", err
}

func metTask(e *errand) (*task, error) {
	t, _, err := e.homeTaskOf("guests.met", "guests.met_lead", "form.save")
	if err != nil {
		return nil, err
	}
	t.blanks = append(t.blanks, e.dayBlank("day", "guests.met_day"))
	return t, nil
}

func metEachOther(e *errand, in *input) (string, string, error) {
	way, host, err := e.pairOf()
	c := hosting.Introduce{Journey: way, Host: host, Day: in.mustDay("day")}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return guestsPath(way), "saved", in.at(err, map[string]string{"hosting.met_before": "day"})
}

func dropTask(e *errand) (*task, error) {
	t, _, err := e.homeTaskOf("guests.drop", "guests.drop_lead", "guests.drop_do")
	if err != nil {
		return nil, err
	}
	t.grave = true
	return t, nil
}

func dropProposal(e *errand, in *input) (string, string, error) {
	way, host, err := e.pairOf()
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, hosting.Drop{Journey: way, Host: host, Day: clock.NoDay})
	return guestsPath(way), "saved", err
}

func placeTask(e *errand) (*task, error) {
	t, _, err := e.homeTaskOf("guests.place", "guests.place_lead", "guests.place_do")
	if err != nil {
		return nil, err
	}
	t.blanks = append(t.blanks, e.dayBlank("day", "form.day"))
	return t, nil
}

func placeGuests(e *errand, in *input) (string, string, error) {
	way, host, err := e.pairOf()
	day := in.mustDay("day")
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, hosting.Place{Journey: way, With: host, Day: day})
	return guestsPath(way), "saved", err
}
