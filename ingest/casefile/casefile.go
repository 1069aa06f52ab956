// Package casefile reads the description of an investigation: a TOML file and
// the override tables that it names become an adentro.Case. It also carries the
// cases that ship.
//
// The file is read strictly: an unknown key, a value of the wrong type, a bad date or
// pattern is an *Error with its line. Nothing is guessed, because a misspelt rule
// would silently change who is counted.
package casefile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/text"
)

// maxSize bounds a case file or an override table; real ones have some
// kilobytes.
const maxSize = 16 << 20

// An Error is a mistake in a case file or in a file that it names.
type Error struct {
	File string
	Line int // 1-based; 0 where the mistake has no line
	Msg  string
}

// Error returns "file:line: message".
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Msg
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg)
}

// Load reads the case file at path and the override tables that it names,
// which must lie in its folder. It returns the case and the paths of all files
// read, itself first. A mistake in any of them is an *Error.
func Load(path string) (*adentro.Case, []string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	data, err := readAll(f, path)
	if err != nil {
		return nil, nil, err
	}
	dir := filepath.Dir(path)
	open := func(name string) (io.ReadCloser, error) { return os.OpenInRoot(dir, name) }
	r := reader{file: path, dir: dir, open: open}
	c, err := r.read(data)
	if err != nil {
		return nil, nil, err
	}
	return c, append([]string{path}, r.named...), nil
}

// readAll reads at most maxSize bytes, without a byte order mark.
func readAll(f io.Reader, path string) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(data) > maxSize {
		return nil, &Error{path, 0, "larger than 16 MiB: not a case file"}
	}
	return bytes.TrimPrefix(data, []byte("\ufeff")), nil
}

// A reader turns one case file into a Case.
type reader struct {
	file  string
	dir   string
	open  func(name string) (io.ReadCloser, error) // nil: the case may name no file
	named []string                                 // paths of the tables read
	lines lineIndex
}

// read decodes, checks and extends.
func (r *reader) read(data []byte) (*adentro.Case, error) {
	var doc document
	dec := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
	if err := dec.Decode(&doc); err != nil {
		return nil, r.decodeError(err)
	}
	r.lines = indexLines(data)
	c := &adentro.Case{}
	if doc.Extends != "" {
		base, err := Ship(doc.Extends)
		if err != nil {
			return nil, r.errorf("extends", "%v", err)
		}
		c = base
		c.Seeds = nil
	}
	if err := r.fill(c, &doc); err != nil {
		return nil, err
	}
	if c.Name == "" {
		c.Name = slug(c.Title)
	}
	return c, nil
}

// slug makes a short name of a title: its words, joined by hyphens.
func slug(title string) string {
	var words []string
	for _, t := range text.Tokens(title) {
		words = append(words, t.Text)
	}
	return strings.Join(words[:min(len(words), 6)], "-")
}

// decodeError says in our words what the decoder found.
func (r *reader) decodeError(err error) error {
	var missing *toml.StrictMissingError
	if errors.As(err, &missing) && len(missing.Errors) > 0 {
		first := slices.MinFunc(missing.Errors, func(a, b toml.DecodeError) int {
			x, _ := a.Position()
			y, _ := b.Position()
			return x - y
		})
		line, _ := first.Position()
		return &Error{r.file, line, fmt.Sprintf("unknown key %q", strings.Join(first.Key(), "."))}
	}
	var bad *toml.DecodeError
	if errors.As(err, &bad) {
		line, _ := bad.Position()
		msg := strings.TrimPrefix(bad.Error(), "toml: ")
		if i := strings.Index(msg, " into struct field"); i >= 0 {
			msg = msg[:i]
		}
		if k := bad.Key(); len(k) > 0 {
			msg = fmt.Sprintf("key %q: %s", strings.Join(k, "."), msg)
		}
		return &Error{r.file, line, msg}
	}
	return &Error{r.file, 0, strings.TrimPrefix(err.Error(), "toml: ")}
}

// errorf makes an Error at the line of the key with this path.
func (r *reader) errorf(path, format string, args ...any) error {
	return &Error{r.file, r.lines.at(path), fmt.Sprintf(format, args...)}
}
