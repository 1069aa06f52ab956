package community

import (
	"context"
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
	state  []state   // by node
	queue  []int32
	next   []int32
}

// A state says where a node stands in a round.
type state uint8

const (
	settled state = iota
	waiting       // in the queue
	bidding       // in the block whose bids are being taken
	stale         // likewise, but a neighbour has moved since it bid
)

// newMover begins from these groups, labelled 0..n-1, which it keeps.
func newMover(n *network, group []int32) *mover {
	m := &mover{
		network: n, group: group, volume: make([]float64, n.size()), count: make([]int32, n.size()),
		state: make([]state, n.size()), queue: make([]int32, n.size()),
	}
	for u, c := range group {
		m.volume[c] += n.mass[u]
		m.count[c]++
		m.queue[u], m.state[u] = int32(u), waiting
	}
	for c := n.size() - 1; c >= 0; c-- {
		if m.count[c] == 0 {
			m.empty = append(m.empty, int32(c))
		}
	}
	return m
}

// shuffle puts the waiting nodes into random order.
func (m *mover) shuffle(r *rand.Rand) {
	r.Shuffle(len(m.queue), func(i, j int) { m.queue[i], m.queue[j] = m.queue[j], m.queue[i] })
}

// A bid is the group that a node would best move to, -1 for an empty one, with the
// weights of its edges there and in its own group.
type bid struct {
	to         int32
	there, own float64
}

// run moves nodes until no move gains, or a round over all waiting nodes gains
// less than enough. It returns by how much the quality of the network has risen, in
// units of weight.
//
// Nodes wait in a queue; a move puts the neighbours that are elsewhere at its end.
// The bids of a block are made in parallel, then taken in order; a node with a
// neighbour that has moved meanwhile bids again. As blocks depend on the number of
// nodes only, so does the result.
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
				if m.state[u] == stale {
					bids[i] = m.bid(u, own)
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
	for _, u := range nodes {
		m.state[u] = bidding
	}
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

// bid returns the best group for u as all others stand: its own, unless another is
// better. Of equal ones the first that a neighbour is in is taken.
func (m *mover) bid(u int32, t *tally) bid {
	t.reset()
	to, weights := m.row(u)
	t.add(to, weights, m.group)
	own := m.group[u]
	mass := m.mass[u]
	per := m.per * mass
	b := bid{own, t.weight[own], t.weight[own]}
	most := b.own - float64(per*(m.volume[own]-mass))
	if most < 0 {
		b.to, b.there, most = -1, 0, 0
	}
	for _, c := range t.touched {
		w := t.weight[c]
		t.weight[c] = 0
		if gain := w - float64(per*m.volume[c]); gain > most && c != own {
			b.to, b.there, most = c, w, gain
		}
	}
	return b
}

// take moves u as it bid, and returns by how much that raises the quality. It stays
// where the groups have changed so that nothing is gained any more.
func (m *mover) take(u int32, b bid) (gain float64) {
	own := m.group[u]
	if b.to == own {
		return 0
	}
	mass := m.mass[u]
	per := m.per * mass
	gain = b.there - b.own + float64(per*(m.volume[own]-mass))
	if b.to >= 0 {
		gain -= float64(per * m.volume[b.to])
	}
	if gain <= rounding*(b.there+b.own+float64(per*m.volume[own])) || b.to < 0 && m.count[own] == 1 {
		return 0
	}
	m.leave(u, own)
	if b.to < 0 {
		last := len(m.empty) - 1
		b.to, m.empty = m.empty[last], m.empty[:last]
	}
	m.group[u] = b.to
	m.volume[b.to] += mass
	m.count[b.to]++
	for _, v := range m.to[m.at[u]:m.at[u+1]] {
		switch m.state[v] {
		case settled:
			if m.group[v] != b.to {
				m.state[v] = waiting
				m.next = append(m.next, v)
			}
		case bidding:
			m.state[v] = stale
		}
	}
	return gain
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
