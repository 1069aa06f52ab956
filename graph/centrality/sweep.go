package centrality

import (
	"math/bits"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// lanes is the number of sources that a sweep follows side by side: their
// float64s fill one cache line, so that what is fetched for an edge serves all.
// With four, a graph of a million nodes and 20 million edges took 1.3 times as long; for
// 10,000 nodes it made no difference.
const lanes = 8

type laneRow [lanes]float64

// mostPaths is where a sweep gives up counting: a chain of a thousand diamonds
// has 2^1000 paths, and floats end at 2^1024.
const mostPaths = 0x1p900

// An arrival is a node that some lanes reach at a level.
type arrival struct {
	node  int32
	lanes uint8 // bit k: lane k
}

// laneBits say of a node which lanes have not reached it yet, and which are
// reaching it now.
type laneBits struct{ missing, now uint8 }

// A sweep follows all shortest paths from up to eight sources at once, level
// by level, and sums the dependencies of the sources on every node.
type sweep struct {
	g        *graph.Graph
	paths    []laneRow // number of shortest paths from the source; 0: not reached; on the way back (1 + dependency) / paths
	sums     []laneRow // of the neighbours' paths
	bits     []laneBits
	arrivals []arrival
	levels   []int // level l is arrivals[levels[l]:levels[l+1]]
	all      uint8 // the lanes in use
	open     int   // edges to nodes that some lane has not reached
	*dependencies
}

func newSweep(g *graph.Graph, d *dependencies) *sweep {
	n := g.N()
	return &sweep{g: g, paths: make([]laneRow, n), sums: make([]laneRow, n), bits: make([]laneBits, n), dependencies: d}
}

// from adds the dependencies of up to eight different sources. It reports false, and
// adds nothing, where there are more paths than it can count.
func (s *sweep) from(sources []int32) bool {
	s.begin(sources)
	counted := s.forward()
	if counted {
		s.backward()
	}
	for _, a := range s.arrivals {
		s.paths[a.node], s.sums[a.node] = laneRow{}, laneRow{}
		s.bits[a.node] = laneBits{missing: s.all}
	}
	return counted
}

// begin puts a lane at each source; nodes are as if nothing had reached them.
func (s *sweep) begin(sources []int32) {
	if all := uint8(1<<len(sources) - 1); all != s.all {
		s.all = all
		for v := range s.bits {
			s.bits[v].missing = all
		}
	}
	s.arrivals = s.arrivals[:0]
	for k, v := range sources {
		s.arrivals = append(s.arrivals, arrival{v, 1 << k})
		s.bits[v].missing &^= 1 << k
		s.paths[v][k] = 1
	}
	s.levels = append(s.levels[:0], 0, len(s.arrivals))
	s.open = s.g.M()
}

// forward counts paths, level by level, until no lane reaches a node. It
// reports false where it gave up.
func (s *sweep) forward() bool {
	for l := 0; s.levels[l] < s.levels[l+1]; l++ {
		level := s.arrivals[s.levels[l]:s.levels[l+1]]
		push := 0
		for _, a := range level {
			push += len(s.g.Out(a.node))
		}
		if pullPays(s.g.N(), s.open, push) {
			s.pull()
		} else {
			s.push(level)
		}
		largest := s.settle(s.arrivals[s.levels[l+1]:])
		s.levels = append(s.levels, len(s.arrivals))
		if largest > mostPaths {
			return false
		}
	}
	return true
}

// pullPays reports whether it costs less to go through all edges to nodes that some
// source has not reached, open in number, than through the edges from the last level.
// An edge pulled costs half of one pushed, and a node looked at a quarter (measured on R-MAT graphs).
func pullPays(n, open, push int) bool { return open+n/4 < 2*push }

// push adds the paths of the nodes of a level to their neighbours' sums, and
// appends those that are new to a lane to the arrivals.
//
// All lanes of a node are added, whatever their level: where one has not
// reached it 0 is added, and where one reached it before, it has reached the neighbour
// too, and nobody reads that sum any more.
func (s *sweep) push(level []arrival) {
	for _, a := range level {
		if a.lanes&(a.lanes-1) == 0 {
			s.pushOne(a)
			continue
		}
		p := s.paths[a.node]
		for _, w := range s.g.Out(a.node) {
			b := &s.bits[w]
			reached := b.missing & a.lanes
			if reached == 0 {
				continue
			}
			if b.now == 0 {
				s.arrivals = append(s.arrivals, arrival{node: w})
			}
			b.now |= reached
			addRow(&s.sums[w], &p)
		}
	}
}

// pull does the same as push from the other end: it adds up what the neighbours of
// the nodes bring that some lane has not reached.
func (s *sweep) pull() {
	for v := range s.bits {
		b := &s.bits[v]
		if b.missing == 0 {
			continue
		}
		in := s.g.In(int32(v))
		if len(in) == 0 {
			continue
		}
		sum := sumRows(s.paths, in)
		for k, x := range sum {
			if x > 0 {
				b.now |= 1 << k
			}
		}
		b.now &= b.missing
		if b.now != 0 {
			s.sums[v] = sum
			s.arrivals = append(s.arrivals, arrival{node: int32(v)})
		}
	}
}

// pushOne does the same for a node that a single lane reaches. (The remainder, here
// and below, spares a check of bounds.)
func (s *sweep) pushOne(a arrival) {
	k := bits.TrailingZeros8(a.lanes) % lanes
	p := s.paths[a.node][k]
	for _, w := range s.g.Out(a.node) {
		b := &s.bits[w]
		if b.missing&a.lanes == 0 {
			continue
		}
		if b.now == 0 {
			s.arrivals = append(s.arrivals, arrival{node: w})
		}
		b.now |= a.lanes
		s.sums[w][k] += p
	}
}

// addRow is written out because the compiler does not unroll loops.
func addRow(sum, x *laneRow) {
	sum[0] += x[0]
	sum[1] += x[1]
	sum[2] += x[2]
	sum[3] += x[3]
	sum[4] += x[4]
	sum[5] += x[5]
	sum[6] += x[6]
	sum[7] += x[7]
}

// settle makes the sums of new arrivals their paths, and returns the largest.
func (s *sweep) settle(level []arrival) (largest float64) {
	for i := range level {
		v := level[i].node
		b := &s.bits[v]
		level[i].lanes = b.now
		paths, sums := &s.paths[v], &s.sums[v]
		for rest := b.now; rest != 0; rest &= rest - 1 {
			k := bits.TrailingZeros8(rest) % lanes
			paths[k] = sums[k]
			largest = max(largest, sums[k])
		}
		b.missing &^= b.now
		if b.missing == 0 {
			s.open -= len(s.g.In(v))
		}
		b.now = 0
	}
	return largest
}

// backward sums dependencies from the farthest level to the first; those of
// the sources themselves are not wanted.
//
// The sums of a level hold (1 + dependency) / paths of all farther levels and
// of no other, so that for a node at the level before they are those of its successors.
func (s *sweep) backward() {
	for _, a := range s.arrivals {
		s.sums[a.node] = laneRow{}
	}
	// levels ends with the start of the empty level after the last.
	for l := len(s.levels) - 3; l >= 1; l-- {
		level := s.arrivals[s.levels[l]:s.levels[l+1]]
		for _, a := range level {
			sum := s.gather(a)
			paths := &s.paths[a.node]
			for rest := a.lanes; rest != 0; rest &= rest - 1 {
				k := bits.TrailingZeros8(rest) % lanes
				dependency := float64(paths[k] * sum[k])
				paths[k] = (1 + dependency) / paths[k]
				s.addTo(a.node, dependency)
			}
		}
		for _, a := range level {
			paths, sums := &s.paths[a.node], &s.sums[a.node]
			for rest := a.lanes; rest != 0; rest &= rest - 1 {
				k := bits.TrailingZeros8(rest) % lanes
				sums[k] = paths[k]
			}
		}
	}
}

// gather returns what the neighbours of a node have in their sums.
func (s *sweep) gather(a arrival) (sum laneRow) {
	out := s.g.Out(a.node)
	if a.lanes&(a.lanes-1) != 0 {
		return sumRows(s.sums, out)
	}
	k := bits.TrailingZeros8(a.lanes) % lanes
	x := 0.0
	for _, w := range out {
		x += s.sums[w][k]
	}
	sum[k] = x
	return sum
}

func sumRows(rows []laneRow, nodes []int32) laneRow {
	var s0, s1, s2, s3, s4, s5, s6, s7 float64
	for _, w := range nodes {
		x := &rows[w]
		s0 += x[0]
		s1 += x[1]
		s2 += x[2]
		s3 += x[3]
		s4 += x[4]
		s5 += x[5]
		s6 += x[6]
		s7 += x[7]
	}
	return laneRow{s0, s1, s2, s3, s4, s5, s6, s7}
}
