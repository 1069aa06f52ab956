package report

import (
	"math"
	"strconv"
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// testModel builds a small invented world. Every string that a dump would give
// is text(name), so that a hostile world has the shape of its benign twin.
func testModel(text func(name string) string) *Model {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 12, 0, 0, 0, time.UTC) }
	const seeds, n = 4, 60
	s := &adentro.Snapshot{}
	for i := range 3 {
		s.Sources = append(s.Sources, adentro.Source{Path: text("dump" + strconv.Itoa(i)), Member: "", SHA256: [32]byte{byte(i)}, Bytes: 100, Text: 300, Role: adentro.RoleDump, Format: "v1.1-users", Why: []adentro.Note{{Code: "nobody_wrote_this", Args: []string{text("arg")}}}, Confidence: 1, Records: adentro.Records{Seen: 22, Accepted: 20, Duplicate: 1, Rejected: 1}, Rejects: []adentro.Reject{{Offset: 17, Line: 2, Reason: "bad_json", Detail: text("detail")}}, Observed: day(2021, 4, 17), ObservedBasis: "record", Terms: text("terms"), Damage: text("damage")})
	}
	for u := range n {
		p := adentro.Seen(adentro.IDKey(1360000000000000000+uint64(u)), adentro.Sighting{At: day(2021, 4, 17), Origin: adentro.Origin{Source: int32(u % 3), Offset: int64(u * 10)}})
		p.SetText(adentro.FieldHandle, text("handle"+strconv.Itoa(u)))
		p.SetText(adentro.FieldName, text("name"+strconv.Itoa(u)))
		p.SetText(adentro.FieldBio, text("bio"))
		p.SetText(adentro.FieldLocation, text("location"))
		p.SetCreated(day(2012+u%9, time.Month(1+u%12), 1+u%28))
		p.SetCount(adentro.FieldFollowers, int64(u*200))
		if u%3 > 0 {
			p.SetFlag(adentro.FieldDefaultImage, u%3 == 1)
		}
		p.SetStatus(adentro.Active, adentro.BasisRecord)
		a := adentro.MakeAccount(p)
		a.InList = true
		s.Accounts = append(s.Accounts, a)
	}
	lost := adentro.Seen(adentro.OpaqueKey(text("space"), text("hash")), adentro.Sighting{At: day(2021, 4, 10), Origin: adentro.Origin{Source: 1, Offset: 5}})
	lost.SetStatus(adentro.Suspended, adentro.BasisCode)
	s.Accounts = append(s.Accounts, adentro.MakeAccount(lost))
	for i := range 20 {
		s.Tweets = append(s.Tweets, adentro.Tweet{ID: adentro.IDKey(1380000000000000000 + uint64(i)), Author: adentro.AccountRef{Key: s.Accounts[i].Key, Index: int32(i)}, Created: day(2021, 4, 1+i%17), Text: text("tweet"), Hashtags: []string{text("tag")}, Origin: adentro.Origin{Source: 2, Offset: int64(i)}})
	}
	s.Lists = make([]adentro.List, seeds)
	for u := int32(1); u < n; u++ {
		l := &s.Lists[(u-1)%seeds%u]
		l.Members = append(l.Members, u)
	}
	for i := range s.Lists {
		s.Lists[i].Owner, s.Lists[i].Kind = int32(i), adentro.Followers
	}
	s.FollowCount = n - 1
	s.Notes = []adentro.Note{{Code: "handle_reused", Args: []string{"2", text("note")}}}
	c := &adentro.Case{Name: "prueba", Title: text("title"), Synthetic: true, Home: []string{"VE"}, Terms: text("caseterms"), Classes: []adentro.Class{
		{Key: "cdi", Title: map[string]string{"es": text("class0")}, Place: "region:VE", Register: 499, RegisterOf: text("register")},
		{Key: "cubacoopera", Title: map[string]string{"es": text("class1")}, Place: "country"},
	}, Windows: []adentro.Window{{Name: text("window")}}}
	return &Model{Snap: s, Case: c, Results: testResults(s, c, text, seeds), Version: "0.0.0", Command: text("command"), Seed: 1}
}

