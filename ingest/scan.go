package ingest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// Scan decodes all files named by paths, in chunks, into a sink: folders with
// all that is in them, single files, "-" for Options.Stdin. A file reached twice is read
// once. A file that is broken or foreign is a Source that says so, never an
// error. The errors are those of the context, of the sink, and one that wraps ErrNoInput
// where a path leads nowhere or nothing could be decoded.
//
// Chunks reach the sink in the order of their file, those of several files at the same
// time. Memory: about 40 MiB a worker, and the largest record several times.
func Scan(ctx context.Context, paths []string, opt Options, sink Sink) error {
	if opt.MaxRecord <= 0 {
		opt.MaxRecord = DefaultMaxRecord
	}
	files, err := list(paths, &opt)
	if err != nil {
		return err
	}
	// Large files first, so that none is left alone at the end.
	slices.SortStableFunc(files, func(a, b input) int { return cmp.Or(cmp.Compare(b.size, a.size), cmp.Compare(a.label, b.label)) })
	workers := par.Workers(opt.Workers)
	s := &scanner{opt: &opt, formats: Formats(), sink: sink, tell: newMeter(files, opt.Progress).add, size: pieceSize, slots: make(chan struct{}, workers), free: make(chan []byte, 2*workers)}
	if err := par.For(ctx, workers, len(files), func(i int) error { return s.file(ctx, files[i]) }); err != nil {
		return err
	}
	if !s.decoded.Load() {
		return noInput(paths, s.sources)
	}
	return nil
}

// A scanner reads files into one sink.
type scanner struct {
	opt     *Options
	formats []Format
	sink    Sink
	tell    func(int)
	size    int           // of a piece
	slots   chan struct{} // pieces that are decoded beside the reading of their file
	free    chan []byte   // pieces that are done with

	decoded atomic.Bool // some file was a dump
	mu      sync.Mutex
	sources []*adentro.Source // while none was
}

// seal hands a finished source to the sink.
func (s *scanner) seal(x *Sealed) error {
	if x.Source.Role == adentro.RoleDump && x.Source.Format != "" {
		s.decoded.Store(true)
	} else if !s.decoded.Load() {
		s.mu.Lock()
		s.sources = append(s.sources, &x.Source)
		s.mu.Unlock()
	}
	return s.sink.Seal(x)
}

// file reads one file from its first byte to its last.
func (s *scanner) file(ctx context.Context, in input) error {
	f := s.reading(in)
	src := adentro.Source{Role: in.role}
	if in.why.Code != "" {
		src.Why = append(src.Why, in.why)
	}
	var a account
	if in.err != nil || in.why.Code == "not_regular" {
		fail(&src, in.err)
		return s.seal(f.seal(&a, src))
	}
	r, closer, err := openInput(in, s.opt)
	if err != nil {
		fail(&src, err)
		return s.seal(f.seal(&a, src))
	}
	defer closer()
	c := open(ctx, r, s.tell)
	var inside []*Sealed
	if in.role == adentro.RoleDump {
		switch kind := c.archive(); kind {
		case "zip", "tar":
			inside, err = s.archive(ctx, in, "", c)
			src.Why = append(src.Why, adentro.Note{Code: "archive", Args: []string{kind, count(int64(len(inside)))}})
		default:
			err = s.content(ctx, f, c, &src, &a)
		}
	}
	if end := c.finish(); err == nil {
		err = end
	}
	if err != nil {
		return err
	}
	c.stored.hash.Sum(src.SHA256[:0])
	src.Bytes, src.Text = c.stored.n, c.n
	if in.role != adentro.RoleDump {
		src.Text = src.Bytes
	}
	fail(&src, c.broken)
	for _, x := range inside {
		x.Source.SHA256 = src.SHA256
		if err := s.seal(x); err != nil {
			return err
		}
	}
	return s.seal(f.seal(&a, src))
}

// archive reads the members of an archive one after another, and those of the
// archives in it; above is the name of c and a slash, if it is such a one. They are sealed when the sum
// of the file is known.
func (s *scanner) archive(ctx context.Context, in input, above string, c *content) (inside []*Sealed, err error) {
	seen := map[string]bool{}
	for _, name := range c.names() {
		seen[above+name] = true
	}
	err = c.walk(func(m archiveMember) error {
		m.name = above + m.name
		seen[m.name] = true
		f := &reading{opt: s.opt, formats: s.formats, label: in.label, member: m.name, sibling: m.sibling}
		f.list, f.date = aside(f.name(), m.name, s.opt, func(base string) bool { return seen[path.Join(path.Dir(m.name), base)] })
		src := adentro.Source{Role: adentro.RoleDump}
		if m.again { // sources are told by their names
			f.member += "#" + count(int64(len(inside)+1))
			src.Why = append(src.Why, adentro.Note{Code: "member_again"})
		}
		var a account
		defer func() {
			inside = append(inside, f.seal(&a, src))
		}()
		if m.skip != "" {
			src.Role = adentro.RoleIgnored
			src.Why = append(src.Why, adentro.Note{Code: m.skip})
			return nil
		}
		var err error
		m.content.stored.hash = noHash{} // the archive's sum stands for its members
		switch kind := m.content.archive(); kind {
		case "zip", "tar":
			var deeper []*Sealed
			deeper, err = s.archive(ctx, in, f.member+"/", m.content)
			src.Why = append(src.Why, adentro.Note{Code: "archive", Args: []string{kind, count(int64(len(deeper)))}})
			inside = append(inside, deeper...)
		default:
			err = s.content(ctx, f, m.content, &src, &a)
		}
		src.Text = m.content.n
		fail(&src, m.content.broken)
		return err
	})
	return inside, err
}

