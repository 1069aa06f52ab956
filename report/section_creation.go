package report

import (
	"html/template"
	"math"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

func (e *edition) creationSection() section {
	r := e.Results.Creation
	if r == nil || r.Dated == 0 {
		s := e.section("creation", nil)
		s.say(e.word("empty.creation"))
		return s
	}
	s := e.section("creation", &r.Result)
	s.say(e.html(say("creation.intro", e.l.Int(int64(r.Dated)), e.l.Int(int64(len(e.pop().Members))))))
	if d := r.Dates; d != nil && d.FromID > 0 {
		s.say(e.html(say("creation.basis", e.l.Int(int64(d.Stated)), e.l.Int(int64(d.FromID)))))
	}
	if d := r.Dates; d != nil && d.Interpolated > 0 {
		s.say(e.html(say("creation.interpolated", e.l.Count("count.accounts", int64(d.Interpolated)))))
	}
	e.draw(&s, "creation")
	var quiet []string
	for i := range r.Bursts {
		b := &r.Bursts[i]
		switch {
		case b.Source == "case" || b.Q <= analysis.Significance:
			e.find(&s, e.burstClaims(r, b)...)
		case b.Source == "scan":
			quiet = append(quiet, e.seriesTitle(b.Class))
		}
	}
	if len(quiet) > 0 {
		s.say(e.html(say("creation.quiet", dump(strings.Join(quiet, "; ")))))
	}
	if len(r.Bursts) == 0 {
		s.say(e.word("creation.no_burst"))
		return s
	}
	s.Tables = append(s.Tables, e.burstTable(r))
	s.say(e.word("creation.reading"))
	return s
}

// burstClaims tells a burst: how many, against what chance gives and at other thresholds; what its
// accounts weigh; and how the class compares with others.
func (e *edition) burstClaims(r *analysis.Creation, b *analysis.Burst) []finding {
	f := r.Fact("burst_"+b.Source, b.Item())
	if f == nil {
		return nil
	}
	k, n, group := e.l.Int(int64(b.Count)), e.l.Int(int64(b.Total)), say("found.burst_all")
	if b.Class != "all" {
		group = say("found.burst_class", dump(e.seriesTitle(b.Class)))
	}
	text := say("claim.burst", k, n, group, e.within(b.From, b.To))
	switch {
	case b.Source == "hours":
		text = say("claim.burst_hours", k, n, group, e.l.Count("count.hours", int64(b.End.Sub(b.Start)/time.Hour)), e.l.Date(b.Start), b.Start.Format("15:04"))
	case b.Source == "case" && b.Name != "":
		text = say("claim.burst_case", k, n, group, dump(b.Name), e.l.Date(b.From), e.l.Date(b.To))
	case b.Source == "case":
		text = say("claim.burst_case_unnamed", k, n, group, e.l.Date(b.From), e.l.Date(b.To))
	}
	if weight := e.burstWeight(b); weight != "" {
		text = say("found.and", text, say("claim.burst_share", weight))
	}
	main := e.claim(&r.Result, f, text, e.evidence(say("evidence.accounts", e.l.Count("count.accounts", int64(b.Count))), b.Accounts, "evidence.csv", adentro.FieldCreated, e.whyCreated))
	main.Sweep = e.burstSweep(r, b, f)
	out := []finding{main}
	if o := r.Fact("burst_odds", b.Item()); o != nil && b.Odds != nil && b.Odds.Q <= analysis.Significance {
		odds := e.claim(&r.Result, o, e.oddsText(b))
		odds.Chance = "" // the sentence has it
		out = append(out, odds)
	}
	return out
}

// burstSweep says whether a burst holds at other longest windows and bandwidths.
func (e *edition) burstSweep(r *analysis.Creation, b *analysis.Burst, f *analysis.Fact) template.HTML {
	var said []template.HTML
	if swept := e.swept(f); swept != "" {
		word := "claim.sweep_longest"
		if b.Source == "hours" {
			word = "claim.sweep_hours"
		}
		said = append(said, e.word(word), swept)
	}
	if w := r.Fact("burst_bandwidth", b.Item()); w != nil {
		said = append(said, e.word("claim.sweep_width"), e.swept(w))
	}
	return join(" ", said...)
}

// burstWeight says what share of tweets, follows and followers a burst's accounts make; "" where
// there are none.
func (e *edition) burstWeight(b *analysis.Burst) string {
	var out []string
	if isNumber(b.ActivityShare) {
		out = append(out, e.l.T("claim.share_tweets", e.l.Int(int64(b.Tweets)), e.l.Count("count.tweets", int64(len(e.Snap.Tweets))), e.l.Percent(b.ActivityShare)))
	}
	if isNumber(b.EdgeShare) {
		out = append(out, e.l.T("claim.share_tweets", e.l.Int(int64(b.Follows)), e.l.Count("count.follows", int64(e.Snap.FollowCount)), e.l.Percent(b.EdgeShare)))
	}
	if isNumber(b.FollowerShare) {
		out = append(out, e.l.T("claim.share_followers", e.l.Int(int64(b.Followers)), e.l.Count("count.distinct_followers", int64(b.OfFollowers)), e.l.Percent(b.FollowerShare)))
	}
	return e.l.And(out)
}

// oddsText compares the class of a burst with others.
func (e *edition) oddsText(b *analysis.Burst) phrase {
	o := b.Odds
	against := e.l.Raw("claim.against_" + o.Against)
	n := func(k int) string { return e.l.Int(int64(k)) }
	text := say("claim.burst_odds", e.l.Number(o.Odds), against, n(o.Hit), n(o.Hit+o.Miss), n(o.ControlHit), n(o.ControlHit+o.ControlMiss), e.l.Number(o.Low), e.oddsEnd(o.High), e.l.P(o.Q))
	if math.IsInf(o.Odds, 1) {
		text = say("claim.burst_odds_infinite", against, n(o.Hit), n(o.Hit+o.Miss), n(o.ControlHit), n(o.ControlHit+o.ControlMiss), e.l.Number(o.Low), e.l.P(o.Q))
	}
	if b.Source != "case" {
		text = say("found.and", text, say("claim.burst_odds_searched"))
	}
	return text
}

// oddsEnd writes the upper end of an interval of odds.
func (e *edition) oddsEnd(x float64) string {
	if math.IsInf(x, 1) {
		return "∞"
	}
	return e.l.Number(x)
}

// burstTable has one row a window.
func (e *edition) burstTable(r *analysis.Creation) table {
	t := table{Head: e.head("class", "span", "#accounts", "#of_dated", "#expected", "#ratio", "#p", "#q", "#odds", "#tweet_share", "#follow_share", "#follower_share", "stable", "origin")}
	for i := range r.Bursts {
		b := &r.Bursts[i]
		name := e.word("burst." + b.Source)
		if b.Name != "" {
			name = join(": ", name, bdi(b.Name))
		}
		name = join(" · ", name, e.word("baseline."+b.Baseline))
		when := e.keep(day(b.From)+" –", day(b.To))
		if b.Source == "hours" {
			when = e.keep(e.l.Instant(b.Start)+" –", e.l.Instant(b.End))
		}
		odds, stable := "–", template.HTML("–")
		if o := b.Odds; o != nil {
			odds = e.oddsEnd(o.Odds) + " (" + e.l.Number(o.Low) + "–" + e.oddsEnd(o.High) + ")"
		}
		if holds, swept := b.Stable(); swept && holds {
			stable = e.word("creation.stable")
		} else if swept {
			stable = e.word("creation.unstable")
		}
		t.Rows = append(t.Rows, []cell{e.text(bdi(e.seriesTitle(b.Class))), when, e.int(b.Count), e.int(b.Total), e.number(e.l.Float(b.Expected, 1)), e.number(e.l.Float(b.Ratio, 1)), e.number(e.l.P(b.P)), e.number(e.l.P(b.Q)),
			e.number(odds), e.number(e.l.Percent(b.ActivityShare)), e.number(e.l.Percent(b.EdgeShare)), e.number(e.l.Percent(b.FollowerShare)), e.text(stable), e.text(name)})
	}
	return t
}
