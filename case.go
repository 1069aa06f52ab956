package adentro

import "time"

// A Case describes one investigation. It is plain data: ingest/casefile reads
// it from TOML, the command hands it to the analyses and the report. The zero
// Case is valid: seeds are then the owners of the lists and nothing is classed.
type Case struct {
	Name      string // short name, also of the case that ships
	Title     string
	Language  string   // "es" or "en"; "" is "es"
	Synthetic bool     // the data are invented, and every page says so
	Home      []string // ISO 3166-1 alpha-2 codes of the home countries
	Timezone  string   // IANA name for timelines; "" is UTC
	Terms     string   // under which terms the dumps were obtained

	Seeds      []Key // ids or handles; empty: the owners of the lists
	Classes    []Class
	Tags       []Tag
	Windows    []Window
	Control    Control
	Orders     []Order
	Lexicons   []Lexicon
	Lists      []ListHint
	Thresholds Thresholds
}

// A Class is a group of accounts that the case file defines by rules on what
// the accounts say of themselves.
type Class struct {
	Key         string            // such as "cdi"
	Title       map[string]string // by language
	Institution bool              // its members are institutions and may be named
	Place       string            // facet read from handle, name and bio: "country", "region:VE", or ""
	About       map[string]string // by language: what the sources tell of it
	Register    int64             // how many exist by an outside count, as a coverage denominator; 0 if unknown
	RegisterOf  string            // what was counted, and when
	Served      []string          // ISO 3166-1 codes of the countries that an outside source says it serves
	ServedOf    string            // which source
	Rules       []Rule
	Overrides   []Override
	Reviewed    []Coded // a sample of its accounts that people looked at
}

// A Rule gives an account a class when every stated condition matches one
// field: all the tokens, the phrase, the pattern, and none of the negatives.
// A rule states at least one of Tokens, Phrase and Pattern.
type Rule struct {
	ID      string
	Fields  []string // handle, name, bio, location; empty: handle, name and bio
	Tokens  []string // each a whole token of the folded field
	Phrase  string   // consecutive tokens
	Pattern string   // RE2, on the folded field
	Not     []string // phrases; any of them in any field of the account cancels the rule
	Weight  float64  // 0 means 1; a class is given at a sum of 1 or more
}

// An Override settles one account by hand.
type Override struct {
	Account Key
	Member  bool // false takes the label away
	Place   string
	Author  string
	Date    string
	Reason  string
	Line    int // of the CSV
}

// A Coded is what a person found of one account of a sample that was drawn to judge the rules
// of a class.
type Coded struct {
	Account Key
	Class   string
	Stratum string // what the rules said when the sample was drawn: StratumMember, StratumNear or StratumOther
	Size    int64  // accounts that the stratum had then
	Answer  Answer
	Coder   string
	Date    string
	Line    int // of the CSV
}

// The strata of a sample.
const (
	StratumMember = "member" // the rules give the class
	StratumNear   = "near"   // a near miss
	StratumOther  = "other"
)

// An Answer is what a coder decides.
type Answer byte

// The answers. A blank row was not looked at.
const (
	AnswerBlank Answer = iota
	AnswerYes
	AnswerNo
	AnswerUnsure
)

// A Tag is a hashtag of the case.
type Tag struct {
	Name      string    // without #
	Announced time.Time // day for which the campaign was announced; zero if none
}

// A Window is a span of days that the case file asks about.
type Window struct {
	Name     string
	Class    string    // class key, or "" for all
	From, To time.Time // inclusive UTC days
}

// Control names the accounts to compare with.
type Control struct {
	Class string // class key; "" if none
	Seeds []Key  // owners of control lists
}

// An Order is a leaked instruction whose text is matched against tweets.
type Order struct {
	Name string
	Time time.Time
	Text string
	Tags []string
}

// A Lexicon is a named set of words, hashtags and emoji.
type Lexicon struct {
	Key   string
	Title map[string]string
	Words []string
}

// A ListHint says what a file does not: whose list it is, and of which kind.
type ListHint struct {
	File     string // path or pattern (path.Match) relative to the dumps folder
	Owner    Key    // zero: not stated
	Kind     ListKind
	Observed time.Time // zero: not stated
}

// Thresholds are the limits of what is published.
type Thresholds struct {
	NameFollowers int64 // individuals with at least this many followers are named; 0 means 5,000
	MinCell       int   // smaller cells are suppressed when publishing; 0 means 10
}

// ClassIndex returns the index of the class with this key, or -1.
func (c *Case) ClassIndex(key string) int {
	for i := range c.Classes {
		if c.Classes[i].Key == key {
			return i
		}
	}
	return -1
}
