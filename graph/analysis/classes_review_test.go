package analysis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
)

// reviewWorld has 10 members of a class, 5 near misses and 85 others.
func reviewWorld(t testing.TB) (*adentro.Snapshot, *adentro.Case) {
	b := &builder{}
	for i := range uint64(100) {
		name := "Otra"
		switch {
		case i < 10:
			name = "CDI"
		case i < 15:
			name = "CDI club deportivo"
		}
		b.account(i+1, fmt.Sprintf("h%d", i+1), name, "", "", day(2020, 1, 1))
	}
	return b.snapshot(t), classCase(adentro.Rule{ID: "a", Tokens: []string{"cdi"}, Not: []string{"club deportivo"}})
}

func coded(id uint64, stratum string, size int64, answer adentro.Answer, coder string) adentro.Coded {
	return adentro.Coded{Account: adentro.IDKey(id), Class: "c", Stratum: stratum, Size: size, Answer: answer, Coder: coder}
}

const (
	yes = adentro.AnswerYes
	no  = adentro.AnswerNo
)

func TestReviewByHand(t *testing.T) {
	s, k := reviewWorld(t)
	r := study(t, s, k, 1).Classes
	if len(r.Members[0]) != 10 || len(r.Near) != 5 || r.Near[0].Why != NearNegative || r.Near[0].Matches[0].Not != "club deportivo" {
		t.Fatalf("members %v, near %+v", r.Members[0], r.Near)
	}
	var rows []adentro.Coded
	for i := range uint64(10) { // all members: 8 of 10 are right
		answer := yes
		if i >= 8 {
			answer = no
		}
		rows = append(rows, coded(i+1, "member", 10, answer, "ana"))
	}
	rows = append(rows, coded(11, "near", 5, yes, "ana"), coded(12, "near", 5, no, "ana"), coded(13, "near", 5, adentro.AnswerUnsure, "ana"), coded(14, "near", 5, adentro.AnswerBlank, "ana"))
	for i := range uint64(17) {
		rows = append(rows, coded(16+i, "other", 85, no, "ana"))
	}
	v := Reviews(s, k, r, rows)[0]
	if v.Unsure != 1 || v.Blank != 1 || v.Moved != 0 || len(v.Corrected) != 3 || len(v.Strata) != 3 {
		t.Errorf("got %+v", v)
	}
	// Every member was coded, so that there is no error; 0.5 of the 5 near misses are taken for members.
	if p := v.Precision; p.Share != 0.8 || p.Low != 0.8 || p.High != 0.8 || p.Coded != 10 {
		t.Errorf("precision %+v", p)
	}
	// FN = 2.5 + 0; recall = 8/10.5. Effective sizes: 2·4/3 of the near misses, 17·84/68 = 21 of the others.
	nl, nh := wilsonShare(0.5, 8.0/3)
	_, oh := wilsonShare(0, 21)
	low := 8 / (8 + 2.5 + math.Hypot(5*nh-2.5, 85*oh))
	high := 8 / (8 + 2.5 - (2.5 - 5*nl))
	if p := v.Recall; math.Abs(p.Share-8/10.5) > 1e-12 || math.Abs(p.Low-low) > 1e-9 || math.Abs(p.High-high) > 1e-9 || p.Coded != 29 {
		t.Errorf("recall %+v, want %g, %g to %g", p, 8/10.5, low, high)
	}
	if len(v.Agreement) != 0 {
		t.Errorf("one coder agrees with %+v", v.Agreement)
	}
}

// TestReviewWithoutMembers: where the rules give nobody the class, recall is 0 as soon as the sample finds one.
func TestReviewWithoutMembers(t *testing.T) {
	var v Review
	v.estimate(map[string]*Stratum{adentro.StratumNear: {Size: 8, Coded: 8, Members: 3}, adentro.StratumOther: {Size: 100, Coded: 20}})
	if v.Precision.Known || v.Recall != (Estimate{Known: true, Coded: 28}) {
		t.Errorf("got %+v, %+v", v.Precision, v.Recall)
	}
	v = Review{}
	v.estimate(map[string]*Stratum{adentro.StratumOther: {Size: 100, Coded: 20}})
	if v.Recall.Known {
		t.Errorf("nobody belongs, and recall is %+v", v.Recall)
	}
}

// TestCohen: the table of 50 grants of a textbook, κ = 0.4 (J. Cohen's formula: agreement 0.7, by chance 0.5).
func TestCohen(t *testing.T) {
	a := cohen([2][2]int{{15, 10}, {5, 20}})
	if math.Abs(a.Kappa-0.4) > 1e-12 || a.N != 50 || a.Same != 35 || !(a.Low < 0.4 && 0.4 < a.High) {
		t.Errorf("got %+v", a)
	}
	if a := cohen([2][2]int{{0, 0}, {0, 7}}); !math.IsNaN(a.Kappa) || a.Same != 7 {
		t.Errorf("coders who always say yes: %+v", a)
	}
	if a := cohen([2][2]int{{10, 0}, {0, 10}}); a.Kappa != 1 {
		t.Errorf("perfect agreement: %+v", a)
	}
}

