// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"safar/field/hosting"
	"safar/field/people"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/web/page"
	"safar/web/words"
)

// guestsTask begins a task about the guests of the address, for which no host is opened.
func (e *errand) guestsTask(title, lead, do string) (*task, hosting.Guests, error) {
	g, err := ofGuests(e, hosting.GuestsOn)
	return e.taskOf(g, title, lead, do), g, err
}

// taskOf begins a task about guests.
func (e *errand) taskOf(g hosting.Guests, title, lead, do string) *task {
	return &task{title: title, lead: lead, do: do, back: guestsPath(g.Journey), crumbs: e.guestsCrumbs(g)}
}

// answerOf reads a yes or no.
func answerOf(text string) people.Answer {
	switch text {
	case "yes":
		return people.Yes
	case "no":
		return people.No
	}
	return people.NotKnown
}

func needsTask(e *errand) (*task, error) {
	t, f, err := e.guestsTask("guests.needs", "guests.needs_lead", "form.save")
	if err != nil {
		return nil, err
	}
	t.blanks = []blank{e.blank(asRadios, "step_free", "guests.step_free").of(e.answers()[1:]).worth(f.Is.StepFree), e.listBlank("languages", "hosts.languages", f.Is.Languages),
		e.listBlank("wishes", "guests.wishes", f.Is.Wishes).hinted(e.Words.T("guests.wishes_hint")), e.listBlank("avoids", "guests.avoids", f.Is.Avoids).hinted(e.Words.T("guests.avoids_hint"))}
	return t, nil
}

func seekHome(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("way")
	if err != nil {
		return "", "", err
	}
	is := hosting.Needs{StepFree: answerOf(in.pick("step_free", e.answers()[1:])), Languages: in.listOf("languages"), Wishes: in.listOf("wishes"), Avoids: in.listOf("avoids")}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, hosting.Seek{Journey: of, Is: is, Day: clock.NoDay})
	return guestsPath(of), "saved", err
}

// apartTask asks from whom guests are kept apart. Why is sealed, and stands on no page again.
func apartTask(e *errand) (*task, error) {
	f, err := ofGuests(e, hosting.ApartOf)
	if err != nil {
		return nil, err
	}
	t := e.taskOf(f.Guests, "guests.apart", "guests.apart_lead", "form.save")
	t.about = e.apartGrid(f)
	names, err := ofGuests(e, hosting.HostNames)
	if err != nil {
		return nil, err
	}
	hosts := []page.Option{{Value: "", Label: e.Words.T("guests.no_host")}}
	for _, h := range names {
		hosts = append(hosts, page.Option{Value: h.Journey.String(), Label: cmp.Or(h.Name, e.Words.T("household.no_name"))})
	}
	t.blanks = []blank{e.blank(asInput, "name", "guests.apart_name").optional().hinted(e.Words.T("guests.apart_name_hint")), e.blank(asInput, "town", "guests.apart_town").optional(),
		e.blank(asSelect, "host", "hosts.host").of(hosts).optional(), e.blank(asArea, "reason", "guests.apart_why").optional().hinted(e.Words.T("guests.apart_why_hint"))}
	return t, nil
}

// apartGrid lists from whom guests are kept apart.
func (e *errand) apartGrid(f hosting.ApartFile) templ.Component {
	g := grid{caption: e.Words.T("guests.kept_apart"), empty: e.Words.T("guests.kept_from_nobody"), columns: columns(e.Words, "guests.apart_from")}
	for _, a := range f.Apart {
		g.rows = append(g.rows, []templ.Component{plain(apartSaid(a))})
	}
	return gridOf(g)
}

func apartSaid(a hosting.ApartRow) string { return cmp.Or(a.Host, a.Town, a.Name) }

func keepApart(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("way")
	if err != nil {
		return "", "", err
	}
	c := hosting.KeepApart{Journey: of, Host: in.id("host"), Town: in.text("town"), Name: in.text("name"), Reason: in.text("reason"), Day: clock.NoDay}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return guestsPath(of) + "/apart", "saved", in.at(err, map[string]string{"hosting.apart_from_whom": "name"})
}

// at puts the sentence of a fault beside the blank that it is about.
func (in *input) at(err error, blanks map[string]string) error {
	if name := blanks[fault.KeyOf(err)]; err != nil && name != "" {
		in.faults[name] = faultText(in.e.Words, err)
		return nil
	}
	return err
}

func liftTask(e *errand) (*task, error) {
	f, err := ofGuests(e, hosting.ApartOf)
	if err != nil {
		return nil, err
	}
	t := e.taskOf(f.Guests, "guests.together", "guests.together_lead", "guests.together_do")
	var options []page.Option
	for i, a := range f.Apart {
		options = append(options, page.Option{Value: strconv.Itoa(i), Label: apartSaid(a)})
	}
	t.grave, t.nothing = true, len(options) == 0
	t.about = e.apartGrid(f)
	t.blanks = []blank{e.blank(asRadios, "which", "guests.apart_from").of(options), e.blank(asArea, "reason", "guests.apart_why").optional().hinted(e.Words.T("guests.apart_why_hint"))}
	return t, nil
}

