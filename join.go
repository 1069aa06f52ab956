package adentro

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// empty reports whether the field holds no more than the knowledge that it is
// empty.
func (p *Profile) empty(f Field) bool {
	if s := p.text(f); s != nil {
		return *s == ""
	}
	return f == FieldCreated && p.Created.IsZero()
}

// take copies field f of q into p; the sighting is the caller's business.
func (p *Profile) take(f Field, q *Profile) {
	switch {
	case p.text(f) != nil:
		*p.text(f) = *q.text(f)
	case p.count(f) != nil:
		*p.count(f) = *q.count(f)
	case p.flag(f) != nil:
		*p.flag(f) = *q.flag(f)
	default:
		p.Created = q.Created
	}
}

// compareValues orders the values of field f, for the one case in which
// nothing else tells two sightings apart: a record that shows an account twice.
func compareValues(f Field, p, q *Profile) int {
	switch {
	case p.text(f) != nil:
		return strings.Compare(*p.text(f), *q.text(f))
	case p.count(f) != nil:
		return cmp.Compare(*p.count(f), *q.count(f))
	case p.flag(f) != nil:
		if *p.flag(f) == *q.flag(f) {
			return 0
		} else if *p.flag(f) {
			return 1
		}
		return -1
	}
	return p.Created.Compare(q.Created)
}

// newer reports whether field f of q beats that of p; both are known.
func newer(f Field, p, q *Profile) bool {
	a, b := p.Sighting(f), q.Sighting(f)
	if f == FieldCreated {
		// A date with seconds beats a bare day of whatever sighting: it is one fact that
		// never changes, told finer.
		if x, y := precise(p.Created), precise(q.Created); x != y {
			return y
		}
	}
	if c := a.At.Compare(b.At); c != 0 {
		return c < 0
	}
	if x, y := p.empty(f), q.empty(f); x != y {
		return x
	}
	return cmp.Or(cmp.Compare(a.Hash, b.Hash), compareOrigins(a.Origin, b.Origin), compareValues(f, p, q)) > 0
}

func precise(t time.Time) bool { return t.Truncate(24*time.Hour) != t }

func joinProfiles(a, b Profile) Profile {
	out := a
	var chosen [NumFields]Sighting
	for f := range NumFields {
		if b.Known(f) && (!a.Known(f) || newer(f, &a, &b)) {
			out.take(f, &b)
			out.from[f] = 1
			chosen[f] = b.Sighting(f)
		} else {
			chosen[f] = a.Sighting(f)
		}
	}
	out.Sightings = nil
	for f := range NumFields {
		if out.from[f] != 0 && !slices.Contains(out.Sightings, chosen[f]) {
			out.Sightings = append(out.Sightings, chosen[f])
		}
	}
	if len(out.Sightings) == 0 { // known by id only: keep the first record that names it
		out.Sightings = slices.Concat(a.Sightings, b.Sightings)
		slices.SortFunc(out.Sightings, compareSightings)
		out.Sightings = out.Sightings[:min(1, len(out.Sightings))]
	}
	slices.SortFunc(out.Sightings, compareSightings)
	for f := range NumFields {
		if out.from[f] != 0 {
			out.from[f] = uint8(slices.Index(out.Sightings, chosen[f]) + 1)
		}
	}
	out.Handles = joinHandles(a.Handles, b.Handles)
	out.Statuses = joinStatuses(a.Statuses, b.Statuses)
	out.Labels = joinLabels(a.Labels, b.Labels)
	out.joinSeries(&a, &b)
	out.joinCreations(&a, &b)
	return out
}

func compareSightings(a, b Sighting) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Hash, b.Hash), compareOrigins(a.Origin, b.Origin))
}

func joinHandles(a, b []HandleSpan) []HandleSpan {
	if slices.Equal(a, b) || len(b) == 0 {
		return a
	}
	return foldRuns(slices.Concat(a, b), func(x, y *HandleSpan) int { return strings.Compare(x.Handle, y.Handle) }, joinSpans)
}

// joinSpans unites two spans of one handle.
func joinSpans(x, y HandleSpan) HandleSpan {
	if !y.First.IsZero() && (x.First.IsZero() || y.First.Before(x.First)) {
		x.First = y.First
	}
	if y.Last.After(x.Last) {
		x.Last = y.Last
	}
	x.Undated = x.Undated || y.Undated
	return x
}

