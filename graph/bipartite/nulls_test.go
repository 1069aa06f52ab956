package bipartite

import (
	"context"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/dsp/fourier"
	"pgregory.net/rapid"
)

// exactTails returns the tails of the hypergeometric law in whole numbers.
func exactTails(h Hypergeometric, k int) (upper, lower float64) {
	tail := func(from, to int) float64 {
		sum := new(big.Int)
		for x := max(0, from); x <= min(to, h.A); x++ {
			if h.B-x < 0 || h.B-x > h.N-h.A {
				continue
			}
			term := new(big.Int).Binomial(int64(h.A), int64(x))
			sum.Add(sum, term.Mul(term, new(big.Int).Binomial(int64(h.N-h.A), int64(h.B-x))))
		}
		f, _ := new(big.Rat).SetFrac(sum, new(big.Int).Binomial(int64(h.N), int64(h.B))).Float64()
		return f
	}
	return tail(k, h.A), tail(0, k)
}

func TestHypergeometricExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 400).Draw(t, "N")
		h := Hypergeometric{rapid.IntRange(0, n).Draw(t, "A"), rapid.IntRange(0, n).Draw(t, "B"), n}
		k := rapid.IntRange(-1, n+1).Draw(t, "k")
		upper, lower := exactTails(h, k)
		if got := h.Upper(k); math.Abs(got-upper) > 1e-12*upper {
			t.Fatalf("%+v.Upper(%d) = %v, want %v", h, k, got, upper)
		}
		if got := h.Lower(k); math.Abs(got-lower) > 1e-12*lower {
			t.Fatalf("%+v.Lower(%d) = %v, want %v", h, k, got, lower)
		}
	})
}

// TestLadyTastingTea: of 8 cups 4 are named right by chance in 1 of 70 cases, 3 or more in 17.
// (Fisher 1935, The Design of Experiments, §2.5.)
func TestLadyTastingTea(t *testing.T) {
	h := Hypergeometric{4, 4, 8}
	if all, most := h.Upper(4), h.Upper(3); !near(all, 1.0/70, 1e-14) || !near(most, 17.0/70, 1e-14) {
		t.Errorf("got %v and %v, want 1/70 and 17/70", all, most)
	}
}

// TestHypergeometricPeer holds tails to those of scipy 1.17.1: hypergeom.sf(k-1, N, A, B) and
// hypergeom.cdf(k, N, A, B), printed with all digits.
func TestHypergeometricPeer(t *testing.T) {
	for _, tt := range []struct {
		h            Hypergeometric
		k            int
		upper, lower float64
	}{
		{Hypergeometric{310, 255, 1431}, 120, 3.536848258394518e-24, 1},
		{Hypergeometric{310, 255, 1431}, 62, 0.1471486008716071, 0.8874044741215078},
		{Hypergeometric{86, 72, 1431}, 40, 4.482578015008137e-34, 1},
		{Hypergeometric{86, 72, 1431}, 9, 0.024877749003406852, 0.9911247779766628},
		{Hypergeometric{300, 320, 3000}, 200, 5.179567316378596e-148, 1},
		{Hypergeometric{7, 12, 20}, 3, 0.9478844169246646, 0.2507739938080496},
	} {
		if u, l := tt.h.Upper(tt.k), tt.h.Lower(tt.k); !near(u, tt.upper, 1e-10) || !near(l, tt.lower, 1e-10) {
			t.Errorf("%+v at %d: %v and %v, want %v and %v", tt.h, tt.k, u, l, tt.upper, tt.lower)
		}
	}
}

// TestHypergeometricFarTails keeps digits down to 1e-300 and in large universes.
func TestHypergeometricFarTails(t *testing.T) {
	for _, tt := range []struct {
		h Hypergeometric
		k int
	}{
		{Hypergeometric{500, 500, 1431}, 498}, {Hypergeometric{500, 500, 1431}, 471}, {Hypergeometric{300, 320, 3000}, 200}, {Hypergeometric{250, 250, 2500}, 200},
		{Hypergeometric{200, 300, 100000}, 90}, {Hypergeometric{900, 900, 1000}, 800}, {Hypergeometric{140, 150, 1000000}, 60},
	} {
		upper, lower := exactTails(tt.h, tt.k)
		got := tt.h.Upper(tt.k)
		if !near(got, upper, 1e-12) {
			t.Errorf("%+v.Upper(%d) = %v, want %v", tt.h, tt.k, got, upper)
		}
		if got := tt.h.Lower(tt.k); !near(got, lower, 1e-12) {
			t.Errorf("%+v.Lower(%d) = %v, want %v", tt.h, tt.k, got, lower)
		}
	}
}

