package gen

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"time"
)

// CSVFollowers returns a table of the followers of the lists' owners, as
// journalists export them: Spanish headers, one row a follower. With owner, a first
// column names whose follower the row is. The mark opens the file, as spreadsheets do.
func CSVFollowers(lists []List, comma rune, owner, mark bool) []byte {
	header := []string{"id", "usuario", "nombre", "biografía", "ubicación", "creada", "seguidores", "siguiendo", "tuits"}
	if owner {
		header = append([]string{"sigue_a"}, header...)
	}
	rows := [][]string{header}
	for _, l := range lists {
		for _, m := range l.Members {
			row := accountRow(m)
			if owner {
				row = append([]string{l.Owner.Handle}, row...)
			}
			rows = append(rows, row)
		}
	}
	return writeCSV(rows, comma, mark)
}

// CSVAccounts returns a table of accounts.
func CSVAccounts(as []*Account, comma rune, mark bool) []byte {
	return CSVFollowers([]List{{Members: as}}, comma, false, mark)
}

func accountRow(a *Account) []string {
	return []string{
		id(a.ID), a.Handle, a.Name, a.Bio, a.Location, a.Created.UTC().Format(time.RFC3339),
		strconv.Itoa(a.Followers), strconv.Itoa(a.Following), strconv.Itoa(a.Tweets),
	}
}

func writeCSV(rows [][]string, comma rune, mark bool) []byte {
	var b bytes.Buffer
	if mark {
		b.WriteString("\ufeff")
	}
	w := csv.NewWriter(&b)
	w.Comma = comma
	w.UseCRLF = mark
	must(w.WriteAll(rows))
	return b.Bytes()
}

// IDLines returns a list as twarc 1 stored it: one bare id a line, newest first.
func IDLines(l List) []byte {
	var b bytes.Buffer
	for _, m := range l.Members {
		b.WriteString(id(m.ID))
		b.WriteByte('\n')
	}
	return b.Bytes()
}
