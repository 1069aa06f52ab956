package community

import (
	"context"
	"math"
	"math/bits"
	"math/rand/v2"
)

// A mover moves the nodes of one network between groups as long as the quality rises.
type mover struct {
	*network
	group  []int32
	volume []float64 // mass, by group
	count  []int32   // nodes, by group
	empty  []int32   // all groups without nodes, and some that have got one since
	units  float64   // in one of weight, see stand
	state  []state   // by node
	stand  []stand   // by node
	queue  []int32
	next   []int32

	apart bool    // nodes bid one by one
	bids  []bid   // by place in the block in hand
	moved []int32 // nodes whose neighbours have not been told
	moves []move  // of these
	edges []int64 // scratch
	sink  int32   // for fetch
}

// A state says where a node is in a round.
type state uint8

const (
	settled state = iota
	waiting       // in the queue, or in the block in hand
)

// A stand is what has become of the last bid of a node: the group that it would best be
// in, -1 for an empty one, and by how much it is better there than in any other, in mean
// weights of an edge. Each move of a neighbour takes from the lead as much as it may add to
// another group. Until it is below 0 no other group is better, the volumes of groups apart,
// and the node need not look. (So are distances bounded in k-means by Hamerly 2010,
// doi:10.1137/1.9781611972801.12.)
type stand struct {
	best int32
	lead float32
}

// A bid is the weight of the edges of a node to the group that it would best be in, and
// to its own.
type bid struct{ there, own float64 }

// newMover begins from these groups, labelled 0..n-1, which it keeps.
func newMover(n *network, group []int32) *mover {
	m := &mover{
		network: n, group: group, volume: make([]float64, n.size()), count: make([]int32, n.size()),
		state: make([]state, n.size()), stand: make([]stand, n.size()), queue: n.order(),
	}
	if n.unit > 0 {
		m.units = 1 / n.unit
	}
	for u, c := range group {
		m.volume[c] += n.mass[u]
		m.count[c]++
		m.state[u] = waiting
	}
	for c := n.size() - 1; c >= 0; c-- {
		if m.count[c] == 0 {
			m.empty = append(m.empty, int32(c))
		}
	}
	return m
}

// order returns the nodes, those with most edges first: others then find the groups around
// them, and few move a second time. In a large network those that have as many to the next
// power of two come by index, in strides: the nodes of a block, which would often be
// neighbours were their indices near, are far apart, and what one block reads lies beside what
// the next does.
func (n *network) order() []int32 {
	nodes, fewer := identity(n.size()), make([]int32, n.size())
	most := int64(0)
	for u := range nodes {
		most = max(most, n.at[u+1]-n.at[u])
	}
	for u := range nodes {
		fewer[u] = int32(most - (n.at[u+1] - n.at[u]))
	}
	if n.size() >= smallest {
		step := n.size()/batch | 1 // odd, as there are graphs in which even nodes have most edges
		nodes, fewer = nodes[:0], fewer[:0]
		for from := range step {
			for u := from; u < n.size(); u += step {
				nodes, fewer = append(nodes, int32(u)), append(fewer, int32(bits.LeadingZeros64(uint64(n.at[u+1]-n.at[u]))))
			}
		}
		most = 64
	}
	_, order := bucket(fewer, int(most)+1)
	for i, j := range order {
		order[i] = nodes[j]
	}
	return order
}

// shuffle puts the waiting nodes into random order.
func (m *mover) shuffle(r *rand.Rand) {
	r.Shuffle(len(m.queue), func(i, j int) { m.queue[i], m.queue[j] = m.queue[j], m.queue[i] })
}

