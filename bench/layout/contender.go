package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"syscall"
	"time"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/community"
	"github.com/seed-1b5e0f84/adentro/graph/layout"
)

// A result is what a contender prints of one run.
type result struct {
	Seconds float64      `json:"seconds"` // on the clock, without the start of the process
	CPU     float64      `json:"cpu"`     // seconds, likewise
	Steps   int          `json:"steps"`   // on the graph itself
	Points  [][2]float64 `json:"points"`
}

// span is fewer steps than the stop rule looks back over.
const span = 19

// stepsTimed returns how many steps are timed on a graph of n nodes: spans until a compiler at run
// time has done its work.
func stepsTimed(n int) int {
	if n > 50_000 {
		return span
	}
	return 10 * span
}

// contend does one piece of work of ours in this process.
func contend(ctx context.Context, name, path string) error {
	g, err := readRows(path)
	if err != nil {
		return err
	}
	start, begin := time.Now(), processorTime()
	points, steps, err := draw(ctx, name, g)
	if err != nil {
		return err
	}
	r := result{Seconds: time.Since(start).Seconds(), CPU: (processorTime() - begin).Seconds(), Steps: steps}
	if name == "adentro steps" {
		points = nil
	}
	for _, p := range points {
		r.Points = append(r.Points, [2]float64{p.X, p.Y})
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}

func draw(ctx context.Context, name string, g *graph.Graph) (points []layout.Point, steps int, err error) {
	opt := layout.ForceAtlas2Options{}
	switch name {
	case "adentro place", "adentro svg":
		radii := make([]float64, g.N())
		for u := range radii {
			radii[u] = 1 + 0.3*math.Sqrt(float64(len(g.Out(int32(u)))+len(g.In(int32(u)))))
		}
		components, err := community.WeakComponents(ctx, g, community.ComponentsOptions{})
		if err != nil {
			return nil, 0, err
		}
		points, err = layout.Place(ctx, g, radii, layout.PlaceOptions{Components: components.Group})
		if err == nil && name == "adentro svg" {
			layout.Fit(points, radii, 1600, 1200, 30)
			err = svg(io.Discard, g, points, radii)
		}
		return points, 0, err
	case "adentro steps":
		opt.Iterations, opt.Start = span, make([]layout.Point, g.N())
		for u := range opt.Start {
			// An even disc, as graphology's steps begin.
			sin, cos := math.Sincos(2.399963 * float64(u))
			r := 500 * math.Sqrt((float64(u)+0.5)/float64(g.N()))
			opt.Start[u] = layout.Point{X: r * cos, Y: r * sin}
		}
		for range stepsTimed(g.N())/span - 1 {
			r, err := layout.ForceAtlas2(ctx, g, opt)
			if err != nil {
				return nil, 0, err
			}
			opt.Start = r.Points
		}
	case "adentro linlog":
		opt.LinLog = true
	}
	r, err := layout.ForceAtlas2(ctx, g, opt)
	return r.Points, r.Steps, err
}

// svg writes links as one path and nodes as discs.
func svg(out io.Writer, g *graph.Graph, points []layout.Point, radii []float64) error {
	w := bufio.NewWriter(out)
	fmt.Fprint(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1600 1200"><path fill="none" stroke="#999" d="`)
	for _, e := range g.AllEdges() {
		a, b := points[e.From], points[e.To]
		fmt.Fprintf(w, "M%.1f %.1fL%.1f %.1f", a.X, a.Y, b.X, b.Y)
	}
	fmt.Fprint(w, `"/>`)
	for u, p := range points {
		fmt.Fprintf(w, `<circle cx="%.1f" cy="%.1f" r="%.1f"/>`, p.X, p.Y, radii[u])
	}
	fmt.Fprint(w, "</svg>")
	return w.Flush()
}

// processorTime returns what this process has used so far.
func processorTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
