package analysis

import (
	"path/filepath"
	"testing"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/ingest"
	"github.com/seed-1b5e0f84/adentro/ingest/casefile"
)

// bundled reads the bundled world.
func bundled(t *testing.T) (*adentro.Snapshot, *adentro.Case) {
	t.Helper()
	dir := filepath.Join("..", "..", "testdata", "barrio-adentro")
	k, files, err := casefile.Load(filepath.Join(dir, "case.toml"))
	if err != nil {
		t.Fatal(err)
	}
	obs, err := ingest.Read(t.Context(), []string{dir}, ingest.Options{Lists: k.Lists, Config: files})
	if err != nil {
		t.Fatal(err)
	}
	return adentro.Resolve(obs), k
}
