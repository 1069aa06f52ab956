package analysis

import (
	"context"
	"math/rand/v2"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/bipartite"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// A FollowBack says how many of those whom an account follows follow it back. Both of its lists are in the data.
type FollowBack struct {
	Account              int32
	Seed, Control        bool
	Following, Followers int
	Back                 int // of Following, those that are among the followers
}

// A Ring counts the pairs of a group that follow each other, against networks in which everybody follows and is followed by as
// many of the group. The group is the accounts of a class whose followers are listed: between them, everything is known.
type Ring struct {
	Class    int32 // -1: all seeds
	Accounts []int32
	Follows  int // between them
	Mutual   int // pairs that follow each other
	Expected float64
	Low      float64
	High     float64
	P, Q     float64
	Draws    int
}

// followBack fills FollowBack, by account.
func (o *Overlap) followBack(in *Input, out *Results) {
	followers, control := listsOf(in, out, adentro.Followers), controlOf(in, out)
	for _, l := range listsOf(in, out, adentro.Following) {
		i, ok := slices.BinarySearchFunc(followers, l.Account, func(x OverlapList, u int32) int { return int(x.Account) - int(u) })
		if !ok {
			continue
		}
		b := FollowBack{Account: l.Account, Seed: l.Seed, Control: control[l.Account] && !l.Seed, Following: l.All, Followers: followers[i].All}
		var who []int32
		eachCommon(l.members, followers[i].members, func(u int32) { who = append(who, u) })
		b.Back = len(who)
		o.FollowBack = append(o.FollowBack, b)
		o.Facts = append(o.Facts, Fact{
			Name: "follow_back", Item: in.Snap.Accounts[l.Account].Label(), Value: float64(b.Back) / float64(b.Following), Unit: "share", Of: "following", N: int64(b.Following),
			Level: Observed, Evidence: Evidence{Accounts: who, Lists: slices.Concat(l.Lists, followers[i].Lists)},
		})
	}
}

// The limits of rings.
const (
	leastRing     = 4 // accounts of a group
	ringReplicate = 1999
)

// rings fills Rings: all seeds, then the classes in case order. Cost: ringReplicate walks of 20 steps a follow, fewer
// for more than 500 follows; a square of one byte a pair of accounts for each worker.
func (o *Overlap) rings(ctx context.Context, in *Input, out *Results) error {
	lists := listsOf(in, out, adentro.Followers)
	lists, _ = longest(lists, overlapLists)
	group := func(class int32, is func(l *OverlapList) bool) error {
		var some []OverlapList
		for i := range lists {
			if is(&lists[i]) {
				some = append(some, lists[i])
			}
		}
		return o.ring(ctx, in, class, some)
	}
	if err := group(-1, func(l *OverlapList) bool { return l.Seed }); err != nil {
		return err
	}
	for c := range in.Case.Classes {
		if err := group(int32(c), func(l *OverlapList) bool { return slices.Contains(classesOf(out.Classes, l.Account), int32(c)) }); err != nil {
			return err
		}
	}
	o.ringFacts(in)
	return nil
}

// ring tests one group. Groups of few accounts or follows, and those of which another with the same accounts was tested, are left out.
func (o *Overlap) ring(ctx context.Context, in *Input, class int32, lists []OverlapList) error {
	w := newWalk(lists)
	if len(lists) < leastRing || len(w.edges) < 2 {
		return nil
	}
	r := Ring{Class: class, Follows: len(w.edges), Mutual: w.mutual()}
	for _, l := range lists {
		r.Accounts = append(r.Accounts, l.Account)
	}
	if slices.ContainsFunc(o.Rings, func(x Ring) bool { return slices.Equal(x.Accounts, r.Accounts) }) {
		return nil
	}
	// The walk leads to a hub, and from there to each replicate, as in bipartite.FixedMargins: the steps are as likely
	// forth as back, so that observed and replicates are exchangeable (Besag & Clifford 1989, doi:10.1093/biomet/76.4.633).
	seed := random(in.Seed, "overlap", "ring "+itoa(int(class)))
	first, steps := seed.Uint64(), 20*len(w.edges)
	w.walk(seed, steps)
	r.Draws = max(199, min(ringReplicate, 20_000_000/steps))
	mutual := make([]int, r.Draws)
	const block = 64
	err := par.For(ctx, in.Workers, (r.Draws+block-1)/block, func(b int) error {
		x := w.clone()
		for i := b * block; i < min(r.Draws, (b+1)*block); i++ {
			x.set(w)
			x.walk(rand.New(rand.NewPCG(first, uint64(i))), steps)
			mutual[i] = x.mutual()
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	slices.Sort(mutual)
	below, _ := slices.BinarySearch(mutual, r.Mutual)
	sum := 0
	for _, k := range mutual {
		sum += k
	}
	cut := r.Draws / 40
	r.Expected, r.Low, r.High = float64(sum)/float64(r.Draws), float64(mutual[cut]), float64(mutual[r.Draws-1-cut])
	r.P = float64(1+r.Draws-below) / float64(r.Draws+1)
	o.Rings = append(o.Rings, r)
	return nil
}

// ringFacts corrects the p-values and lists the figures.
func (o *Overlap) ringFacts(in *Input) {
	p := make([]float64, len(o.Rings))
	for i := range p {
		p[i] = o.Rings[i].P
	}
	for i, q := range bipartite.BenjaminiHochberg(p) {
		r := &o.Rings[i]
		r.Q = q
		item := "seeds"
		if r.Class >= 0 {
			item = in.Case.Classes[r.Class].Key
		}
		n := int64(len(r.Accounts))
		f := Fact{
			Name: "ring", Item: item, Value: float64(r.Mutual), Unit: "pairs", Of: "pairs_of_group", N: n * (n - 1) / 2,
			Test:     &Test{Null: "same_degrees", Expected: r.Expected, Low: r.Low, High: r.High, Envelope: true, P: r.P, Q: q, Family: len(o.Rings), Replicates: r.Draws},
			Evidence: Evidence{Accounts: r.Accounts},
		}
		if q <= Significance {
			f.Innocent = []adentro.Note{{Code: "innocent_courtesy"}}
		}
		o.Facts = append(o.Facts, f)
	}
}

// A walk changes a directed network of few nodes at random and keeps how many each node follows and is followed by.
type walk struct {
	n     int
	edges [][2]int32
	has   []bool // n×n
}

// newWalk returns the network between the owners of these lists of followers.
func newWalk(lists []OverlapList) *walk {
	w := &walk{n: len(lists), has: make([]bool, len(lists)*len(lists))}
	for v := range lists {
		for u := range lists {
			if _, ok := slices.BinarySearch(lists[v].members, lists[u].Account); ok && u != v {
				w.edges = append(w.edges, [2]int32{int32(u), int32(v)})
				w.has[u*w.n+v] = true
			}
		}
	}
	return w
}

func (w *walk) clone() *walk {
	return &walk{w.n, slices.Clone(w.edges), slices.Clone(w.has)}
}

func (w *walk) set(x *walk) {
	copy(w.edges, x.edges)
	copy(w.has, x.has)
}

func (w *walk) at(u, v int32) *bool { return &w.has[int(u)*w.n+int(v)] }

// mutual counts the pairs that follow each other.
func (w *walk) mutual() int {
	n := 0
	for _, e := range w.edges {
		if e[0] < e[1] && *w.at(e[1], e[0]) {
			n++
		}
	}
	return n
}

// walk makes steps: two follows exchange whom they reach, or three that go round in a circle turn about, without which not
// all networks can be reached. A step that would make a loop or a follow that is there already stays where it is,
// so that in the end all networks are equally likely (Rao, Jana & Bandyopadhyay 1996).
func (w *walk) walk(r *rand.Rand, steps int) {
	m := len(w.edges)
	for range steps {
		i, j := r.IntN(m), r.IntN(m)
		a, b := w.edges[i], w.edges[j]
		if r.IntN(8) > 0 {
			if a[0] == b[1] || b[0] == a[1] || *w.at(a[0], b[1]) || *w.at(b[0], a[1]) {
				continue
			}
			*w.at(a[0], a[1]), *w.at(b[0], b[1]) = false, false
			*w.at(a[0], b[1]), *w.at(b[0], a[1]) = true, true
			w.edges[i][1], w.edges[j][1] = b[1], a[1]
			continue
		}
		k := r.IntN(m)
		c := w.edges[k]
		if a[1] != b[0] || b[1] != c[0] || c[1] != a[0] || *w.at(a[1], a[0]) || *w.at(b[1], b[0]) || *w.at(c[1], c[0]) {
			continue
		}
		for _, x := range []int{i, j, k} {
			e := w.edges[x]
			*w.at(e[0], e[1]), *w.at(e[1], e[0]) = false, true
			w.edges[x] = [2]int32{e[1], e[0]}
		}
	}
}
