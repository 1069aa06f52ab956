package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"github.com/seed-1b5e0f84/adentro/internal/gen"
)

// memory ingests streams of users of 1, 10 and, if large, 100 times a limit of memory with
// the command itself, and prints how much was resident at most.
func (b *bench) memory(ctx context.Context, large bool) error {
	const limit = 512 << 20
	tool := filepath.Join(b.dir, "adentro")
	build := exec.CommandContext(ctx, "go", "build", "-o", tool, "./cmd/adentro")
	build.Dir = filepath.Join("..", "..") // another module, with dependencies of its own
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	times := []float64{1, 10}
	if large {
		times = append(times, 100)
	}
	fmt.Fprintf(b.w, "\n### memory\n\n`adentro ingest - -d DOSSIER --memory 512MiB` on v1.1 users that are made as it reads them.\n\n")
	fmt.Fprintln(b.w, "| input | of the limit | records | wall | CPU | peak memory | of the limit |\n|---|---:|---:|---:|---:|---:|---:|")
	for _, n := range times {
		if err := b.stream(ctx, tool, n*b.scale, limit); err != nil {
			return err
		}
	}
	return nil
}

// stream ingests a stream that is some times as large as the limit, in bytes.
func (b *bench) stream(ctx context.Context, tool string, times, limit float64) error {
	dir, err := os.MkdirTemp(b.dir, "run-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	cmd := exec.CommandContext(ctx, tool, "ingest", "-", "-d", filepath.Join(dir, "dossier"), "--memory", "512MiB", "--quiet")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	start := now()
	if err := cmd.Start(); err != nil {
		return err
	}
	const record = 2240 // bytes of a user, about
	records := max(int(times*limit/record), 1000)
	text := &counted{w: in}
	err = errors.Join(gen.Bulk(text, "users", records, 1), in.Close())
	if err = errors.Join(err, cmd.Wait()); err != nil {
		return err
	}
	wall := now().since(start).Seconds
	cpu := (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	var peak float64
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		peak = float64(u.Maxrss) * 1024
	}
	said := ""
	if peak > limit*1.1 {
		b.failed = true
		said = " **too much**"
	}
	fmt.Fprintf(b.w, "| %.2f GB | %.3g× | %d | %.1f s | %.1f s | %.0f MB | %.0f %%%s |\n", float64(text.n)/1e9, float64(text.n)/limit, records, wall, cpu, peak/1e6, 100*peak/limit, said)
	return nil
}

// A counted writer counts its bytes.
type counted struct {
	w io.Writer
	n int64
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}
