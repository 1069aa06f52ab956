package report

import "github.com/seed-1b5e0f84/adentro/graph/analysis"

type groupLocationJSON struct {
	Class        string `json:"class"`
	Accounts     int    `json:"accounts"`
	WithLocation int    `json:"with_location"`
	Countries    tally  `json:"countries"`
	Multiple     int    `json:"multiple"`
	Ambiguous    int    `json:"ambiguous"`
	Unresolved   int    `json:"unresolved"`
	None         int    `json:"none"`
	Unprofiled   int    `json:"unprofiled"`
}

type contrastJSON struct {
	Class   string `json:"class"`
	Country string `json:"country"` // or outside_home
	K       int    `json:"k"`
	N       int    `json:"n"`
	Share   number `json:"share"`
	Low     number `json:"low"`
	High    number `json:"high"`
	Odds    number `json:"odds"`
	P       number `json:"p"`
	Q       number `json:"q"`
	Stable  bool   `json:"stable"` // under every rule of counting
}

// addGroups adds tiers, what the countries rest on, and the groups.
func (out *locationsJSON) addGroups(r *analysis.Locations) {
	for _, c := range r.Tiers {
		out.Tiers[string(rune(c.Tier))] = c.N
	}
	for _, b := range r.Bases {
		out.Basis[string(b.Basis)] = b.N
	}
	for _, c := range r.Guessed {
		out.ByContext[c.Code] = c.N
	}
	for _, g := range r.Groups {
		countries := tally{}
		for _, c := range g.Countries {
			countries[c.Code] = c.N
		}
		out.ByClass = append(out.ByClass, groupLocationJSON{g.Key, len(g.Accounts), g.Located, countries, g.Multiple, g.Ambiguous, g.Unresolved, g.None, g.Unprofiled})
	}
	if r.Control >= 0 && r.Control < len(r.Groups) {
		out.Compared = r.Groups[r.Control].Key
	}
	for _, x := range r.Contrasts {
		if x.Contrast == nil {
			continue
		}
		f := analysis.Fact{Sweep: x.Sweep}
		stable, _ := f.Stable()
		out.Contrasts = append(out.Contrasts, contrastJSON{r.Groups[x.Group].Key, x.Code, x.K, x.N, number(ratio(x.K, x.N)), number(x.Low), number(x.High),
			number(x.Contrast.Odds), number(x.Contrast.TwoSided), number(x.Q), stable})
	}
}
