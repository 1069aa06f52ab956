package analysis

import (
	"math"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/bipartite"
)

// correct fills the q of bursts, whose family are also the p of tests that found nothing.
func correct(bursts []Burst, missed []float64) {
	p := make([]float64, 0, len(bursts)+len(missed))
	for i := range bursts {
		p = append(p, bursts[i].P)
	}
	q := bipartite.BenjaminiHochberg(append(p, missed...))
	for i := range bursts {
		bursts[i].Q, bursts[i].Family = q[i], len(q)
	}
}

// weigh fills what the accounts of each burst account for, without which a burst says nothing
// about weight, and how the class compares with others. Cost: bursts times accounts, tweets and
// members of lists.
func (r *Creation) weigh(in *Input, res *Results, all, control dateGroup) {
	if len(r.Bursts) == 0 {
		return
	}
	s := in.Snap
	network := in.Follows
	if network == nil {
		network = graph.FromLists(len(s.Accounts), s.Lists)
	}
	follower, followers := followersOfSeeds(s, res.Population.Seeds)
	opened := make([]bool, len(s.Accounts))
	for i := range r.Bursts {
		b := &r.Bursts[i]
		b.OfFollowers = followers
		for _, u := range b.Accounts {
			opened[u] = true
			b.Follows += len(network.Out(u))
			if follower[u] {
				b.Followers++
			}
		}
		for j := range s.Tweets {
			if a := s.Tweets[j].Author.Index; a >= 0 && opened[a] {
				b.Tweets++
			}
		}
		b.ActivityShare, b.EdgeShare, b.FollowerShare = ratio(b.Tweets, len(s.Tweets)), ratio(b.Follows, s.FollowCount), ratio(b.Followers, followers)
		if !showsFollows(s, opened) {
			b.EdgeShare = math.NaN() // they were never asked for
		}
		b.Odds = r.odds(b, res, in.Case, all, control)
		for _, u := range b.Accounts {
			opened[u] = false
		}
	}
	var p []float64
	for i := range r.Bursts {
		if o := r.Bursts[i].Odds; o != nil {
			p = append(p, o.TwoSided)
		}
	}
	q := bipartite.BenjaminiHochberg(p)
	for i, k := 0, 0; i < len(r.Bursts); i++ {
		if o := r.Bursts[i].Odds; o != nil {
			o.Q, o.Family = q[k], len(q)
			k++
		}
	}
}

// showsFollows reports whether the lists can show whom these accounts follow: lists of followers of anybody, or
// what one of them follows.
func showsFollows(s *adentro.Snapshot, accounts []bool) bool {
	return slices.ContainsFunc(s.Lists, func(l adentro.List) bool { return l.Kind == adentro.Followers || accounts[l.Owner] })
}

// followersOfSeeds marks the accounts in follower lists of the seeds, and counts them.
func followersOfSeeds(s *adentro.Snapshot, seeds []int32) (is []bool, n int) {
	is = make([]bool, len(s.Accounts))
	seed := make([]bool, len(s.Accounts))
	for _, u := range seeds {
		seed[u] = true
	}
	for i := range s.Lists {
		if l := &s.Lists[i]; l.Kind == adentro.Followers && seed[l.Owner] {
			for _, u := range l.Members {
				if !is[u] {
					is[u] = true
					n++
				}
			}
		}
	}
	return is, n
}

// odds compares the class of a burst with the control accounts, else with the rest of the
// population; nil where there are no dated others.
func (r *Creation) odds(b *Burst, res *Results, k *adentro.Case, all, control dateGroup) *Odds {
	o := &Odds{Against: "rest"}
	others := all
	if len(control.accounts) > 0 && b.Class != k.Control.Class {
		o.Against, others = "control", control
	}
	member := func(u int32) bool { return res.Population.In[u] }
	if b.Class != "all" {
		own := make([]bool, len(res.Population.In))
		for _, u := range classOrAll(res, b.Class, k) {
			own[u] = true
		}
		member = func(u int32) bool { return own[u] }
	}
	o.Hit, o.Miss = b.Count, b.Total-b.Count
	for i, u := range others.accounts {
		if member(u) {
			continue
		}
		if t := others.at[i]; !t.Before(b.Start) && t.Before(b.End) {
			o.ControlHit++
		} else {
			o.ControlMiss++
		}
	}
	if o.ControlHit+o.ControlMiss == 0 {
		return nil
	}
	o.Contrast = contrast(o.Contingency)
	return o
}

// ratio returns k/n, NaN of none.
func ratio(k, n int) float64 {
	if n == 0 {
		return math.NaN()
	}
	return float64(k) / float64(n)
}
