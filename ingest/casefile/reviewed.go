package casefile

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/text"
)

// sheetColumns names the columns of a review sheet that are read, in every spelling accepted,
// folded. The others (handle, name, notes …) are for the reader of the sheet.
var sheetColumns = map[string]string{
	"account": "account", "cuenta": "account",
	"class": "class", "clase": "class",
	"stratum": "stratum", "estrato": "stratum",
	"of": "of", "de": "of",
	"member": "member", "miembro": "member",
	"coder": "coder", "codificador": "coder", "codificadora": "coder", "persona": "coder",
	"date": "date", "fecha": "date",
}

// Reviewed reads the review sheets at the paths: what people found of a sample of accounts. A
// mistake is an *Error with file and line.
func Reviewed(c *adentro.Case, paths ...string) ([]adentro.Coded, error) {
	var out []adentro.Coded
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		data, err := readAll(f, path)
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
		rows, err := readReviewed(c, path, data)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// fillReviewed gives every class that names a sheet the rows of it that are its own.
func (r *reader) fillReviewed(c *adentro.Case, doc *document) error {
	sheets := map[string][]adentro.Coded{}
	for i := range doc.Class {
		d := &doc.Class[i]
		if d.Reviewed == "" {
			continue
		}
		at, name := fmt.Sprintf("class[%d].reviewed", i), filepath.Clean(d.Reviewed)
		if _, known := sheets[name]; !known {
			file, data, err := r.readNamed(at, d.Reviewed)
			if err != nil {
				return err
			}
			if sheets[name], err = readReviewed(c, file, data); err != nil {
				return err
			}
		}
		cl := &c.Classes[c.ClassIndex(d.Key)]
		cl.Reviewed = nil
		for _, row := range sheets[name] {
			if row.Class == d.Key {
				cl.Reviewed = append(cl.Reviewed, row)
			}
		}
		if cl.Reviewed == nil {
			return r.errorf(at, "%s has no row of class %q", d.Reviewed, d.Key)
		}
	}
	return nil
}

func readReviewed(c *adentro.Case, file string, data []byte) ([]adentro.Coded, error) {
	t := csvTable{file: file, columns: sheetColumns, need: []string{"account", "class", "stratum", "of", "member"}, spare: true}
	var out []adentro.Coded
	seen := map[string]int{}
	sizes := map[string]int64{}
	err := t.read(bytes.TrimPrefix(data, []byte("\ufeff")), func(cell func(string) string, line int) error {
		row, err := codedRow(c, cell)
		if err != nil {
			return err
		}
		row.Line = line
		id := strings.Join([]string{row.Class, row.Account.String(), text.Fold(row.Coder)}, "\x00")
		if before, ok := seen[id]; ok {
			return fmt.Errorf("account %s is coded for class %q by the same person on line %d already", row.Account, row.Class, before)
		}
		seen[id] = line
		stratum := row.Class + "\x00" + row.Stratum
		if n, ok := sizes[stratum]; ok && n != row.Size {
			return fmt.Errorf("of %d: other rows of class %q and stratum %q say %d", row.Size, row.Class, row.Stratum, n)
		}
		sizes[stratum] = row.Size
		out = append(out, row)
		return nil
	})
	return out, err
}

func codedRow(c *adentro.Case, cell func(string) string) (adentro.Coded, error) {
	row := adentro.Coded{Class: cell("class"), Coder: strings.TrimPrefix(cell("coder"), "'")}
	var err error
	if row.Account, err = accountKey(accountCell(cell("account"))); err != nil {
		return row, err
	}
	if c.ClassIndex(row.Class) < 0 {
		return row, fmt.Errorf("no class is called %q", row.Class)
	}
	switch row.Stratum = text.Fold(cell("stratum")); row.Stratum {
	case adentro.StratumMember, adentro.StratumNear, adentro.StratumOther:
	default:
		return row, fmt.Errorf("stratum %q: member, near or other, as the sheet was written", cell("stratum"))
	}
	if row.Size, err = strconv.ParseInt(cell("of"), 10, 64); err != nil || row.Size < 1 {
		return row, fmt.Errorf("of %q: the number of accounts that the stratum had, as the sheet was written", cell("of"))
	}
	switch yes, ok := yesOrNo(cell("member")); {
	case ok && yes:
		row.Answer = adentro.AnswerYes
	case ok:
		row.Answer = adentro.AnswerNo
	case cell("member") == "":
	case strings.HasPrefix(cell("member"), "?"):
		row.Answer = adentro.AnswerUnsure
	default:
		return row, fmt.Errorf("member %q: yes, no, ? where it cannot be told, or nothing", cell("member"))
	}
	if d := cell("date"); d != "" {
		day, err := date(strings.TrimPrefix(d, "'"))
		if err != nil {
			return row, err
		}
		row.Date = day.Format("2006-01-02")
	}
	return row, nil
}
