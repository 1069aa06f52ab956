package analysis

import (
	"context"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
)

var seedsAnalysis = Analysis{
	Name:   "seeds",
	Needs:  []string{"population", "classes"},
	Source: "definition: counts of the lists in the dumps beside the counts that the platform declares",
	Run: func(_ context.Context, in *Input, out *Results) error {
		out.Seeds = seedTable(in, out)
		return nil
	},
}

// seedTable counts the lists of each seed: in the order of the case, else of
// account key.
func seedTable(in *Input, res *Results) *Seeds {
	t := &Seeds{Result: Result{Name: "seeds", Level: Observed}}
	s := in.Snap
	lists := make(map[int32][]int)
	for i := range s.Lists {
		lists[s.Lists[i].Owner] = append(lists[s.Lists[i].Owner], i)
	}
	done := map[int32]bool{}
	for i, u := range s.FindAll(in.Case.Seeds) {
		if k := in.Case.Seeds[i]; u < 0 {
			t.Rows = append(t.Rows, SeedRow{Account: -1, Key: k, ClassFollowers: make([]int, len(in.Case.Classes))})
		} else if !done[u] { // an id and a handle may name the same account
			done[u] = true
			t.Rows = append(t.Rows, t.row(in, res, u, lists[u]))
		}
	}
	if len(in.Case.Seeds) == 0 {
		for _, u := range res.Population.Seeds {
			t.Rows = append(t.Rows, t.row(in, res, u, lists[u]))
		}
	}
	t.note(s)
	return t
}

// row counts the lists of seed u.
func (t *Seeds) row(in *Input, res *Results, u int32, lists []int) SeedRow {
	s := in.Snap
	a := &s.Accounts[u]
	row := SeedRow{Account: u, Key: a.Key, ClassFollowers: make([]int, len(in.Case.Classes))}
	var members [2][]int32 // followers, following
	var have [2]bool
	var declared [2]adentro.Count // by the newest list that says
	for _, i := range lists {
		l := &s.Lists[i]
		if l.Kind == adentro.ListUnknown {
			continue
		}
		k := int(l.Kind - adentro.Followers)
		have[k] = true
		members[k] = append(members[k], l.Members...)
		if l.Declared.Known {
			declared[k] = l.Declared
		}
		row.Guessed = row.Guessed || l.Basis == adentro.Guessed
		if l.Kind == adentro.Followers {
			row.FollowersComplete = complete(row.FollowersComplete, l.Complete)
		}
	}
	for k := range members {
		slices.Sort(members[k])
		members[k] = slices.Compact(members[k])
	}
	row.Followers = adentro.Count{N: int64(len(members[0])), Known: have[0]}
	row.Following = adentro.Count{N: int64(len(members[1])), Known: have[1]}
	row.FollowersDeclared = declaredCount(a, adentro.FieldFollowers, declared[0])
	row.FollowingDeclared = declaredCount(a, adentro.FieldFollowing, declared[1])
	for _, v := range members[0] {
		for _, c := range classesOf(res.Classes, v) {
			row.ClassFollowers[c]++
		}
	}
	t.Facts = append(t.Facts, Fact{
		Name: "seed_followers", Item: a.Label(), Value: float64(row.Followers.N), Unit: "accounts",
		Of: "unique", N: int64(len(res.Population.Members)), Evidence: Evidence{Accounts: members[0]},
	})
	return row
}

// complete joins the completeness of several fetches: one whole list is enough.
func complete(a, b adentro.Completeness) adentro.Completeness {
	if a == adentro.CompleteYes || b == adentro.CompleteYes {
		return adentro.CompleteYes
	}
	return max(a, b)
}

// declaredCount prefers the profile's own count, else the list's.
func declaredCount(a *adentro.Account, f adentro.Field, list adentro.Count) adentro.Count {
	if a.Known(f) {
		return adentro.Count{N: a.Count(f), Known: true}
	}
	return list
}

// note says, once for all seeds, what the lists cannot show.
func (t *Seeds) note(s *adentro.Snapshot) {
	var without, guessed, followers, following []string
	for i := range t.Rows {
		r := &t.Rows[i]
		if r.Account < 0 {
			continue
		}
		who := s.Accounts[r.Account].Label()
		if !r.Followers.Known && !r.Following.Known {
			without = append(without, who)
		}
		if r.Guessed {
			guessed = append(guessed, who)
		}
		if short(r.Followers, r.FollowersDeclared) && r.FollowersComplete != adentro.CompleteYes {
			followers = append(followers, who+" "+itoa(int(r.Followers.N))+"/"+itoa(int(r.FollowersDeclared.N)))
		}
		if short(r.Following, r.FollowingDeclared) {
			following = append(following, who+" "+itoa(int(r.Following.N))+"/"+itoa(int(r.FollowingDeclared.N)))
		}
	}
	for _, n := range []struct {
		code  string
		names []string
	}{
		{"seeds_without_lists", without}, {"seed_lists_guessed", guessed},
		{"followers_incomplete", followers}, {"following_incomplete", following},
	} {
		if len(n.names) > 0 {
			t.warn(n.code, itoa(len(n.names)), joinNames(n.names))
		}
	}
}

// short reports whether a list holds fewer accounts than the platform declared.
func short(got, declared adentro.Count) bool {
	return got.Known && declared.Known && got.N < declared.N
}

// classesOf returns the classes that account u carries, each once, in case
// order; none where the classes were not computed.
func classesOf(c *Classes, u int32) []int32 {
	if c == nil || int(u) >= len(c.Labels) {
		return nil
	}
	var out []int32
	for _, l := range c.Labels[u] {
		if n := len(out); n == 0 || out[n-1] != l.Class {
			out = append(out, l.Class)
		}
	}
	return out
}
