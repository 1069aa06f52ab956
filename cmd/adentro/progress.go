package main

import (
	"io"
	"os"
	"sync"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// isTerminal reports whether a person looks at w.
func isTerminal(w io.Writer) bool {
	if o, ok := w.(output); ok {
		w = o.Writer
	}
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// A bar shows long work on a terminal and is silent elsewhere.
type bar struct {
	mu   sync.Mutex
	bar  *progressbar.ProgressBar
	what string
	out  io.Writer
}

func (a *app) progress(what string) *bar {
	b := &bar{what: what}
	if isTerminal(a.errOut) && !a.flags.quiet {
		b.out = a.errOut
	}
	return b
}

func (b *bar) bytes(done, total int64) { b.show(b.what, done, total, true) }

func (b *bar) steps(name string, done, total int64) { b.show(b.what+" "+name, done, total, false) }

func (b *bar) show(what string, done, total int64, bytes bool) {
	if b.out == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.bar == nil {
		b.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(b.out), progressbar.OptionClearOnFinish(),
			progressbar.OptionShowBytes(bytes), progressbar.OptionThrottle(100_000_000), progressbar.OptionSetWidth(30))
	}
	b.bar.ChangeMax64(max(total, 1))
	b.bar.Describe(what)
	_ = b.bar.Set64(min(done, max(total, 1))) // a bar that cannot be drawn is no reason to stop
}

func (b *bar) done() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.bar != nil {
		_ = b.bar.Clear()
	}
}
