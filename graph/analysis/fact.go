package analysis

import (
	"math"

	"github.com/seed-1b5e0f84/adentro"
)

// A Fact is one figure with all that is needed to judge it.
type Fact struct {
	Name      string // key of report/lang, such as "unique_accounts"
	Item      string // what it is of, where Name alone does not say: a class, a tag, an account; text from dumps
	Value     float64
	Unit      string  // accounts, tweets, follows, share, days, ratio, …
	Of        string  // name of the denominator; "" if none
	N         int64   // the denominator
	Known     int64   // of N, those for which the data tell; 0: all of them
	Low, High float64 // 95 % interval, where Interval is true
	Interval  bool
	Level     Level          // "" where that of the Result holds
	Test      *Test          // nil where nothing was held against chance
	Sweep     []Step         // the same figure under other thresholds; nil where it has none
	Innocent  []adentro.Note // what gives the same figure without anybody acting together
	Evidence  Evidence
}

// A Test says what chance alone gives of a figure, under a stated null model.
type Test struct {
	Null       string  // key of report/lang below "null.": fixed_margins, permutation, fisher, …
	Expected   float64 // mean under the null, in the unit of the figure
	Low, High  float64 // where the null falls in 95 of 100 draws, where Envelope is true
	Envelope   bool
	P          float64 // of a figure as large or larger
	Q          float64 // P after Benjamini and Hochberg over Family tests; equal to P where Family is at most 1
	Family     int     // tests made together, those that found nothing included
	Replicates int     // draws behind P; 0: exact
}

// A Step is a figure computed anew under another threshold.
type Step struct {
	Factor float64 // of the threshold: 0.5, 1, 2, 4
	At     float64 // the threshold
	Name   string  // key of report/lang below "step.", where what varies is a rule and no number: At then counts the rules
	Value  float64
	P      float64 // NaN where nothing is tested
	Holds  bool    // the conclusion is the same as that of the Fact would be at this threshold
}

// Factors are by how much every threshold is varied.
var Factors = []float64{0.5, 1, 2, 4}

// Significance is the p, or q where many are tested, up to which a figure is told as
// more than chance.
const Significance = 0.05

// Stable reports whether the conclusion holds at every threshold tried; swept is false
// where there is none to vary.
func (f *Fact) Stable() (stable, swept bool) {
	stable = true
	for _, s := range f.Sweep {
		stable = stable && s.Holds
	}
	return stable, len(f.Sweep) > 0
}

// Significant reports whether chance alone rarely gives the figure: q at most Significance.
// A figure that was not tested is not.
func (f *Fact) Significant() bool { return f.Test != nil && f.Test.Q <= Significance }

// LevelOf returns the level of f, a fact of r.
func (r *Result) LevelOf(f *Fact) Level {
	if f.Level != "" {
		return f.Level
	}
	return r.Level
}

// Fact returns the first fact with this name and item, nil if there is none.
func (r *Result) Fact(name, item string) *Fact {
	for i := range r.Facts {
		if f := &r.Facts[i]; f.Name == name && f.Item == item {
			return f
		}
	}
	return nil
}

// single returns the test of one figure alone.
func single(null string, expected, p float64, replicates int) *Test {
	return &Test{Null: null, Expected: expected, P: p, Q: p, Family: 1, Replicates: replicates}
}

// sweep computes a figure at Factors of a threshold. holds says whether the conclusion stands.
func sweep(threshold float64, compute func(at float64) (value, p float64), holds func(value, p float64) bool) []Step {
	steps := make([]Step, len(Factors))
	for i, k := range Factors {
		v, p := compute(k * threshold)
		steps[i] = Step{Factor: k, At: k * threshold, Value: v, P: p, Holds: holds(v, p)}
	}
	return steps
}

// untested is the p of a step where nothing is tested.
var untested = math.NaN()

// Evidence is what stands behind a figure; Snapshot leads from there to bytes.
type Evidence struct {
	Accounts []int32
	Tweets   []int32
	Lists    []int32 // indexes in Snapshot.Lists
}
