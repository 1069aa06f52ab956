package layout

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// PlaceOptions tune Place.
type PlaceOptions struct {
	// Force tunes ForceAtlas2; Start and Radii are not used, and Progress is told of one part after
	// another. Without a Gravity it is a strong one of 0.1, with which lengths come nearer to
	// distances.
	Force      ForceAtlas2Options
	Components []int32 // by node: parts laid out apart; nil: all one part
	// Communities, if not nil, by node and negative for none, are where parts start, see CommunityStart;
	// else they start from coarser versions.
	Communities []int32
	// StressSteps is how often at most nodes are then moved toward lengths that are as the distances in
	// links: 0 means 0.3·√nodes of each part, but 2 to 50, and negative none. A part that has lost a fifth of its stress
	// gets no more. They take some stress and, where all is near to all, some of the neighbours: on political blogs a
	// stress of 0.139 for 0.185 and none of the neighbours, on 1,431 nodes with planted communities 0.180
	// for 0.190 and a quarter of them (Graphviz's sfdp: 0.164, and 0.181 with two thirds fewer).
	StressSteps int
	Aspect      float64 // width by height of all parts packed; 0 means 4/3
	Cover       float64 // share of a part's area that its discs cover; 0 means 0.12
}

// Place lays out a whole picture: every component by ForceAtlas2, finished by steps of
// stress majorization (see relax), turned so that its long side lies across, its discs moved apart, then all
// components packed, and nodes without links set in rows. radii are in the unit of the result; no two discs
// overlap. It errs where something by node does not have one value a node. Cost: that of
// ForceAtlas2, RemoveOverlap and Pack, 400 terms a node and step below 10,000 nodes, 50 above 80,000; 32
// bytes an edge, and 170 to 860 a node.
func Place(ctx context.Context, g *graph.Graph, radii []float64, opt PlaceOptions) ([]Point, error) {
	if opt.Aspect == 0 {
		opt.Aspect = 4.0 / 3
	}
	if opt.Cover == 0 {
		opt.Cover = 0.12
	}
	n, edges := g.N(), g.AllEdges()
	if len(radii) != n {
		return nil, fmt.Errorf("layout: %d radii for %d nodes", len(radii), n)
	}
	err := errors.Join(
		perNode(n, "components", len(opt.Components)), perNode(n, "communities", len(opt.Communities)), perNode(n, "masses", len(opt.Force.Mass)),
	)
	if err != nil {
		return nil, err
	}
	if opt.Force.Gravity == 0 {
		opt.Force.Gravity, opt.Force.StrongGravity = 0.1, true
	}
	points := make([]Point, n)
	parts := members(n, opt.Components)
	inner := partEdges(n, edges, opt.Components, len(parts))
	part := make([]int32, n)
	var alone []int32
	largest, used := 0.0, int32(0)
	for c, nodes := range parts {
		if len(nodes) == 0 {
			continue
		}
		if len(nodes) == 1 {
			alone = append(alone, nodes[0])
			continue
		}
		if err := placePart(ctx, points, nodes, inner[c], radii, opt); err != nil {
			return nil, err
		}
		for _, u := range nodes {
			part[u] = used
		}
		used++
	}
	for _, r := range radii {
		largest = max(largest, r)
	}
	rows(points, radii, alone, opt.Aspect)
	for _, u := range alone {
		part[u] = used
	}
	Pack(points, radii, edges, part, largest/2, opt.Aspect)
	return points, nil
}

// perNode errs where there are some values but not one a node.
func perNode(n int, what string, values int) error {
	if values != 0 && values != n {
		return fmt.Errorf("layout: %d %s for %d nodes", values, what, n)
	}
	return nil
}

// members returns the nodes of each component.
func members(n int, components []int32) [][]int32 {
	if components == nil {
		components = make([]int32, n)
	}
	var parts [][]int32
	for u, c := range components {
		for int(c) >= len(parts) {
			parts = append(parts, nil)
		}
		parts[c] = append(parts[c], int32(u))
	}
	return parts
}

// partEdges sorts edges by component, their ends renumbered within it.
func partEdges(n int, edges []graph.Edge, components []int32, parts int) [][]graph.Edge {
	at, next := make([]int32, n), make([]int32, parts)
	component := func(u int32) int32 {
		if components == nil {
			return 0
		}
		return components[u]
	}
	for u := range int32(n) {
		at[u] = next[component(u)]
		next[component(u)]++
	}
	out := make([][]graph.Edge, parts)
	for _, e := range edges {
		if c := component(e.From); c == component(e.To) {
			out[c] = append(out[c], graph.Edge{From: at[e.From], To: at[e.To], Weight: e.Weight})
		}
	}
	return out
}

