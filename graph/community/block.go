package community

import (
	"context"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

const (
	smallest  = 1 << 14 // nodes of a network in which nodes bid together
	together  = 16      // rounds in which they do
	batch     = 2048    // nodes that bid together, at most
	share     = 70      // they have about one of so many edges
	slice     = 16      // and are at most one of so many in the queue
	pieceSize = fetched // of them to a worker
)

// block returns the nodes of the queue from this one on that bid together: few, for none sees
// where the others of its block go.
func (m *mover) block(from int) []int32 {
	end := from + 1
	if !m.apart {
		most := min(len(m.queue), from+max(1, min(batch, len(m.queue)/slice)))
		edges := int64(0)
		for end = from; end < most && edges <= int64(len(m.to)/share); end++ {
			u := m.queue[end]
			edges += m.at[u+1] - m.at[u]
		}
	}
	return m.queue[from:end]
}

// A move is from one group to another.
type move struct{ from, to int32 }

// bidAll makes the bids of these nodes. Beside that it tells of the moves of the block before,
// which these bids have seen.
func (m *mover) bidAll(ctx context.Context, workers int, nodes []int32, pool pool, own *tally) error {
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

// bidPiece makes the bids of one piece of a block.
func (m *mover) bidPiece(nodes []int32, piece int, t *tally) {
	for i := piece * pieceSize; i < min(len(nodes), (piece+1)*pieceSize); i++ {
		t.sink += m.fetch(nodes, i)
		m.bids[i] = m.bid(nodes[i], t)
	}
}

// takeAll moves the nodes of a block as they bid, in order, and returns by how much that raises
// the quality.
func (m *mover) takeAll(nodes []int32) (gain float64) {
	for i, u := range nodes {
		m.state[u] = settled
		from := m.group[u]
		if g := m.take(u, m.bids[i]); g > 0 {
			gain += g
			m.moved, m.moves = append(m.moved, u), append(m.moves, move{from, m.group[u]})
		}
	}
	return gain
}

// tell takes from the leads of the neighbours of those that moved what it has cost them,
// and lets those wait that lost it. Which neighbours wait already cannot be foretold, so the loop that
// finds the others does not branch on it.
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
				m.wait(v)
			}
		}
		m.edges = edges
	}
	m.moved, m.moves = m.moved[:0], m.moves[:0]
}

func isSettled(s state) (one int) {
	if s == settled {
		one = 1
	}
	return one
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
