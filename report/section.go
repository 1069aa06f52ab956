package report

import (
	"html/template"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
	"github.com/seed-1b5e0f84/adentro/internal/safe"
)

// A section is one chapter of the page. Its parts are shown in this order.
type section struct {
	ID       string
	Title    template.HTML
	Text     []template.HTML
	Figure   *figureView
	Tables   []table
	Evidence []evidence
	Notes    []template.HTML // warnings that travel with the numbers
}

type table struct {
	Title template.HTML
	Head  []cell
	Rows  [][]cell
	More  template.HTML
	Fold  bool // shown closed
}

type cell struct {
	HTML template.HTML
	Num  bool
}

func words(cells ...template.HTML) []cell {
	out := make([]cell, len(cells))
	for i, c := range cells {
		out[i] = cell{HTML: c}
	}
	return out
}

// head returns the header cells with these keys; a key that begins with # heads
// a column of numbers.
func (e *edition) head(keys ...string) []cell {
	var out []cell
	for _, k := range keys {
		if k[0] == '#' {
			out = append(out, cell{e.word("column." + k[1:]), true})
		} else {
			out = append(out, cell{e.word("column." + k), false})
		}
	}
	return out
}

func (e *edition) int(n int) cell            { return cell{esc(e.l.Int(int64(n))), true} }
func (e *edition) text(h template.HTML) cell { return cell{HTML: h} }
func (e *edition) number(s string) cell      { return cell{esc(s), true} }
func (e *edition) count(c adentro.Count) cell {
	if !c.Known {
		return cell{e.word("unknown"), true}
	}
	return cell{esc(e.l.Int(c.N)), true}
}

// sections returns the chapters of the page after the findings.
func (e *edition) sections() []section {
	var out []section
	for _, s := range []func() section{e.seedSection, e.classSection, e.locationSection, e.creationSection, e.hashtagSection, e.lostSection, e.networkSection, e.methodSection, e.limitSection, e.inputSection} {
		out = append(out, s())
	}
	return out
}

func (e *edition) section(id string, r *analysis.Result) section {
	s := section{ID: id, Title: e.word("section." + id)}
	if r != nil {
		for _, n := range r.Warnings {
			s.Notes = append(s.Notes, e.note(n))
		}
	}
	return s
}

func (s *section) say(h template.HTML) { s.Text = append(s.Text, h) }

func (e *edition) seedSection() section {
	r := e.Results.Seeds
	if r == nil || len(r.Rows) == 0 {
		s := e.section("seeds", nil)
		s.say(e.word("empty.seeds"))
		return s
	}
	s := e.section("seeds", &r.Result)
	s.say(e.word("seeds.intro"))
	s.Figure = e.figureView("business")
	t := table{Head: e.head("account", "#followers", "#following")}
	shown := e.seedClasses(r)
	for _, c := range shown {
		t.Head = append(t.Head, cell{e.html(say("column.class_followers", dump(e.classTitle(int32(c))))), true})
	}
	t.Head = append(t.Head, e.head("#followers_declared", "#following_declared")...)
	for _, row := range r.Rows {
		who := bdi(row.Key.String())
		if row.Account >= 0 {
			who = e.who(row.Account)
		}
		if row.Guessed {
			who += " <abbr>" + e.word("seeds.guessed") + "</abbr>"
		}
		cells := []cell{e.text(who), e.count(row.Followers), e.count(row.Following)}
		for _, c := range shown {
			cells = append(cells, e.count(adentro.Count{N: int64(row.ClassFollowers[c]), Known: row.Followers.Known}))
		}
		t.Rows = append(t.Rows, append(cells, e.count(row.FollowersDeclared), e.count(row.FollowingDeclared)))
	}
	s.Tables = append(s.Tables, t)
	for _, k := range e.pop().Missing {
		s.say(e.html(say("seeds.missing", dump(k.String()))))
	}
	return s
}

// seedClasses returns the classes that any seed has a follower of, and always
// the first.
func (e *edition) seedClasses(r *analysis.Seeds) []int {
	var out []int
	for c := range e.Case.Classes {
		used := c == 0
		for _, row := range r.Rows {
			used = used || c < len(row.ClassFollowers) && row.ClassFollowers[c] > 0
		}
		for _, row := range r.Rows {
			used = used && c < len(row.ClassFollowers)
		}
		if used && len(out) < 4 {
			out = append(out, c)
		}
	}
	return out
}

