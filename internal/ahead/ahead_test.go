package ahead

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"
)

// text is several pieces and a part of one.
func text() []byte {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, 5*size+12345)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// TestReader: what the source gives is what comes out, and then its error, however it is read.
func TestReader(t *testing.T) {
	want, broken := text(), errors.New("the disk is gone")
	for name, source := range map[string]io.Reader{
		"whole": bytes.NewReader(want), "halves": iotest.HalfReader(bytes.NewReader(want)), "error with data": iotest.DataErrReader(bytes.NewReader(want)), "nothing": bytes.NewReader(nil),
		"broken": io.MultiReader(bytes.NewReader(want[:size+1]), iotest.ErrReader(broken)), "broken at once": iotest.ErrReader(broken),
	} {
		a := NewReader(t.Context(), source)
		got, err := io.ReadAll(iotest.HalfReader(a))
		whole := want
		switch name {
		case "nothing", "broken at once":
			whole = nil
		case "broken":
			whole = want[:size+1]
		}
		if failed := name == "broken" || name == "broken at once"; !bytes.Equal(got, whole) || failed != errors.Is(err, broken) || !failed && err != nil {
			t.Errorf("%s: %d bytes, %v; want %d", name, len(got), err, len(whole))
		}
		if n, again := a.Read(make([]byte, 1)); n != 0 || again == nil {
			t.Errorf("%s: behind the end %d bytes, %v", name, n, again)
		}
		a.Stop()
	}
}

// TestStop: it may come at any time, and what was read of the source then is what was asked for and some pieces at most.
func TestStop(t *testing.T) {
	for _, n := range []int{-1, 0, 1, size, 3 * size, 6 * size} {
		want := text()
		source := bytes.NewReader(want)
		a := NewReader(t.Context(), source)
		if n >= 0 {
			if _, err := io.CopyN(io.Discard, a, int64(n)); err != nil && err != io.EOF {
				t.Fatal(err)
			}
		}
		a.Stop()
		read := len(want) - source.Len()
		if least, most := min(max(n, 0), len(want)), max(n, 0)+(depth+1)*size; read < least || read > most || n <= 0 && read > 0 {
			t.Errorf("%d bytes: %d were read of the source, want %d to %d", n, read, least, most)
		}
	}
}

// TestContext: when the context ends, so does reading.
func TestContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe() // from which nothing comes
	a := NewReader(ctx, r)
	cancel()
	if _, err := a.Read(make([]byte, 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was canceled", err)
	}
	w.Close()
	a.Stop()
}
