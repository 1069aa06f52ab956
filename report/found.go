package report

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// A finding is one headline sentence with its level and what stands behind it.
type finding struct {
	Level    analysis.Level
	Text     template.HTML
	Chance   template.HTML   // what the null model gives; "" where nothing was tested
	Sweep    template.HTML   // whether it holds at other thresholds; "" where none was tried
	Innocent []template.HTML // what gives the same figure without anybody acting together
	Evidence []evidence
	short    string // for the terminal; "" for a finding of the second rank
}

func (e *edition) finding(level analysis.Level, p phrase, ev ...evidence) finding {
	return finding{Level: level, Text: e.html(p), Evidence: ev, short: e.plain(p)}
}

// second returns f as a finding that the terminal leaves to the page.
func (f finding) second() finding {
	f.short = ""
	return f
}

// findings returns the headline sentences, strongest and broadest first.
func (e *edition) findings() []finding {
	var out []finding
	for _, part := range []func() []finding{
		e.foundAccounts, e.foundOverlap, e.foundClasses, e.foundLocations, e.foundBursts, e.foundOrder, e.foundHashtags, e.foundLost,
	} {
		out = append(out, part()...)
	}
	return out
}

func (e *edition) foundAccounts() []finding {
	p := e.pop()
	if len(p.Members) == 0 {
		return nil
	}
	unique := int64(len(p.Members))
	ev := e.evidence(say("evidence.accounts", e.l.Count("count.accounts", unique)), p.Members, "nodes.csv", adentro.FieldName, e.whyName)
	if p.Kind == "lists" {
		return []finding{e.finding(analysis.Observed, say(e.l.CountKey("found.lists", int64(len(p.Seeds))), e.l.Count("count.listed_seeds", int64(len(p.Seeds))), e.l.Count("count.distinct", unique)), ev)}
	}
	return []finding{e.finding(analysis.Observed, say("found.all", e.l.Count("count.accounts", unique)), ev)}
}

func (e *edition) foundClasses() []finding {
	var out []finding
	n := int64(len(e.pop().Members))
	for c := range e.Case.Classes {
		m := e.members(c)
		if len(m) == 0 {
			continue
		}
		k := &e.Case.Classes[c]
		key := e.l.CountKey("found.class", int64(len(m)))
		text := say(key, e.l.Int(int64(len(m))), e.l.Count("count.accounts", n), e.l.Percent(ratio(len(m), int(n))), dump(e.classTitle(int32(c))))
		if k.Register > 0 {
			text = say("found.and", text, say("found.register", e.l.Int(k.Register), dump(k.RegisterOf), e.l.Percent(ratio(len(m), int(k.Register)))))
		}
		short := e.plain(text)
		if places := e.placeList(c); places != "" {
			text = say("found.and", text, say("found.places", places))
		}
		f := e.finding(analysis.Derived, text, e.evidence(say("evidence.accounts", e.l.Count("count.accounts", int64(len(m)))), m, "nodes.csv", adentro.FieldName, e.whyClass(int32(c))))
		if f.short = short; len(out) >= 2 {
			f = f.second()
		}
		out = append(out, f)
	}
	return out
}

// placeList names the places that the members of class c serve, most first.
func (e *edition) placeList(c int) string {
	var words []string
	for _, p := range e.places(c) {
		if p.Place != "" {
			words = append(words, e.place(p.Place)+" ("+e.l.Int(int64(len(p.Accounts)))+")")
		}
	}
	const most = 8
	if len(words) > most {
		words = append(words[:most:most], e.l.T("found.more_places", e.l.Int(int64(len(words)-most))))
	}
	return e.l.And(words)
}

