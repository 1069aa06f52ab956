package community

import (
	"context"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

const (
	smallest  = 1 << 14 // nodes of a network whose moves are sought in parallel
	batch     = 2048    // nodes that bid at once, at most
	share     = 70      // they have about one of so many edges
	pieceSize = fetched // of them to a worker
)

// block returns the nodes of the queue from this one on that bid at once: one in a small
// network; else as many as have a small share of all edges, for the more edges lead from
// a block to itself, the more of its bids have to be made again.
func (m *mover) block(from int) []int32 {
	end := from + 1
	if m.size() >= smallest {
		edges := int64(0)
		for end = from; end < min(len(m.queue), from+batch) && edges <= int64(len(m.to)/share); end++ {
			u := m.queue[end]
			edges += m.at[u+1] - m.at[u]
		}
	}
	return m.queue[from:end]
}

// A move is from one group to another.
type move struct{ from, to int32 }

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

// takeAll moves the nodes of a block as they bid, in order, and returns by how much that raises
// the quality. A node that has lost its lead to those before it bids again.
func (m *mover) takeAll(nodes []int32, own *tally) (gain float64) {
	for _, u := range nodes {
		m.group[u] = plain(m.group[u])
	}
	var near []int64
	for i, u := range nodes {
		if i%pieceSize == 0 { // edges of a piece are in the order of its nodes
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

// tell takes from the leads of the neighbours of those that moved what it has cost them,
// and lets those wait that lost it. Those in the same block have met the move. Which
// neighbours wait already cannot be foretold, so the loop that finds the others does not
// branch on it.
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
	switch m.group[v] {
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
