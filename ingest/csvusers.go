package ingest

import (
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

// readUsers reads tables of accounts, one a row. A column with the list's
// owner, or what is known beside the content, makes the rows members of a list.
func readUsers(d *decoder, h *header) rowReader {
	if !h.any(colID, colHandle) || h.any(colText, colFollower, colFollowed) && !h.any(colOwner, colFollowerOf, colFollowedBy) {
		return rowReader{}
	}
	return rowReader{row: newUserTable(d, h).row}
}

// A userTable reads rows that are accounts. The functions say what the tables of
// one collector have of their own; those that are nil do as spreadsheets do.
type userTable struct {
	d     *decoder
	h     *header
	pages map[listing]int // index in obs.Pages

	states func(r *row) (l listing, stated bool) // the list that the row says it stands in
	also   func(p *adentro.Profile, r *row)      // what else the row says of the account
}

func newUserTable(d *decoder, h *header) *userTable {
	return &userTable{d: d, h: h, pages: map[listing]int{}}
}

func (t *userTable) row(rec *record, r *row) {
	d, h := t.d, t.h
	h.seen(d, rec, r)
	key, reason := d.account(h, r, colID, colHandle)
	if reason != "" {
		d.reject(rec, reason, details[reason])
		return
	}
	states := t.listing
	if t.states != nil {
		states = t.states
	}
	l, stated := states(r)
	d.settle(rec, l, "")
	p, filled := d.shown(h, rec, r, key)
	if filled {
		setActive(p)
	}
	if t.also != nil {
		t.also(p, r)
	}
	switch {
	case stated:
		page, ok := t.pages[l]
		if !ok {
			page = d.newPage(l, rec.off)
			d.obs.Pages[page].Observed = rec.at
			t.pages[l] = page
		}
		d.addMember(page, key, rec.off)
	case l.known():
		d.member(key, rec.off)
	case l.kind != adentro.ListUnknown: // its name says that it is a list
		d.unowned = true
	}
}

// listing returns the list that a row says it stands in.
func (t *userTable) listing(r *row) (l listing, stated bool) {
	d, h := t.d, t.h
	for _, c := range []struct {
		col  column
		kind adentro.ListKind
	}{{colFollowerOf, adentro.Followers}, {colFollowedBy, adentro.Following}, {colOwner, adentro.ListUnknown}} {
		if h.index(c.col) < 0 {
			continue
		}
		owner, reason := h.party(r, c.col)
		if reason != "" {
			continue
		}
		l = listing{owner, c.kind, adentro.Stated, "content"}
		if l.kind == adentro.ListUnknown {
			l.kind = kindWordOf(h.get(r, colKind))
		}
		if l.kind == adentro.ListUnknown {
			l.kind, l.basis = d.list.kind, d.list.basis
		}
		if d.list.known() && d.list.owner != owner {
			d.overrule = owner
		}
		return l, true
	}
	return d.list, false
}

// kindWordOf reads a kind of list in words.
func kindWordOf(s string) adentro.ListKind {
	switch w := foldName(s); {
	case strings.HasPrefix(w, "follower"), strings.HasPrefix(w, "seguidor"):
		return adentro.Followers
	case strings.HasPrefix(w, "follow"), strings.HasPrefix(w, "friend"), strings.HasPrefix(w, "seguid"), strings.HasPrefix(w, "siguiendo"), strings.HasPrefix(w, "amig"):
		return adentro.Following
	}
	return adentro.ListUnknown
}

// rowProfile adds the profile that a row shows, as of an account that was there.
func (d *decoder) rowProfile(h *header, rec *record, r *row, key adentro.Key) {
	if p, filled := d.shown(h, rec, r, key); filled {
		setActive(p)
	}
}

// shown adds the profile that a row shows. It stays where it is until the next is added.
func (d *decoder) shown(h *header, rec *record, r *row, key adentro.Key) (p *adentro.Profile, filled bool) {
	p = d.newProfile(key, rec)
	return p, d.fillRow(p, h, rec, r)
}

// rowSays returns the profile that a row shows.
func (d *decoder) rowSays(h *header, rec *record, r *row, key adentro.Key) (p adentro.Profile, filled bool) {
	p = adentro.Seen(key, rec.sighting())
	filled = d.fillRow(&p, h, rec, r)
	return p, filled
}

// fillRow sets what a row says of an account. A row that says nothing but whom
// it is about was never looked up: then filled is false, and its empty cells are unknown,
// not empty.
func (d *decoder) fillRow(p *adentro.Profile, h *header, rec *record, r *row) (filled bool) {
	if hd := handle(h.view(r, colHandle)); hd != "" && (p.Key.ID == 0 || h.index(colID) >= 0) {
		p.SetText(adentro.FieldHandle, strings.Clone(hd))
	}
	created := h.view(r, createdColumn(h))
	filled = created != ""
	for _, c := range profileColumns {
		filled = filled || h.view(r, c) != ""
	}
	if !filled {
		return false
	}
	for _, x := range [...]columnField{{colName, adentro.FieldName}, {colBio, adentro.FieldBio}, {colLocation, adentro.FieldLocation}, {colURL, adentro.FieldURL}} {
		if h.index(x.col) >= 0 {
			p.SetText(x.field, h.text(r, x.col))
		}
	}
	for _, x := range [...]columnField{{colFollowers, adentro.FieldFollowers}, {colFollowing, adentro.FieldFollowing}, {colTweets, adentro.FieldTweets}, {colListed, adentro.FieldListed}, {colLikes, adentro.FieldLikes}} {
		d.columnCount(p, x.field, h.view(r, x.col))
	}
	for _, x := range [...]columnField{{colProtected, adentro.FieldProtected}, {colVerified, adentro.FieldVerified}} {
		if v, ok := parseFlag(h.view(r, x.col)); ok {
			p.SetFlag(x.field, v)
		}
	}
	fillDefaultImage(p, h, r)
	if created != "" {
		if at, ok := h.date(r, createdColumn(h)); ok {
			d.setCreated(p, at, rec.at)
		} else {
			d.badDate(created, h.order)
		}
	}
	return true
}

// columnCount sets a count that a cell shows. One that was rounded for display
// stands, with a warning; one that cannot be read is unknown.
func (d *decoder) columnCount(p *adentro.Profile, f adentro.Field, s string) {
	if s = strings.TrimSpace(s); s == "" || s == "absent" { // as the Information Operations archive writes it
		return
	}
	n := parseCount(s)
	if n < 0 {
		if n = shortCount(s); n >= 0 {
			d.warned["short_count"]++
		} else {
			d.warned["bad_count"]++
		}
	}
	p.SetCount(f, n)
}

// A columnField says which field of a profile a column fills.
type columnField struct {
	col   column
	field adentro.Field
}

var profileColumns = []column{colName, colBio, colLocation, colURL, colCreated, colFollowers, colFollowing, colTweets, colListed, colLikes, colProtected, colVerified, colDefaultImage, colImage}

// createdColumn returns the column with the date of the account. Where a table
// has no tweets a bare "created_at" is that of the account.
func createdColumn(h *header) column {
	if h.index(colCreated) < 0 && h.index(colText) < 0 && h.index(colTweetID) < 0 {
		return colDate
	}
	return colCreated
}
