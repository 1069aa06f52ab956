// Command ingest measures the reading of dumps beside what others would use
// for it: goccy/go-json, encoding/json, encoding/csv, DuckDB, and Python with pandas and
// networkx. It makes the inputs, installs what Python needs, runs the contenders one after another in
// rounds, each as a process of its own, holds their answers against each other, and prints
// tables in Markdown.
//
// It runs in its folder, see make bench-ingest, and is a module of its own, so that the peers do not enter that of adentro.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
)

// A bench is one run of all.
type bench struct {
	w      io.Writer
	dir    string // inputs and dossiers
	scale  float64
	rounds int
	only   *regexp.Regexp
	python string // of the virtual environment
	failed bool   // some contenders did not agree
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) > 2 && os.Args[1] == "contender" {
		if err := contend(ctx, os.Args[2], os.Args[3:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	b := &bench{w: os.Stdout}
	flag.Float64Var(&b.scale, "scale", 1, "size of the inputs; 1 is 1 GB of users and 20 million follows")
	flag.IntVar(&b.rounds, "rounds", 3, "rounds; the tables give medians")
	only := flag.String("only", "", "run the contests whose name matches this expression")
	large := flag.Bool("large", false, "also ingest 100 times the memory limit, which takes some ten minutes")
	dir := flag.String("work", "", "folder for the inputs, which are kept there (default: a temporary one)")
	venv := flag.String("venv", "", "Python environment (default: one in the user's cache)")
	flag.Parse()
	var err error
	if b.only, err = regexp.Compile(*only); err == nil {
		err = b.run(ctx, *dir, *venv, *large)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-ingest:", err)
		os.Exit(1)
	}
}

func (b *bench) run(ctx context.Context, dir, venv string, large bool) (err error) {
	if b.dir = dir; dir == "" {
		if b.dir, err = os.MkdirTemp("", "adentro-bench-"); err != nil {
			return err
		}
		defer os.RemoveAll(b.dir)
	}
	if b.dir, err = filepath.Abs(b.dir); err != nil {
		return err
	}
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return err
	}
	versions, err := b.environment(ctx, venv)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.w, "%s, %s/%s, %d processors; %s. Scale %g, medians of %d interleaved rounds.\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), versions, b.scale, b.rounds)
	for _, c := range contests() {
		if !b.only.MatchString(c.name) {
			continue
		}
		if err := b.contest(ctx, c); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	if b.only.MatchString("memory") {
		if err := b.memory(ctx, large); err != nil {
			return fmt.Errorf("memory: %w", err)
		}
	}
	if b.failed {
		return fmt.Errorf("the contenders' answers differ, or the memory limit was passed: see the tables")
	}
	return nil
}
