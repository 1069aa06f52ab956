package dossier

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

// ErrWrite marks the errors of writing to the dossier's disk.
var ErrWrite = errors.New("cannot write the dossier")

// A disk is all that the package does to files: one place for the rules of
// durability, and one for a test to break.
type disk struct {
	dir string

	// fault, where a test sets it, is asked before every operation. It may end the
	// process, or return an error, which the operation then fails with after
	// having written half of what it was given.
	fault func(op, name string) error

	block int // bytes that one write operation writes, at most
}

// defaultBlock is disk.block outside tests.
const defaultBlock = 1 << 20

func (d *disk) path(name string) string { return filepath.Join(d.dir, filepath.FromSlash(name)) }

// do runs one operation, behind the fault that a test put before it.
func (d *disk) do(op, name string, f func() error) error {
	var err error
	if d.fault != nil {
		err = d.fault(op, name)
	}
	if err == nil {
		err = f()
	}
	if err != nil {
		return fmt.Errorf("%w: %s %s: %w", ErrWrite, op, name, err)
	}
	return nil
}

func (d *disk) mkdir(name string) error {
	return d.do("mkdir", name, func() error {
		err := os.Mkdir(d.path(name), 0o777)
		if errors.Is(err, os.ErrExist) {
			return nil
		}
		return err
	})
}

func (d *disk) rename(from, to string) error {
	return d.do("rename", to, func() error { return os.Rename(d.path(from), d.path(to)) })
}

func (d *disk) remove(name string) error {
	return d.do("remove", name, func() error { return os.Remove(d.path(name)) })
}

// syncDir makes the names in a folder durable. Windows keeps them so by itself, and
// cannot sync a folder.
func (d *disk) syncDir(name string) error {
	return d.do("syncdir", name, func() error {
		if runtime.GOOS == "windows" {
			return nil
		}
		f, err := os.Open(d.path(name))
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	})
}

// write makes a new file that holds data, synced, and reads it back. After an
// error the file is of no use: what a failed sync or close has written is unknown.
func (d *disk) write(name string, data []byte) (err error) {
	var f *os.File
	err = d.do("create", name, func() (err error) {
		f, err = os.OpenFile(d.path(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		return err
	})
	if err != nil {
		return err
	}
	open := true
	defer func() {
		if open {
			f.Close() // the error that led here is the one to tell
		}
	}()
	for rest := data; len(rest) > 0; {
		b := rest[:min(d.block, len(rest))]
		rest = rest[len(b):]
		err := d.do("write", name, func() error { _, err := f.Write(b); return err })
		if err != nil {
			f.Write(b[:len(b)/2]) // as a full disk would have it
			return err
		}
	}
	if err := d.do("sync", name, f.Sync); err != nil {
		return err
	}
	open = false
	if err := d.do("close", name, f.Close); err != nil {
		return err
	}
	if err := readsAs(d.path(name), data); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrWrite, name, err)
	}
	return nil
}

// readsAs returns an error if a file holds anything but data.
func readsAs(path string, data []byte) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	block := make([]byte, 256<<10)
	for {
		n, err := f.Read(block)
		if !bytes.HasPrefix(data, block[:n]) {
			return errors.New("reads back as other bytes than were written")
		}
		switch data = data[n:]; {
		case err == io.EOF && len(data) > 0:
			return errors.New("reads back as fewer bytes than were written")
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		}
	}
}