func TestHypergeometricMoments(t *testing.T) {
	h := Hypergeometric{7, 9, 20}
	mean, second, total := 0.0, 0.0, 0.0
	for k := range 10 {
		p := h.Mass(k)
		total += p
		mean += p * float64(k)
		second += p * float64(k*k)
	}
	if !near(total, 1, 1e-13) || !near(mean, h.Mean(), 1e-13) || !near(second-mean*mean, h.Variance(), 1e-12) {
		t.Errorf("total %v, mean %v want %v, variance %v want %v", total, mean, h.Mean(), second-mean*mean, h.Variance())
	}
	// Draws have that mean, too: 5 standard errors.
	r := rand.New(rand.NewPCG(1, 1))
	sum := 0
	for range 20000 {
		sum += h.draw(r)
	}
	if got := float64(sum) / 20000; math.Abs(got-mean) > 5*math.Sqrt(h.Variance()/20000) {
		t.Errorf("draws have the mean %v, want %v", got, mean)
	}
}

// byFourier returns the masses as the inverse transform of the characteristic function.
// (Fernández & Williams 2010, doi:10.1109/TAES.2010.5461658.)
func byFourier(p []float64) []float64 {
	n := len(p) + 1
	freq := make([]complex128, n)
	for l := range freq {
		w := 2 * math.Pi * float64(l) / float64(n)
		freq[l] = 1
		for _, x := range p {
			freq[l] *= complex(1-x+x*math.Cos(w), x*math.Sin(w))
		}
	}
	seq := fourier.NewCmplxFFT(n).Coefficients(nil, freq)
	mass := make([]float64, n)
	for k, c := range seq {
		mass[k] = real(c) / float64(n)
	}
	return mass
}

func TestPoissonBinomialAgainstFourier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 60).Draw(t, "n")
		b := PoissonBinomial{P: rapid.SliceOfN(rapid.OneOf(rapid.Float64Range(0, 1), rapid.SampledFrom([]float64{0, 1})), n, n).Draw(t, "p")}
		mass := byFourier(b.P)
		for k := -1; k <= n+1; k++ {
			upper, lower := 0.0, 0.0
			for x, m := range mass {
				if x >= k {
					upper += m
				}
				if x <= k {
					lower += m
				}
			}
			if u, l := b.Tails(k); math.Abs(u-upper) > 1e-11 || math.Abs(l-lower) > 1e-11 {
				t.Fatalf("Tails(%d) = %v, %v, want %v, %v", k, u, l, upper, lower)
			}
		}
	})
}

// TestPoissonBinomialSwitch: above a mean of 50, what is approximated is near what is
// exact, over all the range where p-values are of use.
func TestPoissonBinomialSwitch(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	worst := 0.0
	for _, mean := range []float64{52, 60, 100, 300} {
		for _, trials := range []int{int(1.6 * mean), 500, 1500} {
			var b PoissonBinomial
			for range trials {
				b.P = append(b.P, 0.4+0.3*r.Float64())
			}
			scale := mean / b.Mean()
			for i := range b.P {
				b.P[i] *= scale
			}
			deviation := math.Sqrt(b.Variance())
			last := 1.0
			for z := -8.0; z < 12; z += 0.35 {
				k := min(trials, max(1, int(math.Round(b.Mean()+z*deviation))))
				upper, lower := b.Tails(k)
				exactly, exactlyLower := b.sums(k)
				for _, tail := range [][2]float64{{upper, exactly}, {lower, exactlyLower}} {
					got, want := tail[0], tail[1]
					worst = max(worst, math.Abs(got-want)/min(want, max(1-want, 1e-9)))
				}
				if upper > last+1e-12 {
					t.Errorf("mean %v of %d trials: %d or more have %v, which rises from %v", b.Mean(), trials, k, upper, last)
				}
				last = upper
			}
		}
	}
	if worst > 0.003 {
		t.Errorf("off by %v of the smaller tail, want 0.003", worst)
	}
	// At the switch itself: one trial more or less goes on smoothly.
	below, above := PoissonBinomial{[]float64{0.5}, []int{100}}, PoissonBinomial{[]float64{0.5}, []int{102}}
	for _, k := range []int{50, 60, 70, 80, 90} {
		exact, _ := above.sums(k)
		less, _ := below.Tails(k)
		if got, _ := above.Tails(k); !near(got, exact, 0.003) || less >= exact {
			t.Errorf("%d or more: %v of 100, %v of 102, exactly %v", k, less, got, exact)
		}
	}
}

func checkBiCM(t fataler, in *Incidence, b *BiCM) {
	t.Helper()
	columns := make([]float64, in.Columns())
	for i := range in.Rows() {
		size := 0.0
		for c := range in.Columns() {
			p := b.P(i, c)
			if !(p >= 0 && p <= 1) {
				t.Fatal("row", i, "column", c, "p", p)
			}
			size += p
			columns[c] += p
		}
		if math.Abs(size-float64(len(in.Row(i)))) > 1e-8 {
			t.Fatal("row", i, "expects", size, "want", len(in.Row(i)))
		}
	}
	for c, size := range columns {
		if math.Abs(size-float64(len(in.Holders(c)))) > 1e-8 {
			t.Fatal("column", c, "expects", size, "want", len(in.Holders(c)))
		}
	}
}

