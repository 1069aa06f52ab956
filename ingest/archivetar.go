package ingest

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"strconv"
)

const tarBlock = 512

// isTar reports whether a block is the header of a member: its checksum is
// right. (The oldest tapes have no magic.)
func isTar(b []byte) bool {
	if len(b) < tarBlock || b[0] == 0 {
		return false
	}
	field := bytes.Trim(b[148:156], " \x00")
	want, err := strconv.ParseUint(string(field), 8, 32)
	if err != nil {
		return false
	}
	sum := uint64(8 * ' ')
	for i, c := range b[:tarBlock] {
		if i < 148 || i >= 156 {
			sum += uint64(c)
		}
	}
	return sum == want
}

// tar shows the members of a tape archive as they come. Behind a broken header,
// and behind the end of one archive that was appended to by another, it goes on
// at the next block that is a header.
func (w *walker) tar() error {
	blocks := &blockReader{r: w.c}
	var broken error
	for next := io.Reader(blocks); ; {
		err := w.tape(tar.NewReader(next))
		switch {
		case err == nil:
		case errors.Is(err, tar.ErrHeader):
			broken = err
		default:
			return err
		}
		b, garbage, err := blocks.header()
		if garbage && broken == nil {
			broken = errors.New("tar: bytes that are not tar follow the last member")
		}
		if b == nil {
			if err == io.EOF && broken == nil && blocks.zeros < tarBlock {
				broken = errTarEnd
			}
			if err == io.EOF {
				err = broken
			}
			return err
		}
		next = io.MultiReader(bytes.NewReader(b), blocks)
	}
}

var errTarEnd = errors.New("tar: the mark of the archive's end is missing: it may have been cut")

// tape shows the members up to the archive's end.
func (w *walker) tape(t *tar.Reader) error {
	for {
		h, err := t.Next()
		if errors.Is(err, tar.ErrInsecurePath) {
			err = nil // names are labels here
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return tarError(err)
		}
		m := archiveMember{name: memberName(h.Name), size: h.Size}
		switch h.Typeflag {
		case tar.TypeReg, '\x00', tar.TypeCont, tar.TypeGNUSparse:
		case tar.TypeDir, tar.TypeXGlobalHeader:
			continue
		case tar.TypeLink, tar.TypeSymlink:
			m.skip = "member_link"
		default:
			m.skip = "member_special"
		}
		if err := w.show(m, &watched{"tar", t, nil}); err != nil {
			return err
		}
	}
}

func tarError(err error) error {
	switch err {
	case tar.ErrHeader:
		return tarHeaderError{}
	case io.ErrUnexpectedEOF:
		return errors.New("tar: unexpected EOF")
	}
	return err
}

// A tarHeaderError is tar.ErrHeader in the words of the other containers.
type tarHeaderError struct{}

func (tarHeaderError) Error() string { return "tar: a member's header is damaged" }
func (tarHeaderError) Unwrap() error { return tar.ErrHeader }

// A blockReader counts, so that headers are looked for where they can be and
// the archive's end, which is zeros, can be told from the end of what is left of it.
type blockReader struct {
	r     io.Reader
	n     int64
	zeros int // that were read last
}

func (b *blockReader) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.n += int64(n)
	if rest := len(bytes.TrimRight(p[:n], "\x00")); rest > 0 {
		b.zeros = n - rest
	} else {
		b.zeros = min(b.zeros+n, tarBlock)
	}
	return n, err
}

// header reads on to the next block that is a header. garbage reports whether
// what it passed over was anything but zeros.
func (b *blockReader) header() (block []byte, garbage bool, err error) {
	if odd := b.n % tarBlock; odd != 0 {
		if _, err := io.CopyN(io.Discard, b, tarBlock-odd); err != nil {
			return nil, garbage, err
		}
	}
	block = make([]byte, tarBlock)
	for {
		n, err := io.ReadFull(b, block)
		if n > 0 && bytes.Count(block[:n], []byte{0}) < n {
			if n == tarBlock && isTar(block) {
				return block, garbage, nil
			}
			garbage = true
		}
		if err == io.ErrUnexpectedEOF {
			err = io.EOF
		}
		if err != nil {
			return nil, garbage, err
		}
	}
}
