package ingest

import "time"

// isoDate reads 2006-01-02, alone or before 15:04 or 15:04:05, without the cost of the general
// parser; anything odd is left to that.
func isoDate(s string) (time.Time, bool) {
	switch len(s) {
	case len("2006-01-02"), len("2006-01-02 15:04"), len("2006-01-02 15:04:05"):
	default:
		return time.Time{}, false
	}
	var n [6]int
	from := 0
	for i, end := range [...]int{4, 7, 10, 13, 16, 19} {
		if end > len(s) {
			break
		}
		if i > 0 {
			if s[from] != "-- ::"[i-1] {
				return time.Time{}, false
			}
			from++
		}
		for ; from < end; from++ {
			c := s[from] - '0'
			if c > 9 {
				return time.Time{}, false
			}
			n[i] = n[i]*10 + int(c)
		}
	}
	t := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC)
	return t, n[0] > 0 && t.Day() == n[2] && int(t.Month()) == n[1] && n[3] < 24 && n[4] < 60 && n[5] < 60
}
