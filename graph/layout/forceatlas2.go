package layout

import (
	"cmp"
	"context"
	"errors"
	"math"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// ForceAtlas2Options tune ForceAtlas2. The zero value suits a network of up to some hundred
// thousand nodes.
type ForceAtlas2Options struct {
	Iterations    int     // at most, on each level; 0 means 500
	Theta         float64 // a cell is taken as one mass if its width is below Theta times its distance; 0 means 1.2
	Scaling       float64 // kr, strength of repulsion; 0 means 2
	Gravity       float64 // kg; 0 means 1, negative none
	StrongGravity bool    // gravity grows with the distance from the centre
	LinLog        bool    // attraction by the logarithm of distance: tighter communities
	DissuadeHubs  bool    // an edge's attraction is shared among those of its source: who points to many goes outward
	// EdgeWeightInfluence is the power of the weight with which an edge attracts: 0 means 1,
	// a negative one that weights do not count.
	EdgeWeightInfluence float64
	Tolerance           float64 // τ, how much swinging is borne for speed; 0 means 1
	// Radii, if not nil, by node and in the unit of the result: forces act from rim to rim, so
	// that discs hardly overlap ("prevent overlapping"). RemoveOverlap parts those that still do.
	Radii []float64
	// Mass, if not nil, is by how much each node repels; else its number of neighbours + 1. A node
	// that stands for many should weigh, and its links attract, as they would.
	Mass    []float64
	Seed    uint64  // of the start, where none is given
	Workers int     // 0: all processors; never changes the result
	Start   []Point // where each node begins; nil: coarser versions of the graph are laid out first
	// Progress, if not nil, is told the steps done and how many there may be.
	Progress func(done, total int64)
}

func (opt *ForceAtlas2Options) setDefaults() {
	opt.Iterations = cmp.Or(opt.Iterations, 500)
	opt.Theta = cmp.Or(opt.Theta, 1.2)
	opt.Scaling = cmp.Or(opt.Scaling, 2)
	opt.Gravity = cmp.Or(opt.Gravity, 1)
	opt.EdgeWeightInfluence = cmp.Or(opt.EdgeWeightInfluence, 1)
	opt.Tolerance = cmp.Or(opt.Tolerance, 1)
	opt.Gravity = max(0, opt.Gravity)
}

// A ForceAtlas2Result is where the nodes came to lie.
type ForceAtlas2Result struct {
	Points  []Point
	Steps   int  // on the graph itself
	Settled bool // they hardly moved any more; else Iterations ended it
}

// ForceAtlas2 returns the places of the nodes after they attracted one another along edges, by
// weight, and repelled one another by degree, as in Jacomy, Venturini, Heymann & Bastian 2014,
// doi:10.1371/journal.pone.0098679, with its speed by swinging and traction (ks = 0.1,
// ksmax = 10), and repulsion by Barnes & Hut. Edges count both ways; self-loops do not count.
//
// Without a Start it lays out ever coarser versions of the graph first, see coarsen, and
// refines each from the one before.
//
// It stops when, over 20 steps, nodes moved on average less than 1 % of the
// diagonal of the picture, or after Iterations. It errs where something by node does not have one
// value a node. O(n log n + m) a step; about 130 bytes a node
// and 16 bytes an edge, twice that with coarser versions.
func ForceAtlas2(ctx context.Context, g *graph.Graph, opt ForceAtlas2Options) (ForceAtlas2Result, error) {
	if err := errors.Join(perNode(g.N(), "starts", len(opt.Start)), perNode(g.N(), "masses", len(opt.Mass)), perNode(g.N(), "radii", len(opt.Radii))); err != nil {
		return ForceAtlas2Result{}, err
	}
	opt.setDefaults()
	if len(opt.Start) > 0 {
		return refine(ctx, newNet(g, opt), startPlaces(g.N(), opt.Start, 0, opt.Seed), opt, func(step int) {
			if opt.Progress != nil {
				opt.Progress(int64(step), int64(opt.Iterations))
			}
		})
	}
	return multilevel(ctx, newNet(g, opt), opt)
}

const (
	forceBlock = 256 // nodes that one piece of work moves
	leafBlock  = 16  // leaves whose bodies one piece of work pushes
	settleSpan = 20  // steps over which the stop rule looks back
)

// refine moves nodes from their places until they settle.
func refine(ctx context.Context, t *net, places []vec, opt ForceAtlas2Options, progress func(step int)) (ForceAtlas2Result, error) {
	r := ForceAtlas2Result{}
	f := newForces(t, places, opt)
	before := append([]vec(nil), places...)
	for !r.Settled && r.Steps < opt.Iterations && t.n() > 1 {
		if err := f.step(ctx); err != nil {
			return ForceAtlas2Result{}, err
		}
		r.Steps++
		progress(r.Steps)
		if r.Steps%settleSpan == 0 {
			r.Settled = settled(before, places)
			copy(before, places)
		}
	}
	r.Settled = r.Settled || t.n() < 2
	r.Points = make([]Point, t.n())
	for i, p := range places {
		r.Points[i] = Point{float64(p.x), float64(p.y)}
	}
	return r, nil
}

// settled reports whether places moved on average by less than 1 % of their
// diagonal.
func settled(before, after []vec) bool {
	low, high := after[0], after[0]
	moved := 0.0
	for i, p := range after {
		low = vec{min(low.x, p.x), min(low.y, p.y)}
		high = vec{max(high.x, p.x), max(high.y, p.y)}
		moved += length(p.x-before[i].x, p.y-before[i].y)
	}
	return moved < 0.01*float64(len(after))*length(high.x-low.x, high.y-low.y)
}

// length returns the length of a vector.
func length(x, y float32) float64 {
	return math.Sqrt(float64(float64(x)*float64(x)) + float64(float64(y)*float64(y)))
}
