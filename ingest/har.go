package ingest

import (
	"bytes"
	"regexp"
	"time"

	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// A HAR file (HTTP Archive 1.2) is what the developer tools of a browser record: one
// object with all requests in log.entries. It can be hundreds of megabytes, so
// that the entries are read one by one. It also holds the cookies and tokens of whoever recorded
// it: nothing is read but the address of a request, the variables in its body, its time, and the
// answer, and neither is quoted in any note or rejection.
//
// The records of an answer lie inside a string. Their offset is that of the
// string plus their place in the text that it spells, so that it falls into the string.

var harOpening = regexp.MustCompile(`^\s*\{\s*"log"\s*:\s*\{\s*"(?:version|creator|browser|pages|entries|comment)"\s*:`)

func opensHAR(head []byte) bool { return harOpening.Match(head[:min(len(head), 1<<10)]) }

func readHAR(d *decoder, w *window) {
	if bytes.HasPrefix(w.rest(), utf8BOM) {
		w.skip(len(utf8BOM))
	}
	s := harScanner{w: w}
	f := newFramer(w, d.opt.MaxRecord)
	found := false
	for s.seekEntries() {
		found = true
		d.harEntries(f)
	}
	if !found {
		d.src.Records.Seen++
		d.misfits++
		d.reject(&record{line: 1}, "truncated", "the capture has no list of requests")
	} else if s.depth > 0 {
		d.warned["array_unclosed"]++
	}
	d.decodeJSON(w, state{}, true) // what follows the capture: nothing, or another one
}

// harEntries reads the elements of log.entries up to its closing bracket.
func (d *decoder) harEntries(f *framer) {
	f.array = true
	for {
		c, ok := f.between()
		if !ok {
			return
		}
		if c == ']' {
			f.w.skip(1)
			return
		}
		fr := f.value(c)
		d.frame, d.blanked = fr, nil
		switch {
		case fr.reason != "":
			d.src.Records.Seen++
			d.misfits++
			d.reject(&record{off: fr.off, line: fr.line}, fr.reason, fr.detail)
		case fr.value.Kind() != jsontape.Object:
			d.reject(d.begin(fr.value, time.Time{}), "unknown_shape", details["unknown_shape"])
		default:
			d.harEntry(fr.value)
		}
	}
}

// A harScanner finds the array log.entries in a stream without keeping what lies before it.
type harScanner struct {
	w       *window
	depth   int
	in, esc bool   // inside a string, behind a backslash
	name    []byte // the last string of log, cut to a few bytes
	colon   bool   // it is a name
}

// seekEntries goes on to behind the bracket of log.entries. It returns false behind
// the end of the capture, or at the end of the file.
func (s *harScanner) seekEntries() bool {
	for {
		for i, c := range s.w.rest() {
			if s.step(c) {
				s.w.skip(i + 1)
				s.depth-- // its closing bracket is consumed with it
				return true
			}
			if s.depth == 0 && c == '}' {
				s.w.skip(i + 1)
				return false
			}
		}
		s.w.skip(len(s.w.rest()))
		if !s.w.more() {
			return false
		}
	}
}

// step takes one byte and reports whether it opens log.entries.
func (s *harScanner) step(c byte) bool {
	switch {
	case s.esc:
		s.esc = false
	case s.in && c == '\\':
		s.esc = true
	case c == '"':
		s.in = !s.in
		if s.in {
			s.name, s.colon = s.name[:0], false
		}
	case s.in:
		if len(s.name) < 16 {
			s.name = append(s.name, c)
		}
	case c == ':':
		s.colon = true
	case c == '{' || c == '[':
		s.depth++
		return c == '[' && s.depth == 3 && s.colon && string(s.name) == "entries"
	case c == '}' || c == ']':
		s.depth--
	}
	if !s.in && c == ',' {
		s.colon = false
	}
	return false
}
