package analysis

import (
	"time"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph"
)

// Results holds what the analyses found; a part is nil if its analysis did not run.
type Results struct {
	Capability *Capability
	Population *Population
	Classes    *Classes
	Families   *Families
	Seeds      *Seeds
	Overlap    *Overlap
	Locations  *Locations
	Creation   *Creation
	Order      *Order
	Hashtags   *Hashtags
	Profiles   *Profiles
	Lost       *Lost
	Network    *Network
	Drawing    *Drawing
}

// Each returns the common part of every result that is present, in table order.
func (r *Results) Each() []*Result {
	var out []*Result
	if p := r.Capability; p != nil {
		out = append(out, &p.Result)
	}
	if p := r.Population; p != nil {
		out = append(out, &p.Result)
	}
	if p := r.Classes; p != nil {
		out = append(out, &p.Result)
	}
	if p := r.Families; p != nil {
		out = append(out, &p.Result)
	}
	if p := r.Seeds; p != nil {
		out = append(out, &p.Result)
	}
	if p := r.Overlap; p != nil {
		out = append(out, &p.Result)
	}
	if p := r.Locations; p != nil {
		out = append(out, &p.Result)
	}
	if p := r.Creation; p != nil {
		out = append(out, &p.Result)
	}
	if p := r.Order; p != nil {
		out = append(out, &p.Result)
	}
	if p := r.Hashtags; p != nil {
		out = append(out, &p.Result)
	}
	if p := r.Profiles; p != nil {
		out = append(out, &p.Result)
	}
	if p := r.Lost; p != nil {
		out = append(out, &p.Result)
	}
	if p := r.Network; p != nil {
		out = append(out, &p.Result)
	}
	if p := r.Drawing; p != nil {
		out = append(out, &p.Result)
	}
	return out
}

// Population is the set of accounts that counts are over: with lists, the
// distinct accounts in at least one list of a seed, followers and following together,
// the seeds included; without lists, every account with a profile or a tweet.
type Population struct {
	Result
	Kind          string        // "lists" or "all"
	Members       []int32       // sorted
	In            []bool        // by account
	Seeds         []int32       // sorted; seeds that the data hold
	Missing       []adentro.Key // seeds of the case that no record names
	Total         int           // accounts in the Snapshot
	Profiled      int           // members with a profile
	WithLocation  int           // members that declare a location
	Suspended     int           // over Total: accounts last reported suspended
	Posting       int           // over Total: accounts with a tweet
	MentionedOnly int           // over Total: in no list, without profile and tweet
}

// Classes says which account carries which label of the case file, and why.
// Indexes of classes follow Case.Classes.
type Classes struct {
	Result
	Members [][]int32    // by class: members of the population, sorted
	All     [][]int32    // by class: every account of the Snapshot, sorted
	Labels  [][]Label    // by account; most are empty
	Primary []int32      // by account: first class carried in case order, -1 if none
	Places  []PlaceCount // of population members, by class, then place
	Near    []NearMiss   // by account, then class
	Settled []Settled    // by hand: by account, then class
	Reviews []Review     // of the classes whose sample people coded, in case order
}

// A Label is a class given to an account, with the reason.
type Label struct {
	Class      int32
	Rule       string // rule id, or "override"
	Field      adentro.Field
	From, To   int           // bytes of the match in the original field
	Weight     float64       // of the rule; 0 of an override
	Not        string        // the negative that cancels the rule; "" in a label that counts
	Place      string        // what the class's place facet found: "TL", "VE-V"; "" if nothing
	PlaceField adentro.Field // where Place was read, when not empty
}

// A NearMiss is an account that lacks a class narrowly.
type NearMiss struct {
	Account, Class int32
	Why            string  // NearNegative or NearSum
	Sum            float64 // of the weights that count
	Matches        []Label // first those that count, then the cancelled
}

// A Settled account was decided by hand.
type Settled struct {
	Account, Class int32
	*adentro.Override
	Changes bool // the rules say otherwise
}

// A PlaceCount says how many members of a class serve a place.
type PlaceCount struct {
	Class    int32
	Place    string // ISO 3166 code; "" where none was found
	Accounts []int32
}

// Seeds is the table of the article: one row a seed.
type Seeds struct {
	Result
	Rows []SeedRow
}

