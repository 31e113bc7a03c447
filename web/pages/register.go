// SPDX-License-Identifier: Apache-2.0

package pages

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"safar/desk"
	"safar/exchange/sheet"
	"safar/field/documents"
	"safar/field/people"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
	"safar/kernel/id"
	"safar/kernel/vault"
	"safar/web"
	"safar/web/page"
	"safar/web/words"
)

// rows is how many members the form of a registration has lines for; more are added on the file.
const rows = 12

// firstAsked is how many fields of a member are asked of everybody: the others are opened where there is something to say, so that a family is
// registered by the keyboard without passing through a dozen empty fields for each of them.
const firstAsked = 5

// registration is the form of a registration: what is asked of the household, and of each member.
type registration struct {
	household []line
	members   [][]line // a line of fields a member
	photo     []line   // of the head; none for who may not file one
	wrong     string
	hint      string
	alike     []alikeLine // who is registered already and may be one of them
}

// alikeLine is somebody who is registered already.
type alikeLine struct {
	people.Alike
	site string
}

// register shows the form of a registration, and registers.
func (p Pages) register(r *web.Request) error {
	scope, err := p.scope(r, access.PeopleRegister)
	if err != nil {
		return err
	}
	form, err := p.registration(r)
	if err != nil {
		return err
	}
	f := r.Frame(r.Words.T("household.register"))
	f.Crumbs = []page.Link{start(r.Words), {Text: r.Words.T("household.list"), To: "/households"}}
	if r.Method != http.MethodPost {
		return r.Show(registerPage(f, form))
	}
	sent, err := sentPicture(r)
	if err != nil {
		return err
	}
	values, err := r.Values()
	if err != nil {
		return err
	}
	c, bad := p.registered(r, values)
	if sent.wrong != nil {
		bad[pictureName] = faultText(r.Words, sent.wrong)
	}
	err = bad.or()
	if err == nil && values.Get(othersField) == "" {
		form.alike, err = p.registeredAlike(r, scope, c)
	}
	if err == nil && len(form.alike) == 0 {
		receipt, done := p.carryOut(r, scope, c)
		if done == nil {
			return r.Go("/households/"+receipt.IDs[0].String(), p.photographed(r, scope, c, receipt.IDs, sent.picture))
		}
		err = done
	}
	if len(form.alike) == 0 && !form.comesBack(r, err, bad) {
		return err
	}
	form.keep(values)
	if len(form.photo) > 0 {
		form.photo[0].Value, form.photo[0].Error = "", again(r.Words.T("picture.choose_again"), sent.chosen(), form.photo[0].Error)
	}
	return r.ShowAs(http.StatusUnprocessableEntity, registerPage(f, form))
}

// photographed files the photograph that came with a registration, as that of the head of the household, and returns what is said of it. The household is registered whatever
// becomes of the photograph: where it cannot be kept, the page says so, and it can be filed from the file of the household.
func (p Pages) photographed(r *web.Request, scope access.Scope, c people.Register, made []id.ID, picture *vault.Picture) (done string) {
	if picture == nil {
		return "registered"
	}
	head := max(0, slices.IndexFunc(c.Members, func(m people.Member) bool { return m.Relation == people.Head }))
	form, err := r.Command()
	if err != nil || len(made) < head+2 {
		return "registered_alone"
	}
	file := documents.File{Household: made[0], Subject: made[head+1], Kind: documents.Portrait, Class: access.Personal}
	err = p.keepPicture(r, id.Derived(form, pictureName), access.PeopleAmend, vault.Whose{Scope: scope, Owner: file.Subject}, picture,
		func(at vault.Address) desk.Command { file.At = at; return file })
	if err != nil {
		return "registered_alone"
	}
	return "registered"
}

// othersField says that those who are like others are other people.
const othersField = "others"

// registeredAlike finds who is registered already and may be one of those of a form.
func (p Pages) registeredAlike(r *web.Request, scope access.Scope, c people.Register) ([]alikeLine, error) {
	found, err := asked(p, r, "task.search", people.RegisteredAlike(scope, c))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	var sites []id.ID
	for _, a := range found {
		sites = append(sites, a.Site)
	}
	names, err := p.placesNamed(r, "task.search", sites...)
	lines := make([]alikeLine, len(found))
	for i, a := range found {
		lines[i] = alikeLine{a, names.of(a.Site)}
	}
	return lines, err
}

