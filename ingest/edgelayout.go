package ingest

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
)

// An edgeLayout says how the rows of an edge list are to be read.
type edgeLayout struct {
	sep         byte  // between cells; a space stands for any white space
	width       int   // cells of most rows
	left, right int   // columns of the two ends
	weight      int   // column of the weight, -1 where none is read
	words       bool  // the ends are words, else numbers
	rounded     bool  // long numbers lost digits
	start       int   // bytes before the first row
	lines       int64 // lines there
	comments    int64 // of those, lines that say something, such as the header
}

// sampledRows is how many rows tell what the columns are.
const sampledRows = 500

// headNames are further pairs of names that head two ends: those of tables of follows.
var headNames = [][2]string{{"follower", "followed"}, {"follower", "following"}, {"followed", "follower"}, {"user", "follower"}, {"fromid", "toid"}, {"left", "right"}}

// judgeEdgeList tells the layout from the beginning of a text, which may be cut.
func judgeEdgeList(head []byte, weighted bool) (edgeLayout, error) {
	l := edgeLayout{left: 0, right: 1, weight: -1}
	if bytes.HasPrefix(head, utf8BOM) {
		l.start = len(utf8BOM)
	}
	var lines [][]byte
	first := 0 // bytes of the first row
	for line := range bytes.Lines(head[l.start:]) {
		if len(lines) == sampledRows {
			break
		}
		text := edgeLine(line)
		switch {
		case len(text) > 0:
			if len(lines) == 0 {
				first = len(line)
			}
			lines = append(lines, text)
		case len(lines) == 0:
			l.start += len(line)
			l.lines++
			if len(bytes.TrimSpace(line)) > 0 {
				l.comments++
			}
		}
	}
	if len(lines) == 0 || bytes.IndexByte(lines[0], 0) >= 0 || !l.separator(lines) {
		return l, fmt.Errorf("%w: not an edge list: its rows are not two columns between tabs, commas, semicolons or spaces", ErrNoInput)
	}
	if l.header(lines) {
		l.start += first
		l.lines++
		l.comments++
		lines = lines[1:]
	}
	l.judgeEnds(lines)
	if weighted && l.weight < 0 && l.width > 2 {
		l.weight = 2
	}
	if weighted && l.weight < 0 {
		return l, fmt.Errorf("%w: no column of weights: the rows have two columns", ErrNoInput)
	}
	if !weighted {
		l.weight = -1
	}
	return l, nil
}

// separator finds what stands between the cells: nine rows of ten have two or more.
func (l *edgeLayout) separator(lines [][]byte) bool {
	for _, sep := range []byte("\t;, ") {
		l.sep = sep
		widths := map[int]int{}
		good := 0
		for _, line := range lines {
			if n := len(l.cells(nil, line)); n >= 2 {
				widths[n]++
				good++
			}
		}
		if good > 0 && good*10 >= len(lines)*9 {
			for n, k := range widths {
				if k > widths[l.width] || k == widths[l.width] && n < l.width {
					l.width = n
				}
			}
			return true
		}
	}
	return false
}

// header reports whether the first line names the columns, and learns where the ends and the
// weight are.
func (l *edgeLayout) header(lines [][]byte) bool {
	var names []string
	for _, c := range l.cells(nil, lines[0]) {
		names = append(names, foldName(string(edgeCell(c))))
	}
	if left, right, weight, ok := edgeColumns(names); ok {
		l.left, l.right, l.weight = left, right, weight
		return true
	}
	if l.numbered(lines[0]) || len(lines) < 2 || !l.numbered(lines[1]) {
		return false
	}
	l.weight = max(slices.Index(names, "weight"), slices.Index(names, "peso"))
	return true
}

// edgeColumns finds the ends of an edge and its weight by the folded names of columns.
func edgeColumns(names []string) (left, right, weight int, ok bool) {
	weight = max(slices.Index(names, "weight"), slices.Index(names, "peso"))
	for _, pair := range slices.Concat(edgeNames, headNames) {
		left, right = slices.Index(names, pair[0]), slices.Index(names, pair[1])
		if left >= 0 && right >= 0 {
			return left, right, weight, true
		}
	}
	return 0, 0, weight, false
}

