package ingest

import (
	"errors"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
)

// gather adds up what the pieces held, and makes parts of them.
func (l *EdgeList) gather(pieces []edgePiece, counts []edgeCount) {
	together := !l.kept.apart
	l.Records = adentro.Records{Seen: l.layout.comments, Ignored: l.layout.comments}
	lines := l.layout.lines
	for i, c := range counts {
		l.Records = l.Records.Add(c.records)
		for _, r := range c.rejects {
			if len(l.Rejects) < maxToldRejects {
				r.Line += lines
				r.Offset += pieces[i].off
				l.Rejects = append(l.Rejects, r)
			}
		}
		lines += c.lines
		together = together && c.kept != nil && len(c.kept.left) == cap(c.kept.left)
		edges := int(c.records.Accepted)
		if l.opt.Undirected {
			edges *= 2
		}
		l.Parts = append(l.Parts, EdgePart{edges, func(block func(from, to []int32, weights []float64)) error {
			return l.walk(pieces[i], c, block)
		}})
	}
	if together && !l.opt.Undirected && !l.Weighted {
		l.from, l.to = l.kept.left[:l.kept.given], l.kept.right[:l.kept.given]
	}
	l.kept.left, l.kept.right = nil, nil
}

// walk hands out the edges of a piece, of which the first pass found and kept so much.
func (l *EdgeList) walk(p edgePiece, first edgeCount, block func(from, to []int32, weights []float64)) error {
	var from, to []int32
	if k := first.kept; k != nil {
		l.hand(k.left, k.right, k.weights, block)
		l.meter.add(int(p.size))
		return nil
	}
	var again edgeCount
	err := l.scan(p, nil, func(s *edgeScan) error {
		n := max(len(s.left), len(s.leftWords))
		from, to = slices.Grow(from[:0], n)[:n], slices.Grow(to[:0], n)[:n]
		if l.words != nil {
			for i := range n {
				from[i], to[i] = l.words.at[string(s.leftWords[i])], l.words.at[string(s.rightWords[i])]
			}
		} else {
			l.numbers.of(s.left, from)
			l.numbers.of(s.right, to)
		}
		l.hand(from, to, s.weights, block)
		return nil
	}, &again)
	if err == nil && again.records != first.records {
		return errors.New("the file changed while it was read")
	}
	return err
}

// hand hands on some edges as they were asked for.
func (l *EdgeList) hand(from, to []int32, weights []float64, block func(from, to []int32, weights []float64)) {
	if !l.opt.Undirected {
		block(from, to, weights)
		return
	}
	for lo := 0; lo < len(from); lo += edgeBlock {
		hi := min(lo+edgeBlock, len(from))
		some := weights
		if weights != nil {
			some = weights[lo:hi]
		}
		block(bothWays(from[lo:hi], to[lo:hi], some))
	}
}

// bothWays puts behind every edge its reverse. A link from a node to itself has none.
func bothWays(from, to []int32, weights []float64) (a, b []int32, w []float64) {
	for i, u := range from {
		v := to[i]
		a, b = append(a, u), append(b, v)
		if u != v {
			a, b = append(a, v), append(b, u)
		}
		if weights != nil {
			w = append(w, weights[i])
			if u != v {
				w = append(w, weights[i])
			}
		}
	}
	return a, b, w
}
