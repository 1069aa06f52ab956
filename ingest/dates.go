package ingest

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// The platform opened on 2006-03-21. A date beyond what 32 bits of seconds
// hold is a defect, not a date.
var (
	earliest = time.Date(2006, 3, 21, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2038, 1, 19, 0, 0, 0, 0, time.UTC)
)

// firstSnowflake is the first id that tells its time (4 November 2010), and
// snowflakeEpoch the milliseconds that its times count from.
const (
	firstSnowflake = 29700859247
	snowflakeEpoch = 1288834974657
)

// snowflake returns the time that a tweet id tells, zero for an older one.
func snowflake(id uint64) time.Time {
	if id < firstSnowflake {
		return time.Time{}
	}
	return time.UnixMilli(int64(id>>22) + snowflakeEpoch).UTC()
}

func plausible(t time.Time) bool { return !t.Before(earliest) && t.Before(latest) }

// layouts in the order of how often dumps use them.
var layouts = []string{
	time.RubyDate,
	time.RFC3339Nano,
	"2006-01-02 15:04:05",
	"2006-01-02",
	"2006-01-02 15:04",
	"2006-01-02 15:04:05Z07:00",
	"2006-01-02 15:04:05Z07",
	"2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05 -07:00",
	"2006-01-02 15:04:05 MST",
	"2006-01-02T15:04:05",
	"2006-01-02T15:04",
	"2006-01-02T15:04:05-0700",
	"2006/01/02 15:04:05",
	"2006/01/02",
	"Mon, 02 Jan 2006 15:04:05 -0700",
	"Mon, 02 Jan 2006 15:04:05 MST",
	"Jan 2, 2006",
	"2 Jan 2006",
}

// parseDate reads a date in any form that does not depend on the country:
// Ruby's, RFC 3339, YYYY-MM-DD with or without a time, seconds or milliseconds
// of Unix time. A date without a zone is UTC. ok is false if s is no date.
func parseDate(s string) (t time.Time, ok bool) {
	t, ok = anyDate(s)
	if t.Year() < 1 {
		return time.Time{}, false
	}
	return t, ok
}

// anyDate is parseDate, for the year 0 too, which no calendar has.
func anyDate(s string) (t time.Time, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) == 30 {
		if t, ok := rubyDate(s); ok {
			return t, true
		}
	}
	if t, ok := zuluDate(s); ok {
		return t, true
	}
	if n, err := strconv.ParseInt(strings.TrimSuffix(s, ".0"), 10, 64); err == nil {
		if t, err := time.Parse("20060102", s); err == nil && plausible(t) {
			return t, true
		}
		return unixTime(n)
	}
	if len(s) < 8 || len(s) > 40 {
		return time.Time{}, false
	}
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// unixTime reads seconds, milliseconds or microseconds, told apart by size.
func unixTime(n int64) (time.Time, bool) {
	switch {
	case n >= 1e8 && n < 1e10:
		return time.Unix(n, 0).UTC(), true
	case n >= 1e11 && n < 1e13:
		return time.UnixMilli(n).UTC(), true
	case n >= 1e14 && n < 1e16:
		return time.UnixMicro(n).UTC(), true
	}
	return time.Time{}, false
}

// rubyDate reads "Wed Oct 10 20:19:24 +0000 2018" without the cost of the
// general parser; anything odd is left to that.
func rubyDate[T []byte | string](s T) (time.Time, bool) {
	if s[3] != ' ' || s[7] != ' ' || s[10] != ' ' || s[13] != ':' || s[16] != ':' || string(s[19:26]) != " +0000 " {
		return time.Time{}, false
	}
	var month time.Month
	switch string(s[4:7]) {
	case "Jan":
		month = 1
	case "Feb":
		month = 2
	case "Mar":
		month = 3
	case "Apr":
		month = 4
	case "May":
		month = 5
	case "Jun":
		month = 6
	case "Jul":
		month = 7
	case "Aug":
		month = 8
	case "Sep":
		month = 9
	case "Oct":
		month = 10
	case "Nov":
		month = 11
	case "Dec":
		month = 12
	default:
		return time.Time{}, false
	}
	century, year := twoDigits(s, 26), twoDigits(s, 28)
	if century < 0 || year < 0 {
		return time.Time{}, false
	}
	return instant(100*century+year, month, twoDigits(s, 8), twoDigits(s, 11), twoDigits(s, 14), twoDigits(s, 17))
}

// zuluDate likewise reads "2018-10-10T20:19:24.000Z", with or without a fraction.
func zuluDate[T []byte | string](s T) (time.Time, bool) {
	n := len(s) - 1
	if n < 19 || n > 29 || s[n] != 'Z' || s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' || twoDigits(s, 17) == 60 {
		return time.Time{}, false
	}
	fraction, unit := 0, 1_000_000_000
	for i := 20; i < n; i++ {
		c := s[i] - '0'
		if c > 9 {
			return time.Time{}, false
		}
		unit /= 10
		fraction += int(c) * unit
	}
	century, year, month := twoDigits(s, 0), twoDigits(s, 2), twoDigits(s, 5)
	if n == 20 || n > 20 && s[19] != '.' || century < 0 || year < 0 || month < 1 || month > 12 {
		return time.Time{}, false
	}
	t, ok := instant(100*century+year, time.Month(month), twoDigits(s, 8), twoDigits(s, 11), twoDigits(s, 14), twoDigits(s, 17))
	return t.Add(time.Duration(fraction)), ok
}

// twoDigits returns the number that s[i] and s[i+1] spell, -1 for none.
func twoDigits[T []byte | string](s T, i int) int {
	a, b := s[i]-'0', s[i+1]-'0'
	if a > 9 || b > 9 {
		return -1
	}
	return int(a)*10 + int(b)
}

