package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// A contest is one piece of work that several do.
type contest struct {
	name       string
	about      string   // printed above the table
	input      []string // names of files, see inputs
	contenders []contender
}

// A contender does it in one way.
type contender struct {
	name  string
	run   string   // name in goContenders, a function of peers.py after "py:", or a command after "sh:" or, if its output goes through a pipe, "pipe:"
	args  []string // before the paths of the input
	cores int
	share float64 // of the input; 0: all of it. Times are scaled up linearly
}

// A result is what a contender prints of one run.
type result struct {
	Seconds float64          `json:"seconds"`         // without the start of the process
	CPU     float64          `json:"cpu"`             // seconds of all its threads, likewise
	Answer  map[string]int64 `json:"answer"`          // held against the others' by name
	Stages  []stage          `json:"stages,omitzero"` // parts of Seconds
	Notes   []string         `json:"notes,omitzero"`
	peak    int64            // bytes of resident memory of the process
}

type stage struct {
	Name    string  `json:"name"`
	Seconds float64 `json:"seconds"`
	CPU     float64 `json:"cpu"`
}

// contest runs all contenders in rounds and prints their table.
func (b *bench) contest(ctx context.Context, c contest) error {
	results := make([][]result, len(c.contenders))
	for round := range b.rounds {
		for i, x := range c.contenders {
			if x.share > 0 && round > 0 {
				continue // minutes, and far behind
			}
			r, err := b.process(ctx, c, x)
			if err != nil {
				return fmt.Errorf("%s: %w", x.name, err)
			}
			results[i] = append(results[i], r)
		}
	}
	var size int64
	for _, name := range c.input {
		n, err := b.textSize(name)
		if err != nil {
			return err
		}
		size += n
	}
	fmt.Fprintf(b.w, "\n### %s\n\n%s\n\n", c.name, c.about)
	fmt.Fprintln(b.w, "| contender | cores | wall | CPU | MB/s of text | peak memory | adentro is faster, by wall / by CPU |\n|---|---:|---:|---:|---:|---:|---:|")
	for i, x := range c.contenders {
		m := median(results[i])
		name := x.name
		if x.share > 0 {
			name += fmt.Sprintf(" (on %.0f %%, times scaled)", 100*x.share)
		}
		ratio := ""
		if first := slices.IndexFunc(c.contenders, func(y contender) bool { return y.cores == x.cores }); first != i && first >= 0 && strings.HasPrefix(c.contenders[first].name, "adentro") {
			own := median(results[first])
			ratio = fmt.Sprintf("%.2f× / %.2f×", m.Seconds/own.Seconds, m.CPU/own.CPU)
		}
		fmt.Fprintf(b.w, "| %s | %d | %.2f s | %.2f s | %.0f | %.0f MB | %s |\n", name, x.cores, m.Seconds, m.CPU, float64(size)/1e6/m.Seconds, float64(m.peak)/1e6, ratio)
	}
	fmt.Fprintln(b.w)
	b.stages(c, results)
	b.agree(c, results)
	return nil
}

// stages prints what the runs of medium length consist of.
func (b *bench) stages(c contest, results [][]result) {
	for i, x := range c.contenders {
		m := median(results[i])
		var parts []string
		for _, s := range m.Stages {
			parts = append(parts, fmt.Sprintf("%s %.2f s (CPU %.2f s)", s.Name, s.Seconds, s.CPU))
		}
		if parts = append(parts, m.Notes...); len(parts) > 0 {
			fmt.Fprintf(b.w, "%s: %s.\n\n", x.name, strings.Join(parts, ", "))
		}
	}
}

