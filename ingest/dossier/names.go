package dossier

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	lockName = "lock"
	// tempName begins the names of files that are being written.
	tempName = ".adentro-tmp-"
)

// A generation is one catalogue file.
type generation struct {
	name   string
	number int64
	sum    string // hex of the SHA-256
}

var (
	catalogueName = regexp.MustCompile(`^catalogue-([0-9]{8,18})-([0-9a-f]{64})\.db$`)
	segmentName   = regexp.MustCompile(`^[0-9a-f]{64}\.parquet$`)
)

func catalogueFile(number int64, sum [32]byte) string {
	return fmt.Sprintf("catalogue-%08d-%s.db", number, hex.EncodeToString(sum[:]))
}

// generations returns the catalogues in the folder, oldest first, at least one.
func (d *disk) generations() ([]generation, error) {
	entries, err := os.ReadDir(d.dir)
	if err != nil {
		return nil, err
	}
	var all []generation
	for _, e := range entries {
		if m := catalogueName.FindStringSubmatch(e.Name()); m != nil {
			n, _ := strconv.ParseInt(m[1], 10, 64)
			all = append(all, generation{e.Name(), n, m[2]})
		}
	}
	if len(all) == 0 {
		return nil, ErrNotDossier
	}
	slices.SortFunc(all, func(a, b generation) int {
		return cmp.Or(cmp.Compare(a.number, b.number), strings.Compare(a.name, b.name))
	})
	return all, nil
}

// caseName is the file that describes an investigation; a person may put it into the folder first.
const caseName = "case.toml"

// ours reports whether the entry may be in a folder that is to become a dossier: the
// case, or what a beginning that was cut short can have left.
func (d *disk) ours(e fs.DirEntry) bool {
	if slices.ContainsFunc(tables(), func(t *table) bool { return t.name == e.Name() }) {
		in, err := os.ReadDir(d.path(e.Name()))
		return err == nil && len(in) == 0
	}
	if e.Name() == lockName {
		info, err := e.Info()
		return err == nil && info.Mode().IsRegular() && info.Size() == 0
	}
	return e.Name() == caseName || strings.HasPrefix(e.Name(), tempName)
}

// sweep removes temporary files, and segments that are not among those to keep.
func (d *disk) sweep(keep map[string]bool) error {
	entries, err := os.ReadDir(d.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), tempName) {
			if err := d.remove(e.Name()); err != nil {
				return err
			}
		}
	}
	for _, t := range tables() {
		entries, err := os.ReadDir(d.path(t.name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for _, e := range entries {
			if name := t.name + "/" + e.Name(); segmentName.MatchString(e.Name()) && !keep[name] {
				if err := d.remove(name); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// forget removes the generations before the last but one. The last but one is for a person to go back
// to. One that cannot be removed now, as while a reader on Windows has it
// open, is removed after a later commit: nothing reads it.
func (d *disk) forget(newest int64) error {
	all, err := d.generations()
	if err != nil {
		return err
	}
	for _, g := range all {
		if g.number < newest-1 {
			_ = d.remove(g.name)
		}
	}
	return nil
}
