package analysis

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-1b5e0f84/adentro"
)

func TestCreationFindsTheBurst(t *testing.T) {
	for seed := range uint64(3) {
		s := burstWorld(rand.New(rand.NewPCG(seed, 1))).snapshot(t)
		c := study(t, s, smallCase(), 0).Creation
		i := slices.IndexFunc(c.Bursts, func(b Burst) bool { return b.Class == "cdi" && b.Source == "scan" })
		if i < 0 {
			t.Fatalf("world %d: no scan window of class cdi in %+v", seed, c.Bursts)
		}
		b := c.Bursts[i]
		if b.From.Before(day(2021, 2, 1)) || b.To.After(day(2021, 3, 31)) || b.Count < 35 || b.P > 0.01 || b.Baseline != "leave-out" {
			t.Errorf("world %d: got %s..%s count %d p %g baseline %s, want inside 2021-02-01..2021-03-31, at least 35, p at most 0.01, leave-out",
				seed, b.From.Format(time.DateOnly), b.To.Format(time.DateOnly), b.Count, b.P, b.Baseline)
		}
		if b.Expected > 5 || b.Total != 114 || len(b.Accounts) != b.Count {
			t.Errorf("world %d: got expected %g, total %d, %d accounts", seed, b.Expected, b.Total, len(b.Accounts))
		}
		w := c.Bursts[len(c.Bursts)-1]
		if w.Source != "case" || w.Name != "w" || w.Count != 41 || w.P > 1e-9 || !w.From.Equal(day(2021, 2, 1)) {
			t.Errorf("world %d: the case's window: got %+v", seed, w)
		}
		if !math.IsNaN(b.ActivityShare) || b.EdgeShare <= 0 {
			t.Errorf("world %d: shares: got %g of tweets, %g of follows; want NaN and some", seed, b.ActivityShare, b.EdgeShare)
		}
		if c.Dated != 1431 || c.Series[0].Class != "all" || sumInts(c.Series[0].Days) != 1431 {
			t.Errorf("world %d: got %d dated, first series %s of %d", seed, c.Dated, c.Series[0].Class, sumInts(c.Series[0].Days))
		}
	}
}

// scanSlow tries every window that begins and ends with an account.
func scanSlow(w *world) hit {
	var best hit
	for from := range w.days {
		for to := from; to < len(w.days) && to-from < w.cal.longest; to++ {
			c := sumInts(w.days[from : to+1])
			if c < minCluster || w.days[from] == 0 || w.days[to] == 0 {
				continue
			}
			if v := llr(c, w.total, w.mu(from, to)); v > best.llr+1e-9 {
				best = hit{from, to, c, v}
			}
		}
	}
	return best
}

// randomSeries has some dozens of dates, in every third case a dozen of them together.
func randomSeries(i int, rng *rand.Rand) *dateSeries {
	f := &dateSeries{cal: newCalendar(200+rng.IntN(300), bandwidth, maxWindow), method: []string{"leave-out", "uniform"}[i%2]}
	f.days = make([]int, f.cal.days)
	f.total = 10 + rng.IntN(60)
	for j := range f.total {
		d := rng.IntN(f.cal.days)
		if i%3 == 0 && j < 12 {
			d = 50 + rng.IntN(10)
		}
		f.days[d]++
	}
	return f
}

func TestScanAgainstBruteForce(t *testing.T) {
	for i := range 60 {
		f := randomSeries(i, rand.New(rand.NewPCG(uint64(i), 3)))
		w := f.observed()
		got, want := w.scan(nil), scanSlow(w)
		if math.Abs(got.llr-want.llr) > 1e-9 {
			t.Errorf("world %d (%s): got %+v, want %+v", i, f.method, got, want)
		}
	}
}

