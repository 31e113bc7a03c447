// SPDX-License-Identifier: Apache-2.0

package words

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"safar/kernel/access"
	"safar/kernel/clock"
	"safar/kernel/fault"
)

func printer(t *testing.T, code string) *Printer {
	t.Helper()
	c, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	c.OnMissing = func(language, key string) { t.Errorf("%s: no sentence for %q", language, key) }
	return c.Printer(code)
}

// plain takes the marks of isolation out, which tests would otherwise be hard to read with.
func plain(text string) string {
	return strings.NewReplacer("\u2066", "", "\u2067", "", "\u2068", "", "\u2069", "").Replace(text)
}

func TestCountedSentencesTakeTheFormOfTheirNumber(t *testing.T) {
	for code, want := range map[string]map[int64]string{
		"en": {0: "0 days", 1: "1 day", 2: "2 days", 1000000: "1,000,000 days"},
		"fr": {0: "0 jour", 1: "1 jour", 2: "2 jours", 18612: "18\u202f612 jours", 1000000: "1\u202f000\u202f000 jours"},
		"ar": {0: "لا أيام", 1: "يوم واحد", 2: "يومان", 3: "3 أيام", 10: "10 أيام", 11: "11 يومًا", 99: "99 يومًا", 100: "100 يوم",
			103: "103 أيام", 5000000011: "5,000,000,011 يومًا"},
	} {
		p := printer(t, code)
		for n, text := range want {
			if got := plain(p.N("count.days", n)); got != text {
				t.Errorf("%s %d: %q, want %q", code, n, got, text)
			}
		}
	}
}

func TestNumbersMoneyAndDays(t *testing.T) {
	day := clock.Date(2026, 11, 22)
	at := time.Date(2026, 11, 22, 9, 5, 0, 0, time.UTC)
	type line struct{ number, small, negative, usd, xaf, iqd, day, long, month, moment, ago, ahead string }
	for code, want := range map[string]line{
		"en": {"18,612", "1,234", "-5", "USD 12,345.60", "XAF 37,000", "IQD -0.005", "22 Nov 2026", "22 November 2026", "November 2026",
			"22 Nov 2026, 09:05", "yesterday", "in 3 days"},
		"fr": {"18\u202f612", "1234", "-5", "12\u202f345,60 USD", "37\u202f000 XAF", "-0,005 IQD", "22 nov. 2026", "22 novembre 2026",
			"novembre 2026", "22 nov. 2026 à 09:05", "hier", "dans 3 jours"},
		"ar": {"18,612", "1,234", "-5", "12,345.60 USD", "37,000 XAF", "-0.005 IQD", "22 نوفمبر 2026", "22 نوفمبر 2026", "نوفمبر 2026",
			"22 نوفمبر 2026، 09:05", "أمس", "بعد 3 أيام"},
	} {
		p := printer(t, code)
		got := line{p.Number(18612), p.Number(1234), p.Number(-5), plain(p.Money(Money{1234560, "USD"})), plain(p.Money(Money{37000, "XAF"})),
			plain(p.Money(Money{-5, "IQD"})), p.Date(day), p.LongDate(day), p.Month(day), plain(p.Time(at)), plain(p.Ago(day, day+1)),
			plain(p.Ago(day+3, day))}
		if got != want {
			t.Errorf("%s:\n%q\nwant\n%q", code, got, want)
		}
		if p.Date(clock.NoDay) == "" || p.Ago(clock.NoDay, day) == "" || p.Percent(1, 0) == "" {
			t.Errorf("%s says nothing of what is not known", code)
		}
	}
	if got := printer(t, "en").Percent(2, 3); got != "67%" {
		t.Errorf("two thirds are %s", got)
	}
}

func TestValuesAreIsolatedWhereDirectionsMeet(t *testing.T) {
	args := Args{"role": "2026-11-22"}
	if got := printer(t, "ar").T("access.unknown_role", args); !strings.Contains(got, "\u20682026-11-22\u2069") {
		t.Errorf("%q", got)
	}
	if got := printer(t, "en").T("access.unknown_role", args); strings.ContainsAny(got, "\u2068\u2069") {
		t.Errorf("%q", got)
	}
	if got := printer(t, "en").T("access.unknown_role", Args{"role": "أمينة"}); !strings.Contains(got, "\u2068أمينة\u2069") {
		t.Errorf("%q", got)
	}
	if got := printer(t, "en").T("access.unknown_role", Args{"role": LTR("+243 810")}); !strings.Contains(got, "\u2066+243 810\u2069") {
		t.Errorf("%q", got)
	}
}

// A sentence within a sentence keeps the direction of its language: where all its words stand apart in it, browsers would find no direction and take that of Latin, and each number would stand beside the wrong word.
func TestASentenceWithinASentenceKeepsItsDirection(t *testing.T) {
	p := printer(t, "ar")
	part := func(of string) string { return p.T("guests.part", Args{"Part": of, "Points": 150}) }
	got := p.T("hosts.points", Args{"Points": 150, "Parts": p.List([]string{part("رغبتهم"), part("لغة")})})
	for _, want := range []string{"\u2067\u2067\u2068رغبتهم\u2069", "\u2069\u2069"} {
		if !strings.Contains(got, want) {
			t.Errorf("%+q has no %+q", got, want)
		}
	}
	if got := p.T("hosts.points_alone", Args{"Points": p.T("guests.part", Args{"Part": "Estmark", "Points": 1})}); !strings.HasPrefix(got, "\u2067\u2068Estmark\u2069") {
		t.Errorf("%+q", got)
	}
}

