package analysis

import (
	"context"
	"math"
	"slices"

	"github.com/seed-1b5e0f84/adentro/graph/bipartite"
)

// An OverlapSide sums up one group of lists.
type OverlapSide struct {
	Lists, Pairs, Significant int
	Size                      int     // median length of the lists
	Jaccard, Coefficient      float64 // medians over the pairs
	Held, Shared              int     // accounts in one list or more, in two or more
}

// An OverlapControl sets the case's lists beside those of the control. Difference is the mean Jaccard index of the
// case's pairs less that of the control's; P that labels dealt out to the lists at random give as large a one.
type OverlapControl struct {
	Case, Control OverlapSide
	Difference    float64
	Low, High     float64 // where Difference falls in 95 of 100 deals
	P             float64
	Replicates    int
}

// labelReplicates is how often labels are dealt out.
const labelReplicates = 1999

// control compares the case's lists with those of the control, if the data hold two or more of these.
func (o *Overlap) control(ctx context.Context, in *Input) error {
	control := slices.Clone(o.Lists[o.Case:])
	if len(control) < 2 {
		return nil
	}
	m, _, err := matrix(in, control)
	if err != nil {
		return err
	}
	copy(o.Lists[o.Case:], control) // sizes
	tests, _, _, err := testOverlap(ctx, in, "control", m)
	if err != nil {
		return err
	}
	own, _, err := matrix(in, slices.Clone(o.Lists[:o.Case]))
	if err != nil {
		return err
	}
	c := &OverlapControl{Case: side(own, o.Pairs), Control: side(m, pairsOf(tests)), Replicates: labelReplicates}
	both, _, err := matrix(in, slices.Clone(o.Lists))
	if err != nil {
		return err
	}
	all, err := bipartite.Pairs(ctx, both, bipartite.PairsOptions{Workers: in.Workers})
	if err != nil {
		return err
	}
	c.deal(in, all, both.Rows(), o.Case)
	o.Control = c
	o.Facts = append(o.Facts, Fact{
		Name: "overlap_control", Value: c.Difference, Of: "control_lists", N: int64(len(control)),
		Test: &Test{Null: "list_labels", Low: c.Low, High: c.High, Envelope: true, P: c.P, Q: c.P, Family: 1, Replicates: c.Replicates},
	})
	return nil
}

// side sums up lists and their tested pairs.
func side(m *bipartite.Incidence, pairs []OverlapPair) OverlapSide {
	s := OverlapSide{Lists: m.Rows(), Pairs: len(pairs), Held: m.Held()}
	var jaccard, coefficient, size []float64
	for i := range pairs {
		jaccard, coefficient = append(jaccard, pairs[i].Jaccard()), append(coefficient, pairs[i].OverlapCoefficient())
		if pairs[i].Q <= Significance {
			s.Significant++
		}
	}
	for i := range m.Rows() {
		size = append(size, float64(len(m.Row(i))))
	}
	for c := range m.Columns() {
		if len(m.Holders(c)) > 1 {
			s.Shared++
		}
	}
	s.Jaccard, s.Coefficient, s.Size = median(jaccard), median(coefficient), int(median(size))
	return s
}

// median returns the lower median of x, 0 where there is none.
func median(x []float64) float64 {
	if len(x) == 0 {
		return 0
	}
	slices.Sort(x)
	return x[(len(x)-1)/2]
}

// deal computes the difference for the labels observed, the first own of n lists, and for labels dealt at random.
func (c *OverlapControl) deal(in *Input, pairs []bipartite.Pair, n, own int) {
	label := make([]bool, n)
	for i := range own {
		label[i] = true
	}
	difference := func() float64 {
		var sum [2]float64
		var count [2]float64
		for i := range pairs {
			p := &pairs[i]
			if label[p.U] == label[p.V] {
				k := 0
				if label[p.U] {
					k = 1
				}
				sum[k] += p.Jaccard()
				count[k]++
			}
		}
		return sum[1]/count[1] - sum[0]/count[0]
	}
	c.Difference = difference()
	rng := random(in.Seed, "overlap", "labels")
	drawn := make([]float64, c.Replicates)
	atLeast := 0
	for i := range drawn {
		rng.Shuffle(n, func(i, j int) { label[i], label[j] = label[j], label[i] })
		drawn[i] = difference()
		if drawn[i] >= c.Difference-1e-12*math.Abs(c.Difference) {
			atLeast++
		}
	}
	slices.Sort(drawn)
	cut := len(drawn) / 40
	c.Low, c.High = drawn[cut], drawn[len(drawn)-1-cut]
	c.P = float64(1+atLeast) / float64(c.Replicates+1)
}
