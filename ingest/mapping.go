package ingest

import (
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// A Mapping says how to read tables whose headers say it to no program: which column
// holds what, whose ids they are, which way follows go. Package casefile reads
// one from a file; docs/mapping.md describes it. Check says whether it makes sense.
type Mapping struct {
	Files     []string          // path.Match patterns of names or labels; none: every table with all the columns
	Columns   map[string]string // what a column holds, a word of MappingFields → its name in the header
	Space     string            // namespace of ids that are not the platform's; "" for the platform's
	Zone      *time.Location    // of dates that name none; nil: UTC
	Owner     adentro.Key       // whose list the rows are; zero: the column or nobody
	Kind      adentro.ListKind  // of the list
	Direction Direction         // of the columns left and right
	SHA256    [32]byte          // of the file that the mapping was read from
}

// mappingFields are what a column can hold.
var mappingFields = []struct {
	name string
	col  column
}{
	{"id", colID}, {"handle", colHandle}, {"name", colName}, {"bio", colBio}, {"location", colLocation}, {"url", colURL}, {"created", colCreated},
	{"followers", colFollowers}, {"following", colFollowing}, {"tweets", colTweets}, {"listed", colListed}, {"likes", colLikes},
	{"protected", colProtected}, {"verified", colVerified}, {"default_image", colDefaultImage}, {"observed", colObserved}, {"owner", colOwner}, {"kind", colKind},
	{"left", colFollower}, {"right", colFollowed},
	{"tweet_id", colTweetID}, {"text", colText}, {"date", colDate}, {"lang", colLang}, {"client", colClient},
	{"reply_tweet", colReplyTweet}, {"reply_id", colReplyID}, {"reply_handle", colReplyHandle},
	{"retweet_tweet", colRetweetTweet}, {"retweet_id", colRetweetID}, {"retweet_handle", colRetweetHandle},
	{"quote_tweet", colQuoteTweet}, {"quote_id", colQuoteID},
	{"hashtags", colHashtags}, {"urls", colURLs}, {"mention_ids", colMentionIDs}, {"mention_handles", colMentionHandles},
}

// MappingFields returns what a column can hold, in the order of the documentation.
func MappingFields() []string {
	var out []string
	for _, f := range mappingFields {
		out = append(out, f.name)
	}
	return out
}

// Check returns an error that says what is missing in the mapping, or nil.
func (m *Mapping) Check() error {
	has := func(f string) bool { return m.Columns[f] != "" }
	for f := range m.Columns {
		if !slices.Contains(MappingFields(), f) {
			return fmt.Errorf("columns: %q is nothing that a column can hold: use %s", f, strings.Join(MappingFields(), ", "))
		}
	}
	switch {
	case has("left") != has("right"):
		return fmt.Errorf("columns: left and right stand together")
	case has("left") && m.Direction == DirectionUnknown:
		return fmt.Errorf("direction: say left-follows-right or right-follows-left")
	case has("left"):
		return nil
	case has("text") && !has("tweet_id"):
		return fmt.Errorf("columns: a table with texts needs tweet_id")
	case !has("id") && !has("handle") && !has("tweet_id"):
		return fmt.Errorf("columns: say which column holds id or handle, tweet_id, or left and right")
	case !m.Owner.IsZero() && m.Kind == adentro.ListUnknown:
		return fmt.Errorf("kind: say what the list of the owner is, followers or following")
	}
	return nil
}

// header returns the header of a table as the mapping reads it, nil if the mapping does not
// mean the table.
func (m *Mapping) header(d *decoder, h *header) *header {
	if m == nil || len(m.Columns) == 0 {
		return nil
	}
	x := h.clone()
	x.at = map[column]int{}
	x.cols = make([]column, len(h.names))
	for _, f := range mappingFields {
		name, ok := m.Columns[f.name]
		if !ok {
			continue
		}
		i := slices.IndexFunc(h.names, func(s string) bool { return strings.TrimSpace(s) == strings.TrimSpace(name) })
		if i < 0 {
			return nil
		}
		x.at[f.col] = i
		x.cols[i] = f.col
	}
	if len(m.Files) > 0 && !slices.ContainsFunc(m.Files, func(p string) bool { return matchLabel(p, d.label()) }) {
		return nil
	}
	return x
}

func matchLabel(pattern, label string) bool {
	for _, name := range []string{label, path.Base(label)} {
		if ok, err := path.Match(pattern, name); err == nil && ok {
			return true
		}
	}
	return false
}

// readMapped reads the rows of a table by the mapping of the options, and returns the name
// of the format whose place it takes; no reader if the mapping does not mean the table.
func readMapped(d *decoder, h *header) (rowReader, string) {
	m := d.opt.Map
	x := m.header(d, h)
	if x == nil {
		return rowReader{}, ""
	}
	if !d.later {
		d.note("mapping", hex.EncodeToString(m.SHA256[:6]))
	}
	t := &mappedTable{m: m, h: x, follows: follows{d: d}, pages: map[listing]int{}}
	switch {
	case x.has(colFollower):
		return rowReader{row: t.edge, finish: t.finish}, "csv-follows"
	case x.has(colTweetID):
		tweets := &tweetTable{d: d, h: x, id: func(s string) (adentro.Key, quality) { return m.number(s) }}
		return rowReader{row: func(rec *record, r *row) { tweets.row(rec, t.dated(r)) }}, "csv-tweets"
	}
	return rowReader{row: t.user}, "csv-users"
}

type mappedTable struct {
	m *Mapping
	h *header
	follows
	pages map[listing]int
}

// number reads an id of the platform or, with a namespace, of the table's own.
func (m *Mapping) number(s string) (adentro.Key, quality) {
	id, q := parseID([]byte(s))
	if m.Space == "" {
		return adentro.IDKey(id), q
	}
	switch s = strings.TrimSpace(s); {
	case s == "" || q == missing && s != "0":
		return adentro.Key{}, missing
	case len(s) > maxNodeID:
		return adentro.Key{}, invalid
	}
	return adentro.OpaqueKey(m.Space, s), exact
}

// party reads an account from a column that may hold ids or handles.
func (t *mappedTable) party(r *row, c column) (adentro.Key, string) {
	if t.m.Space == "" {
		return t.h.party(r, c)
	}
	k, q := t.m.number(t.h.get(r, c))
	if q != exact {
		return adentro.Key{}, idReason(q)
	}
	return k, ""
}

func (t *mappedTable) edge(rec *record, r *row) {
	left, reason := t.party(r, colFollower)
	right, other := t.party(r, colFollowed)
	if reason == "" {
		reason = other
	}
	t.d.settle(rec, listing{}, reason)
	switch {
	case reason != "":
	case t.m.Direction == RightFollowsLeft:
		t.add(right, left, rec.off)
	default:
		t.add(left, right, rec.off)
	}
}

func (t *mappedTable) user(rec *record, r *row) {
	d := t.d
	r = t.dated(r)
	t.h.seen(d, rec, r)
	var key adentro.Key
	var reason string
	if t.m.Space != "" && t.h.has(colID) {
		key, reason = t.party(r, colID)
	} else {
		key, reason = d.account(t.h, r, colID, colHandle)
	}
	if reason != "" {
		d.reject(rec, reason, details[reason])
		return
	}
	l := listing{t.m.Owner, t.m.Kind, adentro.Stated, "content"}
	if t.h.has(colOwner) {
		l.owner, _ = t.party(r, colOwner)
	}
	if k := kindWordOf(t.h.get(r, colKind)); k != adentro.ListUnknown {
		l.kind = k
	}
	if !l.known() {
		l = d.list
	}
	d.accept(rec, l)
	d.rowProfile(t.h, rec, r, key)
	if !l.known() {
		return
	}
	page, ok := t.pages[l]
	if !ok {
		page = d.newPage(l, rec.off)
		d.obs.Pages[page].Observed = rec.at
		t.pages[l] = page
	}
	d.addMember(page, key, rec.off)
}

// dated returns the row with its dates in UTC.
func (t *mappedTable) dated(r *row) *row {
	if t.m.Zone == nil {
		return r
	}
	x := *r
	x.cells = slices.Clone(r.cells)
	for _, c := range []column{colCreated, colDate, colObserved} {
		i, ok := t.h.at[c]
		if !ok || i >= len(x.cells) || zoned(x.cell(i)) {
			continue
		}
		if at, ok := columnDate(x.cell(i), t.h.order); ok {
			y, mo, day := at.Date()
			at = time.Date(y, mo, day, at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), t.m.Zone)
			x.cells[i] = []byte(at.UTC().Format(time.RFC3339Nano))
		}
	}
	return &x
}

// zoned reports whether a date names its zone: an offset, a Z, letters behind the time, or
// the seconds since 1970. A day without a time has none to move.
func zoned(s string) bool {
	s = strings.TrimSpace(s)
	if strings.Trim(s, "0123456789.") == "" {
		return true
	}
	colon := strings.IndexByte(s, ':')
	if colon < 0 {
		return true
	}
	clock := strings.NewReplacer("a. m.", "", "p. m.", "", "am", "", "pm", "", "a.m.", "", "p.m.", "").Replace(strings.ToLower(s[colon:]))
	return strings.ContainsAny(clock, "+zutcgmes") || strings.Contains(clock, " -") || strings.Count(clock, "-") == 1
}
