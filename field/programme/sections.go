// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"
	"strings"

	"safar/kernel/fault"
)

// programme reads the whole file, section by section; a section may name only what stands in those before it.
func (r *reader) programme(root *node) {
	if !r.is(root, mapNode, "programme.takes.programme_file") {
		return
	}
	r.keys(root, "programme.part.programme", "programme", "currency", "grants", "cash", "inputs", "subjects", "public", "pathways", "figures", "periods", "statements", "migrate")
	if n := r.require(root, "programme.part.programme", "programme"); n != nil {
		r.p.ID = r.id(n)
	}
	if n := root.get("currency"); n != nil {
		r.p.Currency = r.currency(n)
	}
	r.grants(root.get("grants"))
	r.cash(root.get("cash"))
	r.inputs(root.get("inputs"))
	r.subjects(root.get("subjects"))
	r.public(root.get("public"))
	if n := r.require(root, "programme.part.programme", "pathways"); n != nil {
		r.pathways(n)
	}
	r.hosting()
	r.lookedAgain()
	r.handovers()
	r.forms()
	r.figures(root.get("figures"))
	r.periods(root.get("periods"))
	r.statements(root.get("statements"))
	r.migrate(root.get("migrate"))
}

// currencies are the ISO 4217 codes the checker knows, with the number of digits of their minor unit (ISO 4217:2015, list
// one): those of the countries and donors of the mission's programmes and of their neighbours.
var currencies = map[string]int{"USD": 2, "EUR": 2, "GBP": 2, "CHF": 2, "CAD": 2, "AUD": 2, "JPY": 0, "NOK": 2, "SEK": 2, "DKK": 2,
	"CDF": 2, "BIF": 0, "RWF": 0, "UGX": 0, "TZS": 2, "KES": 2, "ZMW": 2, "AOA": 2, "XAF": 0, "XOF": 0, "SSP": 2, "SDG": 2, "ETB": 2,
	"SOS": 2, "DJF": 0, "MAD": 2, "TND": 3, "LYD": 3, "EGP": 2, "NGN": 2, "GHS": 2, "ZAR": 2, "TRY": 2, "SYP": 2, "LBP": 2, "JOD": 3,
	"IQD": 3, "YER": 2, "AFN": 2, "PKR": 2, "IRR": 2, "BDT": 2, "MMK": 2, "ALL": 2, "RSD": 2, "MKD": 2, "BAM": 2, "MDL": 2, "UAH": 2,
	"PLN": 2, "COP": 2, "VES": 2, "PEN": 2, "MXN": 2, "HTG": 2, "HNL": 2, "GTQ": 2, "BRL": 2, "MYR": 2}

// MinorDigits returns how many digits the minor unit of a currency has (2 for USD: cents; 0 for XAF), and whether the
// currency is known.
func MinorDigits(currency string) (int, bool) {
	digits, ok := currencies[currency]
	return digits, ok
}

func (r *reader) currency(n *node) string {
	if !r.is(n, scalarNode, "programme.takes.currency") {
		return ""
	}
	if _, ok := currencies[n.text]; !ok {
		r.at(n, "programme.unknown_currency", "programme.unknown_currency.hint", fault.Args{"text": n.text})
		return ""
	}
	return n.text
}

// grants reads donor, period and ceiling of the money behind every amount.
func (r *reader) grants(n *node) {
	if n == nil || !r.is(n, mapNode, "programme.takes.grants") {
		return
	}
	for _, p := range n.pairs {
		g := &Grant{ID: r.id(p.key), Currency: r.p.Currency}
		if !r.is(p.value, mapNode, "programme.takes.grant") {
			continue
		}
		r.keys(p.value, "programme.part.grant", "donor", "from", "until", "ceiling", "currency")
		if v := r.require(p.value, "programme.part.grant", "donor"); v != nil {
			g.Donor = r.id(v)
		}
		if v := r.require(p.value, "programme.part.grant", "from"); v != nil {
			g.From = r.day(v)
		}
		if v := r.require(p.value, "programme.part.grant", "until"); v != nil {
			g.Until = r.day(v)
			if g.Until < g.From && g.Until.Known() {
				r.at(v, "programme.grant_period", "", nil)
			}
		}
		if v := r.require(p.value, "programme.part.grant", "ceiling"); v != nil {
			g.Ceiling = r.money(v)
		}
		if v := p.value.get("currency"); v != nil {
			if g.Currency = r.currency(v); g.Currency != "" && r.p.Currency != "" && g.Currency != r.p.Currency {
				r.at(v, "programme.grant_currency", "programme.grant_currency.hint",
					fault.Args{"grant": g.Currency, "programme": r.p.Currency})
			}
		}
		r.p.Grants = append(r.p.Grants, g)
	}
	if r.p.Currency == "" {
		r.at(n, "programme.no_currency", "programme.no_currency.hint", nil)
	}
}