func testResults(s *adentro.Snapshot, c *adentro.Case, text func(string) string, seeds int) *analysis.Results {
	n := len(s.Accounts)
	r := &analysis.Results{}
	pop := &analysis.Population{Kind: "lists", In: make([]bool, n), Total: n, Profiled: n - 1, WithLocation: 40, Suspended: 1, Posting: 20, Missing: []adentro.Key{adentro.HandleKey(text("missing"))}}
	pop.Result = analysis.Result{Name: "population", Level: analysis.Observed, Facts: []analysis.Fact{{Name: "unique_accounts", Value: float64(n - 1), Unit: "accounts"}, {Name: text("fact"), Value: math.NaN(), Unit: "share", Of: "unique", N: 10, Interval: true, Low: math.NaN(), High: math.NaN(), Test: &analysis.Test{Null: text("null"), P: math.NaN(), Q: math.NaN()}, Sweep: []analysis.Step{{At: math.NaN()}}, Innocent: []adentro.Note{{Code: "nobody_wrote_this", Args: []string{text("innocent")}}}}}, Warnings: []adentro.Note{{Code: "nobody_wrote_this_either", Args: []string{text("warning")}}}}
	for u := range int32(n - 1) {
		pop.Members, pop.In[u] = append(pop.Members, u), true
	}
	for u := range int32(seeds) {
		pop.Seeds = append(pop.Seeds, u)
	}
	r.Population = pop
	r.Classes = &analysis.Classes{Result: analysis.Result{Level: analysis.Derived}, Members: [][]int32{{0, 1, 2, 3, 4, 5}, {6, 7}}, All: [][]int32{{0, 1, 2, 3, 4, 5}, {6, 7}}, Labels: make([][]analysis.Label, n), Primary: make([]int32, n), Places: []analysis.PlaceCount{{Class: 1, Place: "TL", Accounts: []int32{6}}, {Class: 1, Place: "", Accounts: []int32{7}}, {Class: 0, Place: "VE-V", Accounts: []int32{0}}}}
	for u := range r.Classes.Primary {
		r.Classes.Primary[u] = -1
	}
	for k, m := range r.Classes.Members {
		for _, u := range m {
			r.Classes.Primary[u] = int32(k)
			r.Classes.Labels[u] = []analysis.Label{{Class: int32(k), Rule: text("rule"), Field: adentro.FieldName, From: 0, To: 3}}
		}
	}
	r.Seeds = &analysis.Seeds{}
	for u := range int32(seeds) {
		r.Seeds.Rows = append(r.Seeds.Rows, analysis.SeedRow{Account: u, Key: s.Accounts[u].Key, Followers: adentro.Count{N: 15, Known: true}, FollowersDeclared: adentro.Count{N: 1431, Known: true}, ClassFollowers: []int{3, 1}, Guessed: u == 1})
	}
	loc := &analysis.Locations{Declared: make([]analysis.Declared, n), Countries: []analysis.CodeCount{{Code: "CU", N: 20}, {Code: "VE", N: 15}, {Code: "TL", N: 1}}, Regions: []analysis.CodeCount{{Code: "VE-V", N: 4}}, Multiple: 2, Ambiguous: 1, Unresolved: 1, None: 20, Outside: analysis.Share{K: 21, Of: "unique", N: n - 1, Share: 21 / float64(n-1), Low: 0.2, High: 0.5}}
	for u := range loc.Declared {
		loc.Declared[u] = analysis.Declared{Tier: analysis.TierA, Country: []string{"CU", "VE"}[u%2], Via: text("via")}
	}
	loc.Shares = []analysis.Share{{Code: "CU", K: 20, Of: "with_location", N: 40, Share: 0.5, Low: 0.35, High: 0.65}, {Code: "CU", K: 20, Of: "unique", N: n - 1, Share: 0.33, Low: 0.2, High: 0.4}}
	hostileGroups(loc, n)
	r.Locations = loc
	series := analysis.Series{Class: "all", First: time.Date(2012, 1, 1, 0, 0, 0, 0, time.UTC), Days: make([]int, 3500)}
	for i := range series.Days {
		series.Days[i] = i % 97 / 96
	}
	cdi := series
	cdi.Class, cdi.Days, cdi.Baseline = "cdi", make([]int, 3500), make([]float64, 3500)
	for i := range cdi.Days {
		cdi.Baseline[i] = 0.03
		if i > 3330 && i < 3380 {
			cdi.Days[i] = 1
		}
		if i%200 == 0 {
			cdi.Days[i]++
		}
	}
	r.Creation = &analysis.Creation{Result: analysis.Result{Level: analysis.Inferred}, Dated: 60, Series: []analysis.Series{series, cdi}, Bursts: []analysis.Burst{
		{Source: "scan", Class: "cdi", From: time.Date(2021, 2, 13, 0, 0, 0, 0, time.UTC), To: time.Date(2021, 3, 30, 0, 0, 0, 0, time.UTC), Count: 41, Total: 114, Expected: 2.53, Ratio: 16.2, P: 0.001, Q: 0.002, Family: 2, Replicates: 999, Baseline: "leave-out", ActivityShare: 0.12, EdgeShare: math.NaN(), FollowerShare: 0.3, Accounts: []int32{0, 1, 2}},
		{Source: "case", Name: text("window"), Class: "all", From: time.Date(2021, 2, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2021, 3, 31, 0, 0, 0, 0, time.UTC), Count: 0, Total: 114, Expected: 0, Ratio: math.Inf(1), P: math.NaN(), Q: math.NaN(), Baseline: "uniform", ActivityShare: math.NaN(), EdgeShare: math.NaN(), FollowerShare: math.NaN(), Odds: &analysis.Odds{Against: "rest", Contrast: analysis.Contrast{Odds: math.Inf(1), High: math.Inf(1)}}},
	}}
	r.Order = testOrder(s, text)
	tag := analysis.TagUse{Tag: text("tag"), Tweets: 20, Originals: 12, Retweets: 8, Accounts: []int32{0, 1, 2}, First: time.Date(2021, 4, 1, 12, 0, 0, 0, time.UTC), Onset: time.Date(2021, 4, 6, 0, 0, 0, 0, time.UTC), Announced: time.Date(2021, 4, 16, 0, 0, 0, 0, time.UTC), DaysBefore: 10, Top50Share: 1, Gini: 0.4, PerAccount: 2.5, CTM: math.NaN(), FirstPosters: []analysis.FirstPoster{{Account: 0, Tweet: 0, Time: time.Date(2021, 4, 1, 12, 0, 0, 0, time.UTC)}}}
	for d := range 17 {
		tag.Days = append(tag.Days, analysis.TagDay{Day: time.Date(2021, 4, 1+d, 0, 0, 0, 0, time.UTC), Originals: d * d, Retweets: 2 * d, Accounts: d, New: 1})
	}
	r.Hashtags = &analysis.Hashtags{Result: analysis.Result{Level: analysis.Derived}, Tags: []analysis.TagUse{tag}, AllTags: analysis.AllTags{K: 2, Accounts: []int32{1}}}
	r.Lost = &analysis.Lost{Result: analysis.Result{Level: analysis.Observed}, Accounts: []analysis.LostAccount{{Account: int32(n - 1), Mentions: []int32{0, 1}, Mentioners: 2, After: 1}}, Dangling: []analysis.LostAccount{{Account: int32(n - 1), Mentions: []int32{0}}},
		States: []analysis.State{{Status: adentro.Suspended, Basis: adentro.BasisCode, Accounts: 1, First: tag.First, Last: tag.First}}, Renamed: []int32{0},
		Leads: []analysis.Lead{{Lost: int32(n - 1), Newer: 0, Traits: []analysis.Trait{analysis.SameName}, Created: tag.First}},
		Rates: []analysis.LossRate{{Class: text("class"), Table: analysis.Contingency{Hit: 1, Miss: 1, ControlHit: 1, ControlMiss: 9}, Control: "rest"}}}
	r.Profiles = &analysis.Profiles{Result: analysis.Result{Name: "profiles", Level: analysis.Derived}, Control: 2,
		Groups: []analysis.Group{{Key: "all", Accounts: []int32{0, 1, 2}}, {Key: text("class"), Accounts: []int32{1}}, {Key: "none"}},
		Traits: []analysis.GroupTrait{{Group: 0, Trait: "lexicon:" + text("lexicon"), K: 1, N: 3, Contrast: &analysis.Contrast{Odds: math.Inf(1)}}, {Group: 1, Trait: "lexicon:" + text("lexicon"), K: 1, N: 1}, {Group: 2, Trait: "lexicon:" + text("lexicon"), K: 1, N: 9}},
		Counts: []analysis.GroupCount{{Group: 0, Field: "followers", N: 3, Median: 2, Percentile: math.NaN()}}, Emoji: []analysis.EmojiUse{{Emoji: text("emoji"), Groups: []int{1, 0, 0}}},
		Bios: []analysis.BioFamily{{Text: text("bio"), Accounts: []int32{0, 1, 2}, Classes: []int{2, 1, 0}, Named: true}}}
	r.Profiles.Facts = []analysis.Fact{{Name: "profile_trait", Item: "lexicon:" + text("lexicon") + " all", Value: 0.5, N: 2, Unit: "share", Test: &analysis.Test{Null: "fisher_none", P: 0.01, Q: 0.01, Family: 3}}}
	r.Lost.Facts = []analysis.Fact{{Name: "loss_rate", Item: text("class"), Value: 0.5, N: 2, Unit: "share", Test: &analysis.Test{Null: "fisher_rest", P: 0.01, Q: 0.01}, Innocent: []adentro.Note{{Code: "loss_rate_innocent"}}, Sweep: []analysis.Step{{At: 1}}}, {Name: "respawn_leads", Value: 1, N: 1, Test: &analysis.Test{Null: text("null"), P: 0.01, Q: 0.01, Envelope: true}}}
	testNetwork(s, r)
	testOverlap(r, text, seeds)
	return r
}

