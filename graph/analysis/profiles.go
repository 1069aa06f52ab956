package analysis

import (
	"context"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/graph/bipartite"
)

var profilesAnalysis = Analysis{
	Name:  "profiles",
	Needs: []string{"population", "classes"},
	Source: "prevalence by group: Fisher's exact test, 1935, doi:10.2307/2342435, and Wilson's interval, 1927, doi:10.1080/01621459.1927.10502953; " +
		"no score of automation, after Rauchfleisch and Kaiser, 2020, doi:10.1371/journal.pone.0241045",
	Run: func(ctx context.Context, in *Input, out *Results) error {
		p, err := profiles(ctx, in, out)
		out.Profiles = p
		return err
	},
}

// Profiles says what the profiles of groups have in common. All of it is about groups: no account
// is given a label or a score, and the words of a person are never evidence on their own.
type Profiles struct {
	Result
	Groups  []Group // the population, its classes, those without a class, then the comparison group
	Control int     // index in Groups of the group that the others are held against; -1 if none is large enough
	Traits  []GroupTrait
	Counts  []GroupCount
	Emoji   []EmojiUse  // the most common, most accounts first
	Bios    []BioFamily // bios that several accounts have word for word, most accounts first
}

// A Group is a set of accounts of the population.
type Group struct {
	Key      string // class key, "all", "none" or "control"
	Named    bool   // its members are institutions, which may be named
	Accounts []int32
}

// A GroupTrait is how many of a group have a trait in their profile.
type GroupTrait struct {
	Group     int
	Trait     string // lexicon key after "lexicon:", or default_handle, default_image, no_bio, no_location, empty, dormant, copied_bio
	K, N      int    // N: those whose profile tells
	Low, High float64
	Contrast  *Contrast // with the comparison group; nil for itself
	Q         float64   // of the two-sided p, over all traits and groups
}

// leastGroup is how many profiles a group must have to be compared.
const leastGroup = 10

func profiles(ctx context.Context, in *Input, res *Results) (*Profiles, error) {
	r := &Profiles{Result: Result{Name: "profiles", Level: Derived}}
	s := in.Snap
	r.Groups, r.Control = groupsOf(in, res, func(list []int32) []int32 {
		return slices.DeleteFunc(slices.Clone(list), func(u int32) bool { return !s.Accounts[u].Profiled() })
	}, func(list []int32) int { return len(list) })
	if len(r.Groups[0].Accounts) == 0 {
		return r, nil
	}
	read, err := readProfiles(ctx, in)
	if err != nil {
		return nil, err
	}
	r.Bios = read.families(s, r.Groups[0].Accounts, res.Classes.Primary, len(in.Case.Classes))
	r.traits(in, read)
	r.Counts = groupCounts(s, r.Groups, r.Control)
	r.Emoji = read.emojiUse(r.Groups)
	r.report(in)
	return r, nil
}

// groupsOf returns the population, its classes, those without a class and the control accounts of the case, each
// as keep leaves it, and the index of the comparison group: the control accounts, else those without a class; -1 where
// it has fewer than leastGroup accounts that tell.
func groupsOf(in *Input, res *Results, keep func([]int32) []int32, tell func([]int32) int) (groups []Group, control int) {
	groups, control = append(groups, Group{Key: "all", Accounts: keep(res.Population.Members)}), -1
	for c := range in.Case.Classes {
		if m := keep(res.Classes.Members[c]); len(m) > 0 {
			groups = append(groups, Group{in.Case.Classes[c].Key, in.Case.Classes[c].Institution, m})
		}
	}
	if len(groups) > 1 {
		none := slices.DeleteFunc(slices.Clone(keep(res.Population.Members)), func(u int32) bool { return res.Classes.Primary[u] >= 0 })
		groups = append(groups, Group{Key: "none", Accounts: none})
		control = len(groups) - 1
	}
	if list := keep(controlAccounts(in, res)); len(list) > 0 {
		if tell(list) >= leastGroup {
			control = len(groups)
		}
		groups = append(groups, Group{Key: "control", Accounts: list})
	}
	if control >= 0 && tell(groups[control].Accounts) < leastGroup {
		control = -1
	}
	return groups, control
}

