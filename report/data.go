package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// An inventory is what the data hold, before any analysis.
type inventory struct {
	Formats   []formatCount // most records first
	Unknown   int           // dumps of no known format
	Lists     []int32       // in Snapshot.Lists, longest first
	From, To  time.Time     // when the files say that they were collected; zero if none does
	Undated   int           // files of which nothing tells when
	NoEarlier int           // files of which only their newest content tells
}

// A formatCount sums the files of one format.
type formatCount struct {
	Format  string
	Files   int
	Records int64
}

// inventory counts. O(sources + lists).
func (e *edition) inventory() inventory {
	var v inventory
	place := map[string]int{}
	for i := range e.Snap.Sources {
		x := &e.Snap.Sources[i]
		if x.Role != adentro.RoleDump {
			continue
		}
		if x.Format == "" {
			if x.Foreign() {
				v.Unknown++
			}
			continue
		}
		at, ok := place[x.Format]
		if !ok {
			at = len(v.Formats)
			place[x.Format] = at
			v.Formats = append(v.Formats, formatCount{Format: x.Format})
		}
		v.Formats[at].Files++
		v.Formats[at].Records += x.Records.Seen
		v.date(x)
	}
	slices.SortFunc(v.Formats, func(a, b formatCount) int {
		return cmp.Or(cmp.Compare(b.Records, a.Records), cmp.Compare(a.Format, b.Format))
	})
	for i := range e.Snap.Lists {
		v.Lists = append(v.Lists, int32(i))
	}
	slices.SortStableFunc(v.Lists, func(a, b int32) int {
		return cmp.Compare(len(e.Snap.Lists[b].Members), len(e.Snap.Lists[a].Members))
	})
	return v
}

func (v *inventory) date(x *adentro.Source) {
	switch {
	case x.Observed.IsZero():
		v.Undated++
	case x.ObservedBasis == "content":
		v.NoEarlier++
	default:
		if v.From.IsZero() || x.Observed.Before(v.From) {
			v.From = x.Observed
		}
		if x.Observed.After(v.To) {
			v.To = x.Observed
		}
	}
}

// holds says in sentences what there is.
func (e *edition) holds(v *inventory) []phrase {
	r := e.Snap.Records()
	out := []phrase{say("inputs.sum", e.l.Count("count.files", int64(len(e.Snap.Sources))), e.l.Count("count.records", r.Seen), e.l.Int(r.Accepted), e.l.Int(r.Duplicate), e.l.Int(r.Rejected), e.l.Int(r.Ignored))}
	profiled := 0
	for i := range e.Snap.Accounts {
		if e.Snap.Accounts[i].Profiled() {
			profiled++
		}
	}
	accounts := e.l.Count("count.accounts", int64(len(e.Snap.Accounts)))
	switch profiled {
	case 0:
		out = append(out, say("data.accounts_bare", accounts))
	case len(e.Snap.Accounts):
		out = append(out, say("data.accounts_profiled", accounts))
	default:
		out = append(out, say("data.accounts", accounts, e.l.Int(int64(profiled))))
	}
	if n := len(e.Snap.Tweets); n > 0 {
		if first, last := e.tweetSpan(); first.IsZero() {
			out = append(out, say("data.tweets_undated", e.l.Count("count.tweets", int64(n))))
		} else {
			out = append(out, say("data.tweets", e.l.Count("count.tweets", int64(n)), e.l.Date(first), e.l.Date(last)))
		}
	}
	if n := len(v.Lists); n > 0 {
		out = append(out, say(e.l.CountKey("data.lists", int64(n)), e.l.Int(int64(n)), e.l.Count("count.follows", int64(e.Snap.FollowCount))))
	}
	if !v.From.IsZero() {
		if day(v.From) == day(v.To) {
			out = append(out, say("data.collected_on", e.l.Date(v.From)))
		} else {
			out = append(out, say("data.collected", e.l.Date(v.From), e.l.Date(v.To)))
		}
	}
	if v.NoEarlier > 0 {
		out = append(out, say(e.l.CountKey("data.no_earlier", int64(v.NoEarlier)), e.l.Int(int64(v.NoEarlier))))
	}
	if v.Undated > 0 {
		out = append(out, say(e.l.CountKey("data.undated", int64(v.Undated)), e.l.Int(int64(v.Undated))))
	}
	if v.Unknown > 0 {
		out = append(out, say(e.l.CountKey("data.unknown_files", int64(v.Unknown)), e.l.Int(int64(v.Unknown))))
	}
	return out
}

// tweetSpan returns the times of the first and the last dated tweet, zero if none is.
func (e *edition) tweetSpan() (first, last time.Time) {
	for i := range e.Snap.Tweets { // in order of time, undated ones first
		if t := e.Snap.Tweets[i].Created; !t.IsZero() {
			return t, e.Snap.Tweets[len(e.Snap.Tweets)-1].Created
		}
	}
	return first, last
}

// listName names a list: "seguidores de @x".
func (e *edition) listName(l *adentro.List) phrase {
	return say("data.list_"+l.Kind.String(), dump(e.label(l.Owner)))
}

// abilities returns the table of what the data allow; nothing if it was not computed.
func (e *edition) abilities() []analysis.Ability {
	if c := e.Results.Capability; c != nil {
		return c.Rows
	}
	return nil
}