// reading gathers what is known of a file beside its content.
func (s *scanner) reading(in input) *reading {
	f := &reading{opt: s.opt, formats: s.formats, label: in.label}
	dir := filepath.Dir(in.path)
	beside := func(base string) bool {
		info, err := os.Stat(filepath.Join(dir, base))
		return err == nil && !info.IsDir()
	}
	if in.path == "-" {
		beside = nil
	}
	f.list, f.date = aside(in.label, "", s.opt, beside)
	if in.path != "-" {
		f.sibling = func(name string) ([]byte, error) { return readSibling(dir, name) }
		if folder := filepath.Base(dir); !strings.Contains(in.label, "/") && len(kindWords(folder)) > 0 && f.list == (listing{}) {
			f.list = nameListing(folder+"/"+in.label, beside) // the folder that was given spells the kind
		}
	}
	return f
}

// fail notes what keeps a file, or its rest, from being read. No path of the
// machine gets into the note.
func fail(src *adentro.Source, err error) {
	if err == nil {
		return
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	src.Damage = err.Error()
	// That nothing could be read does not make a file empty.
	src.Why = slices.DeleteFunc(src.Why, func(n adentro.Note) bool { return n.Code == "looks_empty" })
}

// content reads what is inside a file.
func (s *scanner) content(ctx context.Context, f *reading, c *content, src *adentro.Source, a *account) error {
	for _, l := range c.layers {
		src.Why = append(src.Why, adentro.Note{Code: "container", Args: []string{l}})
	}
	if kind := c.archive(); kind == "spreadsheet" {
		src.Role = adentro.RoleIgnored
		src.Why = append(src.Why, looks(kind))
		return nil
	}
	w := f.open(c, src)
	head := w.rest()
	whole := f.wholeFormat(head[:min(len(head), sniffSize)])
	kind, what := sniff(head[:min(len(head), sniffSize)], w.eof)
	if whole >= 0 {
		kind = classWhole
	}
	if kind == classNone && what == "text" && looksHandles(head, w.eof) {
		if what = "handles"; f.list.known() { // words that may be anything, in what is said to be a list
			kind, f.learned.Handles, f.learned.Names = classLines, true, true
		}
	}
	f.class = kind
	f.learned.Rows = kind == classLines && what == "rows"
	var err error
	switch kind {
	case classNone:
		src.Role = adentro.RoleIgnored
		src.Why = append(src.Why, looks(what))
	case classWhole:
		err = s.whole(f, whole, w, a)
	default:
		if note, ok := eightBit(head); ok && kind == classTable {
			src.Why = append(src.Why, note)
		}
		sum := sha256.New()
		if f.unkeyed {
			sum = noHash{}
		}
		// The sum of what lies in a file as it is read is that of the file.
		plain := len(c.layers) == 0 && w.r == io.Reader(c)
		if plain {
			c.stored.hash = noHash{}
		}
		err = s.pieces(ctx, f, w, sum, a)
		if plain {
			c.stored.hash = sum
		}
	}
	if c.zeros {
		src.Warnings = append(src.Warnings, adentro.Note{Code: "gzip_padding"})
	}
	return err
}

// open returns a window on the content as UTF-8 with ordinary line ends, with
// the head in memory.
func (f *reading) open(c *content, src *adentro.Source) *window {
	w := newWindow(c)
	if units, ok := utf16Content(w); ok {
		w = newWindow(units)
		src.Why = append(src.Why, adentro.Note{Code: "utf16"})
	}
	w.fill(sampleSize)
	if w.oldLines() {
		w = newWindow(&oldMac{w})
		w.fill(sampleSize)
	}
	return w
}

// wholeFormat returns the index of the format that reads such a file as one, or -1.
func (f *reading) wholeFormat(head []byte) int {
	for i := range f.formats {
		if x := &f.formats[i]; x.opens != nil && x.opens(bytes.TrimPrefix(head, utf8BOM)) {
			return i
		}
	}
	return -1
}

// whole reads a file of a format that takes it as one; it is one chunk.
func (s *scanner) whole(f *reading, format int, w *window, a *account) error {
	sum := sha256.New()
	f.depend()
	fmt.Fprintf(sum, "%s%s\n%q\n", f.context, f.formats[format].Name, f.name())
	sum.Write(w.rest())
	w.r = &hashed{w.r, sum}
	d := newDecoder(f.name(), f.opt, f.formats)
	d.list = f.list
	if f.sibling != nil {
		d.sibling = func(name string) ([]byte, error) { // what is read beside the file is part of what its chunk rests on
			b, err := f.sibling(name)
			fmt.Fprintf(sum, "%q %d\n%s", name, len(b), b)
			return b, err
		}
	}
	d.fits[format]++
	d.formats[format].read(d, w)
	for w.skip(len(w.rest())); w.more(); w.skip(len(w.rest())) {
	}
	c := d.finish(ChunkKey(sum.Sum(nil)), w.off, w.line-1)
	a.add(c.Key, &c.Facts, c.Size, c.Lines)
	if _, ok := s.sink.Known(c.Key); ok {
		return nil
	}
	return s.sink.Put(c)
}

// A hashed reader takes the sum of what passes.
type hashed struct {
	r   io.Reader
	sum hash.Hash
}

func (h *hashed) Read(p []byte) (int, error) {
	n, err := h.r.Read(p)
	h.sum.Write(p[:n])
	return n, err
}

func (h *hashed) damaged() bool {
	r, ok := h.r.(interface{ damaged() bool })
	return ok && r.damaged()
}

// pieces decodes a file piece by piece. Each is decoded for itself, ahead, as
// if the one before it ended where it was cut; where that proves wrong, it is decoded
// again with what was left.
func (s *scanner) pieces(ctx context.Context, f *reading, w *window, sum hash.Hash, a *account) error {
	t := &train{s: s, f: f, a: a, guess: f.prepare(w)}
	cut := &cutter{w: w, size: s.size, max: int(s.opt.MaxRecord) + s.size, plan: cutLine, sum: sum, free: s.free}
	switch {
	case f.class == classTable:
		cut.plan = cutRow
	case f.learned.Rows:
		cut.plan = cutIDs
	case t.guess.Array:
		cut.plan = cutElement(f.first)
	}
	var queue []cutting
	for end := false; !end; {
		p := cut.next()
		end = p.last
		if a.off > 0 {
			t.ahead(&p)
		}
		t.cut += int64(len(p.data))
		queue = append(queue, p)
		for len(queue) > 0 && (end || a.off == 0 || len(queue) > cap(s.slots)) {
			p, queue = queue[0], queue[1:]
			if err := cmp.Or(t.settle(p), ctx.Err()); err != nil {
				for _, q := range queue {
					if q.done != nil {
						<-q.done
					}
				}
				return err
			}
		}
	}
	return nil
}

// A train is a file whose pieces are under way.
type train struct {
	s     *scanner
	f     *reading
	a     *account
	guess state  // where pieces behind the first probably begin
	at    state  // where the next one does begin
	left  []byte // what the piece before left to it
	cut   int64  // content behind the pieces that were cut
}

// ahead begins to decode a piece beside the reading of the next.
func (t *train) ahead(p *cutting) {
	done := make(chan decoded, 1)
	p.done = done
	x := stretch{data: p.data, sum: p.sum, start: t.cut, from: t.guess, later: true, last: p.last, broken: p.broken}
	t.s.slots <- struct{}{}
	go func() {
		defer func() {
			<-t.s.slots
			if r := recover(); r != nil {
				done <- decoded{panic: r}
			}
		}()
		done <- t.f.decode(x, t.s.sink)
	}()
}

// settle keeps the next piece in the order of the file.
func (t *train) settle(p cutting) error {
	var out decoded
	if p.done != nil {
		if out = <-p.done; out.panic != nil {
			panic(out.panic)
		}
	}
	x := stretch{data: p.data, sum: p.sum, start: t.a.off, from: t.at, later: t.a.off > 0, last: p.last, broken: p.broken}
	if p.done == nil || len(t.left) > 0 || !t.at.equal(t.guess) {
		if len(t.left) > 0 {
			x.data = slices.Concat(t.left, x.data)
		}
		out = t.f.decode(x, t.s.sink)
		if x.force = out.used == 0 && !p.last && len(x.data) > int(t.s.opt.MaxRecord)+t.s.size; x.force {
			out = t.f.decode(x, t.s.sink)
		}
	}
	t.left = append(t.left[:0:0], x.data[out.used:]...)
	if cap(p.data) == t.s.size {
		select {
		case t.s.free <- p.data:
		default:
		}
	}
	if out.used == 0 {
		return nil
	}
	if t.a.off == 0 {
		t.f.learned = out.tells
	}
	t.at = out.end
	t.a.add(out.key, &out.facts, int64(out.used), out.lines)
	if out.chunk == nil {
		return nil
	}
	return t.s.sink.Put(out.chunk)
}
