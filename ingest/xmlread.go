package ingest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"unicode/utf8"
)

// maxElement is the largest start tag, text or comment of an XML file, in bytes.
const maxElement = 1 << 20

// rootElement returns the name of the first element of an XML document, "" if the text is
// not the beginning of one.
func rootElement(head []byte) string {
	for {
		head = bytes.TrimLeft(head, " \t\r\n\x00")
		end := []byte(">")
		switch {
		case bytes.HasPrefix(head, []byte("<!--")):
			end = []byte("-->")
		case bytes.HasPrefix(head, []byte("<?")):
		case bytes.HasPrefix(head, []byte("<!")):
			if inside := bytes.IndexByte(head, '['); inside >= 0 && inside < bytes.IndexByte(head, '>') { // declarations
				end = []byte("]>")
			}
		case bytes.HasPrefix(head, []byte("<")):
			name := head[1:]
			if i := bytes.IndexAny(name, " \t\r\n/>"); i >= 0 {
				return string(name[:i])
			}
			return ""
		default:
			return ""
		}
		_, rest, ok := bytes.Cut(head, end)
		if !ok {
			return ""
		}
		head = rest
	}
}

// An xmlReader gives the tokens of an XML file and where each begins. Entities beyond the
// five of XML stay as they are written, so that no document type can make text grow; elements
// are not matched here. Bytes that XML or UTF-8 forbid become spaces or are read as
// Windows-1252, because programs write such files. A token that is broken costs
// itself: reading goes on at the next one.
type xmlReader struct {
	src       *xmlSource
	dec       *xml.Decoder
	off, line int64 // of the current token
}

func newXMLReader(w *window) *xmlReader {
	x := &xmlReader{src: &xmlSource{w: w, off: w.off, line: w.line}}
	x.restart()
	return x
}

func (x *xmlReader) restart() {
	x.src.given = 0
	x.dec = xml.NewDecoder(x.src)
	x.dec.Strict = false
	x.dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // the source settles it
}

// framing reports whether the token that was broken is a comment, an instruction or a
// document type, which hold no records.
func (x *xmlReader) framing() bool { return bytes.ContainsAny(x.src.lead, "!?") }

// errBroken means that a token was broken and passed over.
var errBroken = errors.New("broken XML")

// next returns the next token. Its error is errBroken, or io.EOF at the end; cut then
// says whether the file ends inside a token.
func (x *xmlReader) next() (tok xml.Token, cut bool, err error) {
	x.off, x.line = x.src.off-(x.src.given-x.dec.InputOffset()), x.src.line
	if x.src.held {
		x.off--
	}
	x.src.room, x.src.lead = maxElement, x.src.lead[:0]
	tok, err = x.dec.RawToken()
	if err == nil {
		return tok, false, nil
	}
	if err == io.EOF {
		return nil, false, io.EOF
	}
	if !x.src.more() && x.src.room > 0 {
		return nil, true, io.EOF
	}
	// The next token begins at the next '<', which may be the one that showed the defect.
	if x.src.last != '<' || x.src.off-1 <= x.off {
		for {
			if c, err := x.src.ReadByte(); err != nil {
				x.src.room = maxElement
				if !x.src.more() {
					break
				}
			} else if c == '<' {
				break
			}
		}
	}
	if x.src.last == '<' {
		x.src.held = true
	}
	x.restart()
	return nil, false, errBroken
}

// An xmlSource gives the bytes of a window one by one, as XML allows them.
type xmlSource struct {
	w         *window
	used      int    // bytes of the window's rest that were given
	off, line int64  // of the next byte
	given     int64  // bytes given since the decoder began
	room      int    // bytes that the current token may still have
	tail      int    // bytes of the current rune that follow
	spare     []byte // the other bytes of a rune that took the place of one byte
	lead      []byte // the first two bytes of the current token, or those behind its '<'
	last      byte
	held      bool  // last is given once more
	odd       int64 // bytes that were not UTF-8
}

var errElement = errors.New("an element of more than 1 MiB")

// ReadByte is all that the decoder uses.
func (s *xmlSource) ReadByte() (byte, error) {
	if s.held {
		s.held = false
		s.given++
		return s.last, nil
	}
	if len(s.spare) > 0 {
		c := s.spare[0]
		s.spare = s.spare[1:]
		s.given++
		s.last = c
		return c, nil
	}
	if s.room <= 0 {
		return 0, errElement
	}
	if !s.more() {
		return 0, errEOF(s.w)
	}
	c := s.w.rest()[s.used]
	s.used++
	s.off++
	s.room--
	switch {
	case c == '\n':
		s.line++
	case c < 0x20 && c != '\t' && c != '\r':
		c = ' '
	case c >= 0x80 && s.tail > 0:
		s.tail--
	case c >= 0x80:
		c = s.rune(c)
	}
	s.given++
	s.last = c
	if len(s.lead) < 2 {
		s.lead = append(s.lead, c)
	}
	return c, nil
}

// Read makes an io.Reader of the source, which the decoder asks for.
func (s *xmlSource) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	c, err := s.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = c
	return 1, nil
}

// rune settles the rune that begins with c, which was just taken: one of UTF-8 stands, any
// other byte is one of Windows-1252.
func (s *xmlSource) rune(c byte) byte {
	s.used--
	for !utf8.FullRune(s.w.rest()[s.used:]) && s.refill() {
	}
	r, n := utf8.DecodeRune(s.w.rest()[s.used:])
	s.used++
	if (r != utf8.RuneError || n > 1) && r != 0xFFFE && r != 0xFFFF {
		s.tail = n - 1
		return c
	}
	s.odd++
	b := utf8.AppendRune(nil, windows1252(c))
	s.spare = b[1:]
	return b[0]
}

// more reports whether a byte can be read.
func (s *xmlSource) more() bool {
	return s.held || len(s.spare) > 0 || s.used < len(s.w.rest()) || s.refill()
}

// refill reads on behind what the window holds.
func (s *xmlSource) refill() bool {
	s.w.skip(s.used)
	s.used = 0
	return s.w.more()
}
