package ingest

import (
	"github.com/seed-1b5e0f84/adentro"
)

// readFollows reads tables whose rows are follows: who follows, who is followed.
// The names of the columns give the direction: follower and followed in either language,
// from_id and to_id (rtweet), follower_id or friend_id beside the account that
// was asked for (minet).
func readFollows(d *decoder, h *header) rowReader {
	from, to := followColumns(h)
	if from == colNone {
		return rowReader{}
	}
	t := &followTable{d: d, h: h, from: from, to: to}
	return rowReader{row: t.row, finish: t.finish}
}

// followColumns returns the columns of follower and followed.
func followColumns(h *header) (from, to column) {
	asked := colNone
	switch {
	case h.has(colID):
		asked = colID
	case h.has(colHandle):
		asked = colHandle
	}
	switch {
	case h.any(colText, colOwner):
	case h.has(colFollower, colFollowed):
		return colFollower, colFollowed
	case h.has(colFollowerID, colFollowed):
		return colFollowerID, colFollowed
	case h.has(colFollowerID, colFriendID):
		return colFollowerID, colFriendID
	case h.has(colFromID, colToID):
		return colFromID, colToID
	case h.has(colFollowerID) && asked != colNone:
		return colFollowerID, asked
	case h.has(colFriendID) && asked != colNone:
		return asked, colFriendID
	}
	return colNone, colNone
}

type followTable struct {
	d        *decoder
	h        *header
	from, to column
	pairs    []pair
}

type pair struct {
	from, to adentro.Key
	off      int64
}

func (t *followTable) row(rec *record, r *row) {
	from, reason := t.h.party(r, t.from)
	to, reasonTo := t.h.party(r, t.to)
	if reason == "" {
		reason = reasonTo
	}
	t.d.settle(rec, listing{}, reason)
	if reason == "" {
		t.pairs = append(t.pairs, pair{from, to, rec.off})
	}
}

// finish makes lists of the follows: those of the side with fewer accounts are
// the lists that were fetched.
func (t *followTable) finish() {
	from, to := map[adentro.Key]bool{}, map[adentro.Key]bool{}
	for _, p := range t.pairs {
		from[p.from], to[p.to] = true, true
	}
	kind := adentro.Followers
	if len(from) < len(to) {
		kind = adentro.Following
	}
	pages := map[adentro.Key]int{}
	for _, p := range t.pairs {
		owner, member := p.to, p.from
		if kind == adentro.Following {
			owner, member = p.from, p.to
		}
		page, ok := pages[owner]
		if !ok {
			page = t.d.newPage(listing{owner, kind, adentro.Stated, "content"}, p.off)
			pages[owner] = page
		}
		t.d.addMember(page, member, p.off)
	}
}
