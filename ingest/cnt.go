package ingest

import (
	"strconv"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
)

// The table that the coordination-network-toolkit reads: eight columns by position, whatever
// their names. Its time is in seconds from any origin. Its ids may be anybody's; those of
// tweets prove themselves, see shared.
const (
	cntMessage = iota
	cntAuthor
	cntName
	cntRepost
	cntReply
	cntText
	cntTime
	cntURLs
	cntColumns
)

const cntSpace = "cnt"

func readCNT(d *decoder, h *header) rowReader {
	if len(h.names) != cntColumns || foldName(h.names[cntMessage]) != "messageid" || foldName(h.names[cntRepost]) != "repostid" {
		return rowReader{}
	}
	t := &cntTable{d}
	return rowReader{row: t.row}
}

type cntTable struct{ d *decoder }

func (t *cntTable) row(rec *record, r *row) {
	d := t.d
	cell := func(i int) string { return strings.TrimSpace(r.cell(i)) }
	sent, ok := cntDate(cell(cntTime))
	tw, author, reason := d.shared(rec, cntSpace, cell(cntMessage), cell(cntAuthor), sent, ok)
	d.settle(rec, listing{}, reason)
	if reason != "" {
		return
	}
	real := tw.ID.ID != 0
	tw.Author.Key = author
	if tw.Text = r.cell(cntText); tw.Text != "" {
		tw.TextKind = adentro.TextFull
	}
	tw.Hashtags = textTags(tw.Text)
	key := func(s string) adentro.Key {
		if id, q := parseID([]byte(s)); real && q == exact {
			return adentro.IDKey(id)
		} else if real || q == missing && s != "0" || q == lossy || len(s) > maxNodeID {
			return adentro.Key{}
		}
		return adentro.OpaqueKey(cntSpace, s)
	}
	if k := key(cell(cntRepost)); !k.IsZero() {
		ref := adentro.Ref{Kind: adentro.Retweet, ID: k}
		if of := retweeted(tw.Text); of != "" {
			tw.TextKind = adentro.TextCopy
			if real {
				ref.Author.Key = adentro.HandleKey(of)
			}
		}
		addRef(&tw, ref)
	}
	if k := key(cell(cntReply)); !k.IsZero() {
		addRef(&tw, adentro.Ref{Kind: adentro.Reply, ID: k})
	}
	for _, u := range cellList(cell(cntURLs)) {
		if strings.Contains(u, ".") {
			tw.URLs = append(tw.URLs, u)
		}
	}
	tw.URLs = uniqueStrings(tw.URLs)
	p := adentro.Seen(author, rec.sighting())
	switch name := cell(cntName); {
	case real:
		if tw.Mentions = textMentions(tw.Text); tw.TextKind == adentro.TextCopy {
			tw.Wrapper, tw.Mentions = tw.Mentions, nil
		}
		if hd := handle(name); hd != "" {
			p.SetText(adentro.FieldHandle, hd)
		}
	case name != "": // whoever renumbered the ids may have renamed the accounts as well
		p.SetText(adentro.FieldName, name)
	}
	d.addProfile(p)
	d.obs.Tweets = append(d.obs.Tweets, tw)
}

// cntDate reads seconds of Unix time with a fraction, or any date.
func cntDate(s string) (time.Time, bool) {
	if f, err := strconv.ParseFloat(s, 64); err == nil && f >= 1e8 && f < 1e10 {
		return time.UnixMilli(int64(f * 1000)).UTC(), true
	}
	return parseDate(s)
}