// stories are the stories of others that a programme may look at, with what may be asked of each.
var stories = map[string][]FieldDecl{
	"commons.place": {{Name: "safe", Type: TypeBool}, {Name: "water", Type: TypeBool}, {Name: "school", Type: TypeBool}, {Name: "health_post", Type: TypeBool}, {Name: "land", Type: TypeBool},
		{Name: "host_community", Type: TypeBool}, {Name: "plots", Type: TypeInt}, {Name: "profiled", Type: TypeDay}},
	"commons.community": {{Name: "ready", Type: TypeBool}, {Name: "capacity", Type: TypeInt}},
	"general.travel":    {{Name: "ready", Type: TypeBool}, {Name: "travel_by", Type: TypeDay}},
}

// cash reads what is asked for where cash is handed out.
func (r *reader) cash(n *node) {
	if n == nil || !r.is(n, mapNode, "programme.takes.cash") {
		return
	}
	r.keys(n, "programme.part.cash", "witness", "seen")
	if v := r.require(n, "programme.part.cash", "witness"); v != nil {
		r.p.Cash.Witness = r.oneOf(v, WitnessAlone, WitnessAlways)
	}
	if v := n.get("seen"); v != nil {
		r.p.Cash.Seen = r.span(v)
	}
}

// inputs reads which stories of others the programme looks at, and how old their values may be.
func (r *reader) inputs(n *node) {
	if n == nil || !r.is(n, mapNode, "programme.takes.inputs") {
		return
	}
	for _, p := range n.pairs {
		in := &Source{Name: r.variable(p.key)}
		if !r.is(p.value, mapNode, "programme.takes.input") {
			continue
		}
		r.keys(p.value, "programme.part.input", "from", "max_age", "fields")
		if v := r.require(p.value, "programme.part.input", "max_age"); v != nil {
			in.MaxAge = r.span(v)
		}
		if v := p.value.get("fields"); v != nil {
			in.Fields = r.declarations(v, false)
		}
		if v := r.require(p.value, "programme.part.input", "from"); v != nil {
			r.from(in, v)
		}
		if in.Name != "" {
			r.p.Inputs = append(r.p.Inputs, in)
		}
	}
}

func (r *reader) from(in *Source, v *node) {
	if !r.is(v, scalarNode, "programme.takes.story") {
		return
	}
	known, ok := stories[v.text]
	scope, kind, dotted := strings.Cut(v.text, ".")
	switch {
	case ok:
	case !dotted || !isID(scope) || !isID(kind):
		r.at(v, "programme.not_a_story", "programme.not_a_story.hint", fault.Args{"text": v.text})
		return
	case len(in.Fields) == 0:
		r.at(v, "programme.story_fields", "programme.story_fields.hint", fault.Args{"text": v.text})
		return
	}
	in.From, in.Fields = v.text, append(slices.Clone(known), in.Fields...)
}

// declarations reads names with their types: {pregnant: bool}; a text that is one of a few words lists them: {channel: [hotline, box]}.
func (r *reader) declarations(n *node, alone bool) []FieldDecl {
	if !r.is(n, mapNode, "programme.takes.fields") {
		return nil
	}
	var out []FieldDecl
	for _, p := range n.pairs {
		name := r.id(p.key)
		if alone {
			name = r.variable(p.key)
		}
		if alone && p.value.kind == listNode {
			if options := r.ids(p.value); name != "" && len(options) > 0 {
				out = append(out, FieldDecl{Name: name, Type: TypeText, Options: options})
			}
			continue
		}
		word := r.oneOf(p.value, typeNames[:]...)
		if name != "" {
			out = append(out, FieldDecl{Name: name, Type: ParseType(word), untyped: word == ""})
		}
	}
	return out
}

// reserved are the words that CEL keeps for itself, and the names the language gives to every condition.
var reserved = append([]string{"true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if",
	"import", "let", "loop", "package", "namespace", "return", "var", "void", "while", "int", "uint", "double", "bool", "string",
	"bytes", "list", "map", "type", "dyn", "timestamp", "duration", "matches", "date", "today", "opened", "site", "month"},
	append(subjectNames[:], memberNames[:]...)...)

// variable reads an id that conditions will use as a name.
func (r *reader) variable(n *node) string {
	text := r.id(n)
	if slices.Contains(reserved, text) {
		r.at(n, "programme.reserved_name", "programme.reserved_name.hint", fault.Args{"id": text})
		return ""
	}
	return text
}

// forms notes every form that a step names and the folder does not hold.
func (r *reader) forms() {
	if r.p.Forms == nil {
		return
	}
	for _, ref := range r.formRefs {
		if ref.form != "" && r.p.Forms[ref.form] == nil {
			r.unknownWord(ref.node, "programme.no_such_form", r.p.Forms.names())
		}
	}
	for _, w := range r.p.Pathways {
		r.asks(w)
	}
}
