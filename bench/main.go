// Command bench makes synthetic worlds and measures every stage on the way of
// the data: time, peak memory, and for reading records and megabytes a second.
// It prints the table of bench/RESULTS.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/casefile"
	"github.com/seed-1b5e0f84/adentro/report"
)

// A world is one synthetic input.
type world struct{ accounts, follows int }

var worlds = []world{{1431, 3000}, {10_000, 200_000}}

func main() {
	work := flag.String("work", "", "folder for the worlds (default: a temporary one)")
	dumps := flag.String("dumps", "", "measure the stages on this folder of dumps instead")
	only := flag.String("only", "", "with -dumps: this analysis and those it needs, and no report")
	flag.Parse()
	if err := bench(os.Stdout, *work, *dumps, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(w io.Writer, work, dumps, only string) error {
	if work == "" && dumps == "" {
		dir, err := os.MkdirTemp("", "adentro-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		work = dir
	}
	fmt.Fprintf(w, "%s, %s/%s, %d processors\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.GOMAXPROCS(0))
	fmt.Fprintln(w, "| world | stage | time | peak memory | rate |\n|---|---|---:|---:|---|")
	if dumps != "" {
		return measure(w, dumps, only)
	}
	for _, wd := range worlds {
		dir := filepath.Join(work, strconv.Itoa(wd.accounts))
		gen := exec.Command("go", "run", "./internal/gen/worldgen", "scale", "-accounts", strconv.Itoa(wd.accounts), "-follows", strconv.Itoa(wd.follows), "-seed", "1", "-o", dir)
		if out, err := gen.CombinedOutput(); err != nil {
			return fmt.Errorf("worldgen: %w: %s", err, out)
		}
		if err := measure(w, dir, ""); err != nil {
			return fmt.Errorf("%d accounts: %w", wd.accounts, err)
		}
	}
	return overlaps(w)
}

// measure walks one world through all stages.
func measure(w io.Writer, dir, only string) error {
	ctx := context.Background()
	kase, files := &adentro.Case{}, []string(nil)
	if _, err := os.Stat(filepath.Join(dir, "case.toml")); err == nil {
		if kase, files, err = casefile.Load(filepath.Join(dir, "case.toml")); err != nil {
			return err
		}
	}
	var (
		obs  *adentro.Observations
		snap *adentro.Snapshot
		in   *analysis.Input
		err  error
	)
	m := &report.Model{Case: kase, Lang: "es", Version: "bench", Results: &analysis.Results{}}
	took := stage(func() { obs, err = ingest.Read(ctx, []string{dir}, ingest.Options{Lists: kase.Lists, Config: files}) })
	if err != nil {
		return err
	}
	var stored, text int64
	for i := range obs.Sources {
		stored, text = stored+obs.Sources[i].Bytes, text+obs.Sources[i].Text
	}
	resolved := stage(func() { snap = adentro.Resolve(obs) })
	m.Snap, obs = snap, nil
	name := fmt.Sprintf("%d accounts, %d follows, %d tweets", len(snap.Accounts), snap.FollowCount, len(snap.Tweets))
	records := snap.Records().Seen
	row := func(stage string, c cost, rate string) {
		peak := "unknown"
		if c.peak > 0 {
			peak = fmt.Sprintf("%.0f MB", float64(c.peak)/1e6)
		}
		fmt.Fprintf(w, "| %s | %s | %.1f ms | %s | %s |\n", name, stage, c.wall.Seconds()*1e3, peak, rate)
	}
	sec := took.wall.Seconds()
	row("ingest", took, fmt.Sprintf("%.0f records/s, %.0f MB/s of text (%.1f MB stored, %.1f MB text)", float64(records)/sec, float64(text)/1e6/sec, float64(stored)/1e6, float64(text)/1e6))
	row("resolve", resolved, "")
	row("graph", stage(func() {
		var g *graph.Graph
		g, err = graph.Build(snap, graph.Follows, graph.BuildOptions{})
		in = &analysis.Input{Snap: snap, Case: kase, Follows: g, Seed: 1}
	}), "")
	if err != nil {
		return err
	}
	for _, a := range wanted(only) {
		row(a.Name, stage(func() { err = a.Run(ctx, in, m.Results) }), "")
		if err != nil {
			return err
		}
	}
	if only != "" {
		return nil
	}
	out, err := os.MkdirTemp("", "adentro-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(out)
	row("report", stage(func() { err = report.Write(out, m) }), "")
	return err
}

// wanted returns the analysis of this name and those it needs, all if it is "".
func wanted(only string) []analysis.Analysis {
	list := analysis.All()
	if only == "" {
		return list
	}
	need := map[string]bool{only: true}
	for i := len(list) - 1; i >= 0; i-- {
		if !need[list[i].Name] {
			list = slices.Delete(list, i, i+1)
			continue
		}
		for _, n := range list[i].Needs {
			need[n] = true
		}
	}
	return list
}

// A cost is what a stage took.
type cost struct {
	wall time.Duration
	peak int64 // bytes of resident memory at its height; 0 where the system does not tell
}

// stage runs f from a clean heap and measures it.
func stage(f func()) cost {
	debug.FreeOSMemory()
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // resets the peak; Linux only
	start := time.Now()
	f()
	return cost{time.Since(start), peakMemory()}
}

// peakMemory reads the peak of resident memory since it was last reset.
func peakMemory() int64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if v, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(v), "kB")), 10, 64)
			return kb * 1024
		}
	}
	return 0
}