// TestBiCMKeepsSizes: any incidence is fitted, those with forced blocks included; sizes
// match; and odds are a product, which together with the sizes makes the model unique.
func TestBiCMKeepsSizes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := draw(t)
		b := must[*BiCM](t)(FitBiCM(context.Background(), in))
		checkBiCM(t, in, b)
		odds := func(i, c int) float64 { return b.P(i, c) / (1 - b.P(i, c)) }
		for i := range in.Rows() - 1 {
			for c := range in.Columns() - 1 {
				p := []float64{b.P(i, c), b.P(i+1, c), b.P(i, c+1), b.P(i+1, c+1)}
				if slices.Min(p) > 1e-6 && slices.Max(p) < 1-1e-6 && !near(odds(i, c)*odds(i+1, c+1), odds(i+1, c)*odds(i, c+1), 1e-7) {
					t.Fatal("odds are no product", p)
				}
			}
		}
	})
}

// TestBiCMForced: what the sizes leave no choice about is 0 or 1 exactly.
func TestBiCMForced(t *testing.T) {
	// Rows 0 and 1 hold columns 0 and 1; rows 2 and 3 hold none of columns 2 to 4: in between
	// there is choice.
	in := parse(t, "11100", "11010", "01000", "10000")
	b := must[*BiCM](t)(FitBiCM(t.Context(), in))
	checkBiCM(t, in, b)
	for i, want := range []string{"11xx0", "11xx0", "xx000", "xx000"} {
		for c, w := range want {
			p := b.P(i, c)
			if w == 'x' && !near(p, 0.5, 1e-12) || w == '1' && p != 1 || w == '0' && p != 0 {
				t.Errorf("row %d, column %d: %v, want %c", i, c, p, w)
			}
		}
	}
}

func TestBiCMLarge(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	in := random(t, r, 300, 4000, func(i, c int) float64 { return min(1, 30/float64(i+1)*20/float64(c%500+10)) })
	b := must[*BiCM](t)(FitBiCM(t.Context(), in))
	if b.MaxError > 1e-8 {
		t.Errorf("sizes differ by %v", b.MaxError)
	}
	t.Log(len(b.rows), "by", len(b.columns), "sizes, error", b.MaxError)
}

// TestBiCMPeer compares with the Python package bicm 3.4 (Newton, tolerance 1e-13), on the
// species that do not live everywhere, and with tails by convolution of its probabilities.
func TestBiCMPeer(t *testing.T) {
	tests, b, err := SDSM(t.Context(), parse(t, finches...), SDSMOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		i, c int
		want float64
	}{{0, 0, 0.6339143527537908}, {5, 10, 0.0028663152793520215}, {3, 15, 0.10149645208016349}, {1, 2, 0.9940811248223553}} {
		if got := b.P(tt.i, tt.c); !near(got, tt.want, 1e-9) {
			t.Errorf("row %d, column %d: got %v, want %v", tt.i, tt.c, got, tt.want)
		}
	}
	for _, tt := range []struct {
		u, v        int
		upper, mean float64
	}{{0, 1, 0.8109070085689669, 11.626019511195196}, {3, 5, 0.8779061797667443, 1.7911068943846848}, {10, 11, 0.39075613804035614, 1.3198563882273975}} {
		got := tests[pairsFrom(13, tt.u)+tt.v-tt.u-1]
		if !near(got.Upper, tt.upper, 1e-9) || !near(got.Expected, tt.mean, 1e-9) {
			t.Errorf("got %+v, want p %v, mean %v", got, tt.upper, tt.mean)
		}
	}
}

// TestNullsByHand: two rows of 2 of 4 columns share both. Evenly drawn, that has the
// probability 1/6; with the columns kept, it is the only choice.
func TestNullsByHand(t *testing.T) {
	in := parse(t, "1100", "1100")
	h := must[[]Test](t)(HypergeometricTest(t.Context(), in, HypergeometricOptions{}))[0]
	if !near(h.Upper, 1.0/6, 1e-13) || !near(h.Expected, 1, 1e-13) || h.Lower != 1 || !near(h.Z(), math.Sqrt(3), 1e-12) {
		t.Errorf("hypergeometric: %+v, z %v", h, h.Z())
	}
	s, _, err := SDSM(t.Context(), in, SDSMOptions{})
	if err != nil || s[0].Upper != 1 || s[0].Expected != 2 {
		t.Errorf("SDSM: %+v, %v", s, err)
	}
	f := must[[]Test](t)(FDSM(t.Context(), in, FixedMarginsOptions{Replicates: 9}))[0]
	if f.Upper != 1 || f.Lower != 1 || f.Expected != 2 || f.Z() != 0 {
		t.Errorf("FDSM: %+v", f)
	}
	if _, err := HypergeometricTest(t.Context(), in, HypergeometricOptions{Universe: 1}); err == nil {
		t.Error("a universe smaller than what is held is taken")
	}
	if h := must[[]Test](t)(HypergeometricTest(t.Context(), in, HypergeometricOptions{Universe: 2}))[0]; h.Upper != 1 {
		t.Errorf("in a universe of 2: %+v", h)
	}
}