func joinLabels(a, b []Label) []Label {
	if slices.Equal(a, b) || len(b) == 0 {
		return a
	}
	all := slices.Concat(a, b)
	slices.SortFunc(all, func(x, y Label) int {
		return cmp.Or(strings.Compare(x.Scheme, y.Scheme), strings.Compare(x.Value, y.Value))
	})
	return slices.Compact(all)
}

func joinTweets(a, b Tweet) Tweet {
	// The better record gives text, date, author and origin; the other fills gaps.
	if betterTweet(&b, &a) {
		a, b = b, a
	}
	out := a
	out.Author = firstRef(a.Author, b.Author)
	out.Created = finerTime(a.Created, b.Created)
	out.Lang = firstText(a.Lang, b.Lang)
	out.Client = firstText(a.Client, b.Client)
	// A notice of the deletion tells neither when nor why the tweet was collected.
	if a.Unshown == b.Unshown {
		out.Observed = laterTime(a.Observed, b.Observed)
		out.Included = a.Included && b.Included
	}
	out.Deleted = a.Deleted || b.Deleted
	out.DeletedAt = firstTime(a.DeletedAt, b.DeletedAt)
	out.Edits = unionIDs(a.Edits, b.Edits)
	out.counts = joinPoints(a.counts, b.counts)
	out.Refs = joinRefs(a.Refs, b.Refs)
	out.Kind = KindOf(out.Refs)
	out.Hashtags = unionStrings(a.Hashtags, b.Hashtags)
	out.URLs = unionStrings(a.URLs, b.URLs)
	out.Mentions = unionMentions(a.Mentions, b.Mentions)
	out.Wrapper = unionMentions(a.Wrapper, b.Wrapper)
	return out
}

// joinRefs unites references; one whose tweet is not known gives way to one of
// the same kind whose tweet is.
func joinRefs(a, b []Ref) []Ref {
	refs := foldRuns(slices.Concat(a, b), func(x, y *Ref) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), x.ID.Compare(y.ID))
	}, func(x, y Ref) Ref {
		x.Author = firstRef(x.Author, y.Author)
		return x
	})
	return slices.DeleteFunc(refs, func(r Ref) bool {
		return r.ID.IsZero() && slices.ContainsFunc(refs, func(o Ref) bool { return o.Kind == r.Kind && !o.ID.IsZero() })
	})
}

// firstRef, finerTime and firstText choose by the values alone, so that the
// choice among three records does not depend on which two met first.
func firstRef(a, b AccountRef) AccountRef {
	if a.Key.IsZero() || (!b.Key.IsZero() && b.Key.Compare(a.Key) < 0) {
		return b
	}
	return a
}

func finerTime(a, b time.Time) time.Time {
	switch fine := func(t time.Time) bool { return t.Nanosecond() != 0 }; {
	case a.IsZero():
		return b
	case b.IsZero():
		return a
	case fine(a) != fine(b):
		if fine(b) {
			return b
		}
		return a
	case b.Before(a):
		return b
	}
	return a
}

// firstTime returns the earlier of two times of which either may be unknown, laterTime the later.
func firstTime(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

func laterTime(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func firstText(a, b string) string {
	if a == "" || (b != "" && b < a) {
		return b
	}
	return a
}

// betterTweet reports whether a is the better record of the same tweet.
func betterTweet(a, b *Tweet) bool {
	if a.Unshown != b.Unshown {
		return b.Unshown
	}
	return cmp.Or(
		cmp.Compare(a.TextKind, b.TextKind),
		cmp.Compare(len(a.Text), len(b.Text)),
		-cmp.Compare(a.Hash, b.Hash),
		-compareOrigins(a.Origin, b.Origin),
		-strings.Compare(a.Text, b.Text)) > 0
}

func unionStrings(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

func unionIDs(a, b []uint64) []uint64 {
	if len(a)+len(b) == 0 {
		return nil
	}
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

func unionMentions(a, b []Mention) []Mention {
	return foldRuns(slices.Concat(a, b), func(x, y *Mention) int { return x.Key.Compare(y.Key) }, func(x, y Mention) Mention {
		if x.Handle == "" || (y.Handle != "" && y.Handle < x.Handle) {
			x.Handle = y.Handle
		}
		return x
	})
}
