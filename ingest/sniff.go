package ingest

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/seed-1b5e0f84/adentro"
)

// A class is how the records of a file are told apart.
type class uint8

const (
	classNone  class = iota // not a dump
	classJSON               // values one after another, or in an array
	classTable              // lines of cells under a header
	classLines              // one id per line, or rows of them
	classWhole              // read as one by its format
)

// sniffSize is how much of a file decides its class.
const sniffSize = 64 << 10

// magics are the first bytes of files that are no dumps as they are.
var magics = []struct{ magic, what string }{
	{"\x89PNG", "PNG"}, {"\xff\xd8\xff", "JPEG"}, {"GIF8", "GIF"}, {"%PDF", "PDF"}, {"RIFF", "RIFF"}, {"BM", ""},
	{"PK\x03\x04", "ZIP"}, {"PK\x05\x06", "ZIP"}, {"BZh", "bzip2"}, {"\xfd7zXZ", "xz"}, {"7z\xbc\xaf\x27\x1c", "7z"}, {"Rar!\x1a\x07", "RAR"},
	{"SQLite format 3\x00", "SQLite"}, {"\x04\x22\x4d\x18", "LZ4"}, {"\x1f\x9d", "compress (.Z)"}, {"LZIP", "lzip"}, {"WARC/1.", "WARC"}, {"PAR1", "Parquet"}, {"ARROW1", "Arrow"}, {"FEA1", "Feather"}, {"Obj\x01", "Avro"}, {"\x89HDF", "HDF5"}, {"\x7fELF", "ELF"}, {"MZ", ""}, {"\xd0\xcf\x11\xe0", "Office"},
	{"window.YTD", "JavaScript"}, {"<?xml", "XML"}, {"<!DOCTYPE", "HTML"}, {"<html", "HTML"}, {"<", "XML"},
}

// looks returns the note for a file that is no dump, and what to do about it
// where something can be done. what is the answer of sniff.
func looks(what string) adentro.Note {
	switch what {
	case "empty", "blank", "binary", "python", "text", "handles", "spreadsheet":
		return adentro.Note{Code: "looks_" + what}
	case "private":
		return adentro.Note{Code: "private_file"}
	case "ZIP", "tar", "gzip", "bzip2", "xz", "7z", "RAR", "LZ4", "lzip", "compress (.Z)":
		return adentro.Note{Code: "looks_packed", Args: []string{what}}
	case "WARC", "Parquet", "Arrow", "Feather", "Avro", "HDF5", "SQLite":
		return adentro.Note{Code: "looks_convertible", Args: []string{what}}
	}
	return adentro.Note{Code: "looks_like", Args: []string{what}}
}

// sniff tells the class of a file by its head, or says what else it looks like; of lines, whether they are rows.
func sniff(head []byte, whole bool) (class, string) {
	head = bytes.TrimPrefix(head, utf8BOM)
	text := bytes.TrimLeft(head, " \t\r\n\x00,")
	if len(text) == 0 {
		if len(head) > 0 {
			return classNone, "blank"
		}
		return classNone, "empty"
	}
	if isPrivate(text) {
		return classNone, "private"
	}
	if !whole { // the last line may be cut
		if i := bytes.LastIndexByte(text, '\n'); i > 0 {
			text = text[:i]
		}
	}
	json := looksJSON(text)
	for _, m := range magics {
		if m.what != "" && bytes.HasPrefix(head, []byte(m.magic)) && !(json && m.magic[0] == '<') { // an error page may stand before the records
			return classNone, m.what
		}
	}
	if len(head) > 262 && bytes.HasPrefix(head[257:], []byte("ustar")) {
		return classNone, "tar"
	}
	if json {
		return classJSON, ""
	}
	if isBinary(text) {
		return classNone, "binary"
	}
	if looksIDs(text) {
		return classLines, ""
	}
	if looksIDRows(text) {
		return classLines, "rows"
	}
	if looksTable(text) {
		return classTable, ""
	}
	if looksPython(text) {
		return classNone, "python"
	}
	return classNone, "text"
}

// looksJSON reports whether the text, or most of its lines or bytes, begin as
// JSON does.
func looksJSON(text []byte) bool {
	if opensJSON(text) {
		return true
	}
	n, json, size := 0, 0, 0
	for line := range bytes.Lines(text) {
		line = bytes.Trim(line, " \t\r\n\x00,")
		if len(line) == 0 {
			continue
		}
		n++
		if opensJSON(line) {
			json++
			size += len(line)
		}
	}
	return json > 0 && (2*json >= n || 2*size >= len(text))
}

// opensJSON reports whether b begins as an object or an array of JSON does,
// and not as a line of a log or a configuration in brackets.
func opensJSON(b []byte) bool {
	if len(b) == 0 || b[0] != '{' && b[0] != '[' {
		return false
	}
	in := bytes.TrimLeft(b[1:], " \t\r\n\x00")
	if len(in) == 0 {
		return true
	}
	if b[0] == '{' {
		return in[0] == '"' || in[0] == '}'
	}
	return bytes.IndexByte([]byte(`{["]-0123456789`), in[0]) >= 0 || bytes.HasPrefix(in, []byte("null"))
}

// isBinary reports whether more than 1 % of the bytes are control characters.
// Text in an eight-bit encoding passes.
func isBinary(text []byte) bool {
	n := 0
	for _, c := range text {
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != 0 || c == 0x7f {
			n++
		}
	}
	if bytes.Count(text, []byte{0})*2 > len(text) {
		return true
	}
	bad := 0
	if !utf8.Valid(text) {
		for b := text; len(b) > 0; {
			r, size := utf8.DecodeRune(b)
			if r == utf8.RuneError && size == 1 {
				bad++
			}
			b = b[size:]
		}
	}
	return n*100 > len(text) || bad*5 > len(text)
}

// oldLines reports whether lines end as on an old Macintosh, and as its
// spreadsheets still end them.
func (w *window) oldLines() bool {
	b := w.rest()
	return bytes.IndexByte(b, '\n') < 0 && bytes.IndexByte(b, '\r') >= 0 && !opensSQLite(b)
}

// An oldMac reader makes line ends of carriage returns; all keeps its place.
type oldMac struct{ w *window }

func (o *oldMac) Read(p []byte) (int, error) {
	if !o.w.fill(1) {
		return 0, errEOF(o.w)
	}
	n := copy(p, o.w.rest())
	o.w.skip(n)
	for i, c := range p[:n] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return n, nil
}

// A utf16Reader turns UTF-16 into UTF-8.
type utf16Reader struct {
	w   *window
	big bool
	out []byte
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		u.w.fill(4)
		b := u.w.rest()
		n := len(b) &^ 1
		if n == 0 {
			u.w.skip(len(b))
			return 0, errEOF(u.w)
		}
		units := make([]uint16, 0, n/2)
		for i := 0; i < n; i += 2 {
			x := uint16(b[i]) | uint16(b[i+1])<<8
			if u.big {
				x = x<<8 | x>>8
			}
			units = append(units, x)
		}
		// A pair cut in two waits for its other half.
		if last := units[len(units)-1]; last >= 0xd800 && last < 0xdc00 && !u.w.eof && len(units) > 1 {
			units = units[:len(units)-1]
			n -= 2
		}
		u.out = []byte(string(utf16.Decode(units)))
		u.w.skip(n)
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

func (o *oldMac) damaged() bool { return o.w.damaged() }
