package casefile

import (
	"os"
	"path/filepath"
	"testing"
)

// FuzzMapping reads any mapping file: a mapping or a mistake.
func FuzzMapping(f *testing.F) {
	f.Add([]byte("files = [\"*.csv\"]\nids = \"own\"\nnamespace = \"higgs\"\ntimezone = \"America/Caracas\"\nowner = 12\nkind = \"followers\"\ndirection = \"left-follows-right\"\n[columns]\nleft = \"a\"\nright = \"b\"\n"))
	f.Add([]byte("owner = \"@ana\"\n[columns]\nid = 1\n"))
	f.Add([]byte("files = [\"[\"]\n"))
	name := filepath.Join(f.TempDir(), "map.toml")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
		m, err := LoadMapping(name, []string{"left", "right", "id"}, func(*Mapping) error { return nil })
		if (m == nil) == (err == nil) {
			t.Errorf("mapping %v with error %v", m, err)
		}
	})
}
