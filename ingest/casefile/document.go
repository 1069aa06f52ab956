package casefile

// A document is the case file as written. Dates and seeds may be written as
// strings or as TOML dates and numbers, hence any.
type document struct {
	Extends    string
	Name       string
	Title      string
	Language   string
	Synthetic  bool
	Home       []string
	Timezone   string
	Terms      string
	Seeds      []any
	Class      []classDoc
	Tag        []tagDoc
	Window     []windowDoc
	Control    *controlDoc
	Order      []orderDoc
	Lexicon    []lexiconDoc
	List       []listDoc
	Thresholds *thresholdsDoc
}

type classDoc struct {
	Key         string
	Title       map[string]string
	Institution *bool
	Place       *string
	About       map[string]string
	Register    *int64
	RegisterOf  *string `toml:"register_of"`
	Served      []string
	ServedOf    *string `toml:"served_of"`
	Overrides   string
	Reviewed    string
	Rule        []ruleDoc
}

type ruleDoc struct {
	ID      string
	Fields  []string
	Tokens  []string
	Phrase  string
	Pattern string
	Not     []string
	Weight  *float64
}

type tagDoc struct {
	Name      string
	Announced any
}

type windowDoc struct {
	Name  string
	Class string
	From  any
	To    any
}

type controlDoc struct {
	Class string
	Seeds []any
}

type orderDoc struct {
	Name string
	Time any
	Text string
	Tags []string
}

type lexiconDoc struct {
	Key   string
	Title map[string]string
	Words []string
}

type listDoc struct {
	File     string
	Owner    any
	Kind     string
	Observed any
}

type thresholdsDoc struct {
	NameFollowers *int64 `toml:"name_followers"`
	MinCell       *int   `toml:"min_cell"`
}