// agree prints whether all contenders that give a figure give the same one, in all rounds. Those that
// read a share of the input are not asked.
func (b *bench) agree(c contest, results [][]result) {
	said := map[string]map[int64][]string{}
	for i, x := range c.contenders {
		for _, r := range results[i] {
			for what, n := range r.Answer {
				if x.share > 0 {
					continue
				}
				if said[what] == nil {
					said[what] = map[int64][]string{}
				}
				if !slices.Contains(said[what][n], x.name) {
					said[what][n] = append(said[what][n], x.name)
				}
			}
		}
	}
	var same []string
	for _, what := range slices.Sorted(maps.Keys(said)) {
		if len(said[what]) > 1 {
			b.failed = true
			fmt.Fprintf(b.w, "**They do not agree on %s:** %v.\n\n", what, said[what])
			continue
		}
		for n, by := range said[what] {
			same = append(same, fmt.Sprintf("%s %d (%d)", what, n, len(by)))
		}
	}
	fmt.Fprintf(b.w, "Equal for all that give it (how many do): %s.\n", strings.Join(same, ", "))
}

// median returns the run of medium wall time, with the median of CPU and the largest peak.
func median(runs []result) result {
	runs = slices.SortedFunc(slices.Values(runs), func(a, b result) int { return cmp.Compare(a.CPU, b.CPU) })
	cpu := runs[len(runs)/2].CPU
	slices.SortStableFunc(runs, func(a, b result) int { return cmp.Compare(a.Seconds, b.Seconds) })
	m := runs[len(runs)/2]
	m.CPU = cpu
	for _, r := range runs {
		m.peak = max(m.peak, r.peak)
	}
	return m
}

// process runs a contender once.
func (b *bench) process(ctx context.Context, c contest, x contender) (result, error) {
	var paths []string
	for _, name := range c.input {
		path, err := b.input(name, x.share)
		if err != nil {
			return result{}, err
		}
		paths = append(paths, path)
	}
	scratch, err := os.MkdirTemp(b.dir, "run-")
	if err != nil {
		return result{}, err
	}
	defer os.RemoveAll(scratch)
	cmd, err := b.command(ctx, x, scratch, paths)
	if err != nil {
		return result{}, err
	}
	cmd.Stderr = os.Stderr
	cmd.Dir = scratch
	r := result{}
	start := now()
	var out bytes.Buffer
	if cmd.Stdout == nil {
		cmd.Stdout = &out
	}
	if err := cmd.Run(); err != nil {
		return result{}, fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
	}
	if strings.HasPrefix(x.run, "sh:") || strings.HasPrefix(x.run, "pipe:") {
		r.Seconds = now().since(start).Seconds
		r.CPU = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	} else if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		return result{}, fmt.Errorf("%w in %q", err, out.Bytes())
	}
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.peak = u.Maxrss * 1024
	}
	if x.share > 0 {
		r.Seconds, r.CPU = r.Seconds/x.share, r.CPU/x.share
		for i := range r.Stages {
			r.Stages[i].Seconds /= x.share
			r.Stages[i].CPU /= x.share
		}
	}
	return r, nil
}

// command makes the command of a contender.
func (b *bench) command(ctx context.Context, x contender, scratch string, paths []string) (*exec.Cmd, error) {
	cores := fmt.Sprint(x.cores)
	env := append(os.Environ(), "GOMAXPROCS="+cores, "BENCH_CORES="+cores)
	var cmd *exec.Cmd
	if f, ok := strings.CutPrefix(x.run, "py:"); ok {
		script := filepath.Join(b.dir, "peers.py")
		if err := os.WriteFile(script, peersPy, 0o644); err != nil {
			return nil, err
		}
		cmd = exec.CommandContext(ctx, b.python, append(append([]string{"-W", "ignore", script, f}, x.args...), paths...)...)
	} else if sh, ok := strings.CutPrefix(x.run, "sh:"); ok {
		cmd = exec.CommandContext(ctx, sh, append(slices.Clone(x.args), paths...)...)
		null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
		if err != nil {
			return nil, err
		}
		cmd.Stdout = null
	} else if sh, ok := strings.CutPrefix(x.run, "pipe:"); ok {
		cmd = exec.CommandContext(ctx, sh, append(slices.Clone(x.args), paths...)...)
		cmd.Stdout = struct{ io.Writer }{io.Discard}
	} else {
		self, err := os.Executable()
		if err != nil {
			return nil, err
		}
		cmd = exec.CommandContext(ctx, self, append(append([]string{"contender", x.run}, x.args...), paths...)...)
	}
	cmd.Env = env
	return cmd, nil
}
