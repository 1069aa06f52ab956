// Package inflate reads DEFLATE streams (RFC 1951) and gzip files (RFC 1952). It does what compress/flate and
// compress/gzip do in less than half of the time, says where in the compressed bytes the
// damage is, and gives all text before it.
//
// The design is that of libdeflate by E. Biggers (https://github.com/ebiggers/libdeflate): a bit buffer of 64 bits that
// is filled by words, tables that decide eleven bits at a time and hold all that a symbol means, and a
// loop without checks while input and output have room for the worst. Unlike libdeflate it
// reads a stream, and writes what it reads where the caller wants it.
package inflate

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// What may be wrong with a stream. An end within one is io.ErrUnexpectedEOF.
var (
	ErrBlockType = errors.New("invalid type of block")
	ErrStored    = errors.New("invalid length of a stored block")
	ErrCode      = errors.New("invalid code")
	ErrSymbol    = errors.New("invalid symbol")
	ErrDistance  = errors.New("distance too far back")
	ErrHeader    = errors.New("invalid header")
	ErrChecksum  = errors.New("invalid checksum")
	ErrSize      = errors.New("invalid size")
)

// An Error says what is wrong with a stream, and where.
type Error struct {
	Offset int64 // of the first compressed byte that was not used
	Err    error // one of the above, or io.ErrUnexpectedEOF
}

func (e *Error) Error() string { return fmt.Sprintf("%v at byte %d", e.Err, e.Offset) }

func (e *Error) Unwrap() error { return e.Err }

const (
	windowSize = 32 << 10 // a distance is at most this
	directSize = 8 << 10  // reads of less go through a buffer
	inputSize  = 32 << 10
)

// A state says what comes next in the stream.
type state uint8

const (
	atBlock  state = iota // the header of a block
	inStored              // left bytes as they are
	inCodes               // symbols
	inCopy                // left bytes from distance bytes back; then symbols
	atEnd
)

// A Reader inflates one DEFLATE stream. It holds about 90 KiB, 120 if it is read in small
// pieces.
type Reader struct {
	r    *bufio.Reader
	own  *bufio.Reader // for sources that are none
	in   []byte        // what r has buffered
	pos  int           // in in
	off  int64         // of in[0] in the stream
	eof  error         // why in is not longer, if it is short
	bits uint64        // read and not used: the lowest have bits; those above are zero
	have uint          // below 8 between the steps

	state    state
	final    bool // the block is the last
	left     int
	distance int
	err      error // what the stream ended with

	lengths   [lengthRoom]entry
	distances [distanceRoom]entry

	window [windowSize]byte // the text before that of this read, at its end
	behind int              // how much of window that is
	small  []byte           // text for small reads
	rest   []byte           // of small
}

// NewReader returns a Reader of the stream that r begins with. If r is a
// *bufio.Reader, then it stands behind the stream when that has been read; else more may have been taken of r.
func NewReader(r io.Reader) *Reader {
	z := &Reader{}
	z.Reset(r)
	return z
}

// Reset makes z the Reader of another stream, as NewReader does.
func (z *Reader) Reset(r io.Reader) {
	b, ok := r.(*bufio.Reader)
	if !ok {
		if z.own == nil {
			z.own = bufio.NewReaderSize(r, inputSize)
		}
		b = z.own
		b.Reset(r)
	}
	z.r, z.in, z.pos, z.off, z.eof = b, nil, 0, 0, nil
	z.bits, z.have = 0, 0
	z.state, z.final, z.err = atBlock, false, nil
	z.behind, z.rest = 0, nil
}

// Offset returns how many bytes of the stream have been used, also in part.
func (z *Reader) Offset() int64 { return z.off + int64(z.pos) }

// Read fills p, unless the stream ends before. An error comes with the text before it. It is io.EOF, an
// *Error, or what the source failed with.
func (z *Reader) Read(p []byte) (int, error) {
	if len(z.rest) == 0 && len(p) < directSize && z.err == nil && len(p) > 0 {
		if z.small == nil {
			z.small = make([]byte, windowSize)
		}
		z.rest = z.small[:z.inflate(z.small)]
	}
	if len(z.rest) > 0 {
		n := copy(p, z.rest)
		z.rest = z.rest[n:]
		return n, nil
	}
	if z.err != nil || len(p) == 0 {
		return 0, z.err
	}
	return z.inflate(p), z.err
}

// inflate fills p, or sets err.
func (z *Reader) inflate(p []byte) int {
	n := 0
	for n < len(p) && z.err == nil {
		switch z.state {
		case atBlock:
			z.header()
		case inStored:
			n += z.stored(p[n:])
		case inCodes:
			n = z.codes(p, n)
		case inCopy:
			n = z.copy(p, n)
		case atEnd:
			z.err = io.EOF
		}
	}
	z.remember(p[:n])
	if z.err != nil {
		z.drop()
	}
	return n
}

// remember keeps the last of the text for the copies of the next read.
func (z *Reader) remember(text []byte) {
	n := copy(z.window[:], z.window[min(len(text), windowSize):])
	copy(z.window[n:], text[len(text)-(windowSize-n):])
	z.behind = min(z.behind+len(text), windowSize)
}

// fail notes what is wrong.
func (z *Reader) fail(err error) { z.err = &Error{z.Offset(), err} }

// cut notes that the input ended too early.
func (z *Reader) cut() {
	if z.err = z.eof; z.eof == io.EOF {
		z.fail(io.ErrUnexpectedEOF)
	}
}

// drop gives back the input that was not used.
func (z *Reader) drop() {
	z.r.Discard(z.pos)
	z.off += int64(z.pos)
	z.in, z.pos = nil, 0
}

// more makes the input grow, to inMargin bytes at least if there are so many, and reports whether it
// did.
func (z *Reader) more() bool {
	n := len(z.in) - z.pos
	z.drop()
	_, z.eof = z.r.Peek(inMargin)
	z.in, _ = z.r.Peek(z.r.Buffered())
	return len(z.in) > n
}

// need makes the next n bits available, up to 48, or sets err.
func (z *Reader) need(n uint) bool {
	for z.have < n {
		if z.pos == len(z.in) && !z.more() {
			z.cut()
			return false
		}
		z.bits |= uint64(z.in[z.pos]) << z.have
		z.have += 8
		z.pos++
	}
	return true
}

// take returns the next n bits, which are there.
func (z *Reader) take(n uint) int {
	x := z.bits & (1<<n - 1)
	z.bits >>= n
	z.have -= n
	return int(x)
}