// The arms of the kernel against their definition.
func TestArms(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	c := newCalendar(500, 20, maxWindow)
	n, before, after := make([]int, 500), make([]int, 500), make([]int, 500)
	for range 900 {
		n[rng.IntN(500)]++
	}
	c.arms(n, before, after)
	for d := range n {
		wantBefore, wantAfter := 0, 0
		for e := range n {
			if k := d - e; k > 0 && k <= c.reach {
				wantBefore += (c.reach + 1 - k) * n[e]
			}
			if k := e - d; k > 0 && k <= c.reach {
				wantAfter += (c.reach + 1 - k) * n[e]
			}
		}
		if before[d] != wantBefore || after[d] != wantAfter {
			t.Fatalf("day %d: got %d and %d, want %d and %d", d, before[d], after[d], wantBefore, wantAfter)
		}
	}
}

func TestLLR(t *testing.T) {
	for _, tt := range []struct {
		c, total int
		mu, want float64
	}{
		{10, 100, 5, 10*math.Log(2) + 90*math.Log(90.0/95)},
		{5, 100, 5, 0},
		{4, 100, 5, 0},
		{10, 10, 5, 10 * math.Log(2)},
	} {
		if got := llr(tt.c, tt.total, tt.mu); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("llr(%d, %d, %g) = %g, want %g", tt.c, tt.total, tt.mu, got, tt.want)
		}
	}
}

// What is expected of a window does not depend on the dates in it, but for the mean of all.
func TestLeaveOut(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	f := &dateSeries{cal: newCalendar(2500, bandwidth, maxWindow), method: "leave-out", days: make([]int, 2500)}
	for range 5000 {
		f.days[rng.IntN(2500)]++
	}
	f.total = 5000
	for _, win := range [][2]int{{1000, 1029}, {0, 30}, {2450, 2499}, {700, 761}, {300, 300}} {
		want := f.observed().mu(win[0], win[1])
		g := *f
		g.days = slices.Clone(f.days)
		for i := win[0]; i <= win[1]; i++ {
			g.days[i] += 20
			g.total += 20
		}
		if got := g.observed().mu(win[0], win[1]); math.Abs(got-want) > 0.01*want {
			t.Errorf("window %v: got %.2f, want %.2f", win, got, want)
		}
		if rate := want / float64(win[1]-win[0]+1); rate < 1.5 || rate > 3 {
			t.Errorf("window %v: %.2f a day expected, of 2", win, rate)
		}
	}
}

// A series that grows to the last day, or falls from the first, must not show a
// burst there because its baseline sees one side only.
func TestBaselineFollowsTheTrend(t *testing.T) {
	const span = 2500
	for _, falling := range []bool{false, true} {
		f := &dateSeries{cal: newCalendar(span, bandwidth, maxWindow), method: "leave-out", days: make([]int, span)}
		for i := range f.days {
			d := i
			if falling {
				d = span - 1 - i
			}
			f.days[d] = int(math.Round(200 * math.Exp2(float64(i-span)/182)))
		}
		f.total = sumInts(f.days)
		w := f.observed()
		for _, length := range []int{10, 31, 62} {
			from, to := span-length, span-1
			if falling {
				from, to = 0, length-1
			}
			c := sumInts(f.days[from : to+1])
			if got := w.mu(from, to); got < 0.9*float64(c) || got > 1.3*float64(c) {
				t.Errorf("falling %v, %d days at the edge: expected %.0f, want about their %d", falling, length, got, c)
			}
		}
	}
}

