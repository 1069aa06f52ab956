package casefile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/seed-1b5e0f84/adentro/internal/text"
)

// readNamed reads a table that the case file names at path, which must lie in its folder. It
// returns its path and content.
func (r *reader) readNamed(at, name string) (string, []byte, error) {
	local := filepath.Clean(filepath.FromSlash(name))
	if r.open == nil || !filepath.IsLocal(local) {
		return "", nil, r.errorf(at, "file %q must lie in the folder of the case file", name)
	}
	f, err := r.open(local)
	if err != nil {
		return "", nil, r.errorf(at, "%v", err)
	}
	defer f.Close()
	file := filepath.Join(r.dir, local)
	data, err := readAll(f, file)
	if err != nil {
		return "", nil, err
	}
	r.named = append(r.named, file)
	return file, data, nil
}

// A csvTable is a table as a spreadsheet writes it: the delimiter is a comma, or the semicolon
// of Spanish ones, and the first row names the columns.
type csvTable struct {
	file    string
	columns map[string]string // name of every column by its spellings, folded
	need    []string          // columns that must be there
	spare   bool              // other columns may be there, and are not read
}

// read calls row with every row that is not empty; an error of row is given the file and line.
func (t *csvTable) read(data []byte, row func(cell func(string) string, line int) error) error {
	if !utf8.Valid(data) {
		return &Error{t.file, 0, "not UTF-8: save the table as «CSV UTF-8»"}
	}
	r := csv.NewReader(bytes.NewReader(data))
	first, _, _ := bytes.Cut(data, []byte("\n"))
	if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		r.Comma = ';'
	}
	head, err := r.Read()
	if errors.Is(err, io.EOF) {
		return &Error{t.file, 1, "the table is empty: its first row names the columns"}
	}
	if err != nil {
		return t.mistake(err)
	}
	at, err := t.header(head)
	if err != nil {
		return err
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return t.mistake(err)
		}
		line, _ := r.FieldPos(0)
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		cell := func(name string) string {
			if i, ok := at[name]; ok {
				return strings.TrimSpace(cells[i])
			}
			return ""
		}
		if err := row(cell, line); err != nil {
			return &Error{t.file, line, err.Error()}
		}
	}
}

// header returns where each column stands.
func (t *csvTable) header(head []string) (map[string]int, error) {
	at := map[string]int{}
	for i, h := range head {
		name, ok := t.columns[strings.TrimSpace(text.Fold(h))]
		if !ok && t.spare {
			continue
		}
		if !ok {
			return nil, &Error{t.file, 1, fmt.Sprintf("unknown column %q", h)}
		}
		if _, twice := at[name]; twice {
			return nil, &Error{t.file, 1, fmt.Sprintf("column %q is given twice", h)}
		}
		at[name] = i
	}
	for _, need := range t.need {
		if _, ok := at[need]; !ok {
			return nil, &Error{t.file, 1, fmt.Sprintf("no column %q", need)}
		}
	}
	return at, nil
}

func (t *csvTable) mistake(err error) error {
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		return &Error{t.file, bad.Line, bad.Err.Error()}
	}
	return &Error{t.file, 0, err.Error()}
}

// accountCell reads an account; spreadsheets keep ids whole behind an apostrophe.
func accountCell(s string) string { return strings.TrimPrefix(s, "'") }

// yesOrNo reads a decision, in Spanish or English.
func yesOrNo(s string) (yes, ok bool) {
	switch text.Fold(s) {
	case "yes", "y", "si", "s", "true", "1":
		return true, true
	case "no", "n", "false", "0":
		return false, true
	}
	return false, false
}
