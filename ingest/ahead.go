package ingest

import (
	"context"
	"io"
	"sync"
)

// Pieces of aheadSize bytes are read ahead, aheadDepth of them at most: enough
// to hide differences in pace, little enough to stay in the processor's cache.
const (
	aheadSize  = 256 << 10
	aheadDepth = 3
)

var aheadPieces = sync.Pool{New: func() any {
	b := make([]byte, aheadSize)
	return &b
}}

// An ahead reads its source in a goroutine of its own, a few pieces ahead of its
// reader, so that inflating hides behind decoding. An error comes after all bytes that were read
// before it. The goroutine begins with the first Read and ends by itself at the
// source's end; stop ends it before.
type ahead struct {
	ctx  context.Context
	r    io.Reader
	full chan inflated
	free chan []byte
	quit chan struct{}
	gone chan struct{} // nil before the first Read; closed when the goroutine has ended
	now  inflated
	rest []byte // of now.data
}

type inflated struct {
	data []byte
	err  error
}

func newAhead(ctx context.Context, r io.Reader) *ahead { return &ahead{ctx: ctx, r: r} }

func (a *ahead) Read(p []byte) (int, error) {
	if a.gone == nil {
		a.start()
	}
	for len(a.rest) == 0 {
		if a.now.err != nil {
			return 0, a.now.err
		}
		if a.now.data != nil {
			a.free <- a.now.data[:cap(a.now.data)]
			a.now.data = nil
		}
		select {
		case a.now = <-a.full:
			a.rest = a.now.data
		case <-a.ctx.Done():
			a.now.err = a.ctx.Err()
		}
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

func (a *ahead) start() {
	a.full, a.free = make(chan inflated, aheadDepth), make(chan []byte, aheadDepth)
	a.quit, a.gone = make(chan struct{}), make(chan struct{})
	for range aheadDepth {
		a.free <- *aheadPieces.Get().(*[]byte)
	}
	go a.run()
}

func (a *ahead) run() {
	defer close(a.gone)
	for {
		var b []byte
		select {
		case b = <-a.free:
		case <-a.quit:
			return
		}
		n := 0
		var err error
		for n < len(b) && err == nil {
			var m int
			m, err = a.r.Read(b[n:])
			n += m
		}
		a.full <- inflated{b[:n], err} // has room for all pieces there are
		if err != nil {
			return
		}
	}
}

// stop ends the goroutine and waits for it. Nothing may be read afterwards.
func (a *ahead) stop() {
	if a.gone == nil {
		return
	}
	close(a.quit)
	<-a.gone
	close(a.free)
	close(a.full)
	for b := range a.free {
		aheadPieces.Put(&b)
	}
	for p := range a.full {
		keep(p.data)
	}
	if a.now.data != nil {
		keep(a.now.data)
	}
	a.rest, a.now = nil, inflated{err: io.ErrClosedPipe}
}

// keep gives a piece back to the others.
func keep(b []byte) {
	b = b[:aheadSize]
	aheadPieces.Put(&b)
}
