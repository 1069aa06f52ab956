package analysis

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// idAt returns an id made at t.
func idAt(t time.Time, low uint64) uint64 {
	return uint64(t.UnixMilli()-snowflakeEpoch)<<22 | low
}

// The bounds of February and March 2021 as ids, and what is no snowflake.
func TestIDCreated(t *testing.T) {
	for id, want := range map[uint64]time.Time{
		1356029494686646272: day(2021, 2, 1),
		1377410378757046272: day(2021, 4, 1),
		4926728662:          {},
		698_999_999_999:     {},
	} {
		got, ok := idCreated(adentro.IDKey(id))
		if ok == want.IsZero() || !got.Equal(want) && got.Sub(want).Abs() > time.Millisecond {
			t.Errorf("%d: got %s, %v; want %s", id, got, ok, want)
		}
	}
	if _, ok := idCreated(adentro.HandleKey("a")); ok {
		t.Error("a handle holds a date")
	}
}

// Half of the accounts state a date, the others leave it to their id, small or not.
func TestDatesOf(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	b := &builder{}
	want := map[uint64]time.Time{}
	for i := range 400 {
		at := day(2016, 6, 1).Add(time.Duration(rng.Float64() * 1000 * 24 * float64(time.Hour))).Truncate(time.Second)
		id := idAt(at, uint64(i))
		if i%2 == 1 { // before snowflakes: ids grow with time, roughly
			at = day(2010, 1, 1).Add(time.Duration(i) * 96 * time.Hour)
			id = uint64(i)*1_000_000 + rng.Uint64N(900_000)
		}
		want[id] = at
		stated := at
		if i%4 >= 2 {
			stated = time.Time{}
		}
		b.account(id, "", "x", "", "", stated)
	}
	s := b.snapshot(t)
	var members []int32
	for i := range s.Accounts {
		members = append(members, int32(i))
	}
	d := datesOf(s, members)
	if d.Stated != 200 || d.FromID != 100 || d.Interpolated < 95 || d.Interpolated > 100 || d.Refused {
		t.Fatalf("got %+v", d)
	}
	if d.IDPairs != 100 || d.IDError[2] > 1 || d.GapPairs < 90 || !(d.GapError[0] < 3) {
		t.Errorf("errors: %+v", d)
	}
	for u, basis := range d.basis {
		if miss := d.at[u].Sub(want[s.Accounts[u].Key.ID]).Abs(); basis == dateFromID && miss > time.Second || basis == dateInterpolated && miss > 30*24*time.Hour {
			t.Errorf("account %d, basis %d: misses by %s", u, basis, miss)
		}
	}
	if g := d.group("all", members); len(g.accounts) != 300 {
		t.Errorf("%d accounts enter searches, want the 300 that are not interpolated", len(g.accounts))
	}
}

// Ids that were given anew hold no dates, and none is read from them.
func TestShuffledIDsAreRefused(t *testing.T) {
	b := &builder{}
	for i := range 60 {
		at := day(2012, 1, 1).AddDate(0, 0, 50*i).Add(5 * time.Hour)
		if i%3 == 0 {
			at = time.Time{}
		}
		b.account(idAt(day(2017, 1, 1), uint64(i)<<30), "", "x", "", "", at)
	}
	c := study(t, b.snapshot(t), nil, 1).Creation
	told := slices.ContainsFunc(c.Warnings, func(n adentro.Note) bool { return n.Code == "ids_hold_no_dates" })
	if !c.Dates.Refused || c.Dates.FromID != 0 || !told {
		t.Errorf("got %+v, told %v", c.Dates, told)
	}
}

// Isotonic against the definition: max over starts of min over ends of means.
func TestIsotonic(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for range 50 {
		known := make([]dating, 1+rng.IntN(12))
		for i := range known {
			known[i] = dating{uint64(10 * (i + 1)), float64(rng.IntN(30))}
		}
		for i, got := range isotonic(known) {
			want := math.Inf(-1)
			for from := 0; from <= i; from++ {
				least, sum := math.Inf(1), 0.0
				for to := from; to < len(known); to++ {
					sum += known[to].at
					if to >= i {
						least = min(least, sum/float64(to-from+1))
					}
				}
				want = max(want, least)
			}
			if got.id != known[i].id || math.Abs(got.at-want) > 1e-9 {
				t.Fatalf("%v: point %d is %v, want %g", known, i, got, want)
			}
		}
	}
}
