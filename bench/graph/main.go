// Command graph measures the kernels on graphs beside others: igraph, NetworKit, graph-tool, scipy,
// leidenalg and networkx. It installs them, makes the graphs, runs the contenders one after another in
// rounds, each as a process of its own with two threads, holds all values against those of adentro,
// and prints a table in Markdown for each graph.
//
// It runs in its folder, see make bench-graph, and is a module of its own, like bench/ingest.
package main

import (
	"context"
	_ "embed"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

//go:embed install.sh
var installSh []byte

//go:embed peers.py
var peersPy []byte

// A bench is one run of all.
type bench struct {
	dir    string // of the graphs, kept
	venv   string
	rounds int
	cores  int
	failed bool // some values differ
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) > 4 && os.Args[1] == "contender" {
		if err := contend(ctx, os.Args[2], os.Args[3], os.Args[4:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	b := &bench{}
	flag.IntVar(&b.rounds, "rounds", 3, "rounds; the tables give medians")
	flag.IntVar(&b.cores, "cores", 2, "threads for everyone who can use them")
	flag.StringVar(&b.dir, "work", "", "folder for peers and graphs, which are kept there (default: one in the user's cache)")
	published := flag.String("graphs", filepath.Join("..", "..", "..", "shared", "data", "graphs", "networkit"), "folder with wiki-Vote.txt of SNAP; without it that graph is left out")
	only := flag.String("only", "", "run the graphs whose name matches this expression")
	flag.Parse()
	match, err := regexp.Compile(*only)
	if err == nil {
		err = b.run(ctx, *published, match)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-graph:", err)
		os.Exit(1)
	}
}

func (b *bench) run(ctx context.Context, published string, only *regexp.Regexp) error {
	versions, err := b.install(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%s, %s/%s, %d processors; %s. Medians of %d interleaved rounds, %d threads.\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), versions, b.rounds, b.cores)
	for _, in := range inputs(published) {
		if !only.MatchString(in.name) {
			continue
		}
		if err := b.contest(ctx, &in); err != nil {
			return fmt.Errorf("%s: %w", in.name, err)
		}
	}
	if b.failed {
		return fmt.Errorf("values differ: see the tables")
	}
	return nil
}

// install installs the peers and returns their versions.
func (b *bench) install(ctx context.Context) (string, error) {
	if b.dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", err
		}
		b.dir = filepath.Join(cache, "adentro-bench-graph")
	}
	var err error
	if b.dir, err = filepath.Abs(b.dir); err != nil {
		return "", err
	}
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return "", err
	}
	b.venv = filepath.Join(b.dir, "venv")
	for name, text := range map[string][]byte{"install.sh": installSh, "peers.py": peersPy} {
		if err := os.WriteFile(filepath.Join(b.dir, name), text, 0o755); err != nil {
			return "", err
		}
	}
	cmd := exec.CommandContext(ctx, "bash", filepath.Join(b.dir, "install.sh"), b.venv)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}
