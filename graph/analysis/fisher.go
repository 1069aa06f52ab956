package analysis

import "math"

// A Contingency is a table of two by two: of the cases, Hit have the trait and Miss have
// it not; of the controls likewise.
type Contingency struct {
	Hit, Miss               int // cases
	ControlHit, ControlMiss int
}

// A Contrast is what Fisher's exact test says of a Contingency. The odds ratio is the conditional
// maximum likelihood estimate, with the exact 95 % interval: R. A. Fisher, The logic of inductive
// inference, J. R. Stat. Soc. 98, 1935, doi:10.2307/2342435; J. Cornfield, 1956. It is 1 with the
// interval [0,∞] where a row or a column is empty: the table then says nothing.
type Contrast struct {
	Odds      float64 // 0 to +Inf
	Low, High float64 // 95 % interval of Odds
	Expected  float64 // hits among the cases if both groups had the trait equally
	Greater   float64 // p of as many hits among the cases, or more
	TwoSided  float64 // p of a table as unlikely, or more
}

// contrast computes Fisher's exact test. Cost: some hundred passes over the tables with the
// same margins, at most as many as the smallest margin.
func contrast(t Contingency) Contrast {
	cases, controls, hits := t.Hit+t.Miss, t.ControlHit+t.ControlMiss, t.Hit+t.ControlHit
	n := cases + controls
	c := Contrast{Odds: 1, High: math.Inf(1), Greater: 1, TwoSided: 1}
	if n > 0 {
		c.Expected = float64(cases) * float64(hits) / float64(n)
	}
	if cases == 0 || controls == 0 || hits == 0 || hits == n {
		return c
	}
	least, most := max(0, hits-controls), min(cases, hits)
	weight := make([]float64, most-least+1) // log of how many ways lead to each table
	for i := range weight {
		x := least + i
		weight[i] = logChoose(cases, x) + logChoose(controls, hits-x)
	}
	at := t.Hit - least
	// above and below are the chances of at least and at most t.Hit hits under odds e^θ.
	probabilities := func(theta float64) (p []float64) {
		p = make([]float64, len(weight))
		top := math.Inf(-1)
		for i, w := range weight {
			p[i] = w + theta*float64(i)
			top = math.Max(top, p[i])
		}
		sum := 0.0
		for i := range p {
			p[i] = math.Exp(p[i] - top)
			sum += p[i]
		}
		for i := range p {
			p[i] /= sum
		}
		return p
	}
	p := probabilities(0)
	c.Greater, c.TwoSided = 0, 0
	for i := range p {
		if i >= at {
			c.Greater += p[i]
		}
		if p[i] <= p[at]*(1+1e-7) {
			c.TwoSided += p[i]
		}
	}
	c.Greater, c.TwoSided = math.Min(1, c.Greater), math.Min(1, c.TwoSided)
	mean := func(theta float64) (m float64) {
		for i, v := range probabilities(theta) {
			m += v * float64(i)
		}
		return m
	}
	tail := func(from, to int) func(float64) float64 {
		return func(theta float64) (s float64) {
			for i, v := range probabilities(theta) {
				if from <= i && i <= to {
					s += v
				}
			}
			return s
		}
	}
	const alpha = 0.025
	c.Odds, c.Low, c.High = 0, 0, math.Inf(1)
	switch {
	case t.Hit == most:
		c.Odds = math.Inf(1)
	case t.Hit > least:
		c.Odds = math.Exp(increasing(mean, float64(at)))
	}
	if t.Hit > least {
		c.Low = math.Exp(increasing(tail(at, len(p)), alpha))
	}
	if t.Hit < most {
		below := tail(0, at)
		c.High = math.Exp(increasing(func(theta float64) float64 { return -below(theta) }, -alpha))
	}
	return c
}

// twoSided is the p of contrast without its odds. Cost: one pass over the tables with the same margins.
func twoSided(t Contingency) float64 {
	cases, controls, hits := t.Hit+t.Miss, t.ControlHit+t.ControlMiss, t.Hit+t.ControlHit
	n := cases + controls
	if cases == 0 || controls == 0 || hits == 0 || hits == n {
		return 1
	}
	all := logChoose(n, hits)
	chance := func(x int) float64 { return math.Exp(logChoose(cases, x) + logChoose(controls, hits-x) - all) }
	limit, sum := chance(t.Hit)*(1+1e-7), 0.0
	for x := max(0, hits-controls); x <= min(cases, hits); x++ {
		if p := chance(x); p <= limit {
			sum += p
		}
	}
	return math.Min(1, sum)
}

// increasing returns where the increasing function f takes the value y, between -50 and 50.
func increasing(f func(float64) float64, y float64) float64 {
	return root(func(x float64) float64 { return y - f(x) }, -50, 50)
}

// logChoose returns the logarithm of n over k.
func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}
