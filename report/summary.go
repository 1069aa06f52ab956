package report

import (
	"cmp"
	"encoding/json"
	"io"
	"math"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// A number is written with nine significant digits, and null where it is none.
type number float64

// MarshalJSON writes the number.
func (n number) MarshalJSON() ([]byte, error) {
	if !isNumber(float64(n)) {
		return []byte("null"), nil
	}
	return []byte(sig9(float64(n))), nil
}

// summary is summary.json, version 1. Maps are written in order of key; no
// slice is nil.
type summary struct {
	Schema       int              `json:"schema"`
	Tool         string           `json:"tool"`
	Case         string           `json:"case"`
	Title        string           `json:"title"`
	Synthetic    bool             `json:"synthetic"`
	Inputs       inputsJSON       `json:"inputs"`
	Accounts     accountsJSON     `json:"accounts"`
	Seeds        []seedJSON       `json:"seeds"`
	Overlap      overlapJSON      `json:"overlap"`
	Classes      map[string]int   `json:"classes"`
	Places       map[string]tally `json:"places"`
	Reviews      []reviewJSON     `json:"reviews"`
	Families     []familyJSON     `json:"families"`
	Locations    locationsJSON    `json:"locations"`
	Bursts       []burstJSON      `json:"bursts"`
	Orders       []orderJSON      `json:"follow_order"`
	Graph        graphJSON        `json:"graph"`
	Top          topJSON          `json:"top"`
	Hashtags     []hashtagJSON    `json:"hashtags"`
	AllTags      allTagsJSON      `json:"all_tags"`
	Profiles     []traitJSON      `json:"profiles"`
	Lost         lostJSON         `json:"lost"`
	Abilities    []abilityJSON    `json:"abilities"`
	Coordination []string         `json:"coordination"`
	Warnings     []string         `json:"warnings"`
}

type tally map[string]int

type inputsJSON struct {
	Files    int          `json:"files"`
	Bytes    int64        `json:"bytes"`
	Records  recordsJSON  `json:"records"`
	Rejected tally        `json:"rejected_by_reason"`
	Sources  []sourceJSON `json:"sources"`
}

type recordsJSON struct {
	Seen      int64 `json:"seen"`
	Accepted  int64 `json:"accepted"`
	Duplicate int64 `json:"duplicate"`
	Rejected  int64 `json:"rejected"`
	Ignored   int64 `json:"ignored"`
}

type accountsJSON struct {
	Total         int    `json:"total"`
	Unique        int    `json:"unique"`
	Population    string `json:"population"`
	Profiled      int    `json:"profiled"`
	Unprofiled    int    `json:"unprofiled"`
	Seeds         int    `json:"seeds"`
	WithLocation  int    `json:"with_location"`
	Suspended     int    `json:"suspended"`
	Posting       int    `json:"posting"`
	MentionedOnly int    `json:"mentioned_only"`
}

type seedJSON struct {
	Key               string `json:"key"`
	Handle            string `json:"handle"`
	Followers         *int64 `json:"followers"`
	FollowersDeclared *int64 `json:"followers_declared"`
	Following         *int64 `json:"following"`
	FollowingDeclared *int64 `json:"following_declared"`
	ClassFollowers    tally  `json:"class_followers"`
}

type locationsJSON struct {
	Countries  tally       `json:"countries"`
	Regions    tally       `json:"regions"`
	Multiple   int         `json:"multiple"`
	Ambiguous  int         `json:"ambiguous"`
	Unresolved int         `json:"unresolved"`
	None       int         `json:"none"`
	Unprofiled int         `json:"unprofiled"`
	Outside    shareJSON   `json:"outside_home"`
	Shares     []shareJSON `json:"shares"`

	Tiers     tally               `json:"tiers"`
	Basis     tally               `json:"basis"`
	ByContext tally               `json:"ambiguous_by_context"`
	ByClass   []groupLocationJSON `json:"by_class"`
	Compared  string              `json:"compared_with"`
	Contrasts []contrastJSON      `json:"contrasts"`
}

type shareJSON struct {
	Country string `json:"country,omitempty"`
	K       int    `json:"k"`
	Of      string `json:"of"`
	N       int    `json:"n"`
	Share   number `json:"share"`
	Low     number `json:"low"`
	High    number `json:"high"`
}

type burstJSON struct {
	Source        string `json:"source"`
	Name          string `json:"name,omitempty"`
	Class         string `json:"class"`
	From          string `json:"from"`
	To            string `json:"to"`
	Count         int    `json:"count"`
	Total         int    `json:"total"`
	Expected      number `json:"expected"`
	Ratio         number `json:"ratio"`
	P             number `json:"p"`
	Baseline      string `json:"baseline"`
	ActivityShare number `json:"activity_share"`
	EdgeShare     number `json:"edge_share"`
	FollowerShare number `json:"follower_share"`
	Start         string `json:"start"`
	End           string `json:"end"`
	Q             number `json:"q"`
	Tests         int    `json:"tests"`
	Stable        *bool  `json:"stable"`
	Against       string `json:"odds_against,omitempty"`
	Odds          number `json:"odds"`
	OddsLow       number `json:"odds_low"`
	OddsHigh      number `json:"odds_high"`
	FisherP       number `json:"fisher_p"`
}

type graphJSON struct {
	Kind        string `json:"kind"`
	Nodes       int    `json:"nodes"`
	Edges       int    `json:"edges"`
	Reciprocity number `json:"reciprocity"`
	Components  int    `json:"components"`
	Communities int    `json:"communities"`
	Modularity  number `json:"modularity"`
}

type topJSON struct {
	PageRank    []topRow `json:"pagerank"`
	Betweenness []topRow `json:"betweenness"`
	Followed    []topRow `json:"followed"`
}

type topRow struct {
	Key    string `json:"key"`
	Handle string `json:"handle"`
	Score  number `json:"score"`
}

type hashtagJSON struct {
	Tag        string  `json:"tag"`
	Tweets     int     `json:"tweets"`
	Originals  int     `json:"originals"`
	Retweets   int     `json:"retweets"`
	Accounts   int     `json:"accounts"`
	First      *string `json:"first"`
	Onset      *string `json:"onset"`
	Announced  *string `json:"announced"`
	DaysBefore *int    `json:"days_before"`
	Top50Share number  `json:"top50_share"`
	PerAccount number  `json:"per_account"`
	CTM        number  `json:"ctm"`
	Gini       number  `json:"gini"`
}

type allTagsJSON struct {
	K        int `json:"k"`
	Accounts int `json:"accounts"`
}

func writeSummary(w io.Writer, e *edition) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(e.summary())
}

