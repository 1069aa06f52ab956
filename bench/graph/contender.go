package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"

	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/bipartite"
	"github.com/seed-1b5e0f84/adentro/graph/centrality"
	"github.com/seed-1b5e0f84/adentro/graph/community"
	"github.com/seed-1b5e0f84/adentro/ingest"
)

// A lap is what one piece of work took.
type lap struct {
	Seconds float64 `json:"seconds"`
	CPU     float64 `json:"cpu"`
	Share   float64 `json:"share,omitzero"` // of the work that was done, if not all: times are of that share
	Note    string  `json:"note,omitzero"`
}

// answers are the work that adentro can do on a graph. They return a value for each node, or less.
// Louvain and Leiden begin with the directed graph, as users do, and make its undirected view in their
// time; the others are given theirs ready-made.
var answers = map[string]func(ctx context.Context, g *graph.Graph) ([]float64, string, error){
	"pagerank": func(ctx context.Context, g *graph.Graph) ([]float64, string, error) {
		r, err := centrality.PageRank(ctx, g, centrality.PageRankOptions{Tolerance: 1e-8})
		return r.Scores, fmt.Sprint(r.Iterations, " iterations"), err
	},
	"betweenness": func(ctx context.Context, g *graph.Graph) ([]float64, string, error) {
		r, err := centrality.Betweenness(ctx, g, centrality.BetweennessOptions{})
		return r.Scores, "", err
	},
	"betweenness of a source": func(ctx context.Context, g *graph.Graph) ([]float64, string, error) {
		r, err := centrality.Betweenness(ctx, g, centrality.BetweennessOptions{MaxExact: -1, Pivots: 500})
		return nil, fmt.Sprint(r.Pivots), err
	},
	"harmonic": func(ctx context.Context, g *graph.Graph) ([]float64, string, error) {
		r, err := centrality.Closeness(ctx, g, centrality.ClosenessOptions{})
		return r.Harmonic, "", err
	},
	"core":           cores(centrality.CoreTotal),
	"core collapsed": cores(centrality.CoreNeighbours),
	"weak components": func(ctx context.Context, g *graph.Graph) ([]float64, string, error) {
		d, err := community.WeakComponents(ctx, g, community.ComponentsOptions{})
		return floats(d.Group), "", err
	},
	"strong components": func(ctx context.Context, g *graph.Graph) ([]float64, string, error) {
		d, err := community.StrongComponents(ctx, g, community.ComponentsOptions{})
		return floats(d.Group), "", err
	},
	"hits": func(ctx context.Context, g *graph.Graph) ([]float64, string, error) {
		r, err := centrality.HITS(ctx, g, centrality.HITSOptions{})
		return r.Authorities, fmt.Sprint(r.Iterations, " steps"), err
	},
	"eigenvector": func(ctx context.Context, g *graph.Graph) ([]float64, string, error) {
		r, err := centrality.Eigenvector(ctx, g, centrality.EigenvectorOptions{})
		return r.Scores, fmt.Sprint(r.Iterations, " products"), err
	},
	"triangles": func(ctx context.Context, g *graph.Graph) ([]float64, string, error) {
		r, err := centrality.Clustering(ctx, g, centrality.ClusteringOptions{})
		return []float64{float64(r.Total)}, "", err
	},
	"louvain": func(ctx context.Context, g *graph.Graph) ([]float64, string, error) {
		d, err := community.Louvain(ctx, g, community.LouvainOptions{})
		return floats(d.Group), "", err
	},
	"leiden": func(ctx context.Context, g *graph.Graph) ([]float64, string, error) {
		r, err := community.Leiden(ctx, g, community.LeidenOptions{})
		return floats(r.Group), "", err
	},
	"co-followers": coFollowers,
}

func cores(kind centrality.CoreKind) func(ctx context.Context, g *graph.Graph) ([]float64, string, error) {
	return func(ctx context.Context, g *graph.Graph) ([]float64, string, error) {
		r, err := centrality.KCore(ctx, g, centrality.KCoreOptions{Degree: kind})
		return floats(r.Core), "", err
	}
}

// coFollowers compares the followers of the thousand nodes that have most, each with each. It returns
// the thousand largest cosines.
func coFollowers(ctx context.Context, g *graph.Graph) ([]float64, string, error) {
	in, err := bipartite.Select(g.Reverse(), mostFollowed(g, 1000))
	if err != nil {
		return nil, "", err
	}
	r, err := bipartite.TopPairs(ctx, in, bipartite.TopPairsOptions{})
	top := make([]float64, len(r.Pairs))
	for i, p := range r.Pairs {
		top[i] = p.Cosine()
	}
	return top, "", err
}

// mostFollowed returns the k nodes with most edges to them, of equals the first.
func mostFollowed(g *graph.Graph, k int) []int32 {
	nodes := make([]int32, g.N())
	for u := range nodes {
		nodes[u] = int32(u)
	}
	slices.SortStableFunc(nodes, func(u, v int32) int { return len(g.In(v)) - len(g.In(u)) })
	return nodes[:min(k, len(nodes))]
}

func floats(xs []int32) []float64 {
	out := make([]float64, len(xs))
	for i, x := range xs {
		out[i] = float64(x)
	}
	return out
}

// contend does pieces of work of ours in this process, as peers.py does those of the others: it prints what
// each took, and writes its values into the folder out.
func contend(ctx context.Context, tsv, out string, work []string) error {
	laps := map[string]lap{}
	begin := now()
	g, err := load(ctx, tsv)
	if err != nil {
		return err
	}
	loaded := begin.lap()
	for _, name := range work {
		if name == "load" {
			loaded.Note = fmt.Sprint(g.M(), " edges")
			laps[name] = loaded
			continue
		}
		on := g
		if name == "core collapsed" || name == "triangles" { // what the others are given, too
			on = g.Undirected()
		}
		runtime.GC()
		begin := now()
		values, note, err := answers[name](ctx, on)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		l := begin.lap()
		if l.Note = note; name == "betweenness of a source" {
			l.Share, l.Note = 500, ""
		}
		laps[name] = l
		raw := make([]byte, 0, 8*len(values))
		for _, x := range values {
			raw, _ = binary.Append(raw, binary.LittleEndian, x)
		}
		if err := os.WriteFile(filepath.Join(out, name), raw, 0o644); err != nil {
			return err
		}
	}
	return json.NewEncoder(os.Stdout).Encode(laps)
}

// load reads a table of edges into rows both ways.
func load(ctx context.Context, tsv string) (*graph.Graph, error) {
	list, err := ingest.ReadEdgeList(ctx, tsv, ingest.EdgeListOptions{})
	if err != nil {
		return nil, err
	}
	defer list.Close()
	if from, to, ok := list.TakeEnds(); ok {
		return graph.FromEnds(ctx, list.Nodes, from, to, graph.PartsOptions{})
	}
	parts := make([]graph.Part, len(list.Parts))
	for i, p := range list.Parts {
		parts[i] = graph.Part(p)
	}
	return graph.FromParts(ctx, list.Nodes, parts, graph.PartsOptions{})
}

type instant struct {
	wall time.Time
	cpu  time.Duration
}

func now() instant {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return instant{time.Now(), time.Duration(u.Utime.Nano() + u.Stime.Nano())}
}

func (t instant) lap() lap {
	n := now()
	return lap{Seconds: n.wall.Sub(t.wall).Seconds(), CPU: (n.cpu - t.cpu).Seconds()}
}
