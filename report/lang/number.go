package lang

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// Int returns n with its thousands grouped: 1.431 or 1,431.
func (l *Lang) Int(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + l.group + s[i:]
	}
	return sign + s
}

// Float returns x with this many decimals, and the word for an unknown number
// where x is none.
func (l *Lang) Float(x float64, decimals int) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return l.Raw("unknown")
	}
	s := strconv.FormatFloat(math.Abs(x), 'f', decimals, 64)
	whole, frac, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + l.group + whole[i:]
	}
	if frac != "" {
		whole += l.decimal + frac
	}
	if x < 0 && strings.Trim(s, "0.") != "" {
		whole = "−" + whole
	}
	return whole
}

// Number returns x as an integer if it is one, else with up to three
// significant decimals.
func (l *Lang) Number(x float64) string {
	switch a := math.Abs(x); {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return l.Raw("unknown")
	case x == math.Trunc(x) && a < 1e15:
		return l.Int(int64(x))
	case a >= 1e15 || a < 1e-4:
		return strings.Replace(strconv.FormatFloat(x, 'g', 3, 64), ".", l.decimal, 1)
	case a >= 100:
		return l.Float(x, 0)
	case a >= 1:
		return l.Float(x, 1)
	case a >= 0.01:
		return l.Float(x, 3)
	}
	return l.Float(x, 5)
}

// Percent returns a share of 0..1 as 33,3 % or 33.3%, a small one as 0,02 %.
func (l *Lang) Percent(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return l.Raw("unknown")
	}
	return l.share(x) + l.percent
}

// Range returns an interval of shares as 35,8–42,0 %.
func (l *Lang) Range(low, high float64) string {
	if math.IsNaN(low) || math.IsNaN(high) {
		return l.Raw("unknown")
	}
	return l.share(low) + "–" + l.share(high) + l.percent
}

// share returns a share in hundredths, with one decimal, or as many up to six as it takes for what is not nothing
// to read as something: 0,02.
func (l *Lang) share(x float64) string {
	decimals := 1
	for a := math.Abs(100 * x); decimals < 6 && a > 0 && a*math.Pow10(decimals) < 0.5; {
		decimals++
	}
	return l.Float(100*x, decimals)
}

// P returns "p = 0,012", or "p ≤ 0,001" at and below one in a thousand.
func (l *Lang) P(p float64) string {
	if math.IsNaN(p) {
		return "p: " + l.Raw("unknown")
	}
	if p <= 0.001 {
		return "p\u00a0≤\u00a0" + l.Float(0.001, 3)
	}
	return "p\u00a0=\u00a0" + l.Float(p, 3)
}

// Date returns the day in UTC as "6 de abril de 2021" or "6 April 2021", and the
// word for an unknown date where t is zero.
func (l *Lang) Date(t time.Time) string {
	if t.IsZero() {
		return l.Raw("unknown_date")
	}
	t = t.UTC()
	return l.T("date", strconv.Itoa(t.Day()), l.Raw("month."+strconv.Itoa(int(t.Month()))), strconv.Itoa(t.Year()))
}

// Month returns "abr 2021" or "Apr 2021".
func (l *Lang) Month(t time.Time) string {
	return l.Raw("short_month."+strconv.Itoa(int(t.UTC().Month()))) + " " + strconv.Itoa(t.UTC().Year())
}

// DayMonth returns "6 abr" or "6 Apr".
func (l *Lang) DayMonth(t time.Time) string {
	return strconv.Itoa(t.UTC().Day()) + " " + l.Raw("short_month."+strconv.Itoa(int(t.UTC().Month())))
}

// Instant returns the UTC minute as "2021-04-06 13:05", or the word for an
// unknown date.
func (l *Lang) Instant(t time.Time) string {
	if t.IsZero() {
		return l.Raw("unknown_date")
	}
	return t.UTC().Format("2006-01-02 15:04")
}

// Bytes returns a size in bytes, kB, MB, GB or TB, of 1000 each.
func (l *Lang) Bytes(n int64) string {
	if n < 1000 {
		return l.Int(n) + "\u00a0B"
	}
	x, units := float64(n)/1000, []string{"kB", "MB", "GB", "TB"}
	for x >= 999.95 && len(units) > 1 {
		x, units = x/1000, units[1:]
	}
	return l.Float(x, 1) + "\u00a0" + units[0]
}