// A SeedRow counts the lists of one seed. A count is unknown where the dumps
// hold no such list.
type SeedRow struct {
	Account           int32 // -1 if no record names the seed
	Key               adentro.Key
	Followers         adentro.Count // distinct, in the dumps
	FollowersDeclared adentro.Count
	Following         adentro.Count
	FollowingDeclared adentro.Count
	FollowersComplete adentro.Completeness
	Guessed           bool  // owner or kind of a list was guessed from a file name
	ClassFollowers    []int // by class
}

// Tier says how well a declared location is resolved.
type Tier byte

// The tiers. A to C are counted by country; D is ambiguous.
const (
	TierNone       Tier = 'N' // declares none
	TierA          Tier = 'A' // explicit country or flag
	TierB          Tier = 'B' // first-level unit and country agree
	TierC          Tier = 'C' // unique city or unit
	TierD          Tier = 'D' // ambiguous guess
	TierMultiple   Tier = 'M' // names two countries
	TierUnresolved Tier = 'U'
	TierUnknown    Tier = 'X' // no profile: whether it declares one is not known
)

// A Declared is what one account's location text was resolved to.
type Declared struct {
	Tier    Tier
	Country string   // ISO 3166-1 alpha-2; "" unless tier A to C
	Region  string   // ISO 3166-2 such as "VE-V"; "" if no first-level unit is named
	Via     string   // the words that decided, as written
	Basis   Basis    // what in them decided; "" in tiers M, U, N and X
	Also    []string // countries that were weighed too, or that the text could mean; sorted
}

// Locations counts what the population declares. Always: unique = sum of
// Countries + Multiple + Ambiguous + Unresolved + None + Unprofiled.
type Locations struct {
	Result
	Declared   []Declared  // by account, all of the Snapshot
	Countries  []CodeCount // tiers A to C, most first, then by code
	Regions    []CodeCount
	Multiple   int
	Ambiguous  int
	Unresolved int
	None       int
	Unprofiled int
	Shares     []Share // by country, of those with a location and of all unique
	Outside    Share   // declares one country that is not a home country, of unique; Home empty: K=0, N=0

	Located   int               // members that declare something: tiers A to D, M and U
	Tiers     []TierCount       // of the population, from A to X
	Bases     []BasisCount      // of the members in tiers A to C, most first
	Guessed   []CodeCount       // of the ambiguous, the country that most members declare among those it could mean
	Groups    []GroupLocations  // the population, its classes, those without a class, then the comparison group
	Control   int               // index in Groups of the group that the others are held against; -1 if none is large enough
	Contrasts []CountryContrast // by country, then group
}

// A CodeCount is a number of accounts under an ISO code.
type CodeCount struct {
	Code string
	N    int
}

// A Share is k of n with its Wilson 95 % interval.
type Share struct {
	Code      string // country, or "" for Outside
	K         int
	Of        string // with_location or unique
	N         int
	Share     float64 // 0..1
	Low, High float64
}

// Creation tells when accounts were created and which spans hold more than
// the baseline gives.
type Creation struct {
	Result
	Dated  int      // members of the population with a creation date, stated or held by the id
	Dates  *Dates   // how the dates are known
	Series []Series // "all" first, then the classes in case order
	Bursts []Burst  // scan windows by days, then by hours, then the windows of the case
}

// A Series counts creations by UTC day.
type Series struct {
	Class    string    // class key, or "all"
	First    time.Time // day of Days[0]
	Days     []int
	Baseline []float64 // expected by day, bursts beyond chance left out; nil if not computed
	Method   string    // control, leave-out or uniform
	// Interpolated counts accounts of which the date is only interpolated; nil if none. They are in
	// no other figure.
	Interpolated []int
	Blocks       []Block // spans of one rate; for the picture
	States       []Span  // spans of twice the mean rate; for the picture
}

// A Burst is a span of days with more creations than its baseline.
type Burst struct {
	Source        string    // "scan", of days, and "hours": p adjusted for the search over windows; "case": p for this window alone
	Name          string    // of the case's window, else ""
	Class         string    // class key, or "all"
	From, To      time.Time // inclusive UTC days
	Start, End    time.Time // the window to the hour; End is outside of it
	Count         int
	Total         int // dated accounts of the class
	Expected      float64
	Ratio         float64 // Count/Expected
	P             float64
	Q             float64 // P after Benjamini and Hochberg over the searches, or over the case's windows
	Family        int     // of how many tests
	Replicates    int
	Baseline      string  // control, leave-out or uniform
	Dispersion    float64 // index of dispersion of the baseline counts
	ActivityShare float64 // of the tweets, written by the burst's accounts; NaN without tweets
	EdgeShare     float64 // of the follows, made by the burst's accounts; NaN where no list could show them
	FollowerShare float64 // of the distinct followers of the seeds, those in the burst; NaN without follower lists
	Tweets        int     // that its accounts wrote
	Follows       int     // that they made
	Followers     int     // of them, those in follower lists of the seeds
	OfFollowers   int     // distinct accounts in these lists
	Odds          *Odds   // of lying in the window, beside other accounts; nil where there are none
	ByLongest     []Step  // accounts of the window found, by the longest window searched, in days; nil if not beyond chance
	ByWidth       []Step  // by the bandwidth of the baseline, in days
	Accounts      []int32
}