func (e *edition) classSection() section {
	r := e.Results.Classes
	if r == nil || len(e.Case.Classes) == 0 {
		s := e.section("classes", nil)
		s.say(e.word("empty.classes"))
		return s
	}
	s := e.section("classes", &r.Result)
	s.say(e.word("classes.intro"))
	n := len(e.pop().Members)
	t := table{Head: e.head("class", "#members", "#share", "#everywhere", "#register")}
	for c := range e.Case.Classes {
		all := 0
		if c < len(r.All) {
			all = len(r.All[c])
		}
		register := cell{Num: true, HTML: "–"}
		if k := &e.Case.Classes[c]; k.Register > 0 {
			register.HTML = e.html(say("classes.register", e.l.Percent(ratio(len(e.members(c)), int(k.Register))), e.l.Int(k.Register), dump(k.RegisterOf)))
		}
		t.Rows = append(t.Rows, []cell{e.text(e.class(int32(c))), e.int(len(e.members(c))), e.number(e.l.Percent(ratio(len(e.members(c)), n))), e.int(all), register})
	}
	s.Tables = append(s.Tables, t)
	for c := range e.Case.Classes {
		s.Tables = append(s.Tables, e.placeTable(c)...)
	}
	return s
}

// placeTable returns the places of class c, if the class has that facet.
func (e *edition) placeTable(c int) []table {
	places := e.places(c)
	if e.Case.Classes[c].Place == "" || len(places) == 0 {
		return nil
	}
	t := table{Title: e.html(say("classes.places", dump(e.classTitle(int32(c))))), Head: e.head("place", "#accounts", "which"), Fold: len(places) > 12}
	for _, p := range places {
		var who []template.HTML
		for _, u := range p.Accounts[:min(len(p.Accounts), 12)] {
			who = append(who, bdi(e.label(u)))
		}
		if len(p.Accounts) > 12 {
			who = append(who, "…")
		}
		t.Rows = append(t.Rows, []cell{e.text(esc(e.place(p.Place))), e.int(len(p.Accounts)), e.text(join(", ", who...))})
	}
	return []table{t}
}

func (e *edition) locationSection() section {
	r, n := e.Results.Locations, len(e.pop().Members)
	if r == nil || n == 0 {
		s := e.section("locations", nil)
		s.say(e.word("empty.locations"))
		return s
	}
	s := e.section("locations", &r.Result)
	s.say(e.word("locations.intro"))
	if e.pop().WithLocation == 0 {
		s.say(e.word("empty.locations"))
	}
	s.Figure = e.figureView("locations")
	t := table{Head: e.head("country", "#accounts", "#share_located", "#interval", "#share_unique")}
	for _, c := range r.Countries {
		row := []cell{e.text(esc(e.place(c.Code))), e.int(c.N)}
		if x, ok := e.share(c.Code, "with_location"); ok {
			row = append(row, e.number(e.l.Percent(x.Share)), e.number(e.l.Range(x.Low, x.High)))
		} else {
			row = append(row, e.number(e.l.Percent(ratio(c.N, e.pop().WithLocation))), cell{HTML: "–", Num: true})
		}
		t.Rows = append(t.Rows, append(row, e.number(e.l.Percent(ratio(c.N, n)))))
	}
	for _, c := range e.otherLocations() {
		t.Rows = append(t.Rows, []cell{e.text("<em>" + e.word("location."+c.Code) + "</em>"), e.int(c.N), {HTML: "–", Num: true}, {HTML: "–", Num: true}, e.number(e.l.Percent(ratio(c.N, n)))})
	}
	t.Rows = append(t.Rows, []cell{e.text("<strong>" + e.word("location.total") + "</strong>"), e.int(n), {}, {}, e.number(e.l.Percent(1))})
	s.Tables = append(s.Tables, t)
	if len(r.Regions) > 0 {
		t := table{Title: e.word("locations.regions"), Head: e.head("region", "#accounts"), Fold: true}
		for _, c := range r.Regions {
			t.Rows = append(t.Rows, []cell{e.text(esc(e.place(c.Code))), e.int(c.N)})
		}
		s.Tables = append(s.Tables, t)
	}
	return s
}

