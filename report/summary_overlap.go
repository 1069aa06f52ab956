package report

// overlapJSON is the overlap in summary.json: counts, then the strongest pairs, the levels of the core, the
// follow-backs, the rings and the mixing of classes.
type overlapJSON struct {
	Kind           string           `json:"kind"`
	Lists          int              `json:"lists"`
	Held           int              `json:"held"`
	Null           string           `json:"null"`
	Replicates     int              `json:"replicates"`
	Pairs          int              `json:"pairs"`
	Significant    int              `json:"significant"`
	Bonferroni     int              `json:"bonferroni"`
	Hypergeometric int              `json:"hypergeometric"`
	Strongest      []pairJSON       `json:"strongest"`
	Core           []coreJSON       `json:"core"`
	Control        *controlJSON     `json:"control"`
	FollowBack     []followBackJSON `json:"follow_back"`
	Rings          []ringJSON       `json:"rings"`
	Mixing         []mixingJSON     `json:"mixing"`
}

type pairJSON struct {
	A           string `json:"a"`
	B           string `json:"b"`
	Common      int    `json:"common"`
	Shorter     int    `json:"shorter"`
	Jaccard     number `json:"jaccard"`
	Coefficient number `json:"coefficient"`
	Expected    number `json:"expected"`
	P           number `json:"p"`
	Q           number `json:"q"`
}

type coreJSON struct {
	M        int    `json:"m"`
	Accounts int    `json:"accounts"`
	Expected number `json:"expected"`
	Low      int    `json:"low"`
	High     int    `json:"high"`
}

type controlJSON struct {
	Lists          int    `json:"lists"`
	Significant    int    `json:"significant"`
	Pairs          int    `json:"pairs"`
	Jaccard        number `json:"jaccard"`
	CaseJaccard    number `json:"case_jaccard"`
	MeanDifference number `json:"mean_difference"`
	P              number `json:"p"`
}

type followBackJSON struct {
	Key       string `json:"key"`
	Following int    `json:"following"`
	Back      int    `json:"back"`
	Control   bool   `json:"control"`
}

type ringJSON struct {
	Class    string `json:"class"`
	Accounts int    `json:"accounts"`
	Follows  int    `json:"follows"`
	Mutual   int    `json:"mutual"`
	Expected number `json:"expected"`
	P        number `json:"p"`
	Q        number `json:"q"`
}

type mixingJSON struct {
	Lists    string `json:"lists"`
	Owners   string `json:"owners"`
	Members  string `json:"members"`
	Follows  int    `json:"follows"`
	Visible  int64  `json:"visible_pairs"`
	Tested   bool   `json:"tested"`
	Expected number `json:"expected"`
	P        number `json:"p"`
	Q        number `json:"q"`
}

// overlapJSON returns the overlap; without lists, empty.
func (e *edition) overlapJSON() overlapJSON {
	out := overlapJSON{Strongest: []pairJSON{}, Core: []coreJSON{}, FollowBack: []followBackJSON{}, Rings: []ringJSON{}, Mixing: []mixingJSON{}}
	o := e.Results.Overlap
	if o == nil {
		return out
	}
	key := func(u int32) string { return e.Snap.Accounts[u].Key.String() }
	out.Kind, out.Lists, out.Held, out.Null, out.Replicates = o.Kind.String(), o.Case, o.Held, o.Null, o.Replicates
	out.Pairs, out.Significant, out.Bonferroni, out.Hypergeometric = len(o.Pairs), o.Significant, o.Bonferroni, o.Hypergeometric
	told := o.Strongest()
	for _, i := range told[:min(20, len(told))] {
		p := &o.Pairs[i]
		out.Strongest = append(out.Strongest, pairJSON{key(o.Lists[p.U].Account), key(o.Lists[p.V].Account), p.Common, min(p.A, p.B), number(p.Jaccard()), number(p.OverlapCoefficient()), number(p.Expected), number(p.Upper), number(p.Q)})
	}
	for _, l := range o.Core {
		out.Core = append(out.Core, coreJSON{l.M, l.Observed, number(l.Expected), l.Low, l.High})
	}
	if c := o.Control; c != nil {
		out.Control = &controlJSON{c.Control.Lists, c.Control.Significant, c.Control.Pairs, number(c.Control.Jaccard), number(c.Case.Jaccard), number(c.Difference), number(c.P)}
	}
	for _, b := range o.FollowBack {
		out.FollowBack = append(out.FollowBack, followBackJSON{key(b.Account), b.Following, b.Back, b.Control})
	}
	for _, r := range o.Rings {
		class := "seeds"
		if r.Class >= 0 {
			class = e.Case.Classes[r.Class].Key
		}
		out.Rings = append(out.Rings, ringJSON{class, len(r.Accounts), r.Follows, r.Mutual, number(r.Expected), number(r.P), number(r.Q)})
	}
	for _, c := range o.Mixing {
		out.Mixing = append(out.Mixing, mixingJSON{c.Kind.String(), e.Case.Classes[c.Owner].Key, e.Case.Classes[c.Member].Key, c.Observed, c.Pairs, c.Tested, number(c.Expected), number(c.P), number(c.Q)})
	}
	return out
}
