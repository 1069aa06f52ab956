package report

import (
	"slices"
	"strings"

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
	e.draw(&s, "creation")
	if len(r.Bursts) == 0 {
		s.say(e.word("creation.no_burst"))
		return s
	}
	t := table{Head: e.head("class", "span", "#accounts", "#of_dated", "#expected", "#ratio", "#p", "#tweet_share", "#follow_share", "origin")}
	for i := range r.Bursts {
		b := &r.Bursts[i]
		name := e.word("burst." + b.Source)
		if b.Name != "" {
			name = join(": ", name, bdi(b.Name))
		}
		name = join(" · ", name, e.word("baseline."+b.Baseline))
		t.Rows = append(t.Rows, []cell{e.text(bdi(e.seriesTitle(b.Class))), e.keep(day(b.From)+" –", day(b.To)), e.int(b.Count), e.int(b.Total), e.number(e.l.Float(b.Expected, 1)), e.number(e.l.Float(b.Ratio, 1)), e.number(e.l.P(b.P)), e.number(e.l.Percent(b.ActivityShare)), e.number(e.l.Percent(b.EdgeShare)), e.text(name)})
	}
	s.Tables = append(s.Tables, t)
	s.say(e.word("creation.reading"))
	return s
}

func (e *edition) hashtagSection() section {
	r := e.Results.Hashtags
	if r == nil || !anyUse(r) {
		s := e.section("hashtags", nil)
		s.say(e.word("empty.hashtags"))
		return s
	}
	s := e.section("hashtags", &r.Result)
	s.say(e.word("hashtags.intro"))
	e.draw(&s, "hashtag")
	t := table{Head: e.head("tag", "#tweets", "#originals", "#retweets", "#accounts", "first", "onset", "announced", "#top50", "#gini", "#per_account", "#ctm")}
	for i := range r.Tags {
		x := &r.Tags[i]
		t.Rows = append(t.Rows, []cell{e.text(bdi("#" + x.Tag)), e.int(x.Tweets), e.int(x.Originals), e.int(x.Retweets), e.int(len(x.Accounts)), e.keep(strings.Fields(e.l.Instant(x.First))...), e.day(x.Onset), e.day(x.Announced), e.number(e.l.Percent(x.Top50Share)), e.number(e.l.Float(x.Gini, 2)), e.number(e.l.Float(x.PerAccount, 1)), e.number(e.l.Float(x.CTM, 1))})
	}
	s.Tables = append(s.Tables, t)
	if a := r.AllTags; a.K > 1 {
		s.say(e.html(say(e.l.CountKey("hashtags.all", int64(len(a.Accounts))), e.l.Int(int64(len(a.Accounts))), e.l.Int(int64(a.K)))))
		if len(a.Accounts) > 0 {
			s.Evidence = append(s.Evidence, e.evidence(say("evidence.accounts", e.l.Count("count.accounts", int64(len(a.Accounts)))), a.Accounts, "nodes.csv", adentro.FieldName, e.whyName))
		}
	}
	s.say(e.word("hashtags.ctm"))
	return s
}

func anyUse(r *analysis.Hashtags) bool {
	return slices.ContainsFunc(r.Tags, func(t analysis.TagUse) bool { return t.Tweets > 0 })
}
