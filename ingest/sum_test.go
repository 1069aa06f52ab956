package ingest

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"testing"
)

// TestSums: the sum of a source is that of its file, however it was read.
func TestSums(t *testing.T) {
	dir := t.TempDir()
	for _, f := range loadFixtures(t) {
		name := f.format + "_" + filepath.Base(f.label)
		for file, text := range map[string][]byte{name: f.text, name + ".gz": []byte(gzipText(f.text)), name + ".cut.gz": []byte(gzipText(f.text))[:20]} {
			if err := os.WriteFile(filepath.Join(dir, file), text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	n := 0
	for _, s := range read(t, Options{}, dir).Sources {
		b, err := os.ReadFile(filepath.Join(dir, s.Path))
		if err != nil {
			t.Fatal(err)
		}
		if n++; s.SHA256 != sha256.Sum256(b) || s.Bytes != int64(len(b)) {
			t.Errorf("%s: sum %x of %d bytes, want %x of %d", s.Path, s.SHA256[:4], s.Bytes, sha256.Sum256(b), len(b))
		}
	}
	if n < 3*len(Formats()) {
		t.Errorf("%d sources", n)
	}
}
