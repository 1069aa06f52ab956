package layout

import (
	"math"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// vec is a place or a force in single precision: forces are rougher than that, and half
// the memory is twice the speed.
type vec struct{ x, y float32 }

// A net is what the forces act on: rows of neighbours both ways, without self-loops. 8 bytes
// for each end of an edge, 4 where all pull alike.
type net struct {
	at   []int64
	to   []int32
	pull []float32 // nil: each pulls with strength 1
	mass []float32
}

const maxPull = 1e6 // weights and masses count no more, so that forces stay finite

// newNet returns the net of g. An edge pulls with its weight to the power of
// opt.EdgeWeightInfluence; where hubs are dissuaded, divided by the mass of its source, in
// units of the mean mass.
func newNet(g *graph.Graph, opt ForceAtlas2Options) *net {
	n := g.N()
	t := &net{at: make([]int64, n+1), mass: make([]float32, n)}
	for u := range int32(n) {
		t.at[u+1] = t.at[u]
		mergeRow(g, u, func(int32, int, int) { t.at[u+1]++ })
	}
	mean := 0.0
	for u := range n {
		m := 1 + float64(t.at[u+1]-t.at[u])
		if len(opt.Mass) == n && opt.Mass[u] > 0 && opt.Mass[u] < maxPull {
			m = opt.Mass[u]
		}
		t.mass[u] = float32(m)
		mean += m / float64(n)
	}
	t.to, t.pull = make([]int32, t.at[n]), make([]float32, t.at[n])
	alike := true
	for u := range int32(n) {
		next := t.at[u]
		outW, inW := g.OutWeights(u), g.InWeights(u)
		mergeRow(g, u, func(v int32, out, in int) {
			k := 0.0
			if out >= 0 {
				k += opt.pull(outW, out, mean/float64(t.mass[u]))
			}
			if in >= 0 {
				k += opt.pull(inW, in, mean/float64(t.mass[v]))
			}
			t.to[next], t.pull[next] = v, float32(k)
			alike = alike && k == 1
			next++
		})
	}
	if alike {
		t.pull = nil
	}
	return t
}

// pull returns the strength of the i-th edge of a row.
func (opt *ForceAtlas2Options) pull(weights []float64, i int, hub float64) float64 {
	w := 1.0
	switch {
	case weights == nil || opt.EdgeWeightInfluence < 0:
	case opt.EdgeWeightInfluence == 1:
		w = min(weights[i], maxPull)
	case weights[i] > 0:
		w = min(math.Pow(weights[i], opt.EdgeWeightInfluence), maxPull)
	default:
		w = 0
	}
	if opt.DissuadeHubs {
		w *= hub
	}
	return w
}

// mergeRow calls do for each neighbour of u but itself, in order, with its place in Out(u) and
// in In(u), -1 where it is not there.
func mergeRow(g *graph.Graph, u int32, do func(v int32, out, in int)) {
	out, in := g.Out(u), g.In(u)
	for i, j := 0, 0; i < len(out) || j < len(in); {
		v, a, b := int32(0), i, j
		switch {
		case j == len(in) || i < len(out) && out[i] < in[j]:
			v, b = out[i], -1
			i++
		case i == len(out) || in[j] < out[i]:
			v, a = in[j], -1
			j++
		default:
			v = out[i]
			i++
			j++
		}
		if v != u {
			do(v, a, b)
		}
	}
}

func (t *net) n() int { return len(t.mass) }

// row returns the neighbours of u and how each pulls, nil for 1.
func (t *net) row(u int32) ([]int32, []float32) {
	to := t.to[t.at[u]:t.at[u+1]]
	if t.pull == nil {
		return to, nil
	}
	return to, t.pull[t.at[u]:t.at[u+1]]
}