// traits counts every trait in every group, and holds the groups against the comparison group.
func (r *Profiles) traits(in *Input, read *profileTexts) {
	s := in.Snap
	type trait struct {
		name string
		has  func(u int32) (has, known bool)
	}
	var list []trait
	for i, l := range in.Case.Lexicons {
		list = append(list, trait{"lexicon:" + l.Key, func(u int32) (bool, bool) {
			return read.lexicons[u]&(1<<i) != 0, s.Accounts[u].Known(adentro.FieldBio) || s.Accounts[u].Known(adentro.FieldName)
		}})
	}
	copied := map[int32]bool{}
	for _, f := range r.Bios {
		for _, u := range f.Accounts {
			copied[u] = true
		}
	}
	list = append(list,
		trait{"copied_bio", func(u int32) (bool, bool) { return copied[u], read.tells[u] }},
		trait{"default_handle", func(u int32) (bool, bool) { h := s.Accounts[u].Handle(); return defaultHandle(h), h != "" }},
		trait{"default_image", func(u int32) (bool, bool) {
			return s.Accounts[u].Flag(adentro.FieldDefaultImage), s.Accounts[u].Known(adentro.FieldDefaultImage)
		}},
		trait{"no_bio", func(u int32) (bool, bool) {
			return !adentro.Present(s.Accounts[u].Bio()), s.Accounts[u].Known(adentro.FieldBio)
		}},
		trait{"no_location", func(u int32) (bool, bool) {
			return !s.Accounts[u].HasLocation(), s.Accounts[u].Known(adentro.FieldLocation)
		}},
		trait{"empty", func(u int32) (bool, bool) { return empty(&s.Accounts[u]) }},
		trait{"dormant", func(u int32) (bool, bool) { return dormant(&s.Accounts[u]) }},
	)
	for _, t := range list {
		var tables []Contingency
		for g := range r.Groups {
			var c Contingency
			for _, u := range r.Groups[g].Accounts {
				switch has, known := t.has(u); {
				case !known:
				case has:
					c.Hit++
				default:
					c.Miss++
				}
			}
			tables = append(tables, c)
		}
		for g, c := range tables {
			x := GroupTrait{Group: g, Trait: t.name, K: c.Hit, N: c.Hit + c.Miss, Q: 1}
			x.Low, x.High = wilson(x.K, x.N)
			if r.Control >= 0 && g != r.Control && r.Groups[g].Key != "all" && x.N >= leastGroup {
				c.ControlHit, c.ControlMiss = tables[r.Control].Hit, tables[r.Control].Miss
				both := contrast(c)
				x.Contrast = &both
			}
			r.Traits = append(r.Traits, x)
		}
	}
	var p []float64
	for _, x := range r.Traits {
		if x.Contrast != nil {
			p = append(p, x.Contrast.TwoSided)
		}
	}
	q := bipartite.BenjaminiHochberg(p)
	for i := range r.Traits {
		if r.Traits[i].Contrast != nil {
			r.Traits[i].Q, q = q[0], q[1:]
		}
	}
}

// defaultHandle reports whether a handle has the form that the platform itself suggests: letters and
// eight digits. Nearly everybody who takes the suggestion has one.
func defaultHandle(h string) bool {
	const digits = 8
	if len(h) <= digits {
		return false
	}
	for i := range len(h) {
		c := h[i]
		letter, digit := 'a' <= c|0x20 && c|0x20 <= 'z', '0' <= c && c <= '9'
		if i < len(h)-digits && !letter || i >= len(h)-digits && !digit {
			return false
		}
	}
	return true
}

// empty reports whether a profile has neither bio nor location nor more than one tweet.
func empty(a *adentro.Account) (has, known bool) {
	known = a.Known(adentro.FieldBio) && a.Known(adentro.FieldLocation) && a.Known(adentro.FieldTweets)
	return known && !adentro.Present(a.Bio()) && !a.HasLocation() && a.Count(adentro.FieldTweets) <= 1, known
}

// dormant reports whether an account wrote less than one tweet a year of its life, seen from
// when its count was collected.
func dormant(a *adentro.Account) (has, known bool) {
	if !a.Known(adentro.FieldTweets) || !a.Known(adentro.FieldCreated) {
		return false, false
	}
	p := a.Profile()
	seen := p.Sighting(adentro.FieldTweets).At
	if seen.IsZero() || !seen.After(p.Created) {
		return false, false
	}
	years := seen.Sub(p.Created).Hours() / (24 * 365.25)
	return years >= 1 && float64(p.Tweets) < years, years >= 1
}

// report makes the facts and notes.
func (r *Profiles) report(in *Input) {
	family := 0
	for _, x := range r.Traits {
		if x.Contrast != nil {
			family++
		}
	}
	for _, x := range r.Traits {
		if x.N == 0 {
			continue
		}
		g := r.Groups[x.Group]
		f := Fact{
			Name: "profile_trait", Item: x.Trait + " " + g.Key, Value: ratio(x.K, x.N), Unit: "share", Of: "profiles", N: int64(x.N),
			Low: x.Low, High: x.High, Interval: true,
		}
		if c := x.Contrast; c != nil {
			n := float64(x.N)
			f.Level = Inferred
			f.Test = &Test{Null: "fisher_" + r.Groups[r.Control].Key, Expected: c.Expected / n, P: c.TwoSided, Q: x.Q, Family: family}
			if f.Significant() {
				f.Innocent = []adentro.Note{{Code: "profiles_innocent"}}
			}
		}
		r.Facts = append(r.Facts, f)
	}
	r.countFacts()
	for i, b := range r.Bios {
		f := Fact{Name: "copied_bio", Item: "#" + itoa(i+1), Value: float64(len(b.Accounts)), Unit: "accounts", Of: "profiles", N: int64(len(r.Groups[0].Accounts)), Level: Observed}
		if b.Named { // else they are people, and what they say of themselves is theirs
			f.Item, f.Evidence.Accounts = b.Text, b.Accounts
		}
		r.Facts = append(r.Facts, f)
	}
	r.warn("profiles_groups_only")
	if !slices.ContainsFunc(r.Traits, func(x GroupTrait) bool { return x.Trait == "default_image" && x.N > 0 }) {
		r.warn("profiles_no_pictures")
	}
	switch {
	case r.Control < 0:
		r.warn("profiles_no_control")
	case r.Groups[r.Control].Key == "none":
		r.warn("profiles_control_is_rest", itoa(len(r.Groups[r.Control].Accounts)))
	}
	if n := len(in.Case.Lexicons); n > maxLexicons {
		r.warn("profiles_lexicons_cut", itoa(maxLexicons), itoa(n))
	}
}
