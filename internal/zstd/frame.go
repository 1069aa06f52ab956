package zstd

import (
	"io"

	"github.com/cespare/xxhash/v2"
)

// A frame is what its header tells, and what is counted of its text.
type frame struct {
	window   int
	blockMax int    // text of a block
	size     uint64 // of the text, if it is told
	sized    bool
	checked  bool // a checksum comes behind it
	text     uint64
	sum      xxhash.Digest
}

const (
	magic     = 0xfd2fb528
	skippable = 0x184d2a50 // and 15 more
)

// header reads the header of a frame (RFC 8878, section 3.1.1.1), or all of one that is to be skipped.
func (z *Reader) header() error {
	if b, err := z.r.Peek(1); len(b) == 0 && err == io.EOF {
		return io.EOF
	}
	b, err := z.take(4)
	if err != nil {
		return err
	}
	switch m := number(b); {
	case m&^15 == skippable:
		return z.skip()
	case m != magic:
		return ErrMagic
	}
	if b, err = z.take(1); err != nil {
		return err
	}
	flags := b[0]
	if flags&8 != 0 {
		return ErrHeader
	}
	z.frame = frame{checked: flags&4 != 0}
	single := flags&0x20 != 0 // the window is all of the text
	window := uint64(0)
	if !single {
		if b, err = z.take(1); err != nil {
			return err
		}
		window = 1 << (10 + b[0]>>3)
		window += window / 8 * uint64(b[0]&7)
	}
	if b, err = z.take([]int{0, 1, 2, 4}[flags&3]); err != nil {
		return err
	}
	if number(b) != 0 {
		return ErrDictionary
	}
	n := []int{0, 2, 4, 8}[flags>>6]
	if n == 0 && single {
		n = 1
	}
	if b, err = z.take(n); err != nil {
		return err
	}
	z.size, z.sized = number(b), n > 0
	if n == 2 {
		z.size += 256
	}
	if single {
		window = z.size
	}
	if window > z.most {
		return ErrWindow
	}
	z.window = int(window)
	z.blockMax = min(z.window, maxBlock)
	z.at, z.lap, z.unread = 0, 0, 0
	z.coded, z.tables, z.decoding.recent = false, [3]table{}, [3]uint64{1, 4, 8}
	z.sum.Reset()
	z.state = atBlock
	return nil
}

// skip goes over a frame that is not text (section 3.1.2).
func (z *Reader) skip() error {
	b, err := z.take(4)
	if err != nil {
		return err
	}
	n, err := io.CopyN(io.Discard, z.r, int64(number(b)))
	z.off += n
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	z.cause = err
	return err
}

// end checks the text of a frame.
func (z *Reader) end() error {
	z.state = atFrame
	if z.sized && z.text != z.size {
		return ErrSize
	}
	if !z.checked {
		return nil
	}
	b, err := z.take(4)
	if err == nil && uint32(number(b)) != uint32(z.sum.Sum64()) {
		return ErrChecksum
	}
	return err
}