func (e *edition) summary() *summary {
	s := &summary{Schema: Schema, Tool: e.tool(), Case: e.Case.Name, Title: e.title(), Synthetic: e.Case.Synthetic, Classes: tally{}, Places: map[string]tally{}, Seeds: []seedJSON{}, Bursts: []burstJSON{}, Orders: e.orderJSON(), Hashtags: []hashtagJSON{}, Abilities: e.abilitiesJSON(), Profiles: e.profilesJSON(), Lost: e.lostJSON(), Coordination: []string{}, Warnings: []string{}}
	s.Inputs = e.inputsJSON()
	s.Accounts = e.accountsJSON()
	e.addSeeds(s)
	s.Overlap = e.overlapJSON()
	e.addClasses(s)
	s.Reviews, s.Families = e.reviewsJSON(), e.familiesJSON()
	s.Locations = e.locationsJSON()
	e.addBursts(s)
	e.addNetwork(s)
	e.addHashtags(s)
	for _, n := range e.warnings() {
		s.Warnings = append(s.Warnings, n.Code+": "+e.sentence(n))
	}
	return s
}

// warnings returns the notes that travel with the numbers: of the analyses,
// then of the snapshot, then of the sources.
func (e *edition) warnings() []adentro.Note {
	var out []adentro.Note
	for _, r := range e.Results.Each() {
		out = append(out, r.Warnings...)
	}
	out = append(out, e.Snap.Notes...)
	for i := range e.Snap.Sources {
		out = append(out, e.Snap.Sources[i].Warnings...)
	}
	return out
}

func (e *edition) accountsJSON() accountsJSON {
	p := e.pop()
	return accountsJSON{len(e.Snap.Accounts), len(p.Members), p.Kind, p.Profiled, len(p.Members) - p.Profiled, len(p.Seeds) + len(p.Missing), p.WithLocation, p.Suspended, p.Posting, p.MentionedOnly}
}

func (e *edition) addSeeds(s *summary) {
	if e.Results.Seeds == nil {
		return
	}
	for _, r := range e.Results.Seeds.Rows {
		row := seedJSON{r.Key.String(), e.handle(r.Account, r.Key), known(r.Followers), known(r.FollowersDeclared), known(r.Following), known(r.FollowingDeclared), tally{}}
		if r.Account >= 0 {
			row.Key = e.Snap.Accounts[r.Account].Key.String()
		}
		for c, n := range r.ClassFollowers {
			if c < len(e.Case.Classes) {
				row.ClassFollowers[e.Case.Classes[c].Key] = n
			}
		}
		s.Seeds = append(s.Seeds, row)
	}
}

// known returns nil for an unknown count.
func known(c adentro.Count) *int64 {
	if !c.Known {
		return nil
	}
	return &c.N
}

