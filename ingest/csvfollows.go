package ingest

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

// readFollows reads tables whose rows are follows: who follows, who is followed.
// The names of the columns give the direction: follower and followed in either language,
// from_id and to_id (rtweet), user and user_id (rtweet before 1.0); one side alone beside a column of accounts.
func readFollows(d *decoder, h *header) rowReader {
	from, to := followColumns(h)
	if from == colNone {
		return rowReader{}
	}
	t := &followTable{h: h, from: from, to: to, follows: follows{d: d, bare: len(h.names) == 2}}
	if t.bare && h.numeric[h.at[from]] && h.numeric[h.at[to]] {
		return rowReader{plain: t.plain, row: t.row, finish: t.finish}
	}
	return rowReader{row: t.row, finish: t.finish}
}

// followColumns returns the columns of follower and followed.
func followColumns(h *header) (from, to column) {
	switch {
	case h.any(colText, colOwner):
	case h.has(colFollower, colFollowed):
		return colFollower, colFollowed
	case h.has(colFollowerID, colFollowed):
		return colFollowerID, colFollowed
	case h.has(colFollower, colFriendID):
		return colFollower, colFriendID
	case h.has(colFollowerID, colFriendID):
		return colFollowerID, colFriendID
	case h.has(colFromID, colToID):
		return colFromID, colToID
	case h.followedUsers():
		return colHandle, colID
	}
	return h.oneSided()
}

// oneSided returns the columns of follower and followed of a table that names one side, and the other
// by nothing but a column of accounts: screen_name, follower_screen_name. Tables that say more of the accounts
// are no tables of follows, and numbers under a bare word may be a count.
func (h *header) oneSided() (from, to column) {
	for c := range h.at {
		switch c {
		case colID, colHandle, colFollowed, colFollower, colObserved:
		default:
			return colNone, colNone
		}
	}
	account := colID
	if !h.has(colID) {
		account = colHandle
	}
	side := colFollower
	if h.has(colFollowed) {
		side = colFollowed
	}
	switch {
	case !h.has(account, side), h.numeric[h.at[side]] && !strings.HasSuffix(h.folded[h.at[side]], "id"):
		return colNone, colNone
	case side == colFollower:
		return side, account
	}
	return account, side
}

// followedUsers reports whether the table is what rtweet before 1.0 wrote of whom accounts
// follow: the account, the same on many rows, and the id of one that it follows.
func (h *header) followedUsers() bool {
	names := slices.DeleteFunc(slices.Clone(h.folded), func(s string) bool { return s == "" }) // R numbers its rows
	return slices.Equal(names, []string{"user", "userid"}) && h.repeats[h.at[colHandle]] && !h.repeats[h.at[colID]]
}

type followTable struct {
	h        *header
	from, to column
	edges    []idEdge // where rows are nothing but edges, those between ids
	follows
}

func (t *followTable) row(rec *record, r *row) {
	from, reason := t.h.party(r, t.from)
	to, reasonTo := t.h.party(r, t.to)
	if reason == "" {
		reason = reasonTo
	}
	switch {
	case reason != "":
		t.d.reject(rec, reason, details[reason])
		return
	case !t.bare:
		t.d.accept(rec, listing{})
	default:
		t.d.src.Records.Accepted++
		if from.ID != 0 && to.ID != 0 {
			t.edges = append(t.edges, idEdge{from.ID, to.ID, rec.off})
			return
		}
	}
	t.add(from, to, rec.off)
}

// follows gathers the edges of a file until all are known, and makes lists of them.
// Edges must come in order of offset. Memory: some 60 bytes an edge.
type follows struct {
	d     *decoder
	bare  bool // a row is nothing but an edge: a member met twice in a list is a row met twice
	pairs []pair
	named map[adentro.Key]int64 // offsets of accounts of which no follow is known
}

type pair struct {
	from, to adentro.Key
	off      int64
}

// add keeps that from follows to.
func (f *follows) add(from, to adentro.Key, off int64) {
	f.pairs = append(f.pairs, pair{from, to, off})
}

// directed keeps an edge of which the operator alone can say whether and in which
// direction it is a follow. Without that the accounts are kept and the edge is counted.
func (f *follows) directed(left, right adentro.Key, off int64) {
	switch f.d.opt.Direction {
	case LeftFollowsRight:
		f.add(left, right, off)
	case RightFollowsLeft:
		f.add(right, left, off)
	default:
		f.name(left, off)
		f.name(right, off)
		f.d.warned["direction_unknown"]++
	}
}

// name keeps an account that the file names.
func (f *follows) name(k adentro.Key, off int64) {
	if f.named == nil {
		f.named = map[adentro.Key]int64{}
	}
	if _, ok := f.named[k]; !ok {
		f.named[k] = off
	}
}

// finish makes lists of the follows: those of the side with fewer accounts are
// the lists that were fetched.
func (f *follows) finish() {
	kind := f.d.learned.Follows
	if kind == adentro.ListUnknown {
		from, to := map[adentro.Key]bool{}, map[adentro.Key]bool{}
		for _, p := range f.pairs {
			from[p.from], to[p.to] = true, true
		}
		kind = f.learn(len(from), len(to))
	}
	f.lists(kind, adentro.Stated)
}

// learn settles of which kind the lists of the file are, by the number of accounts on
// either side of its first edges.
func (f *follows) learn(from, to int) adentro.ListKind {
	kind := adentro.Followers
	if from < to {
		kind = adentro.Following
	}
	if to > 0 {
		f.d.learned.Follows = kind
	}
	return kind
}

// lists makes lists of this kind of the follows, one an owner, and a page without an
// owner of the accounts that were only named.
func (f *follows) lists(kind adentro.ListKind, basis adentro.Basis) {
	pages := map[adentro.Key]int{}
	for _, p := range f.pairs {
		owner, member := p.to, p.from
		if kind == adentro.Following {
			owner, member = p.from, p.to
		}
		page, ok := pages[owner]
		if !ok || p.off-f.d.obs.Pages[page].Origin.Offset > math.MaxUint32 {
			page = f.d.newPage(listing{owner, kind, basis, "content"}, p.off)
			f.d.obs.Pages[page].Bare = f.bare
			pages[owner] = page
		}
		f.d.addMember(page, member, p.off)
	}
	f.pairs = nil
	keys := slices.SortedFunc(maps.Keys(f.named), func(a, b adentro.Key) int {
		return cmp.Or(cmp.Compare(f.named[a], f.named[b]), a.Compare(b))
	})
	page := -1
	for _, k := range keys {
		off := f.named[k]
		if page < 0 || off-f.d.obs.Pages[page].Origin.Offset > math.MaxUint32 {
			f.d.obs.Pages = append(f.d.obs.Pages, adentro.Page{Origin: adentro.Origin{Offset: off}})
			page = len(f.d.obs.Pages) - 1
		}
		f.d.addMember(page, k, off)
	}
	f.named = nil
}
