package dossier

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/gofrs/flock"
)

func (d *Dossier) open() error {
	if d.mode == Read {
		return d.load()
	}
	if d.mode == Create {
		if err := d.disk.found(); err != nil {
			return err
		}
	} else if _, err := d.disk.generations(); err != nil {
		return err
	}
	if err := d.acquire(); err != nil {
		return err
	}
	err := d.load()
	if errors.Is(err, ErrNotDossier) && d.mode == Create {
		if err = d.begin(); err == nil {
			err = d.load()
		}
	}
	if err != nil {
		return err
	}
	return d.tidy()
}

// acquire takes the lock. A process that dies gives it back.
func (d *Dossier) acquire() error {
	d.lock = flock.New(d.disk.path(lockName))
	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	ok, err := d.lock.TryLockContext(ctx, 50*time.Millisecond)
	switch {
	case ok:
		return nil
	case err == nil, errors.Is(err, context.DeadlineExceeded):
		return ErrLocked
	}
	return fmt.Errorf("%w: %w", ErrWrite, err)
}

// load reads the newest generation of the catalogue.
func (d *Dossier) load() error {
	for range 10 {
		all, err := d.disk.generations()
		if err != nil {
			return err
		}
		d.cat, err = readCatalogue(&d.disk, all[len(all)-1])
		if errors.Is(err, fs.ErrNotExist) {
			continue // a writer has gone two generations on since
		}
		return err
	}
	return fmt.Errorf("%w: its catalogue keeps vanishing", ErrDamaged)
}

// begin makes a dossier of an empty folder.
func (d *Dossier) begin() error {
	if err := d.disk.sweep(nil); err != nil { // of a beginning that was cut short
		return err
	}
	for _, t := range tables() {
		if err := d.disk.mkdir(t.name); err != nil {
			return err
		}
	}
	if err := d.disk.syncDir("."); err != nil {
		return err
	}
	cat, err := newCatalogue(d.opt.Tool)
	if err != nil {
		return err
	}
	defer cat.close()
	_, err = cat.store(&d.disk, 1)
	return err
}

// tidy removes what a crash has left: temporary files, segments that no
// catalogue lists, and generations before the last two.
func (d *Dossier) tidy() error {
	files, err := d.cat.files()
	if err != nil {
		return err
	}
	if err := d.disk.sweep(files); err != nil {
		return err
	}
	return d.disk.forget(d.cat.generation)
}

// found checks that dir may become a dossier, and makes it if it is absent.
func (d *disk) found() error {
	entries, err := os.ReadDir(d.dir)
	if errors.Is(err, fs.ErrNotExist) {
		if err := d.do("mkdir", ".", func() error { return os.MkdirAll(d.dir, 0o777) }); err != nil {
			return err
		}
		return d.syncDir("..")
	} else if err != nil {
		return err
	}
	if _, err := d.generations(); err == nil {
		return nil
	}
	for _, e := range entries {
		if !d.ours(e) {
			return fmt.Errorf("%w, and not empty: it holds %s", ErrNotDossier, e.Name())
		}
	}
	return nil
}
