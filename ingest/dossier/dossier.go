// Package dossier keeps one investigation in a folder: what was decoded of the
// dumps in immutable Parquet files, and a catalogue of them in SQLite.
//
//	dossier/
//	  lock                                   held by the one writer
//	  catalogue-<generation>-<sha256>.db     SQLite; the newest generation counts
//	  accounts/<sha256>.parquet              and tweets, pages, members, records, rejects
//
// Nothing is changed in place. A commit writes Parquet files under temporary names, syncs
// them, gives them the name of their content, syncs the folders, and then does the same
// with a new generation of the catalogue: its appearance under its name is the commit.
// Whatever a crash leaves besides is removed by the next writer. Every file is named by its SHA-256 or
// listed with it, so that any changed bit is seen.
//
// docs/dossier.md describes every table and column for readers in other languages.
package dossier

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/seed-1b5e0f84/adentro/ingest"
)

// Format is the version of the layout, which docs/dossier.md describes. Those before it are read
// too, and become dossiers of this format by the next commit.
const Format = 2

// The ways in which a dossier cannot be opened.
var (
	ErrNotDossier = errors.New("not a dossier")
	ErrNewer      = errors.New("the dossier was made by a newer adentro")
	ErrDamaged    = errors.New("the dossier is damaged")
	ErrLocked     = errors.New("another process writes to the dossier")
)

// A Mode says what a dossier is opened for.
type Mode uint8

// The modes. A reader takes no lock and sees what was committed when it opened.
const (
	Read   Mode = iota
	Write       // an existing dossier
	Create      // an existing dossier, or a new one where the folder is empty or absent
)

// Options of a writer. The zero value works.
type Options struct {
	Tool   string    // name and version of the program, kept with the run
	Now    time.Time // kept with the run; zero: not kept
	Memory int64     // bytes of chunks to gather before they are written, about; as many again are being written. 0: DefaultMemory

	// Kept, if not nil, is called with the chunks that were put and are on the disk now, which belong to it from then on, by one
	// goroutine at a time. After Flush it has seen all.
	Kept func([]*ingest.Chunk)

	fault func(op, name string) error // see disk
	block int
}

// DefaultMemory is Options.Memory where it is 0, in bytes.
const DefaultMemory = 256 << 20

// Content is how many bytes of decoded content one batch of segments covers, about.
const Content = 64 << 20

// A Dossier is an open dossier; it is an ingest.Sink when open for writing. Its methods may
// be called by several goroutines. After an error of writing nothing more is written, and every
// further call returns that error: what is on the disk then is the last commit.
type Dossier struct {
	disk disk
	mode Mode
	opt  Options
	lock *flock.Flock
	cat  *catalogue

	flushing sync.Mutex // held while a batch is written, by the one goroutine that writes

	mu      sync.Mutex // guards what follows
	batch   batch
	writing batch // the one being written
	err     error // of writing
	closed  bool
}

// A batch is what was put since the last commit.
type batch struct {
	chunks  map[ingest.ChunkKey]*ingest.Chunk
	order   []*ingest.Chunk
	sealed  []*ingest.Sealed
	content int64 // bytes
	memory  int64 // bytes, about
}

func newBatch() batch { return batch{chunks: map[ingest.ChunkKey]*ingest.Chunk{}} }

