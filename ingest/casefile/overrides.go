package casefile

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
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
		if d.Overrides == "" || done[filepath.Clean(d.Overrides)] {
			continue
		}
		done[filepath.Clean(d.Overrides)] = true
		file, data, err := r.readNamed(fmt.Sprintf("class[%d].overrides", i), d.Overrides)
		if err != nil {
			return err
		}
		t := table{owner: d.Key, seen: map[string]int{}}
		sheet := csvTable{file: file, columns: columns, need: []string{"account", "member"}}
		err = sheet.read(data, func(cell func(string) string, line int) error { return t.row(c, cell, line) })
		if err != nil {
			return err
		}
	}
	return nil
}

// A table is one override CSV.
type table struct {
	owner string         // class of the rows that name none
	seen  map[string]int // line of the row that settles a class and account
}

// row reads one row, whose cells are asked for by column.
func (t *table) row(c *adentro.Case, cell func(string) string, line int) error {
	o := adentro.Override{Author: cell("author"), Reason: cell("reason"), Line: line}
	var err error
	if o.Account, err = accountKey(accountCell(cell("account"))); err != nil {
		return err
	}
	var ok bool
	if o.Member, ok = yesOrNo(cell("member")); !ok {
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
