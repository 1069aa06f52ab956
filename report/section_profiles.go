package report

import (
	"html/template"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/seed-1b5e0f84/adentro/graph/analysis"
)

// profilesSection says what the profiles of groups have in common. It names nobody.
func (e *edition) profilesSection() section {
	r := e.Results.Profiles
	if r == nil || len(r.Groups) == 0 || len(r.Groups[0].Accounts) == 0 {
		s := e.section("profiles", nil)
		s.say(e.word("empty.profiles"))
		return s
	}
	s := e.section("profiles", &r.Result)
	s.say(e.html(say("profiles.intro", e.l.Int(int64(len(r.Groups[0].Accounts))))))
	told := e.claims(&r.Result, "profile_trait", func(f *analysis.Fact) phrase { return e.traitClaim(r, f) })
	e.find(&s, told...)
	if len(told) == 0 && r.Control >= 0 {
		s.say(e.word("profiles.nothing"))
	}
	s.Tables = append(s.Tables, e.traitTable(r), e.countTable(r))
	if len(r.Emoji) > 0 {
		s.Tables = append(s.Tables, e.emojiTable(r))
	}
	if len(r.Bios) > 0 {
		s.Tables = append(s.Tables, e.bioTable(r))
	}
	return s
}

// traitName names a trait of profiles in the report's language.
func (e *edition) traitName(trait string) string {
	key, ok := strings.CutPrefix(trait, "lexicon:")
	if !ok {
		return e.l.Raw("profile." + trait)
	}
	for _, l := range e.Case.Lexicons {
		if l.Key != key {
			continue
		}
		for _, code := range []string{e.Lang, "es", "en"} {
			if t := l.Title[code]; t != "" {
				return t
			}
		}
	}
	return key
}

// groupName names a group of profiles.
func (e *edition) groupName(key string) string {
	switch key {
	case "none", "control":
		return e.l.Raw("profile_group." + key)
	}
	return e.seriesTitle(key)
}

// traitClaim tells a trait that is more or less common in a group than chance gives; others are in
// the table.
func (e *edition) traitClaim(r *analysis.Profiles, f *analysis.Fact) phrase {
	if !f.Significant() {
		return phrase{}
	}
	for _, x := range r.Traits {
		g := r.Groups[x.Group]
		if x.Trait+" "+g.Key != f.Item {
			continue
		}
		var other analysis.GroupTrait
		for _, y := range r.Traits {
			if y.Trait == x.Trait && y.Group == r.Control {
				other = y
			}
		}
		key := "profiles.less"
		if ratio(x.K, x.N) > ratio(other.K, other.N) {
			key = "profiles.more"
		}
		return say(key, dump(e.groupName(g.Key)), dump(e.traitName(x.Trait)), e.l.Int(int64(x.K)), e.l.Int(int64(x.N)), e.l.Percent(f.Value), e.l.Range(x.Low, x.High),
			e.l.Raw("profile_group.of_"+r.Groups[r.Control].Key), e.l.Int(int64(other.K)), e.l.Int(int64(other.N)), e.l.Percent(ratio(other.K, other.N)))
	}
	return phrase{}
}

// traitTable has a row a trait and a column a group.
func (e *edition) traitTable(r *analysis.Profiles) table {
	t := table{Title: e.word("profiles.traits"), Head: e.groupHead("profile_trait", r)}
	var row []cell
	for _, x := range r.Traits { // traits in order, groups within
		if x.Group == 0 {
			if row != nil {
				t.Rows = append(t.Rows, row)
			}
			row = []cell{e.text(bdi(e.traitName(x.Trait)))}
		}
		row = append(row, e.shareCell(x.K, x.N))
	}
	if row != nil {
		t.Rows = append(t.Rows, row)
	}
	return t
}

// groupHead heads a table with a column a group.
func (e *edition) groupHead(first string, r *analysis.Profiles) []cell {
	head := e.head(first)
	for _, g := range r.Groups {
		head = append(head, cell{HTML: bdi(e.groupName(g.Key)) + " (" + esc(e.l.Int(int64(len(g.Accounts)))) + ")", Num: true})
	}
	return head
}

// shareCell writes k of n as a share, a dash where nothing is known.
func (e *edition) shareCell(k, n int) cell {
	if n == 0 {
		return cell{HTML: "–", Num: true}
	}
	return cell{HTML: esc(e.l.Percent(ratio(k, n))) + "<br><small>" + esc(e.l.T("profiles.of", e.l.Int(int64(k)), e.l.Int(int64(n)))) + "</small>", Num: true}
}

