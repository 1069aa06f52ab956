package ingest

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/bzip2"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/seed-1b5e0f84/adentro/internal/inflate"
	"github.com/seed-1b5e0f84/adentro/internal/zstd"
)

// A zipFile is a zip that can be read by place. dir is nil where its directory,
// which stands at the end, is lost.
type zipFile struct {
	r    io.ReaderAt
	size int64
	dir  *zip.Reader
	err  error
}

// openZip reads the directory and tells whether the zip is a workbook.
func (c *content) openZip() string {
	z := &zipFile{}
	c.zip = z
	if z.r, z.size, z.err = c.byPlace(); z.err != nil {
		return "zip"
	}
	if z.err = checkDirectory(z.r, z.size); z.err != nil {
		return "zip"
	}
	dir, err := zip.NewReader(z.r, z.size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are labels here
		return "zip"
	}
	z.dir = dir
	dir.RegisterDecompressor(zip.Deflate, newInflater)
	// bzip2 and zstd by their numbers in PKWARE's APPNOTE.TXT, section 4.4.5.
	dir.RegisterDecompressor(12, func(r io.Reader) io.ReadCloser { return io.NopCloser(bzip2.NewReader(r)) })
	dir.RegisterDecompressor(93, func(r io.Reader) io.ReadCloser { return io.NopCloser(zstd.NewReader(r, zstdWindow)) })
	for _, f := range dir.File {
		switch f.Name {
		case "xl/workbook.xml", "xl/workbook.bin":
			return "spreadsheet"
		case "mimetype":
			if b, err := z.read(f); err == nil && bytes.HasPrefix(b, []byte("application/vnd.oasis.opendocument.spreadsheet")) {
				return "spreadsheet"
			}
		}
	}
	return "zip"
}

// names returns the members of an archive that has a directory, so that each is known
// before it is read.
func (c *content) names() []string {
	if c.zip == nil || c.zip.dir == nil {
		return nil
	}
	var out []string
	for _, f := range c.zip.dir.File {
		out = append(out, memberName(f.Name))
	}
	return out
}

// zip shows the members in the order of the directory.
func (w *walker) zip() error {
	z := w.c.zip
	switch {
	case z.err != nil:
		return z.err
	case z.dir == nil:
		return w.lostZip(z)
	case len(z.dir.File) > maxMembers:
		return errMembers
	}
	shared := z.overlaps()
	for _, f := range z.dir.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		m := archiveMember{name: memberName(f.Name), size: int64(min(f.UncompressedSize64, 1<<62)), sibling: z.siblings(f)}
		in := io.NopCloser(io.Reader(nil))
		switch {
		case f.Flags&1 != 0:
			m.skip = "member_encrypted"
		case f.Mode()&fs.ModeSymlink != 0:
			m.skip = "member_link"
		case !f.Mode().IsRegular():
			m.skip = "member_special"
		case shared[f]:
			m.skip = "member_overlaps"
		default:
			r, err := f.Open()
			if errors.Is(err, zip.ErrAlgorithm) {
				m.skip = "member_method"
				break
			}
			if err != nil {
				r = io.NopCloser(&failing{err})
			}
			in = r
		}
		err := w.show(m, &watched{"zip", zipWords{in}, nil})
		in.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) { return 0, f.err }

// An inflater is a reader for one member, whose memory then serves the next: members are many and small.
type inflater struct{ z *inflate.Reader }

var inflaters = sync.Pool{New: func() any { return inflate.NewReader(nil) }}

func newInflater(r io.Reader) io.ReadCloser {
	z := inflaters.Get().(*inflate.Reader)
	z.Reset(r)
	return &inflater{z}
}

func (i *inflater) Read(p []byte) (int, error) {
	if i.z == nil {
		return 0, io.ErrClosedPipe
	}
	return i.z.Read(p)
}

func (i *inflater) Close() error {
	if i.z != nil {
		inflaters.Put(i.z)
		i.z = nil
	}
	return nil
}

// zipWords says errors without the name of the container, which watched adds.
type zipWords struct{ io.Reader }

func (z zipWords) Read(p []byte) (int, error) {
	n, err := z.Reader.Read(p)
	switch err {
	case zip.ErrChecksum:
		err = errors.New("invalid checksum")
	case zip.ErrFormat:
		err = errors.New("a member's header is damaged")
	}
	return n, err
}

// overlaps returns the members whose bytes are also those of a member before
// them: a file that is small may seem to hold as much as it likes.
func (z *zipFile) overlaps() map[*zip.File]bool {
	type span struct {
		f        *zip.File
		from, to int64
	}
	var spans []span
	for _, f := range z.dir.File {
		if at, err := f.DataOffset(); err == nil {
			spans = append(spans, span{f, at, at + int64(min(f.CompressedSize64, 1<<62))})
		}
	}
	slices.SortStableFunc(spans, func(a, b span) int { return int(min(max(a.from-b.from, -1), 1)) })
	shared := map[*zip.File]bool{}
	end := int64(0)
	for _, s := range spans {
		if s.from < end {
			shared[s.f] = true
			continue
		}
		end = max(end, s.to)
	}
	return shared
}