func (p Pages) registration(r *web.Request) (*registration, error) {
	w := r.Words
	sites, err := p.placesOf(r, places.Site, false)
	if err != nil {
		return nil, err
	}
	villages, err := p.placesOf(r, places.Village, false)
	if err != nil {
		return nil, err
	}
	out := &registration{household: []line{
		{Field: page.Field{Name: "card", Label: w.T("household.card"), Hint: w.T("register.card_hint"), Optional: true, LTR: true, Focus: true}},
		{Field: page.Field{Name: "site", Label: w.T("household.site"), Options: sites, Optional: true}, as: lineChoice},
		{Field: page.Field{Name: "origin", Label: w.T("household.origin"), Options: villages, Optional: true}, as: lineChoice},
		{Field: page.Field{Name: "arrived", Label: w.T("household.arrived"), Kind: "date", Optional: true, LTR: true}},
		{Field: page.Field{Name: "language", Label: w.T("household.language"), Options: languageOptions(w)}, as: lineChoice},
		{Field: page.Field{Name: "consent", Label: w.T("household.consent"), Hint: w.T("register.consent_hint"), Rows: 2}, as: lineArea},
	}}
	if scope, err := p.scope(r, access.PeopleRegister); err == nil && p.may(r.Visitor, access.PeopleAmend, scope) {
		photo := pictureField(w, "register.photo")
		photo.Optional = true
		out.photo = []line{{Field: photo}}
	}
	for i := range rows {
		out.members = append(out.members, append(memberLines(w, i), functioningLines(w, i)...))
	}
	return out, nil
}

// memberLines are the fields of one member; n tells them from those of the others.
func memberLines(w *words.Printer, n int) []line {
	name := func(field string) string { return fmt.Sprintf("%s_%d", field, n+1) }
	option := func(group string, values ...string) (out []page.Option) {
		for _, v := range values {
			out = append(out, page.Option{Value: v, Label: w.T(group + "." + v)})
		}
		return out
	}
	var related []string
	for _, relation := range relations {
		related = append(related, string(relation))
	}
	lines := []line{
		{Field: page.Field{Name: name("given"), Label: w.T("member.given")}},
		{Field: page.Field{Name: name("family"), Label: w.T("member.family")}},
		{Field: page.Field{Name: name("sex"), Label: w.T("member.sex"), Options: option("sex", "female", "male", "other")}, as: lineChoice},
		{Field: page.Field{Name: name("born"), Label: w.T("member.born"), Hint: w.T("member.born_hint")}},
		{Field: page.Field{Name: name("relation"), Label: w.T("member.relation"), Options: option("relation", related...)}, as: lineChoice},
		{Field: page.Field{Name: name("phone"), Label: w.T("member.phone"), Kind: "tel", LTR: true}},
		{Field: page.Field{Name: name("separated"), Label: w.T("member.separated"), Hint: w.T("member.separated_hint")}, as: lineCheck},
	}
	for i := range lines {
		lines[i].Optional = true
	}
	if n == 0 {
		lines[4].Value = string(people.Head)
	}
	return lines
}

// languageOptions are the languages in which households are spoken with.
func languageOptions(w *words.Printer) []page.Option {
	var out []page.Option
	for _, tag := range []string{"sw", "fr", "en", "ar"} {
		out = append(out, page.Option{Value: tag, Label: w.T("spoken." + tag)})
	}
	return out
}

// registered reads a registration, with what is wrong in each field.
func (p Pages) registered(r *web.Request, v url.Values) (people.Register, wrongs) {
	bad := wrongs{}
	c := people.Register{Card: strings.TrimSpace(v.Get("card")), Language: v.Get("language"), Consent: strings.TrimSpace(v.Get("consent")),
		Arrived: dayOf(r, v, "arrived", bad), Site: oneID(v, "site"), Origin: oneID(v, "origin"), Day: clock.NoDay}
	if c.Consent == "" {
		bad["consent"] = r.Words.T("register.consent_missing")
	}
	if c.Language == "" {
		bad["language"] = r.Words.T("form.choose_one")
	}
	for n := 1; n <= rows; n++ {
		suffix := fmt.Sprintf("_%d", n)
		if m, some := p.member(r, v, suffix, bad); some {
			c.Members = append(c.Members, m)
		}
	}
	return c, bad
}

