package ingest

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// TestDatesWithZones: a zone is read however it is set off and written.
func TestDatesWithZones(t *testing.T) {
	want := time.Date(2021, 3, 3, 14, 0, 0, 0, time.UTC)
	for _, s := range []string{"2021-03-03 10:00:00-04:00", "2021-03-03 10:00:00-04", "2021-03-03 10:00:00 -0400", "2021-03-03 10:00:00 -04:00", "2021-03-03 14:00:00 +00:00", "2021-03-03T10:00:00-0400"} {
		if got, ok := parseDate(s); !ok || !got.Equal(want) {
			t.Errorf("%q is read as %v, %v", s, got, ok)
		}
	}
}

// TestFixedDates: what is read by fixed positions, the general parser reads likewise, and
// every right date is so read.
func TestFixedDates(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 50000 {
		at := time.Date(r.IntN(10000), time.Month(1+r.IntN(12)), 1+r.IntN(31), r.IntN(24), r.IntN(60), r.IntN(60), r.IntN(1000)*1e6, time.UTC)
		if at.Year() > 9999 {
			continue
		}
		for layout, read := range map[string]func([]byte) (time.Time, bool){
			time.RubyDate:              rubyDate[[]byte],
			"2006-01-02T15:04:05Z":     zuluDate[[]byte],
			"2006-01-02T15:04:05.000Z": zuluDate[[]byte],
		} {
			s := []byte(at.Format(layout))
			want, _ := time.Parse(layout, string(s))
			if got, ok := read(s); !ok || !got.Equal(want) || got.Location() != time.UTC {
				t.Fatalf("%s: got %v %v", s, got, ok)
			}
			s[r.IntN(len(s))] = "0123456789 :-+TZ.x"[r.IntN(18)]
			if got, ok := read(s); ok && got.Second() != 0 { // else perhaps a leap second, which the parser refuses
				want, err := time.Parse(layout, string(s))
				if err != nil {
					want, err = time.Parse(time.RFC3339Nano, string(s))
				}
				// A wrong day of the week is passed over.
				if wrongDay := layout == time.RubyDate && err != nil; !wrongDay && !got.Equal(want) {
					t.Fatalf("%s: got %v, want %v %v", s, got, want, err)
				}
			}
		}
	}
}

// TestAmbiguousDates: dates of which nothing tells the day from the month are counted as that.
func TestAmbiguousDates(t *testing.T) {
	for text, want := range map[string]string{
		"screen_name,created_at\nana,03/04/2021\neva,05/06/2020\n":                 "ambiguous_date 2",
		"screen_name,created_at\nana,03/04/2021\neva,25/06/2020\n":                 "",
		"screen_name,created_at\nana,03/04/2021\neva,ayer\n":                       "ambiguous_date 1 bad_date 1",
		"screen_name,created_at\nana,25/04/2021\neva,04/25/2021\nluz,03/04/2021\n": "ambiguous_date 1",
	} {
		d := decodeOnly(t, "x.csv", []byte(text))
		var got []string
		for _, n := range d.src.Warnings {
			got = append(got, n.Code, n.Args[0])
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %s, want %s", text, s, want)
		}
	}
}
