package ingest

import (
	"testing"
	"time"
)

// TestISODate: what isoDate reads, the general parser reads likewise.
func TestISODate(t *testing.T) {
	for _, s := range []string{
		"2018-03-04", "2018-03-04 15:04", "2018-03-04 15:04:05", "2020-02-29", "2021-02-29", "2018-13-01", "2018-00-10", "2018-01-00", "2018-01-32",
		"2018-03-04 24:00", "2018-03-04 23:60", "2018-03-04 23:59:60", "2018-03-04T15:04", "2018/03/04", "2018-3-04x", "0000-01-01", "20l8-03-04", "2018-03-04-15:04", "", "04/03/2018",
	} {
		want, known := parseDate(s)
		if got, ok := isoDate(s); ok && (!known || !got.Equal(want)) {
			t.Errorf("%q: %v, the parser says %v, %v", s, got, want, known)
		}
	}
	for s, want := range map[string]time.Time{
		"2018-03-04": time.Date(2018, 3, 4, 0, 0, 0, 0, time.UTC), "2018-03-04 15:04": time.Date(2018, 3, 4, 15, 4, 0, 0, time.UTC), "2018-03-04 15:04:05": time.Date(2018, 3, 4, 15, 4, 5, 0, time.UTC),
	} {
		if got, ok := isoDate(s); !ok || !got.Equal(want) {
			t.Errorf("%q: %v, %v", s, got, ok)
		}
	}
}