// testOrder has a list whose order informs, with a run in it, and one whose order does not.
func testOrder(s *adentro.Snapshot, text func(string) string) *analysis.Order {
	l := analysis.OrderList{List: 0, Owner: 0, Members: 15, Dated: 14, FromID: 1, Verdict: analysis.OrderInformative, Truncated: true, Records: 9, Expected: 3.3, Deviation: 1.3, Replicates: 999}
	for i := range 15 {
		at := time.Date(2012+i/2, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
		l.Followers = append(l.Followers, analysis.FollowBound{Account: int32(i + 1), Dated: i != 3, Record: i%2 == 0, Created: at, Earliest: at, Next: at + 86400})
	}
	run := analysis.FollowRun{First: 4, Last: 9, From: time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2014, 2, 1, 0, 0, 0, 0, time.UTC), Count: 5, N: 6, Expected: 0.4, Score: 8, P: 0.001, Q: 0.002, Accounts: []int32{5, 6, 7, 8, 9}, Declaring: 5, Countries: []analysis.CodeCount{{Code: "CU", N: 4}, {Code: text("country"), N: 1}}, ByCountry: math.NaN()}
	l.Runs = []analysis.FollowRun{run}
	fact := analysis.Fact{Name: "mass_follow", Item: text("item"), Value: 5, Unit: "accounts", Of: "run", N: 6, Level: analysis.Inferred,
		Test:     &analysis.Test{Null: "order_age", Expected: 0.4, P: 0.001, Q: 0.002, Family: 2, Replicates: 999},
		Innocent: []adentro.Note{{Code: "innocent_band", Args: []string{"country:" + text("country"), "4", "6"}}}, Evidence: analysis.Evidence{Accounts: run.Accounts, Lists: []int32{0}}}
	other := analysis.OrderList{List: 1, Owner: 1, Members: 15, Dated: 15, Verdict: analysis.Verdict(text("verdict"))}
	return &analysis.Order{Result: analysis.Result{Name: "order", Level: analysis.Derived, Facts: []analysis.Fact{fact}}, Lists: []analysis.OrderList{l, other}, Followers: len(s.Lists), Tested: 2}
}