// numbered reports whether the ends in a row are numbers.
func (l *edgeLayout) numbered(line []byte) bool {
	left, right, _, reason := l.row(line)
	if reason != "" {
		return false
	}
	_, ok := nodeNumber(left)
	_, and := nodeNumber(right)
	return ok && and
}

// judgeEnds tells whether the ends are numbers, in nine rows of ten, and whether they lost
// digits.
func (l *edgeLayout) judgeEnds(lines [][]byte) {
	weight := l.weight
	l.weight = -1 // whatever the weights are
	defer func() { l.weight = weight }()
	var ids []uint64
	numbers := 0
	for _, line := range lines {
		if !l.numbered(line) {
			continue
		}
		numbers++
		left, right, _, _ := l.row(line)
		for _, c := range [][]byte{left, right} {
			id, _ := nodeNumber(c)
			ids = append(ids, id)
		}
	}
	l.words = numbers*10 < len(lines)*9
	l.rounded = rounded(ids)
}

// cells appends the cells of a line, as they stand.
func (l *edgeLayout) cells(cells [][]byte, line []byte) [][]byte {
	if l.sep == ' ' {
		return append(cells, bytes.Fields(line)...)
	}
	for {
		end := bytes.IndexByte(line, l.sep)
		if len(line) > 0 && line[0] == '"' {
			if q := closingQuote(line); q < 0 {
				return nil // a quote that is never closed
			} else if end = bytes.IndexByte(line[q:], l.sep); end >= 0 {
				end += q
			}
		}
		if end < 0 {
			return append(cells, line)
		}
		cells = append(cells, line[:end])
		line = line[end+1:]
	}
}

// closingQuote returns the place of the quote that ends the one at the beginning, -1 if there is
// none. Two quotes are one of the text.
func closingQuote(line []byte) int {
	for i := 1; i < len(line); i++ {
		if line[i] != '"' {
			continue
		}
		if i+1 == len(line) || line[i+1] != '"' {
			return i
		}
		i++
	}
	return -1
}

// edgeCell returns what a cell says: without white space, quotes, and the apostrophe with which a
// table marks a text.
func edgeCell(c []byte) []byte {
	c = bytes.TrimSpace(c)
	if n := len(c); n >= 2 && c[0] == '"' && c[n-1] == '"' {
		c = bytes.TrimSpace(bytes.ReplaceAll(c[1:n-1], []byte(`""`), []byte(`"`)))
	}
	if len(c) > 1 && c[0] == '\'' {
		c = c[1:]
	}
	return c
}

// row returns the ends and the weight in a line, or why there are none.
func (l *edgeLayout) row(line []byte) (left, right []byte, weight float64, reason string) {
	cells := l.cells(make([][]byte, 0, 8), line)
	if len(cells) <= max(l.left, l.right) {
		return nil, nil, 0, "bad_edge"
	}
	left, right = edgeCell(cells[l.left]), edgeCell(cells[l.right])
	if len(left) == 0 || len(right) == 0 {
		return nil, nil, 0, "no_id"
	}
	if l.weight < 0 {
		return left, right, 1, ""
	}
	if len(cells) <= l.weight {
		return nil, nil, 0, "bad_weight"
	}
	w, err := strconv.ParseFloat(string(edgeCell(cells[l.weight])), 64)
	if err != nil || !(w >= 0 && w*0 == 0) { // neither negative nor infinite
		return nil, nil, 0, "bad_weight"
	}
	return left, right, w, ""
}

// edgeReasons say why a row is no edge.
var edgeReasons = map[string]string{
	"bad_edge":   "the row does not name two ends",
	"no_id":      "one of the ends is empty",
	"bad_id":     "one of the ends is not a whole number, as those of the other rows are, or longer than 256 bytes",
	"lossy_id":   "one of the ends lost digits in a spreadsheet",
	"bad_weight": "the weight is not a number from 0 on",
}

// edgeComment reports whether a line says nothing. Among words only what stands before the first
// row can be a comment: hashtags and names begin with the same signs.
func (l *edgeLayout) edgeComment(line []byte) bool {
	if l.words {
		return len(bytes.TrimSpace(line)) == 0
	}
	return len(edgeLine(line)) == 0
}
