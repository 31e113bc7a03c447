// SPDX-License-Identifier: Apache-2.0

package programmetest

import (
	"fmt"
	"slices"
	"strings"
)

// nouns are what steps of a verb are called.
var nouns = map[string][]string{
	"ask": {"intention", "profile_seen", "needs_heard", "plan"}, "tell": {"village_told", "rights_told"}, "gather": {"focus_group", "training", "orientation"},
	"visit": {"go_and_see", "home_visit"}, "choose": {"answer", "solution"}, "clear": {"permit", "fitness", "papers"}, "place": {"plot", "room"},
	"move": {"departure", "journey_there"}, "pay": {"tranche", "fare", "rent"}, "give": {"kit", "tools"}, "build": {"walls", "roof", "repair"},
	"check": {"follow_up", "monitoring"}, "decide": {"approved", "vetted"}, "refer": {"clinic", "partner_case"}, "close": {"ended", "handed_over"},
}

// own draws the keys of each verb.
var own = map[string]func(*drawer, *way, *step){
	"ask": (*drawer).ask, "tell": (*drawer).tell, "gather": (*drawer).gather, "visit": (*drawer).visit, "choose": (*drawer).choose, "clear": (*drawer).clear,
	"place": (*drawer).place, "move": (*drawer).move, "pay": (*drawer).pay, "give": (*drawer).give, "build": (*drawer).build, "check": (*drawer).check,
	"decide": (*drawer).decide, "refer": (*drawer).refer, "close": (*drawer).close,
}

// by draws who must have done a step.
func (d *drawer) by(w *way, s *step) {
	if d.once(4, "by") {
		s.set("by", one(d, []string{"each_adult", "anyone"}, "by whom"), takesWord)
	}
}

// to draws the place that a step is about, one time in so many.
func (d *drawer) to(s *step, in int) {
	if d.once(in, "to") {
		s.set("to", one(d, d.inputs, "input"), takesInput)
	}
}

func (d *drawer) count(s *step) {
	if d.once(8, "count") {
		s.set("count", fmt.Sprint(1+d.pick(2, "how often")), takesCount)
	}
}

// form draws which form is filled at a step, one time in so many.
func (d *drawer) form(w *way, s *step, in int) {
	if d.once(in, "form") {
		s.set("form", d.formFor(w, s), takesForm)
	}
}

func (d *drawer) ask(w *way, s *step) {
	d.by(w, s)
	d.count(s)
	d.to(s, 12)
	s.set("form", d.formFor(w, s), takesForm)
	d.another(w, s)
}

// another draws that a step of a thing looks again at what was said on its way, by somebody else.
func (d *drawer) another(w *way, s *step) {
	said := slices.DeleteFunc(slices.Clone(w.steps), func(o *step) bool { return o.verb != "ask" && o.verb != "decide" })
	if len(said) > 0 && !w.people && !w.site && d.once(4, "by another") {
		s.set("by_another", w.id+"."+one(d, said, "looked at").id, takesOffer)
	}
}

func (d *drawer) tell(w *way, s *step) {
	d.by(w, s)
	d.count(s)
	d.to(s, 2)
	d.form(w, s, 3)
	if d.once(2, "languages") {
		s.set("languages", list(some(d, []string{"sw", "fr", "ar", "en"}, "language")), takesLanguages)
	}
}

func (d *drawer) gather(w *way, s *step) {
	d.by(w, s)
	d.count(s)
	if d.once(2, "kind") {
		s.set("kind", one(d, []string{"training", "focus_group", "orientation"}, "kind of meeting"), takesID)
	}
	d.form(w, s, 3)
}

func (d *drawer) visit(w *way, s *step) {
	d.by(w, s)
	d.count(s)
	d.to(s, 2)
	d.form(w, s, 4)
}

func (d *drawer) choose(w *way, s *step) {
	s.options = append(some(d, []string{"return", "relocate", "resettle", "local_integration"}, "option"), "stay")
	if d.once(5, "where nobody leaves") && !slices.ContainsFunc(w.steps, func(o *step) bool { return o.verb == "move" }) {
		s.options = []string{"with_a_host", "elsewhere", "later"}
	}
	takes := takesIDs
	if w.people {
		takes = takesOptions
	}
	s.set("options", list(s.options), takes)
	if d.once(2, "by") && w.people {
		s.set("by", "each_adult", takesWord)
	}
	d.to(s, 2)
}

func (d *drawer) clear(w *way, s *step) {
	kind := one(d, []string{"medical", "security", "exit_permit", "visa", "travel_document", "release"}, "clearance")
	s.set("kind", kind, takesWord)
	if kind != "medical" {
		d.form(w, s, 4)
	}
}

func (d *drawer) place(w *way, s *step) {
	s.set("kind", "plot", takesID)
	d.to(s, 2)
	if d.once(2, "checks") {
		s.set("checks", list(some(d, []string{"occupants", "customary_authority", "state_authority", "attestation"}, "check")), takesIDs)
	}
}

func (d *drawer) move(w *way, s *step) {
	d.to(s, 2)
	if !d.once(5, "means") {
		s.set("means", "[convoy, own_means]", takesIDs)
	}
	if d.once(2, "still willing") {
		s.set("still_willing", one(d, []string{"1d", "3d", "1w"}, "how lately"), takesSpan)
	}
}

