package dossier

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
)

// dumps are the fixtures of every format.
const dumps = "../../testdata"

// gather puts together what a dossier holds.
func gather(t *testing.T, dir string) *adentro.Observations {
	t.Helper()
	var contents adentro.Contents
	sealed, chunks, err := open(t, dir, Read).Load(t.Context(), 0, nil, func(c *ingest.Chunk) { c.Share(&contents) })
	if err != nil {
		t.Fatal(err)
	}
	obs, err := ingest.Assemble(t.Context(), sealed, func(k ingest.ChunkKey) *ingest.Chunk { return chunks[k] }, 0)
	if err != nil {
		t.Fatal(err)
	}
	return obs.Unshared()
}

// What a dossier gives back of the dumps of every format is what reading them gives, and reading them
// once more changes no file.
func TestDumpsThroughADossier(t *testing.T) {
	if _, err := os.Stat(dumps); err != nil {
		t.Skip(err)
	}
	want, err := ingest.Read(t.Context(), []string{dumps}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(memoryDir(t), "d")
	names := func() (all []string) {
		filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			all = append(all, path)
			return err
		})
		return all
	}
	var before []string
	for i := range 2 {
		d := open(t, dir, Create)
		if err := ingest.Scan(t.Context(), []string{dumps}, ingest.Options{Workers: 1 + i}, d); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.Unshared(), gather(t, dir), exactly...); diff != "" {
			t.Fatal(diff)
		}
		if after := names(); i > 0 {
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("the second time changed files:\n%s", diff)
			}
		} else {
			before = after
		}
	}
	d := open(t, dir, Write)
	if c, err := d.Verify(t.Context()); err != nil || len(c.Problems) > 0 {
		t.Error(err, c.Problems)
	}
}