// member reads the fields of one member; some is false where nothing but the relation was filled in.
func (p Pages) member(r *web.Request, v url.Values, suffix string, bad wrongs) (m people.Member, some bool) {
	get := func(field string) string { return strings.TrimSpace(v.Get(field + suffix)) }
	for _, field := range []string{"given", "family", "sex", "born", "phone"} {
		some = some || get(field) != ""
	}
	m = people.Member{Names: people.Names{Given: get("given"), Family: get("family")}, Relation: people.Relation(get("relation")),
		Sex: sexOf(get("sex")), Functioning: functioningIn(v, suffix)}
	m.Separated = get("separated") == "yes"
	some = some || m.Separated || m.Functioning != people.Functioning{}
	if m.Born = p.born(r, get("born"), "born"+suffix, bad); m.Relation == "" && some {
		m.Relation = "other"
	}
	phone, trouble := sheet.ParsePhone(get("phone"), homeCountry)
	if trouble != nil {
		bad["phone"+suffix] = r.Words.T("member.phone_wrong")
	}
	if m.Phone = phone.Digits; m.Phone != "" && phone.State != sheet.PhoneWhole {
		m.Flags = append(m.Flags, flagOf(phone))
	}
	return m, some
}

func flagOf(phone sheet.Phone) people.Flag {
	if phone.State == sheet.PhoneShort {
		return people.FlagPhoneShort
	}
	return people.FlagPhoneUnsure
}

// precisions are how exactly a text says a birth; a decade is kept as a guess at its first year.
var precisions = map[sheet.Precision]people.Precision{sheet.PrecisionEstimated: people.BirthEstimated, sheet.PrecisionDecade: people.BirthEstimated,
	sheet.PrecisionYear: people.BirthYear, sheet.PrecisionMonth: people.BirthMonth, sheet.PrecisionDay: people.BirthDay}

// born reads a birth as people say it: a date, a year, an age, "about 40".
func (p Pages) born(r *web.Request, text, field string, bad wrongs) people.Born {
	b, trouble := sheet.DateReader{AsOf: p.op.Desk.Today(), Order: sheet.OrderDMY}.Birth(sheet.Cell{Kind: sheet.Text, Text: text})
	if trouble != nil {
		bad[field] = r.Words.T("member.born_wrong")
	}
	if b.Precision == sheet.PrecisionUnknown || !b.Day.Known() {
		return people.Born{Day: clock.NoDay}
	}
	return people.Born{Day: b.Day, Precision: precisions[b.Precision]}
}

func sexOf(text string) people.Sex {
	for i, name := range sexNames {
		if name == text {
			return people.Sex(i)
		}
	}
	return people.SexUnknown
}

// oneID reads one id; the zero id where there is none.
func oneID(v url.Values, name string) id.ID {
	of, err := id.Parse(v.Get(name))
	if err != nil {
		return id.ID{}
	}
	return of
}

// comesBack puts what is wrong beside its field or above the form; false for what no filling in would mend.
func (g *registration) comesBack(r *web.Request, err error, bad wrongs) bool {
	if len(bad) == 0 {
		switch fault.KindOf(err) {
		case fault.Invalid, fault.Blocked, fault.Conflict:
		default:
			return false
		}
		g.wrong, g.hint = r.Words.Fault(err)
		if strings.HasPrefix(fault.KeyOf(err), "people.card") {
			bad, g.wrong, g.hint = wrongs{"card": g.wrong + " " + g.hint}, "", ""
		}
	}
	for _, lines := range g.all() {
		for i := range lines {
			lines[i].Error = bad[lines[i].Name]
		}
	}
	return true
}

// keep keeps what was typed.
func (g *registration) keep(v url.Values) {
	for _, lines := range g.all() {
		for i := range lines {
			lines[i].Value = v.Get(lines[i].Name)
		}
	}
}

func (g *registration) all() [][]line {
	return append(append([][]line{g.household}, g.members...), g.photo)
}

// faults are the fields that are wrong, each with whose it is.
func (g *registration) faults(w *words.Printer) []page.Fault {
	var out []page.Fault
	for n, lines := range g.all() {
		for _, l := range lines {
			if l.Error == "" {
				continue
			}
			label := l.Label
			if n > 0 && n <= len(g.members) {
				label = w.T("register.person", words.Args{"Number": n}) + ", " + label
			}
			out = append(out, page.Fault{Name: l.Name, Label: label, Error: l.Error})
		}
	}
	return out
}

// filledIn reports whether anything was typed for a member, so that their fields are shown open.
func filledIn(lines []line) bool {
	for _, l := range lines {
		if l.Value != "" || l.Error != "" {
			return true
		}
	}
	return false
}
