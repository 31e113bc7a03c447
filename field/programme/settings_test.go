// SPDX-License-Identifier: Apache-2.0

package programme

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"safar/kernel/fault"
)

// office is a programme as an office writes one, with remarks beside what it sets.
const office = `# Cash for those who move. “size” is the number of people.
programme: p
currency: USD
grants:
  g: {donor: echo, from: 2025-01-01, until: 2027-12-31, ceiling: 1_000_000}   # ten thousand dollars
cash: {witness: alone, seen: 14d}
inputs:
  village: {from: commons.place, max_age: 30d}
pathways:
  way:
    for: household
    steps:
      - ask: wish
        valid: 60d              # “two months”, said the committee
        count: 2
      - pay: cash
        grant: g
        needs: [wish]
        gives: {food: 2000 * size, rent: 500, seed: children * 50, more: "size > 5 ? 900 : 100", fare: 30*adults}
        ceiling: 120000
      - give: kit
        needs: [wish]
        gives: {bags: school_age, buckets: 2}
      - check: seen
        needs: [cash]
        after: cash
        at: [30d, 90d, 1y]
        early:
          14d
`

func parsed(t *testing.T, text string) *Programme {
	t.Helper()
	p, err := Parse("", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func settingOf(t *testing.T, p *Programme, id string) Setting {
	t.Helper()
	all := p.Settings()
	i := slices.IndexFunc(all, func(s Setting) bool { return s.ID == id })
	if i < 0 {
		t.Fatalf("%s is no setting", id)
	}
	return all[i]
}

func TestWhatAnOfficeMaySet(t *testing.T) {
	var got []string
	for _, s := range parsed(t, office).Settings() {
		said := s.Said()
		got = append(got, strings.Join(slices.DeleteFunc([]string{s.ID, said.Text, said.Unit, s.Per, s.Currency}, func(s string) bool { return s == "" }), " | "))
	}
	want := []string{"grants.g.from | 2025-01-01", "grants.g.until | 2027-12-31", "grants.g.ceiling | 10000.00 | USD", "cash.seen | 14 | days",
		"inputs.village.max_age | 30 | days", "way.wish.valid | 60 | days", "way.wish.count | 2", "way.cash.gives.food | 20.00 | size | USD", "way.cash.gives.rent | 5.00 | USD",
		"way.cash.gives.seed | 0.50 | children | USD", "way.cash.gives.more | size > 5 ? 900 : 100 | USD", "way.cash.gives.fare | 0.30 | adults | USD", "way.cash.ceiling | 1200.00 | USD",
		"way.kit.gives.bags | 1 | school_age", "way.kit.gives.buckets | 2", "way.seen.at | 30d, 90d, 1y", "way.seen.early | 14 | days"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestWhatIsSetIsAllThatChanges: an office that sets a value finds every remark, blank and line of its file where it left it.
func TestWhatIsSetIsAllThatChanges(t *testing.T) {
	for _, c := range []struct {
		id       string
		said     Said
		old, new string
	}{
		{"grants.g.ceiling", Said{Text: "12 500.50"}, "1_000_000", "1250050"},
		{"grants.g.until", Said{Text: "2028-06-30"}, "2027-12-31", "2028-06-30"},
		{"cash.seen", Said{"3", "weeks"}, "seen: 14d", "seen: 3w"},
		{"way.wish.valid", Said{"٩٠", "days"}, "valid: 60d ", "valid: 90d "},
		{"way.wish.count", Said{Text: "4"}, "count: 2", "count: 4"},
		{"way.cash.gives.food", Said{Text: "25,5"}, "2000 * size", "2550 * size"},
		{"way.cash.gives.seed", Said{Text: "0.75"}, "children * 50", "75 * children"},
		{"way.cash.gives.more", Said{Text: `size > 7 ? 900 : 100`}, "size > 5", "size > 7"},
		{"way.cash.gives.rent", Said{Text: "5"}, "", ""}, // as it was
		{"way.kit.gives.bags", Said{Text: "2"}, "bags: school_age", "bags: 2 * school_age"},
		{"way.seen.at", Said{"30, 60, 90", "days"}, "[30d, 90d, 1y]", "[30d, 60d, 90d]"},
		{"way.seen.at", Said{"1m, 6m", ""}, "[30d, 90d, 1y]", "[1m, 6m]"},
		{"way.seen.early", Said{"7", "days"}, "          14d", "          7d"},
	} {
		p := parsed(t, office)
		at := settingOf(t, p, c.id)
		written, err := at.Written(c.said)
		if err != nil {
			t.Errorf("%s: %v", c.id, err)
			continue
		}
		got, err := p.Set(map[string]string{c.id: written})
		if err != nil {
			t.Errorf("%s: %v", c.id, err)
			continue
		}
		if diff := cmp.Diff(strings.Replace(office, c.old, c.new, 1), string(got)); diff != "" {
			t.Errorf("%s: %s", c.id, diff)
		}
		parsed(t, string(got))
	}
}

func TestSeveralAreSetAtOnce(t *testing.T) {
	got, err := parsed(t, office).Set(map[string]string{"way.cash.gives.food": "1", "way.cash.gives.rent": "70000", "way.wish.valid": "5d", "way.cash.gives.fare": "2 * adults"})
	if err != nil {
		t.Fatal(err)
	}
	want := strings.NewReplacer("food: 2000 * size, rent: 500,", "food: 1, rent: 70000,", "fare: 30*adults", "fare: 2 * adults", "valid: 60d", "valid: 5d").Replace(office)
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatCannotStandThereIsSaidBesideIt(t *testing.T) {
	p := parsed(t, office)
	for _, c := range []struct {
		id   string
		said Said
		want string
	}{
		{"way.cash.gives.food", Said{Text: "1,200"}, "setting.not_money"}, // twelve hundred, or one and two tenths?
		{"way.cash.gives.food", Said{Text: "-5"}, "setting.not_money"},
		{"way.cash.gives.food", Said{Text: "0"}, "setting.not_money"},
		{"way.cash.gives.food", Said{Text: "twenty"}, "setting.not_money"},
		{"way.cash.gives.food", Said{Text: "99999999999999999999"}, "setting.not_money"},
		{"way.cash.gives.food", Said{Text: "  "}, "setting.none"},
		{"way.kit.gives.buckets", Said{Text: "2.5"}, "setting.not_a_count"},
		{"way.wish.valid", Said{Text: "60"}, "setting.not_a_duration"},
		{"way.wish.valid", Said{"0", "days"}, "setting.not_a_duration"},
		{"way.wish.valid", Said{"60 days", ""}, "setting.not_a_duration"},
		{"way.seen.at", Said{"30, soon", "days"}, "setting.not_a_duration"},
		{"grants.g.until", Said{Text: "31/12/2027"}, "setting.not_a_day"},
		{"way.cash.gives.more", Said{Text: "size\n- pay: more"}, "setting.formula_long"},
	} {
		at := settingOf(t, p, c.id)
		if _, err := at.Written(c.said); fault.KeyOf(err) != c.want {
			t.Errorf("%s = %q: %v, want %s", c.id, c.said.Text, err, c.want)
		}
	}
}

// TestNothingElseIsWrittenThroughASetting: whoever writes the language's own signs into a field changes nothing beside it.
func TestNothingElseIsWrittenThroughASetting(t *testing.T) {
	for _, text := range []string{"1, extra: 2", "1}\n      - pay: more", "1 # gone", "{a: 1}", "*size", "\"1", "1\"", "'", "\\", "1: 2", "- 1"} {
		p := parsed(t, office)
		got, err := p.Set(map[string]string{"way.cash.gives.more": text})
		if err != nil {
			continue // refused
		}
		next, err := Parse("", got)
		if err != nil {
			continue // the checker says so
		}
		if changes := Changes(p, next); len(changes) != 1 || changes[0].Part != "more" {
			t.Errorf("%q changes %v", text, changes)
		}
	}
	if _, err := parsed(t, office).Set(map[string]string{"way.cash.grant": "other"}); fault.KeyOf(err) != "setting.not_there" {
		t.Errorf("a rule can be set: %v", err)
	}
}

// TestTwoWhoChangeAtTheSameTime: what somebody wrote from an older version is laid on the one in force; nothing of either is undone unseen.
func TestTwoWhoChangeAtTheSameTime(t *testing.T) {
	base := parsed(t, office)
	now := parsed(t, strings.NewReplacer("valid: 60d", "valid: 90d", "rent: 500", "rent: 700").Replace(office))
	wrote := map[string]string{}
	for _, s := range base.Settings() {
		wrote[s.ID] = s.Text
	}
	wrote["way.cash.gives.rent"], wrote["way.cash.ceiling"] = "600", "150000"
	changed, clashes := now.Onto(base, wrote)
	if diff := cmp.Diff(map[string]string{"way.cash.gives.rent": "600", "way.cash.ceiling": "150000"}, changed); diff != "" {
		t.Error(diff)
	}
	if len(clashes) != 1 || clashes[0].ID != "way.cash.gives.rent" || clashes[0].Said().Text != "7.00" || clashes[0].Wanted.Text != "6.00" {
		t.Errorf("clashes: %+v", clashes)
	}
}

// TestAFileThatSaysMoreIsNotWhatWasSet: whatever a value does to the file, one that says anything else otherwise is told from one that does not.
func TestAFileThatSaysMoreIsNotWhatWasSet(t *testing.T) {
	p := parsed(t, office)
	chosen := []Setting{settingOf(t, p, "way.cash.gives.rent")}
	for swap, only := range map[[2]string]bool{
		{"rent: 500", "rent: 700"}:                                         true,
		{"rent: 500", "rent: 700, more_rent: 1"}:                           false,
		{"rent: 500", "rent: {a: 1}"}:                                      false,
		{"rent: 500", "rant: 500"}:                                         false,
		{"count: 2", "count: 3"}:                                           false,
		{"needs: [cash]", "needs: [wish]"}:                                 false,
		{"        early:\n          14d\n", ""}:                            false,
		{"      - give: kit", "      - give: kit\n        optional: true"}: false,
	} {
		after := strings.Replace(office, swap[0], swap[1], 1)
		if after == office {
			t.Fatalf("%q is not in the file", swap[0])
		}
		if got := onlySet([]byte(office), []byte(after), chosen); got != only {
			t.Errorf("%q: only set is %v", swap[1], got)
		}
	}
}