// places returns the places of class c, most accounts first, then by name.
func (e *edition) places(c int) []analysis.PlaceCount {
	var out []analysis.PlaceCount
	if r := e.Results.Classes; r != nil {
		for _, p := range r.Places {
			if int(p.Class) == c {
				out = append(out, p)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b analysis.PlaceCount) int {
		if len(a.Accounts) != len(b.Accounts) {
			return len(b.Accounts) - len(a.Accounts)
		}
		return cmp.Or(strings.Compare(e.place(a.Place), e.place(b.Place)), strings.Compare(a.Place, b.Place))
	})
	return out
}

func (e *edition) foundLocations() []finding {
	r, p := e.Results.Locations, e.pop()
	if r == nil || p.WithLocation == 0 {
		return nil
	}
	n := len(p.Members)
	text := say(e.l.CountKey("found.located", int64(p.WithLocation)), e.l.Int(int64(p.WithLocation)), e.l.Count("count.accounts", int64(n)), e.l.Percent(ratio(p.WithLocation, n)))
	var ev []evidence
	for _, c := range r.Countries[:min(2, len(r.Countries))] {
		s, ok := e.share(c.Code, "with_location")
		if !ok {
			continue
		}
		text = say("found.and", text, say(e.l.CountKey("found.country", int64(c.N)), e.l.Int(int64(c.N)), e.place(c.Code), e.l.Percent(s.Share), e.l.Count("count.accounts", int64(s.N)), e.l.Range(s.Low, s.High)))
		who := e.declaring(func(code string) bool { return code == c.Code })
		ev = append(ev, e.evidence(say("evidence.country", e.l.Count("count.accounts", int64(len(who))), e.place(c.Code)), who, "nodes.csv", adentro.FieldLocation, e.whyLocation))
	}
	out := []finding{e.finding(analysis.Derived, text, ev...)}
	if o := r.Outside; len(e.Case.Home) > 0 && o.N > 0 {
		who := e.declaring(func(code string) bool { return !slices.Contains(e.Case.Home, code) })
		out = append(out, e.finding(analysis.Derived,
			say(e.l.CountKey("found.outside", int64(o.K)), e.l.Int(int64(o.K)), e.l.Count("count.accounts", int64(o.N)), e.l.Percent(o.Share), e.l.Range(o.Low, o.High), e.home()),
			e.evidence(say("evidence.accounts", e.l.Count("count.accounts", int64(len(who)))), who, "nodes.csv", adentro.FieldLocation, e.whyLocation)))
	}
	return out
}

func (e *edition) foundBursts() []finding {
	r := e.Results.Creation
	if r == nil {
		return nil
	}
	var out []finding
	told := map[string]bool{} // one span a class
	for i := range r.Bursts {
		b := &r.Bursts[i]
		if b.Source != "scan" || !(b.Q <= analysis.Significance) || told[b.Class] {
			continue
		}
		told[b.Class] = true
		f := e.finding(analysis.Inferred, e.burstText(b), e.evidence(say("evidence.accounts", e.l.Count("count.accounts", int64(len(b.Accounts)))), b.Accounts, "nodes.csv", adentro.FieldCreated, e.whyCreated))
		if b != e.mainBurst() {
			f = f.second()
		}
		out = append(out, f)
	}
	return out
}

// mainBurst returns the significant span of the first class that has one, else
// that of all accounts, else nil; one that does not hold at other thresholds leads no report.
func (e *edition) mainBurst() *analysis.Burst {
	r := e.Results.Creation
	if r == nil {
		return nil
	}
	var best *analysis.Burst
	for i := range r.Bursts {
		b := &r.Bursts[i]
		if stable, swept := b.Stable(); b.Source != "scan" || !(b.Q <= analysis.Significance) || swept && !stable {
			continue
		}
		if best == nil || best.Class == "all" && b.Class != "all" {
			best = b
		}
	}
	return best
}

// within tells a span of days, which may be a single one.
func (e *edition) within(from, to time.Time) phrase {
	if from.Equal(to) {
		return say("found.on", e.l.Date(from))
	}
	return say("found.between", e.l.Date(from), e.l.Date(to))
}

// burstText tells a span of creations with what was expected and what its
// accounts did.
func (e *edition) burstText(b *analysis.Burst) phrase {
	group := say("found.burst_all")
	if b.Class != "all" {
		group = say("found.burst_class", dump(e.seriesTitle(b.Class)))
	}
	text := say("found.burst", e.l.Int(int64(b.Count)), e.l.Int(int64(b.Total)), group, e.within(b.From, b.To), e.l.Float(b.Expected, 1), e.l.P(b.P))
	tweetsAll, followsAll := e.l.Count("count.tweets", int64(len(e.Snap.Tweets))), e.l.Count("count.follows", int64(e.Snap.FollowCount))
	switch tweets, follows := isNumber(b.ActivityShare), isNumber(b.EdgeShare); {
	case tweets && follows:
		text = say("found.and", text, say("found.burst_both", e.l.Percent(b.ActivityShare), e.l.Percent(b.EdgeShare), tweetsAll, followsAll))
	case tweets:
		text = say("found.and", text, say("found.burst_tweets", e.l.Percent(b.ActivityShare), tweetsAll))
	case follows:
		text = say("found.and", text, say("found.burst_follows", e.l.Percent(b.EdgeShare), followsAll))
	}
	if stable, swept := b.Stable(); swept && !stable {
		text = say("found.and", text, say("found.unstable"))
	}
	return text
}

// foundOrder tells the strongest run of each list of which chance rarely gives one.
func (e *edition) foundOrder() []finding {
	r := e.Results.Order
	if r == nil {
		return nil
	}
	told := map[int32]bool{}
	return e.claims(&r.Result, "mass_follow", func(f *analysis.Fact) phrase {
		if !f.Significant() || len(f.Evidence.Lists) != 1 || told[f.Evidence.Lists[0]] {
			return phrase{}
		}
		told[f.Evidence.Lists[0]] = true
		return e.runText(f)
	})
}

func (e *edition) foundHashtags() []finding {
	r := e.Results.Hashtags
	if r == nil {
		return nil
	}
	var out []finding
	for i := range r.Tags {
		t := &r.Tags[i]
		if t.Tweets == 0 || len(out) == 3 {
			continue
		}
		text := say("found.tag", dump("#"+t.Tag), e.l.Count("count.tweets", int64(t.Tweets)), e.l.Count("count.accounts", int64(len(t.Accounts))), e.l.Percent(ratio(t.Retweets, t.Tweets)))
		if rise := e.rise(t); rise.key != "" {
			text = say("found.and", text, rise)
		}
		if isNumber(t.Top50Share) && len(t.Accounts) > 50 {
			text = say("found.and", text, say("found.top50", e.l.Percent(t.Top50Share)))
		}
		f := e.finding(analysis.Derived, text, e.posters(t))
		if len(out) > 0 {
			f = f.second()
		}
		out = append(out, f)
	}
	return out
}

// rise says when the use of a tag began to rise, beside the announced date.
func (e *edition) rise(t *analysis.TagUse) phrase {
	switch {
	case t.Onset.IsZero():
		return phrase{}
	case e.fromStart(t):
		return say("found.onset_first", e.l.Date(t.Onset))
	case t.Announced.IsZero():
		return say("found.onset", e.l.Date(t.Onset))
	case t.DaysBefore > 0:
		return say("found.onset_before", e.l.Date(t.Onset), e.l.Count("count.days", int64(t.DaysBefore)), e.l.Date(t.Announced))
	case t.DaysBefore < 0:
		return say("found.onset_after", e.l.Date(t.Onset), e.l.Count("count.days", int64(-t.DaysBefore)), e.l.Date(t.Announced))
	}
	return say("found.onset_same", e.l.Date(t.Onset))
}

// fromStart reports whether the use of a tag was already sustained on the
// first collected day, so that when it began is not known.
func (e *edition) fromStart(t *analysis.TagUse) bool {
	return slices.ContainsFunc(e.Results.Hashtags.Warnings, func(n adentro.Note) bool {
		return n.Code == "onset_first_day" && len(n.Args) > 0 && n.Args[0] == "#"+t.Tag
	})
}

// posters lists who first used a tag, with the tweet's place in the files.
func (e *edition) posters(t *analysis.TagUse) evidence {
	v := evidence{Title: e.html(say("evidence.posters", e.l.Int(int64(len(t.FirstPosters)))))}
	for _, p := range t.FirstPosters {
		row := evidenceRow{Who: e.who(p.Account), Why: esc(e.l.Instant(p.Time) + " UTC")}
		if p.Account >= 0 && int(p.Account) < len(e.Snap.Accounts) {
			row.Key = safeKey(e.Snap.Accounts[p.Account].Key)
		}
		if p.Tweet >= 0 && int(p.Tweet) < len(e.Snap.Tweets) {
			row.Where = bdi(e.origin(e.Snap.Tweets[p.Tweet].Origin))
		}
		v.Rows = append(v.Rows, row)
	}
	return v
}

func (e *edition) foundLost() []finding {
	r := e.Results.Lost
	if r == nil || len(r.Accounts) == 0 {
		return nil
	}
	mentioned := 0
	for _, a := range r.Accounts {
		if len(a.Mentions) > 0 {
			mentioned++
		}
	}
	return []finding{e.finding(analysis.Observed, say(e.l.CountKey("found.lost", int64(len(r.Accounts))), e.l.Int(int64(len(r.Accounts))), e.l.Int(int64(mentioned)), e.l.Count("count.accounts", int64(len(e.Snap.Accounts)))), e.lostEvidence(r.Accounts))}
}

// gaps says what the data do not allow, and because of what.
func (e *edition) gaps() []string {
	var out []string
	add := func(missing bool, key string) {
		if missing {
			out = append(out, e.l.Raw("gap."+key))
		}
	}
	p := e.pop()
	add(len(e.Snap.Accounts) == 0, "accounts")
	if len(e.Snap.Accounts) == 0 {
		return out
	}
	add(len(e.Snap.Lists) == 0, "lists")
	add(len(e.Snap.Tweets) == 0, "tweets")
	add(len(p.Members) > 0 && p.Profiled == 0, "profiles")
	add(p.Profiled > 0 && p.WithLocation == 0, "locations")
	add(len(e.Case.Classes) == 0, "classes")
	return out
}

func ratio(k, n int) float64 {
	if n == 0 {
		return 0
	}
	return float64(k) / float64(n)
}
