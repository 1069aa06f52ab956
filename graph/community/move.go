package community

import (
	"context"
	"math"
	"math/rand/v2"
)

// A mover moves the nodes of one network between groups, one at a time, as long as
// the quality rises.
type mover struct {
	*network
	group  []int32
	volume []float64 // mass, by group
	count  []int32   // nodes, by group
	empty  []int32   // groups without nodes
	units  float64   // in one of weight, see stand
	state  []state   // by node
	stand  []stand   // by node
	queue  []int32
	next   []int32
}

// A state says where a node is in a round.
type state uint8

const (
	settled state = iota
	waiting       // in the queue
	bidding       // in the block whose bids are being taken
	beside        // likewise, and a neighbour has moved since it bid
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
// them, and few move a second time. Of those with equally many, which often
// are neighbours when their indices are near, the nodes of a block are far apart.
func (n *network) order() []int32 {
	step := 1
	if n.size() >= smallest {
		step = n.size()/batch | 1 // odd, as there are graphs in which even nodes have most edges
	}
	spread, fewer := make([]int32, 0, n.size()), make([]int32, 0, n.size())
	most := int64(0)
	for u := range n.size() {
		most = max(most, n.at[u+1]-n.at[u])
	}
	for from := range step {
		for u := from; u < n.size(); u += step {
			spread = append(spread, int32(u))
			fewer = append(fewer, int32(most-(n.at[u+1]-n.at[u])))
		}
	}
	_, order := bucket(fewer, int(most)+1)
	for i, j := range order {
		order[i] = spread[j]
	}
	return order
}

// shuffle puts the waiting nodes into random order.
func (m *mover) shuffle(r *rand.Rand) {
	r.Shuffle(len(m.queue), func(i, j int) { m.queue[i], m.queue[j] = m.queue[j], m.queue[i] })
}

// A bid is the weight of the edges of a node to the group that it would best be in, and
// to its own.
type bid struct{ there, own float64 }

// run moves nodes until no move gains, or a round over all waiting nodes gains
// less than enough. It returns by how much the quality of the network has risen, in
// units of weight.
//
// Nodes wait in a queue; a move puts the neighbours that it costs their lead at its end.
// The bids of a block are made in parallel, then taken in order; a node that has lost
// its lead meanwhile bids again. As blocks depend on the number of nodes only, so does
// the result.
func (m *mover) run(ctx context.Context, workers int, enough float64) (gained float64, err error) {
	block := 1
	if m.size() >= smallest {
		block = batch
	}
	bids := make([]bid, block)
	pool := newPool(workers, m.size())
	own := &tally{weight: make([]float64, m.size())}
	for len(m.queue) > 0 {
		round := 0.0
		for from := 0; from < len(m.queue); from += block {
			if from%batch == 0 && ctx.Err() != nil {
				return 0, ctx.Err()
			}
			nodes := m.queue[from:min(from+block, len(m.queue))]
			if err := m.bidAll(ctx, workers, nodes, bids, pool, own); err != nil {
				return 0, err
			}
			for i, u := range nodes {
				switch s := m.stand[u]; {
				case s.lead < 0:
					bids[i] = m.bid(u, own)
				case m.state[u] == beside && s.best != m.group[u]:
					bids[i] = m.weigh(u)
				}
				m.state[u] = settled
				round += m.take(u, bids[i])
			}
		}
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

const (
	enough   = 1e-5    // of the total weight: a round that gains less ends a level
	smallest = 1 << 14 // nodes of a network whose moves are sought in parallel
	batch    = 1024    // nodes that bid at once
)

// bidAll makes the bids of these nodes.
func (m *mover) bidAll(ctx context.Context, workers int, nodes []int32, bids []bid, pool pool, own *tally) error {
	if len(nodes) <= blockSize {
		for i, u := range nodes {
			bids[i] = m.bid(u, own)
		}
		return nil
	}
	return forBlocks(ctx, workers, len(nodes), func(from, to int) {
		t := pool.get()
		for i := from; i < to; i++ {
			bids[i] = m.bid(nodes[i], t)
		}
		pool.put(t)
	})
}

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
	m.state[u], m.stand[u] = bidding, stand{best, float32((most - second) * m.units)}
	return b
}

// weigh returns the bid of u for the same group as before, neighbours having moved.
func (m *mover) weigh(u int32) (b bid) {
	own, best := m.group[u], m.stand[u].best
	to, weights := m.row(u)
	for i, v := range to {
		w := 1.0
		if weights != nil {
			w = weights[i]
		}
		switch m.group[v] {
		case own:
			b.own += w
		case best:
			b.there += w
		}
	}
	return b
}

// take moves u as it bid, and returns by how much that raises the quality. It stays
// where the groups have changed so that nothing is gained any more.
func (m *mover) take(u int32, b bid) (gain float64) {
	own, s := m.group[u], &m.stand[u]
	if s.best == own {
		return 0
	}
	mass := m.mass[u]
	per := m.per * mass
	gain = b.there - b.own + float64(per*(m.volume[own]-mass))
	if s.best >= 0 {
		gain -= float64(per * m.volume[s.best])
	}
	if gain <= rounding*(b.there+b.own+float64(per*m.volume[own])) || s.best < 0 && m.count[own] == 1 {
		*s = stand{best: own}
		return 0
	}
	m.leave(u, own)
	if s.best < 0 {
		last := len(m.empty) - 1
		s.best, m.empty = m.empty[last], m.empty[:last]
	}
	m.group[u] = s.best
	m.volume[s.best] += mass
	m.count[s.best]++
	m.tell(u, own, s.best)
	return gain
}

// tell takes from the leads of the neighbours of u what its move has cost them, and
// lets those wait that lost it.
func (m *mover) tell(u, from, to int32) {
	neighbours, weights := m.row(u)
	for i, v := range neighbours {
		if m.state[v] == waiting {
			continue
		}
		w := float32(1)
		if weights != nil {
			w = float32(weights[i] * m.units)
		}
		s := &m.stand[v]
		switch s.best {
		case to:
			s.lead += w
		case from:
			s.lead -= 2 * w
		default:
			s.lead -= w
		}
		if m.state[v] == bidding {
			m.state[v] = beside
		} else if s.lead < 0 && m.state[v] == settled {
			m.state[v] = waiting
			m.next = append(m.next, v)
		}
	}
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
