package ingest

import (
	"bytes"
	"encoding/base64"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// fitsHAR knows captures that are a value among others, and single requests with their
// answers, as people copy them out of the developer tools' console.
func fitsHAR(s *shape) bool {
	if s.any("log") {
		return s.get("log").Get("entries").Kind() == jsontape.Array
	}
	if s.kind("url") != jsontape.String || !s.any(answerNames...) {
		return false
	}
	content := s.get("content")
	return kindOfAddress(s.get("url").Text()) != otherAddress || s.v.Len() == 2 && (content.Kind() == jsontape.Object || strings.HasPrefix(content.Text(), "data:"))
}

// answerNames are what the answer is called beside its address.
var answerNames = []string{"content", "body", "response", "responseBody", "data", "json", "text"}

func decodeHAR(d *decoder, v jsontape.Value) {
	if !v.Get("log").Exists() {
		d.captured(v)
		return
	}
	for e := range v.Get("log").Get("entries").Elems() {
		if e.Kind() != jsontape.Object {
			d.reject(d.begin(e, time.Time{}), "unknown_shape", details["unknown_shape"])
			continue
		}
		d.harEntry(e)
	}
}

// harEntry reads one request with its answer.
func (d *decoder) harEntry(e jsontape.Value) {
	d.fits[d.formatIndex("har")]++
	request, content := e.Get("request"), e.Get("response").Get("content")
	x := exchange{value: e, address: request.Get("url").Text(), body: request.Get("postData").Get("text").Text(), answer: content.Get("text")}
	x.encoded = content.Get("encoding").Text() == "base64"
	x.at, _ = firstDate(e, "startedDateTime")
	d.exchange(x)
}

// captured reads a request that stands alone. Objects copied out of the console keep the answer
// under a name that changes with the browser's version, such as #e.
func (d *decoder) captured(v jsontape.Value) {
	x := exchange{value: v, address: v.Get("url").Text(), answer: firstOf(v, answerNames...)}
	x.at, _ = firstDate(v, "startedDateTime", "timestamp", "time", "date", "retrieved_at", "fetched_at")
	if x.answer.Kind() == jsontape.Object && v.Get("content").Kind() == jsontape.Object {
		for name, m := range x.answer.Members() {
			if n := name.Text(); m.Kind() == jsontape.String && (strings.HasPrefix(n, "#") || n == "content" || n == "text") {
				x.answer = m
				break
			}
		}
	}
	d.exchange(x)
}

// An exchange is one request of a browser with its answer.
type exchange struct {
	value         jsontape.Value
	address, body string         // of the request
	answer        jsontape.Value // a text, or what it spells
	encoded       bool           // the text is base64
	at            time.Time
}

// exchange decodes an answer with the platform's data as it would be in a file of its own;
// all else is counted.
func (d *decoder) exchange(x exchange) {
	switch kindOfAddress(x.address) {
	case otherAddress:
		d.begin(x.value, x.at)
		d.ignore("other_request")
		return
	case messagesAddress:
		d.begin(x.value, x.at)
		d.ignore("direct_message")
		return
	case privateAddress:
		d.begin(x.value, x.at)
		d.ignore("private_request")
		return
	}
	q := readRequest(x.address, x.body)
	q.at = x.at
	text := string(x.answer.Token())
	switch x.answer.Kind() {
	case jsontape.Object, jsontape.Array:
		d.answering(q, func(q webRequest) {
			if x.answer.Kind() == jsontape.Object {
				d.answer(x.answer, q)
			}
			for e := range x.answer.Elems() {
				d.answer(e, q)
			}
		})
		return
	case jsontape.String:
		text = x.answer.Text()
	}
	if rest, ok := strings.CutPrefix(text, "data:"); ok {
		kind, rest, _ := strings.Cut(rest, ",")
		text, x.encoded = rest, strings.HasSuffix(kind, ";base64")
	}
	if text == "" || x.answer.Kind() != jsontape.String { // the browser dropped it, or there was none
		d.begin(x.value, x.at)
		d.ignore("empty_answer")
		return
	}
	body := []byte(text)
	if x.encoded {
		var err error
		if body, err = base64.StdEncoding.DecodeString(text); err != nil {
			d.reject(d.begin(x.value, x.at), "bad_json", "the answer is not in the base64 that it says it is in")
			return
		}
	}
	if len(body) > len(x.answer.Token()) { // bad bytes became longer: the offsets would leave the string
		d.reject(d.begin(x.value, x.at), "bad_json", "the answer is not a text")
		return
	}
	d.answering(q, func(q webRequest) { d.harAnswer(body, q, x.answer) })
}

// answering has an answer read as one to request q: in the list that was asked for, and
// at the time of the request.
func (d *decoder) answering(q webRequest, read func(q webRequest)) {
	outer, blanked, list, page := d.frame, d.blanked, d.list, d.page
	profiles, tweets, pages := len(d.obs.Profiles), len(d.obs.Tweets), len(d.obs.Pages)
	switch {
	case q.list.known():
		if list.owner.ID != 0 && q.list.owner.ID != 0 && list.kind == q.list.kind && list.owner != q.list.owner {
			d.overrule = q.list.owner
		}
	case q.list.kind != adentro.ListUnknown && q.list.kind == list.kind:
		q.list = list // the request is for such a list, and something beside the content names the owner
	}
	d.list, d.page = q.list, 0
	read(q)
	d.frame, d.blanked, d.list, d.page = outer, blanked, list, page
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
		d.obs.Tweets[i].Date(q.at)
	}
	for i := pages; i < len(d.obs.Pages); i++ {
		if p := &d.obs.Pages[i]; p.Observed.IsZero() {
			p.Observed = q.at
		}
	}
}

// harAnswer decodes the answer to a request, which lies in text.
func (d *decoder) harAnswer(body []byte, q webRequest, text jsontape.Value) {
	in := text.Offset()
	line := d.frame.line + int64(bytes.Count(d.frame.data[:min(in, len(d.frame.data))], newline))
	// Between the values of an answer a line end is a space; the capture has none there.
	body = bytes.ReplaceAll(body, newline, []byte{' '})
	f := newFramer(&window{buf: body, off: d.frame.off + int64(in), line: line, eof: true}, d.opt.MaxRecord)
	for {
		fr, ok := f.next()
		if !ok {
			return
		}
		d.frame, d.blanked = fr, nil
		if fr.reason == "" {
			d.answer(fr.value, q)
			continue
		}
		if fr.pages && d.salvage() {
			continue
		}
		d.src.Records.Seen++
		d.misfits++
		d.reject(&record{off: fr.off, line: fr.line}, fr.reason, fr.detail)
	}
}
