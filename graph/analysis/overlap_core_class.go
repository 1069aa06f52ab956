package analysis

import (
	"math"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/bipartite"
)

// A CoreClass asks whether the accounts of a class are in M lists or more of the seeds' more often than the
// others that are in one: hits of its table are. M is a sixth of the lists, two at least.
type CoreClass struct {
	Class, M    int32
	Contingency Contingency
	Contrast    Contrast
	Q           float64 // of Contrast.Greater, over the classes
}

// coreClasses contrasts the classes by Fisher's exact test.
func (o *Overlap) coreClasses(in *Input, out *Results) {
	if out.Classes == nil || len(o.Core) == 0 {
		return
	}
	times, lists := o.seedDegrees(in)
	m := max(2, (lists+5)/6)
	var p []float64
	for c := range in.Case.Classes {
		t := coreTable(times, out.Classes.All[c], m)
		if t.Hit+t.Miss == 0 {
			continue
		}
		x := CoreClass{Class: int32(c), M: int32(m), Contingency: t, Contrast: contrast(t)}
		o.CoreClasses = append(o.CoreClasses, x)
		p = append(p, x.Contrast.Greater)
	}
	for i, q := range bipartite.BenjaminiHochberg(p) {
		x := &o.CoreClasses[i]
		x.Q = q
		t, class := x.Contingency, out.Classes.All[x.Class]
		f := Fact{
			Name: "core_class", Item: in.Case.Classes[x.Class].Key, Value: float64(t.Hit), Unit: "accounts", Of: "core_members", N: int64(t.Hit + t.Miss),
			Test: &Test{Null: "core_classes", Expected: x.Contrast.Expected, P: x.Contrast.Greater, Q: q, Family: len(p)},
		}
		// The conclusion at half as many lists, twice as many and four times.
		f.Sweep = sweep(float64(m), func(at float64) (float64, float64) {
			t := coreTable(times, class, max(2, int(math.Ceil(at))))
			return float64(t.Hit), contrast(t).Greater
		}, func(_, p float64) bool { return (p <= Significance) == (q <= Significance) })
		if q <= Significance {
			f.Innocent = []adentro.Note{{Code: "innocent_class_audience"}}
		}
		for _, u := range class {
			if int(times[u]) >= m {
				f.Evidence.Accounts = append(f.Evidence.Accounts, u)
			}
		}
		o.Facts = append(o.Facts, f)
	}
}

// seedDegrees returns in how many of the lists that core counts each account is, and how many lists these are.
func (o *Overlap) seedDegrees(in *Input) (times []int32, lists int) {
	times = make([]int32, len(in.Snap.Accounts))
	for k := len(o.Core) - 1; k >= 0; k-- {
		for _, u := range o.Core[k].Accounts {
			times[u] = max(times[u], int32(o.Core[k].M))
		}
	}
	seeds := 0
	for _, l := range o.Lists[:o.Case] {
		if l.Seed {
			seeds++
		}
	}
	lists = o.Case
	if seeds >= 2 {
		lists = seeds
	}
	owner := map[int32]bool{}
	for _, l := range o.Lists[:o.Case] {
		owner[l.Account] = true
	}
	for _, l := range o.Lists[:o.Case] {
		if seeds >= 2 && !l.Seed {
			continue
		}
		for _, u := range l.members {
			if times[u] == 0 && (o.Owners || !owner[u]) {
				times[u] = 1
			}
		}
	}
	return times, lists
}

// coreTable counts who of a class, and of the others, is in m lists or more of those in one.
func coreTable(times []int32, class []int32, m int) Contingency {
	var t Contingency
	for _, u := range class {
		switch {
		case int(times[u]) >= m:
			t.Hit++
		case times[u] > 0:
			t.Miss++
		}
	}
	for _, k := range times {
		switch {
		case int(k) >= m:
			t.ControlHit++
		case k > 0:
			t.ControlMiss++
		}
	}
	t.ControlHit -= t.Hit
	t.ControlMiss -= t.Miss
	return t
}
