package casefile

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// The template loads as it is, and with every suggestion uncommented.
func TestTemplateLoads(t *testing.T) {
	for _, name := range Shipped() {
		text := Template(name)
		bare := regexp.MustCompile(`(?m)^# ?(\[\[|[a-z.]+ = )`).ReplaceAll(text, []byte("$1"))
		for label, b := range map[string][]byte{"as written": text, "uncommented": bare} {
			dir := t.TempDir()
			path := filepath.Join(dir, "case.toml")
			if err := os.WriteFile(path, b, 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "mission.csv"), []byte("account,class,member,place,author,date,reason\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "sample.csv"), []byte("account,class,stratum,of,member\n1,mission,member,1,yes\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			if _, _, err := Load(path); err != nil {
				t.Errorf("%s, %s: %v\n%s", name, label, err, b)
			}
		}
	}
}
