package adentro

import (
	"cmp"
	"slices"
	"time"
)

// A CountPoint is a count as one collection showed it.
type CountPoint struct {
	At time.Time // to the millisecond; zero if unknown
	N  int64
}

// A series holds every distinct field, time and value of an account's counts. Counts are
// never averaged: which of two is right is not for arithmetic to say.
type series []seriesPoint

// A seriesPoint is 16 bytes, since accounts seen in each of their tweets have as
// many points. Of a tweet's counts the field is a TweetCount.
type seriesPoint struct {
	when int64 // milliseconds of Unix time, and the field in the low 4 bits
	n    int64
}

func makePoint(f Field, at time.Time, n int64) seriesPoint {
	return seriesPoint{at.UnixMilli()<<4 | int64(f), n}
}

func (x seriesPoint) field() Field { return Field(x.when & 15) }

func (x seriesPoint) at() time.Time {
	return time.UnixMilli(x.when >> 4).UTC()
}

func comparePoints(a, b seriesPoint) int {
	return cmp.Or(cmp.Compare(a.when, b.when), cmp.Compare(a.n, b.n))
}

// points returns the series of p, which its fields are where nothing else is kept.
func (p *Profile) points() series {
	if p.series != nil {
		return p.series
	}
	return p.current(make(series, 0, 5))
}

// current appends the points that the fields of p show, sorted and unique.
func (p *Profile) current(s series) series {
	for f := FieldFollowers; f <= FieldLikes; f++ {
		if p.Known(f) {
			s = append(s, makePoint(f, p.Sighting(f).At, *p.count(f)))
		}
	}
	slices.SortFunc(s, comparePoints)
	return s
}

// joinSeries gives p, which joins a and b, the union of their series.
func (p *Profile) joinSeries(a, b *Profile) {
	var room [5]seriesPoint
	now := p.current(room[:0])
	p.series = nil
	all := slices.Concat(a.points(), b.points())
	slices.SortFunc(all, comparePoints)
	if all = slices.Compact(all); !slices.Equal(all, now) {
		p.series = slices.Clip(all)
	}
}

// seriesAt gives p, which knows one value of each count, the series of those at several instants, in milliseconds.
func (p *Profile) seriesAt(instants []int64) {
	var all series
	for f := FieldFollowers; f <= FieldLikes; f++ {
		if p.Known(f) {
			for _, ms := range instants {
				all = append(all, makePoint(f, time.UnixMilli(ms), *p.count(f)))
			}
		}
	}
	slices.SortFunc(all, comparePoints)
	p.series = all
}

// CountsSeen returns the distinct values of count f that records gave, oldest
// first, those of unknown time before all.
func (p *Profile) CountsSeen(f Field) []CountPoint {
	var out []CountPoint
	for _, x := range p.points() {
		if x.field() == f {
			out = append(out, CountPoint{x.at(), x.n})
		}
	}
	return out
}

// duressSlack is how old a positive count may be and still replace a zero.
const duressSlack = 30 * 24 * time.Hour

// undoDuress replaces a latest count of zero by the newest positive one of the
// last 30 days, and reports whether it did: under load the v1.1 API printed zero for
// both counts of follows.
func (p *Profile) undoDuress() (done bool) {
	for _, f := range []Field{FieldFollowers, FieldFollowing} {
		n := p.count(f)
		if !p.Known(f) || *n != 0 || p.series == nil {
			continue
		}
		zero := p.Sighting(f).At
		for _, x := range slices.Backward(p.series) {
			if x.field() == f && x.n > 0 {
				if zero.Sub(x.at()) <= duressSlack {
					*n, done = x.n, true
				}
				break
			}
		}
	}
	return done
}

// joinCreations gives p, which joins a and b, every creation date that either states.
func (p *Profile) joinCreations(a, b *Profile) {
	all := slices.Concat(a.creationDates(), b.creationDates())
	slices.SortFunc(all, time.Time.Compare)
	all = slices.CompactFunc(all, time.Time.Equal)
	p.creations = nil
	if len(all) > 1 {
		p.creations = all
	}
}

func (p *Profile) creationDates() []time.Time {
	if p.creations != nil || !p.Known(FieldCreated) {
		return p.creations
	}
	return []time.Time{p.Created}
}

// CreationConflict reports whether records state creation dates that cannot all be
// right: more than a second apart, but for bare days, with which any time of
// the day agrees.
func (p *Profile) CreationConflict() bool {
	for i, x := range p.creations {
		for _, y := range p.creations[i+1:] {
			agree := y.Sub(x) <= time.Second
			if !precise(x) && precise(y) {
				agree = y.Sub(x) < 24*time.Hour
			}
			if !agree {
				return true
			}
		}
	}
	return false
}
