package dossier

import (
	"archive/zip"
	"os"
	"path/filepath"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
)

// earlierUsers are the dumps behind testdata/format1.zip.
const earlierUsers = `{"id_str":"1301","screen_name":"ana_ejemplo","name":"Ana","location":"Barinas","description":"","protected":false,"verified":false,"followers_count":3,"default_profile_image":true}
{"id_str":"1302","screen_name":"cdi_ejemplo","name":"CDI Ejemplo","location":"","description":"Salud","protected":true,"verified":true,"followers_count":4,"default_profile_image":false}
`

// unpack writes the files of an archive to a new folder.
func unpack(t *testing.T, name string) string {
	t.Helper()
	r, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	dir := t.TempDir()
	if err := os.CopyFS(dir, r); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestEarlierFormat reads a dossier of format 1, which knew of no pictures, and adds to it: then it
// is one of this format, and its dumps are read anew for what was not kept.
func TestEarlierFormat(t *testing.T) {
	dir := unpack(t, filepath.Join("testdata", "format1.zip"))
	if c, err := open(t, dir, Read).Verify(t.Context()); err != nil || len(c.Problems) > 0 {
		t.Fatal(err, c)
	}
	is := func(when string, format int, known, image bool) {
		t.Helper()
		d := open(t, dir, Read)
		info, err := d.Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.Format != format {
			t.Errorf("%s its format is %d, want %d", when, info.Format, format)
		}
		obs := gather(t, dir)
		if len(obs.Profiles) != 2 {
			t.Fatalf("%s %d profiles", when, len(obs.Profiles))
		}
		ana, cdi := &obs.Profiles[0], &obs.Profiles[1]
		if ana.Handle != "ana_ejemplo" || ana.Location != "Barinas" || ana.Followers != 3 || len(ana.Statuses) != 1 || !cdi.Protected || !cdi.Verified || !cdi.Known(adentro.FieldLocation) {
			t.Errorf("%s: %+v and %+v", when, ana, cdi)
		}
		if ana.Known(adentro.FieldDefaultImage) != known || ana.DefaultImage != image || cdi.Known(adentro.FieldDefaultImage) != known || cdi.DefaultImage {
			t.Errorf("%s the default pictures are %v, %v; known: %v", when, ana.DefaultImage, cdi.DefaultImage, ana.Known(adentro.FieldDefaultImage))
		}
	}
	is("as it was made", 1, false, false)

	dumps := t.TempDir()
	for _, name := range []string{"otro.jsonl", "users.jsonl"} {
		text := earlierUsers
		if name == "otro.jsonl" {
			text = `{"id_str":"1301","screen_name":"ana_ejemplo","followers_count":3}` + "\n"
		}
		write(t, filepath.Join(dumps, name), []byte(text))
		d := open(t, dir, Write)
		if err := ingest.Scan(t.Context(), []string{filepath.Join(dumps, name)}, ingest.Options{}, d); err != nil {
			t.Fatal(err)
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		is("with "+name, Format, name == "users.jsonl", name == "users.jsonl")
	}
	if c, err := open(t, dir, Read).Verify(t.Context()); err != nil || len(c.Problems) > 0 {
		t.Error(err, c)
	}
}

// TestPlaces: only columns of later formats may be missing, and none may be added.
func TestPlaces(t *testing.T) {
	for _, x := range tables() {
		all := x.schema().Columns()
		if at, ok := x.places(all); !ok || len(at) != len(all) || at[len(at)-1] != len(all)-1 {
			t.Errorf("%s: its own columns lie at %v", x.name, at)
		}
		for i, path := range all {
			less := append(append([][]string{}, all[:i]...), all[i+1:]...)
			at, ok := x.places(less)
			if later := x.name == "accounts" && path[0] == "default_image"; ok != later || later && at[i] != -1 {
				t.Errorf("%s without %v: %v, %v", x.name, path, at, ok)
			}
		}
		if _, ok := x.places(append(append([][]string{}, all...), []string{"more"})); ok {
			t.Errorf("%s with a column that nobody knows is taken", x.name)
		}
	}
}
