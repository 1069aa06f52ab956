package dossier

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// damaged reports whether the dossier says that it is damaged: when it is opened, or when it is verified.
func damaged(t *testing.T, dir string) bool {
	t.Helper()
	d, err := Open(dir, Read, Options{})
	if errors.Is(err, ErrDamaged) {
		return true
	} else if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	c, err := d.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c.Damaged()
}

// content returns the files of dir by name.
func content(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all[path] = data
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// Any flipped bit of any file is seen, and a damaged file is never read as a whole one.
func TestAnyFlippedBit(t *testing.T) {
	dir := memoryDir(t)
	w := fromSeed(7).world(3, 1)
	if err := w.fill(dir, Options{}); err != nil {
		t.Fatal(err)
	}
	if damaged(t, dir) {
		t.Fatal("damaged as it was made")
	}
	flips := points(300)
	var bits int
	files := content(t, dir)
	for _, data := range files {
		bits += 8 * len(data)
	}
	dice, tried := fromSeed(8), 0
	for path, data := range files {
		n := flips * 8 * len(data) / bits
		for i := range n {
			bit := dice(8 * len(data))
			if i < 64 { // the very ends, which have the magic numbers
				bit = i / 2
				if i%2 == 1 {
					bit = 8*len(data) - 1 - i/2
				}
			}
			broken := bytes.Clone(data)
			broken[bit/8] ^= 1 << (bit % 8)
			write(t, path, broken)
			tried++
			if !damaged(t, dir) {
				t.Fatalf("bit %d of %s was flipped and not seen", bit, filepath.Base(path))
			}
			if d, err := Open(dir, Read, Options{}); err == nil {
				if diff, err := w.same(d); err == nil && diff != "" {
					t.Fatalf("bit %d of %s: other content without an error\n%s", bit, path, diff)
				}
				d.Close()
			}
		}
		write(t, path, data)
	}
	t.Logf("%d flips in %d files, all seen", tried, len(files))
}

// Files that are cut, missing, or too many are seen, as is what a crash left, which is no damage.
func TestFolderThatIsNotAsItWasMade(t *testing.T) {
	dir := memoryDir(t)
	w := fromSeed(7).world(3, 1)
	if err := w.fill(dir, Options{}); err != nil {
		t.Fatal(err)
	}
	for path, data := range content(t, dir) {
		if filepath.Base(path) == lockName {
			continue
		}
		for _, n := range []int{0, 1, len(data) / 2, len(data) - 1} {
			write(t, path, data[:n])
			if !damaged(t, dir) {
				t.Errorf("%s was cut to %d bytes and not missed", filepath.Base(path), n)
			}
		}
		write(t, path, append(bytes.Clone(data), 0))
		if !damaged(t, dir) {
			t.Errorf("%s has a byte more", filepath.Base(path))
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		newest := strings.HasPrefix(filepath.Base(path), "catalogue-00000002")
		if !newest && !damaged(t, dir) {
			t.Errorf("%s was removed and not missed", filepath.Base(path))
		}
		if newest { // as if the last commit had not been: what it wrote is left over
			d := open(t, dir, Read)
			if c, err := d.Verify(t.Context()); err != nil || len(c.Problems) == 0 {
				t.Errorf("the newest catalogue was removed and not missed: %v", err)
			}
		}
		write(t, path, data)
	}
	for name, code := range map[string]Code{
		"notes.txt":           Yours,
		"tweets/x.parquet":    Foreign,
		".adentro-tmp-tweets": Temporary,
		"tweets/" + strings.Repeat("0", 64) + ".parquet": Unlisted,
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		write(t, path, nil)
		d := open(t, dir, Read)
		if c, err := d.Verify(t.Context()); err != nil || len(c.Problems) != 1 || c.Damaged() != (code == Foreign) || c.Problems[0].File != name || c.Problems[0].Code != code {
			t.Errorf("%s: %v %+v", name, err, c)
		}
		os.Remove(path)
	}
	if damaged(t, dir) {
		t.Error("damaged when all is as it was")
	}
}

// A writer opens no damaged dossier, and removes nothing from it.
func TestWriterLeavesDamageAlone(t *testing.T) {
	dir := memoryDir(t)
	if err := fromSeed(7).world(3, 1).fill(dir, Options{}); err != nil {
		t.Fatal(err)
	}
	before := content(t, dir)
	for path, data := range before {
		if strings.HasPrefix(filepath.Base(path), "catalogue-00000002") {
			write(t, path, data[:len(data)-1])
			before[path] = data[:len(data)-1]
		}
	}
	if _, err := Open(dir, Create, Options{}); !errors.Is(err, ErrDamaged) {
		t.Fatal(err)
	}
	if after := content(t, dir); len(after) != len(before) {
		t.Errorf("%d files of %d", len(after), len(before))
	}
}