func liftApart(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("way")
	if err != nil {
		return "", "", err
	}
	in.must("which")
	c := hosting.LiftApart{Journey: of, Which: in.count("which"), Reason: in.text("reason"), Day: clock.NoDay}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return guestsPath(of), "saved", err
}

// moveTonightTask finds a bed tonight: one step, the best home first. Each line names a host and which adult of them said yes.
func moveTonightTask(e *errand) (*task, error) {
	f, err := ofGuests(e, hosting.BedsTonight)
	if err != nil {
		return nil, err
	}
	t := e.taskOf(f.Guests, "guests.move", "guests.move_lead", "guests.move_do")
	options := e.bedsTonight(f)
	if t.nothing = len(options) == 0; t.nothing {
		t.about = together(noticed(page.Warn, e.Words.T("guests.no_bed"), e.Words.T("guests.no_bed_hint")), e.againstGrid(f))
		return t, nil
	}
	t.blanks = []blank{e.blank(asRadios, "host", "guests.bed").of(options).hinted(e.Words.T("guests.bed_hint"))} // none is chosen beforehand: somebody said yes
	for _, a := range f.Adults {
		agrees := e.Words.T("guests.agrees", words.Args{"Name": cmp.Or(a.Name, e.Words.T("household.no_name"))})
		t.blanks = append(t.blanks, blank{as: asCheck, Field: page.Field{Name: "agrees_" + a.Person.String(), Label: agrees}})
	}
	return t, nil
}

func (e *errand) bedsTonight(f hosting.Tonight) (options []page.Option) {
	for _, h := range f.Beds {
		for _, a := range h.Adults {
			options = append(options, page.Option{Value: h.Host.String() + " " + a.Person.String(),
				Label: e.Words.T("guests.bed_at", words.Args{"Host": cmp.Or(h.Name, e.Words.T("household.no_name")), "Town": cmp.Or(h.Town, "–"), "Free": h.Free, "Who": cmp.Or(a.Name, e.Words.T("household.no_name"))})})
		}
	}
	return options
}

// againstGrid counts the homes by why they are not possible.
func (e *errand) againstGrid(f hosting.Tonight) templ.Component {
	g := grid{caption: e.Words.T("guests.not_possible"), empty: e.Words.T("hosts.none"), columns: columns(e.Words, "hosting.head_why")}
	for _, c := range f.Against {
		g.rows = append(g.rows, []templ.Component{plain(e.againstSaid(c))})
	}
	return gridOf(g)
}

func moveTonight(e *errand, in *input) (string, string, error) {
	f, err := ofGuests(e, hosting.GuestsOn)
	if err != nil {
		return "", "", err
	}
	host, who, _ := strings.Cut(in.must("host"), " ")
	c := hosting.Move{Journey: f.Journey, Day: clock.NoDay}
	if c.With, err = id.Parse(host); err == nil {
		c.Received, err = id.Parse(who)
	}
	if err != nil {
		in.blame("host", "form.choose_one")
	}
	for _, a := range f.Adults {
		if in.yes("agrees_" + a.Person.String()) {
			c.Agreed = append(c.Agreed, a.Person)
		} else {
			in.blame("agrees_"+a.Person.String(), "guests.not_without")
		}
	}
	if in.wrong() {
		return "", "", nil
	}
	_, err = e.do(e.scope, c)
	return guestsPath(f.Journey), "saved", err
}

func reviewGuestsTask(e *errand) (*task, error) {
	t, _, err := e.guestsTask("hosts.review_do", "guests.review_lead", "form.save")
	if err != nil {
		return nil, err
	}
	var options []page.Option
	for _, o := range hosting.Outcomes() {
		options = append(options, page.Option{Value: o, Label: e.Words.T("hosts.outcome_" + o)})
	}
	until := e.dayBlank("until", "guests.review_until").hinted(e.Words.T("guests.review_until_hint"))
	until.Value = (e.today + 7).String()
	t.blanks = []blank{e.blank(asRadios, "outcome", "guests.outcome").of(options), until, e.blank(asArea, "text", "guests.in_words").optional()}
	return t, nil
}

func reviewGuests(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("way")
	c := hosting.Review{Journey: of, Outcome: in.must("outcome"), Until: in.mustDay("until"), Text: in.text("text"), Day: clock.NoDay}
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, c)
	return guestsPath(of), "saved", in.at(err, map[string]string{"hosting.outcome": "outcome", "hosting.review_until": "until"})
}

func endTask(e *errand) (*task, error) {
	t, _, err := e.guestsTask("hosts.end_question", "hosts.end_lead", "hosts.end_do")
	if err != nil {
		return nil, err
	}
	t.grave = true
	t.blanks = []blank{e.dayBlank("day", "form.day")}
	return t, nil
}

func endHosting(e *errand, in *input) (string, string, error) {
	of, err := e.PathID("way")
	day := in.mustDay("day")
	if err != nil || in.wrong() {
		return "", "", err
	}
	_, err = e.do(e.scope, hosting.End{Journey: of, Day: day})
	return guestsPath(of), "saved", err
}