// TestFDSMAgainstEnumeration compares p-values with those over all incidences of the sizes.
func TestFDSMAgainstEnumeration(t *testing.T) {
	in := parse(t, "110100", "110010", "001101", "100000")
	sizes, columns := []int{3, 3, 3, 1}, make([]int, 6)
	for c := range columns {
		columns[c] = len(in.Holders(c))
	}
	const replicates = 20000
	tests := must[[]Test](t)(FDSM(t.Context(), in, FixedMarginsOptions{Replicates: replicates, Seed: 3}))
	kinds := 0.0
	upper, lower, mean := make([]float64, len(tests)), make([]float64, len(tests)), make([]float64, len(tests))
	enumerate(sizes, columns, "", func(s string) {
		kinds++
		row := func(i int32) string { return s[7*i : 7*i+6] }
		for p, test := range tests {
			common := 0
			for c := range 6 {
				if row(test.U)[c] == '1' && row(test.V)[c] == '1' {
					common++
				}
			}
			mean[p] += float64(common)
			if common >= test.Common {
				upper[p]++
			}
			if common <= test.Common {
				lower[p]++
			}
		}
	})
	for p, test := range tests {
		const tolerance = 5 * 0.5 / 141 // five standard errors of a share of 20,000
		if math.Abs(test.Upper-upper[p]/kinds) > tolerance || math.Abs(test.Lower-lower[p]/kinds) > tolerance || math.Abs(test.Expected-mean[p]/kinds) > 3*tolerance {
			t.Errorf("%+v, want p-values %v and %v, mean %v", test, upper[p]/kinds, lower[p]/kinds, mean[p]/kinds)
		}
	}
}

// TestNullsSameBits for any number of workers.
func TestNullsSameBits(t *testing.T) {
	in := random(t, rand.New(rand.NewPCG(8, 8)), 20, 150, func(i, c int) float64 { return 0.05 + 0.5*float64(c%10)/10*float64(i)/20 })
	var first [][]Test
	var firstCore []CoreLevel
	for _, workers := range []int{1, 2, 8} {
		s, _, err := SDSM(t.Context(), in, SDSMOptions{workers})
		if err != nil {
			t.Fatal(err)
		}
		f := must[[]Test](t)(FDSM(t.Context(), in, FixedMarginsOptions{Replicates: 100, Seed: 5, Workers: workers}))
		h := must[[]Test](t)(HypergeometricTest(t.Context(), in, HypergeometricOptions{Workers: workers}))
		core := must[CoreAudienceResult](t)(CoreAudience(t.Context(), in, CoreAudienceOptions{Seed: 5, Workers: workers})).Levels
		all := [][]Test{s, f, h}
		if first == nil {
			first, firstCore = all, core
		}
		for i := range all {
			if !slices.Equal(first[i], all[i]) {
				t.Errorf("%d workers: test %d differs", workers, i)
			}
		}
		if !slices.Equal(firstCore, core) {
			t.Errorf("%d workers: core audience differs", workers)
		}
	}
}

// TestPoissonBinomialManyTrials holds sums by the law of many trials to sums trial by trial, from
// the thinnest tails to the middle of a mean far above k.
func TestPoissonBinomialManyTrials(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 9))
	for range 300 {
		var many, single PoissonBinomial
		for range 1 + r.IntN(6) {
			p, n := math.Pow(r.Float64(), 1+6*r.Float64()), r.IntN(400)
			if r.IntN(8) == 0 {
				p = 1
			}
			many.P, many.Count = append(many.P, p), append(many.Count, n)
			for range n {
				single.P = append(single.P, p)
			}
		}
		k := r.IntN(60)
		a, above := many.masses(k)
		b, over := single.masses(k)
		for x := range b {
			if !near(a[x], b[x], 1e-11) && b[x] > 1e-280 {
				t.Fatalf("%v of %v: mass %d is %v, want %v", many.Count, many.P, x, a[x], b[x])
			}
		}
		if !near(above, over, 1e-11) {
			t.Fatalf("%v of %v: above %d is %v, want %v", many.Count, many.P, k, above, over)
		}
	}
}