func (d *drawer) pay(w *way, s *step) {
	s.set("gives", d.amounts(w, []string{"transport", "start_of_house", "rent"}, 4000), takesAmounts)
	if len(d.grants) > 1 || d.once(2, "grant") {
		s.set("grant", one(d, d.grants, "which grant"), takesGrant)
	}
	if d.once(4, "ceiling") {
		s.set("ceiling", fmt.Sprint(15000+d.pick(90000, "most")), takesCount)
	}
}

func (d *drawer) give(w *way, s *step) {
	s.set("gives", d.amounts(w, []string{"blanket", "bucket", "hoe"}, 2), takesAmounts)
	d.form(w, s, 4)
}

// amounts draws what is given: of money in minor units, of goods in pieces.
func (d *drawer) amounts(w *way, parts []string, most int) string {
	var out []string
	for _, part := range some(d, parts, "part") {
		n := 1 + d.pick(most, "amount")
		size := one(d, []string{"size", "size", "children", "adults", "women + men"}, "of whom")
		text := fmt.Sprint(n)
		switch d.pick(6, "reckoned") {
		case 0, 1:
			text = fmt.Sprintf("%d * (%s)", n, size)
		case 2:
			text = fmt.Sprintf("%d + %d * size", n, n)
		case 3:
			text = fmt.Sprintf("size > %d ? %d : %d", 1+d.pick(4, "many"), 2*n, n)
		}
		out = append(out, part+": "+quoted(text))
	}
	return "{" + strings.Join(out, ", ") + "}"
}

func (d *drawer) build(w *way, s *step) {
	if d.once(2, "kind") {
		s.set("kind", one(d, []string{"house", "facility", "project"}, "kind of work"), takesID)
	}
	d.form(w, s, 3)
	if !d.once(3, "inspected") {
		s.set("inspected", "true", takesFlag)
	}
}

func (d *drawer) check(w *way, s *step) {
	d.form(w, s, 3)
	earlier := slices.DeleteFunc(slices.Clone(w.steps), func(o *step) bool { return slices.Contains(o.keys, entry{"kind", "medical", takesWord}) })
	if len(earlier) == 0 || d.once(4, "no calendar") {
		return
	}
	if d.once(5, "again and again") {
		s.set("every", one(d, []string{"14d", "1m"}, "every"), takesSpan)
		s.set("after", one(d, earlier, "after").id, takesStep)
		return
	}
	s.set("at", one(d, []string{"[30d, 90d]", "[1w, 2w, 1m]", "[6m, 1y]", "[7d]"}, "at"), takesSpans)
	s.set("after", one(d, earlier, "after").id, takesStep)
	if d.once(2, "early") {
		s.set("early", one(d, []string{"3d", "14d"}, "how early"), takesSpan)
	}
}

// deciders returns the roles that decide on a way.
func (w *way) deciders() []string {
	switch {
	case w.part == "protection", w.kind == "complaint":
		return []string{"protection_officer"}
	case w.people, w.site:
		return []string{"protection_officer", "site_manager"}
	}
	return []string{"caseworker", "protection_officer", "site_manager", "programme_manager", "municipality"}
}

func (d *drawer) decide(w *way, s *step) {
	s.set("by", one(d, w.deciders(), "role"), takesID)
	switch d.pick(4, "decision") {
	case 0:
		s.options = []string{"labour", "accessible_house"}
		s.set("options", list(s.options), takesIDs)
	case 1:
		s.set("authority", one(d, []string{"ministry", "province"}, "authority"), takesID)
	}
	if d.once(3, "expires") {
		s.set("expires", one(d, []string{"30d", "2m"}, "when"), takesSpan)
	}
	if asks := slices.DeleteFunc(slices.Clone(w.steps), func(o *step) bool { return o.verb != "ask" }); len(asks) > 0 && d.once(4, "answers") {
		s.set("answers", one(d, asks, "request").id, takesStep)
	}
	d.to(s, 6)
	if d.once(5, "kind") {
		s.set("kind", "approval", takesID)
	}
	d.form(w, s, 5)
	d.another(w, s)
}

// shared are the fields that can be handed to another organisation.
var shared = []string{"names", "sex", "born", "disability", "phone", "safe_contact", "language", "site", "household_size", "need"}

func (d *drawer) refer(w *way, s *step) {
	s.set("partner", one(d, []string{"health_ngo", "unhcr", "ministry"}, "partner"), takesID)
	if d.once(3, "inbound") {
		s.set("inbound", "true", takesFlag)
	} else {
		s.set("shares", list(some(d, shared, "shares")), takesIDs)
	}
	if d.once(2, "until") {
		s.set("until", one(d, []string{"30d", "90d"}, "how long"), takesSpan)
	}
	d.form(w, s, 5)
}

func (d *drawer) close(w *way, s *step) {
	if d.once(2, "by") && w.people {
		s.set("by", "each_adult", takesWord)
	}
	d.form(w, s, 6)
	if d.once(2, "reasons") {
		s.set("reasons", "[returned, moved_on, merged, died, finished]", takesIDs)
	}
}