// A window that the case names has a p of its own, however long it is: 300
// worlds without a burst, and a window that leaves no day to compare with.
func TestCaseWindowIsCalibrated(t *testing.T) {
	const worlds, span, length = 300, 3400, 200
	low := 0
	for i := range worlds {
		rng := rand.New(rand.NewPCG(uint64(i), 11))
		b := &builder{}
		for j := range 114 {
			b.account(uint64(j+1), "", "x", "", "", day(2012, 1, 1).AddDate(0, 0, rng.IntN(span)))
		}
		var at []time.Time
		s := b.snapshot(t)
		for j := range s.Accounts {
			at = append(at, s.Accounts[j].Created())
		}
		f := seriesOf(at, nil)
		from := day(2012, 1, 1).AddDate(0, 0, rng.IntN(span-length))
		if p := f.caseWindow(adentro.Window{From: from, To: from.AddDate(0, 0, length-1)}, 1).P; p <= 0.05 {
			low++
		}
		if b := f.caseWindow(adentro.Window{From: day(2000, 1, 1), To: day(2030, 1, 1)}, 1); b.P < 1-1e-9 || b.Ratio > 1+1e-9 {
			t.Fatalf("a window over the whole span: p %g, ratio %g; want 1 and at most 1", b.P, b.Ratio)
		}
	}
	if low > 30 { // 15 expected; more than 30 about once in five thousand
		t.Errorf("%d of %d worlds without a burst have p <= 0.05", low, worlds)
	}
}

func TestGuide(t *testing.T) {
	sums := prefixSums(make([]float64, 9), []float64{0, 1, 0, 3, 0, 0, 2, 0})
	g := newGuide(sums, make([]int32, 9))
	for i := range 600 {
		x := float64(i) / 600
		want := 0
		for sums[want+1] <= x*6 {
			want++
		}
		if got := g.find(x); got != want {
			t.Errorf("find(%g) = %d, want %d", x, got, want)
		}
	}
}

func TestBinomialTail(t *testing.T) {
	for _, tt := range []struct {
		c, n int
		q    float64
		want float64
	}{{0, 10, 0.5, 1}, {10, 10, 0.5, 1.0 / 1024}, {9, 10, 0.5, 11.0 / 1024}, {1, 3, 0, 0}, {1, 3, 1, 1}} {
		if got := binomialTail(tt.c, tt.n, tt.q); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("binomialTail(%d, %d, %g) = %g, want %g", tt.c, tt.n, tt.q, got, tt.want)
		}
	}
}

// A draw from an overdispersed baseline has the index of dispersion asked for.
func TestDrawOverdispersed(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	rate := make([]float64, 6000)
	for i := range rate {
		rate[i] = 1
	}
	for _, want := range []float64{1, 4} {
		days := draw(rng, rate, make([]int, 6000), 6000, want, &workspace{})
		sum := 0.0
		for from := 0; from < len(days); from += month {
			d := float64(sumInts(days[from:from+month])) - month
			sum += d * d / month
		}
		if got := sum / float64(len(days)/month-1); math.Abs(got-want) > 0.35*want {
			t.Errorf("asked for dispersion %g, got %g", want, got)
		}
	}
}

// Odd dates and small groups must neither crash nor invent a burst.
func TestCreationOddInputs(t *testing.T) {
	for _, tt := range []struct {
		name  string
		dates []time.Time
	}{
		{"none", nil},
		{"one", []time.Time{day(2021, 2, 1)}},
		{"all on one day", slices.Repeat([]time.Time{day(2021, 2, 1)}, 40)},
		{"two days", append(slices.Repeat([]time.Time{day(2021, 2, 1)}, 20), slices.Repeat([]time.Time{day(2021, 2, 2)}, 20)...)},
		{"before the platform", slices.Repeat([]time.Time{day(1970, 1, 1)}, 40)},
		{"far future", append(slices.Repeat([]time.Time{day(2012, 1, 1)}, 40), day(9999, 1, 1), day(2098, 1, 1))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &builder{}
			for i, d := range tt.dates {
				b.account(uint64(i+1), "cdi_"+strconv.Itoa(i), "CDI", "", "", d)
			}
			c := study(t, b.snapshot(t), smallCase(), 2).Creation
			for _, x := range c.Bursts {
				if math.IsNaN(x.Expected) || math.IsInf(x.Ratio, 0) || math.IsNaN(x.Ratio) || math.IsNaN(x.P) || x.P <= 0 && x.Source == "scan" || x.P > 1 {
					t.Errorf("burst %+v", x)
				}
			}
		})
	}
}

