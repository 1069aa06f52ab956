package layout

import (
	"context"
	"math"
)

const (
	coarsest  = 50  // nodes: fewer are laid out as they are
	shrinkage = 0.8 // a coarser graph with more than this share of the nodes is not worth its time
)

// multilevel lays out ever coarser versions of a net, the coarsest first, each the start of the
// next, after Walshaw 2003, doi:10.7155/jgaa.00070. Masses and pulls of a coarse node are the
// sums of its members', so that all levels have one scale.
func multilevel(ctx context.Context, t *net, opt ForceAtlas2Options) (ForceAtlas2Result, error) {
	levels, groups := []*net{t}, [][]int32(nil)
	for last := t; last.n() > coarsest; {
		if err := ctx.Err(); err != nil {
			return ForceAtlas2Result{}, err
		}
		group, k := last.coarsen()
		if float64(k) > shrinkage*float64(last.n()) {
			break
		}
		last = last.contract(group, k)
		levels, groups = append(levels, last), append(groups, group)
	}
	coarse := opt
	coarse.Radii = nil
	last := levels[len(levels)-1]
	places := startPlaces(last.n(), nil, t.width(opt), opt.Seed)
	for i := len(levels) - 1; ; i-- {
		own := coarse
		if i == 0 {
			own = opt
		}
		r, err := refine(ctx, levels[i], places, own, func(step int) {
			if opt.Progress != nil {
				opt.Progress(int64((len(levels)-1-i)*opt.Iterations+step), int64(len(levels)*opt.Iterations))
			}
		})
		if err != nil || i == 0 {
			return r, err
		}
		places = levels[i].scatter(places, groups[i-1], levels[i-1].n(), opt.Scaling)
	}
}

// width returns about how far from the centre nodes come to lie: where the repulsion of all
// masses is as strong as a link to the other side for each unit of mass, or as gravity.
func (t *net) width(opt ForceAtlas2Options) float64 {
	all := 0.0
	for _, m := range t.mass {
		all += float64(m)
	}
	far := opt.Scaling * all
	if opt.LinLog {
		return min(far/(1+math.Log1p(far)), maxSpread/2)
	}
	return min(math.Sqrt(far), maxSpread/2)
}

// coarsen groups neighbours, and returns the group of each node and how many there are: at most
// half the nodes, and those without links. Nodes of few links first, each is matched with the
// free neighbour to which the link matters most, by pull over mass; who finds none free joins
// the group of such a neighbour, so that stars shrink too.
func (t *net) coarsen() (group []int32, k int) {
	n := t.n()
	group = make([]int32, n)
	keys := make([]uint64, n)
	for u := range n {
		group[u] = -1
		keys[u] = uint64(t.at[u+1]-t.at[u])<<32 | uint64(u)
	}
	keys, _ = radixSort(keys, make([]uint64, n))
	closest := func(u int32, free bool) int32 {
		best, most := int32(-1), float32(-1)
		near, pull := t.row(u)
		for i, v := range near {
			k := float32(1)
			if pull != nil {
				k = pull[i]
			}
			if k /= t.mass[v]; k > most && (group[v] < 0) == free {
				best, most = v, k
			}
		}
		return best
	}
	for _, key := range keys {
		u := int32(uint32(key))
		if group[u] >= 0 {
			continue
		}
		if v := closest(u, true); v >= 0 {
			group[u], group[v] = int32(k), int32(k)
			k++
		}
	}
	for _, key := range keys {
		u := int32(uint32(key))
		if group[u] >= 0 {
			continue
		}
		// Its neighbours are all in pairs, else it had been matched.
		if v := closest(u, false); v >= 0 {
			group[u] = group[v]
			continue
		}
		group[u] = int32(k)
		k++
	}
	return group, k
}

// contract returns the net whose nodes are the k groups of t.
func (t *net) contract(group []int32, k int) *net {
	c := &net{at: make([]int64, k+1), mass: make([]float32, k)}
	first, members := byGroup(group, k)
	sum := make([]float32, k)
	for g := range k {
		row := len(c.to)
		for _, u := range members[first[g]:first[g+1]] {
			c.mass[g] += t.mass[u]
			near, pull := t.row(u)
			for i, v := range near {
				to, w := group[v], float32(1)
				if to == int32(g) {
					continue
				}
				if pull != nil {
					w = pull[i]
				}
				if sum[to] == 0 {
					c.to = append(c.to, to)
				}
				sum[to] += max(w, math.SmallestNonzeroFloat32)
			}
		}
		for _, v := range c.to[row:] {
			c.pull = append(c.pull, min(sum[v], maxPull))
			sum[v] = 0
		}
		c.at[g+1] = int64(len(c.to))
	}
	return c
}

// byGroup returns the nodes sorted by group, and where each of k groups begins.
func byGroup(group []int32, k int) (first []int32, members []int32) {
	first, members = make([]int32, k+1), make([]int32, len(group))
	for _, g := range group {
		first[g+1]++
	}
	for g := range k {
		first[g+1] += first[g]
	}
	next := append([]int32(nil), first...)
	for u, g := range group {
		members[next[g]] = int32(u)
		next[g]++
	}
	return first, members
}

// scatter returns places for n nodes around those of their groups: discs half as wide as the
// links of the group are long.
func (t *net) scatter(places []vec, group []int32, n int, scaling float64) []vec {
	fine := make([]vec, n)
	first, members := byGroup(group, t.n())
	for g, p := range places {
		near, _ := t.row(int32(g))
		radius := math.Sqrt(scaling * float64(t.mass[g]))
		if len(near) > 0 {
			radius = 0
			for _, v := range near {
				radius += length(places[v].x-p.x, places[v].y-p.y) / float64(2*len(near))
			}
		}
		own := members[first[g]:first[g+1]]
		if len(own) == 1 {
			fine[own[0]] = p
			continue
		}
		radius = max(radius, 1e-3*math.Sqrt(scaling*float64(t.mass[g])))
		for i, u := range own {
			q := sunflower(i, len(own))
			fine[u] = vec{p.x + float32(radius*q.X), p.y + float32(radius*q.Y)}
		}
	}
	return fine
}