// instant returns a time, in UTC, whose month is right; false where the others are not. The
// second may be 60.
func instant(year int, month time.Month, day, hour, minute, second int) (time.Time, bool) {
	if hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 {
		return time.Time{}, false
	}
	if day < 1 || day > 28 && day > time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day() {
		return time.Time{}, false
	}
	return time.Unix(midnight(year, month, day)+int64(hour*3600+minute*60+second), 0).UTC(), true
}

// midnight returns the Unix time at which a day of the Gregorian calendar begins. It counts
// the days of years that begin in March, as that puts the leap day at their end.
func midnight(year int, month time.Month, day int) int64 {
	m := (int(month) + 9) % 12
	y := year + 400 - m/10 // not below 0
	return int64(365*y+y/4-y/100+y/400+(153*m+2)/5+day-719469-146097) * 86400
}

// An order says which of the first two numbers of 03/04/2021 is the day.
type order uint8

const (
	orderUnknown order = iota
	dayFirst
	monthFirst
)

// slashDate splits a date such as 25/03/2021 14:05 into its numbers and what
// follows them.
func slashDate(s string) (a, b, year int, clock string, ok bool) {
	s = strings.TrimSpace(s)
	date, clock, _ := strings.Cut(s, " ")
	parts := strings.FieldsFunc(date, func(r rune) bool { return r == '/' || r == '.' || r == '-' })
	if len(parts) == 3 && len(parts[2]) == 2 && strings.Count(date, "/") == 2 {
		parts[2] = "20" + parts[2]
	}
	if len(parts) != 3 || len(parts[2]) != 4 {
		return
	}
	var n [3]int
	for i, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil {
			return
		}
		n[i] = v
	}
	return n[0], n[1], n[2], strings.TrimSpace(clock), n[0] >= 1 && n[1] >= 1 && n[0] <= 31 && n[1] <= 31 && n[2] >= 1
}

// orderOf says what one date tells about the order of all dates of its column.
func orderOf(s string) order {
	a, b, _, _, ok := slashDate(s)
	switch {
	case !ok || a > 12 && b > 12:
		return orderUnknown
	case a > 12:
		return dayFirst
	case b > 12:
		return monthFirst
	}
	return orderUnknown
}

// badDate counts a date that could not be read: perhaps because nothing tells which of its numbers is the day.
func (d *decoder) badDate(s string, o order) {
	if a, b, _, _, ok := slashDate(s); ok && o == orderUnknown && a <= 12 && b <= 12 {
		d.warned["ambiguous_date"]++
		return
	}
	d.warned["bad_date"]++
}

// columnDate reads a date of a table whose dates with slashes have the given
// order.
func columnDate(s string, o order) (time.Time, bool) {
	if t, ok := parseDate(s); ok {
		return t, true
	}
	a, b, year, clock, ok := slashDate(s)
	if !ok {
		return spelledDate(s)
	}
	if own := orderOf(s); own != orderUnknown {
		o = own
	}
	switch o {
	case orderUnknown:
		if a != b {
			return time.Time{}, false
		}
	case monthFirst:
		a, b = b, a
	}
	t := time.Date(year, time.Month(b), a, 0, 0, 0, 0, time.UTC)
	if b > 12 || t.Day() != a {
		return time.Time{}, false
	}
	if clock == "" {
		return t, true
	}
	return t.Add(clockTime(clock)), true
}

// clockTime reads a time of day in the forms of spreadsheets, "p. m." among
// them; 0 if s is none.
func clockTime(s string) time.Duration {
	s = strings.NewReplacer(".", "", "\u00a0", " ", "\u202f", " ").Replace(strings.ToUpper(s))
	s = strings.NewReplacer("A M", "AM", "P M", "PM").Replace(s)
	for _, l := range []string{"15:04", "15:04:05", "3:04:05 PM", "3:04 PM"} {
		if c, err := time.Parse(l, s); err == nil {
			return c.Sub(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC))
		}
	}
	return 0
}

// monthNames begin with the letters that tell the months in English and Spanish.
var monthNames = [12]string{"jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep set", "oct", "nov", "dec dic"}

// spelledDate reads a day whose month is a word: 3 de febrero de 2021, February
// 3, 2021, 14:05.
func spelledDate(s string) (time.Time, bool) {
	var day, month, year int
	var clock time.Duration
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == ' ' || r == ',' || r == '-' || r == '.' || r == '/' }) {
		n, err := strconv.Atoi(w)
		switch {
		case err == nil && len(w) <= 2 && day == 0:
			day = n
		case err == nil && len(w) == 4 && year == 0:
			year = n
		case strings.Contains(w, ":") && clock == 0:
			if clock = clockTime(w); clock == 0 {
				return time.Time{}, false
			}
		case len(w) >= 3 && month == 0:
			for i, names := range monthNames {
				if slices.Contains(strings.Fields(names), w[:3]) {
					month = i + 1
				}
			}
			if month == 0 {
				return time.Time{}, false
			}
		case w != "de" && w != "del":
			return time.Time{}, false
		}
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t.Add(clock), year > 0 && month > 0 && day > 0 && t.Day() == day
}

// jsonDate reads a date that is a string or a number.
func jsonDate(v jsontape.Value) (time.Time, bool) {
	switch v.Kind() {
	case jsontape.String:
		s := v.Token()
		if len(s) == 30 {
			if t, ok := rubyDate(s); ok {
				return t, true
			}
		}
		if t, ok := zuluDate(s); ok {
			return t, true
		}
		return parseDate(string(s))
	case jsontape.Number:
		n, err := strconv.ParseInt(string(v.Raw()), 10, 64)
		if err != nil {
			return time.Time{}, false
		}
		return unixTime(n)
	}
	return time.Time{}, false
}
