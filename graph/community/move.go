package community

import (
	"context"
	"math"
	"math/bits"
	"math/rand/v2"

	"github.com/seed-1b5e0f84/adentro/internal/par"
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

	// Of the block in hand:
	nodes []int32
	bids  []bid     // by place in the block
	seat  []uint16  // by node: 1 + its place in the block; 0 for none
	near  [][]int64 // by piece of the block: edges between its nodes and the block, in order
	moved []int32   // nodes whose neighbours have not been told
	moves []move    // of these
	edges []int64   // scratch
	sink  int32     // for fetch
}

// A state says where a node is in a round.
type state uint8

const (
	settled state = iota
	waiting       // in the queue, or in the block in hand
	taken         // in the block in hand, and has had its turn
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

// A move is from one group to another.
type move struct{ from, to int32 }

// newMover begins from these groups, labelled 0..n-1, which it keeps.
func newMover(n *network, group []int32) *mover {
	m := &mover{
		network: n, group: group, volume: make([]float64, n.size()), count: make([]int32, n.size()),
		state: make([]state, n.size()), stand: make([]stand, n.size()), seat: make([]uint16, n.size()), queue: n.order(),
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
// units of weight.
//
// Nodes wait in a queue; a move puts the neighbours that it costs their lead at its end.
// The bids of a block are made in parallel, then taken in order; a node that has lost
// its lead meanwhile bids again. As blocks depend on the number of nodes only, so does
// the result.
func (m *mover) run(ctx context.Context, workers int, enough float64) (gained float64, err error) {
	m.bids, m.near = make([]bid, batch), make([][]int64, batch/pieceSize)
	pool := newPool(workers, m.size())
	own := &tally{weight: make([]float64, m.size())}
	for len(m.queue) > 0 {
		round := 0.0
		for from := 0; from < len(m.queue); {
			if m.size() >= smallest || from%batch == 0 {
				if err := ctx.Err(); err != nil {
					return 0, err
				}
			}
			nodes := m.block(from)
			if err := m.bidAll(ctx, workers, nodes, pool, own); err != nil {
				return 0, err
			}
			round += m.takeAll(nodes, own)
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

// block returns the nodes of the queue from this one on that bid at once: one in a small
// network; else as many as have a small share of all edges, for the more edges lead from
// a block to itself, the more of its bids have to be made again.
func (m *mover) block(from int) []int32 {
	end := from + 1
	if m.size() >= smallest {
		edges := int64(0)
		for end = from; end < min(len(m.queue), from+batch) && edges < int64(len(m.to)/share); end++ {
			u := m.queue[end]
			edges += m.at[u+1] - m.at[u]
		}
	}
	return m.queue[from:end]
}

// A gain of less than this share of what it is the difference of may be no gain, and
// moves for it might never end.
const rounding = 1e-12

const (
	enough    = 1e-5    // of the total weight: a round that gains less ends a level
	smallest  = 1 << 14 // nodes of a network whose moves are sought in parallel
	batch     = 2048    // nodes that bid at once, at most
	pieceSize = fetched // of them to a worker
	share     = 70      // that have about one of so many edges
)

// bidAll makes the bids of these nodes, whose groups it marks. Beside that it tells of the
// moves of the block before, which these bids have seen.
func (m *mover) bidAll(ctx context.Context, workers int, nodes []int32, pool pool, own *tally) error {
	for i, u := range nodes {
		m.seat[u] = uint16(i + 1)
		m.group[u] = mark(m.group[u])
	}
	if len(nodes) <= pieceSize {
		m.tell()
		m.bidPiece(nodes, 0, own)
		return nil
	}
	return par.For(ctx, workers, 1+(len(nodes)+pieceSize-1)/pieceSize, func(i int) error {
		if i == 0 {
			m.tell()
			return nil
		}
		t := pool.get()
		m.bidPiece(nodes, i-1, t)
		pool.put(t)
		return nil
	})
}

// bidPiece makes the bids of one piece of a block, and lists the edges to others of the block.
func (m *mover) bidPiece(nodes []int32, piece int, t *tally) {
	from, end := piece*pieceSize, min(len(nodes), (piece+1)*pieceSize)
	near := m.near[piece][:0]
	for i := from; i < end; i++ {
		t.sink += m.fetch(nodes, i)
		m.bids[i], near = m.bid(nodes[i], t, near)
	}
	m.near[piece] = near
}

// takeAll moves the nodes of a block as they bid, and returns by how much that raises the
// quality.
func (m *mover) takeAll(nodes []int32, own *tally) (gain float64) {
	for _, u := range nodes {
		m.group[u] = plain(m.group[u])
	}
	var near []int64
	for i, u := range nodes {
		if i%pieceSize == 0 {
			near = m.near[i/pieceSize]
		}
		k := 0
		for k < len(near) && m.at[u] <= near[k] && near[k] < m.at[u+1] {
			k++
		}
		if m.stand[u].lead < 0 {
			m.bids[i], m.edges = m.bid(u, own, m.edges[:0])
		}
		m.seat[u], m.state[u] = 0, taken
		from := m.group[u]
		if g := m.take(u, m.bids[i]); g > 0 {
			gain += g
			mv := move{from, m.group[u]}
			m.moved, m.moves = append(m.moved, u), append(m.moves, mv)
			for _, e := range near[:k] {
				m.meet(e, mv)
			}
		}
		near = near[k:]
	}
	m.nodes = nodes
	return gain
}

// bid finds the best group for u as all others stand: its own, unless another is
// better. Of equal ones the first that a neighbour is in is taken. It appends to near the
// edges to marked nodes.
func (m *mover) bid(u int32, t *tally, near []int64) (bid, []int64) {
	t.reset()
	to, weights := m.row(u)
	near = t.addNear(to, weights, m.group, m.at[u], near)
	own := plain(m.group[u])
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
	return b, near
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
	return gain
}

// tell takes from the leads of the neighbours of those that moved what it has cost them,
// and lets those wait that lost it. Those in the same block have met the move. Which
// neighbours wait already cannot be foretold, so the loop that finds the others does not branch on it.
func (m *mover) tell() {
	for i, u := range m.moved {
		m.sink += m.fetch(m.moved, i)
		mv, from, end := m.moves[i], m.at[u], m.at[u+1]
		edges, k := grown(m.edges, int(end-from)), 0
		for j, v := range m.to[from:end] {
			edges[k] = from + int64(j)
			k += isSettled(m.state[v])
		}
		for _, e := range edges[:k] {
			v, w := m.to[e], float32(1)
			if m.weight != nil {
				w = float32(m.weight[e] * m.units)
			}
			if m.stand[v].lose(w, mv) && m.state[v] == settled {
				m.state[v] = waiting
				m.next = append(m.next, v)
			}
		}
		m.edges = edges
	}
	for _, u := range m.nodes {
		if m.state[u] == taken {
			m.state[u] = settled
		}
	}
	m.moved, m.moves, m.nodes = m.moved[:0], m.moves[:0], nil
}

func isSettled(s state) (one int) {
	if s == settled {
		one = 1
	}
	return one
}

// meet does what tell does, over an edge to a node of the same block; of one that has not
// had its turn it mends the bid.
func (m *mover) meet(e int64, mv move) {
	v, w := m.to[e], 1.0
	if m.weight != nil {
		w = m.weight[e]
	}
	s := &m.stand[v]
	lost := s.lose(float32(w*m.units), mv)
	if m.seat[v] == 0 {
		if lost && m.state[v] == taken {
			m.state[v] = waiting
			m.next = append(m.next, v)
		}
		return
	}
	b := &m.bids[m.seat[v]-1]
	switch own := m.group[v]; own {
	case mv.from:
		b.own -= w
	case mv.to:
		b.own += w
	}
	switch s.best {
	case mv.from:
		b.there -= w
	case mv.to:
		b.there += w
	}
}

// lose takes from a lead what a move over an edge of this weight has cost it. It reports
// whether nothing of it is left.
func (s *stand) lose(w float32, mv move) bool {
	switch s.best {
	case mv.to:
		s.lead += w
	case mv.from:
		s.lead -= 2 * w
	default:
		s.lead -= w
	}
	return s.lead < 0
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
