package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/seed-1b5e0f84/adentro/graph"
)

// contenders are who takes part; the first is the one that the others are compared with.
var contenders = []string{"adentro", "igraph", "NetworKit", "graph-tool", "scipy", "leidenalg", "networkx"}

// A run is what one contender did on one graph in one round.
type run struct {
	laps map[string]lap
	peak int64 // bytes of resident memory of the process
}

// contest runs all contenders on a graph and prints a row for each piece of work of each.
func (b *bench) contest(ctx context.Context, in *input) error {
	tsv, err := b.path(in, "tsv")
	if err != nil {
		return err
	}
	if tsv == "" {
		fmt.Fprintln(os.Stderr, "bench-graph:", in.name, "is not there and left out")
		return nil
	}
	runs := map[string][]run{}
	for round := range b.rounds {
		for _, name := range contenders {
			if round > 0 && len(runs[name]) == 0 {
				continue // it has no part in this graph
			}
			r, err := b.process(ctx, in, name, tsv)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if len(r.laps) > 0 {
				runs[name] = append(runs[name], r)
			}
		}
	}
	g, err := load(ctx, tsv)
	if err != nil {
		return err
	}
	fmt.Printf("\n### %s: %d nodes, %d edges\n\n| work | contender | wall | CPU | adentro is faster, by wall / by CPU | values |\n|---|---|---:|---:|---:|---|\n", in.name, g.N(), g.M())
	for _, work := range in.work {
		b.rows(in, work, runs, g)
	}
	fmt.Print("\nPeak memory of the whole process: ")
	for i, name := range contenders {
		if len(runs[name]) == 0 {
			continue
		}
		peak := slices.MaxFunc(runs[name], func(a, b run) int { return cmp.Compare(a.peak, b.peak) }).peak
		if i > 0 {
			fmt.Print(", ")
		}
		fmt.Printf("%s %.0f MB", name, float64(peak)/1e6)
	}
	fmt.Println(".")
	g = nil
	debug.FreeOSMemory() // a process begins with what the one that starts it holds
	return nil
}

// rows prints one piece of work.
func (b *bench) rows(in *input, work string, runs map[string][]run, g *graph.Graph) {
	own, ok := median(runs["adentro"], work)
	if !ok {
		return
	}
	mine := b.values(in, "adentro", work)
	for _, name := range contenders {
		l, ok := median(runs[name], work)
		if !ok {
			continue
		}
		ratio, note := "", l.Note
		if name != "adentro" {
			ratio = fmt.Sprintf("%.2f× / %.2f×", l.Seconds/own.Seconds, l.CPU/own.CPU)
		}
		if says, same := judge(work, g, mine, b.values(in, name, work)); says != "" {
			note = strings.TrimPrefix(note+"; "+says, "; ")
			if !same {
				b.failed, note = true, "**"+note+"**"
			}
		}
		fmt.Printf("| %s | %s | %s | %s | %s | %s |\n", work, name, seconds(l.Seconds), seconds(l.CPU), ratio, note)
	}
}

func seconds(s float64) string {
	if s < 1 {
		return fmt.Sprintf("%.3g ms", 1e3*s)
	}
	return fmt.Sprintf("%.3g s", s)
}

// median returns the medians of a piece of work over the rounds, for all of the work where a share was done.
func median(runs []run, work string) (m lap, ok bool) {
	var laps []lap
	for _, r := range runs {
		if l, ok := r.laps[work]; ok {
			if l.Share > 0 {
				l.Seconds, l.CPU = l.Seconds/l.Share, l.CPU/l.Share
			}
			laps = append(laps, l)
		}
	}
	if len(laps) == 0 {
		return lap{}, false
	}
	slices.SortStableFunc(laps, func(a, b lap) int { return cmp.Compare(a.CPU, b.CPU) })
	cpu := laps[len(laps)/2].CPU
	slices.SortStableFunc(laps, func(a, b lap) int { return cmp.Compare(a.Seconds, b.Seconds) })
	m = laps[len(laps)/2]
	m.CPU = cpu
	return m, true
}

// process runs a contender once.
func (b *bench) process(ctx context.Context, in *input, name, tsv string) (r run, err error) {
	work := worksOf(name, in)
	out := b.folder(in, name)
	if len(work) == 0 {
		return r, nil
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return r, err
	}
	python := filepath.Join(b.venv, "bin", "python")
	if name == "graph-tool" {
		python = "/usr/bin/python3"
		if exec.CommandContext(ctx, python, "-W", "ignore", "-c", "import graph_tool").Run() != nil {
			return r, nil
		}
	}
	bin, err := b.path(in, "bin")
	if err != nil {
		return r, err
	}
	cmd := exec.CommandContext(ctx, python, append([]string{"-W", "ignore", filepath.Join(b.dir, "peers.py"), name, tsv, bin, out}, work...)...)
	if name == "adentro" {
		self, err := os.Executable()
		if err != nil {
			return r, err
		}
		cmd = exec.CommandContext(ctx, self, append([]string{"contender", tsv, out}, work...)...)
	}
	cores := fmt.Sprint(b.cores)
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+cores, "BENCH_CORES="+cores, "OMP_NUM_THREADS="+cores)
	var stdout bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return r, err
	}
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.peak = u.Maxrss * 1024
	}
	line := stdout.Bytes() // libraries may print above it
	line = line[bytes.LastIndexByte(bytes.TrimSpace(line), '\n')+1:]
	return r, json.Unmarshal(line, &r.laps)
}

func (b *bench) folder(in *input, name string) string {
	return filepath.Join(b.dir, in.name, strings.ReplaceAll(name, " ", "-"))
}

// worksOf returns what a contender is asked to do on a graph: some would take hours.
func worksOf(name string, in *input) (work []string) {
	for _, w := range in.work {
		small := in.name == "wiki-Vote"
		switch {
		case name == "networkx" && !(small && w != "betweenness" && w != "harmonic" && w != "louvain" && w != "leiden" && w != "hits" && w != "core"):
		case name == "leidenalg" && w != "leiden":
		case name == "scipy" && !slices.Contains([]string{"pagerank", "weak components", "strong components", "co-followers"}, w):
		case name == "graph-tool" && (w == "load" || w == "louvain" || w == "leiden" || w == "hits" || w == "triangles" || w == "core collapsed" || w == "co-followers"):
		case name == "NetworKit" && (w == "harmonic" || w == "core" || w == "hits" || w == "eigenvector" || w == "co-followers" || w == "betweenness of a source" || w == "betweenness" && !small): // half a minute
		case name == "igraph" && (w == "triangles" || w == "co-followers"):
		default:
			work = append(work, w)
		}
	}
	return work
}