// countTable shows the median and quartiles of counts, and where the median falls in the comparison
// group.
func (e *edition) countTable(r *analysis.Profiles) table {
	t := table{Title: e.word("profiles.counts"), Head: e.head("profile_count", "group", "#profiles", "#median", "#quartiles", "#percentile"), Fold: true}
	for _, x := range r.Counts {
		percentile := "–"
		if isNumber(x.Percentile) {
			percentile = e.l.Percent(x.Percentile)
		}
		t.Rows = append(t.Rows, []cell{e.text(e.word("profile_count." + x.Field)), e.text(bdi(e.groupName(r.Groups[x.Group].Key))), e.int(x.N), e.number(e.l.Number(x.Median)),
			e.number(e.l.Number(x.Low) + "–" + e.l.Number(x.High)), e.number(percentile)})
	}
	return t
}

func (e *edition) emojiTable(r *analysis.Profiles) table {
	t := table{Title: e.word("profiles.emoji"), Head: e.groupHead("emoji", r), Fold: true}
	for _, x := range r.Emoji {
		row := []cell{e.text(bdi(x.Emoji))}
		for g, k := range x.Groups {
			row = append(row, e.shareCell(k, len(r.Groups[g].Accounts)))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// bioTable lists copied bios. The words of people are not shown.
func (e *edition) bioTable(r *analysis.Profiles) table {
	const most = 30
	t := table{Title: e.word("profiles.bios"), Head: e.head("bio_words", "#accounts", "classes"), Fold: true}
	for _, b := range r.Bios[:min(most, len(r.Bios))] {
		words := e.word("profiles.bio_of_people")
		if b.Named {
			words = bdi(b.Text)
		}
		var mix []template.HTML
		for c, n := range b.Classes {
			switch {
			case n == 0:
			case c == len(b.Classes)-1:
				mix = append(mix, e.word("profile_group.none")+" ("+esc(e.l.Int(int64(n)))+")")
			default:
				mix = append(mix, e.class(int32(c))+" ("+esc(e.l.Int(int64(n)))+")")
			}
		}
		t.Rows = append(t.Rows, []cell{e.text(words), e.int(len(b.Accounts)), e.text(join(", ", mix...))})
	}
	if left := len(r.Bios) - most; left > 0 {
		t.More = e.html(say("evidence.more", e.l.Int(int64(left)), "facts.csv"))
	}
	return t
}

// writeProfiles writes one row a trait or count and group.
func writeProfiles(w io.Writer, e *edition) error {
	r := e.Results.Profiles
	if r == nil || len(r.Traits) == 0 {
		return ErrNothing
	}
	s, err := newSheet(w, "row", "what", "group", "accounts", "of", "share", "low", "high", "odds", "odds_low", "odds_high", "p", "q", "lower_quartile", "median", "upper_quartile", "percentile_in_comparison")
	if err != nil {
		return err
	}
	blank := func(n int) { s.row = append(s.row, slices.Repeat([]string{""}, n)...) }
	for _, x := range r.Traits {
		s.ours("trait").text(x.Trait).text(r.Groups[x.Group].Key).int(x.K).int(x.N).float(ratio(x.K, x.N)).float(x.Low).float(x.High)
		if c := x.Contrast; c != nil {
			s.float(c.Odds).float(c.Low).float(c.High).float(c.TwoSided).float(x.Q)
		} else {
			blank(5)
		}
		blank(4)
		if err := s.end(); err != nil {
			return err
		}
	}
	for _, x := range r.Counts {
		s.ours("count").ours(x.Field).text(r.Groups[x.Group].Key).ours("").int(x.N)
		blank(8)
		s.float(x.Low).float(x.Median).float(x.High).float(x.Percentile)
		if err := s.end(); err != nil {
			return err
		}
	}
	return s.flush()
}

// traitJSON is a trait of a group.
type traitJSON struct {
	Trait string `json:"trait"`
	Group string `json:"group"`
	K     int    `json:"k"`
	N     int    `json:"n"`
	Share number `json:"share"`
	Low   number `json:"low"`
	High  number `json:"high"`
	Odds  number `json:"odds"` // null where nothing is compared
	Q     number `json:"q"`
}

func (e *edition) profilesJSON() []traitJSON {
	out := []traitJSON{}
	r := e.Results.Profiles
	if r == nil {
		return out
	}
	for _, x := range r.Traits {
		j := traitJSON{x.Trait, r.Groups[x.Group].Key, x.K, x.N, number(ratio(x.K, x.N)), number(x.Low), number(x.High), number(math.NaN()), number(math.NaN())}
		if c := x.Contrast; c != nil {
			j.Odds, j.Q = number(c.Odds), number(x.Q)
		}
		out = append(out, j)
	}
	return out
}