// Dates of which only the month was kept are told apart from a burst on the
// first of a month.
func TestCoarseDatesAreNotSearched(t *testing.T) {
	for _, tt := range []struct {
		name string
		date func(i int) time.Time
		want bool
	}{
		{"months", func(i int) time.Time { return day(2012+i%9, time.Month(1+i%12), 1) }, true},
		{"one first of a month", func(i int) time.Time {
			if i < 30 {
				return day(2021, 2, 1)
			}
			return day(2012+i%9, time.Month(1+i%12), 2+i%20)
		}, false},
		{"days", func(i int) time.Time { return day(2012, 1, 1).AddDate(0, 0, 53*i) }, false},
	} {
		b := &builder{}
		for i := range 50 {
			b.account(uint64(i+1), "cdi_"+strconv.Itoa(i), "CDI", "", "", tt.date(i))
		}
		c := study(t, b.snapshot(t), smallCase(), 1).Creation
		scanned := slices.ContainsFunc(c.Bursts, func(x Burst) bool { return x.Source == "scan" })
		told := slices.ContainsFunc(c.Warnings, func(n adentro.Note) bool { return n.Code == "dates_coarse" })
		if scanned == tt.want || told != tt.want {
			t.Errorf("%s: searched %v, note %v; want coarse %v", tt.name, scanned, told, tt.want)
		}
	}
}

func TestSameForAnyWorkersAndNumbers(t *testing.T) {
	b := burstWorld(rand.New(rand.NewPCG(1, 1)))
	s := b.snapshot(t)
	one, eight := study(t, s, smallCase(), 1), study(t, s, smallCase(), 8)
	if d := cmp.Diff(one, eight, cmpopts.EquateNaNs(), cmp.AllowUnexported(adentro.Profile{}, Dates{})); d != "" {
		t.Errorf("1 and 8 workers differ:\n%s", d)
	}
	// Renumbered: the same world under ids in the reverse order.
	flip := func(k *adentro.Key) {
		if k.ID > 1 {
			k.ID = 5000 - k.ID
		}
	}
	b = burstWorld(rand.New(rand.NewPCG(1, 1)))
	for i := range b.obs.Profiles {
		flip(&b.obs.Profiles[i].Key)
	}
	for i := range b.obs.Pages {
		var flipped adentro.Members
		for _, m := range b.obs.Pages[i].Members.All() {
			flip(&m.Key)
			flipped.Append(m.Key, m.Offset)
		}
		b.obs.Pages[i].Members = flipped
	}
	other := study(t, b.snapshot(t), smallCase(), 2)
	opts := cmp.Options{cmpopts.EquateNaNs(), cmpopts.IgnoreFields(Burst{}, "Accounts")}
	if d := cmp.Diff(one.Creation.Bursts, other.Creation.Bursts, opts); d != "" {
		t.Errorf("renumbering changes the bursts:\n%s", d)
	}
	if a, b := len(one.Classes.Members[0]), len(other.Classes.Members[0]); a != b || a != 114 {
		t.Errorf("class cdi has %d and %d members, want 114", a, b)
	}
}

func BenchmarkCreation(b *testing.B) {
	s := burstWorld(rand.New(rand.NewPCG(1, 1))).snapshot(b)
	in := &Input{Snap: s, Case: smallCase(), Seed: 1}
	out := &Results{}
	out.Population = population(in)
	var err error
	if out.Classes, err = classify(context.Background(), in, out.Population); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := creation(context.Background(), in, out); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkScan is one scan of 100,000 dates over twelve years.
func BenchmarkScan(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	f := &dateSeries{cal: newCalendar(4460, bandwidth, maxWindow), method: "leave-out", days: make([]int, 4460), total: 100_000}
	for range f.total {
		f.days[rng.IntN(4460)]++
	}
	w := f.observed()
	for b.Loop() {
		w.scan(nil)
	}
}