// siblings reads members of f's folder, at most 1 MiB of each.
func (z *zipFile) siblings(f *zip.File) func(name string) ([]byte, error) {
	dir := path.Dir(f.Name)
	return func(name string) ([]byte, error) {
		want := path.Join(dir, path.Base(name))
		for _, g := range z.dir.File {
			if g.Name == want || path.Clean(g.Name) == want {
				return z.read(g)
			}
		}
		return nil, fs.ErrNotExist
	}
}

func (z *zipFile) read(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, 1<<20))
}

// checkDirectory counts the entries of the directory before a reader makes room
// for them. A directory that is not found is no error here.
func checkDirectory(r io.ReaderAt, size int64) error {
	tail := make([]byte, min(size, 1<<16+directoryEnd))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return err
	}
	i := len(tail) - directoryEnd
	for ; i >= 0; i-- {
		if bytes.HasPrefix(tail[i:], []byte("PK\x05\x06")) && i+directoryEnd+int(binary.LittleEndian.Uint16(tail[i+20:])) <= len(tail) {
			break
		}
	}
	if i < 0 {
		return nil
	}
	end := size - int64(len(tail)-i)
	length := int64(binary.LittleEndian.Uint32(tail[i+12:]))
	if i >= 20 && bytes.HasPrefix(tail[i-20:], []byte("PK\x06\x07")) {
		at := int64(binary.LittleEndian.Uint64(tail[i-12:]))
		var big [56]byte
		if _, err := r.ReadAt(big[:], at); at >= 0 && err == nil && bytes.HasPrefix(big[:], []byte("PK\x06\x06")) {
			end, length = at, int64(binary.LittleEndian.Uint64(big[40:]))
		}
	}
	from := min(max(end-length, 0), end)
	b := bufio.NewReaderSize(io.NewSectionReader(r, from, end-from), 1<<16)
	for n := 0; ; n++ {
		h, err := b.Peek(46)
		if err != nil || !bytes.HasPrefix(h, []byte("PK\x01\x02")) {
			return nil
		}
		if n == maxMembers {
			return errMembers
		}
		u := binary.LittleEndian.Uint16
		if _, err := b.Discard(46 + int(u(h[28:])) + int(u(h[30:])) + int(u(h[32:]))); err != nil {
			return nil
		}
	}
}

const directoryEnd = 22

var errNoDirectory = errors.New("zip: the directory at the end is missing: what could be found was read from the start")

// lostZip shows the members of a zip without a directory by the headers that
// stand before each.
func (w *walker) lostZip(z *zipFile) error {
	at := int64(0)
	for {
		at = z.nextHeader(at)
		if at < 0 {
			return errNoDirectory
		}
		var h [30]byte
		if n, _ := z.r.ReadAt(h[:], at); n < len(h) {
			return errNoDirectory
		}
		u16, u32 := binary.LittleEndian.Uint16, binary.LittleEndian.Uint32
		flags, method := u16(h[6:]), u16(h[8:])
		name := make([]byte, u16(h[26:]))
		z.r.ReadAt(name, at+30)
		data := at + 30 + int64(len(name)) + int64(u16(h[28:]))
		packed := int64(u32(h[18:]))
		if flags&8 != 0 || packed == 1<<32-1 {
			packed = z.size - data // until the stream ends by itself
		}
		at = max(at+30, data)
		if strings.HasSuffix(string(name), "/") || data > z.size {
			continue
		}
		m := archiveMember{name: memberName(string(name)), size: -1}
		in := bufio.NewReaderSize(io.NewSectionReader(z.r, data, packed), 1<<16)
		inflated := inflate.NewReader(in)
		var r io.Reader = inflated
		switch {
		case flags&1 != 0:
			m.skip = "member_encrypted"
		case method == zip.Deflate:
		case method == zip.Store && flags&8 == 0:
			r = &exactly{in, packed}
		default:
			m.skip = "member_method"
		}
		if err := w.show(m, &watched{"zip", r, nil}); err != nil {
			return err
		}
		if flags&8 == 0 {
			at = data + packed
		} else {
			at = data + inflated.Offset()
		}
	}
}

// nextHeader returns the place of the next header of a member at or behind at,
// or -1.
func (z *zipFile) nextHeader(at int64) int64 {
	b := make([]byte, 1<<16)
	for at < z.size {
		n, err := z.r.ReadAt(b, at)
		if i := bytes.Index(b[:n], []byte("PK\x03\x04")); i >= 0 {
			return at + int64(i)
		}
		if err != nil || n < 4 {
			return -1
		}
		at += int64(n - 3)
	}
	return -1
}

// exactly fails where its source ends early.
type exactly struct {
	r    io.Reader
	left int64
}

func (e *exactly) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n, err := e.r.Read(p[:min(int64(len(p)), e.left)])
	e.left -= int64(n)
	if err == io.EOF {
		if e.left > 0 {
			return n, io.ErrUnexpectedEOF
		}
		err = nil
	}
	return n, err
}