func (e *edition) creationSection() section {
	r := e.Results.Creation
	if r == nil || r.Dated == 0 {
		s := e.section("creation", nil)
		s.say(e.word("empty.creation"))
		return s
	}
	s := e.section("creation", &r.Result)
	s.say(e.html(say("creation.intro", e.l.Int(int64(r.Dated)), e.l.Int(int64(len(e.pop().Members))))))
	s.Figure = e.figureView("creation")
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
		t.Rows = append(t.Rows, []cell{e.text(bdi(e.seriesTitle(b.Class))), e.text(esc(day(b.From) + " – " + day(b.To))), e.int(b.Count), e.int(b.Total), e.number(e.l.Float(b.Expected, 1)), e.number(e.l.Float(b.Ratio, 1)), e.number(e.l.P(b.P)), e.number(e.l.Percent(b.ActivityShare)), e.number(e.l.Percent(b.EdgeShare)), e.text(name)})
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
	s.Figure = e.figureView("hashtag")
	t := table{Head: e.head("tag", "#tweets", "#originals", "#retweets", "#accounts", "first", "onset", "announced", "#top50", "#gini", "#per_account", "#ctm")}
	for i := range r.Tags {
		x := &r.Tags[i]
		t.Rows = append(t.Rows, []cell{e.text(bdi("#" + x.Tag)), e.int(x.Tweets), e.int(x.Originals), e.int(x.Retweets), e.int(len(x.Accounts)), e.text(esc(e.l.Instant(x.First))), e.text(e.dayOr(x.Onset.IsZero(), day(x.Onset))), e.text(e.dayOr(x.Announced.IsZero(), day(x.Announced))), e.number(e.l.Percent(x.Top50Share)), e.number(e.l.Float(x.Gini, 2)), e.number(e.l.Float(x.PerAccount, 1)), e.number(e.l.Float(x.CTM, 1))})
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

func (e *edition) dayOr(unknown bool, d string) template.HTML {
	if unknown {
		return "–"
	}
	return esc(d)
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
		t.Rows = append(t.Rows, []cell{e.text(e.who(x.Account)), e.text(classes), e.text(e.word("status." + a.Status.String())), e.text(esc(e.l.Date(a.StatusFrom.At))), e.int(len(x.Mentions)), e.int(x.Mentioners), e.int(x.After), e.text(e.where(x.Account, adentro.FieldName))})
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

func (e *edition) networkSection() section {
	r := e.Results.Network
	if r == nil || r.Edges == 0 {
		s := e.section("network", nil)
		s.say(e.word("empty.network"))
		return s
	}
	s := e.section("network", &r.Result)
	s.say(e.html(say("network.intro", e.l.Raw("kind."+r.Kind), e.l.Count("count.accounts", int64(r.Nodes)), e.l.Count("count.links", int64(r.Edges)), e.l.Percent(r.Reciprocity))))
	s.say(e.html(say("network.groups", e.l.Count("count.components", int64(r.Components)), e.l.Count("count.communities", int64(r.Communities)), e.l.Float(r.Modularity, 3))))
	s.Figure = e.figureView("overview")
	for _, x := range []struct {
		key   string
		score []float64
	}{{"followed", r.InDegree}, {"pagerank", r.PageRank}, {"betweenness", r.Betweenness}} {
		t := table{Title: e.word("network." + x.key), Head: e.head("#rank", "account", "#score"), Fold: x.key != "followed"}
		for i, u := range top(x.score, 20) {
			t.Rows = append(t.Rows, []cell{e.int(i + 1), e.text(e.who(u)), e.number(e.l.Number(x.score[u]))})
		}
		if len(t.Rows) > 0 {
			s.Tables = append(s.Tables, t)
		}
	}
	if !r.Exact {
		s.say(e.word("network.sampled"))
	}
	return s
}

// safeKey returns a key for the page; namespaces of released archives may hold
// anything.
func safeKey(k adentro.Key) string { return safe.Clamp(safe.Visible(k.String()), maxText) }
