package ingest

import "github.com/seed-1b5e0f84/adentro"

// readMinet reads the follower and friend tables of minet: the columns of the table
// that was given to it, repeated on every row, and behind them the id of one follower
// or friend. Which of the columns named the account that was asked for is clear only
// where one column has ids; where several have, the accounts are read and the edges are not.
func readMinet(d *decoder, h *header) rowReader {
	t := &minetTable{h: h, follows: follows{d: d}}
	switch {
	case h.any(colText, colOwner, colFollower, colFollowed, colFromID, colToID) || h.has(colFollowerID, colFriendID):
		return rowReader{}
	case h.has(colFollowerID):
		t.member, t.kind = colFollowerID, adentro.Followers
	case h.has(colFriendID):
		t.member, t.kind = colFriendID, adentro.Following
	default:
		return rowReader{}
	}
	ids := 0
	for _, c := range h.cols {
		if c == colID || c == colTweetID {
			ids++
		}
	}
	switch {
	case ids == 1 && h.has(colID):
		t.owner = colID
	case ids == 0 && h.has(colHandle):
		t.owner = colHandle
	case ids == 0:
		return rowReader{}
	}
	return rowReader{row: t.row, finish: t.finish}
}

type minetTable struct {
	h             *header
	owner, member column // owner: colNone if several columns may name it
	kind          adentro.ListKind
	follows
}

func (t *minetTable) row(rec *record, r *row) {
	member, reason := t.h.party(r, t.member)
	var owner adentro.Key
	if reason == "" && t.owner != colNone {
		owner, reason = t.h.party(r, t.owner)
	}
	t.d.settle(rec, listing{owner, t.kind, adentro.Stated, "content"}, reason)
	switch {
	case reason != "":
	case t.owner == colNone:
		t.name(member, rec.off)
		t.d.warned["owner_ambiguous"]++
	case t.kind == adentro.Followers:
		t.add(member, owner, rec.off)
	default:
		t.add(owner, member, rec.off)
	}
}

// finish makes the lists that were asked for.
func (t *minetTable) finish() { t.lists(t.kind, adentro.Stated) }
