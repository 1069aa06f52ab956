package ingest

import (
	"slices"
	"time"

	//lint:ignore SA1019 its structs are what users of the library hold
	"github.com/dghubble/go-twitter/twitter"
	"github.com/seed-1b5e0f84/adentro"
)

// FromUser returns the profile that a user of go-twitter shows. That library
// does not tell a missing field from an empty one, so that all are taken as
// given; a record decoded from its bytes knows more. The sighting has no date and no
// origin: Profile.Date and the caller can supply them.
func FromUser(u *twitter.User) adentro.Profile {
	if u == nil {
		return adentro.Profile{}
	}
	p := adentro.Seen(userKey(u), adentro.Sighting{})
	if u.ScreenName != "" {
		p.SetText(adentro.FieldHandle, u.ScreenName)
	}
	p.SetText(adentro.FieldName, unescapeHTML(u.Name))
	p.SetText(adentro.FieldBio, unescapeHTML(u.Description))
	p.SetText(adentro.FieldLocation, unescapeHTML(u.Location))
	link := u.URL
	if u.Entities != nil {
		for _, e := range u.Entities.URL.Urls {
			if e.ExpandedURL != "" {
				link = e.ExpandedURL
				break
			}
		}
	}
	p.SetText(adentro.FieldURL, link)
	if t, ok := parseDate(u.CreatedAt); ok && plausible(t) {
		p.SetCreated(t)
	}
	p.SetCount(adentro.FieldFollowers, int64(u.FollowersCount))
	p.SetCount(adentro.FieldFollowing, int64(u.FriendsCount))
	p.SetCount(adentro.FieldTweets, int64(u.StatusesCount))
	p.SetCount(adentro.FieldListed, int64(u.ListedCount))
	p.SetCount(adentro.FieldLikes, int64(u.FavouritesCount))
	p.SetFlag(adentro.FieldProtected, u.Protected)
	p.SetFlag(adentro.FieldVerified, u.Verified)
	p.SetFlag(adentro.FieldDefaultImage, u.DefaultProfileImage)
	setActive(&p)
	return p
}

// userKey reads the string of an id first, as the decoder does.
func userKey(u *twitter.User) adentro.Key {
	if k := twitterID(u.IDStr, u.ID); !k.IsZero() {
		return k
	}
	return adentro.HandleKey(u.ScreenName)
}

func twitterID(s string, n int64) adentro.Key {
	if id, q := parseID([]byte(s)); q == exact {
		return adentro.IDKey(id)
	}
	if n > 0 {
		return adentro.IDKey(uint64(n))
	}
	return adentro.Key{}
}

// FromTweet returns a tweet of go-twitter and the profiles of the accounts
// embedded in it: the author's, and those of the authors of the tweets that it
// retweets or quotes. A retweet has the body of its original. Counts are left out: go-twitter
// does not tell zero from none.
func FromTweet(t *twitter.Tweet) (adentro.Tweet, []adentro.Profile) {
	if t == nil {
		return adentro.Tweet{}, nil
	}
	var profiles []adentro.Profile
	out := adentro.Tweet{ID: twitterID(t.IDStr, t.ID), Lang: t.Lang, Client: client(t.Source)}
	if t.User != nil {
		p := FromUser(t.User)
		out.Author.Key = p.Key
		profiles = append(profiles, p)
	}
	out.Created = sentAt(out.ID, t.CreatedAt)
	if o := t.RetweetedStatus; o != nil {
		original, more := FromTweet(o)
		profiles = append(profiles, more...)
		out.Text, out.TextKind = original.Text, original.TextKind
		out.Hashtags, out.URLs, out.Mentions = original.Hashtags, original.URLs, original.Mentions
		var own adentro.Tweet
		twitterBody(t, &own)
		out.Wrapper = own.Mentions
		addRef(&out, adentro.Ref{Kind: adentro.Retweet, ID: original.ID, Author: original.Author})
	} else {
		twitterBody(t, &out)
		profiles = append(profiles, twitterQuote(t, &out)...)
	}
	reply := adentro.Ref{Kind: adentro.Reply, ID: twitterID(t.InReplyToStatusIDStr, t.InReplyToStatusID)}
	if reply.Author.Key = twitterID(t.InReplyToUserIDStr, t.InReplyToUserID); reply.Author.Key.IsZero() {
		reply.Author.Key = adentro.HandleKey(t.InReplyToScreenName)
	}
	if !reply.ID.IsZero() || !reply.Author.Key.IsZero() {
		addRef(&out, reply)
	}
	return out, profiles
}

func sentAt(id adentro.Key, field string) time.Time {
	if t := snowflake(id.ID); !t.IsZero() && plausible(t) {
		return t
	}
	if t, ok := parseDate(field); ok && plausible(t) {
		return t
	}
	return time.Time{}
}

func twitterBody(t *twitter.Tweet, out *adentro.Tweet) {
	entities := t.Entities
	full := t.FullText
	if x := t.ExtendedTweet; x != nil {
		entities, full = x.Entities, x.FullText
	}
	switch {
	case full != "":
		out.Text, out.TextKind = unescapeHTML(full), adentro.TextFull
	case t.Text != "":
		out.Text, out.TextKind = unescapeHTML(t.Text), adentro.TextFull
		if t.Truncated {
			out.TextKind = adentro.TextTruncated
		}
	}
	if entities == nil {
		out.Hashtags, out.Mentions = textTags(out.Text), textMentions(out.Text)
		return
	}
	for _, e := range entities.Hashtags {
		out.Hashtags = append(out.Hashtags, e.Text)
	}
	for _, e := range entities.Urls {
		for _, u := range []string{e.Unwound.URL, e.ExpandedURL, e.URL} {
			if u != "" {
				out.URLs = append(out.URLs, u)
				break
			}
		}
	}
	for _, e := range entities.UserMentions {
		out.Mentions = append(out.Mentions, mention(twitterID(e.IDStr, e.ID).ID, displayHandle(e.ScreenName)))
	}
	out.Hashtags, out.URLs, out.Mentions = uniqueStrings(out.Hashtags), uniqueStrings(out.URLs), uniqueMentions(out.Mentions)
}

func twitterQuote(t *twitter.Tweet, out *adentro.Tweet) (profiles []adentro.Profile) {
	ref := adentro.Ref{Kind: adentro.Quote, ID: twitterID(t.QuotedStatusIDStr, t.QuotedStatusID)}
	if t.QuotedStatus != nil {
		quoted, more := FromTweet(t.QuotedStatus)
		profiles = more
		ref.ID, ref.Author = quoted.ID, quoted.Author
	}
	if !ref.ID.IsZero() {
		addRef(out, ref)
		out.URLs = slices.DeleteFunc(out.URLs, func(u string) bool { return isStatusLink(u, ref.ID) })
	}
	return profiles
}
