package ingest

import (
	"bytes"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// A header is the first row of a table: which column holds what.
type header struct {
	at      map[column]int // index of the first column that means it
	names   []string       // as they stand
	folded  []string       // the same, folded
	cols    []column       // by index, none where the name means nothing
	order   order          // of dates with slashes
	rounded []bool         // by index: the ids of the column lost digits
	numeric []bool         // by index: the column holds numbers only
	repeats []bool         // by index: most rows say the same as the row before

	prose func(cell string) string // makes a text as its author wrote it; nil: prose
	large []bool                   // by index: its numbers are too large to count nodes

	places *places // what at says, for the reading of cells; nil before the first
}

// has reports whether the table has all the columns.
func (h *header) has(cs ...column) bool {
	for _, c := range cs {
		if _, ok := h.at[c]; !ok {
			return false
		}
	}
	return true
}

func (h *header) any(cs ...column) bool {
	return slices.ContainsFunc(cs, func(c column) bool { return h.has(c) })
}

// get returns the cell of a column, "" if the table has no such column. The
// words with which programs write that there is nothing become "".
func (h *header) get(r *row, c column) string {
	i := h.index(c)
	if i < 0 || isNothing(r.view(i)) {
		return ""
	}
	return r.cell(i)
}

// view is get for cells of which nothing is kept, as row.view.
func (h *header) view(r *row, c column) string {
	if s := r.view(h.index(c)); !isNothing(s) {
		return s
	}
	return ""
}

// date reads the date in a column.
func (h *header) date(r *row, c column) (time.Time, bool) {
	s := h.view(r, c)
	if t, ok := isoDate(s); ok || s == "" {
		return t, ok
	}
	return columnDate(s, h.order)
}

// isNothing reports whether a cell says that there is nothing.
func isNothing(s string) bool {
	if s == "" {
		return false
	}
	switch c := s[0]; {
	case c == 'N', c == 'n', c == '\\', c == '<', c <= ' ', c >= utf8.RuneSelf: // the words, or spaces
	default:
		return false
	}
	switch strings.TrimSpace(s) {
	case "NA", "NaN", "nan", "null", "NULL", "None", `\N`, "<NA>":
		return true
	}
	return false
}

// A rowReader reads the rows of one table, and finishes when all are read.
type rowReader struct {
	plain  func(w *window, sep byte) int64 // reads the rows in memory that are of the plainest sort, and counts them; may be nil
	row    func(r *record, cells *row)
	finish func()
}

// separators in order of preference where the header fits several.
var separators = []byte{',', '\t', ';', '|'}

// readHeader finds the separator under which the first line of text names the most
// known columns. known is their number.
func readHeader(text []byte) (h *header, sep byte, known int) {
	text = bytes.TrimPrefix(text, utf8BOM)
	for _, c := range separators {
		s := newRowScanner(&window{buf: text, line: 1, eof: true}, c, rowSpan)
		r, ok := s.next()
		for ok && skipsHeader(&r) {
			r, ok = s.next()
		}
		if !ok || r.reason != "" {
			continue
		}
		x := newHeader(r.cells)
		n := len(x.at)
		if h == nil || n > known || n == known && len(x.names) > len(h.names) {
			h, sep, known = x, c, n
		}
	}
	return h, sep, known
}

// skipsHeader reports whether a row before the header is a comment or the
// hint "sep=;" that spreadsheets read.
func skipsHeader(r *row) bool {
	return bytes.HasPrefix(r.raw, []byte("#")) || bytes.HasPrefix(bytes.ToLower(r.raw), []byte("sep="))
}

func newHeader(cells [][]byte) *header {
	h := &header{at: map[column]int{}}
	for i, c := range cells {
		n := cellText(c)
		col := columnOf(n)
		h.names = append(h.names, n)
		h.folded = append(h.folded, foldName(n))
		h.cols = append(h.cols, col)
		if _, ok := h.at[col]; !ok && col != colNone {
			h.at[col] = i
		}
	}
	return h
}

// looksTable reports whether the text begins with a header that names known
// columns, or has several lines of as many cells.
func looksTable(text []byte) bool {
	h, sep, known := readHeader(text)
	if h == nil {
		return false
	}
	if known > 0 && (len(h.names) > 1 || h.any(colID, colHandle)) && len(h.names[0]) < 64 {
		return true
	}
	if len(h.names) < 2 {
		return false
	}
	s := newRowScanner(&window{buf: text, line: 1, eof: true}, sep, rowSpan)
	n, same := 0, 0
	for r, ok := s.next(); ok && n < 50; r, ok = s.next() {
		n++
		if len(r.cells) == len(h.names) {
			same++
		}
	}
	return n >= 3 && same*10 >= n*9
}

// A table is what the head of a table file says of all its rows.
type table struct {
	h    *header
	sep  byte
	want int    // cells of a row
	head []byte // the header's row
}

// newTable reads the header of a table, and judges its columns by the first rows.
func newTable(w *window) *table {
	w.fill(sampleSize)
	text := bytes.TrimPrefix(w.rest(), utf8BOM)
	if len(text) > sampleSize {
		text = text[:sampleSize]
	}
	t := &table{}
	whole := w.eof && len(text) < sampleSize
	t.h, t.sep, _ = readHeader(text)
	t.want = t.h.sample(text, t.sep, whole)
	t.h.places = newPlaces(t.h) // pieces share it
	s := newRowScanner(&window{buf: text, line: 1, eof: true}, t.sep, rowSpan)
	first, ok := s.next()
	for ok && skipsHeader(&first) {
		first, ok = s.next()
	}
	t.head = bytes.Clone(first.raw)
	return t
}

// decodeTable reads the rows of a piece of a table, the first piece behind the
// header. Unless it is the last one, a row that is not whole at its end is left. It returns
// the bytes read.
func (d *decoder) decodeTable(t *table, w *window, last bool) int {
	h := t.h
	s := newRowScanner(w, t.sep, d.opt.MaxRecord)
	d.size = int64(len(w.rest()))
	reader, format := d.tableReader(h)
	if !d.later {
		if bytes.HasPrefix(w.rest(), utf8BOM) {
			w.skip(3)
		}
		first, ok := s.next()
		for ok && skipsHeader(&first) {
			first, ok = s.next()
		}
		if reader.row == nil && ok && slices.ContainsFunc(h.names, isID) { // no header at all
			d.reject(d.beginRaw(t.head, first.off, first.line, jsontape.Value{}, time.Time{}), "unknown_shape", details["unknown_shape"])
		}
	}
	s.want = t.want
	s.looks, s.begins = h.plausible, h.identified
	next := func() (row, bool) {
		if reader.plain != nil {
			d.fits[format] += reader.plain(w, t.sep)
		}
		return s.next()
	}
	for r, ok := next(); ok; r, ok = next() {
		end := len(w.rest()) == 0
		if end && r.reason != "" && !last {
			d.finishTable(reader)
			return int(r.off)
		}
		d.frame.off = r.off
		rec := d.beginRaw(r.raw, r.off, r.line, jsontape.Value{}, time.Time{})
		if r.utf8 = r.utf8 || validUTF8(r.raw); !r.utf8 {
			d.warned["windows_1252"]++
		}
		switch {
		case end && w.damaged():
			d.reject(rec, "truncated", "the file breaks off inside this row")
		case r.reason != "":
			d.reject(rec, r.reason, rowDetails[r.reason])
		case bytes.Equal(r.raw, t.head):
			d.ignore("header")
		case reader.row == nil:
			d.reject(rec, "unknown_shape", "no known table has this header")
		default:
			d.fits[format]++
			reader.row(rec, &r)
		}
	}
	if reader.row != nil && last {
		d.empty(format)
	}
	d.finishTable(reader)
	return int(w.off)
}

// finishTable closes what the reader of rows left open. The lists of a later piece
// go on with those of the piece before.
func (d *decoder) finishTable(reader rowReader) {
	if reader.finish != nil {
		reader.finish()
	}
	for i := range d.obs.Pages {
		d.obs.Pages[i].Continues = d.later
	}
}

// empty says of a file that is whole and has no records what it would be a table or list of. Where it is known
// whose list that would be, it is one without members.
func (d *decoder) empty(format int) {
	if d.later || d.src.Records.Seen > 0 || len(d.bareIDs) > 0 || slices.Max(d.fits) > 0 {
		return
	}
	d.fits[format]++
	d.note("no_records")
	if d.list.kind != adentro.ListUnknown {
		d.newPage(d.list, 0)
	}
}

var rowDetails = map[string]string{
	"bad_quote":  "a quoted cell is not closed where a cell can end",
	"ragged_row": "the row has more or fewer cells than the header",
}

func isID(s string) bool {
	_, q := parseID([]byte(s))
	return q == exact
}

func (d *decoder) tableReader(h *header) (rowReader, int) {
	if r, format := readMapped(d, h); r.row != nil {
		return r, d.formatIndex(format)
	}
	for i := range d.formats {
		if f := &d.formats[i]; f.table != nil {
			if r := f.table(d, h); r.row != nil {
				return r, i
			}
		}
	}
	return rowReader{}, -1
}

// sampleSize is how much of a table tells what its columns are like.
const sampleSize = 256 << 10

// sample looks at the first rows and returns the number of cells that rows
// have: that of the header, or one more where each row begins with its name, as R writes
// them.
func (h *header) sample(text []byte, sep byte, whole bool) int {
	if !whole {
		if i := bytes.LastIndexByte(text, '\n'); i > 0 {
			text = text[:i]
		}
	}
	s := newRowScanner(&window{buf: text, line: 1, eof: true}, sep, rowSpan)
	r, ok := s.next()
	for ok && skipsHeader(&r) {
		r, ok = s.next()
	}
	n, wide := 0, 0
	var rows [][]string
	for r, ok = s.next(); ok && n < 2000; r, ok = s.next() {
		n++
		if r.reason != "" {
			continue
		}
		if len(r.cells) == len(h.names)+1 && len(r.cells[len(r.cells)-1]) > 0 {
			wide++
		}
		cells := make([]string, len(r.cells))
		for i := range cells {
			cells[i] = r.cell(i)
		}
		rows = append(rows, cells)
	}
	if n > 0 && wide*10 >= n*9 {
		h.names = slices.Insert(h.names, 0, "")
		h.folded = slices.Insert(h.folded, 0, "")
		h.cols = slices.Insert(h.cols, 0, colNone)
		for c := range h.at {
			h.at[c]++
		}
	}
	h.judge(rows)
	return len(h.names)
}

// judge derives from sampled rows what their columns are like.
func (h *header) judge(rows [][]string) {
	h.rounded = make([]bool, len(h.names))
	h.numeric = make([]bool, len(h.names))
	h.repeats = make([]bool, len(h.names))
	h.large = make([]bool, len(h.names))
	var day, month int
	all := make([][]uint64, len(h.names))
	for i := range h.names {
		var ids []uint64
		filled, numbers, same := 0, 0, 0
		before := ""
		for _, cells := range rows {
			if i >= len(cells) || cells[i] == "" {
				continue
			}
			filled++
			if cells[i] == before {
				same++
			}
			before = cells[i]
			id, q := parseID([]byte(cells[i]))
			if q == exact || q == lossy {
				numbers++
				ids = append(ids, id)
			}
			switch orderOf(cells[i]) {
			case dayFirst:
				day++
			case monthFirst:
				month++
			}
		}
		h.numeric[i] = filled > 0 && numbers*10 >= filled*9
		h.repeats[i] = same > 0 && same*2 >= filled-1
		h.rounded[i] = rounded(ids)
		all[i] = ids
		h.large[i] = judgeNodes(ids).real
	}
	if slices.Contains(h.rounded, true) { // what rounded one column rounded those of few ids too
		for i, ids := range all {
			h.rounded[i] = h.rounded[i] || seemRounded(ids)
		}
	}
	switch {
	case day > 0 && month == 0:
		h.order = dayFirst
	case month > 0 && day == 0:
		h.order = monthFirst
	}
}

// plausible reports whether a row could be one: its id column, if there is one
// of numbers, holds an id or nothing.
func (h *header) plausible(cells [][]byte) bool {
	for _, c := range []column{colTweetID, colID, colFromID, colFollowerID} {
		if i, ok := h.at[c]; ok && i < len(cells) {
			_, q := parseID(cells[i])
			return q != invalid || isHash(string(cells[i])) || !h.numeric[i] || string(cells[i]) == `\N`
		}
	}
	return true
}

// identified reports whether the id column of a row holds an exact id, or the
// handle column of a table without ids a handle.
func (h *header) identified(cells [][]byte) bool {
	for _, c := range []column{colTweetID, colID, colFromID, colFollowerID} {
		if i, ok := h.at[c]; ok && i < len(cells) {
			_, q := parseID(cells[i])
			return q == exact || isHash(string(cells[i]))
		}
	}
	i, ok := h.at[colHandle]
	return ok && len(cells) > 2 && i < len(cells) && handle(string(bytes.Trim(cells[i], `"`))) != ""
}

// account reads the account that a row names in the given columns: by id, or by
// handle where there is no exact id.
func (d *decoder) account(h *header, r *row, idCol, handleCol column) (adentro.Key, string) {
	q := missing
	if i := h.index(idCol); i >= 0 {
		var id uint64
		id, q = parseID([]byte(h.view(r, idCol)))
		if q == exact && h.rounded[i] && id >= 1e15 {
			q = lossy
		}
		if q == exact {
			return adentro.IDKey(id), ""
		}
	}
	named := h.view(r, handleCol)
	hd := handle(named)
	if i := h.index(handleCol); i >= 0 && h.index(idCol) < 0 && h.numeric[i] {
		if id, ok := digits([]byte(hd)); ok { // a column of ids under another name
			return adentro.IDKey(id), ""
		}
	}
	if hd == "" && q == missing && strings.TrimSpace(named) != "" {
		q = invalid
	}
	if hd != "" && q != invalid {
		if q == lossy {
			d.warned["lossy_ids"]++
		}
		return adentro.HandleKey(hd), ""
	}
	return adentro.Key{}, idReason(q)
}

// party reads an account from a column that may hold ids or handles, as the
// column as a whole tells.
func (h *header) party(r *row, c column) (adentro.Key, string) {
	i := h.index(c)
	if i < 0 {
		return adentro.Key{}, "no_id"
	}
	s := h.view(r, c)
	if id, q := parseID([]byte(s)); h.numeric[i] || q == lossy {
		if q == exact && h.rounded[i] && id >= 1e15 {
			q = lossy
		}
		if q == exact {
			return adentro.IDKey(id), ""
		}
		return adentro.Key{}, idReason(q)
	}
	if hd := handle(s); hd != "" {
		return adentro.HandleKey(hd), ""
	}
	if strings.TrimSpace(s) == "" {
		return adentro.Key{}, "no_id"
	}
	return adentro.Key{}, "bad_id"
}

// seen dates the record by the row's own date of collection.
func (h *header) seen(d *decoder, rec *record, r *row) {
	if t, ok := h.date(r, colObserved); ok && plausible(t) {
		rec.at = t
		if t.After(d.newestRecord) {
			d.newestRecord = t
		}
	}
}
