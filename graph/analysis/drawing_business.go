package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/layout"
)

// What the diagram of seeds and followers holds at most.
const (
	businessSeeds  = 300
	businessGroups = 250
)

// A followerGroup is the followers of exactly the same seeds, and of one
// class.
type followerGroup struct {
	seeds   []int32 // indexes in the drawn seeds, sorted
	class   int32   // primary class of all, else -1
	members []int32
}

// business draws the seeds and their followers, followers of the same seeds
// and class as one node, its area by their number. Where that gives too many nodes,
// small groups of the same seeds are joined across classes, and the smallest groups
// then left out and counted as hidden.
func business(ctx context.Context, in *Input, out *Results) (*View, error) {
	follows := in.Follows
	if follows == nil {
		follows = graph.FromLists(len(in.Snap.Accounts), in.Snap.Lists)
	}
	seeds := drawnSeeds(follows, out.Population.Seeds)
	if len(seeds) == 0 {
		return nil, nil
	}
	groups := groupFollowers(follows, seeds, out.Population.Seeds, out.Classes.Primary)
	if len(groups) > businessGroups {
		groups = joinSmall(groups)
		groups = groups[:min(len(groups), businessGroups)]
	}
	v := &View{}
	v.addSeeds(follows, seeds, out)
	v.addGroups(groups, out.Network)
	v.hide(follows, out.Population.Seeds)
	// A group repels and is attracted as its members would be one by one.
	mass := make([]float64, len(v.Nodes))
	for i := range v.Nodes {
		mass[i] = max(1, float64(len(v.Nodes[i].Members)))
	}
	for _, e := range v.Edges {
		mass[e.From] += e.Weight
		mass[e.To] += e.Weight
	}
	pull := func(weight float64) float64 { return weight }
	return v, v.lay(ctx, in, pull, layout.PlaceOptions{Cover: 0.11, Force: layout.ForceAtlas2Options{Mass: mass}})
}

// hide counts what is not drawn of all seeds, their followers and the follows
// that end in a seed.
func (v *View) hide(follows *graph.Graph, seeds []int32) {
	there := make([]bool, follows.N())
	for _, s := range seeds {
		v.HiddenEdges += len(follows.In(s))
		there[s] = true
		for _, u := range follows.In(s) {
			there[u] = true
		}
	}
	for _, is := range there {
		if is {
			v.HiddenNodes++
		}
	}
	for _, n := range v.Nodes {
		v.HiddenNodes -= max(1, len(n.Members))
	}
	for _, e := range v.Edges {
		v.HiddenEdges -= int(e.Weight)
	}
}

// drawnSeeds returns the seeds to draw, sorted: those with the most followers
// where there are too many, none where no seed has a follower.
func drawnSeeds(follows *graph.Graph, seeds []int32) []int32 {
	drawn := slices.Clone(seeds)
	slices.SortStableFunc(drawn, func(a, b int32) int { return cmp.Compare(len(follows.In(b)), len(follows.In(a))) })
	if len(drawn) == 0 || len(follows.In(drawn[0])) == 0 {
		return nil
	}
	drawn = drawn[:min(len(drawn), businessSeeds)]
	slices.Sort(drawn)
	return drawn
}

// groupFollowers returns the groups of followers of the drawn seeds, largest
// first, then by seeds and class. Seeds are in no group.
func groupFollowers(follows *graph.Graph, drawn, seeds, class []int32) []followerGroup {
	isSeed := make([]bool, follows.N())
	for _, u := range seeds {
		isSeed[u] = true
	}
	followed := make([][]int32, follows.N())
	for i, s := range drawn {
		for _, u := range follows.In(s) {
			if !isSeed[u] {
				followed[u] = append(followed[u], int32(i))
			}
		}
	}
	var who []int32
	for u := range followed {
		if len(followed[u]) > 0 {
			who = append(who, int32(u))
		}
	}
	slices.SortFunc(who, func(a, b int32) int {
		return cmp.Or(slices.Compare(followed[a], followed[b]), cmp.Compare(class[a], class[b]), cmp.Compare(a, b))
	})
	var groups []followerGroup
	for _, u := range who {
		last := len(groups) - 1
		if last < 0 || class[u] != groups[last].class || !slices.Equal(followed[u], groups[last].seeds) {
			groups = append(groups, followerGroup{seeds: followed[u], class: class[u]})
			last++
		}
		groups[last].members = append(groups[last].members, u)
	}
	sortGroups(groups)
	return groups
}

func sortGroups(groups []followerGroup) {
	slices.SortFunc(groups, func(a, b followerGroup) int {
		return cmp.Or(cmp.Compare(len(b.members), len(a.members)), slices.Compare(a.seeds, b.seeds), cmp.Compare(a.class, b.class))
	})
}

// joinSmall joins, among the groups beyond the limit, those of the same seeds
// whatever their class. Groups that follow one seed stay apart: they are few, and the
// colours of the picture are mostly theirs.
func joinSmall(groups []followerGroup) []followerGroup {
	slices.SortStableFunc(groups, func(a, b followerGroup) int {
		return cmp.Compare(min(2, len(a.seeds)), min(2, len(b.seeds)))
	})
	large := slices.Clone(groups[:businessGroups])
	small := slices.Clone(groups[businessGroups:])
	slices.SortStableFunc(small, func(a, b followerGroup) int { return slices.Compare(a.seeds, b.seeds) })
	var joined []followerGroup
	for _, g := range small {
		last := len(joined) - 1
		if last < 0 || !slices.Equal(joined[last].seeds, g.seeds) {
			joined = append(joined, g)
			continue
		}
		j := &joined[last]
		j.members = slices.Sorted(slices.Values(slices.Concat(j.members, g.members)))
		if j.class != g.class {
			j.class = -1
		}
	}
	groups = append(large, joined...)
	sortGroups(groups)
	return groups
}

// addSeeds adds the seeds, and links where one follows another.
func (v *View) addSeeds(follows *graph.Graph, seeds []int32, out *Results) {
	for i, s := range seeds {
		followers := float64(len(follows.In(s)))
		v.Nodes = append(v.Nodes, ViewNode{
			Account: s, Seed: true, Class: out.Classes.Primary[s], Size: followers,
			R: 2.5 + 0.15*math.Sqrt(min(followers, 1000)), Community: out.Network.Community[s],
		})
		for _, u := range follows.In(s) {
			if j, ok := slices.BinarySearch(seeds, u); ok {
				v.Edges = append(v.Edges, ViewEdge{int32(j), int32(i), 1})
			}
		}
	}
}

// addGroups adds the groups, and a link to each of their seeds.
func (v *View) addGroups(groups []followerGroup, net *Network) {
	largest := 1
	for _, g := range groups {
		largest = max(largest, len(g.members))
	}
	// The largest group is at most six times as wide as a seed is at least; the
	// smallest stay large enough to be seen.
	unit := min(1, 15/math.Sqrt(float64(largest)))
	for _, g := range groups {
		n := ViewNode{
			Account: -1, Members: g.members, Class: g.class, Size: float64(len(g.members)),
			R: max(0.6, unit*math.Sqrt(float64(len(g.members)))), Community: net.Community[g.members[0]],
		}
		for _, u := range g.members {
			if net.Community[u] != n.Community {
				n.Community = -1
			}
		}
		if len(g.members) == 1 {
			n.Account, n.Members = g.members[0], nil
		}
		at := int32(len(v.Nodes))
		v.Nodes = append(v.Nodes, n)
		for _, s := range g.seeds {
			v.Edges = append(v.Edges, ViewEdge{at, s, float64(len(g.members))})
		}
	}
}
