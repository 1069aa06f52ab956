package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
)

// members reads the members of a gzip stream one after another. Zeros behind
// the last one are padding that tapes and interrupted copies leave.
type members struct {
	r   *bufio.Reader
	z   *gzip.Reader
	pad *bool
}

func (m *members) Read(p []byte) (int, error) {
	for {
		if m.z == nil {
			z, err := gzip.NewReader(m.r)
			if err != nil {
				return 0, whole(err)
			}
			z.Multistream(false)
			m.z = z
		}
		n, err := m.z.Read(p)
		if n > 0 || err == nil {
			return n, nil
		}
		if err != io.EOF {
			return 0, whole(err)
		}
		head, _ := m.r.Peek(2)
		switch {
		case len(head) == 0:
			return 0, io.EOF
		case bytes.Equal(head, gzipMagic):
			if err := m.z.Reset(m.r); err != nil {
				return 0, whole(err)
			}
			m.z.Multistream(false)
		default:
			return 0, m.trailing()
		}
	}
}

// whole makes of an end within a member the error that it is.
func whole(err error) error {
	switch {
	case err == io.EOF:
		return io.ErrUnexpectedEOF
	case errors.Is(err, gzip.ErrHeader):
		return errors.New("invalid header")
	case errors.Is(err, gzip.ErrChecksum):
		return errors.New("invalid checksum")
	}
	return err
}

var errTrailing = errors.New("bytes that are not gzip follow the last member")

// trailing tells padding from other bytes behind the last member.
func (m *members) trailing() error {
	for {
		c, err := m.r.ReadByte()
		if err == io.EOF {
			*m.pad = true
			return io.EOF
		}
		if err != nil {
			return err
		}
		if c != 0 {
			return errTrailing
		}
	}
}