func (e *edition) addClasses(s *summary) {
	for c := range e.Case.Classes {
		s.Classes[e.Case.Classes[c].Key] = len(e.members(c))
		if e.Case.Classes[c].Place != "" {
			s.Places[e.Case.Classes[c].Key] = tally{}
		}
	}
	if e.Results.Classes == nil {
		return
	}
	for _, p := range e.Results.Classes.Places {
		if int(p.Class) >= len(e.Case.Classes) || p.Place == "" {
			continue
		}
		key := e.Case.Classes[p.Class].Key
		if s.Places[key] == nil {
			s.Places[key] = tally{}
		}
		s.Places[key][p.Place] += len(p.Accounts)
	}
}

func (e *edition) locationsJSON() locationsJSON {
	out := locationsJSON{Countries: tally{}, Regions: tally{}, Shares: []shareJSON{}, Outside: shareJSON{Of: "unique"},
		Tiers: tally{}, Basis: tally{}, ByContext: tally{}, ByClass: []groupLocationJSON{}, Contrasts: []contrastJSON{}}
	r := e.Results.Locations
	if r == nil {
		return out
	}
	for _, c := range r.Countries {
		out.Countries[c.Code] = c.N
	}
	for _, c := range r.Regions {
		out.Regions[c.Code] = c.N
	}
	out.Multiple, out.Ambiguous, out.Unresolved, out.None, out.Unprofiled = r.Multiple, r.Ambiguous, r.Unresolved, r.None, r.Unprofiled
	out.Outside = newShareJSON(r.Outside)
	for _, x := range r.Shares {
		out.Shares = append(out.Shares, newShareJSON(x))
	}
	out.addGroups(r)
	return out
}

func newShareJSON(x analysis.Share) shareJSON {
	return shareJSON{x.Code, x.K, x.Of, x.N, number(x.Share), number(x.Low), number(x.High)}
}

func (e *edition) addBursts(s *summary) {
	if e.Results.Creation == nil {
		return
	}
	for _, b := range e.Results.Creation.Bursts {
		none := number(math.NaN())
		row := burstJSON{b.Source, b.Name, b.Class, day(b.From), day(b.To), b.Count, b.Total, number(b.Expected), number(b.Ratio), number(b.P), b.Baseline, number(b.ActivityShare), number(b.EdgeShare),
			number(b.FollowerShare), instant(b.Start), instant(b.End), number(b.Q), b.Family, nil, "", none, none, none, none}
		if stable, swept := b.Stable(); swept {
			row.Stable = &stable
		}
		if o := b.Odds; o != nil {
			row.Against, row.Odds, row.OddsLow, row.OddsHigh, row.FisherP = o.Against, number(o.Odds), number(o.Low), number(o.High), number(o.TwoSided)
		}
		s.Bursts = append(s.Bursts, row)
	}
}

func (e *edition) addNetwork(s *summary) {
	s.Graph.Kind = "follows"
	s.Top = topJSON{[]topRow{}, []topRow{}, []topRow{}}
	r := e.Results.Network
	if r == nil {
		return
	}
	s.Graph = graphJSON{r.Kind, r.Nodes, r.Edges, number(r.Reciprocity), r.Components, r.Communities, number(r.Modularity)}
	rows := func(score []float64) []topRow {
		out := []topRow{}
		for _, u := range top(score, 20) {
			out = append(out, topRow{e.Snap.Accounts[u].Key.String(), e.handle(u, adentro.Key{}), number(score[u])})
		}
		return out
	}
	s.Top = topJSON{rows(r.PageRank), rows(r.Betweenness), rows(r.InDegree)}
}

func (e *edition) addHashtags(s *summary) {
	r := e.Results.Hashtags
	if r == nil {
		return
	}
	for i := range r.Tags {
		t := &r.Tags[i]
		row := hashtagJSON{t.Tag, t.Tweets, t.Originals, t.Retweets, len(t.Accounts), orNull(instant(t.First)), orNull(day(t.Onset)), orNull(day(t.Announced)), nil, number(t.Top50Share), number(t.PerAccount), number(t.CTM), number(t.Gini)}
		if hasLead(t) {
			row.DaysBefore = &t.DaysBefore
		}
		s.Hashtags = append(s.Hashtags, row)
	}
	s.AllTags = allTagsJSON{r.AllTags.K, len(r.AllTags.Accounts)}
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// top returns the indexes of the n largest scores above zero, largest first,
// ties by index.
func top(score []float64, n int) []int32 {
	var order []int32
	for u, x := range score {
		if isNumber(x) && x > 0 {
			order = append(order, int32(u))
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(a, b)) })
	return order[:min(n, len(order))]
}
