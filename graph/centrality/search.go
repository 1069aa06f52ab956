package centrality

import "github.com/seed-1b5e0f84/adentro/graph"

// A search follows all shortest paths from one source after another and sums
// the dependencies of the sources on every node.
type search struct {
	g           *graph.Graph
	dist        []int32   // -1: not reached
	paths       []float64 // number of shortest paths from the source, by the scale of its level
	back        []float64 // (1 + dependency) / paths
	order       []int32   // nodes by distance
	levels      []int32   // level l is order[levels[l]:levels[l+1]]
	scales      []float64 // by level: what its path numbers were multiplied by
	part        []float64
	partSquares []float64 // nil if not wanted
}

func newSearch(g *graph.Graph, squares bool) *search {
	n := g.N()
	s := &search{
		g: g, dist: make([]int32, n), paths: make([]float64, n), back: make([]float64, n),
		order: make([]int32, 0, n), part: make([]float64, n),
	}
	for i := range s.dist {
		s.dist[i] = -1
	}
	if squares {
		s.partSquares = make([]float64, n)
	}
	return s
}

// from adds the dependencies of one source.
func (s *search) from(source int32) {
	if len(s.g.Out(source)) == 0 {
		return
	}
	s.forward(source)
	s.backward()
	for _, v := range s.order {
		s.dist[v] = -1
		s.paths[v] = 0
	}
}

// forward finds distances and counts paths, level by level.
func (s *search) forward(source int32) {
	s.order = append(s.order[:0], source)
	s.levels = append(s.levels[:0], 0)
	s.scales = append(s.scales[:0], 1)
	s.dist[source], s.paths[source] = 0, 1
	for from, level := 0, int32(1); from < len(s.order); level++ {
		to := len(s.order)
		for _, u := range s.order[from:to] {
			for _, v := range s.g.Out(u) {
				if s.dist[v] < 0 {
					s.dist[v] = level
					s.order = append(s.order, v)
				}
				if s.dist[v] == level {
					s.paths[v] += s.paths[u]
				}
			}
		}
		s.levels = append(s.levels, int32(to))
		s.scales = append(s.scales, rescale(s.paths, s.order[to:]))
		from = to
	}
}

// rescale keeps the numbers of paths of a level within the range of floats: a
// chain of a thousand diamonds has 2^1000 paths. Only ratios to the next level count,
// so a level may be scaled if the scale is remembered. It returns the scale.
func rescale(paths []float64, level []int32) float64 {
	const limit, scale, least = 0x1p500, 0x1p-500, 0x1p-1000
	largest := 0.0
	for _, v := range level {
		largest = max(largest, paths[v])
	}
	if largest < limit {
		return 1
	}
	for _, v := range level {
		paths[v] = max(paths[v]*scale, least)
	}
	return scale
}

// backward sums dependencies from the farthest level to the source, whose own
// is not counted.
func (s *search) backward() {
	// levels ends with the start of the empty level after the last.
	for l := len(s.levels) - 2; l >= 0; l-- {
		for _, v := range s.order[s.levels[l]:s.levels[l+1]] {
			sum := 0.0
			for _, w := range s.g.Out(v) {
				if s.dist[w] == int32(l)+1 {
					sum += s.back[w]
				}
			}
			dependency := float64(s.paths[v] * s.scales[l+1] * sum)
			s.back[v] = (1 + dependency) / s.paths[v]
			if l > 0 {
				s.part[v] += dependency
				if s.partSquares != nil {
					s.partSquares[v] += float64(dependency * dependency)
				}
			}
		}
	}
}
