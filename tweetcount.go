package adentro

import (
	"slices"
	"time"
)

// A TweetCount is one of the counts that the platform shows beside a tweet.
type TweetCount uint8

// The counts of a tweet.
const (
	CountRetweets TweetCount = iota
	CountReplies
	CountLikes
	CountQuotes
	NumTweetCounts
)

// String returns retweets, replies, likes or quotes.
func (c TweetCount) String() string {
	return [...]string{"retweets", "replies", "likes", "quotes"}[c]
}

// SetCount records a count of the tweet's own as one record shows it, at the time that
// Observed holds by then. Negative values, which no tweet can have, are ignored. The
// numbers beside a retweet are its original's: they are not for it.
func (t *Tweet) SetCount(c TweetCount, n int64) {
	if n < 0 {
		return
	}
	x := makePoint(Field(c), t.Observed, n)
	i, has := slices.BinarySearchFunc(t.counts, x, comparePoints)
	if has {
		return
	}
	if t.counts == nil {
		t.counts = make(series, 0, NumTweetCounts)
	}
	t.counts = slices.Insert(t.counts, i, x)
}

// ClearCounts forgets all counts, of a tweet that turns out to be a retweet.
func (t *Tweet) ClearCounts() { t.counts = nil }

// CountsSeen returns the distinct values of count c that records gave, oldest first, those of
// unknown time before all; nil if none did.
func (t *Tweet) CountsSeen(c TweetCount) []CountPoint {
	var out []CountPoint
	for _, x := range t.counts {
		if x.field() == Field(c) {
			out = append(out, CountPoint{x.at(), x.n})
		}
	}
	return out
}

// Count returns the newest value of count c, the smaller of two of one time; false if no record
// gave one.
func (t *Tweet) Count(c TweetCount) (n int64, known bool) {
	at := int64(0)
	for _, x := range t.counts {
		if x.field() == Field(c) && (!known || x.when > at) {
			n, known, at = x.n, true, x.when
		}
	}
	return n, known
}

// Date gives a tweet whose record bears no date of its own the date of the file
// that it came from. It is for decoders, before any Merge.
func (t *Tweet) Date(at time.Time) {
	if !t.Observed.IsZero() || at.IsZero() {
		return
	}
	t.Observed = at
	if t.Deleted {
		t.DeletedAt = t.deletionSeen()
	}
	for i, x := range t.counts {
		t.counts[i] = makePoint(x.field(), at, x.n)
	}
}

// MarkDeleted makes t, of which id, Created and Observed are set, what a notice of its deletion
// says.
func (t *Tweet) MarkDeleted() {
	t.Deleted, t.Unshown, t.DeletedAt = true, true, t.deletionSeen()
}

// deletionSeen returns when a notice was seen. The date of a file, which tells the day at
// best, may lie before the tweet was written: then it is not known.
func (t *Tweet) deletionSeen() time.Time {
	if t.Observed.After(t.Created) {
		return t.Observed
	}
	return time.Time{}
}

// OfOneRecord reports whether its counts and its deletion are what one record tells, at the
// time that Observed holds, as decoders make them.
func (t *Tweet) OfOneRecord() bool {
	at := t.Observed.UnixMilli()
	for i, x := range t.counts {
		if x.when>>4 != at || i > 0 && x.when == t.counts[i-1].when {
			return false
		}
	}
	if t.Deleted {
		return t.Unshown && t.DeletedAt.Equal(t.deletionSeen())
	}
	return !t.Unshown && t.DeletedAt.IsZero()
}

func joinPoints(a, b series) series {
	if len(b) == 0 || slices.Equal(a, b) {
		return a
	}
	all := slices.Concat(a, b)
	slices.SortFunc(all, comparePoints)
	return slices.Compact(all)
}
