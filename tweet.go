package adentro

import "time"

// An AccountRef points to an account: by key always, by index in a Snapshot.
type AccountRef struct {
	Key   Key
	Index int32 // in Snapshot.Accounts; meaningless before Resolve; -1 where Key is zero
}

// TweetKind says what a tweet is. A tweet that both replies and quotes is a
// quote; all its references stay in Tweet.Refs.
type TweetKind uint8

// The kinds of tweet, weakest first.
const (
	Original TweetKind = iota
	Reply
	Quote
	Retweet
)

// String returns original, reply, quote or retweet.
func (k TweetKind) String() string { return [...]string{"original", "reply", "quote", "retweet"}[k] }

// A Ref is one tweet that another refers to.
type Ref struct {
	Kind   TweetKind // Reply, Quote or Retweet
	ID     Key       // of the tweet referred to; zero if the record does not say
	Author AccountRef
}

// TextKind says which text of a tweet was kept. Larger is better.
type TextKind uint8

// The texts a record can carry, worst first.
const (
	TextNone       TextKind = iota
	TextNormalised          // a collector changed spaces or entities
	TextCopy                // "RT @x: …" cut by the wrapper
	TextTruncated           // cut at 140 characters
	TextFull
)

// String returns none, normalised, rt_copy, truncated or full.
func (k TextKind) String() string {
	return [...]string{"none", "normalised", "rt_copy", "truncated", "full"}[k]
}

// A Mention is one @-mention. Its key is the id where the record states it,
// else the handle.
type Mention struct {
	AccountRef
	Handle string // as displayed, without @; "" if unknown
}

// A Tweet is one message. For a retweet, Text, Hashtags, URLs and Mentions are
// those of the original message, because the wrapper's are cut; Wrapper holds
// the wrapper's own mentions.
type Tweet struct {
	ID       Key
	Author   AccountRef
	Created  time.Time // UTC, to the millisecond at best; zero if unknown
	Kind     TweetKind
	Refs     []Ref // sorted by kind, then id
	Text     string
	TextKind TextKind
	Lang     string // BCP 47 as the platform guessed it; "" if unknown
	Client   string // name of the posting client; "" if unknown

	Hashtags []string  // without #, as written; sorted, unique
	URLs     []string  // expanded where known; sorted, unique
	Mentions []Mention // sorted by key, unique
	Wrapper  []Mention // a retweet wrapper's own mentions; sorted, unique

	// Included is true of a tweet that is in the data only because another refers
	// to it, such as those that v2 pages include: it was not collected for itself.
	Included bool
	Deleted  bool // a notice says that it was deleted
	Unshown  bool // nothing but such notices names it: no record shows it

	Edits     []uint64  // ids of its versions, its own among them, sorted; nil where only one is known
	DeletedAt time.Time // when a deletion was first seen; zero if unknown
	counts    series    // every count shown beside it

	Observed time.Time // when collected; zero if unknown
	Hash     uint64    // xxHash64 of the record's bytes
	Origin   Origin
}

// Ref returns the tweet's reference of kind k, if it has one.
func (t *Tweet) Ref(k TweetKind) (Ref, bool) {
	for _, r := range t.Refs {
		if r.Kind == k {
			return r, true
		}
	}
	return Ref{}, false
}

// KindOf returns the kind that a tweet with these references has.
func KindOf(refs []Ref) TweetKind {
	k := Original
	for _, r := range refs {
		k = max(k, r.Kind)
	}
	return k
}
