package analysis

import (
	"context"
	"math/rand/v2"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/bipartite"
	"github.com/seed-1b5e0f84/adentro/graph/centrality"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// A MixingCell counts the follows between two classes that lists of one kind show. Members are in the lists of owners:
// by Kind they follow the owners, or are followed by them. Classes are primary ones.
//
// Expected, Low, High and P come from labels of members dealt out anew among the members that are in as many lists: so every
// list keeps its length, and every class the number of its follows. It is exact where labels say nothing of whom
// an account follows, however follows depend on each other. Configuration is what the configuration model
// expects, in which ends of follows are joined at random: see centrality.Mixing.
type MixingCell struct {
	Kind           adentro.ListKind
	Owner, Member  int32 // classes
	Owners         int   // with a list
	Members        int   // of the class, in the data
	Observed       int
	Pairs          int64 // of an owner and another member: as many follows could be seen
	Expected       float64
	Low, High      float64
	P, Q           float64
	Configuration  float64
	Accounts       []int32 // members that make Observed
	Tested         bool    // false: whatever labels say, the count is the same
	Assortativity  float64 // of all follows of the kind; see centrality.MixingResult
	AssortativityE float64 // its jackknife error
}

// Ratio returns Observed by Expected, 0 where nothing is expected.
func (c *MixingCell) Ratio() float64 {
	if c.Expected <= 0 {
		return 0
	}
	return float64(c.Observed) / c.Expected
}

// Item says by their keys which class follows which.
func (c *MixingCell) Item(k *adentro.Case) string {
	who, whom := k.Classes[c.Member].Key, k.Classes[c.Owner].Key
	if c.Kind == adentro.Following {
		who, whom = whom, who
	}
	return who + " → " + whom
}

// mixingReplicates is how often labels are dealt out.
const mixingReplicates = 1999

// mixing fills Mixing for both kinds of lists: first the cells of one class with itself, in case order, then the others.
// Cost: O(labelled members · classes of owners) a replicate; 4 bytes a member and class of owners.
func (o *Overlap) mixing(ctx context.Context, in *Input, out *Results) error {
	if out.Classes == nil || len(in.Case.Classes) == 0 {
		return nil
	}
	lists := 0
	for _, kind := range []adentro.ListKind{adentro.Followers, adentro.Following} {
		l := listsOf(in, out, kind)
		lists += len(l)
		cells, err := mix(ctx, in, out, kind, l)
		if err != nil {
			return err
		}
		o.Mixing = append(o.Mixing, cells...)
	}
	slices.SortStableFunc(o.Mixing, func(a, b MixingCell) int {
		self := func(c MixingCell) int {
			if c.Owner == c.Member {
				return 0
			}
			return 1
		}
		return self(a) - self(b)
	})
	o.mixingFacts(in)
	if lists > 0 && !slices.ContainsFunc(o.Mixing, func(c MixingCell) bool { return c.Tested }) {
		o.warn("mixing_untested")
	}
	return nil
}

// mix counts and tests the follows that lists of one kind show.
func mix(ctx context.Context, in *Input, out *Results, kind adentro.ListKind, lists []OverlapList) ([]MixingCell, error) {
	if len(lists) == 0 {
		return nil, nil
	}
	t := newMixTable(len(in.Snap.Accounts), lists, out.Classes.Primary)
	var edges []graph.Edge
	for _, l := range lists {
		for _, u := range l.members {
			edges = append(edges, graph.Edge{From: u, To: l.Account})
		}
	}
	g, err := graph.New(len(in.Snap.Accounts), edges, false)
	if err != nil {
		return nil, err
	}
	config, err := centrality.Mixing(ctx, g, out.Classes.Primary, centrality.MixingOptions{})
	if err != nil {
		return nil, err
	}
	drawn, err := t.draws(ctx, in, "mixing "+kind.String())
	if err != nil {
		return nil, err
	}
	inData := make([]int, len(in.Case.Classes))
	for _, c := range out.Classes.Primary {
		if c >= 0 {
			inData[c]++
		}
	}
	var cells []MixingCell
	for _, b := range t.owners {
		for a := range int32(len(in.Case.Classes)) {
			if b < 0 || inData[a] == 0 {
				continue
			}
			c := MixingCell{Kind: kind, Owner: b, Member: a, Members: inData[a], Assortativity: config.Assortativity, AssortativityE: config.StdErr}
			for _, l := range lists {
				if l.Class != b {
					continue
				}
				c.Owners++
				c.Pairs += int64(inData[a])
				if a == b {
					c.Pairs--
				}
				for _, u := range l.members {
					if out.Classes.Primary[u] == a {
						c.Observed++
						c.Accounts = append(c.Accounts, u)
					}
				}
			}
			if c.Pairs == 0 {
				continue // the only account of its class
			}
			slices.Sort(c.Accounts)
			c.Accounts = slices.Compact(c.Accounts)
			if int(a) < config.Classes && int(b) < config.Classes {
				c.Configuration = config.Expected[a][b]
			}
			c.judge(drawn[t.cell(a, b)])
			cells = append(cells, c)
		}
	}
	return cells, nil
}

// judge compares the count with those of the replicates.
func (c *MixingCell) judge(drawn []int32) {
	slices.Sort(drawn)
	n := len(drawn)
	sum := 0
	for _, k := range drawn {
		sum += int(k)
	}
	below, _ := slices.BinarySearch(drawn, int32(c.Observed))
	c.Expected = float64(sum) / float64(n)
	c.Low, c.High = float64(drawn[n/40]), float64(drawn[n-1-n/40])
	c.P = float64(1+n-below) / float64(n+1)
	c.Tested = drawn[0] < drawn[n-1]
}

// mixingFacts corrects the p-values of the cells that can be tested and lists the figures.
func (o *Overlap) mixingFacts(in *Input) {
	var p []float64
	for _, c := range o.Mixing {
		if c.Tested {
			p = append(p, c.P)
		}
	}
	q := bipartite.BenjaminiHochberg(p)
	for i := range o.Mixing {
		c := &o.Mixing[i]
		f := Fact{
			Name: "class_mixing_" + c.Kind.String(), Item: c.Item(in.Case),
			Value: float64(c.Observed), Unit: "follows", Of: "visible_pairs", N: c.Pairs, Level: Observed, Evidence: Evidence{Accounts: c.Accounts},
		}
		if c.Q = 1; c.Tested {
			c.Q, q = q[0], q[1:]
			f.Level = Inferred
			f.Test = &Test{Null: "class_labels", Expected: c.Expected, Low: c.Low, High: c.High, Envelope: true, P: c.P, Q: c.Q, Family: len(p), Replicates: mixingReplicates}
			if c.Q <= Significance {
				f.Innocent = []adentro.Note{{Code: "innocent_colleagues"}}
			}
		}
		o.Facts = append(o.Facts, f)
	}
}

// A mixTable holds, of every member of a list, its class and how many lists of each class of owners it is in.
type mixTable struct {
	owners  []int32   // classes of owners, sorted; -1 is none
	members int32     // classes of members
	counts  []int32   // by member, then class of owner
	strata  [][]int32 // members that are in as many lists
	labels  [][]int32 // by stratum: the classes of those that have one
}

func newMixTable(accounts int, lists []OverlapList, primary []int32) *mixTable {
	t := &mixTable{}
	for _, l := range lists {
		t.owners = append(t.owners, l.Class)
	}
	slices.Sort(t.owners)
	t.owners = slices.Compact(t.owners)
	row := make([]int32, accounts) // of counts, by account, plus 1
	var who []int32
	for _, l := range lists {
		b, _ := slices.BinarySearch(t.owners, l.Class)
		for _, u := range l.members {
			if row[u] == 0 {
				who = append(who, u)
				row[u] = int32(len(who))
				t.counts = append(t.counts, make([]int32, len(t.owners))...)
			}
			t.counts[int(row[u]-1)*len(t.owners)+b]++
		}
	}
	slices.Sort(who) // by account, whatever the order of the lists
	t.strata, t.labels = make([][]int32, len(lists)+1), make([][]int32, len(lists)+1)
	for _, u := range who {
		at, degree := row[u]-1, int32(0)
		for _, k := range t.of(at) {
			degree += k
		}
		t.strata[degree] = append(t.strata[degree], at)
		if c := primary[u]; c >= 0 {
			t.labels[degree] = append(t.labels[degree], c)
			t.members = max(t.members, c+1)
		}
	}
	return t
}

// of returns the counts of a member.
func (t *mixTable) of(member int32) []int32 {
	return t.counts[int(member)*len(t.owners) : int(member+1)*len(t.owners)]
}

// cell returns the place of a class of members and one of owners in the draws; classes without a member share the last.
func (t *mixTable) cell(a, b int32) int {
	i, _ := slices.BinarySearch(t.owners, b)
	return int(min(a, t.members))*len(t.owners) + i
}

// draws returns what the replicates count, by cell.
func (t *mixTable) draws(ctx context.Context, in *Input, item string) ([][]int32, error) {
	cells := int(t.members+1) * len(t.owners)
	drawn := make([][]int32, cells)
	for i := range drawn {
		drawn[i] = make([]int32, mixingReplicates)
	}
	first := random(in.Seed, "overlap", item).Uint64()
	const block = 64
	err := par.For(ctx, in.Workers, (mixingReplicates+block-1)/block, func(k int) error {
		strata := make([][]int32, len(t.strata))
		for d := range strata {
			strata[d] = slices.Clone(t.strata[d])
		}
		count := make([]int32, cells)
		var swapped []int
		for i := k * block; i < min(mixingReplicates, (k+1)*block); i++ {
			clear(count)
			rng := rand.New(rand.NewPCG(first, uint64(i)))
			for d, labels := range t.labels {
				swapped = t.deal(rng, strata[d], labels, count, swapped[:0])
			}
			for c := range count {
				drawn[c][i] = count[c]
			}
		}
		return ctx.Err()
	})
	return drawn, err
}

// deal gives the labels to members of a stratum drawn without replacement, adds up their counts, and puts the members
// back in order, so that a replicate does not depend on those before it.
func (t *mixTable) deal(rng *rand.Rand, members, labels, count []int32, swapped []int) []int {
	k := len(t.owners)
	for i, a := range labels {
		j := i + rng.IntN(len(members)-i)
		members[i], members[j] = members[j], members[i]
		swapped = append(swapped, j)
		row := count[int(a)*k : int(a+1)*k]
		for b, x := range t.of(members[i]) {
			row[b] += x
		}
	}
	for i := len(labels) - 1; i >= 0; i-- {
		members[i], members[swapped[i]] = members[swapped[i]], members[i]
	}
	return swapped
}
