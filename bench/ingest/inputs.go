package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/seed-1b5e0f84/adentro/internal/gen"
)

// inputs are the files of a scale of 1: shape and records, by name. A name with another ending is
// that file compressed.
var inputs = map[string]struct {
	shape   string
	records int
}{
	"users.jsonl":   {"users", 450_000},
	"tweets.jsonl":  {"tweets", 250_000},
	"pages.jsonl":   {"pages", 1_000_000},
	"lookups.jsonl": {"lookups", 1_400_000},
	"ids.jsonl":     {"ids", 25_000_000},
	"tweets.csv":    {"io", 900_000},
	"follows.csv":   {"follows", 20_000_000},
}

// input returns the path of an input, or of its beginning, and makes it if need be.
func (b *bench) input(name string, share float64) (string, error) {
	if share == 0 {
		share = 1
	}
	dir := filepath.Join(b.dir, fmt.Sprintf("in-%.4g", b.scale*share))
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	if of, ok := strings.CutPrefix(name, "again-"); ok {
		return path, b.again(path, of, share)
	}
	if name == "profiles.jsonl" {
		return path, b.profiles(path, share)
	}
	plain, ending := name, ""
	for _, e := range []string{".gz", ".zst"} {
		if s, ok := strings.CutSuffix(name, e); ok {
			plain, ending = s, e
		}
	}
	x, ok := inputs[plain]
	if !ok {
		return "", fmt.Errorf("no input is called %s", name)
	}
	if ending != "" {
		from, err := b.input(plain, share)
		if err != nil {
			return "", err
		}
		return path, create(path, func(w io.Writer) error { return compress(w, ending, from) })
	}
	return path, create(path, func(w io.Writer) error {
		return gen.Bulk(w, x.shape, b.records(plain, share), 1)
	})
}

// again writes a twentieth of an input's lines once more, as dumps that overlap do.
func (b *bench) again(path, of string, share float64) error {
	from, err := b.input(of, share)
	if err != nil {
		return err
	}
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return create(path, func(w io.Writer) error {
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for n, i := int64(0), 0; n < info.Size()/20 && lines.Scan(); i++ {
			if i < 100 { // not the same bytes from the start
				continue
			}
			m, err := fmt.Fprintf(w, "%s\n", lines.Bytes())
			if n += int64(m); err != nil {
				return err
			}
		}
		return lines.Err()
	})
}

// profiles writes users that hold no tweet.
func (b *bench) profiles(path string, share float64) error {
	return create(path, func(w io.Writer) error {
		r, pipe := io.Pipe()
		defer r.Close()
		go func() { pipe.CloseWithError(gen.Bulk(pipe, "users", b.records("users.jsonl", share)*2, 2)) }()
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if bytes.Contains(lines.Bytes(), []byte(`,"status":{`)) {
				continue
			}
			if _, err := fmt.Fprintf(w, "%s\n", lines.Bytes()); err != nil {
				return err
			}
		}
		return lines.Err()
	})
}

// records returns how many records an input has.
func (b *bench) records(name string, share float64) int {
	return max(int(float64(inputs[name].records)*b.scale*share), 1000)
}

// create writes a file whole or not at all.
func create(path string, write func(io.Writer) error) error {
	f, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	err = errors.Join(write(w), w.Flush(), f.Close())
	if err != nil {
		return errors.Join(err, os.Remove(path+".part"))
	}
	return os.Rename(path+".part", path)
}

func compress(w io.Writer, ending, from string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	var z io.WriteCloser = gzip.NewWriter(w)
	if ending == ".zst" {
		if z, err = zstd.NewWriter(w); err != nil {
			return err
		}
	}
	_, err = io.Copy(z, f)
	return errors.Join(err, z.Close())
}

// textSize returns the bytes of an input before compression.
func (b *bench) textSize(name string) (int64, error) {
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".gz"), ".zst")
	path, err := b.input(name, 0)
	if err != nil {
		return 0, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
