package analysis

import (
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/bipartite"
)

// GroupLocations counts what one group declares. Always: its accounts = sum of Countries + Multiple + Ambiguous +
// Unresolved + None + Unprofiled. Groups are counted by country only: a class in one small place could be a person.
type GroupLocations struct {
	Group
	Countries  []CodeCount // tiers A to C, most first, then by code
	Located    int         // accounts that declare something
	Multiple   int
	Ambiguous  int
	Unresolved int
	None       int
	Unprofiled int
}

// OutsideHome stands for any one country outside home in a CountryContrast.
const OutsideHome = "outside_home"

// A CountryContrast holds how many of a group declare a country beside the comparison group.
type CountryContrast struct {
	Group     int
	Code      string // country, or OutsideHome
	K, N      int    // N: accounts of the group that declare something
	Low, High float64
	Contrast  *Contrast // nil for the population, the comparison group, and groups in which too few declare anything
	Q         float64   // of the two-sided p, over all countries and groups
	Sweep     []Step    // the share and its p under each rule of counting; nil without Contrast
}

// count counts one group.
func (r *Locations) count(g Group) GroupLocations {
	out := GroupLocations{Group: g}
	countries := map[string]int{}
	for _, u := range g.Accounts {
		d := &r.Declared[u]
		if d.Tier != TierNone && d.Tier != TierUnknown {
			out.Located++
		}
		switch d.Tier {
		case TierMultiple:
			out.Multiple++
		case TierD:
			out.Ambiguous++
		case TierUnresolved:
			out.Unresolved++
		case TierNone:
			out.None++
		case TierUnknown:
			out.Unprofiled++
		default:
			countries[d.Country]++
		}
	}
	out.Countries = ranked(countries)
	return out
}

// compare counts every group and holds the groups against the comparison group, country by country. Cost: linear in
// the accounts, and some hundred passes over the smaller margin of each table.
func (r *Locations) compare(in *Input, res *Results, home map[string]bool, p prior) {
	tell := func(list []int32) (n int) {
		for _, u := range list {
			if d := &r.Declared[u]; d.Tier != TierNone && d.Tier != TierUnknown {
				n++
			}
		}
		return n
	}
	groups, control := groupsOf(in, res, func(list []int32) []int32 { return list }, tell)
	r.Control = control
	for _, g := range groups {
		r.Groups = append(r.Groups, r.count(g))
	}
	if r.Located == 0 {
		return
	}
	codes := r.compared(home)
	if len(home) > 0 && r.Outside.K > 0 {
		codes = append(codes, OutsideHome)
	}
	for _, code := range codes {
		r.contrast(code, home, p)
	}
	r.correct()
	r.reportGroups(home)
	switch {
	case len(groups) == 1:
	case control < 0:
		r.warn("locations_no_control")
	case groups[control].Key == "none":
		r.warn("locations_control_is_rest", itoa(r.Groups[control].Located))
	}
}

// countsAs reports whether an account that declares a country counts under a code of CountryContrast.
func countsAs(declared, code string, home map[string]bool) bool {
	return declared == code || code == OutsideHome && declared != "" && !home[declared]
}

// contrast counts one country in every group, under each rule of counting.
func (r *Locations) contrast(code string, home map[string]bool, p prior) {
	counts := make([][]int, len(r.Groups)) // by group and step
	for g := range r.Groups {
		counts[g] = make([]int, len(tierSteps))
		for _, u := range r.Groups[g].Accounts {
			if c, step := firstStep(&r.Declared[u], p); countsAs(c, code, home) {
				for i := step; i < len(tierSteps); i++ {
					counts[g][i]++
				}
			}
		}
	}
	for g := range r.Groups {
		x := CountryContrast{Group: g, Code: code, K: counts[g][countedStep], N: r.Groups[g].Located, Q: 1}
		x.Low, x.High = wilson(x.K, x.N)
		if r.Control >= 0 && g != r.Control && g > 0 && x.N >= leastGroup {
			others := r.Groups[r.Control].Located
			table := func(step int) Contingency {
				k, o := counts[g][step], counts[r.Control][step]
				return Contingency{Hit: k, Miss: x.N - k, ControlHit: o, ControlMiss: others - o}
			}
			both := contrast(table(countedStep))
			x.Contrast = &both
			for i, name := range tierSteps {
				t := table(i)
				s := Step{At: float64(i + 1), Name: name, Value: ratio(t.Hit, x.N), P: twoSided(t)}
				// for now: whether the group has the greater share; correct says whether the conclusion stands
				s.Holds = t.Hit*others > t.ControlHit*x.N
				x.Sweep = append(x.Sweep, s)
			}
		}
		r.Contrasts = append(r.Contrasts, x)
	}
}

// correct fills the q of every contrast, after Benjamini and Hochberg over all of them, and says for each rule of
// counting whether, with the q of that rule, the conclusion is the same: more, less, or no difference beyond chance.
func (r *Locations) correct() {
	var tested []*CountryContrast
	var p []float64
	for i := range r.Contrasts {
		if x := &r.Contrasts[i]; x.Contrast != nil {
			tested = append(tested, x)
			p = append(p, x.Contrast.TwoSided)
		}
	}
	for i, q := range bipartite.BenjaminiHochberg(p) {
		tested[i].Q = q
	}
	conclusions := make([][]int, len(tierSteps))
	for step := range tierSteps {
		for i, x := range tested {
			p[i] = x.Sweep[step].P
		}
		for i, q := range bipartite.BenjaminiHochberg(p) {
			conclusion := 0
			if q <= Significance {
				conclusion = -1
				if tested[i].Sweep[step].Holds {
					conclusion = 1
				}
			}
			conclusions[step] = append(conclusions[step], conclusion)
		}
	}
	for step := range tierSteps {
		for i, x := range tested {
			x.Sweep[step].Holds = conclusions[step][i] == conclusions[countedStep][i]
		}
	}
}

// reportGroups makes a fact of every contrast.
func (r *Locations) reportGroups(home map[string]bool) {
	family := 0
	for _, x := range r.Contrasts {
		if x.Contrast != nil {
			family++
		}
	}
	for _, x := range r.Contrasts {
		if x.Group == 0 || x.N == 0 {
			continue
		}
		f := Fact{Name: "group_declares", Item: x.Code + " " + r.Groups[x.Group].Key, Value: ratio(x.K, x.N), Unit: "share", Of: "with_location", N: int64(x.N),
			Low: x.Low, High: x.High, Interval: true}
		if r.Groups[x.Group].Named {
			f.Evidence.Accounts = slices.DeleteFunc(slices.Clone(r.Groups[x.Group].Accounts), func(u int32) bool { return !countsAs(r.Declared[u].Country, x.Code, home) })
		}
		if c := x.Contrast; c != nil {
			f.Level, f.Sweep = Inferred, x.Sweep
			f.Test = &Test{Null: "fisher_" + r.Groups[r.Control].Key, Expected: c.Expected / float64(x.N), P: c.TwoSided, Q: x.Q, Family: family}
			f.Innocent = []adentro.Note{{Code: "location_group_innocent"}}
		}
		r.Facts = append(r.Facts, f)
	}
}
