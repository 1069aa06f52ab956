package ingest

import (
	"strings"

	"github.com/seed-1b5e0f84/adentro"
)

// Tables of followers and profiles that services sell. Those whose columns mean what they
// say, such as Followerwonk's, need no words of their own: csv-users reads them.
var (
	brightDataWords = dictionary{ // id is the handle
		"x_id": colID, "id": colHandle, "profile_name": colName, "biography": colBio, "location": colLocation, "external_link": colURL, "date_joined": colCreated,
		"followers": colFollowers, "following": colFollowing, "posts_count": colTweets, "is_verified": colVerified, "profile_image_link": colImage, "timestamp": colObserved,
	}
	phantomWords = dictionary{
		"userId": colID, "twitterId": colID, "screenName": colHandle, "handle": colHandle, "profileUrl": colHandle, "name": colName, "bio": colBio, "location": colLocation, "website": colURL, "createdAt": colCreated,
		"followersCount": colFollowers, "friendsCount": colFollowing, "tweetsCount": colTweets, "certified": colVerified, "protected": colProtected, "imgUrl": colImage, "timestamp": colObserved,
	}
)

// readVendor reads them.
func readVendor(d *decoder, h *header) rowReader {
	switch {
	case h.bears("x_id", "id", "profile_name", "biography"):
		return rowReader{row: newUserTable(d, h.by(brightDataWords)).row}
	case h.bears("profileUrl", "query", "timestamp") && h.find("screenName", "handle") >= 0:
		return phantomUsers(d, h)
	case h.bears("username", "screen_name") && !h.any(colText, colOwner, colFollowerOf, colFollowedBy):
		return actorUsers(d, h)
	}
	return rowReader{}
}

// phantomUsers reads tables of PhantomBuster. The query is whose list was asked for where it
// is the address of a profile; of which kind the list is, only the file's name may tell.
func phantomUsers(d *decoder, h *header) rowReader {
	t := newUserTable(d, h.by(phantomWords))
	query := h.find("query")
	t.states = func(r *row) (listing, bool) {
		s := r.cell(query)
		if !strings.Contains(s, "://") || handle(s) == "" {
			return d.list, false
		}
		owner := adentro.HandleKey(handle(s))
		if d.list.known() && d.list.owner != owner {
			d.overrule = owner
		}
		return listing{owner, d.list.kind, d.list.basis, "content"}, true
	}
	return rowReader{row: t.row}
}

// actorUsers reads tables with both username and screen_name, as several sellers on Apify
// write them: there username is the account whose list it is, elsewhere it
// is a name. So screen_name is the account, and an owner known from the file's name alone
// is not believed.
func actorUsers(d *decoder, h *header) rowReader {
	x := h.clone()
	x.at[colHandle] = h.find("screen_name")
	ids := 0
	for _, c := range h.cols {
		if c == colID {
			ids++
		}
	}
	if ids > 1 { // one of them may be the owner's
		delete(x.at, colID)
	}
	t := newUserTable(d, x)
	t.states = func(*row) (listing, bool) {
		if d.list.known() && d.list.basis == adentro.Stated {
			return d.list, false
		}
		d.warned["owner_ambiguous"]++
		return listing{}, false
	}
	return rowReader{row: t.row}
}
