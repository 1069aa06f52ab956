package ingest

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/jsontape"
)

// looksIDs reports whether the lines hold one id or @handle each, under at most
// one header and between comments.
func looksIDs(text []byte) bool {
	n, ids := 0, 0
	for line := range bytes.Lines(text) {
		line = cleanLine(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		n++
		if _, q := lineID(line); q == exact || q == lossy || lineHandle(line) != "" {
			ids++
		}
	}
	return ids > 0 && ids*10 >= (n-1)*9
}

// looksHandles reports whether the lines hold one word each that can be a handle, as the
// followers that some tools write. whole tells that the text ends where the file does.
func looksHandles(text []byte, whole bool) bool {
	if i := bytes.LastIndexByte(text, '\n'); !whole && i > 0 {
		text = text[:i]
	}
	n, handles := 0, 0
	for line := range bytes.Lines(text) {
		if line = cleanLine(line); len(line) == 0 || line[0] == '#' {
			continue
		}
		if n++; isHandle(string(line)) {
			handles++
		}
	}
	return handles > 0 && handles*10 >= n*9
}

// lineID reads the id of a line, or of the address of a profile by its id:
// https://twitter.com/intent/user?user_id=12.
func lineID(line []byte) (uint64, quality) {
	if bytes.IndexByte(line, ',') >= 0 && !bytes.ContainsAny(line, "eE") { // two ids; a number with a decimal comma has an exponent too
		return 0, invalid
	}
	if _, id, ok := bytes.Cut(line, []byte("/intent/user?user_id=")); ok {
		line = id
	}
	return parseID(line)
}

// lineHandle returns the handle of a line that is one beyond doubt: with its
// @, or as the address of a profile.
func lineHandle(line []byte) string {
	if line[0] != '@' && !bytes.Contains(line, []byte("://")) {
		return ""
	}
	return handle(string(line))
}

func cleanLine(b []byte) []byte {
	return bytes.Trim(b, " \t\r\n\x00,;\ufeff")
}

// decodeLines reads one id per line, or several where the file is known to have such rows.
func (d *decoder) decodeLines(w *window) {
	first := !d.later
	for {
		b := w.rest()
		n := bytes.IndexByte(b, '\n') + 1
		if n == 0 {
			if !w.eof && int64(len(b)) < d.opt.MaxRecord {
				w.more()
				continue
			}
			if n = len(b); n == 0 {
				break
			}
		}
		line, cut := cleanLine(b[:n]), w.eof && n == len(b) && b[n-1] != '\n' && w.damaged()
		if d.learned.Rows && len(line) > 0 && line[0] != '#' {
			d.idRow(b[:n], w, cut)
		} else {
			d.idLine(line, w, first, cut)
		}
		first = first && (len(line) == 0 || line[0] == '#')
		w.skip(n)
	}
}

func (d *decoder) idLine(line []byte, w *window, first, cut bool) {
	if len(line) == 0 || line[0] == '#' {
		return
	}
	id, q := lineID(line)
	if d.learned.Names {
		q = invalid
	}
	if q == exact && !cut {
		d.bareIDs = append(d.bareIDs, bareID{id, w.off, w.line})
		return
	}
	h := lineHandle(line)
	if h == "" && q == invalid && (len(d.bareHandles) > 0 || d.learned.Handles) { // among handles
		h = handle(string(line))
	}
	if h != "" && !cut {
		d.bareIDs = append(d.bareIDs, bareID{0, w.off, w.line})
		d.bareHandles = append(d.bareHandles, h)
		return
	}
	if first && q == invalid && len(line) < 64 { // a header is framing
		return
	}
	d.frame = frame{off: w.off, line: w.line}
	reason := idReason(q)
	if cut {
		reason = "truncated"
	}
	d.reject(d.beginRaw(line, w.off, w.line, jsontape.Value{}, time.Time{}), reason, details[reason])
}

// finishBareIDs closes the records of ids that stand alone, once all of them
// are known: whether they are of accounts or of tweets shows in the whole only.
func (d *decoder) finishBareIDs() {
	ids := d.bareIDs
	d.bareIDs = nil
	if len(ids) == 0 {
		return
	}
	d.fits[d.formatIndex("ids")] += int64(len(ids))
	values := make([]uint64, 0, len(ids))
	for _, x := range ids {
		if x.id != 0 {
			values = append(values, x.id)
		}
	}
	if l := &d.learned; !l.Bare {
		l.Bare, l.BareLossy, l.Handles = true, rounded(values), len(d.bareHandles) > 0
		if !d.list.known() && len(values) > 0 {
			l.BareWhat = idKind(d.label(), values)
		}
	}
	lost, what := d.learned.BareLossy, d.learned.BareWhat
	d.frame = frame{}
	var digits []byte
	for _, x := range ids {
		key := adentro.IDKey(x.id)
		if x.id == 0 {
			key = adentro.HandleKey(d.bareHandles[0])
			d.bareHandles = d.bareHandles[1:]
		}
		digits = append(digits[:0], key.String()...)
		r := d.beginRaw(digits, x.off, x.line, jsontape.Value{}, time.Time{})
		switch {
		case x.id == 0:
			d.bareMember(key, x.off)
		case lost && x.id >= 1e15:
			d.reject(r, "lossy_id", details["lossy_id"])
		case what != "":
			d.ignore(what)
		default:
			d.bareMember(key, x.off)
		}
	}
}

// idKind tells tweet ids from account ids: by the file's name, else by the
// numbers. All of them being snowflakes in order of time speaks for tweets; so many
// snowflakes without order are not told. It returns what to call ids that are ignored, "" for accounts.
func idKind(label string, ids []uint64) string {
	name := strings.ToLower(label)
	for _, w := range []string{"tweet", "status", "tuit", "post"} {
		if strings.Contains(name, w) && !strings.Contains(name, "retweeter") {
			return "tweet_ids"
		}
	}
	for _, w := range []string{"user", "usuario", "account", "cuenta", "follow", "friend", "seguid", "siguiendo", "member", "uid"} {
		if strings.Contains(name, w) {
			return ""
		}
	}
	flakes, up, down := 0, 0, 0
	for i, id := range ids {
		if id >= firstSnowflake && plausible(snowflake(id)) {
			flakes++
		}
		if i > 0 && id >= ids[i-1] {
			up++
		}
		if i > 0 && id <= ids[i-1] {
			down++
		}
	}
	n := len(ids)
	switch {
	case flakes*100 < n*99:
		return ""
	case max(up, down)*10 >= (n-1)*9:
		return "tweet_ids"
	case n < 20 || slices.Max(ids) < 1e17:
		return ""
	}
	return "unclear_ids"
}