// run moves nodes until no move gains, or a round over all waiting nodes gains
// less than enough. It returns by how much the quality of the network has risen, in
// units of weight: about, where nodes bid together.
//
// Nodes wait in a queue; a move puts the neighbours that it costs their lead at its end.
// The nodes of a block bid in parallel, none seeing where the others go, beside telling the
// neighbours of those that moved in the block before; then they move in order. (So do those of a
// subround in Gottesbüren & Hamann 2022, doi:10.1007/978-3-031-12597-3_19.) As blocks depend on the
// network only, so does the result. After some rounds, and in a small network, nodes bid one by
// one, so that every move raises the quality and they come to an end.
func (m *mover) run(ctx context.Context, workers int, enough float64) (gained float64, err error) {
	m.bids = make([]bid, batch)
	pool := newPool(workers, m.size())
	own := &tally{weight: make([]float64, m.size())}
	for rounds := 0; len(m.queue) > 0; rounds++ {
		round := 0.0
		m.apart = m.size() < smallest || rounds >= together
		for from := 0; from < len(m.queue); {
			if !m.apart || from%batch == 0 {
				if err := ctx.Err(); err != nil {
					return 0, err
				}
			}
			nodes := m.block(from)
			if err := m.bidAll(ctx, workers, nodes, pool, own); err != nil {
				return 0, err
			}
			round += m.takeAll(nodes)
			from += len(nodes)
		}
		m.tell()
		gained += round
		if round < enough {
			break
		}
		m.queue, m.next = m.next, m.queue[:0]
	}
	return gained, nil
}

// A gain of less than this share of what it is the difference of may be no gain, and
// moves for it might never end.
const rounding = 1e-12

const enough = 1e-5 // of the total weight: a round that gains less ends a level

// bid finds the best group for u as all others stand: its own, unless another is
// better. Of equal ones the first that a neighbour is in is taken.
func (m *mover) bid(u int32, t *tally) bid {
	t.reset()
	to, weights := m.row(u)
	t.add(to, weights, m.group)
	own := m.group[u]
	mass := m.mass[u]
	per := m.per * mass
	b := bid{t.weight[own], t.weight[own]}
	best, most, second := own, b.own-float64(per*(m.volume[own]-mass)), 0.0
	if most < 0 {
		best, b.there, most, second = -1, 0, 0, most
	}
	t.weight[own] = math.Inf(-1) // not to be found again
	for _, c := range t.touched {
		w := t.weight[c]
		t.weight[c] = 0
		if w <= second {
			continue
		}
		gain := w - float64(per*m.volume[c])
		if gain <= second {
			continue
		}
		if gain <= most {
			second = gain
		} else {
			best, b.there, most, second = c, w, gain, most
		}
	}
	t.weight[own] = 0
	m.stand[u] = stand{best, float32((most - second) * m.units)}
	return b
}

// take moves u as it bid, and returns by how much that raises the quality. It stays
// where the groups have changed so that nothing is gained any more, or the one that it would join is
// gone: two that bid for each other's would change places.
func (m *mover) take(u int32, b bid) (gain float64) {
	own, s := m.group[u], &m.stand[u]
	if s.best == own {
		return 0
	}
	mass := m.mass[u]
	per := m.per * mass
	gain = b.there - b.own + float64(per*(m.volume[own]-mass))
	gone := s.best < 0 && m.count[own] == 1
	if s.best >= 0 {
		gain -= float64(per * m.volume[s.best])
		gone = m.count[s.best] == 0
	}
	if gone || gain <= rounding*(b.there+b.own+float64(per*m.volume[own])) {
		*s = stand{best: own}
		if !m.apart { // a third group may be better
			m.wait(u)
		}
		return 0
	}
	m.leave(u, own)
	for s.best < 0 {
		last := len(m.empty) - 1
		if c := m.empty[last]; m.count[c] == 0 {
			s.best = c
		}
		m.empty = m.empty[:last]
	}
	m.group[u] = s.best
	m.volume[s.best] += mass
	m.count[s.best]++
	return gain
}

// wait puts u at the end of the queue.
func (m *mover) wait(u int32) {
	m.state[u] = waiting
	m.next = append(m.next, u)
}

// leave takes u out of c.
func (m *mover) leave(u, c int32) {
	m.volume[c] -= m.mass[u]
	m.count[c]--
	if m.count[c] == 0 {
		m.volume[c] = 0
		m.empty = append(m.empty, c)
	}
}
