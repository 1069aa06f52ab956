package dossier

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro/internal/par"
)

// A Problem is one thing that Verify found.
type Problem struct {
	File   string // relative to the dossier, with slashes
	Code   Code
	What   string // one sentence for a person
	Damage bool   // false: it harms nothing, as what a crash left, which the next writer removes
}

// A Code says in one stable word what a Problem is.
type Code string

// The codes of damage, then those of what harms nothing.
const (
	Changed           Code = "changed"            // another checksum than when it was written
	Missing           Code = "missing"            // a file that the catalogue lists
	MissingFolder     Code = "missing_folder"     // of a table
	MissingGeneration Code = "missing_generation" // the catalogue before the newest
	Twice             Code = "twice"              // two catalogues of one generation
	Unreadable        Code = "unreadable"         // as it was written, and no reader takes it; or the disk does not give it
	Contradiction     Code = "contradiction"      // of the catalogue with itself
	Foreign           Code = "foreign"            // a file where only those of a dossier are
	LockFilled        Code = "lock"               // the lock is not empty

	Temporary Code = "temporary" // left by an ingest that was cut short, or in use
	Unlisted  Code = "unlisted"  // a segment, left in the same way
	Yours     Code = "yours"     // a file beside the data
	Newer     Code = "newer"     // it came while the dossier was being read
)

// A Check is what Verify read and found.
type Check struct {
	Files    int   // that belong to the dossier
	Bytes    int64 // in them
	Segments int
	Rows     int64 // in all segments
	Problems []Problem
}

// Damaged reports whether any problem is more than a leftover.
func (c *Check) Damaged() bool {
	return slices.ContainsFunc(c.Problems, func(p Problem) bool { return p.Damage })
}

func (c *Check) damage(file string, code Code, format string, args ...any) {
	c.Problems = append(c.Problems, Problem{file, code, fmt.Sprintf(format, args...), true})
}

// harmless notes what is no damage.
func (c *Check) harmless(file string, code Code, what string) {
	c.Problems = append(c.Problems, Problem{file, code, what, false})
}

// segmentCode tells what is wrong with a segment that does not read.
func segmentCode(err error) Code {
	switch {
	case errors.Is(err, errMissing):
		return Missing
	case errors.Is(err, errChanged):
		return Changed
	}
	return Unreadable
}

// Verify reads every byte of the dossier: catalogues against the checksums in their names, segments
// against checksum, number of rows and columns, the references of the catalogue, and the folder against what
// should be in it. Any changed, missing or extra file is a Problem; the error is that of the
// context. A dossier whose newest catalogue is damaged does not open: that error is the answer then.
func (d *Dossier) Verify(ctx context.Context) (*Check, error) {
	c := &Check{}
	expected := map[string]bool{lockName: true}
	d.verifyCatalogues(c, expected)
	d.verifyReferences(c)
	groups, err := d.cat.groups()
	if err != nil {
		c.damage(catalogueFolder, Contradiction, "%v", err)
	}
	var files []file
	for _, g := range groups {
		if err := g.consistent(); err != nil {
			c.damage(catalogueFolder, Contradiction, "%v", err)
		}
		files = append(files, g.files...)
	}
	found := make([]error, len(files))
	err = par.For(ctx, 0, len(files), func(i int) error {
		data, err := files[i].read(&d.disk)
		if err == nil {
			_, err = decode(files[i].table, data, files[i].rows, 0)
		}
		found[i] = err
		return nil
	})
	if err != nil {
		return c, err
	}
	for i, f := range files {
		expected[f.name] = true
		c.Files++
		c.Segments++
		c.Bytes += f.bytes
		c.Rows += f.rows
		if found[i] != nil {
			c.damage(f.name, segmentCode(found[i]), "%v", found[i])
		}
	}
	d.verifyFolder(c, expected)
	return c, nil
}

// catalogueFolder stands for the catalogue where no single file is meant.
const catalogueFolder = "catalogue"

