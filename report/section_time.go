package report

import (
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

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