// An Odds compares how many accounts of a class were created in a window with how many of others.
type Odds struct {
	Against string // "rest" of the population, or "control"
	Contingency
	Contrast
	Q      float64 // Contrast.TwoSided after Benjamini and Hochberg over Family
	Family int
}

// Hashtags tells how each tag was used.
type Hashtags struct {
	Result
	Tags    []TagUse
	AllTags AllTags
}

// A TagUse is one hashtag; tags compare by NFKC and case folding. Retweets
// count the original's tags.
type TagUse struct {
	Tag          string
	Tweets       int // Originals + Retweets
	Originals    int // replies and quotes included
	Retweets     int
	Accounts     []int32   // that used it, sorted
	First        time.Time // earliest that is not a retweet; zero if none
	FirstTweet   int32     // -1 if none
	Onset        time.Time // first day of the sustained rise; zero if none
	Announced    time.Time // zero if the case states none
	DaysBefore   int       // Announced - Onset, in days; meaningful if both are known
	Days         []TagDay
	FirstPosters []FirstPoster // of non-retweets, at most 20
	Top50Share   float64       // 0..1, of tweets, from the 50 most active accounts
	Top1Share    float64       // from the most active 1 % of accounts (at least one)
	Top10Share   float64       // from the most active 10 %
	Gini         float64       // over accounts
	Effective    float64       // effective number of accounts, 1/Σp²
	PerAccount   float64       // tweets per account
	CTM          float64       // R/10 + F + U
	ByClass      []int         // tweets by primary class, then one more cell for none
}

// A TagDay is one UTC day of a tag.
type TagDay struct {
	Day       time.Time
	Originals int
	Retweets  int
	Accounts  int // distinct on that day
	New       int // that had not used the tag before
}

// A FirstPoster is an early user of a tag.
type FirstPoster struct {
	Account int32
	Tweet   int32
	Time    time.Time
}

// AllTags counts accounts that used every tag of a campaign of K tags; K is 0
// where the case names fewer than two.
type AllTags struct {
	K        int
	Accounts []int32
}

// Network measures the follow network over all accounts; where the data hold
// no follow, the interaction network.
type Network struct {
	Result
	Kind        string
	Graph       *graph.Graph
	Nodes       int // accounts with at least one edge
	Edges       int
	Reciprocity float64 // share of edges whose reverse exists; NaN without edges
	Components  int     // weak components among Nodes
	Communities int
	Modularity  float64
	PageRank    []float64
	Betweenness []float64
	Exact       bool // betweenness is exact, not sampled
	InDegree    []float64
	OutDegree   []float64
	Community   []int32 // by account, largest first; -1 without edges
	Component   []int32 // by account, largest first; -1 without edges
}

// Drawing holds the views worth drawing, with positions.
type Drawing struct {
	Result
	Business *View // seeds and their followers; followers of the same seeds are one node
	Overview *View // the network, trimmed
}

// A View is a part of the network with positions.
type View struct {
	Nodes         []ViewNode
	Edges         []ViewEdge
	HiddenNodes   int // accounts not drawn
	HiddenEdges   int
	ByGroup       bool    // ViewNode.Class is the rank of its community, not a class; no node is a seed
	SizeBy        string  // the score behind ViewNode.Size, one of Sizes; "" for a number of accounts
	Width, Height float64 // of the bounding box; positions are inside [0,Width]×[0,Height]
}

// A ViewNode is one account, or a group of accounts with the same seeds.
type ViewNode struct {
	Account   int32   // -1 for a group
	Members   []int32 // of a group
	Seed      bool
	Class     int32   // primary class, -1 none; of a group: that of all its members, else -1; see View.ByGroup
	Size      float64 // number of accounts, or a score; ≥ 0
	X, Y, R   float64
	Community int32
}

// A ViewEdge joins two nodes of a View.
type ViewEdge struct {
	From, To int32 // indexes in View.Nodes
	Weight   float64
}
