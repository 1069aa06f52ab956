package ingest

import (
	"bytes"
	"time"

	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// Lists of ids are also kept as people type them: one beside another, between commas,
// semicolons or spaces.

// looksIDRows reports whether the text is nothing but ids one beside another: a single line of them, or
// lines that each end with a comma or semicolon, but for the last. Lines that do not end so may be edges,
// neighbours or a table without a header. Two ids and nothing else are an edge.
func looksIDRows(text []byte) bool {
	n, ids := 0, 0
	open := true // the line before says that more follows
	for line := range bytes.Lines(text) {
		line = bytes.Trim(line, " \t\r\n\x00\ufeff")
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		if n++; !open {
			return false
		}
		last := line[len(line)-1]
		open = last == ',' || last == ';'
		for from, to := range idCells(line) {
			if _, ok := digits(line[from:to]); !ok {
				return false
			}
			ids++
		}
	}
	return ids > max(n, 2)
}

// idCells yields where the cells of a line begin and end.
func idCells(line []byte) func(yield func(from, to int) bool) {
	return func(yield func(from, to int) bool) {
		from := 0
		for i := 0; i <= len(line); i++ {
			if i < len(line) && !betweenIDs(line[i]) {
				continue
			}
			if i > from && !yield(from, i) {
				return
			}
			from = i + 1
		}
	}
}

// betweenIDs reports whether c parts ids from each other, or is a byte of the mark of UTF-8.
func betweenIDs(c byte) bool {
	switch c {
	case ',', ';', ' ', '\t', '\r', '\n', 0, 0xef, 0xbb, 0xbf:
		return true
	}
	return false
}

// cutIDs returns where to cut rows of ids, which may be one long line.
func cutIDs(b []byte) int {
	i := len(b)
	for i > 0 && !betweenIDs(b[i-1]) {
		i--
	}
	return i
}

// idRow reads the ids of a line; where the file breaks off inside it, the last one may be cut.
func (d *decoder) idRow(line []byte, w *window, cut bool) {
	d.frame = frame{off: w.off, line: w.line}
	for from, to := range idCells(line) {
		id, ok := digits(line[from:to])
		if ok && !(cut && to == len(line)) {
			d.bareIDs = append(d.bareIDs, bareID{id, w.off + int64(from), w.line})
			continue
		}
		_, q := parseID(line[from:to])
		reason := idReason(q)
		if ok {
			reason = "truncated"
		}
		d.reject(d.beginRaw(line[from:to], w.off+int64(from), w.line, jsontape.Value{}, time.Time{}), reason, details[reason])
	}
}
