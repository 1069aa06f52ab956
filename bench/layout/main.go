// Command layout measures the drawing of networks beside what others would use for it: Graphviz's
// sfdp and graphology's ForceAtlas2. It installs the peers, runs the contenders one after another in
// rounds, each as a process of its own with one thread, measures all pictures with the same
// layout.Quality, and prints tables in Markdown.
//
// It runs in its folder, see make bench-layout, and is a module of its own, like bench/ingest.
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

//go:embed peers.js
var peersJS []byte

// A bench is one run of all.
type bench struct {
	dir    string // of the peers and the graphs
	rounds int
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) == 4 && os.Args[1] == "contender" {
		if err := contend(ctx, os.Args[2], os.Args[3]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	b := &bench{}
	flag.IntVar(&b.rounds, "rounds", 3, "rounds; the tables give medians")
	flag.StringVar(&b.dir, "work", "", "folder for the peers and graphs, which are kept there (default: one in the user's cache)")
	published := flag.String("graphs", beside(), "folder of NetworKit's example graphs; those that are not there are left out")
	only := flag.String("only", "", "run the graphs whose name matches this expression")
	flag.Parse()
	match, err := regexp.Compile(*only)
	if err == nil {
		err = b.run(ctx, *published, match)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-layout:", err)
		os.Exit(1)
	}
}

// beside returns where the tests look for published graphs: in shared, beside a folder above.
func beside() string {
	up := ".."
	for range 6 {
		if dir := filepath.Join(up, "shared", "data", "graphs", "networkit"); isDir(dir) {
			return dir
		}
		up = filepath.Join(up, "..")
	}
	return ""
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (b *bench) run(ctx context.Context, published string, only *regexp.Regexp) error {
	versions, err := b.install(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%s, %s/%s; %s. One thread each, medians of %d interleaved rounds.\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, versions, b.rounds)
	fmt.Print("\nTimes are without the start of the process, but for sfdp. Distances, crossings and neighbourhoods are measured in all pictures by layout.Quality. graphology has no rule to stop by and is given 200 steps.\n")
	graphs, err := inputs(published, only)
	if err != nil {
		return err
	}
	fmt.Print("\n| graph | contender | wall | CPU | steps | stress | crossings | neighbourhood preservation | angular resolution |\n|---|---|---:|---:|---:|---:|---:|---:|---:|\n")
	for _, g := range graphs {
		if g.g.N() > 50_000 {
			continue // minutes for some; its steps are timed below
		}
		if err := b.contest(ctx, g, []string{"adentro", "adentro linlog", "adentro place", "sfdp", "graphology"}, quality); err != nil {
			return err
		}
	}
	fmt.Print("\n| graph | contender | CPU of a step from an even disc |\n|---|---|---:|\n")
	for _, g := range graphs {
		if err := b.contest(ctx, g, []string{"adentro steps", "graphology steps"}, step); err != nil {
			return err
		}
	}
	fmt.Print("\n| graph | layout and SVG | wall | CPU |\n|---|---|---:|---:|\n")
	for _, g := range graphs {
		if g.name != "p1431" {
			continue
		}
		if err := b.contest(ctx, g, []string{"adentro svg", "sfdp svg"}, total); err != nil {
			return err
		}
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
		b.dir = filepath.Join(cache, "adentro-bench-layout")
	}
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return "", err
	}
	var err error
	if b.dir, err = filepath.Abs(b.dir); err != nil {
		return "", err
	}
	script := filepath.Join(b.dir, "install.sh")
	if err := os.WriteFile(script, installSh, 0o755); err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(b.dir, "peers.js"), peersJS, 0o644); err != nil {
		return "", err
	}
	if out, err := exec.CommandContext(ctx, "bash", script, b.dir).CombinedOutput(); err != nil {
		return "", fmt.Errorf("install.sh: %w: %s", err, out)
	}
	graphviz, err := exec.CommandContext(ctx, "sfdp", "-V").CombinedOutput()
	if err != nil {
		return "", err
	}
	js := exec.CommandContext(ctx, "node", "-p", `"node " + process.version + ", graphology-layout-forceatlas2 " + require("graphology-layout-forceatlas2/package.json").version`)
	js.Dir = b.dir
	node, err := js.Output()
	return strings.TrimSpace(string(graphviz)) + "; " + strings.TrimSpace(string(node)), err
}
