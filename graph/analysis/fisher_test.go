package analysis

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestContrastPublished holds Fisher's test to what R 4's fisher.test prints in its
// manual: the tea taster and the convictions of twins (also in Fisher's book of 1935). Its
// intervals are roots found to 1e-4, of the inverse odds above 1: they agree to 1 %.
func TestContrastPublished(t *testing.T) {
	for _, c := range []struct {
		name           string
		table          Contingency
		odds, low, up  float64
		greater, sides float64
	}{
		{"tea", Contingency{3, 1, 1, 3}, 6.408309, 0.2117329, 621.9337505, 0.2428571, 0.4857143},
		{"twins", Contingency{2, 15, 10, 3}, 0.04693661, 0.003325764, 0.3631823, 0, 0.0005367241},
	} {
		got := contrast(c.table)
		for _, v := range []struct {
			what             string
			got, want, slack float64
		}{{"odds", got.Odds, c.odds, 2e-4}, {"low", got.Low, c.low, 0.01}, {"high", got.High, c.up, 0.01}, {"greater", got.Greater, c.greater, 1e-5}, {"two-sided", got.TwoSided, c.sides, 1e-5}} {
			if v.want > 0 && math.Abs(v.got-v.want) > v.slack*v.want { // 0: not printed there
				t.Errorf("%s: %s is %v, want %v", c.name, v.what, v.got, v.want)
			}
		}
	}
}

// TestContrastSlow deals all hits anew and counts.
func TestContrastSlow(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 60 {
		x := Contingency{r.IntN(8), r.IntN(8), r.IntN(8), r.IntN(8)}
		got := contrast(x)
		n := x.Hit + x.Miss + x.ControlHit + x.ControlMiss
		if n == 0 || x.Hit+x.ControlHit == 0 || x.Hit+x.ControlHit == n || x.Hit+x.Miss == 0 || x.ControlHit+x.ControlMiss == 0 {
			if got.Odds != 1 || got.Greater != 1 || got.TwoSided != 1 || got.Low != 0 || !math.IsInf(got.High, 1) {
				t.Errorf("%v says something of nothing: %+v", x, got)
			}
			continue
		}
		const draws = 20000
		greater := 0
		order := make([]bool, n)
		for i := range x.Hit + x.ControlHit {
			order[i] = true
		}
		for range draws {
			r.Shuffle(n, func(i, j int) { order[i], order[j] = order[j], order[i] })
			hits := 0
			for _, h := range order[:x.Hit+x.Miss] {
				if h {
					hits++
				}
			}
			if hits >= x.Hit {
				greater++
			}
		}
		if p := float64(greater) / draws; math.Abs(p-got.Greater) > 5*math.Sqrt(0.25/draws) {
			t.Errorf("%v: p is %v, drawing gives %v", x, got.Greater, p)
		}
		if !(got.Low <= got.Odds && got.Odds <= got.High) || got.TwoSided > 1 || got.Greater > 1 {
			t.Errorf("%v: %+v", x, got)
		}
	}
	if got := contrast(Contingency{5, 0, 0, 5}); !math.IsInf(got.Odds, 1) || !math.IsInf(got.High, 1) || got.Low < 1 {
		t.Errorf("all and none: %+v", got)
	}
}

// ks returns the p-value that the values are draws from the uniform distribution on [0,1]:
// Kolmogorov's statistic with Stephens' correction for small n (Am. Stat. Assoc. 69, 1974,
// doi:10.1080/01621459.1974.10480196).
func ks(p []float64) float64 {
	x := append([]float64(nil), p...)
	slices.Sort(x)
	n := float64(len(x))
	d := 0.0
	for i, v := range x {
		d = math.Max(d, math.Max(float64(i+1)/n-v, v-float64(i)/n))
	}
	l := (math.Sqrt(n) + 0.12 + 0.11/math.Sqrt(n)) * d
	q := 0.0
	for k := 1; k <= 100; k++ {
		sign := 1.0
		if k%2 == 0 {
			sign = -1
		}
		q += 2 * sign * math.Exp(-2*float64(k*k)*l*l)
	}
	return math.Min(1, math.Max(0, q))
}

// TestKS: uniform draws pass, others do not.
func TestKS(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	even, low := make([]float64, 200), make([]float64, 200)
	for i := range even {
		even[i] = r.Float64()
		low[i] = even[i] * even[i]
	}
	if p := ks(even); p < 0.01 {
		t.Errorf("uniform draws: p %v", p)
	}
	if p := ks(low); p > 0.001 {
		t.Errorf("squares of uniform draws: p %v", p)
	}
}
