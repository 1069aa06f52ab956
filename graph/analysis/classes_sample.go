package analysis

import (
	"math/rand/v2"

	"github.com/seed-1b5e0f84/adentro"
)

// A Sampled is one account drawn to be looked at.
type Sampled struct {
	Class, Account int32
	Stratum        string
	Size           int // accounts that the stratum has
	Matches        []Label
}

// Half of what is drawn of a class; the rest are near misses and others, of which at least
// leastOthers are others.
const (
	sampleHalf  = 100
	leastOthers = 20
)

// DrawSample draws, for every class that has a member or near miss in the population, up to 100 members and
// 100 accounts without the class: near misses first, then others. Only members of the population are drawn,
// others only where a profile is known. The accounts of a class come in random order, so that
// whoever codes them does not see where the members end. Same seed, same sample.
func DrawSample(in *Input, out *Results) []Sampled {
	var sample []Sampled
	r := out.Classes
	for c := range in.Case.Classes {
		var near, other []int32
		member := make([]bool, len(in.Snap.Accounts))
		for _, u := range r.Members[c] {
			member[u] = true
		}
		why := map[int32][]Label{}
		for _, m := range r.Near {
			if int(m.Class) == c && out.Population.In[m.Account] {
				near = append(near, m.Account)
				why[m.Account] = m.Matches
			}
		}
		for _, u := range out.Population.Members {
			if why[u] == nil && !member[u] && in.Snap.Accounts[u].Profiled() {
				other = append(other, u)
			}
		}
		if len(r.Members[c])+len(near) == 0 {
			continue
		}
		rng := random(in.Seed, "review", in.Case.Classes[c].Key)
		var drawn []Sampled
		add := func(stratum string, from []int32, n int) {
			for _, u := range choose(rng, from, n) {
				x := Sampled{Class: int32(c), Account: u, Stratum: stratum, Size: len(from), Matches: why[u]}
				for _, l := range r.Labels[u] {
					if int(l.Class) == c {
						x.Matches = append(x.Matches, l)
					}
				}
				drawn = append(drawn, x)
			}
		}
		add(adentro.StratumMember, r.Members[c], sampleHalf)
		add(adentro.StratumNear, near, sampleHalf-min(leastOthers, len(other)))
		add(adentro.StratumOther, other, sampleHalf-min(len(near), sampleHalf-min(leastOthers, len(other))))
		rng.Shuffle(len(drawn), func(i, j int) { drawn[i], drawn[j] = drawn[j], drawn[i] })
		sample = append(sample, drawn...)
	}
	return sample
}

// choose returns n of the accounts, all of them where there are fewer, each set as likely as any.
func choose(rng *rand.Rand, from []int32, n int) []int32 {
	pool := append([]int32(nil), from...)
	n = min(n, len(pool))
	for i := range n {
		j := i + rng.IntN(len(pool)-i)
		pool[i], pool[j] = pool[j], pool[i]
	}
	return pool[:n]
}