func TestAmountsInSentencesAreWrittenAsMoney(t *testing.T) {
	got := printer(t, "fr").T("payment.ceiling", Args{"total": int64(123450), "left": int64(90000), "currency": "USD"})
	if !strings.Contains(got, "1234,50 USD") || !strings.Contains(got, "900,00 USD") {
		t.Error(got)
	}
}

func TestAFaultIsSaidInTheReadersLanguage(t *testing.T) {
	beneath := errors.New("disk sda, Amina")
	for _, c := range []struct {
		err        error
		text, hint string
	}{
		{fault.New("op", fault.NotAllowed, "signin.wait", fault.Args{"count": 16}), "16 secondes", "autre rôle"},
		{fault.New("op", fault.Blocked, "journey.step_removed", fault.Args{"step": "plot", "count": 1}), "1 cheminement s’y trouve.", ""},
		{fault.New("op", fault.Blocked, "journey.step_removed", fault.Args{"step": "plot", "count": 300}), "300 cheminements s’y trouvent.", ""},
		{fault.New("op", fault.NotAllowed, "signin.wrong", nil), "incorrect", "majuscules"},
		{fault.New("op", fault.Blocked, "signin.wrong", nil).WithHint("signin.needed.hint"), "incorrect", "du temps a passé"},
		{fault.New("op", fault.Unavailable, "", nil).Because(beneath), "Rien n’est perdu", "Réessayez"},
		{fault.Wrap("op", beneath), "erreur est survenue", "référence"},
		{beneath, "erreur est survenue", "référence"},
	} {
		text, hint := printer(t, "fr").Fault(c.err)
		if !strings.Contains(text, c.text) || !strings.Contains(hint, c.hint) || strings.Contains(text+hint, "Amina") {
			t.Errorf("%v:\n%q\n%q", c.err, text, hint)
		}
	}
}

func TestEveryKindAndRoleHasWords(t *testing.T) {
	for _, l := range Default().Languages() {
		p := printer(t, l.Code)
		for k := fault.Internal; k <= fault.NotBuilt; k++ {
			if !p.Has(k.String()) || !p.Has(k.String()+".hint") {
				t.Errorf("%s says nothing of %s", l.Code, k)
			}
		}
		for _, role := range access.Roles() {
			if !p.Has("role." + role.String()) {
				t.Errorf("%s has no word for %s", l.Code, role)
			}
		}
	}
}

func TestAMissingSentenceIsToldAndNeverBlank(t *testing.T) {
	c, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	var missing []string
	c.OnMissing = func(language, key string) { missing = append(missing, language+" "+key) }
	p := c.Printer("ar")
	if got := p.T("plots.gone"); got != p.T("words.missing") || got == "" {
		t.Errorf("%q", got)
	}
	text, hint := p.Fault(fault.New("op", fault.Blocked, "plots.gone", nil))
	if text != p.T("blocked") || hint != p.T("blocked.hint") {
		t.Errorf("%q %q", text, hint)
	}
	if got := p.T("signin.wait"); !strings.Contains(got, "…") {
		t.Errorf("a value that was not given: %q", got)
	}
	if len(missing) != 2 || missing[0] != "ar plots.gone" {
		t.Errorf("told of %v", missing)
	}
}

func TestALanguageIsAFile(t *testing.T) {
	swahili := `{"language.name": "Kiswahili", "language.direction": "ltr", "language.grouping": "comma",
		"signin": {"title": "Ingia", "days": {"one": "siku {{.Count}}", "other": "siku {Count}"}}}`
	english, err := files.ReadFile("en.json")
	if err != nil {
		t.Fatal(err)
	}
	c, err := Load(fstest.MapFS{"en.json": {Data: english}, "sw.json": {Data: []byte(swahili)}})
	if err != nil {
		t.Fatal(err)
	}
	p := c.Negotiate("sw-TZ, en;q=0.5")
	if p.T("signin.title") != "Ingia" || p.T("page.save") != "Save" || p.N("signin.days", 3) != "siku 3" {
		t.Errorf("%q %q %q", p.T("signin.title"), p.T("page.save"), p.N("signin.days", 3))
	}
}

func TestAFileThatIsNotALanguageIsRefused(t *testing.T) {
	whole := `"language.name": "X", "language.direction": "ltr", "language.grouping": "comma"`
	for name, text := range map[string]string{"en.json": `{`, "en2.json": `{}`, "sw.json": `{` + whole + `}`,
		"en_.json": `{` + strings.Replace(whole, "ltr", "up", 1) + `}`, "en-GB.json": `{` + whole + `, "a": 1}`} {
		if _, err := Load(fstest.MapFS{name: {Data: []byte(text)}}); err == nil {
			t.Errorf("%s with %s was read", name, text)
		}
	}
}

func TestMothersLanguageComesFirst(t *testing.T) {
	all := Default().Languages()
	if len(all) < 3 || all[0] != (Language{"en", "English", "ltr"}) {
		t.Errorf("%v", all)
	}
	if p := Default().Negotiate("tlh"); p.Language().Code != Mother {
		t.Errorf("an unknown language is answered in %s", p.Language().Code)
	}
}

func BenchmarkSentence(b *testing.B) {
	p := Default().Printer("ar")
	for b.Loop() {
		p.T("page.save")
		p.N("count.households", 4270)
	}
}