func TestTwoCoders(t *testing.T) {
	s, k := reviewWorld(t)
	r := study(t, s, k, 1).Classes
	var rows []adentro.Coded
	for i := range uint64(10) {
		rows = append(rows, coded(i+1, "member", 10, yes, "ana"), coded(i+1, "member", 10, map[bool]adentro.Answer{true: yes, false: no}[i < 9], "luis"))
	}
	rows = append(rows, coded(11, "near", 5, no, "ana"), coded(11, "near", 5, no, "luis"))
	v := Reviews(s, k, r, rows)[0]
	if len(v.Agreement) != 1 || v.Agreement[0].N != 11 || v.Agreement[0].Same != 10 || v.Disputed != 1 || v.Strata[0].Coded != 9 {
		t.Errorf("got %+v", v)
	}
	rows = append(rows, coded(10, "member", 10, no, "eva")) // a third one settles it
	if v = Reviews(s, k, r, rows)[0]; v.Disputed != 0 || v.Strata[0].Members != 9 || len(v.Agreement) != 3 {
		t.Errorf("got %+v", v)
	}
	slices.Reverse(rows)
	if w := Reviews(s, k, r, rows)[0]; w.Precision != v.Precision || w.Recall != v.Recall || w.Agreement[0] != v.Agreement[0] {
		t.Errorf("the order of rows matters: %+v, %+v", v, w)
	}
}

// TestReviewCalibration draws samples of populations whose precision and recall are known: the
// intervals hold them in about 95 of 100.
func TestReviewCalibration(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	worlds := 400
	if os.Getenv("ADENTRO_CALIBRATE") == "1" {
		worlds = 4000
	}
	precision, recall := 0, 0
	for range worlds {
		sizes := [3]int{120 + rng.IntN(400), 20 + rng.IntN(100), 300 + rng.IntN(1500)}
		shares := [3]float64{0.6 + 0.4*rng.Float64(), 0.4 * rng.Float64(), 0.05 * rng.Float64()}
		strata := map[string]*Stratum{}
		var truth [3]int
		for i, name := range []string{adentro.StratumMember, adentro.StratumNear, adentro.StratumOther} {
			is := make([]int32, sizes[i])
			for j := range is {
				if rng.Float64() < shares[i] {
					is[j] = 1
					truth[i]++
				}
			}
			x := &Stratum{Name: name, Size: int64(sizes[i])}
			for _, m := range choose(rng, is, []int{100, 50, 80}[i]) {
				x.Coded++
				x.Members += int(m)
			}
			strata[name] = x
		}
		var v Review
		v.estimate(strata)
		within := func(e Estimate, x float64) int { return index(e.Known && e.Low <= x && x <= e.High) }
		precision += within(v.Precision, float64(truth[0])/float64(sizes[0]))
		recall += within(v.Recall, float64(truth[0])/float64(truth[0]+truth[1]+truth[2]))
		if r := v.Recall; !(0 <= r.Low && r.Low <= r.Share && r.Share <= r.High && r.High <= 1) {
			t.Fatalf("recall %+v of %+v", r, strata)
		}
	}
	p, q := float64(precision)/float64(worlds), float64(recall)/float64(worlds)
	t.Logf("of %d worlds the interval of precision holds the truth in %.3f, that of recall in %.3f", worlds, p, q)
	if p < 0.92 || q < 0.92 {
		t.Errorf("the intervals are too narrow: precision %.3f, recall %.3f", p, q)
	}
}

func TestDrawSample(t *testing.T) {
	s, k := reviewWorld(t)
	in := &Input{Snap: s, Case: k, Seed: 1}
	out := study(t, s, k, 1)
	a, b := DrawSample(in, out), DrawSample(in, out)
	count := map[string]int{}
	seen := map[int32]bool{}
	for i, x := range a {
		count[x.Stratum]++
		if seen[x.Account] || x.Account != b[i].Account || out.Classes.stratum(0, x.Account) != x.Stratum {
			t.Errorf("row %d: %+v, again %+v", i, x, b[i])
		}
		seen[x.Account] = true
	}
	if count["member"] != 10 || count["near"] != 5 || count["other"] != 85 {
		t.Errorf("drew %v", count)
	}
	in.Seed = 2
	if c := DrawSample(in, out); slices.EqualFunc(a, c, func(x, y Sampled) bool { return x.Account == y.Account }) {
		t.Error("another seed gives the same order")
	}
}
