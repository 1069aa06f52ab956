package report

import (
	"html/template"
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

func (e *edition) lostSection() section {
	r := e.Results.Lost
	if r == nil || len(r.Accounts)+len(r.Dangling) == 0 {
		s := e.section("lost", nil)
		s.say(e.word("empty.lost"))
		return s
	}
	s := e.section("lost", &r.Result)
	s.say(e.word("lost.intro"))
	if len(r.Accounts) > 0 {
		s.Tables = append(s.Tables, e.lostTable(r.Accounts))
	}
	if len(r.Dangling) > 0 {
		s.say(e.html(say(e.l.CountKey("lost.dangling", int64(len(r.Dangling))), e.l.Int(int64(len(r.Dangling))))))
		s.Evidence = append(s.Evidence, e.lostEvidence(r.Dangling))
	}
	return s
}

func (e *edition) lostTable(list []analysis.LostAccount) table {
	const most = 50
	t := table{Head: e.head("account", "classes", "status", "status_date", "#mentions", "#mentioners", "#after", "where")}
	for _, x := range list[:min(most, len(list))] {
		a := &e.Snap.Accounts[x.Account]
		classes := template.HTML("–")
		if c := e.primary(x.Account); c >= 0 {
			classes = e.class(c)
		}
		t.Rows = append(t.Rows, []cell{e.text(e.who(x.Account)), e.text(classes), e.text(e.word("status." + a.Status.String())), e.day(a.StatusFrom().At), e.int(len(x.Mentions)), e.int(x.Mentioners), e.int(x.After), e.text(e.where(x.Account, adentro.FieldName))})
	}
	if left := len(list) - most; left > 0 {
		t.More = e.html(say("evidence.more", e.l.Int(int64(left)), "nodes.csv"))
	}
	return t
}

// lostEvidence lists lost accounts with what the platform said and the first
// tweet that mentions each.
func (e *edition) lostEvidence(list []analysis.LostAccount) evidence {
	v := evidence{Title: e.html(say("evidence.accounts", e.l.Count("count.accounts", int64(len(list)))))}
	for _, x := range list[:min(len(list), maxEvidence)] {
		a := &e.Snap.Accounts[x.Account]
		row := evidenceRow{Who: e.who(x.Account), Key: safeKey(a.Key), Where: e.where(x.Account, adentro.FieldName)}
		row.Why = e.html(say("evidence.lost", e.l.Raw("status."+a.Status.String()), e.l.Count("count.mentions", int64(len(x.Mentions)))))
		if _, known := a.Where(adentro.FieldName); !known && len(x.Mentions) > 0 && int(x.Mentions[0]) < len(e.Snap.Tweets) {
			row.Where = bdi(e.origin(e.Snap.Tweets[x.Mentions[0]].Origin))
		}
		v.Rows = append(v.Rows, row)
	}
	if left := len(list) - maxEvidence; left > 0 {
		v.More = e.html(say("evidence.more", e.l.Int(int64(left)), "nodes.csv"))
	}
	return v
}