// placePart lays out one component around the origin.
func placePart(ctx context.Context, points []Point, nodes []int32, edges []graph.Edge, radii []float64, opt PlaceOptions) error {
	force := opt.Force
	force.Start, force.Radii = nil, nil
	if force.Mass != nil {
		force.Mass = make([]float64, len(nodes))
		for i, u := range nodes {
			force.Mass[i] = opt.Force.Mass[u]
		}
	}
	if opt.Communities != nil {
		groups := make([]int32, len(nodes))
		for i, u := range nodes {
			groups[i] = opt.Communities[u]
		}
		force.Start = CommunityStart(dense(groups))
	}
	g, err := graph.New(len(nodes), edges, true)
	if err != nil {
		return err
	}
	placed, err := ForceAtlas2(ctx, g, force)
	if err != nil {
		return err
	}
	own := placed.Points
	if err := relax(ctx, g, own, opt.stressSteps(len(nodes)), force.Seed, force.Workers); err != nil {
		return err
	}
	r := make([]float64, len(nodes))
	area := 0.0
	for i, u := range nodes {
		r[i] = radii[u]
		area += float64(math.Pi * r[i] * r[i])
	}
	across(own)
	resize(own, area/opt.Cover)
	if _, err := RemoveOverlap(ctx, own, r); err != nil {
		return err
	}
	for i, u := range nodes {
		points[u] = own[i]
	}
	return nil
}

// stressSteps returns the steps for a part of n nodes.
func (opt *PlaceOptions) stressSteps(n int) int {
	if opt.StressSteps != 0 {
		return opt.StressSteps
	}
	return min(50, max(2, int(0.3*math.Sqrt(float64(n)))))
}

// dense renumbers groups 0..k-1 in order of their first node.
func dense(groups []int32) []int32 {
	name := map[int32]int32{}
	for i, c := range groups {
		if c < 0 {
			continue
		}
		if _, ok := name[c]; !ok {
			name[c] = int32(len(name))
		}
		groups[i] = name[c]
	}
	return groups
}

// across turns points about their centre so that they vary most from left to
// right.
func across(points []Point) {
	mid := Point{}
	for _, p := range points {
		mid.X += p.X / float64(len(points))
		mid.Y += p.Y / float64(len(points))
	}
	var xx, xy, yy float64
	for _, p := range points {
		dx, dy := p.X-mid.X, p.Y-mid.Y
		xx += float64(dx * dx)
		xy += float64(dx * dy)
		yy += float64(dy * dy)
	}
	sin, cos := math.Sincos(-math.Atan2(2*xy, xx-yy) / 2)
	for i, p := range points {
		dx, dy := p.X-mid.X, p.Y-mid.Y
		points[i] = Point{float64(dx*cos) - float64(dy*sin), float64(dx*sin) + float64(dy*cos)}
	}
}

// resize scales centred points so that they spread over about this area: that
// of the disc over which even points would have their mean square distance.
func resize(points []Point, area float64) {
	spread := 0.0
	for _, p := range points {
		spread += (float64(p.X*p.X) + float64(p.Y*p.Y)) / float64(len(points))
	}
	if spread <= 0 || area <= 0 {
		return
	}
	by := math.Sqrt(area / (2 * math.Pi * spread))
	for i := range points {
		points[i].X *= by
		points[i].Y *= by
	}
}

// rows sets discs in even rows, in order of index.
func rows(points []Point, radii []float64, nodes []int32, aspect float64) {
	step := 0.0
	for _, u := range nodes {
		step = max(step, 2.5*radii[u])
	}
	columns := max(1, int(math.Ceil(math.Sqrt(aspect*float64(len(nodes))))))
	for i, u := range nodes {
		points[u] = Point{step * float64(i%columns), step * float64(i/columns)}
	}
}

// Fit scales and moves discs, in place, into the middle of the box
// [0,width]×[0,height] less a margin all round, keeping the proportions of places and
// those of radii. No radius is blown up to more than a twentieth of the height; places
// then spread further than radii do, four times at most.
func Fit(points []Point, radii []float64, width, height, margin float64) {
	largest := 0.0
	var low, high Point
	for i, p := range points {
		r := radii[i]
		largest = max(largest, r)
		if i == 0 {
			low, high = Point{p.X - r, p.Y - r}, Point{p.X + r, p.Y + r}
		}
		low = Point{min(low.X, p.X-r), min(low.Y, p.Y-r)}
		high = Point{max(high.X, p.X+r), max(high.Y, p.Y+r)}
	}
	const tiny = 1e-300
	fill := func(box, margin, size float64) float64 { return (box - 2*margin) / max(size, tiny) }
	by := min(fill(width, margin, high.X-low.X), fill(height, margin, high.Y-low.Y))
	grow := min(by, height/20/max(largest, tiny))
	if grow < by {
		low, high = bounds(points)
		margin += grow * largest
		by = max(grow, min(4*grow, fill(width, margin, high.X-low.X), fill(height, margin, high.Y-low.Y)))
	}
	for i := range points {
		points[i].X = width/2 + float64((points[i].X-(low.X+high.X)/2)*by)
		points[i].Y = height/2 + float64((points[i].Y-(low.Y+high.Y)/2)*by)
		radii[i] *= grow
	}
}
