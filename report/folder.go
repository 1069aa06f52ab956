package report

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// ManifestFile is the last file written: a folder that has it is complete, and
// ours to replace.
const ManifestFile = "manifest.json"

// Write fills dir, which it creates, with the outputs of these names; no names
// means all. A name also means every output that begins with it and a dot, or ends
// with a dot and it: "creation", "svg". Files are written side by side and forced to the
// disk; manifest.json comes last. The same Model gives the same bytes.
func Write(dir string, m *Model, only ...string) error {
	e, err := newEdition(m)
	if err != nil {
		return err
	}
	chosen, err := choose(only)
	if err != nil {
		return err
	}
	man := manifest{Schema: Schema, Tool: e.tool(), Case: e.Case.Name, Synthetic: e.Case.Synthetic, Command: e.Command, Files: []manifestFile{}}
	figures := filepath.Join(dir, "figures")
	if err := os.MkdirAll(figures, 0o755); err != nil {
		return err
	}
	entries := make([]manifestFile, len(chosen))
	turns := largestFirst(chosen)
	err = par.For(context.Background(), m.Workers, len(turns), func(turn int) error {
		i := turns[turn]
		f := chosen[i]
		entry, err := writeFile(dir, f.File, func(w io.Writer) error { return f.Write(w, &e.Model) })
		if err != nil && !errors.Is(err, ErrNothing) {
			return err
		}
		entries[i] = entry
		return nil
	})
	if err != nil {
		return err
	}
	_ = os.Remove(figures) // only if it is empty
	for _, entry := range entries {
		if entry.Name != "" {
			man.Files = append(man.Files, entry)
		}
	}
	_, err = writeFile(dir, ManifestFile, func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(man)
	})
	if err != nil {
		return err
	}
	return syncDir(dir)
}

// largestFirst returns in which turns formats are written, so that all workers end at about the same time: those of a network
// grow most with the data, the last of them most of all.
func largestFirst(formats []Format) (turns []int) {
	for i := len(formats) - 1; i >= 0; i-- {
		if formats[i].Network {
			turns = append(turns, i)
		}
	}
	for i := range formats {
		if !formats[i].Network {
			turns = append(turns, i)
		}
	}
	return turns
}

// choose returns the formats with these names, in table order.
func choose(only []string) ([]Format, error) {
	all := Formats()
	if len(only) == 0 {
		return all, nil
	}
	want := make([]bool, len(all))
	for _, name := range only {
		found := false
		for i, f := range all {
			if f.Name == name || strings.HasPrefix(f.Name, name+".") || strings.HasSuffix(f.Name, "."+name) {
				want[i], found = true, true
			}
		}
		if !found {
			return nil, fmt.Errorf("no output is called %q", name)
		}
	}
	var out []Format
	for i, f := range all {
		if want[i] {
			out = append(out, f)
		}
	}
	return out, nil
}

type manifest struct {
	Schema    int            `json:"schema"`
	Tool      string         `json:"tool"`
	Case      string         `json:"case"`
	Synthetic bool           `json:"synthetic"`
	Command   string         `json:"command,omitempty"`
	Files     []manifestFile `json:"files"`
}

type manifestFile struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// writeFile writes one file of the folder and forces it to the disk. A file
// with nothing to show is removed again, and ErrNothing returned.
func writeFile(dir, name string, write func(io.Writer) error) (entry manifestFile, err error) {
	full := filepath.Join(dir, filepath.FromSlash(name))
	file, err := os.Create(full)
	if err != nil {
		return entry, err
	}
	hash := sha256.New()
	count := &counter{}
	buf := bufio.NewWriterSize(io.MultiWriter(file, hash, count), 1<<16)
	err = write(buf)
	if err == nil {
		err = buf.Flush()
	}
	if err == nil {
		err = file.Sync()
	}
	if cerr := file.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		_ = os.Remove(full)
		return entry, fmt.Errorf("%s: %w", name, err)
	}
	return manifestFile{name, count.n, hex.EncodeToString(hash.Sum(nil))}, nil
}

type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

// syncDir forces the names in dir to the disk, where the system can.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, os.ErrInvalid) && !errors.Is(err, os.ErrPermission) {
		return err
	}
	return nil
}
