// Package ahead reads beside what is done with the bytes.
package ahead

import (
	"context"
	"io"
	"sync"
)

// Pieces of size bytes are read ahead, depth of them at most: enough
// to hide differences in pace, little enough to stay in the processor's cache.
const (
	size  = 256 << 10
	depth = 3
)

var pieces = sync.Pool{New: func() any {
	b := make([]byte, size)
	return &b
}}

// A Reader reads its source in a goroutine of its own, a few pieces ahead of its
// reader, so that reading hides behind inflating, and that behind decoding. An error comes after all bytes that were read
// before it. The goroutine begins with the first Read and ends by itself at the
// source's end; Stop ends it before.
type Reader struct {
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

// NewReader returns a Reader of r, which reads no more when the context ends.
func NewReader(ctx context.Context, r io.Reader) *Reader { return &Reader{ctx: ctx, r: r} }

// Read reads what was read ahead, up to the end of a piece at most. The errors are those of the source and of the context.
func (a *Reader) Read(p []byte) (int, error) {
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

func (a *Reader) start() {
	a.full, a.free = make(chan inflated, depth), make(chan []byte, depth)
	a.quit, a.gone = make(chan struct{}), make(chan struct{})
	for range depth {
		a.free <- *pieces.Get().(*[]byte)
	}
	go a.run()
}

func (a *Reader) run() {
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

// Stop ends the goroutine and waits for it. Nothing may be read afterwards.
func (a *Reader) Stop() {
	if a.gone == nil {
		return
	}
	close(a.quit)
	<-a.gone
	close(a.free)
	close(a.full)
	for b := range a.free {
		pieces.Put(&b)
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
	b = b[:size]
	pieces.Put(&b)
}
