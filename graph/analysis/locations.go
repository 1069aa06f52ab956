package analysis

import (
	"cmp"
	"context"
	"slices"

	"github.com/seed-1b5e0f84/adentro"
	"github.com/seed-1b5e0f84/adentro/internal/gazetteer"
	"github.com/seed-1b5e0f84/adentro/internal/par"
)

var locationsAnalysis = Analysis{
	Name:  "locations",
	Needs: []string{"population", "classes"},
	Source: "free-text locations resolved by a gazetteer, after Hecht, Hong, Suh and Chi, CHI 2011, doi:10.1145/1978942.1978976; " +
		"intervals by Wilson 1927, doi:10.1080/01621459.1927.10502953; groups by Fisher's exact test, 1935, doi:10.2307/2342435",
	Run: func(ctx context.Context, in *Input, out *Results) error {
		declared, err := resolveLocations(ctx, in)
		if err != nil {
			return err
		}
		out.Locations = countLocations(in, out, declared)
		return nil
	},
}

// resolveLocations resolves what every account of the Snapshot declares, each
// distinct text once.
func resolveLocations(ctx context.Context, in *Input) ([]Declared, error) {
	accounts := in.Snap.Accounts
	number := map[string]int{}
	var texts []string
	for i := range accounts {
		text := accounts[i].Location()
		if _, known := number[text]; !known && accounts[i].HasLocation() {
			number[text] = len(texts)
			texts = append(texts, text)
		}
	}
	resolved := make([]Declared, len(texts))
	const batch = 512
	err := par.For(ctx, in.Workers, (len(texts)+batch-1)/batch, func(i int) error {
		for j := i * batch; j < min(len(texts), (i+1)*batch); j++ {
			resolved[j] = resolveLocation(texts[j])
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := make([]Declared, len(accounts))
	for i := range accounts {
		switch a := &accounts[i]; {
		case a.HasLocation():
			out[i] = resolved[number[a.Location()]]
		case a.Known(adentro.FieldLocation):
			out[i] = Declared{Tier: TierNone}
		default:
			out[i] = Declared{Tier: TierUnknown}
		}
	}
	return out, nil
}

// resolveLocation resolves one text that holds something visible. A text of
// which the gazetteer sees nothing is unresolved, never none: something is declared.
func resolveLocation(text string) Declared {
	p := gazetteer.Resolve(text)
	if p.Tier == gazetteer.None {
		return Declared{Tier: TierUnresolved}
	}
	return Declared{Tier: Tier(p.Tier), Country: p.Country, Region: p.Region, Via: text[p.From:p.To], Basis: bases[p.Basis], Also: p.Also}
}

// countLocations counts over the population. An account is unprofiled here
// when no record says whether it declares a location: it has no profile, or only records
// without that field. So each member is in exactly one count.
func countLocations(in *Input, res *Results, declared []Declared) *Locations {
	r := &Locations{Result: Result{Name: "locations", Level: Derived}, Declared: declared}
	members := res.Population.Members
	all := r.count(Group{Key: "all", Accounts: members})
	r.Countries, r.Located = all.Countries, all.Located
	r.Multiple, r.Ambiguous, r.Unresolved = all.Multiple, all.Ambiguous, all.Unresolved
	r.None, r.Unprofiled = all.None, all.Unprofiled
	r.countTiers(members)
	home := homeCountries(in.Case)
	regions := map[string]int{}
	by := map[Tier][]int32{}
	var placed, outside []int32
	for _, u := range members {
		d := &declared[u]
		if d.Country == "" {
			by[d.Tier] = append(by[d.Tier], u)
			continue
		}
		placed = append(placed, u)
		if d.Region != "" {
			regions[d.Region]++
		}
		if !home[d.Country] {
			outside = append(outside, u)
		}
	}
	r.Regions = ranked(regions)
	unique := len(members)
	for _, c := range r.Countries {
		r.Shares = append(r.Shares, shareOf(c.Code, c.N, "with_location", r.Located))
	}
	for _, c := range r.Countries {
		r.Shares = append(r.Shares, shareOf(c.Code, c.N, "unique", unique))
	}
	r.Outside = Share{Of: "unique"}
	if len(home) > 0 {
		r.Outside = shareOf("", len(outside), "unique", unique)
	}
	r.report(r.Located, unique, placed, outside, by)
	guess := r.guess(members)
	r.reportCountries(members, home, guess)
	r.compare(in, res, home, guess)
	return r
}

// report makes the facts and notes.
func (r *Locations) report(located, unique int, placed, outside []int32, by map[Tier][]int32) {
	told := int64(unique - len(by[TierUnknown])) // whether they declare one or none is known
	add := func(name string, who []int32, of string, n int) {
		f := Fact{Name: name, Value: float64(len(who)), Unit: "accounts", Of: of, N: int64(n), Evidence: Evidence{Accounts: who}}
		if name == "declares_none" {
			f.Known = told
		}
		r.Facts = append(r.Facts, f)
	}
	add("declares_one_country", placed, "with_location", located)
	add("declares_several", by[TierMultiple], "with_location", located)
	add("declares_ambiguous", by[TierD], "with_location", located)
	add("declares_unresolved", by[TierUnresolved], "with_location", located)
	add("declares_none", by[TierNone], "unique_accounts", unique)
	add("location_unknown", by[TierUnknown], "unique_accounts", unique)
	if o := r.Outside; o.N > 0 {
		r.Facts = append(r.Facts, Fact{Name: "declares_outside_home", Value: o.Share, Unit: "share", Of: "unique_accounts", N: int64(unique), Known: told,
			Low: o.Low, High: o.High, Interval: true, Evidence: Evidence{Accounts: outside}})
	}
	if located == 0 {
		return
	}
	r.warn("location_meaning")
	r.warn("location_coverage", itoa(located), itoa(unique), itoa(unique-located))
	if left := located - len(placed); left > 0 {
		r.warn("location_left_out", itoa(left), itoa(located), itoa(r.Multiple), itoa(r.Ambiguous), itoa(r.Unresolved))
	}
	if r.Unprofiled > 0 {
		r.warn("location_unknown", itoa(r.Unprofiled), itoa(unique))
	}
}

// homeCountries returns the home countries of the case as a set of alpha-2 codes.
func homeCountries(c *adentro.Case) map[string]bool {
	home := map[string]bool{}
	for _, h := range c.Home {
		if code, ok := gazetteer.CountryOfCode(h); ok {
			home[code] = true
		}
	}
	return home
}

// ranked lists the counts, most first, then by code.
func ranked(counts map[string]int) []CodeCount {
	out := make([]CodeCount, 0, len(counts))
	for code, n := range counts {
		out = append(out, CodeCount{code, n})
	}
	slices.SortFunc(out, func(a, b CodeCount) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Code, b.Code)) })
	return out
}

// shareOf makes a share with its interval; 0 of 0 is a share of 0 in [0,1].
func shareOf(code string, k int, of string, n int) Share {
	s := Share{Code: code, K: k, Of: of, N: n}
	if n > 0 {
		s.Share = float64(k) / float64(n)
	}
	s.Low, s.High = wilson(k, n)
	return s
}

// ShareOf is k of n with its interval; 0 of 0 is a share of 0 in [0,1].
func ShareOf(k, n int) Share { return shareOf("", k, "", n) }
