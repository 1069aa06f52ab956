package dossier

import (
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// FuzzCatalogue opens, loads and verifies a dossier whose catalogue is any bytes that carry
// their right checksum, as no accident makes them: it is read or refused, and never more.
func FuzzCatalogue(f *testing.F) {
	dir := memoryDir(f)
	if err := fromSeed(7).world(3, 1).fill(dir, Options{}); err != nil {
		f.Fatal(err)
	}
	d := disk{dir: dir}
	all, err := d.generations()
	if err != nil {
		f.Fatal(err)
	}
	newest := all[len(all)-1]
	whole, err := os.ReadFile(d.path(newest.name))
	if err != nil {
		f.Fatal(err)
	}
	for _, g := range all {
		if err := os.Remove(d.path(g.name)); err != nil {
			f.Fatal(err)
		}
	}
	// A mutation of so many bytes rarely says anything: put a few bytes anywhere.
	f.Add(uint32(0), []byte{})
	f.Add(uint32(len(whole)/2), []byte("x"))
	f.Add(uint32(16), []byte{0xff, 0xff})
	f.Add(uint32(0), []byte("SQLite format 4"))
	f.Fuzz(func(t *testing.T, at uint32, patch []byte) {
		data := append([]byte(nil), whole...)
		copy(data[int(at)%len(data):], patch)
		name := filepath.Join(dir, catalogueFile(newest.number, sha256.Sum256(data)))
		write(t, name, data)
		defer os.Remove(name)
		d, err := Open(dir, Read, Options{})
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) && !errors.Is(err, ErrNotDossier) {
				t.Fatalf("%v is none of the package's errors", err)
			}
			return
		}
		defer d.Close()
		d.Load(t.Context(), 1, nil, nil)
		d.Verify(t.Context())
		d.Info()
	})
}
