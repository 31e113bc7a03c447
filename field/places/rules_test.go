// SPDX-License-Identifier: Apache-2.0

package places_test

import (
	"testing"

	"pgregory.net/rapid"

	"safar/field/officetest"
	"safar/field/places"
	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/id"
	"safar/kernel/register"
)

// village is a village with those who report of it and decide.
type village struct {
	*officetest.Office
	manager, protection, caseworker access.Actor
	id                              id.ID
}

func newVillage(t *testing.T) *village {
	v := &village{Office: officetest.Open(t, places.Declarations())}
	v.manager, v.protection, v.caseworker = v.Person(access.ProgrammeManager), v.Person(access.ProtectionOfficer), v.Person(access.Caseworker)
	v.id = v.Common(v.manager, places.Add{Kind: places.Village, Name: "Kabalo"}).IDs[0]
	return v
}

// hears records that a source said "safe", some days ago.
func (v *village) hears(source string, ago int, women, minority bool) {
	v.Helper()
	v.Common(v.caseworker, places.ReportSafety{Place: v.id, Report: places.Report{Source: source, Day: v.Desk.Today() - clock.Day(ago), Safe: true,
		Women: women, Minority: minority}})
}

func (v *village) safe() places.DecideSafety {
	return places.DecideSafety{Place: v.id, Safe: true, Reason: "what they say"}
}

func TestSafeNeedsTwoIndependentSources(t *testing.T) {
	v := newVillage(t)
	v.CommonRefused("places.two_sources", v.protection, v.safe())
	v.hears("chief", 1, true, true)
	v.CommonRefused("places.two_sources", v.protection, v.safe())
	v.hears("chief", 0, true, true) // the same again is not another
	v.CommonRefused("places.two_sources", v.protection, v.safe())
	v.hears("women's group", 0, true, true)
	v.Common(v.protection, v.safe())
}

func TestSafeNeedsSourcesOfLately(t *testing.T) {
	v := newVillage(t)
	v.hears("chief", places.MaxReportAge+1, true, true)
	v.hears("women's group", places.MaxReportAge, true, true)
	v.CommonRefused("places.two_sources", v.protection, v.safe())
	v.CommonRefused("places.source_missing", v.caseworker, places.ReportSafety{Place: v.id, Report: places.Report{Source: "school", Safe: true}})
	v.CommonRefused("places.source_missing", v.caseworker, places.ReportSafety{Place: v.id, Report: places.Report{Day: v.Desk.Today(), Safe: true}})
	v.hears("school", 0, false, false)
	v.Common(v.protection, v.safe())
}

func TestSafeNeedsTheVoicesOfWomenAndOfMinorities(t *testing.T) {
	v := newVillage(t)
	v.hears("chief", 0, false, true)
	v.hears("school", 0, false, false)
	v.CommonRefused("places.women_not_heard", v.protection, v.safe())
	w := newVillage(t)
	w.hears("chief", 0, true, false)
	w.hears("school", 0, false, false)
	w.CommonRefused("places.minorities_not_heard", w.protection, w.safe())
}

func TestProtectionDecidesAndNotTheManager(t *testing.T) {
	v := newVillage(t)
	v.hears("chief", 0, true, true)
	v.hears("school", 0, true, true)
	v.CommonRefused("access.not_allowed", v.manager, v.safe())
	v.CommonRefused("access.not_allowed", v.caseworker, v.safe())
	v.CommonRefused("places.reason_missing", v.protection, places.DecideSafety{Place: v.id, Safe: true})
	v.Common(v.protection, places.DecideSafety{Place: v.id, Reason: "shots were heard"}) // needs the word of protection alone
}

// Whatever was decided for groups and routes, one "not safe" that concerns somebody governs for them.
func TestNotSafeGoverns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p places.Place
		unsafe := false
		for range rapid.IntRange(0, 6).Draw(t, "decisions") {
			group, route := rapid.SampledFrom([]string{"", "returnees"}).Draw(t, "group"), rapid.SampledFrom([]string{"", "lake"}).Draw(t, "route")
			safe := rapid.Bool().Draw(t, "safe")
			p.Safety = append(p.Safety, places.Standing{Group: group, Route: route, Decided: standing(places.Safety{Safe: safe, Day: 5})})
			unsafe = unsafe || !safe
		}
		p.Safety = append(p.Safety, places.Standing{Group: "others", Decided: standing(places.Safety{Safe: false})})
		safe, known, _ := p.SafeFor([]string{"returnees"}, "lake")
		if known != (len(p.Safety) > 1) || safe != (known && !unsafe) {
			t.Fatalf("safe %v, known %v: %+v", safe, known, p.Safety)
		}
	})
}

func standing(values ...places.Safety) (h register.Held[places.Safety]) {
	for _, v := range values {
		h.Standing = append(h.Standing, register.Stated[places.Safety]{Value: v})
	}
	return h
}

func TestTheSmallerOfTwoOffersGoverns(t *testing.T) {
	p := places.Place{Room: []places.Offer{{Kind: "plot", Units: register.Held[int]{Standing: []register.Stated[int]{{Value: 12}, {Value: 9}}}}}}
	if got := p.Units("plot"); got != 9 {
		t.Errorf("%d plots, want 9", got)
	}
	if got := p.Units("house"); got != 0 {
		t.Errorf("%d houses that nobody offered", got)
	}
}

func TestOnlyASiteIsClosedByANamedAuthority(t *testing.T) {
	v := newVillage(t)
	decided := places.Closure{By: "provincial government", Decided: v.Desk.Today(), Closes: v.Desk.Today() + 90}
	v.CommonRefused("places.not_a_site", v.manager, places.DecideClosure{Site: v.id, Closure: decided})
	site := v.Common(v.manager, places.Add{Kind: places.Site, Name: "Kalonda"}).IDs[0]
	v.CommonRefused("places.authority_missing", v.manager, places.DecideClosure{Site: site, Closure: places.Closure{Decided: v.Desk.Today()}})
	v.Common(v.manager, places.DecideClosure{Site: site, Closure: decided})
}

func TestAPlaceIsAddedOnce(t *testing.T) {
	v := newVillage(t)
	if again := v.Common(v.manager, places.Add{Kind: places.Village, Name: "KABALO"}); len(again.IDs) > 0 {
		t.Error("a second place of the same name")
	}
	first := v.Common(v.manager, places.Add{Kind: places.Village, Name: "Nyemba", Pcode: "CD7401"})
	if again := v.Common(v.manager, places.Add{Kind: places.Village, Name: "Nyemba Centre", Pcode: "CD7401"}); len(first.IDs) != 1 || len(again.IDs) > 0 {
		t.Error("a second place of the same p-code")
	}
}
