package ingest

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"unicode/utf8"
)

const (
	maxMembers  = 100_000  // of one archive
	spoolMemory = 32 << 20 // an archive inside another, or of a stream, that is read by place is kept in memory up to here
)

// An archiveMember is one file of an archive, or what stands in its place.
type archiveMember struct {
	name    string   // clean, with slashes; a label, never a path
	size    int64    // as the archive states it, before its own containers are peeled; -1 if it does not
	again   bool     // a member before it has the same name
	content *content // nil if skip is set; finished by walk
	skip    string   // code of the note that says why it is not read
	sibling func(name string) ([]byte, error)
}

// archive tells what sort of archive c is: "zip" and "tar" can be walked,
// "spreadsheet" is a zip that is a workbook, "" is none. It must be asked before
// anything is read.
func (c *content) archive() string {
	if c.kind == "" && c.broken == nil && c.n == 0 {
		switch {
		case bytes.HasPrefix(c.head, []byte("PK\x03\x04")), bytes.HasPrefix(c.head, []byte("PK\x05\x06")):
			c.kind = c.openZip()
		case isTar(c.head):
			c.kind = "tar"
		}
	}
	return c.kind
}

// walk shows the members of an archive one after another, in its order, and
// finishes the content of each when visit returns. Nothing is ever written to a folder and no link is
// followed: names are labels. Damage of the archive ends up in c.broken; the
// error is that of visit or of the context.
func (c *content) walk(visit func(m archiveMember) error) error {
	w := &walker{c: c, visit: visit, seen: map[string]bool{}}
	if c.depth >= maxLayers {
		c.broken = errDeep
		return nil
	}
	var err error
	switch c.archive() {
	case "zip":
		err = w.zip()
	case "tar":
		err = w.tar()
	}
	var own *visitError
	if errors.As(err, &own) {
		return own.err
	}
	if c.ctx.Err() != nil {
		return c.ctx.Err()
	}
	if err != nil && c.broken == nil {
		c.broken = err
	}
	return nil
}

// A walker walks one archive.
type walker struct {
	c     *content
	visit func(m archiveMember) error
	seen  map[string]bool // names
	n     int
}

type visitError struct{ err error }

func (e *visitError) Error() string { return e.err.Error() }

var errMembers = errors.New("stopped: more than 100,000 files in one archive")

// show visits a member whose bytes, as the archive gives them, are r's.
func (w *walker) show(m archiveMember, r io.Reader) error {
	if w.n++; w.n > maxMembers {
		return errMembers
	}
	if m.skip == "" {
		m.skip = skipName(m.name)
	}
	m.again = w.seen[m.name]
	w.seen[m.name] = true
	if m.sibling == nil {
		m.sibling = func(string) ([]byte, error) { return nil, fs.ErrNotExist }
	}
	if m.skip == "" {
		m.content = openIn(w.c.ctx, &watched{"", r, w.c.growth}, func(int) {}, w.c.growth, w.c.depth+1)
	}
	err := w.visit(m)
	if m.content != nil {
		m.content.finish()
	}
	if err != nil {
		return &visitError{err}
	}
	return nil
}

// skipName returns the code of the note for members that are no dumps by their
// name, as files in a folder are not: documents and hidden files.
func skipName(name string) string {
	for _, part := range strings.Split(name, "/") {
		if strings.HasPrefix(part, ".") || part == "__MACOSX" {
			return "dot_file"
		}
	}
	if isDocument(strings.ToLower(path.Base(name))) {
		return "document"
	}
	return ""
}

// memberName makes a label of the name of a member: no drive, no root, no way
// up. Bytes that are not UTF-8 are those of the first personal computers.
func memberName(raw string) string {
	if !utf8.ValidString(raw) {
		var b strings.Builder
		for i := range len(raw) {
			if raw[i] < 0x80 {
				b.WriteByte(raw[i])
			} else {
				b.WriteRune(cp437[raw[i]-0x80])
			}
		}
		raw = b.String()
	}
	raw = strings.ReplaceAll(raw, `\`, "/")
	if len(raw) > 1 && raw[1] == ':' {
		raw = raw[2:]
	}
	var parts []string
	for _, p := range strings.Split(raw, "/") {
		if p != "" && p != "." && p != ".." {
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return "unnamed"
	}
	return strings.Join(parts, "/")
}

// cp437 are the upper half of the characters of the IBM PC, from IBM's code page 437.
var cp437 = []rune("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0")

var errSpool = errors.New("stopped: an archive inside another is larger than 32 MiB; unpack it and give its files")

// byPlace returns the content so that it can be read by place: the file itself,
// else what could be read of the content, in memory or, where it is large and not itself inside an
// archive, in a temporary file that finish removes.
func (c *content) byPlace() (io.ReaderAt, int64, error) {
	if c.file != nil {
		return c.file, c.size, nil
	}
	var b bytes.Buffer
	n, err := io.CopyN(&b, c, spoolMemory+1)
	if err != nil && err != io.EOF {
		return nil, 0, err
	}
	if n <= spoolMemory {
		return bytes.NewReader(b.Bytes()), n, nil
	}
	if c.depth > len(c.layers) {
		return nil, 0, errSpool
	}
	f, err := os.CreateTemp("", "adentro-*")
	if err != nil {
		return nil, 0, err
	}
	c.close = append(c.close, func() {
		f.Close()
		os.Remove(f.Name())
	})
	if _, err := f.Write(b.Bytes()); err != nil {
		return nil, 0, err
	}
	m, err := io.Copy(f, c)
	return f, n + m, err
}
