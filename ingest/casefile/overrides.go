package casefile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/text"
)

// columns names the columns of an override table in every spelling accepted,
// folded.
var columns = map[string]string{
	"account": "account", "cuenta": "account", "handle": "account", "id": "account", "usuario": "account",
	"class": "class", "clase": "class",
	"member": "member", "miembro": "member",
	"place": "place", "lugar": "place",
	"author": "author", "autor": "author", "autora": "author",
	"date": "date", "fecha": "date",
	"reason": "reason", "motivo": "reason", "razon": "reason",
}

var isoPlace = regexp.MustCompile(`^[A-Z]{2}(-[A-Z0-9]{1,3})?$`)

// fillOverrides reads the tables that the classes name, each once. A row
// belongs to the class that it names, or to the first class that names its
// table if it names none.
func (r *reader) fillOverrides(c *adentro.Case, doc *document) error {
	done := map[string]bool{}
	for i := range doc.Class {
		d := &doc.Class[i]
		if d.Overrides == "" {
			continue
		}
		at := fmt.Sprintf("class[%d].overrides", i)
		name := filepath.FromSlash(d.Overrides)
		if r.open == nil || !filepath.IsLocal(name) {
			return r.errorf(at, "file %q must lie in the folder of the case file", d.Overrides)
		}
		name = filepath.Clean(name)
		if done[name] {
			continue
		}
		done[name] = true
		f, err := r.open(name)
		if err != nil {
			return r.errorf(at, "%v", err)
		}
		data, err := readAll(f, filepath.Join(r.dir, name))
		f.Close()
		if err != nil {
			return err
		}
		r.named = append(r.named, filepath.Join(r.dir, name))
		t := table{file: filepath.Join(r.dir, name), owner: d.Key}
		if err := t.read(c, data); err != nil {
			return err
		}
	}
	return nil
}

// A table is one override CSV.
type table struct {
	file  string
	owner string // class of the rows that name none
	seen  map[string]int
}

// read adds the rows to the classes of c. The delimiter is a comma, or the
// semicolon that spreadsheets write in Spanish.
func (t *table) read(c *adentro.Case, data []byte) error {
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
		return t.csvError(err)
	}
	at := map[string]int{}
	for i, h := range head {
		name, ok := columns[strings.TrimSpace(text.Fold(h))]
		if !ok {
			return &Error{t.file, 1, fmt.Sprintf("unknown column %q", h)}
		}
		if _, twice := at[name]; twice {
			return &Error{t.file, 1, fmt.Sprintf("column %q is given twice", h)}
		}
		at[name] = i
	}
	for _, need := range []string{"account", "member"} {
		if _, ok := at[need]; !ok {
			return &Error{t.file, 1, fmt.Sprintf("no column %q", need)}
		}
	}
	t.seen = map[string]int{}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return t.csvError(err)
		}
		line, _ := r.FieldPos(0)
		cell := func(name string) string {
			if i, ok := at[name]; ok {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		if strings.TrimSpace(strings.Join(row, "")) == "" {
			continue
		}
		if err := t.row(c, cell, line); err != nil {
			return &Error{t.file, line, err.Error()}
		}
	}
}

func (t *table) csvError(err error) error {
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		return &Error{t.file, bad.Line, bad.Err.Error()}
	}
	return &Error{t.file, 0, err.Error()}
}

// row reads one row, whose cells are asked for by column.
func (t *table) row(c *adentro.Case, cell func(string) string, line int) error {
	o := adentro.Override{Author: cell("author"), Reason: cell("reason"), Line: line}
	var err error
	if o.Account, err = accountKey(cell("account")); err != nil {
		return err
	}
	switch text.Fold(cell("member")) {
	case "yes", "y", "si", "s", "true", "1":
		o.Member = true
	case "no", "n", "false", "0":
	default:
		return fmt.Errorf("member %q: yes or no (sí o no)", cell("member"))
	}
	key := cell("class")
	if key == "" {
		key = t.owner
	}
	j := c.ClassIndex(key)
	if j < 0 {
		return fmt.Errorf("no class is called %q", key)
	}
	cl := &c.Classes[j]
	if o.Place, err = overridePlace(cl, cell("place")); err != nil {
		return err
	}
	if d := cell("date"); d != "" {
		day, err := date(d)
		if err != nil {
			return err
		}
		o.Date = day.Format("2006-01-02")
	}
	id := key + "\x00" + o.Account.String()
	if before, ok := t.seen[id]; ok {
		return fmt.Errorf("account %s is settled for class %q on line %d already", o.Account, key, before)
	}
	t.seen[id] = line
	cl.Overrides = append(cl.Overrides, o)
	return nil
}

func overridePlace(cl *adentro.Class, place string) (string, error) {
	place = strings.ToUpper(place)
	if place == "" {
		return "", nil
	}
	if !isoPlace.MatchString(place) {
		return "", fmt.Errorf("place %q is not an ISO 3166 code such as GT or VE-V", place)
	}
	if country, ok := strings.CutPrefix(cl.Place, "region:"); ok && !strings.HasPrefix(place, country+"-") {
		return "", fmt.Errorf("place %q is not a unit of %s", place, country)
	}
	if cl.Place == "" {
		return "", fmt.Errorf("class %q has no place", cl.Key)
	}
	return place, nil
}