// Open opens the dossier in dir. It returns an error that wraps ErrNotDossier, ErrNewer,
// ErrDamaged, ErrLocked (within a second), ErrWrite, or one of the file system.
func Open(dir string, mode Mode, opt Options) (*Dossier, error) {
	if opt.Memory <= 0 {
		opt.Memory = DefaultMemory
	}
	if opt.block <= 0 {
		opt.block = defaultBlock
	}
	d := &Dossier{disk: disk{dir: dir, fault: opt.fault, block: opt.block}, mode: mode, opt: opt, batch: newBatch(), writing: newBatch()}
	if err := d.open(); err != nil {
		d.release()
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	return d, nil
}

// Close writes what was put, and gives the lock back. The error is that of writing, if there was one:
// without it everything that was put is kept.
func (d *Dossier) Close() error {
	var err error
	if d.mode != Read {
		err = d.Flush()
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return err
	}
	d.closed = true
	return errors.Join(err, d.release())
}

func (d *Dossier) release() error {
	var err error
	if d.cat != nil {
		err = d.cat.close()
	}
	if d.lock != nil {
		err = errors.Join(err, d.lock.Close())
	}
	return err
}

// Known implements ingest.Sink. The facts come without their rejects, which Load gives.
func (d *Dossier) Known(key ingest.ChunkKey) (ingest.Facts, bool) {
	d.mu.Lock()
	c := d.batch.chunks[key]
	if c == nil {
		c = d.writing.chunks[key]
	}
	d.mu.Unlock()
	if c != nil {
		facts := c.Facts
		facts.Rejects = nil
		return facts, true
	}
	facts, ok, err := d.cat.known(key)
	if err != nil {
		d.fail(err)
	}
	return facts, ok
}

// Put implements ingest.Sink. A chunk that is kept already is dropped.
func (d *Dossier) Put(c *ingest.Chunk) error {
	if err := check(c); err != nil {
		return fmt.Errorf("chunk %x: %w", c.Key[:4], err)
	}
	d.mu.Lock()
	b := &d.batch
	err := d.writable()
	if err != nil || b.chunks[c.Key] != nil || d.writing.chunks[c.Key] != nil {
		d.mu.Unlock()
		return err
	}
	// A batch ceases to be the one being written after the catalogue has it, so that
	// with the lock held a chunk that is in neither batch is in the catalogue or new.
	if _, ok, err := d.cat.known(c.Key); ok || err != nil {
		d.mu.Unlock()
		return err
	}
	b.chunks[c.Key] = c
	b.order = append(b.order, c)
	b.content += c.Size
	b.memory += weigh(c)
	full := d.full()
	d.mu.Unlock()
	if full {
		d.flush(false)
	}
	return nil
}

func (d *Dossier) full() bool { return d.batch.content >= Content || d.batch.memory >= d.opt.Memory }

// Seal implements ingest.Sink. A source is told by its SHA-256, path and member; one that is kept as it
// is stays, and one that was read otherwise, as with other options, is replaced.
func (d *Dossier) Seal(s *ingest.Sealed) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.writable(); err != nil {
		return err
	}
	d.batch.sealed = append(d.batch.sealed, s)
	return nil
}

func (d *Dossier) writable() error {
	switch {
	case d.err != nil:
		return d.err
	case d.mode == Read || d.closed:
		return errors.New("the dossier is not open for writing")
	}
	return nil
}

// fail makes err the end of writing.
func (d *Dossier) fail(err error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.err == nil {
		d.err = err
	}
	return d.err
}

// Flush commits what was put.
func (d *Dossier) Flush() error {
	d.flush(true)
	d.flushing.Lock() // until it is written
	defer d.flushing.Unlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.err
}

// flush has the batch committed beside its caller if it is full or must be. Who puts meanwhile fills
// the next batch, and waits here when that is full too. An error is told by the next call.
func (d *Dossier) flush(must bool) {
	d.flushing.Lock()
	d.mu.Lock()
	if d.err != nil || d.closed || !must && !d.full() {
		d.mu.Unlock()
		d.flushing.Unlock()
		return
	}
	b := d.batch
	d.writing, d.batch = b, newBatch()
	d.mu.Unlock()
	go func() {
		defer d.flushing.Unlock()
		if err := d.commit(b); err != nil {
			_ = d.fail(err)
			return
		}
		d.mu.Lock()
		d.writing = newBatch()
		d.mu.Unlock()
		if d.opt.Kept != nil {
			d.opt.Kept(b.order)
		}
	}()
}

// Dir returns the folder.
func (d *Dossier) Dir() string { return filepath.Clean(d.disk.dir) }