// verifyCatalogues checks all generations that are there. After a commit there are two,
// so that a lone later one has lost its neighbour.
func (d *Dossier) verifyCatalogues(c *Check, expected map[string]bool) {
	all, err := d.disk.generations()
	if err != nil {
		c.damage(catalogueFolder, Unreadable, "%v", err)
		return
	}
	for i, g := range all {
		expected[g.name] = true
		data, err := os.ReadFile(d.disk.path(g.name))
		if err != nil {
			c.damage(g.name, Unreadable, "%v", err)
			continue
		}
		c.Files++
		c.Bytes += int64(len(data))
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != g.sum {
			c.damage(g.name, Changed, "it has another checksum than its name says")
		}
		if i > 0 && all[i-1].number == g.number {
			c.damage(g.name, Twice, "there are two catalogues of this generation")
		}
	}
	switch newest := all[len(all)-1]; {
	case newest.number != d.cat.generation:
		c.harmless(newest.name, Newer, "it appeared while the dossier was being verified")
	case newest.number > 1 && (len(all) < 2 || all[len(all)-2].number != newest.number-1):
		c.damage(newest.name, MissingGeneration, "the generation before it is missing, which stays beside the newest: one of the two was removed")
	}
}

// verifyReferences checks that what the catalogue points to is there.
func (d *Dossier) verifyReferences(c *Check) {
	for what, q := range map[string]string{
		"rows that point to nothing":                  `SELECT count(*) FROM pragma_foreign_key_check`,
		"chunks of a source that are not numbered 0…": `SELECT count(*) FROM (SELECT max(ordinal) + 1 AS n, count(*) AS m FROM source_chunks GROUP BY source) WHERE n <> m`,
		"chunks of a source that overlap": `SELECT count(*) FROM source_chunks a JOIN source_chunks b ON a.source = b.source AND b.ordinal = a.ordinal + 1
			JOIN chunks ON chunks.chunk = a.chunk WHERE a."offset" + size > b."offset"`,
	} {
		var n int64
		if err := d.cat.db.QueryRow(q).Scan(&n); err != nil {
			c.damage(catalogueFolder, Unreadable, "%v", err)
		} else if n > 0 {
			c.damage(catalogueFolder, Contradiction, "it holds %d %s", n, what)
		}
	}
	slices.SortFunc(c.Problems, func(a, b Problem) int { return strings.Compare(a.File+a.What, b.File+b.What) })
}

// consistent checks that the chunks of a group share out the rows of each of its segments.
func (g *group) consistent() error {
	for _, f := range g.files {
		next := 0
		for _, k := range g.chunks {
			if r, ok := g.ranges[f.id][k.number]; ok {
				if r.first != next || r.n <= 0 {
					return fmt.Errorf("%w: rows of chunk %d in %s", ErrDamaged, k.number, f.name)
				}
				next += r.n
			}
		}
		if int64(next) != f.rows {
			return fmt.Errorf("%w: %s has %d rows, its chunks %d", ErrDamaged, f.name, f.rows, next)
		}
	}
	return nil
}

// verifyFolder tells of files that should not be there.
func (d *Dossier) verifyFolder(c *Check, expected map[string]bool) {
	folders := map[string]bool{".": true}
	for _, t := range tables() {
		folders[t.name] = true
	}
	err := filepath.WalkDir(d.disk.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(d.disk.dir, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		switch base := filepath.Base(path); {
		case e.IsDir():
			delete(folders, name)
			return nil
		case name == lockName:
			if info, err := e.Info(); err != nil || info.Size() > 0 {
				c.damage(name, LockFilled, "it should be empty")
			}
		case expected[name]:
		case strings.HasPrefix(name, tempName):
			c.harmless(name, Temporary, "a temporary file, left by an ingest that was cut short or in use by one that runs")
		case segmentName.MatchString(base) && name != base:
			c.harmless(name, Unlisted, "a segment that is not in the catalogue, left by an ingest that was cut short or in use by one that runs")
		case !tableFolder(name):
			c.harmless(name, Yours, "a file of yours, such as the case: a dossier keeps no checksum of it")
		default:
			c.damage(name, Foreign, "it is no file of a dossier")
		}
		return nil
	})
	if err != nil {
		c.damage(".", Unreadable, "%v", err)
	}
	for _, name := range sortedKeys(folders) {
		c.damage(name, MissingFolder, "the folder is missing")
	}
}

// tableFolder reports whether a file lies in the folder of a table.
func tableFolder(name string) bool {
	return slices.ContainsFunc(tables(), func(t *table) bool { return strings.HasPrefix(name, t.name+"/") })
}

func sortedKeys(m map[string]bool) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
