package report

import (
	"encoding/csv"
	"io"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// Scores writes one row for each of n nodes: its name, and its value in every column, empty where
// it has none. As nodes.csv it is for machines first: no byte order mark, LF; names that a
// spreadsheet would run are defused.
func Scores(w io.Writer, n int, name func(u int32) string, columns []analysis.Column) error {
	c := csv.NewWriter(w)
	row := []string{"Id"}
	for _, col := range columns {
		row = append(row, safe.CSV(col.Name))
	}
	if err := c.Write(row); err != nil {
		return err
	}
	for u := range int32(n) {
		row = append(row[:0], safe.CSV(name(u)))
		for _, col := range columns {
			row = append(row, columnCell(col, u))
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}
