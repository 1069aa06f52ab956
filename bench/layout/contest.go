package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro/graph/layout"
)

// A row prints one line of a table.
type row func(ctx context.Context, in input, name string, r result) error

// contest runs all contenders on a graph in rounds, and prints a row for each.
func (b *bench) contest(ctx context.Context, in input, names []string, print row) error {
	dot, rows := filepath.Join(b.dir, in.name+".dot"), filepath.Join(b.dir, in.name+".txt")
	if err := in.write(dot, true); err != nil {
		return err
	}
	if err := in.write(rows, false); err != nil {
		return err
	}
	results := make([][]result, len(names))
	for range b.rounds {
		for i, name := range names {
			r, err := b.process(ctx, in, name, dot, rows)
			if err != nil {
				return fmt.Errorf("%s on %s: %w", name, in.name, err)
			}
			results[i] = append(results[i], r)
		}
	}
	for i, name := range names {
		slices.SortStableFunc(results[i], func(a, b result) int { return cmp.Compare(a.CPU, b.CPU) })
		m := results[i][b.rounds/2]
		slices.SortStableFunc(results[i], func(a, b result) int { return cmp.Compare(a.Seconds, b.Seconds) })
		m.Seconds = results[i][b.rounds/2].Seconds
		if err := print(ctx, in, name, m); err != nil {
			return err
		}
	}
	return nil
}

// process runs a contender once.
func (b *bench) process(ctx context.Context, in input, name, dot, rows string) (r result, err error) {
	var cmd *exec.Cmd
	switch name {
	case "sfdp":
		cmd = exec.CommandContext(ctx, "sfdp", "-Tplain", dot)
	case "sfdp svg":
		cmd = exec.CommandContext(ctx, "sfdp", "-Tsvg", dot)
	case "graphology":
		cmd = exec.CommandContext(ctx, "node", "peers.js", rows, "200")
	case "graphology steps":
		cmd = exec.CommandContext(ctx, "node", "peers.js", rows, strconv.Itoa(stepsTimed(in.g.N())))
	default:
		self, err := os.Executable()
		if err != nil {
			return r, err
		}
		cmd = exec.CommandContext(ctx, self, "contender", name, rows)
	}
	cmd.Dir, cmd.Stderr, cmd.Env = b.dir, os.Stderr, append(os.Environ(), "GOMAXPROCS=1")
	start := time.Now()
	out, err := cmd.Output()
	if err != nil {
		return r, err
	}
	if !strings.HasPrefix(name, "sfdp") {
		return r, json.Unmarshal(out, &r)
	}
	r.Seconds = time.Since(start).Seconds()
	r.CPU = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	if name == "sfdp" {
		r.Points, err = plain(out)
	}
	return r, err
}

// plain reads the places of nodes from Graphviz's plain output.
func plain(out []byte) (points [][2]float64, err error) {
	for line := range bytes.Lines(out) {
		f := strings.Fields(string(line))
		if len(f) < 4 || f[0] != "node" {
			continue
		}
		u, err := strconv.Atoi(f[1])
		if err != nil {
			return nil, err
		}
		var p [2]float64
		for i := range p {
			if p[i], err = strconv.ParseFloat(f[2+i], 64); err != nil {
				return nil, err
			}
		}
		for u >= len(points) {
			points = append(points, [2]float64{math.NaN(), math.NaN()})
		}
		points[u] = p
	}
	return points, nil
}

// quality prints times and what the picture is worth.
func quality(ctx context.Context, in input, name string, r result) error {
	points := make([]layout.Point, len(r.Points))
	for u, p := range r.Points {
		points[u] = layout.Point{X: p[0], Y: p[1]}
	}
	q, err := layout.Quality(ctx, in.g, points, layout.QualityOptions{})
	if err != nil {
		return fmt.Errorf("%s on %s: %w", name, in.name, err)
	}
	steps := ""
	if r.Steps > 0 {
		steps = strconv.Itoa(r.Steps)
	}
	fmt.Printf("| %s | %s | %.3f s | %.3f s | %s | %.4f | %.0f | %.3f | %.3f |\n", in.name, name, r.Seconds, r.CPU, steps, q.Stress, q.Crossings, q.NeighborhoodPreservation, q.AngularResolution)
	return nil
}

// step prints the time of a step.
func step(_ context.Context, in input, name string, r result) error {
	fmt.Printf("| %s | %s | %.3f ms |\n", in.name, strings.TrimSuffix(name, " steps"), 1e3*r.CPU/float64(stepsTimed(in.g.N())))
	return nil
}

// total prints times alone.
func total(_ context.Context, in input, name string, r result) error {
	fmt.Printf("| %s | %s | %.3f s | %.3f s |\n", in.name, strings.TrimSuffix(name, " svg"), r.Seconds, r.CPU)
	return nil
}
