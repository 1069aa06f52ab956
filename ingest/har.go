package ingest

import (
	"bytes"
	"encoding/base64"
	"regexp"
	"time"

	"github.com/seed-1b5e0f84/adentro"
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

func fitsHAR(s *shape) bool { return s.get("log").Get("entries").Kind() == jsontape.Array }

// decodeHAR reads a capture that is a value among others.
func decodeHAR(d *decoder, v jsontape.Value) {
	for e := range v.Get("log").Get("entries").Elems() {
		if e.Kind() != jsontape.Object {
			d.reject(d.begin(e, time.Time{}), "unknown_shape", details["unknown_shape"])
			continue
		}
		d.harEntry(e)
	}
}

// harEntry reads one request with its answer. Answers of the platform's data are decoded as
// they would be in a file of their own; all else is counted.
func (d *decoder) harEntry(e jsontape.Value) {
	d.fits[d.formatIndex("har")]++
	request, content := e.Get("request"), e.Get("response").Get("content")
	address := request.Get("url").Text()
	switch kindOfAddress(address) {
	case otherAddress:
		d.begin(e, time.Time{})
		d.ignore("other_request")
		return
	case messagesAddress:
		d.begin(e, time.Time{})
		d.ignore("direct_message")
		return
	case privateAddress:
		d.begin(e, time.Time{})
		d.ignore("private_request")
		return
	}
	text := content.Get("text")
	if text.Kind() != jsontape.String || len(text.Token()) == 0 {
		d.begin(e, time.Time{})
		d.ignore("empty_answer") // the browser dropped it, or there was none
		return
	}
	body := []byte(text.Text())
	if content.Get("encoding").Text() == "base64" {
		var err error
		if body, err = base64.StdEncoding.DecodeString(string(body)); err != nil {
			d.reject(d.begin(e, time.Time{}), "bad_json", "the answer is not in the base64 that it says it is in")
			return
		}
	}
	if len(body) > len(text.Token()) { // bad bytes became longer: the offsets would leave the string
		d.reject(d.begin(e, time.Time{}), "bad_json", "the answer is not a text")
		return
	}
	q := readRequest(address, request.Get("postData").Get("text").Text())
	if at, ok := jsonDate(e.Get("startedDateTime")); ok && plausible(at) {
		q.at = at
	}
	d.harAnswer(body, q, text)
}

// harAnswer decodes the answer to a request, which lies in text.
func (d *decoder) harAnswer(body []byte, q webRequest, text jsontape.Value) {
	outer, list, page := d.frame, d.list, d.page
	profiles, tweets, pages := len(d.obs.Profiles), len(d.obs.Tweets), len(d.obs.Pages)
	in := text.Offset()
	line := outer.line + int64(bytes.Count(outer.data[:min(in, len(outer.data))], newline))
	// Between the values of an answer a line end is a space; the capture has none there.
	body = bytes.ReplaceAll(body, newline, []byte{' '})
	switch {
	case q.list.known():
		if list.owner.ID != 0 && q.list.owner.ID != 0 && list.kind == q.list.kind && list.owner != q.list.owner {
			d.overrule = q.list.owner
		}
	case q.list.kind != adentro.ListUnknown && q.list.kind == list.kind:
		q.list = list // the request is for such a list, and something beside the content names the owner
	}
	d.list, d.page = q.list, 0
	f := newFramer(&window{buf: body, off: outer.off + int64(in), line: line, eof: true}, d.opt.MaxRecord)
	for {
		fr, ok := f.next()
		if !ok {
			break
		}
		d.frame, d.blanked = fr, nil
		if fr.reason != "" {
			if fr.pages && d.salvage() {
				continue
			}
			d.src.Records.Seen++
			d.misfits++
			d.reject(&record{off: fr.off, line: fr.line}, fr.reason, fr.detail)
			continue
		}
		d.answer(fr.value, q)
	}
	d.frame, d.blanked, d.list, d.page = outer, nil, list, page
	if q.at.IsZero() {
		return
	}
	if len(d.obs.Profiles)+len(d.obs.Tweets) > profiles+tweets && q.at.After(d.newestRecord) {
		d.newestRecord = q.at
	}
	for i := profiles; i < len(d.obs.Profiles); i++ {
		d.obs.Profiles[i].Date(q.at)
	}
	for i := tweets; i < len(d.obs.Tweets); i++ {
		if t := &d.obs.Tweets[i]; t.Observed.IsZero() {
			t.Observed = q.at
		}
	}
	for i := pages; i < len(d.obs.Pages); i++ {
		if p := &d.obs.Pages[i]; p.Observed.IsZero() {
			p.Observed = q.at
		}
	}
}