// testNetwork places the follow network on a circle.
func testNetwork(s *adentro.Snapshot, r *analysis.Results) {
	n := len(s.Accounts)
	g := graph.FromLists(n, s.Lists)
	net := &analysis.Network{Result: analysis.Result{Level: analysis.Derived}, Kind: "follows", Graph: g, Nodes: n - 1, Edges: g.M(), Reciprocity: 0, Components: 1, Communities: 2, Modularity: 0.4, Exact: true, PageRank: make([]float64, n), Betweenness: make([]float64, n), InDegree: make([]float64, n), OutDegree: make([]float64, n), Community: make([]int32, n)}
	view := &analysis.View{Width: 100, Height: 75, HiddenNodes: 1, HiddenEdges: 3}
	for u := range int32(n) {
		net.PageRank[u] = 1 / float64(u+1)
		net.InDegree[u] = float64(len(g.In(u)))
		sin, cos := math.Sincos(float64(u) * 2.4)
		class := r.Classes.Primary[u]
		view.Nodes = append(view.Nodes, analysis.ViewNode{Account: u, Seed: u < 4, Class: class, Size: net.InDegree[u], X: 50 + 45*cos*math.Sqrt(float64(u)/float64(n)), Y: 37 + 36*sin*math.Sqrt(float64(u)/float64(n)), R: 1})
	}
	for f := range s.Follows() {
		view.Edges = append(view.Edges, analysis.ViewEdge{From: f.Follower, To: f.Followed, Weight: 1})
	}
	net.Columns = []analysis.Column{{Name: "pagerank", Score: net.PageRank}, {Name: "community", Group: net.Community}}
	r.Network = net
	business := *view
	business.Nodes = append([]analysis.ViewNode{}, view.Nodes...)
	business.Nodes[20] = analysis.ViewNode{Account: -1, Members: []int32{20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31}, Class: -1, X: 80, Y: 60, R: 5}
	business.Nodes[21] = analysis.ViewNode{Account: -1, Members: []int32{4, 5, 20}, Class: 0, X: 15, Y: 60, R: 3}
	r.Drawing = &analysis.Drawing{Overview: view, Business: &business}
}

// plainText is the benign world.
func plainText(name string) string { return name }
