// SPDX-License-Identifier: Apache-2.0

package clock_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"safar/kernel/clock"
)

func TestAnAgeChangesOnTheBirthday(t *testing.T) {
	for _, c := range []struct {
		born, day string
		want      int
	}{
		{"2008-11-22", "2026-11-21", 17},
		{"2008-11-22", "2026-11-22", 18},
		{"2008-11-22", "2026-10-30", 17},
		{"2008-11-22", "2026-12-01", 18},
		{"2008-02-29", "2026-02-28", 17},
		{"2008-02-29", "2026-03-01", 18},
		{"1961-01-01", "2026-11-22", 65}, // before the first day that is counted from
		{"2026-11-22", "2026-11-22", 0},
		{"2026-11-23", "2026-11-22", 0}, // born tomorrow: a wrong clock, not a negative age
	} {
		if got := mustDay(t, c.born).YearsUntil(mustDay(t, c.day)); got != c.want {
			t.Errorf("born %s, on %s: %d years, want %d", c.born, c.day, got, c.want)
		}
	}
}

func TestADayThatIsNotInTheCalendarIsRefused(t *testing.T) {
	for _, text := range []string{"2001-02-31", "31/02/2001", "2001-2-3", "about 40", "36892", "2001-02-03T00:00:00Z", ""} {
		if day, err := clock.ParseDay(text); err == nil || day.Known() {
			t.Errorf("%q was read as %v", text, day)
		}
	}
}

func TestADayIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := clock.Day(rapid.Int32Range(1, 3_600_000).Draw(t, "day"))
		read, err := clock.ParseDay(day.String())
		if err != nil || read != day {
			t.Fatalf("%d was written %s and read %d, %v", day, day, read, err)
		}
	})
}

func TestStampsRiseWhateverTheClockDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var stamper clock.Stamper
		last := clock.Stamp(0)
		for range rapid.IntRange(1, 50).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "sees another") {
				other := clock.Stamp(rapid.Uint64Range(0, 1<<60).Draw(t, "other"))
				stamper.See(other)
				last = max(last, other)
			}
			now := time.UnixMilli(rapid.Int64Range(-1e12, 4e12).Draw(t, "now"))
			next := stamper.Next(now)
			if next <= last || next < clock.StampAt(now) {
				t.Fatalf("stamp %d after %d at %v", next, last, now)
			}
			last = next
		}
	})
}

func TestAYearLaterIsTheSameDate(t *testing.T) {
	for born, want := range map[string]string{"2008-11-22": "2026-11-22", "2008-02-29": "2026-03-01"} {
		if got := mustDay(t, born).AddYears(18); got.String() != want {
			t.Errorf("18 years after %s is %s, want %s", born, got, want)
		}
	}
}

// A child becomes an adult on one day and stays one.
func TestAnAgeNeverFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		born := clock.Day(rapid.Int32Range(600_000, 740_000).Draw(t, "born"))
		day := clock.Day(rapid.Int32Range(600_000, 800_000).Draw(t, "day"))
		if now, next := born.YearsUntil(day), born.YearsUntil(day+1); next < now || next > now+1 {
			t.Fatalf("born %s: %d on %s, %d a day later", born, now, day, next)
		}
	})
}

func TestNoDayIsNoDate(t *testing.T) {
	if clock.NoDay.Known() || clock.NoDay.String() != "" {
		t.Errorf("%q", clock.NoDay)
	}
	var read clock.Day
	if err := read.UnmarshalText(nil); err != nil || read.Known() {
		t.Errorf("an empty text is %v, %v", read, err)
	}
}

func TestAClockCanBeSetBackAYear(t *testing.T) {
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	c := clock.At(now)
	c.Set(now.AddDate(-1, 0, 0))
	if got := clock.DayOf(c.Now()).String(); got != "2025-03-02" {
		t.Errorf("it stands on %s", got)
	}
	if got := c.Advance(-time.Hour); got.Hour() != 7 {
		t.Errorf("an hour back is %v", got)
	}
}

func mustDay(t *testing.T, text string) clock.Day {
	t.Helper()
	day, err := clock.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

func TestADayThatIsNotGivenIsAnother(t *testing.T) {
	today, given := clock.Date(2026, 3, 2), clock.Date(2026, 2, 1)
	for d, want := range map[clock.Day]clock.Day{clock.NoDay: today, given: given} {
		if got := d.Or(today); got != want {
			t.Errorf("%v or today is %v, want %v", d, got, want)
		}
	}
}
